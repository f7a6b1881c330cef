/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "gu-timeline-item.h"

G_BEGIN_DECLS

#define GU_TYPE_EVENT_ROW (gu_event_row_get_type ())
G_DECLARE_FINAL_TYPE (GuEventRow, gu_event_row, GU, EVENT_ROW, AdwActionRow)

/**
 * gu_event_row_new:
 * @item: what to show
 *
 * Returns: a row with what happened, who did it and when.
 */
GtkWidget *gu_event_row_new (GuTimelineItem *item);

/** gu_event_row_get_item: Returns: (transfer none): what it shows. */
GuTimelineItem *gu_event_row_get_item (GuEventRow *self);

G_END_DECLS
