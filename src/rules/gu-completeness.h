/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "gu-procedure.h"

G_BEGIN_DECLS

/**
 * GuRequirementState:
 * @GU_REQUIREMENT_MISSING: "lipsa": asked for and not there
 * @GU_REQUIREMENT_PROVIDED: "depus"
 * @GU_REQUIREMENT_EXPIRED: "expirat": too old at filing, or its date of issue is not known or in
 * the future
 * @GU_REQUIREMENT_NOT_NEEDED: "nu-e-cazul": its condition does not hold
 * @GU_REQUIREMENT_BY_AUTHORITY: "se-obtine-de-autoritate"
 * @GU_REQUIREMENT_ILLEGIBLE: "ilizibil": there, but cannot be read
 */
typedef enum
{
  GU_REQUIREMENT_MISSING,
  GU_REQUIREMENT_PROVIDED,
  GU_REQUIREMENT_EXPIRED,
  GU_REQUIREMENT_NOT_NEEDED,
  GU_REQUIREMENT_BY_AUTHORITY,
  GU_REQUIREMENT_ILLEGIBLE,
} GuRequirementState;

/** gu_requirement_state_get_nick: Returns: (transfer none): "lipsa", "depus", … as above. */
const char *gu_requirement_state_get_nick (GuRequirementState state);
/** gu_requirement_state_get_label: Returns: (transfer none): translated word for the clerk. */
const char *gu_requirement_state_get_label (GuRequirementState state);

/**
 * GuPaper:
 * @id: the document's id
 * @requirements: ids of the requirements it answers
 * @issued: date of issue; invalid when not known
 * @legible: whether it can be read
 */
typedef struct
{
  char *id;
  GStrv requirements;
  GDate issued;
  gboolean legible;
} GuPaper;

/**
 * gu_paper_new:
 * @id: (not nullable): the document's id
 * @requirements: (nullable): ids of the requirements it answers
 * @issued: (nullable): date of issue
 * @legible: whether it can be read
 *
 * Returns: (transfer full): a paper for gu_completeness_check().
 */
GuPaper *gu_paper_new (const char *id,
                       const char *const *requirements,
                       const GDate *issued,
                       gboolean legible);

/** gu_paper_free: @self: (transfer full) (nullable). */
void gu_paper_free (GuPaper *self);

/* What stands about one requirement. Properties (read-only): requirement, state (uint), name,
 * reason, article, ok (boolean). */
#define GU_TYPE_REQUIREMENT_STATUS (gu_requirement_status_get_type ())
G_DECLARE_FINAL_TYPE (GuRequirementStatus, gu_requirement_status, GU, REQUIREMENT_STATUS, GObject)

/** gu_requirement_status_get_requirement: Returns: (transfer none): the requirement. */
GuRequirement *gu_requirement_status_get_requirement (GuRequirementStatus *self);
/** gu_requirement_status_get_state: Returns: the status. */
GuRequirementState gu_requirement_status_get_state (GuRequirementStatus *self);
/** gu_requirement_status_get_reason: Returns: (transfer none): translated sentence: why. */
const char *gu_requirement_status_get_reason (GuRequirementStatus *self);
/** gu_requirement_status_get_article: Returns: (transfer none): the citation. */
const char *gu_requirement_status_get_article (GuRequirementStatus *self);
/** gu_requirement_status_get_papers: Returns: (transfer none): ids of the documents that answer it.
 */
const char *const *gu_requirement_status_get_papers (GuRequirementStatus *self);
/** gu_requirement_status_is_ok: Returns: whether it does not stand in the way of a complete
 * dossier. */
gboolean gu_requirement_status_is_ok (GuRequirementStatus *self);

/**
 * gu_completeness_check:
 * @procedure: the procedure that governs the dossier
 * @facts: (nullable): the facts given; one that is absent is unknown, and what depends on it counts
 *   as needed
 * @papers: (nullable) (element-type GuPaper): the papers
 * @filed_on: (not nullable): the day of filing, against which age is reckoned
 *
 * Pure. Age: a paper issued exactly max_age_days before @filed_on is still good.
 *
 * Returns: (transfer full) (element-type GuRequirementStatus): one per requirement, in the order of
 *   the procedure.
 */
GPtrArray *gu_completeness_check (GuProcedure *procedure,
                                  JsonObject *facts,
                                  GPtrArray *papers,
                                  const GDate *filed_on);

/**
 * gu_completeness_is_complete:
 * @statuses: (element-type GuRequirementStatus): from gu_completeness_check()
 * @n_open: (out) (optional): how many stand in the way
 *
 * Returns: whether none does.
 */
gboolean gu_completeness_is_complete (GPtrArray *statuses, guint *n_open);

/**
 * gu_completeness_sort_for_desk:
 * @statuses: (element-type GuRequirementStatus): sorted in place: what is missing first, then what
 * is expired or illegible, then the rest; inside a group the order of the procedure
 */
void gu_completeness_sort_for_desk (GPtrArray *statuses);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuPaper, gu_paper_free)

G_END_DECLS
