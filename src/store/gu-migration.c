/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-store"

#include "config.h"

#include "gu-migration-private.h"

#include "gu-error.h"
#include "gu-store-error-private.h"
#include "gu-store-resources.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define GU_SQL_PATH     "/ro/ghiseuunic/Ghiseu/sql/desk"
#define GU_BACKUP_PAGES 2048
#define GU_BACKUPS_KEPT 3

static int
gu_migration_compare (gconstpointer a, gconstpointer b)
{
  const GuMigrationStep *left = *(const GuMigrationStep *const *) a;
  const GuMigrationStep *right = *(const GuMigrationStep *const *) b;

  return left->version - right->version;
}

static void
gu_migration_step_free (gpointer data)
{
  GuMigrationStep *step = data;

  g_free ((char *) step->name);
  g_free ((char *) step->sql);
  g_free (step);
}

GPtrArray *
gu_migration_list_steps (void)
{
  GPtrArray *steps = g_ptr_array_new_with_free_func (gu_migration_step_free);
  GResource *resource = gu_store_get_resource ();
  g_auto (GStrv) names = g_resource_enumerate_children (
      resource, GU_SQL_PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autofree char *path = g_build_path ("/", GU_SQL_PATH, names[i], NULL);
      g_autoptr (GBytes)
          sql = g_resource_lookup_data (resource, path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
      GuMigrationStep *step = g_new0 (GuMigrationStep, 1);

      step->version = (int) g_ascii_strtoll (names[i], NULL, 10);
      step->name = g_strdup (names[i]);
      step->sql = g_strndup (g_bytes_get_data (sql, NULL), g_bytes_get_size (sql));
      g_ptr_array_add (steps, step);
    }
  g_ptr_array_sort (steps, gu_migration_compare);

  return steps;
}

static gboolean
gu_migration_sync_path (const char *path, int flags, GError **error)
{
  int fd = open (path, flags | O_CLOEXEC);
  int rc = fd < 0 ? -1 : fsync (fd);
  int saved_errno = errno;

  if (fd >= 0)
    close (fd);
  if (rc != 0)
    {
      gu_store_error_set_errno (error, saved_errno, "fsync of the backup");
      return FALSE;
    }

  return TRUE;
}

static gboolean
gu_migration_copy_pages (GuDatabase *database,
                         const char *path,
                         GCancellable *cancellable,
                         GError **error)
{
  sqlite3 *copy = NULL;
  sqlite3_backup *backup;
  int rc = sqlite3_open_v2 (
      path, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);

  if (rc == SQLITE_OK)
    {
      backup = sqlite3_backup_init (copy, "main", gu_database_get_handle (database), "main");
      if (backup == NULL)
        {
          rc = sqlite3_errcode (copy);
        }
      else
        {
          do
            rc = g_cancellable_is_cancelled (cancellable)
                     ? SQLITE_INTERRUPT
                     : sqlite3_backup_step (backup, GU_BACKUP_PAGES);
          while (rc == SQLITE_OK);
          sqlite3_backup_finish (backup);
        }
    }
  if (rc != SQLITE_DONE)
    gu_store_error_set_sqlite (error, copy, rc);
  sqlite3_close (copy);

  return rc == SQLITE_DONE;
}

static int
gu_migration_compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Old backups hold personal data and take room: only the last few are kept. Their names sort by
 * time. */
static void
gu_migration_prune_backups (const char *dir)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) listing = g_dir_open (dir, 0, NULL);
  const char *name;

  while (listing != NULL && (name = g_dir_read_name (listing)) != NULL)
    {
      if (g_str_has_prefix (name, "desk-") && g_str_has_suffix (name, ".db"))
        g_ptr_array_add (names, g_strdup (name));
    }
  g_ptr_array_sort (names, gu_migration_compare_names);

  for (guint i = 0; i + GU_BACKUPS_KEPT < names->len; i++)
    {
      g_autofree char *path = g_build_filename (dir, g_ptr_array_index (names, i), NULL);

      g_unlink (path);
    }
}

static gboolean
gu_migration_back_up (GuDatabase *database,
                      int version,
                      const char *backup_dir,
                      gint64 now_ms,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (now_ms / 1000);
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%dT%H%M%SZ");
  g_autofree char *name = g_strdup_printf ("desk-%s-v%d.db", stamp, version);
  g_autofree char *path = g_build_filename (backup_dir, name, NULL);
  g_autofree char *temporary = g_strconcat (path, ".part", NULL);

  if (g_mkdir_with_parents (backup_dir, 0700) != 0)
    {
      gu_store_error_set_errno (error, errno, "mkdir of the backups");
      return FALSE;
    }

  g_unlink (temporary);
  if (!gu_migration_copy_pages (database, temporary, cancellable, error)
      || !gu_migration_sync_path (temporary, O_RDONLY, error))
    {
      g_unlink (temporary);
      return FALSE;
    }
  if (g_rename (temporary, path) != 0)
    {
      gu_store_error_set_errno (error, errno, "rename of the backup");
      g_unlink (temporary);
      return FALSE;
    }
  gu_migration_prune_backups (backup_dir);

  return gu_migration_sync_path (backup_dir, O_RDONLY | O_DIRECTORY, error);
}

static gboolean
gu_migration_check_references (GuDatabase *database, GError **error)
{
  g_autoptr (GuStatement)
      statement = gu_database_prepare (database, error, "PRAGMA foreign_key_check", "");
  g_autoptr (GError) step_error = NULL;

  if (statement == NULL)
    return FALSE;
  if (gu_statement_step (statement, &step_error))
    {
      g_set_error (error,
                   GU_STORE_ERROR,
                   GU_STORE_ERROR_MIGRATION,
                   "a row of %s refers to nothing",
                   gu_statement_text (statement, 0));
      return FALSE;
    }
  if (step_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&step_error));
      return FALSE;
    }

  return TRUE;
}

static gboolean
gu_migration_apply (GuDatabase *database, const GuMigrationStep *step, GError **error)
{
  g_autofree char *set_version = g_strdup_printf ("PRAGMA user_version = %d", step->version);

  if (!gu_database_script (database, "BEGIN IMMEDIATE", error))
    return FALSE;

  if (!gu_database_script (database, step->sql, error)
      || !gu_migration_check_references (database, error)
      || !gu_database_script (database, set_version, error)
      || !gu_database_script (database, "COMMIT", error))
    {
      /* After a disk error SQLite has rolled back by itself. */
      if (!sqlite3_get_autocommit (gu_database_get_handle (database)))
        gu_database_script (database, "ROLLBACK", NULL);
      return FALSE;
    }

  return TRUE;
}

/* Which errors have a better sentence of their own than "the step failed". */
static gboolean
gu_migration_keeps_error (const GError *error)
{
  return error->domain != GU_STORE_ERROR || error->code == GU_STORE_ERROR_DISK_FULL
         || error->code == GU_STORE_ERROR_READ_ONLY || error->code == GU_STORE_ERROR_BUSY
         || error->code == GU_STORE_ERROR_CORRUPT;
}

gboolean
gu_migration_run (GuDatabase *database,
                  const GuMigrationStep *const *steps,
                  gsize n_steps,
                  const char *backup_dir,
                  gint64 now_ms,
                  GCancellable *cancellable,
                  GError **error)
{
  gint64 version;

  if (!gu_database_get_int (database, error, &version, 0, "PRAGMA user_version", ""))
    return FALSE;

  if (version < 0 || version > (gint64) n_steps)
    {
      g_autofree char *detail = g_strdup_printf (
          "user_version %" G_GINT64_FORMAT ", known %" G_GSIZE_FORMAT, version, n_steps);

      gu_error_set (
          error,
          GU_STORE_ERROR,
          GU_STORE_ERROR_NEWER,
          _ ("Install the newer version of the desk on this machine; nothing was changed."),
          detail,
          _ ("The desk's data was written by a newer version of the desk."));
      return FALSE;
    }
  if (version == (gint64) n_steps)
    return TRUE;
  if (version > 0
      && !gu_migration_back_up (database, (int) version, backup_dir, now_ms, cancellable, error))
    return FALSE;

  for (gsize i = (gsize) version; i < n_steps; i++)
    {
      g_autoptr (GError) step_error = NULL;

      g_assert (steps[i]->version == (int) i + 1);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (gu_migration_apply (database, steps[i], &step_error))
        continue;

      if (gu_migration_keeps_error (step_error))
        {
          g_propagate_error (error, g_steal_pointer (&step_error));
          return FALSE;
        }
      gu_error_set (
          error,
          GU_STORE_ERROR,
          GU_STORE_ERROR_MIGRATION,
          _ ("Go on with the former version of the desk and tell the administrator; a copy from "
             "before is in the folder “backups”."),
          gu_error_get_detail (step_error) != NULL ? gu_error_get_detail (step_error)
                                                   : step_error->message,
          /* Translators: %s is the name of a step such as "002-other-desks.sql". */
          _ ("The desk's data could not be brought to the new form (%s); it is as it was."),
          steps[i]->name);
      return FALSE;
    }

  return TRUE;
}
