/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-test"

#include "config.h"

#include "kill-check.h"

#include "store-test.h"

#include <sqlite3.h>
#include <stdlib.h>

/* Each finds nothing in a sound store. */
static const struct
{
  const char *what;
  const char *sql;
} invariants[] = {
  { "a registered dossier without its number",
    "SELECT d.id FROM dossier d LEFT JOIN number n ON n.dossier_id = d.id AND n.state <> "
    "'cancelled' AND n.state = 'used' "
    "WHERE d.number > 0"
    " AND (n.number IS NOT d.number OR n.year IS NOT d.year OR n.register IS NOT d.register)" },
  { "a used number without its dossier",
    "SELECT n.number FROM number n JOIN dossier d ON d.id = n.dossier_id WHERE n.state = 'used' "
    "AND d.number <> n.number" },
  { "a number twice",
    "SELECT number FROM dossier WHERE number > 0 GROUP BY register, year, number HAVING count (*) "
    "> 1" },
  { "a number of the lease that nobody has",
    "SELECT l.id FROM lease l WHERE l.next - l.first <> (SELECT count (*) FROM number n WHERE "
    "n.lease_id = l.id)" },
  { "a state that does not fit the number",
    "SELECT id FROM dossier WHERE (number > 0) <> (state <> 'ciorna')" },
  { "a dossier without its parts",
    "SELECT id FROM dossier WHERE row NOT IN (SELECT row FROM dossier_body)" },
  { "a dossier without its request",
    "SELECT id FROM dossier d WHERE 1 <> (SELECT count (*) FROM document WHERE dossier_id = d.id "
    "AND role = 'submitted')" },
  { "a registered dossier without its inventory, or a draft with one",
    "SELECT id FROM dossier d WHERE (number > 0) <>"
    " (SELECT count (*) FROM document WHERE dossier_id = d.id AND role = 'opis')" },
  { "a registered dossier without its journal line, or a draft with one",
    "SELECT id FROM dossier d WHERE (number > 0) <> (SELECT count (*) FROM event WHERE dossier_id "
    "= d.id AND kind = 'registered')" },
  { "a dossier without its first journal line",
    "SELECT id FROM dossier d WHERE 1 <> (SELECT count (*) FROM event WHERE dossier_id = d.id AND "
    "kind = 'dossier-created')" },
  { "a journal line about nothing",
    "SELECT seq FROM event WHERE dossier_id NOT IN (SELECT id FROM dossier)" },
  { "a registered dossier whose rows for the central are not whole",
    "SELECT id FROM dossier d WHERE sync_state = 'queued' AND 4 <>"
    " (SELECT count (*) FROM outbox WHERE dossier_id = d.id AND kind <> 'event')" },
  { "a draft with rows for the central",
    "SELECT id FROM dossier d WHERE sync_state IN ('local', 'synced') AND EXISTS"
    " (SELECT 1 FROM outbox WHERE dossier_id = d.id AND kind <> 'event')" },
  { "a row in a batch that is not there",
    "SELECT id FROM outbox WHERE (state = 'frozen') <> (batch IS NOT NULL)" },
  { "two batches under way",
    "SELECT 1 WHERE 1 < (SELECT count (*) FROM outbox_batch WHERE finished_at IS NULL)" },
};

void
kill_check_invariants (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "desk.db", NULL);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  for (gsize i = 0; i < G_N_ELEMENTS (invariants); i++)
    {
      sqlite3_stmt *stmt = NULL;

      if (sqlite3_prepare_v2 (db, invariants[i].sql, -1, &stmt, NULL) != SQLITE_OK)
        g_error ("%s: %s", invariants[i].what, sqlite3_errmsg (db));
      if (sqlite3_step (stmt) != SQLITE_DONE)
        g_error ("%s: %s", invariants[i].what, sqlite3_column_text (stmt, 0));
      sqlite3_finalize (stmt);
    }
  sqlite3_close (db);
}

static GuStore *
open_store (const char *dir, GuClock *clock)
{
  g_autoptr (GError) error = NULL;
  GuStore *store = gu_store_open (dir, clock, NULL, &error);

  g_assert_no_error (error);

  return store;
}

void
kill_check_acknowledged (const char *dir, GPtrArray *acknowledged, guint first)
{
  g_autoptr (GuClock) clock = gu_clock_new_fixed (STORE_TEST_NOW);
  g_autoptr (GuStore) store = open_store (dir, clock);

  for (guint i = first; i < acknowledged->len; i++)
    {
      g_auto (GStrv) words = g_strsplit (g_ptr_array_index (acknowledged, i), " ", -1);
      g_autoptr (GError) error = NULL;
      g_autoptr (GuDossier) dossier = gu_store_load_dossier (store, words[0], &error);
      GListModel *documents;

      g_assert_no_error (error);
      g_assert_cmpint (gu_dossier_get_number (dossier), ==, atoi (words[1]));
      g_assert_cmpstr (gu_dossier_get_state (dossier), ==, "inregistrat");
      g_assert_cmpstr (gu_person_get_name (gu_dossier_get_applicant (dossier)), ==, "Ana Pop");
      documents = gu_dossier_get_documents (dossier);
      g_assert_cmpuint (g_list_model_get_n_items (documents), ==, 2);
      for (guint j = 0; j < 2; j++)
        {
          g_autoptr (GuDocument) document = g_list_model_get_item (documents, j);

          g_assert_cmpstr (gu_document_get_sha256 (document), ==, words[2 + j]);
          g_assert_true (gu_store_has_blob (store, words[2 + j]));
        }
    }
}

void
kill_check_bytes (const char *dir)
{
  g_autoptr (GuClock) clock = gu_clock_new_fixed (STORE_TEST_NOW);
  g_autoptr (GuStore) store = open_store (dir, clock);
  g_auto (GStrv) problems = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (gu_store_check_integrity (store, TRUE, &problems, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (problems[0], ==, NULL);
}

/* ---- the child ---- */

static GuDocument *
new_paper (GuStore *store, const char *role)
{
  g_autofree char *text = g_uuid_string_random ();
  GuDocument *document = store_test_document (store, text);

  gu_document_set_role (document, role);

  return document;
}

/* Sends a batch to nowhere and takes the reply. */
static void
synchronise (GuStore *store)
{
  g_autoptr (GuOutboxBatch) batch = NULL;
  g_autoptr (GArray) results = g_array_new (FALSE, TRUE, sizeof (GuOutboxResult));
  g_autoptr (JsonObject) json = NULL;
  g_autofree char *text = NULL;
  JsonArray *rows;

  if (!gu_store_outbox_freeze_batch (store, 5, &batch, NULL) || batch == NULL)
    exit (3);
  text = g_strndup (g_bytes_get_data (batch->content, NULL), g_bytes_get_size (batch->content));
  json = store_test_parse (text);
  rows = json_object_get_array_member (json, "rows");
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);
      GuOutboxResult result = { json_object_get_string_member (row, "id"),
                                json_object_get_int_member (row, "version"),
                                TRUE,
                                NULL,
                                NULL };

      g_array_append_val (results, result);
    }
  if (!gu_store_outbox_finish_batch (store,
                                     batch->number,
                                     (const GuOutboxResult *) (void *) results->data,
                                     results->len,
                                     NULL))
    exit (3);
}

int
kill_child_run (const char *dir)
{
  g_autoptr (GuClock) clock = gu_clock_new_fixed (STORE_TEST_NOW);
  g_autoptr (GError) error = NULL;
  g_autoptr (GuStore) store = gu_store_open (dir, clock, NULL, &error);

  if (store == NULL || !gu_store_lease_add (store, "lease", "general", 2026, 1, 1000000, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }

  for (guint i = 1;; i++)
    {
      g_autoptr (GuDossier) dossier = store_test_draft ("Ana Pop");
      g_autoptr (GuDocument) request = new_paper (store, "submitted");
      g_autoptr (GuDocument) inventory = NULL;
      g_autoptr (GPtrArray) papers = g_ptr_array_new ();
      const char *id;
      gint64 number;

      gu_dossier_add_document (dossier, request);
      if (!gu_store_create_dossier (store, dossier, &store_test_actor, &error))
        break;
      id = gu_dossier_get_id (dossier);
      if (!gu_store_reserve_number (store, id, "general", 2026, &number, &error))
        break;
      inventory = new_paper (store, "opis");
      g_ptr_array_add (papers, inventory);
      if (!gu_store_register_dossier (store, id, papers, &store_test_actor, STORE_TEST_NOW, &error))
        break;
      g_print ("%s %d %s %s\n",
               id,
               (int) number,
               gu_document_get_sha256 (request),
               gu_document_get_sha256 (inventory));
      if (i % 3 == 0)
        synchronise (store);
    }
  g_printerr ("%s\n", error->message);

  return 2;
}
