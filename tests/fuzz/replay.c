/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <stdint.h>
#include <string.h>

/* Feeds a fuzz target with the files given, and with changed copies of them: cut, a byte changed, a
 * piece doubled. The changes are the same in each run, so a failure can be repeated. */

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

#define CHANGED_COPIES 300

static void
feed_changed (GRand *random, const char *data, gsize size)
{
  g_autoptr (GByteArray) copy = g_byte_array_sized_new ((guint) size);
  guint at = (guint) g_rand_int_range (random, 0, (gint32) size);
  guint length = (guint) g_rand_int_range (random, 1, 40);

  g_byte_array_append (copy, (const guint8 *) data, (guint) size);
  length = MIN (length, copy->len - at);
  switch (g_rand_int_range (random, 0, 4))
    {
    case 0:
      g_byte_array_set_size (copy, at);
      break;
    case 1:
      copy->data[at] = (guint8) g_rand_int_range (random, 0, 256);
      break;
    case 2:
      g_byte_array_remove_range (copy, at, length);
      break;
    default:
      g_byte_array_append (copy, (const guint8 *) data + at, length);
      break;
    }
  LLVMFuzzerTestOneInput (copy->data, copy->len);
}

int
main (int argc, char **argv)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1991);
  int n_files = 0;

  for (int i = 1; i < argc; i++)
    {
      g_autofree char *data = NULL;
      g_autoptr (GError) error = NULL;
      gsize size = 0;

      if (!g_file_get_contents (argv[i], &data, &size, &error))
        g_error ("%s", error->message);
      n_files++;
      LLVMFuzzerTestOneInput ((const uint8_t *) data, size);
      for (int copy = 0; size > 0 && copy < CHANGED_COPIES; copy++)
        feed_changed (random, data, size);
    }
  g_print ("%d files, %d inputs\n", n_files, n_files * (CHANGED_COPIES + 1));
  return n_files > 0 ? 0 : 1;
}
