/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-outbox-list.h"

#include "gu-error.h"
#include "gu-outbox-item-private.h"
#include "gu-store-sync.h"
#include "gu-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* More than this is not for reading one by one; the counts still tell all. */
#define LIMIT     500
#define SETTLE_MS 300

/* What has not arrived at central yet. */
struct _GuOutboxList
{
  GObject parent_instance;

  /* owned */
  GuContext *context;
  GPtrArray *items;

  GuOutboxCounts counts;
  guint settle;
};

enum
{
  PROP_PENDING = 1,
  PROP_REJECTED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static GType
gu_outbox_list_get_item_type (GListModel *model)
{
  return GU_TYPE_OUTBOX_ITEM;
}

static guint
gu_outbox_list_get_n_items (GListModel *model)
{
  return GU_OUTBOX_LIST (model)->items->len;
}

static gpointer
gu_outbox_list_get_item (GListModel *model, guint position)
{
  GuOutboxList *self = GU_OUTBOX_LIST (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position))
                                     : NULL;
}

static void
gu_outbox_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = gu_outbox_list_get_item_type;
  iface->get_n_items = gu_outbox_list_get_n_items;
  iface->get_item = gu_outbox_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (GuOutboxList,
                               gu_outbox_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, gu_outbox_list_model_init))

static void
gu_outbox_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GuOutboxList *self = GU_OUTBOX_LIST (object);

  switch (id)
    {
    case PROP_PENDING:
      g_value_set_uint (value, self->counts.pending);
      break;
    case PROP_REJECTED:
      g_value_set_uint (value, self->counts.rejected);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_outbox_list_dispose (GObject *object)
{
  GuOutboxList *self = GU_OUTBOX_LIST (object);

  g_clear_handle_id (&self->settle, g_source_remove);

  G_OBJECT_CLASS (gu_outbox_list_parent_class)->dispose (object);
}

static void
gu_outbox_list_finalize (GObject *object)
{
  GuOutboxList *self = GU_OUTBOX_LIST (object);

  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (gu_outbox_list_parent_class)->finalize (object);
}

static void
gu_outbox_list_class_init (GuOutboxListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = gu_outbox_list_get_property;
  object_class->dispose = gu_outbox_list_dispose;
  object_class->finalize = gu_outbox_list_finalize;

  properties[PROP_PENDING] = g_param_spec_uint ("pending", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_REJECTED] = g_param_spec_uint ("rejected", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
gu_outbox_list_init (GuOutboxList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

static const char *
gu_outbox_list_what (const char *kind)
{
  static const struct
  {
    const char *kind;
    const char *words;
  } words[] = {
    { "dossier", N_ ("Dossier") },
    { "document", N_ ("Paper") },
    { "registration", N_ ("Registration") },
    { "event", N_ ("Line of the journal") },
    { "number-cancelled", N_ ("Cancelled number") },
    { "lease-returned", N_ ("Numbers given back") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (g_strcmp0 (words[i].kind, kind) == 0)
        return _ (words[i].words);
    }

  return kind;
}

static const char *
gu_outbox_list_state_label (const char *state)
{
  if (g_strcmp0 (state, "frozen") == 0)
    return _ ("Being sent");
  if (g_strcmp0 (state, "rejected") == 0)
    return _ ("Refused by the central registry");

  return _ ("Waiting");
}

static GuOutboxItem *
gu_outbox_list_make_item (GuOutboxList *self, GuOutboxRow *row)
{
  GuOutboxItem *item = g_object_new (GU_TYPE_OUTBOX_ITEM, NULL);
  g_autofree char *since = gu_words_instant (gu_context_get_clock (self->context), row->created_at);

  gu_record_set_string (item, GU_OUTBOX_ITEM_ID, row->id);
  gu_record_set_string (item, GU_OUTBOX_ITEM_DOSSIER_ID, row->dossier_id);
  gu_record_set_string (item, GU_OUTBOX_ITEM_WHAT, gu_outbox_list_what (row->kind));
  gu_record_set_string (item, GU_OUTBOX_ITEM_STATE, row->state);
  gu_record_set_string (item, GU_OUTBOX_ITEM_STATE_LABEL, gu_outbox_list_state_label (row->state));
  gu_record_set_string (item, GU_OUTBOX_ITEM_REASON, row->reason);
  gu_record_set_string (item, GU_OUTBOX_ITEM_HINT, row->hint);
  gu_record_set_string (item, GU_OUTBOX_ITEM_SINCE, since);
  gu_record_set_uint (item, GU_OUTBOX_ITEM_ATTEMPTS, row->attempts);

  return item;
}

typedef struct
{
  GuStore *store;
  char *retry; /* nullable: put this back in the queue first */
  GPtrArray *rows;
  GuOutboxCounts counts;
} GuOutboxRead;

static void
gu_outbox_read_free (GuOutboxRead *read)
{
  g_object_unref (read->store);
  g_clear_pointer (&read->rows, g_ptr_array_unref);
  g_free (read->retry);
  g_free (read);
}

static void
gu_outbox_read_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GuOutboxRead *read = data;
  g_autoptr (GError) error = NULL;

  if ((read->retry == NULL || gu_store_outbox_retry (read->store, read->retry, &error))
      && gu_store_outbox_counts (read->store, &read->counts, &error))
    read->rows = gu_store_outbox_list (read->store, NULL, NULL, LIMIT, &error);

  if (read->rows == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

/* Takes what was read when a call ends, whoever made it. */
static gboolean
gu_outbox_list_take (GuOutboxList *self, GAsyncResult *result, GError **error)
{
  GuOutboxRead *read = g_task_get_task_data (G_TASK (result));
  guint n_old = self->items->len;

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;

  g_ptr_array_set_size (self->items, 0);
  for (guint i = 0; i < read->rows->len; i++)
    g_ptr_array_add (self->items,
                     gu_outbox_list_make_item (self, g_ptr_array_index (read->rows, i)));
  if (n_old > 0 || self->items->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_old, self->items->len);

  self->counts = read->counts;
  for (guint i = 1; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);

  return TRUE;
}

static void
gu_outbox_list_start (GuOutboxList *self,
                      const char *retry,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GuOutboxRead *read = g_new0 (GuOutboxRead, 1);

  read->store = g_object_ref (gu_context_get_store (self->context));
  read->retry = g_strdup (retry);
  g_task_set_source_tag (task, gu_outbox_list_start);
  g_task_set_task_data (task, read, (GDestroyNotify) gu_outbox_read_free);
  gu_task_queue_push (retry != NULL ? gu_context_get_store_queue (self->context)
                                    : gu_context_get_list_queue (self->context),
                      task,
                      gu_outbox_read_run);
}

static void
gu_outbox_list_refreshed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  /* The next change of the store reads it again; until then the list stays as it was. */
  if (!gu_outbox_list_take (GU_OUTBOX_LIST (source), result, &error))
    g_debug ("The outbox could not be read: %s", gu_error_get_nick (error));
}

static gboolean
gu_outbox_list_settled (gpointer data)
{
  GuOutboxList *self = data;

  self->settle = 0;
  if (gu_context_is_ready (self->context))
    gu_outbox_list_start (self, NULL, NULL, gu_outbox_list_refreshed, NULL);

  return G_SOURCE_REMOVE;
}

static void
gu_outbox_list_store_changed (GuOutboxList *self)
{
  if (self->settle == 0)
    self->settle = g_timeout_add (SETTLE_MS, gu_outbox_list_settled, self);
}

GuOutboxList *
gu_outbox_list_new (GuContext *context)
{
  GuOutboxList *self;

  g_return_val_if_fail (GU_IS_CONTEXT (context), NULL);

  self = g_object_new (GU_TYPE_OUTBOX_LIST, NULL);
  self->context = g_object_ref (context);
  g_signal_connect_object (context,
                           "dossiers-changed",
                           G_CALLBACK (gu_outbox_list_store_changed),
                           self,
                           G_CONNECT_SWAPPED);
  gu_outbox_list_store_changed (self);

  return self;
}

void
gu_outbox_list_refresh_async (GuOutboxList *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (GU_IS_OUTBOX_LIST (self));
  g_return_if_fail (gu_context_is_ready (self->context));

  gu_outbox_list_start (self, NULL, cancellable, callback, user_data);
}

gboolean
gu_outbox_list_refresh_finish (GuOutboxList *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return gu_outbox_list_take (self, result, error);
}

void
gu_outbox_list_retry_async (GuOutboxList *self,
                            const char *id,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (GU_IS_OUTBOX_LIST (self));
  g_return_if_fail (id != NULL);
  g_return_if_fail (gu_context_is_ready (self->context));

  gu_outbox_list_start (self, id, cancellable, callback, user_data);
}

gboolean
gu_outbox_list_retry_finish (GuOutboxList *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return gu_outbox_list_take (self, result, error);
}
