/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test"

#include "config.h"

#include "gu-central-error.h"
#include "gu-central-schema.h"
#include "gu-embedded-server.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* The private server: made, started, killed, taken over, stopped; as whoever runs the tests and,
 * when that is root, once more as an ordinary user. */

#define WAIT_MS 60000

typedef struct
{
  char *base; /* a folder everybody may enter */
  char *data;
  GuEmbeddedServer *server;
} Fixture;

static const char *self_path;

static void
remove_tree (const char *path)
{
  const char *argv[] = { "rm", "-rf", "--", path, NULL };

  g_spawn_sync (
      NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
}

static void
fixture_set_up (Fixture *f, gconstpointer data)
{
  f->base = g_strdup ("/tmp/gu-embedded-XXXXXX");
  g_assert_nonnull (g_mkdtemp_full (f->base, 0755));
  f->data = g_build_filename (f->base, data != NULL ? data : "data", NULL);
  g_assert_cmpint (g_mkdir_with_parents (f->data, 0755), ==, 0);
  f->server = gu_embedded_server_new (f->data);
}

static void
fixture_tear_down (Fixture *f, gconstpointer data)
{
  gu_embedded_server_stop (f->server);
  g_assert_finalize_object (f->server);
  remove_tree (f->base);
  g_free (f->base);
  g_free (f->data);
}

/* One value, as text; NULL when the server refuses. */
static char *
ask (const char *conninfo, const char *sql)
{
  PGconn *pg = PQconnectdb (conninfo);
  PGresult *result;
  char *value = NULL;

  if (PQstatus (pg) == CONNECTION_OK)
    {
      result = PQexec (pg, sql);
      if (PQresultStatus (result) == PGRES_TUPLES_OK && PQntuples (result) > 0)
        value = g_strdup (PQgetvalue (result, 0, 0));
      else if (PQresultStatus (result) == PGRES_COMMAND_OK)
        value = g_strdup ("");
      PQclear (result);
    }
  PQfinish (pg);

  return value;
}

static void
assert_answer (const char *conninfo, const char *sql, const char *expected)
{
  g_autofree char *value = ask (conninfo, sql);

  g_assert_cmpstr (value, ==, expected);
}

static gboolean
is_alive (GPid pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", pid);
  g_autofree char *text = NULL;

  if (kill (pid, 0) != 0 && errno == ESRCH)
    return FALSE;
  /* A zombie waits for its parent, not for us. */
  return g_file_get_contents (path, &text, NULL, NULL) && strstr (text, ") Z ") == NULL;
}

static void
start_and_prepare (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  gu_embedded_server_start (f->server, NULL, &error);
  g_assert_no_error (error);
  gu_central_prepare_desk (
      gu_embedded_server_get_admin_conninfo (f->server), "PMX", "Primăria X", "G1", NULL, &error);
  g_assert_no_error (error);
}

static void
test_life (Fixture *f, gconstpointer data)
{
  const char *admin;
  const char *desk;
  g_autoptr (JsonNode) status = NULL;
  g_autoptr (GError) error = NULL;
  GPid pid;

  start_and_prepare (f);
  admin = gu_embedded_server_get_admin_conninfo (f->server);
  desk = gu_embedded_server_get_conninfo (f->server);
  g_assert_true (gu_embedded_server_is_running (f->server));
  assert_answer (admin, "SHOW listen_addresses", "");
  assert_answer (admin, "SHOW data_checksums", "on");
  assert_answer (admin, "SHOW fsync", "on");
  assert_answer (admin, "SELECT count(*) FROM gu.institution WHERE name = 'Primăria X'", "1");
  assert_answer (desk, "SELECT count(*) FROM gu.dossier", NULL);

  status = gu_central_status (desk, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (status), "desk"), ==, "G1");

  pid = gu_embedded_server_get_pid (f->server);
  gu_embedded_server_stop (f->server);
  g_assert_false (is_alive (pid));
  g_assert_false (gu_embedded_server_is_running (f->server));

  /* Everything is there at the next start, and preparing again changes nothing. */
  start_and_prepare (f);
  assert_answer (gu_embedded_server_get_admin_conninfo (f->server),
                 "SELECT count(*) FROM gu.institution",
                 "1");
}

static void
test_private (Fixture *f, gconstpointer data)
{
  g_autofree char *home = g_build_filename (f->data, "central", NULL);
  struct stat info;

  start_and_prepare (f);
  g_assert_cmpint (g_stat (home, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 077, ==, 0);
  if (geteuid () == 0)
    g_assert_cmpint (info.st_uid, !=, 0);
  else
    g_assert_cmpint (info.st_uid, ==, geteuid ());
}

/* The server dies: it comes back by itself, with everything that was committed. */
static void
test_crash (Fixture *f, gconstpointer data)
{
  gint64 deadline = g_get_monotonic_time () + WAIT_MS * G_TIME_SPAN_MILLISECOND;
  const char *admin;
  g_autofree char *value = NULL;
  GPid pid;

  start_and_prepare (f);
  admin = gu_embedded_server_get_admin_conninfo (f->server);
  assert_answer (admin, "CREATE TABLE public.kept AS SELECT 42 AS n", "");
  pid = gu_embedded_server_get_pid (f->server);
  kill (pid, SIGKILL);

  while (g_get_monotonic_time () < deadline)
    {
      g_clear_pointer (&value, g_free);
      if (gu_embedded_server_get_pid (f->server) != pid)
        value = ask (admin, "SELECT n FROM public.kept");
      if (value != NULL)
        break;
      g_usleep (20000);
    }
  g_assert_cmpstr (value, ==, "42");
  g_assert_cmpint (gu_embedded_server_get_pid (f->server), !=, pid);
}

/* A pid file whose number belongs to another process by now. */
static void
test_stale_pid (Fixture *f, gconstpointer data)
{
  g_autofree char *file = g_build_filename (f->data, "central", "cluster", "postmaster.pid", NULL);
  g_autofree char *text = g_strdup_printf ("%d\n/nowhere\n0\n5432\n/tmp\n\n", getpid ());

  start_and_prepare (f);
  gu_embedded_server_stop (f->server);
  g_assert_true (g_file_set_contents (file, text, -1, NULL));
  g_assert_cmpint (chmod (file, 0644), ==, 0);
  start_and_prepare (f);
}

/* A desk that is killed leaves its server running; the next one takes it over, and stops it. */
static void
test_desk_killed (Fixture *f, gconstpointer data)
{
  const char *argv[] = { self_path, "--start-and-hang", f->data, NULL };
  g_autoptr (GError) error = NULL;
  char line[64] = "";
  GPid desk;
  GPid server;
  int out;

  g_spawn_async_with_pipes (NULL,
                            (char **) argv,
                            NULL,
                            G_SPAWN_DO_NOT_REAP_CHILD,
                            NULL,
                            NULL,
                            &desk,
                            NULL,
                            &out,
                            NULL,
                            &error);
  g_assert_no_error (error);
  for (gsize n = 0; n < sizeof line - 1 && read (out, line + n, 1) == 1 && line[n] != '\n'; n++)
    continue;
  close (out);
  server = (GPid) g_ascii_strtoll (line, NULL, 10);
  g_assert_cmpint (server, >, 1);
  kill (desk, SIGKILL);
  waitpid (desk, NULL, 0);
  g_assert_true (is_alive (server));

  start_and_prepare (f);
  g_assert_cmpint (gu_embedded_server_get_pid (f->server), ==, server);
  gu_embedded_server_stop (f->server);
  g_assert_false (is_alive (server));
}

static void
test_long_path (Fixture *f, gconstpointer data)
{
  g_assert_cmpuint (strlen (f->data), >, 107);
  start_and_prepare (f);
  assert_answer (gu_embedded_server_get_conninfo (f->server), "SELECT 1", "1");
}

static void
test_missing (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_setenv ("GHISEU_POSTGRES_BINDIR", "/nonexistent", TRUE);
  g_assert_false (gu_embedded_server_start (f->server, NULL, &error));
  g_unsetenv ("GHISEU_POSTGRES_BINDIR");
  g_assert_error (error, GU_CENTRAL_ERROR, GU_CENTRAL_ERROR_SERVER_MISSING);
  g_assert_nonnull (gu_error_get_hint (error));
}

static void
test_other_version (Fixture *f, gconstpointer data)
{
  g_autofree char *file = g_build_filename (f->data, "central", "cluster", "PG_VERSION", NULL);
  g_autoptr (GError) error = NULL;

  start_and_prepare (f);
  gu_embedded_server_stop (f->server);
  g_assert_true (g_file_set_contents (file, "9\n", -1, NULL));
  g_assert_false (gu_embedded_server_start (f->server, NULL, &error));
  g_assert_error (error, GU_CENTRAL_ERROR, GU_CENTRAL_ERROR_SERVER_VERSION);
}

static void
test_damaged (Fixture *f, gconstpointer data)
{
  g_autofree char *file = g_build_filename (
      f->data, "central", "cluster", "global", "pg_control", NULL);
  g_autoptr (GError) error = NULL;

  start_and_prepare (f);
  gu_embedded_server_stop (f->server);
  g_assert_cmpint (truncate (file, 100), ==, 0);
  g_assert_false (gu_embedded_server_start (f->server, NULL, &error));
  g_assert_error (error, GU_CENTRAL_ERROR, GU_CENTRAL_ERROR_SERVER_START);
  g_assert_nonnull (gu_error_get_detail (error));
}

static void
test_cancelled (Fixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (gu_embedded_server_start (f->server, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (gu_embedded_server_is_running (f->server));
  start_and_prepare (f);
}

/* As root in a folder that the server's user cannot enter. */
static void
test_unreachable (Fixture *f, gconstpointer data)
{
  const char *host;
  g_autofree char *home = NULL;

  g_assert_cmpint (chmod (f->base, 0700), ==, 0);
  start_and_prepare (f);
  host = gu_embedded_server_get_admin_conninfo (f->server);
  g_assert_nonnull (strstr (host, "/var/lib/ghiseu/central-"));
  home = g_strndup (host + strlen ("host='"),
                    (gsize) (strstr (host, "/socket'") - host) - strlen ("host='"));
  gu_embedded_server_stop (f->server);
  remove_tree (home);
}

static void
become_nobody (gpointer data)
{
  struct passwd *nobody = data;

  if (setgroups (0, NULL) != 0 || setgid (nobody->pw_gid) != 0 || setuid (nobody->pw_uid) != 0)
    _exit (126);
}

/* The same tests again without root's powers, from a copy of this program that everybody may read.
 */
static void
test_ordinary_user (void)
{
  char base[] = "/tmp/gu-embedded-XXXXXX";
  g_autofree char *program = NULL;
  g_autofree char *contents = NULL;
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  struct passwd *nobody = getpwnam ("nobody");
  g_auto (GStrv) environment = g_environ_unsetenv (g_get_environ (), "G_TEST_TMPDIR");
  const char *argv[] = { NULL, "-s", "/embedded/only-as-root", NULL };
  gsize length;
  int status;

  g_assert_nonnull (nobody);
  g_assert_nonnull (g_mkdtemp_full (base, 0755));
  program = g_build_filename (base, "test-embedded", NULL);
  g_assert_true (g_file_get_contents (self_path, &contents, &length, NULL));
  g_assert_true (g_file_set_contents_full (
      program, contents, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0755, NULL));
  g_assert_cmpint (chown (base, nobody->pw_uid, nobody->pw_gid), ==, 0);
  argv[0] = program;
  g_spawn_sync (base,
                (char **) argv,
                environment,
                G_SPAWN_DEFAULT,
                become_nobody,
                nobody,
                &output,
                NULL,
                &status,
                &error);
  g_assert_no_error (error);
  if (status != 0)
    g_test_message ("%s", output);
  g_assert_cmpint (status, ==, 0);
  remove_tree (base);
}

/* Another desk, to be killed. */
static int
start_and_hang (const char *data)
{
  g_autoptr (GuEmbeddedServer) server = gu_embedded_server_new (data);

  if (!gu_embedded_server_start (server, NULL, NULL))
    return 1;
  g_print ("%d\n", gu_embedded_server_get_pid (server));
  for (;;)
    pause ();
}

int
main (int argc, char **argv)
{
  static const char deep[] = "a-folder-with-a-long-name-that-somebody-made-deep-inside-of-others/"
                             "another-folder-with-a-long-name-in-it/and-yet-one-more-with-the-data";

  if (argc == 3 && strcmp (argv[1], "--start-and-hang") == 0)
    return start_and_hang (argv[2]);

  self_path = g_canonicalize_filename (argv[0], NULL);
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, where, func)                                                                     \
  g_test_add ("/embedded/" name, Fixture, where, fixture_set_up, func, fixture_tear_down)
  ADD ("life", NULL, test_life);
  ADD ("private", NULL, test_private);
  ADD ("crash", NULL, test_crash);
  ADD ("stale-pid", NULL, test_stale_pid);
  ADD ("desk-killed", NULL, test_desk_killed);
  ADD ("long-path", deep, test_long_path);
  ADD ("missing", NULL, test_missing);
  ADD ("other-version", NULL, test_other_version);
  ADD ("damaged", NULL, test_damaged);
  ADD ("cancelled", NULL, test_cancelled);
  if (geteuid () == 0)
    {
      ADD ("only-as-root/unreachable", NULL, test_unreachable);
      g_test_add_func ("/embedded/only-as-root/ordinary-user", test_ordinary_user);
    }

  return g_test_run ();
}
