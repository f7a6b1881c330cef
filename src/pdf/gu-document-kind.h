/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How many bytes from the start of a file gu_document_kind_sniff() looks at. */
#define GU_DOCUMENT_SNIFF_SIZE 1024u

/**
 * GuDocumentKind:
 * @GU_DOCUMENT_KIND_UNKNOWN: nothing known
 * @GU_DOCUMENT_KIND_PDF: PDF, the first byte of the file being the first of the document
 * @GU_DOCUMENT_KIND_PDF_LATE: PDF that starts only after some other bytes
 * @GU_DOCUMENT_KIND_JPEG: JPEG
 * @GU_DOCUMENT_KIND_PNG: PNG
 * @GU_DOCUMENT_KIND_TIFF: TIFF, BigTIFF included
 * @GU_DOCUMENT_KIND_PROGRAM: a program or script for any system
 * @GU_DOCUMENT_KIND_ZIP: ZIP and all that is made of it (DOCX, ODT, ASiC, JAR)
 * @GU_DOCUMENT_KIND_ARCHIVE: another archive (RAR, 7z, gzip, …)
 * @GU_DOCUMENT_KIND_OFFICE: old Office files, RTF
 * @GU_DOCUMENT_KIND_HEIF: HEIC and AVIF, as some phones take them
 * @GU_DOCUMENT_KIND_IMAGE: other pictures (GIF, BMP, WebP, JPEG 2000)
 * @GU_DOCUMENT_KIND_DRAWING: DWG and DXF
 * @GU_DOCUMENT_KIND_TEXT: HTML, XML, PostScript
 */
typedef enum
{
  GU_DOCUMENT_KIND_UNKNOWN,
  GU_DOCUMENT_KIND_PDF,
  GU_DOCUMENT_KIND_PDF_LATE,
  GU_DOCUMENT_KIND_JPEG,
  GU_DOCUMENT_KIND_PNG,
  GU_DOCUMENT_KIND_TIFF,
  GU_DOCUMENT_KIND_PROGRAM,
  GU_DOCUMENT_KIND_ZIP,
  GU_DOCUMENT_KIND_ARCHIVE,
  GU_DOCUMENT_KIND_OFFICE,
  GU_DOCUMENT_KIND_HEIF,
  GU_DOCUMENT_KIND_IMAGE,
  GU_DOCUMENT_KIND_DRAWING,
  GU_DOCUMENT_KIND_TEXT,
} GuDocumentKind;

/**
 * gu_document_kind_sniff:
 * @start: (array length=size): the first bytes of a file, at best %GU_DOCUMENT_SNIFF_SIZE
 * @size: how many
 *
 * Tells what a file is by its first bytes; its name does not matter.
 *
 * Thread: any. Pure.
 *
 * Returns: the kind.
 */
GuDocumentKind gu_document_kind_sniff (const guint8 *start, gsize size);

/**
 * gu_document_kind_get_media_type:
 * @kind: a kind
 *
 * Returns: (nullable): "application/pdf", "image/jpeg", "image/png" or "image/tiff"; %NULL for
 *   kinds that are not taken in.
 */
const char *gu_document_kind_get_media_type (GuDocumentKind kind);

/**
 * gu_document_kind_from_name:
 * @name: (nullable): a file name
 *
 * Returns: the kind that the ending of the name promises; %GU_DOCUMENT_KIND_UNKNOWN without one.
 */
GuDocumentKind gu_document_kind_from_name (const char *name);

G_END_DECLS
