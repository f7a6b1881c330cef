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

/**
 * gu_token_certificate_get_id:
 * @self: a certificate
 *
 * Returns: (transfer none): SHA-256 of the DER bytes in hexadecimal: the same in every session and
 * reader.
 */
const char *gu_token_certificate_get_id (GuTokenCertificate *self);

/**
 * gu_token_certificate_get_reader:
 * @self: a certificate
 *
 * Returns: (transfer none): the name of the reader in PC/SC, or the slot's description.
 */
const char *gu_token_certificate_get_reader (GuTokenCertificate *self);

/**
 * gu_token_certificate_get_token_label:
 * @self: a certificate
 *
 * Returns: (transfer none): the label of the token; some modules cut names to 32 bytes there.
 */
const char *gu_token_certificate_get_token_label (GuTokenCertificate *self);

/**
 * gu_token_certificate_get_subject:
 * @self: a certificate
 *
 * Returns: (transfer none): the common name of the person, UTF-8; may be "".
 */
const char *gu_token_certificate_get_subject (GuTokenCertificate *self);

/**
 * gu_token_certificate_get_issuer:
 * @self: a certificate
 *
 * Returns: (transfer none): the common name of the issuer, UTF-8; may be "".
 */
const char *gu_token_certificate_get_issuer (GuTokenCertificate *self);

/**
 * gu_token_certificate_get_serial:
 * @self: a certificate
 *
 * Returns: (transfer none): the serial number in hexadecimal.
 */
const char *gu_token_certificate_get_serial (GuTokenCertificate *self);

/**
 * gu_token_certificate_get_der:
 * @self: a certificate
 *
 * Returns: (transfer none): the certificate itself.
 */
GBytes *gu_token_certificate_get_der (GuTokenCertificate *self);

/**
 * gu_token_certificate_get_chain:
 * @self: a certificate
 *
 * Returns: (transfer none) (element-type GBytes): the authorities above it that the card holds,
 * nearest first, without the certificate itself; may be empty.
 */
GPtrArray *gu_token_certificate_get_chain (GuTokenCertificate *self);

/**
 * gu_token_certificate_get_not_before_ms:
 * @self: a certificate
 *
 * Returns: the first instant of validity, milliseconds since 1970 UTC.
 */
gint64 gu_token_certificate_get_not_before_ms (GuTokenCertificate *self);

/**
 * gu_token_certificate_get_not_after_ms:
 * @self: a certificate
 *
 * Returns: the last instant of validity, milliseconds since 1970 UTC.
 */
gint64 gu_token_certificate_get_not_after_ms (GuTokenCertificate *self);

/**
 * gu_token_certificate_get_key_type:
 * @self: a certificate
 *
 * Returns: (transfer none): "RSA-2048", "EC-P-256", …; "" when it is not supported.
 */
const char *gu_token_certificate_get_key_type (GuTokenCertificate *self);

/**
 * gu_token_certificate_get_usable:
 * @self: a certificate
 *
 * Returns: whether the desk can sign with it.
 */
gboolean gu_token_certificate_get_usable (GuTokenCertificate *self);

/**
 * gu_token_certificate_get_reason:
 * @self: a certificate
 *
 * Returns: (transfer none) (nullable): translated, why it cannot be used; %NULL when it can.
 */
const char *gu_token_certificate_get_reason (GuTokenCertificate *self);

/**
 * gu_token_certificate_get_reason_code:
 * @self: a certificate
 *
 * Returns: what an attempt to sign would fail with; only when it is not usable.
 */
GuCardError gu_token_certificate_get_reason_code (GuTokenCertificate *self);

/**
 * gu_token_certificate_get_pin_tries:
 * @self: a certificate
 *
 * Returns: PIN tries left when the card was read (0: blocked), -1 when the card does not tell.
 */
int gu_token_certificate_get_pin_tries (GuTokenCertificate *self);

/**
 * gu_token_certificate_get_pin_pad:
 * @self: a certificate
 *
 * Returns: whether the PIN is typed on the reader: ask none, and give %NULL to the signing call.
 */
gboolean gu_token_certificate_get_pin_pad (GuTokenCertificate *self);

/**
 * gu_token_certificate_get_always_authenticate:
 * @self: a certificate
 *
 * Returns: whether the key asks for the PIN before each signature, so that on a PIN pad it is typed
 *   twice. Most cards show this only after a first PIN; until then it is guessed: yes for a
 *   certificate of qualified kind (nonRepudiation), as the standards ask.
 */
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
