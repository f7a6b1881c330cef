/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "gu-context.h"
#include "gu-document-handle.h"
#include "gu-document.h"

G_BEGIN_DECLS

#define GU_TYPE_PAGE_VIEWER (gu_page_viewer_get_type ())
G_DECLARE_FINAL_TYPE (GuPageViewer, gu_page_viewer, GU, PAGE_VIEWER, GtkWidget)

/**
 * gu_page_viewer_set_context:
 * @self: a viewer
 * @context: where the papers come from
 */
void gu_page_viewer_set_context (GuPageViewer *self, GuContext *context);

/**
 * gu_page_viewer_show:
 * @self: a viewer
 * @document: (nullable): the paper to show, or %NULL for none
 *
 * Opens the paper's original bytes in the document worker and shows its pages: thumbnails, zoom,
 * turned view, text search. A paper that cannot be shown says why.
 */
void gu_page_viewer_show (GuPageViewer *self, GuDocument *document);

/**
 * gu_page_viewer_show_handle:
 * @self: a viewer
 * @handle: an open document
 * @name: (not nullable): its name
 */
void gu_page_viewer_show_handle (GuPageViewer *self, GuDocumentHandle *handle, const char *name);

/** gu_page_viewer_get_document: Returns: (transfer none) (nullable): the paper shown. */
GuDocument *gu_page_viewer_get_document (GuPageViewer *self);

/** gu_page_viewer_is_drawn: Returns: whether all pages in sight are drawn; for tests. */
gboolean gu_page_viewer_is_drawn (GuPageViewer *self);

G_END_DECLS
