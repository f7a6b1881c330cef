/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signs in a child with every debug switch on, and looks for the PIN in all that it printed, and in
 * what the worker shows of itself. */

#include "config.h"

#include "card-test.h"

#include <string.h>
#include <unistd.h>

#define PIN "123456"

static const char *const shapes[] = {
  PIN, "313233343536", "31 32 33 34 35 36", "31:32:33:34:35:36", "31, 32, 33", "0x31,0x32", NULL,
};

static void
assert_absent (const char *what, const char *text, gsize size)
{
  for (guint i = 0; shapes[i] != NULL; i++)
    if (memmem (text, size, shapes[i], strlen (shapes[i])) != NULL)
      g_error ("the PIN is in %s", what);
}

static void
child (void)
{
  g_autoptr (GuTokenService) service = card_service_new ();
  g_autofree char *id = card_usable_id (service);

  card_assert_signs (service, id);
  g_free (card_assert_refused (service, id, "654321", GU_CARD_ERROR_WRONG_PIN));
  card_assert_signs (service, id);
  g_print ("child done\n");
}

static void
test_log (gconstpointer data)
{
  const char *self = data;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GBytes) output = NULL;
  g_autoptr (GError) error = NULL;
  const char *text;
  gsize size;

  card_heal ();
  g_subprocess_launcher_setenv (launcher, "G_MESSAGES_DEBUG", "all", TRUE);
  g_subprocess_launcher_setenv (launcher, "OPENSC_DEBUG", "9", TRUE);
  g_subprocess_launcher_setenv (launcher, "P11_KIT_DEBUG", "all", TRUE);
  g_subprocess_launcher_setenv (launcher, "LIBPCSCLITE_DEBUG", "9", TRUE);
  /* The right PIN is given in the environment of the tests; a child of the desk has none. */
  g_subprocess_launcher_unsetenv (launcher, "GHISEU_CARD_PIN");
  process = g_subprocess_launcher_spawn (launcher, &error, self, "--child", NULL);
  g_assert_no_error (error);
  g_subprocess_communicate (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  text = g_bytes_get_data (output, &size);
  g_assert_true (g_subprocess_get_successful (process));
  g_assert_nonnull (memmem (text, size, "child done", strlen ("child done")));
  g_assert_cmpuint (card_count ("sign"), ==, 2);
  assert_absent ("the log of a signing run", text, size);
}

/* What any program of the same user may read of the worker. */
static void
test_worker_shows_nothing (void)
{
  static const char *const files[] = { "cmdline", "environ", "status" };
  g_autoptr (GuTokenService) service = card_service_new ();
  g_autofree char *id = NULL;
  g_autofree char *children_path = NULL;
  g_autofree char *children = NULL;
  g_auto (GStrv) pids = NULL;
  guint seen = 0;

  g_unsetenv ("GHISEU_CARD_PIN");
  card_heal ();
  id = card_usable_id (service);
  card_assert_signs (service, id);

  children_path = g_strdup_printf ("/proc/self/task/%d/children", (int) getpid ());
  if (!g_file_get_contents (children_path, &children, NULL, NULL))
    g_error ("the kernel does not list children");
  pids = g_strsplit_set (g_strstrip (children), " ", -1);
  for (guint i = 0; pids[i] != NULL; i++)
    for (guint k = 0; k < G_N_ELEMENTS (files); k++)
      {
        g_autofree char *path = g_strdup_printf ("/proc/%s/%s", pids[i], files[k]);
        g_autofree char *text = NULL;
        gsize size = 0;

        if (!g_file_get_contents (path, &text, &size, NULL))
          continue; /* closed to us: so much the better */
        assert_absent (path, text, size);
        seen++;
      }
  g_assert_cmpuint (seen, >, 0);
}

int
main (int argc, char **argv)
{
  g_autofree char *self = NULL;

  if (argc == 2 && g_str_equal (argv[1], "--child"))
    {
      child ();
      return 0;
    }
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  self = g_file_read_link ("/proc/self/exe", NULL);
  g_test_add_data_func ("/card/pin/not-in-log", self, test_log);
  g_test_add_func ("/card/pin/worker-shows-nothing", test_worker_shows_nothing);
  return g_test_run ();
}
