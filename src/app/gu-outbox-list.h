/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "gu-context.h"
#include "gu-outbox-item.h"

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
 * gu_outbox_list_new:
 * @context: a context; the list fills when it is ready
 *
 * Returns: (transfer full): the list.
 */
GuOutboxList *gu_outbox_list_new (GuContext *context);
/** gu_outbox_list_refresh_async: reads it now instead of at the next change of the store. */
void gu_outbox_list_refresh_async (GuOutboxList *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean gu_outbox_list_refresh_finish (GuOutboxList *self, GAsyncResult *result, GError **error);

/**
 * gu_outbox_list_retry_async:
 * @self: the list
 * @id: an item's id, or the id of a dossier: all its refused changes
 *
 * Puts a refused change back in the queue.
 */
void gu_outbox_list_retry_async (GuOutboxList *self,
                                 const char *id,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean gu_outbox_list_retry_finish (GuOutboxList *self, GAsyncResult *result, GError **error);

G_END_DECLS
