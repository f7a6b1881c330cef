/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-test"

#include "config.h"

#include "gu-log.h"
#include "gu-secret-bytes.h"

#include <string.h>
#include <sys/resource.h>

/* The numbers are invented; their check digits are wrong on purpose. */
static const struct
{
  const char *text;
  const char *clean;
} cases[] = {
  { "applicant 1960229410011 came", "applicant [CNP] came" },
  { "cnp=2991231123451, next", "cnp=[CNP], next" },
  { "1 960229 41001 1", "[CNP]" },
  { "two: 1960229410011 2991231123451.", "two: [CNP] [CNP]." },
  { "196022941001 and 19602294100112", "196022941001 and 19602294100112" },
  { "order 12345/23.11.2026", "order 12345/23.11.2026" },
  { "PIN=123456 ok", "PIN=[hidden] ok" },
  { "pin: \"12 34\" ok", "pin: [hidden] ok" },
  { "user_pin = 9876", "user_pin = [hidden]" },
  { "\"pin\": \"1234\"}", "\"pin\": [hidden]}" },
  { "Outgoing APDU: 00 20 00 80 08 31 32 33 34 35 36 FF FF",
    "Outgoing APDU: 00 20 00 80 08 [hidden]" },
  { "00:24:00:80:10:31:32:33:34:FF", "00:24:00:80:10 [hidden]" },
  { "002C00800831323334ffffffff end", "002C008008 [hidden] end" },
  { "00 A4 04 00 05 A0 00 00 03 08", "00 A4 04 00 05 A0 00 00 03 08" },
  { "spinning 1234", "spinning 1234" },
};

static void
test_redact (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *clean = gu_log_redact (cases[i].text);

      g_assert_cmpstr (clean, ==, cases[i].clean);
    }
}

static void
test_invalid_text (void)
{
  g_autofree char *clean = gu_log_redact ("bad \xff 1960229410011");

  g_assert_true (g_utf8_validate (clean, -1, NULL));
  g_assert_null (strstr (clean, "1960229410011"));
}

static void
test_writer (void)
{
  if (g_test_subprocess ())
    {
      gu_log_init ("desk", TRUE);
      g_message ("a person: %s", "1960229410011");
      g_debug ("the PIN is 4321");
      g_log ("Elsewhere", G_LOG_LEVEL_DEBUG, "not shown");
      g_log ("Elsewhere", G_LOG_LEVEL_MESSAGE, "pin=4321");
      return;
    }

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("*desk: gu-test: a person: [CNP]*");
  g_test_trap_assert_stderr ("*desk: debug: gu-test: the PIN is [hidden]*");
  g_test_trap_assert_stderr ("*desk: Elsewhere: pin=[hidden]*");
  g_test_trap_assert_stderr_unmatched ("*1960229410011*");
  g_test_trap_assert_stderr_unmatched ("*4321*");
  g_test_trap_assert_stderr_unmatched ("*not shown*");
}

static void
test_no_core_dumps (void)
{
  struct rlimit limit;

  gu_secret_refuse_core_dumps ();
  g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
  g_assert_cmpuint (limit.rlim_cur, ==, 0);
  g_assert_cmpuint (limit.rlim_max, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/base/log/redact", test_redact);
  g_test_add_func ("/base/log/invalid-text", test_invalid_text);
  g_test_add_func ("/base/log/writer", test_writer);
  g_test_add_func ("/base/log/no-core-dumps", test_no_core_dumps);

  return g_test_run ();
}
