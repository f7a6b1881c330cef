/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * GuTransition:
 * @from: state it leaves
 * @to: state it reaches
 * @roles: who may, NULL-terminated: "referent" (counter), "specialist" (urbanism department),
 * "semnatar", "sef" (supervisor), "arhivar", "sistem"
 * @ground: legal ground (Romanian citation) under L169; what holds for both laws where L50 differs
 * is @ground_l50
 * @ground_l50: (nullable): the ground under L50, when another one
 * @paper: (nullable): the paper that must exist (Romanian name)
 */
typedef struct
{
  const char *from;
  const char *to;
  const char *const *roles;
  const char *ground;
  const char *ground_l50;
  const char *paper;
} GuTransition;

/** gu_transition_list: @from: (nullable): a state; %NULL = all. Returns: (transfer container)
 * (element-type GuTransition): static rows. */
GPtrArray *gu_transition_list (const char *from);

/** gu_transition_find: Returns: (transfer none) (nullable): the row. */
const GuTransition *gu_transition_find (const char *from, const char *to);

/**
 * gu_transition_allowed:
 * @from: state of the dossier
 * @to: state wanted
 * @role: role of the person ("referent", "specialist", "semnatar", "sef", "arhivar", "sistem")
 * @reason: (out) (optional) (nullable) (transfer full): translated sentence: why not
 *
 * Returns: whether that person may do it.
 */
gboolean gu_transition_allowed (const char *from, const char *to, const char *role, char **reason);

/** gu_state_is_known: Returns: whether it is one of the states ("ciorna", "inregistrat", …). */
gboolean gu_state_is_known (const char *state);
/** gu_state_get_title: Returns: (transfer none): translated title; the id itself when unknown. */
const char *gu_state_get_title (const char *state);
/** gu_state_list: Returns: (transfer none): all ids, NULL-terminated, in the order of life. */
const char *const *gu_state_list (void);

G_END_DECLS
