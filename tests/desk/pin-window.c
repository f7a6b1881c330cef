/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "desk-test"

#include "config.h"

#include <gtk/gtk.h>

#include "gu-pin-entry.h"

/* pin-window desk|gtk: a window with one place for a PIN, the desk's or GTK's own. */
int
main (int argc, char **argv)
{
  GtkWidget *window = NULL;
  GtkWidget *entry = NULL;

  gtk_init ();
  window = gtk_window_new ();
  entry = argc > 1 && g_str_equal (argv[1], "gtk")
              ? gtk_password_entry_new ()
              : GTK_WIDGET (g_object_new (GU_TYPE_PIN_ENTRY, NULL));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, "the PIN is typed here", -1);
  gtk_window_set_child (GTK_WINDOW (window), entry);
  gtk_window_present (GTK_WINDOW (window));
  gtk_widget_grab_focus (entry);
  while (g_list_model_get_n_items (gtk_window_get_toplevels ()) > 0)
    g_main_context_iteration (NULL, TRUE);
  return 0;
}
