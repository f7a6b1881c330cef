/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-document-chip.h"

#include <glib/gi18n-lib.h>

#include "gu-desk-toast.h"
#include "gu-requirement-item.h"
#include "gu-words.h"

#include <adwaita.h>

/* One paper of the draft, with what is stated about it. */

struct _GuDocumentChip
{
  GtkWidget parent_instance;

  GuIntake *intake;     /* owned */
  GuDocument *document; /* owned */
  gboolean setting;

  /* template children */
  GtkWidget *box;
  GtkWidget *open;
  GtkImage *icon;
  GtkLabel *name;
  GtkLabel *meta;
  GtkMenuButton *more;
  AdwEntryRow *issued;
  GtkCheckButton *certified;
  GtkCheckButton *paper_original;
  GtkCheckButton *illegible;
  GtkLabel *warnings;
  GtkListBox *answers;
};

G_DEFINE_FINAL_TYPE (GuDocumentChip, gu_document_chip, GTK_TYPE_WIDGET)

static void
update_meta (GuDocumentChip *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  int pages = gu_document_get_pages (self->document);
  const char *issued = gu_document_get_issued (self->document);

  if (issued != NULL)
    {
      g_autofree char *date = gu_words_iso_date (issued);

      g_string_append_printf (text, "%s · ", date);
    }
  g_string_append_printf (
      text, g_dngettext (GETTEXT_PACKAGE, "%d page", "%d pages", (gulong) pages), pages);
  gtk_label_set_label (self->meta, text->str);
}

static void
update (GuDocumentChip *self)
{
  const char *const *warnings = gu_document_get_warnings (self->document);
  gboolean warned = warnings != NULL && warnings[0] != NULL;
  g_autofree char *all = warned ? g_strjoinv ("\n", (char **) warnings) : g_strdup ("");
  const char *issued = gu_document_get_issued (self->document);
  g_autofree char *date = issued != NULL ? gu_words_iso_date (issued) : g_strdup ("");
  GDate shown;

  gtk_label_set_label (self->name, gu_document_get_name (self->document));
  update_meta (self);
  gtk_label_set_label (self->warnings, all);
  gtk_widget_set_visible (GTK_WIDGET (self->warnings), warned);
  gtk_image_set_from_icon_name (self->icon,
                                warned ? "dialog-warning-symbolic"
                                : gu_document_get_signatures (self->document) > 0
                                    ? "gu-sign-symbolic"
                                    : "gu-paper-symbolic");
  gtk_widget_set_tooltip_text (self->open, warned ? all : gu_document_get_name (self->document));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->open),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gu_document_get_name (self->document),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  all,
                                  -1);
  self->setting = TRUE;
  if (!gu_words_parse_date (gtk_editable_get_text (GTK_EDITABLE (self->issued)), &shown)
      || issued != NULL)
    if (gtk_widget_get_mapped (GTK_WIDGET (self->issued)) == FALSE)
      gtk_editable_set_text (GTK_EDITABLE (self->issued), date);
  gtk_check_button_set_active (self->certified, gu_document_get_certified_copy (self->document));
  gtk_check_button_set_active (self->paper_original,
                               gu_document_get_paper_original (self->document));
  gtk_check_button_set_active (self->illegible, !gu_document_get_legible (self->document));
  self->setting = FALSE;
}

static void
on_issued_changed (GuDocumentChip *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->issued));
  GDate date;

  if (self->document == NULL || self->setting)
    return;
  gtk_widget_remove_css_class (GTK_WIDGET (self->issued), "error");
  if (gu_words_parse_date (text, &date))
    gu_document_set_issued_date (self->document, &date);
  else if (*text == '\0')
    gu_document_set_issued_date (self->document, NULL);
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->issued), "error");
}

static void
on_issued_activate (GuDocumentChip *self)
{
  gtk_menu_button_popdown (self->more);
}

static void
on_check_toggled (GuDocumentChip *self)
{
  if (self->document == NULL || self->setting)
    return;
  self->setting = TRUE;
  gu_document_set_certified_copy (self->document, gtk_check_button_get_active (self->certified));
  gu_document_set_paper_original (self->document,
                                  gtk_check_button_get_active (self->paper_original));
  gu_document_set_legible (self->document, !gtk_check_button_get_active (self->illegible));
  self->setting = FALSE;
}

static void
on_answer_toggled (GtkCheckButton *check, GuDocumentChip *self)
{
  const char *requirement = g_object_get_data (G_OBJECT (check), "requirement");

  gu_intake_assign (self->intake, self->document, requirement, gtk_check_button_get_active (check));
}

/* What else the paper answers: made when the menu opens, because the checklist changes with the
 * facts. */
static void
fill_answers (GuDocumentChip *self)
{
  GListModel *requirements = gu_intake_get_requirements (self->intake);
  GtkWidget *row = NULL;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->answers))) != NULL)
    gtk_list_box_remove (self->answers, row);
  for (guint i = 0; i < g_list_model_get_n_items (requirements); i++)
    {
      g_autoptr (GuRequirementItem) item = g_list_model_get_item (requirements, i);
      g_autoptr (GtkBuilder)
          builder = gtk_builder_new_from_resource ("/ro/ghiseuunic/Ghiseu/intake/answer-row.ui");
      GObject *check = gtk_builder_get_object (builder, "check");
      GObject *answer = gtk_builder_get_object (builder, "row");

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (answer),
                                     gu_requirement_item_get_name (item));
      gtk_check_button_set_active (
          GTK_CHECK_BUTTON (check),
          gu_document_answers (self->document, gu_requirement_item_get_id (item)));
      g_object_set_data_full (
          check, "requirement", g_strdup (gu_requirement_item_get_id (item)), g_free);
      g_signal_connect_object (check, "toggled", G_CALLBACK (on_answer_toggled), self, 0);
      gtk_list_box_append (self->answers, GTK_WIDGET (answer));
    }
}

static void
on_menu_shown (GuDocumentChip *self)
{
  fill_answers (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->issued));
}

static void
on_open_clicked (GuDocumentChip *self)
{
  gtk_widget_activate_action (
      GTK_WIDGET (self), "intake.show-document", "s", gu_document_get_id (self->document));
}

static void
on_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GuDocumentChip) self = GU_DOCUMENT_CHIP (user_data);
  g_autoptr (GError) error = NULL;

  if (!gu_intake_remove_document_finish (GU_INTAKE (source), result, &error))
    gu_desk_toast_error (GTK_WIDGET (self), error);
}

static void
on_remove_clicked (GuDocumentChip *self)
{
  gtk_menu_button_popdown (self->more);
  gu_intake_remove_document_async (
      self->intake, self->document, NULL, on_removed, g_object_ref (self));
}

static void
gu_document_chip_dispose (GObject *object)
{
  GuDocumentChip *self = GU_DOCUMENT_CHIP (object);

  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_object (&self->document);
  g_clear_object (&self->intake);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (gu_document_chip_parent_class)->dispose (object);
}

static void
gu_document_chip_class_init (GuDocumentChipClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gu_document_chip_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ro/ghiseuunic/Ghiseu/intake/gu-document-chip.ui");
  gtk_widget_class_bind_template_child (widget_class, GuDocumentChip, box);
  gtk_widget_class_bind_template_child (widget_class, GuDocumentChip, open);
  gtk_widget_class_bind_template_child (widget_class, GuDocumentChip, icon);
  gtk_widget_class_bind_template_child (widget_class, GuDocumentChip, name);
  gtk_widget_class_bind_template_child (widget_class, GuDocumentChip, meta);
  gtk_widget_class_bind_template_child (widget_class, GuDocumentChip, more);
  gtk_widget_class_bind_template_child (widget_class, GuDocumentChip, issued);
  gtk_widget_class_bind_template_child (widget_class, GuDocumentChip, certified);
  gtk_widget_class_bind_template_child (widget_class, GuDocumentChip, paper_original);
  gtk_widget_class_bind_template_child (widget_class, GuDocumentChip, illegible);
  gtk_widget_class_bind_template_child (widget_class, GuDocumentChip, warnings);
  gtk_widget_class_bind_template_child (widget_class, GuDocumentChip, answers);
  gtk_widget_class_bind_template_callback (widget_class, on_issued_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_issued_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_check_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_menu_shown);
  gtk_widget_class_bind_template_callback (widget_class, on_open_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_clicked);
}

static void
gu_document_chip_init (GuDocumentChip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
gu_document_chip_new (GuIntake *intake, GuDocument *document)
{
  GuDocumentChip *self = g_object_new (GU_TYPE_DOCUMENT_CHIP, NULL);

  self->intake = g_object_ref (intake);
  self->document = g_object_ref (document);
  g_signal_connect_object (document, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

void
gu_document_chip_edit (GuDocumentChip *self)
{
  g_return_if_fail (GU_IS_DOCUMENT_CHIP (self));

  gtk_menu_button_popup (self->more);
}

GuDocument *
gu_document_chip_get_document (GuDocumentChip *self)
{
  g_return_val_if_fail (GU_IS_DOCUMENT_CHIP (self), NULL);

  return self->document;
}
