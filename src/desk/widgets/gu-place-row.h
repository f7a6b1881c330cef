/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "gu-place.h"

G_BEGIN_DECLS

/* One place in the sidebar: icon, title, count. Properties: place (GuPlace), compact (only the
 * icon; the title becomes the tooltip). */
#define GU_TYPE_PLACE_ROW (gu_place_row_get_type ())
G_DECLARE_FINAL_TYPE (GuPlaceRow, gu_place_row, GU, PLACE_ROW, GtkWidget)

G_END_DECLS
