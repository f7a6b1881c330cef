/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-test"

#include "config.h"

#include "gu-error.h"
#include "store-test.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

/* A disk that fails: SQLite's own system calls are replaced by ones that answer with an error from
 * a certain call on. */

static int fault_errno; /* 0: the disk is well */
static int fault_countdown;

static gboolean
fault_strikes (void)
{
  if (fault_errno == 0)
    return FALSE;
  if (fault_countdown > 0)
    {
      fault_countdown--;
      return FALSE;
    }
  errno = fault_errno;

  return TRUE;
}

static gssize
faulty_write (int fd, const void *data, gsize size)
{
  return fault_strikes () ? -1 : write (fd, data, size);
}

static gssize
faulty_pwrite (int fd, const void *data, gsize size, off_t offset)
{
  return fault_strikes () ? -1 : pwrite (fd, data, size, offset);
}

static void
install_faults (void)
{
  sqlite3_vfs *vfs = sqlite3_vfs_find ("unix");

  g_assert_cmpint (
      vfs->xSetSystemCall (vfs, "write", (sqlite3_syscall_ptr) (void (*) (void)) faulty_write),
      ==,
      SQLITE_OK);
  vfs->xSetSystemCall (vfs, "pwrite", (sqlite3_syscall_ptr) (void (*) (void)) faulty_pwrite);
  vfs->xSetSystemCall (vfs, "pwrite64", (sqlite3_syscall_ptr) (void (*) (void)) faulty_pwrite);
}

/* One whole intake; FALSE with an error at the first step that fails. */
static gboolean
take_in (GuStore *store, GuDocument *document, GError **error)
{
  g_autoptr (GuDossier) dossier = store_test_draft ("Ana Pop");

  gu_dossier_add_document (dossier, document);

  return gu_store_create_dossier (store, dossier, &store_test_actor, error)
         && gu_store_reserve_number (
             store, gu_dossier_get_id (dossier), "general", 2026, NULL, error)
         && gu_store_register_dossier (
             store, gu_dossier_get_id (dossier), NULL, &store_test_actor, STORE_TEST_NOW, error);
}

static void
check_sound (GuStore *store)
{
  g_auto (GStrv) problems = NULL;
  g_autoptr (GArray) keys = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (gu_store_check_integrity (store, TRUE, &problems, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (problems[0], ==, NULL);

  /* Each dossier is a draft or registered with all that belongs to it. */
  keys = gu_store_query_rows (store, NULL, NULL, &error);
  rows = gu_store_load_rows (store, (gint64 *) (void *) keys->data, keys->len, &error);
  for (guint i = 0; i < rows->len; i++)
    {
      GuDossierRow *row = g_ptr_array_index (rows, i);
      g_autoptr (GuDossier)
          dossier = gu_store_load_dossier (store, gu_dossier_row_get_id (row), &error);
      g_autoptr (GPtrArray)
          events = gu_store_load_events (store, gu_dossier_row_get_id (row), &error);

      g_assert_no_error (error);
      g_assert_cmpuint (g_list_model_get_n_items (gu_dossier_get_documents (dossier)), ==, 1);
      g_assert_cmpuint (events->len, ==, gu_dossier_is_draft (dossier) ? 2 : 3);
    }
}

/* The disk fills up at the first, second, third … write of an intake, until it is wide enough for
 * all. */
static void
run_with_faults (StoreFixture *fixture, int error_number, GuStoreError code)
{
  g_autofree char *ballast = g_build_filename (fixture->dir, "ballast", NULL);
  gboolean had_ballast = g_file_test (ballast, G_FILE_TEST_EXISTS);
  gboolean done = FALSE;
  int failures = 0;

  store_test_lease (fixture->store, 1, 100000);
  for (int countdown = 0; !done && countdown < 2000; countdown++)
    {
      g_autoptr (GuDocument) document = store_test_document (fixture->store, "act");
      g_autoptr (GError) error = NULL;

      fault_countdown = countdown;
      fault_errno = error_number;
      done = take_in (fixture->store, document, &error);
      fault_errno = 0;
      if (done)
        break;

      failures++;
      g_assert_error (error, GU_STORE_ERROR, (int) code);
      g_assert_nonnull (gu_error_get_hint (error));
      g_assert_null (strstr (gu_error_get_detail (error), "Ana"));
      if (code == GU_STORE_ERROR_DISK_FULL)
        g_assert_false (g_file_test (ballast, G_FILE_TEST_EXISTS));

      /* With room again the same store goes on. */
      g_clear_error (&error);
      g_assert_true (gu_store_set_setting (fixture->store, "after", "fault", &error));
      g_assert_no_error (error);
      if (countdown % 10 == 0)
        {
          store_fixture_reopen (fixture);
          check_sound (fixture->store);
        }
    }
  g_assert_true (done);
  g_assert_cmpint (failures, >, 5);
  store_fixture_reopen (fixture);
  check_sound (fixture->store);
  if (had_ballast)
    g_assert_true (g_file_test (ballast, G_FILE_TEST_EXISTS));
}

static void
test_disk_full (StoreFixture *fixture, gconstpointer data)
{
  run_with_faults (fixture, ENOSPC, GU_STORE_ERROR_DISK_FULL);
}

static void
test_disk_error (StoreFixture *fixture, gconstpointer data)
{
  run_with_faults (fixture, EIO, GU_STORE_ERROR_FAILED);
}

static void
test_full_at_opening (void)
{
  g_autoptr (GuClock) clock = gu_clock_new_fixed (STORE_TEST_NOW);
  g_autoptr (GuStore) store = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("gu-store-XXXXXX", &error);

  fault_countdown = 2;
  fault_errno = ENOSPC;
  g_assert_null (gu_store_open (dir, clock, NULL, &error));
  fault_errno = 0;
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_DISK_FULL);
  g_clear_error (&error);

  store = gu_store_open (dir, clock, NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&store);
  store_test_remove_tree (dir);
}

static void
overwrite (const char *path, goffset at, gsize size)
{
  g_autofree guint8 *bytes = g_malloc (size);
  int fd = open (path, O_WRONLY);

  memset (bytes, 0xa5, size);
  g_assert_cmpint (pwrite (fd, bytes, size, at), ==, (gssize) size);
  close (fd);
}

static void
test_not_a_database (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->dir, "desk.db", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_finalize_object (fixture->store);
  fixture->store = NULL;
  overwrite (path, 0, 64);
  g_assert_null (gu_store_open (fixture->dir, fixture->clock, NULL, &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_CORRUPT);
  g_assert_nonnull (strstr (gu_error_get_hint (error), "backups"));
}

/* Damage in the middle: found by the check, and never a crash of what reads it. */
static void
test_damaged_pages (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->dir, "desk.db", NULL);
  g_autofree char *whole = NULL;
  gsize size;
  g_autoptr (GError) error = NULL;

  store_test_lease (fixture->store, 1, 1000);
  for (int i = 0; i < 30; i++)
    g_free (store_test_register (fixture->store, "Ana Pop"));
  gu_store_close (fixture->store);
  g_assert_true (g_file_get_contents (path, &whole, &size, &error));

  for (gsize page = 1; page * 4096 < size; page += 3)
    {
      g_autoptr (GError) open_error = NULL;
      g_auto (GStrv) problems = NULL;
      g_autoptr (GArray) keys = NULL;

      g_clear_object (&fixture->store);
      g_assert_true (g_file_set_contents (path, whole, (gssize) size, &error));
      overwrite (path, (goffset) (page * 4096), 4096);
      fixture->store = gu_store_open (fixture->dir, fixture->clock, NULL, &open_error);
      if (fixture->store == NULL)
        {
          g_assert_error (open_error, GU_STORE_ERROR, GU_STORE_ERROR_CORRUPT);
          continue;
        }
      g_assert_true (gu_store_check_integrity (fixture->store, FALSE, &problems, NULL, &error));
      g_assert_no_error (error);
      if (problems[0] == NULL)
        g_error ("Damage in page %" G_GSIZE_FORMAT " was not found", page + 1);
      keys = gu_store_query_rows (fixture->store, NULL, NULL, NULL);
    }
}

static void
test_damaged_paper (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GuDossier) dossier = store_test_draft ("Ana Pop");
  g_autoptr (GuDocument) cut = store_test_document (fixture->store, "retezat");
  g_autoptr (GuDocument) changed = store_test_document (fixture->store, "schimbat");
  g_autoptr (GuDocument) gone = store_test_document (fixture->store, "disparut");
  GuDocument *papers[] = { cut, changed, gone };
  g_autofree char *paths[3] = { NULL };
  g_auto (GStrv) quick = NULL;
  g_auto (GStrv) thorough = NULL;
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (papers); i++)
    {
      const char *sha256 = gu_document_get_sha256 (papers[i]);

      gu_dossier_add_document (dossier, papers[i]);
      paths[i] = g_strdup_printf ("%s/blobs/%.2s/%s", fixture->dir, sha256, sha256);
      g_assert_cmpint (g_chmod (paths[i], 0600), ==, 0);
    }
  g_assert_true (gu_store_create_dossier (fixture->store, dossier, &store_test_actor, &error));
  g_assert_cmpint (truncate (paths[0], 2), ==, 0);
  overwrite (paths[1], 3, 1);
  g_unlink (paths[2]);

  g_assert_true (gu_store_check_integrity (fixture->store, FALSE, &quick, NULL, &error));
  g_assert_cmpuint (g_strv_length (quick), ==, 2);
  g_assert_true (gu_store_check_integrity (fixture->store, TRUE, &thorough, NULL, &error));
  g_assert_cmpuint (g_strv_length (thorough), ==, 3);
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    g_free (g_steal_pointer (&paths[i]));
}

static void
test_second_process (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *pid = g_strdup_printf ("process %d", (int) getpid ());
  GuStore *again;

  g_assert_null (gu_store_open (fixture->dir, fixture->clock, NULL, &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_IN_USE);
  g_assert_cmpstr (gu_error_get_detail (error), ==, pid);
  g_clear_error (&error);

  gu_store_close (fixture->store);
  g_assert_false (gu_store_set_setting (fixture->store, "a", "b", &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_null (gu_store_query_rows (fixture->store, NULL, NULL, &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_CLOSED);
  g_clear_error (&error);

  again = gu_store_open (fixture->dir, fixture->clock, NULL, &error);
  g_assert_no_error (error);
  g_assert_finalize_object (again);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  install_faults ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  STORE_TEST ("/store/fault/disk-full", test_disk_full);
  STORE_TEST ("/store/fault/disk-error", test_disk_error);
  g_test_add_func ("/store/fault/full-at-opening", test_full_at_opening);
  STORE_TEST ("/store/fault/not-a-database", test_not_a_database);
  STORE_TEST ("/store/fault/damaged-pages", test_damaged_pages);
  STORE_TEST ("/store/fault/damaged-paper", test_damaged_paper);
  STORE_TEST ("/store/fault/second-process", test_second_process);

  return g_test_run ();
}
