/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-test"

#include "config.h"

#include "gu-fill-store.h"
#include "store-test.h"

#include <locale.h>
#include <string.h>

/* The applicants of the rows that a query finds, in order, joined by "|". */
static char *
find (GuStore *store, const GuDossierQuery *query)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) keys = gu_store_query_rows (store, query, NULL, &error);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GString) names = g_string_new (NULL);

  g_assert_no_error (error);
  rows = gu_store_load_rows (store, (gint64 *) (void *) keys->data, keys->len, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, keys->len);
  for (guint i = 0; i < rows->len; i++)
    g_string_append_printf (names,
                            "%s%s",
                            i > 0 ? "|" : "",
                            gu_dossier_row_get_applicant (g_ptr_array_index (rows, i)));

  return g_strdup (names->str);
}

static char *
find_text (GuStore *store, const char *text)
{
  GuDossierQuery query = { .text = text, .sort = GU_DOSSIER_SORT_APPLICANT };

  return find (store, &query);
}

static void
assert_finds (GuStore *store, const char *text, const char *names)
{
  g_autofree char *found = find_text (store, text);

  if (!g_str_equal (found, names))
    g_error ("“%s” finds %s instead of %s", text, found, names);
}

static void
fill (GuStore *store)
{
  g_autoptr (GuDossier) draft = store_test_draft ("Țiriac Ștefan-Ioan");
  g_autoptr (GuDossier) edited = NULL;
  g_autofree char *first = NULL;
  g_autoptr (GError) error = NULL;

  store_test_lease (store, 500, 599);
  first = store_test_register (store, "Bălan Ana");
  g_free (store_test_register (store, "alexe ion"));
  gu_dossier_set_due_on (draft, NULL);
  gu_dossier_set_procedure (draft, "cu-informare");
  g_assert_true (gu_store_create_dossier (store, draft, &store_test_actor, &error));
  edited = gu_store_load_dossier (store, first, &error);
  gu_dossier_set_state (edited, "complet");
  gu_dossier_set_due_on (edited, "2026-11-30");
  g_assert_true (
      gu_store_update_dossier (store, edited, "state-changed", NULL, &store_test_actor, &error));
  g_assert_no_error (error);
}

static void
test_text (StoreFixture *fixture, gconstpointer data)
{
  GuStore *store = fixture->store;

  fill (store);
  assert_finds (store, NULL, "alexe ion|Bălan Ana|Țiriac Ștefan-Ioan");
  assert_finds (store, "  ", "alexe ion|Bălan Ana|Țiriac Ștefan-Ioan");
  assert_finds (store, "ŞTEFAN", "Țiriac Ștefan-Ioan"); /* cedilla */
  assert_finds (store, "ștef ţir", "Țiriac Ștefan-Ioan");
  assert_finds (store, "stefan ioan", "Țiriac Ștefan-Ioan");
  assert_finds (store, "stefan-ioan", "Țiriac Ștefan-Ioan");
  assert_finds (store, "balan", "Bălan Ana");
  assert_finds (store, "501", "alexe ion");
  assert_finds (store, "500/23.11.2026", "Bălan Ana");
  assert_finds (store, "51234-c1", "alexe ion|Bălan Ana|Țiriac Ștefan-Ioan");
  assert_finds (store, "țărmului 12 ana", "Bălan Ana");
  assert_finds (store, "balan ion", "");
  assert_finds (
      store, "%", "alexe ion|Bălan Ana|Țiriac Ștefan-Ioan"); /* no wildcard, only punctuation */
  assert_finds (store, "1800101221144", ""); /* the CNP is not searched by the way */
}

static void
test_orders (StoreFixture *fixture, gconstpointer data)
{
  static const char *const expected[][2] = {
    [GU_DOSSIER_SORT_REGISTRATION] = { "Bălan Ana|alexe ion|Țiriac Ștefan-Ioan",
                                       "Țiriac Ștefan-Ioan|alexe ion|Bălan Ana" },
    [GU_DOSSIER_SORT_DUE] = { "Bălan Ana|alexe ion|Țiriac Ștefan-Ioan",
                              "Țiriac Ștefan-Ioan|alexe ion|Bălan Ana" },
    [GU_DOSSIER_SORT_APPLICANT] = { "alexe ion|Bălan Ana|Țiriac Ștefan-Ioan",
                                    "Țiriac Ștefan-Ioan|Bălan Ana|alexe ion" },
    [GU_DOSSIER_SORT_STATE] = { "Țiriac Ștefan-Ioan|alexe ion|Bălan Ana",
                                "Bălan Ana|alexe ion|Țiriac Ștefan-Ioan" },
  };

  fill (fixture->store);
  for (int sort = 0; sort < (int) G_N_ELEMENTS (expected); sort++)
    {
      for (int descending = 0; descending < 2; descending++)
        {
          GuDossierQuery query = { .sort = (GuDossierSort) sort, .descending = descending };
          g_autofree char *found = find (fixture->store, &query);

          g_assert_cmpstr (found, ==, expected[sort][descending]);
        }
    }
}

static void
test_filters (StoreFixture *fixture, gconstpointer data)
{
  GuDossierQuery by_state = { .state = "complet" };
  GuDossierQuery by_procedure = { .procedure = "cu-informare" };
  GuDossierQuery by_sync = { .sync_state = "queued", .text = "ion" };
  GuDossierQuery by_cnp = { .cnp = "1800101221144", .state = "ciorna" };
  GuDossierQuery by_other_cnp = { .cnp = "2800101221144" };
  g_autoptr (GHashTable) counts = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *state = NULL, *procedure = NULL, *sync = NULL, *cnp = NULL, *other = NULL;

  fill (fixture->store);
  state = find (fixture->store, &by_state);
  procedure = find (fixture->store, &by_procedure);
  sync = find (fixture->store, &by_sync);
  cnp = find (fixture->store, &by_cnp);
  other = find (fixture->store, &by_other_cnp);
  g_assert_cmpstr (state, ==, "Bălan Ana");
  g_assert_cmpstr (procedure, ==, "Țiriac Ștefan-Ioan");
  g_assert_cmpstr (sync, ==, "alexe ion");
  g_assert_cmpstr (cnp, ==, "Țiriac Ștefan-Ioan");
  g_assert_cmpstr (other, ==, "");

  counts = gu_store_count_by_state (fixture->store, &error);
  g_assert_cmpuint (g_hash_table_size (counts), ==, 3);
  g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (counts, "complet")), ==, 1);
}

static void
test_rows (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) keys = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  gint64 wanted[3];
  GuDossierRow *row;

  fill (fixture->store);
  keys = gu_store_query_rows (fixture->store, NULL, NULL, &error);
  wanted[0] = g_array_index (keys, gint64, 1);
  wanted[1] = 424242; /* gone */
  wanted[2] = g_array_index (keys, gint64, 0);
  rows = gu_store_load_rows (fixture->store, wanted, 3, &error);
  g_assert_cmpuint (rows->len, ==, 3);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpstr (gu_dossier_row_get_registration (row), ==, "501/23.11.2026");
  g_assert_cmpstr (gu_dossier_row_get_address (row), ==, "Strada Țărmului 12, Cluj-Napoca, Cluj");
  g_assert_cmpstr (gu_dossier_row_get_due_on (row), ==, "2026-12-15");
  g_assert_cmpint (gu_dossier_row_get_rowid (row), ==, wanted[0]);
  g_assert_null (gu_dossier_row_get_id (g_ptr_array_index (rows, 1)));
  g_assert_cmpstr (gu_dossier_row_get_applicant (g_ptr_array_index (rows, 2)), ==, "Bălan Ana");
}

static gint queries_done; /* atomic */

static gpointer
cancel_soon (gpointer data)
{
  while (g_atomic_int_get (&queries_done) < 3)
    g_thread_yield ();
  g_cancellable_cancel (data);

  return NULL;
}

/* The invented stock is sound, and a search through it stops at once. */
static void
test_many (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GArray) keys = NULL;
  g_auto (GStrv) problems = NULL;
  g_autoptr (GError) error = NULL;
  GuDossierQuery query = { .text = "zzzz" };
  gboolean cancelled = FALSE;
  GThread *thread;

  g_assert_true (gu_fill_store (fixture->store, 2000, 1, &error));
  g_assert_no_error (error);
  keys = gu_store_query_rows (fixture->store, NULL, NULL, &error);
  g_assert_cmpuint (keys->len, ==, 2000);
  g_assert_true (gu_store_check_integrity (fixture->store, TRUE, &problems, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (problems[0], ==, NULL);

  thread = g_thread_new ("cancel", cancel_soon, cancellable);
  for (int i = 0; i < 100000 && !cancelled; i++)
    {
      g_autoptr (GArray) found = gu_store_query_rows (fixture->store, &query, cancellable, &error);

      cancelled = found == NULL;
      g_atomic_int_inc (&queries_done);
    }
  g_thread_join (thread);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  /* The connection is as good as before. */
  g_clear_pointer (&keys, g_array_unref);
  g_clear_error (&error);
  keys = gu_store_query_rows (fixture->store, &query, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (keys->len, ==, 0);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  STORE_TEST ("/store/list/text", test_text);
  STORE_TEST ("/store/list/orders", test_orders);
  STORE_TEST ("/store/list/filters", test_filters);
  STORE_TEST ("/store/list/rows", test_rows);
  STORE_TEST ("/store/list/many", test_many);

  return g_test_run ();
}
