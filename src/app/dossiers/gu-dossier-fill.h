/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-context.h"
#include "gu-dossier-item.h"
#include "gu-dossier-row.h"

G_BEGIN_DECLS

/**
 * GuDossierFill:
 *
 * Turns rows of the store into the words of a list. Made anew for each batch, so that "today" and
 * the settings are those of the moment. Main context thread.
 */
typedef struct _GuDossierFill GuDossierFill;

/**
 * gu_dossier_fill_new:
 * @context: for today, the calendar and the names of procedures
 *
 * Returns: (transfer full): free it with gu_dossier_fill_free().
 */
GuDossierFill *gu_dossier_fill_new (GuContext *context);
void gu_dossier_fill_free (GuDossierFill *self);
/** gu_dossier_fill_item: writes what @row says into @item, and notifies once. */
void gu_dossier_fill_item (GuDossierFill *self, GuDossierItem *item, GuDossierRow *row);

/**
 * gu_dossier_fill_left:
 * @days: working or calendar days left; negative when over
 * @working: which of them
 * @urgency: (out) (optional) (transfer none): "none", "soon" or "overdue"
 *
 * Returns: (transfer full): "3 working days left", "today", "overdue by 2 days".
 */
char *gu_dossier_fill_left (int days, gboolean working, const char **urgency);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuDossierFill, gu_dossier_fill_free)

G_END_DECLS
