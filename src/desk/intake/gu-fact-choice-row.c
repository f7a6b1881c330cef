/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-fact-choice-row.h"

#include <glib/gi18n-lib.h>

/* A question with a few possible answers. */

struct _GuFactChoiceRow
{
  AdwComboRow parent_instance;

  GuFactItem *fact; /* owned */
  GStrv values;     /* owned: the value of each line */
  gboolean setting;
};

G_DEFINE_FINAL_TYPE (GuFactChoiceRow, gu_fact_choice_row, ADW_TYPE_COMBO_ROW)

static void
on_selected (GuFactChoiceRow *self)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self));
  GtkStringObject *answer = adw_combo_row_get_selected_item (ADW_COMBO_ROW (self));

  /* Long answers are cut in the row: their whole text is under the pointer. */
  gtk_widget_set_tooltip_text (GTK_WIDGET (self),
                               answer != NULL ? gtk_string_object_get_string (answer) : NULL);
  if (self->fact == NULL || self->setting || selected == GTK_INVALID_LIST_POSITION)
    return;
  self->setting = TRUE;
  gu_fact_item_set_value (self->fact, self->values[selected]);
  self->setting = FALSE;
}

static void
on_value_changed (GuFactChoiceRow *self)
{
  const char *value = gu_fact_item_get_value (self->fact);

  if (self->setting)
    return;
  self->setting = TRUE;
  for (guint i = 0; self->values[i] != NULL; i++)
    if (g_strcmp0 (self->values[i], value != NULL ? value : "") == 0)
      adw_combo_row_set_selected (ADW_COMBO_ROW (self), i);
  self->setting = FALSE;
}

static void
fill (GuFactChoiceRow *self)
{
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  g_strv_builder_add (values, "");
  gtk_string_list_append (labels, _ ("Not answered"));
  if (g_strcmp0 (gu_fact_item_get_kind (self->fact), "bool") == 0)
    {
      g_strv_builder_add_many (values, "true", "false", NULL);
      gtk_string_list_append (labels, _ ("Yes"));
      gtk_string_list_append (labels, _ ("No"));
    }
  else
    {
      const char *const *choices = gu_fact_item_get_choices (self->fact);
      const char *const *choice_labels = gu_fact_item_get_choice_labels (self->fact);

      for (guint i = 0; choices != NULL && choices[i] != NULL; i++)
        {
          g_strv_builder_add (values, choices[i]);
          gtk_string_list_append (labels, choice_labels[i]);
        }
    }
  self->values = g_strv_builder_end (values);
  self->setting = TRUE;
  adw_combo_row_set_model (ADW_COMBO_ROW (self), G_LIST_MODEL (labels));
  self->setting = FALSE;
}

static void
gu_fact_choice_row_dispose (GObject *object)
{
  GuFactChoiceRow *self = GU_FACT_CHOICE_ROW (object);

  if (self->fact != NULL)
    g_signal_handlers_disconnect_by_data (self->fact, self);
  g_clear_object (&self->fact);
  G_OBJECT_CLASS (gu_fact_choice_row_parent_class)->dispose (object);
}

static void
gu_fact_choice_row_finalize (GObject *object)
{
  g_strfreev (GU_FACT_CHOICE_ROW (object)->values);
  G_OBJECT_CLASS (gu_fact_choice_row_parent_class)->finalize (object);
}

static void
gu_fact_choice_row_class_init (GuFactChoiceRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gu_fact_choice_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = gu_fact_choice_row_finalize;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/ro/ghiseuunic/Ghiseu/intake/gu-fact-choice-row.ui");
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
}

static void
gu_fact_choice_row_init (GuFactChoiceRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
gu_fact_choice_row_new (GuFactItem *fact)
{
  GuFactChoiceRow *self = g_object_new (GU_TYPE_FACT_CHOICE_ROW, NULL);
  const char *help = gu_fact_item_get_help (fact);

  self->fact = g_object_ref (fact);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), gu_fact_item_get_label (fact));
  if (help != NULL && *help != '\0')
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self), help);
  fill (self);
  g_signal_connect_object (
      fact, "notify::value", G_CALLBACK (on_value_changed), self, G_CONNECT_SWAPPED);
  on_value_changed (self);
  return GTK_WIDGET (self);
}
