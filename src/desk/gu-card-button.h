/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "gu-context.h"

G_BEGIN_DECLS

#define GU_TYPE_CARD_BUTTON (gu_card_button_get_type ())
G_DECLARE_FINAL_TYPE (GuCardButton, gu_card_button, GU, CARD_BUTTON, GtkWidget)

/**
 * gu_card_button_set_context:
 * @self: the button
 * @context: the desk's services
 *
 * How the signature card is, in words; opens its certificates, with the reason why one cannot sign.
 */
void gu_card_button_set_context (GuCardButton *self, GuContext *context);

G_END_DECLS
