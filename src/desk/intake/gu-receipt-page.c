/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-receipt-page.h"

#include <glib/gi18n-lib.h>

#include "gu-desk-toast.h"
#include "gu-page-viewer.h"
#include "gu-print.h"

/* What the citizen leaves with. */

struct _GuReceiptPage
{
  GtkWidget parent_instance;

  GuContext *context;            /* owned, nullable */
  GuDocument *receipt;           /* owned, nullable */
  GtkFileChooserNative *chooser; /* owned, nullable: while it is open */

  /* template children */
  GtkWidget *box;
  GtkLabel *number;
  GtkLabel *date;
  GtkLabel *applicant;
  GtkWidget *print;
  GuPageViewer *viewer;
};

G_DEFINE_FINAL_TYPE (GuReceiptPage, gu_receipt_page, GTK_TYPE_WIDGET)

static void
act_print (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuReceiptPage *self = GU_RECEIPT_PAGE (widget);

  if (self->receipt != NULL)
    gu_print_document (widget, self->context, self->receipt);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GuReceiptPage) self = GU_RECEIPT_PAGE (user_data);
  g_autoptr (GError) error = NULL;

  if (!gu_context_save_blob_finish (GU_CONTEXT (source), result, &error))
    {
      g_message ("The receipt could not be saved: %s", error->message);
      if (error->domain == G_IO_ERROR)
        gu_desk_toast (GTK_WIDGET (self),
                       _ ("The receipt was not saved there. Choose another folder."));
      else
        gu_desk_toast_error (GTK_WIDGET (self), error);
    }
  else
    gu_desk_toast (GTK_WIDGET (self), _ ("The receipt was saved."));
}

static void
on_place_chosen (GuReceiptPage *self, int response)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL && self->receipt != NULL)
    gu_context_save_blob_async (self->context,
                                gu_document_get_sha256 (self->receipt),
                                file,
                                NULL,
                                on_saved,
                                g_object_ref (self));
  g_clear_object (&self->chooser);
}

static void
act_save (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuReceiptPage *self = GU_RECEIPT_PAGE (widget);

  if (self->receipt == NULL || self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_ ("Save the Receipt"),
                                               GTK_WINDOW (gtk_widget_get_root (widget)),
                                               GTK_FILE_CHOOSER_ACTION_SAVE,
                                               _ ("_Save"),
                                               _ ("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser),
                                     gu_document_get_name (self->receipt));
  g_signal_connect_object (
      self->chooser, "response", G_CALLBACK (on_place_chosen), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
gu_receipt_page_dispose (GObject *object)
{
  GuReceiptPage *self = GU_RECEIPT_PAGE (object);

  g_clear_object (&self->chooser);
  g_clear_object (&self->receipt);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (gu_receipt_page_parent_class)->dispose (object);
}

static void
gu_receipt_page_class_init (GuReceiptPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (GU_TYPE_PAGE_VIEWER);
  G_OBJECT_CLASS (klass)->dispose = gu_receipt_page_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ro/ghiseuunic/Ghiseu/intake/gu-receipt-page.ui");
  gtk_widget_class_bind_template_child (widget_class, GuReceiptPage, box);
  gtk_widget_class_bind_template_child (widget_class, GuReceiptPage, number);
  gtk_widget_class_bind_template_child (widget_class, GuReceiptPage, date);
  gtk_widget_class_bind_template_child (widget_class, GuReceiptPage, applicant);
  gtk_widget_class_bind_template_child (widget_class, GuReceiptPage, print);
  gtk_widget_class_bind_template_child (widget_class, GuReceiptPage, viewer);
  gtk_widget_class_install_action (widget_class, "receipt.print", NULL, act_print);
  gtk_widget_class_install_action (widget_class, "receipt.save", NULL, act_save);
  gtk_widget_class_add_binding_action (
      widget_class, GDK_KEY_p, GDK_CONTROL_MASK, "receipt.print", NULL);
  gtk_widget_class_add_binding_action (
      widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "receipt.save", NULL);
}

static void
gu_receipt_page_init (GuReceiptPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
gu_receipt_page_set_context (GuReceiptPage *self, GuContext *context)
{
  g_return_if_fail (GU_IS_RECEIPT_PAGE (self));

  g_set_object (&self->context, context);
  gu_page_viewer_set_context (self->viewer, context);
}

void
gu_receipt_page_show (GuReceiptPage *self,
                      const char *number,
                      const char *applicant,
                      GuDocument *receipt)
{
  g_auto (GStrv) parts = NULL;
  g_autofree char *date = NULL;

  g_return_if_fail (GU_IS_RECEIPT_PAGE (self));

  g_set_object (&self->receipt, receipt);
  gu_page_viewer_show (self->viewer, receipt);
  if (number == NULL)
    return;
  parts = g_strsplit (number, "/", 2);
  gtk_label_set_label (self->number, parts[0]);
  /* Translators: the date of registration, after the number. */
  date = g_strdup_printf (_ ("registered on %s"), parts[1] != NULL ? parts[1] : "");
  gtk_label_set_label (self->date, date);
  gtk_label_set_label (self->applicant, applicant != NULL ? applicant : "");
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->number), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, number, -1);
  gtk_widget_grab_focus (self->print);
}
