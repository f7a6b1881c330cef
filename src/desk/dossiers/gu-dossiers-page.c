/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-dossiers-page.h"

#include <glib/gi18n-lib.h>

#include "gu-desk-settings.h"
#include "gu-desk-toast.h"
#include "gu-dossier-cell.h"
#include "gu-dossier-list.h"
#include "gu-dossier-page.h"
#include "gu-dossier-view.h"
#include "gu-dossier.h"
#include "gu-pill.h"
#include "gu-words.h"

#include <adwaita.h>

/* The list of dossiers and, over it, the page of one. */

struct _GuDossiersPage
{
  GtkWidget parent_instance;

  GuContext *context;    /* owned, nullable */
  GuDossierList *list;   /* owned, nullable */
  GSettings *settings;   /* owned, nullable */
  GStrv states;          /* owned: the states of the filter after "all" */
  GCancellable *opening; /* owned, nullable */
  char *sort;            /* owned: "registered-desc" */

  GuDossierView *dossier; /* owned by the stack, NULL until one was opened */

  /* template children */
  GtkStack *stack;
  GtkSearchEntry *search;
  GtkDropDown *state;
  GtkStack *list_stack;
  GtkColumnView *view;
  GtkWidget *scroller;
  GtkLabel *summary;
  GtkSpinner *spinner;
  AdwStatusPage *error_page;
};

enum
{
  PROP_0,
  PROP_SORT,
  N_PROPS
};

enum
{
  RESUME_DRAFT,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GuDossiersPage, gu_dossiers_page, GTK_TYPE_WIDGET)

static gboolean
is_filtered (GuDossiersPage *self)
{
  return *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0'
         || gtk_drop_down_get_selected (self->state) > 0;
}

static void
update_list_page (GuDossiersPage *self)
{
  g_autofree char *summary = NULL;
  g_autofree char *error = NULL;
  gboolean loading = gu_dossier_list_get_loading (self->list);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  const char *name = "list";

  g_object_get (self->list, "summary", &summary, "error", &error, NULL);
  gtk_label_set_label (self->summary, summary != NULL ? summary : "");
  gtk_spinner_set_spinning (self->spinner, loading);
  if (error != NULL)
    {
      adw_status_page_set_description (self->error_page, error);
      name = "error";
    }
  else if (n == 0 && !loading && gu_context_is_ready (self->context))
    name = is_filtered (self) ? "nothing-found" : "empty";
  gtk_stack_set_visible_child_name (self->list_stack, name);
}

static void
on_search_changed (GuDossiersPage *self)
{
  gu_dossier_list_set_search (self->list, gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static void
on_search_stop (GuDossiersPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
}

static void
on_search_activate (GuDossiersPage *self)
{
  gtk_widget_child_focus (self->scroller, GTK_DIR_TAB_FORWARD);
}

static void
on_state_changed (GuDossiersPage *self)
{
  guint selected = gtk_drop_down_get_selected (self->state);

  if (self->list != NULL && selected != GTK_INVALID_LIST_POSITION)
    gu_dossier_list_set_state (self->list, selected > 0 ? self->states[selected - 1] : NULL);
}

static void
apply_sort (GuDossiersPage *self)
{
  g_auto (GStrv) parts = g_strsplit (self->sort, "-", 2);

  gu_dossier_list_set_sort (self->list, parts[0], g_strcmp0 (parts[1], "desc") == 0);
}

static void
set_sort (GuDossiersPage *self, const char *sort)
{
  if (sort == NULL || g_strcmp0 (self->sort, sort) == 0)
    return;
  g_free (self->sort);
  self->sort = g_strdup (sort);
  if (self->list != NULL)
    apply_sort (self);
  if (self->settings != NULL)
    g_settings_set_string (self->settings, "dossier-sort", sort);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SORT]);
}

static void
act_clear_filter (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuDossiersPage *self = GU_DOSSIERS_PAGE (widget);

  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_drop_down_set_selected (self->state, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
act_back (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gu_dossiers_page_show_list (GU_DOSSIERS_PAGE (widget));
}

static void
bind_table (GuDossiersPage *self)
{
  g_autoptr (GtkSelectionModel) selection = NULL;

  if (self->list == NULL || gtk_column_view_get_model (self->view) != NULL)
    return;
  selection = GTK_SELECTION_MODEL (
      gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->list))));
  gtk_single_selection_set_autoselect (GTK_SINGLE_SELECTION (selection), FALSE);
  gtk_single_selection_set_can_unselect (GTK_SINGLE_SELECTION (selection), TRUE);
  gtk_column_view_set_model (self->view, selection);
}

/* The page of a dossier, with its viewer, comes with the first dossier that is opened. */
static GuDossierView *
ensure_dossier_view (GuDossiersPage *self)
{
  if (self->dossier == NULL)
    {
      self->dossier = g_object_new (GU_TYPE_DOSSIER_VIEW, NULL);
      gu_dossier_view_set_context (self->dossier, self->context);
      gtk_stack_add_named (self->stack, GTK_WIDGET (self->dossier), "dossier");
    }
  return self->dossier;
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GuDossiersPage) self = GU_DOSSIERS_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GuDossierPage) page = gu_dossier_page_open_finish (result, &error);
  gboolean draft = FALSE;

  if (self->stack == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->opening);
  if (page == NULL)
    {
      gu_desk_toast_error (GTK_WIDGET (self), error);
      return;
    }
  g_object_get (page, "is-draft", &draft, NULL);
  if (draft)
    {
      g_signal_emit (
          self, signals[RESUME_DRAFT], 0, gu_dossier_get_id (gu_dossier_page_get_dossier (page)));
      return;
    }
  gu_dossier_view_set_page (ensure_dossier_view (self), page);
  gtk_stack_set_visible_child_name (self->stack, "dossier");
  gtk_widget_child_focus (GTK_WIDGET (self->dossier), GTK_DIR_TAB_FORWARD);
}

static void
on_activate (GuDossiersPage *self, guint position)
{
  g_autoptr (GuDossierItem) item = g_list_model_get_item (G_LIST_MODEL (self->list), position);

  if (item == NULL || !gu_dossier_item_get_loaded (item))
    return;
  if (g_strcmp0 (gu_dossier_item_get_state (item), "ciorna") == 0)
    g_signal_emit (self, signals[RESUME_DRAFT], 0, gu_dossier_item_get_id (item));
  else
    gu_dossiers_page_open (self, gu_dossier_item_get_id (item));
}

/* Plain Tab would go through every line of the table, a hundred thousand of them. */
static void
let_tab_leave (GtkWidget *scroller)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();
  static const struct
  {
    const char *trigger;
    GtkDirectionType direction;
  } keys[] = {
    { "Tab", GTK_DIR_TAB_FORWARD },
    { "<Shift>Tab|<Shift>ISO_Left_Tab", GTK_DIR_TAB_BACKWARD },
  };

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_shortcut_controller_add_shortcut (
        GTK_SHORTCUT_CONTROLLER (controller),
        gtk_shortcut_new_with_arguments (gtk_shortcut_trigger_parse_string (keys[i].trigger),
                                         gtk_signal_action_new ("move-focus-out"),
                                         "(i)",
                                         keys[i].direction));
  gtk_widget_add_controller (scroller, controller);
}

static void
fill_state_filter (GuDossiersPage *self)
{
  const char *const *states = gu_words_list_states ();
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  gtk_string_list_append (labels, _ ("All states"));
  for (gsize i = 0; states[i] != NULL; i++)
    gtk_string_list_append (labels, gu_words_state (states[i]));
  self->states = g_strdupv ((char **) states);
  gtk_drop_down_set_model (self->state, G_LIST_MODEL (labels));
}

/* The lines of the table are made when somebody looks at it for the first time: a desk that starts
 * at the counter does not pay for them. */
static void
gu_dossiers_page_map (GtkWidget *widget)
{
  GuDossiersPage *self = GU_DOSSIERS_PAGE (widget);

  bind_table (self);
  GTK_WIDGET_CLASS (gu_dossiers_page_parent_class)->map (widget);
}

static void
gu_dossiers_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_SORT:
      g_value_set_string (value, GU_DOSSIERS_PAGE (object)->sort);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_dossiers_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_SORT:
      set_sort (GU_DOSSIERS_PAGE (object), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_dossiers_page_dispose (GObject *object)
{
  GuDossiersPage *self = GU_DOSSIERS_PAGE (object);

  if (self->opening != NULL)
    g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->stack)));
  g_clear_object (&self->list);
  g_clear_object (&self->context);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (gu_dossiers_page_parent_class)->dispose (object);
}

static void
gu_dossiers_page_finalize (GObject *object)
{
  GuDossiersPage *self = GU_DOSSIERS_PAGE (object);

  g_strfreev (self->states);
  g_free (self->sort);
  G_OBJECT_CLASS (gu_dossiers_page_parent_class)->finalize (object);
}

static void
gu_dossiers_page_class_init (GuDossiersPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (GU_TYPE_DOSSIER_CELL);
  g_type_ensure (GU_TYPE_DOSSIER_ITEM);
  g_type_ensure (GU_TYPE_DOSSIER_VIEW);
  g_type_ensure (GU_TYPE_PILL);

  object_class->dispose = gu_dossiers_page_dispose;
  object_class->finalize = gu_dossiers_page_finalize;
  object_class->get_property = gu_dossiers_page_get_property;
  object_class->set_property = gu_dossiers_page_set_property;
  widget_class->map = gu_dossiers_page_map;

  properties[PROP_SORT] = g_param_spec_string ("sort",
                                               NULL,
                                               NULL,
                                               NULL,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                   | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * GuDossiersPage::resume-draft:
   * @dossier_id: a dossier in state "ciorna"
   *
   * A draft was opened: it goes on at the counter.
   */
  signals[RESUME_DRAFT] = g_signal_new ("resume-draft",
                                        G_TYPE_FROM_CLASS (klass),
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        1,
                                        G_TYPE_STRING);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/ro/ghiseuunic/Ghiseu/dossiers/gu-dossiers-page.ui");
  gtk_widget_class_bind_template_child (widget_class, GuDossiersPage, stack);
  gtk_widget_class_bind_template_child (widget_class, GuDossiersPage, search);
  gtk_widget_class_bind_template_child (widget_class, GuDossiersPage, state);
  gtk_widget_class_bind_template_child (widget_class, GuDossiersPage, list_stack);
  gtk_widget_class_bind_template_child (widget_class, GuDossiersPage, view);
  gtk_widget_class_bind_template_child (widget_class, GuDossiersPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, GuDossiersPage, summary);
  gtk_widget_class_bind_template_child (widget_class, GuDossiersPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, GuDossiersPage, error_page);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_stop);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_state_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_install_property_action (widget_class, "dossiers.sort", "sort");
  gtk_widget_class_install_action (widget_class, "dossiers.clear-filter", NULL, act_clear_filter);
  gtk_widget_class_install_action (widget_class, "dossiers.back", NULL, act_back);
}

static void
gu_dossiers_page_init (GuDossiersPage *self)
{
  self->settings = gu_desk_settings_new ();
  /* An action without a state must not meet the menu of the template. */
  self->sort = g_strdup ("registered-desc");
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_state_filter (self);
  let_tab_leave (self->scroller);
}

void
gu_dossiers_page_set_context (GuDossiersPage *self, GuContext *context)
{
  g_autofree char *sort = NULL;

  g_return_if_fail (GU_IS_DOSSIERS_PAGE (self));
  g_return_if_fail (self->context == NULL);

  self->context = g_object_ref (context);
  self->list = gu_dossier_list_new (context);
  sort = gu_desk_settings_get_string (self->settings, "dossier-sort", "registered-desc");
  set_sort (self, sort);
  apply_sort (self);
  g_signal_connect_object (
      self->list, "items-changed", G_CALLBACK (update_list_page), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->list, "notify", G_CALLBACK (update_list_page), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      context, "notify::ready", G_CALLBACK (update_list_page), self, G_CONNECT_SWAPPED);
  update_list_page (self);
}

void
gu_dossiers_page_show_list (GuDossiersPage *self)
{
  g_return_if_fail (GU_IS_DOSSIERS_PAGE (self));

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "list") == 0)
    return;
  gtk_stack_set_visible_child_name (self->stack, "list");
  gu_dossier_view_set_page (self->dossier, NULL);
  gtk_widget_child_focus (self->scroller, GTK_DIR_TAB_FORWARD);
}

void
gu_dossiers_page_focus_search (GuDossiersPage *self)
{
  g_return_if_fail (GU_IS_DOSSIERS_PAGE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  gtk_editable_select_region (GTK_EDITABLE (self->search), 0, -1);
}

void
gu_dossiers_page_open (GuDossiersPage *self, const char *dossier_id)
{
  g_return_if_fail (GU_IS_DOSSIERS_PAGE (self));

  if (self->opening != NULL)
    g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  self->opening = g_cancellable_new ();
  gu_dossier_page_open_async (
      self->context, dossier_id, self->opening, on_opened, g_object_ref (self));
}

gboolean
gu_dossiers_page_print (GuDossiersPage *self)
{
  g_return_val_if_fail (GU_IS_DOSSIERS_PAGE (self), FALSE);

  if (self->dossier == NULL
      || g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "dossier") != 0)
    return FALSE;
  return gtk_widget_activate_action (GTK_WIDGET (self->dossier), "dossier.print-receipt", NULL);
}
