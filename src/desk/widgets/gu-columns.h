/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GU_TYPE_COLUMNS (gu_columns_get_type ())
G_DECLARE_FINAL_TYPE (GuColumns, gu_columns, GU, COLUMNS, GtkWidget)

/**
 * gu_columns_show_column:
 * @self: columns
 * @index: 0 start, 1 middle, 2 end
 *
 * Brings a column into view when there is no room for all.
 */
void gu_columns_show_column (GuColumns *self, guint index);

/**
 * gu_columns_get_n_shown:
 * @self: columns
 *
 * Returns: how many columns there was room for at the last allocation, 1 to 3.
 */
guint gu_columns_get_n_shown (GuColumns *self);

G_END_DECLS
