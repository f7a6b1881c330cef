/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "gu-clock-item.h"

G_BEGIN_DECLS

#define GU_TYPE_CLOCK_ROW (gu_clock_row_get_type ())
G_DECLARE_FINAL_TYPE (GuClockRow, gu_clock_row, GU, CLOCK_ROW, AdwExpanderRow)

/**
 * gu_clock_row_new:
 * @item: what to show
 *
 * Returns: a row with what must be done and how long there is; unfolded, how the day was found.
 */
GtkWidget *gu_clock_row_new (GuClockItem *item);

/** gu_clock_row_get_item: Returns: (transfer none): what it shows. */
GuClockItem *gu_clock_row_get_item (GuClockRow *self);

G_END_DECLS
