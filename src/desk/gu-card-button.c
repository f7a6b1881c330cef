/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-card-button.h"

#include "gu-certificate-list.h"
#include "gu-certificate-row.h"
#include "gu-desk-toast.h"
#include "gu-health-look.h"
#include "gu-health.h"

#include <glib/gi18n-lib.h>

/* The signature card at the bottom of the sidebar. */

struct _GuCardButton
{
  GtkWidget parent_instance;

  GuContext *context; /* owned */
  gboolean bound;
  GBinding *compact; /* owned by its source and target */

  /* template children */
  GtkWidget *button;
  GtkWidget *popover;
  GtkImage *icon;
  GtkWidget *label;
  GtkLabel *sentence;
  GtkLabel *hint;
  GtkWidget *cards;
  GtkListBox *certificates;
  GtkWidget *refresh;
};

G_DEFINE_FINAL_TYPE (GuCardButton, gu_card_button, GTK_TYPE_WIDGET)

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  return gu_certificate_row_new (GU_CERTIFICATE_ITEM (item));
}

static void
on_certificates_changed (GuCardButton *self)
{
  GListModel *model = G_LIST_MODEL (gu_context_get_certificates (self->context));

  gtk_widget_set_visible (self->cards, g_list_model_get_n_items (model) > 0);
}

static void
on_refreshed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GuCardButton) self = GU_CARD_BUTTON (user_data);
  g_autoptr (GError) error = NULL;

  if (self->refresh != NULL)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), "card.refresh", TRUE);
  /* Why there is none stands in the words of the button itself. */
  if (!gu_certificate_list_refresh_finish (GU_CERTIFICATE_LIST (source), result, &error))
    g_debug ("the cards were asked again: %s", error->message);
}

static void
refresh (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuCardButton *self = GU_CARD_BUTTON (widget);

  if (self->context == NULL || gu_context_get_certificates (self->context) == NULL)
    return;
  gtk_widget_action_set_enabled (widget, "card.refresh", FALSE);
  gu_certificate_list_refresh_async (
      gu_context_get_certificates (self->context), NULL, on_refreshed, g_object_ref (self));
}

static void
on_popover_show (GuCardButton *self)
{
  GuCertificateList *certificates = NULL;

  if (self->context == NULL || self->bound)
    return;
  certificates = gu_context_get_certificates (self->context);
  if (certificates == NULL)
    return;
  self->bound = TRUE;
  gtk_list_box_bind_model (self->certificates, G_LIST_MODEL (certificates), create_row, self, NULL);
  g_signal_connect_object (
      certificates, "items-changed", G_CALLBACK (on_certificates_changed), self, G_CONNECT_SWAPPED);
  on_certificates_changed (self);
}

static void
on_health_changed (GuCardButton *self)
{
  g_autofree char *state = NULL;
  g_autofree char *text = NULL;
  g_autofree char *hint = NULL;
  g_autofree char *icon = NULL;

  g_object_get (gu_context_get_health (self->context),
                "card-state",
                &state,
                "card-text",
                &text,
                "card-hint",
                &hint,
                NULL);
  icon = g_strdup (g_strcmp0 (state, "ready") == 0 ? "gu-card-symbolic"
                                                   : "gu-card-missing-symbolic");
  gtk_image_set_from_icon_name (self->icon, icon);
  gu_health_look_apply (GTK_WIDGET (self->icon), state);
  gtk_label_set_label (GTK_LABEL (self->label), text);
  gtk_label_set_label (self->sentence, text);
  gtk_label_set_label (self->hint, hint);
  gtk_widget_set_visible (GTK_WIDGET (self->hint), hint != NULL && *hint != '\0');
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  hint != NULL ? hint : "",
                                  -1);
}

static void
gu_card_button_root (GtkWidget *widget)
{
  GuCardButton *self = GU_CARD_BUTTON (widget);

  GTK_WIDGET_CLASS (gu_card_button_parent_class)->root (widget);
  self->compact = gu_health_look_follow_compact (widget, self->label);
}

static void
gu_card_button_unroot (GtkWidget *widget)
{
  g_clear_pointer (&GU_CARD_BUTTON (widget)->compact, g_binding_unbind);
  GTK_WIDGET_CLASS (gu_card_button_parent_class)->unroot (widget);
}

static void
gu_card_button_dispose (GObject *object)
{
  GuCardButton *self = GU_CARD_BUTTON (object);

  if (self->context != NULL)
    g_signal_handlers_disconnect_by_data (gu_context_get_health (self->context), self);
  if (self->bound)
    gtk_list_box_bind_model (self->certificates, NULL, NULL, NULL, NULL);
  self->bound = FALSE;
  g_clear_object (&self->context);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  G_OBJECT_CLASS (gu_card_button_parent_class)->dispose (object);
}

static void
gu_card_button_class_init (GuCardButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gu_card_button_dispose;
  widget_class->root = gu_card_button_root;
  widget_class->unroot = gu_card_button_unroot;
  gtk_widget_class_install_action (widget_class, "card.refresh", NULL, refresh);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ro/ghiseuunic/Ghiseu/desk/gu-card-button.ui");
  gtk_widget_class_bind_template_child (widget_class, GuCardButton, button);
  gtk_widget_class_bind_template_child (widget_class, GuCardButton, popover);
  gtk_widget_class_bind_template_child (widget_class, GuCardButton, icon);
  gtk_widget_class_bind_template_child (widget_class, GuCardButton, label);
  gtk_widget_class_bind_template_child (widget_class, GuCardButton, sentence);
  gtk_widget_class_bind_template_child (widget_class, GuCardButton, hint);
  gtk_widget_class_bind_template_child (widget_class, GuCardButton, cards);
  gtk_widget_class_bind_template_child (widget_class, GuCardButton, certificates);
  gtk_widget_class_bind_template_child (widget_class, GuCardButton, refresh);
}

static void
gu_card_button_init (GuCardButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (self->cards, FALSE);
  g_signal_connect_object (
      self->popover, "show", G_CALLBACK (on_popover_show), self, G_CONNECT_SWAPPED);
}

void
gu_card_button_set_context (GuCardButton *self, GuContext *context)
{
  g_return_if_fail (GU_IS_CARD_BUTTON (self));
  g_return_if_fail (self->context == NULL);

  self->context = g_object_ref (context);
  g_signal_connect_object (gu_context_get_health (context),
                           "notify",
                           G_CALLBACK (on_health_changed),
                           self,
                           G_CONNECT_SWAPPED);
  on_health_changed (self);
}
