/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-pdf"

#include "config.h"

#include "gu-document-kind.h"

#include <string.h>

/* How far from the start of the file a PDF reader looks for its mark. */
#define GU_PDF_MARK "%PDF-"

typedef struct
{
  guint offset;
  guint size;
  const char *bytes;
  GuDocumentKind kind;
} GuMagic;

#define MAGIC(offset, bytes, kind)                                                                 \
  {                                                                                                \
    offset, sizeof (bytes) - 1, bytes, GU_DOCUMENT_KIND_##kind                                     \
  }

/* Longer marks before shorter ones that begin alike. */
static const GuMagic magics[] = {
  MAGIC (0, GU_PDF_MARK, PDF),
  MAGIC (0, "\xff\xd8\xff", JPEG),
  MAGIC (0, "\x89PNG\r\n\x1a\n", PNG),
  MAGIC (0, "II*\0", TIFF),
  MAGIC (0, "MM\0*", TIFF),
  MAGIC (0, "II+\0\x08\0\0\0", TIFF),
  MAGIC (0, "MM\0+\0\x08\0\0", TIFF),
  MAGIC (0, "MZ", PROGRAM),
  MAGIC (0,
         "\x7f"
         "ELF",
         PROGRAM),
  MAGIC (0, "#!", PROGRAM),
  MAGIC (0, "\xca\xfe\xba\xbe", PROGRAM),
  MAGIC (0, "\xfe\xed\xfa\xce", PROGRAM),
  MAGIC (0, "\xfe\xed\xfa\xcf", PROGRAM),
  MAGIC (0, "\xce\xfa\xed\xfe", PROGRAM),
  MAGIC (0, "\xcf\xfa\xed\xfe", PROGRAM),
  MAGIC (0, "L\0\0\0\x01\x14\x02\0", PROGRAM), /* a Windows shortcut */
  MAGIC (0, "dex\n", PROGRAM),
  MAGIC (0, "\0asm", PROGRAM),
  MAGIC (0, "@echo off", PROGRAM),
  MAGIC (0, "PK\x03\x04", ZIP),
  MAGIC (0, "PK\x05\x06", ZIP),
  MAGIC (0, "Rar!\x1a\x07", ARCHIVE),
  MAGIC (0, "7z\xbc\xaf\x27\x1c", ARCHIVE),
  MAGIC (0, "\x1f\x8b", ARCHIVE),
  MAGIC (0, "BZh", ARCHIVE),
  MAGIC (0,
         "\xfd"
         "7zXZ\0",
         ARCHIVE),
  MAGIC (0, "\x28\xb5\x2f\xfd", ARCHIVE),
  MAGIC (0, "MSCF", ARCHIVE),
  MAGIC (257, "ustar", ARCHIVE),
  MAGIC (0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OFFICE),
  MAGIC (0, "{\\rtf", OFFICE),
  MAGIC (4, "ftypheic", HEIF),
  MAGIC (4, "ftypheix", HEIF),
  MAGIC (4, "ftyphevc", HEIF),
  MAGIC (4, "ftypmif1", HEIF),
  MAGIC (4, "ftypmsf1", HEIF),
  MAGIC (4, "ftypavif", HEIF),
  MAGIC (0, "GIF87a", IMAGE),
  MAGIC (0, "GIF89a", IMAGE),
  MAGIC (0, "BM", IMAGE),
  MAGIC (8, "WEBP", IMAGE),
  MAGIC (0, "\0\0\0\x0cjP  \r\n", IMAGE),
  MAGIC (0, "\xff\x4f\xff\x51", IMAGE),
  MAGIC (0, "8BPS", IMAGE),
  MAGIC (0, "AT&TFORM", IMAGE),
  MAGIC (0, "AC10", DRAWING),
  MAGIC (0, "AutoCAD Binary DXF", DRAWING),
  MAGIC (0, "%!PS", TEXT),
  MAGIC (0, "<?xml", TEXT),
  MAGIC (0, "<!DOCTYPE", TEXT),
  MAGIC (0, "<!doctype", TEXT),
  MAGIC (0, "<html", TEXT),
  MAGIC (0, "<HTML", TEXT),
};

static const struct
{
  const char *ending;
  GuDocumentKind kind;
} endings[] = {
  { ".pdf", GU_DOCUMENT_KIND_PDF },     { ".jpg", GU_DOCUMENT_KIND_JPEG },
  { ".jpeg", GU_DOCUMENT_KIND_JPEG },   { ".jpe", GU_DOCUMENT_KIND_JPEG },
  { ".jfif", GU_DOCUMENT_KIND_JPEG },   { ".png", GU_DOCUMENT_KIND_PNG },
  { ".tif", GU_DOCUMENT_KIND_TIFF },    { ".tiff", GU_DOCUMENT_KIND_TIFF },
  { ".exe", GU_DOCUMENT_KIND_PROGRAM }, { ".bat", GU_DOCUMENT_KIND_PROGRAM },
  { ".zip", GU_DOCUMENT_KIND_ZIP },     { ".docx", GU_DOCUMENT_KIND_ZIP },
  { ".xlsx", GU_DOCUMENT_KIND_ZIP },    { ".odt", GU_DOCUMENT_KIND_ZIP },
  { ".asice", GU_DOCUMENT_KIND_ZIP },   { ".doc", GU_DOCUMENT_KIND_OFFICE },
  { ".xls", GU_DOCUMENT_KIND_OFFICE },  { ".rtf", GU_DOCUMENT_KIND_OFFICE },
  { ".heic", GU_DOCUMENT_KIND_HEIF },   { ".heif", GU_DOCUMENT_KIND_HEIF },
  { ".gif", GU_DOCUMENT_KIND_IMAGE },   { ".bmp", GU_DOCUMENT_KIND_IMAGE },
  { ".webp", GU_DOCUMENT_KIND_IMAGE },  { ".dwg", GU_DOCUMENT_KIND_DRAWING },
  { ".dxf", GU_DOCUMENT_KIND_DRAWING }, { ".html", GU_DOCUMENT_KIND_TEXT },
  { ".xml", GU_DOCUMENT_KIND_TEXT },    { ".rar", GU_DOCUMENT_KIND_ARCHIVE },
  { ".7z", GU_DOCUMENT_KIND_ARCHIVE },
};

GuDocumentKind
gu_document_kind_sniff (const guint8 *start, gsize size)
{
  for (gsize i = 0; i < G_N_ELEMENTS (magics); i++)
    {
      const GuMagic *magic = &magics[i];

      if (size >= magic->offset + magic->size
          && memcmp (start + magic->offset, magic->bytes, magic->size) == 0)
        return magic->kind;
    }

  /* Readers look for the mark of a PDF further on, so that a file can be two things at once; only
   * one that is nothing else gets this far. */
  if (size > 0
      && memmem (start, MIN (size, GU_DOCUMENT_SNIFF_SIZE), GU_PDF_MARK, strlen (GU_PDF_MARK))
             != NULL)
    return GU_DOCUMENT_KIND_PDF_LATE;

  return GU_DOCUMENT_KIND_UNKNOWN;
}

const char *
gu_document_kind_get_media_type (GuDocumentKind kind)
{
  switch (kind)
    {
    case GU_DOCUMENT_KIND_PDF:
    case GU_DOCUMENT_KIND_PDF_LATE:
      return "application/pdf";
    case GU_DOCUMENT_KIND_JPEG:
      return "image/jpeg";
    case GU_DOCUMENT_KIND_PNG:
      return "image/png";
    case GU_DOCUMENT_KIND_TIFF:
      return "image/tiff";
    case GU_DOCUMENT_KIND_UNKNOWN:
    case GU_DOCUMENT_KIND_PROGRAM:
    case GU_DOCUMENT_KIND_ZIP:
    case GU_DOCUMENT_KIND_ARCHIVE:
    case GU_DOCUMENT_KIND_OFFICE:
    case GU_DOCUMENT_KIND_HEIF:
    case GU_DOCUMENT_KIND_IMAGE:
    case GU_DOCUMENT_KIND_DRAWING:
    case GU_DOCUMENT_KIND_TEXT:
    default:
      return NULL;
    }
}

GuDocumentKind
gu_document_kind_from_name (const char *name)
{
  g_autofree char *lower = NULL;

  if (name == NULL)
    return GU_DOCUMENT_KIND_UNKNOWN;

  lower = g_ascii_strdown (name, -1);
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      if (g_str_has_suffix (lower, endings[i].ending))
        return endings[i].kind;
    }

  return GU_DOCUMENT_KIND_UNKNOWN;
}
