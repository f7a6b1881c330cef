/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-central-error.h"
#include "gu-libpq-private.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The protocol of batches and calls that this program speaks. */
#define GU_CENTRAL_PROTOCOL 1

/* One connection to PostgreSQL that never blocks past its deadlines and can be cancelled at any
 * point. Belongs to one thread at a time. After an error of the line it is dead: close it. */
typedef struct _GuConnection GuConnection;

GuConnection *gu_connection_open (const char *conninfo,
                                  const char *dbname,
                                  GCancellable *cancellable,
                                  GError **error);
void gu_connection_close (GuConnection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuConnection, gu_connection_close)
static inline void
gu_pg_result_free (PGresult *result)
{
  PQclear (result);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PGresult, gu_pg_result_free)

PGconn *gu_connection_peek (GuConnection *self);

/* Runs one statement with text parameters. */
PGresult *gu_connection_query (GuConnection *self,
                               const char *sql,
                               int n_params,
                               const char *const *params,
                               GCancellable *cancellable,
                               GError **error);

/* Runs several statements in one go; what they return is thrown away. */
gboolean
gu_connection_run (GuConnection *self, const char *sql, GCancellable *cancellable, GError **error);

/* Runs a statement that returns one JSON value. */
JsonNode *gu_connection_call (GuConnection *self,
                              const char *sql,
                              int n_params,
                              const char *const *params,
                              GCancellable *cancellable,
                              GError **error);

/* Waits until the next result of what was sent is there; @result is %NULL where a statement ends.
 * For pipelines. */
gboolean gu_connection_next (GuConnection *self,
                             PGresult **result,
                             GCancellable *cancellable,
                             GError **error);

/* Puts the error of a result into @error. */
void gu_connection_set_result_error (const PGresult *result, GError **error);

/* Takes in what has arrived; returns whether there was a notification. FALSE with @error: the line
 * is dead. */
gboolean gu_connection_take_notifications (GuConnection *self, gboolean *woken, GError **error);

G_END_DECLS
