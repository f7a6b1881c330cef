/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "gu-document-handle.h"

G_BEGIN_DECLS

/**
 * GuZoomMode:
 * @GU_ZOOM_FIT_WIDTH: the widest page fills the width
 * @GU_ZOOM_FIT_PAGE: a whole page fits
 * @GU_ZOOM_FREE: as the clerk set it
 */
typedef enum
{
  GU_ZOOM_FIT_WIDTH,
  GU_ZOOM_FIT_PAGE,
  GU_ZOOM_FREE,
} GuZoomMode;

#define GU_TYPE_PAGE_STRIP (gu_page_strip_get_type ())
G_DECLARE_FINAL_TYPE (GuPageStrip, gu_page_strip, GU, PAGE_STRIP, GtkWidget)

/**
 * gu_page_strip_set_document:
 * @self: a strip
 * @document: (nullable): what to show
 *
 * Shows the pages one under the other. Pages are drawn by the document worker when they come into
 * sight; only some twenty pictures are kept, so ten thousand pages cost no more than twenty.
 * Properties: page (uint, the one in sight, from 0), zoom (double, 1 = true size at 96 dpi),
 * thumbnails (boolean: small pages with numbers, a click chooses one).
 */
void gu_page_strip_set_document (GuPageStrip *self, GuDocumentHandle *document);

/** gu_page_strip_get_n_pages: Returns: how many pages there are. */
guint gu_page_strip_get_n_pages (GuPageStrip *self);

/** gu_page_strip_get_page: Returns: the page in sight, from 0. */
guint gu_page_strip_get_page (GuPageStrip *self);

/** gu_page_strip_scroll_to: @page: from 0; brings its top into sight. */
void gu_page_strip_scroll_to (GuPageStrip *self, guint page);

/** gu_page_strip_set_zoom_mode: @mode: how the zoom follows the width. */
void gu_page_strip_set_zoom_mode (GuPageStrip *self, GuZoomMode mode);

/** gu_page_strip_get_zoom_mode: Returns: how the zoom follows the width. */
GuZoomMode gu_page_strip_get_zoom_mode (GuPageStrip *self);

/** gu_page_strip_get_zoom: Returns: 1 for true size at 96 dpi. */
double gu_page_strip_get_zoom (GuPageStrip *self);

/**
 * gu_page_strip_zoom_by:
 * @self: a strip
 * @factor: what to multiply the zoom with; the place in the middle stays
 */
void gu_page_strip_zoom_by (GuPageStrip *self, double factor);

/** gu_page_strip_rotate: turns the view by a quarter to the right; the paper is not changed. */
void gu_page_strip_rotate (GuPageStrip *self);

/**
 * gu_page_strip_set_areas:
 * @self: a strip
 * @areas: (nullable) (element-type GuDocumentMatch): what was found, marked on the pages
 * @current: index of the one that is shown stronger and scrolled to
 */
void gu_page_strip_set_areas (GuPageStrip *self, GArray *areas, guint current);

/** gu_page_strip_is_drawn: Returns: whether every page in sight shows its sharp picture. */
gboolean gu_page_strip_is_drawn (GuPageStrip *self);

G_END_DECLS
