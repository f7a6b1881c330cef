/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "gu-intake.h"

G_BEGIN_DECLS

/* A line of the request: what is typed goes into the draft at once, and what is wrong with it is
 * said below. Property: field (string, the field without its prefix: "cnp", "house_number"). */
#define GU_TYPE_FIELD_ROW (gu_field_row_get_type ())
G_DECLARE_FINAL_TYPE (GuFieldRow, gu_field_row, GU, FIELD_ROW, AdwEntryRow)

/**
 * gu_field_row_new:
 * @title: (not nullable): translated
 *
 * Returns: a row that is not bound yet.
 */
GtkWidget *gu_field_row_new (const char *title);

/**
 * gu_field_row_bind:
 * @self: a row
 * @intake: (nullable): the draft that checks what is typed
 * @object: (nullable): what the text belongs to; %NULL unbinds
 * @property: (nullable): its property, of type string or double; %NULL takes the one named like
 *   the field
 * @check: (nullable): the name under which gu_intake_check_field() knows it; %NULL checks nothing
 */
void gu_field_row_bind (GuFieldRow *self,
                        GuIntake *intake,
                        GObject *object,
                        const char *property,
                        const char *check);

/** gu_field_row_get_field: Returns: (transfer none) (nullable): its field. */
const char *gu_field_row_get_field (GuFieldRow *self);

/** gu_field_row_get_message: Returns: (transfer none): what is said below, "" for nothing. */
const char *gu_field_row_get_message (GuFieldRow *self);

/**
 * gu_field_row_needs_attention:
 * @self: the row
 *
 * Returns: %TRUE when the row is on the screen and holds something that keeps the request from
 *   being registered, or lacks it
 */
gboolean gu_field_row_needs_attention (GuFieldRow *self);

G_END_DECLS
