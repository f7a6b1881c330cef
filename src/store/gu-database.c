/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-store"

#include "config.h"

#include "gu-database-private.h"

#include "gu-store-error-private.h"

#include <stdarg.h>
#include <string.h>

/* How many instructions of SQLite's machine between two looks at the cancellable: some 50 µs. */
#define GU_PROGRESS_STEPS  1000
#define GU_BUSY_TIMEOUT_MS 10000

/* One connection. Used by one thread at a time; GuStore sees to that. */
struct _GuDatabase
{
  sqlite3 *db;
  GHashTable *statements; /* SQL (borrowed from the statement) → GuStatement, those not on loan */

  /* borrowed */
  GCancellable *cancellable;
  const gint *closing;

  gboolean disk_full; /* seen since last asked */
};

struct _GuStatement
{
  GuDatabase *database; /* borrowed */
  sqlite3_stmt *stmt;
};

static void
gu_database_fail (GuDatabase *self, int rc, GError **error)
{
  g_autoptr (GError) mapped = NULL;

  gu_store_error_set_sqlite (&mapped, self->db, rc);
  if (g_error_matches (mapped, GU_STORE_ERROR, GU_STORE_ERROR_DISK_FULL))
    self->disk_full = TRUE;
  g_propagate_error (error, g_steal_pointer (&mapped));
}

static int
gu_database_progress (void *data)
{
  GuDatabase *self = data;

  if (self->closing != NULL && g_atomic_int_get (self->closing))
    return 1;

  return self->cancellable != NULL && g_cancellable_is_cancelled (self->cancellable);
}

/* The texts are short: jumping to the first letter beats memmem, which prepares a table for each
 * call. */
static gboolean
gu_database_contains (const char *text, gsize size, const char *needle, gsize needle_size)
{
  const char *end = text + size;

  for (const char *p = text; p != NULL && (gsize) (end - p) >= needle_size; p++)
    {
      p = memchr (p, needle[0], (gsize) (end - p) - needle_size + 1);
      if (p == NULL)
        return FALSE;
      if (memcmp (p, needle, needle_size) == 0)
        return TRUE;
    }

  return FALSE;
}

/* gu_has (key, needle): whether the needle's bytes occur in the key. Both were normalised when they
 * were made, so bytes are enough. */
static void
gu_database_has (sqlite3_context *context, int argc, sqlite3_value **argv)
{
  const char *key = (const char *) sqlite3_value_text (argv[0]);
  const char *needle = (const char *) sqlite3_value_text (argv[1]);
  gsize key_size = (gsize) sqlite3_value_bytes (argv[0]);
  gsize needle_size = (gsize) sqlite3_value_bytes (argv[1]);

  sqlite3_result_int (context,
                      needle_size == 0
                          || (key != NULL && needle != NULL
                              && gu_database_contains (key, key_size, needle, needle_size)));
}

static void
gu_statement_destroy (GuStatement *self)
{
  sqlite3_finalize (self->stmt);
  g_free (self);
}

static gboolean
gu_database_set_up (GuDatabase *self, GuDatabaseRole role, GError **error)
{
  static const char writer_pragmas[] = "PRAGMA journal_mode = WAL;"
                                       "PRAGMA synchronous = FULL;"
                                       "PRAGMA journal_size_limit = 67108864;"
                                       "PRAGMA cache_size = -8192;";
  static const char reader_pragmas[] = "PRAGMA query_only = ON;"
                                       "PRAGMA cache_size = -4096;";
  static const char common_pragmas[] = "PRAGMA foreign_keys = ON;"
                                       "PRAGMA temp_store = MEMORY;"
                                       "PRAGMA cell_size_check = ON;"
                                       "PRAGMA trusted_schema = OFF;";

  sqlite3_extended_result_codes (self->db, 1);
  sqlite3_busy_timeout (self->db, GU_BUSY_TIMEOUT_MS);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_progress_handler (self->db, GU_PROGRESS_STEPS, gu_database_progress, self);
  sqlite3_create_function_v2 (self->db,
                              "gu_has",
                              2,
                              SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
                              NULL,
                              gu_database_has,
                              NULL,
                              NULL,
                              NULL);

  return gu_database_script (self, common_pragmas, error)
         && gu_database_script (
             self, role == GU_DATABASE_WRITER ? writer_pragmas : reader_pragmas, error);
}

GuDatabase *
gu_database_open (const char *path, GuDatabaseRole role, const gint *closing, GError **error)
{
  g_autoptr (GuDatabase) self = g_new0 (GuDatabase, 1);
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  int rc;

  self->closing = closing;
  self->statements = g_hash_table_new_full (
      g_str_hash, g_str_equal, NULL, (GDestroyNotify) gu_statement_destroy);

  if (role == GU_DATABASE_WRITER)
    flags |= SQLITE_OPEN_CREATE;
  rc = sqlite3_open_v2 (path, &self->db, flags, NULL);
  if (rc != SQLITE_OK)
    {
      gu_database_fail (self, rc, error);
      return NULL;
    }
  if (!gu_database_set_up (self, role, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
gu_database_free (GuDatabase *self)
{
  g_clear_pointer (&self->statements, g_hash_table_unref);
  if (self->db != NULL && sqlite3_close (self->db) != SQLITE_OK)
    g_critical ("A statement was still in use when its database was closed");
  g_free (self);
}

sqlite3 *
gu_database_get_handle (GuDatabase *self)
{
  return self->db;
}

void
gu_database_set_cancellable (GuDatabase *self, GCancellable *cancellable)
{
  self->cancellable = cancellable;
}

gboolean
gu_database_take_disk_full (GuDatabase *self)
{
  gboolean seen = self->disk_full;

  self->disk_full = FALSE;

  return seen;
}

void
gu_statement_free (GuStatement *self)
{
  GuDatabase *database = self->database;
  const char *sql = sqlite3_sql (self->stmt);

  sqlite3_reset (self->stmt);
  sqlite3_clear_bindings (self->stmt);
  if (g_hash_table_contains (database->statements, sql))
    gu_statement_destroy (self);
  else
    g_hash_table_insert (database->statements, (gpointer) sql, self);
}

static gboolean
gu_statement_bind (GuStatement *self, const char *types, va_list args, GError **error)
{
  int rc = SQLITE_OK;

  for (int i = 0; types[i] != '\0' && rc == SQLITE_OK; i++)
    {
      switch (types[i])
        {
        case 's':
          rc = sqlite3_bind_text (
              self->stmt, i + 1, va_arg (args, const char *), -1, SQLITE_TRANSIENT);
          break;
        case 'i':
          rc = sqlite3_bind_int64 (self->stmt, i + 1, va_arg (args, gint64));
          break;
        case 'b':
          {
            GBytes *bytes = va_arg (args, GBytes *);
            gsize size = 0;
            const void *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

            rc = sqlite3_bind_blob64 (self->stmt, i + 1, data, size, SQLITE_TRANSIENT);
            break;
          }
        default:
          g_assert_not_reached ();
        }
    }
  if (rc != SQLITE_OK)
    {
      gu_database_fail (self->database, rc, error);
      return FALSE;
    }

  return TRUE;
}

static GuStatement *
gu_database_prepare_valist (GuDatabase *self,
                            GError **error,
                            const char *sql,
                            const char *types,
                            va_list args)
{
  g_autoptr (GuStatement) statement = NULL;
  gpointer key, value;

  if (g_hash_table_steal_extended (self->statements, sql, &key, &value))
    {
      statement = value;
    }
  else
    {
      sqlite3_stmt *stmt = NULL;
      int rc = sqlite3_prepare_v3 (self->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);

      if (rc != SQLITE_OK)
        {
          gu_database_fail (self, rc, error);
          return NULL;
        }
      statement = g_new0 (GuStatement, 1);
      statement->database = self;
      statement->stmt = stmt;
    }

  g_assert (sqlite3_bind_parameter_count (statement->stmt) == (int) strlen (types));
  if (!gu_statement_bind (statement, types, args, error))
    return NULL;

  return g_steal_pointer (&statement);
}

GuStatement *
gu_database_prepare (GuDatabase *self, GError **error, const char *sql, const char *types, ...)
{
  GuStatement *statement;
  va_list args;

  va_start (args, types);
  statement = gu_database_prepare_valist (self, error, sql, types, args);
  va_end (args);

  return statement;
}

gboolean
gu_statement_step (GuStatement *self, GError **error)
{
  int rc;

  /* A short statement may end before the progress handler is ever asked. */
  if (gu_database_progress (self->database))
    rc = SQLITE_INTERRUPT;
  else
    rc = sqlite3_step (self->stmt);

  if (rc != SQLITE_ROW && rc != SQLITE_DONE)
    gu_database_fail (self->database, rc, error);

  return rc == SQLITE_ROW;
}

const char *
gu_statement_text (GuStatement *self, int column)
{
  return (const char *) sqlite3_column_text (self->stmt, column);
}

gint64
gu_statement_int (GuStatement *self, int column)
{
  return sqlite3_column_int64 (self->stmt, column);
}

GBytes *
gu_statement_bytes (GuStatement *self, int column)
{
  const void *data = sqlite3_column_blob (self->stmt, column);

  return g_bytes_new (data, (gsize) sqlite3_column_bytes (self->stmt, column));
}

sqlite3_stmt *
gu_statement_get_handle (GuStatement *self)
{
  return self->stmt;
}

gboolean
gu_database_run (GuDatabase *self, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr (GuStatement) statement = NULL;
  g_autoptr (GError) step_error = NULL;
  va_list args;

  va_start (args, types);
  statement = gu_database_prepare_valist (self, error, sql, types, args);
  va_end (args);
  if (statement == NULL)
    return FALSE;

  while (gu_statement_step (statement, &step_error))
    ;
  if (step_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&step_error));
      return FALSE;
    }

  return TRUE;
}

gboolean
gu_database_get_int (GuDatabase *self,
                     GError **error,
                     gint64 *value,
                     gint64 fallback,
                     const char *sql,
                     const char *types,
                     ...)
{
  g_autoptr (GuStatement) statement = NULL;
  g_autoptr (GError) step_error = NULL;
  va_list args;

  va_start (args, types);
  statement = gu_database_prepare_valist (self, error, sql, types, args);
  va_end (args);
  if (statement == NULL)
    return FALSE;

  *value = gu_statement_step (statement, &step_error) ? gu_statement_int (statement, 0) : fallback;
  if (step_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&step_error));
      return FALSE;
    }

  return TRUE;
}

gboolean
gu_database_get_text (GuDatabase *self,
                      GError **error,
                      char **value,
                      const char *sql,
                      const char *types,
                      ...)
{
  g_autoptr (GuStatement) statement = NULL;
  g_autoptr (GError) step_error = NULL;
  va_list args;

  *value = NULL;
  va_start (args, types);
  statement = gu_database_prepare_valist (self, error, sql, types, args);
  va_end (args);
  if (statement == NULL)
    return FALSE;

  if (gu_statement_step (statement, &step_error))
    *value = g_strdup (gu_statement_text (statement, 0));
  if (step_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&step_error));
      return FALSE;
    }

  return TRUE;
}

gint64
gu_database_changes (GuDatabase *self)
{
  return sqlite3_changes64 (self->db);
}

gboolean
gu_database_script (GuDatabase *self, const char *sql, GError **error)
{
  int rc = sqlite3_exec (self->db, sql, NULL, NULL, NULL);

  if (rc != SQLITE_OK)
    {
      gu_database_fail (self, rc, error);
      return FALSE;
    }

  return TRUE;
}
