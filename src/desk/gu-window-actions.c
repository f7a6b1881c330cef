/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-window-private.h"

#include <glib/gi18n-lib.h>

#include "gu-desk-toast.h"
#include "gu-preferences-window.h"

/* What the window does by name, from menus, keys and assistive technology alike. */

static void
act_toast (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuWindow *self = GU_WINDOW (widget);
  AdwToast *toast = adw_toast_new ("");
  g_autofree char *text = g_markup_escape_text (g_variant_get_string (parameter, NULL), -1);

  adw_toast_set_title (toast, text);
  /* Long sentences need longer to be read. */
  adw_toast_set_timeout (toast, g_utf8_strlen (text, -1) > 60 ? 8 : 4);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
act_new_dossier (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuWindow *self = GU_WINDOW (widget);

  gu_window_show_place (self, "intake");
  gu_intake_page_new_dossier (self->intake);
}

/* Actions of the counter: they bring it into view and do their work there. */
static void
act_at_counter (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuWindow *self = GU_WINDOW (widget);
  g_autofree char *action = g_strdup_printf ("intake.%s", name + strlen ("win."));

  gu_window_show_place (self, "intake");
  gtk_widget_activate_action (GTK_WIDGET (self->intake), action, NULL);
}

/* Before the panes of the window take the key for themselves. */
static void
act_next_column (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuWindow *self = GU_WINDOW (widget);

  if (!gtk_widget_get_mapped (GTK_WIDGET (self->intake))
      || !gtk_widget_activate_action (GTK_WIDGET (self->intake), "intake.next-column", NULL))
    gtk_widget_child_focus (adw_view_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
}

static void
act_search (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuWindow *self = GU_WINDOW (widget);

  gu_window_show_place (self, "dossiers");
  gu_dossiers_page_show_list (self->dossiers);
  gu_dossiers_page_focus_search (self->dossiers);
}

static void
act_show_place (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuWindow *self = GU_WINDOW (widget);

  gu_window_show_place (self, g_variant_get_string (parameter, NULL));
  gtk_widget_child_focus (adw_view_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
}

static void
act_back (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuWindow *self = GU_WINDOW (widget);

  if (g_strcmp0 (adw_view_stack_get_visible_child_name (self->stack), "dossiers") == 0)
    gu_dossiers_page_show_list (self->dossiers);
}

static void
on_synced (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GuWindow) self = GU_WINDOW (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint pushed = 0;
  guint pulled = 0;
  guint rejected = 0;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.sync", TRUE);
  if (!gu_context_sync_finish (GU_CONTEXT (source), result, &pushed, &pulled, &rejected, &error))
    {
      gu_desk_toast_error (GTK_WIDGET (self), error);
      return;
    }
  if (rejected > 0)
    text = g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE,
                     /* Translators: how many changes the central database refused. */
                     "The central registry refused %u change; see the line at the bottom left.",
                     "The central registry refused %u changes; see the line at the bottom left.",
                     rejected),
        rejected);
  else if (pushed == 0 && pulled == 0)
    text = g_strdup (_ ("Everything had arrived already."));
  else
    /* Translators: how many changes went to the central database, and how many came from it. */
    text = g_strdup_printf (_ ("Sent: %u. Received: %u."), pushed, pulled);
  gu_desk_toast (GTK_WIDGET (self), text);
}

static void
act_sync (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuWindow *self = GU_WINDOW (widget);

  if (!gu_context_is_ready (self->context))
    return;
  gtk_widget_action_set_enabled (widget, "win.sync", FALSE);
  gu_context_sync_async (self->context, NULL, on_synced, g_object_ref (self));
}

static void
act_preferences (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuWindow *self = GU_WINDOW (widget);

  if (self->preferences == NULL)
    {
      self->preferences = GTK_WIDGET (gu_preferences_window_new (self->context));
      g_object_add_weak_pointer (G_OBJECT (self->preferences), (gpointer *) &self->preferences);
      gtk_window_set_transient_for (GTK_WINDOW (self->preferences), GTK_WINDOW (self));
    }
  gtk_window_present (GTK_WINDOW (self->preferences));
}

static void
act_shortcuts (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GtkBuilder)
      builder = gtk_builder_new_from_resource ("/ro/ghiseuunic/Ghiseu/desk/shortcuts.ui");
  GtkWindow *shortcuts = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts"));

  gtk_window_set_transient_for (shortcuts, GTK_WINDOW (widget));
  gtk_window_present (shortcuts);
}

/* The receipt of what is in view. */
static void
act_print (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuWindow *self = GU_WINDOW (widget);
  const char *place = adw_view_stack_get_visible_child_name (self->stack);
  gboolean found = FALSE;

  if (g_strcmp0 (place, "intake") == 0)
    found = gu_intake_page_print (self->intake);
  else if (g_strcmp0 (place, "dossiers") == 0)
    found = gu_dossiers_page_print (self->dossiers);
  if (!found)
    gu_desk_toast (widget, _ ("There is no receipt here. Open a registered dossier, then print."));
}

void
gu_window_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.toast", "s", act_toast);
  gtk_widget_class_install_action (widget_class, "win.new-dossier", NULL, act_new_dossier);
  gtk_widget_class_install_action (widget_class, "win.import", NULL, act_at_counter);
  gtk_widget_class_install_action (widget_class, "win.next-slot", NULL, act_at_counter);
  gtk_widget_class_install_action (widget_class, "win.next-column", NULL, act_next_column);
  gtk_widget_class_install_action (widget_class, "win.sign", NULL, act_at_counter);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, act_search);
  gtk_widget_class_install_action (widget_class, "win.show-place", "s", act_show_place);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, act_back);
  gtk_widget_class_install_action (widget_class, "win.sync", NULL, act_sync);
  gtk_widget_class_install_action (widget_class, "win.preferences", NULL, act_preferences);
  gtk_widget_class_install_action (widget_class, "win.show-help-overlay", NULL, act_shortcuts);
  gtk_widget_class_install_action (widget_class, "win.print", NULL, act_print);
  gtk_widget_class_add_binding_action (
      widget_class, GDK_KEY_p, GDK_CONTROL_MASK, "win.print", NULL);
  gu_window_install_import_actions (widget_class);
}
