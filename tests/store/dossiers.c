/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-test"

#include "config.h"

#include "gu-error.h"
#include "store-test.h"

#include <locale.h>
#include <string.h>

static void
test_create_and_load (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GuDossier) dossier = store_test_draft ("Ana Pop");
  g_autoptr (GuDocument) document = store_test_document (fixture->store, "un act");
  g_autoptr (GuDossier) loaded = NULL;
  g_autoptr (JsonNode) before = json_node_alloc ();
  g_autoptr (JsonNode) after = json_node_alloc ();
  g_autoptr (GError) error = NULL;

  gu_dossier_add_document (dossier, document);
  g_assert_true (gu_store_create_dossier (fixture->store, dossier, &store_test_actor, &error));
  g_assert_no_error (error);
  g_assert_cmpint (gu_dossier_get_rev (dossier), ==, 1);
  g_assert_cmpint (gu_dossier_get_created_at (dossier), ==, STORE_TEST_NOW);
  g_assert_cmpstr (gu_dossier_get_desk (dossier), ==, "G1");
  g_assert_cmpstr (gu_document_get_dossier_id (document), ==, gu_dossier_get_id (dossier));
  g_assert_cmpint (gu_document_get_size (document), ==, 6);

  store_fixture_reopen (fixture);
  loaded = gu_store_load_dossier (fixture->store, gu_dossier_get_id (dossier), &error);
  g_assert_no_error (error);
  json_node_take_object (before, gu_dossier_to_json (dossier));
  json_node_take_object (after, gu_dossier_to_json (loaded));
  g_assert_true (json_node_equal (before, after));

  g_assert_false (gu_store_create_dossier (fixture->store, dossier, &store_test_actor, &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_null (gu_store_load_dossier (fixture->store, "nu", &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_NOT_FOUND);
}

/* A paper whose bytes are not here takes the whole dossier down with it. */
static void
test_create_fails_whole (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GuDossier) dossier = store_test_draft ("Ana Pop");
  g_autoptr (GuDocument) document = gu_document_new ();
  g_autoptr (GArray) rows = NULL;
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GError) error = NULL;

  gu_document_set_sha256 (document,
                          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
  gu_dossier_add_document (dossier, document);
  g_assert_false (gu_store_create_dossier (fixture->store, dossier, &store_test_actor, &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (gu_dossier_get_id (dossier));

  rows = gu_store_query_rows (fixture->store, NULL, NULL, &error);
  g_assert_cmpuint (rows->len, ==, 0);
  events = gu_store_journal_list (fixture->store, 0, 10, &error);
  g_assert_cmpuint (events->len, ==, 0);
}

static void
test_compare_and_set (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GuDossier) dossier = store_test_draft ("Ana Pop");
  g_autoptr (GuDossier) other = NULL;
  g_autoptr (GuDossier) loaded = NULL;
  g_autoptr (JsonObject) body = store_test_parse ("{\"field\":\"officer\"}");
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (gu_store_create_dossier (fixture->store, dossier, &store_test_actor, &error));
  other = gu_store_load_dossier (fixture->store, gu_dossier_get_id (dossier), &error);
  gu_dossier_set_officer (other, "Vlad");
  g_assert_true (gu_store_update_dossier (
      fixture->store, other, "officer-set", body, &store_test_actor, &error));
  g_assert_no_error (error);
  g_assert_cmpint (gu_dossier_get_rev (other), ==, 2);

  gu_dossier_set_officer (dossier, "Maria");
  g_assert_false (gu_store_update_dossier (
      fixture->store, dossier, "officer-set", body, &store_test_actor, &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_CHANGED);
  g_assert_nonnull (gu_error_get_hint (error));
  g_clear_error (&error);
  g_assert_cmpint (gu_dossier_get_rev (dossier), ==, 1);

  loaded = gu_store_load_dossier (fixture->store, gu_dossier_get_id (dossier), &error);
  g_assert_cmpstr (gu_dossier_get_officer (loaded), ==, "Vlad");
  g_assert_cmpint (gu_store_get_rev (fixture->store, gu_dossier_get_id (dossier), &error), ==, 2);
  events = gu_store_load_events (fixture->store, gu_dossier_get_id (dossier), &error);
  g_assert_cmpuint (events->len, ==, 2);
  g_assert_cmpstr (gu_event_get_kind (g_ptr_array_index (events, 1)), ==, "officer-set");
  g_assert_cmpstr (
      gu_event_get_body_text (g_ptr_array_index (events, 1)), ==, "{\"field\":\"officer\"}");
}

static void
test_documents (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GuDossier) dossier = store_test_draft ("Ana Pop");
  g_autoptr (GuDocument) document = store_test_document (fixture->store, "unu");
  g_autoptr (GuDocument) forged = NULL;
  g_autoptr (GuDossier) loaded = NULL;
  g_autoptr (JsonObject) json = NULL;
  const char *const requirements[] = { "extras-cf", "plan", NULL };
  g_autoptr (GError) error = NULL;
  const char *id;

  g_assert_true (gu_store_create_dossier (fixture->store, dossier, &store_test_actor, &error));
  id = gu_dossier_get_id (dossier);
  g_assert_true (gu_store_add_document (fixture->store, id, document, &store_test_actor, &error));
  g_assert_no_error (error);
  g_assert_false (gu_store_add_document (fixture->store, id, document, &store_test_actor, &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_EXISTS);
  g_clear_error (&error);

  gu_document_set_requirements (document, requirements);
  gu_document_set_issued (document, "2026-11-01");
  gu_document_set_certified_copy (document, TRUE);
  g_assert_true (gu_store_update_document (fixture->store, document, &store_test_actor, &error));
  g_assert_no_error (error);
  loaded = gu_store_load_dossier (fixture->store, id, &error);
  g_assert_true (gu_document_answers (
      gu_dossier_find_document (loaded, gu_document_get_id (document)), "plan"));
  /* Papers do not count in the dossier's own rev. */
  g_assert_cmpint (gu_dossier_get_rev (loaded), ==, 1);

  json = gu_document_to_json (document);
  forged = gu_document_new_from_json (json, &error);
  gu_document_set_sha256 (forged,
                          "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
  g_assert_false (gu_store_update_document (fixture->store, forged, &store_test_actor, &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_INVALID);
  g_clear_error (&error);

  g_assert_true (gu_store_remove_document (
      fixture->store, gu_document_get_id (document), &store_test_actor, &error));
  g_assert_no_error (error);
  g_assert_false (gu_store_remove_document (
      fixture->store, gu_document_get_id (document), &store_test_actor, &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_NOT_FOUND);
}

static void
test_register (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GuDossier) dossier = store_test_draft ("Ana Pop");
  g_autoptr (GuDocument) submitted = store_test_document (fixture->store, "cerere");
  g_autoptr (GuDocument) opis = store_test_document (fixture->store, "opis");
  g_autoptr (GPtrArray) papers = g_ptr_array_new ();
  g_autoptr (GuDossier) loaded = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) problems = NULL;
  g_autofree char *found = NULL;
  const char *id;
  gint64 number;

  gu_dossier_add_document (dossier, submitted);
  g_assert_true (gu_store_create_dossier (fixture->store, dossier, &store_test_actor, &error));
  id = gu_dossier_get_id (dossier);

  g_assert_false (gu_store_register_dossier (
      fixture->store, id, NULL, &store_test_actor, STORE_TEST_NOW, &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_STATE);
  g_clear_error (&error);

  store_test_lease (fixture->store, 100, 110);
  g_assert_true (gu_store_reserve_number (fixture->store, id, "general", 2026, &number, &error));
  gu_document_set_role (opis, "opis");
  g_ptr_array_add (papers, opis);
  g_assert_true (gu_store_register_dossier (
      fixture->store, id, papers, &store_test_actor, STORE_TEST_NOW, &error));
  g_assert_no_error (error);

  loaded = gu_store_load_dossier (fixture->store, id, &error);
  g_assert_cmpstr (gu_dossier_get_state (loaded), ==, "inregistrat");
  g_assert_cmpstr (gu_dossier_get_registration (loaded), ==, "100/23.11.2026");
  g_assert_cmpint (gu_dossier_get_number (loaded), ==, 100);
  g_assert_cmpstr (gu_dossier_get_sync_state (loaded), ==, "queued");
  g_assert_cmpuint (g_list_model_get_n_items (gu_dossier_get_documents (loaded)), ==, 2);
  found = gu_store_find_dossier (fixture->store, "100/23.11.2026", &error);
  g_assert_cmpstr (found, ==, id);
  g_clear_pointer (&found, g_free);
  found = gu_store_find_dossier (fixture->store, "100", &error);
  g_assert_cmpstr (found, ==, id);
  g_clear_pointer (&found, g_free);
  found = gu_store_find_dossier (fixture->store, id, &error);
  g_assert_cmpstr (found, ==, id);
  g_assert_null (gu_store_find_dossier (fixture->store, "100/24.11.2026", &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);

  /* Not twice, and its papers stay. */
  g_assert_false (gu_store_register_dossier (
      fixture->store, id, NULL, &store_test_actor, STORE_TEST_NOW, &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_STATE);
  g_clear_error (&error);
  g_assert_false (gu_store_remove_document (
      fixture->store, gu_document_get_id (submitted), &store_test_actor, &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_STATE);
  g_clear_error (&error);

  /* An update cannot touch what the store decided. */
  gu_dossier_set_number (loaded, 7);
  gu_dossier_set_registration (loaded, "7/01.01.2026");
  gu_dossier_set_state (loaded, "complet");
  g_assert_true (gu_store_update_dossier (
      fixture->store, loaded, "state-changed", NULL, &store_test_actor, &error));
  g_assert_cmpint (gu_dossier_get_number (loaded), ==, 100);
  g_clear_object (&loaded);
  loaded = gu_store_load_dossier (fixture->store, id, &error);
  g_assert_cmpint (gu_dossier_get_number (loaded), ==, 100);
  g_assert_cmpstr (gu_dossier_get_state (loaded), ==, "complet");
  g_assert_true (gu_store_check_integrity (fixture->store, TRUE, &problems, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (problems[0], ==, NULL);
}

static void
test_registration_day (void)
{
  g_autoptr (GuClock) clock = gu_clock_new_fixed (STORE_TEST_NOW);
  /* 22:30 UTC on 31 December is half past midnight of the new year in Bucharest. */
  g_autofree char *new_year = gu_store_format_registration (
      1, G_GINT64_CONSTANT (1798756200000), clock);

  g_assert_cmpstr (new_year, ==, "1/01.01.2027");
}

static void
on_changed (GuStore *store, char **ids, GPtrArray *seen)
{
  for (gsize i = 0; ids[i] != NULL; i++)
    g_ptr_array_add (seen, g_strdup (ids[i]));
}

static gboolean
on_timeout (gpointer data)
{
  *(gboolean *) data = TRUE;

  return G_SOURCE_REMOVE;
}

static void
test_changed_signal (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) seen = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GuDossier) dossier = store_test_draft ("Ana Pop");
  g_autoptr (GError) error = NULL;
  gboolean late = FALSE;
  guint timeout = g_timeout_add_seconds (20, on_timeout, &late);

  g_signal_connect (fixture->store, "changed", G_CALLBACK (on_changed), seen);
  g_assert_true (gu_store_create_dossier (fixture->store, dossier, &store_test_actor, &error));
  gu_dossier_set_officer (dossier, "Vlad");
  g_assert_true (gu_store_update_dossier (
      fixture->store, dossier, "officer-set", NULL, &store_test_actor, &error));
  g_assert_cmpuint (seen->len, ==, 0); /* never from within the call */

  while (seen->len == 0 && !late)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (late);
  g_source_remove (timeout);
  g_assert_cmpuint (seen->len, ==, 1); /* two changes, one signal */
  g_assert_cmpstr (g_ptr_array_index (seen, 0), ==, gu_dossier_get_id (dossier));
}

static void
test_settings (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *value = NULL;
  g_autofree char *origin = g_strdup (gu_store_get_origin (fixture->store));

  g_assert_true (gu_store_get_setting (fixture->store, "institution", &value, &error));
  g_assert_null (value);
  g_assert_true (gu_store_set_setting (fixture->store, "institution", "Primăria Turda", &error));
  g_assert_true (gu_store_set_setting (fixture->store, "institution", "Primăria Dej", &error));
  store_fixture_reopen (fixture);
  g_assert_true (gu_store_get_setting (fixture->store, "institution", &value, &error));
  g_assert_cmpstr (value, ==, "Primăria Dej");
  g_assert_cmpstr (gu_store_get_origin (fixture->store), ==, origin);
  g_clear_pointer (&value, g_free);
  g_assert_true (gu_store_set_setting (fixture->store, "institution", NULL, &error));
  g_assert_true (gu_store_get_setting (fixture->store, "institution", &value, &error));
  g_assert_null (value);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  STORE_TEST ("/store/dossier/create", test_create_and_load);
  STORE_TEST ("/store/dossier/create-whole", test_create_fails_whole);
  STORE_TEST ("/store/dossier/compare-and-set", test_compare_and_set);
  STORE_TEST ("/store/dossier/documents", test_documents);
  STORE_TEST ("/store/dossier/register", test_register);
  g_test_add_func ("/store/dossier/day", test_registration_day);
  STORE_TEST ("/store/changed", test_changed_signal);
  STORE_TEST ("/store/settings", test_settings);

  return g_test_run ();
}
