/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-page-strip.h"

#include "gu-page-cache.h"

G_BEGIN_DECLS

#define GU_PAGE_GAP          12
#define GU_PIXELS_PER_POINT  (96.0 / 72.0)
#define GU_THUMBNAIL_CAPTION 20

struct _GuPageStrip
{
  GtkWidget parent_instance;

  GuDocumentHandle *document; /* owned, nullable */
  GuPageCache *cache;         /* owned, nullable */
  GArray *areas;              /* owned, nullable: GuDocumentMatch */
  guint current_area;

  double *tops; /* owned: y of each page, n + 1 of them, in pixels */
  guint n_pages;
  double widest; /* in points, as shown */
  guint page;

  GuZoomMode mode;
  double zoom;
  int rotation;
  gboolean thumbnails;

  GtkAdjustment *adjustments[2]; /* owned: horizontal, vertical */
  GtkScrollablePolicy policies[2];
  guint notify_id; /* what changed while sizes were handed out is told afterwards */
};

/* gu-page-strip-draw.c: where a page lies in the widget, and how it looks. */
void gu_page_strip_get_size (GuPageStrip *self, guint page, double *width, double *height);
double gu_page_strip_get_scale (GuPageStrip *self);
void gu_page_strip_get_rectangle (GuPageStrip *self, guint page, int width, graphene_rect_t *area);
void gu_page_strip_place_match (GuPageStrip *self,
                                const GuDocumentMatch *match,
                                const graphene_rect_t *page,
                                graphene_rect_t *area);
void gu_page_strip_draw_page (GuPageStrip *self, GtkSnapshot *snapshot, guint page);

G_END_DECLS
