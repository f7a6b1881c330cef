/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-rules"

#include "config.h"

#include "gu-clock-rule.h"

#include "gu-rule-private.h"

#include <glib/gi18n-lib.h>

/* A legal term: (rule, start, suspensions, calendar) → (last day, explanation). */

struct _GuClockRule
{
  GObject parent_instance;

  /* owned */
  char *id;
  char *title;
  char *article;
  char *source;
  char *doubt;
  GuCondition *when;

  int amount;
  GuDayUnit unit;
  int event;
  int who;
  int effect;
  gboolean backward;
  gboolean roll;
  gboolean main;
};

enum
{
  PROP_ID = 1,
  PROP_TITLE,
  PROP_ARTICLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const char *const unit_words[] = { "working", "calendar", "months", NULL };
static const char *const event_words[] = {
  "registration", "complete", "single-agreement", "notice", "issue", "expiry", NULL
};
static const char *const who_words[] = { "authority", "applicant", NULL };
static const char *const effect_words[] = { "none",
                                            "contraventie",
                                            "caducitate",
                                            "retragere",
                                            NULL };
static const char *const direction_words[] = { "forward", "backward", NULL };

G_DEFINE_FINAL_TYPE (GuClockRule, gu_clock_rule, G_TYPE_OBJECT)

static void
gu_clock_rule_finalize (GObject *object)
{
  GuClockRule *self = GU_CLOCK_RULE (object);

  g_free (self->id);
  g_free (self->title);
  g_free (self->article);
  g_free (self->source);
  g_free (self->doubt);
  g_clear_pointer (&self->when, gu_condition_unref);

  G_OBJECT_CLASS (gu_clock_rule_parent_class)->finalize (object);
}

static void
gu_clock_rule_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GuClockRule *self = GU_CLOCK_RULE (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_ARTICLE:
      g_value_set_string (value, self->article);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_clock_rule_class_init (GuClockRuleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = gu_clock_rule_finalize;
  object_class->get_property = gu_clock_rule_get_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_ARTICLE] = g_param_spec_string ("article", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
gu_clock_rule_init (GuClockRule *self)
{
}

GuClockRule *
gu_clock_rule_new_from_json (GuPackContext *context,
                             const char *path,
                             JsonNode *node,
                             GPtrArray *facts,
                             GError **error)
{
  static const char *const keys[] = { "id",   "title",  "amount",     "unit",  "event",
                                      "who",  "effect", "main",       "roll",  "direction",
                                      "when", "law",    "confidence", "doubt", NULL };
  g_auto (GuRuleReader) reader = { 0 };
  g_autoptr (GuClockRule) self = g_object_new (GU_TYPE_CLOCK_RULE, NULL);
  int unit = 0;
  int direction = 0;

  if (!gu_rule_reader_open (&reader, context->origin, path, node, keys, error)
      || !gu_rule_reader_id (&reader, "id", TRUE, &self->id, error)
      || !gu_rule_reader_text (&reader, "title", TRUE, &self->title, error)
      || !gu_rule_reader_int (&reader, "amount", TRUE, 0, 1000, &self->amount, error)
      || !gu_rule_reader_word (&reader, "unit", TRUE, unit_words, &unit, error)
      || !gu_rule_reader_word (&reader, "event", TRUE, event_words, &self->event, error)
      || !gu_rule_reader_word (&reader, "who", TRUE, who_words, &self->who, error)
      || !gu_rule_reader_word (&reader, "effect", TRUE, effect_words, &self->effect, error)
      || !gu_rule_reader_word (&reader, "direction", FALSE, direction_words, &direction, error)
      || !gu_rule_reader_bool (&reader, "main", FALSE, &self->main, error)
      || !gu_rule_reader_bool (&reader, "roll", FALSE, &self->roll, error)
      || !gu_rule_reader_when (&reader, facts, &self->when, error)
      || !gu_rule_reader_law (&reader, context, &self->article, &self->source, error)
      || !gu_rule_reader_doubt (&reader, &self->doubt, error))
    return NULL;

  self->unit = (GuDayUnit) unit;
  self->backward = direction == 1;
  if (self->backward && self->unit != GU_DAY_WORKING)
    {
      gu_rule_reader_fail (&reader,
                           "direction",
                           GU_RULES_ERROR_BAD_VALUE,
                           error,
                           "%s",
                           _ ("Only working days are counted backwards."));
      return NULL;
    }
  return g_steal_pointer (&self);
}

static void
append_article (GuTerm *term, GuClockRule *self)
{
  g_autofree char *counted = g_steal_pointer (&term->explanation);

  term->article = g_strdup (self->article);
  /* Translators: %1$s are sentences that explain how a term was counted, %2$s is an article of a
   * law. */
  term->explanation = g_strdup_printf (_ ("%1$s Legal ground: %2$s."), counted, self->article);
}

/* "At once" is a term too. */
static GuTerm *
evaluate_at_once (const GDate *start)
{
  GuTerm *term = g_new0 (GuTerm, 1);
  g_autofree char *day = gu_rules_date_to_text (start);

  term->last_day = *start;
  /* Translators: %s is a day. */
  term->explanation = g_strdup_printf (_ ("It is due at once, on %s."), day);
  return term;
}

GuTerm *
gu_clock_rule_evaluate (GuClockRule *self,
                        const GDate *start,
                        const GuSuspension *suspensions,
                        gsize n_suspensions,
                        GuCalendar *calendar,
                        GuCounting counting)
{
  GuTerm *term;

  g_return_val_if_fail (GU_IS_CLOCK_RULE (self), NULL);
  g_return_val_if_fail (GU_IS_CALENDAR (calendar), NULL);
  g_return_val_if_fail (start != NULL && g_date_valid (start), NULL);

  if (self->backward)
    term = gu_calendar_subtract_working (calendar, start, self->amount);
  else if (self->amount == 0)
    term = evaluate_at_once (start);
  else
    term = gu_calendar_add_suspended (calendar,
                                      start,
                                      self->amount,
                                      self->unit,
                                      counting,
                                      suspensions,
                                      n_suspensions,
                                      self->roll);
  if (term != NULL)
    append_article (term, self);
  return term;
}

const char *
gu_clock_rule_get_id (GuClockRule *self)
{
  g_return_val_if_fail (GU_IS_CLOCK_RULE (self), NULL);
  return self->id;
}

const char *
gu_clock_rule_get_title (GuClockRule *self)
{
  g_return_val_if_fail (GU_IS_CLOCK_RULE (self), NULL);
  return self->title;
}

int
gu_clock_rule_get_amount (GuClockRule *self)
{
  g_return_val_if_fail (GU_IS_CLOCK_RULE (self), 0);
  return self->amount;
}

GuDayUnit
gu_clock_rule_get_unit (GuClockRule *self)
{
  g_return_val_if_fail (GU_IS_CLOCK_RULE (self), GU_DAY_WORKING);
  return self->unit;
}

gboolean
gu_clock_rule_is_backward (GuClockRule *self)
{
  g_return_val_if_fail (GU_IS_CLOCK_RULE (self), FALSE);
  return self->backward;
}

const char *
gu_clock_rule_get_event (GuClockRule *self)
{
  g_return_val_if_fail (GU_IS_CLOCK_RULE (self), NULL);
  return event_words[self->event];
}

const char *
gu_clock_rule_get_who (GuClockRule *self)
{
  g_return_val_if_fail (GU_IS_CLOCK_RULE (self), NULL);
  return who_words[self->who];
}

const char *
gu_clock_rule_get_effect (GuClockRule *self)
{
  g_return_val_if_fail (GU_IS_CLOCK_RULE (self), NULL);
  return effect_words[self->effect];
}

gboolean
gu_clock_rule_is_main (GuClockRule *self)
{
  g_return_val_if_fail (GU_IS_CLOCK_RULE (self), FALSE);
  return self->main;
}

const char *
gu_clock_rule_get_article (GuClockRule *self)
{
  g_return_val_if_fail (GU_IS_CLOCK_RULE (self), NULL);
  return self->article;
}

const char *
gu_clock_rule_get_source (GuClockRule *self)
{
  g_return_val_if_fail (GU_IS_CLOCK_RULE (self), NULL);
  return self->source;
}

const char *
gu_clock_rule_get_doubt (GuClockRule *self)
{
  g_return_val_if_fail (GU_IS_CLOCK_RULE (self), NULL);
  return self->doubt;
}

GuCondition *
gu_clock_rule_get_condition (GuClockRule *self)
{
  g_return_val_if_fail (GU_IS_CLOCK_RULE (self), NULL);
  return self->when;
}
