/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-clock-row.h"

#include <glib/gi18n-lib.h>

#include "gu-pill.h"

/* A legal term of a dossier. */

struct _GuClockRow
{
  AdwExpanderRow parent_instance;

  GuClockItem *item; /* owned */

  /* template children */
  GtkImage *icon;
  GuPill *pill;
  GtkLabel *explanation;
};

G_DEFINE_FINAL_TYPE (GuClockRow, gu_clock_row, ADW_TYPE_EXPANDER_ROW)

static void
update (GuClockRow *self)
{
  const char *urgency = gu_clock_item_get_urgency (self->item);
  gboolean pressing = g_strcmp0 (urgency, "none") != 0;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), gu_clock_item_get_label (self->item));
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), gu_clock_item_get_remaining (self->item));
  g_object_set (
      self->pill, "label", gu_clock_item_get_last_day (self->item), "code", urgency, NULL);
  gtk_image_set_from_icon_name (self->icon,
                                pressing ? "gu-status-expired-symbolic" : "gu-clock-symbolic");
  gtk_label_set_label (self->explanation, gu_clock_item_get_explanation (self->item));
}

static void
gu_clock_row_dispose (GObject *object)
{
  GuClockRow *self = GU_CLOCK_ROW (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  G_OBJECT_CLASS (gu_clock_row_parent_class)->dispose (object);
}

static void
gu_clock_row_class_init (GuClockRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gu_clock_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ro/ghiseuunic/Ghiseu/dossier/gu-clock-row.ui");
  gtk_widget_class_bind_template_child (widget_class, GuClockRow, icon);
  gtk_widget_class_bind_template_child (widget_class, GuClockRow, pill);
  gtk_widget_class_bind_template_child (widget_class, GuClockRow, explanation);
}

static void
gu_clock_row_init (GuClockRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
gu_clock_row_new (GuClockItem *item)
{
  GuClockRow *self = g_object_new (GU_TYPE_CLOCK_ROW, NULL);

  self->item = g_object_ref (item);
  g_signal_connect_object (item, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

GuClockItem *
gu_clock_row_get_item (GuClockRow *self)
{
  g_return_val_if_fail (GU_IS_CLOCK_ROW (self), NULL);

  return self->item;
}
