/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-test"

#include "config.h"

#include "store-test.h"

#include <locale.h>
#include <string.h>

#define OTHER_ORIGIN   "01930000-0000-7000-8000-00000000beef"
#define OTHER_DOSSIER  "01930000-0000-7000-8000-0000000000d1"
#define OTHER_DOCUMENT "01930000-0000-7000-8000-0000000000e1"
#define SOME_HASH      "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static GuRemoteReport
apply (GuStore *store,
       const char *kind,
       const char *origin,
       gint64 version,
       JsonObject *payload,
       const char *cursor)
{
  g_autoptr (JsonArray) changes = json_array_new ();
  JsonObject *change = json_object_new ();
  GuRemoteReport report;
  g_autoptr (GError) error = NULL;

  json_object_set_string_member (change, "kind", kind);
  json_object_set_string_member (change, "origin", origin);
  json_object_set_int_member (change, "version", version);
  json_object_set_object_member (change, "payload", json_object_ref (payload));
  json_array_add_object_element (changes, change);
  g_assert_true (gu_store_apply_remote (store, changes, "main", cursor, &report, NULL, &error));
  g_assert_no_error (error);

  return report;
}

static JsonObject *
other_dossier (gint64 rev, const char *state, gint64 number)
{
  g_autoptr (GuDossier) dossier = store_test_draft ("Zoltán Kovács");
  JsonObject *json;

  gu_dossier_set_id (dossier, OTHER_DOSSIER);
  gu_dossier_set_rev (dossier, rev);
  gu_dossier_set_state (dossier, state);
  gu_dossier_set_register (dossier, "general");
  gu_dossier_set_year (dossier, 2026);
  gu_dossier_set_number (dossier, number);
  gu_dossier_set_registration (dossier, "900/20.11.2026");
  json = gu_dossier_to_json (dossier);
  json_object_remove_member (json, "documents");

  return json;
}

static void
test_new_dossier (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (JsonObject) json = other_dossier (3, "complet", 900);
  g_autoptr (JsonObject) older = other_dossier (2, "inregistrat", 900);
  g_autoptr (JsonObject) newer = other_dossier (4, "in-analiza", 900);
  g_autoptr (GuDossier) loaded = NULL;
  g_autofree char *cursor = NULL;
  g_autoptr (GError) error = NULL;
  GuRemoteReport report = apply (fixture->store, "dossier", OTHER_ORIGIN, 3, json, "17");

  g_assert_cmpuint (report.applied, ==, 1);
  report = apply (fixture->store, "dossier", OTHER_ORIGIN, 3, json, "18");
  g_assert_cmpuint (report.known, ==, 1);
  report = apply (fixture->store, "dossier", OTHER_ORIGIN, 2, older, NULL);
  g_assert_cmpuint (report.known, ==, 1);
  loaded = gu_store_load_dossier (fixture->store, OTHER_DOSSIER, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (gu_dossier_get_state (loaded), ==, "complet");
  g_assert_cmpstr (gu_dossier_get_sync_state (loaded), ==, "synced");
  g_assert_cmpint (gu_dossier_get_rev (loaded), ==, 3);

  report = apply (fixture->store, "dossier", OTHER_ORIGIN, 4, newer, NULL);
  g_assert_cmpuint (report.applied, ==, 1);
  g_clear_object (&loaded);
  loaded = gu_store_load_dossier (fixture->store, OTHER_DOSSIER, &error);
  g_assert_cmpstr (gu_dossier_get_state (loaded), ==, "in-analiza");

  store_fixture_reopen (fixture);
  g_assert_true (gu_store_get_cursor (fixture->store, "main", &cursor, &error));
  g_assert_cmpstr (cursor, ==, "18");
  g_clear_pointer (&cursor, g_free);
  g_assert_true (gu_store_set_cursor (fixture->store, "main", NULL, &error));
  g_assert_true (gu_store_get_cursor (fixture->store, "main", &cursor, &error));
  g_assert_null (cursor);
}

static void
test_own_echo (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (GuDossier) dossier = NULL;
  g_autoptr (JsonObject) echo = NULL;
  g_autoptr (GError) error = NULL;
  GuRemoteReport report;

  store_test_lease (fixture->store, 1, 10);
  id = store_test_register (fixture->store, "Ana Pop");
  dossier = gu_store_load_dossier (fixture->store, id, &error);
  echo = gu_dossier_to_json (dossier);
  gu_dossier_set_state (dossier, "complet");
  g_assert_true (gu_store_update_dossier (
      fixture->store, dossier, "state-changed", NULL, &store_test_actor, &error));

  report = apply (fixture->store, "dossier", gu_store_get_origin (fixture->store), 2, echo, NULL);
  g_assert_cmpuint (report.known, ==, 1);
  g_assert_cmpuint (report.conflicts, ==, 0);
  g_clear_object (&dossier);
  dossier = gu_store_load_dossier (fixture->store, id, &error);
  g_assert_cmpstr (gu_dossier_get_state (dossier), ==, "complet");
}

/* A dossier that both desks have at rev 3 and both change. */
static void
make_conflict (StoreFixture *fixture, gint64 *base)
{
  g_autoptr (JsonObject) json = other_dossier (3, "complet", 900);
  g_autoptr (JsonObject) theirs = other_dossier (4, "in-analiza", 900);
  g_autoptr (GuDossier) ours = NULL;
  g_autoptr (GError) error = NULL;
  GuRemoteReport report;

  apply (fixture->store, "dossier", OTHER_ORIGIN, 3, json, NULL);
  ours = gu_store_load_dossier (fixture->store, OTHER_DOSSIER, &error);
  gu_dossier_set_state (ours, "in-avizare");
  gu_dossier_set_officer (ours, "Maria");
  g_assert_true (gu_store_update_dossier (
      fixture->store, ours, "state-changed", NULL, &store_test_actor, &error));
  g_assert_no_error (error);

  json_object_set_string_member (theirs, "officer", "Vlad");
  report = apply (fixture->store, "dossier", OTHER_ORIGIN, 4, theirs, NULL);
  g_assert_cmpuint (report.conflicts, ==, 2);
  report = apply (fixture->store, "dossier", OTHER_ORIGIN, 4, theirs, NULL);
  g_assert_cmpuint (report.conflicts, ==, 0); /* noted once */
  *base = 4;
}

static GuConflict *
find_conflict (GPtrArray *conflicts, const char *field)
{
  for (guint i = 0; i < conflicts->len; i++)
    {
      GuConflict *conflict = g_ptr_array_index (conflicts, i);

      if (g_str_equal (conflict->field, field))
        return conflict;
    }
  g_error ("no conflict about %s", field);
}

static void
test_conflict (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) conflicts = NULL;
  g_autoptr (GPtrArray) waiting = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GArray) keys = NULL;
  g_autoptr (GuDossier) dossier = NULL;
  g_autoptr (JsonObject) payload = NULL;
  g_autoptr (GError) error = NULL;
  GuConflict *state, *officer;
  GuOutboxRow *row = NULL;
  gint64 base;

  make_conflict (fixture, &base);
  conflicts = gu_store_list_conflicts (fixture->store, OTHER_DOSSIER, &error);
  g_assert_cmpuint (conflicts->len, ==, 2);
  state = find_conflict (conflicts, "state");
  officer = find_conflict (conflicts, "officer");
  g_assert_cmpstr (state->local_value, ==, "\"in-avizare\"");
  g_assert_cmpstr (state->remote_value, ==, "\"in-analiza\"");
  g_assert_cmpstr (state->origin, ==, OTHER_ORIGIN);

  /* Ours is untouched until somebody chooses; lists show it. */
  dossier = gu_store_load_dossier (fixture->store, OTHER_DOSSIER, &error);
  g_assert_cmpstr (gu_dossier_get_officer (dossier), ==, "Maria");
  keys = gu_store_query_rows (fixture->store, NULL, NULL, &error);
  rows = gu_store_load_rows (fixture->store, (gint64 *) (void *) keys->data, keys->len, &error);
  g_assert_cmpint (gu_dossier_row_get_conflicts (g_ptr_array_index (rows, 0)), ==, 2);

  g_assert_true (
      gu_store_resolve_conflict (fixture->store, state->id, TRUE, &store_test_actor, &error));
  g_assert_no_error (error);
  g_assert_true (
      gu_store_resolve_conflict (fixture->store, officer->id, FALSE, &store_test_actor, &error));
  g_assert_no_error (error);
  g_assert_false (
      gu_store_resolve_conflict (fixture->store, officer->id, FALSE, &store_test_actor, &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_clear_object (&dossier);
  dossier = gu_store_load_dossier (fixture->store, OTHER_DOSSIER, &error);
  g_assert_cmpstr (gu_dossier_get_state (dossier), ==, "in-analiza");
  g_assert_cmpstr (gu_dossier_get_officer (dossier), ==, "Maria");

  /* One row that builds on theirs instead of ours that would lose. */
  waiting = gu_store_outbox_list (fixture->store, OTHER_DOSSIER, NULL, 0, &error);
  for (guint i = 0; i < waiting->len; i++)
    {
      GuOutboxRow *candidate = g_ptr_array_index (waiting, i);

      if (!g_str_equal (candidate->kind, "dossier"))
        continue;
      g_assert_null (row);
      row = candidate;
    }
  g_assert (row != NULL);
  payload = store_test_parse (row->payload);
  g_assert_cmpint (json_object_get_int_member (payload, "base_rev"), ==, base);
  g_assert_cmpint (json_object_get_int_member (payload, "rev"), >, base);
}

static void
test_same_change (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (JsonObject) json = other_dossier (3, "complet", 900);
  g_autoptr (JsonObject) theirs = other_dossier (4, "in-analiza", 900);
  g_autoptr (GuDossier) ours = NULL;
  g_autoptr (GError) error = NULL;
  GuRemoteReport report;

  apply (fixture->store, "dossier", OTHER_ORIGIN, 3, json, NULL);
  ours = gu_store_load_dossier (fixture->store, OTHER_DOSSIER, &error);
  gu_dossier_set_state (ours, "in-analiza");
  g_assert_true (gu_store_update_dossier (
      fixture->store, ours, "state-changed", NULL, &store_test_actor, &error));
  report = apply (fixture->store, "dossier", OTHER_ORIGIN, 4, theirs, NULL);
  g_assert_cmpuint (report.conflicts, ==, 0);
  g_assert_cmpuint (report.known, ==, 1);
}

static void
test_documents (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (JsonObject) json = other_dossier (3, "complet", 900);
  g_autoptr (JsonObject) paper = store_test_parse (
      "{\"id\":\"" OTHER_DOCUMENT "\",\"dossier_id\":\"" OTHER_DOSSIER "\",\"sha256\":\"" SOME_HASH
      "\",\"name\":\"plan.pdf\",\"size\":7}");
  g_autoptr (JsonObject) renamed = store_test_parse (
      "{\"id\":\"" OTHER_DOCUMENT "\",\"dossier_id\":\"" OTHER_DOSSIER "\",\"sha256\":\"" SOME_HASH
      "\",\"name\":\"plan.pdf\",\"size\":7,"
      "\"issued\":\"2026-11-02\"}");
  g_autoptr (GuDossier) loaded = NULL;
  g_autoptr (GPtrArray) conflicts = NULL;
  g_auto (GStrv) missing = NULL;
  g_auto (GStrv) problems = NULL;
  g_autoptr (GError) error = NULL;
  GuDocument *document;
  GuRemoteReport report;

  report = apply (fixture->store, "document", OTHER_ORIGIN, 1, paper, NULL);
  g_assert_cmpuint (report.skipped, ==, 1); /* its dossier is not here */
  apply (fixture->store, "dossier", OTHER_ORIGIN, 3, json, NULL);
  report = apply (fixture->store, "document", OTHER_ORIGIN, 1, paper, NULL);
  g_assert_cmpuint (report.applied, ==, 1);
  report = apply (fixture->store, "document", OTHER_ORIGIN, 1, paper, NULL);
  g_assert_cmpuint (report.known, ==, 1);

  /* The bytes are still at the central: known, and no damage. */
  missing = gu_store_list_missing_blobs (fixture->store, 10, &error);
  g_assert_cmpstr (missing[0], ==, SOME_HASH);
  g_assert_true (gu_store_check_integrity (fixture->store, TRUE, &problems, NULL, &error));
  g_assert_cmpstr (problems[0], ==, NULL);

  loaded = gu_store_load_dossier (fixture->store, OTHER_DOSSIER, &error);
  document = gu_dossier_find_document (loaded, OTHER_DOCUMENT);
  gu_document_set_legible (document, FALSE);
  g_assert_true (gu_store_update_document (fixture->store, document, &store_test_actor, &error));
  g_assert_no_error (error);
  report = apply (fixture->store, "document", OTHER_ORIGIN, 2, renamed, NULL);
  g_assert_cmpuint (report.conflicts, ==, 1);
  conflicts = gu_store_list_conflicts (fixture->store, OTHER_DOSSIER, &error);
  g_assert_cmpuint (conflicts->len, ==, 1);
  g_assert_true (gu_store_resolve_conflict (fixture->store,
                                            ((GuConflict *) g_ptr_array_index (conflicts, 0))->id,
                                            TRUE,
                                            &store_test_actor,
                                            &error));
  g_assert_no_error (error);
  g_clear_object (&loaded);
  loaded = gu_store_load_dossier (fixture->store, OTHER_DOSSIER, &error);
  document = gu_dossier_find_document (loaded, OTHER_DOCUMENT);
  g_assert_cmpstr (gu_document_get_issued (document), ==, "2026-11-02");
}

static void
test_events (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GuEvent) event = gu_event_new ();
  g_autoptr (JsonObject) json = NULL;
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = NULL;
  GuRemoteReport report;

  gu_event_set_origin (event, OTHER_ORIGIN);
  gu_event_set_seq (event, 1);
  gu_event_set_dossier_id (event, OTHER_DOSSIER);
  gu_event_set_kind (event, "registered");
  gu_event_set_who (event, "Vlad");
  gu_event_set_desk (event, "G2");
  gu_event_set_body_text (event, "{}");
  gu_event_set_prev_hash (event, GU_EVENT_FIRST_HASH);
  hash = gu_event_compute_hash (event);
  gu_event_set_hash (event, hash);
  json = gu_event_to_json (event);

  report = apply (fixture->store, "event", OTHER_ORIGIN, 1, json, NULL);
  g_assert_cmpuint (report.applied, ==, 1);
  report = apply (fixture->store, "event", OTHER_ORIGIN, 1, json, NULL);
  g_assert_cmpuint (report.known, ==, 1);
  json_object_set_string_member (json, "who", "Altul");
  json_object_set_int_member (json, "seq", 2);
  report = apply (fixture->store, "event", OTHER_ORIGIN, 2, json, NULL);
  g_assert_cmpuint (report.skipped, ==, 1); /* its hash is not that of its content */

  events = gu_store_load_events (fixture->store, OTHER_DOSSIER, &error);
  g_assert_cmpuint (events->len, ==, 1);
  g_assert_cmpstr (gu_event_get_who (g_ptr_array_index (events, 0)), ==, "Vlad");
}

/* One bad change does not stop the feed, one cancelled page changes nothing. */
static void
test_page (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (JsonArray) changes = json_array_new ();
  g_autoptr (JsonObject) payload = other_dossier (1, "inregistrat", 900);
  g_autoptr (JsonObject) broken = store_test_parse (
      "{\"kind\":\"dossier\",\"origin\":\"x\",\"payload\":{\"procedure\":3}}");
  g_autoptr (JsonObject)
      unknown = store_test_parse ("{\"kind\":\"hologram\",\"origin\":\"x\",\"payload\":{}}");
  JsonObject *good = json_object_new ();
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autofree char *cursor = NULL;
  g_autoptr (GError) error = NULL;
  GuRemoteReport report;

  json_object_set_string_member (good, "kind", "dossier");
  json_object_set_string_member (good, "origin", OTHER_ORIGIN);
  json_object_set_object_member (good, "payload", json_object_ref (payload));
  json_array_add_object_element (changes, json_object_ref (broken));
  json_array_add_object_element (changes, json_object_ref (unknown));
  json_array_add_string_element (changes, "nothing");
  json_array_add_object_element (changes, good);

  g_cancellable_cancel (cancelled);
  g_assert_false (
      gu_store_apply_remote (fixture->store, changes, "main", "5", &report, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_true (gu_store_get_cursor (fixture->store, "main", &cursor, &error));
  g_assert_null (cursor);

  g_assert_true (
      gu_store_apply_remote (fixture->store, changes, "main", "5", &report, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (report.skipped, ==, 3);
  g_assert_cmpuint (report.applied, ==, 1);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  STORE_TEST ("/store/remote/new", test_new_dossier);
  STORE_TEST ("/store/remote/echo", test_own_echo);
  STORE_TEST ("/store/remote/conflict", test_conflict);
  STORE_TEST ("/store/remote/same-change", test_same_change);
  STORE_TEST ("/store/remote/documents", test_documents);
  STORE_TEST ("/store/remote/events", test_events);
  STORE_TEST ("/store/remote/page", test_page);

  return g_test_run ();
}
