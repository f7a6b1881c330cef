/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-test"

#include "config.h"

#include "gu-error.h"
#include "gu-model-error.h"
#include "store-test.h"

#include <locale.h>
#include <string.h>

static void
count_notify (GObject *object, GParamSpec *pspec, guint *count)
{
  (*count)++;
}

static void
test_notify_only_on_change (void)
{
  g_autoptr (GuDossier) dossier = store_test_draft ("Ana Pop");
  g_autoptr (GuDocument) document = gu_document_new ();
  g_autoptr (JsonObject) facts = store_test_parse ("{\"lucrari\":\"constructie-noua\"}");
  const char *const requirements[] = { "extras-cf", NULL };
  guint count = 0;

  g_signal_connect (dossier, "notify", G_CALLBACK (count_notify), &count);
  g_signal_connect (document, "notify", G_CALLBACK (count_notify), &count);

  gu_dossier_set_procedure (dossier, "cu-construire");
  gu_dossier_set_facts (dossier, facts);
  gu_dossier_set_rev (dossier, 0);
  g_object_set (dossier, "state", "ciorna", NULL);
  gu_document_set_requirements (document, NULL);
  gu_document_set_legible (document, 2);
  g_assert_cmpuint (count, ==, 0);

  gu_dossier_set_procedure (dossier, "cu-informare");
  g_object_set (dossier, "state", "complet", NULL);
  gu_document_set_requirements (document, requirements);
  gu_document_set_requirements (document, requirements);
  gu_dossier_set_fact (dossier, "lucrari", NULL);
  gu_dossier_set_fact (dossier, "lucrari", NULL);
  g_assert_cmpuint (count, ==, 4);
  g_assert_true (gu_document_answers (document, "extras-cf"));
  g_assert_false (gu_document_answers (document, "cf"));
}

static void
test_json_both_ways (void)
{
  g_autoptr (GuDossier) dossier = store_test_draft ("Ștefan „Tăietorul\" O'Brien");
  g_autoptr (GuPerson) representative = gu_person_new ();
  g_autoptr (GuDocument) document = gu_document_new ();
  g_autoptr (GuDossier) again = NULL;
  g_autoptr (JsonObject) json = NULL;
  g_autoptr (JsonObject) json_again = NULL;
  g_autoptr (JsonNode) node = json_node_alloc ();
  g_autoptr (JsonNode) node_again = json_node_alloc ();
  const char *const warnings[] = { "fișierul are atașamente", NULL };
  g_autoptr (GError) error = NULL;
  GDate date;

  gu_person_set_name (representative, "Ion");
  gu_dossier_set_representative (dossier, representative);
  gu_document_set_sha256 (document, "00");
  gu_document_set_warnings (document, warnings);
  gu_document_set_issued (document, "2026-10-30");
  gu_document_set_size (document, G_MAXINT64);
  gu_dossier_add_document (dossier, document);

  json = gu_dossier_to_json (dossier);
  again = gu_dossier_new_from_json (json, &error);
  g_assert_no_error (error);
  json_again = gu_dossier_to_json (again);
  json_node_init_object (node, json);
  json_node_init_object (node_again, json_again);
  g_assert_true (json_node_equal (node, node_again));

  g_assert_cmpstr (
      gu_person_get_name (gu_dossier_get_applicant (again)), ==, "Ștefan „Tăietorul\" O'Brien");
  g_assert_cmpfloat (gu_property_get_area_m2 (gu_dossier_get_property (again)), ==, 450.5);
  g_clear_object (&document);
  document = g_list_model_get_item (gu_dossier_get_documents (again), 0);
  g_assert_cmpint (gu_document_get_size (document), ==, G_MAXINT64);
  g_assert_true (gu_document_get_issued_date (document, &date));
  g_assert_cmpuint (g_date_get_day (&date), ==, 30);
  g_assert_cmpint (g_date_get_month (&date), ==, G_DATE_OCTOBER);
}

/* What is wrong, and the path of the field that the sentence must name. */
static const char *const refused[][2] = {
  { "{\"procedure\":1}", "procedure" },
  { "{}", "procedure" },
  { "{\"procedure\":\"x\",\"state\":\"gata\"}", "state" },
  { "{\"procedure\":\"x\",\"regime\":\"L51\"}", "regime" },
  { "{\"procedure\":\"x\",\"rev\":\"1\"}", "rev" },
  { "{\"procedure\":\"x\",\"rev\":1.5}", "rev" },
  { "{\"procedure\":\"x\",\"year\":99999999999}", "year" },
  { "{\"procedure\":\"x\",\"filed_on\":\"2026-02-30\"}", "filed_on" },
  { "{\"procedure\":\"x\",\"filed_on\":\"23.11.2026\"}", "filed_on" },
  { "{\"procedure\":\"x\",\"applicant\":{\"name\":7}}", "applicant.name" },
  { "{\"procedure\":\"x\",\"applicant\":{\"name\":\"A\",\"cnp\":1800101221144}}", "applicant.cnp" },
  { "{\"procedure\":\"x\",\"applicant\":[]}", "applicant" },
  { "{\"procedure\":\"x\",\"property\":{\"area_m2\":\"450\"}}", "property.area_m2" },
  { "{\"procedure\":\"x\",\"facts\":[]}", "facts" },
  { "{\"procedure\":\"x\",\"documents\":{}}", "documents" },
  { "{\"procedure\":\"x\",\"documents\":[1]}", "documents" },
  { "{\"procedure\":\"x\",\"documents\":[{\"sha256\":\"a\",\"legible\":1}]}",
    "documents[0].legible" },
  { "{\"procedure\":\"x\",\"documents\":[{\"sha256\":\"a\",\"requirements\":[1]}]}",
    "documents[0].requirements" },
  { "{\"procedure\":\"x\",\"documents\":[{}]}", "documents[0].sha256" },
};

static void
test_json_strict (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (JsonObject) json = store_test_parse (refused[i][0]);
      g_autoptr (GError) error = NULL;
      g_autofree char *named = g_strdup_printf ("“%s”", refused[i][1]);

      g_assert_null (gu_dossier_new_from_json (json, &error));
      g_assert_error (error, GU_MODEL_ERROR, GU_MODEL_ERROR_INVALID);
      if (strstr (error->message, named) == NULL)
        g_error ("%s: %s does not name %s", refused[i][0], error->message, named);
      g_assert_null (strstr (error->message, "1800101221144"));
    }
}

static void
test_json_unknown_keys (void)
{
  g_autoptr (JsonObject) person = store_test_parse ("{\"name\":\"A\",\"nmae\":\"B\"}");
  g_autoptr (JsonObject) dossier = store_test_parse (
      "{\"procedure\":\"x\",\"new\":1,\"applicant\":{\"name\":\"A\",\"new\":1}}");
  g_autoptr (GuDossier) read = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (gu_person_new_from_json (person, &error));
  g_assert_error (error, GU_MODEL_ERROR, GU_MODEL_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "nmae"));
  g_clear_error (&error);

  read = gu_dossier_new_from_json (dossier, &error);
  g_assert_no_error (error);
}

static void
test_address_line (void)
{
  g_autoptr (GuProperty) property = gu_property_new ();
  g_autofree char *empty = gu_property_dup_address_line (property);
  g_autofree char *full = NULL;

  g_assert_cmpstr (empty, ==, "");
  gu_property_set_street (property, "Strada Florilor");
  gu_property_set_house_number (property, "12");
  gu_property_set_locality (property, "Turda");
  gu_property_set_county (property, "Cluj");
  full = gu_property_dup_address_line (property);
  g_assert_cmpstr (full, ==, "Strada Florilor 12, Turda, Cluj");
}

static void
test_states (void)
{
  g_assert_cmpint (gu_dossier_state_get_rank ("ciorna"), ==, 0);
  g_assert_cmpint (gu_dossier_state_get_rank ("arhivat"), ==, 13);
  g_assert_cmpint (gu_dossier_state_get_rank ("redirectionat"), ==, 19);
  g_assert_cmpint (gu_dossier_state_get_rank ("Ciornă"), ==, -1);
  g_assert_cmpint (gu_dossier_state_get_rank (NULL), ==, -1);
}

static void
test_event_hash (void)
{
  g_autoptr (GuEvent) event = gu_event_new ();
  g_autoptr (GuEvent) other = gu_event_new ();
  g_autofree char *expected = NULL;
  g_autofree char *hash = NULL;
  g_autofree char *other_hash = NULL;

  gu_event_set_prev_hash (event, GU_EVENT_FIRST_HASH);
  gu_event_set_origin (event, "o");
  gu_event_set_seq (event, 1);
  gu_event_set_kind (event, "kind");
  gu_event_set_at (event, -5);
  gu_event_set_who (event, "Țițu");
  gu_event_set_desk (event, "G1");
  gu_event_set_body_text (event, "{\"a\":1}");
  hash = gu_event_compute_hash (event);
  expected = g_compute_checksum_for_string (
      G_CHECKSUM_SHA256, GU_EVENT_FIRST_HASH "1:o,1:1,0:,4:kind,2:-5,6:Țițu,2:G1,7:{\"a\":1},", -1);
  g_assert_cmpstr (hash, ==, expected);
  g_assert_cmpint (json_object_get_int_member (gu_event_get_body (event), "a"), ==, 1);

  /* Moving a byte from one field to the next is another event. */
  gu_event_set_prev_hash (other, GU_EVENT_FIRST_HASH);
  gu_event_set_origin (other, "o");
  gu_event_set_seq (other, 1);
  gu_event_set_kind (other, "kind");
  gu_event_set_at (other, -5);
  gu_event_set_who (other, "ȚițuG");
  gu_event_set_desk (other, "1");
  gu_event_set_body_text (other, "{\"a\":1}");
  other_hash = gu_event_compute_hash (other);
  g_assert_cmpstr (hash, !=, other_hash);
}

static void
test_search_key (void)
{
  static const char *const keys[][2] = {
    { "Ștefan ŞTEFAN Țuțu Ţuţu", "stefan stefan tutu tutu" },
    { "ĂÂÎăâî", "aaiaai" },
    { "Cluj-Napoca", "cluj napoca" },
    { "  O'Brien  &  Co. ", "o brien co" },
    { "12345/23.11.2026", "12345 23 11 2026" },
    { "Szabó Győző Müller Straße", "szabo gyozo muller strasse" },
    { "Đorđe Łukasz", "dorde lukasz" },
    { "s\xcc\xa6t\xcc\xa7", "st" }, /* letters with separate marks */
    { "\xff\xfe"
      "a",
      "a" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *key = gu_search_key (keys[i][0]);

      g_assert_cmpstr (key, ==, keys[i][1]);
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/model/notify", test_notify_only_on_change);
  g_test_add_func ("/model/json", test_json_both_ways);
  g_test_add_func ("/model/json/strict", test_json_strict);
  g_test_add_func ("/model/json/unknown", test_json_unknown_keys);
  g_test_add_func ("/model/address", test_address_line);
  g_test_add_func ("/model/states", test_states);
  g_test_add_func ("/model/event-hash", test_event_hash);
  g_test_add_func ("/model/search-key", test_search_key);

  return g_test_run ();
}
