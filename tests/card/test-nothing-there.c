/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Without a service or without a reader, as with-card.sh was told: each has its own words, in the
 * listing, in the monitor and in the doctor. */

#include "config.h"

#include "card-test.h"

#include "gu-card-doctor.h"
#include "gu-card-monitor.h"
#include "gu-error.h"

typedef struct
{
  GuCardError code;
  GuCardStatus status;
  const char *check;
} Expected;

static void
test_list (gconstpointer data)
{
  const Expected *expected = data;
  g_autoptr (GuTokenService) service = card_service_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (gu_token_service_list_certificates (service, NULL, &error));
  g_assert_error (error, GU_CARD_ERROR, (int) expected->code);
  g_assert_cmpstr (error->message, ==, gu_card_error_get_sentence (expected->code));
  g_assert_cmpstr (gu_error_get_hint (error), ==, gu_card_error_get_hint (expected->code));
}

static void
test_monitor (gconstpointer data)
{
  const Expected *expected = data;
  g_autoptr (GuCardMonitor) monitor = gu_card_monitor_new ();
  g_autofree char *sentence = NULL;
  gint64 end = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;

  gu_card_monitor_start (monitor);
  while (gu_card_monitor_get_status (monitor) != expected->status)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (5000);
    }
  sentence = gu_card_monitor_dup_sentence (monitor);
  g_assert_cmpstr (sentence, ==, gu_card_error_get_sentence (expected->code));
}

static void
test_doctor (gconstpointer data)
{
  const Expected *expected = data;
  g_autoptr (GuTokenService) service = card_service_new ();
  g_autoptr (GPtrArray) findings = gu_card_doctor (service, NULL);
  guint problems = 0;

  for (guint i = 0; i < findings->len; i++)
    {
      const GuCardFinding *finding = g_ptr_array_index (findings, i);

      if (finding->status == GU_CARD_FINDING_OK)
        continue;
      if (g_str_equal (finding->check, expected->check))
        g_assert_cmpstr (finding->sentence, ==, gu_card_error_get_sentence (expected->code));
      problems++;
    }
  g_assert_cmpuint (problems, >=, 1);
}

int
main (int argc, char **argv)
{
  static const Expected no_service = { GU_CARD_ERROR_NO_SERVICE,
                                       GU_CARD_STATUS_NO_SERVICE,
                                       "service" };
  static const Expected no_reader = { GU_CARD_ERROR_NO_READER, GU_CARD_STATUS_NO_READER, "reader" };
  const Expected *expected;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_assert_cmpint (argc, ==, 2);
  expected = g_str_equal (argv[1], "no-service") ? &no_service : &no_reader;

  g_test_add_data_func ("/card/nothing/list", expected, test_list);
  g_test_add_data_func ("/card/nothing/monitor", expected, test_monitor);
  g_test_add_data_func ("/card/nothing/doctor", expected, test_doctor);
  return g_test_run ();
}
