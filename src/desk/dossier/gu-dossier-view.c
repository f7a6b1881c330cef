/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-dossier-view.h"

#include <glib/gi18n-lib.h>

#include "gu-clock-row.h"
#include "gu-columns.h"
#include "gu-desk-toast.h"
#include "gu-doctor.h"
#include "gu-dossier.h"
#include "gu-event-row.h"
#include "gu-page-viewer.h"
#include "gu-paper-row.h"
#include "gu-pill.h"
#include "gu-print.h"

#include <adwaita.h>

/* One dossier. What is shown comes from GuDossierPage, which follows the store. */

struct _GuDossierView
{
  GtkWidget parent_instance;

  GuContext *context;            /* owned, nullable */
  GuDossierPage *page;           /* owned, nullable */
  GtkFileChooserNative *chooser; /* owned, nullable: while it is open */

  /* template children */
  GtkWidget *box;
  AdwWindowTitle *title;
  GtkWidget *switch_bar;
  GtkToggleButton *papers_button;
  GuColumns *columns;
  GtkLabel *procedure;
  GtkLabel *applicant;
  GtkLabel *identifier;
  GtkWidget *unmask;
  GtkLabel *property;
  GtkLabel *cadastral;
  GuPill *state;
  GtkLabel *facts_line;
  GtkLabel *summary;
  GtkLabel *next_steps;
  GtkWidget *next_steps_box;
  GtkListBox *clocks;
  GtkWidget *clocks_group;
  GtkListBox *papers;
  GtkListBox *timeline;
  GuPageViewer *viewer;
};

G_DEFINE_FINAL_TYPE (GuDossierView, gu_dossier_view, GTK_TYPE_WIDGET)

static GtkWidget *
create_clock (gpointer item, gpointer user_data)
{
  return gu_clock_row_new (GU_CLOCK_ITEM (item));
}

static GtkWidget *
create_paper (gpointer item, gpointer user_data)
{
  return gu_paper_row_new (GU_DOCUMENT (item));
}

static GtkWidget *
create_event (gpointer item, gpointer user_data)
{
  return gu_event_row_new (GU_TIMELINE_ITEM (item));
}

static void
on_paper_activated (GuDossierView *self, GtkListBoxRow *row)
{
  gu_page_viewer_show (self->viewer, gu_paper_row_get_item (GU_PAPER_ROW (row)));
  if (gu_columns_get_n_shown (self->columns) < 3)
    gtk_toggle_button_set_active (self->papers_button, TRUE);
}

static void
on_papers_toggled (GuDossierView *self)
{
  gu_columns_show_column (self->columns,
                          gtk_toggle_button_get_active (self->papers_button) ? 2 : 0);
}

static void
show_person (GuDossierView *self, GuDossier *dossier)
{
  GuPerson *applicant = gu_dossier_get_applicant (dossier);
  GuPerson *representative = gu_dossier_get_representative (dossier);
  const char *name = applicant != NULL ? gu_person_get_name (applicant) : NULL;
  g_autofree char *line = NULL;

  if (representative != NULL && gu_person_get_name (representative) != NULL)
    /* Translators: name of the applicant, then of the person who represents them. */
    line = g_strdup_printf (_ ("%s, represented by %s"),
                            name != NULL ? name : "—",
                            gu_person_get_name (representative));
  else
    line = g_strdup (name != NULL ? name : "—");
  gtk_label_set_label (self->applicant, line);
}

static void
show_property (GuDossierView *self, GuDossier *dossier)
{
  GuProperty *property = gu_dossier_get_property (dossier);
  g_autofree char *address = property != NULL ? gu_property_dup_address_line (property) : NULL;
  const char *cadastral = property != NULL ? gu_property_get_cadastral_number (property) : NULL;
  const char *book = property != NULL ? gu_property_get_land_book (property) : NULL;
  g_autofree char *line = NULL;

  gtk_label_set_label (self->property, address != NULL && *address != '\0' ? address : "—");
  /* Translators: cadastral number and number of the land book. */
  line = g_strdup_printf (
      _ ("cad. %s · CF %s"), cadastral != NULL ? cadastral : "—", book != NULL ? book : "—");
  gtk_label_set_label (self->cadastral, line);
}

static void
update (GuDossierView *self)
{
  GuDossier *dossier = gu_dossier_page_get_dossier (self->page);
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;
  g_autofree char *procedure = NULL;
  g_autofree char *state = NULL;
  g_autofree char *regime = NULL;
  g_autofree char *sync = NULL;
  g_autofree char *identifier = NULL;
  g_autofree char *summary = NULL;
  g_autofree char *next = NULL;
  g_autofree char *line = NULL;
  gboolean unmasked = FALSE;

  g_object_get (self->page,
                "title",
                &title,
                "subtitle",
                &subtitle,
                "procedure-title",
                &procedure,
                "state-label",
                &state,
                NULL);
  g_object_get (
      self->page, "regime-label", &regime, "sync-label", &sync, "applicant-id", &identifier, NULL);
  g_object_get (self->page, "unmasked", &unmasked, "summary", &summary, "next-steps", &next, NULL);
  adw_window_title_set_title (self->title, title != NULL ? title : "");
  adw_window_title_set_subtitle (self->title, subtitle != NULL ? subtitle : "");
  gtk_label_set_label (self->procedure, procedure != NULL ? procedure : "");
  g_object_set (self->state, "label", state, "code", gu_dossier_get_state (dossier), NULL);
  line = g_strdup_printf ("%s · %s", regime != NULL ? regime : "", sync != NULL ? sync : "");
  gtk_label_set_label (self->facts_line, line);
  gtk_label_set_label (self->identifier, identifier != NULL ? identifier : "");
  gtk_widget_set_visible (self->unmask,
                          !unmasked && identifier != NULL && strstr (identifier, "•") != NULL);
  gtk_label_set_label (self->summary, summary != NULL ? summary : "");
  gtk_label_set_label (self->next_steps, next != NULL ? next : "");
  gtk_widget_set_visible (self->next_steps_box, next != NULL && *next != '\0');
  gtk_widget_set_visible (self->clocks_group,
                          g_list_model_get_n_items (gu_dossier_page_get_clocks (self->page)) > 0);
  show_person (self, dossier);
  show_property (self, dossier);
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "dossier.print-receipt",
                                 gu_dossier_page_find_paper (self->page, "receipt") != NULL);
}

static void
on_unmasked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GuDossierView) self = GU_DOSSIER_VIEW (user_data);
  g_autoptr (GError) error = NULL;

  if (!gu_dossier_page_unmask_finish (GU_DOSSIER_PAGE (source), result, &error))
    gu_desk_toast_error (GTK_WIDGET (self), error);
}

static void
act_unmask (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuDossierView *self = GU_DOSSIER_VIEW (widget);

  if (self->page != NULL)
    gu_dossier_page_unmask_async (self->page, NULL, NULL, on_unmasked, g_object_ref (self));
}

static void
act_print_receipt (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuDossierView *self = GU_DOSSIER_VIEW (widget);
  GuDocument *receipt = self->page != NULL ? gu_dossier_page_find_paper (self->page, "receipt")
                                           : NULL;

  if (receipt != NULL)
    gu_print_document (widget, self->context, receipt);
}

static void
on_exported (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GuDossierView) self = GU_DOSSIER_VIEW (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile)
      folder = gu_dossier_page_export_finish (GU_DOSSIER_PAGE (source), result, &error);
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;

  if (folder == NULL)
    {
      gu_desk_toast_error (GTK_WIDGET (self), error);
      return;
    }
  path = g_file_get_parse_name (folder);
  /* Translators: the folder that a dossier was exported to. */
  text = g_strdup_printf (_ ("Exported to %s"), path);
  gu_desk_toast (GTK_WIDGET (self), text);
}

static void
on_folder_chosen (GuDossierView *self, int response)
{
  g_autoptr (GFile) folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));

  if (response == GTK_RESPONSE_ACCEPT && folder != NULL && self->page != NULL)
    gu_dossier_page_export_async (self->page, folder, NULL, on_exported, g_object_ref (self));
  g_clear_object (&self->chooser);
}

static void
act_export (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuDossierView *self = GU_DOSSIER_VIEW (widget);

  if (self->page == NULL || self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (_ ("Export the Dossier to a Folder"),
                                               GTK_WINDOW (gtk_widget_get_root (widget)),
                                               GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
                                               _ ("_Export"),
                                               _ ("_Cancel"));
  g_signal_connect_object (
      self->chooser, "response", G_CALLBACK (on_folder_chosen), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
on_verified (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GuDossierView) self = GU_DOSSIER_VIEW (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "dossier.verify-journal", TRUE);
  if (!gu_journal_verify_finish (result, &sentence, NULL, NULL, &error) && error != NULL)
    gu_desk_toast_error (GTK_WIDGET (self), error);
  else
    gu_desk_toast (GTK_WIDGET (self), sentence);
}

static void
act_verify_journal (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuDossierView *self = GU_DOSSIER_VIEW (widget);

  gtk_widget_action_set_enabled (widget, "dossier.verify-journal", FALSE);
  gu_journal_verify_async (self->context, NULL, on_verified, g_object_ref (self));
}

static void
gu_dossier_view_dispose (GObject *object)
{
  GuDossierView *self = GU_DOSSIER_VIEW (object);

  if (self->box != NULL)
    gu_dossier_view_set_page (self, NULL);
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (gu_dossier_view_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, GuDossierView, box);
  gtk_widget_class_bind_template_child (widget_class, GuDossierView, title);
  gtk_widget_class_bind_template_child (widget_class, GuDossierView, switch_bar);
  gtk_widget_class_bind_template_child (widget_class, GuDossierView, papers_button);
  gtk_widget_class_bind_template_child (widget_class, GuDossierView, columns);
  gtk_widget_class_bind_template_child (widget_class, GuDossierView, procedure);
  gtk_widget_class_bind_template_child (widget_class, GuDossierView, applicant);
  gtk_widget_class_bind_template_child (widget_class, GuDossierView, identifier);
  gtk_widget_class_bind_template_child (widget_class, GuDossierView, unmask);
  gtk_widget_class_bind_template_child (widget_class, GuDossierView, property);
  gtk_widget_class_bind_template_child (widget_class, GuDossierView, cadastral);
  gtk_widget_class_bind_template_child (widget_class, GuDossierView, state);
  gtk_widget_class_bind_template_child (widget_class, GuDossierView, facts_line);
  gtk_widget_class_bind_template_child (widget_class, GuDossierView, summary);
  gtk_widget_class_bind_template_child (widget_class, GuDossierView, next_steps);
  gtk_widget_class_bind_template_child (widget_class, GuDossierView, next_steps_box);
  gtk_widget_class_bind_template_child (widget_class, GuDossierView, clocks);
  gtk_widget_class_bind_template_child (widget_class, GuDossierView, clocks_group);
  gtk_widget_class_bind_template_child (widget_class, GuDossierView, papers);
  gtk_widget_class_bind_template_child (widget_class, GuDossierView, timeline);
  gtk_widget_class_bind_template_child (widget_class, GuDossierView, viewer);
}

static void
gu_dossier_view_class_init (GuDossierViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (GU_TYPE_COLUMNS);
  g_type_ensure (GU_TYPE_PAGE_VIEWER);
  g_type_ensure (GU_TYPE_PILL);
  G_OBJECT_CLASS (klass)->dispose = gu_dossier_view_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ro/ghiseuunic/Ghiseu/dossier/gu-dossier-view.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_paper_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_papers_toggled);
  gtk_widget_class_install_action (widget_class, "dossier.unmask", NULL, act_unmask);
  gtk_widget_class_install_action (widget_class, "dossier.print-receipt", NULL, act_print_receipt);
  gtk_widget_class_install_action (widget_class, "dossier.export", NULL, act_export);
  gtk_widget_class_install_action (
      widget_class, "dossier.verify-journal", NULL, act_verify_journal);
  gtk_widget_class_add_binding_action (
      widget_class, GDK_KEY_p, GDK_CONTROL_MASK, "dossier.print-receipt", NULL);
  gtk_widget_class_add_binding_action (
      widget_class, GDK_KEY_e, GDK_CONTROL_MASK, "dossier.export", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "dossiers.back", NULL);
}

static void
gu_dossier_view_init (GuDossierView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
gu_dossier_view_set_context (GuDossierView *self, GuContext *context)
{
  g_return_if_fail (GU_IS_DOSSIER_VIEW (self));

  g_set_object (&self->context, context);
  gu_page_viewer_set_context (self->viewer, context);
}

void
gu_dossier_view_set_page (GuDossierView *self, GuDossierPage *page)
{
  GuDocument *first = NULL;

  g_return_if_fail (GU_IS_DOSSIER_VIEW (self));

  if (self->page == page)
    return;
  if (self->page != NULL)
    g_signal_handlers_disconnect_by_data (self->page, self);
  g_set_object (&self->page, page);
  gtk_list_box_bind_model (self->clocks,
                           page != NULL ? gu_dossier_page_get_clocks (page) : NULL,
                           create_clock,
                           self,
                           NULL);
  gtk_list_box_bind_model (self->papers,
                           page != NULL ? gu_dossier_page_get_documents (page) : NULL,
                           create_paper,
                           self,
                           NULL);
  gtk_list_box_bind_model (self->timeline,
                           page != NULL ? gu_dossier_page_get_timeline (page) : NULL,
                           create_event,
                           self,
                           NULL);
  gu_page_viewer_show (self->viewer, NULL);
  gtk_toggle_button_set_active (self->papers_button, FALSE);
  if (page == NULL)
    return;
  g_signal_connect_object (page, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  first = gu_dossier_page_find_paper (page, "receipt");
  if (first != NULL)
    gu_page_viewer_show (self->viewer, first);
}
