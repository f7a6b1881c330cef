/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "gu-outbox-list.h"

G_BEGIN_DECLS

#define GU_TYPE_OUTBOX_ROW (gu_outbox_row_get_type ())
G_DECLARE_FINAL_TYPE (GuOutboxRow, gu_outbox_row, GU, OUTBOX_ROW, AdwActionRow)

/**
 * gu_outbox_row_new:
 * @list: the list that the item is in
 * @item: a change that has not arrived at central
 *
 * Returns: a row that tells what waits and why, with a way to try a refused change again.
 */
GtkWidget *gu_outbox_row_new (GuOutboxList *list, GuOutboxItem *item);

G_END_DECLS
