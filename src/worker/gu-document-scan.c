/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-worker"

#include "config.h"

#include "gu-document-scan.h"

#include <math.h>
#include <qpdf/qpdf-c.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

/* The content of a scanned page is one line; packed, it is no longer than this. */
#define GU_SCAN_CONTENT 1024

/* How far up the tree of pages values are looked for. */
#define GU_SCAN_LEVELS 32

struct _GuDocumentScan
{
  qpdf_data pdf; /* owned */
  GBytes *bytes; /* owned; read by @pdf */
};

/* Where the content puts the picture: scaled and moved only. */
typedef struct
{
  double width, height, x, y;
} GuScanPlace;

GuDocumentScan *
gu_document_scan_new (GBytes *bytes)
{
  g_autoptr (GuDocumentScan) self = g_new0 (GuDocumentScan, 1);
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  self->bytes = g_bytes_ref (bytes);
  self->pdf = qpdf_init ();
  qpdf_silence_errors (self->pdf);
  qpdf_set_suppress_warnings (self->pdf, QPDF_TRUE);
  if (qpdf_read_memory (self->pdf, "document", data, size, "") != QPDF_SUCCESS
      || qpdf_is_encrypted (self->pdf) || qpdf_get_num_pages (self->pdf) <= 0)
    return NULL;

  return g_steal_pointer (&self);
}

void
gu_document_scan_free (GuDocumentScan *self)
{
  qpdf_cleanup (&self->pdf);
  g_bytes_unref (self->bytes);
  g_free (self);
}

/* A value of the page, or of what it stands under (ISO 32000-2 §7.7.3.4). */
static qpdf_oh
gu_scan_inherited (qpdf_data pdf, qpdf_oh page, const char *key)
{
  for (int level = 0; level < GU_SCAN_LEVELS && qpdf_oh_is_dictionary (pdf, page); level++)
    {
      if (qpdf_oh_has_key (pdf, page, key))
        return qpdf_oh_get_key (pdf, page, key);
      page = qpdf_oh_get_key (pdf, page, "/Parent");
    }

  return qpdf_oh_new_null (pdf);
}

static gboolean
gu_scan_is_name (qpdf_data pdf, qpdf_oh value, const char *name)
{
  return qpdf_oh_is_name (pdf, value) && strcmp (qpdf_oh_get_name (pdf, value), name) == 0;
}

static gboolean
gu_scan_get_box (qpdf_data pdf, qpdf_oh page, GuScanPlace *box)
{
  qpdf_oh array = gu_scan_inherited (pdf, page, "/MediaBox");
  double corners[4];

  if (!qpdf_oh_is_array (pdf, array) || qpdf_oh_get_array_n_items (pdf, array) != 4
      || !qpdf_oh_is_null (pdf, gu_scan_inherited (pdf, page, "/CropBox")))
    return FALSE;

  for (int i = 0; i < 4; i++)
    {
      qpdf_oh item = qpdf_oh_get_array_item (pdf, array, i);

      if (!qpdf_oh_is_number (pdf, item))
        return FALSE;
      corners[i] = qpdf_oh_get_numeric_value (pdf, item);
    }
  *box = (GuScanPlace){ corners[2] - corners[0], corners[3] - corners[1], corners[0], corners[1] };

  return box->width > 1.0 && box->height > 1.0;
}

/* The one image of the page's resources, if it is a plain JPEG. */
static gboolean
gu_scan_get_image (qpdf_data pdf, qpdf_oh page, qpdf_oh *image, char **name)
{
  static const char *const forbidden[] = {
    "/SMask", "/Mask", "/Decode", "/ImageMask", "/DecodeParms"
  };
  qpdf_oh objects = qpdf_oh_get_key (pdf, gu_scan_inherited (pdf, page, "/Resources"), "/XObject");
  qpdf_oh dictionary, filter;

  if (!qpdf_oh_is_dictionary (pdf, objects))
    return FALSE;
  qpdf_oh_begin_dict_key_iter (pdf, objects);
  if (!qpdf_oh_dict_more_keys (pdf))
    return FALSE;
  *name = g_strdup (qpdf_oh_dict_next_key (pdf));
  if (qpdf_oh_dict_more_keys (pdf))
    return FALSE;

  *image = qpdf_oh_get_key (pdf, objects, *name);
  if (!qpdf_oh_is_stream (pdf, *image))
    return FALSE;
  dictionary = qpdf_oh_get_dict (pdf, *image);
  for (gsize i = 0; i < G_N_ELEMENTS (forbidden); i++)
    {
      if (qpdf_oh_has_key (pdf, dictionary, forbidden[i]))
        return FALSE;
    }
  filter = qpdf_oh_get_key (pdf, dictionary, "/Filter");
  if (qpdf_oh_is_array (pdf, filter) && qpdf_oh_get_array_n_items (pdf, filter) == 1)
    filter = qpdf_oh_get_array_item (pdf, filter, 0);

  return gu_scan_is_name (pdf, qpdf_oh_get_key (pdf, dictionary, "/Subtype"), "/Image")
         && gu_scan_is_name (pdf, filter, "/DCTDecode");
}

/* "q 595 0 0 842 0 0 cm /Im0 Do Q", and nothing that this does not know. */
static gboolean
gu_scan_read_content (const char *content, const char *name, GuScanPlace *place)
{
  g_auto (GStrv) words = g_strsplit_set (content, " \t\r\n", -1);
  double numbers[6];
  guint n = 0, drawn = 0, placed = 0;

  for (gsize i = 0; words[i] != NULL; i++)
    {
      char *end;

      if (*words[i] == '\0' || strcmp (words[i], "q") == 0 || strcmp (words[i], "Q") == 0)
        continue;
      if (strcmp (words[i], "cm") == 0)
        {
          if (n != 6 || numbers[1] != 0.0 || numbers[2] != 0.0 || placed++ > 0 || drawn > 0)
            return FALSE;
          *place = (GuScanPlace){ numbers[0], numbers[3], numbers[4], numbers[5] };
          n = 0;
          continue;
        }
      if (strcmp (words[i], name) == 0 && words[i + 1] != NULL && strcmp (words[i + 1], "Do") == 0)
        {
          drawn++;
          i++;
          continue;
        }
      if (n == 6)
        return FALSE;
      numbers[n++] = g_ascii_strtod (words[i], &end);
      if (*end != '\0')
        return FALSE;
    }

  return drawn == 1 && placed == 1 && n == 0;
}

static gboolean
gu_scan_get_place (qpdf_data pdf, qpdf_oh page, const char *name, GuScanPlace *place)
{
  qpdf_oh stream = qpdf_oh_get_key (pdf, page, "/Contents");
  g_autofree char *content = NULL;
  unsigned char *data = NULL;
  size_t size = 0;
  qpdf_oh length;

  if (!qpdf_oh_is_stream (pdf, stream))
    return FALSE;
  length = qpdf_oh_get_key (pdf, qpdf_oh_get_dict (pdf, stream), "/Length");
  if (!qpdf_oh_is_integer (pdf, length) || qpdf_oh_get_int_value (pdf, length) > GU_SCAN_CONTENT)
    return FALSE;

  if (qpdf_oh_get_page_content_data (pdf, page, &data, &size) == QPDF_SUCCESS
      && size <= GU_SCAN_CONTENT)
    content = g_strndup ((const char *) data, size);
  free (data);

  return content != NULL && gu_scan_read_content (content, name, place);
}

static gboolean
gu_scan_is_near (double a, double b, double side)
{
  return fabs (a - b) <= 0.015 * side;
}

/* The way up; only quarter turns are known. */
static gboolean
gu_scan_get_rotation (qpdf_data pdf, qpdf_oh page, int *rotation)
{
  qpdf_oh value = gu_scan_inherited (pdf, page, "/Rotate");

  *rotation = 0;
  if (qpdf_oh_is_integer (pdf, value))
    *rotation = (int) ((qpdf_oh_get_int_value (pdf, value) % 360 + 360) % 360);

  return *rotation % 90 == 0;
}

static gboolean
gu_scan_find (qpdf_data pdf, guint index, qpdf_oh *image, int *rotation)
{
  g_autofree char *name = NULL;
  GuScanPlace box = { 0 }, place = { 0 };
  qpdf_oh page, annotations;

  if (index >= (guint) qpdf_get_num_pages (pdf))
    return FALSE;

  page = qpdf_get_page_n (pdf, index);
  annotations = qpdf_oh_get_key (pdf, page, "/Annots");
  if (!qpdf_oh_is_null (pdf, annotations)
      && !(qpdf_oh_is_array (pdf, annotations)
           && qpdf_oh_get_array_n_items (pdf, annotations) == 0))
    return FALSE;

  return !qpdf_oh_has_key (pdf, page, "/UserUnit") && gu_scan_get_box (pdf, page, &box)
         && gu_scan_get_rotation (pdf, page, rotation)
         && gu_scan_get_image (pdf, page, image, &name)
         && gu_scan_get_place (pdf, page, name, &place)
         && gu_scan_is_near (place.width, box.width, box.width)
         && gu_scan_is_near (place.height, box.height, box.height)
         && gu_scan_is_near (place.x, box.x, box.width)
         && gu_scan_is_near (place.y, box.y, box.height);
}

/* libjpeg's way out of an error. */
typedef struct
{
  struct jpeg_error_mgr base; /* first */
  jmp_buf landing;
  struct jpeg_decompress_struct info;
  cairo_surface_t *surface;
} GuScanDecoder;

static void
gu_scan_on_error (j_common_ptr info)
{
  GuScanDecoder *decoder = (GuScanDecoder *) info->err;

  longjmp (decoder->landing, 1);
}

static void
gu_scan_on_message (j_common_ptr info, int level)
{
}

static gboolean
gu_scan_decode_into (GuScanDecoder *decoder, const guint8 *data, gsize size, guint max_side)
{
  struct jpeg_decompress_struct *info = &decoder->info;
  guint longest;

  if (setjmp (decoder->landing) != 0)
    return FALSE;

  jpeg_create_decompress (info);
  jpeg_mem_src (info, data, (unsigned long) size);
  jpeg_read_header (info, TRUE);
  if (info->num_components != 1 && info->num_components != 3)
    return FALSE;

  longest = MAX (info->image_width, info->image_height);
  info->scale_denom = 8;
  for (info->scale_num = 1; info->scale_num < 8 && longest * info->scale_num / 8 < max_side;)
    info->scale_num *= 2;
  info->out_color_space = G_BYTE_ORDER == G_LITTLE_ENDIAN ? JCS_EXT_BGRX : JCS_EXT_XRGB;
  jpeg_start_decompress (info);

  decoder->surface = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, (int) info->output_width, (int) info->output_height);
  if (cairo_surface_status (decoder->surface) != CAIRO_STATUS_SUCCESS)
    return FALSE;
  while (info->output_scanline < info->output_height)
    {
      JSAMPROW row = cairo_image_surface_get_data (decoder->surface)
                     + (gsize) cairo_image_surface_get_stride (decoder->surface)
                           * info->output_scanline;

      jpeg_read_scanlines (info, &row, 1);
    }
  jpeg_finish_decompress (info);
  cairo_surface_mark_dirty (decoder->surface);

  return TRUE;
}

static cairo_surface_t *
gu_scan_decode (const guint8 *data, gsize size, guint max_side)
{
  g_autofree GuScanDecoder *decoder = g_new0 (GuScanDecoder, 1);
  gboolean ok;

  decoder->info.err = jpeg_std_error (&decoder->base);
  decoder->base.error_exit = gu_scan_on_error;
  decoder->base.emit_message = gu_scan_on_message;
  ok = gu_scan_decode_into (decoder, data, size, max_side);
  jpeg_destroy_decompress (&decoder->info);
  if (!ok && decoder->surface != NULL)
    {
      cairo_surface_destroy (decoder->surface);
      decoder->surface = NULL;
    }

  return decoder->surface;
}

cairo_surface_t *
gu_document_scan_get_picture (GuDocumentScan *self, guint page, guint max_side, int *rotation)
{
  cairo_surface_t *surface = NULL;
  unsigned char *data = NULL;
  size_t size = 0;
  QPDF_BOOL filtered;
  qpdf_oh image;

  if (gu_scan_find (self->pdf, page, &image, rotation)
      && qpdf_oh_get_stream_data (self->pdf, image, qpdf_dl_none, &filtered, &data, &size)
             == QPDF_SUCCESS)
    surface = gu_scan_decode (data, size, max_side);
  free (data);
  qpdf_oh_release_all (self->pdf);

  return surface;
}
