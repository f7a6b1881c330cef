/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One signature through the desk's path, as the clerk waits for it (the card was opened when it was
 * inserted), against `pkcs11-tool --sign` on the same card. Both in turn in one run; the ratio of
 * the medians is printed. With the card as fast as it can be, then with 15 ms for each command,
 * which is about what a real card takes. */

#include "config.h"

#include "card-test.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  GuTokenService *service;
  char *id;
  char *digest_path;
  char *signature_path;
} Bench;

static int
by_value (gconstpointer a, gconstpointer b)
{
  double left = *(const double *) a, right = *(const double *) b;

  return (left > right) - (left < right);
}

static double
median (GArray *times)
{
  g_array_sort (times, by_value);
  return g_array_index (times, double, times->len / 2);
}

static double
time_desk (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GuSecretBytes) pin = card_pin ("123456");
  g_autoptr (GBytes) digest = card_digest ();
  g_autoptr (GBytes) signature = NULL;
  gint64 start = g_get_monotonic_time ();

  signature = gu_token_service_sign_digest (bench->service, bench->id, pin, digest, NULL, &error);
  g_assert_no_error (error);
  return (double) (g_get_monotonic_time () - start) / 1000;
}

static double
time_tool (Bench *bench)
{
  const char *argv[] = { "pkcs11-tool", "--login",       "--pin", "123456", "--sign",
                         "--mechanism", "ECDSA",         "--id",  "02",     "--input-file",
                         NULL,          "--output-file", NULL,    NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  gint64 start = g_get_monotonic_time ();

  argv[10] = bench->digest_path;
  argv[12] = bench->signature_path;
  process = g_subprocess_newv (
      argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
  return (double) (g_get_monotonic_time () - start) / 1000;
}

static void
compare (Bench *bench, const char *name, guint rounds)
{
  g_autoptr (GArray) desk = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) tool = g_array_new (FALSE, FALSE, sizeof (double));
  double desk_ms, tool_ms;

  time_desk (bench);
  for (guint i = 0; i < rounds; i++)
    {
      double ms = time_desk (bench);

      g_array_append_val (desk, ms);
      ms = time_tool (bench);
      g_array_append_val (tool, ms);
    }
  desk_ms = median (desk);
  tool_ms = median (tool);
  g_print ("%s card: desk %.1f ms, pkcs11-tool %.1f ms, ratio %.2f (aim <= 1.0)\n",
           name,
           desk_ms,
           tool_ms,
           desk_ms / tool_ms);
}

int
main (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) digest = card_digest ();
  g_autofree char *dir = g_dir_make_tmp ("ghiseu-bench-XXXXXX", &error);
  Bench bench = { 0 };

  g_assert_no_error (error);
  bench.digest_path = g_build_filename (dir, "digest", NULL);
  bench.signature_path = g_build_filename (dir, "signature", NULL);
  g_file_set_contents (
      bench.digest_path, g_bytes_get_data (digest, NULL), g_bytes_get_size (digest), &error);
  g_assert_no_error (error);

  card_heal ();
  bench.service = card_service_new ();
  bench.id = card_usable_id (bench.service);
  compare (&bench, "fast", 30);
  card_do ("slow 15");
  compare (&bench, "life-like", 7);

  g_unlink (bench.digest_path);
  g_unlink (bench.signature_path);
  g_rmdir (dir);
  g_free (bench.digest_path);
  g_free (bench.signature_path);
  g_free (bench.id);
  g_object_unref (bench.service);
  return 0;
}
