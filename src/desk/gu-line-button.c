/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-line-button.h"

#include "gu-desk-toast.h"
#include "gu-health-look.h"
#include "gu-health.h"
#include "gu-outbox-list.h"
#include "gu-outbox-row.h"

#include <glib/gi18n-lib.h>

/* The line to central at the bottom of the sidebar. */

struct _GuLineButton
{
  GtkWidget parent_instance;

  GuContext *context;   /* owned */
  GuOutboxList *outbox; /* owned; NULL until the popover was opened once */
  GBinding *compact;    /* owned by its source and target */

  /* template children */
  GtkWidget *button;
  GtkWidget *popover;
  GtkImage *icon;
  GtkWidget *label;
  GtkLabel *sentence;
  GtkLabel *hint;
  GtkWidget *waiting;
  GtkListBox *list;
  GtkWidget *sync;
};

G_DEFINE_FINAL_TYPE (GuLineButton, gu_line_button, GTK_TYPE_WIDGET)

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  GuLineButton *self = GU_LINE_BUTTON (user_data);

  return gu_outbox_row_new (self->outbox, GU_OUTBOX_ITEM (item));
}

static void
on_waiting_changed (GuLineButton *self)
{
  gtk_widget_set_visible (self->waiting,
                          g_list_model_get_n_items (G_LIST_MODEL (self->outbox)) > 0);
}

static void
on_refreshed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GuLineButton) self = GU_LINE_BUTTON (user_data);
  g_autoptr (GError) error = NULL;

  if (!gu_outbox_list_refresh_finish (GU_OUTBOX_LIST (source), result, &error))
    gu_desk_toast_error (GTK_WIDGET (self), error);
}

/* The list is read only when somebody looks at it. */
static void
on_popover_show (GuLineButton *self)
{
  if (self->context == NULL || !gu_context_is_ready (self->context))
    return;
  if (self->outbox == NULL)
    {
      self->outbox = gu_outbox_list_new (self->context);
      gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->outbox), create_row, self, NULL);
      g_signal_connect_object (
          self->outbox, "items-changed", G_CALLBACK (on_waiting_changed), self, G_CONNECT_SWAPPED);
      on_waiting_changed (self);
    }
  gu_outbox_list_refresh_async (self->outbox, NULL, on_refreshed, g_object_ref (self));
}

static void
on_health_changed (GuLineButton *self)
{
  g_autofree char *state = NULL;
  g_autofree char *text = NULL;
  g_autofree char *hint = NULL;
  g_autofree char *icon = NULL;

  g_object_get (gu_context_get_health (self->context),
                "line-state",
                &state,
                "line-text",
                &text,
                "line-hint",
                &hint,
                NULL);
  if (g_strcmp0 (state, "online") == 0)
    icon = g_strdup ("gu-line-on-symbolic");
  else if (g_strcmp0 (state, "starting") == 0 || g_strcmp0 (state, "connecting") == 0)
    icon = g_strdup ("gu-line-busy-symbolic");
  else
    icon = g_strdup ("gu-line-off-symbolic");
  gtk_image_set_from_icon_name (self->icon, icon);
  gu_health_look_apply (GTK_WIDGET (self->icon), state);
  gtk_label_set_label (GTK_LABEL (self->label), text);
  gtk_label_set_label (self->sentence, text);
  gtk_label_set_label (self->hint, hint);
  gtk_widget_set_visible (GTK_WIDGET (self->hint), hint != NULL && *hint != '\0');
  gtk_widget_set_visible (self->sync, g_strcmp0 (state, "none") != 0);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  hint != NULL ? hint : "",
                                  -1);
}

static void
gu_line_button_root (GtkWidget *widget)
{
  GuLineButton *self = GU_LINE_BUTTON (widget);

  GTK_WIDGET_CLASS (gu_line_button_parent_class)->root (widget);
  self->compact = gu_health_look_follow_compact (widget, self->label);
}

static void
gu_line_button_unroot (GtkWidget *widget)
{
  g_clear_pointer (&GU_LINE_BUTTON (widget)->compact, g_binding_unbind);
  GTK_WIDGET_CLASS (gu_line_button_parent_class)->unroot (widget);
}

static void
gu_line_button_dispose (GObject *object)
{
  GuLineButton *self = GU_LINE_BUTTON (object);

  if (self->context != NULL)
    g_signal_handlers_disconnect_by_data (gu_context_get_health (self->context), self);
  if (self->outbox != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->outbox);
  g_clear_object (&self->context);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  G_OBJECT_CLASS (gu_line_button_parent_class)->dispose (object);
}

static void
gu_line_button_class_init (GuLineButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gu_line_button_dispose;
  widget_class->root = gu_line_button_root;
  widget_class->unroot = gu_line_button_unroot;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ro/ghiseuunic/Ghiseu/desk/gu-line-button.ui");
  gtk_widget_class_bind_template_child (widget_class, GuLineButton, button);
  gtk_widget_class_bind_template_child (widget_class, GuLineButton, popover);
  gtk_widget_class_bind_template_child (widget_class, GuLineButton, icon);
  gtk_widget_class_bind_template_child (widget_class, GuLineButton, label);
  gtk_widget_class_bind_template_child (widget_class, GuLineButton, sentence);
  gtk_widget_class_bind_template_child (widget_class, GuLineButton, hint);
  gtk_widget_class_bind_template_child (widget_class, GuLineButton, waiting);
  gtk_widget_class_bind_template_child (widget_class, GuLineButton, list);
  gtk_widget_class_bind_template_child (widget_class, GuLineButton, sync);
}

static void
gu_line_button_init (GuLineButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (self->waiting, FALSE);
  g_signal_connect_object (
      self->popover, "show", G_CALLBACK (on_popover_show), self, G_CONNECT_SWAPPED);
}

void
gu_line_button_set_context (GuLineButton *self, GuContext *context)
{
  g_return_if_fail (GU_IS_LINE_BUTTON (self));
  g_return_if_fail (self->context == NULL);

  self->context = g_object_ref (context);
  g_signal_connect_object (gu_context_get_health (context),
                           "notify",
                           G_CALLBACK (on_health_changed),
                           self,
                           G_CONNECT_SWAPPED);
  on_health_changed (self);
}
