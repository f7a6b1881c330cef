/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test"

#include "config.h"

#include "gu-document-error.h"
#include "gu-document-service.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <jpeglib.h>

#define WIDTH  640u
#define HEIGHT 400u

/* Red, green / blue, white: a picture whose way up can be seen. */
static void
fill_row (guint8 *row, guint y)
{
  for (guint x = 0; x < WIDTH; x++)
    {
      gboolean right = x >= WIDTH / 2, bottom = y >= HEIGHT / 2;

      row[3 * x] = !bottom && right ? 0 : bottom && !right ? 0 : 255;
      row[3 * x + 1] = right ? 255 : 0;
      row[3 * x + 2] = bottom ? 255 : 0;
    }
}

static GBytes *
make_jpeg (guint dpi, gboolean progressive, gboolean gray)
{
  struct jpeg_compress_struct info;
  struct jpeg_error_mgr errors;
  guint8 row[WIDTH * 3];
  JSAMPROW rows = row;
  unsigned char *data = NULL;
  unsigned long size = 0;

  info.err = jpeg_std_error (&errors);
  jpeg_create_compress (&info);
  jpeg_mem_dest (&info, &data, &size);
  info.image_width = WIDTH;
  info.image_height = HEIGHT;
  info.input_components = 3;
  info.in_color_space = JCS_RGB;
  jpeg_set_defaults (&info);
  jpeg_set_quality (&info, 95, TRUE);
  if (gray)
    jpeg_set_colorspace (&info, JCS_GRAYSCALE);
  if (progressive)
    jpeg_simple_progression (&info);
  info.density_unit = 1;
  info.X_density = info.Y_density = (UINT16) dpi;
  jpeg_start_compress (&info, TRUE);
  while (info.next_scanline < info.image_height)
    {
      fill_row (row, info.next_scanline);
      jpeg_write_scanlines (&info, &rows, 1);
    }
  jpeg_finish_compress (&info);
  jpeg_destroy_compress (&info);

  return g_bytes_new_with_free_func (data, size, free, data);
}

/* Puts an Exif block with nothing but an orientation after the start mark. */
static GBytes *
with_orientation (GBytes *jpeg, guint8 orientation, gboolean big_endian)
{
  static const guint8 little[] = { 'I', 'I', '*', 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3,
                                   0,   1,   0,   0, 0, 0, 0, 0, 0, 0, 0,    0, 0 };
  static const guint8 big[] = { 'M', 'M', 0, '*', 0, 0, 0, 8, 0, 1, 1, 0x12, 0,
                                3,   0,   0, 0,   1, 0, 0, 0, 0, 0, 0, 0,    0 };
  guint8 body[sizeof little];
  g_autoptr (GByteArray) out = g_byte_array_new ();
  const guint8 head[] = { 0xff, 0xd8, 0xff, 0xe1, 0, sizeof body + 8, 'E', 'x', 'i', 'f', 0, 0 };
  gsize size;
  const guint8 *data = g_bytes_get_data (jpeg, &size);

  memcpy (body, big_endian ? big : little, sizeof body);
  body[big_endian ? 19 : 18] = orientation;
  g_byte_array_append (out, head, sizeof head);
  g_byte_array_append (out, body, sizeof body);
  g_byte_array_append (out, data + 2, (guint) size - 2);

  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}

static int
to_fd (GBytes *bytes)
{
  int fd = memfd_create ("picture", MFD_CLOEXEC);
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  g_assert_cmpint (write (fd, data, size), ==, (gssize) size);

  return fd;
}

static GuDocumentHandle *
open_bytes (GBytes *bytes)
{
  g_autoptr (GuDocumentService) service = gu_document_service_new (NULL);
  g_autoptr (GError) error = NULL;
  int fd = to_fd (bytes);
  GuDocumentHandle *handle = gu_document_service_open (service, fd, NULL, &error);

  close (fd);
  g_assert_no_error (error);

  return handle;
}

/* A letter for the colour in the middle of each quarter: upper left, upper right, lower left, lower
 * right. */
static char *
quarters (GuPagePicture *picture)
{
  const guint8 *pixels = g_bytes_get_data (gu_page_picture_get_pixels (picture), NULL);
  const guint width = gu_page_picture_get_width (picture);
  const guint height = gu_page_picture_get_height (picture);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < 4; i++)
    {
      guint x = (i & 1) != 0 ? 3 * width / 4 : width / 4;
      guint y = (i & 2) != 0 ? 3 * height / 4 : height / 4;
      const guint8 *p = pixels + y * gu_page_picture_get_stride (picture) + x * 4;
      gboolean b = p[0] > 127, g = p[1] > 127, r = p[2] > 127;

      g_assert_cmpuint (p[3], ==, 255);
      g_string_append_c (out,
                         r && g && b     ? 'w'
                         : r && !g && !b ? 'r'
                         : g && !r && !b ? 'g'
                         : b && !r && !g ? 'b'
                                         : '?');
    }

  return g_string_free (out, FALSE);
}

/* Exif 2.32, table of orientation: what the first row and column of the stored picture are. */
static void
test_orientation (void)
{
  static const char *const upright[] = { "rgbw", "grwb", "wbgr", "bwrg",
                                         "rbgw", "brwg", "wgbr", "gwrb" };
  g_autoptr (GBytes) plain = make_jpeg (200, FALSE, FALSE);

  for (guint8 i = 0; i < 8; i++)
    {
      g_autoptr (GBytes) turned = with_orientation (plain, i + 1, i % 2 == 0);
      g_autoptr (GuDocumentHandle) handle = open_bytes (turned);
      g_autoptr (GError) error = NULL;
      g_autoptr (GuPagePicture)
          picture = gu_document_handle_render (handle, 0, 1.0, 0, NULL, &error);
      g_autofree char *seen = NULL;
      double width, height;

      g_assert_no_error (error);
      seen = quarters (picture);
      g_assert_cmpstr (seen, ==, upright[i]);
      gu_document_handle_get_page_size (handle, 0, &width, &height);
      g_assert_cmpfloat_with_epsilon (width, (i >= 4 ? HEIGHT : WIDTH) * 72.0 / 200.0, 0.1);
      g_assert_cmpfloat_with_epsilon (height, (i >= 4 ? WIDTH : HEIGHT) * 72.0 / 200.0, 0.1);
      g_assert_cmpfloat_with_epsilon (gu_page_picture_get_width (picture), width, 1.0);
    }
}

static void
test_rotation (void)
{
  g_autoptr (GBytes) plain = make_jpeg (200, FALSE, FALSE);
  g_autoptr (GBytes) turned = with_orientation (plain, 6, FALSE);
  g_autoptr (GuDocumentHandle) handle = open_bytes (turned);
  g_autoptr (GuPagePicture) picture = gu_document_handle_render (handle, 0, 1.0, 90, NULL, NULL);
  g_autofree char *seen = quarters (picture);

  /* Upright it is "brwg"; a further quarter clockwise brings the lower left to the upper left. */
  g_assert_cmpstr (seen, ==, "wbgr");
}

static void
test_scales (void)
{
  static const double scales[] = { 0.05, 0.3, 0.7, 1.0, 2.0, 5.0 };

  for (gsize i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      g_autoptr (GBytes) jpeg = make_jpeg (72, i % 2 == 0, FALSE);
      g_autoptr (GuDocumentHandle) handle = open_bytes (jpeg);
      g_autoptr (GuPagePicture)
          picture = gu_document_handle_render (handle, 0, scales[i], 0, NULL, NULL);
      g_autofree char *seen = quarters (picture);

      /* 72 is what is written when nobody knows: the page counts as A4, 842 points wide. */
      g_assert_cmpstr (seen, ==, "rgbw");
      g_assert_cmpfloat_with_epsilon (gu_page_picture_get_width (picture), 842.0 * scales[i], 1.0);
    }
}

static void
test_gray (void)
{
  g_autoptr (GBytes) jpeg = make_jpeg (300, FALSE, TRUE);
  g_autoptr (GuDocumentHandle) handle = open_bytes (jpeg);
  g_autoptr (GuPagePicture) picture = gu_document_handle_render (handle, 0, 1.0, 0, NULL, NULL);
  const guint8 *p = g_bytes_get_data (gu_page_picture_get_pixels (picture), NULL);

  g_assert_cmpuint (p[0], ==, p[1]);
  g_assert_cmpuint (p[1], ==, p[2]);
  g_assert_cmpuint (p[3], ==, 255);
}

/* A JPEG that was cut would be filled up with gray by the library and look whole. */
static void
test_truncated (void)
{
  g_autoptr (GuDocumentService) service = gu_document_service_new (NULL);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GBytes) jpeg = make_jpeg (200, i == 1, FALSE);
      g_autoptr (GBytes) half = g_bytes_new_from_bytes (jpeg, 0, g_bytes_get_size (jpeg) * 2 / 3);
      g_autoptr (GuDocumentReport) whole_report = NULL;
      g_autoptr (GuDocumentReport) half_report = NULL;
      int fd = to_fd (jpeg);

      whole_report = gu_document_service_inspect (service, fd, "a.jpg", NULL, NULL);
      close (fd);
      g_assert_true (gu_document_report_get_accepted (whole_report));
      g_assert_cmpuint (gu_document_report_get_pages (whole_report), ==, 1);

      fd = to_fd (half);
      half_report = gu_document_service_inspect (service, fd, "a.jpg", NULL, NULL);
      close (fd);
      g_assert_error (gu_document_report_get_error (half_report),
                      GU_DOCUMENT_ERROR,
                      GU_DOCUMENT_ERROR_TRUNCATED);
    }
}

static GuDocumentHandle *
open_from_corpus (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("TEST_CORPUS"), name, NULL);
  g_autofree char *data = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  bytes = g_bytes_new (data, size);

  return open_bytes (bytes);
}

/* A page of 640 to 400 points with the picture all over it, and perhaps something else. */
static GBytes *
make_scan (const char *page_entries, const char *content)
{
  g_autoptr (GBytes) jpeg = make_jpeg (200, FALSE, FALSE);
  g_autoptr (GString) pdf = g_string_new ("%PDF-1.5\n");
  gsize offsets[5], size, start;
  const char *data = g_bytes_get_data (jpeg, &size);

  offsets[0] = pdf->len;
  g_string_append (pdf, "1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n");
  offsets[1] = pdf->len;
  g_string_append (pdf,
                   "2 0 obj\n<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 640 400]>>\nendobj\n");
  offsets[2] = pdf->len;
  g_string_append_printf (pdf,
                          "3 0 obj\n<</Type/Page/Parent 2 0 R/Contents 4 0 R%s"
                          "/Resources<</XObject<</I 5 0 R>>>>>>\nendobj\n",
                          page_entries);
  offsets[3] = pdf->len;
  g_string_append_printf (pdf,
                          "4 0 obj\n<</Length %" G_GSIZE_FORMAT
                          ">>\nstream\n%s\nendstream\nendobj\n",
                          strlen (content),
                          content);
  offsets[4] = pdf->len;
  g_string_append_printf (
      pdf,
      "5 0 obj\n<</Type/XObject/Subtype/Image/Width %u/Height %u/BitsPerComponent 8"
      "/ColorSpace/DeviceRGB/Filter/DCTDecode/Length %" G_GSIZE_FORMAT ">>\nstream\n",
      WIDTH,
      HEIGHT,
      size);
  g_string_append_len (pdf, data, (gssize) size);
  g_string_append (pdf, "\nendstream\nendobj\n");
  start = pdf->len;
  g_string_append (pdf, "xref\n0 6\n0000000000 65535 f \n");
  for (gsize i = 0; i < G_N_ELEMENTS (offsets); i++)
    g_string_append_printf (pdf, "%010" G_GSIZE_FORMAT " 00000 n \n", offsets[i]);
  g_string_append_printf (
      pdf, "trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n", start);

  return g_string_free_to_bytes (g_steal_pointer (&pdf));
}

static void
on_thumbnail (GObject *source, GAsyncResult *result, gpointer data)
{
  GuPagePicture **picture = data;

  *picture = gu_document_handle_thumbnail_finish (GU_DOCUMENT_HANDLE (source), result, NULL);
  g_assert_nonnull (*picture);
}

/* Small pictures of scans are made another way than large ones; they must not differ. */
static void
test_scan_thumbnail (void)
{
  static const struct
  {
    const char *entries;
    const char *content;
    const char *seen;
  } cases[] = {
    { "", "q 640 0 0 400 0 0 cm /I Do Q", "rgbw" },
    { "/Rotate 90", "q 640 0 0 400 0 0 cm /I Do Q", "brwg" },
    { "/Rotate 180", "640 0 0 400 0 0 cm /I Do", "wbgr" },
    { "/Rotate -90", "q 640 0 0 400 0 0 cm /I Do Q", "gwrb" },
    /* Not the whole page; mirrored; twice; covered by a white box; cropped: no plain scans. */
    { "", "q 320 0 0 200 320 0 cm /I Do Q", "wwww" },
    { "", "q -640 0 0 400 640 0 cm /I Do Q", "grwb" },
    { "", "q 640 0 0 400 0 0 cm /I Do Q 1 1 1 rg 0 0 640 400 re f", "wwww" },
    { "/CropBox[320 0 640 200]", "q 640 0 0 400 0 0 cm /I Do Q", "wwww" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) pdf = make_scan (cases[i].entries, cases[i].content);
      g_autoptr (GuDocumentHandle) handle = open_bytes (pdf);
      g_autoptr (GuPagePicture) small = NULL;
      g_autoptr (GuPagePicture) large = gu_document_handle_render (handle, 0, 1.0, 0, NULL, NULL);
      g_autofree char *small_seen = NULL;
      g_autofree char *large_seen = quarters (large);

      gu_document_handle_thumbnail_async (handle, 0, 64, NULL, on_thumbnail, &small);
      while (small == NULL)
        g_main_context_iteration (NULL, TRUE);
      small_seen = quarters (small);
      g_test_message ("%s %s: %s", cases[i].entries, cases[i].content, small_seen);
      if (i != 4)
        g_assert_cmpstr (large_seen, ==, cases[i].seen);
      g_assert_cmpstr (small_seen, ==, large_seen);
      g_assert_cmpuint (
          MAX (gu_page_picture_get_width (small), gu_page_picture_get_height (small)), ==, 64);
      g_assert_cmpfloat_with_epsilon (
          (double) gu_page_picture_get_width (small) / gu_page_picture_get_height (small),
          (double) gu_page_picture_get_width (large) / gu_page_picture_get_height (large),
          0.05);
    }
}

/* What is transparent lies on white; tables of colours and deep or shallow pixels come out right.
 */
static void
test_kinds_of_pixels (void)
{
  static const struct
  {
    const char *name;
    guint8 blue, green, red;
    int tolerance;
  } cases[] = {
    { "clear.png", 255, 255, 255, 3 },
    { "half-clear.png", 255, 127, 127, 3 },
    { "palette.png", 0, 0, 255, 3 },
    { "sixteen.png", 192, 192, 192, 3 },
    { "good.png", 128, 128, 128, 3 },
    /* Fine stripes in few pixels: gray, one way or the other. */
    { "one-bit.png", 128, 128, 128, 50 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GuDocumentHandle) handle = open_from_corpus (cases[i].name);
      g_autoptr (GError) error = NULL;
      g_autoptr (GuPagePicture)
          picture = gu_document_handle_render (handle, 0, 0.1, 0, NULL, &error);
      const guint8 *p;

      g_assert_no_error (error);
      p = g_bytes_get_data (gu_page_picture_get_pixels (picture), NULL);
      p += 10 * gu_page_picture_get_stride (picture) + 10 * 4;
      g_test_message ("%s: %u %u %u %u", cases[i].name, p[0], p[1], p[2], p[3]);
      g_assert_cmpint (ABS (p[0] - cases[i].blue), <=, cases[i].tolerance);
      g_assert_cmpint (ABS (p[1] - cases[i].green), <=, cases[i].tolerance);
      g_assert_cmpint (ABS (p[2] - cases[i].red), <=, cases[i].tolerance);
      g_assert_cmpuint (p[3], ==, 255);
    }
}

/* A TIFF that says it lies on its side is shown upright. */
static void
test_turned_tiff (void)
{
  g_autoptr (GuDocumentHandle) handle = open_from_corpus ("turned.tif");
  g_autoptr (GuPagePicture) picture = gu_document_handle_render (handle, 0, 0.1, 0, NULL, NULL);
  const guint width = gu_page_picture_get_width (picture);
  const guint height = gu_page_picture_get_height (picture);
  const guint8 *p = g_bytes_get_data (gu_page_picture_get_pixels (picture), NULL);
  guint top, bottom;

  g_assert_cmpfloat_with_epsilon ((double) width / height, 80.0 / 120.0, 0.03);
  /* Stored, the gray grows quickly from left to right (by 3 a pixel); so now from top to bottom. */
  top = p[2 * gu_page_picture_get_stride (picture) + 4 * (width - 2)];
  bottom = p[(height / 2) * gu_page_picture_get_stride (picture) + 4 * (width - 2)];
  g_assert_cmpuint (top + 60, <, bottom);
}

static void
test_tiff (void)
{
  g_autoptr (GuDocumentHandle) handle = open_from_corpus ("three-pages.tif");
  g_autoptr (GArray) matches = NULL;
  double width, height;

  /* The preview in between is not a page. */
  g_assert_cmpuint (gu_document_handle_get_n_pages (handle), ==, 3);
  gu_document_handle_get_page_size (handle, 1, &width, &height);
  g_assert_cmpfloat_with_epsilon (width / height, 100.0 / 140.0, 0.01);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GuPagePicture)
          picture = gu_document_handle_render (handle, i, 0.5, 0, NULL, &error);

      g_assert_no_error (error);
      gu_document_handle_get_page_size (handle, i, &width, &height);
      g_assert_cmpfloat_with_epsilon (gu_page_picture_get_width (picture), width / 2, 1.0);
      g_assert_cmpfloat_with_epsilon (gu_page_picture_get_height (picture), height / 2, 1.0);
    }

  matches = gu_document_handle_find (handle, "word", NULL, NULL);
  g_assert_cmpuint (matches->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/document/pictures/orientation", test_orientation);
  g_test_add_func ("/document/pictures/rotation", test_rotation);
  g_test_add_func ("/document/pictures/scales", test_scales);
  g_test_add_func ("/document/pictures/gray", test_gray);
  g_test_add_func ("/document/pictures/truncated", test_truncated);
  g_test_add_func ("/document/pictures/scan-thumbnail", test_scan_thumbnail);
  g_test_add_func ("/document/pictures/kinds-of-pixels", test_kinds_of_pixels);
  g_test_add_func ("/document/pictures/turned-tiff", test_turned_tiff);
  g_test_add_func ("/document/pictures/tiff", test_tiff);

  return g_test_run ();
}
