/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-ctl"

#include "config.h"

#include "gu-ctl.h"
#include "gu-document-limits.h"
#include "gu-document-service.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <openssl/evp.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* document inspect: what the desk would say at import, without importing. */

static char *
gu_ctl_document_hash (int fd)
{
  g_autofree guint8 *buffer = g_malloc (256 * 1024);
  EVP_MD_CTX *hash = EVP_MD_CTX_new ();
  guint8 digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  gboolean good = hash != NULL && EVP_DigestInit_ex (hash, EVP_sha256 (), NULL) == 1;
  GString *text;
  gssize n = 0;

  while (good && (n = read (fd, buffer, 256 * 1024)) > 0)
    good = EVP_DigestUpdate (hash, buffer, (size_t) n) == 1;
  good = good && n == 0 && EVP_DigestFinal_ex (hash, digest, &size) == 1;
  EVP_MD_CTX_free (hash);
  if (!good)
    return NULL;

  text = g_string_sized_new (64);
  for (unsigned int i = 0; i < size; i++)
    g_string_append_printf (text, "%02x", digest[i]);

  return g_string_free (text, FALSE);
}

static JsonArray *
gu_ctl_document_strings (const char *const *strings)
{
  JsonArray *array = json_array_new ();

  for (gsize i = 0; strings != NULL && strings[i] != NULL; i++)
    json_array_add_string_element (array, strings[i]);

  return array;
}

static JsonObject *
gu_ctl_document_row (const char *path, GuDocumentReport *report, const char *sha256)
{
  JsonObject *row = json_object_new ();

  json_object_set_string_member (row, "file", path);
  json_object_set_boolean_member (row, "accepted", gu_document_report_get_accepted (report));
  gu_ctl_json_text (row, "media_type", gu_document_report_get_media_type (report));
  json_object_set_int_member (row, "pages", gu_document_report_get_pages (report));
  json_object_set_int_member (row, "size", (gint64) gu_document_report_get_size (report));
  gu_ctl_json_text (row, "sha256", sha256);
  json_object_set_int_member (row, "signatures", gu_document_report_get_signatures (report));
  json_object_set_array_member (
      row, "warnings", gu_ctl_document_strings (gu_document_report_get_warnings (report)));
  json_object_set_array_member (
      row,
      "warning_codes",
      gu_ctl_document_strings (gu_document_report_get_warning_nicks (report)));
  gu_ctl_json_text (row, "reason", gu_document_report_get_reason (report));
  gu_ctl_json_text (row, "hint", gu_document_report_get_hint (report));

  return row;
}

static JsonObject *
gu_ctl_document_unreadable (const char *path, const char *reason)
{
  JsonObject *row = json_object_new ();

  json_object_set_string_member (row, "file", path);
  json_object_set_boolean_member (row, "accepted", FALSE);
  json_object_set_null_member (row, "media_type");
  json_object_set_int_member (row, "pages", 0);
  json_object_set_null_member (row, "sha256");
  json_object_set_int_member (row, "signatures", 0);
  json_object_set_array_member (row, "warnings", json_array_new ());
  json_object_set_string_member (row, "reason", reason);

  return row;
}

/* One entry per file, whatever the file is. */
static JsonObject *
gu_ctl_document_inspect_one (GuCtl *ctl, GuDocumentService *service, const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *display = g_utf8_make_valid (name, -1);
  g_autofree char *sha256 = NULL;
  g_autoptr (GuDocumentReport) report = NULL;
  g_autoptr (GError) error = NULL;
  struct stat status;
  JsonObject *row;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

  if (fd < 0)
    {
      g_autofree char *reason = g_strdup_printf (
          /* Translators: what the system says, such as "No such file or directory". */
          _ ("The file cannot be opened: %s"),
          g_strerror (errno));

      return gu_ctl_document_unreadable (path, reason);
    }

  report = gu_document_service_inspect (service, fd, display, ctl->cancellable, &error);
  if (report != NULL && fstat (fd, &status) == 0 && S_ISREG (status.st_mode)
      && (guint64) status.st_size <= GU_DOCUMENT_MAX_BYTES && lseek (fd, 0, SEEK_SET) == 0)
    sha256 = gu_ctl_document_hash (fd);
  row = report != NULL ? gu_ctl_document_row (path, report, sha256)
                       : gu_ctl_document_unreadable (path, error->message);
  g_close (fd, NULL);

  return row;
}

static void
gu_ctl_document_print (JsonObject *row)
{
  JsonArray *warnings = json_object_get_array_member (row, "warnings");
  gboolean accepted = json_object_get_boolean_member (row, "accepted");
  const char *media = json_object_get_string_member_with_default (row, "media_type", NULL);
  const char *reason = json_object_get_string_member_with_default (row, "reason", NULL);

  g_print ("%s\t%s\t%s\t%" G_GINT64_FORMAT "\t%s\n",
           accepted ? "accepted" : "refused",
           json_object_get_string_member (row, "file"),
           media != NULL ? media : "-",
           json_object_get_int_member (row, "pages"),
           reason != NULL ? reason : "");
  for (guint i = 0; i < json_array_get_length (warnings); i++)
    g_print ("\t%s\n", json_array_get_string_element (warnings, i));
}

static int
gu_ctl_document_inspect (GuCtl *ctl, int argc, char **argv)
{
  g_autoptr (GuDocumentService) service = NULL;
  g_autoptr (JsonArray) rows = json_array_new ();

  if (!gu_ctl_parse (ctl, NULL, &argc, &argv, 1, -1))
    return GU_CTL_USAGE;

  service = gu_document_service_new (NULL);
  for (int i = 1; i < argc; i++)
    {
      JsonObject *row = gu_ctl_document_inspect_one (ctl, service, argv[i]);

      if (!ctl->json)
        gu_ctl_document_print (row);
      json_array_add_object_element (rows, row);
    }
  if (ctl->json)
    gu_ctl_print_json_array (g_steal_pointer (&rows));

  return GU_CTL_DONE;
}

const GuCtlCommand gu_ctl_document_commands[] = {
  { "document inspect",
    "FILE…",
    N_ ("Tells what the desk would say about files at import, without importing them"),
    gu_ctl_document_inspect },
  { NULL, NULL, NULL, NULL },
};
