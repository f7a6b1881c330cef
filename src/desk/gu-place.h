/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define GU_TYPE_PLACE (gu_place_get_type ())
G_DECLARE_FINAL_TYPE (GuPlace, gu_place, GU, PLACE, GObject)

/**
 * gu_place_new:
 * @id: (not nullable): name of its page in the stack
 * @title: (not nullable): translated
 * @icon_name: (not nullable): symbolic
 *
 * One place of the desk, as shown in the sidebar. Properties: id, title, icon-name, count (uint),
 * count-text.
 *
 * Returns: (transfer full): a place with nothing in it.
 */
GuPlace *gu_place_new (const char *id, const char *title, const char *icon_name);

/** gu_place_get_id: Returns: (transfer none): name of its page. */
const char *gu_place_get_id (GuPlace *self);
/** gu_place_get_title: Returns: (transfer none): translated. */
const char *gu_place_get_title (GuPlace *self);
/** gu_place_get_count: Returns: how many things wait there. */
guint gu_place_get_count (GuPlace *self);
/** gu_place_set_count: @count: how many things wait there; 0 hides the number. */
void gu_place_set_count (GuPlace *self, guint count);

G_END_DECLS
