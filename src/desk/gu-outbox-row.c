/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-outbox-row.h"

#include "gu-desk-toast.h"

#include <glib/gi18n-lib.h>

/* One change that waits for central. */

struct _GuOutboxRow
{
  AdwActionRow parent_instance;

  GuOutboxList *list; /* owned */
  GuOutboxItem *item; /* owned */

  /* template children */
  GtkWidget *retry;
};

G_DEFINE_FINAL_TYPE (GuOutboxRow, gu_outbox_row, ADW_TYPE_ACTION_ROW)

static void
on_retried (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GuOutboxRow) self = GU_OUTBOX_ROW (user_data);
  g_autoptr (GError) error = NULL;

  if (!gu_outbox_list_retry_finish (GU_OUTBOX_LIST (source), result, &error))
    {
      gtk_widget_set_sensitive (self->retry, TRUE);
      gu_desk_toast_error (GTK_WIDGET (self), error);
    }
}

static void
on_retry_clicked (GuOutboxRow *self)
{
  gtk_widget_set_sensitive (self->retry, FALSE);
  gu_outbox_list_retry_async (
      self->list, gu_outbox_item_get_id (self->item), NULL, on_retried, g_object_ref (self));
}

static void
on_item_changed (GuOutboxRow *self)
{
  g_autofree char *label = NULL;
  g_autofree char *since = NULL;
  g_autofree char *subtitle = NULL;
  const char *reason = gu_outbox_item_get_reason (self->item);
  gboolean rejected = g_strcmp0 (gu_outbox_item_get_state (self->item), "rejected") == 0;

  g_object_get (self->item, "state-label", &label, "since", &since, NULL);
  subtitle = reason != NULL && *reason != '\0'
                 ? g_strdup_printf ("%s · %s\n%s", label, since, reason)
                 : g_strdup_printf ("%s · %s", label, since);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), gu_outbox_item_get_what (self->item));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gtk_widget_set_visible (self->retry, rejected);
  gtk_widget_set_sensitive (self->retry, TRUE);
}

static void
gu_outbox_row_dispose (GObject *object)
{
  GuOutboxRow *self = GU_OUTBOX_ROW (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  g_clear_object (&self->list);
  G_OBJECT_CLASS (gu_outbox_row_parent_class)->dispose (object);
}

static void
gu_outbox_row_class_init (GuOutboxRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gu_outbox_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ro/ghiseuunic/Ghiseu/desk/gu-outbox-row.ui");
  gtk_widget_class_bind_template_child (widget_class, GuOutboxRow, retry);
  gtk_widget_class_bind_template_callback (widget_class, on_retry_clicked);
}

static void
gu_outbox_row_init (GuOutboxRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
}

GtkWidget *
gu_outbox_row_new (GuOutboxList *list, GuOutboxItem *item)
{
  GuOutboxRow *self = g_object_new (GU_TYPE_OUTBOX_ROW, NULL);

  self->list = g_object_ref (list);
  self->item = g_object_ref (item);
  g_signal_connect_object (item, "notify", G_CALLBACK (on_item_changed), self, G_CONNECT_SWAPPED);
  on_item_changed (self);
  return GTK_WIDGET (self);
}
