/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * gu_certificate_check:
 * @der: (not nullable): an X.509 certificate, DER
 * @at_ms: the time to judge it by, milliseconds since 1970 UTC
 * @subject: (out) (optional) (nullable) (transfer full): whom it names, for people: the common
 *   name, else the first name in it; set also when the certificate is not usable
 * @reason: (out) (optional) (nullable) (transfer full): when not usable, a translated sentence
 *
 * Says whether a certificate may sign papers: readable and self-consistent (its key can be used
 * and is strong enough: RSA from 2048 bits, EC on P-256, P-384 or P-521), inside its validity,
 * not a certification authority, and its keyUsage, when there is one, with nonRepudiation
 * (contentCommitment) or digitalSignature (ETSI EN 319 412-2 §4.3.2).
 *
 * Thread: any. Pure.
 *
 * Returns: %TRUE when it may sign at that time.
 */
gboolean gu_certificate_check (GBytes *der, gint64 at_ms, char **subject, char **reason);

/**
 * gu_certificate_parse_all:
 * @data: (not nullable): a DER certificate, or PEM text with one or more of them
 * @error: return location; %GU_SIGN_ERROR_BAD_CERTIFICATE when there is none
 *
 * Reads the certificates of a trust file.
 *
 * Thread: any. Pure.
 *
 * Returns: (transfer full) (element-type GBytes): at least one certificate, DER.
 */
GPtrArray *gu_certificate_parse_all (GBytes *data, GError **error);

G_END_DECLS
