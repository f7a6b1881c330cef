/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-rules"

#include "config.h"

#include "gu-regime.h"

#include <glib/gi18n-lib.h>

/* Which law governs a request. Legea nr. 169/2026 is in force from 25.08.2026 (art. 575 alin. (1))
 * and repeals Legea nr. 50/1991 and nr. 350/2001 (art. 576 alin. (3)); certificates issued before
 * keep their validity and their approvals (art. 582 alin. (4)). */

#define IN_FORCE_DAY   25
#define IN_FORCE_MONTH G_DATE_AUGUST
#define IN_FORCE_YEAR  2026

static gboolean
is_new_law (const GDate *date)
{
  GDate in_force;

  g_date_clear (&in_force, 1);
  g_date_set_dmy (&in_force, IN_FORCE_DAY, IN_FORCE_MONTH, IN_FORCE_YEAR);
  return g_date_compare (date, &in_force) >= 0;
}

static GuRegimeDecision *
decide (const char *regime, gboolean choice, const char *article, const char *reason)
{
  GuRegimeDecision *self = g_new0 (GuRegimeDecision, 1);

  self->regime = regime;
  self->choice = choice;
  self->article = g_strdup_printf ("%s din Legea nr. 169/2026", article);
  self->reason = g_strdup (reason);
  return self;
}

static GuRegimeDecision *
decide_plan (const GDate *filed_on, const GDate *started_on)
{
  if (!is_new_law (started_on != NULL ? started_on : filed_on))
    return decide (
        "L350",
        FALSE,
        "art. 582 alin. (1) și (6)",
        _ ("The plan was begun before 25.08.2026, so it stays under the law of that time."));
  return decide (
      "L169", FALSE, "art. 575 alin. (1)", _ ("The plan was begun on or after 25.08.2026."));
}

static GuRegimeDecision *
decide_permit (const GDate *certificate_issued_on)
{
  if (certificate_issued_on == NULL)
    return decide ("L169",
                   FALSE,
                   "art. 575 alin. (1)",
                   _ ("Filed on or after 25.08.2026. If the planning certificate is older than "
                      "that day, give its date: the approvals then follow the old law."));
  if (is_new_law (certificate_issued_on))
    return decide ("L169",
                   FALSE,
                   "art. 575 alin. (1)",
                   _ ("The planning certificate and the request are both of the new law."));
  return decide ("L169",
                 TRUE,
                 "art. 582 alin. (4)",
                 _ ("The planning certificate was issued before 25.08.2026: it stays valid, with "
                    "the approvals it asks for under the old law. The institution may also work "
                    "the permit under the old law."));
}

static GuRegimeDecision *
decide_extension (const GDate *act_issued_on)
{
  if (act_issued_on == NULL || is_new_law (act_issued_on))
    return decide ("L169", FALSE, "art. 575 alin. (1)", _ ("Filed on or after 25.08.2026."));
  return decide ("L169",
                 TRUE,
                 "art. 582 alin. (4)",
                 _ ("The act was issued before 25.08.2026 and the law does not say how such acts "
                    "are extended. Proposed: the new form and procedure, within the limits of "
                    "validity of the act's own law. The institution decides."));
}

GuRegimeDecision *
gu_regime_decide (const char *family, const GDate *filed_on, const GDate *act_issued_on)
{
  g_return_val_if_fail (family != NULL, NULL);
  g_return_val_if_fail (filed_on != NULL && g_date_valid (filed_on), NULL);
  g_return_val_if_fail (act_issued_on == NULL || g_date_valid (act_issued_on), NULL);

  if (g_str_equal (family, "puz"))
    return decide_plan (filed_on, act_issued_on);
  if (!is_new_law (filed_on))
    return decide ("L50",
                   FALSE,
                   "art. 575 alin. (1) și art. 576 alin. (3) lit. b)",
                   _ ("Filed before 25.08.2026, when Legea nr. 50/1991 was still in force."));
  if (g_str_equal (family, "ac") || g_str_equal (family, "ad"))
    return decide_permit (act_issued_on);
  if (g_str_has_suffix (family, "-prelungire"))
    return decide_extension (act_issued_on);
  return decide ("L169", FALSE, "art. 575 alin. (1)", _ ("Filed on or after 25.08.2026."));
}

void
gu_regime_decision_free (GuRegimeDecision *self)
{
  if (self == NULL)
    return;
  g_free (self->reason);
  g_free (self->article);
  g_free (self);
}
