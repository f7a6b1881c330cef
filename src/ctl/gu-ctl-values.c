/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-ctl"

#include "config.h"

#include "gu-app-error.h"
#include "gu-calendar.h"
#include "gu-ctl.h"
#include "gu-identifier.h"
#include "gu-rule-book.h"
#include "gu-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* identifier, calendar, clock: pure questions, answered without a store. */

static int
gu_ctl_identifier_check (GuCtl *ctl, int argc, char **argv)
{
  g_auto (GStrv) values = NULL;
  g_autoptr (JsonArray) rows = json_array_new ();
  GuIdentifierKind kind;
  int status = GU_CTL_DONE;
  GDate today;

  if (!gu_ctl_parse (ctl, NULL, &argc, &argv, 2, -1))
    return GU_CTL_USAGE;
  if (!gu_identifier_kind_from_name (argv[1], &kind))
    return gu_ctl_usage (
        ctl, _ ("“%s” is none of cnp, cui, iban, siruta, cadastral, postal-code"), argv[1]);

  gu_clock_today (ctl->clock, &today);
  values = gu_ctl_read_words (argv + 2, argc - 2);
  for (gsize i = 0; values[i] != NULL; i++)
    {
      g_autoptr (GuIdentifierCheck) check = gu_identifier_check (kind, values[i], &today);
      const char *reason = check->valid ? check->warning : check->reason;

      if (!check->valid)
        status = GU_CTL_FAILED;
      if (ctl->json)
        {
          JsonObject *row = json_object_new ();

          json_object_set_string_member (row, "value", values[i]);
          json_object_set_boolean_member (row, "valid", check->valid);
          gu_ctl_json_text (row, "reason", reason);
          json_array_add_object_element (rows, row);
        }
      else
        g_print ("%s\t%s\t%s\n",
                 check->valid ? "valid" : "invalid",
                 values[i],
                 reason != NULL ? reason : "");
    }
  if (ctl->json)
    gu_ctl_print_json_array (g_steal_pointer (&rows));

  return status;
}

static int
gu_ctl_calendar_is_working (GuCtl *ctl, int argc, char **argv)
{
  g_autoptr (GuCalendar) calendar = gu_calendar_new ();
  g_autoptr (JsonArray) rows = json_array_new ();
  g_auto (GStrv) dates = NULL;

  if (!gu_ctl_parse (ctl, NULL, &argc, &argv, 1, -1))
    return GU_CTL_USAGE;

  dates = gu_ctl_read_words (argv + 1, argc - 1);
  for (gsize i = 0; dates[i] != NULL; i++)
    {
      g_autofree char *reason = NULL;
      g_autofree char *iso = NULL;
      gboolean working;
      GDate day;

      if (!gu_ctl_parse_date (ctl, dates[i], &day))
        return GU_CTL_USAGE;
      working = gu_calendar_is_working (calendar, &day, &reason);
      iso = gu_rules_date_to_iso (&day);
      if (ctl->json)
        {
          JsonObject *row = json_object_new ();

          json_object_set_string_member (row, "date", iso);
          json_object_set_boolean_member (row, "working", working);
          json_object_set_string_member (row, "status", working ? "working" : "free");
          gu_ctl_json_text (row, "reason", reason);
          json_array_add_object_element (rows, row);
        }
      else
        g_print ("%s\t%s\t%s\n", iso, working ? "working" : "free", reason != NULL ? reason : "");
    }
  if (ctl->json)
    gu_ctl_print_json_array (g_steal_pointer (&rows));

  return GU_CTL_DONE;
}

static void
gu_ctl_calendar_print_term (GuCtl *ctl, JsonArray *rows, const GDate *start, GuTerm *term)
{
  g_autofree char *last = gu_rules_date_to_iso (&term->last_day);
  g_autofree char *from = gu_rules_date_to_iso (start);

  if (ctl->json)
    {
      JsonObject *row = json_object_new ();

      json_object_set_string_member (row, "start", from);
      json_object_set_string_member (row, "date", last);
      gu_ctl_json_text (row, "explanation", term->explanation);
      json_array_add_object_element (rows, row);
    }
  else
    {
      g_autofree char *line = g_strdelimit (g_strdup (term->explanation), "\n\t", ' ');

      g_print ("%s\t%s\n", last, line);
    }
}

static int
gu_ctl_calendar_add (GuCtl *ctl, int argc, char **argv)
{
  g_autofree char *unit_name = NULL;
  g_autofree char *convention = NULL;
  const GOptionEntry entries[] = {
    { "unit",
      0,
      0,
      G_OPTION_ARG_STRING,
      &unit_name,
      N_ ("what is counted"),
      "working|calendar|months" },
    { "convention",
      0,
      0,
      G_OPTION_ARG_STRING,
      &convention,
      N_ ("how days are counted (A)"),
      "A|B" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GuCalendar) calendar = gu_calendar_new ();
  g_autoptr (JsonArray) rows = json_array_new ();
  g_auto (GStrv) dates = NULL;
  GuCounting counting = GU_COUNTING_A;
  GuDayUnit unit;
  gint64 n = 0;

  if (!gu_ctl_parse (ctl, entries, &argc, &argv, 2, 2))
    return GU_CTL_USAGE;
  if (unit_name == NULL || !gu_day_unit_from_name (unit_name, &unit))
    return gu_ctl_usage (ctl, "%s", _ ("--unit is working, calendar or months"));
  if (convention != NULL && !gu_counting_from_name (convention, &counting))
    return gu_ctl_usage (ctl, "%s", _ ("--convention is A or B"));
  if (!g_ascii_string_to_signed (argv[2], 10, 0, 10000, &n, NULL))
    return gu_ctl_usage (ctl, _ ("“%s” is not a number from 0 to 10000"), argv[2]);

  dates = gu_ctl_read_words (argv + 1, 1);
  for (gsize i = 0; dates[i] != NULL; i++)
    {
      g_autoptr (GuTerm) term = NULL;
      GDate start;

      if (!gu_ctl_parse_date (ctl, dates[i], &start))
        return GU_CTL_USAGE;
      term = gu_calendar_add (calendar, &start, (int) n, unit, counting);
      gu_ctl_calendar_print_term (ctl, rows, &start, term);
    }
  if (ctl->json)
    gu_ctl_print_json_array (g_steal_pointer (&rows));

  return GU_CTL_DONE;
}

static gboolean
gu_ctl_clock_parse_suspensions (GuCtl *ctl, char **texts, GArray *suspensions)
{
  for (gsize i = 0; texts != NULL && texts[i] != NULL; i++)
    {
      g_auto (GStrv) ends = g_strsplit (texts[i], ":", 2);
      GuSuspension suspension;

      g_date_clear (&suspension.to, 1);
      if (ends[0] == NULL || !gu_words_parse_date (ends[0], &suspension.from)
          || (ends[1] != NULL && *ends[1] != '\0'
              && !gu_words_parse_date (ends[1], &suspension.to)))
        {
          gu_ctl_usage (ctl, _ ("“%s” is not FROM:TO, two dates"), texts[i]);
          return FALSE;
        }
      g_array_append_val (suspensions, suspension);
    }

  return TRUE;
}

static void
gu_ctl_clock_print (GuCtl *ctl,
                    GuClockRule *rule,
                    GuTerm *term,
                    GuCalendar *calendar,
                    const GDate *on)
{
  g_autofree char *last = term->suspended ? NULL : gu_rules_date_to_iso (&term->last_day);
  JsonObject *object;

  if (!ctl->json)
    {
      g_autofree char *line = g_strdelimit (g_strdup (term->explanation), "\n\t", ' ');

      g_print ("%s\t%s\n", last != NULL ? last : "-", line);
      return;
    }

  object = json_object_new ();
  json_object_set_string_member (object, "clock", gu_clock_rule_get_id (rule));
  json_object_set_string_member (object, "title", gu_clock_rule_get_title (rule));
  gu_ctl_json_text (object, "last_day", last);
  json_object_set_boolean_member (object, "suspended", term->suspended);
  gu_ctl_json_text (object, "explanation", term->explanation);
  gu_ctl_json_text (object, "article", gu_clock_rule_get_article (rule));
  if (on != NULL && last != NULL)
    {
      json_object_set_int_member (
          object, "working_days_left", gu_calendar_count_working (calendar, on, &term->last_day));
      json_object_set_int_member (
          object, "calendar_days_left", g_date_days_between (on, &term->last_day));
    }
  gu_ctl_print_json_object (object);
}

static int
gu_ctl_clock (GuCtl *ctl, int argc, char **argv)
{
  g_autofree char *start_text = NULL;
  g_autofree char *on_text = NULL;
  g_autofree char *convention = NULL;
  g_auto (GStrv) suspend = NULL;
  const GOptionEntry entries[] = {
    { "start", 0, 0, G_OPTION_ARG_STRING, &start_text, N_ ("the day of its event"), "DATE" },
    { "suspend",
      0,
      0,
      G_OPTION_ARG_STRING_ARRAY,
      &suspend,
      N_ ("days on which it stood still"),
      "FROM:TO" },
    { "on",
      0,
      0,
      G_OPTION_ARG_STRING,
      &on_text,
      N_ ("also tell how many days are left on that day"),
      "DATE" },
    { "convention",
      0,
      0,
      G_OPTION_ARG_STRING,
      &convention,
      N_ ("how days are counted (A)"),
      "A|B" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GuCalendar) calendar = gu_calendar_new ();
  g_autoptr (GArray) suspensions = g_array_new (FALSE, FALSE, sizeof (GuSuspension));
  g_autoptr (GuRuleBook) book = gu_rule_book_new ();
  g_autoptr (GuTerm) term = NULL;
  GuCounting counting = GU_COUNTING_A;
  GuClockRule *rule;
  GError *error = NULL;
  GDate start, on;

  if (!gu_ctl_parse (ctl, entries, &argc, &argv, 1, 1))
    return GU_CTL_USAGE;
  if (start_text == NULL)
    return gu_ctl_usage (ctl, "%s", _ ("--start is missing"));
  if (!gu_ctl_parse_date (ctl, start_text, &start)
      || (on_text != NULL && !gu_ctl_parse_date (ctl, on_text, &on))
      || !gu_ctl_clock_parse_suspensions (ctl, suspend, suspensions))
    return GU_CTL_USAGE;
  if (convention != NULL && !gu_counting_from_name (convention, &counting))
    return gu_ctl_usage (ctl, "%s", _ ("--convention is A or B"));

  if (!gu_rule_book_load_builtin (book, &error))
    return gu_ctl_fail (ctl, error);
  rule = gu_rule_book_find_clock (book, argv[1]);
  if (rule == NULL)
    {
      gu_error_set (&error,
                    GU_APP_ERROR,
                    GU_APP_ERROR_NOT_FOUND,
                    _ ("“ghiseuctl rules show” lists the terms of a procedure"),
                    NULL,
                    /* Translators: the identifier of a legal term. */
                    _ ("There is no term “%s”"),
                    argv[1]);
      return gu_ctl_fail (ctl, error);
    }

  term = gu_clock_rule_evaluate (rule,
                                 &start,
                                 (const GuSuspension *) (gpointer) suspensions->data,
                                 suspensions->len,
                                 calendar,
                                 counting);
  gu_ctl_clock_print (ctl, rule, term, calendar, on_text != NULL ? &on : NULL);

  return GU_CTL_DONE;
}

const GuCtlCommand gu_ctl_value_commands[] = {
  { "identifier check",
    "KIND VALUE…",
    N_ ("Checks identifiers: cnp, cui, iban, siruta, cadastral, postal-code; “-” reads lines"),
    gu_ctl_identifier_check },
  { "calendar is-working",
    "DATE…",
    N_ ("Tells whether an institution works on a day; “-” reads lines"),
    gu_ctl_calendar_is_working },
  { "calendar add",
    "DATE N --unit working|calendar|months [--convention A|B]",
    N_ ("Counts a term from a day; “-” reads lines"),
    gu_ctl_calendar_add },
  { "clock",
    "CLOCK-ID --start DATE [--suspend FROM:TO]… [--on DATE]",
    N_ ("Tells when a legal term ends, and why"),
    gu_ctl_clock },
  { NULL, NULL, NULL, NULL },
};
