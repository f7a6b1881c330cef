/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-clock-rule.h"
#include "gu-fact.h"
#include "gu-procedure.h"
#include "gu-requirement.h"
#include "gu-rule-reader-private.h"

G_BEGIN_DECLS

/* What the parts of a pack need from the pack while they are read. All borrowed. */
typedef struct
{
  const char *origin;
  const char *pack_id;
  const char *pack_version;
  const char *regime;
  GHashTable *sources;   /* id → short name of the act */
  GHashTable *registers; /* set of ids */
  GPtrArray *facts;      /* GuFact */
  GPtrArray *letters;    /* GuRuleText */
  GDate valid_from;
  GDate valid_to;
} GuPackContext;

/* "law": "L169: art. 257 alin. (4)", or a list of such; gives "art. 257 alin. (4) din Legea nr.
 * 169/2026". */
gboolean gu_rule_reader_law (GuRuleReader *reader,
                             GuPackContext *context,
                             char **citation,
                             char **source,
                             GError **error);
/* "confidence" and "doubt": whoever is not sure of a rule says why. */
gboolean gu_rule_reader_doubt (GuRuleReader *reader, char **doubt, GError **error);
/* An optional "when" over @facts. */
gboolean
gu_rule_reader_when (GuRuleReader *reader, GPtrArray *facts, GuCondition **when, GError **error);

GuFact *
gu_fact_new_from_json (GuPackContext *context, const char *path, JsonNode *node, GError **error);
/* The "when" of a fact refers to other facts, so it is read once all are known. */
gboolean gu_fact_read_condition (GuFact *self,
                                 GuPackContext *context,
                                 const char *path,
                                 JsonNode *node,
                                 GError **error);

GuRequirement *gu_requirement_new_from_json (GuPackContext *context,
                                             const char *path,
                                             JsonNode *node,
                                             GPtrArray *facts,
                                             GError **error);
GuClockRule *gu_clock_rule_new_from_json (GuPackContext *context,
                                          const char *path,
                                          JsonNode *node,
                                          GPtrArray *facts,
                                          GError **error);
GuProcedure *gu_procedure_new_from_json (GuPackContext *context,
                                         const char *path,
                                         JsonNode *node,
                                         GError **error);

/* Reads one text rule. @when may be NULL where a condition makes no sense. */
GuRuleText *gu_rule_text_new_from_json (GuPackContext *context,
                                        const char *path,
                                        JsonNode *node,
                                        GPtrArray *facts,
                                        GuCondition **when,
                                        GError **error);
void gu_rule_text_free (GuRuleText *self);

/* Whether requests may be filed on that day; @transitional: only by the transition. */
gboolean gu_procedure_covers (GuProcedure *self, const GDate *on, gboolean *transitional);
/* Whether two procedures of the same id would answer for one day. */
gboolean gu_procedure_overlaps (GuProcedure *self, GuProcedure *other);

/* Reads a list of objects: @read for each, checking that ids are unique. */
typedef gpointer (*GuRuleItemFunc) (GuPackContext *context,
                                    const char *path,
                                    JsonNode *node,
                                    gpointer user_data,
                                    GError **error);
typedef const char *(*GuRuleIdFunc) (gpointer item);
gboolean gu_rule_reader_list (GuRuleReader *reader,
                              GuPackContext *context,
                              const char *key,
                              gboolean required,
                              GuRuleItemFunc read,
                              GuRuleIdFunc get_id,
                              gpointer user_data,
                              GPtrArray *items,
                              GError **error);

G_END_DECLS
