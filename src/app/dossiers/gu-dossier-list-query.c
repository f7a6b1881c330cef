/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-dossier-list-private.h"

#include "gu-store.h"

/* The part of the list that asks the store for the order of the rows. */

/* The question, copied for the worker. */
typedef struct
{
  GuStore *store;
  char *text;
  char *state;
  char *procedure;
  char *sync;
  GuDossierSort sort;
  gboolean descending;
} GuListQuery;

static void
gu_list_query_free (GuListQuery *query)
{
  g_object_unref (query->store);
  g_free (query->text);
  g_free (query->state);
  g_free (query->procedure);
  g_free (query->sync);
  g_free (query);
}

static void
gu_list_query_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GuListQuery *query = data;
  const GuDossierQuery what = {
    .text = query->text,
    .state = query->state,
    .procedure = query->procedure,
    .sync_state = query->sync,
    .sort = query->sort,
    .descending = query->descending,
  };
  g_autoptr (GError) error = NULL;
  GArray *rowids = gu_store_query_rows (query->store, &what, cancellable, &error);

  if (rowids == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, rowids, (GDestroyNotify) g_array_unref);
}

static void
gu_dossier_list_set_loading (GuDossierList *self, gboolean loading)
{
  if (self->loading == loading)
    return;

  self->loading = loading;
  gu_dossier_list_notify (self, GU_DOSSIER_LIST_PROP_LOADING);
}

/* Keeps only the rows of the pages that are kept, and reads those again: something may have changed
 * in them. */
static void
gu_dossier_list_reload_kept (GuDossierList *self)
{
  g_autoptr (GHashTable) old = g_steal_pointer (&self->items);

  self->items = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  g_hash_table_remove_all (self->asked);
  for (GList *link = self->pages->head; link != NULL; link = link->next)
    {
      guint first = GPOINTER_TO_UINT (link->data) * PAGE_ROWS;

      for (guint i = first; i < first + PAGE_ROWS && i < self->rowids->len; i++)
        {
          gint64 *rowid = &g_array_index (self->rowids, gint64, i);
          gpointer key, item;

          if (g_hash_table_steal_extended (old, rowid, &key, &item))
            g_hash_table_insert (self->items, key, item);
        }
      if (first < self->rowids->len)
        gu_dossier_list_load_page (self, first / PAGE_ROWS);
    }
}

/* Takes a new order and tells the view only about the span in the middle that differs. */
static void
gu_dossier_list_take_order (GuDossierList *self, GArray *rowids)
{
  g_autoptr (GArray) old = self->rowids;
  const gint64 *a = (const gint64 *) (gpointer) old->data;
  const gint64 *b = (const gint64 *) (gpointer) rowids->data;
  guint n_old = old->len, n_new = rowids->len;
  guint head = 0, tail = 0;

  while (head < n_old && head < n_new && a[head] == b[head])
    head++;
  while (tail < n_old - head && tail < n_new - head && a[n_old - 1 - tail] == b[n_new - 1 - tail])
    tail++;

  self->rowids = g_array_ref (rowids);
  self->generation++;
  g_queue_clear (self->pages);
  g_hash_table_remove_all (self->asked);
  if (head + tail < n_old || head + tail < n_new)
    g_list_model_items_changed (
        G_LIST_MODEL (self), head, n_old - head - tail, n_new - head - tail);
  if (n_old != n_new)
    {
      gu_dossier_list_notify (self, GU_DOSSIER_LIST_PROP_N_ITEMS);
      gu_dossier_list_notify (self, GU_DOSSIER_LIST_PROP_SUMMARY);
    }
}

static void
gu_dossier_list_queried (GObject *source, GAsyncResult *result, gpointer data)
{
  GuDossierList *self = GU_DOSSIER_LIST (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rowids = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (GPtrArray) pages = NULL;

  if (g_task_get_cancellable (G_TASK (result)) != self->query)
    return; /* a newer question is under way */

  g_clear_object (&self->query);
  gu_dossier_list_set_loading (self, FALSE);
  if (rowids == NULL)
    {
      if (gu_context_is_ready (self->context))
        gu_dossier_list_set_error (self, error->message);
      return;
    }

  gu_dossier_list_set_error (self, NULL);
  pages = g_ptr_array_new ();
  for (GList *link = self->pages->head; link != NULL; link = link->next)
    g_ptr_array_add (pages, link->data);
  gu_dossier_list_take_order (self, rowids);
  for (guint i = pages->len; i > 0; i--)
    gu_dossier_list_use_page (self, GPOINTER_TO_UINT (g_ptr_array_index (pages, i - 1)));
  gu_dossier_list_reload_kept (self);
}

static GuDossierSort
gu_dossier_list_get_sort (GuDossierList *self)
{
  if (g_strcmp0 (self->sort, "applicant") == 0)
    return GU_DOSSIER_SORT_APPLICANT;
  if (g_strcmp0 (self->sort, "state") == 0)
    return GU_DOSSIER_SORT_STATE;
  if (g_strcmp0 (self->sort, "due") == 0)
    return GU_DOSSIER_SORT_DUE;

  return GU_DOSSIER_SORT_REGISTRATION;
}

void
gu_dossier_list_refresh (GuDossierList *self)
{
  g_autoptr (GTask) task = NULL;
  GuListQuery *query;

  g_return_if_fail (GU_IS_DOSSIER_LIST (self));

  g_clear_handle_id (&self->settle, g_source_remove);
  if (!gu_context_is_ready (self->context))
    return;
  if (self->query != NULL)
    g_cancellable_cancel (self->query);
  g_clear_object (&self->query);

  query = g_new0 (GuListQuery, 1);
  query->store = g_object_ref (gu_context_get_store (self->context));
  query->text = g_strdup (self->search);
  query->state = g_strdup (self->state);
  query->procedure = g_strdup (self->procedure);
  query->sync = g_strdup (self->sync);
  query->sort = gu_dossier_list_get_sort (self);
  query->descending = self->descending;

  self->query = g_cancellable_new ();
  gu_dossier_list_set_loading (self, TRUE);
  task = g_task_new (self, self->query, gu_dossier_list_queried, NULL);
  g_task_set_source_tag (task, gu_dossier_list_refresh);
  g_task_set_task_data (task, query, (GDestroyNotify) gu_list_query_free);
  gu_task_queue_push (gu_context_get_list_queue (self->context), task, gu_list_query_run);
}
