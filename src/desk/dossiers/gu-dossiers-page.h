/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "gu-context.h"

G_BEGIN_DECLS

#define GU_TYPE_DOSSIERS_PAGE (gu_dossiers_page_get_type ())
G_DECLARE_FINAL_TYPE (GuDossiersPage, gu_dossiers_page, GU, DOSSIERS_PAGE, GtkWidget)

/**
 * gu_dossiers_page_set_context:
 * @self: the page
 * @context: the desk's services, started or not
 *
 * All dossiers of the desk: filtered as one types, opened with Enter. Emits
 * #GuDossiersPage::resume-draft with the id of a draft that should go on at the counter.
 */
void gu_dossiers_page_set_context (GuDossiersPage *self, GuContext *context);

/** gu_dossiers_page_show_list: goes back from a dossier to the list. */
void gu_dossiers_page_show_list (GuDossiersPage *self);

/** gu_dossiers_page_focus_search: puts the cursor where words are typed, what is there selected. */
void gu_dossiers_page_focus_search (GuDossiersPage *self);

/** gu_dossiers_page_open: @dossier_id: (not nullable): opens the page of that dossier. */
void gu_dossiers_page_open (GuDossiersPage *self, const char *dossier_id);

/** gu_dossiers_page_print: prints the receipt of the open dossier. Returns: %FALSE without one. */
gboolean gu_dossiers_page_print (GuDossiersPage *self);

G_END_DECLS
