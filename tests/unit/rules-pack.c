/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "gu-error.h"
#include "gu-rule-book.h"

#include <string.h>

/* A small, whole pack; the tests spoil one place of it at a time. */
static const char good[] =
    "{\"format\":1,\"id\":\"p\",\"version\":\"1.0\",\"title\":\"T\",\"regime\":\"L169\",\"valid_"
    "from\":\"2026-08-25\","
    "\"sources\":[{\"id\":\"L\",\"short\":\"Legea\",\"title\":\"Legea\",\"published\":\"M.Of.\"}],"
    "\"registers\":[{\"id\":\"general\",\"title\":\"R\",\"law\":\"L: art. 1\"}],"
    "\"facts\":[{\"id\":\"yes\",\"label\":\"Da?\",\"kind\":\"bool\",\"default\":true},"
    "{\"id\":\"which\",\"label\":\"Care?\",\"kind\":\"choice\",\"choices\":[{\"id\":\"a\","
    "\"label\":\"A\"},{\"id\":\"b\",\"label\":\"B\"}]},"
    "{\"id\":\"when\",\"label\":\"Când?\",\"kind\":\"date\",\"when\":{\"fact\":\"yes\"}},"
    "{\"id\":\"many\",\"label\":\"Câte?\",\"kind\":\"number\"}],"
    "\"letters\":[{\"id\":\"l\",\"title\":\"Scrisoare\",\"text\":\"Text\",\"law\":\"L: art. 2\"}],"
    "\"procedures\":[{\"id\":\"one\",\"family\":\"cu\",\"title\":\"Unu\",\"short_title\":\"Unu\","
    "\"summary\":\"S\",\"act\":\"A\","
    "\"register\":\"general\",\"act_register\":\"general\",\"law\":\"L: art. 3\","
    "\"forms\":[{\"code\":\"F\",\"title\":\"Formular\",\"law\":\"L: art. 4\"}],"
    "\"facts\":[\"yes\",\"which\",\"when\",\"many\"],"
    "\"requirements\":[{\"id\":\"r1\",\"name\":\"cererea\",\"kind\":\"mandatory\",\"law\":\"L: "
    "art. 5\"},"
    "{\"id\":\"r2\",\"name\":\"planul\",\"kind\":\"conditional\",\"when\":{\"all\":[{\"fact\":"
    "\"yes\"},{\"fact\":\"which\",\"in\":[\"a\"]}]},"
    "\"condition_text\":\"dacă\",\"law\":[\"L: art. 6\",\"L: art. 7\"],\"max_age_days\":30}],"
    "\"clocks\":[{\"id\":\"c1\",\"title\":\"Termen\",\"amount\":5,\"unit\":\"working\",\"event\":"
    "\"registration\",\"who\":\"authority\","
    "\"effect\":\"none\",\"main\":true,\"law\":\"L: art. 8\"}],"
    "\"signers\":[{\"id\":\"s\",\"title\":\"Primar\",\"text\":\"Semnează.\",\"law\":\"L: art. "
    "9\"}],"
    "\"outcomes\":[{\"id\":\"o\",\"text\":\"Emis.\",\"law\":\"L: art. 9\"}],"
    "\"letters\":[\"l\"],"
    "\"fees\":[{\"text\":\"Taxa.\",\"law\":\"L: art. 10\"}],"
    "\"next_steps\":[{\"text\":\"Pas.\",\"when\":{\"fact\":\"yes\"},\"law\":\"L: art. 11\"}]}]}";

static GuRulePack *
load (const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return gu_rule_pack_new_from_bytes (bytes, "test.json", error);
}

static char *
replace_once (const char *text, const char *from, const char *to)
{
  const char *at = strstr (text, from);

  if (at == NULL)
    g_error ("the pack has no %s", from);
  return g_strdup_printf ("%.*s%s%s", (int) (at - text), text, to, at + strlen (from));
}

typedef struct
{
  const char *from;
  const char *to;
  GuRulesError code;
  const char *path;
  const char *reason;
} Spoiled;

static const Spoiled spoiled[] = {
  { "\"format\":1", "\"format\":2", GU_RULES_ERROR_FORMAT, "format", "1 only" },
  { "\"format\":1,", "", GU_RULES_ERROR_MISSING_KEY, "$", "“format”" },
  { "\"title\":\"T\"", "\"titel\":\"T\"", GU_RULES_ERROR_UNKNOWN_KEY, "$", "“titel”" },
  { "\"title\":\"T\"", "\"title\":5", GU_RULES_ERROR_WRONG_TYPE, "title", "text" },
  { "\"title\":\"T\"", "\"title\":\"\"", GU_RULES_ERROR_BAD_VALUE, "title", "empty" },
  { "\"version\":\"1.0\"", "\"version\":\"new\"", GU_RULES_ERROR_BAD_VALUE, "version", "numbers" },
  { "\"id\":\"p\"", "\"id\":\"P q\"", GU_RULES_ERROR_BAD_VALUE, "id", "small letter" },
  { "2026-08-25", "2026-02-30", GU_RULES_ERROR_BAD_DATE, "valid_from", "exists" },
  { "\"valid_from\":\"2026-08-25\",",
    "\"valid_from\":\"2026-08-25\",\"valid_to\":\"2026-08-24\",",
    GU_RULES_ERROR_BAD_DATE,
    "valid_to",
    "before" },
  { "\"regime\":\"L169\"", "\"regime\":\"L51\"", GU_RULES_ERROR_BAD_VALUE, "regime", "L50, L169" },
  { "\"law\":\"L: art. 1\"",
    "\"law\":\"X: art. 1\"",
    GU_RULES_ERROR_DANGLING,
    "registers[0].law",
    "“X”" },
  { ",\"law\":\"L: art. 5\"",
    "",
    GU_RULES_ERROR_MISSING_SOURCE,
    "procedures[0].requirements[0]",
    "article" },
  { "\"law\":\"L: art. 5\"",
    "\"law\":\"art. 5\"",
    GU_RULES_ERROR_MISSING_SOURCE,
    "procedures[0].requirements[0].law",
    "article" },
  { "\"law\":\"L: art. 5\"",
    "\"law\":[]",
    GU_RULES_ERROR_BAD_VALUE,
    "procedures[0].requirements[0].law",
    "empty" },
  { "\"L: art. 7\"",
    "7",
    GU_RULES_ERROR_MISSING_SOURCE,
    "procedures[0].requirements[1].law[1]",
    "article" },
  { "\"id\":\"r2\"",
    "\"id\":\"r1\"",
    GU_RULES_ERROR_DUPLICATE,
    "procedures[0].requirements[1]",
    "“r1”" },
  { "\"id\":\"which\"", "\"id\":\"yes\"", GU_RULES_ERROR_DUPLICATE, "facts[1]", "“yes”" },
  { "{\"id\":\"b\",", "{\"id\":\"a\",", GU_RULES_ERROR_DUPLICATE, "facts[1].choices[1].id", "“a”" },
  { "\"kind\":\"bool\"",
    "\"kind\":\"maybe\"",
    GU_RULES_ERROR_BAD_VALUE,
    "facts[0].kind",
    "bool, choice" },
  { "\"default\":true", "\"default\":\"da\"", GU_RULES_ERROR_BAD_VALUE, "facts[0].default", "Da?" },
  { "\"when\":{\"fact\":\"yes\"}},",
    "\"when\":{\"fact\":\"none\"}},",
    GU_RULES_ERROR_DANGLING,
    "facts[2].when.fact",
    "“none”" },
  { "{\"fact\":\"which\",\"in\":[\"a\"]}",
    "{\"fact\":\"lost\"}",
    GU_RULES_ERROR_DANGLING,
    "procedures[0].requirements[1].when.all[1].fact",
    "“lost”" },
  { "\"in\":[\"a\"]",
    "\"in\":[\"c\"]",
    GU_RULES_ERROR_DANGLING,
    "procedures[0].requirements[1].when.all[1].in[0]",
    "“which”" },
  { "\"in\":[\"a\"]",
    "\"in\":[]",
    GU_RULES_ERROR_BAD_VALUE,
    "procedures[0].requirements[1].when.all[1].in",
    "empty" },
  { ",\"in\":[\"a\"]",
    "",
    GU_RULES_ERROR_BAD_CONDITION,
    "procedures[0].requirements[1].when.all[1].fact",
    "kind" },
  { "\"in\":[\"a\"]",
    "\"below\":3",
    GU_RULES_ERROR_BAD_CONDITION,
    "procedures[0].requirements[1].when.all[1].below",
    "kind" },
  { "\"in\":[\"a\"]",
    "\"in\":[\"a\"],\"is\":\"a\"",
    GU_RULES_ERROR_BAD_CONDITION,
    "procedures[0].requirements[1].when.all[1]",
    "same condition" },
  { "{\"all\":[",
    "{\"any\":[],\"all\":[",
    GU_RULES_ERROR_BAD_CONDITION,
    "procedures[0].requirements[1].when",
    "same condition" },
  { "{\"fact\":\"yes\"},{\"fact\":\"which\"",
    "{},{\"fact\":\"which\"",
    GU_RULES_ERROR_BAD_CONDITION,
    "procedures[0].requirements[1].when.all[0]",
    "exactly one" },
  { "\"condition_text\":\"dacă\",",
    "",
    GU_RULES_ERROR_MISSING_KEY,
    "procedures[0].requirements[1]",
    "condition_text" },
  { "\"kind\":\"conditional\"",
    "\"kind\":\"mandatory\"",
    GU_RULES_ERROR_BAD_VALUE,
    "procedures[0].requirements[1]",
    "no condition" },
  { "\"max_age_days\":30",
    "\"max_age_days\":0",
    GU_RULES_ERROR_BAD_VALUE,
    "procedures[0].requirements[1].max_age_days",
    "between" },
  { "\"max_age_days\":30",
    "\"confidence\":\"memory\"",
    GU_RULES_ERROR_BAD_VALUE,
    "procedures[0].requirements[1]",
    "doubt" },
  { "\"unit\":\"working\"",
    "\"unit\":\"weeks\"",
    GU_RULES_ERROR_BAD_VALUE,
    "procedures[0].clocks[0].unit",
    "working, calendar" },
  { "\"unit\":\"working\"",
    "\"direction\":\"backward\",\"unit\":\"calendar\"",
    GU_RULES_ERROR_BAD_VALUE,
    "procedures[0].clocks[0].direction",
    "backwards" },
  { "\"facts\":[\"yes\",\"which\"",
    "\"facts\":[\"yes\",\"whoever\"",
    GU_RULES_ERROR_DANGLING,
    "procedures[0].facts[1]",
    "“whoever”" },
  { "\"facts\":[\"yes\",\"which\"",
    "\"facts\":[\"yes\",\"yes\"",
    GU_RULES_ERROR_DUPLICATE,
    "procedures[0].facts[1]",
    "“yes”" },
  { "\"facts\":[\"yes\",\"which\",\"when\",\"many\"]",
    "\"facts\":[\"which\",\"when\",\"many\"]",
    GU_RULES_ERROR_DANGLING,
    "procedures[0].facts",
    "“yes”" },
  { "\"letters\":[\"l\"]",
    "\"letters\":[\"m\"]",
    GU_RULES_ERROR_DANGLING,
    "procedures[0].letters[0]",
    "“m”" },
  { "\"register\":\"general\"",
    "\"register\":\"lost\"",
    GU_RULES_ERROR_DANGLING,
    "procedures[0].register",
    "“lost”" },
  { "\"act\":\"A\"",
    "\"act\":\"A\",\"transition\":{\"until\":\"2027-01-01\",\"text\":\"t\",\"law\":\"L: art. 1\"}",
    GU_RULES_ERROR_BAD_DATE,
    "procedures[0].transition",
    "ended" },
  { "\"act\":\"A\"",
    "\"act\":\"A\",\"act_date_fact\":\"yes\"",
    GU_RULES_ERROR_DANGLING,
    "procedures[0].act_date_fact",
    "“yes”" },
  { "\"act\":\"A\"",
    "\"act\":\"A\",\"complete_first\":{}",
    GU_RULES_ERROR_MISSING_SOURCE,
    "procedures[0].complete_first",
    "article" },
  { "\"text\":\"Emis.\"",
    "\"text\":\"Emis.\",\"when\":{\"fact\":\"yes\"}",
    GU_RULES_ERROR_UNKNOWN_KEY,
    "procedures[0].outcomes[0].when",
    "meaning" },
  { "\"act\":\"A\"", "\"act\":\"A\",\"act\":\"B\"", GU_RULES_ERROR_DUPLICATE, "$", "“act”" },
  { "\"procedures\":[{",
    "\"procedures\":[5,{",
    GU_RULES_ERROR_WRONG_TYPE,
    "procedures[0]",
    "object" },
  { "{\"format\"", "{{\"format\"", GU_RULES_ERROR_SYNTAX, "$", "JSON" },
};

static void
test_good (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GuRulePack) pack = load (good, &error);
  GuProcedure *procedure;
  GuRequirement *plan;

  g_assert_no_error (error);
  g_assert_cmpstr (gu_rule_pack_get_id (pack), ==, "p");
  g_assert_cmpuint (gu_rule_pack_get_procedures (pack)->len, ==, 1);
  procedure = gu_rule_pack_get_procedures (pack)->pdata[0];
  plan = gu_procedure_find_requirement (procedure, "r2");
  g_assert_cmpstr (gu_requirement_get_article (plan), ==, "art. 6 din Legea; art. 7 din Legea");
  g_assert_cmpstr (gu_requirement_get_source (plan), ==, "Legea");
  g_assert_cmpint (gu_requirement_get_max_age_days (plan), ==, 30);
  g_assert_cmpstr (gu_procedure_get_pack_version (procedure), ==, "1.0");
}

static void
test_spoiled (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (spoiled); i++)
    {
      const Spoiled *s = &spoiled[i];
      g_autofree char *text = replace_once (good, s->from, s->to);
      g_autofree char *prefix = g_strdup_printf ("test.json: %s: ", s->path);
      g_autoptr (GError) error = NULL;
      g_autoptr (GuRulePack) pack = load (text, &error);

      if (pack != NULL)
        g_error ("accepted: %s", s->to);
      if (error->domain != GU_RULES_ERROR || error->code != (int) s->code
          || !g_str_has_prefix (error->message, prefix)
          || strstr (error->message, s->reason) == NULL)
        g_error ("%s: %s (%s)", s->to, error->message, gu_error_get_nick (error));
      g_assert_nonnull (gu_error_get_hint (error));
    }
}

static void
test_hostile (void)
{
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autofree char *unicode = replace_once (good, "\"title\":\"T\"", "\"title\":\"\xff\"");
  static const char *const texts[] = { "",      " ", "null", "[]",         "5",
                                       "\"x\"", "{", "{}",   "var x = 1;", "// a comment" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (load (texts[i], &error));
      g_assert_nonnull (error);
    }
  g_autoptr (GError) too_deep = NULL;
  g_assert_null (load (deep, &too_deep));
  g_assert_error (too_deep, GU_RULES_ERROR, GU_RULES_ERROR_SYNTAX);
  g_autoptr (GError) not_text = NULL;
  g_assert_null (load (unicode, &not_text));
  g_assert_error (not_text, GU_RULES_ERROR, GU_RULES_ERROR_SYNTAX);
}

/* Cut anywhere, a pack is refused with an error, never taken in part. */
static void
test_truncated (void)
{
  for (gsize length = 0; length < strlen (good); length++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (good, length);
      g_autoptr (GError) error = NULL;
      g_autoptr (GuRulePack) pack = gu_rule_pack_new_from_bytes (bytes, "cut.json", &error);

      g_assert_null (pack);
      g_assert_nonnull (error);
    }
}

static void
test_versions (void)
{
  g_autoptr (GuRuleBook) book = gu_rule_book_new ();
  g_autofree char *newer_text = replace_once (good, "\"1.0\"", "\"1.10\"");
  g_autofree char *middle_text = replace_once (good, "\"1.0\"", "\"1.9\"");
  g_autofree char *other_text = replace_once (good, "\"id\":\"p\"", "\"id\":\"q\"");
  g_autoptr (GuRulePack) older = load (good, NULL);
  g_autoptr (GuRulePack) newer = load (newer_text, NULL);
  g_autoptr (GuRulePack) middle = load (middle_text, NULL);
  g_autoptr (GuRulePack) other = load (other_text, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) twice = NULL;
  GDate on;

  g_assert_true (gu_rules_date_parse ("2026-11-24", &on));
  g_assert_true (gu_rule_book_add (book, newer, &error));
  g_assert_true (gu_rule_book_add (book, older, &error));
  g_assert_true (gu_rule_book_add (book, middle, &error));
  g_assert_no_error (error);

  g_assert_cmpstr (
      gu_procedure_get_pack_version (gu_rule_book_find_procedure (book, "one", &on)), ==, "1.10");
  g_assert_cmpstr (
      gu_procedure_get_pack_version (gu_rule_book_find_governing (book, "p", "1.0", "one")),
      ==,
      "1.0");
  g_assert_cmpstr (
      gu_procedure_get_pack_version (gu_rule_book_find_governing (book, "p", "0.5", "one")),
      ==,
      "1.10");
  g_assert_null (gu_rule_book_find_governing (book, "q", NULL, "one"));
  g_autoptr (GPtrArray) list = gu_rule_book_list (book, &on);
  g_assert_cmpuint (list->len, ==, 1);

  g_assert_false (gu_rule_book_add (book, older, &error));
  g_assert_error (error, GU_RULES_ERROR, GU_RULES_ERROR_DUPLICATE);
  g_assert_false (gu_rule_book_add (book, other, &twice));
  g_assert_error (twice, GU_RULES_ERROR, GU_RULES_ERROR_DUPLICATE);
}

static void
test_facts (void)
{
  g_autoptr (GuRulePack) pack = load (good, NULL);
  GuProcedure *procedure = gu_rule_pack_get_procedures (pack)->pdata[0];
  g_autoptr (JsonObject) facts = gu_procedure_new_facts (procedure);
  g_autoptr (JsonNode) yes = gu_fact_parse (gu_procedure_find_fact (procedure, "yes"), "da", NULL);
  g_autoptr (JsonNode)
      number = gu_fact_parse (gu_procedure_find_fact (procedure, "many"), "3.5", NULL);
  g_autoptr (JsonNode)
      day = gu_fact_parse (gu_procedure_find_fact (procedure, "when"), "2026-11-24", NULL);
  g_autofree char *shown = gu_fact_describe_value (gu_procedure_find_fact (procedure, "when"), day);
  g_autoptr (GError) choice = NULL;
  g_autoptr (GError) unknown = NULL;

  g_assert_true (json_object_get_boolean_member (facts, "yes"));
  g_assert_false (json_object_has_member (facts, "which"));
  g_assert_true (json_node_get_boolean (yes));
  g_assert_cmpfloat (json_node_get_double (number), ==, 3.5);
  g_assert_cmpstr (shown, ==, "24.11.2026");
  g_assert_null (gu_fact_parse (gu_procedure_find_fact (procedure, "which"), "z", &choice));
  g_assert_error (choice, GU_RULES_ERROR, GU_RULES_ERROR_BAD_FACT);
  g_assert_nonnull (strstr (gu_error_get_hint (choice), "a, b"));
  g_assert_null (gu_fact_parse (gu_procedure_find_fact (procedure, "many"), "nan", NULL));
  g_assert_null (gu_fact_parse (gu_procedure_find_fact (procedure, "when"), "24.11.2026", NULL));

  g_assert_true (gu_procedure_check_facts (procedure, facts, NULL));
  json_object_set_string_member (facts, "colour", "blue");
  g_assert_false (gu_procedure_check_facts (procedure, facts, &unknown));
  g_assert_error (unknown, GU_RULES_ERROR, GU_RULES_ERROR_BAD_FACT);
}

/* A term whose condition holds goes before one that only may hold. */
static void
test_main_clock (void)
{
  static const char first[] =
      "\"main\":true,\"when\":{\"fact\":\"which\",\"is\":\"a\"},\"law\":\"L: art. 8\"},"
      "{\"id\":\"c2\",\"title\":\"Alt "
      "termen\",\"amount\":9,\"unit\":\"months\",\"event\":\"issue\","
      "\"who\":\"applicant\",\"effect\":\"none\",\"main\":true,\"when\":{\"fact\":\"yes\"},\"law\":"
      "\"L: art. 8\"}";
  g_autofree char *text = replace_once (good, "\"main\":true,\"law\":\"L: art. 8\"}", first);
  g_autoptr (GError) error = NULL;
  g_autoptr (GuRulePack) pack = load (text, &error);
  g_autoptr (JsonNode) yes = json_from_string ("{\"yes\":true}", NULL);
  g_autoptr (JsonNode) no = json_from_string ("{\"yes\":false,\"which\":\"b\"}", NULL);
  GuProcedure *procedure;

  g_assert_no_error (error);
  procedure = gu_rule_pack_get_procedures (pack)->pdata[0];
  g_assert_cmpstr (
      gu_clock_rule_get_id (gu_procedure_find_main_clock (procedure, json_node_get_object (yes))),
      ==,
      "c2");
  g_assert_cmpstr (gu_clock_rule_get_id (gu_procedure_find_main_clock (procedure, NULL)), ==, "c1");
  g_assert_null (gu_procedure_find_main_clock (procedure, json_node_get_object (no)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/pack/good", test_good);
  g_test_add_func ("/pack/spoiled", test_spoiled);
  g_test_add_func ("/pack/hostile", test_hostile);
  g_test_add_func ("/pack/truncated", test_truncated);
  g_test_add_func ("/pack/versions", test_versions);
  g_test_add_func ("/pack/facts", test_facts);
  g_test_add_func ("/pack/main-clock", test_main_clock);
  return g_test_run ();
}
