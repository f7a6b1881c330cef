/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "gu-record.h"

G_BEGIN_DECLS

/**
 * GuFactItem:
 *
 * One question that a procedure asks. Read-only properties: `id`, `label`, `help` (nullable),
 * `kind` ("bool", "choice", "date", "number", "text"), `choices` (#GStrv of values),
 * `choice-labels` (#GStrv, same order), `message` (what is wrong with the value, or "").
 *
 * Read-write with notify: `value` (string: "true"/"false", the chosen value, "YYYY-MM-DD", a number
 * with a point, a text; "" when not answered). Bind it: the intake saves it.
 */
#define GU_TYPE_FACT_ITEM (gu_fact_item_get_type ())
G_DECLARE_FINAL_TYPE (GuFactItem, gu_fact_item, GU, FACT_ITEM, GuRecord)

const char *gu_fact_item_get_id (GuFactItem *self);
const char *gu_fact_item_get_label (GuFactItem *self);
const char *gu_fact_item_get_help (GuFactItem *self);
const char *gu_fact_item_get_kind (GuFactItem *self);
const char *const *gu_fact_item_get_choices (GuFactItem *self);
const char *const *gu_fact_item_get_choice_labels (GuFactItem *self);
const char *gu_fact_item_get_value (GuFactItem *self);
void gu_fact_item_set_value (GuFactItem *self, const char *value);
const char *gu_fact_item_get_message (GuFactItem *self);

G_END_DECLS
