/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * GuActor:
 * @who: (not nullable): who does something, as shown in the journal
 * @desk: (not nullable): code of the desk
 */
typedef struct
{
  const char *who;
  const char *desk;
} GuActor;

#define GU_TYPE_EVENT (gu_event_get_type ())
G_DECLARE_FINAL_TYPE (GuEvent, gu_event, GU, EVENT, GObject)

#define GU_EVENT_FIRST_HASH "0000000000000000000000000000000000000000000000000000000000000000"

/**
 * gu_event_new:
 *
 * One line of a journal: what happened, where, when, by whom; chained to the line before by its
 * hash.
 *
 * Returns: (transfer full): an empty one.
 */
GuEvent *gu_event_new (void);

/**
 * gu_event_new_from_json:
 * @json: an object with the keys of the properties, "_" for "-"
 * @error: return location; %GU_MODEL_ERROR_INVALID
 *
 * Returns: (transfer full) (nullable): the event, or %NULL with @error set.
 */
GuEvent *gu_event_new_from_json (JsonObject *json, GError **error);

/**
 * gu_event_to_json:
 * @self: an event
 *
 * "body_text" is a JSON string that holds the hashed bytes unchanged, so the hash can be checked at
 * the other end.
 *
 * Returns: (transfer full): what gu_event_new_from_json() reads.
 */
JsonObject *gu_event_to_json (GuEvent *self);

/**
 * gu_event_get_body:
 * @self: an event
 *
 * Returns: (transfer none): the details, parsed; an empty object when there are none.
 */
JsonObject *gu_event_get_body (GuEvent *self);

/**
 * gu_event_compute_hash:
 * @self: an event
 *
 * SHA-256 over the 64 characters of prev_hash followed by origin, seq, dossier_id, kind, at, who,
 * desk and body_text, each written as "LENGTH:BYTES," (length in bytes, decimal; numbers in
 * decimal; %NULL as empty), so that no two different events give the same bytes.
 *
 * Returns: (transfer full): 64 lower-case hexadecimal digits.
 */
char *gu_event_compute_hash (GuEvent *self);

/**
 * gu_event_get_origin:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): the workstation whose journal it stands in (UUID).
 */
const char *gu_event_get_origin (GuEvent *self);

/**
 * gu_event_set_origin:
 * @self: the object
 * @value: (nullable): the workstation whose journal it stands in (UUID)
 *
 * Copies the value; notifies only when it changes.
 */
void gu_event_set_origin (GuEvent *self, const char *value);

/**
 * gu_event_get_seq:
 * @self: the object
 *
 * Returns: place in that journal, from 1, without gaps.
 */
gint64 gu_event_get_seq (GuEvent *self);

/**
 * gu_event_set_seq:
 * @self: the object
 * @value: place in that journal, from 1, without gaps
 *
 * Notifies only when it changes.
 */
void gu_event_set_seq (GuEvent *self, gint64 value);

/**
 * gu_event_get_dossier_id:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): the dossier; %NULL for events of the desk itself.
 */
const char *gu_event_get_dossier_id (GuEvent *self);

/**
 * gu_event_set_dossier_id:
 * @self: the object
 * @value: (nullable): the dossier; %NULL for events of the desk itself
 *
 * Copies the value; notifies only when it changes.
 */
void gu_event_set_dossier_id (GuEvent *self, const char *value);

/**
 * gu_event_get_kind:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): what happened: "dossier-created", "document-added",
 * "registered", ….
 */
const char *gu_event_get_kind (GuEvent *self);

/**
 * gu_event_set_kind:
 * @self: the object
 * @value: (nullable): what happened: "dossier-created", "document-added", "registered", …
 *
 * Copies the value; notifies only when it changes.
 */
void gu_event_set_kind (GuEvent *self, const char *value);

/**
 * gu_event_get_at:
 * @self: the object
 *
 * Returns: milliseconds since 1970 UTC, by the clock of the desk.
 */
gint64 gu_event_get_at (GuEvent *self);

/**
 * gu_event_set_at:
 * @self: the object
 * @value: milliseconds since 1970 UTC, by the clock of the desk
 *
 * Notifies only when it changes.
 */
void gu_event_set_at (GuEvent *self, gint64 value);

/**
 * gu_event_get_who:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): who did it.
 */
const char *gu_event_get_who (GuEvent *self);

/**
 * gu_event_set_who:
 * @self: the object
 * @value: (nullable): who did it
 *
 * Copies the value; notifies only when it changes.
 */
void gu_event_set_who (GuEvent *self, const char *value);

/**
 * gu_event_get_desk:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): at which desk.
 */
const char *gu_event_get_desk (GuEvent *self);

/**
 * gu_event_set_desk:
 * @self: the object
 * @value: (nullable): at which desk
 *
 * Copies the value; notifies only when it changes.
 */
void gu_event_set_desk (GuEvent *self, const char *value);

/**
 * gu_event_get_body_text:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): the details: exactly the JSON bytes that were hashed.
 */
const char *gu_event_get_body_text (GuEvent *self);

/**
 * gu_event_set_body_text:
 * @self: the object
 * @value: (nullable): the details: exactly the JSON bytes that were hashed
 *
 * Copies the value; notifies only when it changes.
 */
void gu_event_set_body_text (GuEvent *self, const char *value);

/**
 * gu_event_get_prev_hash:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): hash of the event before; 64 zeros for the first.
 */
const char *gu_event_get_prev_hash (GuEvent *self);

/**
 * gu_event_set_prev_hash:
 * @self: the object
 * @value: (nullable): hash of the event before; 64 zeros for the first
 *
 * Copies the value; notifies only when it changes.
 */
void gu_event_set_prev_hash (GuEvent *self, const char *value);

/**
 * gu_event_get_hash:
 * @self: the object
 *
 * Returns: (transfer none) (nullable): SHA-256 as gu_event_compute_hash() makes it, hexadecimal.
 */
const char *gu_event_get_hash (GuEvent *self);

/**
 * gu_event_set_hash:
 * @self: the object
 * @value: (nullable): SHA-256 as gu_event_compute_hash() makes it, hexadecimal
 *
 * Copies the value; notifies only when it changes.
 */
void gu_event_set_hash (GuEvent *self, const char *value);

G_END_DECLS
