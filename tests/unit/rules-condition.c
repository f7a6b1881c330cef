/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "gu-condition-private.h"
#include "gu-rule-private.h"

#include <string.h>

static GPtrArray *facts;

static void
declare (GPtrArray *list, const char *text)
{
  GuPackContext context = { .origin = "test" };
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  g_autoptr (GError) error = NULL;
  GuFact *fact = gu_fact_new_from_json (&context, "fact", node, &error);

  g_assert_no_error (error);
  g_ptr_array_add (list, fact);
}

static GuCondition *
compile (const char *text)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  g_autoptr (GError) error = NULL;
  GuCondition *condition = gu_condition_new_from_json ("test", "when", node, facts, &error);

  g_assert_no_error (error);
  return condition;
}

/* @deciding: ids with spaces between, in order. */
static void
assert_truth (const char *text, const char *given, GuTruth expected, const char *deciding)
{
  g_autoptr (GuCondition) condition = compile (text);
  g_autoptr (JsonNode) node = json_from_string (given, NULL);
  g_autoptr (GPtrArray) ids = NULL;
  g_autofree char *joined = NULL;
  GuTruth truth = gu_condition_evaluate (condition, json_node_get_object (node), &ids);

  g_ptr_array_add (ids, NULL);
  joined = g_strjoinv (" ", (char **) ids->pdata);
  if (truth != expected)
    g_error ("%s with %s is %d", text, given, truth);
  g_assert_cmpstr (joined, ==, deciding);
}

static void
test_tests (void)
{
  assert_truth ("{\"fact\":\"p\"}", "{\"p\":true}", GU_TRUTH_YES, "p");
  assert_truth ("{\"fact\":\"p\"}", "{\"p\":false}", GU_TRUTH_NO, "p");
  assert_truth ("{\"fact\":\"p\"}", "{}", GU_TRUTH_UNKNOWN, "p");
  assert_truth ("{\"fact\":\"p\"}", "{\"p\":null}", GU_TRUTH_UNKNOWN, "p");
  assert_truth ("{\"fact\":\"p\"}", "{\"p\":\"da\"}", GU_TRUTH_UNKNOWN, "p");
  assert_truth ("{\"fact\":\"p\"}", "{\"p\":[true]}", GU_TRUTH_UNKNOWN, "p");
  assert_truth ("{\"fact\":\"p\",\"is\":false}", "{\"p\":false}", GU_TRUTH_YES, "p");
  assert_truth ("{\"fact\":\"c\",\"is\":\"a\"}", "{\"c\":\"a\"}", GU_TRUTH_YES, "c");
  assert_truth ("{\"fact\":\"c\",\"is\":\"a\"}", "{\"c\":\"b\"}", GU_TRUTH_NO, "c");
  assert_truth ("{\"fact\":\"c\",\"in\":[\"a\",\"b\"]}", "{\"c\":\"b\"}", GU_TRUTH_YES, "c");
}

static void
test_boundaries (void)
{
  assert_truth (
      "{\"fact\":\"d\",\"before\":\"2026-08-25\"}", "{\"d\":\"2026-08-24\"}", GU_TRUTH_YES, "d");
  assert_truth (
      "{\"fact\":\"d\",\"before\":\"2026-08-25\"}", "{\"d\":\"2026-08-25\"}", GU_TRUTH_NO, "d");
  assert_truth (
      "{\"fact\":\"d\",\"since\":\"2026-08-25\"}", "{\"d\":\"2026-08-25\"}", GU_TRUTH_YES, "d");
  assert_truth (
      "{\"fact\":\"d\",\"since\":\"2026-08-25\"}", "{\"d\":\"2026-08-24\"}", GU_TRUTH_NO, "d");
  assert_truth (
      "{\"fact\":\"d\",\"since\":\"2026-08-25\"}", "{\"d\":\"25.08.2026\"}", GU_TRUTH_UNKNOWN, "d");
  assert_truth ("{\"fact\":\"n\",\"below\":4}", "{\"n\":3.9}", GU_TRUTH_YES, "n");
  assert_truth ("{\"fact\":\"n\",\"below\":4}", "{\"n\":4}", GU_TRUTH_NO, "n");
  assert_truth ("{\"fact\":\"n\",\"at_least\":4}", "{\"n\":4.0}", GU_TRUTH_YES, "n");
  assert_truth ("{\"fact\":\"n\",\"at_least\":4}", "{\"n\":3}", GU_TRUTH_NO, "n");
  assert_truth ("{\"fact\":\"n\",\"at_least\":4}", "{\"n\":\"4\"}", GU_TRUTH_UNKNOWN, "n");
}

/* What decides alone is enough; what does not is named. */
static void
test_three_values (void)
{
  static const char all[] = "{\"all\":[{\"fact\":\"p\"},{\"fact\":\"q\"}]}";
  static const char any[] = "{\"any\":[{\"fact\":\"p\"},{\"fact\":\"q\"}]}";

  assert_truth (all, "{\"p\":true,\"q\":true}", GU_TRUTH_YES, "p q");
  assert_truth (all, "{\"q\":false}", GU_TRUTH_NO, "q");
  assert_truth (all, "{\"p\":true}", GU_TRUTH_UNKNOWN, "q");
  assert_truth (all, "{}", GU_TRUTH_UNKNOWN, "p q");
  assert_truth (any, "{\"p\":false,\"q\":false}", GU_TRUTH_NO, "p q");
  assert_truth (any, "{\"q\":true}", GU_TRUTH_YES, "q");
  assert_truth (any, "{\"p\":false}", GU_TRUTH_UNKNOWN, "q");
  assert_truth ("{\"not\":{\"fact\":\"p\"}}", "{\"p\":true}", GU_TRUTH_NO, "p");
  assert_truth ("{\"not\":{\"fact\":\"p\"}}", "{\"p\":false}", GU_TRUTH_YES, "p");
  assert_truth ("{\"not\":{\"fact\":\"p\"}}", "{}", GU_TRUTH_UNKNOWN, "p");
  assert_truth (
      "{\"any\":[{\"all\":[{\"fact\":\"p\"},{\"fact\":\"q\"}]},{\"not\":{\"fact\":\"p\"}}]}",
      "{\"p\":true}",
      GU_TRUTH_UNKNOWN,
      "q");
}

static void
test_none (void)
{
  g_autoptr (GPtrArray) ids = NULL;

  g_assert_cmpint (gu_condition_evaluate (NULL, NULL, &ids), ==, GU_TRUTH_YES);
  g_assert_cmpuint (ids->len, ==, 0);
  g_autoptr (GuCondition) condition = compile ("{\"fact\":\"p\"}");
  g_assert_cmpint (gu_condition_evaluate (condition, NULL, NULL), ==, GU_TRUTH_UNKNOWN);
}

static void
test_used_facts (void)
{
  g_autoptr (GuCondition)
      condition = compile ("{\"any\":[{\"all\":[{\"fact\":\"p\"},{\"fact\":\"c\",\"is\":\"a\"}]},{"
                           "\"not\":{\"fact\":\"p\"}}]}");
  g_autoptr (GPtrArray) ids = gu_condition_list_facts (condition);

  g_assert_cmpuint (ids->len, ==, 2);
  g_assert_cmpstr (ids->pdata[0], ==, "p");
  g_assert_cmpstr (ids->pdata[1], ==, "c");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  facts = g_ptr_array_new_with_free_func (g_object_unref);
  declare (facts, "{\"id\":\"p\",\"label\":\"P\",\"kind\":\"bool\"}");
  declare (facts, "{\"id\":\"q\",\"label\":\"Q\",\"kind\":\"bool\"}");
  declare (facts, "{\"id\":\"d\",\"label\":\"D\",\"kind\":\"date\"}");
  declare (facts, "{\"id\":\"n\",\"label\":\"N\",\"kind\":\"number\"}");
  declare (facts,
           "{\"id\":\"c\",\"label\":\"C\",\"kind\":\"choice\",\"choices\":[{\"id\":\"a\",\"label\":"
           "\"A\"},"
           "{\"id\":\"b\",\"label\":\"B\"}]}");

  g_test_add_func ("/condition/tests", test_tests);
  g_test_add_func ("/condition/boundaries", test_boundaries);
  g_test_add_func ("/condition/three-values", test_three_values);
  g_test_add_func ("/condition/none", test_none);
  g_test_add_func ("/condition/used-facts", test_used_facts);
  status = g_test_run ();
  g_ptr_array_unref (facts);
  return status;
}
