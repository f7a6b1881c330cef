/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * gu_desk_toast:
 * @widget: any widget of a window
 * @text: (not nullable): translated; what was done
 *
 * Says in passing that something was done. Without effect for a widget that is in no window.
 */
void gu_desk_toast (GtkWidget *widget, const char *text);

/**
 * gu_desk_toast_error:
 * @widget: any widget of a window
 * @error: (not nullable): what went wrong; a cancelled action says nothing
 *
 * Says what went wrong and what to do, for actions that have no place of their own to say it.
 */
void gu_desk_toast_error (GtkWidget *widget, const GError *error);

G_END_DECLS
