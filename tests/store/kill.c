/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-test"

#include "config.h"

#include "kill-check.h"
#include "store-test.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* kill -9 at random moments. GU_KILLS says how many times (300), GU_KILL_SEED with which seed,
 * GU_KILL_DIR where. What the kernel took over survives a kill wherever the files are, so the
 * default is memory: more happens between two kills. */

/* A life lasts at most so many times as long as it takes to register the first dossier, and not
 * longer than that. */
#define LONGEST_LIFE    4
#define LONGEST_LIFE_US 150000

static char *program;

static GPid
start_child (const char *dir, int *output)
{
  const char *argv[] = { program, "--child", dir, NULL };
  g_autoptr (GError) error = NULL;
  GPid pid;

  g_assert_true (g_spawn_async_with_pipes (NULL,
                                           (char **) argv,
                                           NULL,
                                           G_SPAWN_DO_NOT_REAP_CHILD,
                                           NULL,
                                           NULL,
                                           &pid,
                                           NULL,
                                           output,
                                           NULL,
                                           &error));
  g_assert_no_error (error);

  return pid;
}

/* Reads until @until_us (monotonic), until the first line when @first_line, or else to the end. */
static void
read_output (int fd, GString *text, gint64 until_us, gboolean first_line)
{
  char buffer[4096];

  while (!first_line || strchr (text->str, '\n') == NULL)
    {
      struct pollfd wait = { fd, POLLIN, 0 };
      gint64 left_us = until_us > 0 ? until_us - g_get_monotonic_time () : 1000;
      struct timespec left = { 0, CLAMP (left_us, 0, 999999) * 1000 };
      gssize got;

      if (left_us <= 0)
        return;
      if (ppoll (&wait, 1, &left, NULL) <= 0)
        continue;
      got = read (fd, buffer, sizeof buffer);
      if (got == 0)
        return;
      g_assert_cmpint (got, >, 0);
      g_string_append_len (text, buffer, got);
    }
}

/* One life of the child: from a start to a kill after @life_us, or at its first acknowledgement
 * when 0. Whole lines are acknowledgements. */
static void
live_and_die (const char *dir, gint64 life_us, GPtrArray *acknowledged)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) lines = NULL;
  int output, status;
  GPid pid = start_child (dir, &output);

  read_output (output, text, life_us > 0 ? g_get_monotonic_time () + life_us : 0, life_us == 0);
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  read_output (output, text, 0, FALSE);
  close (output);
  g_spawn_close_pid (pid);
  if (!WIFSIGNALED (status) || WTERMSIG (status) != SIGKILL)
    g_error ("The child ended by itself: %d", status);

  lines = g_strsplit (text->str, "\n", -1);
  for (gsize i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
    g_ptr_array_add (acknowledged, g_strdup (lines[i]));
}

static char *
make_dir (void)
{
  const char *parent = g_getenv ("GU_KILL_DIR");
  char *dir;

  if (parent == NULL)
    parent = g_access ("/dev/shm", W_OK | X_OK) == 0 ? "/dev/shm" : g_get_tmp_dir ();
  dir = g_build_filename (parent, "gu-store-XXXXXX", NULL);
  if (g_mkdtemp (dir) == NULL)
    g_error ("%s: %s", dir, g_strerror (errno));

  return dir;
}

static void
test_kill (void)
{
  const char *kills_text = g_getenv ("GU_KILLS");
  const char *seed_text = g_getenv ("GU_KILL_SEED");
  guint kills = kills_text != NULL ? (guint) g_ascii_strtoull (kills_text, NULL, 10) : 300;
  guint32 seed = seed_text != NULL ? (guint32) g_ascii_strtoull (seed_text, NULL, 10)
                                   : g_random_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (GPtrArray) acknowledged = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *dir = make_dir ();
  guint checked = 0;
  gint64 start = g_get_monotonic_time ();
  gint64 first_us;
  gint64 longest_us;

  live_and_die (dir, 0, acknowledged);
  first_us = g_get_monotonic_time () - start;
  /* Where starting alone takes longer than the cap (sanitizers), half of them must still get there.
   */
  longest_us = MAX (MIN (LONGEST_LIFE * first_us, LONGEST_LIFE_US), 2 * first_us);
  g_test_message ("seed %u", seed);
  for (guint i = 0; i < kills; i++)
    {
      live_and_die (dir, 1 + (gint64) (g_rand_double (rand) * (double) longest_us), acknowledged);
      kill_check_acknowledged (dir, acknowledged, checked);
      kill_check_invariants (dir);
      checked = acknowledged->len;
    }
  kill_check_acknowledged (dir, acknowledged, 0);
  kill_check_bytes (dir);
  g_test_message ("%u kills, %u dossiers acknowledged, all whole", kills, acknowledged->len);
  /* A child that never gets anywhere would prove nothing. */
  g_assert_cmpuint (acknowledged->len, >, kills / 10);
  store_test_remove_tree (dir);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  if (argc == 3 && g_str_equal (argv[1], "--child"))
    return kill_child_run (argv[2]);

  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/kill", test_kill);

  return g_test_run ();
}
