/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-intake-page-private.h"

#include <glib/gi18n-lib.h>

#include "gu-desk-settings.h"
#include "gu-desk-toast.h"
#include "gu-dossier.h"
#include "gu-draft-row.h"
#include "gu-error.h"
#include "gu-procedure.h"
#include "gu-registration.h"
#include "gu-sign-dialog.h"

/* The counter: start, the draft in three columns, the receipt. Files are taken in by
 * gu-intake-page-import.c; the pages that do not show at the start are made by
 * gu-intake-page-parts.c. */

/* The first page offers the newest drafts; all of them stand in the list of dossiers. */
#define MAX_DRAFTS 12

G_DEFINE_FINAL_TYPE (GuIntakePage, gu_intake_page, GTK_TYPE_WIDGET)

static void
update_actions (GuIntakePage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean form = self->intake != NULL
                  && g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "form") == 0;

  gtk_widget_action_set_enabled (widget, "intake.next-slot", form);
  gtk_widget_action_set_enabled (widget, "intake.sign", form);
  gtk_widget_action_set_enabled (widget, "intake.discard", form);
  gtk_widget_action_set_enabled (widget, "intake.put-aside", form);
}

static void
show_state (GuIntakePage *self, const char *name)
{
  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_spinner_set_spinning (self->spinner, g_str_equal (name, "opening"));
  update_actions (self);
}

static void
update_drafts (GuIntakePage *self)
{
  gtk_widget_set_visible (self->drafts_section,
                          g_list_model_get_n_items (G_LIST_MODEL (self->drafts)) > 0);
}

static GtkWidget *
create_draft (gpointer item, gpointer user_data)
{
  return gu_draft_row_new (GU_DOSSIER_ITEM (item));
}

static void
on_draft_activated (GuIntakePage *self, GtkListBoxRow *row)
{
  gu_intake_page_resume (self, gu_dossier_item_get_id (gu_draft_row_get_item (GU_DRAFT_ROW (row))));
}

static void
update_verdict (GuIntakePage *self)
{
  gboolean complete = gu_intake_get_complete (self->intake);
  const char *const *problems = gu_intake_get_problems (self->intake);
  guint n_problems = problems != NULL ? g_strv_length ((char **) problems) : 0;
  g_autofree char *count = NULL;
  g_autofree char *all = NULL;

  gtk_label_set_label (self->verdict, gu_intake_get_summary (self->intake));
  gtk_image_set_from_icon_name (
      self->verdict_icon, complete ? "gu-status-provided-symbolic" : "gu-status-missing-symbolic");
  gtk_widget_remove_css_class (GTK_WIDGET (self->verdict_icon), complete ? "gu-bad" : "gu-ok");
  gtk_widget_add_css_class (GTK_WIDGET (self->verdict_icon), complete ? "gu-ok" : "gu-bad");
  gtk_widget_set_visible (GTK_WIDGET (self->problems_button), n_problems > 0);
  if (n_problems == 0)
    return;
  count = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE,
                   /* Translators: how many things keep a request from being registered. */
                   "%u thing to _mend",
                   "%u things to _mend",
                   n_problems),
      n_problems);
  all = g_strjoinv ("\n", (char **) problems);
  gtk_menu_button_set_label (self->problems_button, count);
  gtk_label_set_label (self->problems, all);
}

static void
show_problems (GuIntakePage *self)
{
  const char *const *problems = gu_intake_get_problems (self->intake);
  g_autofree char *all = problems != NULL ? g_strjoinv ("\n", (char **) problems) : g_strdup ("");

  self->telling_problems = TRUE;
  gu_banner_show (self->banner,
                  GU_BANNER_WARNING,
                  _ ("This request cannot be registered yet"),
                  *all != '\0' ? all : gu_intake_get_summary (self->intake),
                  NULL);
}

/* What was told stays true: it shrinks while the clerk mends, and goes with the last of it. */
static void
update_problems (GuIntakePage *self)
{
  gboolean telling = self->telling_problems && gu_banner_get_revealed (self->banner)
                     && g_strcmp0 (gu_banner_get_title (self->banner),
                                   _ ("This request cannot be registered yet"))
                            == 0;

  self->telling_problems = telling;
  if (!telling)
    return;
  if (gu_intake_get_can_register (self->intake))
    gu_banner_hide (self->banner);
  else
    show_problems (self);
}

static void
update_title (GuIntakePage *self)
{
  GuProcedure *procedure = self->intake != NULL ? gu_intake_get_procedure (self->intake) : NULL;
  GuPerson *applicant = NULL;
  const char *name = NULL;

  if (procedure == NULL)
    {
      adw_window_title_set_title (self->title, _ ("Counter"));
      adw_window_title_set_subtitle (self->title, "");
      return;
    }
  applicant = gu_dossier_get_applicant (gu_intake_get_dossier (self->intake));
  name = applicant != NULL ? gu_person_get_name (applicant) : NULL;
  adw_window_title_set_title (self->title, gu_procedure_get_short_title (procedure));
  adw_window_title_set_subtitle (self->title,
                                 name != NULL && *name != '\0' ? name : _ ("New dossier"));
}

static void
update_saved (GuIntakePage *self)
{
  g_autofree char *save_error = NULL;
  gboolean saved = FALSE;

  g_object_get (self->intake, "saved", &saved, "save-error", &save_error, NULL);
  gtk_label_set_label (self->saved, save_error != NULL ? "" : saved ? _ ("Saved") : _ ("Saving…"));
  if (save_error != NULL)
    gu_banner_show (
        self->banner,
        GU_BANNER_ERROR,
        save_error,
        _ ("What you type is kept in the window; saving is tried again with every change."),
        NULL);
}

static void
on_intake_changed (GuIntakePage *self, GParamSpec *pspec)
{
  if (g_str_equal (pspec->name, "saved") || g_str_equal (pspec->name, "save-error"))
    update_saved (self);
  else
    {
      update_verdict (self);
      update_problems (self);
      update_title (self);
    }
}

static void
set_intake (GuIntakePage *self, GuIntake *intake)
{
  GuPerson *applicant = NULL;

  if (self->intake != NULL)
    {
      applicant = gu_dossier_get_applicant (gu_intake_get_dossier (self->intake));
      g_signal_handlers_disconnect_by_data (self->intake, self);
      if (applicant != NULL)
        g_signal_handlers_disconnect_by_data (applicant, self);
    }
  if (intake != NULL)
    gu_intake_page_ensure_form (self);
  if (self->form != NULL)
    {
      gu_request_form_set_intake (self->form, intake);
      gu_checklist_view_set_intake (self->checklist, intake);
      gu_page_viewer_show (self->viewer, NULL);
    }
  g_set_object (&self->intake, intake);
  gu_banner_hide (self->banner);
  update_title (self);
  if (intake == NULL)
    return;
  g_signal_connect_object (
      intake, "notify", G_CALLBACK (on_intake_changed), self, G_CONNECT_SWAPPED);
  applicant = gu_dossier_get_applicant (gu_intake_get_dossier (intake));
  if (applicant != NULL)
    g_signal_connect_object (
        applicant, "notify::name", G_CALLBACK (update_title), self, G_CONNECT_SWAPPED);
  update_verdict (self);
  update_saved (self);
}

/* Leaving a draft never loses it: it is saved and waits on the first page. */
static void
on_left_behind (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GuIntakePage) self = GU_INTAKE_PAGE (user_data);
  g_autoptr (GError) error = NULL;

  if (!gu_intake_flush_finish (GU_INTAKE (source), result, &error) && self->box != NULL)
    gu_banner_show_error (self->banner, error);
}

static void
leave_intake (GuIntakePage *self)
{
  if (self->intake == NULL)
    return;
  gu_intake_flush_async (self->intake, NULL, on_left_behind, g_object_ref (self));
  set_intake (self, NULL);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GuIntakePage) self = GU_INTAKE_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GuIntake) intake = gu_intake_new_finish (result, &error);

  if (self->box == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->opening);
  if (intake == NULL)
    {
      /* Papers that waited for this draft must not turn up in another one. */
      g_clear_pointer (&self->waiting_files, g_ptr_array_unref);
      g_clear_pointer (&self->waiting_bytes, g_bytes_unref);
      show_state (self, "start");
      gu_banner_show_error (self->banner, error);
      return;
    }
  set_intake (self, intake);
  gu_columns_show_column (self->columns, 0);
  gtk_toggle_button_set_active (self->request_button, TRUE);
  show_state (self, "form");
  gu_request_form_focus_first (self->form);
  gu_intake_page_import_waiting (self);
}

static GCancellable *
begin_opening (GuIntakePage *self)
{
  leave_intake (self);
  gu_banner_hide (self->banner);
  if (self->opening != NULL)
    g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  self->opening = g_cancellable_new ();
  show_state (self, "opening");
  return self->opening;
}

static void
act_put_aside (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuIntakePage *self = GU_INTAKE_PAGE (widget);

  leave_intake (self);
  show_state (self, "start");
  gtk_widget_grab_focus (self->start_new);
}

static void
on_discarded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GuIntakePage) self = GU_INTAKE_PAGE (user_data);
  g_autoptr (GError) error = NULL;

  if (self->box == NULL)
    return;
  if (!gu_intake_discard_finish (GU_INTAKE (source), result, &error))
    {
      gu_banner_show_error (self->banner, error);
      return;
    }
  set_intake (self, NULL);
  show_state (self, "start");
  gtk_widget_grab_focus (self->start_new);
  gu_desk_toast (GTK_WIDGET (self), _ ("The draft was given up."));
}

static void
on_discard_response (GuIntakePage *self, const char *response)
{
  if (self->intake != NULL && g_str_equal (response, "discard"))
    gu_intake_discard_async (self->intake, NULL, on_discarded, g_object_ref (self));
}

static void
act_discard (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkWidget *dialog = adw_message_dialog_new (
      GTK_WINDOW (gtk_widget_get_root (widget)),
      _ ("Give Up This Draft?"),
      _ ("The request and its papers leave the counter. This cannot be undone."));

  adw_message_dialog_add_responses (
      ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "discard", _ ("_Give Up"), NULL);
  adw_message_dialog_set_response_appearance (
      ADW_MESSAGE_DIALOG (dialog), "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (
      dialog, "response", G_CALLBACK (on_discard_response), widget, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
act_next_slot (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuIntakePage *self = GU_INTAKE_PAGE (widget);

  gtk_toggle_button_set_active (self->papers_button, TRUE);
  if (!gu_checklist_view_select_missing (self->checklist, TRUE))
    gu_desk_toast (widget, _ ("Nothing is missing."));
}

void
gu_intake_page_show_document (GuIntakePage *self, GuDocument *document)
{
  gu_page_viewer_show (self->viewer, document);
  gtk_toggle_button_set_active (self->pages_button, TRUE);
}

static void
act_show_document (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuIntakePage *self = GU_INTAKE_PAGE (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  GListModel *documents = self->intake != NULL ? gu_intake_get_documents (self->intake) : NULL;

  for (guint i = 0; documents != NULL && i < g_list_model_get_n_items (documents); i++)
    {
      g_autoptr (GuDocument) document = g_list_model_get_item (documents, i);

      if (g_strcmp0 (gu_document_get_id (document), id) == 0)
        gu_intake_page_show_document (self, document);
    }
}

static void
on_registered (GuIntakePage *self, GuRegistration *registration)
{
  GuPerson *applicant = gu_dossier_get_applicant (gu_intake_get_dossier (self->intake));
  g_autofree char *name = g_strdup (applicant != NULL ? gu_person_get_name (applicant) : NULL);

  set_intake (self, NULL);
  gu_intake_page_ensure_receipt (self);
  show_state (self, "done");
  gu_receipt_page_show (self->receipt,
                        gu_registration_get_number (registration),
                        name,
                        gu_registration_get_receipt (registration));
}

static void
on_flushed_before_signing (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GuIntakePage) self = GU_INTAKE_PAGE (user_data);
  g_autoptr (GError) error = NULL;

  if (self->box == NULL || self->intake != GU_INTAKE (source))
    return;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "intake.sign", TRUE);
  if (!gu_intake_flush_finish (GU_INTAKE (source), result, &error))
    {
      gu_banner_show_error (self->banner, error);
      return;
    }
  self->sign_dialog = gu_sign_dialog_new (self->context, gu_intake_get_id (self->intake));
  g_object_add_weak_pointer (G_OBJECT (self->sign_dialog), (gpointer *) &self->sign_dialog);
  if (!gu_intake_get_complete (self->intake))
    {
      g_autofree char *note = g_strdup_printf (
          /* Translators: %s is "2 documents are missing" or the like. */
          _ ("%s. The dossier is registered as incomplete, and the receipt lists what is missing."),
          gu_intake_get_summary (self->intake));

      gu_sign_dialog_set_note (GU_SIGN_DIALOG (self->sign_dialog), note);
    }
  gtk_window_set_transient_for (GTK_WINDOW (self->sign_dialog),
                                GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  g_signal_connect_object (
      self->sign_dialog, "registered", G_CALLBACK (on_registered), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (self->sign_dialog));
}

static void
act_sign (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuIntakePage *self = GU_INTAKE_PAGE (widget);

  if (self->intake == NULL || self->sign_dialog != NULL)
    return;
  if (!gu_intake_get_can_register (self->intake))
    {
      show_problems (self);
      gtk_toggle_button_set_active (self->request_button, TRUE);
      if (!gu_request_form_focus_problem (self->form))
        act_next_slot (widget, NULL, NULL);
      return;
    }
  gu_banner_hide (self->banner);
  gtk_widget_action_set_enabled (widget, "intake.sign", FALSE);
  gu_intake_flush_async (self->intake, NULL, on_flushed_before_signing, g_object_ref (self));
}

/* F6 goes from column to column, whatever the form is long. */
static void
act_next_column (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuIntakePage *self = GU_INTAKE_PAGE (widget);
  GtkWidget *const columns[] = { GTK_WIDGET (self->form),
                                 GTK_WIDGET (self->checklist),
                                 GTK_WIDGET (self->viewer) };
  GtkToggleButton *const buttons[] = { self->request_button,
                                       self->papers_button,
                                       self->pages_button };
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  guint next = 0;

  if (self->intake == NULL)
    return;
  for (guint i = 0; focus != NULL && i < G_N_ELEMENTS (columns); i++)
    if (gtk_widget_is_ancestor (focus, columns[i]))
      next = (i + 1) % G_N_ELEMENTS (columns);
  gtk_toggle_button_set_active (buttons[next], TRUE);
  gtk_widget_child_focus (columns[next], GTK_DIR_TAB_FORWARD);
}

static void
gu_intake_page_dispose (GObject *object)
{
  GuIntakePage *self = GU_INTAKE_PAGE (object);

  if (self->opening != NULL)
    g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  if (self->sign_dialog != NULL)
    g_object_remove_weak_pointer (G_OBJECT (self->sign_dialog), (gpointer *) &self->sign_dialog);
  self->sign_dialog = NULL;
  if (self->box != NULL)
    {
      set_intake (self, NULL);
      gtk_list_box_bind_model (self->drafts_list, NULL, NULL, NULL, NULL);
      gtk_widget_unparent (g_steal_pointer (&self->box));
    }
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->waiting_files, g_ptr_array_unref);
  g_clear_pointer (&self->waiting_bytes, g_bytes_unref);
  g_clear_pointer (&self->waiting_name, g_free);
  g_clear_pointer (&self->import_slot, g_free);
  g_clear_object (&self->drafts);
  g_clear_object (&self->settings);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (gu_intake_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, GuIntakePage, box);
  gtk_widget_class_bind_template_child (widget_class, GuIntakePage, stack);
  gtk_widget_class_bind_template_child (widget_class, GuIntakePage, title);
  gtk_widget_class_bind_template_child (widget_class, GuIntakePage, banner);
  gtk_widget_class_bind_template_child (widget_class, GuIntakePage, operation);
  gtk_widget_class_bind_template_child (widget_class, GuIntakePage, start_new);
  gtk_widget_class_bind_template_child (widget_class, GuIntakePage, drafts_section);
  gtk_widget_class_bind_template_child (widget_class, GuIntakePage, drafts_list);
  gtk_widget_class_bind_template_child (widget_class, GuIntakePage, spinner);
}

static void
gu_intake_page_class_init (GuIntakePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (GU_TYPE_BANNER);
  g_type_ensure (GU_TYPE_OPERATION_BAR);

  G_OBJECT_CLASS (klass)->dispose = gu_intake_page_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ro/ghiseuunic/Ghiseu/intake/gu-intake-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_draft_activated);
  gtk_widget_class_install_action (widget_class, "intake.put-aside", NULL, act_put_aside);
  gtk_widget_class_install_action (widget_class, "intake.discard", NULL, act_discard);
  gtk_widget_class_install_action (widget_class, "intake.next-slot", NULL, act_next_slot);
  gtk_widget_class_install_action (widget_class, "intake.next-column", NULL, act_next_column);
  gtk_widget_class_install_action (widget_class, "intake.show-document", "s", act_show_document);
  gtk_widget_class_install_action (widget_class, "intake.sign", NULL, act_sign);
  gu_intake_page_install_import_actions (widget_class);
}

static void
gu_intake_page_init (GuIntakePage *self)
{
  self->settings = gu_desk_settings_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  update_title (self);
  update_actions (self);
}

/* A new day starts with Enter. */
static void
on_ready (GuIntakePage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (gu_context_is_ready (self->context) && gtk_widget_get_mapped (self->start_new)
      && (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self))))
    gtk_widget_grab_focus (self->start_new);
}

void
gu_intake_page_set_context (GuIntakePage *self, GuContext *context, GuDossierList *drafts)
{
  g_autoptr (GtkSliceListModel) newest = NULL;

  g_return_if_fail (GU_IS_INTAKE_PAGE (self));
  g_return_if_fail (self->context == NULL);

  self->context = g_object_ref (context);
  self->drafts = g_object_ref (drafts);
  g_signal_connect_object (
      drafts, "items-changed", G_CALLBACK (update_drafts), self, G_CONNECT_SWAPPED);
  newest = gtk_slice_list_model_new (g_object_ref (G_LIST_MODEL (drafts)), 0, MAX_DRAFTS);
  gtk_list_box_bind_model (self->drafts_list, G_LIST_MODEL (newest), create_draft, self, NULL);
  g_object_bind_property (context, "ready", self->start_new, "sensitive", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (
      context, "notify::ready", G_CALLBACK (on_ready), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  update_drafts (self);
}

void
gu_intake_page_new_dossier (GuIntakePage *self)
{
  g_return_if_fail (GU_IS_INTAKE_PAGE (self));

  if (self->context == NULL || !gu_context_is_ready (self->context))
    return;
  gu_intake_new_async (
      self->context, NULL, NULL, begin_opening (self), on_opened, g_object_ref (self));
  gu_intake_page_ensure_form (self);
}

void
gu_intake_page_resume (GuIntakePage *self, const char *dossier_id)
{
  g_return_if_fail (GU_IS_INTAKE_PAGE (self));

  if (self->intake != NULL && g_strcmp0 (gu_intake_get_id (self->intake), dossier_id) == 0)
    return;
  gu_intake_open_async (
      self->context, dossier_id, begin_opening (self), on_opened, g_object_ref (self));
  gu_intake_page_ensure_form (self);
}

gboolean
gu_intake_page_print (GuIntakePage *self)
{
  g_return_val_if_fail (GU_IS_INTAKE_PAGE (self), FALSE);

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "done") != 0)
    return FALSE;
  return gtk_widget_activate_action (GTK_WIDGET (self->receipt), "receipt.print", NULL);
}

static void
on_flushed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  GuIntakePage *self = GU_INTAKE_PAGE (g_task_get_source_object (task));

  if (gu_intake_flush_finish (GU_INTAKE (source), result, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (self->box != NULL)
    gu_banner_show_error (self->banner, error);
  g_task_return_error (task, g_steal_pointer (&error));
}

void
gu_intake_page_flush_async (GuIntakePage *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, gu_intake_page_flush_async);
  if (self->intake != NULL)
    {
      gu_intake_flush_async (self->intake, NULL, on_flushed, task);
      return;
    }
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

gboolean
gu_intake_page_flush_finish (GuIntakePage *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
