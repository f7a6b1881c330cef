/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A word in a rounded field whose colour follows a code. Properties: label (string), code (string:
 * a state of a dossier, or the urgency of a term "none", "soon", "overdue"). The word always says
 * what the colour says. */
#define GU_TYPE_PILL (gu_pill_get_type ())
G_DECLARE_FINAL_TYPE (GuPill, gu_pill, GU, PILL, GtkWidget)

G_END_DECLS
