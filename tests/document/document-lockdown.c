/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test"

#include "config.h"

#include "gu-document-error.h"
#include "gu-error.h"
#include "gu-worker-process.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef struct
{
  GuWorkerProcess *worker;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->worker = gu_worker_process_new (g_getenv ("TEST_LOCKDOWN"), NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->worker);
}

static int
try (Fixture *fixture, const char *method, GVariant *args)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = NULL;

  gu_worker_process_call (
      fixture->worker, method, args, NULL, 0, 20000, &reply, NULL, NULL, &error);
  g_assert_no_error (error);

  return g_variant_get_int32 (reply);
}

static gboolean
kernel_has_landlock (void)
{
  return syscall (SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) > 0;
}

static void
test_network (Fixture *fixture, gconstpointer data)
{
  static const int families[] = { AF_INET, AF_INET6, AF_UNIX, AF_NETLINK };

  for (gsize i = 0; i < G_N_ELEMENTS (families); i++)
    g_assert_cmpint (try (fixture, "socket", g_variant_new_int32 (families[i])), ==, EPERM);
}

static void
test_writing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *mine = g_build_filename (g_get_user_data_dir (), "mine", NULL);
  g_autofree char *fresh = g_build_filename (g_get_user_data_dir (), "fresh", NULL);
  static const int flags[] = {
    O_WRONLY, O_RDWR, O_WRONLY | O_TRUNC, O_RDONLY | O_TRUNC, O_WRONLY | O_APPEND
  };
  static const char *const ways[] = { "unlink", "mkdir", "rename", "chmod" };

  g_mkdir_with_parents (g_get_user_data_dir (), 0700);
  g_assert_true (g_file_set_contents (mine, "mine", -1, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (flags); i++)
    g_assert_cmpint (try (fixture, "open", g_variant_new ("(si)", mine, flags[i])), ==, EPERM);
  g_assert_cmpint (
      try (fixture, "open", g_variant_new ("(si)", fresh, O_RDONLY | O_CREAT)), ==, EPERM);
  g_assert_cmpint (
      try (fixture, "open", g_variant_new ("(si)", "/tmp", O_TMPFILE | O_RDWR)), ==, EPERM);
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    g_assert_cmpint (try (fixture, "files", g_variant_new_string (ways[i])), ==, EPERM);
  g_assert_false (g_file_test (fresh, G_FILE_TEST_EXISTS));
}

static void
test_reading (Fixture *fixture, gconstpointer data)
{
  g_autofree char *mine = g_build_filename (g_get_user_data_dir (), "mine", NULL);
  int expected = kernel_has_landlock () ? EACCES : 0;

  g_mkdir_with_parents (g_get_user_data_dir (), 0700);
  g_assert_true (g_file_set_contents (mine, "mine", -1, NULL));
  g_assert_cmpint (try (fixture, "open", g_variant_new ("(si)", mine, O_RDONLY)), ==, expected);
  g_assert_cmpint (
      try (fixture, "open", g_variant_new ("(si)", "/etc/passwd", O_RDONLY)), ==, expected);
  g_assert_cmpint (
      try (fixture, "open", g_variant_new ("(si)", "/proc/self/environ", O_RDONLY)), ==, expected);
  /* Fonts can be read: without them a page has no words. */
  g_assert_cmpint (
      try (fixture, "open", g_variant_new ("(si)", "/usr/share/fonts", O_RDONLY)), ==, 0);
}

static void
test_programs (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (try (fixture, "program", NULL), ==, EPERM);
  g_assert_cmpint (try (fixture, "fork", NULL), ==, EPERM);
  g_assert_cmpint (try (fixture, "code", NULL), ==, EPERM);
  g_assert_cmpint (try (fixture, "make-code", NULL), ==, EPERM);
  g_assert_cmpint (try (fixture, "thread", NULL), ==, 0);
}

static void
test_other_processes (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (try (fixture, "kill", g_variant_new_int32 (getpid ())), ==, EPERM);
  g_assert_cmpint (try (fixture, "trace", g_variant_new_int32 (getpid ())), ==, EPERM);
}

static void
test_memory (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (try (fixture, "memory", g_variant_new_uint32 (64)), ==, 0);
#if !defined(__SANITIZE_ADDRESS__)
  g_assert_cmpint (try (fixture, "memory", g_variant_new_uint32 (512)), ==, ENOMEM);
#endif
  g_assert_cmpint (try (fixture, "raise-limit", NULL), ==, EPERM);
}

static void
test_time (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  gu_worker_process_call (fixture->worker, "burn", NULL, NULL, 0, 60000, NULL, NULL, NULL, &error);
  g_assert_error (error, GU_WORKER_ERROR, GU_WORKER_ERROR_CRASHED);
  g_assert_nonnull (strstr (gu_error_get_detail (error), "signal"));
}

/* The methods get what their table says, or are not called at all. */
static void
test_table (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) wrong_type = NULL;
  g_autoptr (GError) missing = NULL;
  g_autoptr (GError) unknown = NULL;

  (void) GU_DOCUMENT_ERROR;
  gu_worker_process_call (fixture->worker,
                          "socket",
                          g_variant_new_string ("x"),
                          NULL,
                          0,
                          20000,
                          NULL,
                          NULL,
                          NULL,
                          &wrong_type);
  g_assert_error (wrong_type, GU_DOCUMENT_ERROR, GU_DOCUMENT_ERROR_FAILED);
  gu_worker_process_call (
      fixture->worker, "socket", NULL, NULL, 0, 20000, NULL, NULL, NULL, &missing);
  g_assert_error (missing, GU_DOCUMENT_ERROR, GU_DOCUMENT_ERROR_FAILED);
  gu_worker_process_call (
      fixture->worker, "nothing", NULL, NULL, 0, 20000, NULL, NULL, NULL, &unknown);
  g_assert_error (unknown, GU_WORKER_ERROR, GU_WORKER_ERROR_UNKNOWN_METHOD);
  g_assert_cmpuint (gu_worker_process_get_generation (fixture->worker), ==, 1);
}

/* The real ones are behind the same bars: the kernel says so. */
static void
test_real_workers (void)
{
  static const char *const names[] = { "ghiseu-document-worker", "ghiseu-page-worker" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *program = gu_worker_process_find (NULL, names[i]);
      g_autoptr (GuWorkerProcess) worker = gu_worker_process_new (program, NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *path = NULL;
      g_autofree char *status = NULL;

      gu_worker_process_call (worker, "nothing", NULL, NULL, 0, 20000, NULL, NULL, NULL, &error);
      g_assert_error (error, GU_WORKER_ERROR, GU_WORKER_ERROR_UNKNOWN_METHOD);
      path = g_strdup_printf ("/proc/%d/status", (int) gu_worker_process_get_pid (worker));
      g_assert_true (g_file_get_contents (path, &status, NULL, NULL));
      g_assert_nonnull (strstr (status, "\nNoNewPrivs:\t1\n"));
      g_assert_nonnull (strstr (status, "\nSeccomp:\t2\n"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func)                                                                            \
  g_test_add ("/document/lockdown/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("network", test_network);
  ADD ("writing", test_writing);
  ADD ("reading", test_reading);
  ADD ("programs", test_programs);
  ADD ("other-processes", test_other_processes);
  ADD ("memory", test_memory);
  ADD ("time", test_time);
  ADD ("table", test_table);
#undef ADD
  g_test_add_func ("/document/lockdown/real-workers", test_real_workers);

  return g_test_run ();
}
