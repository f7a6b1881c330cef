/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-test"

#include "config.h"

#include "gu-test-files.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

char *
gu_test_write_file (const char *name, GBytes *bytes)
{
  static guint count = 0;
  const char *keep = g_getenv ("GU_TEST_KEEP");
  g_autofree char *numbered = g_strdup_printf ("%u-%s", count++, name);
  char *path = g_build_filename (keep != NULL ? keep : g_get_user_cache_dir (), numbered, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (
      path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);

  return path;
}

char *
gu_test_run (const char *const *argv, int *status)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv (
      argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error);
  char *out = NULL;

  if (process == NULL)
    g_error ("%s is needed for this test: %s", argv[0], error->message);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  if (status != NULL)
    *status = g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
  else if (!g_subprocess_get_successful (process))
    g_error ("%s failed: %s", argv[0], out);

  return out;
}

char *
gu_test_write_pem (const char *name, GBytes *der)
{
  g_autofree char *path = gu_test_write_file (name, der);
  char *pem = g_strconcat (path, ".pem", NULL);

  g_free (gu_test_run (
      (const char *const[]){ "openssl", "x509", "-inform", "DER", "-in", path, "-out", pem, NULL },
      NULL));

  return pem;
}
