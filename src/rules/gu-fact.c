/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-rules"

#include "config.h"

#include "gu-fact.h"

#include "gu-calendar.h"
#include "gu-error.h"
#include "gu-rule-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* One thing to ask at the counter. */

struct _GuFact
{
  GObject parent_instance;

  /* owned */
  char *id;
  char *label;
  char *help;
  GuFactKind kind;
  GArray *choices; /* GuFactChoice */
  JsonNode *usual;
  GuCondition *when;
};

enum
{
  PROP_ID = 1,
  PROP_LABEL,
  PROP_HELP,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static const char *const kind_words[] = { "bool", "choice", "date", "number", "text", NULL };

G_DEFINE_FINAL_TYPE (GuFact, gu_fact, G_TYPE_OBJECT)

static void
clear_choice (gpointer data)
{
  GuFactChoice *choice = data;

  g_free ((char *) choice->id);
  g_free ((char *) choice->label);
}

static void
gu_fact_finalize (GObject *object)
{
  GuFact *self = GU_FACT (object);

  g_free (self->id);
  g_free (self->label);
  g_free (self->help);
  g_clear_pointer (&self->choices, g_array_unref);
  g_clear_pointer (&self->usual, json_node_unref);
  g_clear_pointer (&self->when, gu_condition_unref);

  G_OBJECT_CLASS (gu_fact_parent_class)->finalize (object);
}

static void
gu_fact_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GuFact *self = GU_FACT (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    case PROP_HELP:
      g_value_set_string (value, self->help);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_fact_class_init (GuFactClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = gu_fact_finalize;
  object_class->get_property = gu_fact_get_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_HELP] = g_param_spec_string ("help", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
gu_fact_init (GuFact *self)
{
  self->choices = g_array_new (FALSE, TRUE, sizeof (GuFactChoice));
  g_array_set_clear_func (self->choices, clear_choice);
}

static gboolean
read_choice (GuFact *self, GuPackContext *context, const char *path, JsonNode *node, GError **error)
{
  static const char *const keys[] = { "id", "label", NULL };
  g_auto (GuRuleReader) reader = { 0 };
  g_autofree char *id = NULL;
  g_autofree char *label = NULL;
  GuFactChoice choice;

  if (!gu_rule_reader_open (&reader, context->origin, path, node, keys, error)
      || !gu_rule_reader_id (&reader, "id", TRUE, &id, error)
      || !gu_rule_reader_text (&reader, "label", TRUE, &label, error))
    return FALSE;
  for (guint i = 0; i < self->choices->len; i++)
    {
      if (g_str_equal (g_array_index (self->choices, GuFactChoice, i).id, id))
        {
          /* Translators: %s is an id. */
          gu_rule_reader_fail (&reader,
                               "id",
                               GU_RULES_ERROR_DUPLICATE,
                               error,
                               _ ("The id “%s” is there twice."),
                               id);
          return FALSE;
        }
    }
  choice.id = g_steal_pointer (&id);
  choice.label = g_steal_pointer (&label);
  g_array_append_val (self->choices, choice);
  return TRUE;
}

static gboolean
read_choices (GuFact *self, GuRuleReader *reader, GuPackContext *context, GError **error)
{
  gboolean wanted = self->kind == GU_FACT_CHOICE;
  JsonArray *array = NULL;

  if (!gu_rule_reader_array (reader, "choices", wanted, &array, error))
    return FALSE;
  if (!wanted && array != NULL)
    {
      gu_rule_reader_fail (reader,
                           "choices",
                           GU_RULES_ERROR_UNKNOWN_KEY,
                           error,
                           "%s",
                           _ ("Only a fact of the kind “choice” has choices."));
      return FALSE;
    }
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      g_autofree char *path = gu_rule_reader_item_path (reader, "choices", i);

      if (!read_choice (self, context, path, json_array_get_element (array, i), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_default (GuFact *self, GuRuleReader *reader, GError **error)
{
  JsonNode *usual = json_object_get_member (reader->object, "default");
  g_autoptr (GError) refused = NULL;

  if (usual == NULL || JSON_NODE_HOLDS_NULL (usual))
    return TRUE;
  if (!gu_fact_accepts (self, usual, &refused))
    {
      gu_rule_reader_fail (
          reader, "default", GU_RULES_ERROR_BAD_VALUE, error, "%s", refused->message);
      return FALSE;
    }
  self->usual = json_node_copy (usual);
  json_node_seal (self->usual);
  return TRUE;
}

GuFact *
gu_fact_new_from_json (GuPackContext *context, const char *path, JsonNode *node, GError **error)
{
  static const char *const keys[] = { "id",      "label",   "help", "kind",
                                      "choices", "default", "when", NULL };
  g_auto (GuRuleReader) reader = { 0 };
  g_autoptr (GuFact) self = g_object_new (GU_TYPE_FACT, NULL);
  int kind = 0;

  if (!gu_rule_reader_open (&reader, context->origin, path, node, keys, error)
      || !gu_rule_reader_id (&reader, "id", TRUE, &self->id, error)
      || !gu_rule_reader_text (&reader, "label", TRUE, &self->label, error)
      || !gu_rule_reader_text (&reader, "help", FALSE, &self->help, error)
      || !gu_rule_reader_word (&reader, "kind", TRUE, kind_words, &kind, error))
    return NULL;
  self->kind = (GuFactKind) kind;
  if (!read_choices (self, &reader, context, error) || !read_default (self, &reader, error))
    return NULL;
  return g_steal_pointer (&self);
}

gboolean
gu_fact_read_condition (GuFact *self,
                        GuPackContext *context,
                        const char *path,
                        JsonNode *node,
                        GError **error)
{
  GuRuleReader reader = { context->origin, (char *) path, json_node_get_object (node) };

  return gu_rule_reader_when (&reader, context->facts, &self->when, error);
}

const char *
gu_fact_get_id (GuFact *self)
{
  g_return_val_if_fail (GU_IS_FACT (self), NULL);
  return self->id;
}

const char *
gu_fact_get_label (GuFact *self)
{
  g_return_val_if_fail (GU_IS_FACT (self), NULL);
  return self->label;
}

const char *
gu_fact_get_help (GuFact *self)
{
  g_return_val_if_fail (GU_IS_FACT (self), NULL);
  return self->help;
}

GuFactKind
gu_fact_get_kind (GuFact *self)
{
  g_return_val_if_fail (GU_IS_FACT (self), GU_FACT_TEXT);
  return self->kind;
}

const GuFactChoice *
gu_fact_get_choices (GuFact *self, gsize *n_choices)
{
  g_return_val_if_fail (GU_IS_FACT (self), NULL);
  if (n_choices != NULL)
    *n_choices = self->choices->len;
  return (const GuFactChoice *) (gpointer) self->choices->data;
}

JsonNode *
gu_fact_get_default (GuFact *self)
{
  g_return_val_if_fail (GU_IS_FACT (self), NULL);
  return self->usual;
}

GuCondition *
gu_fact_get_condition (GuFact *self)
{
  g_return_val_if_fail (GU_IS_FACT (self), NULL);
  return self->when;
}

static const GuFactChoice *
find_choice (GuFact *self, const char *id)
{
  for (guint i = 0; i < self->choices->len; i++)
    {
      const GuFactChoice *choice = &g_array_index (self->choices, GuFactChoice, i);

      if (g_str_equal (choice->id, id))
        return choice;
    }
  return NULL;
}

static gboolean
refuse (GuFact *self, const char *expected, GError **error)
{
  gu_error_set (error,
                GU_RULES_ERROR,
                GU_RULES_ERROR_BAD_FACT,
                expected,
                self->id,
                /* Translators: %s is what is asked, in Romanian. */
                _ ("This is not an answer to “%s”."),
                self->label);
  return FALSE;
}

static gboolean
refuse_choice (GuFact *self, GError **error)
{
  g_autoptr (GString) list = g_string_new (NULL);
  g_autofree char *hint = NULL;

  for (guint i = 0; i < self->choices->len; i++)
    g_string_append_printf (
        list, "%s%s", i > 0 ? ", " : "", g_array_index (self->choices, GuFactChoice, i).id);
  /* Translators: %s is a list of ids. */
  hint = g_strdup_printf (_ ("Give one of: %s."), list->str);
  return refuse (self, hint, error);
}

gboolean
gu_fact_accepts (GuFact *self, JsonNode *value, GError **error)
{
  GType type;
  const char *text;
  GDate date;

  g_return_val_if_fail (GU_IS_FACT (self), FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  type = JSON_NODE_HOLDS_VALUE (value) ? json_node_get_value_type (value) : G_TYPE_INVALID;
  text = type == G_TYPE_STRING ? json_node_get_string (value) : NULL;
  switch (self->kind)
    {
    case GU_FACT_BOOL:
      return type == G_TYPE_BOOLEAN || refuse (self, _ ("Give true or false."), error);
    case GU_FACT_CHOICE:
      return (text != NULL && find_choice (self, text) != NULL) || refuse_choice (self, error);
    case GU_FACT_DATE:
      return (text != NULL && gu_rules_date_parse (text, &date))
             || refuse (self, _ ("Give a date that exists, written YYYY-MM-DD."), error);
    case GU_FACT_NUMBER:
      return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE
             || refuse (self, _ ("Give a number."), error);
    case GU_FACT_TEXT:
      return (text != NULL && g_utf8_validate (text, -1, NULL))
             || refuse (self, _ ("Give a text."), error);
    default:
      g_return_val_if_reached (FALSE);
    }
}

static JsonNode *
parse_bool (GuFact *self, const char *text, GError **error)
{
  static const char *const yes[] = { "true", "da", "yes", "1", NULL };
  static const char *const no[] = { "false", "nu", "no", "0", NULL };
  g_autofree char *lower = g_ascii_strdown (text, -1);

  if (g_strv_contains (yes, lower))
    return json_node_init_boolean (json_node_alloc (), TRUE);
  if (g_strv_contains (no, lower))
    return json_node_init_boolean (json_node_alloc (), FALSE);
  refuse (self, _ ("Give true or false."), error);
  return NULL;
}

static JsonNode *
parse_number (GuFact *self, const char *text, GError **error)
{
  char *end = NULL;
  double number = g_ascii_strtod (text, &end);

  if (end == text || *end != '\0' || strpbrk (text, "nNxX") != NULL || number > 1e15
      || number < -1e15)
    {
      refuse (self, _ ("Give a number."), error);
      return NULL;
    }
  return json_node_init_double (json_node_alloc (), number);
}

JsonNode *
gu_fact_parse (GuFact *self, const char *text, GError **error)
{
  g_autoptr (JsonNode) value = NULL;

  g_return_val_if_fail (GU_IS_FACT (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  if (self->kind == GU_FACT_BOOL)
    return parse_bool (self, text, error);
  if (self->kind == GU_FACT_NUMBER)
    return parse_number (self, text, error);

  value = json_node_init_string (json_node_alloc (), text);
  if (!gu_fact_accepts (self, value, error))
    return NULL;
  return g_steal_pointer (&value);
}

char *
gu_fact_describe_value (GuFact *self, JsonNode *value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  const GuFactChoice *choice;
  GDate date;

  g_return_val_if_fail (GU_IS_FACT (self), NULL);

  if (value == NULL || !gu_fact_accepts (self, value, NULL))
    return g_strdup ("—");
  switch (self->kind)
    {
    case GU_FACT_BOOL:
      return g_strdup (json_node_get_boolean (value) ? C_ ("answer", "yes") : C_ ("answer", "no"));
    case GU_FACT_CHOICE:
      choice = find_choice (self, json_node_get_string (value));
      return g_strdup (choice != NULL ? choice->label : NULL);
    case GU_FACT_DATE:
      gu_rules_date_parse (json_node_get_string (value), &date);
      return gu_rules_date_to_text (&date);
    case GU_FACT_NUMBER:
      return g_strdup (
          g_ascii_formatd (buffer, sizeof buffer, "%.10g", json_node_get_double (value)));
    case GU_FACT_TEXT:
    default:
      return g_strdup (json_node_get_string (value));
    }
}
