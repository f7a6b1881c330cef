/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-checklist.h"
#include "gu-dossier.h"
#include "gu-fact-item.h"
#include "gu-intake.h"
#include "gu-rule-book.h"
#include "gu-settings.h"
#include "gu-store.h"

G_BEGIN_DECLS

struct _GuIntake
{
  GObject parent_instance;

  /* owned */
  GuContext *context;
  GuDossier *dossier;
  GuChecklist *checklist;
  GListStore *facts;      /* the questions that are asked now */
  GHashTable *fact_items; /* fact id → GuFactItem, of the present procedure */
  GStrv problems;
  char *save_error;
  GPtrArray *flush_waiting; /* of GTask */
  GHashTable *dirty_fields; /* set of names */
  GHashTable *dirty_papers; /* set of document ids */

  /* borrowed: the rule book lives as long as the context */
  GuProcedure *procedure;

  guint n_imports;    /* files on their way into the draft */
  gint64 dirty_since; /* monotonic µs of the first unsaved change, 0 when all is saved */
  guint save_source;
  guint saving;      /* saves on their way to the disk */
  gboolean applying; /* changes made by the intake itself are no edits */
  gboolean closed;   /* registered or discarded: nothing is saved any more */
};

enum
{
  GU_INTAKE_PROP_DOSSIER = 1,
  GU_INTAKE_PROP_PROCEDURE_ID,
  GU_INTAKE_PROP_PROCEDURE,
  GU_INTAKE_PROP_FILED_ON,
  GU_INTAKE_PROP_REGIME,
  GU_INTAKE_PROP_REGIME_LABEL,
  GU_INTAKE_PROP_REPRESENTED,
  GU_INTAKE_PROP_FACTS,
  GU_INTAKE_PROP_DOCUMENTS,
  GU_INTAKE_PROP_REQUIREMENTS,
  GU_INTAKE_PROP_MISSING_COUNT,
  GU_INTAKE_PROP_COMPLETE,
  GU_INTAKE_PROP_SUMMARY,
  GU_INTAKE_PROP_PROBLEMS,
  GU_INTAKE_PROP_CAN_REGISTER,
  GU_INTAKE_PROP_SAVED,
  GU_INTAKE_PROP_SAVE_ERROR,
  GU_INTAKE_N_PROPS,
};

/* gu-intake.c */
void gu_intake_notify (GuIntake *self, guint prop);
void gu_intake_refresh (GuIntake *self);
void gu_intake_watch_paper (GuIntake *self, GuDocument *document);
void gu_intake_forget_paper (GuIntake *self, GuDocument *document);
void gu_intake_emit_field_message (GuIntake *self, const char *field, const char *message);

GuIntake *gu_intake_new_for (GuContext *context, GuDossier *dossier, GuProcedure *procedure);
void gu_intake_watch_applicant (GuIntake *self);
void gu_intake_watch_representative (GuIntake *self);
void gu_intake_watch_property (GuIntake *self);

/* gu-intake-open.c */
GuProcedure *
gu_intake_find_procedure (GuContext *context, const char *id, const GDate *on, GError **error);

/* gu-intake-save.c */
void gu_intake_context_changed (GuIntake *self);
void gu_intake_touch (GuIntake *self, const char *field);
void gu_intake_touch_paper (GuIntake *self, GuDocument *document);
gboolean gu_intake_is_saved (GuIntake *self);

/* gu-intake-facts.c */
void gu_intake_build_facts (GuIntake *self);
void gu_intake_show_facts (GuIntake *self);
/* As gu_fact_parse(), and takes "23.11.2026" for a date and a comma in a number. */
JsonNode *gu_intake_parse_fact (GuFact *fact, const char *text, GError **error);
/* Returns: (transfer full) (nullable): how to answer @fact, when @text is no answer. */
char *gu_intake_check_fact (GuFact *fact, const char *text);

/* gu-intake-check.c */
/* The old law lets a request for an authorisation be registered only when it is complete. */
gboolean gu_intake_may_register_incomplete (GuProcedure *procedure);
GStrv gu_intake_list_problems (GuDossier *dossier, GuProcedure *procedure, GuClock *clock);

G_END_DECLS
