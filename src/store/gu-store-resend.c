/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-store"

#include "config.h"

#include "gu-store-private.h"
#include "gu-store-sync.h"

/* A central that was restored from an older copy gets batches again that it had taken before. What
 * it does not take this time left the outbox long ago: it has to come back there, or the desk would
 * go on showing as sent what no central has. */

static const GuOutboxResult *
gu_store_find_result (const GuOutboxResult *results, gsize n, const char *id)
{
  for (gsize i = 0; i < n; i++)
    {
      if (g_strcmp0 (results[i].id, id) == 0)
        return &results[i];
    }

  return NULL;
}

static gboolean
gu_store_put_back (GuTransaction *tx,
                   JsonObject *row,
                   const GuOutboxResult *result, /* (nullable): it has to wait */
                   GError **error)
{
  g_autofree char *payload = gu_store_json_text (json_object_get_object_member (row, "payload"));

  return gu_database_run (
      tx->db,
      error,
      "INSERT INTO outbox (id, dossier_id, kind, entity_id, version, payload, state, reason, hint,"
      " attempts, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)",
      "ssssissssi",
      json_object_get_string_member (row, "id"),
      json_object_get_string_member (row, "dossier_id"),
      json_object_get_string_member (row, "kind"),
      json_object_get_string_member (row, "entity_id"),
      json_object_get_int_member (row, "version"),
      payload,
      result != NULL ? "rejected" : "pending",
      result != NULL ? result->reason : NULL,
      result != NULL ? result->hint : NULL,
      tx->now_ms);
}

gboolean
gu_store_outbox_put_back_refused (GuTransaction *tx,
                                  GBytes *content,
                                  const GuOutboxResult *results,
                                  gsize n,
                                  GHashTable *dossiers,
                                  GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (content, &size);
  g_autofree char *text = g_strndup (data, size);
  g_autoptr (JsonObject) batch = gu_store_json_parse (text, error);
  JsonArray *rows = batch != NULL ? json_object_get_array_member (batch, "rows") : NULL;

  if (batch == NULL)
    return FALSE;

  for (guint i = 0; rows != NULL && i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);
      const char *id = json_object_get_string_member (row, "id");
      const GuOutboxResult *result = gu_store_find_result (results, n, id);
      gint64 here;

      /* The journal is taken whole or the batch is not taken at all. */
      if (g_str_equal (json_object_get_string_member (row, "kind"), "event")
          || (result != NULL && result->accepted))
        continue;
      if (!gu_database_get_int (
              tx->db, error, &here, 0, "SELECT 1 FROM outbox WHERE id = ?", "s", id))
        return FALSE;
      if (here)
        continue;
      if (!gu_store_put_back (tx, row, result, error))
        return FALSE;
      g_hash_table_add (dossiers, g_strdup (json_object_get_string_member (row, "dossier_id")));
    }

  return TRUE;
}

gboolean
gu_store_get_progress (GuStore *self, gint64 *event, gint64 *batch, GError **error)
{
  g_autoptr (GuReader) reader = NULL;

  g_return_val_if_fail (GU_IS_STORE (self), FALSE);
  g_return_val_if_fail (event != NULL && batch != NULL, FALSE);

  reader = gu_store_read (self, TRUE, NULL, error);

  return reader != NULL
         && gu_database_get_int (
             reader->db, error, event, 0, "SELECT coalesce (max (seq), 0) FROM event", "")
         && gu_database_get_int (reader->db,
                                 error,
                                 batch,
                                 0,
                                 "SELECT seq FROM sqlite_sequence WHERE name = 'outbox_batch'",
                                 "");
}
