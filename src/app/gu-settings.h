/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "gu-record.h"

G_BEGIN_DECLS

typedef struct _GuStore GuStore;
typedef struct _GuCalendar GuCalendar;
typedef struct _GuTaskQueue GuTaskQueue;

#define GU_TYPE_SETTINGS (gu_settings_get_type ())
G_DECLARE_FINAL_TYPE (GuSettings, gu_settings, GU, SETTINGS, GuRecord)

/**
 * GuSettings:
 *
 * What the institution and this desk have set, kept in the desk's store. All are read-write
 * properties, made to be bound to entries both ways; setting one saves it in the worker at once.
 * Signal `save-failed (const GError *)` says when that did not work.
 *
 * Strings: `institution-name`, `institution-address`, `institution-cif`, `county`, `uat-name`,
 * `uat-siruta`, `register-name` (the register that numbers come from), `contact` (telephone,
 * e-mail), `dpo-contact`, `desk-code`, `clerk-name`, `clerk-function`, `central` ("none",
 * "embedded" or a connection string; taken at the next start), `counting` ("A" or "B": how days
 * are counted).
 *
 * Lists (#GStrv): `pkcs11-modules` (paths; empty: OpenSC), `free-days` ("2026-12-24 reason": days
 * that the institution itself is closed).
 *
 * Boolean, read-only: `is-demonstration` (the invented institution has not been replaced).
 */

/**
 * gu_settings_read:
 * @store: an open store
 * @error: (out) (optional): why they cannot be read
 *
 * Blocks. Thread: a worker.
 *
 * Returns: (transfer full) (element-type utf8 utf8) (nullable): what is stored, for
 *   gu_settings_attach().
 */
GHashTable *gu_settings_read (GuStore *store, GError **error);

/**
 * gu_settings_attach:
 * @self: the settings
 * @values: of gu_settings_read(); what is not in it keeps its default
 * @store: where changes are saved from now on; borrowed
 * @queue: the thread that writes to @store; borrowed
 *
 * Thread: main context.
 */
void gu_settings_attach (GuSettings *self, GHashTable *values, GuStore *store, GuTaskQueue *queue);

/** gu_settings_new: Returns: (transfer full): the defaults, saved nowhere until they are attached.
 */
GuSettings *gu_settings_new (void);

/* (transfer none) strings, never %NULL. */
const char *gu_settings_get_institution_name (GuSettings *self);
const char *gu_settings_get_institution_address (GuSettings *self);
const char *gu_settings_get_institution_cif (GuSettings *self);
const char *gu_settings_get_county (GuSettings *self);
const char *gu_settings_get_uat_name (GuSettings *self);
const char *gu_settings_get_uat_siruta (GuSettings *self);
const char *gu_settings_get_register_name (GuSettings *self);
const char *gu_settings_get_contact (GuSettings *self);
const char *gu_settings_get_dpo_contact (GuSettings *self);
const char *gu_settings_get_desk_code (GuSettings *self);
const char *gu_settings_get_clerk_name (GuSettings *self);
const char *gu_settings_get_clerk_function (GuSettings *self);
const char *gu_settings_get_central (GuSettings *self);
const char *gu_settings_get_counting (GuSettings *self);
const char *const *gu_settings_get_pkcs11_modules (GuSettings *self);
const char *const *gu_settings_get_free_days (GuSettings *self);

/**
 * gu_settings_check:
 * @name: the name of a property ("institution-cif", "uat-siruta", "free-days"…)
 * @value: what was typed
 *
 * Returns: (transfer full) (nullable): what is wrong with @value, translated; %NULL when nothing
 * is.
 */
char *gu_settings_check (const char *name, const char *value);

/**
 * gu_settings_create_calendar:
 * @self: the settings
 *
 * Returns: (transfer full): the calendar of working days, with the institution's own free days.
 */
GuCalendar *gu_settings_create_calendar (GuSettings *self);

G_END_DECLS
