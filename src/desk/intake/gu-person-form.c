/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-person-form.h"

#include <glib/gi18n-lib.h>

#include "gu-field-row.h"
#include "gu-person.h"

/* A natural or legal person. */

struct _GuPersonForm
{
  GtkWidget parent_instance;

  GuPerson *person; /* owned, nullable */
  gboolean setting;

  /* template children */
  GtkWidget *box;
  GtkToggleButton *natural;
  GtkToggleButton *legal;
  GtkListBox *list;
  AdwPreferencesRow *name;
  GtkWidget *cnp;
  GtkWidget *cui;
  GtkWidget *id_series;
  GtkWidget *id_number;
};

G_DEFINE_FINAL_TYPE (GuPersonForm, gu_person_form, GTK_TYPE_WIDGET)

static void
update_kind (GuPersonForm *self)
{
  gboolean legal = self->person != NULL
                   && g_strcmp0 (gu_person_get_kind (self->person), "legal") == 0;

  self->setting = TRUE;
  gtk_toggle_button_set_active (legal ? self->legal : self->natural, TRUE);
  self->setting = FALSE;
  gtk_widget_set_visible (self->cnp, !legal);
  gtk_widget_set_visible (self->id_series, !legal);
  gtk_widget_set_visible (self->id_number, !legal);
  gtk_widget_set_visible (self->cui, legal);
  adw_preferences_row_set_title (
      self->name, legal ? _ ("Name of the legal person") : _ ("Surname and first name"));
}

static void
on_kind_toggled (GuPersonForm *self)
{
  if (self->person != NULL && !self->setting)
    gu_person_set_kind (self->person,
                        gtk_toggle_button_get_active (self->legal) ? "legal" : "natural");
}

static void
gu_person_form_dispose (GObject *object)
{
  GuPersonForm *self = GU_PERSON_FORM (object);

  if (self->person != NULL)
    g_signal_handlers_disconnect_by_data (self->person, self);
  g_clear_object (&self->person);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (gu_person_form_parent_class)->dispose (object);
}

static void
gu_person_form_class_init (GuPersonFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (GU_TYPE_FIELD_ROW);
  G_OBJECT_CLASS (klass)->dispose = gu_person_form_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ro/ghiseuunic/Ghiseu/intake/gu-person-form.ui");
  gtk_widget_class_bind_template_child (widget_class, GuPersonForm, box);
  gtk_widget_class_bind_template_child (widget_class, GuPersonForm, natural);
  gtk_widget_class_bind_template_child (widget_class, GuPersonForm, legal);
  gtk_widget_class_bind_template_child (widget_class, GuPersonForm, list);
  gtk_widget_class_bind_template_child (widget_class, GuPersonForm, name);
  gtk_widget_class_bind_template_child (widget_class, GuPersonForm, cnp);
  gtk_widget_class_bind_template_child (widget_class, GuPersonForm, cui);
  gtk_widget_class_bind_template_child (widget_class, GuPersonForm, id_series);
  gtk_widget_class_bind_template_child (widget_class, GuPersonForm, id_number);
  gtk_widget_class_bind_template_callback (widget_class, on_kind_toggled);
}

static void
gu_person_form_init (GuPersonForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
gu_person_form_bind (GuPersonForm *self, GuIntake *intake, GuPerson *person, const char *prefix)
{
  g_return_if_fail (GU_IS_PERSON_FORM (self));

  if (self->person != NULL)
    g_signal_handlers_disconnect_by_data (self->person, self);
  g_set_object (&self->person, person);
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (GU_IS_FIELD_ROW (row))
      {
        g_autofree char *check = g_strdup_printf (
            "%s.%s", prefix, gu_field_row_get_field (GU_FIELD_ROW (row)));

        gu_field_row_bind (GU_FIELD_ROW (row), intake, G_OBJECT (person), NULL, check);
      }
  if (person != NULL)
    g_signal_connect_object (
        person, "notify::kind", G_CALLBACK (update_kind), self, G_CONNECT_SWAPPED);
  update_kind (self);
}
