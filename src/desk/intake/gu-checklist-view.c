/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-checklist-view.h"

#include <glib/gi18n-lib.h>

#include "gu-document-chip.h"
#include "gu-requirement-item.h"
#include "gu-slot-row.h"

/* The middle column of the counter. */

struct _GuChecklistView
{
  GtkWidget parent_instance;

  GuIntake *intake;               /* owned, nullable */
  GtkFilterListModel *unassigned; /* owned, nullable */
  GtkFilter *filter;              /* owned, nullable */
  char *selected;                 /* owned, nullable: id of a requirement */
  guint reselect_id;

  /* template children */
  GtkWidget *scroller;
  GtkWidget *unassigned_section;
  GtkListBox *unassigned_list;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (GuChecklistView, gu_checklist_view, GTK_TYPE_WIDGET)

static GtkWidget *
create_slot (gpointer item, gpointer user_data)
{
  return gu_slot_row_new (GU_CHECKLIST_VIEW (user_data)->intake, GU_REQUIREMENT_ITEM (item));
}

static GtkWidget *
create_chip (gpointer item, gpointer user_data)
{
  return gu_document_chip_new (GU_CHECKLIST_VIEW (user_data)->intake, GU_DOCUMENT (item));
}

static void
on_row_selected (GuChecklistView *self, GtkListBoxRow *row)
{
  if (row == NULL)
    return;
  g_free (self->selected);
  self->selected = g_strdup (gu_requirement_item_get_id (gu_slot_row_get_item (GU_SLOT_ROW (row))));
}

/* Enter: state something about the paper that is there, or bring one. */
static void
on_row_activated (GuChecklistView *self, GtkListBoxRow *row)
{
  if (!gu_slot_row_edit (GU_SLOT_ROW (row)))
    gtk_widget_activate_action (GTK_WIDGET (self), "intake.import", NULL);
}

static GtkListBoxRow *
find_row (GuChecklistView *self, const char *id)
{
  GtkListBoxRow *row = NULL;

  for (int i = 0; id != NULL && (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (g_strcmp0 (gu_requirement_item_get_id (gu_slot_row_get_item (GU_SLOT_ROW (row))), id) == 0)
      return row;
  return NULL;
}

static gboolean
reselect (gpointer data)
{
  GuChecklistView *self = GU_CHECKLIST_VIEW (data);
  GtkListBoxRow *row = find_row (self, self->selected);

  self->reselect_id = 0;
  if (row != NULL && !gtk_list_box_row_is_selected (row))
    gtk_list_box_select_row (self->list, row);
  else if (row == NULL)
    gu_checklist_view_select_missing (self, FALSE);
  return G_SOURCE_REMOVE;
}

/* The list is sorted anew when something is no longer missing; the selected line stays selected. */
static void
on_requirements_changed (GuChecklistView *self)
{
  if (self->reselect_id == 0)
    self->reselect_id = g_idle_add (reselect, self);
}

static gboolean
is_unassigned (gpointer item, gpointer user_data)
{
  const char *const *requirements = gu_document_get_requirements (GU_DOCUMENT (item));

  return requirements == NULL || requirements[0] == NULL;
}

static void
refilter (GuChecklistView *self)
{
  if (self->filter != NULL)
    gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static void
on_unassigned_changed (GuChecklistView *self)
{
  gtk_widget_set_visible (self->unassigned_section,
                          g_list_model_get_n_items (G_LIST_MODEL (self->unassigned)) > 0);
}

static void
on_documents_changed (GuChecklistView *self,
                      guint position,
                      guint removed,
                      guint added,
                      GListModel *documents)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (GObject) document = g_list_model_get_item (documents, i);

      g_signal_connect_object (
          document, "notify::requirements", G_CALLBACK (refilter), self, G_CONNECT_SWAPPED);
    }
  refilter (self);
}

static void
forget_intake (GuChecklistView *self)
{
  GListModel *documents = NULL;

  g_clear_handle_id (&self->reselect_id, g_source_remove);
  if (self->intake == NULL)
    return;
  gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  gtk_list_box_bind_model (self->unassigned_list, NULL, NULL, NULL, NULL);
  documents = gu_intake_get_documents (self->intake);
  for (guint i = 0; i < g_list_model_get_n_items (documents); i++)
    {
      g_autoptr (GObject) document = g_list_model_get_item (documents, i);

      g_signal_handlers_disconnect_by_data (document, self);
    }
  g_signal_handlers_disconnect_by_data (documents, self);
  g_signal_handlers_disconnect_by_data (gu_intake_get_requirements (self->intake), self);
  g_clear_object (&self->unassigned);
  g_clear_object (&self->filter);
  g_clear_pointer (&self->selected, g_free);
  g_clear_object (&self->intake);
}

static void
gu_checklist_view_dispose (GObject *object)
{
  GuChecklistView *self = GU_CHECKLIST_VIEW (object);

  if (self->scroller != NULL)
    forget_intake (self);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (gu_checklist_view_parent_class)->dispose (object);
}

static void
gu_checklist_view_class_init (GuChecklistViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gu_checklist_view_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ro/ghiseuunic/Ghiseu/intake/gu-checklist-view.ui");
  gtk_widget_class_bind_template_child (widget_class, GuChecklistView, scroller);
  gtk_widget_class_bind_template_child (widget_class, GuChecklistView, unassigned_section);
  gtk_widget_class_bind_template_child (widget_class, GuChecklistView, unassigned_list);
  gtk_widget_class_bind_template_child (widget_class, GuChecklistView, list);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
gu_checklist_view_init (GuChecklistView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
gu_checklist_view_set_intake (GuChecklistView *self, GuIntake *intake)
{
  GListModel *documents = NULL;

  g_return_if_fail (GU_IS_CHECKLIST_VIEW (self));

  if (self->intake == intake)
    return;
  forget_intake (self);
  if (intake == NULL)
    return;
  self->intake = g_object_ref (intake);
  documents = gu_intake_get_documents (intake);
  self->filter = GTK_FILTER (gtk_custom_filter_new (is_unassigned, NULL, NULL));
  self->unassigned = gtk_filter_list_model_new (g_object_ref (documents),
                                                g_object_ref (self->filter));
  g_signal_connect_object (
      documents, "items-changed", G_CALLBACK (on_documents_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->unassigned,
                           "items-changed",
                           G_CALLBACK (on_unassigned_changed),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gu_intake_get_requirements (intake),
                           "items-changed",
                           G_CALLBACK (on_requirements_changed),
                           self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  on_documents_changed (self, 0, 0, g_list_model_get_n_items (documents), documents);
  gtk_list_box_bind_model (
      self->unassigned_list, G_LIST_MODEL (self->unassigned), create_chip, self, NULL);
  gtk_list_box_bind_model (
      self->list, gu_intake_get_requirements (intake), create_slot, self, NULL);
  on_unassigned_changed (self);
  gu_checklist_view_select_missing (self, FALSE);
}

const char *
gu_checklist_view_get_selected (GuChecklistView *self)
{
  g_return_val_if_fail (GU_IS_CHECKLIST_VIEW (self), NULL);

  return self->selected;
}

static gboolean
has_cursor (GuChecklistView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list));
}

gboolean
gu_checklist_view_select_missing (GuChecklistView *self, gboolean focus)
{
  GtkListBoxRow *start = NULL;
  GtkListBoxRow *row = NULL;
  GtkListBoxRow *found = NULL;
  int from = 0;
  int n = 0;

  g_return_val_if_fail (GU_IS_CHECKLIST_VIEW (self), FALSE);

  start = gtk_list_box_get_selected_row (self->list);
  from = start != NULL ? gtk_list_box_row_get_index (start) + 1 : 0;
  /* Coming from elsewhere, the selected line is the next one if it still lacks something. */
  if (focus && start != NULL && !has_cursor (self))
    from--;
  while (gtk_list_box_get_row_at_index (self->list, n) != NULL)
    n++;
  for (int i = 0; i < n && found == NULL; i++)
    {
      row = gtk_list_box_get_row_at_index (self->list, (from + i) % n);
      if (gu_requirement_item_get_missing (gu_slot_row_get_item (GU_SLOT_ROW (row))))
        found = row;
    }
  if (found == NULL && start == NULL && n > 0)
    gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  if (found == NULL)
    return FALSE;
  gtk_list_box_select_row (self->list, found);
  if (focus)
    gtk_widget_grab_focus (GTK_WIDGET (found));
  return TRUE;
}

void
gu_checklist_view_focus_selected (GuChecklistView *self)
{
  GtkListBoxRow *row = NULL;

  g_return_if_fail (GU_IS_CHECKLIST_VIEW (self));

  row = gtk_list_box_get_selected_row (self->list);
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}
