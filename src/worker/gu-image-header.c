/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-worker"

#include "config.h"

#include "gu-image-header.h"

#include "gu-document-error.h"
#include "gu-error.h"

#include <string.h>

/* The longer side of A4, points. */
#define GU_A4_LONG 842.0

/* Bytes with bounds and a byte order. Reading beyond the end gives 0 and sets @short_read. */
typedef struct
{
  const guint8 *data;
  gsize size;
  gboolean little;
  gboolean short_read;
} GuReader;

static guint64
gu_reader_get (GuReader *reader, guint64 offset, guint n_bytes)
{
  guint64 value = 0;

  if (offset > reader->size || reader->size - offset < n_bytes)
    {
      reader->short_read = TRUE;
      return 0;
    }

  for (guint i = 0; i < n_bytes; i++)
    value = (value << 8) | reader->data[offset + (reader->little ? n_bytes - 1 - i : i)];

  return value;
}

static gboolean
gu_image_fail (GuDocumentError code, const char *detail, GError **error)
{
  gu_error_set (error, GU_DOCUMENT_ERROR, (int) code, NULL, detail, "The picture cannot be read");

  return FALSE;
}

static void
gu_image_page_init (GuImagePage *page)
{
  memset (page, 0, sizeof *page);
  page->orientation = 1;
}

static guint
gu_image_valid_orientation (guint64 value)
{
  return value >= 1 && value <= 8 ? (guint) value : 1;
}

/* TIFF 6.0 §2; BigTIFF is the same with wider numbers. */
typedef struct
{
  GuReader *reader;
  gboolean big;
} GuTiff;

typedef struct
{
  guint tag;
  guint type;
  guint64 count;
  guint64 at; /* where the values stand */
} GuTiffEntry;

static guint
gu_tiff_type_size (guint type)
{
  static const guint8 sizes[] = { 0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8 };

  return type < G_N_ELEMENTS (sizes) ? sizes[type] : 0;
}

static gboolean
gu_tiff_read_entry (const GuTiff *tiff, guint64 offset, GuTiffEntry *entry)
{
  const guint inline_size = tiff->big ? 8 : 4;
  const guint64 field = offset + (tiff->big ? 12 : 8);
  guint size;

  entry->tag = (guint) gu_reader_get (tiff->reader, offset, 2);
  entry->type = (guint) gu_reader_get (tiff->reader, offset + 2, 2);
  entry->count = gu_reader_get (tiff->reader, offset + 4, tiff->big ? 8 : 4);
  size = gu_tiff_type_size (entry->type);
  if (size == 0 || entry->count == 0 || entry->count > tiff->reader->size)
    return FALSE;

  entry->at = entry->count * size <= inline_size ? field
                                                 : gu_reader_get (tiff->reader, field, inline_size);

  return TRUE;
}

static guint64
gu_tiff_value (const GuTiff *tiff, const GuTiffEntry *entry, guint64 i)
{
  guint size = gu_tiff_type_size (entry->type);

  return gu_reader_get (tiff->reader, entry->at + i * size, MIN (size, 8));
}

static double
gu_tiff_rational (const GuTiff *tiff, const GuTiffEntry *entry)
{
  guint64 over, under;

  if (entry->type != 5)
    return 0.0;
  over = gu_reader_get (tiff->reader, entry->at, 4);
  under = gu_reader_get (tiff->reader, entry->at + 4, 4);

  return under != 0 ? (double) over / (double) under : 0.0;
}

/* Whether all strips or tiles lie within the file. */
static gboolean
gu_tiff_is_whole (const GuTiff *tiff, const GuTiffEntry *offsets, const GuTiffEntry *counts)
{
  guint64 n = MIN (offsets->count, counts->count);

  for (guint64 i = 0; i < n && !tiff->reader->short_read; i++)
    {
      guint64 offset = gu_tiff_value (tiff, offsets, i);
      guint64 count = gu_tiff_value (tiff, counts, i);

      if (offset > tiff->reader->size || count > tiff->reader->size - offset)
        return FALSE;
    }

  return !tiff->reader->short_read;
}

typedef struct
{
  GuImagePage page;
  gboolean preview;
  guint unit;
  GuTiffEntry offsets;
  GuTiffEntry counts;
} GuTiffDirectory;

static void
gu_tiff_take_entry (const GuTiff *tiff, const GuTiffEntry *entry, GuTiffDirectory *directory)
{
  switch (entry->tag)
    {
    case 254: /* NewSubfileType: a reduced copy */
      directory->preview = (gu_tiff_value (tiff, entry, 0) & 1) != 0;
      break;
    case 256:
      directory->page.width = (guint) MIN (gu_tiff_value (tiff, entry, 0), G_MAXUINT);
      break;
    case 257:
      directory->page.height = (guint) MIN (gu_tiff_value (tiff, entry, 0), G_MAXUINT);
      break;
    case 273: /* StripOffsets */
    case 324: /* TileOffsets */
      directory->offsets = *entry;
      break;
    case 274:
      directory->page.orientation = gu_image_valid_orientation (gu_tiff_value (tiff, entry, 0));
      break;
    case 279: /* StripByteCounts */
    case 325: /* TileByteCounts */
      directory->counts = *entry;
      break;
    case 282:
      directory->page.x_dpi = gu_tiff_rational (tiff, entry);
      break;
    case 283:
      directory->page.y_dpi = gu_tiff_rational (tiff, entry);
      break;
    case 296: /* ResolutionUnit: 1 none, 2 inch, 3 centimetre */
      directory->unit = (guint) gu_tiff_value (tiff, entry, 0);
      break;
    default:
      break;
    }
}

/* Reads one directory; gives where the next one is, 0 after the last. */
static gboolean
gu_tiff_read_directory (const GuTiff *tiff,
                        guint64 offset,
                        GuTiffDirectory *directory,
                        guint64 *next,
                        GError **error)
{
  const guint head = tiff->big ? 8 : 2;
  const guint entry_size = tiff->big ? 20 : 12;
  guint64 n = gu_reader_get (tiff->reader, offset, head);

  memset (directory, 0, sizeof *directory);
  gu_image_page_init (&directory->page);
  directory->unit = 2;

  if (n > 65535)
    return gu_image_fail (GU_DOCUMENT_ERROR_DAMAGED, "directory too long", error);
  for (guint64 i = 0; i < n && !tiff->reader->short_read; i++)
    {
      GuTiffEntry entry;

      if (gu_tiff_read_entry (tiff, offset + head + i * entry_size, &entry))
        gu_tiff_take_entry (tiff, &entry, directory);
    }
  *next = gu_reader_get (tiff->reader, offset + head + n * entry_size, tiff->big ? 8 : 4);

  if (tiff->reader->short_read
      || (directory->offsets.count > 0 && directory->counts.count > 0
          && !gu_tiff_is_whole (tiff, &directory->offsets, &directory->counts)))
    return gu_image_fail (GU_DOCUMENT_ERROR_TRUNCATED, NULL, error);
  if (directory->page.width == 0 || directory->page.height == 0)
    return gu_image_fail (GU_DOCUMENT_ERROR_DAMAGED, "no size", error);

  if (directory->unit == 3)
    {
      directory->page.x_dpi *= 2.54;
      directory->page.y_dpi *= 2.54;
    }
  else if (directory->unit != 2)
    {
      directory->page.x_dpi = directory->page.y_dpi = 0.0;
    }

  return TRUE;
}

static gboolean
gu_image_parse_tiff (GuReader *reader, guint max_pages, GArray *pages, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  GuTiff tiff = { .reader = reader };
  guint64 offset;
  guint index = 0;

  reader->little = reader->size > 0 && reader->data[0] == 'I';
  tiff.big = gu_reader_get (reader, 2, 2) == 43;
  offset = tiff.big ? gu_reader_get (reader, 8, 8) : gu_reader_get (reader, 4, 4);
  if (reader->short_read)
    return gu_image_fail (GU_DOCUMENT_ERROR_TRUNCATED, NULL, error);

  for (; offset != 0; index++)
    {
      GuTiffDirectory directory;

      if (!g_hash_table_add (seen, GSIZE_TO_POINTER ((gsize) offset)))
        return gu_image_fail (GU_DOCUMENT_ERROR_DAMAGED, "directories in a circle", error);
      if (pages->len >= max_pages || index >= 2 * max_pages)
        return gu_image_fail (GU_DOCUMENT_ERROR_TOO_MANY_PAGES, NULL, error);
      if (!gu_tiff_read_directory (&tiff, offset, &directory, &offset, error))
        return FALSE;

      directory.page.index = index;
      if (!directory.preview)
        g_array_append_val (pages, directory.page);
    }

  return TRUE;
}

/* Exif 2.32 §4.5: a TIFF structure inside a JPEG; only the orientation matters here. */
static guint
gu_image_exif_orientation (const guint8 *data, gsize size)
{
  GuReader reader = { .data = data, .size = size };
  GuTiff tiff = { .reader = &reader };
  guint64 offset, n;

  if (size < 8 || (memcmp (data, "II*\0", 4) != 0 && memcmp (data, "MM\0*", 4) != 0))
    return 1;

  reader.little = data[0] == 'I';
  offset = gu_reader_get (&reader, 4, 4);
  n = gu_reader_get (&reader, offset, 2);
  for (guint64 i = 0; i < n && !reader.short_read; i++)
    {
      GuTiffEntry entry;

      if (gu_tiff_read_entry (&tiff, offset + 2 + i * 12, &entry) && entry.tag == 274)
        return gu_image_valid_orientation (gu_tiff_value (&tiff, &entry, 0));
    }

  return 1;
}

static gboolean
gu_jpeg_is_frame (guint marker)
{
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static void
gu_jpeg_take_segment (GuReader *reader, guint marker, guint64 at, guint64 length, GuImagePage *page)
{
  const guint8 *body = reader->data + at;

  if (gu_jpeg_is_frame (marker) && length >= 6)
    {
      page->height = (guint) gu_reader_get (reader, at + 1, 2);
      page->width = (guint) gu_reader_get (reader, at + 3, 2);
    }
  else if (marker == 0xe0 && length >= 12 && memcmp (body, "JFIF\0", 5) == 0)
    {
      const double per_inch = body[7] == 1 ? 1.0 : body[7] == 2 ? 2.54 : 0.0;

      page->x_dpi = per_inch * (double) gu_reader_get (reader, at + 8, 2);
      page->y_dpi = per_inch * (double) gu_reader_get (reader, at + 10, 2);
    }
  else if (marker == 0xe1 && length >= 6 && memcmp (body, "Exif\0\0", 6) == 0)
    {
      page->orientation = gu_image_exif_orientation (body + 6, (gsize) length - 6);
    }
}

/* The segments before the picture itself (ITU-T T.81 §B.1.1). */
static gboolean
gu_image_parse_jpeg (GuReader *reader, GArray *pages, GError **error)
{
  GuImagePage page;
  guint64 at = 2;

  gu_image_page_init (&page);
  for (;;)
    {
      guint marker;
      guint64 length;

      if (gu_reader_get (reader, at, 1) != 0xff)
        return gu_image_fail (reader->short_read ? GU_DOCUMENT_ERROR_TRUNCATED
                                                 : GU_DOCUMENT_ERROR_DAMAGED,
                              NULL,
                              error);
      while (gu_reader_get (reader, at, 1) == 0xff)
        at++;
      marker = (guint) gu_reader_get (reader, at, 1);
      at++;
      if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8))
        continue;
      if (marker == 0xd9 || marker == 0xda)
        break;

      length = gu_reader_get (reader, at, 2);
      if (reader->short_read || length < 2 || length > reader->size - at)
        return gu_image_fail (GU_DOCUMENT_ERROR_TRUNCATED, NULL, error);
      gu_jpeg_take_segment (reader, marker, at + 2, length - 2, &page);
      at += length;
    }

  if (page.width == 0 || page.height == 0)
    return gu_image_fail (GU_DOCUMENT_ERROR_DAMAGED, "no size", error);
  g_array_append_val (pages, page);

  return TRUE;
}

/* PNG is a row of chunks between IHDR and IEND (ISO/IEC 15948 §5). */
static gboolean
gu_image_parse_png (GuReader *reader, GArray *pages, GError **error)
{
  GuImagePage page;
  guint64 at = 8;

  gu_image_page_init (&page);
  for (;;)
    {
      guint64 length = gu_reader_get (reader, at, 4);
      guint64 type = gu_reader_get (reader, at + 4, 4);

      if (reader->short_read || length > reader->size - at - 8
          || reader->size - at - 8 - length < 4)
        return gu_image_fail (GU_DOCUMENT_ERROR_TRUNCATED, NULL, error);

      if (at == 8 && (type != 0x49484452 /* IHDR */ || length != 13))
        return gu_image_fail (GU_DOCUMENT_ERROR_DAMAGED, "no IHDR", error);
      if (at == 8)
        {
          page.width = (guint) gu_reader_get (reader, at + 8, 4);
          page.height = (guint) gu_reader_get (reader, at + 12, 4);
        }
      else if (type == 0x70485973 /* pHYs */ && length == 9
               && gu_reader_get (reader, at + 16, 1) == 1)
        {
          page.x_dpi = (double) gu_reader_get (reader, at + 8, 4) * 0.0254;
          page.y_dpi = (double) gu_reader_get (reader, at + 12, 4) * 0.0254;
        }
      else if (type == 0x49454e44 /* IEND */)
        {
          break;
        }
      at += length + 12;
    }

  if (page.width == 0 || page.height == 0)
    return gu_image_fail (GU_DOCUMENT_ERROR_DAMAGED, "no size", error);
  g_array_append_val (pages, page);

  return TRUE;
}

GArray *
gu_image_header_parse (GuDocumentKind kind,
                       const guint8 *data,
                       gsize size,
                       guint max_pages,
                       GError **error)
{
  g_autoptr (GArray) pages = g_array_new (FALSE, FALSE, sizeof (GuImagePage));
  GuReader reader = { .data = data, .size = size };
  gboolean ok;

  if (kind == GU_DOCUMENT_KIND_JPEG)
    ok = gu_image_parse_jpeg (&reader, pages, error);
  else if (kind == GU_DOCUMENT_KIND_PNG)
    ok = gu_image_parse_png (&reader, pages, error);
  else if (kind == GU_DOCUMENT_KIND_TIFF)
    ok = gu_image_parse_tiff (&reader, max_pages, pages, error);
  else
    ok = gu_image_fail (GU_DOCUMENT_ERROR_UNSUPPORTED, NULL, error);

  if (ok && pages->len == 0)
    ok = gu_image_fail (GU_DOCUMENT_ERROR_NO_PAGES, NULL, error);

  return ok ? g_steal_pointer (&pages) : NULL;
}

static gboolean
gu_image_believable_dpi (double dpi)
{
  return dpi > 96.5 && dpi <= 4800.0;
}

void
gu_image_page_get_size (const GuImagePage *page, double *width, double *height)
{
  double w = page->width, h = page->height;

  if (gu_image_believable_dpi (page->x_dpi) && gu_image_believable_dpi (page->y_dpi))
    {
      w *= 72.0 / page->x_dpi;
      h *= 72.0 / page->y_dpi;
    }
  else
    {
      double scale = GU_A4_LONG / MAX (w, h);

      w *= scale;
      h *= scale;
    }

  /* From 5 on the picture lies on its side. */
  *width = page->orientation >= 5 ? h : w;
  *height = page->orientation >= 5 ? w : h;
}
