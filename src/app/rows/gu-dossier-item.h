/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "gu-record.h"

G_BEGIN_DECLS

/**
 * GuDossierItem:
 *
 * One row of a #GuDossierList. Read-only properties with notify (texts are "" until `loaded`):
 * `loaded` (boolean), `id`, `registration` ("12345/23.11.2026", or "Draft"), `procedure` (short
 * title), `procedure-id`, `applicant`, `address`, `state` (as stored), `state-label` (translated),
 * `filed-on`
 * ("23.11.2026"), `due-on` ("07.12.2026" or ""), `due-label` ("3 working days left", "overdue",
 * ""), `urgency` ("none", "soon", "overdue"), `sync-state`, `sync-label`, `accessible-label`.
 */
#define GU_TYPE_DOSSIER_ITEM (gu_dossier_item_get_type ())
G_DECLARE_FINAL_TYPE (GuDossierItem, gu_dossier_item, GU, DOSSIER_ITEM, GuRecord)

/* The properties above; rowid is the key of the row in the store. */
gboolean gu_dossier_item_get_loaded (GuDossierItem *self);
gint64 gu_dossier_item_get_rowid (GuDossierItem *self);
const char *gu_dossier_item_get_id (GuDossierItem *self);
const char *gu_dossier_item_get_state (GuDossierItem *self);
const char *gu_dossier_item_get_registration (GuDossierItem *self);

G_END_DECLS
