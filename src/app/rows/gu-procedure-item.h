/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "gu-record.h"

#include "gu-context.h"

G_BEGIN_DECLS

/**
 * GuProcedureItem:
 *
 * One procedure to choose from. Read-only properties: `id`, `title`, `short-title`, `regime`
 * ("L50", "L169"), `form` (code of the request's form), `label` (short title, with the regime when
 * it is the old one).
 */
#define GU_TYPE_PROCEDURE_ITEM (gu_procedure_item_get_type ())
G_DECLARE_FINAL_TYPE (GuProcedureItem, gu_procedure_item, GU, PROCEDURE_ITEM, GuRecord)

/**
 * gu_procedure_item_create_list:
 * @context: a context
 * @on: (nullable): the date of filing; %NULL is today
 *
 * Returns: (transfer full): a #GListModel of #GuProcedureItem: what can be asked for on that date.
 */
GListModel *gu_procedure_item_create_list (GuContext *context, const GDate *on);

const char *gu_procedure_item_get_id (GuProcedureItem *self);
const char *gu_procedure_item_get_title (GuProcedureItem *self);
const char *gu_procedure_item_get_label (GuProcedureItem *self);

G_END_DECLS
