/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "gu-record.h"

G_BEGIN_DECLS

/**
 * GuClockItem:
 *
 * One legal clock of a dossier. Read-only properties: `id`, `label`, `article`, `last-day`
 * ("07.12.2026"), `days-left` (int: working or calendar days as the rule counts; negative when
 * overdue), `remaining` ("3 working days left — art. 273 (1)"), `explanation` (how the day was
 * found), `urgency` ("none", "soon", "overdue").
 */
#define GU_TYPE_CLOCK_ITEM (gu_clock_item_get_type ())
G_DECLARE_FINAL_TYPE (GuClockItem, gu_clock_item, GU, CLOCK_ITEM, GuRecord)

const char *gu_clock_item_get_id (GuClockItem *self);
const char *gu_clock_item_get_label (GuClockItem *self);
const char *gu_clock_item_get_article (GuClockItem *self);
const char *gu_clock_item_get_last_day (GuClockItem *self);
const char *gu_clock_item_get_remaining (GuClockItem *self);
const char *gu_clock_item_get_explanation (GuClockItem *self);
const char *gu_clock_item_get_urgency (GuClockItem *self);
int gu_clock_item_get_days_left (GuClockItem *self);

G_END_DECLS
