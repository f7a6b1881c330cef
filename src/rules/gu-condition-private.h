/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-condition.h"

G_BEGIN_DECLS

/* Compiles a condition. @facts: (element-type GuFact): the facts it may use.
 * Errors: GU_RULES_ERROR_BAD_CONDITION, _DANGLING, _UNKNOWN_KEY, with the place. */
GuCondition *gu_condition_new_from_json (const char *origin,
                                         const char *path,
                                         JsonNode *node,
                                         GPtrArray *facts,
                                         GError **error);

/* The JSON it was made from, never changed. */
JsonNode *gu_condition_get_source (GuCondition *self);

G_END_DECLS
