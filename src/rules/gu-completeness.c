/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-rules"

#include "config.h"

#include "gu-completeness.h"

#include <glib/gi18n-lib.h>

/* What stands about each requirement of a procedure, with its reason. */

struct _GuRequirementStatus
{
  GObject parent_instance;

  /* owned */
  GuRequirement *requirement;
  GuRequirementState state;
  char *reason;
  GStrv papers;
};

enum
{
  PROP_REQUIREMENT = 1,
  PROP_STATE,
  PROP_NAME,
  PROP_REASON,
  PROP_ARTICLE,
  PROP_OK,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

typedef struct
{
  const char *nick;
  const char *label;
} StateWords;

static const StateWords state_words[] = {
  [GU_REQUIREMENT_MISSING] = { "lipsa", N_ ("Missing") },
  [GU_REQUIREMENT_PROVIDED] = { "depus", N_ ("Provided") },
  [GU_REQUIREMENT_EXPIRED] = { "expirat", N_ ("Out of date") },
  [GU_REQUIREMENT_NOT_NEEDED] = { "nu-e-cazul", N_ ("Not applicable") },
  [GU_REQUIREMENT_BY_AUTHORITY] = { "se-obtine-de-autoritate", N_ ("Obtained by the institution") },
  [GU_REQUIREMENT_ILLEGIBLE] = { "ilizibil", N_ ("Illegible") },
};

G_DEFINE_FINAL_TYPE (GuRequirementStatus, gu_requirement_status, G_TYPE_OBJECT)

static void
gu_requirement_status_finalize (GObject *object)
{
  GuRequirementStatus *self = GU_REQUIREMENT_STATUS (object);

  g_clear_object (&self->requirement);
  g_free (self->reason);
  g_strfreev (self->papers);

  G_OBJECT_CLASS (gu_requirement_status_parent_class)->finalize (object);
}

static void
gu_requirement_status_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GuRequirementStatus *self = GU_REQUIREMENT_STATUS (object);

  switch (id)
    {
    case PROP_REQUIREMENT:
      g_value_set_object (value, self->requirement);
      break;
    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;
    case PROP_NAME:
      g_value_set_string (value, gu_requirement_get_name (self->requirement));
      break;
    case PROP_REASON:
      g_value_set_string (value, self->reason);
      break;
    case PROP_ARTICLE:
      g_value_set_string (value, gu_requirement_get_article (self->requirement));
      break;
    case PROP_OK:
      g_value_set_boolean (value, gu_requirement_status_is_ok (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_requirement_status_class_init (GuRequirementStatusClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = gu_requirement_status_finalize;
  object_class->get_property = gu_requirement_status_get_property;

  properties[PROP_REQUIREMENT] = g_param_spec_object (
      "requirement", NULL, NULL, GU_TYPE_REQUIREMENT, flags);
  properties[PROP_STATE] = g_param_spec_uint (
      "state", NULL, NULL, 0, G_N_ELEMENTS (state_words) - 1, 0, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_REASON] = g_param_spec_string ("reason", NULL, NULL, NULL, flags);
  properties[PROP_ARTICLE] = g_param_spec_string ("article", NULL, NULL, NULL, flags);
  properties[PROP_OK] = g_param_spec_boolean ("ok", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
gu_requirement_status_init (GuRequirementStatus *self)
{
}

GuPaper *
gu_paper_new (const char *id,
              const char *const *requirements,
              const GDate *issued,
              gboolean legible)
{
  static const char *const none[] = { NULL };
  GuPaper *self;

  g_return_val_if_fail (id != NULL, NULL);

  self = g_new0 (GuPaper, 1);
  self->id = g_strdup (id);
  self->requirements = g_strdupv ((char **) (requirements != NULL ? requirements : none));
  g_date_clear (&self->issued, 1);
  if (issued != NULL && g_date_valid (issued))
    self->issued = *issued;
  self->legible = legible;
  return self;
}

void
gu_paper_free (GuPaper *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_strfreev (self->requirements);
  g_free (self);
}

/* "Lucrări: construcție nouă; Imobil înscris în e-Terra: nu". */
static char *
describe_facts (GuProcedure *procedure, JsonObject *facts, GPtrArray *ids, gboolean with_values)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ids->len; i++)
    {
      GuFact *fact = gu_procedure_find_fact (procedure, ids->pdata[i]);
      g_autofree char *value = NULL;

      if (fact == NULL)
        continue;
      if (text->len > 0)
        g_string_append (text, "; ");
      g_string_append_printf (text, "„%s”", gu_fact_get_label (fact));
      if (!with_values || facts == NULL)
        continue;
      value = gu_fact_describe_value (fact, json_object_get_member (facts, ids->pdata[i]));
      g_string_append_printf (text, ": %s", value);
    }
  return g_string_free (text, FALSE);
}

static char *
explain_condition (GuProcedure *procedure,
                   JsonObject *facts,
                   GuRequirement *requirement,
                   GuTruth truth,
                   GPtrArray *ids)
{
  g_autofree char *list = describe_facts (procedure, facts, ids, truth != GU_TRUTH_UNKNOWN);

  if (gu_requirement_get_condition (requirement) == NULL)
    return g_strdup (_ ("It is asked for in every case."));
  switch (truth)
    {
    case GU_TRUTH_YES:
      /* Translators: %s is a list of facts with their values, in Romanian. */
      return g_strdup_printf (_ ("It is asked for because of %s."), list);
    case GU_TRUTH_NO:
      /* Translators: %s is a list of facts with their values, in Romanian. */
      return g_strdup_printf (_ ("It is not asked for because of %s."), list);
    case GU_TRUTH_UNKNOWN:
    default:
      /* Translators: %s is a list of questions, in Romanian. */
      return g_strdup_printf (_ ("It counts as needed until this is answered: %s."), list);
    }
}

/* Whether the paper is young enough at filing. @reason: (out): the sentence about its age. */
static gboolean
is_fresh (const GuPaper *paper, int max_age_days, const GDate *filed_on, char **reason)
{
  g_autofree char *issued = NULL;
  int age;

  if (!g_date_valid (&paper->issued))
    {
      *reason = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE,
                       /* Translators: age of a paper in days */
                       "Its date of issue is not known; it may be at most %d day old at filing.",
                       "Its date of issue is not known; it may be at most %d days old at filing.",
                       (gulong) max_age_days),
          max_age_days);
      return FALSE;
    }

  issued = gu_rules_date_to_text (&paper->issued);
  age = g_date_days_between (&paper->issued, filed_on);
  if (age < 0)
    {
      /* Translators: %s is a day. */
      *reason = g_strdup_printf (
          _ ("Its date of issue, %s, lies after the day of filing. Correct the date."), issued);
      return FALSE;
    }
  *reason = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE,
                   /* Translators: day of issue; age in days; allowed age */
                   "Issued on %1$s, %2$d day before filing; at most %3$d are allowed.",
                   "Issued on %1$s, %2$d days before filing; at most %3$d are allowed.",
                   (gulong) age),
      issued,
      age,
      max_age_days);
  return age <= max_age_days;
}

/* The best paper decides: a good one, else one that is only too old, else one that cannot be read.
 */
static void
judge_papers (GuRequirementStatus *self, GPtrArray *papers, const GDate *filed_on)
{
  int max_age_days = gu_requirement_get_max_age_days (self->requirement);

  g_clear_pointer (&self->reason, g_free);
  self->state = GU_REQUIREMENT_ILLEGIBLE;
  self->reason = g_strdup (
      _ ("It was provided but cannot be read. Scan it again or ask for a better copy."));
  for (guint i = 0; i < papers->len; i++)
    {
      const GuPaper *paper = papers->pdata[i];
      g_autofree char *age = NULL;

      if (!paper->legible)
        continue;
      if (max_age_days == 0 || is_fresh (paper, max_age_days, filed_on, &age))
        {
          self->state = GU_REQUIREMENT_PROVIDED;
          g_free (self->reason);
          self->reason = age != NULL ? g_steal_pointer (&age) : g_strdup (_ ("It was provided."));
          return;
        }
      self->state = GU_REQUIREMENT_EXPIRED;
      g_free (self->reason);
      self->reason = g_steal_pointer (&age);
    }
}

static void
judge_absence (GuRequirementStatus *self,
               GuProcedure *procedure,
               JsonObject *facts,
               GuTruth truth,
               GPtrArray *ids)
{
  if (gu_requirement_get_kind (self->requirement) == GU_REQUIREMENT_BY_AUTHORITY_KIND)
    {
      self->state = GU_REQUIREMENT_BY_AUTHORITY;
      self->reason = g_strdup (
          _ ("The institution obtains it itself; it must not be asked from the applicant."));
      return;
    }
  self->state = GU_REQUIREMENT_MISSING;
  self->reason = explain_condition (procedure, facts, self->requirement, truth, ids);
}

static GuRequirementStatus *
check_one (GuProcedure *procedure,
           GuRequirement *requirement,
           JsonObject *facts,
           GPtrArray *papers,
           const GDate *filed_on)
{
  GuRequirementStatus *self = g_object_new (GU_TYPE_REQUIREMENT_STATUS, NULL);
  g_autoptr (GPtrArray) answering = g_ptr_array_new ();
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  GuTruth truth;

  self->requirement = g_object_ref (requirement);
  for (guint i = 0; papers != NULL && i < papers->len; i++)
    {
      const GuPaper *paper = papers->pdata[i];

      if (!g_strv_contains ((const char *const *) paper->requirements,
                            gu_requirement_get_id (requirement)))
        continue;
      g_ptr_array_add (answering, papers->pdata[i]);
      g_strv_builder_add (names, paper->id);
    }
  self->papers = g_strv_builder_end (names);

  truth = gu_condition_evaluate (gu_requirement_get_condition (requirement), facts, &ids);
  if (truth == GU_TRUTH_NO)
    {
      self->state = GU_REQUIREMENT_NOT_NEEDED;
      self->reason = explain_condition (procedure, facts, requirement, truth, ids);
    }
  else if (answering->len > 0)
    judge_papers (self, answering, filed_on);
  else
    judge_absence (self, procedure, facts, truth, ids);
  return self;
}

GPtrArray *
gu_completeness_check (GuProcedure *procedure,
                       JsonObject *facts,
                       GPtrArray *papers,
                       const GDate *filed_on)
{
  g_autoptr (GPtrArray) statuses = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *requirements;

  g_return_val_if_fail (GU_IS_PROCEDURE (procedure), NULL);
  g_return_val_if_fail (filed_on != NULL && g_date_valid (filed_on), NULL);

  requirements = gu_procedure_get_requirements (procedure);
  for (guint i = 0; i < requirements->len; i++)
    g_ptr_array_add (statuses,
                     check_one (procedure, requirements->pdata[i], facts, papers, filed_on));
  return g_steal_pointer (&statuses);
}

gboolean
gu_completeness_is_complete (GPtrArray *statuses, guint *n_open)
{
  guint open = 0;

  g_return_val_if_fail (statuses != NULL, FALSE);

  for (guint i = 0; i < statuses->len; i++)
    {
      if (!gu_requirement_status_is_ok (statuses->pdata[i]))
        open++;
    }
  if (n_open != NULL)
    *n_open = open;
  return open == 0;
}

static int
rank_for_desk (GuRequirementState state)
{
  switch (state)
    {
    case GU_REQUIREMENT_MISSING:
      return 0;
    case GU_REQUIREMENT_EXPIRED:
    case GU_REQUIREMENT_ILLEGIBLE:
      return 1;
    case GU_REQUIREMENT_PROVIDED:
      return 2;
    case GU_REQUIREMENT_BY_AUTHORITY:
      return 3;
    case GU_REQUIREMENT_NOT_NEEDED:
    default:
      return 4;
    }
}

void
gu_completeness_sort_for_desk (GPtrArray *statuses)
{
  g_return_if_fail (statuses != NULL);

  /* By insertion, because equal ones keep their order; the lists are short. */
  for (guint i = 1; i < statuses->len; i++)
    {
      GuRequirementStatus *moved = statuses->pdata[i];
      guint j = i;

      for (; j > 0; j--)
        {
          GuRequirementStatus *before = statuses->pdata[j - 1];

          if (rank_for_desk (before->state) <= rank_for_desk (moved->state))
            break;
          statuses->pdata[j] = before;
        }
      statuses->pdata[j] = moved;
    }
}

const char *
gu_requirement_state_get_nick (GuRequirementState state)
{
  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (state_words), NULL);
  return state_words[state].nick;
}

const char *
gu_requirement_state_get_label (GuRequirementState state)
{
  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (state_words), NULL);
  return _ (state_words[state].label);
}

GuRequirement *
gu_requirement_status_get_requirement (GuRequirementStatus *self)
{
  g_return_val_if_fail (GU_IS_REQUIREMENT_STATUS (self), NULL);
  return self->requirement;
}

GuRequirementState
gu_requirement_status_get_state (GuRequirementStatus *self)
{
  g_return_val_if_fail (GU_IS_REQUIREMENT_STATUS (self), GU_REQUIREMENT_MISSING);
  return self->state;
}

const char *
gu_requirement_status_get_reason (GuRequirementStatus *self)
{
  g_return_val_if_fail (GU_IS_REQUIREMENT_STATUS (self), NULL);
  return self->reason;
}

const char *
gu_requirement_status_get_article (GuRequirementStatus *self)
{
  g_return_val_if_fail (GU_IS_REQUIREMENT_STATUS (self), NULL);
  return gu_requirement_get_article (self->requirement);
}

const char *const *
gu_requirement_status_get_papers (GuRequirementStatus *self)
{
  g_return_val_if_fail (GU_IS_REQUIREMENT_STATUS (self), NULL);
  return (const char *const *) self->papers;
}

gboolean
gu_requirement_status_is_ok (GuRequirementStatus *self)
{
  g_return_val_if_fail (GU_IS_REQUIREMENT_STATUS (self), FALSE);
  return self->state == GU_REQUIREMENT_PROVIDED || self->state == GU_REQUIREMENT_NOT_NEEDED
         || self->state == GU_REQUIREMENT_BY_AUTHORITY;
}
