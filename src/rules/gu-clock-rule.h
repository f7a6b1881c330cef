/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "gu-calendar.h"
#include "gu-condition.h"

G_BEGIN_DECLS

/* A legal term as the law gives it: how long, of what, from which event, for whom, and what
 * happens when it passes. Properties (read-only): id, title, article. Immutable: any thread. */
#define GU_TYPE_CLOCK_RULE (gu_clock_rule_get_type ())
G_DECLARE_FINAL_TYPE (GuClockRule, gu_clock_rule, GU, CLOCK_RULE, GObject)

/**
 * gu_clock_rule_evaluate:
 * @self: a rule
 * @start: the day of its event (see gu_clock_rule_get_event())
 * @suspensions: (array length=n_suspensions) (nullable): when it stood still
 * @n_suspensions: how many
 * @calendar: (not nullable): the institution's calendar
 * @counting: the institution's convention; a rule that counts backwards ignores it
 *
 * Pure. A rule whose direction is backwards ("at least 15 working days before expiry") takes the
 * expiry as @start and gives the last day on which it is still in time.
 *
 * Returns: (transfer full): last day, explanation with the article.
 */
GuTerm *gu_clock_rule_evaluate (GuClockRule *self,
                                const GDate *start,
                                const GuSuspension *suspensions,
                                gsize n_suspensions,
                                GuCalendar *calendar,
                                GuCounting counting);

/** gu_clock_rule_get_id: Returns: (transfer none): unique among all packs, e.g. "cu-con-emitere".
 */
const char *gu_clock_rule_get_id (GuClockRule *self);
/** gu_clock_rule_get_title: Returns: (transfer none): what must be done (Romanian). */
const char *gu_clock_rule_get_title (GuClockRule *self);
/** gu_clock_rule_get_amount: Returns: how many units. */
int gu_clock_rule_get_amount (GuClockRule *self);
/** gu_clock_rule_get_unit: Returns: the unit. */
GuDayUnit gu_clock_rule_get_unit (GuClockRule *self);
/** gu_clock_rule_is_backward: Returns: whether it counts back from its event. */
gboolean gu_clock_rule_is_backward (GuClockRule *self);
/**
 * gu_clock_rule_get_event:
 * Returns: (transfer none): the event it starts from: "registration", "complete" (the complete
 *   documentation), "single-agreement", "notice" (received by the applicant), "issue", "expiry".
 */
const char *gu_clock_rule_get_event (GuClockRule *self);
/** gu_clock_rule_get_who: Returns: (transfer none): who must act: "authority" or "applicant". */
const char *gu_clock_rule_get_who (GuClockRule *self);
/**
 * gu_clock_rule_get_effect:
 * Returns: (transfer none): what an elapsed term means: "contraventie", "caducitate",
 *   "retragere" (invitation to withdraw), "none".
 */
const char *gu_clock_rule_get_effect (GuClockRule *self);
/** gu_clock_rule_is_main: Returns: whether this is the term of the answer, printed on the receipt.
 */
gboolean gu_clock_rule_is_main (GuClockRule *self);
/** gu_clock_rule_get_article: Returns: (transfer none): "art. 257 alin. (4) din Legea nr.
 * 169/2026". */
const char *gu_clock_rule_get_article (GuClockRule *self);
/** gu_clock_rule_get_source: Returns: (transfer none): the act's short name, "Legea nr. 169/2026".
 */
const char *gu_clock_rule_get_source (GuClockRule *self);
/** gu_clock_rule_get_doubt: Returns: (transfer none) (nullable): why the rule is uncertain
 * (Romanian). */
const char *gu_clock_rule_get_doubt (GuClockRule *self);
/** gu_clock_rule_get_condition: Returns: (transfer none) (nullable): when it applies; %NULL =
 * always. */
GuCondition *gu_clock_rule_get_condition (GuClockRule *self);

G_END_DECLS
