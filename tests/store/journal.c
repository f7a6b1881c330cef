/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-test"

#include "config.h"

#include "store-test.h"

#include <locale.h>
#include <string.h>

static void
fill (StoreFixture *fixture)
{
  g_autoptr (JsonObject) body = store_test_parse ("{\"text\":\"ășțîâ \\u0007 \\\"\"}");
  g_autoptr (GError) error = NULL;

  store_test_lease (fixture->store, 1, 10);
  g_free (store_test_register (fixture->store, "Ana Pop"));
  g_assert_true (
      gu_store_add_event (fixture->store, NULL, "desk-opened", body, &store_test_actor, &error));
  g_free (store_test_register (fixture->store, "Ion Rus"));
  g_assert_no_error (error);
}

static GuJournalReport *
verify (GuStore *store)
{
  g_autoptr (GError) error = NULL;
  GuJournalReport *report = NULL;

  g_assert_true (gu_store_journal_verify (store, &report, &error));
  g_assert_no_error (error);

  return report;
}

static void
test_chain (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GuJournalReport) empty = verify (fixture->store);
  g_autoptr (GuJournalReport) report = NULL;
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GError) error = NULL;
  GuEvent *last;

  g_assert_true (empty->intact);
  g_assert_cmpint (empty->events, ==, 0);
  g_assert_null (empty->head);

  fill (fixture);
  report = verify (fixture->store);
  g_assert_true (report->intact);
  g_assert_cmpint (report->events, ==, 5);
  events = gu_store_journal_list (fixture->store, 2, 100, &error);
  g_assert_cmpuint (events->len, ==, 3);
  last = g_ptr_array_index (events, 2);
  g_assert_cmpstr (gu_event_get_hash (last), ==, report->head);
  g_assert_null (gu_event_get_dossier_id (g_ptr_array_index (events, 0)));
  g_assert_cmpstr (
      gu_event_get_prev_hash (last), ==, gu_event_get_hash (g_ptr_array_index (events, 1)));
}

/* What somebody with the file in hand may do, and the line that tells of it; 0: not found out. */
static const struct
{
  const char *name;
  const char *sql;
  gint64 broken;
} tampering[] = {
  { "changed text", "UPDATE event SET who = 'Altcineva' WHERE seq = 3", 3 },
  { "changed body", "UPDATE event SET body = replace (body, '\"', '''') WHERE seq = 2", 2 },
  { "changed time", "UPDATE event SET at = at + 1 WHERE seq = 1", 1 },
  { "moved to another dossier", "UPDATE event SET dossier_id = 'x' WHERE seq = 4", 4 },
  { "first line gone", "DELETE FROM event WHERE seq = 1", 2 },
  { "line gone", "DELETE FROM event WHERE seq = 3", 4 },
  { "line gone, numbers closed up",
    "DELETE FROM event WHERE seq = 3; UPDATE event SET seq = seq - 1 WHERE seq > 3",
    3 },
  { "last line gone", "DELETE FROM event WHERE seq = 5", 5 },
  { "two lines exchanged",
    "UPDATE event SET seq = 30 WHERE seq = 3; UPDATE event SET seq = 3 WHERE seq = 4; UPDATE event "
    "SET seq = 4 WHERE seq = 30",
    3 },
  { "line added",
    "INSERT INTO event SELECT 6, dossier_id, kind, at, who, desk, body, hash, hash FROM event "
    "WHERE seq = 5",
    6 },
  { "white space", "UPDATE event SET body = body || ' ' WHERE seq = 5", 5 },
};

static void
test_tampering (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *db = g_build_filename (fixture->dir, "desk.db", NULL);
  g_autofree char *original = NULL;
  gsize size;
  g_autoptr (GError) error = NULL;

  fill (fixture);
  gu_store_close (fixture->store);
  g_assert_true (g_file_get_contents (db, &original, &size, &error));
  for (gsize i = 0; i < G_N_ELEMENTS (tampering); i++)
    {
      g_autoptr (GuJournalReport) report = NULL;
      g_auto (GStrv) problems = NULL;
      g_autofree char *sql = g_strconcat (
          "DROP TRIGGER event_no_update; DROP TRIGGER event_no_delete;", tampering[i].sql, NULL);

      gu_store_close (fixture->store);
      g_assert_true (g_file_set_contents (db, original, (gssize) size, &error));
      store_test_sql (fixture->dir, sql);
      store_fixture_reopen (fixture);
      report = verify (fixture->store);
      if (report->intact || report->broken_seq != tampering[i].broken)
        g_error ("%s: line %d instead of %d",
                 tampering[i].name,
                 (int) report->broken_seq,
                 (int) tampering[i].broken);
      g_assert_nonnull (report->reason);
      g_assert_true (gu_store_check_integrity (fixture->store, FALSE, &problems, NULL, &error));
      g_assert_cmpstr (problems[0], ==, report->reason);
    }
}

static void
test_append_only_child (void)
{
  StoreFixture fixture = { NULL };

  store_fixture_set_up (&fixture, NULL);
  fill (&fixture);
  gu_store_close (fixture.store);
  store_test_sql (fixture.dir, g_getenv ("TEST_SQL"));
}

/* Even another program that opens the database is stopped by it. */
static void
test_append_only (void)
{
  static const char *const statements[] = {
    "UPDATE event SET who = 'x'",
    "DELETE FROM event",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      g_setenv ("TEST_SQL", statements[i], TRUE);
      g_test_trap_subprocess (
          "/store/journal/append-only/subprocess", 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_failed ();
      g_test_trap_assert_stderr ("*append-only*");
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  STORE_TEST ("/store/journal/chain", test_chain);
  STORE_TEST ("/store/journal/tampering", test_tampering);
  g_test_add_func ("/store/journal/append-only", test_append_only);
  g_test_add_func ("/store/journal/append-only/subprocess", test_append_only_child);

  return g_test_run ();
}
