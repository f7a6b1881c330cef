/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-window-private.h"

#include <glib/gi18n-lib.h>

#include "gu-desk-settings.h"
#include "gu-error.h"
#include "gu-place-row.h"
#include "gu-settings.h"

/* The shell: places, health, toasts. What is replaced when libadwaita's newer navigation may be
 * used lives here and in gu-window.ui. */

/* Narrower than this, in characters of the text size, the sidebar shows only icons. */
#define COMPACT_BELOW_CHARS 132

enum
{
  PROP_0,
  PROP_COMPACT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (GuWindow, gu_window, ADW_TYPE_APPLICATION_WINDOW)

static gboolean
apply_compact (gpointer data)
{
  GuWindow *self = GU_WINDOW (data);

  self->compact_id = 0;
  self->compact = !self->compact;
  gtk_widget_set_visible (GTK_WIDGET (self->institution), !self->compact);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPACT]);
  gtk_paned_set_position (
      self->paned,
      self->compact ? 0 : gu_desk_settings_get_int (self->settings, "sidebar-width", 212));
  return G_SOURCE_REMOVE;
}

/* Words in the sidebar are given up before columns of the page are. */
static void
gu_window_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GuWindow *self = GU_WINDOW (widget);
  PangoContext *pango = gtk_widget_get_pango_context (widget);
  PangoFontMetrics *metrics = pango_context_get_metrics (pango, NULL, NULL);
  int character = MAX (1, pango_font_metrics_get_approximate_char_width (metrics) / PANGO_SCALE);
  gboolean compact = width / character < COMPACT_BELOW_CHARS;

  pango_font_metrics_unref (metrics);
  /* Widgets must not change while sizes are handed out. */
  if (compact != self->compact && self->compact_id == 0)
    self->compact_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, apply_compact, self, NULL);
  else if (compact == self->compact)
    g_clear_handle_id (&self->compact_id, g_source_remove);
  GTK_WIDGET_CLASS (gu_window_parent_class)->size_allocate (widget, width, height, baseline);
}

static void
on_place_selected (GuWindow *self, GParamSpec *pspec, GtkSingleSelection *selection)
{
  GuPlace *place = gtk_single_selection_get_selected_item (selection);

  if (place != NULL)
    gu_window_show_place (self, gu_place_get_id (place));
}

static void
on_place_shown (GuWindow *self)
{
  const char *name = adw_view_stack_get_visible_child_name (self->stack);
  GtkSelectionModel *selection = NULL;

  if (self->place_list == NULL || name == NULL)
    return;
  selection = gtk_list_view_get_model (self->places);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->place_list)); i++)
    {
      g_autoptr (GuPlace) place = g_list_model_get_item (G_LIST_MODEL (self->place_list), i);

      if (g_strcmp0 (gu_place_get_id (place), name) == 0)
        gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (selection), i);
    }
}

/* A click or Enter on the place that is shown already brings its first page back. */
static void
on_place_activated (GuWindow *self, guint position)
{
  g_autoptr (GuPlace) place = g_list_model_get_item (G_LIST_MODEL (self->place_list), position);

  gu_window_show_place (self, gu_place_get_id (place));
  if (g_strcmp0 (gu_place_get_id (place), "dossiers") == 0)
    gu_dossiers_page_show_list (self->dossiers);
}

static void
on_resume_draft (GuWindow *self, const char *dossier_id)
{
  gu_window_show_place (self, "intake");
  gu_intake_page_resume (self->intake, dossier_id);
}

/* The list of dossiers comes with the first look at it, or in an idle moment before. */
static void
ensure_dossiers (GuWindow *self)
{
  if (self->dossiers != NULL)
    return;
  self->dossiers = g_object_new (GU_TYPE_DOSSIERS_PAGE, NULL);
  g_signal_connect_object (
      self->dossiers, "resume-draft", G_CALLBACK (on_resume_draft), self, G_CONNECT_SWAPPED);
  gu_dossiers_page_set_context (self->dossiers, self->context);
  adw_view_stack_add_named (self->stack, GTK_WIDGET (self->dossiers), "dossiers");
}

static void
ensure_trouble (GuWindow *self)
{
  g_autoptr (GtkBuilder) builder = NULL;

  if (self->trouble != NULL)
    return;
  builder = gtk_builder_new_from_resource ("/ro/ghiseuunic/Ghiseu/desk/trouble.ui");
  self->trouble = ADW_STATUS_PAGE (gtk_builder_get_object (builder, "trouble"));
  adw_view_stack_add_named (
      self->stack, GTK_WIDGET (gtk_builder_get_object (builder, "trouble_page")), "trouble");
}

/* One part an iteration, so that a key that is pressed meanwhile does not wait for all of them. */
static gboolean
prepare_part (gpointer data)
{
  GuWindow *self = GU_WINDOW (data);

  if (gu_intake_page_prepare (self->intake))
    return G_SOURCE_CONTINUE;
  ensure_dossiers (self);
  self->prepare_id = 0;
  return G_SOURCE_REMOVE;
}

static void
on_first_frame (GuWindow *self, GdkFrameClock *clock)
{
  g_signal_handlers_disconnect_by_func (clock, on_first_frame, self);
  if (self->context != NULL && self->prepare_id == 0)
    self->prepare_id = g_idle_add_full (G_PRIORITY_LOW, prepare_part, self, NULL);
}

static void
gu_window_realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (gu_window_parent_class)->realize (widget);
  g_signal_connect_object (gtk_widget_get_frame_clock (widget),
                           "after-paint",
                           G_CALLBACK (on_first_frame),
                           widget,
                           G_CONNECT_SWAPPED);
}

static void
update_counts (GuWindow *self)
{
  gu_place_set_count (self->intake_place, g_list_model_get_n_items (G_LIST_MODEL (self->drafts)));
  gu_place_set_count (self->dossiers_place, g_list_model_get_n_items (G_LIST_MODEL (self->all)));
}

static void
update_institution (GuWindow *self)
{
  const char *name = gu_settings_get_institution_name (gu_context_get_settings (self->context));
  gboolean known = name != NULL && *name != '\0';

  gtk_label_set_label (self->institution, known ? name : _ ("Single-Window Desk"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->institution), known ? name : NULL);
}

static void
set_context (GuWindow *self, GuContext *context)
{
  g_autoptr (GtkSingleSelection) selection = NULL;

  self->context = g_object_ref (context);
  self->drafts = gu_dossier_list_new (context);
  gu_dossier_list_set_state (self->drafts, "ciorna");
  self->all = gu_dossier_list_new (context);
  g_signal_connect_object (
      self->drafts, "items-changed", G_CALLBACK (update_counts), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->all, "items-changed", G_CALLBACK (update_counts), self, G_CONNECT_SWAPPED);

  self->intake_place = gu_place_new ("intake", _ ("Counter"), "gu-counter-symbolic");
  self->dossiers_place = gu_place_new ("dossiers", _ ("Dossiers"), "gu-dossiers-symbolic");
  g_list_store_append (self->place_list, self->intake_place);
  g_list_store_append (self->place_list, self->dossiers_place);
  selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->place_list)));
  g_signal_connect_object (
      selection, "notify::selected-item", G_CALLBACK (on_place_selected), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_model (self->places, GTK_SELECTION_MODEL (selection));

  gu_line_button_set_context (self->line, context);
  gu_card_button_set_context (self->card, context);
  gu_intake_page_set_context (self->intake, context, self->drafts);
  g_signal_connect_object (gu_context_get_settings (context),
                           "notify::institution-name",
                           G_CALLBACK (update_institution),
                           self,
                           G_CONNECT_SWAPPED);
  update_institution (self);
  update_counts (self);
}

static void
restore_look (GuWindow *self)
{
  g_autofree char *place = gu_desk_settings_get_string (self->settings, "place", "intake");

  gtk_window_set_default_size (GTK_WINDOW (self),
                               gu_desk_settings_get_int (self->settings, "window-width", 1280),
                               gu_desk_settings_get_int (self->settings, "window-height", 800));
  if (gu_desk_settings_get_boolean (self->settings, "window-maximized", FALSE))
    gtk_window_maximize (GTK_WINDOW (self));
  gtk_paned_set_position (self->paned,
                          gu_desk_settings_get_int (self->settings, "sidebar-width", 212));
  gu_window_show_place (self, place);
}

static void
remember_look (GuWindow *self)
{
  int width = 0;
  int height = 0;
  const char *place = adw_view_stack_get_visible_child_name (self->stack);

  if (self->settings == NULL)
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_boolean (
      self->settings, "window-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
  if (width >= 480 && height >= 360)
    {
      g_settings_set_int (self->settings, "window-width", width);
      g_settings_set_int (self->settings, "window-height", height);
    }
  if (!self->compact)
    g_settings_set_int (
        self->settings, "sidebar-width", CLAMP (gtk_paned_get_position (self->paned), 48, 600));
  if (g_strcmp0 (place, "intake") == 0 || g_strcmp0 (place, "dossiers") == 0)
    g_settings_set_string (self->settings, "place", place);
}

static void
gu_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_COMPACT:
      g_value_set_boolean (value, GU_WINDOW (object)->compact);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_window_dispose (GObject *object)
{
  GuWindow *self = GU_WINDOW (object);

  g_clear_handle_id (&self->compact_id, g_source_remove);
  g_clear_handle_id (&self->prepare_id, g_source_remove);
  gu_window_forget_import (self);
  if (self->preferences != NULL)
    {
      g_object_remove_weak_pointer (G_OBJECT (self->preferences), (gpointer *) &self->preferences);
      self->preferences = NULL;
    }
  g_clear_object (&self->drafts);
  g_clear_object (&self->all);
  g_clear_object (&self->intake_place);
  g_clear_object (&self->dossiers_place);
  g_clear_object (&self->place_list);
  g_clear_object (&self->settings);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (gu_window_parent_class)->dispose (object);
}

static void
gu_window_class_init (GuWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (GU_TYPE_PLACE_ROW);
  g_type_ensure (GU_TYPE_LINE_BUTTON);
  g_type_ensure (GU_TYPE_CARD_BUTTON);
  g_type_ensure (GU_TYPE_INTAKE_PAGE);

  object_class->dispose = gu_window_dispose;
  object_class->get_property = gu_window_get_property;
  widget_class->realize = gu_window_realize;
  widget_class->size_allocate = gu_window_size_allocate;

  properties[PROP_COMPACT] = g_param_spec_boolean (
      "compact", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ro/ghiseuunic/Ghiseu/desk/gu-window.ui");
  gtk_widget_class_bind_template_child (widget_class, GuWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, GuWindow, paned);
  gtk_widget_class_bind_template_child (widget_class, GuWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, GuWindow, institution);
  gtk_widget_class_bind_template_child (widget_class, GuWindow, places);
  gtk_widget_class_bind_template_child (widget_class, GuWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, GuWindow, intake);
  gtk_widget_class_bind_template_child (widget_class, GuWindow, line);
  gtk_widget_class_bind_template_child (widget_class, GuWindow, card);
  gtk_widget_class_bind_template_callback (widget_class, on_place_shown);
  gtk_widget_class_bind_template_callback (widget_class, on_place_activated);
  gu_window_install_actions (widget_class);
}

static void
gu_window_init (GuWindow *self)
{
  self->place_list = g_list_store_new (GU_TYPE_PLACE);
  self->settings = gu_desk_settings_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gu_window_install_import (self);
}

GuWindow *
gu_window_new (GtkApplication *application, GuContext *context)
{
  GuWindow *self = g_object_new (GU_TYPE_WINDOW, "application", application, NULL);

  set_context (self, context);
  restore_look (self);
  return self;
}

void
gu_window_show_place (GuWindow *self, const char *id)
{
  g_return_if_fail (GU_IS_WINDOW (self));

  if (g_strcmp0 (adw_view_stack_get_visible_child_name (self->stack), "trouble") == 0)
    return;
  if (g_strcmp0 (id, "dossiers") == 0)
    ensure_dossiers (self);
  adw_view_stack_set_visible_child_name (self->stack, id);
}

void
gu_window_show_trouble (GuWindow *self, const GError *error)
{
  g_return_if_fail (GU_IS_WINDOW (self));

  gtk_widget_set_sensitive (GTK_WIDGET (self->places), error == NULL);
  if (error == NULL)
    {
      if (g_strcmp0 (adw_view_stack_get_visible_child_name (self->stack), "trouble") == 0)
        adw_view_stack_set_visible_child_name (self->stack, "intake");
      return;
    }
  ensure_trouble (self);
  adw_status_page_set_title (self->trouble, error->message);
  adw_status_page_set_description (self->trouble, gu_error_get_hint (error));
  adw_view_stack_set_visible_child_name (self->stack, "trouble");
}

void
gu_window_flush_async (GuWindow *self, GAsyncReadyCallback callback, gpointer user_data)
{
  remember_look (self);
  gu_intake_page_flush_async (self->intake, callback, user_data);
}

gboolean
gu_window_flush_finish (GuWindow *self, GAsyncResult *result, GError **error)
{
  return gu_intake_page_flush_finish (self->intake, result, error);
}
