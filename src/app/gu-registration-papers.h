/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-calendar.h"
#include "gu-context.h"
#include "gu-dossier.h"
#include "gu-paper.h"
#include "gu-procedure.h"

G_BEGIN_DECLS

/**
 * GuLetterhead:
 *
 * What the settings say that goes on papers, copied so that a worker may read it.
 */
typedef struct
{
  char *name;
  char *county;
  char *address;
  char *cif;
  char *contact;
  char *dpo_contact;
  char *register_name;
  char *uat_name;
  char *clerk_name;
  char *clerk_function;
  GuCalendar *calendar;
  GuCounting counting;
} GuLetterhead;

/** gu_letterhead_new: Thread: main context. Returns: (transfer full): a copy of what @settings say.
 */
GuLetterhead *gu_letterhead_new (GuSettings *settings);
void gu_letterhead_free (GuLetterhead *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuLetterhead, gu_letterhead_free)

/**
 * gu_registration_make_opis:
 * @head: who issues it
 * @dossier: what it is an inventory of
 * @procedure: what governs it
 * @registration: "12345/23.11.2026"
 * @at_ms: the instant of registration
 * @clock: for the time zone
 * @error: (out) (optional): why the PDF cannot be made
 *
 * Blocks. Thread: any that owns @dossier.
 *
 * Returns: (transfer full) (nullable): the inventory, not signed yet.
 */
GBytes *gu_registration_make_opis (GuLetterhead *head,
                                   GuDossier *dossier,
                                   GuProcedure *procedure,
                                   const char *registration,
                                   gint64 at_ms,
                                   GuClock *clock,
                                   GError **error);

/**
 * gu_registration_make_receipt:
 * @opis_sha256: the signed inventory
 *
 * As gu_registration_make_opis(), for the applicant.
 *
 * Returns: (transfer full) (nullable): the receipt.
 */
GBytes *gu_registration_make_receipt (GuLetterhead *head,
                                      GuDossier *dossier,
                                      GuProcedure *procedure,
                                      const char *registration,
                                      const char *opis_sha256,
                                      gint64 at_ms,
                                      GuClock *clock,
                                      GError **error);

/**
 * gu_registration_find_term:
 * @head: the calendar and the convention
 * @dossier: facts and papers
 * @procedure: what governs it
 * @day: the day of registration
 * @rule: (out) (optional) (transfer none): the rule of the term
 *
 * The term in which the authority must answer, when it runs from the registration: a term that runs
 * from the complete documentation begins only when nothing is missing.
 *
 * Returns: (transfer full) (nullable): the term; %NULL when it does not run yet.
 */
GuTerm *gu_registration_find_term (GuLetterhead *head,
                                   GuDossier *dossier,
                                   GuProcedure *procedure,
                                   const GDate *day,
                                   GuClockRule **rule);

/* The local day of an instant. */
void gu_registration_day (GuClock *clock, gint64 at_ms, GDate *day);

G_END_DECLS
