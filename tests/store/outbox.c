/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-test"

#include "config.h"

#include "store-test.h"

#include <locale.h>
#include <string.h>

static GuOutboxBatch *
freeze (GuStore *store, guint max_dossiers)
{
  g_autoptr (GError) error = NULL;
  GuOutboxBatch *batch = NULL;

  g_assert_true (gu_store_outbox_freeze_batch (store, max_dossiers, &batch, &error));
  g_assert_no_error (error);

  return batch;
}

static JsonArray *
batch_rows (GuOutboxBatch *batch, JsonObject **keep)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (batch->content, NULL),
                                     g_bytes_get_size (batch->content));

  *keep = store_test_parse (text);

  return json_object_get_array_member (*keep, "rows");
}

/* Accepts all rows of a batch but those of @rejected_kind. */
static void
answer (GuStore *store, GuOutboxBatch *batch, const char *rejected_kind)
{
  g_autoptr (JsonObject) keep = NULL;
  JsonArray *rows = batch_rows (batch, &keep);
  g_autoptr (GArray) results = g_array_new (FALSE, TRUE, sizeof (GuOutboxResult));
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);
      GuOutboxResult result = { NULL };

      result.id = json_object_get_string_member (row, "id");
      result.version = json_object_get_int_member (row, "version");
      result.accepted = g_strcmp0 (json_object_get_string_member (row, "kind"), rejected_kind) != 0;
      result.reason = result.accepted ? NULL : "Dosarul a fost schimbat la alt ghișeu.";
      result.hint = result.accepted ? NULL : "Alegeți una dintre valori.";
      g_array_append_val (results, result);
    }
  g_assert_true (gu_store_outbox_finish_batch (
      store, batch->number, (const GuOutboxResult *) (void *) results->data, results->len, &error));
  g_assert_no_error (error);
}

static char *
sync_state (GuStore *store, const char *id)
{
  g_autoptr (GuDossier) dossier = gu_store_load_dossier (store, id, NULL);

  return g_strdup (gu_dossier_get_sync_state (dossier));
}

static void
test_drafts_stay (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GuDossier) dossier = store_test_draft ("Ana Secreta");
  g_autoptr (GuDocument) document = store_test_document (fixture->store, "act");
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;

  gu_dossier_add_document (dossier, document);
  g_assert_true (gu_store_create_dossier (fixture->store, dossier, &store_test_actor, &error));
  g_assert_true (gu_store_update_dossier (
      fixture->store, dossier, "facts-changed", NULL, &store_test_actor, &error));
  rows = gu_store_outbox_list (fixture->store, NULL, NULL, 0, &error);
  g_assert_cmpuint (rows->len, ==, 3);
  for (guint i = 0; i < rows->len; i++)
    {
      GuOutboxRow *row = g_ptr_array_index (rows, i);

      g_assert_cmpstr (row->kind, ==, "event");
      g_assert_null (strstr (row->payload, "Secreta"));
      g_assert_null (strstr (row->payload, "1800101221144"));
      g_assert_null (strstr (row->payload, "extras CF"));
    }
}

static void
test_whole_registration (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *state = NULL;
  g_autoptr (GuOutboxBatch) batch = NULL;
  g_autoptr (JsonObject) keep = NULL;
  g_autoptr (GString) kinds = g_string_new (NULL);
  GuOutboxCounts counts;
  JsonArray *rows;
  g_autoptr (GError) error = NULL;

  store_test_lease (fixture->store, 1, 10);
  id = store_test_register (fixture->store, "Ana Pop");
  g_assert_true (gu_store_outbox_counts (fixture->store, &counts, &error));
  g_assert_cmpuint (counts.pending, ==, 4);
  g_assert_cmpuint (counts.dossiers, ==, 1);
  g_assert_cmpint (counts.oldest_ms, ==, STORE_TEST_NOW);

  batch = freeze (fixture->store, 10);
  rows = batch_rows (batch, &keep);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    g_string_append_printf (
        kinds,
        "%s ",
        json_object_get_string_member (json_array_get_object_element (rows, i), "kind"));
  g_assert_cmpstr (kinds->str, ==, "event event dossier registration ");
  g_assert_cmpint (
      json_object_get_int_member (
          json_object_get_object_member (json_array_get_object_element (rows, 2), "payload"),
          "base_rev"),
      ==,
      0);

  answer (fixture->store, batch, NULL);
  answer (fixture->store, batch, NULL); /* the reply comes twice */
  g_assert_true (gu_store_outbox_counts (fixture->store, &counts, &error));
  g_assert_cmpuint (counts.pending, ==, 0);
  state = sync_state (fixture->store, id);
  g_assert_cmpstr (state, ==, "synced");
  g_clear_pointer (&batch, gu_outbox_batch_free);
  batch = freeze (fixture->store, 10);
  g_assert_null (batch);
}

static void
test_frozen_bytes (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (GuOutboxBatch) first = NULL;
  g_autoptr (GuOutboxBatch) again = NULL;
  g_autoptr (GuOutboxBatch) kept = NULL;
  g_autoptr (GuDossier) dossier = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *state = NULL;

  store_test_lease (fixture->store, 1, 10);
  id = store_test_register (fixture->store, "Ana Pop");
  first = freeze (fixture->store, 10);
  g_assert_cmpint (first->number, ==, 1);

  /* The dossier changes while its batch is under way: the bytes stay, the change waits behind. */
  dossier = gu_store_load_dossier (fixture->store, id, &error);
  gu_dossier_set_state (dossier, "complet");
  g_assert_true (gu_store_update_dossier (
      fixture->store, dossier, "state-changed", NULL, &store_test_actor, &error));
  store_fixture_reopen (fixture);
  again = freeze (fixture->store, 1);
  g_assert_cmpint (again->number, ==, 1);
  g_assert_cmpstr (again->sha256, ==, first->sha256);
  g_assert_true (g_bytes_equal (again->content, first->content));

  answer (fixture->store, again, NULL);
  state = sync_state (fixture->store, id);
  g_assert_cmpstr (state, ==, "queued"); /* the edit made meanwhile is not lost */
  g_clear_pointer (&again, gu_outbox_batch_free);
  again = freeze (fixture->store, 10);
  g_assert_cmpint (again->number, ==, 2);
  g_assert_cmpuint (again->n_rows, ==, 2);

  /* A restored central asks for the first again. */
  kept = gu_store_outbox_load_batch (fixture->store, 1, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (kept->content, first->content));
  g_assert_null (gu_store_outbox_load_batch (fixture->store, 3, &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);

  /* Thirty days after it was acknowledged it is gone. */
  answer (fixture->store, again, NULL);
  gu_clock_set_fixed (fixture->clock, STORE_TEST_NOW + G_GINT64_CONSTANT (31) * 86400000);
  answer (fixture->store, again, NULL);
  g_assert_null (gu_store_outbox_load_batch (fixture->store, 1, &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_NOT_FOUND);
}

static void
test_rejected (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *other = NULL;
  g_autofree char *state = NULL;
  g_autoptr (GuOutboxBatch) batch = NULL;
  g_autoptr (GuDossier) dossier = NULL;
  g_autoptr (GPtrArray) rejected = NULL;
  g_autoptr (JsonObject) keep = NULL;
  JsonArray *rows;
  GuOutboxRow *row;
  g_autoptr (GError) error = NULL;

  store_test_lease (fixture->store, 1, 10);
  id = store_test_register (fixture->store, "Ana Pop");
  batch = freeze (fixture->store, 10);
  answer (fixture->store, batch, "dossier");
  state = sync_state (fixture->store, id);
  g_assert_cmpstr (state, ==, "rejected");
  rejected = gu_store_outbox_list (fixture->store, id, "rejected", 0, &error);
  g_assert_cmpuint (rejected->len, ==, 1);
  row = g_ptr_array_index (rejected, 0);
  g_assert_cmpstr (row->reason, ==, "Dosarul a fost schimbat la alt ghișeu.");
  g_assert_cmpstr (row->hint, ==, "Alegeți una dintre valori.");
  g_assert_cmpuint (row->attempts, ==, 1);

  /* Later rows of the same dossier wait behind it; its events and other dossiers do not. */
  dossier = gu_store_load_dossier (fixture->store, id, &error);
  gu_dossier_set_state (dossier, "complet");
  g_assert_true (gu_store_update_dossier (
      fixture->store, dossier, "state-changed", NULL, &store_test_actor, &error));
  other = store_test_register (fixture->store, "Ion Rus");
  g_clear_pointer (&batch, gu_outbox_batch_free);
  batch = freeze (fixture->store, 10);
  rows = batch_rows (batch, &keep);
  g_assert_cmpuint (json_array_get_length (rows), ==, 5);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *sent = json_array_get_object_element (rows, i);

      if (g_str_equal (json_object_get_string_member (sent, "dossier_id"), id))
        g_assert_cmpstr (json_object_get_string_member (sent, "kind"), ==, "event");
    }
  answer (fixture->store, batch, NULL);

  g_assert_true (gu_store_outbox_retry (fixture->store, row->id, &error));
  g_assert_no_error (error);
  g_clear_pointer (&batch, gu_outbox_batch_free);
  g_clear_pointer (&keep, json_object_unref);
  batch = freeze (fixture->store, 10);
  rows = batch_rows (batch, &keep);
  g_assert_cmpuint (json_array_get_length (rows), ==, 2); /* in the old order */
  g_assert_cmpstr (
      json_object_get_string_member (json_array_get_object_element (rows, 0), "id"), ==, row->id);
  answer (fixture->store, batch, NULL);
  g_clear_pointer (&state, g_free);
  state = sync_state (fixture->store, id);
  g_assert_cmpstr (state, ==, "synced");

  g_assert_false (gu_store_outbox_retry (fixture->store, row->id, &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_NOT_FOUND);
}

/* A restored central gets a batch again and does not take all of it this time: what it refuses is
 * back in the outbox, where a person sees it, and the dossier is not shown as sent. */
static void
test_refused_again (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *state = NULL;
  g_autoptr (GuOutboxBatch) batch = NULL;
  g_autoptr (GPtrArray) rejected = NULL;
  g_autoptr (GuOutboxBatch) next = NULL;
  g_autoptr (JsonObject) keep = NULL;
  g_autoptr (JsonObject) payload = NULL;
  GuOutboxRow *row;
  g_autoptr (GError) error = NULL;

  store_test_lease (fixture->store, 1, 10);
  id = store_test_register (fixture->store, "Ana Pop");
  batch = freeze (fixture->store, 10);
  answer (fixture->store, batch, NULL);
  state = sync_state (fixture->store, id);
  g_assert_cmpstr (state, ==, "synced");

  answer (fixture->store, batch, "registration");
  answer (fixture->store, batch, "registration"); /* the reply comes twice */
  g_clear_pointer (&state, g_free);
  state = sync_state (fixture->store, id);
  g_assert_cmpstr (state, ==, "rejected");
  rejected = gu_store_outbox_list (fixture->store, id, NULL, 0, &error);
  g_assert_cmpuint (rejected->len, ==, 1);
  row = g_ptr_array_index (rejected, 0);
  g_assert_cmpstr (row->state, ==, "rejected");
  g_assert_cmpstr (row->kind, ==, "registration");
  g_assert_cmpstr (row->reason, ==, "Dosarul a fost schimbat la alt ghișeu.");
  payload = store_test_parse (row->payload);
  g_assert_cmpint (json_object_get_int_member (payload, "number"), ==, 1);

  g_assert_true (gu_store_outbox_retry (fixture->store, id, &error));
  next = freeze (fixture->store, 10);
  g_assert_cmpuint (next->n_rows, ==, 1);
  answer (fixture->store, next, NULL);
  g_clear_pointer (&state, g_free);
  state = sync_state (fixture->store, id);
  g_assert_cmpstr (state, ==, "synced");
}

static void
test_single_rows (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  GuOutboxRow *row = NULL;
  GuOutboxCounts counts;
  g_autoptr (GError) error = NULL;

  store_test_lease (fixture->store, 1, 10);
  id = store_test_register (fixture->store, "Ana Pop");
  rows = gu_store_outbox_list (fixture->store, id, "pending", 0, &error);
  for (guint i = 0; i < rows->len; i++)
    {
      row = g_ptr_array_index (rows, i);
      if (g_str_equal (row->kind, "dossier"))
        break;
    }

  /* Another version is not what was sent. */
  g_assert (row != NULL);
  g_assert_true (gu_store_outbox_ack (fixture->store, row->id, row->version + 1, &error));
  g_assert_true (gu_store_outbox_counts (fixture->store, &counts, &error));
  g_assert_cmpuint (counts.pending, ==, 4);
  g_assert_true (
      gu_store_outbox_reject (fixture->store, row->id, row->version, "nu", NULL, &error));
  g_assert_true (gu_store_outbox_counts (fixture->store, &counts, &error));
  g_assert_cmpuint (counts.rejected, ==, 1);
  g_assert_true (gu_store_outbox_retry (fixture->store, id, &error));
  g_assert_true (gu_store_outbox_ack (fixture->store, row->id, row->version, &error));
  g_assert_true (gu_store_outbox_ack (fixture->store, row->id, row->version, &error));
  g_assert_true (gu_store_outbox_counts (fixture->store, &counts, &error));
  g_assert_cmpuint (counts.pending, ==, 3);
  g_assert_false (
      gu_store_outbox_reject (fixture->store, row->id, row->version, "nu", NULL, &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_NOT_FOUND);
}

/* A batch ends before it holds too many dossiers, and the order of making is the order of sending.
 */
static void
test_order (StoreFixture *fixture, gconstpointer data)
{
  gint64 next = 0;
  guint sent = 0;
  g_autoptr (GError) error = NULL;

  store_test_lease (fixture->store, 1, 50);
  for (int i = 0; i < 25; i++)
    g_free (store_test_register (fixture->store, "Ana Pop"));

  for (;;)
    {
      g_autoptr (GuOutboxBatch) batch = freeze (fixture->store, 10);
      g_autoptr (JsonObject) keep = NULL;
      g_autoptr (GHashTable) dossiers = g_hash_table_new (g_str_hash, g_str_equal);
      JsonArray *rows;

      if (batch == NULL)
        break;
      rows = batch_rows (batch, &keep);
      for (guint i = 0; i < json_array_get_length (rows); i++)
        {
          JsonObject *row = json_array_get_object_element (rows, i);

          g_hash_table_add (dossiers, (gpointer) json_object_get_string_member (row, "dossier_id"));
          if (!g_str_equal (json_object_get_string_member (row, "kind"), "event"))
            continue;
          g_assert_cmpint (json_object_get_int_member (row, "version"), ==, next + 1);
          next++;
        }
      g_assert_cmpuint (g_hash_table_size (dossiers), <=, 10);
      sent += g_hash_table_size (dossiers);
      answer (fixture->store, batch, NULL);
    }
  g_assert_cmpuint (sent, ==, 25);
  g_assert_cmpint (next, ==, 50);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  STORE_TEST ("/store/outbox/drafts-stay", test_drafts_stay);
  STORE_TEST ("/store/outbox/registration", test_whole_registration);
  STORE_TEST ("/store/outbox/frozen", test_frozen_bytes);
  STORE_TEST ("/store/outbox/rejected", test_rejected);
  STORE_TEST ("/store/outbox/single", test_single_rows);
  STORE_TEST ("/store/outbox/refused-again", test_refused_again);
  STORE_TEST ("/store/outbox/order", test_order);

  return g_test_run ();
}
