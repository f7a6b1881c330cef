/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-rules"

#include "config.h"

#include "gu-procedure.h"

#include "gu-error.h"
#include "gu-procedure-private.h"

#include <glib/gi18n-lib.h>

/* What an institution does on a request of one kind, under one law. */

enum
{
  PROP_ID = 1,
  PROP_TITLE,
  PROP_SHORT_TITLE,
  PROP_REGIME,
  PROP_FAMILY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (GuProcedure, gu_procedure, G_TYPE_OBJECT)

static void
gu_procedure_finalize (GObject *object)
{
  GuProcedure *self = GU_PROCEDURE (object);

  g_free (self->id);
  g_free (self->family);
  g_free (self->title);
  g_free (self->short_title);
  g_free (self->summary);
  g_free (self->regime);
  g_free (self->act);
  g_free (self->register_id);
  g_free (self->act_register_id);
  g_free (self->article);
  g_free (self->pack_id);
  g_free (self->pack_version);
  g_free (self->transition_note);
  g_free (self->complete_first);
  g_free (self->act_date_fact);
  g_clear_pointer (&self->forms, g_ptr_array_unref);
  g_clear_pointer (&self->facts, g_ptr_array_unref);
  g_clear_pointer (&self->requirements, g_ptr_array_unref);
  g_clear_pointer (&self->clocks, g_ptr_array_unref);
  g_clear_pointer (&self->signers, g_ptr_array_unref);
  g_clear_pointer (&self->outcomes, g_ptr_array_unref);
  g_clear_pointer (&self->letters, g_ptr_array_unref);
  g_clear_pointer (&self->fees, g_ptr_array_unref);
  g_clear_pointer (&self->doubts, g_ptr_array_unref);
  g_clear_pointer (&self->next_steps, g_ptr_array_unref);

  G_OBJECT_CLASS (gu_procedure_parent_class)->finalize (object);
}

static void
gu_procedure_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GuProcedure *self = GU_PROCEDURE (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_SHORT_TITLE:
      g_value_set_string (value, self->short_title);
      break;
    case PROP_REGIME:
      g_value_set_string (value, self->regime);
      break;
    case PROP_FAMILY:
      g_value_set_string (value, self->family);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_procedure_class_init (GuProcedureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = gu_procedure_finalize;
  object_class->get_property = gu_procedure_get_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_SHORT_TITLE] = g_param_spec_string ("short-title", NULL, NULL, NULL, flags);
  properties[PROP_REGIME] = g_param_spec_string ("regime", NULL, NULL, NULL, flags);
  properties[PROP_FAMILY] = g_param_spec_string ("family", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
gu_procedure_init (GuProcedure *self)
{
  GDestroyNotify free_text = (GDestroyNotify) gu_rule_text_free;

  self->forms = g_ptr_array_new_with_free_func (gu_dated_form_free);
  self->facts = g_ptr_array_new_with_free_func (g_object_unref);
  self->requirements = g_ptr_array_new_with_free_func (g_object_unref);
  self->clocks = g_ptr_array_new_with_free_func (g_object_unref);
  self->signers = g_ptr_array_new_with_free_func (free_text);
  self->outcomes = g_ptr_array_new_with_free_func (free_text);
  self->letters = g_ptr_array_new_with_free_func (free_text);
  self->fees = g_ptr_array_new_with_free_func (free_text);
  self->doubts = g_ptr_array_new_with_free_func (free_text);
  self->next_steps = g_ptr_array_new_with_free_func (gu_conditional_text_free);
}

static gboolean
is_within (const GDate *on, const GDate *from, const GDate *to)
{
  return (!g_date_valid (from) || g_date_compare (on, from) >= 0)
         && (!g_date_valid (to) || g_date_compare (on, to) <= 0);
}

gboolean
gu_procedure_covers (GuProcedure *self, const GDate *on, gboolean *transitional)
{
  gboolean regular = is_within (on, &self->valid_from, &self->valid_to);
  gboolean later = !regular && g_date_valid (&self->transition_until)
                   && is_within (on, &self->valid_from, &self->transition_until);

  if (transitional != NULL)
    *transitional = later;
  return regular || later;
}

gboolean
gu_procedure_overlaps (GuProcedure *self, GuProcedure *other)
{
  const GDate *self_end = g_date_valid (&self->transition_until) ? &self->transition_until
                                                                 : &self->valid_to;
  const GDate *other_end = g_date_valid (&other->transition_until) ? &other->transition_until
                                                                   : &other->valid_to;

  return (!g_date_valid (self_end) || g_date_compare (&other->valid_from, self_end) <= 0)
         && (!g_date_valid (other_end) || g_date_compare (&self->valid_from, other_end) <= 0);
}

const char *
gu_procedure_get_id (GuProcedure *self)
{
  g_return_val_if_fail (GU_IS_PROCEDURE (self), NULL);
  return self->id;
}

const char *
gu_procedure_get_family (GuProcedure *self)
{
  g_return_val_if_fail (GU_IS_PROCEDURE (self), NULL);
  return self->family;
}

const char *
gu_procedure_get_title (GuProcedure *self)
{
  g_return_val_if_fail (GU_IS_PROCEDURE (self), NULL);
  return self->title;
}

const char *
gu_procedure_get_short_title (GuProcedure *self)
{
  g_return_val_if_fail (GU_IS_PROCEDURE (self), NULL);
  return self->short_title;
}

const char *
gu_procedure_get_summary (GuProcedure *self)
{
  g_return_val_if_fail (GU_IS_PROCEDURE (self), NULL);
  return self->summary;
}

const char *
gu_procedure_get_regime (GuProcedure *self)
{
  g_return_val_if_fail (GU_IS_PROCEDURE (self), NULL);
  return self->regime;
}

const char *
gu_procedure_get_act (GuProcedure *self)
{
  g_return_val_if_fail (GU_IS_PROCEDURE (self), NULL);
  return self->act;
}

const char *
gu_procedure_get_register (GuProcedure *self)
{
  g_return_val_if_fail (GU_IS_PROCEDURE (self), NULL);
  return self->register_id;
}

const char *
gu_procedure_get_act_register (GuProcedure *self)
{
  g_return_val_if_fail (GU_IS_PROCEDURE (self), NULL);
  return self->act_register_id;
}

const char *
gu_procedure_get_article (GuProcedure *self)
{
  g_return_val_if_fail (GU_IS_PROCEDURE (self), NULL);
  return self->article;
}

const char *
gu_procedure_get_pack_id (GuProcedure *self)
{
  g_return_val_if_fail (GU_IS_PROCEDURE (self), NULL);
  return self->pack_id;
}

const char *
gu_procedure_get_pack_version (GuProcedure *self)
{
  g_return_val_if_fail (GU_IS_PROCEDURE (self), NULL);
  return self->pack_version;
}

void
gu_procedure_get_validity (GuProcedure *self, GDate *from, GDate *to)
{
  g_return_if_fail (GU_IS_PROCEDURE (self));

  if (from != NULL)
    *from = self->valid_from;
  if (to != NULL)
    *to = self->valid_to;
}

const char *
gu_procedure_get_transition_note (GuProcedure *self, const GDate *on)
{
  gboolean transitional = FALSE;

  g_return_val_if_fail (GU_IS_PROCEDURE (self), NULL);
  g_return_val_if_fail (on != NULL && g_date_valid (on), NULL);

  gu_procedure_covers (self, on, &transitional);
  return transitional ? self->transition_note : NULL;
}

const char *
gu_procedure_get_complete_first (GuProcedure *self)
{
  g_return_val_if_fail (GU_IS_PROCEDURE (self), NULL);
  return self->complete_first;
}

GuRegimeDecision *
gu_procedure_decide_regime (GuProcedure *self, JsonObject *facts, const GDate *filed_on)
{
  JsonNode *value = NULL;
  GDate issued;
  gboolean known;

  g_return_val_if_fail (GU_IS_PROCEDURE (self), NULL);
  g_return_val_if_fail (filed_on != NULL && g_date_valid (filed_on), NULL);

  if (self->act_date_fact != NULL && facts != NULL)
    value = json_object_get_member (facts, self->act_date_fact);
  known = value != NULL && JSON_NODE_HOLDS_VALUE (value)
          && json_node_get_value_type (value) == G_TYPE_STRING
          && gu_rules_date_parse (json_node_get_string (value), &issued);
  return gu_regime_decide (self->family, filed_on, known ? &issued : NULL);
}

const GuRuleForm *
gu_procedure_get_form (GuProcedure *self, const GDate *on)
{
  g_return_val_if_fail (GU_IS_PROCEDURE (self), NULL);
  g_return_val_if_fail (on != NULL && g_date_valid (on), NULL);

  for (guint i = 0; i < self->forms->len; i++)
    {
      DatedForm *form = self->forms->pdata[i];

      if (is_within (on, &form->valid_from, &form->valid_to))
        return &form->public;
    }
  return NULL;
}

GPtrArray *
gu_procedure_get_facts (GuProcedure *self)
{
  g_return_val_if_fail (GU_IS_PROCEDURE (self), NULL);
  return self->facts;
}

GPtrArray *
gu_procedure_get_requirements (GuProcedure *self)
{
  g_return_val_if_fail (GU_IS_PROCEDURE (self), NULL);
  return self->requirements;
}

GPtrArray *
gu_procedure_get_clocks (GuProcedure *self)
{
  g_return_val_if_fail (GU_IS_PROCEDURE (self), NULL);
  return self->clocks;
}

GPtrArray *
gu_procedure_get_signers (GuProcedure *self)
{
  g_return_val_if_fail (GU_IS_PROCEDURE (self), NULL);
  return self->signers;
}

GPtrArray *
gu_procedure_get_outcomes (GuProcedure *self)
{
  g_return_val_if_fail (GU_IS_PROCEDURE (self), NULL);
  return self->outcomes;
}

GPtrArray *
gu_procedure_get_letters (GuProcedure *self)
{
  g_return_val_if_fail (GU_IS_PROCEDURE (self), NULL);
  return self->letters;
}

GPtrArray *
gu_procedure_get_fees (GuProcedure *self)
{
  g_return_val_if_fail (GU_IS_PROCEDURE (self), NULL);
  return self->fees;
}

GPtrArray *
gu_procedure_get_doubts (GuProcedure *self)
{
  g_return_val_if_fail (GU_IS_PROCEDURE (self), NULL);
  return self->doubts;
}

GuFact *
gu_procedure_find_fact (GuProcedure *self, const char *id)
{
  g_return_val_if_fail (GU_IS_PROCEDURE (self), NULL);

  for (guint i = 0; i < self->facts->len; i++)
    {
      if (g_strcmp0 (gu_fact_get_id (self->facts->pdata[i]), id) == 0)
        return self->facts->pdata[i];
    }
  return NULL;
}

GuRequirement *
gu_procedure_find_requirement (GuProcedure *self, const char *id)
{
  g_return_val_if_fail (GU_IS_PROCEDURE (self), NULL);

  for (guint i = 0; i < self->requirements->len; i++)
    {
      if (g_strcmp0 (gu_requirement_get_id (self->requirements->pdata[i]), id) == 0)
        return self->requirements->pdata[i];
    }
  return NULL;
}

GuClockRule *
gu_procedure_find_clock (GuProcedure *self, const char *id)
{
  g_return_val_if_fail (GU_IS_PROCEDURE (self), NULL);

  for (guint i = 0; i < self->clocks->len; i++)
    {
      if (g_strcmp0 (gu_clock_rule_get_id (self->clocks->pdata[i]), id) == 0)
        return self->clocks->pdata[i];
    }
  return NULL;
}

GuClockRule *
gu_procedure_find_main_clock (GuProcedure *self, JsonObject *facts)
{
  GuClockRule *possible = NULL;

  g_return_val_if_fail (GU_IS_PROCEDURE (self), NULL);

  for (guint i = 0; i < self->clocks->len; i++)
    {
      GuClockRule *clock = self->clocks->pdata[i];
      GuTruth truth;

      if (!gu_clock_rule_is_main (clock))
        continue;
      truth = gu_condition_evaluate (gu_clock_rule_get_condition (clock), facts, NULL);
      if (truth == GU_TRUTH_YES)
        return clock;
      if (truth == GU_TRUTH_UNKNOWN && possible == NULL)
        possible = clock;
    }
  return possible;
}

GPtrArray *
gu_procedure_get_next_steps (GuProcedure *self, JsonObject *facts)
{
  g_autoptr (GPtrArray) steps = g_ptr_array_new ();

  g_return_val_if_fail (GU_IS_PROCEDURE (self), NULL);

  for (guint i = 0; i < self->next_steps->len; i++)
    {
      ConditionalText *step = self->next_steps->pdata[i];

      if (gu_condition_evaluate (step->when, facts, NULL) == GU_TRUTH_YES)
        g_ptr_array_add (steps, step->text);
    }
  return g_steal_pointer (&steps);
}

JsonObject *
gu_procedure_new_facts (GuProcedure *self)
{
  g_autoptr (JsonObject) facts = json_object_new ();

  g_return_val_if_fail (GU_IS_PROCEDURE (self), NULL);

  for (guint i = 0; i < self->facts->len; i++)
    {
      JsonNode *usual = gu_fact_get_default (self->facts->pdata[i]);

      if (usual != NULL)
        json_object_set_member (
            facts, gu_fact_get_id (self->facts->pdata[i]), json_node_copy (usual));
    }
  return g_steal_pointer (&facts);
}

gboolean
gu_procedure_check_facts (GuProcedure *self, JsonObject *facts, GError **error)
{
  JsonObjectIter iter;
  const char *id;
  JsonNode *value;

  g_return_val_if_fail (GU_IS_PROCEDURE (self), FALSE);
  g_return_val_if_fail (facts != NULL, FALSE);

  json_object_iter_init (&iter, facts);
  while (json_object_iter_next (&iter, &id, &value))
    {
      GuFact *fact = gu_procedure_find_fact (self, id);

      if (fact == NULL)
        {
          gu_error_set (error,
                        GU_RULES_ERROR,
                        GU_RULES_ERROR_BAD_FACT,
                        _ ("See what the procedure asks with “rules show”."),
                        NULL,
                        /* Translators: %1$s is the name of a procedure, %2$s the id of a fact. */
                        _ ("The procedure “%1$s” does not ask “%2$s”."),
                        self->short_title,
                        id);
          return FALSE;
        }
      if (!JSON_NODE_HOLDS_NULL (value) && !gu_fact_accepts (fact, value, error))
        return FALSE;
    }
  return TRUE;
}
