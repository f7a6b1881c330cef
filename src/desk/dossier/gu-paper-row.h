/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "gu-document.h"

G_BEGIN_DECLS

#define GU_TYPE_PAPER_ROW (gu_paper_row_get_type ())
G_DECLARE_FINAL_TYPE (GuPaperRow, gu_paper_row, GU, PAPER_ROW, AdwActionRow)

/**
 * gu_paper_row_new:
 * @item: what to show
 *
 * Returns: a row with the name of a paper and what is known of it; activated, it is shown.
 */
GtkWidget *gu_paper_row_new (GuDocument *item);

/** gu_paper_row_get_item: Returns: (transfer none): what it shows. */
GuDocument *gu_paper_row_get_item (GuPaperRow *self);

G_END_DECLS
