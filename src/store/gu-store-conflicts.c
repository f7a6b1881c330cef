/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-store"

#include "config.h"

#include "gu-store-remote-private.h"
#include "gu-store-sync.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Fields that two desks gave different values: both are kept until a person chooses. */

#define GU_CONFLICT_COLUMNS                                                                        \
  "id, dossier_id, field, local_value, remote_value, remote_rev, origin, at"

void
gu_conflict_free (GuConflict *self)
{
  g_free (self->dossier_id);
  g_free (self->field);
  g_free (self->local_value);
  g_free (self->remote_value);
  g_free (self->origin);
  g_free (self);
}

gboolean
gu_conflict_note (GuTransaction *tx,
                  const char *dossier_id,
                  const char *field,
                  const char *local_value,
                  const char *remote_value,
                  gint64 remote_rev,
                  const char *origin,
                  gboolean *added,
                  GError **error)
{
  if (!gu_database_run (tx->db,
                        error,
                        "INSERT OR IGNORE INTO conflict (dossier_id, field, local_value, "
                        "remote_value, remote_rev, origin, at)"
                        " VALUES (?, ?, ?, ?, ?, ?, ?)",
                        "ssssisi",
                        dossier_id,
                        field,
                        local_value,
                        remote_value,
                        remote_rev,
                        origin,
                        tx->now_ms))
    return FALSE;
  *added = gu_database_changes (tx->db) > 0;

  return TRUE;
}

gboolean
gu_conflict_recount (GuTransaction *tx, const char *dossier_id, GError **error)
{
  gu_transaction_add_changed (tx, dossier_id);

  return gu_database_run (
      tx->db,
      error,
      "UPDATE dossier SET conflicts = (SELECT count (*) FROM conflict WHERE dossier_id = ?1"
      " AND resolved_at IS NULL) WHERE id = ?1",
      "s",
      dossier_id);
}

static GuConflict *
gu_conflict_from_row (GuStatement *statement)
{
  GuConflict *conflict = g_new0 (GuConflict, 1);

  conflict->id = gu_statement_int (statement, 0);
  conflict->dossier_id = g_strdup (gu_statement_text (statement, 1));
  conflict->field = g_strdup (gu_statement_text (statement, 2));
  conflict->local_value = g_strdup (gu_statement_text (statement, 3));
  conflict->remote_value = g_strdup (gu_statement_text (statement, 4));
  conflict->remote_rev = gu_statement_int (statement, 5);
  conflict->origin = g_strdup (gu_statement_text (statement, 6));
  conflict->at = gu_statement_int (statement, 7);

  return conflict;
}

GPtrArray *
gu_store_list_conflicts (GuStore *self, const char *dossier_id, GError **error)
{
  g_autoptr (GPtrArray)
      conflicts = g_ptr_array_new_with_free_func ((GDestroyNotify) gu_conflict_free);
  g_autoptr (GuReader) reader = NULL;
  g_autoptr (GuStatement) statement = NULL;
  g_autoptr (GError) step_error = NULL;

  g_return_val_if_fail (GU_IS_STORE (self), NULL);

  reader = gu_store_read (self, FALSE, NULL, error);
  if (reader == NULL)
    return NULL;
  statement = gu_database_prepare (reader->db,
                                   error,
                                   "SELECT " GU_CONFLICT_COLUMNS
                                   " FROM conflict WHERE resolved_at IS NULL"
                                   " AND (?1 IS NULL OR dossier_id = ?1) ORDER BY id",
                                   "s",
                                   dossier_id);
  if (statement == NULL)
    return NULL;
  while (gu_statement_step (statement, &step_error))
    g_ptr_array_add (conflicts, gu_conflict_from_row (statement));
  if (step_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&step_error));
      return NULL;
    }

  return g_steal_pointer (&conflicts);
}

static GuConflict *
gu_store_read_conflict (GuDatabase *db, gint64 id, GError **error)
{
  g_autoptr (GuStatement) statement = NULL;
  g_autoptr (GError) step_error = NULL;

  statement = gu_database_prepare (db,
                                   error,
                                   "SELECT " GU_CONFLICT_COLUMNS
                                   " FROM conflict WHERE id = ? AND resolved_at IS NULL",
                                   "i",
                                   id);
  if (statement == NULL)
    return NULL;
  if (gu_statement_step (statement, &step_error))
    return gu_conflict_from_row (statement);
  if (step_error != NULL)
    g_propagate_error (error, g_steal_pointer (&step_error));
  else
    gu_store_error_set (error,
                        GU_STORE_ERROR_NOT_FOUND,
                        _ ("There is no such conflict, or it was decided already."),
                        NULL);

  return NULL;
}

/* Puts the other desk's value in the dossier's JSON and reads it back: the model checks it. */
static GuDossier *
gu_conflict_take_value (GuDossier *dossier, const GuConflict *conflict, GError **error)
{
  g_autoptr (JsonObject) json = gu_dossier_to_json (dossier);
  g_autoptr (JsonNode) value = json_from_string (conflict->remote_value, NULL);

  if (value == NULL || json_node_is_null (value))
    {
      if (json_object_has_member (json, conflict->field))
        json_object_remove_member (json, conflict->field);
    }
  else
    {
      json_object_set_member (json, conflict->field, g_steal_pointer (&value));
    }

  return gu_dossier_new_from_json (json, error);
}

/* Names the values by their hashes: they may be personal data, and the conflict's own row has them.
 */
static JsonObject *
gu_conflict_describe (const GuConflict *conflict, gboolean take_remote)
{
  JsonObject *body = json_object_new ();
  g_autofree char *local_hash = g_compute_checksum_for_string (
      G_CHECKSUM_SHA256, conflict->local_value, -1);
  g_autofree char *remote_hash = g_compute_checksum_for_string (
      G_CHECKSUM_SHA256, conflict->remote_value, -1);

  json_object_set_int_member (body, "conflict", conflict->id);
  json_object_set_string_member (body, "field", conflict->field);
  json_object_set_string_member (body, "choice", take_remote ? "remote" : "local");
  json_object_set_string_member (body, "local_sha256", local_hash);
  json_object_set_string_member (body, "remote_sha256", remote_hash);
  json_object_set_string_member (body, "remote_origin", conflict->origin);

  return body;
}

static gboolean
gu_conflict_resolve_document (GuTransaction *tx,
                              const GuConflict *conflict,
                              gboolean take_remote,
                              GError **error)
{
  const char *id = conflict->field + strlen (GU_CONFLICT_DOCUMENT);
  g_autoptr (JsonObject) json = NULL;
  g_autoptr (GuDocument) document = NULL;
  gint64 rev;

  document = gu_store_read_document (tx->db, id, &rev, error);
  if (document == NULL)
    return FALSE;
  if (take_remote)
    {
      json = gu_store_json_parse (conflict->remote_value, error);
      if (json == NULL)
        return FALSE;
      g_clear_object (&document);
      document = gu_document_new_from_json (json, error);
      if (document == NULL)
        return FALSE;
    }
  rev = MAX (rev, conflict->remote_rev) + 1;

  return gu_store_write_document (tx, document, rev, FALSE, error)
         && gu_database_run (tx->db,
                             error,
                             "DELETE FROM outbox WHERE kind = 'document' AND dossier_id = ? AND "
                             "entity_id = ? AND state <> 'frozen'",
                             "ss",
                             conflict->dossier_id,
                             id)
         && gu_store_outbox_put_document (tx, document, rev, error);
}

/* With the last conflict decided, one row that builds on the other desk's version replaces all that
 * waited. */
static gboolean
gu_conflict_resolve_field (GuTransaction *tx,
                           const GuConflict *conflict,
                           gboolean take_remote,
                           gint64 left,
                           GError **error)
{
  g_autoptr (GuDossier)
      dossier = gu_store_read_dossier (tx->db, conflict->dossier_id, FALSE, error);
  gint64 base;

  if (dossier == NULL)
    return FALSE;
  if (take_remote)
    {
      GuDossier *taken = gu_conflict_take_value (dossier, conflict, error);

      g_object_unref (dossier);
      dossier = taken;
      if (dossier == NULL)
        return FALSE;
    }
  if (!gu_database_get_int (tx->db,
                            error,
                            &base,
                            0,
                            "SELECT max (remote_rev) FROM conflict WHERE dossier_id = ? AND field "
                            "NOT LIKE 'documents.%'",
                            "s",
                            conflict->dossier_id))
    return FALSE;
  gu_dossier_set_rev (dossier, MAX (gu_dossier_get_rev (dossier), base) + 1);
  gu_dossier_set_updated_at (dossier, tx->now_ms);
  if (!gu_store_write_dossier (tx, dossier, FALSE, error))
    return FALSE;
  if (left > 0)
    return TRUE;

  return gu_database_run (
             tx->db,
             error,
             "DELETE FROM outbox WHERE kind = 'dossier' AND dossier_id = ? AND state <> 'frozen'",
             "s",
             conflict->dossier_id)
         && gu_store_outbox_put_dossier (tx, dossier, base, error);
}

gboolean
gu_store_resolve_conflict (GuStore *self,
                           gint64 conflict_id,
                           gboolean take_remote,
                           const GuActor *actor,
                           GError **error)
{
  g_autoptr (GuTransaction) tx = NULL;
  g_autoptr (GuConflict) conflict = NULL;
  g_autoptr (JsonObject) body = NULL;
  gint64 left;
  gboolean done;

  g_return_val_if_fail (GU_IS_STORE (self), FALSE);
  g_return_val_if_fail (actor != NULL, FALSE);

  tx = gu_store_begin (self, NULL, error);
  if (tx == NULL)
    return FALSE;
  conflict = gu_store_read_conflict (tx->db, conflict_id, error);
  if (conflict == NULL
      || !gu_database_run (tx->db,
                           error,
                           "UPDATE conflict SET resolved_at = ?, choice = ? WHERE id = ?",
                           "isi",
                           tx->now_ms,
                           take_remote ? "remote" : "local",
                           conflict_id)
      || !gu_database_get_int (
          tx->db,
          error,
          &left,
          0,
          "SELECT count (*) FROM conflict WHERE dossier_id = ? AND resolved_at IS NULL"
          " AND field NOT LIKE 'documents.%'",
          "s",
          conflict->dossier_id))
    return FALSE;

  if (g_str_has_prefix (conflict->field, GU_CONFLICT_DOCUMENT))
    done = gu_conflict_resolve_document (tx, conflict, take_remote, error);
  else
    done = gu_conflict_resolve_field (tx, conflict, take_remote, left, error);
  body = gu_conflict_describe (conflict, take_remote);

  return done
         && gu_store_append_event (
             tx, conflict->dossier_id, "conflict-resolved", body, actor, tx->now_ms, error)
         && gu_conflict_recount (tx, conflict->dossier_id, error)
         && gu_store_outbox_refresh (tx, conflict->dossier_id, error)
         && gu_transaction_commit (tx, error);
}
