/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-banner.h"

#include "gu-error.h"

#include <glib/gi18n-lib.h>

/* A message inside the page that needs a decision or should not vanish by itself. */

struct _GuBanner
{
  GtkWidget parent_instance;

  /* template children */
  GtkWidget *revealer;
  GtkWidget *box;
  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *hint;
  GtkButton *button;
};

enum
{
  BUTTON_CLICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GuBanner, gu_banner, GTK_TYPE_WIDGET)

static void
on_button_clicked (GuBanner *self)
{
  g_signal_emit (self, signals[BUTTON_CLICKED], 0);
}

static void
on_close_clicked (GuBanner *self)
{
  gu_banner_hide (self);
}

static void
gu_banner_dispose (GObject *object)
{
  GuBanner *self = GU_BANNER (object);

  g_clear_pointer (&self->revealer, gtk_widget_unparent);
  G_OBJECT_CLASS (gu_banner_parent_class)->dispose (object);
}

static void
gu_banner_class_init (GuBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gu_banner_dispose;

  /**
   * GuBanner::button-clicked:
   *
   * The clerk chose what the banner offers.
   */
  signals[BUTTON_CLICKED] = g_signal_new ("button-clicked",
                                          G_TYPE_FROM_CLASS (klass),
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ro/ghiseuunic/Ghiseu/widgets/gu-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, GuBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, GuBanner, box);
  gtk_widget_class_bind_template_child (widget_class, GuBanner, icon);
  gtk_widget_class_bind_template_child (widget_class, GuBanner, title);
  gtk_widget_class_bind_template_child (widget_class, GuBanner, hint);
  gtk_widget_class_bind_template_child (widget_class, GuBanner, button);
  gtk_widget_class_bind_template_callback (widget_class, on_button_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_close_clicked);
}

static void
gu_banner_init (GuBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
gu_banner_show (GuBanner *self,
                GuBannerKind kind,
                const char *title,
                const char *hint,
                const char *button)
{
  static const struct
  {
    const char *style;
    const char *icon;
  } looks[] = {
    [GU_BANNER_INFO] = { "gu-info", "dialog-information-symbolic" },
    [GU_BANNER_WARNING] = { "gu-warning", "dialog-warning-symbolic" },
    [GU_BANNER_ERROR] = { "gu-error", "dialog-error-symbolic" },
  };

  g_return_if_fail (GU_IS_BANNER (self));
  g_return_if_fail (title != NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (looks); i++)
    gtk_widget_remove_css_class (self->box, looks[i].style);
  gtk_widget_add_css_class (self->box, looks[kind].style);
  gtk_image_set_from_icon_name (self->icon, looks[kind].icon);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->hint, hint != NULL ? hint : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), hint != NULL);
  if (button != NULL)
    gtk_button_set_label (self->button, button);
  gtk_widget_set_visible (GTK_WIDGET (self->button), button != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  hint != NULL ? hint : "",
                                  -1);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), TRUE);
}

void
gu_banner_show_error (GuBanner *self, const GError *error)
{
  g_return_if_fail (error != NULL);

  gu_banner_show (self, GU_BANNER_ERROR, error->message, gu_error_get_hint (error), NULL);
}

void
gu_banner_hide (GuBanner *self)
{
  g_return_if_fail (GU_IS_BANNER (self));

  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), FALSE);
}

gboolean
gu_banner_get_revealed (GuBanner *self)
{
  g_return_val_if_fail (GU_IS_BANNER (self), FALSE);

  return gtk_revealer_get_reveal_child (GTK_REVEALER (self->revealer));
}

const char *
gu_banner_get_title (GuBanner *self)
{
  g_return_val_if_fail (GU_IS_BANNER (self), NULL);

  return gtk_label_get_label (self->title);
}
