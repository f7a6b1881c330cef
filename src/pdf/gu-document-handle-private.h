/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-document-handle.h"

G_BEGIN_DECLS

/**
 * gu_document_handle_new:
 * @program: path of the worker
 * @fd: (transfer full): the file
 * @media_type: static
 * @cancellable: (nullable): cancels
 * @error: return location
 *
 * Starts a worker and opens the document in it.
 *
 * Thread: any. Blocks.
 *
 * Returns: (transfer full): the open document.
 */
GuDocumentHandle *gu_document_handle_new (const char *program,
                                          int fd,
                                          const char *media_type,
                                          GCancellable *cancellable,
                                          GError **error);

/**
 * gu_document_worker_failed:
 * @error: what a call of a worker reported
 *
 * Returns: whether the worker broke its word over this document: crash, silence, nonsense.
 */
gboolean gu_document_worker_failed (const GError *error);

G_END_DECLS
