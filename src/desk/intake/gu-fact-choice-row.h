/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "gu-fact-item.h"

G_BEGIN_DECLS

#define GU_TYPE_FACT_CHOICE_ROW (gu_fact_choice_row_get_type ())
G_DECLARE_FINAL_TYPE (GuFactChoiceRow, gu_fact_choice_row, GU, FACT_CHOICE_ROW, AdwComboRow)

/**
 * gu_fact_choice_row_new:
 * @fact: a question of kind "bool" or "choice"
 *
 * Returns: a row that asks it; "not answered" is an answer of its own, because the law counts what
 *   is not known as needed.
 */
GtkWidget *gu_fact_choice_row_new (GuFactItem *fact);

G_END_DECLS
