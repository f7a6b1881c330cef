/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-list-editor.h"

#include <adwaita.h>

struct _GuListEditor
{
  GtkWidget parent_instance;

  char *setting;        /* owned */
  GuSettings *settings; /* owned, nullable */

  /* template children */
  GtkWidget *box;
  GtkListBox *list;
  AdwEntryRow *add;
  GtkWidget *note;
};

enum
{
  PROP_0,
  PROP_SETTING,
  PROP_ADD_TITLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (GuListEditor, gu_list_editor, GTK_TYPE_WIDGET)

static GStrv
read_values (GuListEditor *self)
{
  GStrv values = NULL;

  g_object_get (self->settings, self->setting, &values, NULL);
  return values != NULL ? values : g_new0 (char *, 1);
}

static void
on_remove_clicked (GtkWidget *button, GuListEditor *self)
{
  const char *value = g_object_get_data (G_OBJECT (button), "value");
  g_auto (GStrv) values = read_values (self);
  g_autoptr (GStrvBuilder) left = g_strv_builder_new ();
  g_auto (GStrv) kept = NULL;

  for (guint i = 0; values[i] != NULL; i++)
    if (!g_str_equal (values[i], value))
      g_strv_builder_add (left, values[i]);
  kept = g_strv_builder_end (left);
  g_object_set (self->settings, self->setting, kept, NULL);
}

static void
fill (GuListEditor *self)
{
  g_auto (GStrv) values = read_values (self);
  GtkListBoxRow *row = NULL;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL
         && GTK_WIDGET (row) != GTK_WIDGET (self->add))
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; values[i] != NULL; i++)
    {
      g_autoptr (GtkBuilder)
          builder = gtk_builder_new_from_resource ("/ro/ghiseuunic/Ghiseu/settings/list-row.ui");
      GObject *line = gtk_builder_get_object (builder, "row");
      GObject *remove = gtk_builder_get_object (builder, "remove");

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (line), values[i]);
      g_object_set_data_full (remove, "value", g_strdup (values[i]), g_free);
      g_signal_connect_object (remove, "clicked", G_CALLBACK (on_remove_clicked), self, 0);
      gtk_list_box_insert (self->list, GTK_WIDGET (line), (int) i);
    }
}

static void
on_add_changed (GuListEditor *self)
{
  gtk_widget_set_visible (self->note, FALSE);
  gtk_widget_remove_css_class (GTK_WIDGET (self->add), "error");
}

static void
on_add_apply (GuListEditor *self)
{
  g_autofree char *value = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->add))));
  g_autofree char *message = NULL;
  g_auto (GStrv) values = NULL;
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();
  g_auto (GStrv) now = NULL;

  if (*value == '\0')
    return;
  message = gu_settings_check (self->setting, value);
  if (message != NULL)
    {
      gtk_label_set_label (GTK_LABEL (self->note), message);
      gtk_widget_set_visible (self->note, TRUE);
      gtk_widget_add_css_class (GTK_WIDGET (self->add), "error");
      return;
    }
  values = read_values (self);
  g_strv_builder_addv (all, (const char **) values);
  if (!g_strv_contains ((const char *const *) values, value))
    g_strv_builder_add (all, value);
  now = g_strv_builder_end (all);
  g_object_set (self->settings, self->setting, now, NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->add), "");
}

static void
gu_list_editor_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GuListEditor *self = GU_LIST_EDITOR (object);

  switch (id)
    {
    case PROP_SETTING:
      self->setting = g_value_dup_string (value);
      break;
    case PROP_ADD_TITLE:
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->add), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_list_editor_dispose (GObject *object)
{
  GuListEditor *self = GU_LIST_EDITOR (object);

  if (self->settings != NULL)
    g_signal_handlers_disconnect_by_data (self->settings, self);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (gu_list_editor_parent_class)->dispose (object);
}

static void
gu_list_editor_finalize (GObject *object)
{
  g_free (GU_LIST_EDITOR (object)->setting);
  G_OBJECT_CLASS (gu_list_editor_parent_class)->finalize (object);
}

static void
gu_list_editor_class_init (GuListEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gu_list_editor_dispose;
  object_class->finalize = gu_list_editor_finalize;
  object_class->set_property = gu_list_editor_set_property;

  properties[PROP_SETTING] = g_param_spec_string ("setting",
                                                  NULL,
                                                  NULL,
                                                  NULL,
                                                  G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY
                                                      | G_PARAM_STATIC_STRINGS);
  properties[PROP_ADD_TITLE] = g_param_spec_string (
      "add-title", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ro/ghiseuunic/Ghiseu/settings/gu-list-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, GuListEditor, box);
  gtk_widget_class_bind_template_child (widget_class, GuListEditor, list);
  gtk_widget_class_bind_template_child (widget_class, GuListEditor, add);
  gtk_widget_class_bind_template_child (widget_class, GuListEditor, note);
  gtk_widget_class_bind_template_callback (widget_class, on_add_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_add_apply);
}

static void
gu_list_editor_init (GuListEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
gu_list_editor_bind (GuListEditor *self, GuSettings *settings)
{
  g_autofree char *signal = NULL;

  g_return_if_fail (GU_IS_LIST_EDITOR (self));
  g_return_if_fail (self->settings == NULL);

  self->settings = g_object_ref (settings);
  signal = g_strdup_printf ("notify::%s", self->setting);
  g_signal_connect_object (settings, signal, G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  fill (self);
}
