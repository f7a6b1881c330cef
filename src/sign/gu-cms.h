/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GuSignDigestFunc:
 * @sha256: (not nullable): the 32 bytes to sign
 * @user_data: what was given with the function
 * @cancellable: (nullable): to stop
 * @error: return location
 *
 * Signs a digest with a key that the caller holds (a card). Called once per signature.
 *
 * Returns: (transfer full) (nullable): an RSA PKCS#1 v1.5 block over DigestInfo(SHA-256) or a DER
 *   ECDSA-Sig-Value; %NULL with @error set.
 */
typedef GBytes *(*GuSignDigestFunc) (GBytes *sha256,
                                     gpointer user_data,
                                     GCancellable *cancellable,
                                     GError **error);

/**
 * gu_cms_sign_digest:
 * @content_sha256: (not nullable): SHA-256 of the signed content
 * @certificate: (not nullable): the signer's certificate, DER
 * @chain: (nullable) (element-type GBytes): further certificates to embed, DER
 * @signing_time_ms: milliseconds since 1970 UTC for the signing-time attribute (CAdES); -1 leaves
 *   it out (PAdES, EN 319 142-1 §6.3)
 * @sign: makes the signature
 * @user_data: for @sign
 * @cancellable: (nullable): handed to @sign
 * @error: return location; what @sign reports, or %GU_SIGN_ERROR
 *
 * Makes a detached CMS SignedData with content-type, message-digest and signing-certificate-v2
 * (CAdES-B-B, EN 319 122-1). What @sign returns is verified with the certificate's key before it
 * is used.
 *
 * Thread: any; blocks as long as @sign does.
 *
 * Returns: (transfer full) (nullable): DER ContentInfo.
 */
GBytes *gu_cms_sign_digest (GBytes *content_sha256,
                            GBytes *certificate,
                            GPtrArray *chain,
                            gint64 signing_time_ms,
                            GuSignDigestFunc sign,
                            gpointer user_data,
                            GCancellable *cancellable,
                            GError **error);

/**
 * gu_cms_estimate_size:
 * @certificate: (not nullable): the signer's certificate, DER
 * @chain: (nullable) (element-type GBytes): further certificates to embed, DER
 *
 * Returns: bytes to reserve for a B-B signature with these certificates, with a margin.
 */
gsize gu_cms_estimate_size (GBytes *certificate, GPtrArray *chain);

G_END_DECLS
