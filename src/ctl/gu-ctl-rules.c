/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-ctl"

#include "config.h"

#include "gu-app-error.h"
#include "gu-ctl.h"
#include "gu-rule-book.h"
#include "gu-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* rules list, show, validate: what the rule packs say. No store is opened. */

static GuRuleBook *
gu_ctl_rules_load (GError **error)
{
  g_autoptr (GuRuleBook) book = gu_rule_book_new ();

  return gu_rule_book_load_builtin (book, error) ? g_steal_pointer (&book) : NULL;
}

static JsonObject *
gu_ctl_rules_row (GuProcedure *procedure, const GDate *on)
{
  JsonObject *row = json_object_new ();
  const GuRuleForm *form = gu_procedure_get_form (procedure, on);

  json_object_set_string_member (row, "id", gu_procedure_get_id (procedure));
  json_object_set_string_member (row, "title", gu_procedure_get_title (procedure));
  json_object_set_string_member (row, "short_title", gu_procedure_get_short_title (procedure));
  json_object_set_string_member (row, "regime", gu_procedure_get_regime (procedure));
  gu_ctl_json_text (row, "form", form != NULL ? form->code : NULL);
  json_object_set_string_member (row, "pack", gu_procedure_get_pack_id (procedure));
  json_object_set_string_member (row, "pack_version", gu_procedure_get_pack_version (procedure));

  return row;
}

static gboolean
gu_ctl_rules_day (GuCtl *ctl, const char *text, GDate *day)
{
  if (text != NULL)
    return gu_ctl_parse_date (ctl, text, day);

  gu_clock_today (ctl->clock, day);

  return TRUE;
}

static int
gu_ctl_rules_list (GuCtl *ctl, int argc, char **argv)
{
  g_autofree char *on = NULL;
  const GOptionEntry entries[] = {
    { "on", 0, 0, G_OPTION_ARG_STRING, &on, N_ ("the day of filing (today)"), "DATE" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GuRuleBook) book = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (JsonArray) rows = json_array_new ();
  GError *error = NULL;
  GDate day;

  if (!gu_ctl_parse (ctl, entries, &argc, &argv, 0, 0) || !gu_ctl_rules_day (ctl, on, &day))
    return GU_CTL_USAGE;
  book = gu_ctl_rules_load (&error);
  if (book == NULL)
    return gu_ctl_fail (ctl, error);

  all = gu_rule_book_list (book, &day);
  for (guint i = 0; i < all->len; i++)
    {
      GuProcedure *procedure = g_ptr_array_index (all, i);

      if (ctl->json)
        json_array_add_object_element (rows, gu_ctl_rules_row (procedure, &day));
      else
        g_print ("%s\t%s\t%s\n",
                 gu_procedure_get_id (procedure),
                 gu_procedure_get_regime (procedure),
                 gu_procedure_get_title (procedure));
    }
  if (ctl->json)
    gu_ctl_print_json_array (g_steal_pointer (&rows));

  return GU_CTL_DONE;
}

/* Without a date every law is shown, also one under which nothing can be filed any more. */
static GuProcedure *
gu_ctl_rules_find (GuRuleBook *book, const char *id, const GDate *on)
{
  GuProcedure *found = on != NULL ? gu_rule_book_find_procedure (book, id, on) : NULL;
  GPtrArray *packs = gu_rule_book_get_packs (book);

  for (guint i = 0; on == NULL && i < packs->len; i++)
    {
      GPtrArray *procedures = gu_rule_pack_get_procedures (g_ptr_array_index (packs, i));

      for (guint j = 0; j < procedures->len; j++)
        {
          if (strcmp (gu_procedure_get_id (g_ptr_array_index (procedures, j)), id) == 0)
            found = g_ptr_array_index (procedures, j);
        }
    }

  return found;
}

static void
gu_ctl_rules_print (GuProcedure *procedure)
{
  GPtrArray *facts = gu_procedure_get_facts (procedure);
  GPtrArray *requirements = gu_procedure_get_requirements (procedure);
  GPtrArray *clocks = gu_procedure_get_clocks (procedure);

  g_print ("%s\n%s — %s %s\n\n",
           gu_procedure_get_title (procedure),
           gu_words_regime (gu_procedure_get_regime (procedure)),
           gu_procedure_get_pack_id (procedure),
           gu_procedure_get_pack_version (procedure));
  g_print ("%s\n", _ ("What is asked:"));
  for (guint i = 0; i < facts->len; i++)
    {
      GuFact *fact = g_ptr_array_index (facts, i);
      gsize n = 0;
      const GuFactChoice *choices = gu_fact_get_choices (fact, &n);

      g_print ("  %s\t%s\n", gu_fact_get_id (fact), gu_fact_get_label (fact));
      for (gsize j = 0; j < n; j++)
        g_print ("      %s\t%s\n", choices[j].id, choices[j].label);
    }
  g_print ("\n%s\n", _ ("What is required:"));
  for (guint i = 0; i < requirements->len; i++)
    {
      GuRequirement *requirement = g_ptr_array_index (requirements, i);

      g_print ("  %s\t%s\t%s\t%s\n",
               gu_requirement_get_id (requirement),
               gu_requirement_get_kind_name (requirement),
               gu_requirement_get_name (requirement),
               gu_requirement_get_article (requirement));
    }
  g_print ("\n%s\n", _ ("Legal terms:"));
  for (guint i = 0; i < clocks->len; i++)
    {
      GuClockRule *rule = g_ptr_array_index (clocks, i);

      g_print ("  %s\t%s\t%s\n",
               gu_clock_rule_get_id (rule),
               gu_clock_rule_get_title (rule),
               gu_clock_rule_get_article (rule));
    }
}

static int
gu_ctl_rules_show (GuCtl *ctl, int argc, char **argv)
{
  g_autofree char *on = NULL;
  const GOptionEntry entries[] = {
    { "on",
      0,
      0,
      G_OPTION_ARG_STRING,
      &on,
      N_ ("as it stands for requests filed on that day"),
      "DATE" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GuRuleBook) book = NULL;
  GuProcedure *procedure;
  GError *error = NULL;
  GDate day;

  if (!gu_ctl_parse (ctl, entries, &argc, &argv, 1, 1)
      || (on != NULL && !gu_ctl_rules_day (ctl, on, &day)))
    return GU_CTL_USAGE;
  book = gu_ctl_rules_load (&error);
  if (book == NULL)
    return gu_ctl_fail (ctl, error);

  procedure = gu_ctl_rules_find (book, argv[1], on != NULL ? &day : NULL);
  if (procedure == NULL)
    {
      gu_error_set (&error,
                    GU_APP_ERROR,
                    GU_APP_ERROR_NOT_FOUND,
                    _ ("“ghiseuctl rules list” shows what can be asked for"),
                    NULL,
                    /* Translators: a procedure's identifier. */
                    _ ("There is no procedure “%s”"),
                    argv[1]);
      return gu_ctl_fail (ctl, error);
    }

  if (ctl->json)
    gu_ctl_print_json (gu_procedure_to_json (procedure));
  else
    gu_ctl_rules_print (procedure);

  return GU_CTL_DONE;
}

static gboolean
gu_ctl_rules_check_file (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GuRulePack) pack = NULL;
  gsize size = 0;

  if (!g_file_get_contents (path, &text, &size, error))
    return FALSE;

  bytes = g_bytes_new_take (g_steal_pointer (&text), size);
  pack = gu_rule_pack_new_from_bytes (bytes, path, error);

  return pack != NULL;
}

static int
gu_ctl_rules_validate (GuCtl *ctl, int argc, char **argv)
{
  g_autoptr (JsonArray) rows = json_array_new ();
  int status = GU_CTL_DONE;

  if (!gu_ctl_parse (ctl, NULL, &argc, &argv, 1, -1))
    return GU_CTL_USAGE;

  for (int i = 1; i < argc; i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean valid = gu_ctl_rules_check_file (argv[i], &error);
      JsonObject *row = json_object_new ();

      json_object_set_string_member (row, "file", argv[i]);
      json_object_set_boolean_member (row, "valid", valid);
      gu_ctl_json_text (row, "reason", error != NULL ? error->message : NULL);
      json_array_add_object_element (rows, row);
      if (!ctl->json)
        g_print ("%s\t%s\t%s\n",
                 valid ? "valid" : "invalid",
                 argv[i],
                 error != NULL ? error->message : "");
      if (!valid)
        status = GU_CTL_FAILED;
    }
  if (ctl->json)
    gu_ctl_print_json_array (g_steal_pointer (&rows));

  return status;
}

const GuCtlCommand gu_ctl_rules_commands[] = {
  { "rules list", "[--on DATE]", N_ ("Lists what can be asked for"), gu_ctl_rules_list },
  { "rules show",
    "PROCEDURE [--on DATE]",
    N_ ("Shows what a procedure asks, requires and which terms run"),
    gu_ctl_rules_show },
  { "rules validate", "FILE…", N_ ("Checks rule packs"), gu_ctl_rules_validate },
  { NULL, NULL, NULL, NULL },
};
