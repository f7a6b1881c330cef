/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-ctl"

#include "config.h"

#include "gu-ctl-card.h"

#include "gu-card-doctor.h"
#include "gu-card-monitor.h"
#include "gu-error.h"
#include "gu-settings.h"

#include <glib/gi18n-lib.h>

/* card list, card doctor. */

#define MONITOR_WAIT_MS 5000

static char **
gu_ctl_card_modules_of_desk (GuCtl *ctl)
{
  g_autofree char *default_dir = g_build_filename (g_get_user_data_dir (), "ghiseu", NULL);
  g_autofree char *database = g_build_filename (
      ctl->data_dir != NULL ? ctl->data_dir : default_dir, "desk.db", NULL);
  g_autoptr (GError) error = NULL;
  const char *const *modules;

  if (!g_file_test (database, G_FILE_TEST_EXISTS))
    return NULL;
  if (!gu_ctl_open (ctl, GU_CONTEXT_STORE_ONLY, &error))
    {
      g_debug ("The settings of the desk are not read: %s", gu_error_get_nick (error));
      return NULL;
    }

  modules = gu_settings_get_pkcs11_modules (gu_context_get_settings (ctl->context));

  return modules[0] != NULL ? g_strdupv ((char **) modules) : NULL;
}

GuTokenService *
gu_ctl_card_open (GuCtl *ctl, char **modules)
{
  g_auto (GStrv) of_desk = NULL;
  const char *libexec = g_getenv ("GHISEU_LIBEXEC_DIR");
  g_autofree char *worker = g_build_filename (
      libexec != NULL && *libexec != '\0' ? libexec : GU_LIBEXECDIR, "ghiseu-token-worker", NULL);

  if (modules == NULL)
    of_desk = gu_ctl_card_modules_of_desk (ctl);

  return gu_token_service_new (worker, (const char *const *) (modules != NULL ? modules : of_desk));
}

static gboolean
gu_ctl_card_too_late (gpointer data)
{
  *(gboolean *) data = TRUE;

  return G_SOURCE_CONTINUE;
}

static GPtrArray *
gu_ctl_card_readers (GuCtl *ctl, GuCardStatus *status)
{
  g_autoptr (GuCardMonitor) monitor = gu_card_monitor_new ();
  gboolean late = FALSE;
  guint source = g_timeout_add (MONITOR_WAIT_MS, gu_ctl_card_too_late, &late);
  GPtrArray *readers;

  gu_card_monitor_start (monitor);
  while (!late && gu_card_monitor_get_status (monitor) == GU_CARD_STATUS_STARTING
         && !g_cancellable_is_cancelled (ctl->cancellable))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (source);

  readers = gu_card_monitor_get_readers (monitor);
  *status = gu_card_monitor_get_status (monitor);
  gu_card_monitor_stop (monitor);

  return readers;
}

static JsonObject *
gu_ctl_card_certificate_row (GuTokenCertificate *certificate)
{
  JsonObject *row = json_object_new ();

  json_object_set_string_member (row, "id", gu_token_certificate_get_id (certificate));
  json_object_set_string_member (row, "reader", gu_token_certificate_get_reader (certificate));
  json_object_set_string_member (row, "token", gu_token_certificate_get_token_label (certificate));
  json_object_set_string_member (row, "subject", gu_token_certificate_get_subject (certificate));
  json_object_set_string_member (row, "issuer", gu_token_certificate_get_issuer (certificate));
  json_object_set_string_member (row, "serial", gu_token_certificate_get_serial (certificate));
  json_object_set_string_member (row, "key_type", gu_token_certificate_get_key_type (certificate));
  json_object_set_int_member (
      row, "not_before", gu_token_certificate_get_not_before_ms (certificate));
  json_object_set_int_member (
      row, "not_after", gu_token_certificate_get_not_after_ms (certificate));
  json_object_set_boolean_member (row, "usable", gu_token_certificate_get_usable (certificate));
  gu_ctl_json_text (row, "reason", gu_token_certificate_get_reason (certificate));
  json_object_set_int_member (row, "pin_tries", gu_token_certificate_get_pin_tries (certificate));
  json_object_set_boolean_member (row, "pin_pad", gu_token_certificate_get_pin_pad (certificate));

  return row;
}

static void
gu_ctl_card_print (GPtrArray *readers, GPtrArray *certificates)
{
  for (guint i = 0; i < readers->len; i++)
    {
      GuReaderState *reader = g_ptr_array_index (readers, i);

      g_print (
          "%s\t%s\t%s\n", gu_card_status_get_nick (reader->status), reader->name, reader->sentence);
    }
  for (guint i = 0; certificates != NULL && i < certificates->len; i++)
    {
      GuTokenCertificate *certificate = g_ptr_array_index (certificates, i);
      const char *reason = gu_token_certificate_get_reason (certificate);

      g_print ("%s\t%.16s\t%s\t%s\t%s\n",
               gu_token_certificate_get_usable (certificate) ? "usable" : "unusable",
               gu_token_certificate_get_id (certificate),
               gu_token_certificate_get_subject (certificate),
               gu_token_certificate_get_reader (certificate),
               reason != NULL ? reason : "");
    }
}

static void
gu_ctl_card_print_json (GuCardStatus status,
                        GPtrArray *readers,
                        GPtrArray *certificates,
                        const GError *error)
{
  JsonObject *object = json_object_new ();
  JsonArray *reader_rows = json_array_new ();
  JsonArray *certificate_rows = json_array_new ();

  for (guint i = 0; i < readers->len; i++)
    {
      GuReaderState *reader = g_ptr_array_index (readers, i);
      JsonObject *row = json_object_new ();

      json_object_set_string_member (row, "name", reader->name);
      json_object_set_string_member (row, "status", gu_card_status_get_nick (reader->status));
      json_object_set_string_member (row, "sentence", reader->sentence);
      gu_ctl_json_text (row, "hint", reader->hint);
      json_array_add_object_element (reader_rows, row);
    }
  for (guint i = 0; certificates != NULL && i < certificates->len; i++)
    json_array_add_object_element (
        certificate_rows, gu_ctl_card_certificate_row (g_ptr_array_index (certificates, i)));

  json_object_set_string_member (object,
                                 "status",
                                 error != NULL ? gu_error_get_nick (error)
                                               : gu_card_status_get_nick (status));
  json_object_set_string_member (
      object, "sentence", error != NULL ? error->message : gu_card_status_get_sentence (status));
  gu_ctl_json_text (
      object, "hint", error != NULL ? gu_error_get_hint (error) : gu_card_status_get_hint (status));
  json_object_set_array_member (object, "readers", reader_rows);
  json_object_set_array_member (object, "certificates", certificate_rows);
  gu_ctl_print_json_object (object);
}

static int
gu_ctl_card_list (GuCtl *ctl, int argc, char **argv)
{
  g_auto (GStrv) modules = NULL;
  const GOptionEntry entries[] = {
    { "module",
      0,
      0,
      G_OPTION_ARG_FILENAME_ARRAY,
      &modules,
      N_ ("a PKCS#11 module; may be repeated"),
      "PATH" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GuTokenService) service = NULL;
  g_autoptr (GPtrArray) readers = NULL;
  g_autoptr (GPtrArray) certificates = NULL;
  g_autoptr (GError) error = NULL;
  GuCardStatus status;

  if (!gu_ctl_parse (ctl, entries, &argc, &argv, 0, 0))
    return GU_CTL_USAGE;

  readers = gu_ctl_card_readers (ctl, &status);
  service = gu_ctl_card_open (ctl, modules);
  certificates = gu_token_service_list_certificates (service, ctl->cancellable, &error);
  gu_token_service_close (service);

  if (ctl->json)
    gu_ctl_card_print_json (status, readers, certificates, error);
  else
    {
      gu_ctl_card_print (readers, certificates);
      if (error != NULL)
        g_printerr ("%s\n%s\n",
                    error->message,
                    gu_error_get_hint (error) != NULL ? gu_error_get_hint (error) : "");
    }

  return certificates != NULL ? GU_CTL_DONE : GU_CTL_FAILED;
}

static int
gu_ctl_card_doctor (GuCtl *ctl, int argc, char **argv)
{
  g_auto (GStrv) modules = NULL;
  const GOptionEntry entries[] = {
    { "module",
      0,
      0,
      G_OPTION_ARG_FILENAME_ARRAY,
      &modules,
      N_ ("a PKCS#11 module; may be repeated"),
      "PATH" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GuTokenService) service = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (JsonArray) rows = json_array_new ();
  int status = GU_CTL_DONE;

  if (!gu_ctl_parse (ctl, entries, &argc, &argv, 0, 0))
    return GU_CTL_USAGE;

  service = gu_ctl_card_open (ctl, modules);
  findings = gu_card_doctor (service, ctl->cancellable);
  gu_token_service_close (service);
  for (guint i = 0; i < findings->len; i++)
    {
      GuCardFinding *finding = g_ptr_array_index (findings, i);
      const char *nick = gu_card_finding_status_get_nick (finding->status);

      if (finding->status == GU_CARD_FINDING_PROBLEM)
        status = GU_CTL_FAILED;
      if (ctl->json)
        {
          JsonObject *row = json_object_new ();

          json_object_set_string_member (row, "check", finding->check);
          json_object_set_string_member (row, "status", nick);
          json_object_set_string_member (row, "sentence", finding->sentence);
          gu_ctl_json_text (row, "hint", finding->hint);
          gu_ctl_json_text (row, "detail", finding->detail);
          json_array_add_object_element (rows, row);
        }
      else
        {
          g_print ("%s\t%s\t%s\n", nick, finding->check, finding->sentence);
          if (finding->hint != NULL)
            g_print ("\t\t%s\n", finding->hint);
        }
    }
  if (ctl->json)
    gu_ctl_print_json_array (g_steal_pointer (&rows));

  return status;
}

const GuCtlCommand gu_ctl_card_commands[] = {
  { "card list",
    "[--module PATH]…",
    N_ ("Lists readers, and the certificates on their cards"),
    gu_ctl_card_list },
  { "card doctor",
    "[--module PATH]…",
    N_ ("Examines the way to a signature, from the card service up"),
    gu_ctl_card_doctor },
  { NULL, NULL, NULL, NULL },
};
