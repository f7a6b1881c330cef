/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "gu-document.h"
#include "gu-intake.h"

G_BEGIN_DECLS

#define GU_TYPE_DOCUMENT_CHIP (gu_document_chip_get_type ())
G_DECLARE_FINAL_TYPE (GuDocumentChip, gu_document_chip, GU, DOCUMENT_CHIP, GtkWidget)

/**
 * gu_document_chip_new:
 * @intake: the draft
 * @document: one of its papers
 *
 * A paper inside the checklist: a button that shows it, and a menu for what the clerk states about
 * it (date of issue, certified copy, what else it answers, taking it out).
 *
 * Returns: the chip.
 */
GtkWidget *gu_document_chip_new (GuIntake *intake, GuDocument *document);

/** gu_document_chip_edit: opens the menu with the cursor on the date of issue. */
void gu_document_chip_edit (GuDocumentChip *self);

/** gu_document_chip_get_document: Returns: (transfer none): the paper. */
GuDocument *gu_document_chip_get_document (GuDocumentChip *self);

G_END_DECLS
