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

/*
 * The fields. Getters return what the object owns (transfer none; texts and dates are %NULL when
 * not known); setters copy and notify only on change.
 *
 * rowid: the key of the row in the store, as gu_store_query_rows() returns it
 * id: id of the dossier
 * registration: "12345/23.11.2026"; %NULL for a draft
 * procedure: id of the procedure
 * applicant: name of the applicant
 * address: address of the property on one line
 * state: state as stored
 * filed_on: day of filing
 * due_on: last day of the legal term; %NULL when none runs
 * sync_state: "local", "queued", "synced" or "rejected"
 * conflicts: open conflicts with other desks
 */
gint64 gu_dossier_row_get_rowid (GuDossierRow *self);
void gu_dossier_row_set_rowid (GuDossierRow *self, gint64 value);
const char *gu_dossier_row_get_id (GuDossierRow *self);
void gu_dossier_row_set_id (GuDossierRow *self, const char *value);
const char *gu_dossier_row_get_registration (GuDossierRow *self);
void gu_dossier_row_set_registration (GuDossierRow *self, const char *value);
const char *gu_dossier_row_get_procedure (GuDossierRow *self);
void gu_dossier_row_set_procedure (GuDossierRow *self, const char *value);
const char *gu_dossier_row_get_applicant (GuDossierRow *self);
void gu_dossier_row_set_applicant (GuDossierRow *self, const char *value);
const char *gu_dossier_row_get_address (GuDossierRow *self);
void gu_dossier_row_set_address (GuDossierRow *self, const char *value);
const char *gu_dossier_row_get_state (GuDossierRow *self);
void gu_dossier_row_set_state (GuDossierRow *self, const char *value);
const char *gu_dossier_row_get_filed_on (GuDossierRow *self);
void gu_dossier_row_set_filed_on (GuDossierRow *self, const char *value);
const char *gu_dossier_row_get_due_on (GuDossierRow *self);
void gu_dossier_row_set_due_on (GuDossierRow *self, const char *value);
const char *gu_dossier_row_get_sync_state (GuDossierRow *self);
void gu_dossier_row_set_sync_state (GuDossierRow *self, const char *value);
int gu_dossier_row_get_conflicts (GuDossierRow *self);
void gu_dossier_row_set_conflicts (GuDossierRow *self, int value);

G_END_DECLS
