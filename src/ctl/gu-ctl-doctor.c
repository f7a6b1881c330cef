/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-ctl"

#include "config.h"

#include "gu-app-error.h"
#include "gu-ctl.h"
#include "gu-doctor.h"
#include "gu-settings.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* journal verify, doctor, settings. */

static int
gu_ctl_journal_verify (GuCtl *ctl, int argc, char **argv)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *sentence = NULL;
  gint64 n_events = 0, broken_at = 0;
  GError *error = NULL;
  gboolean intact;

  if (!gu_ctl_parse (ctl, NULL, &argc, &argv, 0, 0))
    return GU_CTL_USAGE;
  if (!gu_ctl_open (ctl, GU_CONTEXT_STORE_ONLY, &error))
    return gu_ctl_fail (ctl, error);

  gu_journal_verify_async (ctl->context, ctl->cancellable, gu_ctl_ready, &result);
  gu_ctl_wait (&result);
  intact = gu_journal_verify_finish (result, &sentence, &n_events, &broken_at, &error);
  if (error != NULL)
    return gu_ctl_fail (ctl, error);

  if (ctl->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_boolean_member (object, "intact", intact);
      json_object_set_int_member (object, "events", n_events);
      if (broken_at > 0)
        json_object_set_int_member (object, "broken_at", broken_at);
      else
        json_object_set_null_member (object, "broken_at");
      json_object_set_string_member (object, "sentence", sentence);
      gu_ctl_print_json_object (object);
    }
  else
    g_print ("%s\n", sentence);

  return intact ? GU_CTL_DONE : GU_CTL_FAILED;
}

static const char *const areas[] = { "store", "journal", "rules",    "documents",
                                     "cards", "central", "settings", NULL };

static int
gu_ctl_doctor (GuCtl *ctl, int argc, char **argv)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (JsonArray) rows = json_array_new ();
  GError *error = NULL;
  int status = GU_CTL_DONE;

  if (!gu_ctl_parse (ctl, NULL, &argc, &argv, 0, 1))
    return GU_CTL_USAGE;
  if (argc > 1 && !g_strv_contains (areas, argv[1]))
    return gu_ctl_usage (
        ctl, "%s", _ ("The areas are store, journal, rules, documents, cards, central, settings"));
  if (!gu_ctl_open (ctl, GU_CONTEXT_STORE_ONLY, &error))
    return gu_ctl_fail (ctl, error);

  gu_doctor_run_async (
      ctl->context, argc > 1 ? argv[1] : NULL, ctl->cancellable, gu_ctl_ready, &result);
  gu_ctl_wait (&result);
  findings = gu_doctor_run_finish (result, &error);
  if (findings == NULL)
    return gu_ctl_fail (ctl, error);

  for (guint i = 0; i < findings->len; i++)
    {
      GuFinding *finding = g_ptr_array_index (findings, i);

      if (strcmp (gu_finding_get_status (finding), "problem") == 0)
        status = GU_CTL_FAILED;
      if (ctl->json)
        {
          JsonObject *row = json_object_new ();

          json_object_set_string_member (row, "area", gu_finding_get_area (finding));
          json_object_set_string_member (row, "status", gu_finding_get_status (finding));
          json_object_set_string_member (row, "sentence", gu_finding_get_sentence (finding));
          gu_ctl_json_text (row, "hint", gu_finding_get_hint (finding));
          gu_ctl_json_text (row, "detail", gu_finding_get_detail (finding));
          json_array_add_object_element (rows, row);
        }
      else
        {
          g_print ("%s\t%s\t%s\n",
                   gu_finding_get_status (finding),
                   gu_finding_get_area (finding),
                   gu_finding_get_sentence (finding));
          if (*gu_finding_get_hint (finding) != '\0')
            g_print ("\t\t%s\n", gu_finding_get_hint (finding));
          if (ctl->verbose && *gu_finding_get_detail (finding) != '\0')
            g_print ("\t\t[%s]\n", gu_finding_get_detail (finding));
        }
    }
  if (ctl->json)
    gu_ctl_print_json_array (g_steal_pointer (&rows));

  return status;
}

static char *
gu_ctl_settings_text (GuSettings *settings, GParamSpec *pspec)
{
  char *text = NULL;

  if (pspec->value_type == G_TYPE_STRV)
    {
      g_auto (GStrv) lines = NULL;

      g_object_get (settings, pspec->name, &lines, NULL);
      return lines != NULL ? g_strjoinv ("\n", lines) : g_strdup ("");
    }
  g_object_get (settings, pspec->name, &text, NULL);

  return text != NULL ? text : g_strdup ("");
}

static int
gu_ctl_settings_list (GuCtl *ctl, int argc, char **argv)
{
  g_autofree GParamSpec **pspecs = NULL;
  GuSettings *settings;
  JsonObject *object;
  GError *error = NULL;
  guint n = 0;

  if (!gu_ctl_parse (ctl, NULL, &argc, &argv, 0, 0))
    return GU_CTL_USAGE;
  if (!gu_ctl_open (ctl, GU_CONTEXT_STORE_ONLY, &error))
    return gu_ctl_fail (ctl, error);

  object = json_object_new ();
  settings = gu_context_get_settings (ctl->context);
  pspecs = g_object_class_list_properties (G_OBJECT_GET_CLASS (settings), &n);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = NULL;

      if ((pspecs[i]->flags & G_PARAM_WRITABLE) == 0)
        continue;
      text = gu_ctl_settings_text (settings, pspecs[i]);
      json_object_set_string_member (object, pspecs[i]->name, text);
      if (!ctl->json)
        g_print ("%s\t%s\n", pspecs[i]->name, text);
    }
  if (ctl->json)
    gu_ctl_print_json_object (object);
  else
    json_object_unref (object);

  return GU_CTL_DONE;
}

static void
gu_ctl_settings_failed (GuSettings *settings, const GError *error, gpointer slot)
{
  if (*(GError **) slot == NULL)
    *(GError **) slot = g_error_copy (error);
}

/* One value per line of a list; none empties it. */
static int
gu_ctl_settings_set (GuCtl *ctl, int argc, char **argv)
{
  GuSettings *settings;
  GParamSpec *pspec;
  GError *error = NULL;

  if (!gu_ctl_parse (ctl, NULL, &argc, &argv, 1, -1))
    return GU_CTL_USAGE;
  if (!gu_ctl_open (ctl, GU_CONTEXT_STORE_ONLY, &error))
    return gu_ctl_fail (ctl, error);

  settings = gu_context_get_settings (ctl->context);
  pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (settings), argv[1]);
  if (pspec == NULL || (pspec->flags & G_PARAM_WRITABLE) == 0)
    return gu_ctl_usage (ctl, _ ("There is no setting “%s”"), argv[1]);
  for (int i = 2; i < argc || i == 2; i++)
    {
      g_autofree char *wrong = gu_settings_check (pspec->name, i < argc ? argv[i] : "");

      if (wrong == NULL)
        continue;
      gu_error_set (&error, GU_APP_ERROR, GU_APP_ERROR_INVALID, NULL, NULL, "%s", wrong);
      return gu_ctl_fail (ctl, error);
    }

  g_signal_connect (settings, "save-failed", G_CALLBACK (gu_ctl_settings_failed), &error);
  if (pspec->value_type == G_TYPE_STRV)
    g_object_set (settings, pspec->name, argv + 2, NULL);
  else if (argc == 3)
    g_object_set (settings, pspec->name, argv[2], NULL);
  else
    return gu_ctl_usage (ctl, "%s", _ ("This setting has one value"));

  /* The value is written behind; an event in the same queue is written after it. */
  {
    g_autoptr (GAsyncResult) result = NULL;

    gu_context_add_event_async (
        ctl->context, NULL, "setting-changed", ctl->cancellable, gu_ctl_ready, &result);
    gu_ctl_wait (&result);
    if (error == NULL)
      gu_context_add_event_finish (ctl->context, result, &error);
  }

  return error != NULL ? gu_ctl_fail (ctl, error) : GU_CTL_DONE;
}

const GuCtlCommand gu_ctl_doctor_commands[] = {
  { "journal verify",
    "",
    N_ ("Follows the journal's chain from its first line"),
    gu_ctl_journal_verify },
  { "doctor", "[AREA]", N_ ("Examines everything and says in words what is wrong"), gu_ctl_doctor },
  { "settings list", "", N_ ("Lists the settings of the desk"), gu_ctl_settings_list },
  { "settings set",
    "NAME VALUE…",
    N_ ("Changes a setting; a list takes one value per element"),
    gu_ctl_settings_set },
  { NULL, NULL, NULL, NULL },
};
