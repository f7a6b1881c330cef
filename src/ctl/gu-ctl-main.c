/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-ctl"

#include "config.h"

#include "gu-ctl.h"
#include "gu-log.h"
#include "gu-secret-bytes.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

/* ghiseuctl: everything the desk can do, without a window. */

static const GuCtlCommand *const families[] = {
  gu_ctl_rules_commands,   gu_ctl_value_commands,  gu_ctl_document_commands, gu_ctl_intake_commands,
  gu_ctl_dossier_commands, gu_ctl_sync_commands,   gu_ctl_card_commands,     gu_ctl_sign_commands,
  gu_ctl_central_commands, gu_ctl_doctor_commands,
};

/* How many words at the front of @argv are the command's. */
static int
gu_ctl_match (const char *words, int argc, char **argv)
{
  g_auto (GStrv) parts = g_strsplit (words, " ", -1);
  int n = 0;

  for (; parts[n] != NULL; n++)
    {
      if (n >= argc || strcmp (parts[n], argv[n]) != 0)
        return 0;
    }

  return n;
}

static const GuCtlCommand *
gu_ctl_find_command (int argc, char **argv, int *n_words)
{
  const GuCtlCommand *found = NULL;

  *n_words = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (families); i++)
    {
      for (const GuCtlCommand *command = families[i]; command->words != NULL; command++)
        {
          int n = gu_ctl_match (command->words, argc, argv);

          if (n > *n_words)
            {
              found = command;
              *n_words = n;
            }
        }
    }

  return found;
}

static void
gu_ctl_print_commands (const char *group)
{
  for (gsize i = 0; i < G_N_ELEMENTS (families); i++)
    {
      for (const GuCtlCommand *command = families[i]; command->words != NULL; command++)
        {
          if (group != NULL && !g_str_has_prefix (command->words, group))
            continue;
          g_print ("  %s %s\n      %s\n", command->words, command->args, _ (command->summary));
        }
    }
}

static void
gu_ctl_print_help (const char *group)
{
  g_print ("%s\n", _ ("Usage: ghiseuctl [OPTION…] COMMAND [ARGUMENT…]"));
  g_print ("\n%s\n", _ ("Options, before the command:"));
  g_print ("  --data-dir DIR      %s\n", _ ("where the desk keeps its data"));
  g_print ("  --central WHERE     %s\n", _ ("none, embedded, or a PostgreSQL connection string"));
  g_print ("  --json              %s\n", _ ("one JSON document on standard output"));
  g_print ("  --verbose           %s\n", _ ("tell what is done, and technical details"));
  g_print ("  --version           %s\n", _ ("print the version"));
  g_print ("\n%s\n", _ ("Commands (each has --help):"));
  gu_ctl_print_commands (group);
  g_print ("\n%s\n",
           _ ("Exit status: 0 done, 1 refused or failed, 2 wrong usage. A DOSSIER is given by its "
              "id or its registration (12345/23.11.2026)."));
}

static gboolean
gu_ctl_interrupted (gpointer data)
{
  GuCtl *ctl = data;

  g_cancellable_cancel (ctl->cancellable);

  return G_SOURCE_CONTINUE;
}

static int
gu_ctl_run (GuCtl *ctl, int argc, char **argv)
{
  int n_words = 0;
  int status;
  guint sources[2];

  ctl->command = gu_ctl_find_command (argc, argv, &n_words);
  if (ctl->command == NULL)
    {
      gboolean help = argc > 0 && strcmp (argv[argc - 1], "--help") == 0;

      if (help && argc > 1)
        {
          gu_ctl_print_help (argv[0]);
          return GU_CTL_DONE;
        }
      g_printerr ("ghiseuctl: %s\n", _ ("There is no such command; see ghiseuctl --help"));
      return GU_CTL_USAGE;
    }

  gu_log_init ("ghiseuctl", ctl->verbose);
  ctl->cancellable = g_cancellable_new ();
  ctl->clock = gu_clock_new ();
  sources[0] = g_unix_signal_add (SIGINT, gu_ctl_interrupted, ctl);
  sources[1] = g_unix_signal_add (SIGTERM, gu_ctl_interrupted, ctl);

  /* The last word of the command takes the place of the program's name. */
  status = ctl->command->run (ctl, argc - n_words + 1, argv + n_words - 1);

  if (ctl->context != NULL)
    {
      g_autoptr (GAsyncResult) result = NULL;

      gu_context_stop_async (ctl->context, gu_ctl_ready, &result);
      gu_ctl_wait (&result);
      gu_context_stop_finish (ctl->context, result);
      g_clear_object (&ctl->context);
    }
  g_source_remove (sources[0]);
  g_source_remove (sources[1]);
  g_clear_object (&ctl->cancellable);
  g_clear_object (&ctl->clock);

  return status;
}

int
main (int argc, char **argv)
{
  GuCtl ctl = { 0 };
  gboolean version = FALSE;
  gboolean help = FALSE;
  const GOptionEntry entries[] = {
    { "data-dir", 0, 0, G_OPTION_ARG_FILENAME, &ctl.data_dir, NULL, NULL },
    { "central", 0, 0, G_OPTION_ARG_STRING, &ctl.central, NULL, NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &ctl.json, NULL, NULL },
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &ctl.verbose, NULL, NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &version, NULL, NULL },
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) options = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  const char *locale_dir = g_getenv ("GHISEU_LOCALE_DIR");
  int status;

  gu_secret_refuse_core_dumps ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir != NULL ? locale_dir : GU_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("ghiseuctl");

  /* Options of the program end where the command begins: what follows is the command's own. */
  g_option_context_set_strict_posix (options, TRUE);
  g_option_context_set_help_enabled (options, FALSE);
  g_option_context_add_main_entries (options, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (options, &argc, &argv, &error))
    {
      g_printerr ("ghiseuctl: %s\n", error->message);
      return GU_CTL_USAGE;
    }

  if (version)
    {
      g_print ("ghiseuctl %s\n", GU_VERSION);
      status = GU_CTL_DONE;
    }
  else if (help)
    {
      gu_ctl_print_help (NULL);
      status = GU_CTL_DONE;
    }
  else if (argc < 2)
    {
      gu_ctl_print_help (NULL);
      status = GU_CTL_USAGE;
    }
  else
    status = gu_ctl_run (&ctl, argc - 1, argv + 1);

  g_free (ctl.data_dir);
  g_free (ctl.central);
  if (fflush (stdout) != 0)
    status = status == GU_CTL_DONE ? GU_CTL_FAILED : status;

  return status;
}
