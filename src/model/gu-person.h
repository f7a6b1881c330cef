/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define GU_TYPE_PERSON (gu_person_get_type ())
G_DECLARE_FINAL_TYPE (GuPerson, gu_person, GU, PERSON, GObject)

/**
 * gu_person_new:
 *
 * A person or legal person: an applicant or a representative.
 *
 * Not thread-safe: an object belongs to one thread at a time. Properties notify only when they
 * change.
 *
 * Returns: (transfer full): an empty one.
 */
GuPerson *gu_person_new (void);

/**
 * gu_person_new_from_json:
 * @json: an object with the keys of the properties, "_" for "-"
 * @error: return location; %GU_MODEL_ERROR_INVALID
 *
 * Strict about types; an absent member and null mean the same. Unknown keys are refused: they are
 * typing errors.
 *
 * Returns: (transfer full) (nullable): the object, or %NULL with @error set.
 */
GuPerson *gu_person_new_from_json (JsonObject *json, GError **error);

/**
 * gu_person_to_json:
 * @self: a GuPerson
 *
 * Returns: (transfer full): what gu_person_new_from_json() reads.
 */
JsonObject *gu_person_to_json (GuPerson *self);

/**
 * gu_person_get_kind:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): "natural" or "legal".
 */
const char *gu_person_get_kind (GuPerson *self);

/**
 * gu_person_set_kind:
 * @self: the object
 * @value: (nullable): "natural" or "legal"
 *
 * Copies the value; notifies only when it changes.
 */
void gu_person_set_kind (GuPerson *self, const char *value);

/**
 * gu_person_get_name:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): full name, or the name of the legal person.
 */
const char *gu_person_get_name (GuPerson *self);

/**
 * gu_person_set_name:
 * @self: the object
 * @value: (nullable): full name, or the name of the legal person
 *
 * Copies the value; notifies only when it changes.
 */
void gu_person_set_name (GuPerson *self, const char *value);

/**
 * gu_person_get_cnp:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): personal number; personal data: never in a log or an error.
 */
const char *gu_person_get_cnp (GuPerson *self);

/**
 * gu_person_set_cnp:
 * @self: the object
 * @value: (nullable): personal number; personal data: never in a log or an error
 *
 * Copies the value; notifies only when it changes.
 */
void gu_person_set_cnp (GuPerson *self, const char *value);

/**
 * gu_person_get_cui:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): fiscal code of a legal person.
 */
const char *gu_person_get_cui (GuPerson *self);

/**
 * gu_person_set_cui:
 * @self: the object
 * @value: (nullable): fiscal code of a legal person
 *
 * Copies the value; notifies only when it changes.
 */
void gu_person_set_cui (GuPerson *self, const char *value);

/**
 * gu_person_get_id_series:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): series of the identity document.
 */
const char *gu_person_get_id_series (GuPerson *self);

/**
 * gu_person_set_id_series:
 * @self: the object
 * @value: (nullable): series of the identity document
 *
 * Copies the value; notifies only when it changes.
 */
void gu_person_set_id_series (GuPerson *self, const char *value);

/**
 * gu_person_get_id_number:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): its number.
 */
const char *gu_person_get_id_number (GuPerson *self);

/**
 * gu_person_set_id_number:
 * @self: the object
 * @value: (nullable): its number
 *
 * Copies the value; notifies only when it changes.
 */
void gu_person_set_id_number (GuPerson *self, const char *value);

/**
 * gu_person_get_county:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): county.
 */
const char *gu_person_get_county (GuPerson *self);

/**
 * gu_person_set_county:
 * @self: the object
 * @value: (nullable): county
 *
 * Copies the value; notifies only when it changes.
 */
void gu_person_set_county (GuPerson *self, const char *value);

/**
 * gu_person_get_locality:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): locality.
 */
const char *gu_person_get_locality (GuPerson *self);

/**
 * gu_person_set_locality:
 * @self: the object
 * @value: (nullable): locality
 *
 * Copies the value; notifies only when it changes.
 */
void gu_person_set_locality (GuPerson *self, const char *value);

/**
 * gu_person_get_street:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): street.
 */
const char *gu_person_get_street (GuPerson *self);

/**
 * gu_person_set_street:
 * @self: the object
 * @value: (nullable): street
 *
 * Copies the value; notifies only when it changes.
 */
void gu_person_set_street (GuPerson *self, const char *value);

/**
 * gu_person_get_house_number:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): number, block, entrance, flat.
 */
const char *gu_person_get_house_number (GuPerson *self);

/**
 * gu_person_set_house_number:
 * @self: the object
 * @value: (nullable): number, block, entrance, flat
 *
 * Copies the value; notifies only when it changes.
 */
void gu_person_set_house_number (GuPerson *self, const char *value);

/**
 * gu_person_get_postal_code:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): postal code.
 */
const char *gu_person_get_postal_code (GuPerson *self);

/**
 * gu_person_set_postal_code:
 * @self: the object
 * @value: (nullable): postal code
 *
 * Copies the value; notifies only when it changes.
 */
void gu_person_set_postal_code (GuPerson *self, const char *value);

/**
 * gu_person_get_email:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): e-mail address.
 */
const char *gu_person_get_email (GuPerson *self);

/**
 * gu_person_set_email:
 * @self: the object
 * @value: (nullable): e-mail address
 *
 * Copies the value; notifies only when it changes.
 */
void gu_person_set_email (GuPerson *self, const char *value);

/**
 * gu_person_get_phone:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): telephone number.
 */
const char *gu_person_get_phone (GuPerson *self);

/**
 * gu_person_set_phone:
 * @self: the object
 * @value: (nullable): telephone number
 *
 * Copies the value; notifies only when it changes.
 */
void gu_person_set_phone (GuPerson *self, const char *value);

G_END_DECLS
