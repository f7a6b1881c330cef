/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-preferences-window.h"

#include <glib/gi18n-lib.h>

#include "gu-error.h"
#include "gu-list-editor.h"
#include "gu-setting-row.h"
#include "gu-settings.h"

struct _GuPreferencesWindow
{
  AdwPreferencesWindow parent_instance;

  GuSettings *settings; /* owned, nullable */
  gboolean setting;

  /* template children */
  AdwComboRow *central_kind;
  GtkWidget *central;
  AdwComboRow *counting;
  GuListEditor *modules;
  GuListEditor *free_days;
};

enum
{
  CENTRAL_EMBEDDED,
  CENTRAL_SERVER,
  CENTRAL_NONE,
};

G_DEFINE_FINAL_TYPE (GuPreferencesWindow, gu_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

static void
bind_rows (GuPreferencesWindow *self, GtkWidget *parent)
{
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (GU_IS_SETTING_ROW (child))
        gu_setting_row_bind (GU_SETTING_ROW (child), self->settings);
      else
        bind_rows (self, child);
    }
}

static void
show_central (GuPreferencesWindow *self)
{
  const char *central = gu_settings_get_central (self->settings);

  self->setting = TRUE;
  adw_combo_row_set_selected (self->central_kind,
                              g_str_equal (central, "embedded") || *central == '\0'
                                  ? CENTRAL_EMBEDDED
                              : g_str_equal (central, "none") ? CENTRAL_NONE
                                                              : CENTRAL_SERVER);
  self->setting = FALSE;
  gtk_widget_set_visible (self->central,
                          adw_combo_row_get_selected (self->central_kind) == CENTRAL_SERVER);
}

static void
on_central_kind_selected (GuPreferencesWindow *self)
{
  guint selected = adw_combo_row_get_selected (self->central_kind);

  gtk_widget_set_visible (self->central, selected == CENTRAL_SERVER);
  if (self->settings == NULL || self->setting)
    return;
  if (selected == CENTRAL_EMBEDDED)
    g_object_set (self->settings, "central", "embedded", NULL);
  else if (selected == CENTRAL_NONE)
    g_object_set (self->settings, "central", "none", NULL);
  else
    {
      gtk_editable_set_text (GTK_EDITABLE (self->central), "");
      gtk_widget_grab_focus (self->central);
    }
}

static void
on_counting_selected (GuPreferencesWindow *self)
{
  if (self->settings != NULL && !self->setting)
    g_object_set (self->settings,
                  "counting",
                  adw_combo_row_get_selected (self->counting) == 1 ? "B" : "A",
                  NULL);
}

static void
on_save_failed (GuPreferencesWindow *self, const GError *error)
{
  const char *hint = gu_error_get_hint (error);
  g_autofree char *text = hint != NULL ? g_strdup_printf ("%s %s", error->message, hint)
                                       : g_strdup (error->message);
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), adw_toast_new (markup));
}

static void
gu_preferences_window_dispose (GObject *object)
{
  GuPreferencesWindow *self = GU_PREFERENCES_WINDOW (object);

  if (self->settings != NULL)
    g_signal_handlers_disconnect_by_data (self->settings, self);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (gu_preferences_window_parent_class)->dispose (object);
}

static void
gu_preferences_window_class_init (GuPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (GU_TYPE_SETTING_ROW);
  g_type_ensure (GU_TYPE_LIST_EDITOR);
  G_OBJECT_CLASS (klass)->dispose = gu_preferences_window_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/ro/ghiseuunic/Ghiseu/settings/gu-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, GuPreferencesWindow, central_kind);
  gtk_widget_class_bind_template_child (widget_class, GuPreferencesWindow, central);
  gtk_widget_class_bind_template_child (widget_class, GuPreferencesWindow, counting);
  gtk_widget_class_bind_template_child (widget_class, GuPreferencesWindow, modules);
  gtk_widget_class_bind_template_child (widget_class, GuPreferencesWindow, free_days);
  gtk_widget_class_bind_template_callback (widget_class, on_central_kind_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_counting_selected);
}

static void
gu_preferences_window_init (GuPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GuPreferencesWindow *
gu_preferences_window_new (GuContext *context)
{
  GuPreferencesWindow *self = g_object_new (GU_TYPE_PREFERENCES_WINDOW, NULL);

  self->settings = g_object_ref (gu_context_get_settings (context));
  g_signal_connect_object (
      self->settings, "save-failed", G_CALLBACK (on_save_failed), self, G_CONNECT_SWAPPED);
  bind_rows (self, GTK_WIDGET (self));
  show_central (self);
  self->setting = TRUE;
  adw_combo_row_set_selected (self->counting,
                              g_str_equal (gu_settings_get_counting (self->settings), "B") ? 1 : 0);
  self->setting = FALSE;
  gu_list_editor_bind (self->modules, self->settings);
  gu_list_editor_bind (self->free_days, self->settings);
  return self;
}
