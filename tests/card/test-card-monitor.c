/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Readers and cards followed live: a card that comes and goes, all kinds of cards, and a service
 * that dies and comes back. */

#include "config.h"

#include "card-test.h"

#include "gu-card-monitor.h"

#include <string.h>

typedef struct
{
  GuTokenService *service;
  GuCardMonitor *monitor;
  guint changes;
} Fixture;

static void
on_changed (GuCardMonitor *monitor, Fixture *fixture)
{
  fixture->changes++;
}

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_for (Fixture *fixture, GuCardStatus status)
{
  gint64 end = g_get_monotonic_time () + 30 * G_TIME_SPAN_SECOND;
  guint tick = g_timeout_add (20, on_tick, NULL);

  while (gu_card_monitor_get_status (fixture->monitor) != status)
    {
      if (g_get_monotonic_time () > end)
        g_error ("the monitor stays at “%s”, not “%s”",
                 gu_card_status_get_nick (gu_card_monitor_get_status (fixture->monitor)),
                 gu_card_status_get_nick (status));
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (tick);
  /* What was seen has been told by now, or is told here. */
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  card_heal ();
  card_do ("remove");
  fixture->service = card_service_new ();
  fixture->monitor = gu_card_monitor_new ();
  if (data != NULL)
    gu_card_monitor_set_token_service (fixture->monitor, fixture->service);
  g_signal_connect (fixture->monitor, "changed", G_CALLBACK (on_changed), fixture);
  gu_card_monitor_start (fixture->monitor);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer monitor = fixture->monitor;

  g_object_add_weak_pointer (G_OBJECT (fixture->monitor), &monitor);
  g_object_unref (fixture->monitor);
  g_assert_null (monitor);
  g_object_unref (fixture->service);
}

static void
test_hot_plug (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GPtrArray) readers = NULL;
      const GuReaderState *state;

      wait_for (fixture, GU_CARD_STATUS_NO_CARD);
      card_do ("insert");
      wait_for (fixture, GU_CARD_STATUS_READY);
      readers = gu_card_monitor_get_readers (fixture->monitor);
      g_assert_cmpuint (readers->len, ==, 1);
      state = g_ptr_array_index (readers, 0);
      g_assert_cmpstr (state->name, ==, "Ghiseu Virtual Reader 00 00");
      g_assert_cmpint (state->status, ==, GU_CARD_STATUS_READY);
      g_assert_null (state->hint);
      card_do ("remove");
    }
  wait_for (fixture, GU_CARD_STATUS_NO_CARD);
  g_assert_cmpuint (fixture->changes, >=, 6);
}

/* With the token service the card is read, and open, before anyone asks for a signature. */
static void
test_reads (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) certificates = NULL;
  g_autoptr (GPtrArray) none = NULL;
  guint apdus;

  card_do ("insert");
  wait_for (fixture, GU_CARD_STATUS_READY);
  certificates = gu_card_monitor_get_certificates (fixture->monitor);
  g_assert_cmpuint (certificates->len, ==, 2);
  apdus = card_count ("apdus");
  g_assert_cmpuint (apdus, >, 20);
  card_assert_signs (fixture->service,
                     gu_token_certificate_get_id (g_ptr_array_index (certificates, 0)));
  g_assert_cmpuint (card_count ("apdus") - apdus, <, 30);

  card_do ("remove");
  wait_for (fixture, GU_CARD_STATUS_NO_CARD);
  none = gu_card_monitor_get_certificates (fixture->monitor);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_kinds (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *line;
    GuCardStatus status;
  } cases[] = {
    { "card unknown", GU_CARD_STATUS_UNKNOWN_CARD },
    { "card mute", GU_CARD_STATUS_MUTE },
    { "card piv", GU_CARD_STATUS_READY },
    { "certificate expired", GU_CARD_STATUS_NO_CERTIFICATE },
    { "certificate none", GU_CARD_STATUS_NO_CERTIFICATE },
    { "certificate valid", GU_CARD_STATUS_READY },
  };

  card_do ("insert");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *sentence = NULL;
      g_autofree char *hint = NULL;

      card_do ("%s", cases[i].line);
      wait_for (fixture, cases[i].status);
      sentence = gu_card_monitor_dup_sentence (fixture->monitor);
      hint = gu_card_monitor_dup_hint (fixture->monitor);
      g_assert_cmpuint (strlen (sentence), >, 10);
      g_assert_true ((hint == NULL) == (cases[i].status == GU_CARD_STATUS_READY));
      if (g_str_equal (cases[i].line, "certificate expired"))
        g_assert_cmpstr (
            sentence, ==, gu_card_error_get_sentence (GU_CARD_ERROR_CERTIFICATE_EXPIRED));
    }
}

static void
test_service_dies (Fixture *fixture, gconstpointer data)
{
  static const char *const ways[] = { "kill", "stop" };

  card_do ("insert");
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *id = NULL;

      wait_for (fixture, GU_CARD_STATUS_READY);
      card_service (ways[i]);
      wait_for (fixture, GU_CARD_STATUS_NO_SERVICE);
      card_service ("start");
      wait_for (fixture, GU_CARD_STATUS_READY);
      id = card_usable_id (fixture->service);
      card_assert_signs (fixture->service, id);
    }
}

static void
test_sign_without_service (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;

  card_do ("insert");
  wait_for (fixture, GU_CARD_STATUS_READY);
  id = card_usable_id (fixture->service);
  card_service ("kill");
  g_free (card_assert_refused (fixture->service, id, "123456", GU_CARD_ERROR_NO_SERVICE));
  card_service ("start");
  wait_for (fixture, GU_CARD_STATUS_READY);
  card_assert_signs (fixture->service, id);
}

static void
test_refresh (Fixture *fixture, gconstpointer data)
{
  gint64 end = g_get_monotonic_time () + 30 * G_TIME_SPAN_SECOND;
  int tries = -1;

  card_do ("insert");
  wait_for (fixture, GU_CARD_STATUS_READY);
  card_do ("tries 1");
  gu_card_monitor_refresh (fixture->monitor);
  while (tries != 1)
    {
      g_autoptr (GPtrArray) list = gu_card_monitor_get_certificates (fixture->monitor);

      g_assert_cmpint (g_get_monotonic_time (), <, end);
      if (list->len > 0)
        tries = gu_token_certificate_get_pin_tries (g_ptr_array_index (list, 0));
      g_main_context_iteration (NULL, FALSE);
      g_usleep (5000);
    }
}

static void
test_restart (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 20; i++)
    {
      gu_card_monitor_stop (fixture->monitor);
      gu_card_monitor_start (fixture->monitor);
    }
  wait_for (fixture, GU_CARD_STATUS_NO_CARD);
}

int
main (int argc, char **argv)
{
  const gpointer with_tokens = GINT_TO_POINTER (1);

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, data, func) g_test_add (path, Fixture, data, set_up, func, tear_down)
  ADD ("/card/monitor/hot-plug", NULL, test_hot_plug);
  ADD ("/card/monitor/hot-plug-reading", with_tokens, test_hot_plug);
  ADD ("/card/monitor/reads", with_tokens, test_reads);
  ADD ("/card/monitor/kinds", with_tokens, test_kinds);
  ADD ("/card/monitor/service-dies", with_tokens, test_service_dies);
  ADD ("/card/monitor/sign-without-service", with_tokens, test_sign_without_service);
  ADD ("/card/monitor/refresh", with_tokens, test_refresh);
  ADD ("/card/monitor/restart", NULL, test_restart);

  return g_test_run ();
}
