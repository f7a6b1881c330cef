/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-page-viewer.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "gu-document-service.h"
#include "gu-error.h"
#include "gu-page-strip.h"

#include <adwaita.h>

/* One paper with its tools. */

#define ZOOM_STEP 1.2

struct _GuPageViewer
{
  GtkWidget parent_instance;

  GuContext *context;        /* owned, nullable */
  GuDocument *document;      /* owned, nullable */
  GuDocumentHandle *handle;  /* owned, nullable */
  GCancellable *cancellable; /* owned: of what is being opened */
  GCancellable *search;      /* owned, nullable: of the search that runs */
  GArray *matches;           /* owned, nullable: GuDocumentMatch */
  guint match;

  /* template children */
  GtkWidget *box;
  GtkWidget *bar;
  GtkLabel *name;
  GtkToggleButton *thumbnails_button;
  GtkLabel *page_label;
  GtkLabel *zoom_label;
  GtkSearchBar *search_bar;
  GtkSearchEntry *search_entry;
  GtkLabel *search_label;
  GtkStack *stack;
  AdwStatusPage *error_page;
  GtkSpinner *spinner;
  GtkWidget *thumbnails_window;
  GuPageStrip *thumbnails;
  GuPageStrip *strip;
};

G_DEFINE_FINAL_TYPE (GuPageViewer, gu_page_viewer, GTK_TYPE_WIDGET)

static void
update_tools (GuPageViewer *self)
{
  guint n_pages = gu_page_strip_get_n_pages (self->strip);
  guint page = gu_page_strip_get_page (self->strip);
  gboolean any = n_pages > 0;
  g_autofree char *text = NULL;
  g_autofree char *zoom = g_strdup_printf ("%.0f %%", gu_page_strip_get_zoom (self->strip) * 100);
  GtkWidget *widget = GTK_WIDGET (self);

  /* Translators: the page in sight and how many there are, "3 / 12". */
  text = any ? g_strdup_printf (_ ("%u / %u"), page + 1, n_pages) : g_strdup ("");
  gtk_label_set_label (self->page_label, text);
  gtk_label_set_label (self->zoom_label, any ? zoom : "");
  gtk_widget_action_set_enabled (widget, "viewer.previous-page", any && page > 0);
  gtk_widget_action_set_enabled (widget, "viewer.next-page", any && page + 1 < n_pages);
  gtk_widget_action_set_enabled (widget, "viewer.zoom-in", any);
  gtk_widget_action_set_enabled (widget, "viewer.zoom-out", any);
  gtk_widget_action_set_enabled (widget, "viewer.fit-width", any);
  gtk_widget_action_set_enabled (widget, "viewer.fit-page", any);
  gtk_widget_action_set_enabled (widget, "viewer.rotate", any);
  gtk_widget_action_set_enabled (widget, "viewer.search", any);
  gtk_widget_set_sensitive (self->bar, any);
}

static void
on_page_changed (GuPageViewer *self)
{
  gu_page_strip_scroll_to (self->thumbnails, gu_page_strip_get_page (self->strip));
  update_tools (self);
}

static void
on_thumbnail_chosen (GuPageViewer *self, guint page)
{
  gu_page_strip_scroll_to (self->strip, page);
  gu_page_strip_scroll_to (self->thumbnails, page);
}

static void
forget_search (GuPageViewer *self)
{
  if (self->search != NULL)
    g_cancellable_cancel (self->search);
  g_clear_object (&self->search);
  g_clear_pointer (&self->matches, g_array_unref);
  gu_page_strip_set_areas (self->strip, NULL, 0);
  gtk_label_set_label (self->search_label, "");
}

static void
show_match (GuPageViewer *self)
{
  g_autofree char *text = NULL;

  gu_page_strip_set_areas (self->strip, self->matches, self->match);
  if (self->matches->len == 0)
    text = g_strdup (_ ("Not found"));
  else
    /* Translators: which of the places found is shown, "2 of 7". */
    text = g_strdup_printf (_ ("%u of %u"), self->match + 1, self->matches->len);
  gtk_label_set_label (self->search_label, text);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GuPageViewer) self = GU_PAGE_VIEWER (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray)
      matches = gu_document_handle_find_finish (GU_DOCUMENT_HANDLE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->box == NULL)
    return;
  g_clear_object (&self->search);
  if (matches == NULL)
    {
      gtk_label_set_label (self->search_label, error->message);
      return;
    }
  g_clear_pointer (&self->matches, g_array_unref);
  self->matches = g_steal_pointer (&matches);
  self->match = 0;
  while (self->match + 1 < self->matches->len
         && g_array_index (self->matches, GuDocumentMatch, self->match).page
                < gu_page_strip_get_page (self->strip))
    self->match++;
  show_match (self);
}

static void
on_search_changed (GuPageViewer *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));

  forget_search (self);
  if (self->handle == NULL || *text == '\0')
    return;
  self->search = g_cancellable_new ();
  gtk_label_set_label (self->search_label, "…");
  gu_document_handle_find_async (self->handle, text, self->search, on_found, g_object_ref (self));
}

static void
step_match (GuPageViewer *self, int step)
{
  if (self->matches == NULL || self->matches->len == 0)
    return;
  self->match = (self->match + self->matches->len + step) % self->matches->len;
  show_match (self);
}

static void
on_search_next (GuPageViewer *self)
{
  step_match (self, 1);
}

static void
on_search_previous (GuPageViewer *self)
{
  step_match (self, -1);
}

static void
on_search_mode (GuPageViewer *self)
{
  if (!gtk_search_bar_get_search_mode (self->search_bar))
    forget_search (self);
}

static void
act_previous_page (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuPageViewer *self = GU_PAGE_VIEWER (widget);
  guint page = gu_page_strip_get_page (self->strip);

  gu_page_strip_scroll_to (self->strip, page > 0 ? page - 1 : 0);
}

static void
act_next_page (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuPageViewer *self = GU_PAGE_VIEWER (widget);

  gu_page_strip_scroll_to (self->strip, gu_page_strip_get_page (self->strip) + 1);
}

static void
act_zoom_in (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gu_page_strip_zoom_by (GU_PAGE_VIEWER (widget)->strip, ZOOM_STEP);
}

static void
act_zoom_out (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gu_page_strip_zoom_by (GU_PAGE_VIEWER (widget)->strip, 1 / ZOOM_STEP);
}

static void
act_fit_width (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gu_page_strip_set_zoom_mode (GU_PAGE_VIEWER (widget)->strip, GU_ZOOM_FIT_WIDTH);
}

static void
act_fit_page (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gu_page_strip_set_zoom_mode (GU_PAGE_VIEWER (widget)->strip, GU_ZOOM_FIT_PAGE);
}

static void
act_rotate (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gu_page_strip_rotate (GU_PAGE_VIEWER (widget)->strip);
}

static void
act_search (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GuPageViewer *self = GU_PAGE_VIEWER (widget);

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static gboolean
on_scroll (GtkEventControllerScroll *scroll, double dx, double dy, gpointer user_data)
{
  GuPageViewer *self = GU_PAGE_VIEWER (user_data);
  GdkModifierType state = gtk_event_controller_get_current_event_state (
      GTK_EVENT_CONTROLLER (scroll));

  if ((state & GDK_CONTROL_MASK) == 0 || dy == 0)
    return GDK_EVENT_PROPAGATE;
  gu_page_strip_zoom_by (self->strip, dy < 0 ? ZOOM_STEP : 1 / ZOOM_STEP);
  return GDK_EVENT_STOP;
}

static void
show_error (GuPageViewer *self, const GError *error)
{
  const char *hint = gu_error_get_hint (error);

  adw_status_page_set_title (self->error_page, error->message);
  adw_status_page_set_description (self->error_page, hint);
  gtk_spinner_stop (self->spinner);
  gtk_stack_set_visible_child_name (self->stack, "error");
}

static void
set_handle (GuPageViewer *self, GuDocumentHandle *handle)
{
  forget_search (self);
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  g_set_object (&self->handle, handle);
  gu_page_strip_set_document (self->strip, handle);
  gu_page_strip_set_document (
      self->thumbnails,
      handle != NULL && gtk_toggle_button_get_active (self->thumbnails_button) ? handle : NULL);
  gtk_spinner_stop (self->spinner);
  update_tools (self);
}

static void
on_thumbnails_toggled (GuPageViewer *self)
{
  gboolean active = gtk_toggle_button_get_active (self->thumbnails_button);

  gtk_widget_set_visible (self->thumbnails_window, active);
  gu_page_strip_set_document (self->thumbnails, active ? self->handle : NULL);
  if (active)
    gu_page_strip_scroll_to (self->thumbnails, gu_page_strip_get_page (self->strip));
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GuPageViewer) self = GU_PAGE_VIEWER (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GuDocumentHandle)
      handle = gu_document_service_open_finish (GU_DOCUMENT_SERVICE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->box == NULL)
    return;
  if (handle == NULL)
    {
      show_error (self, error);
      return;
    }
  set_handle (self, handle);
  gtk_stack_set_visible_child_name (self->stack, "pages");
}

static void
on_blob_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GuPageViewer) self = GU_PAGE_VIEWER (user_data);
  g_autoptr (GError) error = NULL;
  int fd = gu_context_open_blob_finish (GU_CONTEXT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->box == NULL
      || self->document == NULL)
    {
      if (fd >= 0)
        close (fd);
      return;
    }
  if (fd < 0)
    {
      show_error (self, error);
      return;
    }
  gu_document_service_open_async (gu_context_get_documents (self->context),
                                  fd,
                                  gu_document_get_media_type (self->document),
                                  self->cancellable,
                                  on_opened,
                                  g_object_ref (self));
  close (fd);
}

static void
start_opening (GuPageViewer *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
}

static void
gu_page_viewer_dispose (GObject *object)
{
  GuPageViewer *self = GU_PAGE_VIEWER (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  if (self->search != NULL)
    g_cancellable_cancel (self->search);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->search);
  g_clear_pointer (&self->matches, g_array_unref);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->handle);
  g_clear_object (&self->document);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (gu_page_viewer_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "viewer.previous-page", NULL, act_previous_page);
  gtk_widget_class_install_action (widget_class, "viewer.next-page", NULL, act_next_page);
  gtk_widget_class_install_action (widget_class, "viewer.zoom-in", NULL, act_zoom_in);
  gtk_widget_class_install_action (widget_class, "viewer.zoom-out", NULL, act_zoom_out);
  gtk_widget_class_install_action (widget_class, "viewer.fit-width", NULL, act_fit_width);
  gtk_widget_class_install_action (widget_class, "viewer.fit-page", NULL, act_fit_page);
  gtk_widget_class_install_action (widget_class, "viewer.rotate", NULL, act_rotate);
  gtk_widget_class_install_action (widget_class, "viewer.search", NULL, act_search);

  gtk_widget_class_add_binding_action (
      widget_class, GDK_KEY_plus, GDK_CONTROL_MASK, "viewer.zoom-in", NULL);
  gtk_widget_class_add_binding_action (
      widget_class, GDK_KEY_equal, GDK_CONTROL_MASK, "viewer.zoom-in", NULL);
  gtk_widget_class_add_binding_action (
      widget_class, GDK_KEY_KP_Add, GDK_CONTROL_MASK, "viewer.zoom-in", NULL);
  gtk_widget_class_add_binding_action (
      widget_class, GDK_KEY_minus, GDK_CONTROL_MASK, "viewer.zoom-out", NULL);
  gtk_widget_class_add_binding_action (
      widget_class, GDK_KEY_KP_Subtract, GDK_CONTROL_MASK, "viewer.zoom-out", NULL);
  gtk_widget_class_add_binding_action (
      widget_class, GDK_KEY_0, GDK_CONTROL_MASK, "viewer.fit-width", NULL);
  gtk_widget_class_add_binding_action (
      widget_class, GDK_KEY_r, GDK_CONTROL_MASK, "viewer.rotate", NULL);
  gtk_widget_class_add_binding_action (
      widget_class, GDK_KEY_F, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "viewer.search", NULL);
}

static void
gu_page_viewer_class_init (GuPageViewerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (GU_TYPE_PAGE_STRIP);
  G_OBJECT_CLASS (klass)->dispose = gu_page_viewer_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ro/ghiseuunic/Ghiseu/viewer/gu-page-viewer.ui");
  gtk_widget_class_bind_template_child (widget_class, GuPageViewer, box);
  gtk_widget_class_bind_template_child (widget_class, GuPageViewer, bar);
  gtk_widget_class_bind_template_child (widget_class, GuPageViewer, name);
  gtk_widget_class_bind_template_child (widget_class, GuPageViewer, thumbnails_button);
  gtk_widget_class_bind_template_child (widget_class, GuPageViewer, page_label);
  gtk_widget_class_bind_template_child (widget_class, GuPageViewer, zoom_label);
  gtk_widget_class_bind_template_child (widget_class, GuPageViewer, search_bar);
  gtk_widget_class_bind_template_child (widget_class, GuPageViewer, search_entry);
  gtk_widget_class_bind_template_child (widget_class, GuPageViewer, search_label);
  gtk_widget_class_bind_template_child (widget_class, GuPageViewer, stack);
  gtk_widget_class_bind_template_child (widget_class, GuPageViewer, error_page);
  gtk_widget_class_bind_template_child (widget_class, GuPageViewer, spinner);
  gtk_widget_class_bind_template_child (widget_class, GuPageViewer, thumbnails_window);
  gtk_widget_class_bind_template_child (widget_class, GuPageViewer, thumbnails);
  gtk_widget_class_bind_template_child (widget_class, GuPageViewer, strip);
  gtk_widget_class_bind_template_callback (widget_class, on_page_changed);
  gtk_widget_class_bind_template_callback (widget_class, update_tools);
  gtk_widget_class_bind_template_callback (widget_class, on_thumbnail_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_thumbnails_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_next);
  gtk_widget_class_bind_template_callback (widget_class, on_search_previous);
  gtk_widget_class_bind_template_callback (widget_class, on_search_mode);
  install_actions (widget_class);
}

static void
gu_page_viewer_init (GuPageViewer *self)
{
  GtkEventController *scroll = gtk_event_controller_scroll_new (
      GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), self);
  gtk_widget_add_controller (GTK_WIDGET (self->strip), scroll);
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  update_tools (self);
}

void
gu_page_viewer_set_context (GuPageViewer *self, GuContext *context)
{
  g_return_if_fail (GU_IS_PAGE_VIEWER (self));

  g_set_object (&self->context, context);
}

void
gu_page_viewer_show (GuPageViewer *self, GuDocument *document)
{
  g_return_if_fail (GU_IS_PAGE_VIEWER (self));

  if (document == self->document && document != NULL)
    return;
  start_opening (self);
  g_set_object (&self->document, document);
  set_handle (self, NULL);
  gtk_label_set_label (self->name, document != NULL ? gu_document_get_name (document) : "");
  if (document == NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "empty");
      return;
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->strip),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gu_document_get_name (document),
                                  -1);
  gtk_stack_set_visible_child_name (self->stack, "opening");
  gtk_spinner_start (self->spinner);
  gu_context_open_blob_async (self->context,
                              gu_document_get_sha256 (document),
                              self->cancellable,
                              on_blob_opened,
                              g_object_ref (self));
}

void
gu_page_viewer_show_handle (GuPageViewer *self, GuDocumentHandle *handle, const char *name)
{
  g_return_if_fail (GU_IS_PAGE_VIEWER (self));

  start_opening (self);
  g_clear_object (&self->document);
  gtk_label_set_label (self->name, name);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->strip), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  set_handle (self, handle);
  gtk_stack_set_visible_child_name (self->stack, "pages");
}

GuDocument *
gu_page_viewer_get_document (GuPageViewer *self)
{
  g_return_val_if_fail (GU_IS_PAGE_VIEWER (self), NULL);

  return self->document;
}

gboolean
gu_page_viewer_is_drawn (GuPageViewer *self)
{
  g_return_val_if_fail (GU_IS_PAGE_VIEWER (self), FALSE);

  return gu_page_strip_is_drawn (self->strip);
}
