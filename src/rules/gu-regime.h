/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GuRegimeDecision:
 * @regime: "L50", "L169" or "L350": the law that governs the request
 * @choice: the law leaves it to the institution; @regime is what is proposed
 * @reason: translated sentence: why
 * @article: citation
 */
typedef struct
{
  const char *regime;
  gboolean choice;
  char *reason;
  char *article;
} GuRegimeDecision;

/**
 * gu_regime_decide:
 * @family: (not nullable): "cu", "cu-prelungire", "ac", "ad", "ac-prelungire", "puz"
 * @filed_on: (not nullable): the day of filing
 * @act_issued_on: (nullable): the day on which the certificate (for "ac", "ad"), or the act to be
 *   extended, was issued; for "puz" the day the start was made public
 *
 * Decides by date which of the laws governs a request (L169 art. 575, 576 alin. (3), 582). Stored
 * with the dossier and never decided again.
 *
 * Returns: (transfer full): the decision.
 */
GuRegimeDecision *
gu_regime_decide (const char *family, const GDate *filed_on, const GDate *act_issued_on);

/** gu_regime_decision_free: @self: (transfer full) (nullable). */
void gu_regime_decision_free (GuRegimeDecision *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuRegimeDecision, gu_regime_decision_free)

G_END_DECLS
