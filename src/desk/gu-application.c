/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-application.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#include "gu-context.h"
#include "gu-window.h"

/* Starts the services, shows the window, and ends both in order. */

struct _GuApplication
{
  AdwApplication parent_instance;

  char *data_dir;     /* owned, nullable */
  char *central;      /* owned, nullable */
  GuContext *context; /* owned, nullable */
  GuWindow *window;   /* weak pointer */
  guint signal_ids[2];
  guint start_id;
  gboolean stopping;
};

G_DEFINE_FINAL_TYPE (GuApplication, gu_application, ADW_TYPE_APPLICATION)

static void
on_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GuApplication) self = GU_APPLICATION (user_data);

  gu_context_stop_finish (GU_CONTEXT (source), result);
  if (self->window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->window));
  g_application_release (G_APPLICATION (self));
}

static void
on_flushed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GuApplication) self = GU_APPLICATION (user_data);
  g_autoptr (GError) error = NULL;

  if (self->window != NULL && !gu_window_flush_finish (self->window, result, &error))
    {
      /* The page says why it could not be saved; closing now would lose it. */
      self->stopping = FALSE;
      gtk_window_present (GTK_WINDOW (self->window));
      g_application_release (G_APPLICATION (self));
      return;
    }
  if (self->window != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->window), FALSE);
  gu_context_stop_async (self->context, on_stopped, g_object_ref (self));
}

/* Saves what was typed, hides the window, ends the services, then the program. */
static void
stop (GuApplication *self)
{
  if (self->stopping)
    return;
  self->stopping = TRUE;
  g_application_hold (G_APPLICATION (self));
  if (self->window != NULL)
    gu_window_flush_async (self->window, on_flushed, g_object_ref (self));
  else
    gu_context_stop_async (self->context, on_stopped, g_object_ref (self));
}

static gboolean
on_close_request (GuApplication *self)
{
  stop (self);
  return GDK_EVENT_STOP;
}

static void
on_started (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GuApplication) self = GU_APPLICATION (user_data);
  g_autoptr (GError) error = NULL;
  gboolean ready = gu_context_start_finish (GU_CONTEXT (source), result, &error);

  if (self->window != NULL)
    gu_window_show_trouble (self->window, ready ? NULL : error);
}

static void
start_services (GuApplication *self)
{
  gu_context_start_async (
      self->context, GU_CONTEXT_CARDS | GU_CONTEXT_CENTRAL, NULL, on_started, g_object_ref (self));
}

/* The services take the processors from the first frame if they start before it. They do not wait
 * for a window that is not painted, such as one that starts minimized. */
#define START_AT_LATEST_MS 500

static gboolean
start_once (gpointer data)
{
  GuApplication *self = GU_APPLICATION (data);

  self->start_id = 0;
  if (self->window != NULL && !self->stopping)
    start_services (self);
  return G_SOURCE_REMOVE;
}

static void
on_first_frame (GuApplication *self, GdkFrameClock *clock)
{
  g_signal_handlers_disconnect_by_func (clock, on_first_frame, self);
  if (self->start_id == 0)
    return;
  g_source_remove (self->start_id);
  start_once (self);
}

static void
start_after_first_frame (GuApplication *self)
{
  self->start_id = g_timeout_add (START_AT_LATEST_MS, start_once, self);
  g_signal_connect_object (gtk_widget_get_frame_clock (GTK_WIDGET (self->window)),
                           "after-paint",
                           G_CALLBACK (on_first_frame),
                           self,
                           G_CONNECT_SWAPPED);
}

static void
act_restart_services (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  start_services (GU_APPLICATION (user_data));
}

static void
act_quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GuApplication *self = GU_APPLICATION (user_data);

  if (self->window != NULL)
    gtk_window_close (GTK_WINDOW (self->window));
}

static void
act_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GuApplication *self = GU_APPLICATION (user_data);

  adw_show_about_window (GTK_WINDOW (self->window),
                         "application-name",
                         "Ghișeu Unic",
                         "application-icon",
                         GU_APP_ID,
                         "version",
                         GU_VERSION,
                         "license-type",
                         GTK_LICENSE_GPL_3_0,
                         "comments",
                         _ ("The desk of the single window for urban planning: from the first "
                            "paper to the signed receipt."),
                         "copyright",
                         "© 2026 Ghișeu Unic",
                         /* Translators: your name, one translator a line. */
                         "translator-credits",
                         _ ("translator-credits"),
                         NULL);
}

static gboolean
on_unix_signal (gpointer user_data)
{
  act_quit (NULL, NULL, user_data);
  return G_SOURCE_CONTINUE;
}

static void
gu_application_activate (GApplication *application)
{
  GuApplication *self = GU_APPLICATION (application);

  gboolean first = self->window == NULL;

  if (first)
    {
      self->window = gu_window_new (GTK_APPLICATION (self), self->context);
      g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
      g_signal_connect_object (
          self->window, "close-request", G_CALLBACK (on_close_request), self, G_CONNECT_SWAPPED);
    }
  gtk_window_present (GTK_WINDOW (self->window));
  if (first)
    start_after_first_frame (self);
}

static void
set_accels (GuApplication *self)
{
  static const struct
  {
    const char *action;
    const char *accels[3];
  } keys[] = {
    { "win.show-help-overlay", { "F1", "<Control>question" } },
    { "win.import", { "F2" } },
    { "win.next-slot", { "F3" } },
    { "win.sync", { "F5" } },
    { "win.next-column", { "F6" } },
    { "win.sign", { "F9" } },
    { "win.new-dossier", { "<Control>n" } },
    { "win.search", { "<Control>k", "<Control>f" } },
    { "win.preferences", { "<Control>comma" } },
    { "win.back", { "<Alt>Left" } },
    { "win.show-place::intake", { "<Alt>1" } },
    { "win.show-place::dossiers", { "<Alt>2" } },
    { "window.close", { "<Control>w" } },
    { "app.quit", { "<Control>q" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), keys[i].action, keys[i].accels);
}

static void
gu_application_startup (GApplication *application)
{
  static const GActionEntry entries[] = {
    { .name = "quit", .activate = act_quit },
    { .name = "about", .activate = act_about },
    { .name = "restart-services", .activate = act_restart_services },
  };
  GuApplication *self = GU_APPLICATION (application);

  G_APPLICATION_CLASS (gu_application_parent_class)->startup (application);
  gtk_window_set_default_icon_name (GU_APP_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  set_accels (self);
  self->context = gu_context_new (self->data_dir, self->central, NULL, NULL);
  self->signal_ids[0] = g_unix_signal_add (SIGTERM, on_unix_signal, self);
  self->signal_ids[1] = g_unix_signal_add (SIGINT, on_unix_signal, self);
}

static int
gu_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  GuApplication *self = GU_APPLICATION (application);

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("ghiseu %s\n", GU_VERSION);
      return 0;
    }
  g_variant_dict_lookup (options, "data-dir", "^ay", &self->data_dir);
  g_variant_dict_lookup (options, "central", "s", &self->central);
  if (self->data_dir != NULL)
    {
      g_autofree char *given = g_steal_pointer (&self->data_dir);

      self->data_dir = g_canonicalize_filename (given, NULL);
      g_application_set_flags (application,
                               g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
    }
  return -1;
}

static void
gu_application_dispose (GObject *object)
{
  GuApplication *self = GU_APPLICATION (object);

  for (gsize i = 0; i < G_N_ELEMENTS (self->signal_ids); i++)
    g_clear_handle_id (&self->signal_ids[i], g_source_remove);
  g_clear_handle_id (&self->start_id, g_source_remove);
  if (self->window != NULL)
    g_object_remove_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
  self->window = NULL;
  g_clear_object (&self->context);
  g_clear_pointer (&self->data_dir, g_free);
  g_clear_pointer (&self->central, g_free);
  G_OBJECT_CLASS (gu_application_parent_class)->dispose (object);
}

static void
gu_application_class_init (GuApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gu_application_dispose;
  application_class->activate = gu_application_activate;
  application_class->startup = gu_application_startup;
  application_class->handle_local_options = gu_application_handle_local_options;
}

static void
gu_application_init (GuApplication *self)
{
  const GOptionEntry options[] = {
    { "data-dir",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      NULL,
      N_ ("Where the desk keeps its data"),
      N_ ("DIR") },
    { "central",
      0,
      0,
      G_OPTION_ARG_STRING,
      NULL,
      N_ ("The central registry: none, embedded, or a connection string"),
      N_ ("CENTRAL") },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Show the version and exit"), NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

GuApplication *
gu_application_new (void)
{
  return g_object_new (GU_TYPE_APPLICATION,
                       "application-id",
                       GU_APP_ID,
                       "resource-base-path",
                       "/ro/ghiseuunic/Ghiseu",
                       NULL);
}
