/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "gu-context.h"
#include "gu-secret-bytes.h"

G_BEGIN_DECLS

typedef struct _GuDocument GuDocument;
typedef struct _GuOperation GuOperation;

/**
 * GuRegistration:
 *
 * Signs and registers one dossier: a number is reserved, the opis is made with the registration
 * data, signed with the card, verified and stored; then the receipt is made and everything is
 * committed in one transaction. Any failure leaves the dossier as it was; the number stays reserved
 * for it and is used the next time.
 *
 * Read-only properties: `operation` (#GuOperation: title, phase, fraction, cancel), `number`
 * (string "12345/23.11.2026" or %NULL before it is given), `opis` and `receipt` (#GuDocument,
 * nullable).
 */
#define GU_TYPE_REGISTRATION (gu_registration_get_type ())
G_DECLARE_FINAL_TYPE (GuRegistration, gu_registration, GU, REGISTRATION, GObject)

/**
 * gu_registration_new:
 * @context: a started context
 * @dossier_id: a dossier in state "ciorna" whose changes are saved
 *
 * Returns: (transfer full): a registration that has not begun.
 */
GuRegistration *gu_registration_new (GuContext *context, const char *dossier_id);

/**
 * gu_registration_run_async:
 * @self: a registration
 * @certificate_id: an id of #GuCertificateList
 * @pin: (nullable): the PIN; %NULL for readers with a pad
 * @cancellable: (nullable): to give up; the operation's own cancel works as well
 * @callback: called when the dossier is registered or left as it was
 * @user_data: for @callback
 *
 * Both steps. Errors of %GU_CARD_ERROR say what to do about the card (%GU_CARD_ERROR_WRONG_PIN has
 * the tries left in the hint): show them and call again.
 */
void gu_registration_run_async (GuRegistration *self,
                                const char *certificate_id,
                                GuSecretBytes *pin,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean gu_registration_run_finish (GuRegistration *self, GAsyncResult *result, GError **error);

/**
 * gu_registration_sign_async:
 *
 * Only the first step: the number is reserved and the signed opis is kept, the dossier stays a
 * draft. gu_registration_commit_async() refuses it when the dossier changes in between.
 */
void gu_registration_sign_async (GuRegistration *self,
                                 const char *certificate_id,
                                 GuSecretBytes *pin,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean gu_registration_sign_finish (GuRegistration *self, GAsyncResult *result, GError **error);

/**
 * gu_registration_commit_async:
 *
 * Only the second step, on the opis signed before on the same day.
 */
void gu_registration_commit_async (GuRegistration *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean gu_registration_commit_finish (GuRegistration *self, GAsyncResult *result, GError **error);

/* The properties above, (transfer none); the instant of registration in ms since 1970 UTC. */
GuOperation *gu_registration_get_operation (GuRegistration *self);
const char *gu_registration_get_number (GuRegistration *self);
gint64 gu_registration_get_registered_at (GuRegistration *self);
GuDocument *gu_registration_get_opis (GuRegistration *self);
GuDocument *gu_registration_get_receipt (GuRegistration *self);

G_END_DECLS
