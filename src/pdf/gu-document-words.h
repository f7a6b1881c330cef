/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-document-error.h"
#include "gu-document-kind.h"

G_BEGIN_DECLS

/* The sentences about documents, in one place. Used within this layer only. */

/**
 * gu_document_words_refuse:
 * @error: return location
 * @code: why
 * @detail: (nullable): technical detail
 *
 * Sets a %GU_DOCUMENT_ERROR with the sentence and the hint that belong to its code.
 *
 * Thread: any.
 */
void gu_document_words_refuse (GError **error, GuDocumentError code, const char *detail);

/**
 * gu_document_words_refuse_kind:
 * @error: return location
 * @kind: a kind that is not taken in
 * @name: (nullable): the file's name
 *
 * Sets %GU_DOCUMENT_ERROR_UNSUPPORTED or %GU_DOCUMENT_ERROR_PROGRAM.
 *
 * Thread: any.
 */
void gu_document_words_refuse_kind (GError **error, GuDocumentKind kind, const char *name);

/**
 * gu_document_words_refuse_size:
 * @error: return location
 * @size: bytes
 *
 * Sets %GU_DOCUMENT_ERROR_FILE_TOO_LARGE.
 *
 * Thread: any.
 */
void gu_document_words_refuse_size (GError **error, guint64 size);

/**
 * gu_document_words_refuse_pages:
 * @error: return location
 * @pages: how many
 *
 * Sets %GU_DOCUMENT_ERROR_TOO_MANY_PAGES.
 *
 * Thread: any.
 */
void gu_document_words_refuse_pages (GError **error, guint pages);

/**
 * gu_document_words_warning:
 * @nick: the stable name of a warning
 *
 * Thread: any.
 *
 * Returns: (transfer none) (nullable): its sentence; %NULL for a name that is not known.
 */
const char *gu_document_words_warning (const char *nick);

/**
 * gu_document_words_name_differs:
 * @kind: what the file is
 * @name: what it is called
 *
 * Thread: any.
 *
 * Returns: (transfer full): the warning.
 */
char *gu_document_words_name_differs (GuDocumentKind kind, const char *name);

/**
 * gu_document_words_many_pages:
 * @pages: how many
 *
 * Thread: any.
 *
 * Returns: (transfer full): the warning.
 */
char *gu_document_words_many_pages (guint pages);

G_END_DECLS
