/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-setting-row.h"

struct _GuSettingRow
{
  AdwEntryRow parent_instance;

  char *setting;        /* owned */
  GuSettings *settings; /* owned, nullable */

  /* template children */
  GtkWidget *wrap;
  GtkWidget *note;
};

enum
{
  PROP_0,
  PROP_SETTING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (GuSettingRow, gu_setting_row, ADW_TYPE_ENTRY_ROW)

static char *
check (GuSettingRow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self));
  char *message = *text != '\0' ? gu_settings_check (self->setting, text) : NULL;

  gtk_label_set_label (GTK_LABEL (self->note), message != NULL ? message : "");
  gtk_widget_set_visible (self->note, message != NULL);
  if (message != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "error");
  return message;
}

static void
on_changed (GuSettingRow *self)
{
  if (self->settings != NULL)
    g_free (check (self));
}

static void
on_apply (GuSettingRow *self)
{
  g_autofree char *message = NULL;

  if (self->settings == NULL)
    return;
  message = check (self);
  if (message == NULL)
    g_object_set (self->settings, self->setting, gtk_editable_get_text (GTK_EDITABLE (self)), NULL);
}

static void
gu_setting_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_SETTING:
      GU_SETTING_ROW (object)->setting = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_setting_row_dispose (GObject *object)
{
  g_clear_object (&GU_SETTING_ROW (object)->settings);
  G_OBJECT_CLASS (gu_setting_row_parent_class)->dispose (object);
}

static void
gu_setting_row_finalize (GObject *object)
{
  g_free (GU_SETTING_ROW (object)->setting);
  G_OBJECT_CLASS (gu_setting_row_parent_class)->finalize (object);
}

static void
gu_setting_row_class_init (GuSettingRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gu_setting_row_dispose;
  object_class->finalize = gu_setting_row_finalize;
  object_class->set_property = gu_setting_row_set_property;

  properties[PROP_SETTING] = g_param_spec_string ("setting",
                                                  NULL,
                                                  NULL,
                                                  NULL,
                                                  G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY
                                                      | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ro/ghiseuunic/Ghiseu/settings/gu-setting-row.ui");
  gtk_widget_class_bind_template_child (widget_class, GuSettingRow, wrap);
  gtk_widget_class_bind_template_child (widget_class, GuSettingRow, note);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_apply);
}

static void
gu_setting_row_init (GuSettingRow *self)
{
  g_autoptr (GtkWidget) content = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  content = g_object_ref (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (self)));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), self->wrap);
  gtk_box_prepend (GTK_BOX (self->wrap), content);
}

void
gu_setting_row_bind (GuSettingRow *self, GuSettings *settings)
{
  g_autofree char *text = NULL;

  g_return_if_fail (GU_IS_SETTING_ROW (self));

  g_object_get (settings, self->setting, &text, NULL);
  /* Only what is typed from now on asks to be applied. */
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self), FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self), text != NULL ? text : "");
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (self), TRUE);
  g_set_object (&self->settings, settings);
}
