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

/*
 * The fields. Getters return what the object owns (transfer none; texts and dates are %NULL when
 * not known); setters copy and notify only on change.
 *
 * kind: "natural" or "legal"
 * name: full name, or the name of the legal person
 * cnp: personal number; personal data: never in a log or an error
 * cui: fiscal code of a legal person
 * id_series: series of the identity document
 * id_number: its number
 * county: county
 * locality: locality
 * street: street
 * house_number: number, block, entrance, flat
 * postal_code: postal code
 * email: e-mail address
 * phone: telephone number
 */
const char *gu_person_get_kind (GuPerson *self);
void gu_person_set_kind (GuPerson *self, const char *value);
const char *gu_person_get_name (GuPerson *self);
void gu_person_set_name (GuPerson *self, const char *value);
const char *gu_person_get_cnp (GuPerson *self);
void gu_person_set_cnp (GuPerson *self, const char *value);
const char *gu_person_get_cui (GuPerson *self);
void gu_person_set_cui (GuPerson *self, const char *value);
const char *gu_person_get_id_series (GuPerson *self);
void gu_person_set_id_series (GuPerson *self, const char *value);
const char *gu_person_get_id_number (GuPerson *self);
void gu_person_set_id_number (GuPerson *self, const char *value);
const char *gu_person_get_county (GuPerson *self);
void gu_person_set_county (GuPerson *self, const char *value);
const char *gu_person_get_locality (GuPerson *self);
void gu_person_set_locality (GuPerson *self, const char *value);
const char *gu_person_get_street (GuPerson *self);
void gu_person_set_street (GuPerson *self, const char *value);
const char *gu_person_get_house_number (GuPerson *self);
void gu_person_set_house_number (GuPerson *self, const char *value);
const char *gu_person_get_postal_code (GuPerson *self);
void gu_person_set_postal_code (GuPerson *self, const char *value);
const char *gu_person_get_email (GuPerson *self);
void gu_person_set_email (GuPerson *self, const char *value);
const char *gu_person_get_phone (GuPerson *self);
void gu_person_set_phone (GuPerson *self, const char *value);

G_END_DECLS
