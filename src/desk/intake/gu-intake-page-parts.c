/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-intake-page-private.h"

/* The pages of the counter that nobody sees while it asks "Who is next?": made in idle moments
 * after the first frame, or when a draft needs them. */

static void
on_column_toggled (GuIntakePage *self)
{
  if (gtk_toggle_button_get_active (self->papers_button))
    gu_columns_show_column (self->columns, 1);
  else if (gtk_toggle_button_get_active (self->pages_button))
    gu_columns_show_column (self->columns, 2);
  else
    gu_columns_show_column (self->columns, 0);
}

static void
ensure_form_types (void)
{
  g_type_ensure (GU_TYPE_CHECKLIST_VIEW);
  g_type_ensure (GU_TYPE_COLUMNS);
  g_type_ensure (GU_TYPE_PAGE_VIEWER);
  g_type_ensure (GU_TYPE_REQUEST_FORM);
}

/* The parts of the page, by their names in the file. */
static void
take_form_children (GuIntakePage *self, GtkBuilder *builder)
{
  self->request_button = GTK_TOGGLE_BUTTON (gtk_builder_get_object (builder, "request_button"));
  self->papers_button = GTK_TOGGLE_BUTTON (gtk_builder_get_object (builder, "papers_button"));
  self->pages_button = GTK_TOGGLE_BUTTON (gtk_builder_get_object (builder, "pages_button"));
  self->columns = GU_COLUMNS (gtk_builder_get_object (builder, "columns"));
  self->form = GU_REQUEST_FORM (gtk_builder_get_object (builder, "form"));
  self->checklist = GU_CHECKLIST_VIEW (gtk_builder_get_object (builder, "checklist"));
  self->viewer = GU_PAGE_VIEWER (gtk_builder_get_object (builder, "viewer"));
  self->verdict_icon = GTK_IMAGE (gtk_builder_get_object (builder, "verdict_icon"));
  self->verdict = GTK_LABEL (gtk_builder_get_object (builder, "verdict"));
  self->problems_button = GTK_MENU_BUTTON (gtk_builder_get_object (builder, "problems_button"));
  self->problems = GTK_LABEL (gtk_builder_get_object (builder, "problems"));
  self->saved = GTK_LABEL (gtk_builder_get_object (builder, "saved"));
}

void
gu_intake_page_ensure_form (GuIntakePage *self)
{
  g_autoptr (GtkBuilderScope) scope = NULL;
  g_autoptr (GtkBuilder) builder = NULL;
  g_autoptr (GError) error = NULL;

  if (self->form != NULL)
    return;
  ensure_form_types ();
  scope = gtk_builder_cscope_new ();
  gtk_builder_cscope_add_callback (scope, on_column_toggled);
  builder = gtk_builder_new ();
  gtk_builder_set_scope (builder, scope);
  gtk_builder_set_current_object (builder, G_OBJECT (self));
  if (!gtk_builder_add_from_resource (
          builder, "/ro/ghiseuunic/Ghiseu/intake/intake-form.ui", &error))
    g_error ("the page of the draft: %s", error->message);
  take_form_children (self, builder);
  gu_page_viewer_set_context (self->viewer, self->context);
  gtk_stack_add_named (
      self->stack, GTK_WIDGET (gtk_builder_get_object (builder, "form_page")), "form");
}

void
gu_intake_page_ensure_receipt (GuIntakePage *self)
{
  if (self->receipt != NULL)
    return;
  self->receipt = g_object_new (GU_TYPE_RECEIPT_PAGE, NULL);
  gu_receipt_page_set_context (self->receipt, self->context);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->receipt), "done");
}

gboolean
gu_intake_page_prepare (GuIntakePage *self)
{
  g_return_val_if_fail (GU_IS_INTAKE_PAGE (self), FALSE);

  if (self->form == NULL)
    gu_intake_page_ensure_form (self);
  else
    gu_intake_page_ensure_receipt (self);
  return self->receipt == NULL;
}
