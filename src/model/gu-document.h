/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define GU_TYPE_DOCUMENT (gu_document_get_type ())
G_DECLARE_FINAL_TYPE (GuDocument, gu_document, GU, DOCUMENT, GObject)

/**
 * gu_document_new:
 *
 * One paper of a dossier. Its bytes are a blob of the store.
 *
 * Not thread-safe: an object belongs to one thread at a time. Properties notify only when they
 * change.
 *
 * Returns: (transfer full): an empty one.
 */
GuDocument *gu_document_new (void);

/**
 * gu_document_new_from_json:
 * @json: an object with the keys of the properties, "_" for "-"
 * @error: return location; %GU_MODEL_ERROR_INVALID
 *
 * Strict about types; an absent member and null mean the same. Unknown keys are ignored: a newer
 * desk may have written them.
 *
 * Returns: (transfer full) (nullable): the object, or %NULL with @error set.
 */
GuDocument *gu_document_new_from_json (JsonObject *json, GError **error);

/**
 * gu_document_to_json:
 * @self: a GuDocument
 *
 * Returns: (transfer full): what gu_document_new_from_json() reads.
 */
JsonObject *gu_document_to_json (GuDocument *self);

/*
 * The fields. Getters return what the object owns (transfer none; texts and dates are %NULL when
 * not known); setters copy and notify only on change.
 *
 * id: UUIDv7 made by the desk; the store makes one when it is empty
 * dossier_id: the dossier it belongs to
 * sha256: hash of the original bytes: 64 lower-case hexadecimal digits, the name of its blob
 * name: name of the file as it came
 * media_type: "application/pdf", "image/jpeg", …
 * size: bytes
 * pages: pages; 0 when not known
 * requirements: ids of the requirements it answers; empty: not assigned yet
 * issued: date of issue, "YYYY-MM-DD"
 * certified_copy: the clerk saw the original and certifies the copy
 * paper_original: the original is a paper, kept as such
 * role: "submitted", "opis" or "receipt"
 * signatures: electronic signatures found in it
 * warnings: what the inspection warned about, as sentences
 * legible: the clerk can read it; true by default
 * added_at: milliseconds since 1970 UTC
 * added_by: who added it
 */
const char *gu_document_get_id (GuDocument *self);
void gu_document_set_id (GuDocument *self, const char *value);
const char *gu_document_get_dossier_id (GuDocument *self);
void gu_document_set_dossier_id (GuDocument *self, const char *value);
const char *gu_document_get_sha256 (GuDocument *self);
void gu_document_set_sha256 (GuDocument *self, const char *value);
const char *gu_document_get_name (GuDocument *self);
void gu_document_set_name (GuDocument *self, const char *value);
const char *gu_document_get_media_type (GuDocument *self);
void gu_document_set_media_type (GuDocument *self, const char *value);
gint64 gu_document_get_size (GuDocument *self);
void gu_document_set_size (GuDocument *self, gint64 value);
int gu_document_get_pages (GuDocument *self);
void gu_document_set_pages (GuDocument *self, int value);
const char *const *gu_document_get_requirements (GuDocument *self);
void gu_document_set_requirements (GuDocument *self, const char *const *value);
const char *gu_document_get_issued (GuDocument *self);
void gu_document_set_issued (GuDocument *self, const char *value);
gboolean gu_document_get_certified_copy (GuDocument *self);
void gu_document_set_certified_copy (GuDocument *self, gboolean value);
gboolean gu_document_get_paper_original (GuDocument *self);
void gu_document_set_paper_original (GuDocument *self, gboolean value);
const char *gu_document_get_role (GuDocument *self);
void gu_document_set_role (GuDocument *self, const char *value);
int gu_document_get_signatures (GuDocument *self);
void gu_document_set_signatures (GuDocument *self, int value);
const char *const *gu_document_get_warnings (GuDocument *self);
void gu_document_set_warnings (GuDocument *self, const char *const *value);
gboolean gu_document_get_legible (GuDocument *self);
void gu_document_set_legible (GuDocument *self, gboolean value);
gint64 gu_document_get_added_at (GuDocument *self);
void gu_document_set_added_at (GuDocument *self, gint64 value);
const char *gu_document_get_added_by (GuDocument *self);
void gu_document_set_added_by (GuDocument *self, const char *value);

/**
 * gu_document_get_issued_date:
 * @self: a document
 * @date: (out caller-allocates): the date of issue
 *
 * Returns: whether the date of issue is known.
 */
gboolean gu_document_get_issued_date (GuDocument *self, GDate *date);

/**
 * gu_document_set_issued_date:
 * @self: a document
 * @date: (nullable): the date of issue, or %NULL when it is not known
 */
void gu_document_set_issued_date (GuDocument *self, const GDate *date);

/**
 * gu_document_answers:
 * @self: a document
 * @requirement: id of a requirement
 *
 * Returns: whether the document was assigned to that requirement.
 */
gboolean gu_document_answers (GuDocument *self, const char *requirement);

G_END_DECLS
