/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "gu-completeness.h"
#include "gu-rule-book.h"
#include "gu-transition.h"

#include <string.h>

/* The packs that come with the program, against the law. */

static const char *const new_law[] = { "cu-informare",           "cu-operatiuni-cadastrale",
                                       "cu-construire",          "prelungire-cu",
                                       "autorizatie-construire", "autorizatie-desfiintare" };

typedef struct
{
  GuRuleBook *book;
  GuCalendar *calendar;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->book = gu_rule_book_new ();
  gu_rule_book_load_builtin (fixture->book, &error);
  g_assert_no_error (error);
  fixture->calendar = gu_calendar_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->book);
  g_assert_finalize_object (fixture->calendar);
}

static GDate
date (const char *text)
{
  GDate value;

  g_assert_true (gu_rules_date_parse (text, &value));
  return value;
}

static GuProcedure *
find (Fixture *fixture, const char *id, const char *on)
{
  GDate day = date (on);

  return gu_rule_book_find_procedure (fixture->book, id, &day);
}

static GPtrArray *
all_procedures (Fixture *fixture)
{
  GPtrArray *all = g_ptr_array_new ();
  GPtrArray *packs = gu_rule_book_get_packs (fixture->book);

  for (guint i = 0; i < packs->len; i++)
    g_ptr_array_extend (all, gu_rule_pack_get_procedures (packs->pdata[i]), NULL, NULL);
  return all;
}

static JsonObject *
parse_facts (const char *text)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  g_assert_nonnull (node);
  return json_object_ref (json_node_get_object (node));
}

static void
test_dates (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *id;
    const char *on;
    const char *form; /* NULL = not offered */
  } rows[] = {
    { "cu-construire", "2026-08-24", NULL },
    { "cu-construire", "2026-08-25", "F.1" },
    { "cu-construire", "2026-08-26", "F_CU_04" },
    { "cu-informare", "2026-11-24", "F_CU_01" },
    { "prelungire-cu", "2026-11-24", "F_CU_03" },
    { "cu-operatiuni-cadastrale", "2026-11-24", "F_CU_02" },
    { "l50-cu", "2026-08-24", "F.1" },
    { "l50-cu", "2026-08-25", NULL },
    { "l50-ac", "2026-08-24", "F.8" },
    { "l50-ac", "2026-08-25", "F.8" },
    { "l50-ac", "2026-11-24", "F_A_01" },
    { "l50-ac", "2029-08-25", NULL },
    { "l50-cu", "2019-11-01", NULL },
    { "autorizatie-construire", "2026-11-24", "F_A_01" },
    { "unknown", "2026-11-24", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GDate on = date (rows[i].on);
      GuProcedure *procedure = gu_rule_book_find_procedure (fixture->book, rows[i].id, &on);

      if ((procedure != NULL) != (rows[i].form != NULL))
        g_error ("%s on %s", rows[i].id, rows[i].on);
      if (procedure != NULL)
        g_assert_cmpstr (gu_procedure_get_form (procedure, &on)->code, ==, rows[i].form);
    }
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  GDate on = date ("2026-11-24");
  g_autoptr (GPtrArray) list = gu_rule_book_list (fixture->book, &on);

  g_assert_cmpuint (list->len, ==, G_N_ELEMENTS (new_law) + 1);
  for (gsize i = 0; i < G_N_ELEMENTS (new_law); i++)
    {
      g_assert_cmpstr (gu_procedure_get_id (list->pdata[i]), ==, new_law[i]);
      g_assert_cmpstr (gu_procedure_get_regime (list->pdata[i]), ==, "L169");
      g_assert_null (gu_procedure_get_transition_note (list->pdata[i], &on));
    }
  g_assert_cmpstr (gu_procedure_get_id (list->pdata[list->len - 1]), ==, "l50-ac");
  g_assert_nonnull (strstr (gu_procedure_get_transition_note (list->pdata[list->len - 1], &on),
                            "art. 582 alin. (4)"));
}

/* "art. 257 …" or "anexa …" or "formularul …", and the act it is in. */
static void
assert_citation (const char *article, const char *what)
{
  if (article == NULL || strstr (article, " din ") == NULL
      || strpbrk (article, "0123456789") == NULL)
    g_error ("%s: no citation (%s)", what, article);
}

static void
assert_texts_cited (GPtrArray *texts, const char *what)
{
  for (guint i = 0; i < texts->len; i++)
    assert_citation (((GuRuleText *) texts->pdata[i])->article, what);
}

static void
test_sources (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) procedures = all_procedures (fixture);
  guint n_requirements = 0;

  for (guint i = 0; i < procedures->len; i++)
    {
      GuProcedure *procedure = procedures->pdata[i];
      const char *id = gu_procedure_get_id (procedure);
      GPtrArray *requirements = gu_procedure_get_requirements (procedure);
      GPtrArray *clocks = gu_procedure_get_clocks (procedure);

      assert_citation (gu_procedure_get_article (procedure), id);
      for (guint j = 0; j < requirements->len; j++, n_requirements++)
        {
          GuRequirement *requirement = requirements->pdata[j];

          assert_citation (gu_requirement_get_article (requirement),
                           gu_requirement_get_id (requirement));
          g_assert_nonnull (gu_requirement_get_source (requirement));
          g_assert_cmpuint (strlen (gu_requirement_get_name (requirement)), >, 8);
        }
      for (guint j = 0; j < clocks->len; j++)
        assert_citation (gu_clock_rule_get_article (clocks->pdata[j]),
                         gu_clock_rule_get_id (clocks->pdata[j]));
      assert_texts_cited (gu_procedure_get_signers (procedure), id);
      assert_texts_cited (gu_procedure_get_outcomes (procedure), id);
      assert_texts_cited (gu_procedure_get_letters (procedure), id);
      assert_texts_cited (gu_procedure_get_fees (procedure), id);
      assert_texts_cited (gu_procedure_get_doubts (procedure), id);
    }
  g_assert_cmpuint (procedures->len, ==, 8);
  g_assert_cmpuint (n_requirements, >, 60);
}

static void
assert_facts_declared (GuProcedure *procedure, GuCondition *condition, GHashTable *used)
{
  g_autoptr (GPtrArray) ids = gu_condition_list_facts (condition);

  for (guint i = 0; i < ids->len; i++)
    {
      if (gu_procedure_find_fact (procedure, ids->pdata[i]) == NULL)
        g_error (
            "%s does not ask %s", gu_procedure_get_id (procedure), (const char *) ids->pdata[i]);
      g_hash_table_add (used, ids->pdata[i]);
    }
}

/* Nothing is asked in vain, except what the register wants. */
static void
test_facts (Fixture *fixture, gconstpointer data)
{
  static const char *const for_register[] = {
    "cu.numar", "cu.expira_la", "cadastru.numar_parcele", "scop", NULL
  };
  g_autoptr (GPtrArray) procedures = all_procedures (fixture);

  for (guint i = 0; i < procedures->len; i++)
    {
      GuProcedure *procedure = procedures->pdata[i];
      g_autoptr (GHashTable) used = g_hash_table_new (g_str_hash, g_str_equal);
      g_autoptr (JsonNode) whole = gu_procedure_to_json (procedure);
      g_autofree char *text = json_to_string (whole, FALSE);
      GPtrArray *facts = gu_procedure_get_facts (procedure);
      GPtrArray *requirements = gu_procedure_get_requirements (procedure);
      GPtrArray *clocks = gu_procedure_get_clocks (procedure);

      for (guint j = 0; j < requirements->len; j++)
        assert_facts_declared (
            procedure, gu_requirement_get_condition (requirements->pdata[j]), used);
      for (guint j = 0; j < clocks->len; j++)
        assert_facts_declared (procedure, gu_clock_rule_get_condition (clocks->pdata[j]), used);
      for (guint j = 0; j < facts->len; j++)
        assert_facts_declared (procedure, gu_fact_get_condition (facts->pdata[j]), used);
      g_assert_cmpuint (facts->len, >=, 3);
      g_assert_cmpuint (facts->len, <=, 12);
      for (guint j = 0; j < facts->len; j++)
        {
          const char *id = gu_fact_get_id (facts->pdata[j]);
          g_autofree char *mention = g_strdup_printf ("\"fact\":\"%s\"", id);

          if (!g_hash_table_contains (used, id) && !g_strv_contains (for_register, id)
              && strstr (text, mention) == NULL)
            g_error ("%s asks %s in vain", gu_procedure_get_id (procedure), id);
        }
    }
}

typedef struct
{
  const char *clock;
  const char *start;
  const char *expected;
  const char *article;
} ClockRow;

static void
test_clocks (Fixture *fixture, gconstpointer data)
{
  static const ClockRow rows[] = {
    { "cu-inf-emitere-sistem", "2026-11-23", "2026-12-02", "art. 254 alin. (6)" },
    { "cu-inf-emitere", "2026-11-23", "2026-12-09", "art. 254 alin. (7)" },
    { "cu-cad-emitere", "2026-11-23", "2026-12-09", "art. 256 alin. (4)" },
    { "cu-con-emitere", "2026-11-23", "2026-12-16", "art. 257 alin. (4)" },
    { "cu-con-prelungire", "2026-12-31", "2026-12-09", "art. 257 alin. (16) lit. b)" },
    { "cu-pre-cerere", "2027-11-23", "2027-11-02", "art. 257 alin. (16) lit. b)" },
    { "cu-con-valabilitate", "2026-11-23", "2029-11-23", "art. 257 alin. (15)" },
    { "ac-deficiente", "2026-11-23", "2026-12-09", "art. 271 alin. (1)" },
    { "ac-emitere", "2026-11-23", "2026-12-23", "art. 273 alin. (1)" },
    { "ac-emitere-acord-unic", "2026-03-12", "2026-04-14", "art. 273 alin. (3)" },
    { "ac-emitere-urgenta", "2026-11-23", "2026-12-04", "art. 273 alin. (2)" },
    { "ac-emitere-prima-urgenta", "2026-11-23", "2026-11-23", "art. 283 alin. (1)" },
    { "ac-completare", "2026-11-30", "2027-03-01", "art. 271 alin. (2)" },
    { "ac-valabilitate", "2026-11-23", "2029-11-23", "art. 309 alin. (1)" },
    { "ad-emitere", "2026-12-11", "2027-01-11", "art. 273 alin. (1)" },
    { "l50-cu-emitere", "2026-04-09", "2026-05-05", "art. 6 alin. (2)" },
    { "l50-ac-deficiente", "2026-05-28", "2026-06-05", "art. 7 alin. (3)" },
    { "l50-ac-prelungire", "2026-12-31", "2026-10-26", "art. 7 alin. (7)" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GuClockRule *rule = gu_rule_book_find_clock (fixture->book, rows[i].clock);
      GDate start = date (rows[i].start);
      g_autoptr (GuTerm) term = NULL;
      g_autofree char *last = NULL;

      if (rule == NULL)
        g_error ("no clock %s", rows[i].clock);
      term = gu_clock_rule_evaluate (rule, &start, NULL, 0, fixture->calendar, GU_COUNTING_A);
      last = gu_rules_date_to_iso (&term->last_day);
      if (!g_str_equal (last, rows[i].expected))
        g_error ("%s: %s instead of %s", rows[i].clock, last, rows[i].expected);
      g_assert_nonnull (strstr (term->article, rows[i].article));
      g_assert_nonnull (strstr (term->explanation, term->article));
    }
  g_assert_null (gu_rule_book_find_clock (fixture->book, "none"));
}

/* Under convention B a term in free days ends a day later. */
static void
test_clock_convention (Fixture *fixture, gconstpointer data)
{
  GuClockRule *rule = gu_rule_book_find_clock (fixture->book, "ac-emitere");
  GDate start = date ("2026-11-23");
  GuSuspension standing = { date ("2026-12-01"), date ("2026-12-10") };
  g_autoptr (GuTerm)
      b = gu_clock_rule_evaluate (rule, &start, NULL, 0, fixture->calendar, GU_COUNTING_B);
  g_autoptr (GuTerm)
      later = gu_clock_rule_evaluate (rule, &start, &standing, 1, fixture->calendar, GU_COUNTING_A);
  g_autofree char *b_day = gu_rules_date_to_iso (&b->last_day);
  g_autofree char *later_day = gu_rules_date_to_iso (&later->last_day);

  g_assert_cmpstr (b_day, ==, "2026-12-24");
  /* 23 December plus ten days is Saturday, 2 January: moved to Monday, 4. */
  g_assert_cmpstr (later_day, ==, "2027-01-04");
}

static void
assert_main_clock (Fixture *fixture,
                   const char *procedure,
                   const char *facts_text,
                   const char *clock)
{
  g_autoptr (JsonObject) facts = parse_facts (facts_text);
  GuProcedure *found = find (fixture, procedure, "2026-11-24");

  g_assert_cmpstr (gu_clock_rule_get_id (gu_procedure_find_main_clock (found, facts)), ==, clock);
}

static void
test_main_clock (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) procedures = all_procedures (fixture);

  assert_main_clock (
      fixture, "cu-informare", "{\"autoritate.sistem_functional\":true}", "cu-inf-emitere-sistem");
  assert_main_clock (
      fixture, "cu-informare", "{\"autoritate.sistem_functional\":false}", "cu-inf-emitere");
  assert_main_clock (fixture,
                     "autorizatie-construire",
                     "{\"regim\":\"normal\",\"avize.canal\":\"acord-unic\"}",
                     "ac-emitere-acord-unic");
  assert_main_clock (fixture,
                     "autorizatie-construire",
                     "{\"regim\":\"normal\",\"avize.canal\":\"direct\"}",
                     "ac-emitere");
  assert_main_clock (
      fixture, "autorizatie-construire", "{\"regim\":\"urgenta\"}", "ac-emitere-urgenta");
  assert_main_clock (fixture, "autorizatie-desfiintare", "{}", "ad-emitere");

  /* With the usual answers every procedure has a term and something to say on the receipt. */
  for (guint i = 0; i < procedures->len; i++)
    {
      g_autoptr (JsonObject) usual = gu_procedure_new_facts (procedures->pdata[i]);
      g_autoptr (GPtrArray) steps = gu_procedure_get_next_steps (procedures->pdata[i], usual);

      g_assert_true (gu_procedure_check_facts (procedures->pdata[i], usual, NULL));
      g_assert_nonnull (gu_procedure_find_main_clock (procedures->pdata[i], usual));
      g_assert_cmpuint (steps->len, >=, 3);
      assert_texts_cited (steps, gu_procedure_get_id (procedures->pdata[i]));
    }
}

static void
test_regime (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *family;
    const char *filed;
    const char *act;
    const char *regime;
    gboolean choice;
  } rows[] = {
    { "cu", "2026-08-24", NULL, "L50", FALSE },
    { "cu", "2026-08-25", NULL, "L169", FALSE },
    { "ac", "2026-08-24", "2026-08-01", "L50", FALSE },
    { "ac", "2026-11-24", "2026-08-24", "L169", TRUE },
    { "ad", "2026-11-24", "2026-08-25", "L169", FALSE },
    { "ac", "2026-11-24", NULL, "L169", FALSE },
    { "cu-prelungire", "2026-11-24", "2026-08-24", "L169", TRUE },
    { "cu-prelungire", "2026-11-24", "2026-09-24", "L169", FALSE },
    { "cu-prelungire", "2026-08-24", "2026-01-24", "L50", FALSE },
    { "ac-prelungire", "2026-11-24", "2026-08-24", "L169", TRUE },
    { "puz", "2026-11-24", "2026-08-24", "L350", FALSE },
    { "puz", "2026-11-24", "2026-08-25", "L169", FALSE },
    { "puz", "2026-08-24", NULL, "L350", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GDate filed = date (rows[i].filed);
      GDate act;
      g_autoptr (GuRegimeDecision) decision = NULL;

      if (rows[i].act != NULL)
        act = date (rows[i].act);
      decision = gu_regime_decide (rows[i].family, &filed, rows[i].act != NULL ? &act : NULL);
      g_assert_cmpstr (decision->regime, ==, rows[i].regime);
      g_assert_cmpint (decision->choice, ==, rows[i].choice);
      assert_citation (decision->article, rows[i].family);
      g_assert_cmpuint (strlen (decision->reason), >, 20);
    }
}

/* The date of the certificate among the facts decides too. */
static void
test_regime_from_facts (Fixture *fixture, gconstpointer data)
{
  GDate filed = date ("2026-11-24");
  g_autoptr (JsonObject) old = parse_facts ("{\"cu.emis_la\":\"2026-08-24\"}");
  g_autoptr (JsonObject) wrong = parse_facts ("{\"cu.emis_la\":20260824}");
  GuProcedure *permit = find (fixture, "autorizatie-construire", "2026-11-24");
  GuProcedure *old_permit = find (fixture, "l50-ac", "2026-11-24");
  g_autoptr (GuRegimeDecision) with = gu_procedure_decide_regime (permit, old, &filed);
  g_autoptr (GuRegimeDecision) without = gu_procedure_decide_regime (permit, NULL, &filed);
  g_autoptr (GuRegimeDecision) unreadable = gu_procedure_decide_regime (permit, wrong, &filed);

  g_assert_true (with->choice);
  g_assert_false (without->choice);
  g_assert_false (unreadable->choice);

  g_assert_null (gu_procedure_get_complete_first (permit));
  g_assert_cmpstr (
      gu_procedure_get_complete_first (old_permit), ==, "art. 7 alin. (1^2) din Legea nr. 50/1991");
}

static void
test_transitions (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) all = gu_transition_list (NULL);
  g_autoptr (GHashTable) reached = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) pairs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *reason = NULL;
  g_autofree char *role_reason = NULL;

  for (guint i = 0; i < all->len; i++)
    {
      const GuTransition *row = all->pdata[i];

      g_assert_true (gu_state_is_known (row->from));
      g_assert_true (gu_state_is_known (row->to));
      g_assert_nonnull (row->roles[0]);
      assert_citation (row->ground, row->from);
      if (row->ground_l50 != NULL)
        assert_citation (row->ground_l50, row->from);
      g_assert_true (g_hash_table_add (pairs, g_strdup_printf ("%s %s", row->from, row->to)));
      g_hash_table_add (reached, (gpointer) row->to);
    }
  for (const char *const *state = gu_state_list (); *state != NULL; state++)
    {
      g_autoptr (GPtrArray) onward = gu_transition_list (*state);

      g_assert_cmpint (
          g_hash_table_contains (reached, *state), ==, !g_str_equal (*state, "ciorna"));
      g_assert_cmpint (onward->len > 0, ==, !g_str_equal (*state, "arhivat"));
      g_assert_cmpstr (gu_state_get_title (*state), !=, *state);
    }

  g_assert_true (gu_transition_allowed ("ciorna", "inregistrat", "referent", NULL));
  g_assert_false (gu_transition_allowed ("ciorna", "emis", "sef", &reason));
  g_assert_nonnull (strstr (reason, "Draft"));
  g_assert_false (gu_transition_allowed ("la-semnat", "emis", "referent", &role_reason));
  g_assert_nonnull (strstr (role_reason, "role"));
  g_assert_false (gu_state_is_known ("necunoscut"));
}

/* What clerks read is Romanian with the right letters. */
static void
test_letters (Fixture *fixture, gconstpointer data)
{
  static const char *const cedillas[] = { "\u015f", "\u015e", "\u0163", "\u0162" };
  g_autoptr (GPtrArray) procedures = all_procedures (fixture);

  for (guint i = 0; i < procedures->len; i++)
    {
      g_autoptr (JsonNode) node = gu_procedure_to_json (procedures->pdata[i]);
      g_autofree char *text = json_to_string (node, FALSE);

      for (gsize j = 0; j < G_N_ELEMENTS (cedillas); j++)
        g_assert_null (strstr (text, cedillas[j]));
      g_assert_nonnull (strstr (text, "ț"));
      g_assert_nonnull (strstr (text, "\"article\""));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/law/dates", test_dates);
  ADD ("/law/list", test_list);
  ADD ("/law/sources", test_sources);
  ADD ("/law/facts", test_facts);
  ADD ("/law/clocks", test_clocks);
  ADD ("/law/clock-convention", test_clock_convention);
  ADD ("/law/main-clock", test_main_clock);
  ADD ("/law/regime", test_regime);
  ADD ("/law/regime-from-facts", test_regime_from_facts);
  ADD ("/law/transitions", test_transitions);
  ADD ("/law/letters", test_letters);
#undef ADD
  return g_test_run ();
}
