/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-store"

#include "config.h"

#include "gu-store-remote-private.h"
#include "gu-store-sync.h"

#include "gu-uuid.h"

#include <string.h>

/* The feed from the central: what other desks did. */

typedef enum
{
  GU_REMOTE_APPLIED,
  GU_REMOTE_KNOWN,
  GU_REMOTE_CONFLICT,
  GU_REMOTE_SKIPPED, /* not well formed, or about something that is not here */
} GuRemoteOutcome;

/* One change, looked at. */
typedef struct
{
  const char *kind;
  const char *origin;
  gboolean own; /* our own change coming back */
  gint64 version;
  JsonObject *payload;
} GuRemoteChange;

/* Fields that say how a desk keeps a dossier, not what it is. */
static const char *const bookkeeping[] = {
  "rev", "base_rev", "created_at", "updated_at", "sync_state", "documents", NULL,
};

/* ---- cursors ---- */

gboolean
gu_store_get_cursor (GuStore *self, const char *feed, char **cursor, GError **error)
{
  g_autoptr (GuReader) reader = NULL;

  g_return_val_if_fail (GU_IS_STORE (self), FALSE);
  g_return_val_if_fail (feed != NULL && cursor != NULL, FALSE);

  reader = gu_store_read (self, FALSE, NULL, error);

  return reader != NULL
         && gu_database_get_text (
             reader->db, error, cursor, "SELECT cursor FROM feed WHERE name = ?", "s", feed);
}

static gboolean
gu_store_write_cursor (GuTransaction *tx, const char *feed, const char *cursor, GError **error)
{
  return gu_database_run (tx->db,
                          error,
                          "INSERT INTO feed (name, cursor) VALUES (?1, ?2) ON CONFLICT (name) DO "
                          "UPDATE SET cursor = ?2",
                          "ss",
                          feed,
                          cursor);
}

gboolean
gu_store_set_cursor (GuStore *self, const char *feed, const char *cursor, GError **error)
{
  g_autoptr (GuTransaction) tx = NULL;
  gboolean done;

  g_return_val_if_fail (GU_IS_STORE (self), FALSE);
  g_return_val_if_fail (feed != NULL, FALSE);

  tx = gu_store_begin (self, NULL, error);
  if (tx == NULL)
    return FALSE;
  if (cursor != NULL)
    done = gu_store_write_cursor (tx, feed, cursor, error);
  else
    done = gu_database_run (tx->db, error, "DELETE FROM feed WHERE name = ?", "s", feed);

  return done && gu_transaction_commit (tx, error);
}

/* ---- dossiers ---- */

char *
gu_remote_field_text (JsonObject *json, const char *field)
{
  JsonNode *node = json_object_get_member (json, field);

  return node != NULL ? json_to_string (node, FALSE) : g_strdup ("null");
}

/* The central may leave out what is empty, or send it as null or 0: that is no difference. */
static gboolean
gu_remote_same_value (JsonNode *left, JsonNode *right)
{
  JsonNode *present = left != NULL && !json_node_is_null (left) ? left : right;

  if ((left == NULL || json_node_is_null (left)) && (right == NULL || json_node_is_null (right)))
    return TRUE;
  if (left != NULL && right != NULL && !json_node_is_null (left) && !json_node_is_null (right))
    return json_node_equal (left, right);

  return JSON_NODE_HOLDS_VALUE (present) && json_node_get_value_type (present) == G_TYPE_INT64
         && json_node_get_int (present) == 0;
}

/* Both sides go through the model first, so that the form of the JSON makes no difference. */
static gboolean
gu_remote_note_differences (GuTransaction *tx,
                            GuDossier *local,
                            GuDossier *remote,
                            const GuRemoteChange *change,
                            guint *n_conflicts,
                            guint *n_differences,
                            GError **error)
{
  g_autoptr (JsonObject) ours = gu_dossier_to_json (local);
  g_autoptr (JsonObject) theirs = gu_dossier_to_json (remote);
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GList) our_names = json_object_get_members (ours);
  g_autoptr (GList) their_names = json_object_get_members (theirs);
  GHashTableIter iter;
  gpointer name;

  for (GList *l = our_names; l != NULL; l = l->next)
    g_hash_table_add (names, l->data);
  for (GList *l = their_names; l != NULL; l = l->next)
    g_hash_table_add (names, l->data);

  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      g_autofree char *local_value = NULL;
      g_autofree char *remote_value = NULL;
      gboolean added;

      if (g_strv_contains (bookkeeping, name)
          || gu_remote_same_value (json_object_get_member (ours, name),
                                   json_object_get_member (theirs, name)))
        continue;
      local_value = gu_remote_field_text (ours, name);
      remote_value = gu_remote_field_text (theirs, name);
      if (!gu_conflict_note (tx,
                             gu_dossier_get_id (local),
                             name,
                             local_value,
                             remote_value,
                             gu_dossier_get_rev (remote),
                             change->origin,
                             &added,
                             error))
        return FALSE;
      (*n_differences)++;
      if (added)
        (*n_conflicts)++;
    }

  return *n_differences == 0 || gu_conflict_recount (tx, gu_dossier_get_id (local), error);
}

static gboolean
gu_remote_set_synced (GuTransaction *tx, const char *id, gint64 rev, GError **error)
{
  return gu_database_run (tx->db,
                          error,
                          "UPDATE dossier SET synced_rev = max (synced_rev, ?) WHERE id = ?",
                          "is",
                          rev,
                          id);
}

static gboolean
gu_remote_write_dossier (GuTransaction *tx,
                         GuDossier *remote,
                         gboolean insert,
                         GuRemoteOutcome *outcome,
                         GError **error)
{
  *outcome = GU_REMOTE_APPLIED;
  gu_dossier_set_sync_state (remote, "synced");

  return gu_store_write_dossier (tx, remote, insert, error)
         && gu_remote_set_synced (
             tx, gu_dossier_get_id (remote), gu_dossier_get_rev (remote), error);
}

/* What is known here about a dossier that comes in. */
typedef struct
{
  gint64 rev; /* 0: not here */
  gint64 synced_rev;
  gint64 waiting; /* changes that the central has not acknowledged */
} GuLocalState;

static gboolean
gu_remote_read_local (GuDatabase *db, const char *id, GuLocalState *local, GError **error)
{
  return gu_database_get_int (
             db, error, &local->rev, 0, "SELECT rev FROM dossier WHERE id = ?", "s", id)
         && gu_database_get_int (db,
                                 error,
                                 &local->synced_rev,
                                 0,
                                 "SELECT synced_rev FROM dossier WHERE id = ?",
                                 "s",
                                 id)
         && gu_database_get_int (
             db,
             error,
             &local->waiting,
             0,
             "SELECT count (*) FROM outbox WHERE dossier_id = ? AND kind = 'dossier'",
             "s",
             id);
}

static gboolean
gu_remote_apply_dossier (GuTransaction *tx,
                         const GuRemoteChange *change,
                         GuRemoteOutcome *outcome,
                         guint *conflicts,
                         GError **error)
{
  g_autoptr (GuDossier) remote = gu_dossier_new_from_json (change->payload, NULL);
  g_autoptr (GuDossier) stored = NULL;
  GuLocalState local;
  guint differences = 0;
  gint64 rev;
  const char *id;

  *outcome = GU_REMOTE_SKIPPED;
  if (remote == NULL || !gu_uuid_is_valid (gu_dossier_get_id (remote))
      || gu_dossier_get_rev (remote) < 1)
    return TRUE;
  id = gu_dossier_get_id (remote);
  rev = gu_dossier_get_rev (remote);
  if (!gu_remote_read_local (tx->db, id, &local, error))
    return FALSE;
  if (local.rev == 0)
    return gu_remote_write_dossier (tx, remote, TRUE, outcome, error);

  *outcome = GU_REMOTE_KNOWN;
  if (change->own ? rev <= local.rev : rev <= local.synced_rev)
    return TRUE;
  if (local.waiting == 0 && rev > local.rev)
    return gu_remote_write_dossier (tx, remote, FALSE, outcome, error);

  stored = gu_store_read_dossier (tx->db, id, FALSE, error);
  if (stored == NULL
      || !gu_remote_note_differences (tx, stored, remote, change, conflicts, &differences, error))
    return FALSE;
  if (differences == 0)
    return gu_remote_set_synced (tx, id, rev, error);
  *outcome = GU_REMOTE_CONFLICT;

  return TRUE;
}

/* ---- papers, registrations, events ---- */

static gboolean
gu_remote_apply_document (GuTransaction *tx,
                          const GuRemoteChange *change,
                          GuRemoteOutcome *outcome,
                          guint *conflicts,
                          GError **error)
{
  g_autoptr (GuDocument) remote = gu_document_new_from_json (change->payload, NULL);
  g_autofree char *stored = NULL;
  g_autofree char *body = NULL;
  g_autofree char *field = NULL;
  g_autoptr (JsonObject) json = NULL;
  gint64 dossier, rev, waiting;
  gboolean added;

  *outcome = GU_REMOTE_SKIPPED;
  if (remote == NULL || !gu_uuid_is_valid (gu_document_get_id (remote))
      || gu_document_get_dossier_id (remote) == NULL
      || !gu_store_is_sha256 (gu_document_get_sha256 (remote)))
    return TRUE;
  if (!gu_database_get_int (tx->db,
                            error,
                            &dossier,
                            0,
                            "SELECT 1 FROM dossier WHERE id = ?",
                            "s",
                            gu_document_get_dossier_id (remote))
      || !gu_database_get_int (tx->db,
                               error,
                               &rev,
                               0,
                               "SELECT rev FROM document WHERE id = ?",
                               "s",
                               gu_document_get_id (remote))
      || !gu_database_get_text (tx->db,
                                error,
                                &stored,
                                "SELECT body FROM document WHERE id = ?",
                                "s",
                                gu_document_get_id (remote))
      || !gu_database_get_int (tx->db,
                               error,
                               &waiting,
                               0,
                               "SELECT count (*) FROM outbox WHERE kind = 'document' AND "
                               "dossier_id = ? AND entity_id = ?",
                               "ss",
                               gu_document_get_dossier_id (remote),
                               gu_document_get_id (remote)))
    return FALSE;
  if (!dossier)
    return TRUE;

  json = gu_document_to_json (remote);
  body = gu_store_json_text (json);
  *outcome = GU_REMOTE_KNOWN;
  if (rev > 0
      && (change->own || g_str_equal (stored, body)
          || (change->version > 0 && change->version <= rev && !waiting)))
    return TRUE;
  if (waiting == 0)
    {
      *outcome = GU_REMOTE_APPLIED;
      return gu_store_write_document (tx, remote, MAX (change->version, rev + 1), rev == 0, error);
    }

  field = g_strconcat (GU_CONFLICT_DOCUMENT, gu_document_get_id (remote), NULL);
  if (!gu_conflict_note (tx,
                         gu_document_get_dossier_id (remote),
                         field,
                         stored,
                         body,
                         change->version,
                         change->origin,
                         &added,
                         error)
      || !gu_conflict_recount (tx, gu_document_get_dossier_id (remote), error))
    return FALSE;
  *outcome = GU_REMOTE_CONFLICT;
  *conflicts += added ? 1 : 0;

  return TRUE;
}

/* The dossier that comes with it has the number already; alone it only confirms. */
static gboolean
gu_remote_apply_registration (GuTransaction *tx,
                              const GuRemoteChange *change,
                              GuRemoteOutcome *outcome,
                              guint *conflicts,
                              GError **error)
{
  const char *id = json_object_get_string_member_with_default (change->payload, "dossier_id", "");
  gint64 number = json_object_get_int_member_with_default (change->payload, "number", 0);
  g_autofree char *stored_registration = NULL;
  g_autofree char *local_value = NULL;
  g_autofree char *remote_value = NULL;
  gint64 stored;
  gboolean added;

  *outcome = GU_REMOTE_SKIPPED;
  if (!gu_database_get_int (
          tx->db, error, &stored, -1, "SELECT number FROM dossier WHERE id = ?", "s", id))
    return FALSE;
  if (stored < 0 || number <= 0)
    return TRUE;
  *outcome = GU_REMOTE_KNOWN;
  if (stored == number)
    return TRUE;

  if (!gu_database_get_text (tx->db,
                             error,
                             &stored_registration,
                             "SELECT json_quote (registration) FROM dossier WHERE id = ?",
                             "s",
                             id))
    return FALSE;
  local_value = g_strdup (stored_registration != NULL ? stored_registration : "null");
  remote_value = gu_remote_field_text (change->payload, "registration");
  *outcome = GU_REMOTE_CONFLICT;
  if (!gu_conflict_note (tx,
                         id,
                         "registration",
                         local_value,
                         remote_value,
                         change->version,
                         change->origin,
                         &added,
                         error))
    return FALSE;
  *conflicts += added ? 1 : 0;

  return gu_conflict_recount (tx, id, error);
}

static gboolean
gu_remote_apply_event (GuTransaction *tx,
                       const GuRemoteChange *change,
                       GuRemoteOutcome *outcome,
                       GError **error)
{
  g_autoptr (GuEvent) event = gu_event_new_from_json (change->payload, NULL);
  g_autofree char *hash = event != NULL ? gu_event_compute_hash (event) : NULL;

  *outcome = GU_REMOTE_SKIPPED;
  if (event == NULL || gu_event_get_origin (event) == NULL || gu_event_get_seq (event) < 1
      || gu_event_get_prev_hash (event) == NULL || g_strcmp0 (hash, gu_event_get_hash (event)) != 0)
    return TRUE;
  *outcome = GU_REMOTE_KNOWN;
  if (g_str_equal (gu_event_get_origin (event), gu_store_get_origin (tx->store)))
    return TRUE;

  if (!gu_database_run (tx->db,
                        error,
                        "INSERT OR IGNORE INTO foreign_event (origin, seq, dossier_id, kind, at, "
                        "who, desk, body, prev_hash, hash)"
                        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        "sississsss",
                        gu_event_get_origin (event),
                        gu_event_get_seq (event),
                        gu_event_get_dossier_id (event),
                        gu_event_get_kind (event),
                        gu_event_get_at (event),
                        gu_event_get_who (event) != NULL ? gu_event_get_who (event) : "",
                        gu_event_get_desk (event) != NULL ? gu_event_get_desk (event) : "",
                        gu_event_get_body_text (event) != NULL ? gu_event_get_body_text (event)
                                                               : "",
                        gu_event_get_prev_hash (event),
                        hash))
    return FALSE;
  if (gu_database_changes (tx->db) > 0)
    *outcome = GU_REMOTE_APPLIED;
  if (*outcome == GU_REMOTE_APPLIED && gu_event_get_dossier_id (event) != NULL)
    gu_transaction_add_changed (tx, gu_event_get_dossier_id (event));

  return TRUE;
}

/* ---- a page ---- */

static gboolean
gu_remote_read_change (GuStore *self, JsonNode *node, GuRemoteChange *change)
{
  JsonObject *json = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *payload = json != NULL ? json_object_get_member (json, "payload") : NULL;

  if (payload == NULL || !JSON_NODE_HOLDS_OBJECT (payload))
    return FALSE;

  change->payload = json_node_get_object (payload);
  change->kind = json_object_get_string_member_with_default (json, "kind", "");
  change->origin = json_object_get_string_member_with_default (json, "origin", "");
  change->own = g_str_equal (change->origin, self->origin);
  change->version = json_object_get_int_member_with_default (json, "version", 0);

  return TRUE;
}

static gboolean
gu_remote_apply_change (GuTransaction *tx, JsonNode *node, GuRemoteReport *report, GError **error)
{
  GuRemoteChange change = { NULL };
  GuRemoteOutcome outcome = GU_REMOTE_SKIPPED;
  gboolean done = TRUE;

  if (gu_remote_read_change (tx->store, node, &change))
    {
      if (g_str_equal (change.kind, "dossier"))
        done = gu_remote_apply_dossier (tx, &change, &outcome, &report->conflicts, error);
      else if (g_str_equal (change.kind, "document"))
        done = gu_remote_apply_document (tx, &change, &outcome, &report->conflicts, error);
      else if (g_str_equal (change.kind, "registration"))
        done = gu_remote_apply_registration (tx, &change, &outcome, &report->conflicts, error);
      else if (g_str_equal (change.kind, "event"))
        done = gu_remote_apply_event (tx, &change, &outcome, error);
    }

  report->applied += outcome == GU_REMOTE_APPLIED;
  report->known += outcome == GU_REMOTE_KNOWN;
  if (done && outcome == GU_REMOTE_SKIPPED)
    {
      report->skipped++;
      g_message ("A change of kind “%s” from the central was left out: it is not well formed, or "
                 "about nothing known here",
                 change.kind != NULL ? change.kind : "");
    }

  return done;
}

gboolean
gu_store_apply_remote (GuStore *self,
                       JsonArray *changes,
                       const char *feed,
                       const char *cursor,
                       GuRemoteReport *report,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (GuTransaction) tx = NULL;
  GuRemoteReport counted = { 0 };

  g_return_val_if_fail (GU_IS_STORE (self), FALSE);
  g_return_val_if_fail (feed != NULL, FALSE);

  tx = gu_store_begin (self, cancellable, error);
  if (tx == NULL)
    return FALSE;
  for (guint i = 0; changes != NULL && i < json_array_get_length (changes); i++)
    {
      if (!gu_remote_apply_change (tx, json_array_get_element (changes, i), &counted, error))
        return FALSE;
    }
  if (cursor != NULL && !gu_store_write_cursor (tx, feed, cursor, error))
    return FALSE;
  if (g_cancellable_set_error_if_cancelled (cancellable, error)
      || !gu_transaction_commit (tx, error))
    return FALSE;
  if (report != NULL)
    *report = counted;

  return TRUE;
}
