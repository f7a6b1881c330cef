/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-document.h"
#include "gu-person.h"
#include "gu-property.h"

G_BEGIN_DECLS

#define GU_TYPE_DOSSIER (gu_dossier_get_type ())
G_DECLARE_FINAL_TYPE (GuDossier, gu_dossier, GU, DOSSIER, GObject)

/**
 * gu_dossier_new:
 *
 * A dossier: the request, who makes it, about which property, the facts that decide what is needed,
 * its papers and its place in the register. Starts as a draft ("ciorna") with an applicant and a
 * property that are empty.
 *
 * Not thread-safe: an object belongs to one thread at a time. Properties notify only when they
 * change; a change inside the applicant or the property notifies there.
 *
 * Returns: (transfer full): a draft.
 */
GuDossier *gu_dossier_new (void);

/**
 * gu_dossier_new_from_json:
 * @json: an object with the keys of the properties, "_" for "-"; "applicant", "representative",
 * "property", "facts" are objects, "documents" a list
 * @error: return location; %GU_MODEL_ERROR_INVALID
 *
 * Strict about types; unknown keys are ignored: a newer desk may have written them.
 *
 * Returns: (transfer full) (nullable): the dossier, or %NULL with @error set.
 */
GuDossier *gu_dossier_new_from_json (JsonObject *json, GError **error);

/**
 * gu_dossier_to_json:
 * @self: a dossier
 *
 * Returns: (transfer full): what gu_dossier_new_from_json() reads, documents included.
 */
JsonObject *gu_dossier_to_json (GuDossier *self);

/**
 * gu_dossier_copy:
 * @self: a dossier
 *
 * Returns: (transfer full): a deep copy, for another thread or to compare with later.
 */
GuDossier *gu_dossier_copy (GuDossier *self);

/**
 * gu_dossier_state_get_rank:
 * @state: (nullable): a state
 *
 * The states in the order of a dossier's life, the side states last: ciorna inregistrat
 * in-verificare complet incomplet-notificat completat in-analiza in-avizare in-redactare la-semnat
 * emis comunicat publicat arhivat suspendat respins retras clasat conexat redirectionat.
 *
 * Returns: its place in that order, from 0; -1 when @state is none of them.
 */
int gu_dossier_state_get_rank (const char *state);

/**
 * gu_dossier_state_list:
 *
 * Returns: (transfer none) (array zero-terminated=1): all states in that order.
 */
const char *const *gu_dossier_state_list (void);

/**
 * gu_dossier_is_draft:
 * @self: a dossier
 *
 * Returns: whether it has not been registered yet.
 */
gboolean gu_dossier_is_draft (GuDossier *self);

/**
 * gu_dossier_get_filed_date:
 * @self: a dossier
 * @date: (out caller-allocates): the day of filing
 *
 * Returns: whether it is known.
 */
gboolean gu_dossier_get_filed_date (GuDossier *self, GDate *date);

/**
 * gu_dossier_get_applicant:
 * @self: a dossier
 *
 * Returns: (transfer none): who asks; never %NULL.
 */
GuPerson *gu_dossier_get_applicant (GuDossier *self);

/**
 * gu_dossier_set_applicant:
 * @self: a dossier
 * @value: who asks; kept, not copied
 */
void gu_dossier_set_applicant (GuDossier *self, GuPerson *value);

/**
 * gu_dossier_get_representative:
 * @self: a dossier
 *
 * Returns: (transfer none) (nullable): who acts for the applicant.
 */
GuPerson *gu_dossier_get_representative (GuDossier *self);

/**
 * gu_dossier_set_representative:
 * @self: a dossier
 * @value: (nullable): who acts for the applicant; kept, not copied
 */
void gu_dossier_set_representative (GuDossier *self, GuPerson *value);

/**
 * gu_dossier_get_property:
 * @self: a dossier
 *
 * Returns: (transfer none): the property; never %NULL.
 */
GuProperty *gu_dossier_get_property (GuDossier *self);

/**
 * gu_dossier_set_property:
 * @self: a dossier
 * @value: the property; kept, not copied
 */
void gu_dossier_set_property (GuDossier *self, GuProperty *value);

/**
 * gu_dossier_get_facts:
 * @self: a dossier
 *
 * Returns: (transfer none): the facts; never %NULL; not to be changed, use gu_dossier_set_fact().
 */
JsonObject *gu_dossier_get_facts (GuDossier *self);

/**
 * gu_dossier_set_facts:
 * @self: a dossier
 * @value: (nullable): the facts; copied
 */
void gu_dossier_set_facts (GuDossier *self, JsonObject *value);

/**
 * gu_dossier_set_fact:
 * @self: a dossier
 * @name: id of the fact
 * @value: (nullable) (transfer none): its value; %NULL takes the fact away
 */
void gu_dossier_set_fact (GuDossier *self, const char *name, JsonNode *value);

/**
 * gu_dossier_get_documents:
 * @self: a dossier
 *
 * Returns: (transfer none): a list of #GuDocument in the order in which they were added.
 */
GListModel *gu_dossier_get_documents (GuDossier *self);

/**
 * gu_dossier_add_document:
 * @self: a dossier
 * @document: appended to the list of the object; the store has its own call to make it last
 */
void gu_dossier_add_document (GuDossier *self, GuDocument *document);

/**
 * gu_dossier_remove_document:
 * @self: a dossier
 * @id: id of a document
 *
 * Returns: whether it was in the list.
 */
gboolean gu_dossier_remove_document (GuDossier *self, const char *id);

/**
 * gu_dossier_find_document:
 * @self: a dossier
 * @id: id of a document
 *
 * Returns: (transfer none) (nullable): the document.
 */
GuDocument *gu_dossier_find_document (GuDossier *self, const char *id);

/**
 * gu_dossier_get_id:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): UUIDv7 made by the desk; the store makes one when it is
 * empty.
 */
const char *gu_dossier_get_id (GuDossier *self);

/**
 * gu_dossier_set_id:
 * @self: the object
 * @value: (nullable): UUIDv7 made by the desk; the store makes one when it is empty
 *
 * Copies the value; notifies only when it changes.
 */
void gu_dossier_set_id (GuDossier *self, const char *value);

/**
 * gu_dossier_get_rev:
 * @self: the object
 *
 * Returns: counts the changes; what is written must have been read at the current one.
 */
gint64 gu_dossier_get_rev (GuDossier *self);

/**
 * gu_dossier_set_rev:
 * @self: the object
 * @value: counts the changes; what is written must have been read at the current one
 *
 * Notifies only when it changes.
 */
void gu_dossier_set_rev (GuDossier *self, gint64 value);

/**
 * gu_dossier_get_procedure:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): id of the procedure.
 */
const char *gu_dossier_get_procedure (GuDossier *self);

/**
 * gu_dossier_set_procedure:
 * @self: the object
 * @value: (nullable): id of the procedure
 *
 * Copies the value; notifies only when it changes.
 */
void gu_dossier_set_procedure (GuDossier *self, const char *value);

/**
 * gu_dossier_get_regime:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): "L50" or "L169", decided once by the date of filing.
 */
const char *gu_dossier_get_regime (GuDossier *self);

/**
 * gu_dossier_set_regime:
 * @self: the object
 * @value: (nullable): "L50" or "L169", decided once by the date of filing
 *
 * Copies the value; notifies only when it changes.
 */
void gu_dossier_set_regime (GuDossier *self, const char *value);

/**
 * gu_dossier_get_pack_id:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): id of the rule pack that governs it.
 */
const char *gu_dossier_get_pack_id (GuDossier *self);

/**
 * gu_dossier_set_pack_id:
 * @self: the object
 * @value: (nullable): id of the rule pack that governs it
 *
 * Copies the value; notifies only when it changes.
 */
void gu_dossier_set_pack_id (GuDossier *self, const char *value);

/**
 * gu_dossier_get_pack_version:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): version of that pack.
 */
const char *gu_dossier_get_pack_version (GuDossier *self);

/**
 * gu_dossier_set_pack_version:
 * @self: the object
 * @value: (nullable): version of that pack
 *
 * Copies the value; notifies only when it changes.
 */
void gu_dossier_set_pack_version (GuDossier *self, const char *value);

/**
 * gu_dossier_get_state:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): state as stored, see gu_dossier_state_get_rank().
 */
const char *gu_dossier_get_state (GuDossier *self);

/**
 * gu_dossier_set_state:
 * @self: the object
 * @value: (nullable): state as stored, see gu_dossier_state_get_rank()
 *
 * Copies the value; notifies only when it changes.
 */
void gu_dossier_set_state (GuDossier *self, const char *value);

/**
 * gu_dossier_get_created_at:
 * @self: the object
 *
 * Returns: milliseconds since 1970 UTC, set by the store.
 */
gint64 gu_dossier_get_created_at (GuDossier *self);

/**
 * gu_dossier_set_created_at:
 * @self: the object
 * @value: milliseconds since 1970 UTC, set by the store
 *
 * Notifies only when it changes.
 */
void gu_dossier_set_created_at (GuDossier *self, gint64 value);

/**
 * gu_dossier_get_updated_at:
 * @self: the object
 *
 * Returns: milliseconds since 1970 UTC, set by the store.
 */
gint64 gu_dossier_get_updated_at (GuDossier *self);

/**
 * gu_dossier_set_updated_at:
 * @self: the object
 * @value: milliseconds since 1970 UTC, set by the store
 *
 * Notifies only when it changes.
 */
void gu_dossier_set_updated_at (GuDossier *self, gint64 value);

/**
 * gu_dossier_get_filed_on:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): day of filing: decides the law and the freshness of papers.
 */
const char *gu_dossier_get_filed_on (GuDossier *self);

/**
 * gu_dossier_set_filed_on:
 * @self: the object
 * @value: (nullable): day of filing: decides the law and the freshness of papers
 *
 * Copies the value; notifies only when it changes.
 */
void gu_dossier_set_filed_on (GuDossier *self, const char *value);

/**
 * gu_dossier_get_due_on:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): last day of the legal term that runs now; %NULL when none
 * runs.
 */
const char *gu_dossier_get_due_on (GuDossier *self);

/**
 * gu_dossier_set_due_on:
 * @self: the object
 * @value: (nullable): last day of the legal term that runs now; %NULL when none runs
 *
 * Copies the value; notifies only when it changes.
 */
void gu_dossier_set_due_on (GuDossier *self, const char *value);

/**
 * gu_dossier_get_register:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): id of the register it is entered in; set by the store.
 */
const char *gu_dossier_get_register (GuDossier *self);

/**
 * gu_dossier_set_register:
 * @self: the object
 * @value: (nullable): id of the register it is entered in; set by the store
 *
 * Copies the value; notifies only when it changes.
 */
void gu_dossier_set_register (GuDossier *self, const char *value);

/**
 * gu_dossier_get_year:
 * @self: the object
 *
 * Returns: year of the register; set by the store.
 */
int gu_dossier_get_year (GuDossier *self);

/**
 * gu_dossier_set_year:
 * @self: the object
 * @value: year of the register; set by the store
 *
 * Notifies only when it changes.
 */
void gu_dossier_set_year (GuDossier *self, int value);

/**
 * gu_dossier_get_number:
 * @self: the object
 *
 * Returns: registration number; 0: none yet; set by the store.
 */
gint64 gu_dossier_get_number (GuDossier *self);

/**
 * gu_dossier_set_number:
 * @self: the object
 * @value: registration number; 0: none yet; set by the store
 *
 * Notifies only when it changes.
 */
void gu_dossier_set_number (GuDossier *self, gint64 value);

/**
 * gu_dossier_get_registered_at:
 * @self: the object
 *
 * Returns: milliseconds since 1970 UTC; set by the store.
 */
gint64 gu_dossier_get_registered_at (GuDossier *self);

/**
 * gu_dossier_set_registered_at:
 * @self: the object
 * @value: milliseconds since 1970 UTC; set by the store
 *
 * Notifies only when it changes.
 */
void gu_dossier_set_registered_at (GuDossier *self, gint64 value);

/**
 * gu_dossier_get_registration:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): the number as people write it, "12345/23.11.2026"; set by
 * the store.
 */
const char *gu_dossier_get_registration (GuDossier *self);

/**
 * gu_dossier_set_registration:
 * @self: the object
 * @value: (nullable): the number as people write it, "12345/23.11.2026"; set by the store
 *
 * Copies the value; notifies only when it changes.
 */
void gu_dossier_set_registration (GuDossier *self, const char *value);

/**
 * gu_dossier_get_officer:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): who handles it.
 */
const char *gu_dossier_get_officer (GuDossier *self);

/**
 * gu_dossier_set_officer:
 * @self: the object
 * @value: (nullable): who handles it
 *
 * Copies the value; notifies only when it changes.
 */
void gu_dossier_set_officer (GuDossier *self, const char *value);

/**
 * gu_dossier_get_desk:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): the desk it was taken in at.
 */
const char *gu_dossier_get_desk (GuDossier *self);

/**
 * gu_dossier_set_desk:
 * @self: the object
 * @value: (nullable): the desk it was taken in at
 *
 * Copies the value; notifies only when it changes.
 */
void gu_dossier_set_desk (GuDossier *self, const char *value);

/**
 * gu_dossier_get_sync_state:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): "local", "queued", "synced" or "rejected"; set by the store.
 */
const char *gu_dossier_get_sync_state (GuDossier *self);

/**
 * gu_dossier_set_sync_state:
 * @self: the object
 * @value: (nullable): "local", "queued", "synced" or "rejected"; set by the store
 *
 * Copies the value; notifies only when it changes.
 */
void gu_dossier_set_sync_state (GuDossier *self, const char *value);

G_END_DECLS
