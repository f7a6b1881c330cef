/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test"

#include "config.h"

#include "gu-test-batch.h"
#include "gu-test-registry.h"

#include "gu-uuid.h"

#include <string.h>

/* Numbers, files and the feed when many ask at once, and when somebody asks for what is not his. */

#define ASKERS  50
#define BLOCKS  6
#define WRITERS 8
#define BATCHES 30

typedef struct
{
  TestRegistry *registry;
  char *clerk;
  char *supervisor;
  char *other;
  int year;
} Fixture;

static void
fixture_set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  f->registry = test_registry_new ();
  f->clerk = test_registry_add_login (f->registry, "A", "G1", "clerk");
  f->supervisor = test_registry_add_login (f->registry, "A", "G2", "supervisor");
  f->other = test_registry_add_login (f->registry, "B", "G1", "clerk");
  f->year = g_date_time_get_year (now);
}

static void
fixture_tear_down (Fixture *f, gconstpointer data)
{
  g_clear_pointer (&f->registry, test_registry_free);
  g_free (f->clerk);
  g_free (f->supervisor);
  g_free (f->other);
}

static char *
push (const char *conninfo, TestBatch *batch)
{
  g_autofree char *text = test_batch_to_text (batch);

  return test_ask (conninfo,
                   "SELECT coalesce(a -> 'rejected' -> 0 ->> 'code', a ->> 'status') FROM "
                   "api.sync_push(1, $1) AS a",
                   text,
                   NULL);
}

static void
assert_push (const char *conninfo, TestBatch *batch, const char *expected)
{
  g_autofree char *answer = push (conninfo, batch);

  g_assert_cmpstr (answer, ==, expected);
}

static char *
ask_lease (const char *conninfo, const char *lease, const char *origin, int year, int count)
{
  g_autofree char *year_text = g_strdup_printf ("%d", year);
  g_autofree char *count_text = g_strdup_printf ("%d", count);

  return test_ask (conninfo,
                   "SELECT concat_ws('-', a ->> 'first', a ->> 'last') FROM api.lease_numbers($1, "
                   "$2, 'registratura', $3, $4) AS a",
                   lease,
                   origin,
                   year_text,
                   count_text,
                   NULL);
}

static char *
new_id (void)
{
  return gu_uuid_new_v7 (g_get_real_time () / 1000);
}

static gpointer
ask_blocks (gpointer data)
{
  Fixture *f = data;
  g_autofree char *origin = new_id ();

  for (int i = 0; i < BLOCKS; i++)
    {
      g_autofree char *lease = new_id ();
      g_autofree char *once = ask_lease (f->clerk, lease, origin, f->year, 7);
      g_autofree char *twice = ask_lease (f->clerk, lease, origin, f->year, 7);

      /* The same question gets the same numbers. */
      g_assert_cmpstr (once, ==, twice);
      g_assert_true (once[0] != '!');
    }

  return NULL;
}

/* Fifty desks at once: no number twice, none left out. */
static void
test_leases_unique (Fixture *f, gconstpointer data)
{
  GThread *threads[ASKERS];
  g_autofree char *last = g_strdup_printf ("%d", ASKERS * BLOCKS * 7);

  /* One login of the institution may hold twenty connections. */
  test_assert_answer (f->registry->admin,
                      "DO $$ DECLARE r text; BEGIN FOR r IN SELECT login FROM gu.login LOOP"
                      " EXECUTE format('ALTER ROLE %I CONNECTION LIMIT -1', r); END LOOP; END $$",
                      "");
  for (int i = 0; i < ASKERS; i++)
    threads[i] = g_thread_new ("asker", ask_blocks, f);
  for (int i = 0; i < ASKERS; i++)
    g_thread_join (threads[i]);
  test_assert_answer (f->registry->admin,
                      "SELECT count(DISTINCT n) FROM gu.lease, generate_series(first, last) AS n",
                      last);
  test_assert_answer (
      f->registry->admin, "SELECT count(*) FROM gu.lease, generate_series(first, last) AS n", last);
  test_assert_answer (f->registry->admin, "SELECT max(last) FROM gu.lease", last);
}

/* A number must come from a block of this workstation, be unused, and stay with its dossier. */
static void
test_numbers_checked (Fixture *f, gconstpointer data)
{
  g_autofree char *lease = new_id ();
  g_autofree char *foreign = new_id ();
  g_autofree char *stranger = new_id ();
  g_autoptr (TestBatch) one = test_batch_new (NULL, 1);
  g_autoptr (TestBatch) two = NULL;
  g_autofree char *block = ask_lease (f->clerk, lease, one->origin, f->year, 10);
  g_autofree char *foreign_block = ask_lease (f->clerk, foreign, stranger, f->year, 10);
  g_autofree char *first = test_batch_add_dossier (one, NULL, 1, 0, NULL);
  g_autofree char *second = NULL;

  g_assert_cmpstr (block, ==, "1-10");
  g_assert_cmpstr (foreign_block, ==, "11-20");
  test_batch_add_registration (one, first, "registratura", f->year, 3, lease);
  assert_push (f->clerk, one, "ok");

  struct
  {
    gint64 number;
    int year;
    const char *lease;
    const char *expected;
  } tries[] = { { 3, f->year, lease, "number-taken" },
                { 11, f->year, lease, "number-not-leased" },
                { 12, f->year, foreign, "number-not-leased" },
                { 4, f->year + 1, lease, "number-not-leased" },
                { 0, f->year, lease, "number-not-leased" },
                { -5, f->year, lease, "number-not-leased" },
                { 4, f->year, "x", "malformed" },
                { 4, f->year, lease, "ok" } };

  two = test_batch_continue (one);
  for (guint i = 0; i < G_N_ELEMENTS (tries); i++)
    {
      g_autoptr (TestBatch) next = test_batch_new (one->origin, 2 + i);

      g_free (second);
      second = test_batch_add_dossier (next, NULL, 1, 0, NULL);
      test_batch_add_registration (
          next, second, "registratura", tries[i].year, tries[i].number, tries[i].lease);
      assert_push (f->clerk, next, tries[i].expected);
    }
  {
    g_autoptr (TestBatch) other_number = test_batch_new (one->origin, 2 + G_N_ELEMENTS (tries));

    test_batch_add_registration (other_number, second, "registratura", f->year, 5, lease);
    assert_push (f->clerk, other_number, "renumbered");
  }
  test_assert_answer (f->registry->admin,
                      "SELECT string_agg(number::text, ' ' ORDER BY number) FROM gu.registration",
                      "3 4");
}

static JsonObject *
returned (const char *lease, gint64 from, gint64 to)
{
  JsonObject *payload = json_object_new ();

  json_object_set_string_member (payload, "lease_id", lease);
  json_object_set_int_member (payload, "from", from);
  json_object_set_int_member (payload, "to", to);
  json_object_set_string_member (payload, "reason", "year-closed");

  return payload;
}

/* Every number of a register is used, explained, or held by a named desk; then the year can close.
 */
static void
test_gaps_explained (Fixture *f, gconstpointer data)
{
  g_autofree char *lease = new_id ();
  g_autofree char *later = new_id ();
  g_autoptr (TestBatch) batch = test_batch_new (NULL, 1);
  g_autoptr (TestBatch) next = NULL;
  g_autofree char *block = ask_lease (f->clerk, lease, batch->origin, f->year, 5);
  g_autofree char *id = test_batch_add_dossier (batch, NULL, 1, 0, NULL);
  g_autofree char *gaps = g_strdup_printf (
      "SELECT string_agg((g ->> 'number') || (g ->> 'explained') || (g ->> 'held'), ' ' ORDER BY "
      "(g ->> 'number')::int)"
      " FROM jsonb_array_elements(api.register_gaps('registratura', %d)) AS g",
      f->year);
  g_autofree char *close = g_strdup_printf (
      "SELECT api.register_close('registratura', %d) ->> 'status'", f->year);
  g_autofree char *refused = NULL;
  JsonObject *cancelled = json_object_new ();

  test_batch_add_registration (batch, id, "registratura", f->year, 1, lease);
  json_object_set_string_member (cancelled, "lease_id", lease);
  json_object_set_int_member (cancelled, "number", 2);
  json_object_set_string_member (cancelled, "reason", "anulat: greșeală");
  test_batch_add_row (batch, "number-cancelled", NULL, cancelled);
  assert_push (f->clerk, batch, "ok");
  test_assert_answer (f->supervisor, gaps, "2truefalse 3falsetrue 4falsetrue 5falsetrue");
  test_assert_answer (f->supervisor, close, "open");

  next = test_batch_continue (batch);
  test_batch_add_row (next, "lease-returned", NULL, returned (lease, 1, 5));
  assert_push (f->clerk, next, "number-used");
  next->number++;
  json_array_remove_element (next->rows, 0);
  test_batch_add_row (next, "lease-returned", NULL, returned (lease, 3, 5));
  assert_push (f->clerk, next, "ok");
  test_assert_answer (f->supervisor, gaps, "2truefalse 3truefalse 4truefalse 5truefalse");
  test_assert_answer (f->supervisor, close, "closed");
  refused = ask_lease (f->clerk, later, batch->origin, f->year, 5);
  g_assert_cmpstr (refused, ==, "!GU005");
}

/* At new year the desk gives back what is left and holds numbers of the new year; from 15 December
 * both. */
static void
test_year_change (Fixture *f, gconstpointer data)
{
  g_autoptr (TestDesk) desk = test_desk_new (f->clerk, "G1");
  g_autoptr (GDateTime) november = g_date_time_new_local (f->year, 11, 1, 12, 0, 0);
  g_autoptr (GDateTime) december = g_date_time_new_local (f->year, 12, 20, 12, 0, 0);
  g_autoptr (GDateTime) january = g_date_time_new_local (f->year + 1, 1, 2, 12, 0, 0);
  g_autofree char *gaps = g_strdup_printf (
      "SELECT count(*)::text FROM gu.lease_gap WHERE year = %d", f->year);

  gu_clock_set_fixed (desk->clock, g_date_time_to_unix (november) * 1000);
  test_desk_sync (desk, NULL);
  g_assert_cmpint (gu_store_lease_free (desk->store, "registratura", f->year, NULL), ==, 100);
  g_assert_cmpint (gu_store_lease_free (desk->store, "registratura", f->year + 1, NULL), ==, 0);
  g_free (test_desk_take_in (desk, 0, 0, 1));
  gu_clock_set_fixed (desk->clock, g_date_time_to_unix (december) * 1000);
  test_desk_sync (desk, NULL);
  g_assert_cmpint (gu_store_lease_free (desk->store, "registratura", f->year + 1, NULL), ==, 100);
  gu_clock_set_fixed (desk->clock, g_date_time_to_unix (january) * 1000);
  test_desk_sync (desk, NULL);
  g_assert_cmpint (gu_store_lease_free (desk->store, "registratura", f->year, NULL), ==, 0);
  test_assert_answer (f->registry->admin, gaps, "99");
  test_assert_answer (
      f->registry->admin, "SELECT count(*) FROM gu.lease WHERE returned_at IS NULL", "1");
}

/* ---- the feed ---- */

typedef struct
{
  Fixture *f;
  int number;
} Writer;

/* Pushes in transactions that stay open for a while, so that they commit in another order than they
 * began. */
static gpointer
write_batches (gpointer data)
{
  Writer *writer = data;
  const char *login = writer->number % 2 == 0 ? writer->f->clerk : writer->f->supervisor;
  g_autoptr (TestBatch) batch = test_batch_new (NULL, 1);
  PGconn *pg = PQconnectdb (login);

  g_assert_cmpint (PQstatus (pg), ==, CONNECTION_OK);
  for (int i = 0; i < BATCHES; i++)
    {
      g_autoptr (TestBatch) next = test_batch_new (batch->origin, i + 1);
      g_autofree char *text = NULL;
      g_autofree char *wait = g_strdup_printf ("SELECT pg_sleep(%d / 1000.0)",
                                               (writer->number * 7 + i * 3) % 23);
      const char *params[1];
      PGresult *result;

      g_free (test_batch_add_dossier (next, NULL, 1, 0, NULL));
      text = test_batch_to_text (next);
      params[0] = text;
      PQclear (PQexec (pg, "BEGIN"));
      result = PQexecParams (pg, "SELECT api.sync_push(1, $1)", 1, NULL, params, NULL, NULL, 0);
      g_assert_cmpint (PQresultStatus (result), ==, PGRES_TUPLES_OK);
      PQclear (result);
      PQclear (PQexec (pg, wait));
      PQclear (PQexec (pg, "COMMIT"));
    }
  PQfinish (pg);

  return NULL;
}

/* Reads a page; returns how many dossiers were new to @seen. */
static guint
read_page (const char *login, const char *reader, char **cursor, GHashTable *seen)
{
  g_autofree char *text = test_ask (
      login, "SELECT api.sync_pull($1, $2, 7)", reader, *cursor, NULL);
  g_autoptr (JsonNode) node = json_from_string (text, NULL);
  JsonObject *answer = json_node_get_object (node);
  JsonArray *changes = json_object_get_array_member (answer, "changes");
  guint fresh = 0;

  for (guint i = 0; i < json_array_get_length (changes); i++)
    {
      JsonObject *payload = json_object_get_object_member (
          json_array_get_object_element (changes, i), "payload");

      fresh += g_hash_table_add (seen, g_strdup (json_object_get_string_member (payload, "id")))
                   ? 1
                   : 0;
    }
  g_free (*cursor);
  *cursor = g_strdup (json_object_get_string_member (answer, "cursor"));

  return fresh;
}

static void
test_feed_complete (Fixture *f, gconstpointer data)
{
  GThread *threads[WRITERS];
  Writer writers[WRITERS];
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *reader = new_id ();
  g_autofree char *cursor = g_strdup ("");
  gint64 deadline = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  for (int i = 0; i < WRITERS; i++)
    {
      writers[i] = (Writer){ f, i };
      threads[i] = g_thread_new ("writer", write_batches, &writers[i]);
    }
  while (g_hash_table_size (seen) < WRITERS * BATCHES && g_get_monotonic_time () < deadline)
    read_page (f->clerk, reader, &cursor, seen);
  for (int i = 0; i < WRITERS; i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (g_hash_table_size (seen), ==, WRITERS * BATCHES);
  test_assert_answer (f->registry->admin, "SELECT count(*)::text FROM gu.dossier", "240");
}

/* ---- files ---- */

static char *
blob_state (const char *conninfo, const char *sql, const char *sha, const char *second)
{
  g_autofree char *state = g_strdup_printf ("SELECT a ->> 'state' FROM %s AS a", sql);

  return second != NULL ? test_ask (conninfo, state, sha, second, NULL)
                        : test_ask (conninfo, state, sha, NULL);
}

static void
assert_blob (const char *conninfo,
             const char *sql,
             const char *sha,
             const char *second,
             const char *expected)
{
  g_autofree char *state = blob_state (conninfo, sql, sha, second);

  g_assert_cmpstr (state, ==, expected);
}

/* Knowing a hash is not having the file: not to refer to it, not to read it. */
static void
test_files (Fixture *f, gconstpointer data)
{
  static const char content[] = "un act";
  g_autofree char *sha = g_compute_checksum_for_string (G_CHECKSUM_SHA256, content, -1);
  g_autofree char *wrong = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "alt act", -1);
  g_autofree char *nonce = NULL;
  g_autofree char *proof = NULL;
  g_autofree char *answer = NULL;
  g_autoptr (TestBatch) batch = test_batch_new (NULL, 1);
  g_autoptr (TestBatch) theirs = test_batch_new (NULL, 1);
  g_autofree char *id = test_batch_add_dossier (batch, NULL, 1, 0, NULL);
  g_autofree char *their_id = test_batch_add_dossier (theirs, NULL, 1, 0, NULL);

  test_batch_add_document (batch, id, sha, 6);
  test_batch_add_document (theirs, their_id, sha, 6);

  /* Wrong bytes are found out, and the file can begin again. */
  assert_blob (f->clerk, "api.blob_begin($1, 6, 262144)", sha, NULL, "send");
  answer = test_ask (f->clerk, "SELECT api.blob_chunk(decode($1, 'hex'), 0, 'alt ac')", sha, NULL);
  assert_blob (f->clerk, "api.blob_finish($1)", sha, NULL, "bad");
  assert_blob (f->clerk, "api.blob_finish($1)", sha, NULL, "send");
  g_free (answer);
  answer = test_ask (
      f->clerk, "SELECT api.blob_chunk(decode($1, 'hex'), 0, 'prea lung')", sha, NULL);
  g_assert_cmpstr (answer, ==, "!GU006");
  g_free (answer);
  answer = test_ask (f->clerk, "SELECT api.blob_chunk(decode($1, 'hex'), 1, 'un act')", sha, NULL);
  g_assert_cmpstr (answer, ==, "!GU006");
  g_free (answer);
  answer = test_ask (
      f->clerk, "SELECT api.blob_chunk(decode($1, 'hex'), 0, 'un act')", wrong, NULL);
  g_assert_cmpstr (answer, ==, "!GU006");
  assert_blob (f->clerk, "api.blob_begin($1, 7, 262144)", sha, NULL, "!GU006");
  assert_blob (f->clerk, "api.blob_begin($1, 99999999999, 262144)", wrong, NULL, "!GU010");
  assert_blob (f->clerk, "api.blob_begin($1, 6, 10)", wrong, NULL, "!GU001");
  g_free (answer);
  answer = test_ask (f->clerk, "SELECT api.blob_chunk(decode($1, 'hex'), 0, 'un act')", sha, NULL);
  assert_blob (f->clerk, "api.blob_finish($1)", sha, NULL, "have");
  assert_blob (f->clerk, "api.blob_begin($1, 6, 262144)", sha, NULL, "have");
  assert_push (f->clerk, batch, "ok");

  /* Another institution that knows the hash. */
  assert_push (f->other, theirs, "blob-missing");
  assert_blob (f->other, "api.blob_info($1)", sha, NULL, "!GU009");
  g_free (answer);
  answer = test_ask (f->other, "SELECT api.blob_read(decode($1, 'hex'), 0)", sha, NULL);
  g_assert_cmpstr (answer, ==, "!GU009");
  assert_blob (f->other, "api.blob_finish($1)", sha, NULL, "prove");
  assert_blob (f->other, "api.blob_prove($1, $2)", sha, sha, "refused");
  assert_blob (f->other, "api.blob_prove($1, $2)", sha, sha, "refused");

  /* It really has the file: it can show that. */
  nonce = test_ask (f->other, "SELECT api.blob_begin($1, 6, 262144) ->> 'nonce'", sha, NULL);
  proof = test_ask (f->registry->admin,
                    "SELECT encode(sha256(decode($1, 'hex') || 'un act'), 'hex')",
                    nonce,
                    NULL);
  assert_blob (f->other, "api.blob_prove($1, $2)", sha, proof, "have");
  theirs->number = 2;
  assert_push (f->other, theirs, "ok");
  g_free (answer);
  answer = test_ask (
      f->other, "SELECT encode(api.blob_read(decode($1, 'hex'), 0), 'escape')", sha, NULL);
  g_assert_cmpstr (answer, ==, content);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, func)                                                                            \
  g_test_add ("/numbers/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("leases-unique", test_leases_unique);
  ADD ("checked", test_numbers_checked);
  ADD ("gaps-explained", test_gaps_explained);
  ADD ("year-change", test_year_change);
  ADD ("feed-complete", test_feed_complete);
  ADD ("files", test_files);

  return g_test_run ();
}
