/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-place-row.h"

#include "gu-health-look.h"

#include <glib/gi18n-lib.h>

/* A row of the sidebar; in a window that asks for it (property "compact") only its icon. */

struct _GuPlaceRow
{
  GtkWidget parent_instance;

  GuPlace *place;    /* owned */
  GBinding *compact; /* owned by its source and target */

  /* template children */
  GtkWidget *box;
  GtkWidget *title;
};

enum
{
  PROP_0,
  PROP_PLACE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (GuPlaceRow, gu_place_row, GTK_TYPE_WIDGET)

static void
update_name (GuPlaceRow *self)
{
  GtkWidget *row = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *name = NULL;

  if (self->place == NULL || row == NULL)
    return;
  /* Translators: name of a place in the sidebar and how many things wait there, for screen readers.
   */
  name = gu_place_get_count (self->place) > 0 ? g_strdup_printf (
             _ ("%s, %u"), gu_place_get_title (self->place), gu_place_get_count (self->place))
                                              : g_strdup (gu_place_get_title (self->place));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), gu_place_get_title (self->place));
}

static void
gu_place_row_root (GtkWidget *widget)
{
  GuPlaceRow *self = GU_PLACE_ROW (widget);

  GTK_WIDGET_CLASS (gu_place_row_parent_class)->root (widget);
  self->compact = gu_health_look_follow_compact (widget, self->title);
  update_name (self);
}

static void
gu_place_row_unroot (GtkWidget *widget)
{
  g_clear_pointer (&GU_PLACE_ROW (widget)->compact, g_binding_unbind);
  GTK_WIDGET_CLASS (gu_place_row_parent_class)->unroot (widget);
}

static void
set_place (GuPlaceRow *self, GuPlace *place)
{
  if (self->place != NULL)
    g_signal_handlers_disconnect_by_data (self->place, self);
  if (!g_set_object (&self->place, place))
    return;
  if (place != NULL)
    g_signal_connect_object (
        place, "notify::count", G_CALLBACK (update_name), self, G_CONNECT_SWAPPED);
  update_name (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLACE]);
}

static void
gu_place_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_PLACE:
      g_value_set_object (value, GU_PLACE_ROW (object)->place);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_place_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_PLACE:
      set_place (GU_PLACE_ROW (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_place_row_dispose (GObject *object)
{
  GuPlaceRow *self = GU_PLACE_ROW (object);

  if (self->place != NULL)
    g_signal_handlers_disconnect_by_data (self->place, self);
  g_clear_object (&self->place);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (gu_place_row_parent_class)->dispose (object);
}

static void
gu_place_row_class_init (GuPlaceRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gu_place_row_dispose;
  object_class->get_property = gu_place_row_get_property;
  object_class->set_property = gu_place_row_set_property;
  widget_class->root = gu_place_row_root;
  widget_class->unroot = gu_place_row_unroot;

  properties[PROP_PLACE] = g_param_spec_object ("place",
                                                NULL,
                                                NULL,
                                                GU_TYPE_PLACE,
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                    | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ro/ghiseuunic/Ghiseu/widgets/gu-place-row.ui");
  gtk_widget_class_bind_template_child (widget_class, GuPlaceRow, box);
  gtk_widget_class_bind_template_child (widget_class, GuPlaceRow, title);
}

static void
gu_place_row_init (GuPlaceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
