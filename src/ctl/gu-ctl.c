/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-ctl"

#include "config.h"

#include "gu-ctl.h"

#include "gu-app-error.h"
#include "gu-store.h"
#include "gu-words.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What all commands share: words, errors, JSON, waiting. */

gboolean
gu_ctl_parse (GuCtl *ctl, const GOptionEntry *entries, int *argc, char ***argv, int min, int max)
{
  g_autoptr (GOptionContext) options = g_option_context_new (ctl->command->args);
  g_autofree char *name = g_strconcat ("ghiseuctl ", ctl->command->words, NULL);
  g_autoptr (GError) error = NULL;

  /* The usage line of the help is made of this name. */
  (*argv)[0] = name;
  g_set_prgname (name);
  g_option_context_set_summary (options, _ (ctl->command->summary));
  g_option_context_set_translation_domain (options, GETTEXT_PACKAGE);
  if (entries != NULL)
    g_option_context_add_main_entries (options, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (options, argc, argv, &error))
    {
      gu_ctl_usage (ctl, "%s", error->message);
      return FALSE;
    }

  /* A "--" that ended the options is no word. */
  if (*argc > 1 && strcmp ((*argv)[1], "--") == 0)
    {
      memmove (&(*argv)[1], &(*argv)[2], sizeof (char *) * (gsize) (*argc - 1));
      (*argc)--;
    }
  if (*argc - 1 < min)
    {
      gu_ctl_usage (ctl, "%s", _ ("Something is missing"));
      return FALSE;
    }
  if (max >= 0 && *argc - 1 > max)
    {
      gu_ctl_usage (ctl, _ ("“%s” is too much"), (*argv)[max + 1]);
      return FALSE;
    }

  return TRUE;
}

int
gu_ctl_usage (GuCtl *ctl, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);

  g_printerr ("ghiseuctl: %s\n", message);
  if (ctl->command != NULL)
    /* Translators: how a command is written. */
    g_printerr (_ ("Usage: ghiseuctl %s %s\n"), ctl->command->words, ctl->command->args);

  return GU_CTL_USAGE;
}

int
gu_ctl_fail_as (GuCtl *ctl,
                const char *domain,
                const char *code,
                const char *message,
                const char *hint)
{
  g_printerr ("ghiseuctl: %s\n", message);
  if (hint != NULL && *hint != '\0')
    g_printerr ("%s\n", hint);
  if (ctl->json)
    {
      JsonObject *object = json_object_new ();
      JsonObject *inner = json_object_new ();

      json_object_set_string_member (inner, "domain", domain);
      json_object_set_string_member (inner, "code", code);
      json_object_set_string_member (inner, "message", message);
      gu_ctl_json_text (inner, "hint", hint);
      json_object_set_object_member (object, "error", inner);
      gu_ctl_print_json_object (object);
    }

  return GU_CTL_FAILED;
}

int
gu_ctl_fail (GuCtl *ctl, GError *error)
{
  if (ctl->verbose && gu_error_get_detail (error) != NULL)
    g_printerr ("[%s]\n", gu_error_get_detail (error));
  gu_ctl_fail_as (ctl,
                  gu_error_get_domain_nick (error),
                  gu_error_get_nick (error),
                  error->message,
                  gu_error_get_hint (error));
  g_error_free (error);

  return GU_CTL_FAILED;
}

void
gu_ctl_print_json (JsonNode *node)
{
  g_autofree char *text = json_to_string (node, TRUE);

  fputs (text, stdout);
  fputc ('\n', stdout);
  json_node_unref (node);
}

void
gu_ctl_print_json_object (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  gu_ctl_print_json (node);
}

void
gu_ctl_print_json_array (JsonArray *array)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (node, array);
  gu_ctl_print_json (node);
}

void
gu_ctl_json_text (JsonObject *object, const char *name, const char *value)
{
  if (value != NULL && *value != '\0')
    json_object_set_string_member (object, name, value);
  else
    json_object_set_null_member (object, name);
}

void
gu_ctl_ready (GObject *source, GAsyncResult *result, gpointer slot)
{
  *(GAsyncResult **) slot = g_object_ref (result);
}

void
gu_ctl_wait (GAsyncResult **slot)
{
  while (*slot == NULL)
    g_main_context_iteration (NULL, TRUE);
}

gboolean
gu_ctl_open (GuCtl *ctl, GuContextFlags flags, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  ctl->context = gu_context_new (ctl->data_dir, ctl->central, NULL, ctl->clock);
  gu_context_start_async (ctl->context, flags, ctl->cancellable, gu_ctl_ready, &result);
  gu_ctl_wait (&result);

  return gu_context_start_finish (ctl->context, result, error);
}

char *
gu_ctl_find_dossier (GuCtl *ctl, const char *reference, GError **error)
{
  return gu_store_find_dossier (gu_context_get_store (ctl->context), reference, error);
}

gboolean
gu_ctl_parse_date (GuCtl *ctl, const char *text, GDate *date)
{
  if (gu_words_parse_date (text, date))
    return TRUE;

  /* Translators: what was given where a date should stand. */
  gu_ctl_usage (ctl, _ ("“%s” is not a date: write YYYY-MM-DD"), text);

  return FALSE;
}

static void
gu_ctl_read_lines (GPtrArray *words)
{
  char *line = NULL;
  size_t size = 0;

  while (getline (&line, &size, stdin) >= 0)
    {
      char *word = g_utf8_make_valid (line, -1);

      g_strchomp (word);
      if (*word != '\0')
        g_ptr_array_add (words, word);
      else
        g_free (word);
    }
  free (line);
}

GStrv
gu_ctl_read_words (char **words, int n)
{
  GPtrArray *all = g_ptr_array_new ();

  for (int i = 0; i < n; i++)
    {
      if (strcmp (words[i], "-") == 0)
        gu_ctl_read_lines (all);
      else
        g_ptr_array_add (all, g_strdup (words[i]));
    }
  g_ptr_array_add (all, NULL);

  return (GStrv) g_ptr_array_free (all, FALSE);
}

GuSecretBytes *
gu_ctl_read_pin (const char *path, GError **error)
{
  char buffer[128];
  GuSecretBytes *pin;
  gsize length = 0;
  gssize n = 0;
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  while (fd >= 0 && length < sizeof buffer
         && (n = read (fd, buffer + length, sizeof buffer - length)) > 0)
    length += (gsize) n;
  if (fd < 0 || n < 0)
    {
      int problem = errno;

      if (fd >= 0)
        g_close (fd, NULL);
      gu_wipe (buffer, sizeof buffer);
      gu_error_set (error,
                    GU_APP_ERROR,
                    GU_APP_ERROR_NOT_FOUND,
                    _ ("Give --pin-file a file whose first line is the PIN"),
                    g_strerror (problem),
                    _ ("The file with the PIN cannot be read"));
      return NULL;
    }
  g_close (fd, NULL);

  for (gsize i = 0; i < length; i++)
    {
      if (buffer[i] == '\n' || buffer[i] == '\r')
        length = i;
    }
  pin = gu_secret_bytes_new (buffer, length);
  gu_wipe (buffer, sizeof buffer);

  return pin;
}
