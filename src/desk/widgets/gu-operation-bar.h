/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "gu-operation.h"

G_BEGIN_DECLS

#define GU_TYPE_OPERATION_BAR (gu_operation_bar_get_type ())
G_DECLARE_FINAL_TYPE (GuOperationBar, gu_operation_bar, GU, OPERATION_BAR, GtkWidget)

/**
 * gu_operation_bar_set_operation:
 * @self: a bar
 * @operation: (nullable): a long action
 *
 * Shows what is being done, how far it is, and a way to stop it; disappears when the action ends.
 * Every long action of the desk is shown by this widget.
 */
void gu_operation_bar_set_operation (GuOperationBar *self, GuOperation *operation);

G_END_DECLS
