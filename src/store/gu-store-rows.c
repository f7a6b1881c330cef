/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-store"

#include "config.h"

#include "gu-store-private.h"

#include "gu-error.h"
#include "gu-model-error.h"

#include <glib/gi18n-lib.h>

/* How dossiers and documents stand in the tables. */

/* Drafts come after all numbers, in the order in which they were made. */
#define GU_SORT_DRAFT G_GINT64_CONSTANT (9999000000000)
#define GU_SORT_YEAR  G_GINT64_CONSTANT (1000000000)
#define GU_SORT_NEVER "9999-12-31"

char *
gu_store_json_text (JsonObject *json)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), json);

  return json_to_string (node, FALSE);
}

JsonObject *
gu_store_json_parse (const char *text, GError **error)
{
  g_autoptr (JsonNode) node = text != NULL ? json_from_string (text, NULL) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      gu_store_error_set (error, GU_STORE_ERROR_CORRUPT, NULL, NULL);
      return NULL;
    }

  return json_node_dup_object (node);
}

void
gu_store_set_not_found (GError **error, const char *sentence)
{
  gu_store_error_set (error,
                      GU_STORE_ERROR_NOT_FOUND,
                      sentence,
                      _ ("It may have been removed; load the list again."));
}

/* What was stored must read back: if not, somebody else wrote it. */
static void
gu_store_set_corrupt_model (GError **error, GError *model_error)
{
  gu_error_set (error,
                GU_STORE_ERROR,
                GU_STORE_ERROR_CORRUPT,
                _ ("Stop working at this desk and restore the last backup from the folder "
                   "“backups”; ask the administrator."),
                model_error->message,
                _ ("The desk's database is damaged."));
}

static gboolean
gu_store_read_documents (GuDatabase *db, GuDossier *dossier, GError **error)
{
  g_autoptr (GuStatement) statement = NULL;
  g_autoptr (GError) step_error = NULL;

  statement = gu_database_prepare (db,
                                   error,
                                   "SELECT body FROM document WHERE dossier_id = ? ORDER BY row",
                                   "s",
                                   gu_dossier_get_id (dossier));
  if (statement == NULL)
    return FALSE;

  while (gu_statement_step (statement, &step_error))
    {
      g_autoptr (JsonObject) json = gu_store_json_parse (gu_statement_text (statement, 0), error);
      g_autoptr (GuDocument) document = json != NULL ? gu_document_new_from_json (json, &step_error)
                                                     : NULL;

      if (json == NULL)
        return FALSE;
      if (document == NULL)
        {
          gu_store_set_corrupt_model (error, step_error);
          return FALSE;
        }
      gu_dossier_add_document (dossier, document);
    }
  if (step_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&step_error));
      return FALSE;
    }

  return TRUE;
}

static GuDossier *
gu_store_dossier_from_row (GuStatement *row, GError **error)
{
  g_autoptr (JsonObject) parts = gu_store_json_parse (gu_statement_text (row, 18), error);
  g_autoptr (GuDossier) dossier = NULL;
  g_autoptr (GError) model_error = NULL;

  if (parts == NULL)
    return NULL;
  json_object_set_string_member (parts, "procedure", gu_statement_text (row, 2));
  dossier = gu_dossier_new_from_json (parts, &model_error);
  if (dossier == NULL)
    {
      gu_store_set_corrupt_model (error, model_error);
      return NULL;
    }

  gu_dossier_set_id (dossier, gu_statement_text (row, 0));
  gu_dossier_set_rev (dossier, gu_statement_int (row, 1));
  gu_dossier_set_regime (dossier, gu_statement_text (row, 3));
  gu_dossier_set_pack_id (dossier, gu_statement_text (row, 4));
  gu_dossier_set_pack_version (dossier, gu_statement_text (row, 5));
  gu_dossier_set_state (dossier, gu_statement_text (row, 6));
  gu_dossier_set_created_at (dossier, gu_statement_int (row, 7));
  gu_dossier_set_updated_at (dossier, gu_statement_int (row, 8));
  gu_dossier_set_filed_on (dossier, gu_statement_text (row, 9));
  gu_dossier_set_due_on (dossier, gu_statement_text (row, 10));
  gu_dossier_set_register (dossier, gu_statement_text (row, 11));
  gu_dossier_set_year (dossier, (int) gu_statement_int (row, 12));
  gu_dossier_set_number (dossier, gu_statement_int (row, 13));
  gu_dossier_set_registered_at (dossier, gu_statement_int (row, 14));
  gu_dossier_set_registration (dossier, gu_statement_text (row, 15));
  gu_dossier_set_officer (dossier, gu_statement_text (row, 16));
  gu_dossier_set_desk (dossier, gu_statement_text (row, 17));
  gu_dossier_set_sync_state (dossier, gu_statement_text (row, 19));

  return g_steal_pointer (&dossier);
}

GuDossier *
gu_store_read_dossier (GuDatabase *db, const char *id, gboolean with_documents, GError **error)
{
  g_autoptr (GuStatement) statement = NULL;
  g_autoptr (GuDossier) dossier = NULL;
  g_autoptr (GError) step_error = NULL;

  statement = gu_database_prepare (
      db,
      error,
      "SELECT d.id, d.rev, d.procedure, d.regime, d.pack_id, d.pack_version, d.state,"
      " d.created_at, d.updated_at, d.filed_on, d.due_on, d.register, d.year, d.number,"
      " d.registered_at, d.registration, d.officer, d.desk, b.parts, d.sync_state"
      " FROM dossier d JOIN dossier_body b ON b.row = d.row WHERE d.id = ?",
      "s",
      id);
  if (statement == NULL)
    return NULL;
  if (!gu_statement_step (statement, &step_error))
    {
      if (step_error != NULL)
        g_propagate_error (error, g_steal_pointer (&step_error));
      else
        gu_store_set_not_found (error, _ ("There is no such dossier."));
      return NULL;
    }

  dossier = gu_store_dossier_from_row (statement, error);
  if (dossier == NULL || (with_documents && !gu_store_read_documents (db, dossier, error)))
    return NULL;

  return g_steal_pointer (&dossier);
}

static void
gu_store_append_key (GString *key, const char *text)
{
  g_autofree char *part = gu_search_key (text);

  if (part[0] == '\0')
    return;
  if (key->len > 0)
    g_string_append_c (key, ' ');
  g_string_append (key, part);
}

/* The CNP stays out: whoever looks for one asks for it by name. */
static char *
gu_store_make_search_key (GuDossier *dossier, const char *address)
{
  g_autoptr (GString) key = g_string_sized_new (128);
  GuPerson *applicant = gu_dossier_get_applicant (dossier);
  GuPerson *representative = gu_dossier_get_representative (dossier);
  GuProperty *property = gu_dossier_get_property (dossier);

  gu_store_append_key (key, gu_dossier_get_registration (dossier));
  gu_store_append_key (key, gu_person_get_name (applicant));
  gu_store_append_key (key, gu_person_get_cui (applicant));
  if (representative != NULL)
    gu_store_append_key (key, gu_person_get_name (representative));
  gu_store_append_key (key, address);
  gu_store_append_key (key, gu_property_get_cadastral_number (property));
  gu_store_append_key (key, gu_property_get_land_book (property));

  return g_strndup (key->str, key->len);
}

static char *
gu_store_make_parts (GuDossier *dossier)
{
  g_autoptr (JsonObject) parts = json_object_new ();
  GuPerson *representative = gu_dossier_get_representative (dossier);

  json_object_set_object_member (
      parts, "applicant", gu_person_to_json (gu_dossier_get_applicant (dossier)));
  if (representative != NULL)
    json_object_set_object_member (parts, "representative", gu_person_to_json (representative));
  json_object_set_object_member (
      parts, "property", gu_property_to_json (gu_dossier_get_property (dossier)));
  json_object_set_object_member (parts, "facts", json_object_ref (gu_dossier_get_facts (dossier)));

  return gu_store_json_text (parts);
}

#define GU_INSERT_DOSSIER                                                                          \
  "INSERT INTO dossier (id, rev, procedure, regime, pack_id, pack_version, state, created_at,"     \
  " updated_at, filed_on, due_on, register, year, number, registered_at, registration, officer,"   \
  " desk, sync_state, applicant_name, address, sort_number, sort_due, sort_applicant, sort_state," \
  " search_key) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,"    \
  " ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26)"

#define GU_UPDATE_DOSSIER                                                                          \
  "UPDATE dossier SET rev = ?2, procedure = ?3, regime = ?4, pack_id = ?5, pack_version = ?6,"     \
  " state = ?7, created_at = ?8, updated_at = ?9, filed_on = ?10, due_on = ?11, register = ?12,"   \
  " year = ?13, number = ?14, registered_at = ?15, registration = ?16, officer = ?17, desk = ?18," \
  " sync_state = ?19, applicant_name = ?20, address = ?21, sort_number = ?22, sort_due = ?23,"     \
  " sort_applicant = ?24, sort_state = ?25, search_key = ?26 WHERE id = ?1"

static gboolean
gu_store_write_dossier_row (GuTransaction *tx,
                            GuDossier *dossier,
                            gboolean insert,
                            int rank,
                            GError **error)
{
  const char *name = gu_person_get_name (gu_dossier_get_applicant (dossier));
  const char *due_on = gu_dossier_get_due_on (dossier);
  gint64 number = gu_dossier_get_number (dossier);
  g_autofree char *address = gu_property_dup_address_line (gu_dossier_get_property (dossier));
  g_autofree char *search_key = gu_store_make_search_key (dossier, address);
  g_autofree char *sort_applicant = gu_search_key (name);

  return gu_database_run (tx->db,
                          error,
                          insert ? GU_INSERT_DOSSIER : GU_UPDATE_DOSSIER,
                          "sisssssiisssiiissssssissis",
                          gu_dossier_get_id (dossier),
                          gu_dossier_get_rev (dossier),
                          gu_dossier_get_procedure (dossier),
                          gu_dossier_get_regime (dossier),
                          gu_dossier_get_pack_id (dossier),
                          gu_dossier_get_pack_version (dossier),
                          gu_dossier_get_state (dossier),
                          gu_dossier_get_created_at (dossier),
                          gu_dossier_get_updated_at (dossier),
                          gu_dossier_get_filed_on (dossier),
                          due_on,
                          gu_dossier_get_register (dossier),
                          (gint64) gu_dossier_get_year (dossier),
                          number,
                          gu_dossier_get_registered_at (dossier),
                          gu_dossier_get_registration (dossier),
                          gu_dossier_get_officer (dossier),
                          gu_dossier_get_desk (dossier),
                          gu_dossier_get_sync_state (dossier),
                          name,
                          address,
                          number > 0 ? gu_dossier_get_year (dossier) * GU_SORT_YEAR + number
                                     : GU_SORT_DRAFT,
                          due_on != NULL ? due_on : GU_SORT_NEVER,
                          sort_applicant,
                          (gint64) rank,
                          search_key);
}

gboolean
gu_store_write_dossier (GuTransaction *tx, GuDossier *dossier, gboolean insert, GError **error)
{
  const char *id = gu_dossier_get_id (dossier);
  int rank = gu_dossier_state_get_rank (gu_dossier_get_state (dossier));
  g_autofree char *parts = gu_store_make_parts (dossier);

  if (rank < 0 || gu_dossier_get_procedure (dossier) == NULL)
    {
      gu_store_error_set (error,
                          GU_STORE_ERROR_INVALID,
                          rank < 0 ? _ ("The dossier is in a state that does not exist.")
                                   : _ ("The dossier has no procedure."),
                          NULL);
      return FALSE;
    }

  if (!gu_store_write_dossier_row (tx, dossier, insert, rank, error)
      || !gu_database_run (tx->db,
                           error,
                           "INSERT INTO dossier_body (row, parts, cnp)"
                           " SELECT row, ?2, ?3 FROM dossier WHERE id = ?1"
                           " ON CONFLICT (row) DO UPDATE SET parts = ?2, cnp = ?3",
                           "sss",
                           id,
                           parts,
                           gu_person_get_cnp (gu_dossier_get_applicant (dossier))))
    return FALSE;
  gu_transaction_add_changed (tx, id);

  return TRUE;
}

GuDocument *
gu_store_read_document (GuDatabase *db, const char *id, gint64 *rev, GError **error)
{
  g_autoptr (GuStatement) statement = NULL;
  g_autoptr (GError) step_error = NULL;
  g_autoptr (JsonObject) json = NULL;
  GuDocument *document;

  statement = gu_database_prepare (
      db, error, "SELECT body, rev FROM document WHERE id = ?", "s", id);
  if (statement == NULL)
    return NULL;
  if (!gu_statement_step (statement, &step_error))
    {
      if (step_error != NULL)
        g_propagate_error (error, g_steal_pointer (&step_error));
      else
        gu_store_set_not_found (error, _ ("There is no such paper."));
      return NULL;
    }

  json = gu_store_json_parse (gu_statement_text (statement, 0), error);
  if (json == NULL)
    return NULL;
  if (rev != NULL)
    *rev = gu_statement_int (statement, 1);
  document = gu_document_new_from_json (json, &step_error);
  if (document == NULL)
    gu_store_set_corrupt_model (error, step_error);

  return document;
}

gboolean
gu_store_write_document (GuTransaction *tx,
                         GuDocument *document,
                         gint64 rev,
                         gboolean insert,
                         GError **error)
{
  g_autoptr (JsonObject) json = gu_document_to_json (document);
  g_autofree char *body = gu_store_json_text (json);

  if (!gu_database_run (
          tx->db,
          error,
          insert
              ? "INSERT INTO document (id, dossier_id, rev, sha256, size, role, body)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
              : "UPDATE document SET dossier_id = ?2, rev = ?3, sha256 = ?4, size = ?5, role = ?6,"
                " body = ?7 WHERE id = ?1",
          "ssisiss",
          gu_document_get_id (document),
          gu_document_get_dossier_id (document),
          rev,
          gu_document_get_sha256 (document),
          gu_document_get_size (document),
          gu_document_get_role (document),
          body))
    return FALSE;
  gu_transaction_add_changed (tx, gu_document_get_dossier_id (document));

  return TRUE;
}
