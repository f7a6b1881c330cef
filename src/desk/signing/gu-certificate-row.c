/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-certificate-row.h"

#include <glib/gi18n-lib.h>

/* A certificate on a card. */

struct _GuCertificateRow
{
  AdwActionRow parent_instance;

  GuCertificateItem *item; /* owned */

  /* template children */
  GtkImage *icon;
  GtkWidget *tick;
};

G_DEFINE_FINAL_TYPE (GuCertificateRow, gu_certificate_row, ADW_TYPE_ACTION_ROW)

static void
on_item_changed (GuCertificateRow *self)
{
  g_autofree char *issuer = NULL;
  g_autofree char *not_after = NULL;
  g_autofree char *subtitle = NULL;
  gboolean usable = gu_certificate_item_get_usable (self->item);

  g_object_get (self->item, "issuer", &issuer, "not-after", &not_after, NULL);
  if (usable)
    /* Translators: who issued a certificate, and until when it is valid. */
    subtitle = g_strdup_printf (_ ("%s · valid until %s"), issuer, not_after);
  else
    subtitle = g_strdup (gu_certificate_item_get_reason (self->item));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self),
                                 gu_certificate_item_get_subject (self->item));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gtk_widget_set_sensitive (GTK_WIDGET (self), usable);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (self), usable);
  gtk_image_set_from_icon_name (self->icon,
                                usable ? "gu-card-symbolic" : "gu-status-problem-symbolic");
}

static void
on_flags_changed (GuCertificateRow *self)
{
  gboolean selected = gtk_list_box_row_is_selected (GTK_LIST_BOX_ROW (self));

  gtk_widget_set_opacity (self->tick, selected ? 1 : 0);
}

static void
gu_certificate_row_dispose (GObject *object)
{
  GuCertificateRow *self = GU_CERTIFICATE_ROW (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  G_OBJECT_CLASS (gu_certificate_row_parent_class)->dispose (object);
}

static void
gu_certificate_row_class_init (GuCertificateRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gu_certificate_row_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/ro/ghiseuunic/Ghiseu/signing/gu-certificate-row.ui");
  gtk_widget_class_bind_template_child (widget_class, GuCertificateRow, icon);
  gtk_widget_class_bind_template_child (widget_class, GuCertificateRow, tick);
  gtk_widget_class_bind_template_callback (widget_class, on_flags_changed);
}

static void
gu_certificate_row_init (GuCertificateRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
gu_certificate_row_new (GuCertificateItem *item)
{
  GuCertificateRow *self = g_object_new (GU_TYPE_CERTIFICATE_ROW, NULL);

  self->item = g_object_ref (item);
  g_signal_connect_object (item, "notify", G_CALLBACK (on_item_changed), self, G_CONNECT_SWAPPED);
  on_item_changed (self);
  return GTK_WIDGET (self);
}

GuCertificateItem *
gu_certificate_row_get_item (GuCertificateRow *self)
{
  g_return_val_if_fail (GU_IS_CERTIFICATE_ROW (self), NULL);

  return self->item;
}
