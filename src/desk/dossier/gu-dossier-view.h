/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "gu-context.h"
#include "gu-dossier-page.h"

G_BEGIN_DECLS

#define GU_TYPE_DOSSIER_VIEW (gu_dossier_view_get_type ())
G_DECLARE_FINAL_TYPE (GuDossierView, gu_dossier_view, GU, DOSSIER_VIEW, GtkWidget)

/** gu_dossier_view_set_context: @context: where the papers come from. */
void gu_dossier_view_set_context (GuDossierView *self, GuContext *context);

/**
 * gu_dossier_view_set_page:
 * @self: the view
 * @page: (nullable): the dossier to show
 *
 * The page of one dossier: who and what, legal terms with their explanation, papers with the
 * viewer, what happened; export.
 */
void gu_dossier_view_set_page (GuDossierView *self, GuDossierPage *page);

G_END_DECLS
