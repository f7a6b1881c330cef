/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <openssl/x509.h>

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509, X509_free)

/* Reads one DER certificate with nothing after it; %GU_SIGN_ERROR_BAD_CERTIFICATE otherwise. */
X509 *gu_certificate_parse (GBytes *der, GError **error);

/* Whom a certificate names, for people: (transfer full), never empty. */
char *gu_certificate_name_for_people (const X509_NAME *name);

/* Milliseconds since 1970 UTC. */
gint64 gu_certificate_time_ms (const ASN1_TIME *time);

/* %TRUE when the certificate says that it is a qualified one (QcCompliance, EN 319 412-5). */
gboolean gu_certificate_claims_qualified (X509 *certificate);

/* The usage part of gu_certificate_check(): a translated reason, or %NULL when it may sign. */
char *gu_certificate_usage_problem (X509 *certificate);

/* OpenSSL's pending errors as one technical detail; empties the queue. (transfer full) */
char *gu_sign_openssl_detail (void);

G_END_DECLS
