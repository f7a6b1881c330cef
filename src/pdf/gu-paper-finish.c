/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-pdf"

#include "config.h"

#include "gu-paper-sheet-private.h"

#include "gu-paper-texts.h"

#include <gio/gio.h>
#include <qpdf/qpdf-c.h>

GBytes *
gu_paper_finish (GBytes *pdf, GError **error)
{
  qpdf_data q = qpdf_init ();
  gsize size;
  const char *data = g_bytes_get_data (pdf, &size);
  qpdf_oh root;
  qpdf_oh preferences;
  GBytes *finished = NULL;

  qpdf_silence_errors (q);
  if (qpdf_read_memory (q, "paper", data, size, NULL) == QPDF_SUCCESS)
    {
      root = qpdf_get_root (q);
      /* cairo has no say over these two: the language for screen readers, the title in the window.
       */
      qpdf_oh_replace_key (q, root, "/Lang", qpdf_oh_new_string (q, "ro-RO"));
      preferences = qpdf_oh_new_dictionary (q);
      qpdf_oh_replace_key (q, preferences, "/DisplayDocTitle", qpdf_oh_new_bool (q, QPDF_TRUE));
      qpdf_oh_replace_key (q, root, "/ViewerPreferences", preferences);
      if (qpdf_init_write_memory (q) == QPDF_SUCCESS)
        {
          /* No object streams: a signature is appended soon, by the plainest route. */
          qpdf_set_object_stream_mode (q, qpdf_o_disable);
          qpdf_set_deterministic_ID (q, QPDF_TRUE);
          (void) qpdf_write (q);
        }
    }

  if (qpdf_has_error (q))
    g_set_error (error,
                 G_IO_ERROR,
                 G_IO_ERROR_FAILED,
                 "qpdf: %s",
                 qpdf_get_error_full_text (q, qpdf_get_error (q)));
  else
    finished = g_bytes_new (qpdf_get_buffer (q), qpdf_get_buffer_length (q));
  qpdf_cleanup (&q);

  return finished;
}

guint
gu_paper_n_pages (GBytes *pdf)
{
  qpdf_data q = qpdf_init ();
  gsize size;
  const char *data = g_bytes_get_data (pdf, &size);
  int n = -1;

  qpdf_silence_errors (q);
  if (qpdf_read_memory (q, "paper", data, size, NULL) == QPDF_SUCCESS)
    n = qpdf_get_num_pages (q);
  if (qpdf_has_error (q))
    {
      (void) qpdf_get_error (q);
      n = -1;
    }
  qpdf_cleanup (&q);

  return n > 0 ? (guint) n : 0;
}

char *
gu_paper_count (guint64 n, const char *one, const char *many)
{
  guint64 rest = n % 100;

  if (n == 1)
    return g_strdup_printf ("1 %s", one);
  if (n == 0 || (rest > 0 && rest < 20))
    return g_strdup_printf ("%" G_GUINT64_FORMAT " %s", n, many);

  return g_strdup_printf ("%" G_GUINT64_FORMAT " de %s", n, many);
}

char *
gu_paper_size (guint64 bytes)
{
  static const char *const units[] = { "kB", "MB", "GB", "TB" };
  guint64 divisor = 1000;
  guint64 tenths = 0;

  if (bytes < 1000)
    return g_strdup_printf ("%" G_GUINT64_FORMAT " B", bytes);

  for (gsize unit = 0;; unit++, divisor *= 1000)
    {
      tenths = bytes / (divisor / 10) + (bytes % (divisor / 10) >= divisor / 20 ? 1 : 0);
      if (tenths < 10000 || unit + 1 == G_N_ELEMENTS (units))
        return g_strdup_printf ("%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT " %s",
                                tenths / 10,
                                tenths % 10,
                                units[unit]);
    }
}

char *
gu_paper_time (gint64 ms)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Bucharest");
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (ms / 1000);
  g_autoptr (GDateTime) local = utc != NULL && zone != NULL ? g_date_time_to_timezone (utc, zone)
                                                            : NULL;

  if (local == NULL)
    return g_strdup ("–");

  return g_date_time_format (local, GU_TEXT_TIME);
}
