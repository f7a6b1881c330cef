/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-bench"

#include "config.h"

#include "gu-fill-store.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

/* A keystroke in the filter of the list at 100,000 dossiers: what the list model calls (all keys in
 * order, then the first page) against the bare SQL for the same on the same file through SQLite's C
 * API, in turns, medians. */

#define DOSSIERS 100000
#define PAGE     50
#define TURNS    7

static const char *const keystrokes[] = {
  "p",    "po",      "pop", "popescu", "popescu st", "popescu stefan", "strada florilor",
  "1234", "cluj 12", "zzz",
};

static double
seconds (gint64 since)
{
  return (double) (g_get_monotonic_time () - since) / 1e6;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a, right = *(const double *) b;

  return left < right ? -1 : left > right;
}

static guint
through_store (GuStore *store, const char *text)
{
  GuDossierQuery query = { .text = text, .descending = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) keys = gu_store_query_rows (store, &query, NULL, &error);
  g_autoptr (GPtrArray) rows = NULL;

  if (keys != NULL)
    rows = gu_store_load_rows (
        store, (gint64 *) (void *) keys->data, MIN (keys->len, PAGE), &error);
  if (rows == NULL)
    g_error ("%s", error->message);

  return keys->len;
}

static sqlite3_stmt *
prepare (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *stmt = NULL;

  if (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL) != SQLITE_OK)
    g_error ("%s", sqlite3_errmsg (db));

  return stmt;
}

/* @condition: how SQL alone finds a word inside a text; @wildcard: what it needs on both sides of
 * the word. */
static guint
bare_sql (sqlite3 *db,
          sqlite3_stmt *page,
          const char *condition,
          const char *wildcard,
          const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  g_autoptr (GString) sql = g_string_new ("SELECT row FROM dossier WHERE ");
  g_autofree gint64 *keys = g_new (gint64, DOSSIERS);
  guint n = 0;
  sqlite3_stmt *stmt;

  for (gsize i = 0; words[i] != NULL; i++)
    g_string_append_printf (sql, "%s%s", i > 0 ? " AND " : "", condition);
  g_string_append (sql, " ORDER BY sort_number DESC, row DESC");
  stmt = prepare (db, sql->str);
  for (gsize i = 0; words[i] != NULL; i++)
    {
      g_autofree char *value = g_strconcat (wildcard, words[i], wildcard, NULL);

      sqlite3_bind_text (stmt, (int) i + 1, value, -1, SQLITE_TRANSIENT);
    }
  while (sqlite3_step (stmt) == SQLITE_ROW)
    keys[n++] = sqlite3_column_int64 (stmt, 0);
  sqlite3_finalize (stmt);

  for (guint i = 0; i < MIN (n, PAGE); i++)
    {
      sqlite3_bind_int64 (page, 1, keys[i]);
      sqlite3_step (page);
      for (int column = 0; column < sqlite3_column_count (page); column++)
        (void) sqlite3_column_text (page, column);
      sqlite3_reset (page);
    }

  return n;
}

static void
measure (GuStore *store, sqlite3 *db, sqlite3_stmt *page)
{
  double ours_sum = 0, bare_sum = 0, worst = 0;

  g_print ("%-18s %8s %10s %10s %10s %6s\n",
           "keystroke",
           "found",
           "store ms",
           "LIKE ms",
           "instr ms",
           "ratio");
  for (gsize k = 0; k < G_N_ELEMENTS (keystrokes); k++)
    {
      double ours[TURNS], like[TURNS], instr[TURNS], bare;
      guint found = 0;

      for (int turn = 0; turn < TURNS; turn++)
        {
          gint64 start = g_get_monotonic_time ();

          found = through_store (store, keystrokes[k]);
          ours[turn] = seconds (start);
          start = g_get_monotonic_time ();
          if (bare_sql (db, page, "search_key LIKE ?", "%", keystrokes[k]) != found)
            g_error ("The two do not find the same");
          like[turn] = seconds (start);
          start = g_get_monotonic_time ();
          if (bare_sql (db, page, "instr (search_key, ?)", "", keystrokes[k]) != found)
            g_error ("The two do not find the same");
          instr[turn] = seconds (start);
        }
      qsort (ours, TURNS, sizeof (double), compare_doubles);
      qsort (like, TURNS, sizeof (double), compare_doubles);
      qsort (instr, TURNS, sizeof (double), compare_doubles);
      bare = MIN (like[TURNS / 2], instr[TURNS / 2]);
      ours_sum += ours[TURNS / 2];
      bare_sum += bare;
      worst = MAX (worst, ours[TURNS / 2]);
      g_print ("%-18s %8u %10.1f %10.1f %10.1f %6.2f\n",
               keystrokes[k],
               found,
               ours[TURNS / 2] * 1e3,
               like[TURNS / 2] * 1e3,
               instr[TURNS / 2] * 1e3,
               ours[TURNS / 2] / bare);
    }
  g_print ("slowest keystroke %.1f ms\n", worst * 1e3);
  g_print ("ratio filter keystroke / bare SQL at %d dossiers: %.2f (aim <= 1.5)\n",
           DOSSIERS,
           ours_sum / bare_sum);
}

static void
remove_tree (const char *dir)
{
  const char *argv[] = { "rm", "-rf", "--", dir, NULL };

  g_spawn_sync (
      NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("gu-bench-XXXXXX", &error);
  g_autofree char *path = g_build_filename (dir, "desk.db", NULL);
  g_autoptr (GuClock) clock = gu_clock_new ();
  g_autoptr (GuStore) store = NULL;
  sqlite3 *db = NULL;
  sqlite3_stmt *page;
  gint64 start = g_get_monotonic_time ();

  setlocale (LC_ALL, "");
  store = gu_store_open (dir, clock, NULL, &error);
  if (store == NULL || !gu_fill_store (store, DOSSIERS, 0, &error))
    g_error ("%s", error->message);
  g_print ("filled with %d dossiers in %.1f s\n", DOSSIERS, seconds (start));

  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
    g_error ("%s", sqlite3_errmsg (db));
  /* The same memory as the desk's readers have. */
  sqlite3_exec (db, "PRAGMA cache_size = -4096", NULL, NULL, NULL);
  page = prepare (db,
                  "SELECT row, id, registration, procedure, applicant_name, address, state, "
                  "filed_on, due_on, sync_state,"
                  " conflicts FROM dossier WHERE row = ?");
  measure (store, db, page);

  sqlite3_finalize (page);
  sqlite3_close (db);
  g_clear_object (&store);
  remove_tree (dir);

  return 0;
}
