/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-rules"

#include "config.h"

#include "gu-procedure-private.h"

#include <glib/gi18n-lib.h>

/* Reads one procedure of a pack. */

void
gu_dated_form_free (gpointer data)
{
  DatedForm *form = data;

  g_free ((char *) form->public.code);
  g_free ((char *) form->public.title);
  g_free ((char *) form->public.article);
  g_free (form);
}

void
gu_conditional_text_free (gpointer data)
{
  ConditionalText *step = data;

  g_clear_pointer (&step->text, gu_rule_text_free);
  g_clear_pointer (&step->when, gu_condition_unref);
  g_free (step);
}

static gboolean
check_order (GuRuleReader *reader,
             const char *key,
             const GDate *from,
             const GDate *to,
             GError **error)
{
  if (!g_date_valid (from) || !g_date_valid (to) || g_date_compare (from, to) <= 0)
    return TRUE;
  gu_rule_reader_fail (
      reader, key, GU_RULES_ERROR_BAD_DATE, error, "%s", _ ("The end lies before the beginning."));
  return FALSE;
}

static gpointer
read_form (GuPackContext *context,
           const char *path,
           JsonNode *node,
           gpointer user_data,
           GError **error)
{
  static const char *const keys[] = { "code", "title", "valid_from", "valid_to", "law", NULL };
  g_auto (GuRuleReader) reader = { 0 };
  g_autofree char *code = NULL;
  g_autofree char *title = NULL;
  g_autofree char *article = NULL;
  DatedForm *form;
  GDate from, to;

  if (!gu_rule_reader_open (&reader, context->origin, path, node, keys, error)
      || !gu_rule_reader_text (&reader, "code", TRUE, &code, error)
      || !gu_rule_reader_text (&reader, "title", TRUE, &title, error)
      || !gu_rule_reader_date (&reader, "valid_from", FALSE, &from, error)
      || !gu_rule_reader_date (&reader, "valid_to", FALSE, &to, error)
      || !check_order (&reader, "valid_to", &from, &to, error)
      || !gu_rule_reader_law (&reader, context, &article, NULL, error))
    return NULL;

  form = g_new0 (DatedForm, 1);
  form->public.code = g_steal_pointer (&code);
  form->public.title = g_steal_pointer (&title);
  form->public.article = g_steal_pointer (&article);
  form->valid_from = from;
  form->valid_to = to;
  return form;
}

static gpointer
read_requirement (GuPackContext *context,
                  const char *path,
                  JsonNode *node,
                  gpointer user_data,
                  GError **error)
{
  return gu_requirement_new_from_json (context, path, node, user_data, error);
}

static gpointer
read_clock (GuPackContext *context,
            const char *path,
            JsonNode *node,
            gpointer user_data,
            GError **error)
{
  return gu_clock_rule_new_from_json (context, path, node, user_data, error);
}

static gpointer
read_text (GuPackContext *context,
           const char *path,
           JsonNode *node,
           gpointer user_data,
           GError **error)
{
  return gu_rule_text_new_from_json (context, path, node, NULL, NULL, error);
}

static gpointer
read_step (GuPackContext *context,
           const char *path,
           JsonNode *node,
           gpointer user_data,
           GError **error)
{
  g_autoptr (GuCondition) when = NULL;
  GuRuleText *text = gu_rule_text_new_from_json (context, path, node, user_data, &when, error);
  ConditionalText *step;

  if (text == NULL)
    return NULL;
  step = g_new0 (ConditionalText, 1);
  step->text = text;
  step->when = g_steal_pointer (&when);
  return step;
}

static const char *
form_id (gpointer item)
{
  return NULL;
}

static const char *
requirement_id (gpointer item)
{
  return gu_requirement_get_id (item);
}

static const char *
clock_id (gpointer item)
{
  return gu_clock_rule_get_id (item);
}

static const char *
text_id (gpointer item)
{
  return ((GuRuleText *) item)->id;
}

static const char *
step_id (gpointer item)
{
  return ((ConditionalText *) item)->text->id;
}

/* The facts and letters of a procedure are ids of those of the pack. */
typedef gpointer (*FindFunc) (GuPackContext *context, const char *id);

static gpointer
find_pack_fact (GuPackContext *context, const char *id)
{
  for (guint i = 0; i < context->facts->len; i++)
    {
      if (g_strcmp0 (gu_fact_get_id (context->facts->pdata[i]), id) == 0)
        return g_object_ref (context->facts->pdata[i]);
    }
  return NULL;
}

static gpointer
find_pack_letter (GuPackContext *context, const char *id)
{
  for (guint i = 0; i < context->letters->len; i++)
    {
      GuRuleText *letter = context->letters->pdata[i];

      if (g_strcmp0 (letter->id, id) == 0)
        {
          GuRuleText *copy = g_new0 (GuRuleText, 1);

          copy->id = g_strdup (letter->id);
          copy->title = g_strdup (letter->title);
          copy->text = g_strdup (letter->text);
          copy->article = g_strdup (letter->article);
          copy->doubt = g_strdup (letter->doubt);
          return copy;
        }
    }
  return NULL;
}

static gboolean
read_references (GuRuleReader *reader,
                 GuPackContext *context,
                 const char *key,
                 gboolean required,
                 FindFunc find,
                 GPtrArray *items,
                 GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  JsonArray *array = NULL;

  if (!gu_rule_reader_array (reader, key, required, &array, error))
    return FALSE;
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      g_autofree char *path = gu_rule_reader_item_path (reader, key, i);
      JsonNode *node = json_array_get_element (array, i);
      const char *id = NULL;
      gpointer item;

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        id = json_node_get_string (node);
      if (!gu_rule_id_is_valid (id))
        {
          gu_rule_fail_at (reader->origin,
                           path,
                           GU_RULES_ERROR_WRONG_TYPE,
                           error,
                           "%s",
                           _ ("An id must stand here."));
          return FALSE;
        }
      item = find (context, id);
      if (item == NULL)
        {
          /* Translators: %s is an id. */
          gu_rule_fail_at (reader->origin,
                           path,
                           GU_RULES_ERROR_DANGLING,
                           error,
                           _ ("The pack does not declare “%s”."),
                           id);
          return FALSE;
        }
      g_ptr_array_add (items, item);
      if (!g_hash_table_add (seen, (gpointer) id))
        {
          /* Translators: %s is an id. */
          gu_rule_fail_at (reader->origin,
                           path,
                           GU_RULES_ERROR_DUPLICATE,
                           error,
                           _ ("The id “%s” is there twice."),
                           id);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
read_register (GuRuleReader *reader,
               GuPackContext *context,
               const char *key,
               char **value,
               GError **error)
{
  if (!gu_rule_reader_id (reader, key, TRUE, value, error))
    return FALSE;
  if (g_hash_table_contains (context->registers, *value))
    return TRUE;
  /* Translators: %s is an id. */
  gu_rule_reader_fail (
      reader, key, GU_RULES_ERROR_DANGLING, error, _ ("The pack does not declare “%s”."), *value);
  return FALSE;
}

static gboolean
read_transition (GuProcedure *self, GuRuleReader *parent, GuPackContext *context, GError **error)
{
  static const char *const keys[] = { "until", "text", "law", NULL };
  g_auto (GuRuleReader) reader = { 0 };
  g_autofree char *path = gu_rule_reader_path (parent, "transition");
  g_autofree char *article = NULL;
  g_autofree char *text = NULL;

  if (!json_object_has_member (parent->object, "transition"))
    return TRUE;
  if (!gu_rule_reader_open (&reader,
                            context->origin,
                            path,
                            json_object_get_member (parent->object, "transition"),
                            keys,
                            error)
      || !gu_rule_reader_date (&reader, "until", TRUE, &self->transition_until, error)
      || !gu_rule_reader_text (&reader, "text", TRUE, &text, error)
      || !gu_rule_reader_law (&reader, context, &article, NULL, error))
    return FALSE;
  if (!g_date_valid (&self->valid_to))
    {
      gu_rule_reader_fail (&reader,
                           NULL,
                           GU_RULES_ERROR_BAD_DATE,
                           error,
                           "%s",
                           _ ("A transition needs a procedure that has ended."));
      return FALSE;
    }
  if (!check_order (&reader, "until", &self->valid_to, &self->transition_until, error))
    return FALSE;
  self->transition_note = g_strdup_printf ("%s (%s)", text, article);
  return TRUE;
}

static gboolean
read_complete_first (GuProcedure *self,
                     GuRuleReader *parent,
                     GuPackContext *context,
                     GError **error)
{
  static const char *const keys[] = { "law", NULL };
  g_auto (GuRuleReader) reader = { 0 };
  g_autofree char *path = gu_rule_reader_path (parent, "complete_first");
  JsonNode *node = json_object_get_member (parent->object, "complete_first");

  if (node == NULL)
    return TRUE;
  return gu_rule_reader_open (&reader, context->origin, path, node, keys, error)
         && gu_rule_reader_law (&reader, context, &self->complete_first, NULL, error);
}

/* The fact that tells when the act was issued on which the request rests. */
static gboolean
read_act_date_fact (GuProcedure *self, GuRuleReader *reader, GError **error)
{
  GuFact *fact;

  if (!gu_rule_reader_id (reader, "act_date_fact", FALSE, &self->act_date_fact, error))
    return FALSE;
  if (self->act_date_fact == NULL)
    return TRUE;
  fact = gu_procedure_find_fact (self, self->act_date_fact);
  if (fact != NULL && gu_fact_get_kind (fact) == GU_FACT_DATE)
    return TRUE;
  gu_rule_reader_fail (reader,
                       "act_date_fact",
                       GU_RULES_ERROR_DANGLING,
                       error,
                       /* Translators: %s is the id of a fact. */
                       _ ("The procedure asks no date “%s”."),
                       self->act_date_fact);
  return FALSE;
}

/* What is absent is taken from the pack. */
static gboolean
read_validity (GuProcedure *self, GuRuleReader *reader, GuPackContext *context, GError **error)
{
  if (!gu_rule_reader_date (reader, "valid_from", FALSE, &self->valid_from, error)
      || !gu_rule_reader_date (reader, "valid_to", FALSE, &self->valid_to, error))
    return FALSE;
  if (!g_date_valid (&self->valid_from))
    self->valid_from = context->valid_from;
  if (!g_date_valid (&self->valid_to))
    self->valid_to = context->valid_to;
  return check_order (reader, "valid_to", &self->valid_from, &self->valid_to, error)
         && read_transition (self, reader, context, error);
}

static gboolean
read_header (GuProcedure *self, GuRuleReader *reader, GuPackContext *context, GError **error)
{
  self->regime = g_strdup (context->regime);
  self->pack_id = g_strdup (context->pack_id);
  self->pack_version = g_strdup (context->pack_version);
  return gu_rule_reader_id (reader, "id", TRUE, &self->id, error)
         && gu_rule_reader_id (reader, "family", TRUE, &self->family, error)
         && gu_rule_reader_text (reader, "title", TRUE, &self->title, error)
         && gu_rule_reader_text (reader, "short_title", TRUE, &self->short_title, error)
         && gu_rule_reader_text (reader, "summary", TRUE, &self->summary, error)
         && gu_rule_reader_text (reader, "act", TRUE, &self->act, error)
         && read_register (reader, context, "register", &self->register_id, error)
         && read_register (reader, context, "act_register", &self->act_register_id, error)
         && gu_rule_reader_law (reader, context, &self->article, NULL, error)
         && read_validity (self, reader, context, error);
}

/* A fact asked only when another one holds needs that other one. */
static gboolean
check_fact_conditions (GuProcedure *self, GuRuleReader *reader, GError **error)
{
  for (guint i = 0; i < self->facts->len; i++)
    {
      g_autoptr (GPtrArray)
          used = gu_condition_list_facts (gu_fact_get_condition (self->facts->pdata[i]));

      for (guint j = 0; j < used->len; j++)
        {
          if (gu_procedure_find_fact (self, used->pdata[j]) != NULL)
            continue;
          gu_rule_reader_fail (
              reader,
              "facts",
              GU_RULES_ERROR_DANGLING,
              error,
              /* Translators: %s are ids of facts. */
              _ ("The fact “%s” depends on “%s”, which the procedure does not ask."),
              gu_fact_get_id (self->facts->pdata[i]),
              (const char *) used->pdata[j]);
          return FALSE;
        }
    }
  return TRUE;
}

GuProcedure *
gu_procedure_new_from_json (GuPackContext *context,
                            const char *path,
                            JsonNode *node,
                            GError **error)
{
  static const char *const keys[] = { "id",      "family",     "title",          "short_title",
                                      "summary", "act",        "register",       "act_register",
                                      "law",     "valid_from", "forms",          "valid_to",
                                      "facts",   "transition", "clocks",         "requirements",
                                      "signers", "outcomes",   "letters",        "fees",
                                      "doubts",  "next_steps", "complete_first", "act_date_fact",
                                      NULL };
  g_auto (GuRuleReader) reader = { 0 };
  g_autoptr (GuProcedure) self = g_object_new (GU_TYPE_PROCEDURE, NULL);

  if (!gu_rule_reader_open (&reader, context->origin, path, node, keys, error)
      || !read_header (self, &reader, context, error)
      || !read_references (&reader, context, "facts", TRUE, find_pack_fact, self->facts, error)
      || !check_fact_conditions (self, &reader, error) || !read_act_date_fact (self, &reader, error)
      || !read_complete_first (self, &reader, context, error)
      || !read_references (
          &reader, context, "letters", FALSE, find_pack_letter, self->letters, error)
      || !gu_rule_reader_list (
          &reader, context, "forms", TRUE, read_form, form_id, NULL, self->forms, error)
      || !gu_rule_reader_list (&reader,
                               context,
                               "requirements",
                               TRUE,
                               read_requirement,
                               requirement_id,
                               self->facts,
                               self->requirements,
                               error)
      || !gu_rule_reader_list (
          &reader, context, "clocks", TRUE, read_clock, clock_id, self->facts, self->clocks, error)
      || !gu_rule_reader_list (
          &reader, context, "signers", TRUE, read_text, text_id, NULL, self->signers, error)
      || !gu_rule_reader_list (
          &reader, context, "outcomes", TRUE, read_text, text_id, NULL, self->outcomes, error)
      || !gu_rule_reader_list (
          &reader, context, "fees", TRUE, read_text, text_id, NULL, self->fees, error)
      || !gu_rule_reader_list (
          &reader, context, "doubts", FALSE, read_text, text_id, NULL, self->doubts, error)
      || !gu_rule_reader_list (&reader,
                               context,
                               "next_steps",
                               TRUE,
                               read_step,
                               step_id,
                               self->facts,
                               self->next_steps,
                               error))
    return NULL;
  return g_steal_pointer (&self);
}
