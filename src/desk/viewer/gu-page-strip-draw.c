/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-page-strip-private.h"

#include <math.h>

/* Where a page lies and how it is painted: paper, picture, what was found, number. */

/* The size of a page as shown, in points. */
void
gu_page_strip_get_size (GuPageStrip *self, guint page, double *width, double *height)
{
  double w = 595;
  double h = 842;

  gu_document_handle_get_page_size (self->document, page, &w, &h);
  *width = self->rotation % 180 == 0 ? w : h;
  *height = self->rotation % 180 == 0 ? h : w;
}

double
gu_page_strip_get_scale (GuPageStrip *self)
{
  return self->zoom * GU_PIXELS_PER_POINT;
}

void
gu_page_strip_get_rectangle (GuPageStrip *self, guint page, int width, graphene_rect_t *area)
{
  double scale = gu_page_strip_get_scale (self);
  double page_width = 0;
  double page_height = 0;
  double content = MAX (width, round (self->widest * scale) + 2 * GU_PAGE_GAP);

  gu_page_strip_get_size (self, page, &page_width, &page_height);
  page_width = round (page_width * scale);
  page_height = round (page_height * scale);
  graphene_rect_init (
      area,
      round ((content - page_width) / 2 - gtk_adjustment_get_value (self->adjustments[0])),
      round (self->tops[page] - gtk_adjustment_get_value (self->adjustments[1])),
      page_width,
      page_height);
}

/* Where an area of the unrotated page lands on the page as shown. */
void
gu_page_strip_place_match (GuPageStrip *self,
                           const GuDocumentMatch *match,
                           const graphene_rect_t *page,
                           graphene_rect_t *area)
{
  double scale = gu_page_strip_get_scale (self);
  double width = 0;
  double height = 0;
  double x = match->x;
  double y = match->y;
  double w = match->width;
  double h = match->height;

  gu_document_handle_get_page_size (self->document, match->page, &width, &height);
  if (self->rotation == 90)
    {
      x = height - match->y - match->height;
      y = match->x;
    }
  else if (self->rotation == 180)
    {
      x = width - match->x - match->width;
      y = height - match->y - match->height;
    }
  else if (self->rotation == 270)
    {
      x = match->y;
      y = width - match->x - match->width;
    }
  if (self->rotation % 180 != 0)
    {
      w = match->height;
      h = match->width;
    }
  graphene_rect_init (area,
                      page->origin.x + x * scale - 1,
                      page->origin.y + y * scale - 1,
                      w * scale + 2,
                      h * scale + 2);
}

static void
snapshot_areas (GuPageStrip *self, GtkSnapshot *snapshot, guint page, const graphene_rect_t *area)
{
  const GdkRGBA found = { 1, 0.85, 0.1, 0.42 };
  const GdkRGBA current = { 1, 0.5, 0, 0.55 };

  for (guint i = 0; self->areas != NULL && i < self->areas->len; i++)
    {
      const GuDocumentMatch *match = &g_array_index (self->areas, GuDocumentMatch, i);
      graphene_rect_t mark;

      if (match->page != page)
        continue;
      gu_page_strip_place_match (self, match, area, &mark);
      gtk_snapshot_append_color (snapshot, i == self->current_area ? &current : &found, &mark);
    }
}

static void
snapshot_frame (GuPageStrip *self, GtkSnapshot *snapshot, guint page, const graphene_rect_t *area)
{
  const GdkRGBA white = { 1, 1, 1, 1 };
  const GdkRGBA shadow = { 0, 0, 0, 0.32 };
  GskRoundedRect outline;
  GdkRGBA accent = { 0.2, 0.5, 0.9, 1 };

  gsk_rounded_rect_init_from_rect (&outline, area, 0);
  gtk_snapshot_append_outset_shadow (snapshot, &outline, &shadow, 0, 1, 0, 3);
  gtk_snapshot_append_color (snapshot, &white, area);
  if (self->thumbnails && page == self->page)
    {
      float widths[4] = { 3, 3, 3, 3 };
      GdkRGBA colors[4];
      graphene_rect_t around;

      gtk_style_context_lookup_color (
          gtk_widget_get_style_context (GTK_WIDGET (self)), "accent_color", &accent);
      for (int i = 0; i < 4; i++)
        colors[i] = accent;
      graphene_rect_inset_r (area, -4, -4, &around);
      gsk_rounded_rect_init_from_rect (&outline, &around, 4);
      gtk_snapshot_append_border (snapshot, &outline, widths, colors);
    }
}

/* A page that cannot be drawn says so in its own place; the other pages are not harmed. */
static void
snapshot_error (GuPageStrip *self,
                GtkSnapshot *snapshot,
                const GError *error,
                const graphene_rect_t *area)
{
  g_autoptr (PangoLayout)
      layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), error->message);
  const GdkRGBA ink = { 0.25, 0.25, 0.25, 1 };

  pango_layout_set_width (layout, (int) MAX (area->size.width - 24, 24) * PANGO_SCALE);
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot, &GRAPHENE_POINT_INIT (area->origin.x + 12, area->origin.y + area->size.height / 3));
  gtk_snapshot_append_layout (snapshot, layout, &ink);
  gtk_snapshot_restore (snapshot);
}

static void
snapshot_caption (GuPageStrip *self, GtkSnapshot *snapshot, guint page, const graphene_rect_t *area)
{
  g_autofree char *number = g_strdup_printf ("%u", page + 1);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), number);
  GdkRGBA color;
  int width = 0;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  pango_layout_get_pixel_size (layout, &width, NULL);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (area->origin.x + (area->size.width - width) / 2,
                                                area->origin.y + area->size.height + 4));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

void
gu_page_strip_draw_page (GuPageStrip *self, GtkSnapshot *snapshot, guint page)
{
  GdkTexture *texture = gu_page_cache_peek (self->cache, page);
  const GError *error = gu_page_cache_get_error (self->cache, page);
  graphene_rect_t area;

  gu_page_strip_get_rectangle (self, page, gtk_widget_get_width (GTK_WIDGET (self)), &area);
  snapshot_frame (self, snapshot, page, &area);
  if (texture != NULL)
    gtk_snapshot_append_texture (snapshot, texture, &area);
  else if (error != NULL && !self->thumbnails)
    snapshot_error (self, snapshot, error, &area);
  snapshot_areas (self, snapshot, page, &area);
  if (self->thumbnails)
    snapshot_caption (self, snapshot, page, &area);
}
