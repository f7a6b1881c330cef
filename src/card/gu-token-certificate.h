/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "gu-card-error.h"

G_BEGIN_DECLS

#define GU_TYPE_TOKEN_CERTIFICATE (gu_token_certificate_get_type ())
G_DECLARE_FINAL_TYPE (GuTokenCertificate, gu_token_certificate, GU, TOKEN_CERTIFICATE, GObject)

/* A certificate on a card, as it was when it was read. Never changes; may be read in any thread.
 * Its subject names a person: show it, never log it. All of it is also there as GObject properties
 * of the same names ("id", "reader", "token-label", "subject", "issuer", "usable", "reason", …). */

/**
 * gu_token_certificate_new:
 * @der: the certificate
 * @reader: name of the reader (PKCS#11 slot description)
 * @token_label: label of the token
 * @key_present: whether the card has the private key, as far as that shows before the PIN
 * @pin_tries: PIN tries left, -1 unknown
 * @pin_pad: whether the PIN is typed on the reader's own keys
 * @chain: (element-type GBytes): certificates of authorities found on the card, unordered
 * @now_ms: the instant that validity is judged at, milliseconds since 1970 UTC
 *
 * Reads a certificate and decides whether the desk can sign with it.
 *
 * Returns: (transfer full) (nullable): the certificate, %NULL when @der is not one.
 */
GuTokenCertificate *gu_token_certificate_new (GBytes *der,
                                              const char *reader,
                                              const char *token_label,
                                              gboolean key_present,
                                              int pin_tries,
                                              gboolean pin_pad,
                                              GPtrArray *chain,
                                              gint64 now_ms);

/* SHA-256 of the DER bytes in hexadecimal: the same in every session and reader. */
const char *gu_token_certificate_get_id (GuTokenCertificate *self);
const char *gu_token_certificate_get_reader (GuTokenCertificate *self);
const char *gu_token_certificate_get_token_label (GuTokenCertificate *self);

/* Common name of the subject and of the issuer; UTF-8, may be "" but not %NULL. */
const char *gu_token_certificate_get_subject (GuTokenCertificate *self);
const char *gu_token_certificate_get_issuer (GuTokenCertificate *self);

/* Serial number, hexadecimal. */
const char *gu_token_certificate_get_serial (GuTokenCertificate *self);

/* (transfer none): the certificate itself. */
GBytes *gu_token_certificate_get_der (GuTokenCertificate *self);

/* (transfer none) (element-type GBytes): the authorities above it that the card holds, nearest
 * first, without the certificate itself; may be empty. */
GPtrArray *gu_token_certificate_get_chain (GuTokenCertificate *self);

/* First and last instant of validity, milliseconds since 1970 UTC. */
gint64 gu_token_certificate_get_not_before_ms (GuTokenCertificate *self);
gint64 gu_token_certificate_get_not_after_ms (GuTokenCertificate *self);

/* "RSA-2048", "EC-P-256", …; "" when not supported. */
const char *gu_token_certificate_get_key_type (GuTokenCertificate *self);

/* Whether the desk can sign with it; when not, the translated reason (else %NULL) and the code that
 * an attempt would fail with. */
gboolean gu_token_certificate_get_usable (GuTokenCertificate *self);
const char *gu_token_certificate_get_reason (GuTokenCertificate *self);
GuCardError gu_token_certificate_get_reason_code (GuTokenCertificate *self);

/* PIN tries left when the card was read (0: blocked), -1 when the card does not tell. */
int gu_token_certificate_get_pin_tries (GuTokenCertificate *self);

/* Whether the PIN is typed on the reader: ask no PIN, give %NULL to the signing call. */
gboolean gu_token_certificate_get_pin_pad (GuTokenCertificate *self);

/* Whether the key asks for the PIN before each signature (so with a PIN pad it is typed twice).
 * Most cards show this only after a first PIN; until then the guess is: yes for a certificate of
 * qualified kind (nonRepudiation), as the standards ask. */
gboolean gu_token_certificate_get_always_authenticate (GuTokenCertificate *self);

/**
 * gu_token_certificate_verify_digest:
 * @self: a certificate
 * @digest: 32 bytes, SHA-256
 * @signature: an RSA PKCS#1 v1.5 block or a DER ECDSA value
 *
 * Returns: whether @signature was made over @digest with the key of this certificate.
 */
gboolean
gu_token_certificate_verify_digest (GuTokenCertificate *self, GBytes *digest, GBytes *signature);

G_END_DECLS
