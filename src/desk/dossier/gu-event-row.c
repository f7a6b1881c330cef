/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-event-row.h"

#include <glib/gi18n-lib.h>

/* One event of a dossier. */

struct _GuEventRow
{
  AdwActionRow parent_instance;

  GuTimelineItem *item; /* owned */

  /* template children */
  GtkImage *icon;
  GtkLabel *hash;
};

G_DEFINE_FINAL_TYPE (GuEventRow, gu_event_row, ADW_TYPE_ACTION_ROW)

static void
update (GuEventRow *self)
{
  g_autofree char *title = NULL;
  g_autofree char *detail = NULL;
  g_autofree char *when = NULL;
  g_autofree char *who = NULL;
  g_autofree char *icon = NULL;
  g_autofree char *hash = NULL;
  g_autofree char *subtitle = NULL;

  g_object_get (self->item,
                "title",
                &title,
                "detail",
                &detail,
                "when",
                &when,
                "who",
                &who,
                "icon-name",
                &icon,
                "hash",
                &hash,
                NULL);
  subtitle = detail != NULL && *detail != '\0' ? g_strdup_printf ("%s · %s\n%s", when, who, detail)
                                               : g_strdup_printf ("%s · %s", when, who);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gtk_image_set_from_icon_name (self->icon,
                                icon != NULL && *icon != '\0' ? icon : "gu-journal-symbolic");
  gtk_label_set_label (self->hash, hash);
}

static void
gu_event_row_dispose (GObject *object)
{
  GuEventRow *self = GU_EVENT_ROW (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  G_OBJECT_CLASS (gu_event_row_parent_class)->dispose (object);
}

static void
gu_event_row_class_init (GuEventRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gu_event_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ro/ghiseuunic/Ghiseu/dossier/gu-event-row.ui");
  gtk_widget_class_bind_template_child (widget_class, GuEventRow, icon);
  gtk_widget_class_bind_template_child (widget_class, GuEventRow, hash);
}

static void
gu_event_row_init (GuEventRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
gu_event_row_new (GuTimelineItem *item)
{
  GuEventRow *self = g_object_new (GU_TYPE_EVENT_ROW, NULL);

  self->item = g_object_ref (item);
  g_signal_connect_object (item, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

GuTimelineItem *
gu_event_row_get_item (GuEventRow *self)
{
  g_return_val_if_fail (GU_IS_EVENT_ROW (self), NULL);

  return self->item;
}
