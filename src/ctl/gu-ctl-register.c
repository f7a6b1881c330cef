/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-ctl"

#include "config.h"

#include "gu-app-error.h"
#include "gu-checklist.h"
#include "gu-ctl-dossier.h"
#include "gu-ctl.h"
#include "gu-completeness.h"
#include "gu-registration.h"
#include "gu-rule-book.h"
#include "gu-store.h"
#include "gu-token-service.h"
#include "gu-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* dossier check, sign, register. */

static JsonObject *
gu_ctl_check_row (GuRequirementStatus *status)
{
  GuRequirement *requirement = gu_requirement_status_get_requirement (status);
  const char *const *papers = gu_requirement_status_get_papers (status);
  JsonArray *documents = json_array_new ();
  JsonObject *row = json_object_new ();

  for (gsize i = 0; papers != NULL && papers[i] != NULL; i++)
    json_array_add_string_element (documents, papers[i]);
  json_object_set_string_member (row, "id", gu_requirement_get_id (requirement));
  json_object_set_string_member (row, "name", gu_requirement_get_name (requirement));
  json_object_set_string_member (
      row, "status", gu_requirement_state_get_nick (gu_requirement_status_get_state (status)));
  gu_ctl_json_text (row, "reason", gu_requirement_status_get_reason (status));
  gu_ctl_json_text (row, "article", gu_requirement_status_get_article (status));
  json_object_set_array_member (row, "documents", documents);

  return row;
}

static void
gu_ctl_check_print (GuCtl *ctl, GuDossier *dossier, GPtrArray *statuses)
{
  guint n_open = 0;
  gboolean complete = gu_completeness_is_complete (statuses, &n_open);
  JsonArray *rows;
  JsonObject *object;

  if (!ctl->json)
    {
      for (guint i = 0; i < statuses->len; i++)
        {
          GuRequirementStatus *status = g_ptr_array_index (statuses, i);
          GuRequirement *requirement = gu_requirement_status_get_requirement (status);
          const char *reason = gu_requirement_status_get_reason (status);

          g_print ("%s\t%s\t%s\t%s\t%s\n",
                   gu_requirement_state_get_nick (gu_requirement_status_get_state (status)),
                   gu_requirement_get_id (requirement),
                   gu_requirement_get_name (requirement),
                   reason != NULL ? reason : "",
                   gu_requirement_status_get_article (status));
        }
      if (complete)
        g_print ("%s\n", _ ("Complete"));
      else
        g_print (ngettext ("%u requirement is open\n", "%u requirements are open\n", n_open),
                 n_open);
      return;
    }

  rows = json_array_new ();
  for (guint i = 0; i < statuses->len; i++)
    json_array_add_object_element (rows, gu_ctl_check_row (g_ptr_array_index (statuses, i)));
  object = json_object_new ();
  json_object_set_string_member (object, "dossier", gu_dossier_get_id (dossier));
  json_object_set_string_member (object, "procedure", gu_dossier_get_procedure (dossier));
  json_object_set_string_member (object, "regime", gu_dossier_get_regime (dossier));
  json_object_set_string_member (object, "pack", gu_dossier_get_pack_id (dossier));
  json_object_set_string_member (object, "pack_version", gu_dossier_get_pack_version (dossier));
  json_object_set_boolean_member (object, "complete", complete);
  json_object_set_int_member (object, "open", n_open);
  json_object_set_array_member (object, "requirements", rows);
  gu_ctl_print_json_object (object);
}

int
gu_ctl_dossier_check (GuCtl *ctl, int argc, char **argv)
{
  g_autofree char *on = NULL;
  const GOptionEntry entries[] = {
    { "on", 0, 0, G_OPTION_ARG_STRING, &on, N_ ("as if it were filed on that day"), "DATE" },
    G_OPTION_ENTRY_NULL,
  };
  g_autofree char *id = NULL;
  g_autoptr (GuDossier) dossier = NULL;
  g_autoptr (GPtrArray) statuses = NULL;
  GuProcedure *procedure;
  GError *error = NULL;
  GDate day;

  if (!gu_ctl_parse (ctl, entries, &argc, &argv, 1, 1)
      || (on != NULL && !gu_ctl_parse_date (ctl, on, &day)))
    return GU_CTL_USAGE;
  if (!gu_ctl_open (ctl, GU_CONTEXT_STORE_ONLY, &error))
    return gu_ctl_fail (ctl, error);

  id = gu_ctl_find_dossier (ctl, argv[1], &error);
  if (id != NULL)
    dossier = gu_store_load_dossier (gu_context_get_store (ctl->context), id, &error);
  if (dossier == NULL)
    return gu_ctl_fail (ctl, error);

  procedure = gu_rule_book_find_governing (gu_context_get_rule_book (ctl->context),
                                           gu_dossier_get_pack_id (dossier),
                                           gu_dossier_get_pack_version (dossier),
                                           gu_dossier_get_procedure (dossier));
  if (procedure == NULL)
    {
      gu_error_set (&error,
                    GU_APP_ERROR,
                    GU_APP_ERROR_NOT_FOUND,
                    _ ("Install the rule pack that the dossier names"),
                    gu_dossier_get_pack_id (dossier),
                    _ ("The rules that govern this dossier are not on this desk"));
      return gu_ctl_fail (ctl, error);
    }
  statuses = gu_checklist_evaluate (procedure, dossier, on != NULL ? &day : NULL);
  gu_ctl_check_print (ctl, dossier, statuses);

  return GU_CTL_DONE;
}

/* Of several that cannot sign, the one that was meant to: not the one for logging in. */
static GuTokenCertificate *
gu_ctl_nearest_certificate (GPtrArray *certificates)
{
  for (guint i = 0; i < certificates->len; i++)
    {
      GuTokenCertificate *one = g_ptr_array_index (certificates, i);

      if (!gu_token_certificate_get_usable (one)
          && gu_token_certificate_get_reason_code (one) != GU_CARD_ERROR_CERTIFICATE_UNUSABLE)
        return one;
    }

  return certificates->len == 1 ? g_ptr_array_index (certificates, 0) : NULL;
}

static void
gu_ctl_set_no_certificate (GError **error, GPtrArray *certificates, guint n_usable)
{
  GuTokenCertificate *nearest = gu_ctl_nearest_certificate (certificates);

  if (n_usable > 1)
    gu_error_set (error,
                  GU_APP_ERROR,
                  GU_APP_ERROR_NO_CERTIFICATE,
                  _ ("Choose one with --certificate or --reader; “ghiseuctl card list” shows them"),
                  NULL,
                  ngettext ("%u certificate could sign", "%u certificates could sign", n_usable),
                  n_usable);
  else if (nearest != NULL && gu_token_certificate_get_reason (nearest) != NULL)
    gu_error_set (error,
                  GU_CARD_ERROR,
                  (int) gu_token_certificate_get_reason_code (nearest),
                  _ ("Use another card"),
                  NULL,
                  "%s",
                  gu_token_certificate_get_reason (nearest));
  else
    gu_error_set (error,
                  GU_APP_ERROR,
                  GU_APP_ERROR_NO_CERTIFICATE,
                  _ ("“ghiseuctl card list” shows the certificates and why they cannot sign"),
                  NULL,
                  _ ("No certificate that may sign was found"));
}

GuTokenCertificate *
gu_ctl_choose_certificate (GPtrArray *certificates,
                           const char *certificate,
                           const char *reader,
                           GError **error)
{
  GuTokenCertificate *found = NULL;
  guint n_usable = 0;

  for (guint i = 0; i < certificates->len; i++)
    {
      GuTokenCertificate *one = g_ptr_array_index (certificates, i);

      if (certificate != NULL)
        {
          /* Asked for by name: if it cannot sign, signing says why. */
          if (g_str_has_prefix (gu_token_certificate_get_id (one), certificate))
            return one;
          continue;
        }
      if (reader != NULL && strstr (gu_token_certificate_get_reader (one), reader) == NULL)
        continue;
      if (!gu_token_certificate_get_usable (one))
        continue;
      found = one;
      n_usable++;
    }

  if (n_usable == 1)
    return found;
  gu_ctl_set_no_certificate (error, certificates, n_usable);

  return NULL;
}

static void
gu_ctl_register_print (GuCtl *ctl,
                       const char *id,
                       GuRegistration *registration,
                       const char *receipt)
{
  const char *number = gu_registration_get_number (registration);
  GuDocument *opis = gu_registration_get_opis (registration);
  g_autofree char *when = gu_words_instant (ctl->clock,
                                            gu_registration_get_registered_at (registration));
  JsonObject *object;

  if (!ctl->json)
    {
      if (receipt != NULL)
        g_print ("%s\t%.10s\t%s\n", number, when, receipt);
      else
        g_print ("%s\t%s\n", number, gu_document_get_sha256 (opis));
      return;
    }

  object = json_object_new ();
  json_object_set_string_member (object, "dossier", id);
  json_object_set_string_member (object, "registration", number);
  json_object_set_int_member (object, "number", g_ascii_strtoll (number, NULL, 10));
  when[10] = '\0';
  json_object_set_string_member (object, "date", when);
  json_object_set_int_member (object, "at_ms", gu_registration_get_registered_at (registration));
  if (opis != NULL)
    json_object_set_object_member (object, "opis", gu_document_to_json (opis));
  if (receipt != NULL)
    json_object_set_string_member (object, "receipt", receipt);
  gu_ctl_print_json_object (object);
}

static GuTokenCertificate *
gu_ctl_register_find_certificate (GuCtl *ctl,
                                  const char *certificate,
                                  const char *reader,
                                  GError **error)
{
  GuCertificateList *list = gu_context_get_certificates (ctl->context);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  gu_certificate_list_refresh_async (list, ctl->cancellable, gu_ctl_ready, &result);
  gu_ctl_wait (&result);
  if (!gu_certificate_list_refresh_finish (list, result, error))
    return NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (GuCertificateItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_ptr_array_add (all, gu_certificate_item_get_certificate (item)); /* the list keeps it */
    }

  return gu_ctl_choose_certificate (all, certificate, reader, error);
}

int
gu_ctl_dossier_sign (GuCtl *ctl, int argc, char **argv)
{
  g_autofree char *pin_file = NULL;
  g_autofree char *reader = NULL;
  g_autofree char *wanted = NULL;
  const GOptionEntry entries[] = {
    { "pin-file",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &pin_file,
      N_ ("a file whose first line is the PIN"),
      "FILE" },
    { "reader",
      0,
      0,
      G_OPTION_ARG_STRING,
      &reader,
      N_ ("the reader, or a part of its name"),
      "NAME" },
    { "certificate",
      0,
      0,
      G_OPTION_ARG_STRING,
      &wanted,
      N_ ("the certificate, or the beginning of its id"),
      "ID" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GuRegistration) registration = NULL;
  g_autoptr (GuSecretBytes) pin = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *id = NULL;
  GuTokenCertificate *certificate;
  GError *error = NULL;

  if (!gu_ctl_parse (ctl, entries, &argc, &argv, 1, 1))
    return GU_CTL_USAGE;
  if (pin_file != NULL)
    {
      pin = gu_ctl_read_pin (pin_file, &error);
      if (pin == NULL)
        return gu_ctl_fail (ctl, error);
    }
  if (!gu_ctl_open (ctl, GU_CONTEXT_STORE_ONLY, &error))
    return gu_ctl_fail (ctl, error);
  id = gu_ctl_find_dossier (ctl, argv[1], &error);
  if (id == NULL)
    return gu_ctl_fail (ctl, error);
  certificate = gu_ctl_register_find_certificate (ctl, wanted, reader, &error);
  if (certificate == NULL)
    return gu_ctl_fail (ctl, error);
  if (pin == NULL && !gu_token_certificate_get_pin_pad (certificate))
    return gu_ctl_usage (ctl, "%s", _ ("--pin-file is missing"));

  registration = gu_registration_new (ctl->context, id);
  gu_registration_sign_async (registration,
                              gu_token_certificate_get_id (certificate),
                              pin,
                              ctl->cancellable,
                              gu_ctl_ready,
                              &result);
  gu_ctl_wait (&result);
  if (!gu_registration_sign_finish (registration, result, &error))
    return gu_ctl_fail (ctl, error);

  gu_ctl_register_print (ctl, id, registration, NULL);

  return GU_CTL_DONE;
}

static char *
gu_ctl_register_write_receipt (GuCtl *ctl, GuDocument *receipt, const char *path, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GFile) target = NULL;

  if (path == NULL)
    {
      g_autofree char *folder = g_build_filename (
          gu_context_get_data_dir (ctl->context), "receipts", NULL);

      if (g_mkdir_with_parents (folder, 0700) != 0)
        g_debug ("The folder of the receipts cannot be made");
      target = g_file_new_build_filename (folder, gu_document_get_name (receipt), NULL);
    }
  else
    target = g_file_new_for_commandline_arg (path);

  gu_context_save_blob_async (ctl->context,
                              gu_document_get_sha256 (receipt),
                              target,
                              ctl->cancellable,
                              gu_ctl_ready,
                              &result);
  gu_ctl_wait (&result);

  return gu_context_save_blob_finish (ctl->context, result, error) ? g_file_get_path (target)
                                                                   : NULL;
}

int
gu_ctl_dossier_register (GuCtl *ctl, int argc, char **argv)
{
  g_autofree char *path = NULL;
  const GOptionEntry entries[] = {
    { "receipt", 0, 0, G_OPTION_ARG_FILENAME, &path, N_ ("where to write the receipt"), "FILE" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GuRegistration) registration = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *id = NULL;
  g_autofree char *written = NULL;
  GError *error = NULL;

  if (!gu_ctl_parse (ctl, entries, &argc, &argv, 1, 1))
    return GU_CTL_USAGE;
  if (!gu_ctl_open (ctl, GU_CONTEXT_STORE_ONLY, &error))
    return gu_ctl_fail (ctl, error);
  id = gu_ctl_find_dossier (ctl, argv[1], &error);
  if (id == NULL)
    return gu_ctl_fail (ctl, error);

  registration = gu_registration_new (ctl->context, id);
  gu_registration_commit_async (registration, ctl->cancellable, gu_ctl_ready, &result);
  gu_ctl_wait (&result);
  if (!gu_registration_commit_finish (registration, result, &error))
    return gu_ctl_fail (ctl, error);

  written = gu_ctl_register_write_receipt (
      ctl, gu_registration_get_receipt (registration), path, &error);
  if (written == NULL)
    {
      /* Registered all the same: whoever asked has to know with which number. */
      g_autofree char *number = g_strdup_printf (
          /* Translators: a registration such as 12345/23.11.2026. */
          _ ("The dossier is registered already: %s"),
          gu_registration_get_number (registration));

      g_prefix_error (&error, "%s. ", number);
      return gu_ctl_fail (ctl, error);
    }
  gu_ctl_register_print (ctl, id, registration, written);

  return GU_CTL_DONE;
}
