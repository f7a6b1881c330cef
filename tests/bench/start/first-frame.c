/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dlfcn.h>
#include <gtk/gtk.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* Preloaded into the program that is measured: tells when its window has painted its first frame,
 * the same way for every program, then lets it go on or end. */

static gboolean done;

static void
on_after_paint (GdkFrameClock *clock, gpointer data)
{
  struct timespec now;
  const char *path = getenv ("FIRST_FRAME_FILE");
  FILE *file = NULL;

  if (done || path == NULL)
    return;
  done = TRUE;
  clock_gettime (CLOCK_MONOTONIC, &now);
  file = fopen (path, "w");
  if (file == NULL)
    return;
  fprintf (file, "%.6f\n", (double) now.tv_sec + (double) now.tv_nsec / 1e9);
  fclose (file);
}

void
gtk_window_present (GtkWindow *window)
{
  void (*present) (GtkWindow *) = (void (*) (GtkWindow *)) dlsym (RTLD_NEXT, "gtk_window_present");

  present (window);
  if (gtk_widget_get_realized (GTK_WIDGET (window)))
    g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (window)),
                      "after-paint",
                      G_CALLBACK (on_after_paint),
                      NULL);
}
