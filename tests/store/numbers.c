/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-test"

#include "config.h"

#include "gu-error.h"
#include "store-test.h"

#include <locale.h>

static char *
create_draft (GuStore *store, const char *name)
{
  g_autoptr (GuDossier) dossier = store_test_draft (name);
  g_autoptr (GError) error = NULL;

  g_assert_true (gu_store_create_dossier (store, dossier, &store_test_actor, &error));
  g_assert_no_error (error);

  return g_strdup (gu_dossier_get_id (dossier));
}

static gint64
reserve (GuStore *store, const char *id, const char *reg, int year)
{
  g_autoptr (GError) error = NULL;
  gint64 number = 0;

  g_assert_true (gu_store_reserve_number (store, id, reg, year, &number, &error));
  g_assert_no_error (error);

  return number;
}

static void
test_lease (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) leases = NULL;
  GuLease *lease;

  store_test_lease (fixture->store, 10, 19);
  store_test_lease (fixture->store, 10, 19); /* the same again */
  g_assert_cmpint (gu_store_lease_free (fixture->store, "general", 2026, &error), ==, 10);
  g_assert_cmpint (gu_store_lease_free (fixture->store, "general", 2027, &error), ==, 0);
  g_assert_cmpint (gu_store_lease_free (fixture->store, "cu", 2026, &error), ==, 0);

  g_assert_false (gu_store_lease_add (fixture->store, "x", "general", 2026, 19, 30, &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_false (gu_store_lease_add (fixture->store, "lease-10", "general", 2026, 40, 50, &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_false (gu_store_lease_add (fixture->store, "y", "general", 2026, 50, 40, &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_INVALID);
  g_clear_error (&error);

  leases = gu_store_lease_list (fixture->store, &error);
  g_assert_cmpuint (leases->len, ==, 1);
  lease = g_ptr_array_index (leases, 0);
  g_assert_cmpint (lease->next, ==, 10);
  g_assert_cmpint (lease->last, ==, 19);
}

static void
test_reserve (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *first = create_draft (fixture->store, "Ana");
  g_autofree char *second = create_draft (fixture->store, "Ion");
  g_autoptr (GError) error = NULL;

  g_assert_false (gu_store_reserve_number (fixture->store, first, "general", 2026, NULL, &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_NO_NUMBERS);
  g_assert_nonnull (gu_error_get_hint (error));
  g_clear_error (&error);

  store_test_lease (fixture->store, 5, 6);
  g_assert_cmpint (reserve (fixture->store, first, "general", 2026), ==, 5);
  g_assert_cmpint (reserve (fixture->store, first, "general", 2026), ==, 5);
  store_fixture_reopen (fixture);
  g_assert_cmpint (reserve (fixture->store, first, "general", 2026), ==, 5);
  g_assert_cmpint (reserve (fixture->store, second, "general", 2026), ==, 6);
  g_assert_cmpint (gu_store_lease_free (fixture->store, "general", 2026, &error), ==, 0);

  /* A second lease goes on where it says, not before the first is used up. */
  store_test_lease (fixture->store, 100, 100);
  g_assert_true (
      gu_store_cancel_number (fixture->store, second, "renunțare", &store_test_actor, &error));
  g_assert_cmpint (reserve (fixture->store, second, "general", 2026), ==, 100);
}

static guint
count_outbox (GuStore *store, const char *kind, char **payload)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = gu_store_outbox_list (store, NULL, NULL, 0, &error);
  guint n = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++)
    {
      GuOutboxRow *row = g_ptr_array_index (rows, i);

      if (!g_str_equal (row->kind, kind))
        continue;
      n++;
      g_free (*payload);
      *payload = g_strdup (row->payload);
    }

  return n;
}

/* Every gap is explained: to the journal and to the central. */
static void
test_cancel (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *id = create_draft (fixture->store, "Ana");
  g_autofree char *payload = NULL;
  g_autoptr (JsonObject) json = NULL;
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GError) error = NULL;

  store_test_lease (fixture->store, 1, 10);
  g_assert_true (gu_store_lease_add (fixture->store, "cu", "cu", 2026, 1, 10, &error));
  g_assert_cmpint (reserve (fixture->store, id, "general", 2026), ==, 1);
  g_assert_true (gu_store_cancel_number (
      fixture->store, id, "solicitantul renunță", &store_test_actor, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_outbox (fixture->store, "number-cancelled", &payload), ==, 1);
  json = store_test_parse (payload);
  g_assert_cmpint (json_object_get_int_member (json, "number"), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (json, "reason"), ==, "solicitantul renunță");
  g_assert_cmpstr (json_object_get_string_member (json, "lease_id"), ==, "lease-1");

  g_assert_false (gu_store_cancel_number (fixture->store, id, "iar", &store_test_actor, &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);

  /* Never the cancelled number again; another register cancels the number of the first. */
  g_assert_cmpint (reserve (fixture->store, id, "general", 2026), ==, 2);
  g_assert_cmpint (reserve (fixture->store, id, "cu", 2026), ==, 1);
  g_assert_cmpuint (count_outbox (fixture->store, "number-cancelled", &payload), ==, 2);
  events = gu_store_load_events (fixture->store, id, &error);
  g_assert_cmpuint (events->len, ==, 3);
}

static void
test_other_year (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *id = create_draft (fixture->store, "Ana");
  g_autoptr (GError) error = NULL;
  gint64 new_year = G_GINT64_CONSTANT (
      1798756200000); /* 1 January 2027, half past midnight in Bucharest */

  store_test_lease (fixture->store, 1, 10);
  g_assert_true (gu_store_lease_add (fixture->store, "next", "general", 2027, 1, 10, &error));
  g_assert_cmpint (reserve (fixture->store, id, "general", 2026), ==, 1);
  g_assert_false (
      gu_store_register_dossier (fixture->store, id, NULL, &store_test_actor, new_year, &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_STATE);
  g_clear_error (&error);
  g_assert_cmpint (reserve (fixture->store, id, "general", 2027), ==, 1);
  g_assert_true (
      gu_store_register_dossier (fixture->store, id, NULL, &store_test_actor, new_year, &error));
  g_assert_no_error (error);
}

static void
test_close (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *id = create_draft (fixture->store, "Ana");
  g_autofree char *other = create_draft (fixture->store, "Ion");
  g_autofree char *payload = NULL;
  g_autoptr (JsonObject) json = NULL;
  g_autoptr (GError) error = NULL;

  store_test_lease (fixture->store, 1, 10);
  g_assert_cmpint (reserve (fixture->store, id, "general", 2026), ==, 1);
  g_assert_true (
      gu_store_lease_close (fixture->store, "lease-1", "year-closed", &store_test_actor, &error));
  g_assert_no_error (error);
  g_assert_cmpint (gu_store_lease_free (fixture->store, "general", 2026, &error), ==, 0);
  g_assert_cmpuint (count_outbox (fixture->store, "lease-returned", &payload), ==, 1);
  json = store_test_parse (payload);
  g_assert_cmpint (json_object_get_int_member (json, "from"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (json, "to"), ==, 10);

  g_assert_false (
      gu_store_lease_close (fixture->store, "lease-1", "iar", &store_test_actor, &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (gu_store_reserve_number (fixture->store, other, "general", 2026, NULL, &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_NO_NUMBERS);
  g_clear_error (&error);

  /* What was reserved before the lease was closed is still good. */
  g_assert_true (gu_store_register_dossier (
      fixture->store, id, NULL, &store_test_actor, STORE_TEST_NOW, &error));
  g_assert_no_error (error);
}

/* A block that somebody else holds too: nothing more is given out of it, and the block that the
 * central lends instead gives no number that is on a paper already. */
static void
test_revoke (StoreFixture *fixture, gconstpointer data)
{
  g_autofree char *registered = NULL;
  g_autofree char *holding = create_draft (fixture->store, "Ion");
  g_autofree char *payload = NULL;
  g_autoptr (JsonObject) json = NULL;
  g_autoptr (GuDossier) dossier = NULL;
  g_autoptr (GError) error = NULL;

  store_test_lease (fixture->store, 1, 10);
  g_assert_cmpint (reserve (fixture->store, holding, "general", 2026), ==, 1);
  registered = store_test_register (fixture->store, "Ana");
  for (int i = 0; i < 2; i++)
    {
      g_assert_true (gu_store_lease_revoke (
          fixture->store, "lease-1", "held-by-another-desk", &store_test_actor, &error));
      g_assert_no_error (error);
    }
  g_assert_cmpint (gu_store_lease_free (fixture->store, "general", 2026, &error), ==, 0);
  g_assert_cmpuint (count_outbox (fixture->store, "lease-returned", &payload), ==, 0);
  g_assert_cmpuint (count_outbox (fixture->store, "number-cancelled", &payload), ==, 0);

  /* The draft's number is not good any more. */
  g_assert_false (gu_store_register_dossier (
      fixture->store, holding, NULL, &store_test_actor, STORE_TEST_NOW, &error));
  g_assert_error (error, GU_STORE_ERROR, GU_STORE_ERROR_STATE);
  g_clear_error (&error);

  g_assert_true (gu_store_lease_add (fixture->store, "new", "general", 2026, 2, 20, &error));
  g_assert_no_error (error);
  g_assert_cmpint (reserve (fixture->store, holding, "general", 2026), ==, 3);
  g_assert_cmpuint (count_outbox (fixture->store, "number-cancelled", &payload), ==, 1);
  json = store_test_parse (payload);
  g_assert_cmpint (json_object_get_int_member (json, "number"), ==, 2);
  g_assert_cmpstr (json_object_get_string_member (json, "lease_id"), ==, "new");
  dossier = gu_store_load_dossier (fixture->store, registered, &error);
  g_assert_cmpint (gu_dossier_get_number (dossier), ==, 2);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  STORE_TEST ("/store/number/lease", test_lease);
  STORE_TEST ("/store/number/reserve", test_reserve);
  STORE_TEST ("/store/number/cancel", test_cancel);
  STORE_TEST ("/store/number/other-year", test_other_year);
  STORE_TEST ("/store/number/close", test_close);
  STORE_TEST ("/store/number/revoke", test_revoke);

  return g_test_run ();
}
