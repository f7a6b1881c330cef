/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "gu-secret-bytes.h"

G_BEGIN_DECLS

#define GU_TYPE_PIN_ENTRY (gu_pin_entry_get_type ())
G_DECLARE_FINAL_TYPE (GuPinEntry, gu_pin_entry, GU, PIN_ENTRY, GtkWidget)

/**
 * gu_pin_entry_take_pin:
 * @self: an entry
 *
 * Moves what was typed into locked memory and empties the entry.
 *
 * Returns: (transfer full) (nullable): the PIN, or %NULL when nothing was typed.
 */
GuSecretBytes *gu_pin_entry_take_pin (GuPinEntry *self);

/**
 * gu_pin_entry_clear:
 * @self: an entry
 *
 * Empties the entry; its buffer wipes the memory.
 */
void gu_pin_entry_clear (GuPinEntry *self);

/**
 * gu_pin_entry_get_length:
 * @self: an entry
 *
 * Returns: how many characters were typed.
 */
guint gu_pin_entry_get_length (GuPinEntry *self);

G_END_DECLS
