/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-rules"

#include "config.h"

#include "gu-transition.h"

#include <glib/gi18n-lib.h>

/* The life of a dossier: from which state to which, who may, on what ground, with what paper. */

typedef struct
{
  const char *id;
  const char *title;
} StateTitle;

static const StateTitle state_titles[] = {
  { "ciorna", N_ ("Draft") },
  { "inregistrat", N_ ("Registered") },
  { "in-verificare", N_ ("Being checked") },
  { "complet", N_ ("Complete") },
  { "incomplet-notificat", N_ ("Incomplete, notified") },
  { "completat", N_ ("Completed") },
  { "in-analiza", N_ ("Being analysed") },
  { "in-avizare", N_ ("Waiting for approvals") },
  { "in-redactare", N_ ("Being drafted") },
  { "la-semnat", N_ ("Waiting for signatures") },
  { "emis", N_ ("Issued") },
  { "comunicat", N_ ("Communicated") },
  { "publicat", N_ ("Published") },
  { "arhivat", N_ ("Archived") },
  { "suspendat", N_ ("Suspended") },
  { "respins", N_ ("Refused") },
  { "retras", N_ ("Withdrawn") },
  { "clasat", N_ ("Closed") },
  { "conexat", N_ ("Joined to another") },
  { "redirectionat", N_ ("Forwarded") },
};

static const char *const state_ids[] = {
  "ciorna",    "inregistrat", "in-verificare", "complet",      "incomplet-notificat",
  "completat", "in-analiza",  "in-avizare",    "in-redactare", "la-semnat",
  "emis",      "comunicat",   "publicat",      "arhivat",      "suspendat",
  "respins",   "retras",      "clasat",        "conexat",      "redirectionat",
  NULL,
};

G_STATIC_ASSERT (G_N_ELEMENTS (state_titles) + 1 == G_N_ELEMENTS (state_ids));

static const char *const counter[] = { "referent", "sef", NULL };
static const char *const counter_or_specialist[] = { "referent", "specialist", "sef", NULL };
static const char *const specialist[] = { "specialist", "sef", NULL };
static const char *const signatory[] = { "semnatar", "sistem", NULL };
static const char *const only_signatory[] = { "semnatar", NULL };
static const char *const counter_or_system[] = { "referent", "sef", "sistem", NULL };
static const char *const specialist_or_system[] = { "specialist", "sef", "sistem", NULL };
static const char *const supervisor[] = { "sef", NULL };
static const char *const archivist[] = { "arhivar", NULL };

#define L169       " din Legea nr. 169/2026"
#define L50        " din Legea nr. 50/1991"
#define OG27       " din Ordonanța Guvernului nr. 27/2002"
#define L16        " din Legea Arhivelor Naționale nr. 16/1996"
#define WITHDRAWAL "cererea de retragere a solicitantului"
#define WITHDRAWN  "art. 273 alin. (5)" L169, "art. 7 alin. (3^3)" L50, WITHDRAWAL
#define ARCHIVED   "art. 9" L16, NULL, "opisul dosarului"
#define RESUMED    "art. 249 alin. (2)" L169, "art. 32 alin. (3) din Ordinul nr. 839/2009"
#define SUSPENSION RESUMED, "comunicarea suspendării către solicitant"
#define JOINED     "art. 10 alin. (1)" OG27, NULL, "rezoluția de conexare"
#define FORWARDED  "art. 6^1" OG27, NULL, "adresa de transmitere la autoritatea competentă"
#define CLOSED     "art. 7 și art. 10 alin. (2)" OG27, NULL, "rezoluția de clasare"

static const GuTransition transitions[] = {
  { "ciorna",
    "inregistrat",
    counter_or_system,
    "art. 270 alin. (1)" L169,
    "art. 7 alin. (1^2)" L50,
    "cererea-tip și opisul semnat" },
  { "inregistrat",
    "in-verificare",
    counter_or_specialist,
    "art. 271 alin. (1)" L169,
    "art. 5^1 alin. (2)" L50,
    NULL },
  { "in-verificare",
    "complet",
    counter_or_specialist,
    "art. 273 alin. (1)" L169,
    "art. 7 alin. (12)" L50,
    NULL },
  { "in-verificare",
    "incomplet-notificat",
    specialist,
    "art. 271 alin. (1) și (2)" L169,
    "art. 7 alin. (3)" L50,
    "notificarea cu toate deficiențele constatate" },
  { "incomplet-notificat",
    "completat",
    counter_or_specialist,
    "art. 271 alin. (5)" L169,
    "art. 7 alin. (3^2)" L50,
    "completările înregistrate" },
  { "completat",
    "in-verificare",
    counter_or_specialist,
    "art. 271 alin. (1)" L169,
    "art. 7 alin. (3^2)" L50,
    NULL },
  { "completat",
    "complet",
    counter_or_specialist,
    "art. 273 alin. (1)" L169,
    "art. 7 alin. (12)" L50,
    NULL },
  { "complet", "in-analiza", specialist, "art. 259 alin. (5)" L169, "art. 7 alin. (9)" L50, NULL },
  { "in-analiza",
    "in-avizare",
    specialist,
    "art. 269 alin. (1)" L169,
    "art. 5 alin. (1)" L50,
    "solicitările de avize" },
  { "in-avizare",
    "in-analiza",
    specialist,
    "art. 269 alin. (1)" L169,
    "art. 5 alin. (1)" L50,
    NULL },
  { "in-analiza",
    "in-redactare",
    specialist,
    "art. 273 alin. (1)" L169,
    "art. 7 alin. (1)" L50,
    NULL },
  { "in-avizare",
    "in-redactare",
    specialist,
    "art. 273 alin. (3)" L169,
    "art. 7 alin. (1)" L50,
    "avizele primite sau acordul unic" },
  { "in-redactare",
    "la-semnat",
    specialist,
    "art. 273 alin. (6)" L169,
    "art. 7 alin. (13)" L50,
    "actul redactat" },
  { "la-semnat",
    "in-redactare",
    only_signatory,
    "art. 273 alin. (8)" L169,
    "art. 7 alin. (13)" L50,
    NULL },
  { "la-semnat",
    "emis",
    signatory,
    "art. 273 alin. (6)" L169,
    "art. 7 alin. (13)" L50,
    "actul semnat de toți semnatarii" },
  { "la-semnat",
    "respins",
    signatory,
    "art. 275 alin. (2)" L169,
    "art. 7 alin. (23)" L50,
    "actul de respingere, motivat în fapt și în drept" },
  { "emis",
    "comunicat",
    counter_or_system,
    "art. 257 alin. (2) și art. 273 alin. (2)" L169,
    "art. 6 alin. (2^2)" L50,
    "dovada comunicării" },
  { "respins",
    "comunicat",
    counter_or_system,
    "art. 275 alin. (2)" L169,
    "art. 7 alin. (23)" L50,
    "dovada comunicării" },
  { "comunicat",
    "publicat",
    specialist_or_system,
    "art. 314 alin. (1) și (2)" L169,
    "art. 7 alin. (23^1)" L50,
    NULL },
  { "comunicat",
    "arhivat",
    archivist,
    "art. 314 alin. (4)" L169,
    "art. 7 alin. (21^1)" L50,
    "opisul dosarului" },
  { "publicat", "arhivat", archivist, ARCHIVED },

  { "in-verificare", "suspendat", specialist, SUSPENSION },
  { "in-analiza", "suspendat", specialist, SUSPENSION },
  { "in-avizare", "suspendat", specialist, SUSPENSION },
  { "suspendat", "in-verificare", specialist, RESUMED, NULL },
  { "suspendat", "in-analiza", specialist, RESUMED, NULL },
  { "suspendat", "in-avizare", specialist, RESUMED, NULL },

  { "inregistrat", "retras", counter, WITHDRAWN },
  { "in-verificare", "retras", counter, WITHDRAWN },
  { "incomplet-notificat", "retras", counter, WITHDRAWN },
  { "completat", "retras", counter, WITHDRAWN },
  { "complet", "retras", counter, WITHDRAWN },
  { "in-analiza", "retras", counter, WITHDRAWN },
  { "in-avizare", "retras", counter, WITHDRAWN },
  { "suspendat", "retras", counter, WITHDRAWN },

  { "inregistrat", "conexat", counter, JOINED },
  { "in-verificare", "conexat", counter_or_specialist, JOINED },
  { "inregistrat", "redirectionat", counter, FORWARDED },
  { "in-verificare", "redirectionat", counter_or_specialist, FORWARDED },
  { "inregistrat", "clasat", supervisor, CLOSED },
  { "in-verificare", "clasat", supervisor, CLOSED },

  { "retras", "arhivat", archivist, ARCHIVED },
  { "clasat", "arhivat", archivist, ARCHIVED },
  { "conexat", "arhivat", archivist, ARCHIVED },
  { "redirectionat", "arhivat", archivist, ARCHIVED },
};

GPtrArray *
gu_transition_list (const char *from)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (transitions); i++)
    {
      if (from == NULL || g_str_equal (transitions[i].from, from))
        g_ptr_array_add (list, (gpointer) &transitions[i]);
    }
  return g_steal_pointer (&list);
}

const GuTransition *
gu_transition_find (const char *from, const char *to)
{
  g_return_val_if_fail (from != NULL, NULL);
  g_return_val_if_fail (to != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (transitions); i++)
    {
      if (g_str_equal (transitions[i].from, from) && g_str_equal (transitions[i].to, to))
        return &transitions[i];
    }
  return NULL;
}

gboolean
gu_transition_allowed (const char *from, const char *to, const char *role, char **reason)
{
  const GuTransition *transition;

  if (reason != NULL)
    *reason = NULL;
  g_return_val_if_fail (from != NULL, FALSE);
  g_return_val_if_fail (to != NULL, FALSE);
  g_return_val_if_fail (role != NULL, FALSE);

  transition = gu_transition_find (from, to);
  if (transition != NULL && g_strv_contains (transition->roles, role))
    return TRUE;
  if (reason == NULL)
    return FALSE;
  if (transition == NULL)
    /* Translators: titles of two states of a dossier. */
    *reason = g_strdup_printf (_ ("A dossier does not go from “%s” to “%s”."),
                               gu_state_get_title (from),
                               gu_state_get_title (to));
  else
    /* Translators: titles of two states of a dossier. */
    *reason = g_strdup_printf (_ ("Your role does not allow going from “%s” to “%s”."),
                               gu_state_get_title (from),
                               gu_state_get_title (to));
  return FALSE;
}

gboolean
gu_state_is_known (const char *state)
{
  return state != NULL && g_strv_contains (state_ids, state);
}

const char *
gu_state_get_title (const char *state)
{
  for (gsize i = 0; i < G_N_ELEMENTS (state_titles); i++)
    {
      if (g_strcmp0 (state_titles[i].id, state) == 0)
        return _ (state_titles[i].title);
    }
  return state;
}

const char *const *
gu_state_list (void)
{
  return state_ids;
}
