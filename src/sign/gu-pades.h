/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-cms.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Nothing larger is prepared or verified: the whole document is held in memory. */
#define GU_PADES_MAX_SIZE (G_GUINT64_CONSTANT (256) * 1024 * 1024)

/**
 * GuPadesOptions:
 * @name: (nullable): who signs, for the signature's /Name
 * @reason: (nullable): why, for /Reason
 * @location: (nullable): where, for /Location
 * @time_ms: claimed time for /M, milliseconds since 1970 UTC
 *
 * What the signature dictionary says. All strings are UTF-8 and borrowed.
 */
typedef struct
{
  const char *name;
  const char *reason;
  const char *location;
  gint64 time_ms;
} GuPadesOptions;

/**
 * GuPadesGap:
 * @start: offset of the `<` that opens /Contents
 * @end: offset just after the closing `>`
 *
 * The part of a prepared PDF that the signature does not cover: exactly one hexadecimal string.
 */
typedef struct
{
  guint64 start;
  guint64 end;
} GuPadesGap;

/**
 * gu_pades_prepare:
 * @pdf: (not nullable): a PDF document
 * @options: (not nullable): texts and time of the signature
 * @contents_size: bytes to reserve for the CMS (gu_cms_estimate_size())
 * @gap: (out caller-allocates): where the signature goes
 * @error: return location; %GU_SIGN_ERROR
 *
 * Appends a signature field with an empty signature as an incremental update: @pdf is a prefix of
 * the result, so earlier signatures stay valid. The one exception: a damaged document without any
 * signature is rewritten once by qpdf first. Documents that are encrypted, damaged and signed, or
 * certified against changes are refused.
 *
 * It parses @pdf: run it in the locked document worker for outside documents
 * (#GuSignatureService), in process only for papers that the desk made itself.
 *
 * Thread: any. Pure.
 *
 * Returns: (transfer full) (nullable): the document with an empty signature.
 */
GBytes *gu_pades_prepare (GBytes *pdf,
                          const GuPadesOptions *options,
                          gsize contents_size,
                          GuPadesGap *gap,
                          GError **error);

/**
 * gu_pades_fill:
 * @prepared: (not nullable): what gu_pades_prepare() made
 * @gap: (not nullable): where the signature goes
 * @certificate: (not nullable): the signer's certificate, DER
 * @chain: (nullable) (element-type GBytes): certificates to embed, DER
 * @sign: makes the signature over the digest
 * @user_data: for @sign
 * @cancellable: (nullable): handed to @sign
 * @error: return location; what @sign reports, or %GU_SIGN_ERROR
 *
 * Hashes everything outside the gap, signs it (CMS without signing-time) and puts it in. Parses
 * nothing: it only checks that the gap is one empty hexadecimal string and that the ByteRange
 * before it says the same.
 *
 * Thread: any; blocks as long as @sign does.
 *
 * Returns: (transfer full) (nullable): the signed document.
 */
GBytes *gu_pades_fill (GBytes *prepared,
                       const GuPadesGap *gap,
                       GBytes *certificate,
                       GPtrArray *chain,
                       GuSignDigestFunc sign,
                       gpointer user_data,
                       GCancellable *cancellable,
                       GError **error);

/**
 * gu_pades_sign_bytes:
 * @pdf: (not nullable): a PDF document that the desk made itself
 * @certificate: (not nullable): the signer's certificate, DER; checked with gu_certificate_check()
 *   at the time of @options
 * @chain: (nullable) (element-type GBytes): certificates to embed, DER
 * @options: (not nullable): texts and time of the signature
 * @sign: makes the signature; called only after everything else has been checked
 * @user_data: for @sign
 * @signed_pdf: (out) (transfer full): the document signed as PAdES-B-B
 * @cancellable: (nullable): handed to @sign
 * @error: return location; what @sign reports, or %GU_SIGN_ERROR
 *
 * Prepares and fills in one call. For outside documents use gu_signature_service_sign().
 *
 * Thread: any; blocks as long as @sign does.
 *
 * Returns: whether @signed_pdf is set.
 */
gboolean gu_pades_sign_bytes (GBytes *pdf,
                              GBytes *certificate,
                              GPtrArray *chain,
                              const GuPadesOptions *options,
                              GuSignDigestFunc sign,
                              gpointer user_data,
                              GBytes **signed_pdf,
                              GCancellable *cancellable,
                              GError **error);

/**
 * gu_pades_verify:
 * @pdf: (not nullable): a PDF document
 * @trust_der: (nullable) (element-type GBytes): trusted certificates, DER
 * @at_ms: validation time, milliseconds since 1970 UTC
 * @error: return location; %GU_SIGN_ERROR when the file cannot be read
 *
 * Judges every signature of a document after ETSI EN 319 102-1, without the network. The result is
 * an array, in the order of signing, of objects
 * `{"verdict": "VALID|NEVALID|NEDETERMINAT", "indication", "subindication" (null when passed),
 * "cryptographic": "ok|broken", "level", "signer", "issuer", "field", "reason_given",
 * "claimed_time", "proven_time", "whole_document": bool, "changes_after": […], "qualified":
 * true|false|null, "reasons": […]}`. Times are RFC 3339 in UTC or null; changes and reasons are
 * translated sentences. A document without signatures gives an empty array.
 *
 * It parses @pdf: see gu_pades_prepare() for where to run it.
 *
 * Thread: any. Pure.
 *
 * Returns: (transfer full) (nullable): the array.
 */
JsonNode *gu_pades_verify (GBytes *pdf, GPtrArray *trust_der, gint64 at_ms, GError **error);

G_END_DECLS
