/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-dossier-cell.h"

struct _GuDossierCell
{
  GtkWidget parent_instance;

  GuDossierItem *item; /* owned, nullable */

  /* template children */
  GtkWidget *label;
};

enum
{
  PROP_0,
  PROP_ITEM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (GuDossierCell, gu_dossier_cell, GTK_TYPE_WIDGET)

static void
update (GuDossierCell *self)
{
  GtkWidget *cell = gtk_widget_get_parent (GTK_WIDGET (self));
  GtkWidget *line = cell != NULL ? gtk_widget_get_parent (cell) : NULL;
  g_autofree char *name = NULL;

  if (self->item == NULL)
    return;
  gtk_label_set_label (GTK_LABEL (self->label), gu_dossier_item_get_registration (self->item));
  g_object_get (self->item, "accessible-label", &name, NULL);
  if (line != NULL && name != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (line), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
set_item (GuDossierCell *self, GuDossierItem *item)
{
  if (self->item == item)
    return;
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_set_object (&self->item, item);
  if (item != NULL)
    g_signal_connect_object (item, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
}

static void
gu_dossier_cell_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (gu_dossier_cell_parent_class)->root (widget);
  update (GU_DOSSIER_CELL (widget));
}

static void
gu_dossier_cell_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_ITEM:
      g_value_set_object (value, GU_DOSSIER_CELL (object)->item);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_dossier_cell_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_ITEM:
      set_item (GU_DOSSIER_CELL (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_dossier_cell_dispose (GObject *object)
{
  GuDossierCell *self = GU_DOSSIER_CELL (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  g_clear_pointer (&self->label, gtk_widget_unparent);
  G_OBJECT_CLASS (gu_dossier_cell_parent_class)->dispose (object);
}

static void
gu_dossier_cell_class_init (GuDossierCellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gu_dossier_cell_dispose;
  object_class->get_property = gu_dossier_cell_get_property;
  object_class->set_property = gu_dossier_cell_set_property;
  widget_class->root = gu_dossier_cell_root;

  properties[PROP_ITEM] = g_param_spec_object ("item",
                                               NULL,
                                               NULL,
                                               GU_TYPE_DOSSIER_ITEM,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                   | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ro/ghiseuunic/Ghiseu/dossiers/gu-dossier-cell.ui");
  gtk_widget_class_bind_template_child (widget_class, GuDossierCell, label);
}

static void
gu_dossier_cell_init (GuDossierCell *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
