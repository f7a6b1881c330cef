/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-registration-job.h"

#include "gu-app-error.h"
#include "gu-intake-private.h"
#include "gu-completeness.h"
#include "gu-model-error.h"
#include "gu-pades.h"
#include "gu-uuid.h"
#include "gu-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The steps of registering, in the worker. Only the last one changes the dossier. */

/* Numbers that a desk without any central gives itself at a time: as many as a central lets it
 * claim as one block, should it be connected some day. */
#define OWN_BLOCK 1000

void
gu_registration_job_free (GuRegistrationJob *self)
{
  g_clear_object (&self->store);
  g_clear_object (&self->clock);
  g_clear_object (&self->book);
  g_clear_object (&self->tokens);
  g_clear_object (&self->operation);
  g_clear_object (&self->certificate);
  g_clear_object (&self->dossier);
  g_clear_object (&self->opis);
  g_clear_object (&self->receipt);
  g_clear_pointer (&self->head, gu_letterhead_free);
  g_clear_pointer (&self->actor, gu_session_actor_free);
  g_clear_pointer (&self->pin, gu_secret_bytes_unref);
  g_free (self->dossier_id);
  g_free (self->certificate_id);
  g_free (self->registration);
  g_free (self);
}

static gboolean
gu_registration_job_check (GuRegistrationJob *self, GError **error)
{
  g_auto (GStrv) problems = NULL;
  g_autofree char *all = NULL;
  gboolean incomplete = FALSE;

  if (self->procedure != NULL && !gu_intake_may_register_incomplete (self->procedure))
    {
      g_autoptr (GPtrArray) statuses = gu_checklist_evaluate (self->procedure, self->dossier, NULL);

      incomplete = !gu_completeness_is_complete (statuses, NULL);
    }

  problems = gu_intake_list_problems (self->dossier, self->procedure, self->clock);
  if (problems[0] == NULL)
    return TRUE;

  all = g_strjoinv ("\n", problems + 1);
  gu_error_set (error,
                GU_APP_ERROR,
                incomplete ? GU_APP_ERROR_INCOMPLETE : GU_APP_ERROR_INVALID,
                *all != '\0' ? all : _ ("Complete the request and try again"),
                NULL,
                "%s",
                problems[0]);

  return FALSE;
}

gboolean
gu_registration_job_load (GuRegistrationJob *self, GError **error)
{
  self->at_ms = gu_clock_now_ms (self->clock);
  g_clear_object (&self->dossier);
  self->dossier = gu_store_load_dossier (self->store, self->dossier_id, error);
  if (self->dossier == NULL)
    return FALSE;

  if (!gu_words_is_draft (gu_dossier_get_state (self->dossier)))
    {
      const char *registration = gu_dossier_get_registration (self->dossier);

      if (registration != NULL)
        gu_error_set (error,
                      GU_APP_ERROR,
                      GU_APP_ERROR_STATE,
                      _ ("Its receipt can be printed again from its page"),
                      NULL,
                      /* Translators: a registration such as 12345/23.11.2026. */
                      _ ("The dossier is registered already: %s"),
                      registration);
      else
        gu_error_set (error,
                      GU_APP_ERROR,
                      GU_APP_ERROR_STATE,
                      _ ("Begin a new one"),
                      NULL,
                      _ ("This draft was given up"));
      return FALSE;
    }

  self->procedure = gu_rule_book_find_governing (self->book,
                                                 gu_dossier_get_pack_id (self->dossier),
                                                 gu_dossier_get_pack_version (self->dossier),
                                                 gu_dossier_get_procedure (self->dossier));

  return gu_registration_job_check (self, error);
}

/* A desk that has never had a central keeps the register itself, block by block. Where a central
 * has lent numbers once, only it may lend more. */
static gboolean
gu_registration_job_open_register (GuRegistrationJob *self,
                                   const char *reg,
                                   int year,
                                   GError **error)
{
  const GuActor actor = { self->actor->who, self->actor->desk };
  g_autoptr (GPtrArray) leases = gu_store_lease_list (self->store, error);
  g_autoptr (JsonObject) body = json_object_new ();
  g_autofree char *id = gu_uuid_new_v7 (self->at_ms);
  gint64 first = 1;

  if (leases == NULL)
    return FALSE;
  for (guint i = 0; i < leases->len; i++)
    {
      GuLease *lease = g_ptr_array_index (leases, i);
      g_autofree char *key = g_strconcat ("own-lease/", lease->id, NULL);
      g_autofree char *own = NULL;

      if (!gu_store_get_setting (self->store, key, &own, error))
        return FALSE;
      if (own == NULL)
        {
          gu_error_set (error,
                        GU_APP_ERROR,
                        GU_APP_ERROR_NO_NUMBER,
                        _ ("Connect the desk to the central registry: it brings new numbers"),
                        NULL,
                        _ ("No registration number is left on this desk"));
          return FALSE;
        }
      if (strcmp (lease->reg, reg) == 0 && lease->year == year)
        first = MAX (first, lease->last + 1);
    }

  json_object_set_string_member (body, "register", reg);
  json_object_set_int_member (body, "year", year);
  json_object_set_int_member (body, "first", first);
  json_object_set_int_member (body, "last", first + OWN_BLOCK - 1);
  {
    g_autofree char *key = g_strconcat ("own-lease/", id, NULL);

    return gu_store_set_setting (self->store, key, "1", error)
           && gu_store_lease_add (self->store, id, reg, year, first, first + OWN_BLOCK - 1, error)
           && gu_store_add_event (self->store, NULL, "register-opened", body, &actor, error);
  }
}

gboolean
gu_registration_job_reserve (GuRegistrationJob *self, GError **error)
{
  const char *reg = gu_procedure_get_register (self->procedure);
  g_autoptr (GError) problem = NULL;
  gboolean done;
  GDate day;
  int year;

  gu_registration_day (self->clock, self->at_ms, &day);
  year = g_date_get_year (&day);

  gu_operation_set_phase (self->operation, _ ("Reserving a number…"));
  done = gu_store_reserve_number (
      self->store, self->dossier_id, reg, year, &self->number, &problem);
  if (!done && self->alone && g_error_matches (problem, GU_STORE_ERROR, GU_STORE_ERROR_NO_NUMBERS))
    {
      if (!gu_registration_job_open_register (self, reg, year, error))
        return FALSE;
      g_clear_error (&problem);
      done = gu_store_reserve_number (
          self->store, self->dossier_id, reg, year, &self->number, &problem);
    }
  if (!done)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }

  g_free (self->registration);
  self->registration = gu_store_format_registration (self->number, self->at_ms, self->clock);

  return TRUE;
}

/* What the opis vouches for. It must be the same when the dossier is committed. */
static char *
gu_registration_job_fingerprint (GuRegistrationJob *self)
{
  g_autoptr (GuDossier) copy = gu_dossier_copy (self->dossier);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;

  gu_dossier_set_rev (copy, 0);
  gu_dossier_set_updated_at (copy, 0);
  gu_dossier_set_due_on (copy, NULL);
  json_node_take_object (node, gu_dossier_to_json (copy));
  text = json_to_string (node, FALSE);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

static char *
gu_registration_job_key (GuRegistrationJob *self)
{
  return g_strconcat ("signed-opis/", self->dossier_id, NULL);
}

static gboolean
gu_registration_job_find_certificate (GuRegistrationJob *self,
                                      GCancellable *cancellable,
                                      GError **error)
{
  g_autoptr (GPtrArray) all = NULL;

  if (self->certificate != NULL)
    return TRUE;

  all = gu_token_service_list_certificates (self->tokens, cancellable, error);
  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    {
      GuTokenCertificate *certificate = g_ptr_array_index (all, i);

      if (g_strcmp0 (gu_token_certificate_get_id (certificate), self->certificate_id) == 0)
        {
          self->certificate = g_object_ref (certificate);
          return TRUE;
        }
    }

  gu_error_set (error,
                GU_APP_ERROR,
                GU_APP_ERROR_NO_CERTIFICATE,
                _ ("Put the card in that has it, or choose another certificate"),
                NULL,
                _ ("The certificate that was chosen is not on any card in the readers"));

  return FALSE;
}

static GBytes *
gu_registration_job_sign_digest (GBytes *sha256,
                                 gpointer data,
                                 GCancellable *cancellable,
                                 GError **error)
{
  GuRegistrationJob *self = data;

  return gu_token_service_sign_digest (self->tokens,
                                       gu_token_certificate_get_id (self->certificate),
                                       self->pin,
                                       sha256,
                                       cancellable,
                                       error);
}

/* Nothing is registered on the word of a card alone. */
static gboolean
gu_registration_job_verify (GuRegistrationJob *self, GBytes *pdf, GError **error)
{
  g_autoptr (JsonNode) node = gu_pades_verify (pdf, NULL, self->at_ms, error);
  JsonArray *signatures;
  JsonObject *signature;

  if (node == NULL)
    return FALSE;

  signatures = json_node_get_array (node);
  signature = json_array_get_length (signatures) == 1
                  ? json_array_get_object_element (signatures, 0)
                  : NULL;
  if (signature != NULL
      && g_strcmp0 (json_object_get_string_member (signature, "cryptographic"), "ok") == 0
      && json_object_get_boolean_member (signature, "whole_document"))
    return TRUE;

  gu_error_set (error,
                GU_APP_ERROR,
                GU_APP_ERROR_BAD_SIGNATURE,
                _ ("Take the card out, put it back and sign again; nothing was registered"),
                NULL,
                _ ("The signature that was made on the inventory does not verify"));

  return FALSE;
}

static gboolean
gu_registration_job_remember (GuRegistrationJob *self, GError **error)
{
  g_autofree char *key = gu_registration_job_key (self);
  g_autofree char *fingerprint = gu_registration_job_fingerprint (self);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;
  JsonObject *note = json_object_new ();

  json_node_take_object (node, note);
  json_object_set_int_member (note, "number", self->number);
  json_object_set_int_member (note, "at_ms", self->at_ms);
  json_object_set_string_member (note, "fingerprint", fingerprint);
  json_object_set_object_member (note, "opis", gu_document_to_json (self->opis));
  text = json_to_string (node, FALSE);

  return gu_store_set_setting (self->store, key, text, error);
}

static GuDocument *
gu_registration_job_keep_paper (GuRegistrationJob *self,
                                GBytes *pdf,
                                const char *role,
                                const char *name,
                                int signatures,
                                GError **error)
{
  g_autoptr (GuDocument) document = gu_document_new ();
  g_autoptr (JsonObject) json = NULL;
  g_autofree char *sha256 = NULL;
  g_autofree char *id = NULL;

  if (!gu_store_import_bytes (self->store, pdf, &sha256, error))
    return NULL;

  id = gu_uuid_new_v7 (self->at_ms);
  gu_document_set_id (document, id);
  gu_document_set_dossier_id (document, self->dossier_id);
  gu_document_set_sha256 (document, sha256);
  gu_document_set_name (document, name);
  gu_document_set_media_type (document, "application/pdf");
  gu_document_set_size (document, (gint64) g_bytes_get_size (pdf));
  gu_document_set_pages (document, (int) gu_paper_n_pages (pdf));
  gu_document_set_signatures (document, signatures);
  gu_document_set_role (document, role);
  gu_document_set_added_at (document, self->at_ms);
  gu_document_set_added_by (document, self->actor->who);

  return g_steal_pointer (&document);
}

/* "opis-12345-23.11.2026.pdf": the number, which is no personal data. */
static char *
gu_registration_job_file_name (GuRegistrationJob *self, const char *what)
{
  g_autofree char *number = g_strdelimit (g_strdup (self->registration), "/", '-');

  return g_strdup_printf ("%s-%s.pdf", what, number);
}

gboolean
gu_registration_job_sign (GuRegistrationJob *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (GBytes) signed_pdf = NULL;
  g_autofree char *reason = NULL;
  g_autofree char *name = NULL;
  GuPadesOptions options = { 0 };

  gu_operation_set_phase (self->operation, _ ("Making the inventory…"));
  pdf = gu_registration_make_opis (self->head,
                                   self->dossier,
                                   self->procedure,
                                   self->registration,
                                   self->at_ms,
                                   self->clock,
                                   error);
  if (pdf == NULL || !gu_registration_job_find_certificate (self, cancellable, error))
    return FALSE;

  gu_operation_set_phase (self->operation, _ ("Signing with the card…"));
  reason = g_strdup_printf ("Opis la cererea nr. %s", self->registration);
  options.name = gu_token_certificate_get_subject (self->certificate);
  options.reason = reason;
  options.location = self->head->uat_name;
  options.time_ms = self->at_ms;
  if (!gu_pades_sign_bytes (pdf,
                            gu_token_certificate_get_der (self->certificate),
                            gu_token_certificate_get_chain (self->certificate),
                            &options,
                            gu_registration_job_sign_digest,
                            self,
                            &signed_pdf,
                            cancellable,
                            error))
    return FALSE;

  gu_operation_set_phase (self->operation, _ ("Checking the signature…"));
  if (!gu_registration_job_verify (self, signed_pdf, error))
    return FALSE;

  name = gu_registration_job_file_name (self, "opis");
  g_clear_object (&self->opis);
  self->opis = gu_registration_job_keep_paper (self, signed_pdf, "opis", name, 1, error);

  return self->opis != NULL && gu_registration_job_remember (self, error);
}

static void
gu_registration_job_set_changed (GError **error)
{
  gu_error_set (error,
                GU_APP_ERROR,
                GU_APP_ERROR_CHANGED,
                _ ("Sign it again; the number stays the same"),
                NULL,
                _ ("The dossier or the day changed after the inventory was signed"));
}

gboolean
gu_registration_job_recall (GuRegistrationJob *self, GError **error)
{
  g_autofree char *key = gu_registration_job_key (self);
  g_autofree char *text = NULL;
  g_autofree char *fingerprint = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *note;
  gint64 number = 0;
  GDate signed_on, today;

  if (!gu_store_get_setting (self->store, key, &text, error))
    return FALSE;
  if (text == NULL)
    {
      gu_error_set (error,
                    GU_APP_ERROR,
                    GU_APP_ERROR_NOT_SIGNED,
                    _ ("Sign it first"),
                    NULL,
                    _ ("The inventory of this dossier has not been signed"));
      return FALSE;
    }

  node = json_from_string (text, error);
  if (node == NULL)
    return FALSE;
  note = json_node_get_object (node);
  fingerprint = gu_registration_job_fingerprint (self);
  gu_registration_day (self->clock, self->at_ms, &today);
  gu_registration_day (self->clock, json_object_get_int_member (note, "at_ms"), &signed_on);
  if (g_strcmp0 (fingerprint, json_object_get_string_member (note, "fingerprint")) != 0
      || g_date_compare (&today, &signed_on) != 0)
    {
      gu_registration_job_set_changed (error);
      return FALSE;
    }

  self->at_ms = json_object_get_int_member (note, "at_ms");
  number = json_object_get_int_member (note, "number");
  if (!gu_registration_job_reserve (self, error))
    return FALSE;
  if (self->number != number)
    {
      gu_registration_job_set_changed (error);
      return FALSE;
    }
  g_clear_object (&self->opis);
  self->opis = gu_document_new_from_json (json_object_get_object_member (note, "opis"), error);

  return self->opis != NULL;
}

/* An incomplete dossier waits for no answer yet; what the authority owes it until then is the
 * letter about what is missing: the first of its terms that run from registration. */
static GuTerm *
gu_registration_job_find_first_term (GuRegistrationJob *self, const GDate *day)
{
  GPtrArray *rules = gu_procedure_get_clocks (self->procedure);
  GuTerm *first = NULL;

  for (guint i = 0; i < rules->len; i++)
    {
      GuClockRule *rule = g_ptr_array_index (rules, i);
      g_autoptr (GuTerm) term = NULL;

      if (strcmp (gu_clock_rule_get_event (rule), "registration") != 0
          || strcmp (gu_clock_rule_get_who (rule), "authority") != 0
          || gu_condition_evaluate (
                 gu_clock_rule_get_condition (rule), gu_dossier_get_facts (self->dossier), NULL)
                 == GU_TRUTH_NO)
        continue;
      term = gu_clock_rule_evaluate (
          rule, day, NULL, 0, self->head->calendar, self->head->counting);
      if (term->suspended
          || (first != NULL && g_date_compare (&first->last_day, &term->last_day) <= 0))
        continue;
      g_clear_pointer (&first, gu_term_free);
      first = g_steal_pointer (&term);
    }

  return first;
}

/* The day on which the answer is due stands with the dossier, so that lists can be sorted by it. */
static gboolean
gu_registration_job_set_due (GuRegistrationJob *self, const GuActor *actor, GError **error)
{
  g_autoptr (GuTerm) term = NULL;
  g_autofree char *due = NULL;
  GDate day;

  gu_registration_day (self->clock, self->at_ms, &day);
  term = gu_registration_find_term (self->head, self->dossier, self->procedure, &day, NULL);
  if (term == NULL)
    term = gu_registration_job_find_first_term (self, &day);
  if (term != NULL && !term->suspended)
    due = gu_model_date_format (&term->last_day);
  if (g_strcmp0 (due, gu_dossier_get_due_on (self->dossier)) == 0)
    return TRUE;

  gu_dossier_set_due_on (self->dossier, due);

  return gu_store_update_dossier (self->store, self->dossier, "term-set", NULL, actor, error);
}

gboolean
gu_registration_job_commit (GuRegistrationJob *self, GError **error)
{
  const GuActor actor = { self->actor->who, self->actor->desk };
  g_autoptr (GPtrArray) papers = g_ptr_array_new ();
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *name = gu_registration_job_file_name (self, "dovada");
  g_autofree char *key = gu_registration_job_key (self);

  gu_operation_set_phase (self->operation, _ ("Registering…"));
  pdf = gu_registration_make_receipt (self->head,
                                      self->dossier,
                                      self->procedure,
                                      self->registration,
                                      gu_document_get_sha256 (self->opis),
                                      self->at_ms,
                                      self->clock,
                                      error);
  if (pdf == NULL)
    return FALSE;
  self->receipt = gu_registration_job_keep_paper (self, pdf, "receipt", name, 0, error);
  if (self->receipt == NULL || !gu_registration_job_set_due (self, &actor, error))
    return FALSE;

  g_ptr_array_add (papers, self->opis);
  g_ptr_array_add (papers, self->receipt);
  if (!gu_store_register_dossier (
          self->store, self->dossier_id, papers, &actor, self->at_ms, error))
    return FALSE;

  /* The note has served; if forgetting it fails it is only a line too many. */
  if (!gu_store_set_setting (self->store, key, NULL, NULL))
    g_debug ("The note about a signed inventory stays in the store");

  return TRUE;
}
