/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test"

#include "config.h"

#include "gu-error.h"
#include "gu-worker-frame.h"
#include "gu-worker-process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define LONG_MS 20000u

typedef struct
{
  GuWorkerProcess *worker;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->worker = gu_worker_process_new (g_getenv ("TEST_WORKER"), NULL);
}

static gboolean
is_gone (pid_t pid)
{
  return kill (pid, 0) != 0 && errno == ESRCH;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  pid_t pid = gu_worker_process_get_pid (fixture->worker);

  g_assert_finalize_object (fixture->worker);
  g_assert_true (pid == 0 || is_gone (pid));
}

static void
assert_works (GuWorkerProcess *worker)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = NULL;

  gu_worker_process_call (
      worker, "echo", g_variant_new_string ("ș ț"), NULL, 0, LONG_MS, &reply, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (g_variant_get_string (reply, NULL), ==, "ș ț");
}

static void
test_echo (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = NULL;

  g_assert_cmpint (gu_worker_process_get_pid (fixture->worker), ==, 0);
  assert_works (fixture->worker);
  assert_works (fixture->worker);
  g_assert_cmpuint (gu_worker_process_get_generation (fixture->worker), ==, 1);

  gu_worker_process_call (
      fixture->worker, "echo", NULL, NULL, 0, LONG_MS, &reply, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (reply);
}

/* Larger than any socket buffer, both ways. */
static void
test_large (Fixture *fixture, gconstpointer data)
{
  const gsize size = 8 * 1024 * 1024;
  g_autofree guint8 *bytes = g_malloc (size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) args = NULL;
  g_autoptr (GVariant) reply = NULL;

  for (gsize i = 0; i < size; i++)
    bytes[i] = (guint8) (i * 31 >> 3);
  args = g_variant_ref_sink (g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, bytes, size, 1));

  gu_worker_process_call (
      fixture->worker, "echo", args, NULL, 0, LONG_MS, &reply, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_variant_equal (args, reply));
}

static void
test_descriptors (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) count = NULL;
  g_autoptr (GUnixFDList) fds = NULL;
  char buffer[8] = "";
  int in = memfd_create ("in", MFD_CLOEXEC);
  int out;

  g_assert_cmpint (write (in, "abc", 3), ==, 3);
  gu_worker_process_call (
      fixture->worker, "reverse", NULL, &in, 1, LONG_MS, &reply, &fds, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_variant_get_uint32 (reply), ==, 3);
  g_assert_cmpint (g_unix_fd_list_get_length (fds), ==, 1);
  out = g_unix_fd_list_get (fds, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpint (pread (out, buffer, sizeof buffer, 0), ==, 3);
  g_assert_cmpstr (buffer, ==, "cba");
  close (out);
  close (in);

  /* Only the watcher's own descriptor: nothing of ours leaks into the child. */
  gu_worker_process_call (
      fixture->worker, "open-descriptors", NULL, NULL, 0, LONG_MS, &count, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_variant_get_uint32 (count), <=, 1);
}

static GError *
call_error (GuWorkerProcess *worker, const char *method, const char *how, guint deadline_ms)
{
  GError *error = NULL;

  g_assert_false (gu_worker_process_call (worker,
                                          method,
                                          how != NULL ? g_variant_new_string (how) : NULL,
                                          NULL,
                                          0,
                                          deadline_ms,
                                          NULL,
                                          NULL,
                                          NULL,
                                          &error));
  g_assert_nonnull (error);

  return error;
}

static void
test_errors_travel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) ours = call_error (fixture->worker, "error", "ours", LONG_MS);
  g_autoptr (GError) elsewhere = call_error (fixture->worker, "error", "elsewhere", LONG_MS);
  g_autoptr (GError) io = call_error (fixture->worker, "error", "io", LONG_MS);
  g_autoptr (GError) bytes = call_error (fixture->worker, "error", "bytes", LONG_MS);
  g_autoptr (GError) silent = call_error (fixture->worker, "error", "silent", LONG_MS);
  g_autoptr (GError) unknown = call_error (fixture->worker, "no-such-method", NULL, LONG_MS);

  g_assert_error (ours, GU_WORKER_ERROR, GU_WORKER_ERROR_FAILED);
  g_assert_cmpstr (ours->message, ==, "it broke");
  g_assert_cmpstr (gu_error_get_hint (ours), ==, "do this");
  g_assert_cmpstr (gu_error_get_detail (ours), ==, "0x17");

  g_assert_error (elsewhere, GU_WORKER_ERROR, GU_WORKER_ERROR_FAILED);
  g_assert_cmpstr (elsewhere->message, ==, "it broke elsewhere");
  g_assert_cmpstr (gu_error_get_hint (elsewhere), ==, "do that");
  g_assert_null (gu_error_get_detail (elsewhere));

  g_assert_error (io, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_true (g_utf8_validate (bytes->message, -1, NULL));
  g_assert_error (silent, GU_WORKER_ERROR, GU_WORKER_ERROR_FAILED);
  g_assert_error (unknown, GU_WORKER_ERROR, GU_WORKER_ERROR_UNKNOWN_METHOD);

  /* None of that cost the child its life. */
  g_assert_cmpuint (gu_worker_process_get_generation (fixture->worker), ==, 1);
}

static void
test_crash (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) crash = call_error (fixture->worker, "misbehave", "crash", LONG_MS);
  g_autoptr (GError) left = NULL;

  g_assert_error (crash, GU_WORKER_ERROR, GU_WORKER_ERROR_CRASHED);
  g_assert_nonnull (strstr (gu_error_get_detail (crash), "signal 11"));
  g_assert_cmpint (gu_worker_process_get_pid (fixture->worker), ==, 0);
  assert_works (fixture->worker);
  g_assert_cmpuint (gu_worker_process_get_generation (fixture->worker), ==, 2);

  left = call_error (fixture->worker, "misbehave", "exit", LONG_MS);
  g_assert_error (left, GU_WORKER_ERROR, GU_WORKER_ERROR_CRASHED);
  g_assert_nonnull (strstr (gu_error_get_detail (left), "exit status 3"));
  assert_works (fixture->worker);
}

static void
test_bad_answers (Fixture *fixture, gconstpointer data)
{
  static const char *const ways[] = { "nonsense", "huge", "abnormal" };

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (GError) error = call_error (fixture->worker, "misbehave", ways[i], LONG_MS);

      g_assert_error (error, GU_WORKER_ERROR, GU_WORKER_ERROR_BAD_ANSWER);
      g_assert_cmpint (gu_worker_process_get_pid (fixture->worker), ==, 0);
      assert_works (fixture->worker);
    }
}

static void
test_deadline (Fixture *fixture, gconstpointer data)
{
  gint64 start;
  g_autoptr (GError) hang = NULL;
  g_autoptr (GError) half = NULL;
  pid_t pid;

  assert_works (fixture->worker);
  pid = gu_worker_process_get_pid (fixture->worker);

  start = g_get_monotonic_time ();
  hang = call_error (fixture->worker, "hang", NULL, 200);
  g_assert_error (hang, GU_WORKER_ERROR, GU_WORKER_ERROR_TIMEOUT);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 200 * 1000);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * G_USEC_PER_SEC);
  g_assert_true (is_gone (pid));
  assert_works (fixture->worker);

  half = call_error (fixture->worker, "misbehave", "half", 200);
  g_assert_error (half, GU_WORKER_ERROR, GU_WORKER_ERROR_TIMEOUT);
  assert_works (fixture->worker);
}

/* A child that dies between two calls is nobody's error. */
static void
test_killed_while_idle (Fixture *fixture, gconstpointer data)
{
  for (guint i = 1; i <= 5; i++)
    {
      assert_works (fixture->worker);
      g_assert_cmpuint (gu_worker_process_get_generation (fixture->worker), ==, i);
      gu_worker_process_kill (fixture->worker);
      g_assert_cmpint (gu_worker_process_get_pid (fixture->worker), ==, 0);
    }
}

static gpointer
hang_thread (gpointer data)
{
  return call_error (data, "hang", NULL, LONG_MS);
}

static void
wait_for_child (GuWorkerProcess *worker)
{
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (gu_worker_process_get_pid (worker) == 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_thread_yield ();
    }
}

static void
test_killed_while_busy (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GThread *thread = g_thread_new ("hang", hang_thread, fixture->worker);

  wait_for_child (fixture->worker);
  gu_worker_process_kill (fixture->worker);
  error = g_thread_join (thread);
  g_assert_error (error, GU_WORKER_ERROR, GU_WORKER_ERROR_CRASHED);
  assert_works (fixture->worker);
}

static gpointer
cancel_when_started (gpointer data)
{
  gpointer *pair = data;

  wait_for_child (pair[0]);
  g_cancellable_cancel (pair[1]);

  return NULL;
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) before = NULL;
  gpointer pair[2] = { fixture->worker, cancellable };
  GThread *thread = g_thread_new ("cancel", cancel_when_started, pair);

  gu_worker_process_call (
      fixture->worker, "hang", NULL, NULL, 0, LONG_MS, NULL, NULL, cancellable, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  g_assert_cmpint (gu_worker_process_get_pid (fixture->worker), ==, 0);
  assert_works (fixture->worker);

  gu_worker_process_call (
      fixture->worker, "echo", NULL, NULL, 0, LONG_MS, NULL, NULL, cancellable, &before);
  g_assert_error (before, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (gu_worker_process_get_generation (fixture->worker), ==, 2);
}

/* A call that waits for another one's end can be cancelled without touching the other. */
static void
test_cancel_in_line (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) first = NULL;
  g_autoptr (GError) second = NULL;
  GThread *thread = g_thread_new ("hang", hang_thread, fixture->worker);
  GThread *canceller;
  gpointer pair[2] = { fixture->worker, cancellable };

  wait_for_child (fixture->worker);
  canceller = g_thread_new ("cancel", cancel_when_started, pair);
  gu_worker_process_call (
      fixture->worker, "echo", NULL, NULL, 0, LONG_MS, NULL, NULL, cancellable, &second);
  g_assert_error (second, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (canceller);

  g_assert_cmpint (gu_worker_process_get_pid (fixture->worker), !=, 0);
  gu_worker_process_kill (fixture->worker);
  first = g_thread_join (thread);
  g_assert_error (first, GU_WORKER_ERROR, GU_WORKER_ERROR_CRASHED);
}

static gpointer
echo_thread (gpointer data)
{
  for (guint i = 0; i < 50; i++)
    assert_works (data);

  return NULL;
}

static void
test_threads (Fixture *fixture, gconstpointer data)
{
  GThread *threads[6];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("echo", echo_thread, fixture->worker);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (gu_worker_process_get_generation (fixture->worker), ==, 1);
}

static void
test_not_there (void)
{
  g_autoptr (GuWorkerProcess) worker = gu_worker_process_new ("/nonexistent/worker", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (gu_worker_process_start (worker, &error));
  g_assert_error (error, GU_WORKER_ERROR, GU_WORKER_ERROR_NOT_STARTED);
  g_assert_nonnull (gu_error_get_hint (error));
  g_assert_cmpint (gu_worker_process_get_pid (worker), ==, 0);
}

/* The other side goes away while a call hangs: the worker must not stay behind. */
static void
test_orphan (void)
{
  const char *program = g_getenv ("TEST_WORKER");
  GuWorkerProcess *worker = gu_worker_process_new (program, NULL);
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  GuFrameWait wait = { .deadline_us = -1 };
  int pair[2];
  pid_t pid;
  int status;

  g_assert_finalize_object (worker);
  g_assert_cmpint (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), ==, 0);
  pid = fork ();
  if (pid == 0)
    {
      dup2 (pair[1], GU_WORKER_FD);
      execl (program, program, NULL);
      _exit (127);
    }
  close (pair[1]);
  g_assert_true (gu_frame_send (
      pair[0], GU_FRAME_CALL, g_variant_new ("(smv)", "hang", NULL), NULL, 0, &wait, NULL));
  close (pair[0]);

  while (waitpid (pid, &status, WNOHANG) == 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (2000);
    }
}

static void
test_find (void)
{
  g_autofree char *given = gu_worker_process_find ("/somewhere", "x");
  g_autofree char *installed = NULL;
  g_autofree char *from_environment = NULL;

  g_assert_cmpstr (given, ==, "/somewhere/x");
  g_setenv ("GHISEU_LIBEXEC_DIR", "/elsewhere", TRUE);
  from_environment = gu_worker_process_find (NULL, "x");
  g_assert_cmpstr (from_environment, ==, "/elsewhere/x");
  g_unsetenv ("GHISEU_LIBEXEC_DIR");
  installed = gu_worker_process_find (NULL, "x");
  g_assert_cmpstr (installed, ==, GU_LIBEXECDIR "/x");
}

static void
test_header (void)
{
  guint32 words[4] = { 0x31574755, 2, 10, 1 };
  GuFrameHeader header;

  g_assert_true (gu_frame_parse_header ((guint8 *) words, 16, &header, NULL));
  g_assert_cmpint (header.kind, ==, GU_FRAME_REPLY);
  g_assert_cmpuint (header.size, ==, 10);
  g_assert_cmpuint (header.n_fds, ==, 1);

  g_assert_false (gu_frame_parse_header ((guint8 *) words, 15, &header, NULL));
  words[2] = GU_WORKER_MESSAGE_MAX + 1;
  g_assert_false (gu_frame_parse_header ((guint8 *) words, 16, &header, NULL));
  words[2] = 0;
  words[3] = GU_WORKER_FDS_MAX + 1;
  g_assert_false (gu_frame_parse_header ((guint8 *) words, 16, &header, NULL));
  words[3] = 0;
  words[1] = 0;
  g_assert_false (gu_frame_parse_header ((guint8 *) words, 16, &header, NULL));
  words[1] = 4;
  g_assert_false (gu_frame_parse_header ((guint8 *) words, 16, &header, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add ("/base/worker/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("echo", test_echo);
  ADD ("large", test_large);
  ADD ("descriptors", test_descriptors);
  ADD ("errors-travel", test_errors_travel);
  ADD ("crash", test_crash);
  ADD ("bad-answers", test_bad_answers);
  ADD ("deadline", test_deadline);
  ADD ("killed-while-idle", test_killed_while_idle);
  ADD ("killed-while-busy", test_killed_while_busy);
  ADD ("cancel", test_cancel);
  ADD ("cancel-in-line", test_cancel_in_line);
  ADD ("threads", test_threads);
#undef ADD
  g_test_add_func ("/base/worker/not-there", test_not_there);
  g_test_add_func ("/base/worker/orphan", test_orphan);
  g_test_add_func ("/base/worker/find", test_find);
  g_test_add_func ("/base/worker/header", test_header);

  return g_test_run ();
}
