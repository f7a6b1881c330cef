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

/**
 * gu_document_get_id:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): UUIDv7 made by the desk; the store makes one when it is
 * empty.
 */
const char *gu_document_get_id (GuDocument *self);

/**
 * gu_document_set_id:
 * @self: the object
 * @value: (nullable): UUIDv7 made by the desk; the store makes one when it is empty
 *
 * Copies the value; notifies only when it changes.
 */
void gu_document_set_id (GuDocument *self, const char *value);

/**
 * gu_document_get_dossier_id:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): the dossier it belongs to.
 */
const char *gu_document_get_dossier_id (GuDocument *self);

/**
 * gu_document_set_dossier_id:
 * @self: the object
 * @value: (nullable): the dossier it belongs to
 *
 * Copies the value; notifies only when it changes.
 */
void gu_document_set_dossier_id (GuDocument *self, const char *value);

/**
 * gu_document_get_sha256:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): hash of the original bytes: 64 lower-case hexadecimal
 * digits, the name of its blob.
 */
const char *gu_document_get_sha256 (GuDocument *self);

/**
 * gu_document_set_sha256:
 * @self: the object
 * @value: (nullable): hash of the original bytes: 64 lower-case hexadecimal digits, the name of its
 * blob
 *
 * Copies the value; notifies only when it changes.
 */
void gu_document_set_sha256 (GuDocument *self, const char *value);

/**
 * gu_document_get_name:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): name of the file as it came.
 */
const char *gu_document_get_name (GuDocument *self);

/**
 * gu_document_set_name:
 * @self: the object
 * @value: (nullable): name of the file as it came
 *
 * Copies the value; notifies only when it changes.
 */
void gu_document_set_name (GuDocument *self, const char *value);

/**
 * gu_document_get_media_type:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): "application/pdf", "image/jpeg", ….
 */
const char *gu_document_get_media_type (GuDocument *self);

/**
 * gu_document_set_media_type:
 * @self: the object
 * @value: (nullable): "application/pdf", "image/jpeg", …
 *
 * Copies the value; notifies only when it changes.
 */
void gu_document_set_media_type (GuDocument *self, const char *value);

/**
 * gu_document_get_size:
 * @self: the object
 *
 * Returns: bytes.
 */
gint64 gu_document_get_size (GuDocument *self);

/**
 * gu_document_set_size:
 * @self: the object
 * @value: bytes
 *
 * Notifies only when it changes.
 */
void gu_document_set_size (GuDocument *self, gint64 value);

/**
 * gu_document_get_pages:
 * @self: the object
 *
 * Returns: pages; 0 when not known.
 */
int gu_document_get_pages (GuDocument *self);

/**
 * gu_document_set_pages:
 * @self: the object
 * @value: pages; 0 when not known
 *
 * Notifies only when it changes.
 */
void gu_document_set_pages (GuDocument *self, int value);

/**
 * gu_document_get_requirements:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): ids of the requirements it answers; empty: not assigned yet.
 */
const char *const *gu_document_get_requirements (GuDocument *self);

/**
 * gu_document_set_requirements:
 * @self: the object
 * @value: (nullable): ids of the requirements it answers; empty: not assigned yet
 *
 * Copies the value; notifies only when it changes.
 */
void gu_document_set_requirements (GuDocument *self, const char *const *value);

/**
 * gu_document_get_issued:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): date of issue, "YYYY-MM-DD".
 */
const char *gu_document_get_issued (GuDocument *self);

/**
 * gu_document_set_issued:
 * @self: the object
 * @value: (nullable): date of issue, "YYYY-MM-DD"
 *
 * Copies the value; notifies only when it changes.
 */
void gu_document_set_issued (GuDocument *self, const char *value);

/**
 * gu_document_get_certified_copy:
 * @self: the object
 *
 * Returns: the clerk saw the original and certifies the copy.
 */
gboolean gu_document_get_certified_copy (GuDocument *self);

/**
 * gu_document_set_certified_copy:
 * @self: the object
 * @value: the clerk saw the original and certifies the copy
 *
 * Notifies only when it changes.
 */
void gu_document_set_certified_copy (GuDocument *self, gboolean value);

/**
 * gu_document_get_paper_original:
 * @self: the object
 *
 * Returns: the original is a paper, kept as such.
 */
gboolean gu_document_get_paper_original (GuDocument *self);

/**
 * gu_document_set_paper_original:
 * @self: the object
 * @value: the original is a paper, kept as such
 *
 * Notifies only when it changes.
 */
void gu_document_set_paper_original (GuDocument *self, gboolean value);

/**
 * gu_document_get_role:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): "submitted", "opis" or "receipt".
 */
const char *gu_document_get_role (GuDocument *self);

/**
 * gu_document_set_role:
 * @self: the object
 * @value: (nullable): "submitted", "opis" or "receipt"
 *
 * Copies the value; notifies only when it changes.
 */
void gu_document_set_role (GuDocument *self, const char *value);

/**
 * gu_document_get_signatures:
 * @self: the object
 *
 * Returns: electronic signatures found in it.
 */
int gu_document_get_signatures (GuDocument *self);

/**
 * gu_document_set_signatures:
 * @self: the object
 * @value: electronic signatures found in it
 *
 * Notifies only when it changes.
 */
void gu_document_set_signatures (GuDocument *self, int value);

/**
 * gu_document_get_warnings:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): what the inspection warned about, as sentences.
 */
const char *const *gu_document_get_warnings (GuDocument *self);

/**
 * gu_document_set_warnings:
 * @self: the object
 * @value: (nullable): what the inspection warned about, as sentences
 *
 * Copies the value; notifies only when it changes.
 */
void gu_document_set_warnings (GuDocument *self, const char *const *value);

/**
 * gu_document_get_legible:
 * @self: the object
 *
 * Returns: the clerk can read it; true by default.
 */
gboolean gu_document_get_legible (GuDocument *self);

/**
 * gu_document_set_legible:
 * @self: the object
 * @value: the clerk can read it; true by default
 *
 * Notifies only when it changes.
 */
void gu_document_set_legible (GuDocument *self, gboolean value);

/**
 * gu_document_get_added_at:
 * @self: the object
 *
 * Returns: milliseconds since 1970 UTC.
 */
gint64 gu_document_get_added_at (GuDocument *self);

/**
 * gu_document_set_added_at:
 * @self: the object
 * @value: milliseconds since 1970 UTC
 *
 * Notifies only when it changes.
 */
void gu_document_set_added_at (GuDocument *self, gint64 value);

/**
 * gu_document_get_added_by:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): who added it.
 */
const char *gu_document_get_added_by (GuDocument *self);

/**
 * gu_document_set_added_by:
 * @self: the object
 * @value: (nullable): who added it
 *
 * Copies the value; notifies only when it changes.
 */
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
