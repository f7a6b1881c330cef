/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bench"

#include "config.h"

#include "gu-clock.h"
#include "gu-document-service.h"
#include "gu-store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <jpeglib.h>

/* bench-import FOLDER [ROUNDS]
 *
 * The import of 50 scanned files (500 pages, 200 MB): copy, hash, force to disk, look inside;
 * against sha256sum, cp and sync of the same files. Both in turns, in the same run. */

#define N_FILES 50u
#define N_PAGES 10u
#define WIDTH   1240u
#define HEIGHT  1754u

typedef struct
{
  unsigned char *data;
  unsigned long size;
} Page;

/* A page of paper: white with lines of "words" and the noise of a scanner. */
static void
make_page (Page *page, GRand *random)
{
  struct jpeg_compress_struct info;
  struct jpeg_error_mgr errors;
  guint8 row[WIDTH];
  JSAMPROW rows = row;

  info.err = jpeg_std_error (&errors);
  jpeg_create_compress (&info);
  jpeg_mem_dest (&info, &page->data, &page->size);
  info.image_width = WIDTH;
  info.image_height = HEIGHT;
  info.input_components = 1;
  info.in_color_space = JCS_GRAYSCALE;
  jpeg_set_defaults (&info);
  jpeg_set_quality (&info, 75, TRUE);
  jpeg_start_compress (&info, TRUE);
  for (guint y = 0; y < HEIGHT; y++)
    {
      gboolean line = y > 100 && y < HEIGHT - 100 && y % 36 < 16;

      for (guint x = 0; x < WIDTH; x++)
        {
          gboolean ink = line && x > 100 && x < WIDTH - 100 && (x / 9 + y / 36 * 7) % 5 != 0
                         && (x / 3 * 31 + y / 4 * 17) % 7 < 4;

          row[x] = (guint8) ((ink ? 40 : 215) + g_rand_int_range (random, -5, 6));
        }
      jpeg_write_scanlines (&info, &rows, 1);
    }
  jpeg_finish_compress (&info);
  jpeg_destroy_compress (&info);
}

static void
begin_object (GString *pdf, GArray *offsets)
{
  gsize offset = pdf->len;

  g_array_append_val (offsets, offset);
  g_string_append_printf (pdf, "%u 0 obj\n", offsets->len);
}

static void
write_pdf (const char *path, const Page *pages, guint first)
{
  g_autoptr (GString) pdf = g_string_new ("%PDF-1.5\n%\xe2\xe3\xcf\xd3\n");
  g_autoptr (GArray) offsets = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autoptr (GError) error = NULL;
  gsize start;

  begin_object (pdf, offsets);
  g_string_append (pdf, "<</Type/Catalog/Pages 2 0 R>>\nendobj\n");
  begin_object (pdf, offsets);
  g_string_append_printf (pdf, "<</Type/Pages/Count %u/Kids[", N_PAGES);
  for (guint i = 0; i < N_PAGES; i++)
    g_string_append_printf (pdf, "%u 0 R ", 3 + 3 * i);
  g_string_append (pdf, "]>>\nendobj\n");
  for (guint i = 0; i < N_PAGES; i++)
    {
      const Page *page = &pages[(first + i) % N_PAGES];
      const char *content = "q 595 0 0 842 0 0 cm /I Do Q";

      begin_object (pdf, offsets);
      g_string_append_printf (pdf,
                              "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %u 0 R"
                              "/Resources<</XObject<</I %u 0 R>>>>>>\nendobj\n",
                              4 + 3 * i,
                              5 + 3 * i);
      begin_object (pdf, offsets);
      g_string_append_printf (pdf, "<</Length %u>>\nstream\n%s\nendstream\nendobj\n", 28u, content);
      begin_object (pdf, offsets);
      g_string_append_printf (pdf,
                              "<</Type/XObject/Subtype/Image/Width %u/Height %u/BitsPerComponent 8"
                              "/ColorSpace/DeviceGray/Filter/DCTDecode/Length %lu>>\nstream\n",
                              WIDTH,
                              HEIGHT,
                              page->size);
      g_string_append_len (pdf, (const char *) page->data, (gssize) page->size);
      g_string_append (pdf, "\nendstream\nendobj\n");
    }

  start = pdf->len;
  g_string_append_printf (pdf, "xref\n0 %u\n0000000000 65535 f \n", offsets->len + 1);
  for (guint i = 0; i < offsets->len; i++)
    g_string_append_printf (
        pdf, "%010" G_GSIZE_FORMAT " 00000 n \n", g_array_index (offsets, gsize, i));
  g_string_append_printf (
      pdf,
      "trailer\n<</Size %u/Root 1 0 R/ID[<%032x><%032x>]>>\nstartxref\n%" G_GSIZE_FORMAT
      "\n%%%%EOF\n",
      offsets->len + 1,
      first,
      first,
      start);
  if (!g_file_set_contents (path, pdf->str, (gssize) pdf->len, &error))
    g_error ("%s", error->message);
}

static GPtrArray *
make_files (const char *folder)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GRand) random = g_rand_new_with_seed (20261123);
  Page pages[N_PAGES] = { { NULL, 0 } };

  for (guint i = 0; i < N_PAGES; i++)
    make_page (&pages[i], random);
  for (guint i = 0; i < N_FILES; i++)
    {
      g_autofree char *name = g_strdup_printf ("scan-%02u.pdf", i);
      char *path = g_build_filename (folder, name, NULL);

      write_pdf (path, pages, i);
      g_ptr_array_add (files, path);
    }
  for (guint i = 0; i < N_PAGES; i++)
    free (pages[i].data);

  return files;
}

static void run (const char *format, ...) G_GNUC_PRINTF (1, 2);

static void
run (const char *format, ...)
{
  g_autofree char *command = NULL;
  const char *argv[] = { "/bin/sh", "-c", NULL, NULL };
  g_autoptr (GError) error = NULL;
  int status;
  va_list args;

  va_start (args, format);
  command = g_strdup_vprintf (format, args);
  va_end (args);
  argv[2] = command;
  if (!g_spawn_sync (
          NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, &error)
      || !g_spawn_check_wait_status (status, &error))
    g_error ("%s: %s", command, error->message);
}

static double
measure_tools (const char *folder)
{
  gint64 start;

  run ("rm -rf '%s/copy' && mkdir '%s/copy' && sync -f '%s'", folder, folder, folder);
  start = g_get_monotonic_time ();
  run ("cd '%s' && sha256sum files/*.pdf >copy/sums && cp files/*.pdf copy/ && sync copy/* copy",
       folder);

  return (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

typedef struct
{
  GuDocumentService *service;
  GAsyncQueue *copied; /* descriptors + 1; 0 at the end */
} Inspection;

/* As in the desk: what has been copied is looked into while the next file is being copied. */
static gpointer
inspect_all (gpointer data)
{
  Inspection *inspection = data;
  guint pages = 0;
  int fd;

  while ((fd = GPOINTER_TO_INT (g_async_queue_pop (inspection->copied)) - 2) >= 0)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GuDocumentReport)
          report = gu_document_service_inspect (inspection->service, fd, "scan.pdf", NULL, &error);

      if (report == NULL || !gu_document_report_get_accepted (report))
        g_error ("A file was not taken: %s",
                 error != NULL ? error->message : gu_document_report_get_reason (report));
      pages += gu_document_report_get_pages (report);
      close (fd);
    }

  return GUINT_TO_POINTER (pages);
}

static double
measure_desk (const char *folder, GPtrArray *files)
{
  g_autofree char *data_dir = g_build_filename (folder, "desk", NULL);
  g_autoptr (GuClock) clock = gu_clock_new ();
  g_autoptr (GuDocumentService) service = gu_document_service_new (NULL);
  g_autoptr (GAsyncQueue) copied = g_async_queue_new ();
  g_autoptr (GuStore) store = NULL;
  g_autoptr (GError) error = NULL;
  Inspection inspection = { service, copied };
  GThread *thread;
  gint64 start;
  guint pages;
  double seconds;

  run ("rm -rf '%s' && sync -f '%s'", data_dir, folder);
  store = gu_store_open (data_dir, clock, NULL, &error);
  if (store == NULL)
    g_error ("%s", error->message);

  start = g_get_monotonic_time ();
  thread = g_thread_new ("inspect", inspect_all, &inspection);
  for (guint i = 0; i < files->len; i++)
    {
      g_autofree char *sha256 = NULL;
      int fd = g_open (g_ptr_array_index (files, i), O_RDONLY | O_CLOEXEC, 0);

      if (fd < 0 || !gu_store_import_blob (store, fd, 0, &sha256, NULL, NULL, &error))
        g_error ("%s", error != NULL ? error->message : g_strerror (errno));
      close (fd);
      fd = gu_store_open_blob (store, sha256, &error);
      if (fd < 0)
        g_error ("%s", error->message);
      g_async_queue_push (copied, GINT_TO_POINTER (fd + 2));
    }
  g_async_queue_push (copied, GINT_TO_POINTER (1));
  pages = GPOINTER_TO_UINT (g_thread_join (thread));
  seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  if (pages != N_FILES * N_PAGES)
    g_error ("%u pages were counted", pages);

  return seconds;
}

static int
compare_seconds (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y ? 1 : 0;
}

int
main (int argc, char **argv)
{
  g_autofree char *files_dir = NULL;
  g_autoptr (GPtrArray) files = NULL;
  g_autoptr (GArray) desk = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) tools = g_array_new (FALSE, FALSE, sizeof (double));
  guint rounds = argc > 2 ? (guint) g_ascii_strtoull (argv[2], NULL, 10) : 5;
  guint64 bytes = 0;

  if (argc < 2 || rounds == 0)
    {
      g_printerr ("Usage: %s FOLDER [ROUNDS]\n", argv[0]);
      return 2;
    }

  files_dir = g_build_filename (argv[1], "files", NULL);
  if (g_mkdir_with_parents (files_dir, 0755) != 0)
    g_error ("%s: %s", files_dir, g_strerror (errno));
  files = make_files (files_dir);
  for (guint i = 0; i < files->len; i++)
    {
      GStatBuf info;

      if (g_stat (g_ptr_array_index (files, i), &info) == 0)
        bytes += (guint64) info.st_size;
    }

  for (guint i = 0; i < rounds; i++)
    {
      double a = measure_tools (argv[1]), b = measure_desk (argv[1], files);

      g_print ("round %u: sha256sum + cp + sync %.3f s, desk %.3f s\n", i + 1, a, b);
      g_array_append_val (tools, a);
      g_array_append_val (desk, b);
    }
  g_array_sort (tools, compare_seconds);
  g_array_sort (desk, compare_seconds);
  g_print (
      "import of %u files, %u pages, %.0f MB: desk %.3f s, sha256sum + cp + sync %.3f s (medians), "
      "ratio %.2f (aim: at most 1.3)\n",
      N_FILES,
      N_FILES * N_PAGES,
      (double) bytes / 1e6,
      g_array_index (desk, double, rounds / 2),
      g_array_index (tools, double, rounds / 2),
      g_array_index (desk, double, rounds / 2) / g_array_index (tools, double, rounds / 2));
  run ("rm -rf '%s/files' '%s/copy' '%s/desk'", argv[1], argv[1], argv[1]);

  return 0;
}
