/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-test"

#include "config.h"

#include "gu-error.h"
#include "store-test.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define MEGABYTE (1024 * 1024)

/* A file of pseudo-random bytes, open and unlinked. */
static int
make_file (gsize size, char **sha256)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autofree guint8 *bytes = g_malloc (size + 4);
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp (NULL, &name, &error);

  g_assert_no_error (error);
  for (gsize i = 0; i < size; i += 4)
    {
      guint32 word = g_rand_int (rand);

      memcpy (bytes + i, &word, 4);
    }
  g_assert_cmpint (write (fd, bytes, size), ==, (gssize) size);
  g_assert_cmpint (lseek (fd, 0, SEEK_SET), ==, 0);
  g_unlink (name);
  if (sha256 != NULL)
    *sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, size);

  return fd;
}

/* How many files the folder of blobs holds, whole or partial. */
static guint
count_files (const char *dir)
{
  g_autoptr (GDir) listing = g_dir_open (dir, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (listing)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);

      n += g_file_test (path, G_FILE_TEST_IS_DIR) ? count_files (path) : 1;
    }

  return n;
}

static guint
count_blobs (StoreFixture *fixture)
{
  g_autofree char *blobs = g_build_filename (fixture->dir, "blobs", NULL);

  return count_files (blobs);
}

static void
test_import (StoreFixture *fixture, gconstpointer data)
{
  static const gsize sizes[] = { 0, 1, 512 * 1024, 512 * 1024 + 1, 3 * MEGABYTE };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *expected = NULL;
      g_autofree char *sha256 = NULL;
      g_autofree char *path = NULL;
      g_autofree char *bytes = NULL;
      g_autoptr (GError) error = NULL;
      gsize length;
      guint64 size;
      struct stat st;
      int fd = make_file (sizes[i], &expected);
      int blob;

      g_assert_true (gu_store_import_blob (fixture->store, fd, 0, &sha256, &size, NULL, &error));
      g_assert_no_error (error);
      close (fd);
      g_assert_cmpstr (sha256, ==, expected);
      g_assert_cmpuint (size, ==, sizes[i]);
      g_assert_true (gu_store_has_blob (fixture->store, sha256));

      path = g_strdup_printf ("%s/blobs/%.2s/%s", fixture->dir, sha256, sha256);
      g_assert_cmpint (stat (path, &st), ==, 0);
      g_assert_cmpint (st.st_mode & 0777, ==, 0400);
      g_assert_true (g_file_get_contents (path, &bytes, &length, &error));
      g_clear_pointer (&expected, g_free);
      expected = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *) bytes, length);
      g_assert_cmpstr (sha256, ==, expected);

      blob = gu_store_open_blob (fixture->store, sha256, &error);
      g_assert_no_error (error);
      g_assert_cmpint (fcntl (blob, F_GETFL) & O_ACCMODE, ==, O_RDONLY);
      close (blob);
    }
}

static void
test_from_position (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sha256 = NULL;
  guint64 size;
  int fd = make_file (1000, NULL);

  g_assert_cmpint (lseek (fd, 400, SEEK_SET), ==, 400);
  g_assert_true (gu_store_import_blob (fixture->store, fd, 600, &sha256, &size, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (size, ==, 600);
  close (fd);
}

static void
test_dedupe (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("același act", 12);
  g_autoptr (GError) error = NULL;
  struct stat before, after;

  g_assert_true (gu_store_import_bytes (fixture->store, bytes, &first, &error));
  path = g_strdup_printf ("%s/blobs/%.2s/%s", fixture->dir, first, first);
  g_assert_cmpint (stat (path, &before), ==, 0);
  g_assert_true (gu_store_import_bytes (fixture->store, bytes, NULL, &error));
  g_assert_cmpint (stat (path, &after), ==, 0);
  g_assert_cmpuint (before.st_ino, ==, after.st_ino);
  g_assert_cmpuint (count_blobs (fixture), ==, 1);

  /* A blob that a fault cut short is replaced by whole bytes. */
  g_assert_cmpint (chmod (path, 0600), ==, 0);
  g_assert_cmpint (truncate (path, 3), ==, 0);
  g_assert_true (gu_store_import_bytes (fixture->store, bytes, NULL, &error));
  g_assert_cmpint (stat (path, &after), ==, 0);
  g_assert_cmpint (after.st_size, ==, 12);
}

static void
test_refused (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  int pipes[2];
  int fd = make_file (2000, NULL);

  g_assert_false (gu_store_import_blob (fixture->store, fd, 1999, NULL, NULL, NULL, &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_TOO_BIG);
  g_clear_error (&error);
  close (fd);

  /* A pipe does not say how much will come. */
  g_assert_cmpint (pipe (pipes), ==, 0);
  g_assert_cmpint (write (pipes[1], "mult prea mult", 14), ==, 14);
  close (pipes[1]);
  g_assert_false (gu_store_import_blob (fixture->store, pipes[0], 5, NULL, NULL, NULL, &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_TOO_BIG);
  g_clear_error (&error);
  close (pipes[0]);

  g_cancellable_cancel (cancelled);
  fd = make_file (2000, NULL);
  g_assert_false (gu_store_import_blob (fixture->store, fd, 0, NULL, NULL, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  close (fd);
  g_assert_cmpuint (count_blobs (fixture), ==, 0);

  g_assert_cmpint (gu_store_open_blob (fixture->store, "../../../etc/passwd", &error), ==, -1);
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (gu_store_has_blob (fixture->store, "../../lock"));
}

/* A limit on the size of files stands for a full disk: the system answers the write alike. */
static void
test_no_room_child (void)
{
  StoreFixture fixture = { NULL };
  struct rlimit limit = { MEGABYTE, MEGABYTE };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) small = g_bytes_new_static ("mic", 3);
  int fd = make_file (4 * MEGABYTE, NULL);

  store_fixture_set_up (&fixture, NULL);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);

  g_assert_false (gu_store_import_blob (fixture.store, fd, 0, NULL, NULL, NULL, &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_DISK_FULL);
  g_assert_nonnull (gu_error_get_hint (error));
  g_clear_error (&error);
  g_assert_cmpuint (count_blobs (&fixture), ==, 0);
  g_assert_true (gu_store_import_bytes (fixture.store, small, NULL, &error));
  g_assert_no_error (error);

  close (fd);
  store_fixture_tear_down (&fixture, NULL);
}

static void
test_no_room (void)
{
  g_test_trap_subprocess ("/store/blob/no-room/subprocess", 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

static void
test_leftovers (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *partial = g_build_filename (fixture->dir, "blobs", "new-of-a-crash", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (partial, "jumătate", -1, &error));
  store_fixture_reopen (fixture);
  g_assert_cmpuint (count_blobs (fixture), ==, 0);
}

static void
test_unused (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GuDossier) dossier = store_test_draft ("Ana Pop");
  g_autoptr (GuDocument) used = store_test_document (fixture->store, "folosit");
  g_autoptr (GuDocument) unused = store_test_document (fixture->store, "nefolosit");
  g_autoptr (GError) error = NULL;
  gint64 tomorrow = g_get_real_time () / 1000 + 86400000;
  guint removed;

  gu_dossier_add_document (dossier, used);
  g_assert_true (gu_store_create_dossier (fixture->store, dossier, &store_test_actor, &error));
  /* Just imported: its dossier may come in a moment. */
  g_assert_true (gu_store_remove_unused_blobs (fixture->store, 1000, &removed, NULL, &error));
  g_assert_cmpuint (removed, ==, 0);
  g_assert_true (gu_store_remove_unused_blobs (fixture->store, tomorrow, &removed, NULL, &error));
  g_assert_cmpuint (removed, ==, 1);
  g_assert_true (gu_store_has_blob (fixture->store, gu_document_get_sha256 (used)));
  g_assert_false (gu_store_has_blob (fixture->store, gu_document_get_sha256 (unused)));
}

/* Bytes that nobody used for long and that somebody brings again are not swept before the paper is
 * in its dossier. */
static void
test_unused_comes_again (StoreFixture *fixture, gconstpointer data)
{
  const struct timespec long_ago[2] = { { .tv_sec = 1000000 }, { .tv_sec = 1000000 } };
  const gint64 yesterday = (g_get_real_time () / 1000) - G_GINT64_CONSTANT (86400000);
  g_autoptr (GuDocument) first = store_test_document (fixture->store, "nefolosit");
  g_autoptr (GuDocument) again = NULL;
  const char *sha256 = gu_document_get_sha256 (first);
  g_autofree char *folder = g_strndup (sha256, 2);
  g_autofree char *path = g_build_filename (fixture->dir, "blobs", folder, sha256, NULL);
  g_autoptr (GError) error = NULL;
  guint removed;

  g_assert_cmpint (utimensat (AT_FDCWD, path, long_ago, 0), ==, 0);
  again = store_test_document (fixture->store, "nefolosit");
  g_assert_true (gu_store_remove_unused_blobs (fixture->store, yesterday, &removed, NULL, &error));
  g_assert_cmpuint (removed, ==, 0);
  g_assert_true (gu_store_has_blob (fixture->store, gu_document_get_sha256 (again)));

  g_assert_cmpint (utimensat (AT_FDCWD, path, long_ago, 0), ==, 0);
  g_assert_true (gu_store_remove_unused_blobs (fixture->store, yesterday, &removed, NULL, &error));
  g_assert_cmpuint (removed, ==, 1);
}

/* A folder that is open to all does not open the database, also one from before. */
static void
test_closed_to_others (StoreFixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "desk.db", "desk.db-wal", "desk.db-shm" };
  g_autofree char *database = g_build_filename (fixture->dir, "desk.db", NULL);
  struct stat st;

  gu_store_close (fixture->store);
  g_assert_cmpint (chmod (fixture->dir, 0755), ==, 0);
  g_assert_cmpint (chmod (database, 0644), ==, 0);
  store_fixture_reopen (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->dir, names[i], NULL);

      g_assert_cmpint (stat (path, &st), ==, 0);
      g_assert_cmpint (st.st_mode & 077, ==, 0);
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  STORE_TEST ("/store/blob/import", test_import);
  STORE_TEST ("/store/blob/position", test_from_position);
  STORE_TEST ("/store/blob/dedupe", test_dedupe);
  STORE_TEST ("/store/blob/refused", test_refused);
  g_test_add_func ("/store/blob/no-room", test_no_room);
  g_test_add_func ("/store/blob/no-room/subprocess", test_no_room_child);
  STORE_TEST ("/store/blob/leftovers", test_leftovers);
  STORE_TEST ("/store/blob/unused", test_unused);
  STORE_TEST ("/store/blob/unused-comes-again", test_unused_comes_again);
  STORE_TEST ("/store/closed-to-others", test_closed_to_others);

  return g_test_run ();
}
