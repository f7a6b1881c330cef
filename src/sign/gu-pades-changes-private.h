/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-pdf-file-private.h"

G_BEGIN_DECLS

/* What was done to a document after one of its signatures. Private to the layer. */
typedef struct
{
  GPtrArray *notes;   /* (owned) (element-type utf8): translated sentences, none when untouched */
  gboolean forbidden; /* more than signatures, time stamps and validation data was added */
} GuPadesChanges;

/*
 * Compares the revision that ends at @end with the whole document. Signatures, document time stamps
 * and validation data may follow (EN 319 142-1 §5.5), and what a certification signature permits
 * (form entries at level 2, also comments at level 3); everything else, and bytes that belong to
 * nothing, is forbidden.
 */
GuPadesChanges *gu_pades_changes_new (GuPdfFile *file, guint64 end);
void gu_pades_changes_free (GuPadesChanges *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuPadesChanges, gu_pades_changes_free)

G_END_DECLS
