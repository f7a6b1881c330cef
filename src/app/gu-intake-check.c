/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-completeness.h"
#include "gu-identifier.h"
#include "gu-intake-private.h"
#include "gu-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The part of the intake that says what is wrong with what was typed. Pure. */

static char *
gu_intake_check_identifier (GuIdentifierKind kind, const char *value, const GDate *today)
{
  g_autoptr (GuIdentifierCheck) check = gu_identifier_check (kind, value, today);

  return check->valid ? NULL : g_strdup (check->reason);
}

static char *
gu_intake_check_date (const char *value, const GDate *today)
{
  GDate date;

  if (!gu_words_parse_date (value, &date))
    return g_strdup (_ ("Write the date as day.month.year"));
  if (today != NULL && g_date_compare (&date, today) > 0)
    return g_strdup (_ ("This day has not come yet"));

  return NULL;
}

static char *
gu_intake_check_area (const char *value)
{
  g_autofree char *text = g_strdelimit (g_strdup (value), ",", '.');
  char *end = NULL;
  double area = g_ascii_strtod (text, &end);

  if (end == text || *end != '\0' || area < 0)
    return g_strdup (_ ("Write the area as a number of square metres, such as 512.5"));

  return NULL;
}

char *
gu_intake_check_value (const char *field, const char *value, const GDate *today)
{
  static const struct
  {
    const char *ending;
    GuIdentifierKind kind;
  } kinds[] = {
    { ".cnp", GU_IDENTIFIER_CNP },
    { ".cui", GU_IDENTIFIER_CUI },
    { ".postal_code", GU_IDENTIFIER_POSTAL_CODE },
    { ".siruta", GU_IDENTIFIER_SIRUTA },
    { ".cadastral_number", GU_IDENTIFIER_CADASTRAL },
  };

  if (value == NULL || *value == '\0')
    return NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_str_has_suffix (field, kinds[i].ending))
        return gu_intake_check_identifier (kinds[i].kind, value, today);
    }
  if (g_str_has_suffix (field, ".area_m2"))
    return gu_intake_check_area (value);
  if (strcmp (field, "filed_on") == 0)
    return gu_intake_check_date (value, today);
  if (g_str_has_suffix (field, ".email"))
    {
      const char *at = strchr (value, '@');

      if (at == NULL || at == value || strchr (at, '.') == NULL || strchr (value, ' ') != NULL)
        return g_strdup (_ ("This is not an e-mail address"));
    }

  return NULL;
}

char *
gu_intake_check_field (GuIntake *self, const char *field, const char *value)
{
  GDate today;

  g_return_val_if_fail (GU_IS_INTAKE (self), NULL);
  g_return_val_if_fail (field != NULL, NULL);

  if (g_str_has_prefix (field, "facts."))
    {
      GuFact *fact = self->procedure != NULL
                         ? gu_procedure_find_fact (self->procedure, field + strlen ("facts."))
                         : NULL;

      return gu_intake_check_fact (fact, value);
    }

  gu_clock_today (gu_context_get_clock (self->context), &today);

  return gu_intake_check_value (field, value, &today);
}

static void
gu_intake_add_problem (GPtrArray *problems,
                       const char *what,
                       const char *field,
                       const char *value,
                       const GDate *today)
{
  g_autofree char *message = gu_intake_check_value (field, value, today);

  if (message != NULL)
    /* Translators: which field, and what is wrong with it. */
    g_ptr_array_add (problems, g_strdup_printf (_ ("%s: %s"), what, message));
}

static gboolean
gu_intake_is_empty (const char *text)
{
  return text == NULL || *text == '\0';
}

static gboolean
gu_intake_is_legal (GuPerson *person)
{
  return g_strcmp0 (gu_person_get_kind (person), "legal") == 0;
}

static void
gu_intake_add_person_problems (GPtrArray *problems,
                               GuPerson *person,
                               gboolean applicant,
                               const GDate *today)
{
  const char *prefix = applicant ? _ ("Applicant") : _ ("Representative");
  g_autofree char *postal = g_strdup_printf ("%s, %s", prefix, _ ("postal code"));
  g_autofree char *mail = g_strdup_printf ("%s, %s", prefix, _ ("e-mail"));
  g_autofree char *cnp = g_strdup_printf ("%s, CNP", prefix);
  g_autofree char *cui = g_strdup_printf ("%s, CUI", prefix);

  if (gu_intake_is_empty (gu_person_get_name (person)))
    g_ptr_array_add (problems,
                     g_strdup (applicant ? _ ("The applicant's name is missing")
                                         : _ ("The representative's name is missing")));
  if (gu_intake_is_legal (person) && gu_intake_is_empty (gu_person_get_cui (person)))
    g_ptr_array_add (problems,
                     g_strdup (applicant
                                   ? _ ("The applicant's fiscal code (CUI) is missing")
                                   : _ ("The representative's fiscal code (CUI) is missing")));
  if (!gu_intake_is_legal (person))
    gu_intake_add_problem (problems, cnp, "x.cnp", gu_person_get_cnp (person), today);
  gu_intake_add_problem (problems, cui, "x.cui", gu_person_get_cui (person), today);
  gu_intake_add_problem (
      problems, postal, "x.postal_code", gu_person_get_postal_code (person), today);
  gu_intake_add_problem (problems, mail, "x.email", gu_person_get_email (person), today);
}

static void
gu_intake_add_property_problems (GPtrArray *problems, GuProperty *property, const GDate *today)
{
  if (gu_intake_is_empty (gu_property_get_locality (property)))
    g_ptr_array_add (problems, g_strdup (_ ("The locality of the property is missing")));
  gu_intake_add_problem (
      problems, _ ("Property, SIRUTA"), "x.siruta", gu_property_get_siruta (property), today);
  gu_intake_add_problem (problems,
                         _ ("Property, postal code"),
                         "x.postal_code",
                         gu_property_get_postal_code (property),
                         today);
  gu_intake_add_problem (problems,
                         _ ("Property, cadastral number"),
                         "x.cadastral_number",
                         gu_property_get_cadastral_number (property),
                         today);
}

gboolean
gu_intake_may_register_incomplete (GuProcedure *procedure)
{
  return procedure != NULL && gu_procedure_get_complete_first (procedure) == NULL;
}

/* What the dates decide may differ from what was chosen: the law leaves a choice only at times. */
static void
gu_intake_add_regime_problem (GPtrArray *problems, GuDossier *dossier, GuProcedure *procedure)
{
  g_autoptr (GuRegimeDecision) decision = NULL;
  GDate filed;

  if (!gu_dossier_get_filed_date (dossier, &filed))
    return;

  decision = gu_procedure_decide_regime (procedure, gu_dossier_get_facts (dossier), &filed);
  if (!decision->choice && g_strcmp0 (decision->regime, gu_procedure_get_regime (procedure)) != 0)
    /* Translators: why another law governs the request, and the name of that law. */
    g_ptr_array_add (problems,
                     g_strdup_printf (_ ("%s Choose the request under %s"),
                                      decision->reason != NULL ? decision->reason : "",
                                      gu_words_regime (decision->regime)));
}

GStrv
gu_intake_list_problems (GuDossier *dossier, GuProcedure *procedure, GuClock *clock)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new ();
  GuPerson *representative = gu_dossier_get_representative (dossier);
  g_autoptr (GError) error = NULL;
  GDate today, filed;

  gu_clock_today (clock, &today);
  gu_intake_add_person_problems (problems, gu_dossier_get_applicant (dossier), TRUE, &today);
  if (representative != NULL)
    gu_intake_add_person_problems (problems, representative, FALSE, &today);
  gu_intake_add_property_problems (problems, gu_dossier_get_property (dossier), &today);

  if (!gu_dossier_get_filed_date (dossier, &filed))
    g_ptr_array_add (problems, g_strdup (_ ("The date of filing is missing")));
  else if (g_date_compare (&filed, &today) > 0)
    g_ptr_array_add (problems, g_strdup (_ ("The date of filing has not come yet")));

  if (procedure == NULL)
    g_ptr_array_add (problems,
                     g_strdup (_ ("The rules that govern this request are not on this desk")));
  else
    {
      if (!gu_procedure_check_facts (procedure, gu_dossier_get_facts (dossier), &error))
        g_ptr_array_add (problems, g_strdup (error->message));
      if (gu_procedure_get_complete_first (procedure) != NULL)
        {
          g_autoptr (GPtrArray) statuses = gu_checklist_evaluate (procedure, dossier, NULL);

          if (!gu_completeness_is_complete (statuses, NULL))
            g_ptr_array_add (
                problems,
                /* Translators: %s is an article of a law, in Romanian. */
                g_strdup_printf (_ ("This request is registered only when it is complete (%s)"),
                                 gu_procedure_get_complete_first (procedure)));
        }
      gu_intake_add_regime_problem (problems, dossier, procedure);
    }
  g_ptr_array_add (problems, NULL);

  return (GStrv) g_ptr_array_free (g_steal_pointer (&problems), FALSE);
}

/* Words worth comparing: of a file's name or of a requirement's. */
static char **
gu_intake_split_words (const char *text)
{
  g_autofree char *key = gu_search_key (text);

  return g_strsplit (key, " ", -1);
}

static gboolean
gu_intake_has_word (char **words, const char *word, guint shortest)
{
  return strlen (word) >= shortest && g_strv_contains ((const char *const *) words, word);
}

/* How well a file's name fits a requirement; 0 when it does not. One word out of several proves
 * nothing: "plan de situație" is no extract of the cadastral plan. */
static guint
gu_intake_score (char **words, char **id, char **name)
{
  guint n_words = 0;
  guint n_matched = 0;
  guint n_id = 0;
  guint n_id_matched = 0;
  guint score = 0;

  for (gsize i = 0; words[i] != NULL; i++)
    {
      gboolean in_id = gu_intake_has_word (id, words[i], 2);
      gboolean in_name = gu_intake_has_word (name, words[i], 4);

      if (strlen (words[i]) > 2 || in_id)
        n_words++;
      if (in_id || in_name)
        n_matched++;
      score += (in_id ? 3 : 0) + (in_name ? 1 : 0);
    }
  for (gsize i = 0; id[i] != NULL; i++)
    {
      n_id++;
      if (gu_intake_has_word (words, id[i], 1))
        n_id_matched++;
    }
  if (n_matched < 2 && n_matched * 2 <= n_words && n_id_matched < n_id)
    return 0;

  return score;
}

const char *
gu_intake_suggest_requirement (GuIntake *self, const char *file_name)
{
  GListModel *requirements = gu_intake_get_requirements (self);
  g_autofree char *stem = NULL;
  g_auto (GStrv) words = NULL;
  const char *best = NULL;
  guint best_score = 0;
  char *dot;

  g_return_val_if_fail (GU_IS_INTAKE (self), NULL);
  g_return_val_if_fail (file_name != NULL, NULL);

  stem = g_strdup (file_name);
  dot = strrchr (stem, '.');
  if (dot != NULL)
    *dot = '\0';
  words = gu_intake_split_words (stem);

  for (guint i = 0; i < g_list_model_get_n_items (requirements); i++)
    {
      g_autoptr (GuRequirementItem) item = g_list_model_get_item (requirements, i);
      g_auto (GStrv) id = gu_intake_split_words (gu_requirement_item_get_id (item));
      g_auto (GStrv) name = gu_intake_split_words (gu_requirement_item_get_name (item));
      guint score = gu_intake_score (words, id, name);

      /* A slot that waits for a paper wins over one that has it. */
      if (!gu_requirement_item_get_missing (item))
        score = score > 1 ? score - 1 : 0;
      if (score > best_score)
        {
          best_score = score;
          best = gu_requirement_item_get_id (item);
        }
      else if (score == best_score)
        best = NULL;
    }

  return best_score >= 3 ? best : NULL;
}
