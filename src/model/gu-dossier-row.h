/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define GU_TYPE_DOSSIER_ROW (gu_dossier_row_get_type ())
G_DECLARE_FINAL_TYPE (GuDossierRow, gu_dossier_row, GU, DOSSIER_ROW, GObject)

/**
 * gu_dossier_row_new:
 *
 * One line of a list of dossiers.
 *
 * Not thread-safe: an object belongs to one thread at a time. Properties notify only when they
 * change.
 *
 * Returns: (transfer full): an empty one.
 */
GuDossierRow *gu_dossier_row_new (void);

/**
 * gu_dossier_row_new_from_json:
 * @json: an object with the keys of the properties, "_" for "-"
 * @error: return location; %GU_MODEL_ERROR_INVALID
 *
 * Strict about types; an absent member and null mean the same. Unknown keys are ignored.
 *
 * Returns: (transfer full) (nullable): the object, or %NULL with @error set.
 */
GuDossierRow *gu_dossier_row_new_from_json (JsonObject *json, GError **error);

/**
 * gu_dossier_row_to_json:
 * @self: a GuDossierRow
 *
 * Returns: (transfer full): what gu_dossier_row_new_from_json() reads.
 */
JsonObject *gu_dossier_row_to_json (GuDossierRow *self);

/**
 * gu_dossier_row_get_rowid:
 * @self: the object
 *
 * Returns: the key of the row in the store, as gu_store_query_rows() returns it.
 */
gint64 gu_dossier_row_get_rowid (GuDossierRow *self);

/**
 * gu_dossier_row_set_rowid:
 * @self: the object
 * @value: the key of the row in the store, as gu_store_query_rows() returns it
 *
 * Notifies only when it changes.
 */
void gu_dossier_row_set_rowid (GuDossierRow *self, gint64 value);

/**
 * gu_dossier_row_get_id:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): id of the dossier.
 */
const char *gu_dossier_row_get_id (GuDossierRow *self);

/**
 * gu_dossier_row_set_id:
 * @self: the object
 * @value: (nullable): id of the dossier
 *
 * Copies the value; notifies only when it changes.
 */
void gu_dossier_row_set_id (GuDossierRow *self, const char *value);

/**
 * gu_dossier_row_get_registration:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): "12345/23.11.2026"; %NULL for a draft.
 */
const char *gu_dossier_row_get_registration (GuDossierRow *self);

/**
 * gu_dossier_row_set_registration:
 * @self: the object
 * @value: (nullable): "12345/23.11.2026"; %NULL for a draft
 *
 * Copies the value; notifies only when it changes.
 */
void gu_dossier_row_set_registration (GuDossierRow *self, const char *value);

/**
 * gu_dossier_row_get_procedure:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): id of the procedure.
 */
const char *gu_dossier_row_get_procedure (GuDossierRow *self);

/**
 * gu_dossier_row_set_procedure:
 * @self: the object
 * @value: (nullable): id of the procedure
 *
 * Copies the value; notifies only when it changes.
 */
void gu_dossier_row_set_procedure (GuDossierRow *self, const char *value);

/**
 * gu_dossier_row_get_applicant:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): name of the applicant.
 */
const char *gu_dossier_row_get_applicant (GuDossierRow *self);

/**
 * gu_dossier_row_set_applicant:
 * @self: the object
 * @value: (nullable): name of the applicant
 *
 * Copies the value; notifies only when it changes.
 */
void gu_dossier_row_set_applicant (GuDossierRow *self, const char *value);

/**
 * gu_dossier_row_get_address:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): address of the property on one line.
 */
const char *gu_dossier_row_get_address (GuDossierRow *self);

/**
 * gu_dossier_row_set_address:
 * @self: the object
 * @value: (nullable): address of the property on one line
 *
 * Copies the value; notifies only when it changes.
 */
void gu_dossier_row_set_address (GuDossierRow *self, const char *value);

/**
 * gu_dossier_row_get_state:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): state as stored.
 */
const char *gu_dossier_row_get_state (GuDossierRow *self);

/**
 * gu_dossier_row_set_state:
 * @self: the object
 * @value: (nullable): state as stored
 *
 * Copies the value; notifies only when it changes.
 */
void gu_dossier_row_set_state (GuDossierRow *self, const char *value);

/**
 * gu_dossier_row_get_filed_on:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): day of filing.
 */
const char *gu_dossier_row_get_filed_on (GuDossierRow *self);

/**
 * gu_dossier_row_set_filed_on:
 * @self: the object
 * @value: (nullable): day of filing
 *
 * Copies the value; notifies only when it changes.
 */
void gu_dossier_row_set_filed_on (GuDossierRow *self, const char *value);

/**
 * gu_dossier_row_get_due_on:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): last day of the legal term; %NULL when none runs.
 */
const char *gu_dossier_row_get_due_on (GuDossierRow *self);

/**
 * gu_dossier_row_set_due_on:
 * @self: the object
 * @value: (nullable): last day of the legal term; %NULL when none runs
 *
 * Copies the value; notifies only when it changes.
 */
void gu_dossier_row_set_due_on (GuDossierRow *self, const char *value);

/**
 * gu_dossier_row_get_sync_state:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): "local", "queued", "synced" or "rejected".
 */
const char *gu_dossier_row_get_sync_state (GuDossierRow *self);

/**
 * gu_dossier_row_set_sync_state:
 * @self: the object
 * @value: (nullable): "local", "queued", "synced" or "rejected"
 *
 * Copies the value; notifies only when it changes.
 */
void gu_dossier_row_set_sync_state (GuDossierRow *self, const char *value);

/**
 * gu_dossier_row_get_conflicts:
 * @self: the object
 *
 * Returns: open conflicts with other desks.
 */
int gu_dossier_row_get_conflicts (GuDossierRow *self);

/**
 * gu_dossier_row_set_conflicts:
 * @self: the object
 * @value: open conflicts with other desks
 *
 * Notifies only when it changes.
 */
void gu_dossier_row_set_conflicts (GuDossierRow *self, int value);

G_END_DECLS
