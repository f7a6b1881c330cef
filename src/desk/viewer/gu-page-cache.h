/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "gu-document-handle.h"

G_BEGIN_DECLS

#define GU_TYPE_PAGE_CACHE (gu_page_cache_get_type ())
G_DECLARE_FINAL_TYPE (GuPageCache, gu_page_cache, GU, PAGE_CACHE, GObject)

/**
 * gu_page_cache_new:
 * @document: an open document
 *
 * Keeps the pictures of the pages around the place in sight and asks the worker for those that
 * are missing, one at a time, what is in sight first. Signal `drawn`: a picture came.
 *
 * Returns: (transfer full): an empty cache.
 */
GuPageCache *gu_page_cache_new (GuDocumentHandle *document);

/**
 * gu_page_cache_set_view:
 * @self: a cache
 * @first: first page in sight
 * @last: last page in sight
 * @scale: pixels per point
 * @rotation: degrees clockwise
 *
 * What is wanted now. Pictures of another scale stay until the right ones come, so that zooming
 * never shows white pages.
 */
void
gu_page_cache_set_view (GuPageCache *self, guint first, guint last, double scale, int rotation);

/** gu_page_cache_peek: Returns: (transfer none) (nullable): the best picture there is of @page. */
GdkTexture *gu_page_cache_peek (GuPageCache *self, guint page);

/** gu_page_cache_get_error: Returns: (transfer none) (nullable): why @page cannot be drawn. */
const GError *gu_page_cache_get_error (GuPageCache *self, guint page);

/** gu_page_cache_is_settled: Returns: whether nothing in sight is still being drawn. */
gboolean gu_page_cache_is_settled (GuPageCache *self);

/** gu_page_cache_is_idle: Returns: whether no picture is being drawn, not even one ahead. */
gboolean gu_page_cache_is_idle (GuPageCache *self);

/** gu_page_cache_stop: cancels what is being drawn; the cache asks for nothing any more. */
void gu_page_cache_stop (GuPageCache *self);

G_END_DECLS
