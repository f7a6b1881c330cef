/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-rules"

#include "config.h"

#include "gu-condition.h"
#include "gu-condition-private.h"

#include "gu-calendar.h"
#include "gu-fact.h"
#include "gu-rule-reader-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A tree over facts, evaluated in three values (Kleene): what is not known stays unknown unless the
 * rest decides alone.
 *
 *   {"all":[…]}  {"any":[…]}  {"not":…}
 *   {"fact":"f"}                      a yes/no fact is yes
 *   {"fact":"f","is":true|"choice"}   equals
 *   {"fact":"f","in":["a","b"]}       is one of these choices
 *   {"fact":"f","before":"DATE"}      {"fact":"f","since":"DATE"}
 *   {"fact":"f","below":10}           {"fact":"f","at_least":10}
 */

typedef enum
{
  OP_ALL,
  OP_ANY,
  OP_NOT,
  OP_IS_TRUE,
  OP_IS_FALSE,
  OP_IN,
  OP_BEFORE,
  OP_SINCE,
  OP_BELOW,
  OP_AT_LEAST,
} Op;

struct _GuCondition
{
  gatomicrefcount ref_count;
  Op op;

  /* owned */
  GPtrArray *children;
  char *fact;
  GStrv words;
  GDate date;
  double number;
  JsonNode *source; /* the text it was made from */
};

G_DEFINE_BOXED_TYPE (GuCondition, gu_condition, gu_condition_ref, gu_condition_unref)

static const char *const keys[] = { "all",    "any",   "not",   "fact",     "is", "in",
                                    "before", "since", "below", "at_least", NULL };
static const char *const group_keys[] = { "all", "any", "not", NULL };
static const char *const test_keys[] = { "is", "in", "before", "since", "below", "at_least", NULL };

static GuCondition *
condition_new (Op op)
{
  GuCondition *self = g_new0 (GuCondition, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->op = op;
  g_date_clear (&self->date, 1);
  return self;
}

GuCondition *
gu_condition_ref (GuCondition *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
gu_condition_unref (GuCondition *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_free (self->fact);
  g_strfreev (self->words);
  g_clear_pointer (&self->source, json_node_unref);
  g_free (self);
}

static GuFact *
find_fact (GPtrArray *facts, const char *id)
{
  for (guint i = 0; i < facts->len; i++)
    {
      if (g_str_equal (gu_fact_get_id (facts->pdata[i]), id))
        return facts->pdata[i];
    }
  return NULL;
}

static gboolean
require_kind (GuRuleReader *reader, const char *key, GuFact *fact, GuFactKind kind, GError **error)
{
  if (gu_fact_get_kind (fact) == kind)
    return TRUE;
  gu_rule_reader_fail (reader,
                       key,
                       GU_RULES_ERROR_BAD_CONDITION,
                       error,
                       /* Translators: %s is the id of a fact. */
                       _ ("The fact “%s” is not of the kind that this test needs."),
                       gu_fact_get_id (fact));
  return FALSE;
}

static gboolean
require_choice (GuRuleReader *reader,
                const char *key,
                GuFact *fact,
                JsonNode *value,
                GError **error)
{
  if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING
      && gu_fact_accepts (fact, value, NULL))
    return TRUE;
  gu_rule_reader_fail (reader,
                       key,
                       GU_RULES_ERROR_DANGLING,
                       error,
                       /* Translators: %s is the id of a fact. */
                       _ ("This is not one of the choices of the fact “%s”."),
                       gu_fact_get_id (fact));
  return FALSE;
}

static gboolean
read_is (GuCondition *self, GuRuleReader *reader, GuFact *fact, GError **error)
{
  JsonNode *value = json_object_get_member (reader->object, "is");

  if (gu_fact_get_kind (fact) == GU_FACT_BOOL)
    {
      if (!JSON_NODE_HOLDS_VALUE (value) || json_node_get_value_type (value) != G_TYPE_BOOLEAN)
        {
          gu_rule_reader_fail (reader,
                               "is",
                               GU_RULES_ERROR_BAD_CONDITION,
                               error,
                               "%s",
                               _ ("true or false must stand here."));
          return FALSE;
        }
      self->op = json_node_get_boolean (value) ? OP_IS_TRUE : OP_IS_FALSE;
      return TRUE;
    }
  if (!require_kind (reader, "is", fact, GU_FACT_CHOICE, error)
      || !require_choice (reader, "is", fact, value, error))
    return FALSE;
  self->op = OP_IN;
  self->words = g_new0 (char *, 2);
  self->words[0] = g_strdup (json_node_get_string (value));
  return TRUE;
}

static gboolean
read_in (GuCondition *self, GuRuleReader *reader, GuFact *fact, GError **error)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  JsonArray *array = NULL;

  if (!require_kind (reader, "in", fact, GU_FACT_CHOICE, error)
      || !gu_rule_reader_array (reader, "in", TRUE, &array, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *key = g_strdup_printf ("in[%u]", i);
      JsonNode *item = json_array_get_element (array, i);

      if (!require_choice (reader, key, fact, item, error))
        return FALSE;
      g_strv_builder_add (words, json_node_get_string (item));
    }
  self->op = OP_IN;
  self->words = g_strv_builder_end (words);
  return TRUE;
}

static gboolean
read_number (GuCondition *self, GuRuleReader *reader, GuFact *fact, const char *key, GError **error)
{
  JsonNode *value = json_object_get_member (reader->object, key);
  GType type;

  if (!require_kind (reader, key, fact, GU_FACT_NUMBER, error))
    return FALSE;
  type = JSON_NODE_HOLDS_VALUE (value) ? json_node_get_value_type (value) : G_TYPE_INVALID;
  if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
    {
      gu_rule_reader_fail (
          reader, key, GU_RULES_ERROR_BAD_CONDITION, error, "%s", _ ("A number must stand here."));
      return FALSE;
    }
  self->op = g_str_equal (key, "below") ? OP_BELOW : OP_AT_LEAST;
  self->number = json_node_get_double (value);
  return TRUE;
}

static gboolean
read_date (GuCondition *self, GuRuleReader *reader, GuFact *fact, const char *key, GError **error)
{
  self->op = g_str_equal (key, "before") ? OP_BEFORE : OP_SINCE;
  return require_kind (reader, key, fact, GU_FACT_DATE, error)
         && gu_rule_reader_date (reader, key, TRUE, &self->date, error);
}

/* Returns the only key of @wanted that is there; NULL when none is, or more than one (@error set).
 */
static const char *
find_single (GuRuleReader *reader, const char *const *wanted, GError **error)
{
  const char *found = NULL;

  for (gsize i = 0; wanted[i] != NULL; i++)
    {
      if (!json_object_has_member (reader->object, wanted[i]))
        continue;
      if (found != NULL)
        {
          gu_rule_reader_fail (reader,
                               NULL,
                               GU_RULES_ERROR_BAD_CONDITION,
                               error,
                               /* Translators: %s are keys of a JSON object. */
                               _ ("“%s” and “%s” cannot stand in the same condition."),
                               found,
                               wanted[i]);
          return NULL;
        }
      found = wanted[i];
    }
  return found;
}

static gboolean
read_test (GuCondition *self, GuRuleReader *reader, GPtrArray *facts, GError **error)
{
  g_autoptr (GError) local = NULL;
  const char *test;
  GuFact *fact;

  if (!gu_rule_reader_id (reader, "fact", TRUE, &self->fact, error))
    return FALSE;
  fact = find_fact (facts, self->fact);
  if (fact == NULL)
    {
      gu_rule_reader_fail (reader,
                           "fact",
                           GU_RULES_ERROR_DANGLING,
                           error,
                           /* Translators: %s is the id of a fact. */
                           _ ("The procedure does not ask the fact “%s”."),
                           self->fact);
      return FALSE;
    }

  test = find_single (reader, test_keys, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (test == NULL)
    {
      self->op = OP_IS_TRUE;
      return require_kind (reader, "fact", fact, GU_FACT_BOOL, error);
    }
  if (g_str_equal (test, "is"))
    return read_is (self, reader, fact, error);
  if (g_str_equal (test, "in"))
    return read_in (self, reader, fact, error);
  if (g_str_equal (test, "before") || g_str_equal (test, "since"))
    return read_date (self, reader, fact, test, error);
  return read_number (self, reader, fact, test, error);
}

static gboolean
read_group (GuCondition *self,
            GuRuleReader *reader,
            const char *group,
            GPtrArray *facts,
            GError **error)
{
  g_autofree char *path = NULL;
  JsonArray *array = NULL;
  GuCondition *child;

  self->children = g_ptr_array_new_with_free_func ((GDestroyNotify) gu_condition_unref);
  if (g_str_equal (group, "not"))
    {
      self->op = OP_NOT;
      path = gu_rule_reader_path (reader, "not");
      child = gu_condition_new_from_json (
          reader->origin, path, json_object_get_member (reader->object, "not"), facts, error);
      if (child == NULL)
        return FALSE;
      g_ptr_array_add (self->children, child);
      return TRUE;
    }

  self->op = g_str_equal (group, "all") ? OP_ALL : OP_ANY;
  if (!gu_rule_reader_array (reader, group, TRUE, &array, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *item_path = gu_rule_reader_item_path (reader, group, i);

      child = gu_condition_new_from_json (
          reader->origin, item_path, json_array_get_element (array, i), facts, error);
      if (child == NULL)
        return FALSE;
      g_ptr_array_add (self->children, child);
    }
  return TRUE;
}

/* Its depth is bounded by the depth of the JSON text, which was checked before. */
GuCondition *
gu_condition_new_from_json (const char *origin,
                            const char *path,
                            JsonNode *node,
                            GPtrArray *facts,
                            GError **error)
{
  g_auto (GuRuleReader) reader = { 0 };
  g_autoptr (GuCondition) self = condition_new (OP_ALL);
  g_autoptr (GError) local = NULL;
  const char *group;
  gboolean is_test;

  if (!gu_rule_reader_open (&reader, origin, path, node, keys, error))
    return NULL;

  group = find_single (&reader, group_keys, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  is_test = json_object_has_member (reader.object, "fact");
  if ((group != NULL) == is_test || (group != NULL && json_object_get_size (reader.object) > 1))
    {
      gu_rule_reader_fail (&reader,
                           NULL,
                           GU_RULES_ERROR_BAD_CONDITION,
                           error,
                           "%s",
                           _ ("A condition has exactly one of “all”, “any”, “not” or “fact”."));
      return NULL;
    }
  if (is_test ? !read_test (self, &reader, facts, error)
              : !read_group (self, &reader, group, facts, error))
    return NULL;
  self->source = json_node_ref (node);
  return g_steal_pointer (&self);
}

JsonNode *
gu_condition_get_source (GuCondition *self)
{
  return self->source;
}

static void
add_unique (GPtrArray *ids, const char *id)
{
  if (!g_ptr_array_find_with_equal_func (ids, id, g_str_equal, NULL))
    g_ptr_array_add (ids, (gpointer) id);
}

static GuTruth
truth_of (gboolean holds)
{
  return holds ? GU_TRUTH_YES : GU_TRUTH_NO;
}

static GuTruth
evaluate_test (GuCondition *self, JsonObject *facts)
{
  JsonNode *value = facts != NULL ? json_object_get_member (facts, self->fact) : NULL;
  GType type;
  GDate date;

  if (value == NULL || !JSON_NODE_HOLDS_VALUE (value))
    return GU_TRUTH_UNKNOWN;
  type = json_node_get_value_type (value);
  switch (self->op)
    {
    case OP_IS_TRUE:
    case OP_IS_FALSE:
      if (type != G_TYPE_BOOLEAN)
        return GU_TRUTH_UNKNOWN;
      return truth_of (json_node_get_boolean (value) == (self->op == OP_IS_TRUE));
    case OP_IN:
      if (type != G_TYPE_STRING)
        return GU_TRUTH_UNKNOWN;
      return truth_of (
          g_strv_contains ((const char *const *) self->words, json_node_get_string (value)));
    case OP_BEFORE:
    case OP_SINCE:
      if (type != G_TYPE_STRING || !gu_rules_date_parse (json_node_get_string (value), &date))
        return GU_TRUTH_UNKNOWN;
      return truth_of ((g_date_compare (&date, &self->date) < 0) == (self->op == OP_BEFORE));
    case OP_BELOW:
    case OP_AT_LEAST:
      if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
        return GU_TRUTH_UNKNOWN;
      return truth_of ((json_node_get_double (value) < self->number) == (self->op == OP_BELOW));
    case OP_ALL:
    case OP_ANY:
    case OP_NOT:
    default:
      g_return_val_if_reached (GU_TRUTH_UNKNOWN);
    }
}

static GuTruth evaluate (GuCondition *self, JsonObject *facts, GPtrArray *deciding);

static GuTruth
evaluate_group (GuCondition *self, JsonObject *facts, GPtrArray *deciding)
{
  /* The value that settles the group alone: a NO among "all", a YES among "any". */
  GuTruth settling = self->op == OP_ALL ? GU_TRUTH_NO : GU_TRUTH_YES;
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  g_autoptr (GPtrArray) unknown = g_ptr_array_new ();

  for (guint i = 0; i < self->children->len; i++)
    {
      g_autoptr (GPtrArray) ids = g_ptr_array_new ();
      GuTruth truth = evaluate (self->children->pdata[i], facts, ids);
      GPtrArray *group = truth == GU_TRUTH_UNKNOWN ? unknown : known;

      if (truth == settling)
        {
          for (guint j = 0; j < ids->len; j++)
            add_unique (deciding, ids->pdata[j]);
          return truth;
        }
      for (guint j = 0; j < ids->len; j++)
        add_unique (group, ids->pdata[j]);
    }

  for (guint i = 0; i < unknown->len; i++)
    add_unique (deciding, unknown->pdata[i]);
  if (unknown->len > 0)
    return GU_TRUTH_UNKNOWN;
  for (guint i = 0; i < known->len; i++)
    add_unique (deciding, known->pdata[i]);
  return self->op == OP_ALL ? GU_TRUTH_YES : GU_TRUTH_NO;
}

static GuTruth
evaluate (GuCondition *self, JsonObject *facts, GPtrArray *deciding)
{
  GuTruth truth;

  if (self->op == OP_ALL || self->op == OP_ANY)
    return evaluate_group (self, facts, deciding);
  if (self->op == OP_NOT)
    {
      truth = evaluate (self->children->pdata[0], facts, deciding);
      if (truth == GU_TRUTH_UNKNOWN)
        return truth;
      return truth == GU_TRUTH_YES ? GU_TRUTH_NO : GU_TRUTH_YES;
    }
  add_unique (deciding, self->fact);
  return evaluate_test (self, facts);
}

GuTruth
gu_condition_evaluate (GuCondition *self, JsonObject *facts, GPtrArray **deciding)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  GuTruth truth = self != NULL ? evaluate (self, facts, ids) : GU_TRUTH_YES;

  if (deciding != NULL)
    *deciding = g_steal_pointer (&ids);
  return truth;
}

static void
collect_facts (GuCondition *self, GPtrArray *ids)
{
  if (self->fact != NULL)
    add_unique (ids, self->fact);
  for (guint i = 0; self->children != NULL && i < self->children->len; i++)
    collect_facts (self->children->pdata[i], ids);
}

GPtrArray *
gu_condition_list_facts (GuCondition *self)
{
  GPtrArray *ids = g_ptr_array_new ();

  if (self != NULL)
    collect_facts (self, ids);
  return ids;
}
