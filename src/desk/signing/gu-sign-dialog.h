/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "gu-context.h"

G_BEGIN_DECLS

#define GU_TYPE_SIGN_DIALOG (gu_sign_dialog_get_type ())
G_DECLARE_FINAL_TYPE (GuSignDialog, gu_sign_dialog, GU, SIGN_DIALOG, AdwWindow)

/**
 * gu_sign_dialog_new:
 * @context: the desk's services
 * @dossier_id: a saved draft
 *
 * Asks which certificate, takes the PIN, signs and registers. What goes wrong is said inside, with
 * what to do, and the dossier stays as it was. Emits `registered` with the #GuRegistration, then
 * closes.
 *
 * Returns: a modal window that is not shown yet.
 */
GtkWidget *gu_sign_dialog_new (GuContext *context, const char *dossier_id);

/**
 * gu_sign_dialog_set_note:
 * @self: the dialog
 * @note: (nullable): what the clerk must know before signing
 *
 * Shows @note above the certificates; %NULL shows nothing.
 */
void gu_sign_dialog_set_note (GuSignDialog *self, const char *note);

G_END_DECLS
