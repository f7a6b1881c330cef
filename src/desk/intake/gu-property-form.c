/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-property-form.h"

#include <glib/gi18n-lib.h>

#include "gu-field-row.h"
#include "gu-property.h"

/* The property (imobil). */

struct _GuPropertyForm
{
  GtkWidget parent_instance;

  GuProperty *property; /* owned, nullable */
  gboolean setting;

  /* template children */
  GtkWidget *box;
  GtkListBox *list;
  AdwComboRow *kind;
};

static const char *const kinds[] = { "teren", "constructii", "teren-si-constructii" };

G_DEFINE_FINAL_TYPE (GuPropertyForm, gu_property_form, GTK_TYPE_WIDGET)

static void
update_kind (GuPropertyForm *self)
{
  const char *kind = self->property != NULL ? gu_property_get_kind (self->property) : NULL;

  self->setting = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kind, kinds[i]) == 0)
      adw_combo_row_set_selected (self->kind, i);
  self->setting = FALSE;
}

static void
on_kind_selected (GuPropertyForm *self)
{
  guint selected = adw_combo_row_get_selected (self->kind);

  if (self->property != NULL && !self->setting && selected < G_N_ELEMENTS (kinds))
    gu_property_set_kind (self->property, kinds[selected]);
}

static void
gu_property_form_dispose (GObject *object)
{
  GuPropertyForm *self = GU_PROPERTY_FORM (object);

  if (self->property != NULL)
    g_signal_handlers_disconnect_by_data (self->property, self);
  g_clear_object (&self->property);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (gu_property_form_parent_class)->dispose (object);
}

static void
gu_property_form_class_init (GuPropertyFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (GU_TYPE_FIELD_ROW);
  G_OBJECT_CLASS (klass)->dispose = gu_property_form_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ro/ghiseuunic/Ghiseu/intake/gu-property-form.ui");
  gtk_widget_class_bind_template_child (widget_class, GuPropertyForm, box);
  gtk_widget_class_bind_template_child (widget_class, GuPropertyForm, list);
  gtk_widget_class_bind_template_child (widget_class, GuPropertyForm, kind);
  gtk_widget_class_bind_template_callback (widget_class, on_kind_selected);
}

static void
gu_property_form_init (GuPropertyForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
gu_property_form_bind (GuPropertyForm *self, GuIntake *intake, GuProperty *property)
{
  g_return_if_fail (GU_IS_PROPERTY_FORM (self));

  if (self->property != NULL)
    g_signal_handlers_disconnect_by_data (self->property, self);
  g_set_object (&self->property, property);
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (GU_IS_FIELD_ROW (row))
      {
        g_autofree char *check = g_strdup_printf ("property.%s",
                                                  gu_field_row_get_field (GU_FIELD_ROW (row)));

        gu_field_row_bind (GU_FIELD_ROW (row), intake, G_OBJECT (property), NULL, check);
      }
  if (property == NULL)
    return;
  g_signal_connect_object (
      property, "notify::kind", G_CALLBACK (update_kind), self, G_CONNECT_SWAPPED);
  if (gu_property_get_kind (property) == NULL)
    gu_property_set_kind (property, kinds[0]);
  update_kind (self);
}
