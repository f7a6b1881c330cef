/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-pades.h"

G_BEGIN_DECLS

#define GU_TYPE_SIGNATURE_SERVICE (gu_signature_service_get_type ())
G_DECLARE_FINAL_TYPE (GuSignatureService, gu_signature_service, GU, SIGNATURE_SERVICE, GObject)

/**
 * gu_signature_service_new:
 * @libexec_dir: (nullable): where the workers are; %NULL for `$GHISEU_LIBEXEC_DIR`, else the
 *   installed folder
 *
 * Signs and verifies outside documents: whatever parses them runs in a locked
 * ghiseu-document-worker of its own, never in the caller's process.
 *
 * Returns: (transfer full): the service; the worker starts with the first call.
 */
GuSignatureService *gu_signature_service_new (const char *libexec_dir);

/**
 * gu_signature_service_sign:
 * @self: a service
 * @fd: the document, readable and seekable; borrowed
 * @certificate: (not nullable): the signer's certificate, DER; checked with gu_certificate_check()
 * @chain: (nullable) (element-type GBytes): certificates to embed, DER
 * @options: (not nullable): texts and time of the signature
 * @sign: makes the signature; runs in this process, after the document has been prepared
 * @user_data: for @sign
 * @signed_pdf: (out) (transfer full): the document signed as PAdES-B-B
 * @cancellable: (nullable): to stop
 * @error: return location; what @sign reports, or %GU_SIGN_ERROR
 *
 * Thread: any, one call at a time; blocks.
 *
 * Returns: whether @signed_pdf is set.
 */
gboolean gu_signature_service_sign (GuSignatureService *self,
                                    int fd,
                                    GBytes *certificate,
                                    GPtrArray *chain,
                                    const GuPadesOptions *options,
                                    GuSignDigestFunc sign,
                                    gpointer user_data,
                                    GBytes **signed_pdf,
                                    GCancellable *cancellable,
                                    GError **error);

/**
 * gu_signature_service_verify:
 * @self: a service
 * @fd: the document, readable and seekable; borrowed
 * @trust_der: (nullable) (element-type GBytes): trusted certificates, DER
 * @at_ms: validation time, milliseconds since 1970 UTC
 * @cancellable: (nullable): to stop
 * @error: return location; %GU_SIGN_ERROR when the file cannot be read
 *
 * gu_pades_verify() in the worker.
 *
 * Thread: any, one call at a time; blocks.
 *
 * Returns: (transfer full) (nullable): the array of gu_pades_verify().
 */
JsonNode *gu_signature_service_verify (GuSignatureService *self,
                                       int fd,
                                       GPtrArray *trust_der,
                                       gint64 at_ms,
                                       GCancellable *cancellable,
                                       GError **error);

G_END_DECLS
