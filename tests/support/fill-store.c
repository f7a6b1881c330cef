/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-test"

#include "config.h"

#include "gu-fill-store.h"

#include <locale.h>
#include <stdlib.h>

/* fill-store DIR N [DOCUMENTS]: a store with N invented dossiers, for benchmarks and
 * demonstrations. */
int
main (int argc, char **argv)
{
  g_autoptr (GuClock) clock = gu_clock_new ();
  g_autoptr (GuStore) store = NULL;
  g_autoptr (GError) error = NULL;
  guint n = argc > 2 ? (guint) g_ascii_strtoull (argv[2], NULL, 10) : 0;
  guint documents = argc > 3 ? (guint) g_ascii_strtoull (argv[3], NULL, 10) : 0;
  gint64 start = g_get_monotonic_time ();

  setlocale (LC_ALL, "");
  if (argc < 3 || argc > 4 || n == 0)
    {
      g_printerr ("usage: fill-store DIR N [DOCUMENTS]\n");
      return 2;
    }

  store = gu_store_open (argv[1], clock, NULL, &error);
  if (store == NULL || !gu_fill_store (store, n, documents, &error))
    {
      g_printerr ("fill-store: %s\n", error->message);
      return 1;
    }
  gu_store_close (store);
  g_print ("%u dossiers in %.1f s\n", n, (double) (g_get_monotonic_time () - start) / 1e6);

  return 0;
}
