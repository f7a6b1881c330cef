/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-ctl"

#include "config.h"

#include "gu-clock-item.h"
#include "gu-ctl.h"
#include "gu-dossier-export.h"
#include "gu-dossier-page.h"
#include "gu-identifier.h"
#include "gu-store.h"
#include "gu-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* dossier show, list, export. CNPs are masked unless somebody asks, which is written down. */

static void
gu_ctl_mask_person (JsonObject *dossier, const char *name)
{
  static const char *const numbers[] = { "id_series", "id_number" };
  JsonNode *node = json_object_get_member (dossier, name);
  JsonObject *person;
  const char *cnp;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;

  person = json_node_get_object (node);
  cnp = json_object_get_string_member_with_default (person, "cnp", NULL);
  if (cnp != NULL && *cnp != '\0')
    {
      g_autofree char *masked = gu_identifier_mask_cnp (cnp);

      json_object_set_string_member (person, "cnp", masked);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      const char *value = json_object_get_string_member_with_default (person, numbers[i], NULL);

      if (value != NULL && *value != '\0')
        json_object_set_string_member (person, numbers[i], "••••••");
    }
}

static GuDossierPage *
gu_ctl_dossier_open_page (GuCtl *ctl, const char *reference, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *id = gu_ctl_find_dossier (ctl, reference, error);

  if (id == NULL)
    return NULL;

  gu_dossier_page_open_async (ctl->context, id, ctl->cancellable, gu_ctl_ready, &result);
  gu_ctl_wait (&result);

  return gu_dossier_page_open_finish (result, error);
}

static JsonArray *
gu_ctl_dossier_clocks (GuDossierPage *page)
{
  GListModel *clocks = gu_dossier_page_get_clocks (page);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (clocks); i++)
    {
      g_autoptr (GuClockItem) item = g_list_model_get_item (clocks, i);
      JsonObject *row = json_object_new ();

      json_object_set_string_member (row, "clock", gu_clock_item_get_id (item));
      json_object_set_string_member (row, "title", gu_clock_item_get_label (item));
      json_object_set_string_member (row, "last_day", gu_clock_item_get_last_day (item));
      json_object_set_int_member (row, "days_left", gu_clock_item_get_days_left (item));
      json_object_set_string_member (row, "remaining", gu_clock_item_get_remaining (item));
      json_object_set_string_member (row, "explanation", gu_clock_item_get_explanation (item));
      json_object_set_string_member (row, "article", gu_clock_item_get_article (item));
      json_array_add_object_element (array, row);
    }

  return array;
}

static JsonArray *
gu_ctl_dossier_events (GuDossierPage *page)
{
  GListModel *timeline = gu_dossier_page_get_timeline (page);
  JsonArray *array = json_array_new ();

  for (guint i = g_list_model_get_n_items (timeline); i > 0; i--)
    {
      g_autoptr (GObject) item = g_list_model_get_item (timeline, i - 1);
      g_autofree char *kind = NULL, *title = NULL, *detail = NULL, *who = NULL, *desk = NULL;
      JsonObject *row = json_object_new ();
      gint64 at = 0;

      g_object_get (item,
                    "kind",
                    &kind,
                    "title",
                    &title,
                    "detail",
                    &detail,
                    "who",
                    &who,
                    "desk",
                    &desk,
                    "at",
                    &at,
                    NULL);
      json_object_set_int_member (row, "at", at);
      json_object_set_string_member (row, "kind", kind);
      json_object_set_string_member (row, "title", title);
      gu_ctl_json_text (row, "detail", detail);
      gu_ctl_json_text (row, "who", who);
      gu_ctl_json_text (row, "desk", desk);
      json_array_add_object_element (array, row);
    }

  return array;
}

static void
gu_ctl_dossier_print_page (GuDossierPage *page)
{
  GListModel *documents = gu_dossier_page_get_documents (page);
  GListModel *clocks = gu_dossier_page_get_clocks (page);
  GListModel *timeline = gu_dossier_page_get_timeline (page);
  GuDossier *dossier = gu_dossier_page_get_dossier (page);
  g_autofree char *title = NULL, *subtitle = NULL, *state = NULL, *sync = NULL, *summary = NULL;
  g_autofree char *person = NULL;

  g_object_get (page,
                "title",
                &title,
                "subtitle",
                &subtitle,
                "state-label",
                &state,
                "sync-label",
                &sync,
                "summary",
                &summary,
                "applicant-id",
                &person,
                NULL);
  g_print ("%s\t%s\n%s\t%s\n%s. %s. %s.\n",
           title,
           gu_dossier_get_id (dossier),
           subtitle,
           person,
           state,
           summary,
           sync);
  for (guint i = 0; i < g_list_model_get_n_items (clocks); i++)
    {
      g_autoptr (GuClockItem) item = g_list_model_get_item (clocks, i);

      g_print ("%s: %s, %s\n",
               gu_clock_item_get_label (item),
               gu_clock_item_get_last_day (item),
               gu_clock_item_get_remaining (item));
    }
  for (guint i = 0; i < g_list_model_get_n_items (documents); i++)
    {
      g_autoptr (GuDocument) document = g_list_model_get_item (documents, i);
      g_autofree char *size = gu_words_size ((guint64) gu_document_get_size (document));

      g_print ("%s\t%s\t%s\t%.12s\n",
               gu_words_role (gu_document_get_role (document)),
               gu_document_get_name (document),
               size,
               gu_document_get_sha256 (document));
    }
  for (guint i = 0; i < g_list_model_get_n_items (timeline); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (timeline, i);
      g_autofree char *line = NULL;

      g_object_get (item, "accessible-label", &line, NULL);
      g_print ("%s\n", line);
    }
}

static int
gu_ctl_dossier_show (GuCtl *ctl, int argc, char **argv)
{
  gboolean unmask = FALSE;
  const GOptionEntry entries[] = {
    { "unmask",
      0,
      0,
      G_OPTION_ARG_NONE,
      &unmask,
      N_ ("show personal numbers; it is written in the journal"),
      NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GuDossierPage) page = NULL;
  GError *error = NULL;
  JsonObject *object;

  if (!gu_ctl_parse (ctl, entries, &argc, &argv, 1, 1))
    return GU_CTL_USAGE;
  if (!gu_ctl_open (ctl, GU_CONTEXT_STORE_ONLY, &error))
    return gu_ctl_fail (ctl, error);
  page = gu_ctl_dossier_open_page (ctl, argv[1], &error);
  if (page == NULL)
    return gu_ctl_fail (ctl, error);

  if (unmask)
    {
      g_autoptr (GAsyncResult) result = NULL;

      gu_dossier_page_unmask_async (page, NULL, ctl->cancellable, gu_ctl_ready, &result);
      gu_ctl_wait (&result);
      if (!gu_dossier_page_unmask_finish (page, result, &error))
        return gu_ctl_fail (ctl, error);
    }

  if (!ctl->json)
    {
      gu_ctl_dossier_print_page (page);
      return GU_CTL_DONE;
    }

  object = gu_dossier_to_json (gu_dossier_page_get_dossier (page));
  if (!unmask)
    {
      gu_ctl_mask_person (object, "applicant");
      gu_ctl_mask_person (object, "representative");
    }
  json_object_set_array_member (object, "clocks", gu_ctl_dossier_clocks (page));
  json_object_set_array_member (object, "events", gu_ctl_dossier_events (page));
  gu_ctl_print_json_object (object);

  return GU_CTL_DONE;
}

static void
gu_ctl_dossier_print_rows (GuCtl *ctl, GPtrArray *rows, JsonArray *array)
{
  for (guint i = 0; i < rows->len; i++)
    {
      GuDossierRow *row = g_ptr_array_index (rows, i);
      const char *registration = gu_dossier_row_get_registration (row);

      if (gu_dossier_row_get_id (row) == NULL)
        continue;
      if (ctl->json)
        {
          JsonObject *object = gu_dossier_row_to_json (row);

          json_object_remove_member (object, "rowid");
          json_array_add_object_element (array, object);
        }
      else
        g_print ("%s\t%s\t%s\t%s\t%s\t%s\n",
                 registration != NULL ? registration : "-",
                 gu_dossier_row_get_state (row),
                 gu_dossier_row_get_procedure (row),
                 gu_dossier_row_get_applicant (row) != NULL ? gu_dossier_row_get_applicant (row)
                                                            : "",
                 gu_dossier_row_get_sync_state (row),
                 gu_dossier_row_get_id (row));
    }
}

static int
gu_ctl_dossier_list (GuCtl *ctl, int argc, char **argv)
{
  g_autofree char *state = NULL;
  g_autofree char *query = NULL;
  int limit = 0;
  const GOptionEntry entries[] = {
    { "state",
      0,
      0,
      G_OPTION_ARG_STRING,
      &state,
      N_ ("only in this state, such as ciorna or inregistrat"),
      "STATE" },
    { "query", 0, 0, G_OPTION_ARG_STRING, &query, N_ ("only with these words"), "TEXT" },
    { "limit", 0, 0, G_OPTION_ARG_INT, &limit, N_ ("at most so many"), "N" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GArray) rowids = NULL;
  g_autoptr (JsonArray) array = json_array_new ();
  GuDossierQuery what = { 0 };
  GError *error = NULL;

  if (!gu_ctl_parse (ctl, entries, &argc, &argv, 0, 0))
    return GU_CTL_USAGE;
  if (state != NULL && gu_dossier_state_get_rank (state) < 0)
    return gu_ctl_usage (ctl, _ ("There is no state “%s”"), state);
  if (!gu_ctl_open (ctl, GU_CONTEXT_STORE_ONLY, &error))
    return gu_ctl_fail (ctl, error);

  what.state = state;
  what.text = query;
  rowids = gu_store_query_rows (
      gu_context_get_store (ctl->context), &what, ctl->cancellable, &error);
  if (rowids == NULL)
    return gu_ctl_fail (ctl, error);
  if (limit > 0 && rowids->len > (guint) limit)
    g_array_set_size (rowids, (guint) limit);

  /* In portions: a hundred thousand rows need not be in memory at once to be printed. */
  for (guint i = 0; i < rowids->len; i += 1000)
    {
      g_autoptr (GPtrArray) rows = gu_store_load_rows (gu_context_get_store (ctl->context),
                                                       &g_array_index (rowids, gint64, i),
                                                       MIN (1000, rowids->len - i),
                                                       &error);

      if (rows == NULL)
        return gu_ctl_fail (ctl, error);
      gu_ctl_dossier_print_rows (ctl, rows, array);
    }
  if (ctl->json)
    gu_ctl_print_json_array (g_steal_pointer (&array));

  return GU_CTL_DONE;
}

static int
gu_ctl_dossier_export (GuCtl *ctl, int argc, char **argv)
{
  g_autofree char *to = NULL;
  const GOptionEntry entries[] = {
    { "to", 0, 0, G_OPTION_ARG_FILENAME, &to, N_ ("the folder to write into"), "DIR" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GFile) written = NULL;
  g_autofree char *id = NULL;
  GError *error = NULL;

  if (!gu_ctl_parse (ctl, entries, &argc, &argv, 1, 1))
    return GU_CTL_USAGE;
  if (to == NULL)
    return gu_ctl_usage (ctl, "%s", _ ("--to is missing"));
  if (!gu_ctl_open (ctl, GU_CONTEXT_STORE_ONLY, &error))
    return gu_ctl_fail (ctl, error);
  id = gu_ctl_find_dossier (ctl, argv[1], &error);
  if (id == NULL)
    return gu_ctl_fail (ctl, error);

  folder = g_file_new_for_commandline_arg (to);
  gu_dossier_export_async (ctl->context, id, folder, ctl->cancellable, gu_ctl_ready, &result);
  gu_ctl_wait (&result);
  written = gu_dossier_export_finish (result, &error);
  if (written == NULL)
    return gu_ctl_fail (ctl, error);

  if (ctl->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "dossier", id);
      json_object_set_string_member (object, "folder", g_file_peek_path (written));
      gu_ctl_print_json_object (object);
    }
  else
    g_print ("%s\n", g_file_peek_path (written));

  return GU_CTL_DONE;
}

const GuCtlCommand gu_ctl_dossier_commands[] = {
  { "dossier show", "DOSSIER [--unmask]", N_ ("Shows a dossier"), gu_ctl_dossier_show },
  { "dossier list",
    "[--state STATE] [--query TEXT] [--limit N]",
    N_ ("Lists dossiers"),
    gu_ctl_dossier_list },
  { "dossier export",
    "DOSSIER --to DIR",
    N_ ("Writes a dossier, its events and its papers into a folder"),
    gu_ctl_dossier_export },
  { NULL, NULL, NULL, NULL },
};
