/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define GU_TYPE_DOCUMENT_REPORT (gu_document_report_get_type ())
G_DECLARE_FINAL_TYPE (GuDocumentReport, gu_document_report, GU, DOCUMENT_REPORT, GObject)

/* What the desk says about a file at import. Immutable: any thread may read it. */

/**
 * gu_document_report_get_accepted:
 * @self: a report
 *
 * Returns: whether the file may be taken in (perhaps with warnings).
 */
gboolean gu_document_report_get_accepted (GuDocumentReport *self);

/**
 * gu_document_report_get_name:
 * @self: a report
 *
 * Returns: (transfer none): the name under which the file was shown, without folders.
 */
const char *gu_document_report_get_name (GuDocumentReport *self);

/**
 * gu_document_report_get_media_type:
 * @self: a report
 *
 * Returns: (transfer none) (nullable): by content: "application/pdf", "image/jpeg", "image/png" or
 *   "image/tiff"; %NULL for anything else.
 */
const char *gu_document_report_get_media_type (GuDocumentReport *self);

/**
 * gu_document_report_get_size:
 * @self: a report
 *
 * Returns: bytes.
 */
guint64 gu_document_report_get_size (GuDocumentReport *self);

/**
 * gu_document_report_get_pages:
 * @self: a report
 *
 * Returns: how many pages; 0 when that is not known.
 */
guint gu_document_report_get_pages (GuDocumentReport *self);

/**
 * gu_document_report_get_signatures:
 * @self: a report
 *
 * Returns: how many electronic signatures are in it (not whether they are good).
 */
guint gu_document_report_get_signatures (GuDocumentReport *self);

/**
 * gu_document_report_get_warnings:
 * @self: a report
 *
 * Returns: (transfer none) (array zero-terminated=1): translated sentences, for the clerk's eyes.
 */
const char *const *gu_document_report_get_warnings (GuDocumentReport *self);

/**
 * gu_document_report_get_warning_nicks:
 * @self: a report
 *
 * Returns: (transfer none) (array zero-terminated=1): the same, as stable names ("javascript",
 *   "attachments", "name-differs", …).
 */
const char *const *gu_document_report_get_warning_nicks (GuDocumentReport *self);

/**
 * gu_document_report_get_error:
 * @self: a report
 *
 * Returns: (transfer none) (nullable): why it was refused: %GU_DOCUMENT_ERROR with hint and detail.
 */
const GError *gu_document_report_get_error (GuDocumentReport *self);

/**
 * gu_document_report_get_reason:
 * @self: a report
 *
 * Returns: (transfer none) (nullable): translated: why it was refused.
 */
const char *gu_document_report_get_reason (GuDocumentReport *self);

/**
 * gu_document_report_get_hint:
 * @self: a report
 *
 * Returns: (transfer none) (nullable): translated: what to do when it was refused.
 */
const char *gu_document_report_get_hint (GuDocumentReport *self);

G_END_DECLS
