/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test"

#include "config.h"

#include "gu-test-registry.h"

#include "gu-central-error.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

/* Whole desks, with their stores, over whole and over broken lines. */

typedef struct
{
  TestRegistry *registry;
  char *login1;
  char *login2;
  TestDesk *one;
  TestDesk *two;
} Fixture;

static void
fixture_set_up (Fixture *f, gconstpointer data)
{
  f->registry = test_registry_new ();
  f->login1 = test_registry_add_login (f->registry, "A", "G1", "supervisor");
  f->login2 = test_registry_add_login (f->registry, "A", "G2", "clerk");
  f->one = test_desk_new (f->login1, "G1");
  f->two = test_desk_new (f->login2, "G2");
}

static void
fixture_tear_down (Fixture *f, gconstpointer data)
{
  g_clear_pointer (&f->one, test_desk_free);
  g_clear_pointer (&f->two, test_desk_free);
  g_clear_pointer (&f->registry, test_registry_free);
  g_free (f->login1);
  g_free (f->login2);
}

/* What must hold after everything was sent: each dossier once, each number once, every journal
 * whole. */
static void
assert_all_arrived (Fixture *f, guint n_dossiers)
{
  g_autofree char *count = g_strdup_printf ("%u", n_dossiers);
  g_autofree char *check = NULL;
  GuOutboxCounts counts;

  test_assert_answer (
      f->registry->admin, "SELECT count(*) FROM gu.dossier WHERE number IS NOT NULL", count);
  test_assert_answer (f->registry->admin,
                      "SELECT count(DISTINCT (register, year, number)) FROM gu.registration",
                      count);
  test_assert_answer (f->registry->admin, "SELECT count(*) FROM gu.rejection", "0");
  check = test_ask (f->login1,
                    "SELECT api.journal_check($1) ->> 'intact'",
                    gu_store_get_origin (f->one->store),
                    NULL);
  g_assert_cmpstr (check, ==, "true");
  g_assert_true (gu_store_outbox_counts (f->one->store, &counts, NULL));
  g_assert_cmpuint (counts.pending, ==, 0);
  g_assert_cmpuint (counts.rejected, ==, 0);
}

static void
test_push_pull (Fixture *f, gconstpointer data)
{
  GuSyncReport report;
  g_autofree char *id = NULL;
  g_autoptr (GuDossier) here = NULL;
  g_autoptr (GuDossier) there = NULL;
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GuDocument) paper = NULL;
  g_autoptr (GError) error = NULL;

  test_desk_sync (f->one, &report);
  g_assert_cmpuint (report.leases, ==, 1);
  test_desk_sync (f->one, &report);
  g_assert_cmpuint (report.leases, ==, 0);
  id = test_desk_take_in (f->one, 3, 400000, 1);
  test_desk_sync (f->one, &report);
  g_assert_cmpuint (report.pushed, >, 4);
  g_assert_cmpuint (report.rejected, ==, 0);
  g_assert_cmpuint (report.blobs, ==, 3);
  g_assert_cmpuint (report.blob_bytes, ==, 3 * 400000);
  assert_all_arrived (f, 1);

  test_desk_sync (f->two, &report);
  g_assert_cmpuint (report.pulled, ==, 1);
  here = gu_store_load_dossier (f->one->store, id, &error);
  there = gu_store_load_dossier (f->two->store, id, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (gu_dossier_get_registration (there), ==, gu_dossier_get_registration (here));
  g_assert_cmpint (gu_dossier_get_rev (there), ==, gu_dossier_get_rev (here));
  g_assert_cmpstr (gu_person_get_name (gu_dossier_get_applicant (there)), ==, "Popescu Ștefan");
  g_assert_cmpstr (gu_dossier_get_sync_state (here), ==, "synced");
  g_assert_cmpuint (g_list_model_get_n_items (gu_dossier_get_documents (there)), ==, 3);
  events = gu_store_load_events (f->two->store, id, &error);
  g_assert_cmpuint (events->len, >=, 5);

  /* Its papers come when somebody wants to see them. */
  paper = g_list_model_get_item (gu_dossier_get_documents (there), 0);
  g_assert_cmpint (
      gu_store_open_blob (f->two->store, gu_document_get_sha256 (paper), NULL), ==, -1);
  g_assert_true (
      gu_central_link_fetch_blob (f->two->link, gu_document_get_sha256 (paper), NULL, &error));
  g_assert_no_error (error);
  close (gu_store_open_blob (f->two->store, gu_document_get_sha256 (paper), &error));
  g_assert_no_error (error);

  /* Nothing new, nothing done. */
  test_desk_sync (f->two, &report);
  g_assert_cmpuint (report.pulled + report.pushed + report.leases, ==, 0);
}

/* Desk two goes on with desk one's dossier, and desk one sees it. */
static void
test_hand_over (Fixture *f, gconstpointer data)
{
  const GuActor actor = { .who = "Radu Probă", .desk = "G2" };
  g_autofree char *id = NULL;
  g_autoptr (GuDossier) there = NULL;
  g_autoptr (GuDossier) here = NULL;
  g_autoptr (GError) error = NULL;

  test_desk_sync (f->one, NULL);
  id = test_desk_take_in (f->one, 1, 1000, 1);
  test_desk_sync (f->one, NULL);
  test_desk_sync (f->two, NULL);
  there = gu_store_load_dossier (f->two->store, id, &error);
  gu_dossier_set_officer (there, "Radu Probă");
  gu_store_update_dossier (f->two->store, there, "facts-changed", NULL, &actor, &error);
  g_assert_no_error (error);
  test_desk_sync (f->two, NULL);
  test_desk_sync (f->one, NULL);
  here = gu_store_load_dossier (f->one->store, id, &error);
  g_assert_cmpstr (gu_dossier_get_officer (here), ==, "Radu Probă");
  assert_all_arrived (f, 1);
}

/* Both desks change one field: neither value is lost, and after the choice both have the same. */
static void
test_conflict (Fixture *f, gconstpointer data)
{
  const GuActor actor = { .who = "Radu Probă", .desk = "G2" };
  g_autofree char *id = NULL;
  g_autoptr (GuDossier) there = NULL;
  g_autoptr (GuDossier) here = NULL;
  g_autoptr (GuDossier) after = NULL;
  g_autoptr (GPtrArray) conflicts = NULL;
  g_autoptr (GError) error = NULL;
  GuSyncReport report;

  test_desk_sync (f->one, NULL);
  id = test_desk_take_in (f->one, 1, 1000, 1);
  test_desk_sync (f->one, NULL);
  test_desk_sync (f->two, NULL);
  here = gu_store_load_dossier (f->one->store, id, &error);
  there = gu_store_load_dossier (f->two->store, id, &error);
  gu_dossier_set_officer (here, "Ioana");
  gu_dossier_set_officer (there, "Radu");
  g_assert_true (
      gu_store_update_dossier (f->one->store, here, "facts-changed", NULL, &actor, &error));
  g_assert_true (
      gu_store_update_dossier (f->two->store, there, "facts-changed", NULL, &actor, &error));
  test_desk_sync (f->one, NULL);
  test_desk_sync (f->two, &report);
  g_assert_cmpuint (report.rejected, ==, 1);
  conflicts = gu_store_list_conflicts (f->two->store, id, &error);
  g_assert_cmpuint (conflicts->len, ==, 1);
  g_assert_cmpstr (((GuConflict *) conflicts->pdata[0])->field, ==, "officer");
  g_assert_true (gu_store_resolve_conflict (
      f->two->store, ((GuConflict *) conflicts->pdata[0])->id, FALSE, &actor, &error));
  g_assert_no_error (error);
  test_desk_sync (f->two, &report);
  g_assert_cmpuint (report.rejected, ==, 0);
  test_desk_sync (f->one, NULL);
  after = gu_store_load_dossier (f->one->store, id, &error);
  g_assert_cmpstr (gu_dossier_get_officer (after), ==, "Radu");
}

/* The line is down for the whole journey: everything works, then all arrives once. */
static void
test_offline_journey (Fixture *f, gconstpointer data)
{
  g_autoptr (TestLine) line = test_line_new (g_getenv ("GU_TEST_PG_HOST"));
  g_autofree char *through = test_line_conninfo (line, f->login1);
  g_autoptr (GError) error = NULL;
  GuOutboxCounts counts;

  test_desk_reopen (f->one, through);
  test_desk_sync (f->one, NULL);
  test_line_set_up (line, FALSE);
  for (guint i = 0; i < 12; i++)
    g_free (test_desk_take_in (f->one, 2, 5000, i));
  g_assert_false (gu_central_link_sync_once (f->one->link, NULL, NULL, &error));
  g_assert_error (error, GU_CENTRAL_ERROR, GU_CENTRAL_ERROR_OFFLINE);
  g_assert_true (gu_store_outbox_counts (f->one->store, &counts, NULL));
  g_assert_cmpuint (counts.dossiers, ==, 12);
  test_assert_answer (f->registry->admin, "SELECT count(*) FROM gu.dossier", "0");

  test_line_set_up (line, TRUE);
  test_desk_sync (f->one, NULL);
  assert_all_arrived (f, 12);
}

/* A 6 MB file over a line that is cut every 2 MB: it arrives, with little sent twice. */
static void
test_blob_resumed (Fixture *f, gconstpointer data)
{
  const gsize size = 6 * 1024 * 1024;
  g_autoptr (TestLine) line = test_line_new (g_getenv ("GU_TEST_PG_HOST"));
  g_autofree char *through = test_line_conninfo (line, f->login1);
  guint64 sent = 0;
  guint rounds = 0;

  test_desk_reopen (f->one, through);
  test_desk_sync (f->one, NULL);
  g_free (test_desk_take_in (f->one, 1, size, 1));
  test_line_cut_after (line, 2500000);
  for (;;)
    {
      g_autoptr (GError) error = NULL;
      GuSyncReport report;
      gboolean done = gu_central_link_sync_once (f->one->link, &report, NULL, &error);

      sent += report.blob_bytes;
      if (done)
        break;
      g_assert_error (error, GU_CENTRAL_ERROR, GU_CENTRAL_ERROR_OFFLINE);
      g_assert_cmpuint (++rounds, <, 30);
    }
  g_assert_cmpuint (test_line_get_cuts (line), >=, 2);
  g_test_message ("%u cuts, %.2f times the bytes",
                  test_line_get_cuts (line),
                  (double) test_line_get_bytes (line) / (double) size);
  g_assert_cmpuint (sent, <, 4 * size);
  test_line_cut_after (line, -1);
  assert_all_arrived (f, 1);
  test_assert_answer (f->registry->admin,
                      "SELECT bool_and(sha256(gu_all.bytes) = gu_all.sha256) FROM (SELECT sha256, "
                      "string_agg(data, ''::bytea ORDER BY idx)"
                      " AS bytes FROM gu.blob_chunk GROUP BY sha256) AS gu_all",
                      "t");
}

/* Many dossiers over a line that is cut again and again, at other places each time. */
static void
test_line_cut (Fixture *f, gconstpointer data)
{
  g_autoptr (TestLine) line = test_line_new (g_getenv ("GU_TEST_PG_HOST"));
  g_autofree char *through = test_line_conninfo (line, f->login1);
  gint64 bytes = 3000;
  guint rounds = 0;

  test_desk_reopen (f->one, through);
  test_desk_sync (f->one, NULL);
  for (guint i = 0; i < 40; i++)
    g_free (test_desk_take_in (f->one, 1, 2000, i));
  for (;; bytes += bytes / 7)
    {
      g_autoptr (GError) error = NULL;

      test_line_cut_after (line, bytes);
      if (gu_central_link_sync_once (f->one->link, NULL, NULL, &error))
        break;
      g_assert_error (error, GU_CENTRAL_ERROR, GU_CENTRAL_ERROR_OFFLINE);
      g_assert_cmpuint (++rounds, <, 200);
    }
  g_assert_cmpuint (test_line_get_cuts (line), >, 10);
  g_test_message ("%u cuts", test_line_get_cuts (line));
  test_line_cut_after (line, -1);
  assert_all_arrived (f, 40);
}

static gboolean
link_is_done (gpointer data)
{
  TestDesk *desk = data;
  GuOutboxCounts counts;

  return gu_store_outbox_counts (desk->store, &counts, NULL) && counts.pending == 0
         && gu_central_link_get_state (desk->link) == GU_LINK_ONLINE
         && gu_central_link_get_pending (desk->link) == 0;
}

static gboolean
link_is_offline (gpointer data)
{
  return gu_central_link_get_state (((TestDesk *) data)->link) == GU_LINK_OFFLINE
         && gu_central_link_get_last_error (((TestDesk *) data)->link) != NULL;
}

/* The link may notice the cut before it counts what was taken in meanwhile. */
static gboolean
link_has_pending (gpointer data)
{
  return gu_central_link_get_pending (((TestDesk *) data)->link) > 0;
}

/* The server is killed under a pushing link, again and again; the link comes back by itself. */
static void
test_server_killed (Fixture *f, gconstpointer data)
{
  gint64 end;

  test_desk_sync (f->one, NULL);
  for (guint i = 0; i < 60; i++)
    g_free (test_desk_take_in (f->one, 1, 2000, i));
  gu_central_link_start (f->one->link);
  for (guint kills = 0; kills < 4; kills++)
    {
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;
      int status;

      /* At another moment each time. */
      end = g_get_monotonic_time () + (20 + 37 * kills) * G_TIME_SPAN_MILLISECOND;
      while (g_get_monotonic_time () < end)
        g_main_context_iteration (NULL, FALSE);
      g_assert_true (g_file_get_contents (g_getenv ("GU_TEST_PG_PIDFILE"), &text, NULL, NULL));
      kill ((pid_t) g_ascii_strtoll (text, NULL, 10), SIGKILL);
      for (guint tries = 0;; tries++)
        {
          g_spawn_command_line_sync (g_getenv ("GU_TEST_PG_START"), NULL, NULL, &status, &error);
          g_assert_no_error (error);
          if (status == 0)
            break;
          /* Its children may still hold the old memory. */
          g_assert_cmpuint (tries, <, 100);
          g_usleep (50000);
        }
      gu_central_link_wake (f->one->link);
    }
  test_wait_for (link_is_done, f->one, "the outbox to be empty");
  gu_central_link_stop (f->one->link);
  assert_all_arrived (f, 60);
}

/* The link as the window sees it: on line, news by itself, off line, on line again. */
static void
test_states (Fixture *f, gconstpointer data)
{
  g_autoptr (TestLine) line = test_line_new (g_getenv ("GU_TEST_PG_HOST"));
  g_autofree char *through = test_line_conninfo (line, f->login1);
  g_autofree char *id = NULL;
  gint64 since;

  test_desk_reopen (f->one, through);
  gu_central_link_start (f->one->link);
  test_wait_for (link_is_done, f->one, "the link");
  g_assert_null (gu_central_link_get_last_error (f->one->link));

  /* A change in the store wakes the link; the other desk hears of it at once. */
  test_desk_sync (f->two, NULL);
  gu_central_link_start (f->two->link);
  test_wait_for (link_is_done, f->two, "the other link");
  since = g_get_monotonic_time ();
  id = test_desk_take_in (f->one, 1, 1000, 1);
  for (;;)
    {
      g_autoptr (GuDossier) there = gu_store_load_dossier (f->two->store, id, NULL);

      if (there != NULL)
        break;
      g_assert_cmpint (g_get_monotonic_time () - since, <, 60 * G_TIME_SPAN_SECOND);
      g_main_context_iteration (NULL, FALSE);
    }
  g_test_message ("%.0f ms from one desk to the other",
                  (double) (g_get_monotonic_time () - since) / 1000);

  test_line_set_up (line, FALSE);
  g_free (test_desk_take_in (f->one, 1, 1000, 2));
  test_wait_for (link_is_offline, f->one, "off line");
  g_assert_nonnull (gu_central_link_get_last_hint (f->one->link));
  g_assert_cmpint (gu_central_link_get_since (f->one->link), >, 0);
  test_wait_for (link_has_pending, f->one, "the count of what waits");
  test_line_set_up (line, TRUE);
  gu_central_link_wake (f->one->link);
  test_wait_for (link_is_done, f->one, "on line again");
  gu_central_link_stop (f->one->link);
  gu_central_link_stop (f->two->link);
  assert_all_arrived (f, 2);
}

static gboolean
link_is_refused (gpointer data)
{
  return gu_central_link_get_state (((TestDesk *) data)->link) == GU_LINK_REFUSED;
}

static void
assert_refused (Fixture *f, const char *conninfo, GuCentralError code)
{
  g_autoptr (GError) error = NULL;

  test_desk_reopen (f->one, conninfo);
  g_assert_false (gu_central_link_sync_once (f->one->link, NULL, NULL, &error));
  g_assert_error (error, GU_CENTRAL_ERROR, (int) code);
  g_assert_nonnull (gu_error_get_hint (error));
}

/* Every way of not being wanted has its own code, and none of them loses anything. */
static void
test_refusals (Fixture *f, gconstpointer data)
{
  const char *host = g_getenv ("GU_TEST_PG_HOST");
  g_autofree char *no_database = g_strdup_printf ("host=%s user=gu_test dbname=nowhere", host);
  g_autofree char *no_registry = g_strdup_printf ("host=%s user=gu_test dbname=postgres", host);
  g_autofree char *no_role = g_strdup_printf (
      "host=%s user=nobody_here dbname=%s", host, f->registry->dbname);

  assert_refused (f, "host=/nonexistent dbname=x", GU_CENTRAL_ERROR_OFFLINE);
  assert_refused (f, "host=127.0.0.1 port=1 dbname=x", GU_CENTRAL_ERROR_OFFLINE);
  assert_refused (f, "this is no address", GU_CENTRAL_ERROR_REFUSED);
  assert_refused (f, no_database, GU_CENTRAL_ERROR_NOT_READY);
  assert_refused (f, no_registry, GU_CENTRAL_ERROR_NOT_READY);
  assert_refused (f, no_role, GU_CENTRAL_ERROR_LOGIN);
  assert_refused (f, f->registry->admin, GU_CENTRAL_ERROR_RIGHTS);
  assert_refused (f, f->login2, GU_CENTRAL_ERROR_RIGHTS);
  test_assert_answer (
      f->registry->admin, "UPDATE gu.meta SET protocol_min = 2, protocol_max = 2", "");
  assert_refused (f, f->login1, GU_CENTRAL_ERROR_DESK_OLD);
  test_assert_answer (
      f->registry->admin, "UPDATE gu.meta SET protocol_min = 0, protocol_max = 0", "");
  assert_refused (f, f->login1, GU_CENTRAL_ERROR_CENTRAL_OLD);
  gu_central_link_start (f->one->link);
  test_wait_for (link_is_refused, f->one, "the refusal");
  test_assert_answer (
      f->registry->admin, "UPDATE gu.meta SET protocol_min = 1, protocol_max = 1", "");
  gu_central_link_wake (f->one->link);
  test_wait_for (link_is_done, f->one, "the registry to be upgraded");
}

/* The registry is restored from an older copy: what it forgot is sent again, numbers included. */
static void
test_restored (Fixture *f, gconstpointer data)
{
  GuSyncReport report;

  test_desk_sync (f->one, NULL);
  for (guint i = 0; i < 15; i++)
    g_free (test_desk_take_in (f->one, 1, 1000, i));
  test_desk_sync (f->one, NULL);
  assert_all_arrived (f, 15);
  /* The copy knows nothing at all. */
  test_assert_answer (f->registry->admin, "ALTER TABLE gu.event DISABLE TRIGGER USER", "");
  test_assert_answer (f->registry->admin, "DELETE FROM gu.event", "");
  test_assert_answer (f->registry->admin,
                      "TRUNCATE gu.dossier, gu.dossier_person, gu.document, gu.registration, "
                      "gu.batch, gu.lease, gu.counter, gu.register,"
                      " gu.origin, gu.blob, gu.blob_chunk, gu.blob_holder CASCADE",
                      "");
  test_assert_answer (f->registry->admin, "UPDATE gu.meta SET epoch = gen_random_uuid()", "");
  test_desk_sync (f->one, &report);
  assert_all_arrived (f, 15);
  test_assert_answer (f->registry->admin, "SELECT next_number FROM gu.counter", "101");
}

static gint64
number_of (TestDesk *desk, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GuDossier) dossier = gu_store_load_dossier (desk->store, id, &error);

  g_assert_no_error (error);

  return gu_dossier_get_number (dossier);
}

/* The registry is restored from a copy that does not know the block of the first desk, and the
 * second one comes first and is given the same numbers. From then on the first desk gives none of
 * them out, and what it registered before comes back to it, where the clerk sees it. */
static void
test_block_lost (Fixture *f, gconstpointer data)
{
  GuSyncReport report;
  g_autofree char *theirs = NULL;
  g_autofree char *ours = NULL;
  g_autofree char *later = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;

  test_desk_sync (f->one, NULL);
  ours = test_desk_take_in (f->one, 0, 0, 1);
  test_desk_sync (f->one, NULL);
  g_assert_cmpint (number_of (f->one, ours), ==, 1);
  test_assert_answer (f->registry->admin, "ALTER TABLE gu.event DISABLE TRIGGER USER", "");
  test_assert_answer (f->registry->admin, "DELETE FROM gu.event", "");
  test_assert_answer (f->registry->admin,
                      "TRUNCATE gu.dossier, gu.dossier_person, gu.document, gu.registration, "
                      "gu.batch, gu.lease, gu.counter, gu.register,"
                      " gu.origin, gu.blob, gu.blob_chunk, gu.blob_holder CASCADE",
                      "");
  test_desk_sync (f->two, NULL);
  theirs = test_desk_take_in (f->two, 0, 0, 2);
  g_assert_cmpint (number_of (f->two, theirs), ==, 1);
  test_desk_sync (f->two, NULL);

  test_desk_sync (f->one, &report);
  rows = gu_store_outbox_list (f->one->store, ours, "rejected", 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_nonnull (((GuOutboxRow *) rows->pdata[0])->hint);

  later = test_desk_take_in (f->one, 0, 0, 3);
  g_assert_cmpint (number_of (f->one, later), ==, 101);
  test_desk_sync (f->one, &report);
  test_assert_answer (f->registry->admin,
                      "SELECT string_agg(number::text, ' ' ORDER BY number) FROM gu.registration",
                      "1 101");
  test_desk_sync (f->one, &report);
  g_assert_cmpuint (report.rejected, ==, 0);
}

/* The desk's folder is put back from an older copy: numbers that it gave out after the copy was
 * made are on papers, so it gives out no more of that block. */
static void
test_desk_restored (Fixture *f, gconstpointer data)
{
  g_autofree char *copy = NULL;
  g_autofree char *file = g_build_filename (f->one->dir, "desk.db", NULL);
  gsize length;
  g_autofree char *draft = NULL;
  g_autoptr (GError) error = NULL;

  test_desk_sync (f->one, NULL);
  g_free (test_desk_take_in (f->one, 0, 0, 1));
  test_desk_sync (f->one, NULL);
  gu_store_close (f->one->store);
  g_assert_true (g_file_get_contents (file, &copy, &length, &error));
  test_desk_reopen (f->one, f->login1);
  g_free (test_desk_take_in (f->one, 0, 0, 2));
  test_desk_sync (f->one, NULL);
  gu_store_close (f->one->store);
  g_assert_true (g_file_set_contents (file, copy, (gssize) length, &error));
  test_desk_reopen (f->one, f->login1);

  g_assert_false (gu_central_link_sync_once (f->one->link, NULL, NULL, &error));
  g_assert_error (error, GU_CENTRAL_ERROR, GU_CENTRAL_ERROR_CHAIN);
  g_clear_error (&error);
  draft = test_desk_draft (f->one, 0, 0, 3);
  g_assert_false (test_desk_register (f->one, draft, &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_NO_NUMBERS);
}

/* Lines of the journal reach the other desks whenever they were written: long before the dossier
 * was registered, and long after, when nothing else of it changes. */
static void
test_journal_whole (Fixture *f, gconstpointer data)
{
  const GuActor actor = { .who = "Ioana Probă", .desk = "G1" };
  g_autofree char *id = NULL;
  g_autoptr (GPtrArray) here = NULL;
  g_autoptr (GPtrArray) there = NULL;
  g_autoptr (GError) error = NULL;

  test_desk_sync (f->one, NULL);
  id = test_desk_draft (f->one, 1, 1000, 1);
  for (guint i = 0; i < 2; i++)
    {
      test_desk_sync (f->one, NULL);
      test_desk_sync (f->two, NULL);
      /* Work of its own, so that its place in the feed moves on. */
      g_free (test_desk_take_in (f->two, 0, 0, 2));
    }
  test_desk_sync (f->two, NULL);
  g_assert_true (test_desk_register (f->one, id, &error));
  test_desk_sync (f->one, NULL);
  test_desk_sync (f->two, NULL);
  g_assert_true (gu_store_add_event (f->one->store, id, "cnp-shown", NULL, &actor, &error));
  test_desk_sync (f->one, NULL);
  test_desk_sync (f->two, NULL);

  here = gu_store_load_events (f->one->store, id, &error);
  there = gu_store_load_events (f->two->store, id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (here->len, ==, 4);
  g_assert_cmpuint (there->len, ==, here->len);
  for (guint i = 0; i < here->len; i++)
    g_assert_cmpstr (gu_event_get_hash (g_ptr_array_index (there, i)),
                     ==,
                     gu_event_get_hash (g_ptr_array_index (here, i)));
}

/* A file that is gone from the desk: its paper comes back with the reason, everything else arrives.
 */
static void
test_blob_gone (Fixture *f, gconstpointer data)
{
  GuSyncReport report;
  g_autofree char *sha256 = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autofree char *bad = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;

  test_desk_sync (f->one, NULL);
  bad = test_desk_take_in (f->one, 1, 1000, 77);
  g_free (test_desk_take_in (f->one, 1, 1000, 78));
  sha256 = test_desk_add_blob (f->one, 1000, 77);
  folder = g_strndup (sha256, 2);
  path = g_build_filename (f->one->dir, "blobs", folder, sha256, NULL);
  g_assert_cmpint (unlink (path), ==, 0);
  test_desk_sync (f->one, &report);
  g_assert_cmpuint (report.rejected, ==, 1);
  rows = gu_store_outbox_list (f->one->store, bad, "rejected", 0, &error);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_nonnull (((GuOutboxRow *) rows->pdata[0])->reason);
  test_assert_answer (f->registry->admin, "SELECT count(*) FROM gu.registration", "1");

  /* The file is found again: sent again, all is well. */
  g_free (test_desk_add_blob (f->one, 1000, 77));
  g_assert_true (gu_store_outbox_retry (f->one->store, bad, &error));
  test_desk_sync (f->one, &report);
  test_assert_answer (f->registry->admin, "SELECT count(*) FROM gu.registration", "2");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, func)                                                                            \
  g_test_add ("/link/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("push-pull", test_push_pull);
  ADD ("hand-over", test_hand_over);
  ADD ("conflict", test_conflict);
  ADD ("offline-journey", test_offline_journey);
  ADD ("blob-resumed", test_blob_resumed);
  ADD ("line-cut", test_line_cut);
  ADD ("server-killed", test_server_killed);
  ADD ("states", test_states);
  ADD ("refusals", test_refusals);
  ADD ("restored", test_restored);
  ADD ("block-lost", test_block_lost);
  ADD ("desk-restored", test_desk_restored);
  ADD ("journal-whole", test_journal_whole);
  ADD ("blob-gone", test_blob_gone);

  return g_test_run ();
}
