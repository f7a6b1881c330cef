/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "card-test.h"

#include "gu-card-doctor.h"

#include <string.h>

/* One finding as "check:status"; all of them in order, joined by blanks. */
static char *
summary (GuTokenService *service)
{
  g_autoptr (GPtrArray) findings = gu_card_doctor (service, NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const GuCardFinding *finding = g_ptr_array_index (findings, i);

      g_assert_cmpuint (strlen (finding->sentence), >, 5);
      /* What is wrong comes with what to do. */
      if (finding->status != GU_CARD_FINDING_OK)
        g_assert_nonnull (finding->hint);
      g_string_append_printf (text,
                              "%s%s:%s",
                              i > 0 ? " " : "",
                              finding->check,
                              gu_card_finding_status_get_nick (finding->status));
    }
  return g_string_free (text, FALSE);
}

static void
assert_summary (GuTokenService *service, const char *expected)
{
  g_autofree char *text = summary (service);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_states (void)
{
  g_autoptr (GuTokenService) service = card_service_new ();

  card_heal ();
  /* The certificate for logging in is worth a word, no more. */
  assert_summary (
      service, "service:ok reader:ok card:ok module:ok certificate:ok certificate:warning pin:ok");
  card_do ("tries 1");
  assert_summary (
      service,
      "service:ok reader:ok card:ok module:ok certificate:ok certificate:warning pin:warning");
  card_heal ();
  card_do ("certificate expired");
  assert_summary (
      service,
      "service:ok reader:ok card:ok module:ok certificate:problem certificate:warning pin:ok");
  card_do ("certificate none");
  assert_summary (service, "service:ok reader:ok card:ok module:ok certificate:problem");
  card_do ("card mute");
  assert_summary (service, "service:ok reader:ok card:problem module:ok");
  card_do ("remove");
  assert_summary (service, "service:ok reader:ok card:problem module:ok");
  g_assert_cmpuint (card_count ("verify_bad"), ==, 0);
}

static void
test_service_and_module (void)
{
  const char *modules[] = { "/nonexistent/libvendor.so", NULL };
  g_autoptr (GuTokenService)
      service = gu_token_service_new (g_getenv ("GHISEU_TOKEN_WORKER"), modules);

  card_heal ();
  assert_summary (service, "service:ok reader:ok card:ok module:problem");
  card_service ("stop");
  assert_summary (service, "service:problem module:problem");
  card_service ("start");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/card/doctor/states", test_states);
  g_test_add_func ("/card/doctor/service-and-module", test_service_and_module);
  return g_test_run ();
}
