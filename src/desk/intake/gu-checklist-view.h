/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "gu-intake.h"

G_BEGIN_DECLS

#define GU_TYPE_CHECKLIST_VIEW (gu_checklist_view_get_type ())
G_DECLARE_FINAL_TYPE (GuChecklistView, gu_checklist_view, GU, CHECKLIST_VIEW, GtkWidget)

/**
 * gu_checklist_view_set_intake:
 * @self: the checklist
 * @intake: (nullable): the draft
 *
 * What the law asks for, what is missing on top. The selected line is where papers are imported
 * to. Papers that answer nothing yet stand above.
 */
void gu_checklist_view_set_intake (GuChecklistView *self, GuIntake *intake);

/** gu_checklist_view_get_selected: Returns: (transfer none) (nullable): id of the selected one. */
const char *gu_checklist_view_get_selected (GuChecklistView *self);

/**
 * gu_checklist_view_select_missing:
 * @self: the checklist
 * @focus: whether to put the cursor there as well
 *
 * Selects the next requirement, after the selected one, that something must be done about.
 *
 * Returns: %FALSE when nothing is missing.
 */
gboolean gu_checklist_view_select_missing (GuChecklistView *self, gboolean focus);

/**
 * gu_checklist_view_focus_selected:
 * @self: the checklist
 *
 * Puts the cursor on the selected line.
 */
void gu_checklist_view_focus_selected (GuChecklistView *self);

G_END_DECLS
