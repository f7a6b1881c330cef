/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "gu-condition.h"

G_BEGIN_DECLS

/**
 * GuFactKind:
 * @GU_FACT_BOOL: yes or no; JSON boolean
 * @GU_FACT_CHOICE: one of its choices; JSON string, the id of the choice
 * @GU_FACT_DATE: a day; JSON string "YYYY-MM-DD"
 * @GU_FACT_NUMBER: a number; JSON number
 * @GU_FACT_TEXT: free text; JSON string
 */
typedef enum
{
  GU_FACT_BOOL,
  GU_FACT_CHOICE,
  GU_FACT_DATE,
  GU_FACT_NUMBER,
  GU_FACT_TEXT,
} GuFactKind;

/**
 * GuFactChoice:
 * @id: stable
 * @label: Romanian
 */
typedef struct
{
  const char *id;
  const char *label;
} GuFactChoice;

/* Something to ask at the counter, because a rule depends on it or the register wants it.
 * Properties (read-only): id, label, help. Immutable: any thread. */
#define GU_TYPE_FACT (gu_fact_get_type ())
G_DECLARE_FINAL_TYPE (GuFact, gu_fact, GU, FACT, GObject)

/** gu_fact_get_id: Returns: (transfer none): e.g. "lucrari", "imobil.in_eterra". */
const char *gu_fact_get_id (GuFact *self);
/** gu_fact_get_label: Returns: (transfer none): the question or caption (Romanian). */
const char *gu_fact_get_label (GuFact *self);
/** gu_fact_get_help: Returns: (transfer none) (nullable): how to answer it (Romanian). */
const char *gu_fact_get_help (GuFact *self);
/** gu_fact_get_kind: Returns: what kind of value it takes. */
GuFactKind gu_fact_get_kind (GuFact *self);
/** gu_fact_get_choices: Returns: (transfer none) (array length=n_choices): its choices, in order.
 */
const GuFactChoice *gu_fact_get_choices (GuFact *self, gsize *n_choices);
/** gu_fact_get_default: Returns: (transfer none) (nullable): the usual answer. */
JsonNode *gu_fact_get_default (GuFact *self);
/** gu_fact_get_condition: Returns: (transfer none) (nullable): when to ask it; %NULL = always. */
GuCondition *gu_fact_get_condition (GuFact *self);

/**
 * gu_fact_parse:
 * @self: a fact
 * @text: (not nullable): "true"/"false" (also "da"/"nu"), id of a choice, "YYYY-MM-DD", a number
 *   with a point, or text
 *
 * Returns: (transfer full): the value; %NULL with %GU_RULES_ERROR_BAD_FACT.
 */
JsonNode *gu_fact_parse (GuFact *self, const char *text, GError **error);

/**
 * gu_fact_accepts:
 * @self: a fact
 * @value: a JSON value
 *
 * Returns: whether @value is of the right kind and, for a choice, among the choices.
 */
gboolean gu_fact_accepts (GuFact *self, JsonNode *value, GError **error);

/** gu_fact_describe_value: Returns: (transfer full): @value as people read it ("da", the label of
 * the choice). */
char *gu_fact_describe_value (GuFact *self, JsonNode *value);

G_END_DECLS
