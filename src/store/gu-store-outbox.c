/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-store"

#include "config.h"

#include "gu-store-private.h"
#include "gu-store-sync.h"

#include "gu-uuid.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What waits for the central. */

#define GU_BATCH_ROWS    2000
#define GU_BATCH_BYTES   (8 * 1024 * 1024)
#define GU_BATCH_KEPT_MS (G_GINT64_CONSTANT (30) * 24 * 3600 * 1000)

#define GU_OUTBOX_COLUMNS                                                                          \
  "seq, id, dossier_id, kind, entity_id, version, payload, state, reason, hint, attempts, "        \
  "created_at, batch"

void
gu_outbox_row_free (GuOutboxRow *self)
{
  g_free (self->id);
  g_free (self->dossier_id);
  g_free (self->kind);
  g_free (self->entity_id);
  g_free (self->payload);
  g_free (self->state);
  g_free (self->reason);
  g_free (self->hint);
  g_free (self);
}

void
gu_outbox_batch_free (GuOutboxBatch *self)
{
  g_free (self->sha256);
  g_clear_pointer (&self->content, g_bytes_unref);
  g_free (self);
}

/* ---- putting in ---- */

gboolean
gu_store_outbox_put (GuTransaction *tx,
                     const char *kind,
                     const char *dossier_id,
                     const char *entity_id,
                     gint64 version,
                     JsonObject *payload,
                     GError **error)
{
  g_autofree char *id = gu_uuid_new_v7 (tx->now_ms);
  g_autofree char *text = gu_store_json_text (payload);

  return gu_database_run (
      tx->db,
      error,
      "INSERT INTO outbox (id, dossier_id, kind, entity_id, version, payload, state, created_at)"
      " VALUES (?, ?, ?, ?, ?, ?, 'pending', ?)",
      "ssssisi",
      id,
      dossier_id,
      kind,
      entity_id,
      version,
      text,
      tx->now_ms);
}

gboolean
gu_store_outbox_put_dossier (GuTransaction *tx, GuDossier *dossier, gint64 base_rev, GError **error)
{
  g_autoptr (JsonObject) payload = gu_dossier_to_json (dossier);
  const char *id = gu_dossier_get_id (dossier);

  json_object_remove_member (payload, "documents");
  json_object_remove_member (payload, "sync_state");
  json_object_set_int_member (payload, "base_rev", base_rev);

  return gu_store_outbox_put (tx, "dossier", id, id, gu_dossier_get_rev (dossier), payload, error);
}

gboolean
gu_store_outbox_put_document (GuTransaction *tx, GuDocument *document, gint64 rev, GError **error)
{
  g_autoptr (JsonObject) payload = gu_document_to_json (document);

  return gu_store_outbox_put (tx,
                              "document",
                              gu_document_get_dossier_id (document),
                              gu_document_get_id (document),
                              rev,
                              payload,
                              error);
}

gboolean
gu_store_outbox_refresh (GuTransaction *tx, const char *dossier_id, GError **error)
{
  if (dossier_id[0] == '\0')
    return TRUE;

  if (!gu_database_run (
          tx->db,
          error,
          "UPDATE dossier SET sync_state = s.state FROM (SELECT CASE"
          " WHEN EXISTS (SELECT 1 FROM outbox WHERE dossier_id = ?1 AND kind <> 'event'"
          "              AND state = 'rejected') THEN 'rejected'"
          " WHEN EXISTS (SELECT 1 FROM outbox WHERE dossier_id = ?1 AND kind <> 'event') THEN "
          "'queued'"
          " WHEN (SELECT number FROM dossier WHERE id = ?1) = 0"
          "  AND (SELECT synced_rev FROM dossier WHERE id = ?1) = 0 THEN 'local'"
          " ELSE 'synced' END AS state) AS s"
          " WHERE id = ?1 AND sync_state <> s.state",
          "s",
          dossier_id))
    return FALSE;
  if (gu_database_changes (tx->db) > 0)
    gu_transaction_add_changed (tx, dossier_id);

  return TRUE;
}

/* ---- looking ---- */

static GuOutboxRow *
gu_outbox_row_from_row (GuStatement *statement)
{
  GuOutboxRow *row = g_new0 (GuOutboxRow, 1);

  row->seq = gu_statement_int (statement, 0);
  row->id = g_strdup (gu_statement_text (statement, 1));
  row->dossier_id = g_strdup (gu_statement_text (statement, 2));
  row->kind = g_strdup (gu_statement_text (statement, 3));
  row->entity_id = g_strdup (gu_statement_text (statement, 4));
  row->version = gu_statement_int (statement, 5);
  row->payload = g_strdup (gu_statement_text (statement, 6));
  row->state = g_strdup (gu_statement_text (statement, 7));
  row->reason = g_strdup (gu_statement_text (statement, 8));
  row->hint = g_strdup (gu_statement_text (statement, 9));
  row->attempts = (guint) gu_statement_int (statement, 10);
  row->created_at = gu_statement_int (statement, 11);
  row->batch = gu_statement_int (statement, 12);

  return row;
}

GPtrArray *
gu_store_outbox_list (GuStore *self,
                      const char *dossier_id,
                      const char *state,
                      guint limit,
                      GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) gu_outbox_row_free);
  g_autoptr (GuReader) reader = NULL;
  g_autoptr (GuStatement) statement = NULL;
  g_autoptr (GError) step_error = NULL;

  g_return_val_if_fail (GU_IS_STORE (self), NULL);

  reader = gu_store_read (self, FALSE, NULL, error);
  if (reader == NULL)
    return NULL;
  statement = gu_database_prepare (reader->db,
                                   error,
                                   "SELECT " GU_OUTBOX_COLUMNS
                                   " FROM outbox WHERE (?1 IS NULL OR dossier_id = ?1)"
                                   " AND (?2 IS NULL OR state = ?2) ORDER BY seq LIMIT ?3",
                                   "ssi",
                                   dossier_id,
                                   state,
                                   limit > 0 ? (gint64) limit : (gint64) -1);
  if (statement == NULL)
    return NULL;
  while (gu_statement_step (statement, &step_error))
    g_ptr_array_add (rows, gu_outbox_row_from_row (statement));
  if (step_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&step_error));
      return NULL;
    }

  return g_steal_pointer (&rows);
}

gboolean
gu_store_outbox_counts (GuStore *self, GuOutboxCounts *counts, GError **error)
{
  g_autoptr (GuReader) reader = NULL;
  g_autoptr (GuStatement) statement = NULL;
  g_autoptr (GError) step_error = NULL;

  g_return_val_if_fail (GU_IS_STORE (self), FALSE);
  g_return_val_if_fail (counts != NULL, FALSE);

  memset (counts, 0, sizeof *counts);
  reader = gu_store_read (self, FALSE, NULL, error);
  if (reader == NULL)
    return FALSE;
  statement = gu_database_prepare (
      reader->db,
      error,
      "SELECT count (*) FILTER (WHERE state <> 'rejected'),"
      " count (*) FILTER (WHERE state = 'rejected'),"
      " count (DISTINCT CASE WHEN state <> 'rejected' AND kind <> 'event' AND dossier_id <> ''"
      "  THEN dossier_id END),"
      " coalesce (min (created_at) FILTER (WHERE state <> 'rejected'), 0) FROM outbox",
      "");
  if (statement == NULL)
    return FALSE;
  if (gu_statement_step (statement, &step_error))
    {
      counts->pending = (guint) gu_statement_int (statement, 0);
      counts->rejected = (guint) gu_statement_int (statement, 1);
      counts->dossiers = (guint) gu_statement_int (statement, 2);
      counts->oldest_ms = gu_statement_int (statement, 3);
    }
  if (step_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&step_error));
      return FALSE;
    }

  return TRUE;
}

/* ---- batches ---- */

/* @where: number = ?, or the one under way. */
static gboolean
gu_store_read_batch (GuDatabase *db, gint64 number, GuOutboxBatch **batch, GError **error)
{
  g_autoptr (GuStatement) statement = NULL;
  g_autoptr (GError) step_error = NULL;

  *batch = NULL;
  statement = gu_database_prepare (
      db,
      error,
      "SELECT number, sha256, content, n_rows FROM outbox_batch"
      " WHERE CASE WHEN ?1 = 0 THEN finished_at IS NULL ELSE number = ?1 END LIMIT 1",
      "i",
      number);
  if (statement == NULL)
    return FALSE;
  if (gu_statement_step (statement, &step_error))
    {
      *batch = g_new0 (GuOutboxBatch, 1);
      (*batch)->number = gu_statement_int (statement, 0);
      (*batch)->sha256 = g_strdup (gu_statement_text (statement, 1));
      (*batch)->content = gu_statement_bytes (statement, 2);
      (*batch)->n_rows = (guint) gu_statement_int (statement, 3);
    }
  if (step_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&step_error));
      return FALSE;
    }

  return TRUE;
}

/* Ids, kinds and hashes are our own plain ASCII; registers come from rule packs: escaped all the
 * same. */
static void
gu_store_append_member (GString *content, const char *name, const char *value)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), value);
  g_autofree char *text = json_to_string (node, FALSE);

  g_string_append_printf (content, "\"%s\":%s,", name, text);
}

/* Puts the oldest waiting rows together; @seqs gets their keys. */
static gboolean
gu_store_gather_batch (GuTransaction *tx,
                       guint max_dossiers,
                       GString *content,
                       GArray *seqs,
                       GError **error)
{
  g_autoptr (GuStatement) statement = NULL;
  g_autoptr (GHashTable) dossiers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) step_error = NULL;

  statement = gu_database_prepare (
      tx->db,
      error,
      "SELECT " GU_OUTBOX_COLUMNS " FROM outbox AS o WHERE state = 'pending'"
      " AND (kind = 'event' OR dossier_id = '' OR NOT EXISTS (SELECT 1 FROM outbox AS r"
      "  WHERE r.dossier_id = o.dossier_id AND r.kind <> 'event' AND r.state = 'rejected'"
      "  AND r.seq < o.seq)) ORDER BY seq",
      "");
  if (statement == NULL)
    return FALSE;

  while (seqs->len < GU_BATCH_ROWS && gu_statement_step (statement, &step_error))
    {
      g_autoptr (GuOutboxRow) row = gu_outbox_row_from_row (statement);

      if (seqs->len > 0
          && (content->len + strlen (row->payload) > GU_BATCH_BYTES
              || (row->dossier_id[0] != '\0' && !g_hash_table_contains (dossiers, row->dossier_id)
                  && g_hash_table_size (dossiers) >= max_dossiers)))
        break;
      if (row->dossier_id[0] != '\0')
        g_hash_table_add (dossiers, g_strdup (row->dossier_id));

      g_string_append (content, seqs->len > 0 ? ",{" : "{");
      gu_store_append_member (content, "id", row->id);
      gu_store_append_member (content, "kind", row->kind);
      gu_store_append_member (content, "dossier_id", row->dossier_id);
      gu_store_append_member (content, "entity_id", row->entity_id);
      g_string_append_printf (
          content, "\"version\":%" G_GINT64_FORMAT ",\"payload\":%s}", row->version, row->payload);
      g_array_append_val (seqs, row->seq);
    }
  if (step_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&step_error));
      return FALSE;
    }

  return TRUE;
}

static gboolean
gu_store_store_batch (GuTransaction *tx,
                      gint64 number,
                      GString *content,
                      GArray *seqs,
                      GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (content->str, content->len);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  if (!gu_database_run (tx->db,
                        error,
                        "INSERT INTO outbox_batch (number, sha256, content, n_rows, created_at) "
                        "VALUES (?, ?, ?, ?, ?)",
                        "isbii",
                        number,
                        sha256,
                        bytes,
                        (gint64) seqs->len,
                        tx->now_ms))
    return FALSE;
  for (guint i = 0; i < seqs->len; i++)
    {
      if (!gu_database_run (tx->db,
                            error,
                            "UPDATE outbox SET state = 'frozen', batch = ?, attempts = attempts + "
                            "1 WHERE seq = ?",
                            "ii",
                            number,
                            g_array_index (seqs, gint64, i)))
        return FALSE;
    }

  return TRUE;
}

gboolean
gu_store_outbox_freeze_batch (GuStore *self,
                              guint max_dossiers,
                              GuOutboxBatch **batch,
                              GError **error)
{
  g_autoptr (GuTransaction) tx = NULL;
  g_autoptr (GString) content = NULL;
  g_autoptr (GArray) seqs = NULL;
  g_autoptr (GuOutboxBatch) frozen = NULL;
  gint64 number;

  g_return_val_if_fail (GU_IS_STORE (self), FALSE);
  g_return_val_if_fail (batch != NULL && max_dossiers > 0, FALSE);

  *batch = NULL;
  tx = gu_store_begin (self, NULL, error);
  if (tx == NULL || !gu_store_read_batch (tx->db, 0, &frozen, error))
    return FALSE;
  if (frozen != NULL)
    {
      *batch = g_steal_pointer (&frozen);
      return TRUE;
    }
  if (!gu_database_get_int (tx->db,
                            error,
                            &number,
                            0,
                            "SELECT seq FROM sqlite_sequence WHERE name = 'outbox_batch'",
                            ""))
    return FALSE;
  number++;

  content = g_string_new (NULL);
  g_string_append_printf (content,
                          "{\"origin\":\"%s\",\"batch\":%" G_GINT64_FORMAT ",\"rows\":[",
                          self->origin,
                          number);
  seqs = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (!gu_store_gather_batch (tx, max_dossiers, content, seqs, error))
    return FALSE;
  if (seqs->len == 0)
    return TRUE;
  g_string_append (content, "]}");

  if (!gu_store_store_batch (tx, number, content, seqs, error)
      || !gu_store_read_batch (tx->db, number, &frozen, error)
      || !gu_transaction_commit (tx, error))
    return FALSE;
  *batch = g_steal_pointer (&frozen);

  return TRUE;
}

static void
gu_store_set_no_batch (GError **error)
{
  gu_store_error_set (
      error, GU_STORE_ERROR_NOT_FOUND, _ ("There is no such batch in the outbox."), NULL);
}

GuOutboxBatch *
gu_store_outbox_load_batch (GuStore *self, gint64 number, GError **error)
{
  g_autoptr (GuReader) reader = NULL;
  GuOutboxBatch *batch = NULL;

  g_return_val_if_fail (GU_IS_STORE (self), NULL);

  reader = gu_store_read (self, FALSE, NULL, error);
  if (reader == NULL || number < 1 || !gu_store_read_batch (reader->db, number, &batch, error))
    {
      if (reader != NULL && number < 1)
        gu_store_set_no_batch (error);
      return NULL;
    }
  if (batch == NULL)
    gu_store_set_no_batch (error);

  return batch;
}

/* ---- answers ---- */

static gboolean
gu_store_find_row (GuTransaction *tx,
                   const char *id,
                   gint64 version,
                   char **dossier_id,
                   char **kind,
                   GError **error)
{
  g_autoptr (GuStatement) statement = NULL;
  g_autoptr (GError) step_error = NULL;

  *dossier_id = *kind = NULL;
  statement = gu_database_prepare (
      tx->db,
      error,
      "SELECT dossier_id, kind FROM outbox WHERE id = ? AND version = ?",
      "si",
      id,
      version);
  if (statement == NULL)
    return FALSE;
  if (gu_statement_step (statement, &step_error))
    {
      *dossier_id = g_strdup (gu_statement_text (statement, 0));
      *kind = g_strdup (gu_statement_text (statement, 1));
    }
  if (step_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&step_error));
      return FALSE;
    }

  return TRUE;
}

/* @found: whether the row was still there. Only the very version that was sent is acknowledged. */
static gboolean
gu_store_apply_result (GuTransaction *tx,
                       const GuOutboxResult *result,
                       GHashTable *dossiers,
                       gboolean *found,
                       GError **error)
{
  g_autofree char *dossier_id = NULL;
  g_autofree char *kind = NULL;

  if (!gu_store_find_row (tx, result->id, result->version, &dossier_id, &kind, error))
    return FALSE;
  *found = kind != NULL;
  if (!*found)
    return TRUE;
  g_hash_table_add (dossiers, g_strdup (dossier_id));

  if (!result->accepted)
    return gu_database_run (
        tx->db,
        error,
        "UPDATE outbox SET state = 'rejected', batch = NULL, reason = ?, hint = ? WHERE id = ?",
        "sss",
        result->reason,
        result->hint,
        result->id);
  if (g_str_equal (kind, "dossier")
      && !gu_database_run (tx->db,
                           error,
                           "UPDATE dossier SET synced_rev = max (synced_rev, ?) WHERE id = ?",
                           "is",
                           result->version,
                           dossier_id))
    return FALSE;

  return gu_database_run (tx->db, error, "DELETE FROM outbox WHERE id = ?", "s", result->id);
}

static gboolean
gu_store_refresh_all (GuTransaction *tx, GHashTable *dossiers, GError **error)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, dossiers);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      if (!gu_store_outbox_refresh (tx, id, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
gu_store_outbox_finish_batch (GuStore *self,
                              gint64 number,
                              const GuOutboxResult *results,
                              gsize n,
                              GError **error)
{
  g_autoptr (GuTransaction) tx = NULL;
  g_autoptr (GHashTable) dossiers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GuOutboxBatch) batch = NULL;
  gint64 answered;

  g_return_val_if_fail (GU_IS_STORE (self), FALSE);
  g_return_val_if_fail (results != NULL || n == 0, FALSE);

  tx = gu_store_begin (self, NULL, error);
  if (tx == NULL || (number > 0 && !gu_store_read_batch (tx->db, number, &batch, error)))
    return FALSE;
  if (batch == NULL)
    {
      gu_store_set_no_batch (error);
      return FALSE;
    }
  if (!gu_database_get_int (tx->db,
                            error,
                            &answered,
                            0,
                            "SELECT finished_at IS NOT NULL FROM outbox_batch WHERE number = ?",
                            "i",
                            number)
      || (answered
          && !gu_store_outbox_put_back_refused (tx, batch->content, results, n, dossiers, error)))
    return FALSE;

  for (gsize i = 0; i < n; i++)
    {
      gboolean found;

      if (!gu_store_apply_result (tx, &results[i], dossiers, &found, error))
        return FALSE;
    }

  return gu_database_run (tx->db,
                          error,
                          "UPDATE outbox SET state = 'pending', batch = NULL WHERE batch = ?",
                          "i",
                          number)
         && gu_database_run (
             tx->db,
             error,
             "UPDATE outbox_batch SET finished_at = ? WHERE number = ? AND finished_at IS NULL",
             "ii",
             tx->now_ms,
             number)
         && gu_database_run (tx->db,
                             error,
                             "DELETE FROM outbox_batch WHERE finished_at < ?",
                             "i",
                             tx->now_ms - GU_BATCH_KEPT_MS)
         && gu_store_refresh_all (tx, dossiers, error) && gu_transaction_commit (tx, error);
}

static gboolean
gu_store_apply_one (GuStore *self, const GuOutboxResult *result, GError **error)
{
  g_autoptr (GuTransaction) tx = NULL;
  g_autoptr (GHashTable) dossiers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean found;

  tx = gu_store_begin (self, NULL, error);
  if (tx == NULL || !gu_store_apply_result (tx, result, dossiers, &found, error))
    return FALSE;
  if (!found && !result->accepted)
    {
      gu_store_error_set (
          error, GU_STORE_ERROR_NOT_FOUND, _ ("There is no such row in the outbox."), NULL);
      return FALSE;
    }

  return gu_store_refresh_all (tx, dossiers, error) && gu_transaction_commit (tx, error);
}

gboolean
gu_store_outbox_ack (GuStore *self, const char *id, gint64 version, GError **error)
{
  GuOutboxResult result = { id, version, TRUE, NULL, NULL };

  g_return_val_if_fail (GU_IS_STORE (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  return gu_store_apply_one (self, &result, error);
}

gboolean
gu_store_outbox_reject (GuStore *self,
                        const char *id,
                        gint64 version,
                        const char *reason,
                        const char *hint,
                        GError **error)
{
  GuOutboxResult result = { id, version, FALSE, reason, hint };

  g_return_val_if_fail (GU_IS_STORE (self), FALSE);
  g_return_val_if_fail (id != NULL && reason != NULL, FALSE);

  return gu_store_apply_one (self, &result, error);
}

gboolean
gu_store_outbox_retry (GuStore *self, const char *id, GError **error)
{
  g_autoptr (GuTransaction) tx = NULL;
  g_autofree char *dossier_id = NULL;

  g_return_val_if_fail (GU_IS_STORE (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  tx = gu_store_begin (self, NULL, error);
  if (tx == NULL
      || !gu_database_get_text (
          tx->db,
          error,
          &dossier_id,
          "SELECT dossier_id FROM outbox WHERE state = 'rejected' AND (id = ?1 OR dossier_id = ?1)",
          "s",
          id))
    return FALSE;
  if (dossier_id == NULL)
    {
      gu_store_error_set (error,
                          GU_STORE_ERROR_NOT_FOUND,
                          _ ("Nothing with this id was refused by the central registry."),
                          _ ("Look at the list of the outbox for the id."));
      return FALSE;
    }

  return gu_database_run (tx->db,
                          error,
                          "UPDATE outbox SET state = 'pending', reason = NULL, hint = NULL"
                          " WHERE state = 'rejected' AND (id = ?1 OR dossier_id = ?1)",
                          "s",
                          id)
         && gu_store_outbox_refresh (tx, dossier_id, error) && gu_transaction_commit (tx, error);
}
