/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-dossier-export.h"

#include "gu-context-private.h"

#include <string.h>

typedef struct
{
  GuStore *store;
  char *id;
  GFile *folder;
  GuSessionActor *actor;
} GuExport;

static void
gu_export_free (GuExport *export)
{
  g_object_unref (export->store);
  g_object_unref (export->folder);
  g_free (export->id);
  gu_session_actor_free (export->actor);
  g_free (export);
}

static gboolean
gu_export_write_json (GFile *folder,
                      const char *name,
                      JsonNode *node,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GFile) file = g_file_get_child (folder, name);
  g_autofree char *text = json_to_string (node, TRUE);

  return g_file_replace_contents (
      file, text, strlen (text), NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, cancellable, error);
}

/* The name of a paper comes from outside: only its last part, and nothing that a shell or a file
 * system would take amiss. */
static char *
gu_export_safe_name (guint place, const char *name)
{
  g_autofree char *base = g_path_get_basename (name != NULL && *name != '\0' ? name : "paper");

  g_strdelimit (base, "/\\:*?\"<>|\n\r\t", '_');
  while (base[0] == '.' || base[0] == '-')
    base[0] = '_';
  if (strlen (base) > 180)
    {
      char *cut = g_utf8_find_prev_char (base, base + 180);

      if (cut != NULL)
        *cut = '\0';
    }

  return g_strdup_printf ("%02u-%s", place, base);
}

static gboolean
gu_export_papers (GuExport *export,
                  GuDossier *dossier,
                  GFile *folder,
                  GCancellable *cancellable,
                  GError **error)
{
  GListModel *documents = gu_dossier_get_documents (dossier);
  g_autoptr (GFile) papers = g_file_get_child (folder, "papers");

  if (g_mkdir_with_parents (g_file_peek_path (papers), 0700) != 0)
    return g_file_make_directory (papers, cancellable, error);

  for (guint i = 0; i < g_list_model_get_n_items (documents); i++)
    {
      g_autoptr (GuDocument) document = g_list_model_get_item (documents, i);
      g_autofree char *name = gu_export_safe_name (i + 1, gu_document_get_name (document));
      g_autoptr (GFile) target = g_file_get_child (papers, name);

      if (!gu_context_copy_blob (
              export->store, gu_document_get_sha256 (document), target, cancellable, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
gu_export_all (GuExport *export, GFile *folder, GCancellable *cancellable, GError **error)
{
  const GuActor actor = { export->actor->who, export->actor->desk };
  g_autoptr (GuDossier) dossier = gu_store_load_dossier (export->store, export->id, error);
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonNode) list = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  json_node_take_array (list, array);
  if (dossier == NULL)
    return FALSE;
  if (!gu_store_add_event (export->store, export->id, "dossier-exported", NULL, &actor, error))
    return FALSE;
  events = gu_store_load_events (export->store, export->id, error);
  if (events == NULL)
    return FALSE;

  for (guint i = 0; i < events->len; i++)
    json_array_add_object_element (array, gu_event_to_json (g_ptr_array_index (events, i)));
  json_node_take_object (node, gu_dossier_to_json (dossier));

  return gu_export_papers (export, dossier, folder, cancellable, error)
         && gu_export_write_json (folder, "dossier.json", node, cancellable, error)
         && gu_export_write_json (folder, "events.json", list, cancellable, error);
}

static void
gu_export_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GuExport *export = data;
  g_autoptr (GFile) folder = g_file_get_child (export->folder, export->id);
  g_autoptr (GError) error = NULL;

  if (gu_export_all (export, folder, cancellable, &error))
    g_task_return_pointer (task, g_steal_pointer (&folder), g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
gu_dossier_export_async (GuContext *context,
                         const char *dossier_id,
                         GFile *folder,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GuExport *export;

  g_return_if_fail (GU_IS_CONTEXT (context));
  g_return_if_fail (gu_context_is_ready (context));

  export = g_new0 (GuExport, 1);
  export->store = g_object_ref (gu_context_get_store (context));
  export->id = g_strdup (dossier_id);
  export->folder = g_object_ref (folder);
  export->actor = gu_context_dup_actor (context);
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, gu_dossier_export_async);
  g_task_set_task_data (task, export, (GDestroyNotify) gu_export_free);
  gu_task_queue_push (gu_context_get_document_queue (context), task, gu_export_run);
}

GFile *
gu_dossier_export_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
