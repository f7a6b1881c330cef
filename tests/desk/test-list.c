/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "desk-test"

#include "config.h"

#include "desk-test.h"

#include "gu-dossier-item.h"
#include "gu-dossiers-page.h"
#include "gu-fill-store.h"
#include "gu-window.h"

#define N_DOSSIERS 100000

/* A hundred thousand dossiers in the list: it opens, scrolls and filters, and only what is in sight
 * is in memory. */

static guint n_alive;

static void
on_gone (gpointer data, GObject *where)
{
  n_alive--;
}

static void
watch (GListModel *rows, guint position)
{
  g_autoptr (GObject) item = g_list_model_get_item (rows, position);

  n_alive++;
  g_object_weak_ref (item, on_gone, NULL);
}

static void
test_hundred_thousand (void)
{
  g_autofree char *data_dir = g_dir_make_tmp ("gu-list-XXXXXX", NULL);
  g_autoptr (GuClock) clock = gu_clock_new ();
  g_autoptr (GuStore) store = NULL;
  g_autoptr (GError) error = NULL;
  GuContext *context = NULL;
  GuWindow *window = NULL;
  GtkWidget *table = NULL;
  GtkAdjustment *scroll = NULL;
  GListModel *rows = NULL;
  g_autoptr (GuDossierItem) last = NULL;

  store = gu_store_open (data_dir, clock, NULL, &error);
  g_assert_no_error (error);
  gu_fill_store (store, N_DOSSIERS, 0, &error);
  g_assert_no_error (error);
  g_clear_object (&store);

  context = desk_test_context_at (data_dir);
  window = gu_window_new (NULL, context);
  gtk_window_present (GTK_WINDOW (window));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.search", NULL);
  table = desk_test_find (GTK_WIDGET (window), GTK_TYPE_COLUMN_VIEW, 0);
  DESK_WAIT (gtk_column_view_get_model (GTK_COLUMN_VIEW (table)) != NULL);
  rows = G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (table)));
  DESK_WAIT (g_list_model_get_n_items (rows) == N_DOSSIERS);
  DESK_WAIT (gtk_widget_get_mapped (table));

  /* Rows that were looked at once do not stay for ever. */
  for (guint i = 0; i < N_DOSSIERS; i += 10)
    watch (rows, i);
  for (int i = 0; i < 50; i++)
    desk_test_iterate ();
  g_test_message ("%u of %d rows in memory", n_alive, N_DOSSIERS / 10);
  g_assert_cmpuint (n_alive, <, N_DOSSIERS / 20);

  scroll = gtk_scrolled_window_get_vadjustment (
      GTK_SCROLLED_WINDOW (gtk_widget_get_parent (table)));
  DESK_WAIT (gtk_adjustment_get_upper (scroll) > 10000);
  gtk_adjustment_set_value (scroll, gtk_adjustment_get_upper (scroll));
  last = g_list_model_get_item (rows, N_DOSSIERS - 1);
  DESK_WAIT (gu_dossier_item_get_loaded (last));

  gtk_editable_set_text (
      GTK_EDITABLE (desk_test_find_search (gtk_widget_get_ancestor (table, GU_TYPE_DOSSIERS_PAGE))),
      "popescu");
  DESK_WAIT (g_list_model_get_n_items (rows) < N_DOSSIERS);
  g_clear_object (&last);
  desk_test_destroy (GTK_WINDOW (window));
  desk_test_stop (context);
}

int
main (int argc, char **argv)
{
  desk_test_init (&argc, &argv);
  g_test_add_func ("/desk/list/hundred-thousand", test_hundred_thousand);
  return g_test_run ();
}
