/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-rules"

#include "config.h"

#include "gu-condition-private.h"
#include "gu-procedure-private.h"

/* A procedure as JSON, for scripts and for whoever writes packs. */

static void
add_text (JsonBuilder *builder, const char *key, const char *text)
{
  if (text == NULL)
    return;
  json_builder_set_member_name (builder, key);
  json_builder_add_string_value (builder, text);
}

static void
add_date (JsonBuilder *builder, const char *key, const GDate *date)
{
  g_autofree char *text = NULL;

  if (!g_date_valid (date))
    return;
  text = gu_rules_date_to_iso (date);
  add_text (builder, key, text);
}

static void
add_when (JsonBuilder *builder, GuCondition *when)
{
  if (when == NULL)
    return;
  json_builder_set_member_name (builder, "when");
  json_builder_add_value (builder, json_node_copy (gu_condition_get_source (when)));
}

static void
add_rule_text (JsonBuilder *builder, const GuRuleText *text, GuCondition *when)
{
  json_builder_begin_object (builder);
  add_text (builder, "id", text->id);
  add_text (builder, "title", text->title);
  add_text (builder, "text", text->text);
  add_text (builder, "article", text->article);
  add_text (builder, "doubt", text->doubt);
  add_when (builder, when);
  json_builder_end_object (builder);
}

static void
add_texts (JsonBuilder *builder, const char *key, GPtrArray *texts)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (guint i = 0; i < texts->len; i++)
    add_rule_text (builder, texts->pdata[i], NULL);
  json_builder_end_array (builder);
}

static void
add_fact (JsonBuilder *builder, GuFact *fact)
{
  static const char *const kinds[] = { "bool", "choice", "date", "number", "text" };
  gsize n_choices = 0;
  const GuFactChoice *choices = gu_fact_get_choices (fact, &n_choices);

  json_builder_begin_object (builder);
  add_text (builder, "id", gu_fact_get_id (fact));
  add_text (builder, "label", gu_fact_get_label (fact));
  add_text (builder, "help", gu_fact_get_help (fact));
  add_text (builder, "kind", kinds[gu_fact_get_kind (fact)]);
  if (n_choices > 0)
    {
      json_builder_set_member_name (builder, "choices");
      json_builder_begin_array (builder);
      for (gsize i = 0; i < n_choices; i++)
        {
          json_builder_begin_object (builder);
          add_text (builder, "id", choices[i].id);
          add_text (builder, "label", choices[i].label);
          json_builder_end_object (builder);
        }
      json_builder_end_array (builder);
    }
  if (gu_fact_get_default (fact) != NULL)
    {
      json_builder_set_member_name (builder, "default");
      json_builder_add_value (builder, json_node_copy (gu_fact_get_default (fact)));
    }
  add_when (builder, gu_fact_get_condition (fact));
  json_builder_end_object (builder);
}

static void
add_requirement (JsonBuilder *builder, GuRequirement *requirement)
{
  json_builder_begin_object (builder);
  add_text (builder, "id", gu_requirement_get_id (requirement));
  add_text (builder, "name", gu_requirement_get_name (requirement));
  add_text (builder, "short_name", gu_requirement_get_short_name (requirement));
  add_text (builder, "kind", gu_requirement_get_kind_name (requirement));
  add_text (builder, "condition", gu_requirement_get_condition_text (requirement));
  add_when (builder, gu_requirement_get_condition (requirement));
  if (gu_requirement_get_max_age_days (requirement) > 0)
    {
      json_builder_set_member_name (builder, "max_age_days");
      json_builder_add_int_value (builder, gu_requirement_get_max_age_days (requirement));
    }
  add_text (builder, "copies", gu_requirement_get_copies (requirement));
  add_text (builder, "article", gu_requirement_get_article (requirement));
  add_text (builder, "source", gu_requirement_get_source (requirement));
  add_text (builder, "help", gu_requirement_get_help (requirement));
  add_text (builder, "doubt", gu_requirement_get_doubt (requirement));
  json_builder_end_object (builder);
}

static void
add_clock (JsonBuilder *builder, GuClockRule *clock)
{
  json_builder_begin_object (builder);
  add_text (builder, "id", gu_clock_rule_get_id (clock));
  add_text (builder, "title", gu_clock_rule_get_title (clock));
  json_builder_set_member_name (builder, "amount");
  json_builder_add_int_value (builder, gu_clock_rule_get_amount (clock));
  add_text (builder, "unit", gu_day_unit_get_name (gu_clock_rule_get_unit (clock)));
  add_text (builder, "direction", gu_clock_rule_is_backward (clock) ? "backward" : "forward");
  add_text (builder, "event", gu_clock_rule_get_event (clock));
  add_text (builder, "who", gu_clock_rule_get_who (clock));
  add_text (builder, "effect", gu_clock_rule_get_effect (clock));
  json_builder_set_member_name (builder, "main");
  json_builder_add_boolean_value (builder, gu_clock_rule_is_main (clock));
  add_when (builder, gu_clock_rule_get_condition (clock));
  add_text (builder, "article", gu_clock_rule_get_article (clock));
  add_text (builder, "doubt", gu_clock_rule_get_doubt (clock));
  json_builder_end_object (builder);
}

static void
add_form (JsonBuilder *builder, const DatedForm *form)
{
  json_builder_begin_object (builder);
  add_text (builder, "code", form->public.code);
  add_text (builder, "title", form->public.title);
  add_text (builder, "article", form->public.article);
  add_date (builder, "valid_from", &form->valid_from);
  add_date (builder, "valid_to", &form->valid_to);
  json_builder_end_object (builder);
}

static void
add_header (JsonBuilder *builder, GuProcedure *self)
{
  add_text (builder, "id", self->id);
  add_text (builder, "title", self->title);
  add_text (builder, "short_title", self->short_title);
  add_text (builder, "summary", self->summary);
  add_text (builder, "family", self->family);
  add_text (builder, "regime", self->regime);
  add_text (builder, "pack", self->pack_id);
  add_text (builder, "pack_version", self->pack_version);
  add_text (builder, "act", self->act);
  add_text (builder, "article", self->article);
  add_text (builder, "register", self->register_id);
  add_text (builder, "act_register", self->act_register_id);
  add_date (builder, "valid_from", &self->valid_from);
  add_date (builder, "valid_to", &self->valid_to);
  add_date (builder, "transition_until", &self->transition_until);
  add_text (builder, "transition", self->transition_note);
  add_text (builder, "complete_first", self->complete_first);
  add_text (builder, "act_date_fact", self->act_date_fact);
}

JsonNode *
gu_procedure_to_json (GuProcedure *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  g_return_val_if_fail (GU_IS_PROCEDURE (self), NULL);

  json_builder_begin_object (builder);
  add_header (builder, self);

  json_builder_set_member_name (builder, "forms");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->forms->len; i++)
    add_form (builder, self->forms->pdata[i]);
  json_builder_end_array (builder);

  json_builder_set_member_name (builder, "facts");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->facts->len; i++)
    add_fact (builder, self->facts->pdata[i]);
  json_builder_end_array (builder);

  json_builder_set_member_name (builder, "requirements");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->requirements->len; i++)
    add_requirement (builder, self->requirements->pdata[i]);
  json_builder_end_array (builder);

  json_builder_set_member_name (builder, "clocks");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->clocks->len; i++)
    add_clock (builder, self->clocks->pdata[i]);
  json_builder_end_array (builder);

  add_texts (builder, "signers", self->signers);
  add_texts (builder, "outcomes", self->outcomes);
  add_texts (builder, "letters", self->letters);
  add_texts (builder, "fees", self->fees);
  add_texts (builder, "doubts", self->doubts);

  json_builder_set_member_name (builder, "next_steps");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->next_steps->len; i++)
    {
      ConditionalText *step = self->next_steps->pdata[i];

      add_rule_text (builder, step->text, step->when);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}
