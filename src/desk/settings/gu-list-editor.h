/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "gu-settings.h"

G_BEGIN_DECLS

/* A setting that is a list of texts: each with a way to take it out, and a line to add one.
 * Properties: setting (name of a GStrv property of GuSettings), add-title (translated). */
#define GU_TYPE_LIST_EDITOR (gu_list_editor_get_type ())
G_DECLARE_FINAL_TYPE (GuListEditor, gu_list_editor, GU, LIST_EDITOR, GtkWidget)

/** gu_list_editor_bind: @settings: where the setting lives. */
void gu_list_editor_bind (GuListEditor *self, GuSettings *settings);

G_END_DECLS
