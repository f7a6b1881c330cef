/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "gu-context.h"

G_BEGIN_DECLS

/**
 * GuOutboxList:
 *
 * A #GListModel of #GuOutboxItem: what has not arrived at central yet, oldest first. Follows the
 * store. Read-only properties: `pending` (uint), `rejected` (uint).
 */
#define GU_TYPE_OUTBOX_LIST (gu_outbox_list_get_type ())
G_DECLARE_FINAL_TYPE (GuOutboxList, gu_outbox_list, GU, OUTBOX_LIST, GObject)

/**
 * GuOutboxItem:
 *
 * Read-only properties: `id` (int64), `dossier-id`, `what` (translated), `state` ("waiting",
 * "sending", "rejected"), `state-label`, `reason` (why central refused it, or ""), `since`
 * ("23.11.2026 10:42").
 */
#define GU_TYPE_OUTBOX_ITEM (gu_outbox_item_get_type ())
G_DECLARE_FINAL_TYPE (GuOutboxItem, gu_outbox_item, GU, OUTBOX_ITEM, GObject)

GuOutboxList *gu_outbox_list_new (GuContext *context);
void gu_outbox_list_refresh_async (GuOutboxList *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean gu_outbox_list_refresh_finish (GuOutboxList *self, GAsyncResult *result, GError **error);

/**
 * gu_outbox_list_retry_async:
 * @self: the list
 * @id: an item's id
 *
 * Puts a refused change back in the queue.
 */
void gu_outbox_list_retry_async (GuOutboxList *self,
                                 gint64 id,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean gu_outbox_list_retry_finish (GuOutboxList *self, GAsyncResult *result, GError **error);

gint64 gu_outbox_item_get_id (GuOutboxItem *self);
const char *gu_outbox_item_get_dossier_id (GuOutboxItem *self);
const char *gu_outbox_item_get_what (GuOutboxItem *self);
const char *gu_outbox_item_get_state (GuOutboxItem *self);
const char *gu_outbox_item_get_reason (GuOutboxItem *self);

G_END_DECLS
