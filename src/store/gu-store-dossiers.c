/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-store"

#include "config.h"

#include "gu-store-private.h"

#include "gu-error.h"
#include "gu-uuid.h"

#include <glib/gi18n-lib.h>

static gboolean
gu_store_dossier_exists (GuDatabase *db, const char *id, gboolean *exists, GError **error)
{
  gint64 found;

  if (!gu_database_get_int (db, error, &found, 0, "SELECT 1 FROM dossier WHERE id = ?", "s", id))
    return FALSE;
  *exists = found != 0;

  return TRUE;
}

/* Prepares a draft in a copy, so that the caller's object is as it was when something fails. */
static GuDossier *
gu_store_prepare_draft (GuTransaction *tx, GuDossier *dossier, const GuActor *actor, GError **error)
{
  g_autoptr (GuDossier) draft = gu_dossier_copy (dossier);
  gboolean exists;

  if (!gu_dossier_is_draft (draft))
    {
      gu_store_error_set (
          error, GU_STORE_ERROR_STATE, _ ("A new dossier cannot have a number yet."), NULL);
      return NULL;
    }
  if (gu_dossier_get_id (draft) == NULL)
    {
      g_autofree char *id = gu_uuid_new_v7 (tx->now_ms);

      gu_dossier_set_id (draft, id);
    }
  if (!gu_uuid_is_valid (gu_dossier_get_id (draft)))
    {
      gu_store_error_set (
          error, GU_STORE_ERROR_INVALID, _ ("The id of the dossier is not well formed."), NULL);
      return NULL;
    }
  if (!gu_store_dossier_exists (tx->db, gu_dossier_get_id (draft), &exists, error))
    return NULL;
  if (exists)
    {
      gu_store_error_set (
          error, GU_STORE_ERROR_EXISTS, _ ("There is a dossier with this id already."), NULL);
      return NULL;
    }

  gu_dossier_set_rev (draft, 1);
  gu_dossier_set_created_at (draft, tx->now_ms);
  gu_dossier_set_updated_at (draft, tx->now_ms);
  gu_dossier_set_desk (draft, actor->desk);
  gu_dossier_set_sync_state (draft, "local");

  return g_steal_pointer (&draft);
}

/* What the store decided goes back to the caller's object once it is on disk. */
static void
gu_store_copy_stored_fields (GuDossier *from, GuDossier *to)
{
  gu_dossier_set_id (to, gu_dossier_get_id (from));
  gu_dossier_set_rev (to, gu_dossier_get_rev (from));
  gu_dossier_set_created_at (to, gu_dossier_get_created_at (from));
  gu_dossier_set_updated_at (to, gu_dossier_get_updated_at (from));
  gu_dossier_set_desk (to, gu_dossier_get_desk (from));
  gu_dossier_set_sync_state (to, gu_dossier_get_sync_state (from));
  gu_dossier_set_register (to, gu_dossier_get_register (from));
  gu_dossier_set_year (to, gu_dossier_get_year (from));
  gu_dossier_set_number (to, gu_dossier_get_number (from));
  gu_dossier_set_registered_at (to, gu_dossier_get_registered_at (from));
  gu_dossier_set_registration (to, gu_dossier_get_registration (from));
}

static void
gu_store_copy_document_fields (GListModel *from, GListModel *to)
{
  for (guint i = 0; i < g_list_model_get_n_items (from); i++)
    {
      g_autoptr (GuDocument) stored = g_list_model_get_item (from, i);
      g_autoptr (GuDocument) given = g_list_model_get_item (to, i);

      gu_document_set_id (given, gu_document_get_id (stored));
      gu_document_set_dossier_id (given, gu_document_get_dossier_id (stored));
      gu_document_set_size (given, gu_document_get_size (stored));
      gu_document_set_added_at (given, gu_document_get_added_at (stored));
      gu_document_set_added_by (given, gu_document_get_added_by (stored));
    }
}

gboolean
gu_store_create_dossier (GuStore *self, GuDossier *dossier, const GuActor *actor, GError **error)
{
  g_autoptr (GuTransaction) tx = NULL;
  g_autoptr (GuDossier) draft = NULL;
  g_autoptr (JsonObject) body = json_object_new ();
  GListModel *documents;

  g_return_val_if_fail (GU_IS_STORE (self), FALSE);
  g_return_val_if_fail (GU_IS_DOSSIER (dossier), FALSE);
  g_return_val_if_fail (actor != NULL, FALSE);

  tx = gu_store_begin (self, NULL, error);
  if (tx == NULL)
    return FALSE;
  draft = gu_store_prepare_draft (tx, dossier, actor, error);
  if (draft == NULL || !gu_store_write_dossier (tx, draft, TRUE, error))
    return FALSE;

  json_object_set_string_member (body, "procedure", gu_dossier_get_procedure (draft));
  if (!gu_store_append_event (
          tx, gu_dossier_get_id (draft), "dossier-created", body, actor, tx->now_ms, error))
    return FALSE;

  documents = gu_dossier_get_documents (draft);
  for (guint i = 0; i < g_list_model_get_n_items (documents); i++)
    {
      g_autoptr (GuDocument) document = g_list_model_get_item (documents, i);

      if (!gu_store_insert_document (tx, draft, document, actor, error))
        return FALSE;
    }

  if (!gu_transaction_commit (tx, error))
    return FALSE;
  gu_store_copy_stored_fields (draft, dossier);
  gu_store_copy_document_fields (documents, gu_dossier_get_documents (dossier));

  return TRUE;
}

gboolean
gu_store_update_dossier (GuStore *self,
                         GuDossier *dossier,
                         const char *event_kind,
                         JsonObject *event_body,
                         const GuActor *actor,
                         GError **error)
{
  g_autoptr (GuTransaction) tx = NULL;
  g_autoptr (GuDossier) stored = NULL;
  g_autoptr (GuDossier) next = NULL;
  gint64 rev;

  g_return_val_if_fail (GU_IS_STORE (self), FALSE);
  g_return_val_if_fail (GU_IS_DOSSIER (dossier), FALSE);
  g_return_val_if_fail (gu_dossier_get_id (dossier) != NULL, FALSE);
  g_return_val_if_fail (event_kind != NULL && actor != NULL, FALSE);

  tx = gu_store_begin (self, NULL, error);
  if (tx == NULL)
    return FALSE;
  stored = gu_store_read_dossier (tx->db, gu_dossier_get_id (dossier), FALSE, error);
  if (stored == NULL)
    return FALSE;
  rev = gu_dossier_get_rev (stored);
  if (rev != gu_dossier_get_rev (dossier))
    {
      gu_store_error_set (error,
                          GU_STORE_ERROR_CHANGED,
                          _ ("The dossier was changed meanwhile."),
                          _ ("Load it again, look at what changed and repeat your change."));
      return FALSE;
    }

  next = gu_dossier_copy (dossier);
  gu_store_copy_stored_fields (stored, next);
  gu_dossier_set_rev (next, rev + 1);
  gu_dossier_set_updated_at (next, tx->now_ms);
  if (!gu_store_write_dossier (tx, next, FALSE, error)
      || !gu_store_append_event (
          tx, gu_dossier_get_id (next), event_kind, event_body, actor, tx->now_ms, error))
    return FALSE;
  if (!gu_dossier_is_draft (next)
      && (!gu_store_outbox_put_dossier (tx, next, rev, error)
          || !gu_store_outbox_refresh (tx, gu_dossier_get_id (next), error)))
    return FALSE;

  if (!gu_transaction_commit (tx, error))
    return FALSE;
  gu_store_copy_stored_fields (next, dossier);
  if (!gu_dossier_is_draft (dossier)
      && g_strcmp0 (gu_dossier_get_sync_state (dossier), "rejected") != 0)
    gu_dossier_set_sync_state (dossier, "queued");

  return TRUE;
}

GuDossier *
gu_store_load_dossier (GuStore *self, const char *id, GError **error)
{
  g_autoptr (GuReader) reader = NULL;

  g_return_val_if_fail (GU_IS_STORE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  reader = gu_store_read (self, TRUE, NULL, error);

  return reader != NULL ? gu_store_read_dossier (reader->db, id, TRUE, error) : NULL;
}

char *
gu_store_find_dossier (GuStore *self, const char *reference, GError **error)
{
  g_autoptr (GuReader) reader = NULL;
  g_autoptr (GuStatement) statement = NULL;
  g_autoptr (GError) step_error = NULL;
  g_autofree char *id = NULL;
  const char *slash;

  g_return_val_if_fail (GU_IS_STORE (self), NULL);
  g_return_val_if_fail (reference != NULL, NULL);

  reader = gu_store_read (self, FALSE, NULL, error);
  if (reader == NULL)
    return NULL;
  slash = strchr (reference, '/');
  statement = gu_database_prepare (
      reader->db,
      error,
      "SELECT id FROM dossier WHERE id = ?1"
      " UNION ALL SELECT id FROM dossier WHERE number = ?2 AND number > 0"
      " AND (?3 IS NULL OR registration = ?3)",
      "sis",
      reference,
      g_ascii_strtoll (reference, NULL, 10),
      slash != NULL ? reference : NULL);
  if (statement == NULL)
    return NULL;

  /* A UUID that begins with digits must not be taken for a number. */
  if (gu_statement_step (statement, &step_error))
    id = g_strdup (gu_statement_text (statement, 0));
  if (id != NULL && gu_uuid_is_valid (reference) != g_str_equal (id, reference))
    g_clear_pointer (&id, g_free);
  if (id != NULL && !g_str_equal (id, reference) && gu_statement_step (statement, &step_error))
    {
      gu_store_error_set (error,
                          GU_STORE_ERROR_NOT_FOUND,
                          _ ("More than one dossier has this number."),
                          _ ("Give the date too, as in 12345/23.11.2026."));
      return NULL;
    }
  if (step_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&step_error));
      return NULL;
    }
  if (id == NULL)
    gu_store_set_not_found (error, _ ("There is no such dossier."));

  return g_steal_pointer (&id);
}

gint64
gu_store_get_rev (GuStore *self, const char *dossier_id, GError **error)
{
  g_autoptr (GuReader) reader = NULL;
  gint64 rev = 0;

  g_return_val_if_fail (GU_IS_STORE (self), 0);
  g_return_val_if_fail (dossier_id != NULL, 0);

  reader = gu_store_read (self, FALSE, NULL, error);
  if (reader == NULL
      || !gu_database_get_int (
          reader->db, error, &rev, 0, "SELECT rev FROM dossier WHERE id = ?", "s", dossier_id))
    return 0;
  if (rev == 0)
    gu_store_set_not_found (error, _ ("There is no such dossier."));

  return rev;
}

/* ---- registration ---- */

char *
gu_store_format_registration (gint64 number, gint64 at_ms, GuClock *clock)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_ms / 1000);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, gu_clock_get_time_zone (clock));

  return g_strdup_printf ("%" G_GINT64_FORMAT "/%02d.%02d.%04d",
                          number,
                          g_date_time_get_day_of_month (local),
                          g_date_time_get_month (local),
                          g_date_time_get_year (local));
}

static gboolean
gu_store_insert_papers (GuTransaction *tx,
                        GuDossier *dossier,
                        GPtrArray *documents,
                        const GuActor *actor,
                        GError **error)
{
  for (guint i = 0; documents != NULL && i < documents->len; i++)
    {
      if (!gu_store_insert_document (tx, dossier, g_ptr_array_index (documents, i), actor, error))
        return FALSE;
    }

  return TRUE;
}

/* The whole dossier, its papers and the registration, in the order in which the central must take
 * them. */
static gboolean
gu_store_queue_registered (GuTransaction *tx,
                           GuDossier *dossier,
                           const char *lease_id,
                           GError **error)
{
  const char *id = gu_dossier_get_id (dossier);
  g_autoptr (GuDossier) whole = gu_store_read_dossier (tx->db, id, TRUE, error);
  g_autoptr (JsonObject) registration = json_object_new ();
  GListModel *documents;

  if (whole == NULL || !gu_store_outbox_put_dossier (tx, whole, 0, error))
    return FALSE;

  documents = gu_dossier_get_documents (whole);
  for (guint i = 0; i < g_list_model_get_n_items (documents); i++)
    {
      g_autoptr (GuDocument) document = g_list_model_get_item (documents, i);
      gint64 rev;

      if (!gu_database_get_int (tx->db,
                                error,
                                &rev,
                                1,
                                "SELECT rev FROM document WHERE id = ?",
                                "s",
                                gu_document_get_id (document))
          || !gu_store_outbox_put_document (tx, document, rev, error))
        return FALSE;
    }

  json_object_set_string_member (registration, "dossier_id", id);
  json_object_set_string_member (registration, "register", gu_dossier_get_register (whole));
  json_object_set_int_member (registration, "year", gu_dossier_get_year (whole));
  json_object_set_int_member (registration, "number", gu_dossier_get_number (whole));
  json_object_set_string_member (registration, "registration", gu_dossier_get_registration (whole));
  json_object_set_int_member (registration, "registered_at", gu_dossier_get_registered_at (whole));
  json_object_set_string_member (registration, "lease_id", lease_id);

  return gu_store_outbox_put (
             tx, "registration", id, id, gu_dossier_get_rev (whole), registration, error)
         && gu_store_outbox_refresh (tx, id, error);
}

static JsonObject *
gu_store_describe_registration (GuDossier *dossier, GPtrArray *documents)
{
  JsonObject *body = json_object_new ();
  JsonArray *papers = json_array_new ();

  json_object_set_string_member (body, "register", gu_dossier_get_register (dossier));
  json_object_set_int_member (body, "year", gu_dossier_get_year (dossier));
  json_object_set_int_member (body, "number", gu_dossier_get_number (dossier));
  json_object_set_string_member (body, "registration", gu_dossier_get_registration (dossier));
  for (guint i = 0; documents != NULL && i < documents->len; i++)
    {
      GuDocument *document = g_ptr_array_index (documents, i);
      JsonObject *paper = json_object_new ();

      json_object_set_string_member (paper, "id", gu_document_get_id (document));
      json_object_set_string_member (paper, "role", gu_document_get_role (document));
      json_object_set_string_member (paper, "sha256", gu_document_get_sha256 (document));
      json_array_add_object_element (papers, paper);
    }
  json_object_set_array_member (body, "papers", papers);

  return body;
}

gboolean
gu_store_register_dossier (GuStore *self,
                           const char *dossier_id,
                           GPtrArray *documents,
                           const GuActor *actor,
                           gint64 at_ms,
                           GError **error)
{
  g_autoptr (GuTransaction) tx = NULL;
  g_autoptr (GuDossier) dossier = NULL;
  g_autoptr (JsonObject) body = NULL;
  g_autofree char *lease_id = NULL;

  g_return_val_if_fail (GU_IS_STORE (self), FALSE);
  g_return_val_if_fail (dossier_id != NULL && actor != NULL, FALSE);

  tx = gu_store_begin (self, NULL, error);
  if (tx == NULL)
    return FALSE;
  dossier = gu_store_read_dossier (tx->db, dossier_id, FALSE, error);
  if (dossier == NULL)
    return FALSE;
  if (!gu_dossier_is_draft (dossier))
    {
      gu_error_set (error,
                    GU_STORE_ERROR,
                    GU_STORE_ERROR_STATE,
                    _ ("Print its receipt again if it is needed."),
                    NULL,
                    /* Translators: %s is a registration such as "12345/23.11.2026". */
                    _ ("The dossier is registered already, with the number %s."),
                    gu_dossier_get_registration (dossier));
      return FALSE;
    }

  if (!gu_store_use_number (tx, dossier, at_ms, &lease_id, error))
    return FALSE;
  gu_dossier_set_state (dossier, "inregistrat");
  gu_dossier_set_sync_state (dossier, "queued");
  gu_dossier_set_rev (dossier, gu_dossier_get_rev (dossier) + 1);
  gu_dossier_set_updated_at (dossier, tx->now_ms);
  if (!gu_store_write_dossier (tx, dossier, FALSE, error)
      || !gu_store_insert_papers (tx, dossier, documents, actor, error))
    return FALSE;

  body = gu_store_describe_registration (dossier, documents);

  return gu_store_append_event (tx, dossier_id, "registered", body, actor, at_ms, error)
         && gu_store_queue_registered (tx, dossier, lease_id, error)
         && gu_transaction_commit (tx, error);
}
