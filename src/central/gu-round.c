/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-central"

#include "config.h"

#include "gu-round-private.h"

#include "gu-store-sync.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define FEED      "central"
#define PAGE_SIZE "50"

/* A registry and a desk of versions that do not know each other. Neither is broken: the outbox
 * keeps everything until one of them is upgraded. */
gboolean
gu_round_check_status (JsonObject *answer, GError **error)
{
  const char *status = json_object_get_string_member_with_default (answer, "status", "");

  if (strcmp (status, "upgrade_desk") == 0)
    gu_error_set (
        error,
        GU_CENTRAL_ERROR,
        GU_CENTRAL_ERROR_DESK_OLD,
        _ ("Upgrade this program. It works on meanwhile and sends everything afterwards."),
        NULL,
        "%s",
        _ ("The central registry is newer than this desk."));
  else if (strcmp (status, "upgrade_central") == 0)
    gu_error_set (error,
                  GU_CENTRAL_ERROR,
                  GU_CENTRAL_ERROR_CENTRAL_OLD,
                  _ ("Ask the administrator to run “ghiseuctl central migrate”. The desk works on "
                     "meanwhile and sends everything afterwards."),
                  NULL,
                  "%s",
                  _ ("This desk is newer than the central registry."));
  else
    return TRUE;

  return FALSE;
}

static gboolean
gu_round_listen (GuRound *self, const char *channel, GCancellable *cancellable, GError **error)
{
  char *quoted = PQescapeIdentifier (
      gu_connection_peek (self->connection), channel, strlen (channel));
  g_autofree char *sql = g_strdup_printf ("LISTEN %s", quoted);

  PQfreemem (quoted);

  return gu_connection_run (self->connection, sql, cancellable, error);
}

/* A registry that knows more of this desk than the desk itself: the desk's data were put back from
 * an older copy, or live twice. What it gave out since is not known here, so no number is safe. */
static gboolean
gu_round_check_progress (GuRound *self, JsonObject *answer, GError **error)
{
  gint64 event, batch;

  if (!gu_store_get_progress (self->store, &event, &batch, error))
    return FALSE;
  if (json_object_get_int_member_with_default (answer, "last_seq", 0) <= event
      && self->central_batch <= batch)
    return TRUE;
  if (gu_round_revoke_leases (self, "older-than-central", error))
    gu_central_error_set_sqlstate (error, "GU004");

  return FALSE;
}

static gboolean
gu_round_introduce (GuRound *self, gboolean listen, GCancellable *cancellable, GError **error)
{
  g_autofree char *protocol = g_strdup_printf ("%d", GU_CENTRAL_PROTOCOL);
  const char *params[] = { protocol, gu_store_get_origin (self->store), self->desk };
  g_autoptr (JsonNode) node = NULL;
  JsonObject *answer;
  JsonArray *leases;

  node = gu_connection_call (
      self->connection, "SELECT api.hello($1, $2, $3)", 3, params, cancellable, error);
  if (node == NULL)
    return FALSE;
  answer = json_node_get_object (node);
  if (!gu_round_check_status (answer, error))
    return FALSE;
  self->central_batch = json_object_get_int_member_with_default (answer, "last_batch", 0);
  leases = json_object_get_array_member (answer, "leases");
  if (!gu_round_check_progress (self, answer, error))
    return FALSE;
  if (!gu_round_recover_leases (self, leases, error)
      || (strcmp (json_object_get_string_member_with_default (answer, "role", ""), "auditor") != 0
          && !gu_round_claim_leases (self, leases, cancellable, error)))
    return FALSE;

  return !listen
         || gu_round_listen (self,
                             json_object_get_string_member_with_default (answer, "channel", "gu"),
                             cancellable,
                             error);
}

GuRound *
gu_round_open (GuStore *store,
               GuClock *clock,
               const char *conninfo,
               const char *desk,
               GHashTable *registers,
               gboolean listen,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (GuRound) self = g_new0 (GuRound, 1);

  self->store = store;
  self->clock = clock;
  self->registers = registers;
  self->desk = g_strdup (desk);
  self->connection = gu_connection_open (conninfo, NULL, cancellable, error);
  if (self->connection == NULL || !gu_round_introduce (self, listen, cancellable, error)
      || !gu_store_get_cursor (store, FEED, &self->cursor, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
gu_round_close (GuRound *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->connection, gu_connection_close);
  g_free (self->desk);
  g_free (self->cursor);
  g_free (self);
}

/* The feed, page by page. Where nothing happened the cursor moves only in memory: to read it again
 * costs the registry nothing, a write every few seconds costs the desk's disk. */
gboolean
gu_round_pull (GuRound *self, GCancellable *cancellable, GError **error)
{
  gboolean more = TRUE;
  gboolean moved = FALSE;

  while (more)
    {
      const char *params[] = { gu_store_get_origin (self->store),
                               self->cursor != NULL ? self->cursor : "",
                               PAGE_SIZE };
      g_autoptr (JsonNode) node = gu_connection_call (
          self->connection, "SELECT api.sync_pull($1, $2, $3)", 3, params, cancellable, error);
      GuRemoteReport applied = { 0 };
      JsonObject *answer;
      JsonArray *changes;
      const char *cursor;

      if (node == NULL)
        return FALSE;
      answer = json_node_get_object (node);
      changes = json_object_get_array_member (answer, "changes");
      cursor = json_object_get_string_member (answer, "cursor");
      if (json_array_get_length (changes) > 0)
        {
          if (!gu_store_apply_remote (
                  self->store, changes, FEED, cursor, &applied, cancellable, error))
            return FALSE;
          for (guint i = 0; i < json_array_get_length (changes) && applied.applied > 0; i++)
            {
              JsonObject *change = json_array_get_object_element (changes, i);

              if (strcmp (json_object_get_string_member_with_default (change, "kind", ""),
                          "dossier")
                  == 0)
                self->report->pulled++;
            }
        }
      g_free (self->cursor);
      self->cursor = g_strdup (cursor);
      more = json_object_get_boolean_member_with_default (answer, "more", FALSE);
      /* Only our own changes: nothing to apply, but not to be looked through again either. */
      if (json_array_get_length (changes) > 0)
        moved = FALSE;
      else
        moved = moved || json_object_get_int_member_with_default (answer, "rows", 0) > 0;
    }

  return !moved || gu_store_set_cursor (self->store, FEED, self->cursor, error);
}

gboolean
gu_round_run (GuRound *self, GuSyncReport *report, GCancellable *cancellable, GError **error)
{
  gboolean ok;

  self->report = report;
  /* Numbers first: they are what a desk cannot do without while the line is down. Blocks that were
   * closed on the way are explained by the push. */
  ok = gu_round_fill_leases (self, cancellable, error) && gu_round_push (self, cancellable, error)
       && gu_round_pull (self, cancellable, error);
  self->report = NULL;

  return ok;
}
