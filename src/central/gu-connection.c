/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-central"

#include "config.h"

#include "gu-connection-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* Long enough for a server that is recovering from a crash, short enough for a person who waits. */
#define CONNECT_DEADLINE_MS 20000
/* The server's own limit is shorter (statement_timeout of the login); this is for a line that is
 * dead in a way the kernel does not notice. */
#define ANSWER_DEADLINE_MS 120000
#define CANCEL_DRAIN_MS    3000

struct _GuConnection
{
  PGconn *pg;
};

static void
gu_connection_set_cancelled (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("The action was cancelled."));
}

/* Waits for the socket. Returns G_IO_IN | G_IO_OUT bits that are ready, 0 on time out, -1 when
 * cancelled. */
static int
gu_connection_poll (GuConnection *self, int events, gint64 deadline, GCancellable *cancellable)
{
  GPollFD fds[2] = { { .fd = PQsocket (self->pg), .events = (gushort) events }, { 0 } };
  gboolean has_cancel = FALSE;
  int ready;

  if (g_cancellable_is_cancelled (cancellable))
    return -1;
  if (cancellable != NULL)
    has_cancel = g_cancellable_make_pollfd (cancellable, &fds[1]);

  do
    {
      gint64 left = MAX (0, deadline - g_get_monotonic_time ()) / 1000;

      ready = g_poll (fds, has_cancel ? 2 : 1, (int) MIN (left, G_MAXINT));
    }
  while (ready < 0 && errno == EINTR);

  if (has_cancel)
    g_cancellable_release_fd (cancellable);
  if (g_cancellable_is_cancelled (cancellable))
    return -1;

  return ready <= 0 ? 0 : fds[0].revents;
}

/* libpq keeps the SQLSTATE of a refused connection to itself; in its terse verbosity the state is
 * what the message ends with. Anything else it says (names of hosts, the system's words) does not
 * look like one. */
static char *
gu_connection_find_sqlstate (PGconn *pg)
{
  g_autofree char *message = g_strstrip (g_strdup (PQerrorMessage (pg)));
  gsize length = strlen (message);
  gboolean digit = FALSE;

  if (length < 7 || message[length - 6] != ' ')
    return NULL;
  for (gsize i = length - 5; i < length; i++)
    {
      if (!g_ascii_isdigit (message[i]) && !g_ascii_isupper (message[i]))
        return NULL;
      digit = digit || g_ascii_isdigit (message[i]);
    }

  return digit ? g_strdup (message + length - 5) : NULL;
}

static gboolean
gu_connection_connect (GuConnection *self, GCancellable *cancellable, GError **error)
{
  gint64 deadline = g_get_monotonic_time () + CONNECT_DEADLINE_MS * G_TIME_SPAN_MILLISECOND;
  PostgresPollingStatusType status = PGRES_POLLING_WRITING;

  while (status != PGRES_POLLING_OK && status != PGRES_POLLING_FAILED)
    {
      int ready = gu_connection_poll (
          self, status == PGRES_POLLING_READING ? G_IO_IN : G_IO_OUT, deadline, cancellable);

      if (ready < 0)
        {
          gu_connection_set_cancelled (error);
          return FALSE;
        }
      if (ready == 0)
        {
          gu_central_error_set_sqlstate (error, NULL);
          return FALSE;
        }
      status = PQconnectPoll (self->pg);
    }
  if (status == PGRES_POLLING_FAILED)
    {
      g_autofree char *sqlstate = gu_connection_find_sqlstate (self->pg);

      /* A server that wants a password when there is none says nothing in a state. */
      if (sqlstate == NULL && PQconnectionNeedsPassword (self->pg))
        sqlstate = g_strdup ("28P01");
      gu_central_error_set_sqlstate (error, sqlstate);
      return FALSE;
    }

  return TRUE;
}

/* Notices go nowhere: they may quote what was sent. */
static void
gu_connection_drop_notice (void *data, const char *message)
{
}

/* Connects; @dbname overrides the database of @conninfo. */
GuConnection *
gu_connection_open (const char *conninfo,
                    const char *dbname,
                    GCancellable *cancellable,
                    GError **error)
{
  /* Before "dbname": what the connection string may change; after it: what it may not. A dead
   * network shows in about five seconds instead of never. */
  const char *keys[] = { "application_name",
                         "tcp_user_timeout",
                         "keepalives_idle",
                         "keepalives_interval",
                         "keepalives_count",
                         "target_session_attrs",
                         "dbname",
                         "client_encoding",
                         dbname != NULL ? "dbname" : NULL,
                         NULL };
  const char *values[] = { "ghiseu",     "5000",   "3",    "1",    "3",
                           "read-write", conninfo, "UTF8", dbname, NULL };
  g_autoptr (GuConnection) self = g_new0 (GuConnection, 1);

  g_return_val_if_fail (conninfo != NULL, NULL);

  if (!gu_libpq_is_there ())
    {
      gu_central_error_set_sqlstate (error, NULL);
      return NULL;
    }
  self->pg = PQconnectStartParams (keys, values, 1);
  if (self->pg == NULL)
    g_error ("No memory for a connection");
  if (PQstatus (self->pg) == CONNECTION_BAD)
    {
      char *reason = NULL;
      PQconninfoOption *parsed = PQconninfoParse (conninfo, &reason);

      PQfreemem (reason);
      if (parsed != NULL)
        {
          PQconninfoFree (parsed);
          gu_central_error_set_sqlstate (error, NULL);
          return NULL;
        }
      gu_error_set (error,
                    GU_CENTRAL_ERROR,
                    GU_CENTRAL_ERROR_REFUSED,
                    _ ("Write it as “host=… dbname=… user=…” or as “postgresql://…”."),
                    NULL,
                    "%s",
                    _ ("The address of the central registry is not well formed."));
      return NULL;
    }
  PQsetErrorVerbosity (self->pg, PQERRORS_SQLSTATE);
  if (!gu_connection_connect (self, cancellable, error))
    return NULL;
  PQsetnonblocking (self->pg, 1);
  PQsetNoticeProcessor (self->pg, gu_connection_drop_notice, NULL);

  return g_steal_pointer (&self);
}

void
gu_connection_close (GuConnection *self)
{
  if (self == NULL)
    return;

  PQfinish (self->pg);
  g_free (self);
}

PGconn *
gu_connection_peek (GuConnection *self)
{
  return self->pg;
}

void
gu_connection_set_result_error (const PGresult *result, GError **error)
{
  gu_central_error_set_sqlstate (error, PQresultErrorField (result, PG_DIAG_SQLSTATE));
}

/* Asks the server to stop what it does for us, then throws the answer away: the connection stays
 * usable, or is found dead. */
static void
gu_connection_cancel_running (GuConnection *self)
{
  PGcancel *cancel = PQgetCancel (self->pg);
  gint64 deadline = g_get_monotonic_time () + CANCEL_DRAIN_MS * G_TIME_SPAN_MILLISECOND;
  char words[256];

  if (cancel == NULL)
    return;
  PQcancel (cancel, words, sizeof words);
  PQfreeCancel (cancel);

  for (;;)
    {
      while (PQisBusy (self->pg))
        {
          if (gu_connection_poll (self, G_IO_IN, deadline, NULL) <= 0 || !PQconsumeInput (self->pg))
            return;
        }
      PGresult *result = PQgetResult (self->pg);

      if (result == NULL)
        return;
      PQclear (result);
    }
}

gboolean
gu_connection_next (GuConnection *self,
                    PGresult **result,
                    GCancellable *cancellable,
                    GError **error)
{
  gint64 deadline = g_get_monotonic_time () + ANSWER_DEADLINE_MS * G_TIME_SPAN_MILLISECOND;

  *result = NULL;
  for (;;)
    {
      int flushed = PQflush (self->pg);
      int ready;

      if (flushed == 0 && !PQisBusy (self->pg))
        break;
      if (flushed < 0)
        {
          gu_central_error_set_sqlstate (error, NULL);
          return FALSE;
        }
      ready = gu_connection_poll (
          self, G_IO_IN | (flushed > 0 ? G_IO_OUT : 0), deadline, cancellable);
      if (ready < 0)
        {
          gu_connection_cancel_running (self);
          gu_connection_set_cancelled (error);
          return FALSE;
        }
      if (ready == 0 || (((ready & ~G_IO_OUT) != 0) && !PQconsumeInput (self->pg)))
        {
          gu_central_error_set_sqlstate (error, NULL);
          return FALSE;
        }
    }
  *result = PQgetResult (self->pg);

  return TRUE;
}

/* Collects all results of a statement and keeps the last; the first error wins. */
static PGresult *
gu_connection_collect (GuConnection *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (PGresult) kept = NULL;
  gboolean failed = FALSE;

  for (;;)
    {
      PGresult *result;

      if (!gu_connection_next (self, &result, cancellable, failed ? NULL : error))
        return NULL;
      if (result == NULL)
        break;
      if (PQresultStatus (result) == PGRES_FATAL_ERROR
          || PQresultStatus (result) == PGRES_BAD_RESPONSE)
        {
          if (!failed)
            gu_connection_set_result_error (result, error);
          failed = TRUE;
          PQclear (result);
          if (PQstatus (self->pg) == CONNECTION_BAD)
            return NULL;
          continue;
        }
      PQclear (kept);
      kept = result;
    }
  if (failed)
    return NULL;
  if (kept == NULL)
    gu_central_error_set_sqlstate (error, NULL);

  return g_steal_pointer (&kept);
}

PGresult *
gu_connection_query (GuConnection *self,
                     const char *sql,
                     int n_params,
                     const char *const *params,
                     GCancellable *cancellable,
                     GError **error)
{
  if (!PQsendQueryParams (self->pg, sql, n_params, NULL, params, NULL, NULL, 0))
    {
      gu_central_error_set_sqlstate (error, NULL);
      return NULL;
    }

  return gu_connection_collect (self, cancellable, error);
}

gboolean
gu_connection_run (GuConnection *self, const char *sql, GCancellable *cancellable, GError **error)
{
  g_autoptr (PGresult) result = NULL;

  if (!PQsendQuery (self->pg, sql))
    {
      gu_central_error_set_sqlstate (error, NULL);
      return FALSE;
    }
  result = gu_connection_collect (self, cancellable, error);

  return result != NULL;
}

JsonNode *
gu_connection_call (GuConnection *self,
                    const char *sql,
                    int n_params,
                    const char *const *params,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (PGresult)
      result = gu_connection_query (self, sql, n_params, params, cancellable, error);
  g_autoptr (JsonNode) node = NULL;

  if (result == NULL)
    return NULL;
  if (PQntuples (result) == 1 && PQnfields (result) == 1 && !PQgetisnull (result, 0, 0))
    node = json_from_string (PQgetvalue (result, 0, 0), NULL);
  if (node == NULL || !(JSON_NODE_HOLDS_OBJECT (node) || JSON_NODE_HOLDS_ARRAY (node)))
    {
      gu_error_set (error,
                    GU_CENTRAL_ERROR,
                    GU_CENTRAL_ERROR_CENTRAL_OLD,
                    _ ("Upgrade the desk and the registry to the same version."),
                    NULL,
                    "%s",
                    _ ("The central registry answered in a way this desk does not understand."));
      return NULL;
    }

  return g_steal_pointer (&node);
}

gboolean
gu_connection_take_notifications (GuConnection *self, gboolean *woken, GError **error)
{
  PGnotify *notify;

  *woken = FALSE;
  if (!PQconsumeInput (self->pg))
    {
      gu_central_error_set_sqlstate (error, NULL);
      return FALSE;
    }
  while ((notify = PQnotifies (self->pg)) != NULL)
    {
      *woken = TRUE;
      PQfreemem (notify);
    }

  return TRUE;
}
