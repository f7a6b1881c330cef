/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "paper-source"

#include "config.h"

#include <gtk/gtk.h>
#include <stdio.h>
#include <stdlib.h>

/* paper-source copy|drag MEDIA-TYPE FILE
 *
 * Another program of the clerk's: owns the clipboard, or offers its window to be dragged, with the
 * bytes of FILE as MEDIA-TYPE. Says "ready" when it does. Lives until it is killed. */

static void
say_ready (void)
{
  puts ("ready");
  fflush (stdout);
}

static gboolean
on_ready (gpointer data)
{
  say_ready ();
  return G_SOURCE_REMOVE;
}

static void
on_map (GtkWidget *widget, gpointer user_data)
{
  /* After the window manager has placed it. */
  g_timeout_add (200, on_ready, NULL);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkContentProvider) content = NULL;
  g_autoptr (GBytes) bytes = NULL;
  GtkWidget *window = NULL;
  char *data = NULL;
  gsize size = 0;

  if (argc != 4 || !g_file_get_contents (argv[3], &data, &size, &error))
    {
      fprintf (stderr, "paper-source: %s\n", error != NULL ? error->message : "wrong arguments");
      return EXIT_FAILURE;
    }
  bytes = g_bytes_new_take (data, size);
  gtk_init ();
  content = gdk_content_provider_new_for_bytes (argv[2], bytes);
  if (g_str_equal (argv[1], "copy"))
    {
      gdk_clipboard_set_content (gdk_display_get_clipboard (gdk_display_get_default ()), content);
      g_idle_add (on_ready, NULL);
    }
  else
    {
      GtkDragSource *source = gtk_drag_source_new ();

      window = gtk_window_new ();
      gtk_window_set_title (GTK_WINDOW (window), "paper-source");
      gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
      gtk_window_set_default_size (GTK_WINDOW (window), 200, 100);
      gtk_drag_source_set_content (source, content);
      gtk_widget_add_controller (window, GTK_EVENT_CONTROLLER (source));
      g_signal_connect (window, "map", G_CALLBACK (on_map), NULL);
      gtk_window_present (GTK_WINDOW (window));
    }
  while (TRUE)
    g_main_context_iteration (NULL, TRUE);
}
