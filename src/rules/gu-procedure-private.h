/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-rule-private.h"

G_BEGIN_DECLS

/* A form with the days on which it is the one to use. */
typedef struct
{
  GuRuleForm public;
  GDate valid_from;
  GDate valid_to; /* invalid = open */
} DatedForm;

/* A step that is printed when its condition holds. */
typedef struct
{
  GuRuleText *text;
  GuCondition *when;
} ConditionalText;

struct _GuProcedure
{
  GObject parent_instance;

  /* owned */
  char *id;
  char *family;
  char *title;
  char *short_title;
  char *summary;
  char *regime;
  char *act;
  char *register_id;
  char *act_register_id;
  char *article;
  char *pack_id;
  char *pack_version;
  char *transition_note;
  char *complete_first; /* nullable */
  char *act_date_fact;  /* nullable */
  GPtrArray *forms;     /* DatedForm */
  GPtrArray *facts;
  GPtrArray *requirements;
  GPtrArray *clocks;
  GPtrArray *signers;
  GPtrArray *outcomes;
  GPtrArray *letters; /* GuRuleText, copies */
  GPtrArray *fees;
  GPtrArray *doubts;
  GPtrArray *next_steps; /* ConditionalText */

  GDate valid_from;
  GDate valid_to;         /* invalid = open */
  GDate transition_until; /* invalid = none */
};

void gu_dated_form_free (gpointer form);
void gu_conditional_text_free (gpointer text);

G_END_DECLS
