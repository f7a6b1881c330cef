/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-worker-main.h"

G_BEGIN_DECLS

typedef struct _GuDocumentState GuDocumentState;

/**
 * gu_document_state_new:
 *
 * Returns: (transfer full): what the methods below keep between calls: the open document.
 */
GuDocumentState *gu_document_state_new (void);

void gu_document_state_free (GuDocumentState *self);

/* inspect, open, render, thumbnail, text, find, try, for PDF. Their state is a #GuDocumentState. */
extern const GuWorkerMethod gu_document_methods[];

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuDocumentState, gu_document_state_free)

G_END_DECLS
