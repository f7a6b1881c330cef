/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test"

#include "config.h"

#include "gu-test-batch.h"
#include "gu-test-registry.h"

#include "gu-central-error.h"
#include "gu-uuid.h"

#include <string.h>

/* The registry's functions, asked as desks ask them, and as nobody should. */

typedef struct
{
  TestRegistry *registry;
  char *clerk;   /* institution A, desk G1 */
  char *clerk2;  /* institution A, desk G2 */
  char *other;   /* institution B */
  char *auditor; /* institution A */
} Fixture;

static void
fixture_set_up (Fixture *f, gconstpointer data)
{
  f->registry = test_registry_new ();
  f->clerk = test_registry_add_login (f->registry, "A", "G1", "clerk");
  f->clerk2 = test_registry_add_login (f->registry, "A", "G2", "clerk");
  f->other = test_registry_add_login (f->registry, "B", "G1", "clerk");
  f->auditor = test_registry_add_login (f->registry, "A", "G9", "auditor");
}

static void
fixture_tear_down (Fixture *f, gconstpointer data)
{
  g_clear_pointer (&f->registry, test_registry_free);
  g_free (f->clerk);
  g_free (f->clerk2);
  g_free (f->other);
  g_free (f->auditor);
}

static char *
push (const char *conninfo, TestBatch *batch)
{
  g_autofree char *text = test_batch_to_text (batch);

  return test_ask (conninfo, "SELECT api.sync_push(1, $1)", text, NULL);
}

/* The code of the first rejected row, or the status, or the SQLSTATE. */
static char *
first_code (const char *answer)
{
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;
  JsonArray *rejected;

  if (answer == NULL || answer[0] == '!')
    return g_strdup (answer);
  node = json_from_string (answer, NULL);
  object = json_node_get_object (node);
  rejected = json_object_has_member (object, "rejected")
                 ? json_object_get_array_member (object, "rejected")
                 : NULL;
  if (rejected != NULL && json_array_get_length (rejected) > 0)
    return g_strdup (
        json_object_get_string_member (json_array_get_object_element (rejected, 0), "code"));

  return g_strdup (json_object_get_string_member (object, "status"));
}

static void
assert_push (const char *conninfo, TestBatch *batch, const char *expected)
{
  g_autofree char *answer = push (conninfo, batch);
  g_autofree char *code = first_code (answer);

  if (g_strcmp0 (code, expected) != 0)
    g_test_message ("%s", answer);
  g_assert_cmpstr (code, ==, expected);
}

/* Every table, every way of touching it: refused to a desk. */
static void
test_tables_closed (Fixture *f, gconstpointer data)
{
  static const char *const ways[] = { "SELECT count(*) FROM %s", "INSERT INTO %s SELECT * FROM %s",
                                      "DELETE FROM %s",          "TRUNCATE %s",
                                      "COPY %s TO STDOUT",       "DROP TABLE %s" };
  g_autofree char *list = test_ask (
      f->registry->admin,
      "SELECT string_agg(c.oid::regclass::text, ' ') FROM pg_class c"
      " WHERE c.relnamespace = 'gu'::regnamespace AND c.relkind IN ('r', 'p')",
      NULL);
  g_auto (GStrv) tables = g_strsplit (list, " ", -1);
  guint tried = 0;

  for (guint i = 0; tables[i] != NULL; i++)
    {
      for (guint w = 0; w < G_N_ELEMENTS (ways); w++)
        {
          g_auto (GStrv) parts = g_strsplit (ways[w], "%s", -1);
          g_autofree char *sql = g_strjoinv (tables[i], parts);

          test_assert_answer (f->clerk, sql, "!42501");
          tried++;
        }
    }
  g_assert_cmpuint (tried, >, 200);
}

static void
test_functions_closed (Fixture *f, gconstpointer data)
{
  g_autofree char *open_to_all = test_ask (
      f->registry->admin,
      "SELECT string_agg(oid::regprocedure::text, ' ') FROM pg_proc"
      " WHERE pronamespace IN ('api'::regnamespace, 'gu'::regnamespace)"
      " AND has_function_privilege('public', oid, 'EXECUTE')",
      NULL);
  g_autofree char *unsafe = test_ask (
      f->registry->admin,
      "SELECT string_agg(oid::regprocedure::text, ' ') FROM pg_proc"
      " WHERE pronamespace IN ('api'::regnamespace, 'gu'::regnamespace)"
      " AND (proconfig IS NULL OR NOT 'search_path=pg_catalog, pg_temp' = ANY (proconfig))",
      NULL);
  g_autofree char *inner = test_ask (f->registry->admin,
                                     "SELECT count(*)::text FROM pg_proc WHERE pronamespace = "
                                     "'api'::regnamespace AND proname LIKE '\\_%' AND"
                                     " has_function_privilege('gu_desk', oid, 'EXECUTE')",
                                     NULL);

  g_assert_cmpstr (open_to_all, ==, "");
  g_assert_cmpstr (unsafe, ==, "");
  g_assert_cmpstr (inner, ==, "0");
  test_assert_answer (f->clerk, "CREATE TABLE public.mine (n int)", "!42501");
  test_assert_answer (f->clerk, "CREATE TEMP TABLE mine (n int)", "!42501");
  test_assert_answer (f->clerk, "CREATE SCHEMA mine", "!42501");
  test_assert_answer (f->clerk, "SET ROLE gu_owner", "!42501");
  test_assert_answer (f->clerk, "SET SESSION AUTHORIZATION gu_test", "!42501");
}

/* A login without a desk, and one whose time is over. */
static void
test_unknown_login (Fixture *f, gconstpointer data)
{
  test_assert_answer (f->registry->admin, "SELECT api.status()", "!GU007");
  test_assert_answer (
      f->registry->admin, "UPDATE gu.login SET valid_to = now() - interval '1 second'", "");
  test_assert_answer (f->clerk, "SELECT api.status()", "!GU007");
}

static void
test_roles (Fixture *f, gconstpointer data)
{
  g_autoptr (TestBatch) batch = test_batch_new (NULL, 1);

  g_free (test_batch_add_dossier (batch, NULL, 1, 0, NULL));
  assert_push (f->auditor, batch, "!GU008");
  test_assert_answer (f->clerk, "SELECT api.journal_check(gen_random_uuid())", "!GU008");
  test_assert_answer (f->clerk, "SELECT api.register_close('registratura', 2026)", "!GU008");
  test_assert_answer (
      f->auditor,
      "SELECT api.lease_numbers(gen_random_uuid(), gen_random_uuid(), 'r', 2026, 1)",
      "!GU008");
  test_assert_answer (f->auditor, "SELECT api.register_gaps('r', 2026)", "[]");
}

/* One institution neither sees nor changes what is another's, even knowing its ids. */
static void
test_institutions_apart (Fixture *f, gconstpointer data)
{
  g_autoptr (TestBatch) ours = test_batch_new (NULL, 1);
  g_autoptr (TestBatch) theirs = test_batch_new (NULL, 1);
  g_autoptr (TestBatch) stolen = test_batch_new (ours->origin, 2);
  g_autofree char *id = test_batch_add_dossier (ours, NULL, 1, 0, NULL);
  g_autofree char *pulled = NULL;

  assert_push (f->clerk, ours, "ok");
  g_free (test_batch_add_dossier (theirs, id, 5, 1, NULL));
  assert_push (f->other, theirs, "not-yours");
  assert_push (f->other, stolen, "!GU008");
  pulled = test_ask (
      f->other, "SELECT api.sync_pull(gen_random_uuid(), '', 100) -> 'changes'", NULL);
  g_assert_cmpstr (pulled, ==, "[]");
  test_assert_answer (
      f->clerk2,
      "SELECT jsonb_array_length(api.sync_pull(gen_random_uuid(), '', 100) -> 'changes')",
      "1");
  test_assert_answer (f->registry->admin, "SELECT rev FROM gu.dossier", "1");
}

static void
test_replay (Fixture *f, gconstpointer data)
{
  g_autoptr (TestBatch) first = test_batch_new (NULL, 1);
  g_autoptr (TestBatch) other = test_batch_new (first->origin, 1);
  g_autoptr (TestBatch) third = test_batch_new (first->origin, 3);
  g_autofree char *once = NULL;
  g_autofree char *twice = NULL;

  g_free (test_batch_add_dossier (first, NULL, 1, 0, NULL));
  test_batch_add_event (first, NULL, "created", "{}");
  g_free (test_batch_add_dossier (other, NULL, 1, 0, NULL));
  once = push (f->clerk, first);
  twice = push (f->clerk, first);
  g_assert_cmpstr (once, ==, twice);
  assert_push (f->clerk, other, "!GU003");
  assert_push (f->clerk, third, "want");
  test_assert_answer (f->registry->admin, "SELECT count(*) FROM gu.dossier", "1");
  test_assert_answer (f->registry->admin, "SELECT count(*) FROM gu.event", "1");
  test_assert_answer (f->clerk, "SELECT api.sync_push(99, 'x') ->> 'status'", "upgrade_central");
  test_assert_answer (f->clerk, "SELECT api.sync_push(0, 'x') ->> 'status'", "upgrade_desk");
}

static void
test_malformed (Fixture *f, gconstpointer data)
{
  static const char *const texts[] = {
    "",
    "{",
    "null",
    "[]",
    "1",
    "\"\"",
    "{}",
    "{\"origin\":1,\"batch\":1,\"rows\":[]}",
    "{\"origin\":\"018f0000-0000-7000-8000-000000000001\",\"batch\":0,\"rows\":[]}",
    "{\"origin\":\"018f0000-0000-7000-8000-000000000001\",\"batch\":\"x\",\"rows\":[]}",
    "{\"origin\":\"018f0000-0000-7000-8000-000000000001\",\"batch\":1e400,\"rows\":[]}",
    "{\"origin\":\"018f0000-0000-7000-8000-000000000001\",\"batch\":1}",
    "{\"origin\":\"018f0000-0000-7000-8000-000000000001\",\"batch\":1,\"rows\":{}}",
    "{\"origin\":\"018f0000-0000-7000-8000-000000000001\",\"batch\":1,\"rows\":[1]}",
    "{\"origin\":\"018f0000-0000-7000-8000-000000000001\",\"batch\":1,\"rows\":[{}]}",
    "{\"origin\":\"018f0000-0000-7000-8000-000000000001\",\"batch\":1,\"rows\":[{\"id\":\"x\"}]}",
    "{\"origin\":\"018f0000-0000-7000-8000-000000000001\",\"batch\":1,\"rows\":[],\"x\":"
    "\"\\u0000\"}",
  };
  g_autoptr (GString) deep = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *answer = test_ask (f->clerk, "SELECT api.sync_push(1, $1)", texts[i], NULL);

      if (g_strcmp0 (answer, "!GU001") != 0)
        g_test_message ("%s: %s", texts[i], answer);
      g_assert_cmpstr (answer, ==, "!GU001");
    }
  for (guint i = 0; i < 100000; i++)
    g_string_append_c (deep, '[');
  {
    g_autofree char *answer = test_ask (f->clerk, "SELECT api.sync_push(1, $1)", deep->str, NULL);

    g_assert_cmpstr (answer, ==, "!GU001");
  }
  test_assert_answer (f->registry->admin, "SELECT count(*) FROM gu.batch", "0");
  test_assert_answer (f->clerk, "SELECT api.sync_pull(gen_random_uuid(), 'a/b/c', 1)", "!GU001");
  test_assert_answer (f->clerk, "SELECT api.blob_begin('x', 1, 262144)", "!GU001");
}

/* A bad row comes back with its reason and takes no other dossier with it; what builds on it waits.
 */
static void
test_one_bad_row (Fixture *f, gconstpointer data)
{
  g_autoptr (TestBatch) batch = test_batch_new (NULL, 1);
  g_autofree char *good = test_batch_add_dossier (batch, NULL, 1, 0, NULL);
  g_autofree char *bad = test_batch_add_dossier (batch, NULL, 1, 0, NULL);
  g_autofree char *also_good = NULL;
  g_autofree char *answer = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;

  json_object_set_string_member (
      test_batch_last_payload (batch), "state", "'; DROP TABLE gu.dossier; --");
  test_batch_add_registration (
      batch, bad, "registratura", 2026, 7, "018f0000-0000-7000-8000-00000000aaaa");
  also_good = test_batch_add_dossier (batch, NULL, 1, 0, NULL);
  test_batch_add_event (batch, bad, "created", "{}");
  test_batch_add_row (batch, "strange", also_good, json_object_new ());

  answer = push (f->clerk, batch);
  node = json_from_string (answer, NULL);
  object = json_node_get_object (node);
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (object, "accepted")), ==, 3);
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (object, "rejected")), ==, 2);
  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (object, "waiting")), ==, 1);
  test_assert_answer (f->registry->admin,
                      "SELECT string_agg(code, ' ' ORDER BY code) FROM gu.rejection",
                      "malformed unknown-kind");
  test_assert_answer (f->registry->admin, "SELECT count(*) FROM gu.dossier", "2");
  test_assert_answer (f->registry->admin, "SELECT count(*) FROM gu.event", "1");
}

/* Hostile text in every text field arrives as text, and comes back byte for byte. */
static void
test_injection (Fixture *f, gconstpointer data)
{
  static const char hostile[] = "'); DROP TABLE gu.dossier CASCADE; -- \" \\ $$ $1 %s %n \t\n ${x} "
                                "Ștefănuță \xC5\xA3\xC5\x9F \xF0\x9F\x8F\xA0 {\"a\":[1]}";
  static const char *const fields[] = { "officer", "desk", "pack_id", "pack_version", "note" };
  static const char *const person_fields[] = {
    "name", "cnp", "locality", "street", "email", "phone"
  };
  g_autoptr (TestBatch) batch = test_batch_new (NULL, 1);
  g_autofree char *id = test_batch_add_dossier (batch, NULL, 1, 0, NULL);
  g_autoptr (JsonObject) person = json_object_new ();
  g_autofree char *pulled = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *payload = test_batch_last_payload (batch);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    json_object_set_string_member (payload, fields[i], hostile);
  for (guint i = 0; i < G_N_ELEMENTS (person_fields); i++)
    json_object_set_string_member (person, person_fields[i], hostile);
  json_object_set_object_member (payload, "applicant", json_object_ref (person));
  json_object_set_object_member (payload, "property", json_object_ref (person));
  test_batch_add_event (batch, id, hostile, hostile);
  assert_push (f->clerk, batch, "ok");

  pulled = test_ask (
      f->clerk2, "SELECT api.sync_pull(gen_random_uuid(), '', 10) -> 'changes'", NULL);
  node = json_from_string (pulled, NULL);
  payload = json_object_get_object_member (
      json_array_get_object_element (json_node_get_array (node), 0), "payload");
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    g_assert_cmpstr (json_object_get_string_member (payload, fields[i]), ==, hostile);
  payload = json_object_get_object_member (payload, "applicant");
  for (guint i = 0; i < G_N_ELEMENTS (person_fields); i++)
    g_assert_cmpstr (json_object_get_string_member (payload, person_fields[i]), ==, hostile);
  payload = json_object_get_object_member (
      json_array_get_object_element (json_node_get_array (node), 1), "payload");
  g_assert_cmpstr (json_object_get_string_member (payload, "kind"), ==, hostile);
  g_assert_cmpstr (json_object_get_string_member (payload, "body_text"), ==, hostile);
  {
    g_autofree char *answer = test_ask (
        f->clerk,
        "SELECT api.lease_numbers(gen_random_uuid(), $1, $2, 2026, 1)",
        batch->origin,
        hostile,
        NULL);

    g_assert_cmpstr (answer, ==, "!GU001");
  }
}

/* The journal: a changed, a missing, a doubled line ends the call and leaves nothing behind. */
static void
test_chain (Fixture *f, gconstpointer data)
{
  static const char *const tampers[] = { "body_text", "who",  "hash",
                                         "prev_hash", "kind", "dossier_id" };
  g_autoptr (TestBatch) first = test_batch_new (NULL, 1);
  g_autofree char *id = test_batch_add_dossier (first, NULL, 1, 0, NULL);
  g_autofree char *check = NULL;

  test_batch_add_event (first, id, "created", "{}");
  test_batch_add_event (first, id, "changed", "{\"a\":1}");
  assert_push (f->clerk, first, "ok");

  for (guint i = 0; i < G_N_ELEMENTS (tampers); i++)
    {
      g_autoptr (TestBatch) next = test_batch_continue (first);

      test_batch_add_event (next, id, "changed", "{\"b\":2}");
      json_object_set_string_member (
          test_batch_last_payload (next),
          tampers[i],
          strcmp (tampers[i], "dossier_id") == 0 ? "018f0000-0000-7000-8000-00000000ffff" : "x");
      assert_push (f->clerk, next, "!GU004");
    }
  {
    g_autoptr (TestBatch) gap = test_batch_continue (first);

    gap->seq++;
    test_batch_add_event (gap, id, "changed", "{}");
    assert_push (f->clerk, gap, "!GU004");
  }
  test_assert_answer (f->registry->admin,
                      "SELECT count(*) || ' ' || (SELECT last_batch FROM gu.origin) FROM gu.event",
                      "2 1");
  check = test_ask (f->auditor, "SELECT api.journal_check($1) ->> 'intact'", first->origin, NULL);
  g_assert_cmpstr (check, ==, "true");
}

/* Nobody changes the journal, not even its owner; and if the guard is taken away, the check sees
 * it. */
static void
test_append_only (Fixture *f, gconstpointer data)
{
  g_autoptr (TestBatch) batch = test_batch_new (NULL, 1);
  g_autofree char *check = NULL;

  test_batch_add_event (batch, NULL, "created", "{}");
  test_batch_add_event (batch, NULL, "changed", "{}");
  assert_push (f->clerk, batch, "ok");
  test_assert_answer (f->registry->admin, "UPDATE gu.event SET who = 'x'", "!GU002");
  test_assert_answer (f->registry->admin, "DELETE FROM gu.event", "!GU002");
  test_assert_answer (f->registry->admin, "TRUNCATE gu.event", "!GU002");
  test_assert_answer (f->registry->admin, "TRUNCATE gu.event_default", "!GU002");
  {
    g_autofree char *partition = test_ask (
        f->registry->admin, "SELECT 'TRUNCATE gu.event_' || extract(year FROM now())::int", NULL);

    test_assert_answer (f->registry->admin, partition, "!GU002");
  }

  test_assert_answer (f->registry->admin, "ALTER TABLE gu.event DISABLE TRIGGER refuse_change", "");
  test_assert_answer (f->registry->admin, "DELETE FROM gu.event WHERE seq = 2", "");
  check = test_ask (
      f->auditor, "SELECT api.journal_check($1) ->> 'broken_seq'", batch->origin, NULL);
  g_assert_cmpstr (check, ==, "2");
}

/* Two desks from one state: the second gets a conflict, and neither value is lost. */
static void
test_conflict (Fixture *f, gconstpointer data)
{
  g_autoptr (TestBatch) first = test_batch_new (NULL, 1);
  g_autoptr (TestBatch) second = test_batch_new (NULL, 1);
  g_autoptr (TestBatch) solved = NULL;
  g_autofree char *id = test_batch_add_dossier (first, NULL, 3, 0, NULL);
  g_autoptr (TestBatch) again = NULL;

  assert_push (f->clerk, first, "ok");
  again = test_batch_continue (first);
  g_free (test_batch_add_dossier (again, id, 4, 3, "ours"));
  assert_push (f->clerk, again, "ok");
  g_free (test_batch_add_dossier (second, id, 4, 3, "theirs"));
  assert_push (f->clerk2, second, "conflict");
  test_assert_answer (
      f->registry->admin,
      "SELECT d.officer || ' ' || (c.theirs ->> 'officer') FROM gu.dossier d, gu.conflict c",
      "ours theirs");
  solved = test_batch_continue (second);
  g_free (test_batch_add_dossier (solved, id, 5, 4, "theirs"));
  assert_push (f->clerk2, solved, "ok");
  test_assert_answer (f->registry->admin,
                      "SELECT d.officer || ' ' || (SELECT count(*) FROM gu.conflict WHERE "
                      "resolved_at IS NULL) FROM gu.dossier d",
                      "theirs 0");
}

/* An id dated 2035, or by no clock at all, jams nothing. */
static void
test_strange_dates (Fixture *f, gconstpointer data)
{
  g_autoptr (TestBatch) batch = test_batch_new (NULL, 1);

  g_free (test_batch_add_dossier (batch, "01dc0000-0000-7000-8000-000000000001", 1, 0, NULL));
  g_free (test_batch_add_dossier (batch, "ffffffff-ffff-4fff-8fff-ffffffffffff", 1, 0, NULL));
  assert_push (f->clerk, batch, "ok");
  test_assert_answer (f->registry->admin, "SELECT count(*) FROM gu.dossier_default", "2");
}

static void
test_migrate (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *empty = g_strdup_printf (
      "host=%s user=gu_test dbname=%s_x", g_getenv ("GU_TEST_PG_HOST"), f->registry->dbname);
  g_autofree char *create = g_strdup_printf ("CREATE DATABASE %s_x", f->registry->dbname);
  g_autofree char *drop = g_strdup_printf ("DROP DATABASE %s_x WITH (FORCE)", f->registry->dbname);
  g_autoptr (JsonNode) status = NULL;
  int from = -1;
  int to = -1;

  g_assert_true (gu_central_migrate (f->registry->admin, &from, &to, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (from, ==, gu_central_schema_known ());
  g_assert_cmpint (to, ==, from);

  /* A step that fails leaves nothing of itself. */
  test_assert_answer (f->registry->admin, create, "");
  test_assert_answer (empty, "CREATE SCHEMA api", "");
  g_assert_false (gu_central_migrate (empty, &from, NULL, NULL, &error));
  g_assert_error (error, GU_CENTRAL_ERROR, GU_CENTRAL_ERROR_MIGRATION);
  g_clear_error (&error);
  test_assert_answer (empty, "SELECT count(*) FROM pg_namespace WHERE nspname = 'gu'", "0");
  status = gu_central_status (empty, NULL, &error);
  g_assert_null (status);
  g_assert_error (error, GU_CENTRAL_ERROR, GU_CENTRAL_ERROR_NOT_READY);
  g_clear_error (&error);
  test_assert_answer (empty, "DROP SCHEMA api", "");
  g_assert_true (gu_central_migrate (empty, &from, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (from, ==, 0);

  /* A registry from the future is left alone. */
  test_assert_answer (empty, "INSERT INTO gu.schema_version VALUES (999, 'x', 'x')", "");
  g_assert_false (gu_central_migrate (empty, &from, NULL, NULL, &error));
  g_assert_error (error, GU_CENTRAL_ERROR, GU_CENTRAL_ERROR_DESK_OLD);
  g_assert_cmpint (from, ==, 999);
  test_assert_answer (f->registry->admin, drop, "");
}

static void
test_bad_names (Fixture *f, gconstpointer data)
{
  static const char *const names[] = { "",    "x; DROP ROLE y", "A",   "é",   "gu_owner", "pg_x",
                                       "a b", "a\"b",           "a'b", "a\nb" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (gu_central_add_login (
          f->registry->admin, names[i], NULL, "A", NULL, "G1", "clerk", NULL, &error));
      g_assert_error (error, GU_CENTRAL_ERROR, GU_CENTRAL_ERROR_REFUSED);
    }
  {
    g_autoptr (GError) error = NULL;

    g_assert_false (gu_central_add_login (
        f->registry->admin, "gu_test", NULL, "A", NULL, "G1", "clerk", NULL, &error));
    g_assert_error (error, GU_CENTRAL_ERROR, GU_CENTRAL_ERROR_REFUSED);
  }
}

/* Every code the registry may return has its own sentence and hint. */
static void
test_sentences (void)
{
  static const char *const codes[] = { "malformed",         "not-yours",        "conflict",
                                       "blob-missing",      "no-dossier",       "number-taken",
                                       "number-not-leased", "number-cancelled", "number-used",
                                       "renumbered",        "unknown-kind" };
  static const char *const states[] = { "GU001", "GU002", "GU003", "GU004", "GU005",
                                        "GU006", "GU007", "GU008", "GU009", "GU010",
                                        "GU011", "28P01", "3D000", "42501", "53100",
                                        "57P03", "40001", "55P03", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_assert_cmpstr (gu_central_rejection_sentence (codes[i]),
                       !=,
                       gu_central_rejection_sentence ("no such code"));
      g_assert_cmpuint (strlen (gu_central_rejection_hint (codes[i])), >, 0);
    }
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr (GError) error = NULL;

      gu_central_error_set_sqlstate (&error, states[i]);
      g_assert_cmpint (error->code, !=, GU_CENTRAL_ERROR_FAILED);
      g_assert_nonnull (gu_error_get_hint (error));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, func)                                                                            \
  g_test_add ("/registry/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("tables-closed", test_tables_closed);
  ADD ("functions-closed", test_functions_closed);
  ADD ("unknown-login", test_unknown_login);
  ADD ("roles", test_roles);
  ADD ("institutions-apart", test_institutions_apart);
  ADD ("replay", test_replay);
  ADD ("malformed", test_malformed);
  ADD ("one-bad-row", test_one_bad_row);
  ADD ("injection", test_injection);
  ADD ("chain", test_chain);
  ADD ("append-only", test_append_only);
  ADD ("conflict", test_conflict);
  ADD ("strange-dates", test_strange_dates);
  ADD ("migrate", test_migrate);
  ADD ("bad-names", test_bad_names);
  g_test_add_func ("/registry/sentences", test_sentences);

  return g_test_run ();
}
