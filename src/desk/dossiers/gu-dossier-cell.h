/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "gu-dossier-item.h"

G_BEGIN_DECLS

/* The first cell of a line in the list of dossiers: the number. It also gives the whole line its
 * name for screen readers, which GTK would name after a C type. Property: item (GuDossierItem). */
#define GU_TYPE_DOSSIER_CELL (gu_dossier_cell_get_type ())
G_DECLARE_FINAL_TYPE (GuDossierCell, gu_dossier_cell, GU, DOSSIER_CELL, GtkWidget)

G_END_DECLS
