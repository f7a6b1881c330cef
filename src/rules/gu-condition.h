/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* A condition over facts, as data: no code. Facts that nobody has given make it unknown, unless
 * the others decide it alone. Immutable and counted: any thread. */
typedef struct _GuCondition GuCondition;

/**
 * GuTruth:
 * @GU_TRUTH_NO: does not hold
 * @GU_TRUTH_YES: holds
 * @GU_TRUTH_UNKNOWN: a fact is missing that decides it
 */
typedef enum
{
  GU_TRUTH_NO,
  GU_TRUTH_YES,
  GU_TRUTH_UNKNOWN,
} GuTruth;

#define GU_TYPE_CONDITION (gu_condition_get_type ())
GType gu_condition_get_type (void);

/**
 * gu_condition_evaluate:
 * @self: (nullable): a condition; %NULL holds always
 * @facts: (nullable): fact id → value; what is absent or null is unknown
 * @deciding: (out) (optional) (transfer container) (element-type utf8): ids of the facts that
 *   decide: the unknown ones when the answer is unknown, else those that made it so
 *
 * Returns: the truth.
 */
GuTruth gu_condition_evaluate (GuCondition *self, JsonObject *facts, GPtrArray **deciding);

/** gu_condition_ref: Returns: (transfer full): @self. */
GuCondition *gu_condition_ref (GuCondition *self);
/** gu_condition_unref: drops a reference. */
void gu_condition_unref (GuCondition *self);

/** gu_condition_list_facts: Returns: (transfer container) (element-type utf8): every fact it uses,
 * once. */
GPtrArray *gu_condition_list_facts (GuCondition *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuCondition, gu_condition_unref)

G_END_DECLS
