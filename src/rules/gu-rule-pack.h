/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "gu-procedure.h"
#include "gu-rules-error.h"

G_BEGIN_DECLS

/* A dated set of rules under one law. Immutable: any thread. */
#define GU_TYPE_RULE_PACK (gu_rule_pack_get_type ())
G_DECLARE_FINAL_TYPE (GuRulePack, gu_rule_pack, GU, RULE_PACK, GObject)

/**
 * gu_rule_pack_new_from_bytes:
 * @bytes: (not nullable): the JSON text, UTF-8, from anywhere: it is not trusted
 * @origin: (not nullable): file name for the messages
 *
 * Reads and checks a pack whole: unknown keys, missing keys, wrong types, dangling and duplicate
 * ids, rules without a source, dates, conditions over undeclared facts. The message of the error
 * is "FILE: PATH: REASON", PATH being like `procedures[2].requirements[0].when.all[1].fact`.
 *
 * Returns: (transfer full): the pack; %NULL with %GU_RULES_ERROR.
 */
GuRulePack *gu_rule_pack_new_from_bytes (GBytes *bytes, const char *origin, GError **error);

/** gu_rule_pack_get_id: Returns: (transfer none): "ro-l169". */
const char *gu_rule_pack_get_id (GuRulePack *self);
/** gu_rule_pack_get_version: Returns: (transfer none): "1.0.0". */
const char *gu_rule_pack_get_version (GuRulePack *self);
/** gu_rule_pack_get_title: Returns: (transfer none): the law it holds (Romanian). */
const char *gu_rule_pack_get_title (GuRulePack *self);
/** gu_rule_pack_get_regime: Returns: (transfer none): "L50" or "L169". */
const char *gu_rule_pack_get_regime (GuRulePack *self);
/** gu_rule_pack_get_procedures: Returns: (transfer none) (element-type GuProcedure): in order. */
GPtrArray *gu_rule_pack_get_procedures (GuRulePack *self);

G_END_DECLS
