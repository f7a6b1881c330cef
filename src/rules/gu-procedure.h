/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "gu-clock-rule.h"
#include "gu-fact.h"
#include "gu-regime.h"
#include "gu-requirement.h"

G_BEGIN_DECLS

/**
 * GuRuleForm:
 * @code: code of the printed form, "F_CU_04"
 * @title: its title (Romanian)
 * @article: the citation that makes it mandatory
 */
typedef struct
{
  const char *code;
  const char *title;
  const char *article;
} GuRuleForm;

/**
 * GuRuleText:
 * @id: stable; (nullable) for next steps and fees
 * @title: (nullable): short title (Romanian)
 * @text: the text (Romanian)
 * @article: the citation
 * @doubt: (nullable): why it is uncertain (Romanian)
 *
 * A signer (title = function), an outcome, a letter, a fee, a next step, or an open point of law.
 */
typedef struct
{
  const char *id;
  const char *title;
  const char *text;
  const char *article;
  const char *doubt;
} GuRuleText;

/* What an institution does on a request of one kind, under one law: what to ask, which papers,
 * which terms, who signs. Properties (read-only): id, title, short-title, regime, family.
 * Immutable: any thread. Everything it returns lives as long as it does. */
#define GU_TYPE_PROCEDURE (gu_procedure_get_type ())
G_DECLARE_FINAL_TYPE (GuProcedure, gu_procedure, GU, PROCEDURE, GObject)

/** gu_procedure_get_id: Returns: (transfer none): "cu-construire", "l50-ac", … */
const char *gu_procedure_get_id (GuProcedure *self);
/** gu_procedure_get_family: Returns: (transfer none): "cu", "cu-prelungire", "ac", "ad": the same
 * request across laws. */
const char *gu_procedure_get_family (GuProcedure *self);
/** gu_procedure_get_title: Returns: (transfer none): full name (Romanian). */
const char *gu_procedure_get_title (GuProcedure *self);
/** gu_procedure_get_short_title: Returns: (transfer none): short name (Romanian). */
const char *gu_procedure_get_short_title (GuProcedure *self);
/** gu_procedure_get_summary: Returns: (transfer none): one sentence for the clerk: when to choose
 * it (Romanian). */
const char *gu_procedure_get_summary (GuProcedure *self);
/** gu_procedure_get_regime: Returns: (transfer none): "L50" or "L169". */
const char *gu_procedure_get_regime (GuProcedure *self);
/** gu_procedure_get_act: Returns: (transfer none): name of the act that is issued (Romanian). */
const char *gu_procedure_get_act (GuProcedure *self);
/** gu_procedure_get_register: Returns: (transfer none): id of the register of incoming requests. */
const char *gu_procedure_get_register (GuProcedure *self);
/** gu_procedure_get_act_register: Returns: (transfer none): id of the register of the acts. */
const char *gu_procedure_get_act_register (GuProcedure *self);
/** gu_procedure_get_article: Returns: (transfer none): the citation that governs the procedure. */
const char *gu_procedure_get_article (GuProcedure *self);
/** gu_procedure_get_pack_id: Returns: (transfer none): the pack it comes from. */
const char *gu_procedure_get_pack_id (GuProcedure *self);
/** gu_procedure_get_pack_version: Returns: (transfer none): the version of that pack. */
const char *gu_procedure_get_pack_version (GuProcedure *self);
/**
 * gu_procedure_get_validity:
 * @from: (out) (optional): first day of filing under it
 * @to: (out) (optional): last day; an invalid date when it is open
 */
void gu_procedure_get_validity (GuProcedure *self, GDate *from, GDate *to);
/**
 * gu_procedure_get_transition_note:
 * @on: the day of filing
 *
 * Returns: (transfer none) (nullable): when the law has ended and the request may still be filed
 *   under it: for whom, with the article (Romanian).
 */
const char *gu_procedure_get_transition_note (GuProcedure *self, const GDate *on);
/**
 * gu_procedure_get_complete_first:
 *
 * Returns: (transfer none) (nullable): the citation of the rule that lets a request be registered
 *   only when it is complete; %NULL when it is registered first and checked afterwards.
 */
const char *gu_procedure_get_complete_first (GuProcedure *self);

/**
 * gu_procedure_decide_regime:
 * @facts: (nullable): the facts given; the date of the certificate or act that the request rests
 *   on is taken from them
 * @filed_on: the day of filing
 *
 * gu_regime_decide() for this procedure and these facts.
 *
 * Returns: (transfer full): the decision.
 */
GuRegimeDecision *
gu_procedure_decide_regime (GuProcedure *self, JsonObject *facts, const GDate *filed_on);

/** gu_procedure_get_form: @on: the day of filing. Returns: (transfer none) (nullable): the form of
 * the request on that day. */
const GuRuleForm *gu_procedure_get_form (GuProcedure *self, const GDate *on);

/** gu_procedure_get_facts: Returns: (transfer none) (element-type GuFact): what to ask, in order.
 */
GPtrArray *gu_procedure_get_facts (GuProcedure *self);
/** gu_procedure_get_requirements: Returns: (transfer none) (element-type GuRequirement): in the
 * order of the form. */
GPtrArray *gu_procedure_get_requirements (GuProcedure *self);
/** gu_procedure_get_clocks: Returns: (transfer none) (element-type GuClockRule): the terms. */
GPtrArray *gu_procedure_get_clocks (GuProcedure *self);
/** gu_procedure_get_signers: Returns: (transfer none) (element-type GuRuleText): who signs the act,
 * in order. */
GPtrArray *gu_procedure_get_signers (GuProcedure *self);
/** gu_procedure_get_outcomes: Returns: (transfer none) (element-type GuRuleText): how it may end.
 */
GPtrArray *gu_procedure_get_outcomes (GuProcedure *self);
/** gu_procedure_get_letters: Returns: (transfer none) (element-type GuRuleText): letters that may
 * be sent. */
GPtrArray *gu_procedure_get_letters (GuProcedure *self);
/** gu_procedure_get_fees: Returns: (transfer none) (element-type GuRuleText): what is paid. */
GPtrArray *gu_procedure_get_fees (GuProcedure *self);
/** gu_procedure_get_doubts: Returns: (transfer none) (element-type GuRuleText): points of law that
 * the institution must settle. */
GPtrArray *gu_procedure_get_doubts (GuProcedure *self);

/** gu_procedure_find_fact: Returns: (transfer none) (nullable): the fact of that id. */
GuFact *gu_procedure_find_fact (GuProcedure *self, const char *id);
/** gu_procedure_find_requirement: Returns: (transfer none) (nullable): the requirement of that id.
 */
GuRequirement *gu_procedure_find_requirement (GuProcedure *self, const char *id);
/** gu_procedure_find_clock: Returns: (transfer none) (nullable): the term of that id. */
GuClockRule *gu_procedure_find_clock (GuProcedure *self, const char *id);

/**
 * gu_procedure_find_main_clock:
 * @facts: (nullable): the facts given
 *
 * Returns: (transfer none) (nullable): the term in which the authority must answer: the main
 *   one whose condition holds, or else the first whose condition is not known yet.
 */
GuClockRule *gu_procedure_find_main_clock (GuProcedure *self, JsonObject *facts);

/**
 * gu_procedure_get_next_steps:
 * @facts: (nullable): the facts given
 *
 * Returns: (transfer container) (element-type GuRuleText): "what happens next", the steps that
 *   apply, in order, for the receipt.
 */
GPtrArray *gu_procedure_get_next_steps (GuProcedure *self, JsonObject *facts);

/** gu_procedure_new_facts: Returns: (transfer full): the usual answers, for a new dossier. */
JsonObject *gu_procedure_new_facts (GuProcedure *self);

/**
 * gu_procedure_check_facts:
 * @facts: (not nullable): the facts of a dossier
 *
 * Returns: whether every member is a fact of this procedure with an acceptable value; else
 *   %GU_RULES_ERROR_BAD_FACT.
 */
gboolean gu_procedure_check_facts (GuProcedure *self, JsonObject *facts, GError **error);

/** gu_procedure_to_json: Returns: (transfer full): the whole procedure as the pack gives it, with
 * citations, for `rules show`. */
JsonNode *gu_procedure_to_json (GuProcedure *self);

G_END_DECLS
