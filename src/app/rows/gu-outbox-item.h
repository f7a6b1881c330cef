/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "gu-record.h"

G_BEGIN_DECLS

/**
 * GuOutboxItem:
 *
 * Read-only properties: `id` (string), `dossier-id`, `what` (translated), `state` ("waiting",
 * "sending", "rejected"), `state-label`, `reason` (why central refused it, or ""), `since`
 * ("23.11.2026 10:42").
 */
#define GU_TYPE_OUTBOX_ITEM (gu_outbox_item_get_type ())
G_DECLARE_FINAL_TYPE (GuOutboxItem, gu_outbox_item, GU, OUTBOX_ITEM, GuRecord)

const char *gu_outbox_item_get_id (GuOutboxItem *self);
const char *gu_outbox_item_get_dossier_id (GuOutboxItem *self);
const char *gu_outbox_item_get_what (GuOutboxItem *self);
const char *gu_outbox_item_get_state (GuOutboxItem *self);
const char *gu_outbox_item_get_reason (GuOutboxItem *self);

G_END_DECLS
