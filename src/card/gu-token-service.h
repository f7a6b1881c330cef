/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "gu-card-error.h"
#include "gu-clock.h"
#include "gu-secret-bytes.h"
#include "gu-token-certificate.h"

G_BEGIN_DECLS

#define GU_TYPE_TOKEN_SERVICE (gu_token_service_get_type ())
G_DECLARE_FINAL_TYPE (GuTokenService, gu_token_service, GU, TOKEN_SERVICE, GObject)

/**
 * gu_token_service_new:
 * @worker_program: (nullable): path of ghiseu-token-worker, %NULL for the installed one
 * @modules: (array zero-terminated=1) (nullable): PKCS#11 modules (file names or paths), or %NULL
 *   for OpenSC alone
 *
 * Everything that touches keys: each module lives in a worker process of its own, so that one that
 * crashes or hangs harms neither the desk nor the other modules. Sessions stay open between calls:
 * a card that was listed once signs without being read again.
 *
 * Returns: (transfer full): the service; no process runs yet.
 */
GuTokenService *gu_token_service_new (const char *worker_program, const char *const *modules);

/**
 * gu_token_service_set_clock:
 * @self: a service
 * @clock: judges validity from now on (the machine's clock without this call)
 */
void gu_token_service_set_clock (GuTokenService *self, GuClock *clock);

/**
 * gu_token_service_set_deadlines:
 * @self: a service
 * @open_ms: time for reading a card; 45000 unless set
 * @sign_ms: time for a PIN and a signature; 15000 unless set. A PIN typed on the reader's own keys
 *   has 60 seconds more
 *
 * A module that is later is killed, the call fails with %GU_CARD_ERROR_TIMEOUT, or, when the card
 * is no longer there, %GU_CARD_ERROR_CARD_REMOVED; the next call works again.
 */
void gu_token_service_set_deadlines (GuTokenService *self, guint open_ms, guint sign_ms);

/**
 * gu_token_service_list_certificates:
 * @self: a service
 * @cancellable: (nullable): cancels
 * @error: return location
 *
 * Reads every card that is there and keeps it open ("warm"). No PIN is needed and none is tried.
 *
 * Thread: any; calls are served one after the other. Blocks, up to a second with a real card.
 *
 * Errors: %GU_CARD_ERROR: NO_SERVICE, NO_READER, NO_CARD, MUTE_CARD, IN_USE, UNKNOWN_CARD,
 * NO_CERTIFICATE (a known card without one), CARD_REMOVED, TIMEOUT, MODULE_FAILED, CANCELLED.
 *
 * Returns: (transfer full) (element-type GuTokenCertificate): at least one, usable ones first;
 *   unusable ones say why.
 */
GPtrArray *gu_token_service_list_certificates (GuTokenService *self,
                                               GCancellable *cancellable,
                                               GError **error);

/**
 * gu_token_service_sign_digest:
 * @self: a service
 * @certificate_id: gu_token_certificate_get_id()
 * @pin: (nullable): the PIN; %NULL when it is typed on the reader
 * @sha256_digest: 32 bytes
 * @cancellable: (nullable): cancels: a call under way ends its worker
 * @error: return location
 *
 * Shows the PIN to the card, signs, checks the signature against the certificate, locks the card
 * again. Nothing is ever tried a second time: one call spends at most one PIN try. An unusable
 * certificate, an empty PIN or one of the wrong length, or a blocked card is refused before the
 * card is asked.
 *
 * Thread: any; calls are served one after the other. Blocks.
 *
 * Errors: %GU_CARD_ERROR, any code.
 *
 * Returns: (transfer full) (nullable): signature octets ready for CMS: the RSA PKCS#1 v1.5 block,
 *   or ECDSA-Sig-Value in DER (RFC 3279).
 */
GBytes *gu_token_service_sign_digest (GuTokenService *self,
                                      const char *certificate_id,
                                      GuSecretBytes *pin,
                                      GBytes *sha256_digest,
                                      GCancellable *cancellable,
                                      GError **error);

/**
 * gu_token_service_sign_digests:
 * @self: a service
 * @certificate_id: as above
 * @pin: (nullable): as above
 * @sha256_digests: (element-type GBytes): 32 bytes each
 * @cancellable: (nullable): cancels
 * @error: return location
 *
 * Like gu_token_service_sign_digest() for a batch under one PIN: all or none. With a PIN pad and a
 * key that asks before each signature the PIN is typed once for each.
 *
 * Returns: (transfer full) (element-type GBytes) (nullable): the signatures, in order.
 */
GPtrArray *gu_token_service_sign_digests (GuTokenService *self,
                                          const char *certificate_id,
                                          GuSecretBytes *pin,
                                          GPtrArray *sha256_digests,
                                          GCancellable *cancellable,
                                          GError **error);

/**
 * gu_token_service_close:
 * @self: a service
 *
 * Ends the workers; cards are left locked. The next call starts them again.
 */
void gu_token_service_close (GuTokenService *self);

/**
 * gu_token_service_get_modules:
 * @self: a service
 *
 * Returns: (transfer none) (array zero-terminated=1): the modules in use.
 */
const char *const *gu_token_service_get_modules (GuTokenService *self);

/**
 * gu_token_service_check_module:
 * @self: a service
 * @module: one of gu_token_service_get_modules()
 * @description: (out) (optional): (transfer full): name and version that the module gives
 * @error: return location
 *
 * Loads a module in its worker, for the card doctor.
 *
 * Errors: %GU_CARD_ERROR_MODULE_FAILED, %GU_CARD_ERROR_TIMEOUT.
 *
 * Returns: whether it loaded.
 */
gboolean gu_token_service_check_module (GuTokenService *self,
                                        const char *module,
                                        char **description,
                                        GError **error);

G_END_DECLS
