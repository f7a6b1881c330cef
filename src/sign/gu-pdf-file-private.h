/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <qpdf/qpdf-c.h>

G_BEGIN_DECLS

/*
 * A PDF document in memory with qpdf as its parser. Private to the layer. qpdf's handles (qpdf_oh)
 * belong to the file and end with it; a walk over many objects releases them itself.
 */
typedef struct
{
  qpdf_data q;
  GBytes *bytes;        /* owned: the document */
  guint64 startxref;    /* offset of the newest cross-reference section */
  gboolean stream_xref; /* it is a stream, not a table */
} GuPdfFile;

/*
 * Opens @bytes. Without @recover a document whose cross-reference is not sound is refused with
 * GU_SIGN_ERROR_BROKEN; with it qpdf mends what it can in memory and startxref is 0. Encrypted
 * documents are refused.
 */
GuPdfFile *gu_pdf_file_open (GBytes *bytes, gboolean recover, GError **error);
void gu_pdf_file_free (GuPdfFile *self);

/* Whether the bytes hold a signature dictionary, read without parsing. */
gboolean gu_pdf_bytes_look_signed (GBytes *bytes);

/* The document written anew by qpdf, which mends it; %NULL with GU_SIGN_ERROR_BROKEN. */
GBytes *gu_pdf_file_rewrite (GuPdfFile *self, GError **error);

/* First page as an indirect object; FALSE when there is none or it has no number of its own. */
gboolean gu_pdf_file_first_page (GuPdfFile *self, qpdf_oh *page);

/* All pages in order (element-type qpdf_oh); NULL when the tree loops or is endless. (transfer
 * full) */
GArray *gu_pdf_file_list_pages (GuPdfFile *self);

/* Value of @key in @dict; a null object when @dict is no dictionary. */
qpdf_oh gu_pdf_file_get (GuPdfFile *self, qpdf_oh dict, const char *key);

/* Level of changes that a certification signature permits: 1, 2 or 3; 0 when there is none. */
int gu_pdf_file_docmdp_level (GuPdfFile *self);

/* Sets GU_SIGN_ERROR_BROKEN. */
void gu_pdf_set_broken (GError **error, const char *detail);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuPdfFile, gu_pdf_file_free)

G_END_DECLS
