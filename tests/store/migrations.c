/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-test"

#include "config.h"

#include "gu-error.h"
#include "gu-migration-private.h"
#include "store-test.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <sqlite3.h>
#include <string.h>

static char *
query_text (const char *path, const char *sql)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *stmt = NULL;
  char *text;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  text = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
  sqlite3_finalize (stmt);
  sqlite3_close (db);

  return text;
}

#define SCHEMA                                                                                     \
  "SELECT group_concat (sql, ';') FROM (SELECT sql FROM sqlite_master WHERE sql IS NOT NULL "      \
  "ORDER BY name)"

static char *
digest (const char *path)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, &error));

  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *) bytes, size);
}

/* A folder with the database that version @version left behind. */
static char *
make_old_store (int version)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strdup_printf ("desk-v%d.sql", version);
  g_autofree char *fixture = g_test_build_filename (G_TEST_DIST, "fixtures", name, NULL);
  g_autofree char *sql = NULL;
  char *dir = g_dir_make_tmp ("gu-store-XXXXXX", &error);

  g_assert_no_error (error);
  if (!g_file_get_contents (fixture, &sql, NULL, &error))
    g_error ("Each version needs its fixture: %s", error->message);
  store_test_sql (dir, sql);

  return dir;
}

static void
check_old_store (GuStore *store)
{
  g_autoptr (GuDossier) registered = NULL;
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GuOutboxBatch) batch = NULL;
  g_autofree char *id = NULL;
  g_autofree char *setting = NULL;
  g_autofree char *cursor = NULL;
  g_auto (GStrv) problems = NULL;
  g_autoptr (GError) error = NULL;

  id = gu_store_find_dossier (store, "100/23.11.2026", &error);
  g_assert_no_error (error);
  registered = gu_store_load_dossier (store, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (gu_person_get_name (gu_dossier_get_applicant (registered)), ==, "Ștefan Țiriac");
  events = gu_store_load_events (store, id, &error);
  g_assert_cmpuint (events->len, ==, 2);
  g_assert_true (gu_store_get_setting (store, "institution", &setting, &error));
  g_assert_cmpstr (setting, ==, "Primăria Turda");
  g_assert_true (gu_store_get_cursor (store, "main", &cursor, &error));
  g_assert_cmpstr (cursor, ==, "42");
  g_assert_cmpint (gu_store_lease_free (store, "general", 2026, &error), ==, 98);
  g_assert_true (gu_store_outbox_freeze_batch (store, 10, &batch, &error));
  g_assert_cmpint (batch->number, ==, 1);
  g_assert_true (gu_store_check_integrity (store, TRUE, &problems, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (problems[0], ==, NULL);
}

static void
test_every_version (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) steps = gu_migration_list_steps ();
  g_autofree char *new_path = g_build_filename (fixture->dir, "desk.db", NULL);
  g_autofree char *new_schema = NULL;

  gu_store_close (fixture->store);
  new_schema = query_text (new_path, SCHEMA);
  g_assert_cmpuint (steps->len, >=, 2);
  for (int version = 1; version <= (int) steps->len; version++)
    {
      g_autofree char *dir = make_old_store (version);
      g_autofree char *path = g_build_filename (dir, "desk.db", NULL);
      g_autofree char *backup = g_strdup_printf (
          "%s/backups/desk-20261123T080000Z-v%d.db", dir, version);
      g_autofree char *schema = NULL;
      g_autofree char *user_version = NULL;
      g_autofree char *expected = g_strdup_printf ("%u", steps->len);
      g_autoptr (GError) error = NULL;
      GuStore *store;

      gu_clock_set_fixed (fixture->clock, G_GINT64_CONSTANT (1795420800000));
      store = gu_store_open (dir, fixture->clock, NULL, &error);
      g_assert_no_error (error);
      check_old_store (store);
      g_assert_finalize_object (store);

      /* The same as made anew, and a copy of what was. */
      schema = query_text (path, SCHEMA);
      if (version == (int) steps->len)
        g_assert_cmpstr (schema, ==, new_schema);
      user_version = query_text (path, "PRAGMA user_version");
      g_assert_cmpstr (user_version, ==, expected);
      if (version < (int) steps->len)
        {
          g_autofree char *old = query_text (backup, "PRAGMA user_version");
          g_autofree char *old_expected = g_strdup_printf ("%d", version);

          g_assert_cmpstr (schema, ==, new_schema);
          g_assert_cmpstr (old, ==, old_expected);
        }
      else
        {
          g_assert_false (g_file_test (backup, G_FILE_TEST_EXISTS));
        }
      store_test_remove_tree (dir);
    }
}

static void
test_newer (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->dir, "desk.db", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_finalize_object (fixture->store);
  fixture->store = NULL;
  store_test_sql (fixture->dir, "PRAGMA user_version = 99");
  before = digest (path);
  g_assert_null (gu_store_open (fixture->dir, fixture->clock, NULL, &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_NEWER);
  g_assert_nonnull (gu_error_get_hint (error));
  after = digest (path);
  g_assert_cmpstr (before, ==, after);
}

/* Steps that fail at different places; each leaves the file as it was, with its version. */
static void
test_failing_step (void)
{
  static const GuMigrationStep good = {
    1, "001-good.sql", "CREATE TABLE a (x INTEGER PRIMARY KEY); INSERT INTO a VALUES (1)"
  };
  static const GuMigrationStep failing[] = {
    { 2, "002-syntax.sql", "CREATE TABLE b (x); INSERT INTO b VALUES (1); CREATE TABEL c (x)" },
    { 2, "002-constraint.sql", "ALTER TABLE a ADD COLUMN y; INSERT INTO a (x) VALUES (1)" },
    { 2,
      "002-references.sql",
      "PRAGMA defer_foreign_keys = ON; CREATE TABLE b (x REFERENCES a (x)); INSERT INTO b VALUES "
      "(7)" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (failing); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *dir = g_dir_make_tmp ("gu-store-XXXXXX", &error);
      g_autofree char *path = g_build_filename (dir, "desk.db", NULL);
      g_autofree char *backups = g_build_filename (dir, "backups", NULL);
      g_autofree char *before = NULL, *after = NULL, *version = NULL;
      const GuMigrationStep *steps[] = { &good, &failing[i] };
      GuDatabase *db = gu_database_open (path, GU_DATABASE_WRITER, NULL, &error);

      g_assert_no_error (error);
      g_assert_true (gu_migration_run (db, steps, 1, backups, 0, NULL, &error));
      gu_database_free (db);
      before = digest (path);

      db = gu_database_open (path, GU_DATABASE_WRITER, NULL, &error);
      g_assert_false (gu_migration_run (db, steps, 2, backups, 0, NULL, &error));
      g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_MIGRATION);
      g_assert_nonnull (strstr (error->message, failing[i].name));
      g_assert_nonnull (gu_error_get_detail (error));
      gu_database_free (db);
      after = digest (path);
      g_assert_cmpstr (before, ==, after);
      version = query_text (path, "PRAGMA user_version");
      g_assert_cmpstr (version, ==, "1");
      g_assert_true (g_file_test (backups, G_FILE_TEST_IS_DIR));
      store_test_remove_tree (dir);
    }
}

static void
test_backups_pruned (void)
{
  static const GuMigrationStep steps_data[] = {
    { 1, "1", "CREATE TABLE a1 (x)" }, { 2, "2", "CREATE TABLE a2 (x)" },
    { 3, "3", "CREATE TABLE a3 (x)" }, { 4, "4", "CREATE TABLE a4 (x)" },
    { 5, "5", "CREATE TABLE a5 (x)" }, { 6, "6", "CREATE TABLE a6 (x)" },
  };
  const GuMigrationStep *steps[] = { &steps_data[0], &steps_data[1], &steps_data[2],
                                     &steps_data[3], &steps_data[4], &steps_data[5] };
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("gu-store-XXXXXX", &error);
  g_autofree char *path = g_build_filename (dir, "desk.db", NULL);
  g_autofree char *backups = g_build_filename (dir, "backups", NULL);
  g_autofree char *oldest = g_build_filename (backups, "desk-19700101T000003Z-v3.db", NULL);
  g_autofree char *gone = g_build_filename (backups, "desk-19700101T000002Z-v2.db", NULL);
  g_autoptr (GuDatabase) db = gu_database_open (path, GU_DATABASE_WRITER, NULL, &error);

  for (gsize n = 1; n <= G_N_ELEMENTS (steps); n++)
    g_assert_true (gu_migration_run (db, steps, n, backups, (gint64) (n - 1) * 1000, NULL, &error));
  g_assert_true (g_file_test (oldest, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (gone, G_FILE_TEST_EXISTS));
  g_clear_pointer (&db, gu_database_free);
  store_test_remove_tree (dir);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  STORE_TEST ("/store/migration/versions", test_every_version);
  STORE_TEST ("/store/migration/newer", test_newer);
  g_test_add_func ("/store/migration/failing", test_failing_step);
  g_test_add_func ("/store/migration/backups", test_backups_pruned);

  return g_test_run ();
}
