/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-dossier.h"
#include "gu-procedure.h"
#include "gu-requirement-item.h"

G_BEGIN_DECLS

/**
 * GuChecklist:
 *
 * The requirements of one dossier as they stand: a list model for the window and the figures about
 * it. Main context thread.
 */
#define GU_TYPE_CHECKLIST (gu_checklist_get_type ())
G_DECLARE_FINAL_TYPE (GuChecklist, gu_checklist, GU, CHECKLIST, GObject)

/** gu_checklist_new: Returns: (transfer full): an empty checklist. */
GuChecklist *gu_checklist_new (void);

/**
 * gu_checklist_update:
 * @self: a checklist
 * @procedure: (nullable): what governs the dossier; %NULL empties the list
 * @dossier: its facts, papers and date of filing
 * @on: (nullable): another date of filing to check against
 *
 * Checks again. Lines keep their identity; what did not change does not notify.
 */
void gu_checklist_update (GuChecklist *self,
                          GuProcedure *procedure,
                          GuDossier *dossier,
                          const GDate *on);

/**
 * gu_checklist_evaluate:
 * @procedure: what governs the dossier
 * @dossier: its facts, papers and date of filing
 * @on: (nullable): another date of filing
 *
 * The check itself, without the list. Pure; thread: any that owns @dossier.
 *
 * Returns: (transfer full) (element-type GuRequirementStatus): what is missing first.
 */
GPtrArray *gu_checklist_evaluate (GuProcedure *procedure, GuDossier *dossier, const GDate *on);

/* (transfer none) */
GListModel *gu_checklist_get_model (GuChecklist *self);
guint gu_checklist_get_missing_count (GuChecklist *self);
gboolean gu_checklist_get_complete (GuChecklist *self);

/* "2 documents are missing", "Complete". */
const char *gu_checklist_get_summary (GuChecklist *self);

G_END_DECLS
