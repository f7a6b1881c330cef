/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "gu-record.h"

G_BEGIN_DECLS

/**
 * GuRequirementItem:
 *
 * One line of the checklist. Properties, all read-only with notify:
 * - `id` (string), `name` (string: the exact legal name), `article` (string: the article that asks
 * for it), `help` (string, nullable), `source` (string, nullable);
 * - `kind` (string: "mandatory", "conditional" or "obtained-by-authority");
 * - `status` (string: "lipsa", "depus", "expirat", "nu-e-cazul", "se-obtine-de-autoritate",
 *   "ilizibil"), `status-label` (string, translated), `reason` (string, translated);
 * - `missing` (boolean: the clerk must do something about it);
 * - `documents` (#GListModel of #GuDocument): the papers that answer it;
 * - `accessible-label` (string): name, status and reason in one sentence.
 */
#define GU_TYPE_REQUIREMENT_ITEM (gu_requirement_item_get_type ())
G_DECLARE_FINAL_TYPE (GuRequirementItem, gu_requirement_item, GU, REQUIREMENT_ITEM, GuRecord)

const char *gu_requirement_item_get_id (GuRequirementItem *self);
const char *gu_requirement_item_get_name (GuRequirementItem *self);
const char *gu_requirement_item_get_article (GuRequirementItem *self);
const char *gu_requirement_item_get_help (GuRequirementItem *self);
const char *gu_requirement_item_get_kind (GuRequirementItem *self);
const char *gu_requirement_item_get_status (GuRequirementItem *self);
const char *gu_requirement_item_get_status_label (GuRequirementItem *self);
const char *gu_requirement_item_get_reason (GuRequirementItem *self);
gboolean gu_requirement_item_get_missing (GuRequirementItem *self);
GListModel *gu_requirement_item_get_documents (GuRequirementItem *self);

G_END_DECLS
