/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "gu-intake.h"
#include "gu-requirement-item.h"

G_BEGIN_DECLS

#define GU_TYPE_SLOT_ROW (gu_slot_row_get_type ())
G_DECLARE_FINAL_TYPE (GuSlotRow, gu_slot_row, GU, SLOT_ROW, GtkListBoxRow)

/**
 * gu_slot_row_new:
 * @intake: the draft
 * @item: a requirement
 *
 * One line of the checklist: status, legal name, reason, the papers that answer it; when it is
 * selected also the article and what to look at.
 *
 * Returns: the row.
 */
GtkWidget *gu_slot_row_new (GuIntake *intake, GuRequirementItem *item);

/** gu_slot_row_get_item: Returns: (transfer none): the requirement. */
GuRequirementItem *gu_slot_row_get_item (GuSlotRow *self);

/** gu_slot_row_edit: opens what is stated about its first paper. Returns: %FALSE without papers. */
gboolean gu_slot_row_edit (GuSlotRow *self);

G_END_DECLS
