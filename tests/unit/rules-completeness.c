/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "gu-completeness.h"
#include "gu-rule-book.h"

#include <string.h>

typedef struct
{
  GuRuleBook *book;
  GPtrArray *papers;
  GDate filed_on;
} Fixture;

static GDate
date (const char *text)
{
  GDate value;

  g_assert_true (gu_rules_date_parse (text, &value));
  return value;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->book = gu_rule_book_new ();
  gu_rule_book_load_builtin (fixture->book, &error);
  g_assert_no_error (error);
  fixture->papers = g_ptr_array_new_with_free_func ((GDestroyNotify) gu_paper_free);
  fixture->filed_on = date ("2026-11-24");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_ptr_array_unref (fixture->papers);
  g_assert_finalize_object (fixture->book);
}

static GuProcedure *
find (Fixture *fixture, const char *id)
{
  GuProcedure *procedure = gu_rule_book_find_procedure (fixture->book, id, &fixture->filed_on);

  g_assert_nonnull (procedure);
  return procedure;
}

/* @requirements is "a b c". */
static void
add_paper (Fixture *fixture,
           const char *id,
           const char *requirements,
           const char *issued,
           gboolean legible)
{
  g_auto (GStrv) ids = g_strsplit (requirements, " ", -1);
  GDate day;

  if (issued != NULL)
    day = date (issued);
  g_ptr_array_add (
      fixture->papers,
      gu_paper_new (id, (const char *const *) ids, issued != NULL ? &day : NULL, legible));
}

static GuRequirementStatus *
status_of (GPtrArray *statuses, const char *id)
{
  for (guint i = 0; i < statuses->len; i++)
    {
      GuRequirement *requirement = gu_requirement_status_get_requirement (statuses->pdata[i]);

      if (g_str_equal (gu_requirement_get_id (requirement), id))
        return statuses->pdata[i];
    }
  g_error ("no requirement %s", id);
}

static void
assert_state (GPtrArray *statuses, const char *id, const char *nick)
{
  GuRequirementStatus *status = status_of (statuses, id);
  const char *found = gu_requirement_state_get_nick (gu_requirement_status_get_state (status));

  if (!g_str_equal (found, nick))
    g_error ("%s is %s (%s), not %s", id, found, gu_requirement_status_get_reason (status), nick);
  g_assert_nonnull (gu_requirement_status_get_reason (status));
  g_assert_nonnull (strstr (gu_requirement_status_get_article (status), " din "));
}

static GPtrArray *
check (Fixture *fixture, const char *procedure, const char *facts_text)
{
  g_autoptr (JsonNode) node = json_from_string (facts_text, NULL);

  g_assert_nonnull (node);
  return gu_completeness_check (
      find (fixture, procedure), json_node_get_object (node), fixture->papers, &fixture->filed_on);
}

static const char new_house[] =
    "{\"solicitant.calitate\":\"titular\",\"scop\":\"constructie-noua\",\"imobil.in_eterra\":true}";

static void
test_certificate (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) statuses = check (fixture, "cu-construire", new_house);
  g_autoptr (GPtrArray) full = NULL;
  guint n_open = 0;

  g_assert_false (gu_completeness_is_complete (statuses, &n_open));
  g_assert_cmpuint (n_open, ==, 5);
  assert_state (statuses, "cerere", "lipsa");
  assert_state (statuses, "extras-cf", "lipsa");
  assert_state (statuses, "plan-situatie", "lipsa");
  assert_state (statuses, "descriere-investitie", "lipsa");
  assert_state (statuses, "dovada-taxa", "lipsa");
  assert_state (statuses, "imputernicire", "nu-e-cazul");
  assert_state (statuses, "plan-incadrare", "nu-e-cazul");
  assert_state (statuses, "date-ancpi", "se-obtine-de-autoritate");
  g_assert_nonnull (
      strstr (gu_requirement_status_get_reason (status_of (statuses, "imputernicire")),
              "titular al dreptului"));
  g_assert_nonnull (
      strstr (gu_requirement_status_get_article (status_of (statuses, "descriere-investitie")),
              "art. 257 alin. (8) lit. b) din Legea nr. 169/2026"));

  /* One paper may answer several requirements. */
  add_paper (fixture, "d1", "cerere descriere-investitie", NULL, TRUE);
  add_paper (fixture, "d2", "plan-situatie", NULL, TRUE);
  add_paper (fixture, "d3", "dovada-taxa", NULL, TRUE);
  add_paper (fixture, "d4", "extras-cf", "2026-11-10", TRUE);
  full = check (fixture, "cu-construire", new_house);
  g_assert_true (gu_completeness_is_complete (full, &n_open));
  g_assert_cmpuint (n_open, ==, 0);
  assert_state (full, "descriere-investitie", "depus");
  g_assert_cmpstr (gu_requirement_status_get_papers (status_of (full, "cerere"))[0], ==, "d1");
  g_assert_null (gu_requirement_status_get_papers (status_of (full, "cerere"))[1]);
}

static void
assert_freshness (Fixture *fixture, const char *issued, const char *nick, const char *reason)
{
  g_autoptr (GPtrArray) statuses = NULL;

  g_ptr_array_set_size (fixture->papers, 0);
  add_paper (fixture, "cf", "extras-cf", issued, TRUE);
  statuses = check (fixture, "cu-construire", new_house);
  assert_state (statuses, "extras-cf", nick);
  if (strstr (gu_requirement_status_get_reason (status_of (statuses, "extras-cf")), reason) == NULL)
    g_error ("%s", gu_requirement_status_get_reason (status_of (statuses, "extras-cf")));
}

/* The extract of the land book is at most 30 days old at filing: art. 254 alin. (12). */
static void
test_freshness (Fixture *fixture, gconstpointer data)
{
  assert_freshness (fixture, "2026-11-24", "depus", "0 days before filing");
  assert_freshness (fixture, "2026-11-23", "depus", "1 day before filing");
  assert_freshness (fixture, "2026-10-25", "depus", "30 days before filing");
  assert_freshness (fixture, "2026-10-24", "expirat", "31 days before filing; at most 30");
  assert_freshness (fixture, "2026-11-25", "expirat", "after the day of filing");
  assert_freshness (fixture, NULL, "expirat", "date of issue is not known");
}

/* Every extract of the built-in packs is good on its thirtieth day and not on the next. */
static void
test_freshness_everywhere (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) procedures = gu_rule_book_list (fixture->book, &fixture->filed_on);
  guint n_aged = 0;

  for (guint i = 0; i < procedures->len; i++)
    {
      GPtrArray *requirements = gu_procedure_get_requirements (procedures->pdata[i]);

      for (guint j = 0; j < requirements->len; j++)
        {
          const char *id = gu_requirement_get_id (requirements->pdata[j]);
          g_autoptr (GPtrArray) young = NULL;
          g_autoptr (GPtrArray) old = NULL;

          if (gu_requirement_get_max_age_days (requirements->pdata[j]) == 0)
            continue;
          n_aged++;
          g_ptr_array_set_size (fixture->papers, 0);
          add_paper (fixture, "p", id, "2026-10-25", TRUE);
          young = gu_completeness_check (
              procedures->pdata[i], NULL, fixture->papers, &fixture->filed_on);
          assert_state (young, id, "depus");
          g_ptr_array_set_size (fixture->papers, 0);
          add_paper (fixture, "p", id, "2026-10-24", TRUE);
          old = gu_completeness_check (
              procedures->pdata[i], NULL, fixture->papers, &fixture->filed_on);
          assert_state (old, id, "expirat");
        }
    }
  g_assert_cmpuint (n_aged, >=, 9);
}

/* The best of several papers decides. */
static void
test_several_papers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) illegible = NULL;
  g_autoptr (GPtrArray) old = NULL;
  g_autoptr (GPtrArray) good = NULL;

  add_paper (fixture, "a", "extras-cf", "2026-11-20", FALSE);
  illegible = check (fixture, "cu-construire", new_house);
  assert_state (illegible, "extras-cf", "ilizibil");
  g_assert_false (gu_requirement_status_is_ok (status_of (illegible, "extras-cf")));

  add_paper (fixture, "b", "extras-cf", "2026-01-20", TRUE);
  old = check (fixture, "cu-construire", new_house);
  assert_state (old, "extras-cf", "expirat");

  add_paper (fixture, "c", "extras-cf", "2026-11-20", TRUE);
  good = check (fixture, "cu-construire", new_house);
  assert_state (good, "extras-cf", "depus");
  g_assert_cmpuint (
      g_strv_length ((GStrv) gu_requirement_status_get_papers (status_of (good, "extras-cf"))),
      ==,
      3);
}

/* What is not answered counts as needed, and the question is named. */
static void
test_unknown_facts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) none = check (fixture, "cu-construire", "{}");
  g_autoptr (GPtrArray) some = check (fixture, "cu-construire", "{\"scop\":\"interventie\"}");
  g_autoptr (GPtrArray) no_facts = gu_completeness_check (
      find (fixture, "cu-construire"), NULL, NULL, &fixture->filed_on);
  g_autoptr (GPtrArray)
      wrong = check (fixture, "cu-construire", "{\"scop\":5,\"solicitant.calitate\":null}");

  assert_state (none, "imputernicire", "lipsa");
  assert_state (none, "plan-incadrare", "lipsa");
  g_assert_nonnull (strstr (gu_requirement_status_get_reason (status_of (none, "imputernicire")),
                            "counts as needed until this is answered: „Calitatea solicitantului”"));
  assert_state (some, "plan-situatie", "nu-e-cazul");
  assert_state (some, "plan-incadrare", "lipsa");
  g_assert_nonnull (
      strstr (gu_requirement_status_get_reason (status_of (some, "plan-incadrare")), "e-Terra"));
  g_assert_null (
      strstr (gu_requirement_status_get_reason (status_of (some, "plan-incadrare")), "Scopul"));
  assert_state (no_facts, "imputernicire", "lipsa");
  assert_state (wrong, "imputernicire", "lipsa");
  assert_state (wrong, "plan-situatie", "lipsa");
}

typedef struct
{
  const char *procedure;
  const char *facts;
  const char *requirement;
  const char *state;
} Row;

/* Conditions of the law, case by case, without papers. */
static const Row rows[] = {
  /* art. 254 alin. (10)–(11) */
  { "cu-informare", "{\"imobil.in_eterra\":true}", "plan-incadrare", "nu-e-cazul" },
  { "cu-informare", "{\"imobil.in_eterra\":true}", "date-eterra", "se-obtine-de-autoritate" },
  { "cu-informare", "{\"imobil.in_eterra\":true}", "extras-cf", "nu-e-cazul" },
  { "cu-informare",
    "{\"imobil.in_eterra\":false,\"imobil.in_cf_fara_cadastru\":false}",
    "plan-incadrare",
    "lipsa" },
  { "cu-informare",
    "{\"imobil.in_eterra\":false,\"imobil.in_cf_fara_cadastru\":false}",
    "extras-cf",
    "nu-e-cazul" },
  { "cu-informare",
    "{\"imobil.in_eterra\":false,\"imobil.in_cf_fara_cadastru\":true}",
    "extras-cf",
    "lipsa" },
  { "cu-informare", "{\"imobil.in_eterra\":false}", "date-eterra", "nu-e-cazul" },
  /* art. 256 alin. (7) */
  { "cu-operatiuni-cadastrale", "{\"imobil.in_eterra\":true}", "extras-cf", "lipsa" },
  { "cu-operatiuni-cadastrale", "{\"imobil.in_eterra\":true}", "plan-incadrare", "nu-e-cazul" },
  { "cu-operatiuni-cadastrale", "{\"imobil.in_eterra\":false}", "extras-cf", "nu-e-cazul" },
  { "cu-operatiuni-cadastrale", "{\"imobil.in_eterra\":false}", "plan-incadrare", "lipsa" },
  { "cu-operatiuni-cadastrale",
    "{\"solicitant.calitate\":\"imputernicit\"}",
    "imputernicire",
    "lipsa" },
  /* art. 257 alin. (8) lit. a) */
  { "cu-construire",
    "{\"scop\":\"constructie-noua\",\"imobil.in_eterra\":false}",
    "extras-cf",
    "lipsa" },
  { "cu-construire", "{\"scop\":\"amenajare\"}", "plan-situatie", "lipsa" },
  { "cu-construire", "{\"scop\":\"extindere\"}", "plan-situatie", "lipsa" },
  { "cu-construire",
    "{\"scop\":\"interventie\",\"imobil.in_eterra\":false}",
    "extras-cf",
    "nu-e-cazul" },
  { "cu-construire",
    "{\"scop\":\"interventie\",\"imobil.in_eterra\":false}",
    "plan-incadrare",
    "lipsa" },
  { "cu-construire", "{\"scop\":\"interventie\",\"imobil.in_eterra\":true}", "extras-cf", "lipsa" },
  { "cu-construire",
    "{\"scop\":\"interventie\",\"imobil.in_eterra\":true}",
    "plan-incadrare",
    "nu-e-cazul" },
  /* art. 257 alin. (17), F_CU_03 */
  { "prelungire-cu", "{\"solicitant.calitate\":\"titular\"}", "cu-original", "lipsa" },
  { "prelungire-cu", "{\"solicitant.calitate\":\"titular\"}", "imputernicire", "nu-e-cazul" },
  /* art. 262 alin. (1), F_A_01 pct. 10 */
  { "autorizatie-construire", "{\"proprietar_in_cf\":true}", "acte-drept", "nu-e-cazul" },
  { "autorizatie-construire", "{\"proprietar_in_cf\":false}", "acte-drept", "lipsa" },
  { "autorizatie-construire", "{\"avize.canal\":\"acord-unic\"}", "acord-unic", "lipsa" },
  { "autorizatie-construire", "{\"avize.canal\":\"acord-unic\"}", "avize", "nu-e-cazul" },
  { "autorizatie-construire",
    "{\"avize.canal\":\"acord-unic\"}",
    "declaratie-tacit",
    "nu-e-cazul" },
  { "autorizatie-construire",
    "{\"avize.canal\":\"direct\",\"avize.tacit\":true}",
    "declaratie-tacit",
    "lipsa" },
  { "autorizatie-construire", "{\"avize.canal\":\"niciunul\"}", "avize", "nu-e-cazul" },
  { "autorizatie-construire", "{\"lucrari\":\"interventie\"}", "rapoarte-expertiza", "lipsa" },
  { "autorizatie-construire",
    "{\"lucrari\":\"constructie-noua\"}",
    "rapoarte-expertiza",
    "nu-e-cazul" },
  { "autorizatie-construire",
    "{\"lucrari\":\"constructie-noua\",\"constructie.tip\":\"alta-cladire\"}",
    "raport-nzeb",
    "lipsa" },
  { "autorizatie-construire",
    "{\"lucrari\":\"constructie-noua\"}",
    "audit-energetic",
    "nu-e-cazul" },
  { "autorizatie-construire",
    "{\"constructie.tip\":\"alte-constructii\"}",
    "dovada-oar",
    "nu-e-cazul" },
  { "autorizatie-construire",
    "{\"constructie.tip\":\"locuinta-unifamiliala\"}",
    "dovada-oar",
    "lipsa" },
  { "autorizatie-construire", "{\"vecini\":\"raport\"}", "acord-vecini", "nu-e-cazul" },
  { "autorizatie-construire", "{\"vecini\":\"raport\"}", "raport-vecinatati", "lipsa" },
  { "autorizatie-construire", "{\"vecini\":\"masuri\"}", "acord-vecini", "lipsa" },
  { "autorizatie-construire", "{\"drum.domeniu_public\":true}", "proiect-drum", "lipsa" },
  { "autorizatie-construire", "{\"regim\":\"prima-urgenta\"}", "constatare-pericol", "lipsa" },
  { "autorizatie-construire", "{}", "certificat-urbanism", "se-obtine-de-autoritate" },
  { "autorizatie-desfiintare", "{\"desfiintare.cladire\":false}", "dovada-oar", "nu-e-cazul" },
  { "autorizatie-desfiintare",
    "{\"desfiintare.expertiza\":true}",
    "expertiza-desfiintare",
    "lipsa" },
  /* Legea nr. 50/1991 art. 7 alin. (1), Norme art. 20 */
  { "l50-ac", "{}", "certificat-urbanism", "lipsa" },
  { "l50-ac", "{\"lucrari\":\"desfiintare\"}", "atestare-fiscala", "lipsa" },
  { "l50-ac", "{\"lucrari\":\"constructie-noua\"}", "atestare-fiscala", "nu-e-cazul" },
  { "l50-ac", "{\"lucrari\":\"renovare-energetica\"}", "audit-energetic", "lipsa" },
};

static void
test_conditions (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPtrArray) statuses = check (fixture, rows[i].procedure, rows[i].facts);

      assert_state (statuses, rows[i].requirement, rows[i].state);
    }
}

static void
test_old_certificate (Fixture *fixture, gconstpointer data)
{
  g_autoptr (JsonNode) registered = json_from_string ("{\"imobil.in_eterra\":true}", NULL);
  GDate filed = date ("2026-08-24");
  GuProcedure *procedure = gu_rule_book_find_procedure (fixture->book, "l50-cu", &filed);
  g_autoptr (GPtrArray)
      statuses = gu_completeness_check (procedure, json_node_get_object (registered), NULL, &filed);

  assert_state (statuses, "cerere", "lipsa");
  assert_state (statuses, "extras-cf", "lipsa");
  assert_state (statuses, "extras-plan-cadastral", "lipsa");
  assert_state (statuses, "plan-incadrare", "nu-e-cazul");
  g_assert_nonnull (strstr (gu_requirement_status_get_article (status_of (statuses, "dovada-taxa")),
                            "Ordinul nr. 839/2009"));
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) statuses = NULL;
  static const char *const order[] = {
    "lipsa", "expirat", "depus", "se-obtine-de-autoritate", "nu-e-cazul"
  };
  guint rank = 0;

  add_paper (fixture, "a", "cerere", NULL, TRUE);
  add_paper (fixture, "b", "extras-cf", "2026-01-01", TRUE);
  statuses = check (fixture, "cu-construire", new_house);
  gu_completeness_sort_for_desk (statuses);
  for (guint i = 0; i < statuses->len; i++)
    {
      const char *nick = gu_requirement_state_get_nick (
          gu_requirement_status_get_state (statuses->pdata[i]));

      while (!g_str_equal (nick, order[rank]))
        g_assert_cmpuint (++rank, <, G_N_ELEMENTS (order));
    }
  g_assert_cmpstr (
      gu_requirement_get_id (gu_requirement_status_get_requirement (statuses->pdata[0])),
      ==,
      "plan-situatie");
}

static JsonNode *
random_value (GuFact *fact)
{
  gsize n = 0;
  const GuFactChoice *choices = gu_fact_get_choices (fact, &n);

  switch (gu_fact_get_kind (fact))
    {
    case GU_FACT_BOOL:
      return json_node_init_boolean (json_node_alloc (), g_test_rand_bit () != 0);
    case GU_FACT_CHOICE:
      return json_node_init_string (json_node_alloc (),
                                    choices[g_test_rand_int_range (0, (int) n)].id);
    case GU_FACT_DATE:
      return json_node_init_string (json_node_alloc (),
                                    g_test_rand_bit () ? "2026-08-24" : "2026-08-25");
    case GU_FACT_NUMBER:
      return json_node_init_int (json_node_alloc (), g_test_rand_int_range (0, 10));
    case GU_FACT_TEXT:
    default:
      return json_node_init_string (json_node_alloc (), "45/2026");
    }
}

/* For any answers: with all of them given nothing is left open by questions, what was not needed
 * with some answers missing is not needed with all of them, and every paper that is asked for,
 * provided, completes it. */
static void
test_properties (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) procedures = gu_rule_book_list (fixture->book, &fixture->filed_on);

  for (int round = 0; round < 400; round++)
    {
      GuProcedure *procedure = procedures->pdata[round % (int) procedures->len];
      GPtrArray *facts = gu_procedure_get_facts (procedure);
      g_autoptr (JsonObject) all = json_object_new ();
      g_autoptr (JsonObject) some = json_object_new ();
      g_autoptr (GPtrArray)
          papers = g_ptr_array_new_with_free_func ((GDestroyNotify) gu_paper_free);

      for (guint i = 0; i < facts->len; i++)
        {
          const char *id = gu_fact_get_id (facts->pdata[i]);

          json_object_set_member (all, id, random_value (facts->pdata[i]));
          if (g_test_rand_bit ())
            json_object_set_member (some, id, json_node_copy (json_object_get_member (all, id)));
        }
      g_assert_true (gu_procedure_check_facts (procedure, all, NULL));

      g_autoptr (GPtrArray)
          known = gu_completeness_check (procedure, all, NULL, &fixture->filed_on);
      g_autoptr (GPtrArray)
          partly = gu_completeness_check (procedure, some, NULL, &fixture->filed_on);
      for (guint i = 0; i < known->len; i++)
        {
          const char *id = gu_requirement_get_id (
              gu_requirement_status_get_requirement (known->pdata[i]));
          const char *const ids[] = { id, NULL };

          g_assert_null (strstr (gu_requirement_status_get_reason (known->pdata[i]),
                                 "until this is answered"));
          if (gu_requirement_status_get_state (partly->pdata[i]) == GU_REQUIREMENT_NOT_NEEDED)
            g_assert_cmpint (
                gu_requirement_status_get_state (known->pdata[i]), ==, GU_REQUIREMENT_NOT_NEEDED);
          if (!gu_requirement_status_is_ok (known->pdata[i]))
            g_ptr_array_add (papers, gu_paper_new (id, ids, &fixture->filed_on, TRUE));
        }
      g_autoptr (GPtrArray)
          complete = gu_completeness_check (procedure, all, papers, &fixture->filed_on);
      g_assert_true (gu_completeness_is_complete (complete, NULL));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/completeness/certificate", test_certificate);
  ADD ("/completeness/freshness", test_freshness);
  ADD ("/completeness/freshness-everywhere", test_freshness_everywhere);
  ADD ("/completeness/several-papers", test_several_papers);
  ADD ("/completeness/unknown-facts", test_unknown_facts);
  ADD ("/completeness/conditions", test_conditions);
  ADD ("/completeness/old-certificate", test_old_certificate);
  ADD ("/completeness/order", test_order);
  ADD ("/completeness/properties", test_properties);
#undef ADD
  return g_test_run ();
}
