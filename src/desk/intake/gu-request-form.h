/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "gu-intake.h"

G_BEGIN_DECLS

#define GU_TYPE_REQUEST_FORM (gu_request_form_get_type ())
G_DECLARE_FINAL_TYPE (GuRequestForm, gu_request_form, GU, REQUEST_FORM, GtkWidget)

/**
 * gu_request_form_set_intake:
 * @self: the form
 * @intake: (nullable): the draft that it fills
 *
 * What is asked for, by whom, about which property, and the facts that the law's conditions turn
 * on. Everything typed goes into the draft at once.
 */
void gu_request_form_set_intake (GuRequestForm *self, GuIntake *intake);

/** gu_request_form_focus_first: puts the cursor on the procedure. */
void gu_request_form_focus_first (GuRequestForm *self);

/**
 * gu_request_form_focus_problem:
 * @self: the form
 *
 * Puts the cursor on the first field that keeps the request from being registered.
 *
 * Returns: %TRUE when there is such a field
 */
gboolean gu_request_form_focus_problem (GuRequestForm *self);

G_END_DECLS
