/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-store"

#include "config.h"

#include "gu-store-private.h"

#include "gu-uuid.h"

#include <glib/gi18n-lib.h>

/* Names of files stay out of the journal: people put names of people in them. */
static JsonObject *
gu_store_describe_document (GuDocument *document)
{
  JsonObject *body = json_object_new ();
  JsonArray *requirements = json_array_new ();
  const char *const *ids = gu_document_get_requirements (document);

  for (gsize i = 0; ids != NULL && ids[i] != NULL; i++)
    json_array_add_string_element (requirements, ids[i]);
  json_object_set_string_member (body, "id", gu_document_get_id (document));
  json_object_set_string_member (body, "sha256", gu_document_get_sha256 (document));
  json_object_set_int_member (body, "size", gu_document_get_size (document));
  json_object_set_string_member (body, "role", gu_document_get_role (document));
  json_object_set_array_member (body, "requirements", requirements);
  if (gu_document_get_issued (document) != NULL)
    json_object_set_string_member (body, "issued", gu_document_get_issued (document));
  json_object_set_boolean_member (
      body, "certified_copy", gu_document_get_certified_copy (document));
  json_object_set_boolean_member (body, "legible", gu_document_get_legible (document));

  return body;
}

static gboolean
gu_store_check_new_document (GuTransaction *tx, GuDocument *document, GError **error)
{
  gint64 size, found;

  if (!gu_store_is_sha256 (gu_document_get_sha256 (document)))
    {
      gu_store_error_set (
          error, GU_STORE_ERROR_INVALID, _ ("This is not the hash of a paper."), NULL);
      return FALSE;
    }
  size = gu_store_blob_size (tx->store, gu_document_get_sha256 (document));
  if (size < 0)
    {
      gu_store_error_set (error,
                          GU_STORE_ERROR_NOT_FOUND,
                          _ ("The bytes of the paper are not in the store."),
                          _ ("Import the file again."));
      return FALSE;
    }
  gu_document_set_size (document, size);

  if (gu_document_get_id (document) == NULL)
    return TRUE;
  if (!gu_uuid_is_valid (gu_document_get_id (document)))
    {
      gu_store_error_set (
          error, GU_STORE_ERROR_INVALID, _ ("The id of the paper is not well formed."), NULL);
      return FALSE;
    }
  if (!gu_database_get_int (tx->db,
                            error,
                            &found,
                            0,
                            "SELECT 1 FROM document WHERE id = ?",
                            "s",
                            gu_document_get_id (document)))
    return FALSE;
  if (found)
    gu_store_error_set (
        error, GU_STORE_ERROR_EXISTS, _ ("The paper is in a dossier already."), NULL);

  return !found;
}

gboolean
gu_store_insert_document (GuTransaction *tx,
                          GuDossier *dossier,
                          GuDocument *document,
                          const GuActor *actor,
                          GError **error)
{
  g_autoptr (JsonObject) body = NULL;

  if (!gu_store_check_new_document (tx, document, error))
    return FALSE;
  if (gu_document_get_id (document) == NULL)
    {
      g_autofree char *id = gu_uuid_new_v7 (tx->now_ms);

      gu_document_set_id (document, id);
    }
  gu_document_set_dossier_id (document, gu_dossier_get_id (dossier));
  gu_document_set_added_at (document, tx->now_ms);
  gu_document_set_added_by (document, actor->who);

  body = gu_store_describe_document (document);

  return gu_store_write_document (tx, document, 1, TRUE, error)
         && gu_store_append_event (
             tx, gu_dossier_get_id (dossier), "document-added", body, actor, tx->now_ms, error);
}

/* Papers of a registered dossier go to the central as they come. */
static gboolean
gu_store_queue_document (GuTransaction *tx,
                         GuDossier *dossier,
                         GuDocument *document,
                         gint64 rev,
                         GError **error)
{
  return gu_dossier_is_draft (dossier)
         || (gu_store_outbox_put_document (tx, document, rev, error)
             && gu_store_outbox_refresh (tx, gu_dossier_get_id (dossier), error));
}

gboolean
gu_store_add_document (GuStore *self,
                       const char *dossier_id,
                       GuDocument *document,
                       const GuActor *actor,
                       GError **error)
{
  g_autoptr (GuTransaction) tx = NULL;
  g_autoptr (GuDossier) dossier = NULL;

  g_return_val_if_fail (GU_IS_STORE (self), FALSE);
  g_return_val_if_fail (dossier_id != NULL && actor != NULL, FALSE);
  g_return_val_if_fail (GU_IS_DOCUMENT (document), FALSE);

  tx = gu_store_begin (self, NULL, error);
  if (tx == NULL)
    return FALSE;
  dossier = gu_store_read_dossier (tx->db, dossier_id, FALSE, error);

  return dossier != NULL && gu_store_insert_document (tx, dossier, document, actor, error)
         && gu_store_queue_document (tx, dossier, document, 1, error)
         && gu_transaction_commit (tx, error);
}

gboolean
gu_store_update_document (GuStore *self, GuDocument *document, const GuActor *actor, GError **error)
{
  g_autoptr (GuTransaction) tx = NULL;
  g_autoptr (GuDocument) stored = NULL;
  g_autoptr (GuDossier) dossier = NULL;
  g_autoptr (JsonObject) body = NULL;
  gint64 rev;

  g_return_val_if_fail (GU_IS_STORE (self), FALSE);
  g_return_val_if_fail (GU_IS_DOCUMENT (document), FALSE);
  g_return_val_if_fail (gu_document_get_id (document) != NULL && actor != NULL, FALSE);

  tx = gu_store_begin (self, NULL, error);
  if (tx == NULL)
    return FALSE;
  stored = gu_store_read_document (tx->db, gu_document_get_id (document), &rev, error);
  if (stored == NULL)
    return FALSE;
  if (g_strcmp0 (gu_document_get_sha256 (stored), gu_document_get_sha256 (document)) != 0
      || g_strcmp0 (gu_document_get_role (stored), gu_document_get_role (document)) != 0
      || g_strcmp0 (gu_document_get_dossier_id (stored), gu_document_get_dossier_id (document)) != 0
      || gu_document_get_size (stored) != gu_document_get_size (document))
    {
      gu_store_error_set (error,
                          GU_STORE_ERROR_INVALID,
                          _ ("The bytes of a paper never change."),
                          _ ("Add the other version as a paper of its own."));
      return FALSE;
    }

  dossier = gu_store_read_dossier (tx->db, gu_document_get_dossier_id (document), FALSE, error);
  if (dossier == NULL)
    return FALSE;
  body = gu_store_describe_document (document);

  return gu_store_write_document (tx, document, rev + 1, FALSE, error)
         && gu_store_append_event (
             tx, gu_dossier_get_id (dossier), "document-changed", body, actor, tx->now_ms, error)
         && gu_store_queue_document (tx, dossier, document, rev + 1, error)
         && gu_transaction_commit (tx, error);
}

gboolean
gu_store_remove_document (GuStore *self,
                          const char *document_id,
                          const GuActor *actor,
                          GError **error)
{
  g_autoptr (GuTransaction) tx = NULL;
  g_autoptr (GuDocument) document = NULL;
  g_autoptr (GuDossier) dossier = NULL;
  g_autoptr (JsonObject) body = NULL;

  g_return_val_if_fail (GU_IS_STORE (self), FALSE);
  g_return_val_if_fail (document_id != NULL && actor != NULL, FALSE);

  tx = gu_store_begin (self, NULL, error);
  if (tx == NULL)
    return FALSE;
  document = gu_store_read_document (tx->db, document_id, NULL, error);
  if (document == NULL)
    return FALSE;
  dossier = gu_store_read_dossier (tx->db, gu_document_get_dossier_id (document), FALSE, error);
  if (dossier == NULL)
    return FALSE;
  if (!gu_dossier_is_draft (dossier))
    {
      gu_store_error_set (error,
                          GU_STORE_ERROR_STATE,
                          _ ("Papers of a registered dossier cannot be taken out."),
                          _ ("Mark the paper as illegible or add the right one beside it."));
      return FALSE;
    }

  body = gu_store_describe_document (document);
  gu_transaction_add_changed (tx, gu_dossier_get_id (dossier));

  return gu_database_run (tx->db, error, "DELETE FROM document WHERE id = ?", "s", document_id)
         && gu_store_append_event (
             tx, gu_dossier_get_id (dossier), "document-removed", body, actor, tx->now_ms, error)
         && gu_transaction_commit (tx, error);
}
