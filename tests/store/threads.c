/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-test"

#include "config.h"

#include "store-test.h"

#include <locale.h>

#define WRITERS  3
#define READERS  6
#define DOSSIERS 15

typedef struct
{
  GuStore *store;
  int index;
  gint *writers_left; /* atomic */
  guint seen;
} Worker;

static gpointer
write_dossiers (gpointer data)
{
  Worker *worker = data;

  for (int i = 0; i < DOSSIERS; i++)
    {
      g_autofree char *name = g_strdup_printf ("Solicitant %d-%d", worker->index, i);
      g_autofree char *text = g_strdup_printf ("act comun %d",
                                               i); /* the same bytes from all threads at once */
      g_autoptr (GuDossier) dossier = store_test_draft (name);
      g_autoptr (GuDocument) document = store_test_document (worker->store, text);
      g_autoptr (GuDossier) again = NULL;
      g_autoptr (GError) error = NULL;
      const char *id;

      gu_dossier_add_document (dossier, document);
      g_assert_true (gu_store_create_dossier (worker->store, dossier, &store_test_actor, &error));
      g_assert_no_error (error);
      id = gu_dossier_get_id (dossier);
      g_assert_true (gu_store_reserve_number (worker->store, id, "general", 2026, NULL, &error));
      g_assert_true (gu_store_register_dossier (
          worker->store, id, NULL, &store_test_actor, STORE_TEST_NOW, &error));
      g_assert_no_error (error);

      /* What was just written is seen by the next reader. */
      again = gu_store_load_dossier (worker->store, id, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (gu_dossier_get_state (again), ==, "inregistrat");
    }
  g_atomic_int_dec_and_test (worker->writers_left);

  return NULL;
}

/* Readers see whole states only: a row that is listed can be loaded, a registered one has its paper
 * and events. */
static gpointer
read_dossiers (gpointer data)
{
  Worker *worker = data;

  while (g_atomic_int_get (worker->writers_left) > 0)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (GArray) keys = gu_store_query_rows (worker->store, NULL, cancellable, &error);
      g_autoptr (GPtrArray) rows = NULL;

      g_assert_no_error (error);
      g_assert_cmpuint (keys->len, >=, worker->seen);
      worker->seen = keys->len;
      rows = gu_store_load_rows (worker->store, (gint64 *) (void *) keys->data, keys->len, &error);
      g_assert_no_error (error);
      for (guint i = 0; i < rows->len; i += 7)
        {
          GuDossierRow *row = g_ptr_array_index (rows, i);
          g_autoptr (GuDossier)
              dossier = gu_store_load_dossier (worker->store, gu_dossier_row_get_id (row), &error);

          g_assert_no_error (error);
          g_assert_cmpuint (g_list_model_get_n_items (gu_dossier_get_documents (dossier)), ==, 1);
          g_assert_true (gu_dossier_is_draft (dossier)
                         == g_str_equal (gu_dossier_get_state (dossier), "ciorna"));
        }
    }

  return NULL;
}

/* GLib orders the making of classes by means that ThreadSanitizer does not see: they are made
 * before the threads are. */
static void
touch_classes (void)
{
  static GType (*const types[]) (void) = {
    gu_person_get_type,  gu_property_get_type, gu_document_get_type,
    gu_dossier_get_type, gu_event_get_type,    gu_dossier_row_get_type,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    g_type_class_unref (g_type_class_ref (types[i]()));
}

static void
on_changed (GuStore *store, char **ids, GHashTable *seen)
{
  for (gsize i = 0; ids[i] != NULL; i++)
    g_hash_table_add (seen, g_strdup (ids[i]));
}

static void
test_all_at_once (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) keys = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_auto (GStrv) problems = NULL;
  g_autoptr (GError) error = NULL;
  Worker workers[WRITERS + READERS];
  GThread *threads[WRITERS + READERS];
  gint writers_left = WRITERS;

  touch_classes ();
  store_test_lease (fixture->store, 1, WRITERS * DOSSIERS);
  g_signal_connect (fixture->store, "changed", G_CALLBACK (on_changed), changed);
  for (int i = 0; i < WRITERS + READERS; i++)
    {
      workers[i] = (Worker){ fixture->store, i, &writers_left, 0 };
      threads[i] = g_thread_new (
          "store-test", i < WRITERS ? write_dossiers : read_dossiers, &workers[i]);
    }
  while (g_atomic_int_get (&writers_left) > 0)
    g_main_context_iteration (NULL, FALSE);
  for (int i = 0; i < WRITERS + READERS; i++)
    g_thread_join (threads[i]);
  while (g_main_context_iteration (NULL, FALSE))
    ;

  g_assert_cmpuint (g_hash_table_size (changed), ==, WRITERS * DOSSIERS);
  keys = gu_store_query_rows (fixture->store, NULL, NULL, &error);
  rows = gu_store_load_rows (fixture->store, (gint64 *) (void *) keys->data, keys->len, &error);
  for (guint i = 0; i < rows->len; i++)
    g_hash_table_add (numbers,
                      g_strdup (gu_dossier_row_get_registration (g_ptr_array_index (rows, i))));
  g_assert_cmpuint (g_hash_table_size (numbers), ==, WRITERS * DOSSIERS);
  g_assert_true (gu_store_check_integrity (fixture->store, TRUE, &problems, NULL, &error));
  g_assert_cmpstr (problems[0], ==, NULL);
}

static gint calls_made; /* atomic */

static gpointer
read_until_closed (gpointer data)
{
  g_autoptr (GError) error = NULL;

  while (error == NULL)
    {
      g_autoptr (GArray) keys = gu_store_query_rows (data, NULL, NULL, &error);

      g_atomic_int_inc (&calls_made);
    }
  /* Stopped in the middle of a search, or told so before the next. */
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_CLOSED);

  return NULL;
}

static gpointer
write_until_closed (gpointer data)
{
  g_autoptr (GError) error = NULL;

  while (gu_store_set_setting (data, "key", "value", &error))
    g_atomic_int_inc (&calls_made);
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_CLOSED);

  return NULL;
}

static void
test_close_in_use (StoreFixture *fixture, gconstpointer data)
{
  GThread *threads[4];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (
        "store-test", i < 3 ? read_until_closed : write_until_closed, fixture->store);
  while (g_atomic_int_get (&calls_made) < 100)
    g_thread_yield ();
  gu_store_close (fixture->store);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  store_fixture_reopen (fixture);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  STORE_TEST ("/store/threads/all-at-once", test_all_at_once);
  STORE_TEST ("/store/threads/close", test_close_in_use);

  return g_test_run ();
}
