/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-request-form.h"

#include <glib/gi18n-lib.h>

#include "gu-dossier.h"
#include "gu-fact-choice-row.h"
#include "gu-fact-item.h"
#include "gu-field-row.h"
#include "gu-person-form.h"
#include "gu-procedure-item.h"
#include "gu-property-form.h"
#include "gu-words.h"

#include <adwaita.h>

/* The left column of the counter. */

struct _GuRequestForm
{
  GtkWidget parent_instance;

  GuIntake *intake; /* owned, nullable */
  gboolean setting;

  /* template children */
  GtkWidget *scroller;
  AdwComboRow *procedure;
  GtkLabel *regime;
  AdwEntryRow *filed_on;
  GtkWidget *facts_section;
  GtkListBox *facts;
  GuPersonForm *applicant;
  GtkWidget *represented;
  GtkWidget *representative_section;
  GuPersonForm *representative;
  GuPropertyForm *property;
};

G_DEFINE_FINAL_TYPE (GuRequestForm, gu_request_form, GTK_TYPE_WIDGET)

static GtkWidget *
create_fact (gpointer item, gpointer user_data)
{
  GuRequestForm *self = GU_REQUEST_FORM (user_data);
  GuFactItem *fact = GU_FACT_ITEM (item);
  const char *kind = gu_fact_item_get_kind (fact);
  g_autofree char *check = NULL;
  GtkWidget *row = NULL;

  if (g_strcmp0 (kind, "bool") == 0 || g_strcmp0 (kind, "choice") == 0)
    return gu_fact_choice_row_new (fact);
  row = gu_field_row_new (gu_fact_item_get_label (fact));
  check = g_strdup_printf ("facts.%s", gu_fact_item_get_id (fact));
  gu_field_row_bind (GU_FIELD_ROW (row), self->intake, G_OBJECT (fact), "value", check);
  gtk_widget_set_tooltip_text (row, gu_fact_item_get_help (fact));
  return row;
}

static void
select_procedure (GuRequestForm *self)
{
  GListModel *model = adw_combo_row_get_model (self->procedure);
  const char *id = gu_intake_get_procedure_id (self->intake);

  self->setting = TRUE;
  for (guint i = 0; model != NULL && i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GuProcedureItem) item = g_list_model_get_item (model, i);

      if (g_strcmp0 (gu_procedure_item_get_id (item), id) == 0)
        adw_combo_row_set_selected (self->procedure, i);
    }
  self->setting = FALSE;
}

/* Which procedures there are depends on the day of filing. */
static void
list_procedures (GuRequestForm *self)
{
  g_autofree char *filed_on = NULL;
  GDate date;
  g_autoptr (GListModel) model = NULL;

  g_object_get (self->intake, "filed-on", &filed_on, NULL);
  model = gu_procedure_item_create_list (gu_intake_get_context (self->intake),
                                         gu_words_parse_date (filed_on, &date) ? &date : NULL);
  self->setting = TRUE;
  adw_combo_row_set_model (self->procedure, model);
  self->setting = FALSE;
  select_procedure (self);
}

static void
on_procedure_selected (GuRequestForm *self)
{
  GuProcedureItem *item = adw_combo_row_get_selected_item (self->procedure);

  if (self->intake != NULL && !self->setting && item != NULL)
    gu_intake_set_procedure (self->intake, gu_procedure_item_get_id (item));
}

static void
show_filed_on (GuRequestForm *self)
{
  g_autofree char *iso = NULL;
  g_autofree char *text = NULL;
  GDate shown;
  GDate stored;

  g_object_get (self->intake, "filed-on", &iso, NULL);
  /* The clerk's way of writing the same day is left alone. */
  if (gu_words_parse_date (gtk_editable_get_text (GTK_EDITABLE (self->filed_on)), &shown)
      && gu_words_parse_date (iso, &stored) && g_date_compare (&shown, &stored) == 0)
    return;
  text = gu_words_iso_date (iso);
  gtk_editable_set_text (GTK_EDITABLE (self->filed_on), text);
}

/* What Tab had selected does not stay grey behind the cursor. */
static void
on_filed_on_left (GuRequestForm *self)
{
  gtk_editable_select_region (GTK_EDITABLE (self->filed_on), -1, -1);
}

static void
on_filed_on_changed (GuRequestForm *self)
{
  GDate date;

  if (self->intake == NULL)
    return;
  if (gu_words_parse_date (gtk_editable_get_text (GTK_EDITABLE (self->filed_on)), &date))
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->filed_on), "error");
      gu_intake_set_filed_on (self->intake, &date);
    }
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->filed_on), "error");
}

static void
on_intake_filed_on (GuRequestForm *self)
{
  show_filed_on (self);
  list_procedures (self);
}

static void
show_regime (GuRequestForm *self)
{
  g_autofree char *label = NULL;

  g_object_get (self->intake, "regime-label", &label, NULL);
  gtk_label_set_label (self->regime, label != NULL ? label : "");
}

static void
show_represented (GuRequestForm *self)
{
  GuDossier *dossier = gu_intake_get_dossier (self->intake);
  gboolean represented = FALSE;

  g_object_get (self->intake, "represented", &represented, NULL);
  self->setting = TRUE;
  gtk_switch_set_active (GTK_SWITCH (self->represented), represented);
  self->setting = FALSE;
  gtk_widget_set_visible (self->representative_section, represented);
  gu_person_form_bind (self->representative,
                       self->intake,
                       represented ? gu_dossier_get_representative (dossier) : NULL,
                       "representative");
}

static void
on_represented_switched (GuRequestForm *self)
{
  if (self->intake != NULL && !self->setting)
    gu_intake_set_represented (self->intake,
                               gtk_switch_get_active (GTK_SWITCH (self->represented)));
}

static void
on_facts_changed (GuRequestForm *self)
{
  gtk_widget_set_visible (self->facts_section,
                          g_list_model_get_n_items (gu_intake_get_facts (self->intake)) > 0);
}

/* Tab moves on into rows that are out of sight; they follow the focus. */
static void
on_focus_changed (GuRequestForm *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkAdjustment *adjustment = NULL;
  GtkWidget *content = NULL;
  graphene_rect_t bounds;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, self->scroller))
    return;
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  content = gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (self->scroller));
  content = gtk_widget_get_first_child (content);
  if (content != NULL && gtk_widget_compute_bounds (focus, content, &bounds))
    gtk_adjustment_clamp_page (
        adjustment, bounds.origin.y - 48, bounds.origin.y + bounds.size.height + 64);
}

static void
gu_request_form_dispose (GObject *object)
{
  GuRequestForm *self = GU_REQUEST_FORM (object);

  if (self->scroller != NULL)
    gu_request_form_set_intake (self, NULL);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (gu_request_form_parent_class)->dispose (object);
}

static void
gu_request_form_class_init (GuRequestFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (GU_TYPE_PERSON_FORM);
  g_type_ensure (GU_TYPE_PROPERTY_FORM);
  g_type_ensure (GU_TYPE_PROCEDURE_ITEM);
  G_OBJECT_CLASS (klass)->dispose = gu_request_form_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_FORM);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ro/ghiseuunic/Ghiseu/intake/gu-request-form.ui");
  gtk_widget_class_bind_template_child (widget_class, GuRequestForm, scroller);
  gtk_widget_class_bind_template_child (widget_class, GuRequestForm, procedure);
  gtk_widget_class_bind_template_child (widget_class, GuRequestForm, regime);
  gtk_widget_class_bind_template_child (widget_class, GuRequestForm, filed_on);
  gtk_widget_class_bind_template_child (widget_class, GuRequestForm, facts_section);
  gtk_widget_class_bind_template_child (widget_class, GuRequestForm, facts);
  gtk_widget_class_bind_template_child (widget_class, GuRequestForm, applicant);
  gtk_widget_class_bind_template_child (widget_class, GuRequestForm, represented);
  gtk_widget_class_bind_template_child (widget_class, GuRequestForm, representative_section);
  gtk_widget_class_bind_template_child (widget_class, GuRequestForm, representative);
  gtk_widget_class_bind_template_child (widget_class, GuRequestForm, property);
  gtk_widget_class_bind_template_callback (widget_class, on_procedure_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_filed_on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_represented_switched);
}

static void
gu_request_form_init (GuRequestForm *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *date = gtk_event_controller_focus_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (date, "leave", G_CALLBACK (on_filed_on_left), self);
  gtk_widget_add_controller (GTK_WIDGET (self->filed_on), date);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (on_focus_changed), self);
  gtk_widget_add_controller (self->scroller, focus);
}

void
gu_request_form_set_intake (GuRequestForm *self, GuIntake *intake)
{
  GuDossier *dossier = NULL;

  g_return_if_fail (GU_IS_REQUEST_FORM (self));

  if (self->intake == intake)
    return;
  if (self->intake != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->intake, self);
      g_signal_handlers_disconnect_by_data (gu_intake_get_facts (self->intake), self);
    }
  gtk_list_box_bind_model (self->facts, NULL, NULL, NULL, NULL);
  g_clear_object (&self->intake);
  if (intake == NULL)
    {
      gu_person_form_bind (self->applicant, NULL, NULL, "applicant");
      gu_person_form_bind (self->representative, NULL, NULL, "representative");
      gu_property_form_bind (self->property, NULL, NULL);
      return;
    }
  gtk_editable_set_text (GTK_EDITABLE (self->filed_on), "");
  self->intake = g_object_ref (intake);
  dossier = gu_intake_get_dossier (intake);
  g_signal_connect_object (
      intake, "notify::procedure", G_CALLBACK (select_procedure), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      intake, "notify::filed-on", G_CALLBACK (on_intake_filed_on), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      intake, "notify::regime-label", G_CALLBACK (show_regime), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      intake, "notify::represented", G_CALLBACK (show_represented), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gu_intake_get_facts (intake),
                           "items-changed",
                           G_CALLBACK (on_facts_changed),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_list_box_bind_model (self->facts, gu_intake_get_facts (intake), create_fact, self, NULL);
  gu_person_form_bind (self->applicant, intake, gu_dossier_get_applicant (dossier), "applicant");
  gu_property_form_bind (self->property, intake, gu_dossier_get_property (dossier));
  on_intake_filed_on (self);
  show_regime (self);
  show_represented (self);
  on_facts_changed (self);
  gtk_adjustment_set_value (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
}

void
gu_request_form_focus_first (GuRequestForm *self)
{
  g_return_if_fail (GU_IS_REQUEST_FORM (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->procedure));
}

static GtkWidget *
find_problem (GuRequestForm *self, GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (widget == GTK_WIDGET (self->filed_on))
    return gtk_widget_has_css_class (widget, "error") ? widget : NULL;
  if (GU_IS_FIELD_ROW (widget))
    return gu_field_row_needs_attention (GU_FIELD_ROW (widget)) ? widget : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_problem (self, child);
  return found;
}

gboolean
gu_request_form_focus_problem (GuRequestForm *self)
{
  GtkWidget *problem = NULL;

  g_return_val_if_fail (GU_IS_REQUEST_FORM (self), FALSE);

  problem = find_problem (self, self->scroller);
  return problem != NULL && gtk_widget_grab_focus (problem);
}
