/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "gu-context.h"

G_BEGIN_DECLS

#define GU_TYPE_LINE_BUTTON (gu_line_button_get_type ())
G_DECLARE_FINAL_TYPE (GuLineButton, gu_line_button, GU, LINE_BUTTON, GtkWidget)

/**
 * gu_line_button_set_context:
 * @self: the button
 * @context: the desk's services
 *
 * How the line to central is, in words; opens what waits to be sent, with a way to try again.
 */
void gu_line_button_set_context (GuLineButton *self, GuContext *context);

G_END_DECLS
