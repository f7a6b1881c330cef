/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-operation-bar.h"

#include <glib/gi18n-lib.h>

/* How far a long action is. */

#define PULSE_MS 120

struct _GuOperationBar
{
  GtkWidget parent_instance;

  GuOperation *operation; /* owned, nullable */
  guint pulse_id;

  /* template children */
  GtkWidget *revealer;
  GtkLabel *label;
  GtkProgressBar *progress;
  GtkWidget *cancel;
};

G_DEFINE_FINAL_TYPE (GuOperationBar, gu_operation_bar, GTK_TYPE_WIDGET)

static gboolean
on_pulse (gpointer data)
{
  gtk_progress_bar_pulse (GU_OPERATION_BAR (data)->progress);
  return G_SOURCE_CONTINUE;
}

static void
set_pulsing (GuOperationBar *self, gboolean pulsing)
{
  if (pulsing && self->pulse_id == 0)
    self->pulse_id = g_timeout_add (PULSE_MS, on_pulse, self);
  else if (!pulsing)
    g_clear_handle_id (&self->pulse_id, g_source_remove);
}

static void
update (GuOperationBar *self)
{
  gboolean running = self->operation != NULL
                     && gu_operation_get_state (self->operation) == GU_OPERATION_RUNNING;
  g_autofree char *phase = NULL;
  g_autofree char *text = NULL;
  double fraction = -1;

  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), running);
  if (!running)
    {
      set_pulsing (self, FALSE);
      return;
    }
  phase = gu_operation_dup_phase (self->operation);
  fraction = gu_operation_get_fraction (self->operation);
  if (phase != NULL && *phase != '\0')
    /* Translators: title of a long action, then what it does right now. */
    text = g_strdup_printf (_ ("%s: %s"), gu_operation_get_title (self->operation), phase);
  else
    text = g_strdup (gu_operation_get_title (self->operation));
  gtk_label_set_label (self->label, text);
  set_pulsing (self, fraction < 0);
  if (fraction >= 0)
    gtk_progress_bar_set_fraction (self->progress, CLAMP (fraction, 0, 1));
  gtk_widget_set_sensitive (
      self->cancel, !g_cancellable_is_cancelled (gu_operation_get_cancellable (self->operation)));
}

static void
on_cancel_clicked (GuOperationBar *self)
{
  if (self->operation != NULL)
    gu_operation_cancel (self->operation);
  gtk_widget_set_sensitive (self->cancel, FALSE);
}

static void
gu_operation_bar_dispose (GObject *object)
{
  GuOperationBar *self = GU_OPERATION_BAR (object);

  set_pulsing (self, FALSE);
  if (self->operation != NULL)
    g_signal_handlers_disconnect_by_data (self->operation, self);
  g_clear_object (&self->operation);
  g_clear_pointer (&self->revealer, gtk_widget_unparent);
  G_OBJECT_CLASS (gu_operation_bar_parent_class)->dispose (object);
}

static void
gu_operation_bar_class_init (GuOperationBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gu_operation_bar_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ro/ghiseuunic/Ghiseu/widgets/gu-operation-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, GuOperationBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, GuOperationBar, label);
  gtk_widget_class_bind_template_child (widget_class, GuOperationBar, progress);
  gtk_widget_class_bind_template_child (widget_class, GuOperationBar, cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked);
}

static void
gu_operation_bar_init (GuOperationBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
gu_operation_bar_set_operation (GuOperationBar *self, GuOperation *operation)
{
  g_return_if_fail (GU_IS_OPERATION_BAR (self));

  if (self->operation != NULL)
    g_signal_handlers_disconnect_by_data (self->operation, self);
  g_set_object (&self->operation, operation);
  if (operation != NULL)
    g_signal_connect_object (operation, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
