/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define GU_TYPE_PROPERTY (gu_property_get_type ())
G_DECLARE_FINAL_TYPE (GuProperty, gu_property, GU, PROPERTY, GObject)

/**
 * gu_property_new:
 *
 * The property (imobil) that a request is about.
 *
 * Not thread-safe: an object belongs to one thread at a time. Properties notify only when they
 * change.
 *
 * Returns: (transfer full): an empty one.
 */
GuProperty *gu_property_new (void);

/**
 * gu_property_new_from_json:
 * @json: an object with the keys of the properties, "_" for "-"
 * @error: return location; %GU_MODEL_ERROR_INVALID
 *
 * Strict about types; an absent member and null mean the same. Unknown keys are refused: they are
 * typing errors.
 *
 * Returns: (transfer full) (nullable): the object, or %NULL with @error set.
 */
GuProperty *gu_property_new_from_json (JsonObject *json, GError **error);

/**
 * gu_property_to_json:
 * @self: a GuProperty
 *
 * Returns: (transfer full): what gu_property_new_from_json() reads.
 */
JsonObject *gu_property_to_json (GuProperty *self);

/**
 * gu_property_get_county:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): county.
 */
const char *gu_property_get_county (GuProperty *self);

/**
 * gu_property_set_county:
 * @self: the object
 * @value: (nullable): county
 *
 * Copies the value; notifies only when it changes.
 */
void gu_property_set_county (GuProperty *self, const char *value);

/**
 * gu_property_get_locality:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): locality.
 */
const char *gu_property_get_locality (GuProperty *self);

/**
 * gu_property_set_locality:
 * @self: the object
 * @value: (nullable): locality
 *
 * Copies the value; notifies only when it changes.
 */
void gu_property_set_locality (GuProperty *self, const char *value);

/**
 * gu_property_get_siruta:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): SIRUTA code of the locality.
 */
const char *gu_property_get_siruta (GuProperty *self);

/**
 * gu_property_set_siruta:
 * @self: the object
 * @value: (nullable): SIRUTA code of the locality
 *
 * Copies the value; notifies only when it changes.
 */
void gu_property_set_siruta (GuProperty *self, const char *value);

/**
 * gu_property_get_street:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): street.
 */
const char *gu_property_get_street (GuProperty *self);

/**
 * gu_property_set_street:
 * @self: the object
 * @value: (nullable): street
 *
 * Copies the value; notifies only when it changes.
 */
void gu_property_set_street (GuProperty *self, const char *value);

/**
 * gu_property_get_house_number:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): number, block, entrance, flat.
 */
const char *gu_property_get_house_number (GuProperty *self);

/**
 * gu_property_set_house_number:
 * @self: the object
 * @value: (nullable): number, block, entrance, flat
 *
 * Copies the value; notifies only when it changes.
 */
void gu_property_set_house_number (GuProperty *self, const char *value);

/**
 * gu_property_get_postal_code:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): postal code.
 */
const char *gu_property_get_postal_code (GuProperty *self);

/**
 * gu_property_set_postal_code:
 * @self: the object
 * @value: (nullable): postal code
 *
 * Copies the value; notifies only when it changes.
 */
void gu_property_set_postal_code (GuProperty *self, const char *value);

/**
 * gu_property_get_cadastral_number:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): cadastral number, "12345-C1-U2".
 */
const char *gu_property_get_cadastral_number (GuProperty *self);

/**
 * gu_property_set_cadastral_number:
 * @self: the object
 * @value: (nullable): cadastral number, "12345-C1-U2"
 *
 * Copies the value; notifies only when it changes.
 */
void gu_property_set_cadastral_number (GuProperty *self, const char *value);

/**
 * gu_property_get_land_book:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): number of the land book (carte funciară).
 */
const char *gu_property_get_land_book (GuProperty *self);

/**
 * gu_property_set_land_book:
 * @self: the object
 * @value: (nullable): number of the land book (carte funciară)
 *
 * Copies the value; notifies only when it changes.
 */
void gu_property_set_land_book (GuProperty *self, const char *value);

/**
 * gu_property_get_area_m2:
 * @self: the object
 *
 * Returns: area of the land in square metres; 0 when not known.
 */
double gu_property_get_area_m2 (GuProperty *self);

/**
 * gu_property_set_area_m2:
 * @self: the object
 * @value: area of the land in square metres; 0 when not known
 *
 * Notifies only when it changes.
 */
void gu_property_set_area_m2 (GuProperty *self, double value);

/**
 * gu_property_get_kind:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): "teren", "constructii" or "teren-si-constructii".
 */
const char *gu_property_get_kind (GuProperty *self);

/**
 * gu_property_set_kind:
 * @self: the object
 * @value: (nullable): "teren", "constructii" or "teren-si-constructii"
 *
 * Copies the value; notifies only when it changes.
 */
void gu_property_set_kind (GuProperty *self, const char *value);

/**
 * gu_property_dup_address_line:
 * @self: a property
 *
 * Returns: (transfer full): the address on one line, "Strada Florilor 12, Turda, Cluj"; empty when
 * nothing is known.
 */
char *gu_property_dup_address_line (GuProperty *self);

G_END_DECLS
