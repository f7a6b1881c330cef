/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-intake-page-private.h"

#include <glib/gi18n-lib.h>

#include "gu-desk-toast.h"
#include "gu-requirement-item.h"

/* Papers come in: chosen, dropped or pasted. */

/* A banner that names every file of a whole folder would hide the page. */
#define MAX_NAMED 5

static void
say_one (GString *target, guint n, GuImportResult *result)
{
  const char *hint = gu_import_result_get_hint (result);
  g_autofree char *hint_line = g_strdup_printf ("\n%s", hint != NULL ? hint : "");

  if (n >= MAX_NAMED)
    return;
  g_string_append_printf (target,
                          "%s%s: %s",
                          target->len > 0 ? "\n" : "",
                          gu_import_result_get_name (result),
                          gu_import_result_get_sentence (result));
  /* What to do is said once when it is the same for several. */
  if (hint != NULL && *hint != '\0' && strstr (target->str, hint_line) == NULL)
    g_string_append (target, hint_line);
}

static void
say_rest (GString *target, guint n)
{
  if (n <= MAX_NAMED)
    return;
  g_string_append (target, "\n");
  g_string_append_printf (target,
                          g_dngettext (GETTEXT_PACKAGE,
                                       /* Translators: ends a list of files that is too long. */
                                       "and %u more file",
                                       "and %u more files",
                                       n - MAX_NAMED),
                          n - MAX_NAMED);
}

static void
say_results (GuIntakePage *self, GPtrArray *results)
{
  g_autoptr (GString) refused = g_string_new (NULL);
  g_autoptr (GString) warned = g_string_new (NULL);
  guint n_refused = 0;
  guint n_taken = 0;
  guint n_warned = 0;

  g_return_if_fail (results != NULL);

  for (guint i = 0; i < results->len; i++)
    {
      GuImportResult *result = g_ptr_array_index (results, i);
      const char *sentence = gu_import_result_get_sentence (result);

      if (!gu_import_result_get_accepted (result))
        say_one (refused, n_refused++, result);
      else if (sentence != NULL && *sentence != '\0')
        say_one (warned, n_warned++, result);
      if (gu_import_result_get_accepted (result))
        n_taken++;
    }
  say_rest (refused, n_refused);
  say_rest (warned, n_warned);
  if (n_refused > 0)
    {
      g_autofree char *title = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE,
                       /* Translators: how many files the desk did not take in. */
                       "%u file was not taken in",
                       "%u files were not taken in",
                       n_refused),
          n_refused);

      gu_banner_show (self->banner, GU_BANNER_ERROR, title, refused->str, NULL);
    }
  else if (warned->len > 0)
    gu_banner_show (
        self->banner, GU_BANNER_WARNING, _ ("Taken in, with a remark"), warned->str, NULL);
  if (n_taken > 0 && n_refused == 0 && warned->len == 0)
    {
      g_autofree char *text = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE,
                       /* Translators: how many files were taken in. */
                       "%u paper taken in",
                       "%u papers taken in",
                       n_taken),
          n_taken);

      gu_desk_toast (GTK_WIDGET (self), text);
    }
}

static GuDocument *
last_taken (GPtrArray *results)
{
  for (guint i = results->len; i > 0; i--)
    {
      GuImportResult *result = g_ptr_array_index (results, i - 1);

      if (gu_import_result_get_accepted (result))
        return gu_import_result_get_document (result);
    }
  return NULL;
}

/* The hand that brings papers goes on to the next line by itself, unless the line still needs
 * something, such as the date of issue. */
static void
move_on (GuIntakePage *self)
{
  GListModel *requirements = gu_intake_get_requirements (self->intake);

  if (self->import_slot == NULL)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (requirements); i++)
    {
      g_autoptr (GuRequirementItem) item = g_list_model_get_item (requirements, i);

      if (g_strcmp0 (gu_requirement_item_get_id (item), self->import_slot) == 0
          && !gu_requirement_item_get_missing (item))
        gu_checklist_view_select_missing (self->checklist, FALSE);
    }
}

static void
finish_import (GuIntakePage *self, GPtrArray *results, const GError *error)
{
  GuDocument *document = results != NULL ? last_taken (results) : NULL;

  if (error != NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        gu_banner_show_error (self->banner, error);
      return;
    }
  say_results (self, results);
  if (document != NULL)
    {
      GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

      gu_intake_page_show_document (self, document);
      move_on (self);
      /* The line that had the cursor may have moved: the keyboard stays among the papers. */
      if (root != NULL && gtk_root_get_focus (root) == NULL)
        gu_checklist_view_focus_selected (self->checklist);
    }
}

/* A paper that was refused after its draft was left would be missed at the end: it is told wherever
 * the clerk is by now. What was taken in waits in its draft. */
static void
finish_elsewhere (GuIntakePage *self, GPtrArray *results)
{
  for (guint i = 0; results != NULL && i < results->len; i++)
    if (!gu_import_result_get_accepted (g_ptr_array_index (results, i)))
      {
        say_results (self, results);
        return;
      }
}

static void
on_files_added (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GuIntakePage) self = GU_INTAKE_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) results = gu_intake_add_files_finish (GU_INTAKE (source), result, &error);

  if (self->box == NULL)
    return;
  if (self->intake == GU_INTAKE (source))
    finish_import (self, results, error);
  else
    finish_elsewhere (self, results);
}

static void
on_bytes_added (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GuIntakePage) self = GU_INTAKE_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GuImportResult)
      imported = gu_intake_add_bytes_finish (GU_INTAKE (source), result, &error);
  g_autoptr (GPtrArray) results = g_ptr_array_new ();

  if (imported != NULL)
    g_ptr_array_add (results, imported);
  if (self->box == NULL)
    return;
  if (self->intake == GU_INTAKE (source))
    finish_import (self, results, error);
  else
    finish_elsewhere (self, results);
}

static void
start_import (GuIntakePage *self, GPtrArray *files, const char *slot)
{
  g_autoptr (GuOperation) operation = NULL;

  gu_banner_hide (self->banner);
  g_free (self->import_slot);
  self->import_slot = g_strdup (slot);
  operation = gu_intake_add_files (
      self->intake, files, self->import_slot, on_files_added, g_object_ref (self));
  gu_operation_bar_set_operation (self->operation, operation);
}

static void
start_import_bytes (GuIntakePage *self, GBytes *bytes, const char *name, const char *slot)
{
  gu_banner_hide (self->banner);
  g_free (self->import_slot);
  self->import_slot = g_strdup (slot);
  gu_intake_add_bytes_async (
      self->intake, bytes, name, self->import_slot, NULL, on_bytes_added, g_object_ref (self));
}

/* In a draft that has just begun nobody has chosen a line: names say where the papers belong. */
void
gu_intake_page_import_waiting (GuIntakePage *self)
{
  g_autoptr (GPtrArray) files = g_steal_pointer (&self->waiting_files);
  g_autoptr (GBytes) bytes = g_steal_pointer (&self->waiting_bytes);
  g_autofree char *name = g_steal_pointer (&self->waiting_name);

  if (self->intake == NULL)
    return;
  if (files != NULL)
    start_import (self, files, NULL);
  if (bytes != NULL)
    start_import_bytes (self, bytes, name, NULL);
}

static void
on_files_chosen (GuIntakePage *self, int response)
{
  g_autoptr (GListModel) chosen = NULL;
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GFile) folder = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      chosen = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (self->chooser));
      folder = gtk_file_chooser_get_current_folder (GTK_FILE_CHOOSER (self->chooser));
      for (guint i = 0; i < g_list_model_get_n_items (chosen); i++)
        g_ptr_array_add (files, g_list_model_get_item (chosen, i));
    }
  if (folder != NULL && self->settings != NULL)
    {
      g_autofree char *uri = g_file_get_uri (folder);

      g_settings_set_string (self->settings, "folder", uri);
    }
  g_clear_object (&self->chooser);
  if (files->len > 0)
    gu_intake_page_import (self, files);
}

static void
add_filters (GtkFileChooser *chooser)
{
  static const char *const types[] = { "application/pdf", "image/jpeg", "image/png", "image/tiff" };
  g_autoptr (GtkFileFilter) papers = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (papers, _ ("Papers (PDF, JPEG, PNG, TIFF)"));
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    gtk_file_filter_add_mime_type (papers, types[i]);
  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, papers);
  gtk_file_chooser_add_filter (chooser, all);
}

static void
act_import (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuIntakePage *self = GU_INTAKE_PAGE (widget);
  g_autofree char *uri = NULL;

  if (self->chooser != NULL || !gu_context_is_ready (self->context))
    return;
  self->chooser = gtk_file_chooser_native_new (_ ("Import Papers"),
                                               GTK_WINDOW (gtk_widget_get_root (widget)),
                                               GTK_FILE_CHOOSER_ACTION_OPEN,
                                               _ ("_Import"),
                                               _ ("_Cancel"));
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (self->chooser), TRUE);
  add_filters (GTK_FILE_CHOOSER (self->chooser));
  if (self->settings != NULL)
    uri = g_settings_get_string (self->settings, "folder");
  if (uri != NULL && *uri != '\0')
    {
      g_autoptr (GFile) folder = g_file_new_for_uri (uri);

      gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->chooser), folder, NULL);
    }
  g_signal_connect_object (
      self->chooser, "response", G_CALLBACK (on_files_chosen), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

void
gu_intake_page_install_import_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "intake.import", NULL, act_import);
}

void
gu_intake_page_drop (GuIntakePage *self, GPtrArray *files, const char *requirement)
{
  g_return_if_fail (GU_IS_INTAKE_PAGE (self));
  g_return_if_fail (files != NULL);

  if (self->intake != NULL)
    {
      start_import (self, files, requirement);
      return;
    }
  if (self->waiting_files == NULL)
    self->waiting_files = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < files->len; i++)
    g_ptr_array_add (self->waiting_files, g_object_ref (g_ptr_array_index (files, i)));
  if (self->opening == NULL)
    gu_intake_page_new_dossier (self);
}

void
gu_intake_page_import (GuIntakePage *self, GPtrArray *files)
{
  g_return_if_fail (GU_IS_INTAKE_PAGE (self));
  g_return_if_fail (files != NULL);

  gu_intake_page_drop (self,
                       files,
                       self->intake != NULL && files->len == 1
                           ? gu_checklist_view_get_selected (self->checklist)
                           : NULL);
}

void
gu_intake_page_import_bytes (GuIntakePage *self, GBytes *bytes, const char *name)
{
  g_return_if_fail (GU_IS_INTAKE_PAGE (self));
  g_return_if_fail (bytes != NULL);

  if (self->intake != NULL)
    {
      start_import_bytes (self, bytes, name, gu_checklist_view_get_selected (self->checklist));
      return;
    }
  g_clear_pointer (&self->waiting_bytes, g_bytes_unref);
  self->waiting_bytes = g_bytes_ref (bytes);
  g_free (self->waiting_name);
  self->waiting_name = g_strdup (name);
  if (self->opening == NULL)
    gu_intake_page_new_dossier (self);
}
