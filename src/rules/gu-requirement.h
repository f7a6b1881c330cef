/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "gu-condition.h"

G_BEGIN_DECLS

/**
 * GuRequirementKind:
 * @GU_REQUIREMENT_MANDATORY: always ("mandatory")
 * @GU_REQUIREMENT_CONDITIONAL: when its condition holds ("conditional")
 * @GU_REQUIREMENT_BY_AUTHORITY_KIND: the authority queries it itself ("by-authority")
 */
typedef enum
{
  GU_REQUIREMENT_MANDATORY,
  GU_REQUIREMENT_CONDITIONAL,
  GU_REQUIREMENT_BY_AUTHORITY_KIND,
} GuRequirementKind;

/* A paper the law asks for. Properties (read-only): id, name, article, help. Immutable: any thread.
 */
#define GU_TYPE_REQUIREMENT (gu_requirement_get_type ())
G_DECLARE_FINAL_TYPE (GuRequirement, gu_requirement, GU, REQUIREMENT, GObject)

/** gu_requirement_get_id: Returns: (transfer none): unique inside its procedure, e.g. "extras-cf".
 */
const char *gu_requirement_get_id (GuRequirement *self);
/** gu_requirement_get_name: Returns: (transfer none): the exact legal name (Romanian). */
const char *gu_requirement_get_name (GuRequirement *self);
/** gu_requirement_get_short_name: Returns: (transfer none): a short name for narrow places
 * (Romanian). */
const char *gu_requirement_get_short_name (GuRequirement *self);
/** gu_requirement_get_kind: Returns: its kind. */
GuRequirementKind gu_requirement_get_kind (GuRequirement *self);
/** gu_requirement_get_kind_name: Returns: (transfer none): "mandatory", "conditional",
 * "by-authority". */
const char *gu_requirement_get_kind_name (GuRequirement *self);
/** gu_requirement_get_condition: Returns: (transfer none) (nullable): when it is asked for. */
GuCondition *gu_requirement_get_condition (GuRequirement *self);
/** gu_requirement_get_condition_text: Returns: (transfer none) (nullable): the condition in the
 * words of the law (Romanian). */
const char *gu_requirement_get_condition_text (GuRequirement *self);
/** gu_requirement_get_max_age_days: Returns: how old it may be at filing, in days; 0 = no limit. */
int gu_requirement_get_max_age_days (GuRequirement *self);
/** gu_requirement_get_copies: Returns: (transfer none) (nullable): how many and of what sort ("2
 * exemplare originale"). */
const char *gu_requirement_get_copies (GuRequirement *self);
/** gu_requirement_get_article: Returns: (transfer none): "art. 257 alin. (8) lit. b) din Legea nr.
 * 169/2026". */
const char *gu_requirement_get_article (GuRequirement *self);
/** gu_requirement_get_source: Returns: (transfer none): short name of the act. */
const char *gu_requirement_get_source (GuRequirement *self);
/** gu_requirement_get_help: Returns: (transfer none) (nullable): what to look at (Romanian). */
const char *gu_requirement_get_help (GuRequirement *self);
/** gu_requirement_get_doubt: Returns: (transfer none) (nullable): why it is uncertain (Romanian).
 */
const char *gu_requirement_get_doubt (GuRequirement *self);

G_END_DECLS
