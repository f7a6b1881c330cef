/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-pdf-file-private.h"

G_BEGIN_DECLS

/*
 * Compares two versions of one document by what their objects say, not by how they are written.
 * Private to the layer. Pages and annotations met on the way are compared by their number only:
 * whoever uses this compares them one by one.
 */
typedef struct
{
  GuPdfFile *before;   /* borrowed */
  GuPdfFile *after;    /* borrowed */
  GHashTable *visited; /* owned: pairs of object numbers that were compared or are about to be */
  GArray *queue;       /* owned: pairs that still have to be compared */
  guint64 steps;       /* against documents made to be endless */
} GuPdfDiff;

GuPdfDiff *gu_pdf_diff_new (GuPdfFile *before, GuPdfFile *after);
void gu_pdf_diff_free (GuPdfDiff *self);

/* Whether two values (handles of the two files; both are released) say the same, all the way down.
 */
gboolean gu_pdf_diff_equal (GuPdfDiff *self, qpdf_oh before, qpdf_oh after);

/* Keys of two dictionaries, each once, without the @skipped ones (NULL-terminated). (transfer full)
 */
GPtrArray *
gu_pdf_diff_keys (GuPdfDiff *self, qpdf_oh before, qpdf_oh after, const char *const *skipped);

/* Whether all keys but the @skipped ones say the same; the handles are kept. */
gboolean gu_pdf_diff_equal_except (GuPdfDiff *self,
                                   qpdf_oh before,
                                   qpdf_oh after,
                                   const char *const *skipped);

/* Whether the comparison was given up because it went on too long. */
gboolean gu_pdf_diff_exhausted (GuPdfDiff *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuPdfDiff, gu_pdf_diff_free)

G_END_DECLS
