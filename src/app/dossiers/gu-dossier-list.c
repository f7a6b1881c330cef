/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-dossier-list.h"

#include "gu-dossier-fill.h"
#include "gu-dossier-item-private.h"
#include "gu-dossier-list-private.h"
#include "gu-rule-book.h"
#include "gu-settings.h"
#include "gu-store.h"

#include <glib/gi18n-lib.h>

/* A window onto the dossiers of the store: the list model and its rows. */

#define SETTLE_MS 150

static GParamSpec *properties[GU_DOSSIER_LIST_N_PROPS];

static void gu_dossier_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GuDossierList,
                               gu_dossier_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      gu_dossier_list_model_init))

void
gu_dossier_list_notify (GuDossierList *self, guint prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop]);
}

static GType
gu_dossier_list_get_item_type (GListModel *model)
{
  return GU_TYPE_DOSSIER_ITEM;
}

static guint
gu_dossier_list_get_n_items (GListModel *model)
{
  return GU_DOSSIER_LIST (model)->rowids->len;
}

/* Forgets the page that was asked for longest ago. Rows that the view still holds live on there. */
static void
gu_dossier_list_trim (GuDossierList *self)
{
  while (g_queue_get_length (self->pages) > PAGES_KEPT)
    {
      guint page = GPOINTER_TO_UINT (g_queue_pop_tail (self->pages));
      guint first = page * PAGE_ROWS;

      for (guint i = first; i < first + PAGE_ROWS && i < self->rowids->len; i++)
        g_hash_table_remove (self->items, &g_array_index (self->rowids, gint64, i));
    }
}

void
gu_dossier_list_use_page (GuDossierList *self, guint page)
{
  GList *link = g_queue_find (self->pages, GUINT_TO_POINTER (page));

  if (link != NULL && link == self->pages->head)
    return;
  if (link != NULL)
    g_queue_unlink (self->pages, link);
  else
    link = g_list_alloc ();
  link->data = GUINT_TO_POINTER (page);
  g_queue_push_head_link (self->pages, link);
  gu_dossier_list_trim (self);
}

static gpointer
gu_dossier_list_get_item (GListModel *model, guint position)
{
  GuDossierList *self = GU_DOSSIER_LIST (model);
  GuDossierItem *item;
  gint64 *rowid;

  if (position >= self->rowids->len)
    return NULL;

  rowid = &g_array_index (self->rowids, gint64, position);
  gu_dossier_list_use_page (self, position / PAGE_ROWS);
  item = g_hash_table_lookup (self->items, rowid);
  if (item == NULL)
    {
      gint64 *key = g_new (gint64, 1);

      *key = *rowid;
      item = g_object_new (GU_TYPE_DOSSIER_ITEM, NULL);
      gu_record_set_int64 (item, GU_DOSSIER_ITEM_ROWID, *rowid);
      g_hash_table_insert (self->items, key, item);
    }
  if (!gu_dossier_item_get_loaded (item))
    gu_dossier_list_load_page (self, position / PAGE_ROWS);

  return g_object_ref (item);
}

static void
gu_dossier_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = gu_dossier_list_get_item_type;
  iface->get_n_items = gu_dossier_list_get_n_items;
  iface->get_item = gu_dossier_list_get_item;
}

/* One page on its way through the list thread. */
typedef struct
{
  GuStore *store;
  GArray *rowids;
  guint page;
  guint generation;
} GuPageLoad;

static void
gu_page_load_free (GuPageLoad *load)
{
  g_object_unref (load->store);
  g_array_unref (load->rowids);
  g_free (load);
}

static void
gu_page_load_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GuPageLoad *load = data;
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = gu_store_load_rows (
      load->store, (const gint64 *) (gpointer) load->rowids->data, load->rowids->len, &error);

  if (rows == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, rows, (GDestroyNotify) g_ptr_array_unref);
}

void
gu_dossier_list_set_error (GuDossierList *self, const char *message)
{
  if (g_strcmp0 (self->error, message) == 0)
    return;

  g_free (self->error);
  self->error = g_strdup (message);
  gu_dossier_list_notify (self, GU_DOSSIER_LIST_PROP_ERROR);
}

static void
gu_dossier_list_fill (GuDossierList *self, GuPageLoad *load, GPtrArray *rows)
{
  g_autoptr (GuDossierFill) fill = gu_dossier_fill_new (self->context);

  for (guint i = 0; i < rows->len && i < load->rowids->len; i++)
    {
      gint64 rowid = g_array_index (load->rowids, gint64, i);
      GuDossierItem *item = g_hash_table_lookup (self->items, &rowid);

      if (item != NULL)
        gu_dossier_fill_item (fill, item, g_ptr_array_index (rows, i));
    }
}

static void
gu_dossier_list_page_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  GuDossierList *self = GU_DOSSIER_LIST (source);
  GuPageLoad *load = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = g_task_propagate_pointer (G_TASK (result), &error);

  if (load->generation == self->generation)
    g_hash_table_remove (self->asked, GUINT_TO_POINTER (load->page));
  if (rows == NULL)
    {
      if (gu_context_is_ready (self->context))
        gu_dossier_list_set_error (self, error->message);
      return;
    }

  gu_dossier_list_fill (self, load, rows);
}

void
gu_dossier_list_load_page (GuDossierList *self, guint page)
{
  GuStore *store = gu_context_get_store (self->context);
  g_autoptr (GTask) task = NULL;
  GuPageLoad *load;
  guint first = page * PAGE_ROWS;

  if (store == NULL || !gu_context_is_ready (self->context)
      || !g_hash_table_add (self->asked, GUINT_TO_POINTER (page)))
    return;

  load = g_new0 (GuPageLoad, 1);
  load->store = g_object_ref (store);
  load->page = page;
  load->generation = self->generation;
  load->rowids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), PAGE_ROWS);
  g_array_append_vals (load->rowids,
                       &g_array_index (self->rowids, gint64, first),
                       MIN (PAGE_ROWS, self->rowids->len - first));

  /* No items are made for rows that nobody asked for: the page's neighbours fill when they are. */
  for (guint i = first; i < first + load->rowids->len; i++)
    {
      gint64 *rowid = &g_array_index (self->rowids, gint64, i);

      if (!g_hash_table_contains (self->items, rowid))
        {
          gint64 *key = g_new (gint64, 1);
          GuDossierItem *item = g_object_new (GU_TYPE_DOSSIER_ITEM, NULL);

          *key = *rowid;
          gu_record_set_int64 (item, GU_DOSSIER_ITEM_ROWID, *rowid);
          g_hash_table_insert (self->items, key, item);
        }
    }

  task = g_task_new (self, NULL, gu_dossier_list_page_loaded, NULL);
  g_task_set_source_tag (task, gu_dossier_list_load_page);
  g_task_set_task_data (task, load, (GDestroyNotify) gu_page_load_free);
  gu_task_queue_push (gu_context_get_list_queue (self->context), task, gu_page_load_run);
}

static gboolean
gu_dossier_list_settled (gpointer data)
{
  GuDossierList *self = data;

  self->settle = 0;
  gu_dossier_list_refresh (self);

  return G_SOURCE_REMOVE;
}

static void
gu_dossier_list_store_changed (GuDossierList *self)
{
  if (self->settle == 0)
    self->settle = g_timeout_add (SETTLE_MS, gu_dossier_list_settled, self);
}

static char *
gu_dossier_list_dup_summary (GuDossierList *self)
{
  /* Translators: how many dossiers a list has; the number is written with separators. */
  return g_strdup_printf (ngettext ("%'u dossier", "%'u dossiers", self->rowids->len),
                          self->rowids->len);
}

static void
gu_dossier_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GuDossierList *self = GU_DOSSIER_LIST (object);

  switch (id)
    {
    case GU_DOSSIER_LIST_PROP_SEARCH:
      g_value_set_string (value, self->search);
      break;
    case GU_DOSSIER_LIST_PROP_STATE:
      g_value_set_string (value, self->state);
      break;
    case GU_DOSSIER_LIST_PROP_PROCEDURE:
      g_value_set_string (value, self->procedure);
      break;
    case GU_DOSSIER_LIST_PROP_SYNC:
      g_value_set_string (value, self->sync);
      break;
    case GU_DOSSIER_LIST_PROP_SORT:
      g_value_set_string (value, self->sort);
      break;
    case GU_DOSSIER_LIST_PROP_DESCENDING:
      g_value_set_boolean (value, self->descending);
      break;
    case GU_DOSSIER_LIST_PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    case GU_DOSSIER_LIST_PROP_N_ITEMS:
      g_value_set_uint (value, self->rowids->len);
      break;
    case GU_DOSSIER_LIST_PROP_ERROR:
      g_value_set_string (value, self->error);
      break;
    case GU_DOSSIER_LIST_PROP_SUMMARY:
      g_value_take_string (value, gu_dossier_list_dup_summary (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_dossier_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GuDossierList *self = GU_DOSSIER_LIST (object);

  switch (id)
    {
    case GU_DOSSIER_LIST_PROP_SEARCH:
      gu_dossier_list_set_search (self, g_value_get_string (value));
      break;
    case GU_DOSSIER_LIST_PROP_STATE:
      gu_dossier_list_set_state (self, g_value_get_string (value));
      break;
    case GU_DOSSIER_LIST_PROP_PROCEDURE:
      gu_dossier_list_set_procedure (self, g_value_get_string (value));
      break;
    case GU_DOSSIER_LIST_PROP_SYNC:
      gu_dossier_list_set_sync (self, g_value_get_string (value));
      break;
    case GU_DOSSIER_LIST_PROP_SORT:
      gu_dossier_list_set_sort (self, g_value_get_string (value), self->descending);
      break;
    case GU_DOSSIER_LIST_PROP_DESCENDING:
      gu_dossier_list_set_sort (self, self->sort, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_dossier_list_dispose (GObject *object)
{
  GuDossierList *self = GU_DOSSIER_LIST (object);

  g_clear_handle_id (&self->settle, g_source_remove);
  if (self->query != NULL)
    g_cancellable_cancel (self->query);
  g_clear_object (&self->query);

  G_OBJECT_CLASS (gu_dossier_list_parent_class)->dispose (object);
}

static void
gu_dossier_list_finalize (GObject *object)
{
  GuDossierList *self = GU_DOSSIER_LIST (object);

  g_clear_pointer (&self->rowids, g_array_unref);
  g_clear_pointer (&self->items, g_hash_table_unref);
  g_clear_pointer (&self->pages, g_queue_free);
  g_clear_pointer (&self->asked, g_hash_table_unref);
  g_clear_object (&self->context);
  g_free (self->search);
  g_free (self->state);
  g_free (self->procedure);
  g_free (self->sync);
  g_free (self->sort);
  g_free (self->error);

  G_OBJECT_CLASS (gu_dossier_list_parent_class)->finalize (object);
}

static void
gu_dossier_list_class_init (GuDossierListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags ro = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags rw = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = gu_dossier_list_get_property;
  object_class->set_property = gu_dossier_list_set_property;
  object_class->dispose = gu_dossier_list_dispose;
  object_class->finalize = gu_dossier_list_finalize;

  properties[GU_DOSSIER_LIST_PROP_SEARCH] = g_param_spec_string ("search", NULL, NULL, NULL, rw);
  properties[GU_DOSSIER_LIST_PROP_STATE] = g_param_spec_string ("state", NULL, NULL, NULL, rw);
  properties[GU_DOSSIER_LIST_PROP_PROCEDURE] = g_param_spec_string (
      "procedure", NULL, NULL, NULL, rw);
  properties[GU_DOSSIER_LIST_PROP_SYNC] = g_param_spec_string ("sync", NULL, NULL, NULL, rw);
  properties[GU_DOSSIER_LIST_PROP_SORT] = g_param_spec_string (
      "sort", NULL, NULL, "registered", rw);
  properties[GU_DOSSIER_LIST_PROP_DESCENDING] = g_param_spec_boolean (
      "descending", NULL, NULL, TRUE, rw);
  properties[GU_DOSSIER_LIST_PROP_LOADING] = g_param_spec_boolean (
      "loading", NULL, NULL, FALSE, ro);
  properties[GU_DOSSIER_LIST_PROP_N_ITEMS] = g_param_spec_uint (
      "n-items", NULL, NULL, 0, G_MAXUINT, 0, ro);
  properties[GU_DOSSIER_LIST_PROP_ERROR] = g_param_spec_string ("error", NULL, NULL, NULL, ro);
  properties[GU_DOSSIER_LIST_PROP_SUMMARY] = g_param_spec_string ("summary", NULL, NULL, NULL, ro);
  g_object_class_install_properties (object_class, GU_DOSSIER_LIST_N_PROPS, properties);
}

static void
gu_dossier_list_init (GuDossierList *self)
{
  self->rowids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->items = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  self->pages = g_queue_new ();
  self->asked = g_hash_table_new (NULL, NULL);
  self->sort = g_strdup ("registered");
  self->descending = TRUE;
}

GuDossierList *
gu_dossier_list_new (GuContext *context)
{
  GuDossierList *self;

  g_return_val_if_fail (GU_IS_CONTEXT (context), NULL);

  self = g_object_new (GU_TYPE_DOSSIER_LIST, NULL);
  self->context = g_object_ref (context);
  g_signal_connect_object (context,
                           "dossiers-changed",
                           G_CALLBACK (gu_dossier_list_store_changed),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (
      context, "notify::ready", G_CALLBACK (gu_dossier_list_refresh), self, G_CONNECT_SWAPPED);
  gu_dossier_list_refresh (self);

  return self;
}

static void
gu_dossier_list_set_text (GuDossierList *self, char **field, const char *value, int prop)
{
  const char *text = value != NULL && *value != '\0' ? value : NULL;

  if (g_strcmp0 (*field, text) == 0)
    return;

  g_free (*field);
  *field = g_strdup (text);
  gu_dossier_list_notify (self, prop);
  gu_dossier_list_refresh (self);
}

void
gu_dossier_list_set_search (GuDossierList *self, const char *text)
{
  g_return_if_fail (GU_IS_DOSSIER_LIST (self));

  gu_dossier_list_set_text (self, &self->search, text, GU_DOSSIER_LIST_PROP_SEARCH);
}

void
gu_dossier_list_set_state (GuDossierList *self, const char *state)
{
  g_return_if_fail (GU_IS_DOSSIER_LIST (self));

  gu_dossier_list_set_text (self, &self->state, state, GU_DOSSIER_LIST_PROP_STATE);
}

void
gu_dossier_list_set_procedure (GuDossierList *self, const char *procedure)
{
  g_return_if_fail (GU_IS_DOSSIER_LIST (self));

  gu_dossier_list_set_text (self, &self->procedure, procedure, GU_DOSSIER_LIST_PROP_PROCEDURE);
}

void
gu_dossier_list_set_sync (GuDossierList *self, const char *sync_state)
{
  g_return_if_fail (GU_IS_DOSSIER_LIST (self));

  gu_dossier_list_set_text (self, &self->sync, sync_state, GU_DOSSIER_LIST_PROP_SYNC);
}

void
gu_dossier_list_set_sort (GuDossierList *self, const char *sort, gboolean descending)
{
  g_return_if_fail (GU_IS_DOSSIER_LIST (self));

  if (self->descending != descending)
    {
      self->descending = descending;
      gu_dossier_list_notify (self, GU_DOSSIER_LIST_PROP_DESCENDING);
      if (g_strcmp0 (self->sort, sort) == 0)
        {
          gu_dossier_list_refresh (self);
          return;
        }
    }
  gu_dossier_list_set_text (self, &self->sort, sort, GU_DOSSIER_LIST_PROP_SORT);
}

gboolean
gu_dossier_list_get_loading (GuDossierList *self)
{
  g_return_val_if_fail (GU_IS_DOSSIER_LIST (self), FALSE);

  return self->loading;
}
