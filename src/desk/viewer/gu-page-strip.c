/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-page-strip-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* The pages of one document, one under the other, in a scrolled window. What is drawn comes from
 * a GuPageCache, which asks the worker; here is only geometry, scrolling and painting. */

#define ZOOM_MIN 0.1
#define ZOOM_MAX 6.0

enum
{
  PROP_0,
  PROP_PAGE,
  PROP_ZOOM,
  PROP_THUMBNAILS,
  PROP_HADJUSTMENT,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
  N_PROPS
};

enum
{
  PAGE_CHOSEN,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE_WITH_CODE (GuPageStrip,
                               gu_page_strip,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

static int
caption_height (GuPageStrip *self)
{
  return self->thumbnails ? GU_THUMBNAIL_CAPTION : 0;
}

static void
measure_pages (GuPageStrip *self)
{
  self->widest = 0;
  for (guint i = 0; i < self->n_pages; i++)
    {
      double width = 0;
      double height = 0;

      gu_page_strip_get_size (self, i, &width, &height);
      self->widest = MAX (self->widest, width);
    }
}

static void
lay_out (GuPageStrip *self)
{
  double y = GU_PAGE_GAP;
  double scale = gu_page_strip_get_scale (self);

  for (guint i = 0; i < self->n_pages; i++)
    {
      double width = 0;
      double height = 0;

      gu_page_strip_get_size (self, i, &width, &height);
      self->tops[i] = y;
      y += round (height * scale) + GU_PAGE_GAP + caption_height (self);
    }
  if (self->n_pages > 0)
    self->tops[self->n_pages] = y;
}

static guint
page_at (GuPageStrip *self, double y)
{
  guint low = 0;
  guint high = self->n_pages;

  while (low + 1 < high)
    {
      guint middle = (low + high) / 2;

      if (self->tops[middle] <= y)
        low = middle;
      else
        high = middle;
    }
  return low;
}

static double
fitting_zoom (GuPageStrip *self, int width, int height)
{
  double page_width = 0;
  double page_height = 0;
  double across = MAX (width - 2 * GU_PAGE_GAP, 24);
  double down = MAX (height - 2 * GU_PAGE_GAP, 24);

  if (self->n_pages == 0 || self->widest <= 0)
    return 1;
  if (self->mode == GU_ZOOM_FIT_WIDTH)
    return CLAMP (across / (self->widest * GU_PIXELS_PER_POINT), ZOOM_MIN, ZOOM_MAX);
  gu_page_strip_get_size (self, MIN (self->page, self->n_pages - 1), &page_width, &page_height);
  return CLAMP (
      MIN (across / page_width, down / page_height) / GU_PIXELS_PER_POINT, ZOOM_MIN, ZOOM_MAX);
}

/* Others change their words by these, which must not happen while sizes are handed out. */
static gboolean
notify_later (gpointer data)
{
  GuPageStrip *self = GU_PAGE_STRIP (data);

  self->notify_id = 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM]);
  return G_SOURCE_REMOVE;
}

static void
queue_notify (GuPageStrip *self)
{
  if (self->notify_id == 0)
    self->notify_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, notify_later, self, NULL);
}

static void
update_page (GuPageStrip *self)
{
  guint page = 0;
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  g_autofree char *name = NULL;

  if (self->n_pages == 0 || self->adjustments[1] == NULL || self->thumbnails)
    return;
  page = page_at (self, gtk_adjustment_get_value (self->adjustments[1]) + height / 3.0);
  if (page == self->page)
    return;
  self->page = page;
  /* Translators: which page of how many is in sight, for screen readers. */
  name = g_strdup_printf (_ ("Page %u of %u"), page + 1, self->n_pages);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, name, -1);
  queue_notify (self);
}

static void
configure (GuPageStrip *self, int width, int height)
{
  double content_width = self->n_pages > 0 ? round (self->widest * gu_page_strip_get_scale (self))
                                                 + 2 * GU_PAGE_GAP
                                           : 0;
  double content_height = self->n_pages > 0 ? self->tops[self->n_pages] : 0;

  if (self->adjustments[0] == NULL || self->adjustments[1] == NULL)
    return;
  gtk_adjustment_configure (self->adjustments[0],
                            gtk_adjustment_get_value (self->adjustments[0]),
                            0,
                            MAX (width, content_width),
                            width * 0.1,
                            width * 0.9,
                            width);
  gtk_adjustment_configure (self->adjustments[1],
                            gtk_adjustment_get_value (self->adjustments[1]),
                            0,
                            MAX (height, content_height),
                            MAX (40, height * 0.1),
                            height * 0.9,
                            height);
}

static void
gu_page_strip_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GuPageStrip *self = GU_PAGE_STRIP (widget);

  if (self->n_pages > 0 && self->mode != GU_ZOOM_FREE)
    {
      double zoom = fitting_zoom (self, width, height);

      if (fabs (zoom - self->zoom) > 0.001)
        {
          guint page = self->page;
          double within = self->adjustments[1] != NULL && self->tops[page + 1] > self->tops[page]
                              ? (gtk_adjustment_get_value (self->adjustments[1]) - self->tops[page])
                                    / (self->tops[page + 1] - self->tops[page])
                              : 0;

          self->zoom = zoom;
          lay_out (self);
          configure (self, width, height);
          if (self->adjustments[1] != NULL)
            gtk_adjustment_set_value (self->adjustments[1],
                                      self->tops[page]
                                          + within * (self->tops[page + 1] - self->tops[page]));
          queue_notify (self);
        }
    }
  configure (self, width, height);
  update_page (self);
}

static void
gu_page_strip_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  *minimum = 60;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 420 : 560;
  *minimum_baseline = *natural_baseline = -1;
}

static void
gu_page_strip_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  GuPageStrip *self = GU_PAGE_STRIP (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  double top = 0;
  guint first = 0;
  guint last = 0;
  double scale = gu_page_strip_get_scale (self) * gtk_widget_get_scale_factor (widget);

  if (self->n_pages == 0 || self->adjustments[1] == NULL)
    return;
  top = gtk_adjustment_get_value (self->adjustments[1]);
  first = page_at (self, top);
  last = page_at (self, top + height);
  gu_page_cache_set_view (self->cache, first, last, scale, self->rotation);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  for (guint page = first; page <= last && page < self->n_pages; page++)
    gu_page_strip_draw_page (self, snapshot, page);
  gtk_snapshot_pop (snapshot);
}

static void
on_scrolled (GuPageStrip *self)
{
  update_page (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_adjustment (GuPageStrip *self, int index, GtkAdjustment *adjustment)
{
  if (self->adjustments[index] != NULL)
    g_signal_handlers_disconnect_by_func (self->adjustments[index], on_scrolled, self);
  g_set_object (&self->adjustments[index], adjustment);
  if (adjustment != NULL)
    g_signal_connect_object (
        adjustment, "value-changed", G_CALLBACK (on_scrolled), self, G_CONNECT_SWAPPED);
  configure (
      self, gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)));
}

static void
on_pressed (GtkGestureClick *gesture, int n_press, double x, double y, gpointer user_data)
{
  GuPageStrip *self = GU_PAGE_STRIP (user_data);

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (self->n_pages == 0 || !self->thumbnails)
    return;
  g_signal_emit (self,
                 signals[PAGE_CHOSEN],
                 0,
                 page_at (self, y + gtk_adjustment_get_value (self->adjustments[1])));
}

static void
scroll_by (GuPageStrip *self, double amount)
{
  gtk_adjustment_set_value (self->adjustments[1],
                            gtk_adjustment_get_value (self->adjustments[1]) + amount);
}

static gboolean
on_key (GtkEventControllerKey *keys,
        guint key,
        guint code,
        GdkModifierType modifiers,
        gpointer user_data)
{
  GuPageStrip *self = GU_PAGE_STRIP (user_data);
  double step = self->adjustments[1] != NULL
                    ? gtk_adjustment_get_step_increment (self->adjustments[1])
                    : 0;

  if (self->n_pages == 0 || (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if (self->thumbnails)
    {
      guint page = self->page;

      if (key == GDK_KEY_Down || key == GDK_KEY_Page_Down)
        page = MIN (page + 1, self->n_pages - 1);
      else if (key == GDK_KEY_Up || key == GDK_KEY_Page_Up)
        page = page > 0 ? page - 1 : 0;
      else if (key == GDK_KEY_Home)
        page = 0;
      else if (key == GDK_KEY_End)
        page = self->n_pages - 1;
      else
        return GDK_EVENT_PROPAGATE;
      g_signal_emit (self, signals[PAGE_CHOSEN], 0, page);
      return GDK_EVENT_STOP;
    }
  if (key == GDK_KEY_Down)
    scroll_by (self, step);
  else if (key == GDK_KEY_Up)
    scroll_by (self, -step);
  else if (key == GDK_KEY_space)
    scroll_by (self, gtk_adjustment_get_page_increment (self->adjustments[1]));
  else if (key == GDK_KEY_Page_Down)
    gu_page_strip_scroll_to (self, MIN (self->page + 1, self->n_pages - 1));
  else if (key == GDK_KEY_Page_Up)
    gu_page_strip_scroll_to (self, self->page > 0 ? self->page - 1 : 0);
  else if (key == GDK_KEY_Home)
    gu_page_strip_scroll_to (self, 0);
  else if (key == GDK_KEY_End)
    gu_page_strip_scroll_to (self, self->n_pages - 1);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static void
gu_page_strip_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GuPageStrip *self = GU_PAGE_STRIP (object);

  switch (id)
    {
    case PROP_PAGE:
      g_value_set_uint (value, self->page);
      break;
    case PROP_ZOOM:
      g_value_set_double (value, self->zoom);
      break;
    case PROP_THUMBNAILS:
      g_value_set_boolean (value, self->thumbnails);
      break;
    case PROP_HADJUSTMENT:
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->adjustments[id - PROP_HADJUSTMENT]);
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, self->policies[id - PROP_HSCROLL_POLICY]);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_page_strip_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GuPageStrip *self = GU_PAGE_STRIP (object);

  switch (id)
    {
    case PROP_THUMBNAILS:
      self->thumbnails = g_value_get_boolean (value);
      break;
    case PROP_HADJUSTMENT:
    case PROP_VADJUSTMENT:
      set_adjustment (self, id - PROP_HADJUSTMENT, g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
    case PROP_VSCROLL_POLICY:
      self->policies[id - PROP_HSCROLL_POLICY] = g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_page_strip_dispose (GObject *object)
{
  GuPageStrip *self = GU_PAGE_STRIP (object);

  gu_page_strip_set_document (self, NULL);
  g_clear_handle_id (&self->notify_id, g_source_remove);
  for (int i = 0; i < 2; i++)
    g_clear_object (&self->adjustments[i]);
  G_OBJECT_CLASS (gu_page_strip_parent_class)->dispose (object);
}

static void
gu_page_strip_class_init (GuPageStripClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gu_page_strip_dispose;
  object_class->get_property = gu_page_strip_get_property;
  object_class->set_property = gu_page_strip_set_property;
  widget_class->measure = gu_page_strip_measure;
  widget_class->size_allocate = gu_page_strip_size_allocate;
  widget_class->snapshot = gu_page_strip_snapshot;

  properties[PROP_PAGE] = g_param_spec_uint (
      "page", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ZOOM] = g_param_spec_double (
      "zoom", NULL, NULL, 0, 100, 1, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_THUMBNAILS] = g_param_spec_boolean (
      "thumbnails", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, PROP_HADJUSTMENT, properties);
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");

  /**
   * GuPageStrip::page-chosen:
   * @page: from 0
   *
   * A thumbnail was chosen.
   */
  signals[PAGE_CHOSEN] = g_signal_new ("page-chosen",
                                       G_TYPE_FROM_CLASS (klass),
                                       G_SIGNAL_RUN_LAST,
                                       0,
                                       NULL,
                                       NULL,
                                       NULL,
                                       G_TYPE_NONE,
                                       1,
                                       G_TYPE_UINT);

  gtk_widget_class_set_css_name (widget_class, "pages");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DOCUMENT);
}

static void
gu_page_strip_init (GuPageStrip *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->zoom = 1;
  self->mode = GU_ZOOM_FIT_WIDTH;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

void
gu_page_strip_set_document (GuPageStrip *self, GuDocumentHandle *document)
{
  g_return_if_fail (GU_IS_PAGE_STRIP (self));

  if (self->document == document && document != NULL)
    return;
  g_clear_pointer (&self->areas, g_array_unref);
  if (self->cache != NULL)
    gu_page_cache_stop (self->cache);
  g_clear_object (&self->cache);
  g_clear_pointer (&self->tops, g_free);
  g_set_object (&self->document, document);
  self->n_pages = document != NULL ? gu_document_handle_get_n_pages (document) : 0;
  self->page = 0;
  self->rotation = 0;
  self->widest = 0;
  if (document != NULL)
    {
      self->tops = g_new0 (double, self->n_pages + 1);
      self->cache = gu_page_cache_new (document);
      g_signal_connect_object (
          self->cache, "drawn", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
      measure_pages (self);
      lay_out (self);
      if (self->adjustments[1] != NULL)
        gtk_adjustment_set_value (self->adjustments[1], 0);
    }
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (document != NULL)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE]);
}

guint
gu_page_strip_get_n_pages (GuPageStrip *self)
{
  g_return_val_if_fail (GU_IS_PAGE_STRIP (self), 0);

  return self->n_pages;
}

guint
gu_page_strip_get_page (GuPageStrip *self)
{
  g_return_val_if_fail (GU_IS_PAGE_STRIP (self), 0);

  return self->page;
}

void
gu_page_strip_scroll_to (GuPageStrip *self, guint page)
{
  g_return_if_fail (GU_IS_PAGE_STRIP (self));

  if (page >= self->n_pages || self->adjustments[1] == NULL)
    return;
  if (self->thumbnails)
    {
      double top = self->tops[page] - GU_PAGE_GAP;
      double bottom = self->tops[page + 1];

      self->page = page;
      gtk_adjustment_clamp_page (self->adjustments[1], top, bottom);
      gtk_widget_queue_draw (GTK_WIDGET (self));
      return;
    }
  gtk_adjustment_set_value (self->adjustments[1], self->tops[page] - GU_PAGE_GAP / 2.0);
}

void
gu_page_strip_set_zoom_mode (GuPageStrip *self, GuZoomMode mode)
{
  g_return_if_fail (GU_IS_PAGE_STRIP (self));

  self->mode = mode;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

GuZoomMode
gu_page_strip_get_zoom_mode (GuPageStrip *self)
{
  g_return_val_if_fail (GU_IS_PAGE_STRIP (self), GU_ZOOM_FREE);

  return self->mode;
}

double
gu_page_strip_get_zoom (GuPageStrip *self)
{
  g_return_val_if_fail (GU_IS_PAGE_STRIP (self), 1);

  return self->zoom;
}

void
gu_page_strip_zoom_by (GuPageStrip *self, double factor)
{
  double middle = 0;
  double zoom = 0;
  int height = 0;

  g_return_if_fail (GU_IS_PAGE_STRIP (self));

  if (self->n_pages == 0 || self->adjustments[1] == NULL)
    return;
  zoom = CLAMP (self->zoom * factor, ZOOM_MIN, ZOOM_MAX);
  height = gtk_widget_get_height (GTK_WIDGET (self));
  middle = (gtk_adjustment_get_value (self->adjustments[1]) + height / 2.0) * zoom / self->zoom;
  self->mode = GU_ZOOM_FREE;
  self->zoom = zoom;
  lay_out (self);
  configure (self, gtk_widget_get_width (GTK_WIDGET (self)), height);
  gtk_adjustment_set_value (self->adjustments[1], middle - height / 2.0);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM]);
}

void
gu_page_strip_rotate (GuPageStrip *self)
{
  guint page = 0;

  g_return_if_fail (GU_IS_PAGE_STRIP (self));

  if (self->n_pages == 0)
    return;
  page = self->page;
  self->rotation = (self->rotation + 90) % 360;
  measure_pages (self);
  if (self->mode != GU_ZOOM_FREE)
    self->zoom = fitting_zoom (
        self, gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)));
  lay_out (self);
  configure (
      self, gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)));
  gu_page_strip_scroll_to (self, page);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
gu_page_strip_set_areas (GuPageStrip *self, GArray *areas, guint current)
{
  g_return_if_fail (GU_IS_PAGE_STRIP (self));

  if (areas != NULL)
    g_array_ref (areas);
  g_clear_pointer (&self->areas, g_array_unref);
  self->areas = areas;
  self->current_area = current;
  if (areas != NULL && current < areas->len && self->adjustments[1] != NULL)
    {
      const GuDocumentMatch *match = &g_array_index (areas, GuDocumentMatch, current);
      graphene_rect_t page;
      graphene_rect_t mark;

      gu_page_strip_get_rectangle (
          self, match->page, gtk_widget_get_width (GTK_WIDGET (self)), &page);
      gu_page_strip_place_match (self, match, &page, &mark);
      gtk_adjustment_set_value (self->adjustments[1],
                                gtk_adjustment_get_value (self->adjustments[1]) + mark.origin.y
                                    - gtk_widget_get_height (GTK_WIDGET (self)) / 3.0);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
gu_page_strip_is_drawn (GuPageStrip *self)
{
  g_return_val_if_fail (GU_IS_PAGE_STRIP (self), FALSE);

  return self->cache != NULL && gu_page_cache_is_settled (self->cache);
}
