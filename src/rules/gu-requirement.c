/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-rules"

#include "config.h"

#include "gu-requirement.h"

#include "gu-rule-private.h"

#include <glib/gi18n-lib.h>

/* A paper the law asks for. */

struct _GuRequirement
{
  GObject parent_instance;

  /* owned */
  char *id;
  char *name;
  char *short_name;
  char *condition_text;
  char *copies;
  char *article;
  char *source;
  char *help;
  char *doubt;
  GuCondition *when;

  GuRequirementKind kind;
  int max_age_days;
};

enum
{
  PROP_ID = 1,
  PROP_NAME,
  PROP_ARTICLE,
  PROP_HELP,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static const char *const kind_words[] = { "mandatory", "conditional", "by-authority", NULL };

G_DEFINE_FINAL_TYPE (GuRequirement, gu_requirement, G_TYPE_OBJECT)

static void
gu_requirement_finalize (GObject *object)
{
  GuRequirement *self = GU_REQUIREMENT (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->short_name);
  g_free (self->condition_text);
  g_free (self->copies);
  g_free (self->article);
  g_free (self->source);
  g_free (self->help);
  g_free (self->doubt);
  g_clear_pointer (&self->when, gu_condition_unref);

  G_OBJECT_CLASS (gu_requirement_parent_class)->finalize (object);
}

static void
gu_requirement_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GuRequirement *self = GU_REQUIREMENT (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_ARTICLE:
      g_value_set_string (value, self->article);
      break;
    case PROP_HELP:
      g_value_set_string (value, self->help);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_requirement_class_init (GuRequirementClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = gu_requirement_finalize;
  object_class->get_property = gu_requirement_get_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_ARTICLE] = g_param_spec_string ("article", NULL, NULL, NULL, flags);
  properties[PROP_HELP] = g_param_spec_string ("help", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
gu_requirement_init (GuRequirement *self)
{
}

/* Only what has a condition may be "nu e cazul"; so a conditional requirement says its condition
 * both as data and in the words of the law, and a mandatory one has none. */
static gboolean
check_condition (GuRequirement *self, GuRuleReader *reader, GError **error)
{
  gboolean conditional = self->kind == GU_REQUIREMENT_CONDITIONAL;

  if (conditional && (self->when == NULL || self->condition_text == NULL))
    {
      gu_rule_reader_fail (reader,
                           NULL,
                           GU_RULES_ERROR_MISSING_KEY,
                           error,
                           "%s",
                           _ ("A conditional requirement has both “when” and “condition_text”."));
      return FALSE;
    }
  if (self->kind == GU_REQUIREMENT_MANDATORY
      && (self->when != NULL || self->condition_text != NULL))
    {
      gu_rule_reader_fail (reader,
                           NULL,
                           GU_RULES_ERROR_BAD_VALUE,
                           error,
                           "%s",
                           _ ("A mandatory requirement has no condition."));
      return FALSE;
    }
  return TRUE;
}

GuRequirement *
gu_requirement_new_from_json (GuPackContext *context,
                              const char *path,
                              JsonNode *node,
                              GPtrArray *facts,
                              GError **error)
{
  static const char *const keys[] = { "id",   "name",           "short_name",   "kind",
                                      "when", "condition_text", "max_age_days", "copies",
                                      "law",  "help",           "confidence",   "doubt",
                                      NULL };
  g_auto (GuRuleReader) reader = { 0 };
  g_autoptr (GuRequirement) self = g_object_new (GU_TYPE_REQUIREMENT, NULL);
  int kind = 0;

  if (!gu_rule_reader_open (&reader, context->origin, path, node, keys, error)
      || !gu_rule_reader_id (&reader, "id", TRUE, &self->id, error)
      || !gu_rule_reader_text (&reader, "name", TRUE, &self->name, error)
      || !gu_rule_reader_text (&reader, "short_name", FALSE, &self->short_name, error)
      || !gu_rule_reader_word (&reader, "kind", TRUE, kind_words, &kind, error)
      || !gu_rule_reader_when (&reader, facts, &self->when, error)
      || !gu_rule_reader_text (&reader, "condition_text", FALSE, &self->condition_text, error)
      || !gu_rule_reader_int (&reader, "max_age_days", FALSE, 1, 3660, &self->max_age_days, error)
      || !gu_rule_reader_text (&reader, "copies", FALSE, &self->copies, error)
      || !gu_rule_reader_law (&reader, context, &self->article, &self->source, error)
      || !gu_rule_reader_text (&reader, "help", FALSE, &self->help, error)
      || !gu_rule_reader_doubt (&reader, &self->doubt, error))
    return NULL;

  self->kind = (GuRequirementKind) kind;
  if (!check_condition (self, &reader, error))
    return NULL;
  return g_steal_pointer (&self);
}

const char *
gu_requirement_get_id (GuRequirement *self)
{
  g_return_val_if_fail (GU_IS_REQUIREMENT (self), NULL);
  return self->id;
}

const char *
gu_requirement_get_name (GuRequirement *self)
{
  g_return_val_if_fail (GU_IS_REQUIREMENT (self), NULL);
  return self->name;
}

const char *
gu_requirement_get_short_name (GuRequirement *self)
{
  g_return_val_if_fail (GU_IS_REQUIREMENT (self), NULL);
  return self->short_name != NULL ? self->short_name : self->name;
}

GuRequirementKind
gu_requirement_get_kind (GuRequirement *self)
{
  g_return_val_if_fail (GU_IS_REQUIREMENT (self), GU_REQUIREMENT_MANDATORY);
  return self->kind;
}

const char *
gu_requirement_get_kind_name (GuRequirement *self)
{
  g_return_val_if_fail (GU_IS_REQUIREMENT (self), NULL);
  return kind_words[self->kind];
}

GuCondition *
gu_requirement_get_condition (GuRequirement *self)
{
  g_return_val_if_fail (GU_IS_REQUIREMENT (self), NULL);
  return self->when;
}

const char *
gu_requirement_get_condition_text (GuRequirement *self)
{
  g_return_val_if_fail (GU_IS_REQUIREMENT (self), NULL);
  return self->condition_text;
}

int
gu_requirement_get_max_age_days (GuRequirement *self)
{
  g_return_val_if_fail (GU_IS_REQUIREMENT (self), 0);
  return self->max_age_days;
}

const char *
gu_requirement_get_copies (GuRequirement *self)
{
  g_return_val_if_fail (GU_IS_REQUIREMENT (self), NULL);
  return self->copies;
}

const char *
gu_requirement_get_article (GuRequirement *self)
{
  g_return_val_if_fail (GU_IS_REQUIREMENT (self), NULL);
  return self->article;
}

const char *
gu_requirement_get_source (GuRequirement *self)
{
  g_return_val_if_fail (GU_IS_REQUIREMENT (self), NULL);
  return self->source;
}

const char *
gu_requirement_get_help (GuRequirement *self)
{
  g_return_val_if_fail (GU_IS_REQUIREMENT (self), NULL);
  return self->help;
}

const char *
gu_requirement_get_doubt (GuRequirement *self)
{
  g_return_val_if_fail (GU_IS_REQUIREMENT (self), NULL);
  return self->doubt;
}
