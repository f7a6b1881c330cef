/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "gu-record.h"

G_BEGIN_DECLS

typedef struct _GuDocument GuDocument;

/**
 * GuImportResult:
 *
 * What became of one file that was brought. Read-only properties: `name` (string: the file's name),
 * `accepted` (boolean), `document` (#GuDocument, nullable), `sentence` (string, translated: why it
 * was refused, or its warnings, or ""), `hint` (string: what to do).
 */
#define GU_TYPE_IMPORT_RESULT (gu_import_result_get_type ())
G_DECLARE_FINAL_TYPE (GuImportResult, gu_import_result, GU, IMPORT_RESULT, GuRecord)

const char *gu_import_result_get_name (GuImportResult *self);
gboolean gu_import_result_get_accepted (GuImportResult *self);
GuDocument *gu_import_result_get_document (GuImportResult *self);
const char *gu_import_result_get_sentence (GuImportResult *self);
const char *gu_import_result_get_hint (GuImportResult *self);

/* The domain and the stable name of the error: "document", "encrypted"; "" when accepted. */
const char *gu_import_result_get_domain (GuImportResult *self);
const char *gu_import_result_get_code (GuImportResult *self);

G_END_DECLS
