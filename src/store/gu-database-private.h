/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Private to the store: one connection to SQLite with cached statements and cancellation. */

#include <gio/gio.h>
#include <sqlite3.h>

G_BEGIN_DECLS

typedef struct _GuDatabase GuDatabase;

typedef enum
{
  GU_DATABASE_WRITER,
  GU_DATABASE_READER,
} GuDatabaseRole;

/* @closing: (nullable): set to 1 by any thread to make every statement stop; must outlive the
 * connection. */
GuDatabase *
gu_database_open (const char *path, GuDatabaseRole role, const gint *closing, GError **error);
void gu_database_free (GuDatabase *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuDatabase, gu_database_free)

sqlite3 *gu_database_get_handle (GuDatabase *self);

/* (nullable) (transfer none): statements stop when it is cancelled; the caller sets %NULL before it
 * drops it. */
void gu_database_set_cancellable (GuDatabase *self, GCancellable *cancellable);

/* Whether the disk was full since this was last asked. */
gboolean gu_database_take_disk_full (GuDatabase *self);

/* A prepared statement on loan: freeing it resets it and gives it back to the connection. */
typedef struct _GuStatement GuStatement;

void gu_statement_free (GuStatement *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuStatement, gu_statement_free)

/*
 * @types has a letter for each '?': 's' const char * (nullable), 'i' gint64, 'b' GBytes *
 * (nullable). Values are copied. @sql must be a static string or live as long as the connection.
 */
GuStatement *
gu_database_prepare (GuDatabase *self, GError **error, const char *sql, const char *types, ...);

/* TRUE: a row. FALSE: the end, or @error is set. */
gboolean gu_statement_step (GuStatement *self, GError **error);

const char *gu_statement_text (GuStatement *self, int column); /* (nullable), until the next step */
gint64 gu_statement_int (GuStatement *self, int column);
GBytes *gu_statement_bytes (GuStatement *self, int column); /* (transfer full) */
sqlite3_stmt *gu_statement_get_handle (GuStatement *self);

/* Prepares, binds, runs to the end. */
gboolean
gu_database_run (GuDatabase *self, GError **error, const char *sql, const char *types, ...);

/* One number out of the first row; @fallback when there is no row. */
gboolean gu_database_get_int (GuDatabase *self,
                              GError **error,
                              gint64 *value,
                              gint64 fallback,
                              const char *sql,
                              const char *types,
                              ...);

/* One text out of the first row; %NULL when there is no row. */
gboolean gu_database_get_text (GuDatabase *self,
                               GError **error,
                               char **value,
                               const char *sql,
                               const char *types,
                               ...);

gint64 gu_database_changes (GuDatabase *self);

/* Several statements, without values. */
gboolean gu_database_script (GuDatabase *self, const char *sql, GError **error);

G_END_DECLS
