/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-slot-row.h"

#include <glib/gi18n-lib.h>

#include "gu-document-chip.h"

/* One requirement of the law, as the clerk ticks it off. */

struct _GuSlotRow
{
  GtkListBoxRow parent_instance;

  GuIntake *intake;        /* owned */
  GuRequirementItem *item; /* owned */
  char *status;            /* owned: the style that the icon carries */

  /* template children */
  GtkImage *icon;
  GtkLabel *name;
  GtkLabel *reason;
  GtkWidget *details;
  GtkLabel *article;
  GtkLabel *help;
  GtkListBox *documents;
};

G_DEFINE_FINAL_TYPE (GuSlotRow, gu_slot_row, GTK_TYPE_LIST_BOX_ROW)

static const char *
icon_of (const char *status)
{
  static const struct
  {
    const char *status;
    const char *icon;
  } icons[] = {
    { "lipsa", "gu-status-missing-symbolic" },
    { "depus", "gu-status-provided-symbolic" },
    { "expirat", "gu-status-expired-symbolic" },
    { "nu-e-cazul", "gu-status-not-needed-symbolic" },
    { "se-obtine-de-autoritate", "gu-status-authority-symbolic" },
    { "ilizibil", "gu-status-problem-symbolic" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (icons); i++)
    if (g_strcmp0 (icons[i].status, status) == 0)
      return icons[i].icon;
  return "gu-status-problem-symbolic";
}

static void
update (GuSlotRow *self)
{
  const char *status = gu_requirement_item_get_status (self->item);
  const char *reason = gu_requirement_item_get_reason (self->item);
  const char *article = gu_requirement_item_get_article (self->item);
  const char *help = gu_requirement_item_get_help (self->item);
  g_autofree char *line = NULL;
  g_autofree char *accessible = NULL;

  gtk_image_set_from_icon_name (self->icon, icon_of (status));
  if (self->status != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), self->status);
  g_free (self->status);
  self->status = g_strdup (status);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), status);
  gtk_label_set_label (self->name, gu_requirement_item_get_name (self->item));
  if (reason != NULL && *reason != '\0')
    line = g_strdup_printf ("%s · %s", gu_requirement_item_get_status_label (self->item), reason);
  else
    line = g_strdup (gu_requirement_item_get_status_label (self->item));
  gtk_label_set_label (self->reason, line);
  gtk_label_set_label (self->article, article != NULL ? article : "");
  gtk_widget_set_visible (GTK_WIDGET (self->article), article != NULL && *article != '\0');
  gtk_label_set_label (self->help, help != NULL ? help : "");
  gtk_widget_set_visible (GTK_WIDGET (self->help), help != NULL && *help != '\0');
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), article);
  g_object_get (self->item, "accessible-label", &accessible, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  accessible != NULL ? accessible
                                                     : gu_requirement_item_get_name (self->item),
                                  -1);
}

static void
on_flags_changed (GuSlotRow *self)
{
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->details),
                                 gtk_list_box_row_is_selected (GTK_LIST_BOX_ROW (self)));
}

static GtkWidget *
create_chip (gpointer item, gpointer user_data)
{
  GuSlotRow *self = GU_SLOT_ROW (user_data);

  return gu_document_chip_new (self->intake, GU_DOCUMENT (item));
}

static void
on_documents_changed (GuSlotRow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->documents),
                          g_list_model_get_n_items (gu_requirement_item_get_documents (self->item))
                              > 0);
}

static void
gu_slot_row_dispose (GObject *object)
{
  GuSlotRow *self = GU_SLOT_ROW (object);

  if (self->item != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->item, self);
      g_signal_handlers_disconnect_by_data (gu_requirement_item_get_documents (self->item), self);
      if (self->documents != NULL)
        gtk_list_box_bind_model (self->documents, NULL, NULL, NULL, NULL);
    }
  g_clear_object (&self->item);
  g_clear_object (&self->intake);
  G_OBJECT_CLASS (gu_slot_row_parent_class)->dispose (object);
}

static void
gu_slot_row_finalize (GObject *object)
{
  g_free (GU_SLOT_ROW (object)->status);
  G_OBJECT_CLASS (gu_slot_row_parent_class)->finalize (object);
}

static void
gu_slot_row_class_init (GuSlotRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gu_slot_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = gu_slot_row_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ro/ghiseuunic/Ghiseu/intake/gu-slot-row.ui");
  gtk_widget_class_bind_template_child (widget_class, GuSlotRow, icon);
  gtk_widget_class_bind_template_child (widget_class, GuSlotRow, name);
  gtk_widget_class_bind_template_child (widget_class, GuSlotRow, reason);
  gtk_widget_class_bind_template_child (widget_class, GuSlotRow, details);
  gtk_widget_class_bind_template_child (widget_class, GuSlotRow, article);
  gtk_widget_class_bind_template_child (widget_class, GuSlotRow, help);
  gtk_widget_class_bind_template_child (widget_class, GuSlotRow, documents);
  gtk_widget_class_bind_template_callback (widget_class, on_flags_changed);
}

static void
gu_slot_row_init (GuSlotRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
gu_slot_row_new (GuIntake *intake, GuRequirementItem *item)
{
  GuSlotRow *self = g_object_new (GU_TYPE_SLOT_ROW, NULL);
  GListModel *documents = gu_requirement_item_get_documents (item);

  self->intake = g_object_ref (intake);
  self->item = g_object_ref (item);
  g_signal_connect_object (item, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      documents, "items-changed", G_CALLBACK (on_documents_changed), self, G_CONNECT_SWAPPED);
  gtk_list_box_bind_model (self->documents, documents, create_chip, self, NULL);
  on_documents_changed (self);
  update (self);
  return GTK_WIDGET (self);
}

GuRequirementItem *
gu_slot_row_get_item (GuSlotRow *self)
{
  g_return_val_if_fail (GU_IS_SLOT_ROW (self), NULL);

  return self->item;
}

gboolean
gu_slot_row_edit (GuSlotRow *self)
{
  GtkListBoxRow *row = NULL;

  g_return_val_if_fail (GU_IS_SLOT_ROW (self), FALSE);

  row = gtk_list_box_get_row_at_index (self->documents, 0);
  if (row == NULL)
    return FALSE;
  gu_document_chip_edit (GU_DOCUMENT_CHIP (gtk_list_box_row_get_child (row)));
  return TRUE;
}
