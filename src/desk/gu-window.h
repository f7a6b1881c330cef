/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "gu-context.h"

G_BEGIN_DECLS

#define GU_TYPE_WINDOW (gu_window_get_type ())
G_DECLARE_FINAL_TYPE (GuWindow, gu_window, GU, WINDOW, AdwApplicationWindow)

/**
 * gu_window_new:
 * @application: (nullable): the program
 * @context: the desk's services, started or not
 *
 * The one window of the desk: places and health at the left, the place itself at the right.
 * Property `compact` (boolean, read-only): the window is too narrow for words in the sidebar.
 *
 * Returns: a window that is not shown yet.
 */
GuWindow *gu_window_new (GtkApplication *application, GuContext *context);

/**
 * gu_window_show_place:
 * @self: a window
 * @id: "intake" or "dossiers"
 */
void gu_window_show_place (GuWindow *self, const char *id);

/**
 * gu_window_show_trouble:
 * @self: a window
 * @error: (nullable): why the desk cannot work, or %NULL when it can
 */
void gu_window_show_trouble (GuWindow *self, const GError *error);

/**
 * gu_window_flush_async:
 * @self: a window
 * @callback: called when nothing typed is left unsaved; finish with gu_window_flush_finish()
 * @user_data: for @callback
 */
void gu_window_flush_async (GuWindow *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean gu_window_flush_finish (GuWindow *self, GAsyncResult *result, GError **error);

G_END_DECLS
