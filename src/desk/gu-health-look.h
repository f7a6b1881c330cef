/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * gu_health_look_apply:
 * @icon: the icon of a health button
 * @state: a line-state or card-state of GuHealth
 *
 * Colours the icon by how much the state matters: fine, waiting, attention, trouble. The words next
 * to it say the same; colour is never the only sign.
 */
void gu_health_look_apply (GtkWidget *icon, const char *state);

/**
 * gu_health_look_follow_compact:
 * @widget: a widget that has just got a root
 * @label: what to hide while the window is too narrow for words
 *
 * Returns: (transfer none) (nullable): the binding, to be ended in unroot.
 */
GBinding *gu_health_look_follow_compact (GtkWidget *widget, GtkWidget *label);

G_END_DECLS
