/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "gu-dossier-item.h"

G_BEGIN_DECLS

#define GU_TYPE_DRAFT_ROW (gu_draft_row_get_type ())
G_DECLARE_FINAL_TYPE (GuDraftRow, gu_draft_row, GU, DRAFT_ROW, AdwActionRow)

/**
 * gu_draft_row_new:
 * @item: what to show
 *
 * Returns: a row with who the draft is for and what is asked for; activated, it goes on.
 */
GtkWidget *gu_draft_row_new (GuDossierItem *item);

/** gu_draft_row_get_item: Returns: (transfer none): what it shows. */
GuDossierItem *gu_draft_row_get_item (GuDraftRow *self);

G_END_DECLS
