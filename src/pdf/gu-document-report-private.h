/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-document-kind.h"
#include "gu-document-report.h"

G_BEGIN_DECLS

/* How the service fills a report before it gives it away. */

/**
 * gu_document_report_new:
 * @name: (nullable): the file's name
 *
 * Returns: (transfer full): a report that accepts the file.
 */
GuDocumentReport *gu_document_report_new (const char *name);

/**
 * gu_document_report_set_file:
 * @self: a report
 * @kind: what the file is
 * @size: bytes
 *
 * Notes what is known before the file is opened.
 */
void gu_document_report_set_file (GuDocumentReport *self, GuDocumentKind kind, guint64 size);

/**
 * gu_document_report_set_content:
 * @self: a report
 * @pages: how many
 * @signatures: how many
 *
 * Notes what is known once the file has been opened.
 */
void gu_document_report_set_content (GuDocumentReport *self, guint pages, guint signatures);

/**
 * gu_document_report_warn:
 * @self: a report
 * @nick: the warning's stable name
 * @sentence: translated
 *
 * Adds a warning.
 */
void gu_document_report_warn (GuDocumentReport *self, const char *nick, const char *sentence);

/**
 * gu_document_report_refuse:
 * @self: a report
 * @error: (transfer full): why
 *
 * Turns the report into a refusal.
 */
void gu_document_report_refuse (GuDocumentReport *self, GError *error);

G_END_DECLS
