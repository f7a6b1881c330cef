/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-central"

#include "config.h"

#include "gu-round-private.h"

#include "gu-blob-transfer-private.h"
#include "gu-store-sync.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* One round trip, one commit here and one there for so many dossiers; some 20 kB each. */
#define DOSSIERS_PER_BATCH 20

/* The hashes of the files that the papers of a batch refer to. */
static GHashTable *
gu_push_list_blobs (JsonObject *batch)
{
  GHashTable *blobs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonArray *rows = json_object_get_array_member (batch, "rows");

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);
      JsonObject *payload = json_object_get_object_member (row, "payload");

      if (strcmp (json_object_get_string_member_with_default (row, "kind", ""), "document") == 0)
        g_hash_table_add (
            blobs, g_strdup (json_object_get_string_member_with_default (payload, "sha256", "")));
    }

  return blobs;
}

/* The text of an array parameter; hashes need no quotes. */
static char *
gu_push_format_array (GHashTable *set)
{
  GString *text = g_string_new ("{");
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, set);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      if (strspn (key, "0123456789abcdef") != 64 || strlen (key) != 64)
        continue;
      if (text->len > 1)
        g_string_append_c (text, ',');
      g_string_append (text, key);
    }
  g_string_append_c (text, '}');

  return g_string_free (text, FALSE);
}

/* Files go before the papers that refer to them. One that the store itself cannot give is left out:
 * the registry then returns its paper with the reason, where a person sees it. */
static gboolean
gu_push_blobs (GuRound *self, JsonObject *batch, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) blobs = gu_push_list_blobs (batch);
  g_autofree char *array = NULL;
  const char *params[1];
  g_autoptr (JsonNode) wanted = NULL;
  JsonArray *list;

  if (g_hash_table_size (blobs) == 0)
    return TRUE;
  array = gu_push_format_array (blobs);
  params[0] = array;
  wanted = gu_connection_call (
      self->connection, "SELECT api.blobs_wanted($1::text[])", 1, params, cancellable, error);
  if (wanted == NULL)
    return FALSE;

  list = json_node_get_array (wanted);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      const char *sha256 = json_array_get_string_element (list, i);
      g_autoptr (GError) local = NULL;

      if (gu_blob_send (self->connection,
                        self->store,
                        sha256,
                        &self->report->blob_bytes,
                        cancellable,
                        &local))
        {
          self->report->blobs++;
        }
      else if ((local->domain == GU_CENTRAL_ERROR && local->code == GU_CENTRAL_ERROR_BLOB)
               || (local->domain != GU_CENTRAL_ERROR
                   && !g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED)))
        {
          g_message ("The file %.12s… could not be sent: %s", sha256, local->message);
        }
      else
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }

  return TRUE;
}

/* The registry's whole answer goes into the store at once. Rows in none of the two lists wait. */
static gboolean
gu_push_apply_answer (GuRound *self, gint64 number, JsonObject *answer, GError **error)
{
  JsonArray *accepted = json_object_get_array_member (answer, "accepted");
  JsonArray *rejected = json_object_get_array_member (answer, "rejected");
  guint n_accepted = json_array_get_length (accepted);
  guint n_rejected = json_array_get_length (rejected);
  g_autofree GuOutboxResult *results = g_new0 (GuOutboxResult, n_accepted + n_rejected + 1);
  g_autoptr (GPtrArray) hints = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < n_accepted + n_rejected; i++)
    {
      gboolean taken = i < n_accepted;
      JsonObject *row = taken ? json_array_get_object_element (accepted, i)
                              : json_array_get_object_element (rejected, i - n_accepted);

      results[i].id = json_object_get_string_member_with_default (row, "id", "");
      results[i].version = json_object_get_int_member_with_default (row, "version", 0);
      results[i].accepted = taken;
      if (!taken)
        {
          const char *code = json_object_get_string_member_with_default (row, "code", "");

          results[i].reason = gu_central_rejection_sentence (code);
          results[i].hint = gu_central_rejection_hint (code);
        }
    }
  if (!gu_store_outbox_finish_batch (self->store, number, results, n_accepted + n_rejected, error))
    return FALSE;
  self->report->pushed += n_accepted;
  self->report->rejected += n_rejected;

  return TRUE;
}

/* Sends one batch. @want becomes the number of an earlier batch that the registry asks for first,
 * or 0. */
static gboolean
gu_push_one (GuRound *self,
             GuOutboxBatch *batch,
             gint64 *want,
             GCancellable *cancellable,
             GError **error)
{
  gsize length = 0;
  const char *content = g_bytes_get_data (batch->content, &length);
  g_autofree char *text = g_strndup (content, length);
  g_autofree char *protocol = g_strdup_printf ("%d", GU_CENTRAL_PROTOCOL);
  const char *params[] = { protocol, text };
  g_autoptr (JsonNode) frozen = json_from_string (text, NULL);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *answer;
  const char *status;

  *want = 0;
  if (frozen != NULL && !gu_push_blobs (self, json_node_get_object (frozen), cancellable, error))
    return FALSE;
  node = gu_connection_call (
      self->connection, "SELECT api.sync_push($1, $2)", 2, params, cancellable, error);
  if (node == NULL)
    return FALSE;
  answer = json_node_get_object (node);
  status = json_object_get_string_member_with_default (answer, "status", "");
  if (strcmp (status, "ok") == 0)
    {
      self->central_batch = MAX (self->central_batch, batch->number);
      return gu_push_apply_answer (self, batch->number, answer, error);
    }
  if (strcmp (status, "want") == 0)
    {
      *want = json_object_get_int_member_with_default (answer, "batch", 0);
      if (*want > 0 && *want < batch->number)
        return TRUE;
    }
  else if (!gu_round_check_status (answer, error))
    {
      return FALSE;
    }
  gu_error_set (error,
                GU_CENTRAL_ERROR,
                GU_CENTRAL_ERROR_CENTRAL_OLD,
                _ ("Upgrade the desk and the registry to the same version."),
                NULL,
                "%s",
                _ ("The central registry answered in a way this desk does not understand."));

  return FALSE;
}

/* Sends again what was acknowledged by a registry that has since been restored from an older copy.
 */
static gboolean
gu_push_resend (GuRound *self, gint64 from, gint64 until, GCancellable *cancellable, GError **error)
{
  for (gint64 number = from; number < until; number++)
    {
      g_autoptr (GuOutboxBatch) batch = NULL;
      g_autoptr (GError) local = NULL;
      gint64 want = 0;

      batch = gu_store_outbox_load_batch (self->store, number, &local);
      if (batch == NULL && g_error_matches (local, GU_STORE_ERROR, GU_STORE_ERROR_NOT_FOUND))
        {
          gu_error_set (error,
                        GU_CENTRAL_ERROR,
                        GU_CENTRAL_ERROR_CHAIN,
                        _ ("Tell the administrator: the registry was restored from a copy older "
                           "than what this desk keeps (30 days)."),
                        NULL,
                        "%s",
                        _ ("The central registry lost data that this desk no longer keeps."));
          return FALSE;
        }
      if (batch == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (!gu_push_one (self, batch, &want, cancellable, error))
        return FALSE;
    }

  return TRUE;
}

/* Whether the registry lacks a batch that it acknowledged once; noticed also when nothing new
 * waits. */
static gboolean
gu_push_check_lost (GuRound *self, GCancellable *cancellable, GError **error)
{
  for (;;)
    {
      g_autoptr (GuOutboxBatch)
          batch = gu_store_outbox_load_batch (self->store, self->central_batch + 1, NULL);
      gint64 want = 0;

      if (batch == NULL)
        return TRUE;
      if (!gu_push_one (self, batch, &want, cancellable, error))
        return FALSE;
    }
}

gboolean
gu_round_push (GuRound *self, GCancellable *cancellable, GError **error)
{
  if (!gu_push_check_lost (self, cancellable, error))
    return FALSE;

  for (;;)
    {
      g_autoptr (GuOutboxBatch) batch = NULL;
      gint64 want = 0;

      if (!gu_store_outbox_freeze_batch (self->store, DOSSIERS_PER_BATCH, &batch, error))
        return FALSE;
      if (batch == NULL)
        return TRUE;
      if (!gu_push_one (self, batch, &want, cancellable, error))
        return FALSE;
      if (want > 0 && !gu_push_resend (self, want, batch->number, cancellable, error))
        return FALSE;
    }
}
