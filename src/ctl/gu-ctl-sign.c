/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-ctl"

#include "config.h"

#include "gu-app-error.h"
#include "gu-certificate.h"
#include "gu-ctl-card.h"
#include "gu-ctl-dossier.h"
#include "gu-ctl.h"
#include "gu-signature-service.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* sign, verify: PDF files from outside, read by the locked worker only. */

static int
gu_ctl_sign_open_file (const char *path, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    {
      int problem = errno;

      gu_error_set (error,
                    GU_APP_ERROR,
                    GU_APP_ERROR_NOT_FOUND,
                    _ ("Check that the file is there and that you may read it"),
                    g_strerror (problem),
                    /* Translators: the name of a file. */
                    _ ("The file “%s” cannot be opened"),
                    path);
    }

  return fd;
}

typedef struct
{
  GuTokenService *tokens;
  GuTokenCertificate *certificate;
  GuSecretBytes *pin;
} GuCtlSigner;

static GBytes *
gu_ctl_sign_digest (GBytes *sha256, gpointer data, GCancellable *cancellable, GError **error)
{
  GuCtlSigner *signer = data;

  return gu_token_service_sign_digest (signer->tokens,
                                       gu_token_certificate_get_id (signer->certificate),
                                       signer->pin,
                                       sha256,
                                       cancellable,
                                       error);
}

typedef struct
{
  char *out;
  char *level;
  char *format;
  char *pin_file;
  char *certificate;
  char *reader;
  char *reason;
  char *location;
  char **modules;
} GuCtlSign;

static void
gu_ctl_sign_clear (GuCtlSign *self)
{
  g_free (self->out);
  g_free (self->level);
  g_free (self->format);
  g_free (self->pin_file);
  g_free (self->certificate);
  g_free (self->reader);
  g_free (self->reason);
  g_free (self->location);
  g_strfreev (self->modules);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GuCtlSign, gu_ctl_sign_clear)

static gboolean
gu_ctl_sign_file (GuCtl *ctl,
                  GuCtlSign *what,
                  const char *path,
                  GuCtlSigner *signer,
                  GError **error)
{
  g_autoptr (GuSignatureService) service = gu_signature_service_new (NULL);
  g_autoptr (GBytes) signed_pdf = NULL;
  GuPadesOptions options = { 0 };
  gboolean done;
  int fd = gu_ctl_sign_open_file (path, error);

  if (fd < 0)
    return FALSE;

  options.name = gu_token_certificate_get_subject (signer->certificate);
  options.reason = what->reason;
  options.location = what->location;
  options.time_ms = gu_clock_now_ms (ctl->clock);
  done = gu_signature_service_sign (service,
                                    fd,
                                    gu_token_certificate_get_der (signer->certificate),
                                    gu_token_certificate_get_chain (signer->certificate),
                                    &options,
                                    gu_ctl_sign_digest,
                                    signer,
                                    &signed_pdf,
                                    ctl->cancellable,
                                    error);
  g_close (fd, NULL);

  return done
         && g_file_set_contents_full (what->out,
                                      g_bytes_get_data (signed_pdf, NULL),
                                      (gssize) g_bytes_get_size (signed_pdf),
                                      G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                      0644,
                                      error);
}

static int
gu_ctl_sign_with_card (GuCtl *ctl, GuCtlSign *what, const char *path)
{
  g_autoptr (GuTokenService) tokens = NULL;
  g_autoptr (GPtrArray) certificates = NULL;
  g_autoptr (GuSecretBytes) pin = NULL;
  GuCtlSigner signer = { 0 };
  GError *error = NULL;
  int status = GU_CTL_DONE;

  if (what->pin_file != NULL)
    {
      pin = gu_ctl_read_pin (what->pin_file, &error);
      if (pin == NULL)
        return gu_ctl_fail (ctl, error);
    }
  tokens = gu_ctl_card_open (ctl, what->modules);
  certificates = gu_token_service_list_certificates (tokens, ctl->cancellable, &error);
  signer.tokens = tokens;
  signer.pin = pin;
  if (certificates != NULL)
    signer.certificate = gu_ctl_choose_certificate (
        certificates, what->certificate, what->reader, &error);
  if (signer.certificate == NULL)
    status = gu_ctl_fail (ctl, error);
  else if (pin == NULL && !gu_token_certificate_get_pin_pad (signer.certificate))
    status = gu_ctl_usage (ctl, "%s", _ ("--pin-file is missing"));
  else if (!gu_ctl_sign_file (ctl, what, path, &signer, &error))
    status = gu_ctl_fail (ctl, error);
  gu_token_service_close (tokens);

  if (status == GU_CTL_DONE && ctl->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "file", path);
      json_object_set_string_member (object, "out", what->out);
      json_object_set_string_member (object, "format", "pades");
      json_object_set_string_member (object, "level", "B");
      json_object_set_string_member (
          object, "signer", gu_token_certificate_get_subject (signer.certificate));
      gu_ctl_print_json_object (object);
    }

  return status;
}

static int
gu_ctl_sign (GuCtl *ctl, int argc, char **argv)
{
  g_auto (GuCtlSign) what = { 0 };
  const GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &what.out, N_ ("where the signed file goes"), "OUT" },
    { "level", 0, 0, G_OPTION_ARG_STRING, &what.level, N_ ("level of the signature (B)"), "B" },
    { "format",
      0,
      0,
      G_OPTION_ARG_STRING,
      &what.format,
      N_ ("form of the signature (pades)"),
      "pades" },
    { "pin-file",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &what.pin_file,
      N_ ("a file whose first line is the PIN"),
      "FILE" },
    { "certificate",
      0,
      0,
      G_OPTION_ARG_STRING,
      &what.certificate,
      N_ ("the certificate, or the beginning of its id"),
      "ID" },
    { "reader",
      0,
      0,
      G_OPTION_ARG_STRING,
      &what.reader,
      N_ ("the reader, or a part of its name"),
      "NAME" },
    { "reason", 0, 0, G_OPTION_ARG_STRING, &what.reason, N_ ("why it is signed"), "TEXT" },
    { "location", 0, 0, G_OPTION_ARG_STRING, &what.location, N_ ("where it is signed"), "TEXT" },
    { "module",
      0,
      0,
      G_OPTION_ARG_FILENAME_ARRAY,
      &what.modules,
      N_ ("a PKCS#11 module; may be repeated"),
      "PATH" },
    G_OPTION_ENTRY_NULL,
  };

  if (!gu_ctl_parse (ctl, entries, &argc, &argv, 1, 1))
    return GU_CTL_USAGE;
  if (what.out == NULL)
    return gu_ctl_usage (ctl, "%s", _ ("--out is missing"));
  if (what.level != NULL && strcmp (what.level, "B") != 0)
    return gu_ctl_usage (ctl, "%s", _ ("--level is B"));
  if (what.format != NULL && strcmp (what.format, "pades") != 0)
    return gu_ctl_usage (ctl, "%s", _ ("--format is pades"));

  return gu_ctl_sign_with_card (ctl, &what, argv[1]);
}

static GPtrArray *
gu_ctl_verify_read_trust (char **paths, GError **error)
{
  GPtrArray *trust = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (gsize i = 0; paths != NULL && paths[i] != NULL; i++)
    {
      g_autofree char *text = NULL;
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GPtrArray) certificates = NULL;
      gsize size = 0;

      if (g_file_get_contents (paths[i], &text, &size, error))
        {
          bytes = g_bytes_new_take (g_steal_pointer (&text), size);
          certificates = gu_certificate_parse_all (bytes, error);
        }
      if (certificates == NULL)
        {
          g_ptr_array_unref (trust);
          return NULL;
        }
      for (guint j = 0; j < certificates->len; j++)
        g_ptr_array_add (trust, g_bytes_ref (g_ptr_array_index (certificates, j)));
    }

  return trust;
}

static gboolean
gu_ctl_verify_parse_time (GuCtl *ctl, const char *text, gint64 *at_ms)
{
  g_autoptr (GDateTime) time = NULL;
  GDate day;

  if (text == NULL)
    {
      *at_ms = gu_clock_now_ms (ctl->clock);
      return TRUE;
    }

  time = g_date_time_new_from_iso8601 (text, gu_clock_get_time_zone (ctl->clock));
  if (time == NULL)
    {
      if (!gu_ctl_parse_date (ctl, text, &day))
        return FALSE;
      time = g_date_time_new (gu_clock_get_time_zone (ctl->clock),
                              g_date_get_year (&day),
                              (gint) g_date_get_month (&day),
                              g_date_get_day (&day),
                              23,
                              59,
                              59);
    }
  *at_ms = g_date_time_to_unix (time) * 1000;

  return TRUE;
}

static void
gu_ctl_verify_print (JsonArray *signatures)
{
  if (json_array_get_length (signatures) == 0)
    g_print ("%s\n", _ ("The document is not signed"));
  for (guint i = 0; i < json_array_get_length (signatures); i++)
    {
      JsonObject *signature = json_array_get_object_element (signatures, i);
      JsonArray *reasons = json_object_get_array_member (signature, "reasons");
      const char *signer = json_object_get_string_member_with_default (signature, "signer", "-");
      const char *time = json_object_get_string_member_with_default (
          signature, "claimed_time", "-");

      g_print ("%s\t%s\t%s\n",
               json_object_get_string_member (signature, "verdict"),
               signer != NULL ? signer : "-",
               time != NULL ? time : "-");
      for (guint j = 0; j < json_array_get_length (reasons); j++)
        g_print ("\t%s\n", json_array_get_string_element (reasons, j));
    }
}

static int
gu_ctl_verify_status (JsonArray *signatures)
{
  guint n = json_array_get_length (signatures);

  for (guint i = 0; i < n; i++)
    {
      JsonObject *signature = json_array_get_object_element (signatures, i);

      if (g_strcmp0 (json_object_get_string_member (signature, "verdict"), "VALID") != 0)
        return GU_CTL_FAILED;
    }

  return n > 0 ? GU_CTL_DONE : GU_CTL_FAILED;
}

static int
gu_ctl_verify (GuCtl *ctl, int argc, char **argv)
{
  g_auto (GStrv) trust_files = NULL;
  g_autofree char *at = NULL;
  gboolean offline = FALSE;
  const GOptionEntry entries[] = {
    { "trust",
      0,
      0,
      G_OPTION_ARG_FILENAME_ARRAY,
      &trust_files,
      N_ ("certificates to trust; may be repeated"),
      "PEM" },
    { "at", 0, 0, G_OPTION_ARG_STRING, &at, N_ ("judge it as of that time (now)"), "TIME" },
    { "offline",
      0,
      0,
      G_OPTION_ARG_NONE,
      &offline,
      N_ ("ask nobody on the network, which is always so for level B"),
      NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GuSignatureService) service = NULL;
  g_autoptr (GPtrArray) trust = NULL;
  JsonNode *node = NULL;
  GError *error = NULL;
  gint64 at_ms = 0;
  int status, fd;

  if (!gu_ctl_parse (ctl, entries, &argc, &argv, 1, 1)
      || !gu_ctl_verify_parse_time (ctl, at, &at_ms))
    return GU_CTL_USAGE;
  trust = gu_ctl_verify_read_trust (trust_files, &error);
  fd = trust != NULL ? gu_ctl_sign_open_file (argv[1], &error) : -1;
  if (fd < 0)
    return gu_ctl_fail (ctl, error);

  service = gu_signature_service_new (NULL);
  node = gu_signature_service_verify (
      service, fd, trust->len > 0 ? trust : NULL, at_ms, ctl->cancellable, &error);
  g_close (fd, NULL);
  if (node == NULL)
    return gu_ctl_fail (ctl, error);

  status = gu_ctl_verify_status (json_node_get_array (node));
  if (ctl->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "file", argv[1]);
      json_object_set_member (object, "signatures", node);
      gu_ctl_print_json_object (object);
    }
  else
    {
      gu_ctl_verify_print (json_node_get_array (node));
      json_node_unref (node);
    }

  return status;
}

const GuCtlCommand gu_ctl_sign_commands[] = {
  { "sign",
    "FILE --out OUT --pin-file FILE [--certificate ID] [--reader NAME]",
    N_ ("Signs a PDF with the card (PAdES, level B)"),
    gu_ctl_sign },
  { "verify",
    "FILE [--trust PEM]… [--at TIME] [--offline]",
    N_ ("Judges the signatures of a PDF"),
    gu_ctl_verify },
  { NULL, NULL, NULL, NULL },
};
