/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "desk-test"

#include "config.h"

#include "desk-test.h"

#include <cairo-pdf.h>

#include "gu-banner.h"
#include "gu-checklist-view.h"
#include "gu-dossier-list.h"
#include "gu-dossier-item.h"
#include "gu-dossier-view.h"
#include "gu-dossiers-page.h"
#include "gu-field-row.h"
#include "gu-fill-store.h"
#include "gu-intake-page.h"
#include "gu-page-viewer.h"
#include "gu-preferences-window.h"
#include "gu-receipt-page.h"
#include "gu-request-form.h"
#include "gu-slot-row.h"
#include "gu-window.h"

/* Every screen in one look (GHISEU_TEST_LOOK: light, dark, contrast, large, small): used as a clerk
 * uses it, drawn into the build folder, nothing left behind. */

typedef struct
{
  char *data_dir;
  GuContext *context;
  GuWindow *window;
  gboolean narrow;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const char *look = g_getenv ("GHISEU_TEST_LOOK");
  g_autoptr (GuClock) clock = gu_clock_new ();
  g_autoptr (GuStore) store = NULL;
  g_autoptr (GError) error = NULL;

  if (g_strcmp0 (look, "dark") == 0)
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                        ADW_COLOR_SCHEME_FORCE_DARK);
  /* Text of twice the size, as the accessibility settings make it. */
  if (g_strcmp0 (look, "large") == 0)
    g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 2 * 96 * 1024, NULL);
  fixture->narrow = g_strcmp0 (look, "small") == 0;
  fixture->data_dir = g_dir_make_tmp ("gu-screens-XXXXXX", NULL);
  store = gu_store_open (fixture->data_dir, clock, NULL, &error);
  g_assert_no_error (error);
  gu_fill_store (store, 60, 2, &error);
  g_assert_no_error (error);
  g_clear_object (&store);

  fixture->context = desk_test_context_at (fixture->data_dir);
  fixture->window = gu_window_new (NULL, fixture->context);
  gtk_window_set_default_size (
      GTK_WINDOW (fixture->window), fixture->narrow ? 1000 : 1280, fixture->narrow ? 660 : 800);
  gtk_window_present (GTK_WINDOW (fixture->window));
  DESK_WAIT (gtk_window_is_active (GTK_WINDOW (fixture->window)));
  /* The pictures show the size of text that they are meant to show. */
  g_assert_cmpfloat (pango_cairo_context_get_resolution (
                         gtk_widget_get_pango_context (GTK_WIDGET (fixture->window))),
                     ==,
                     g_strcmp0 (look, "large") == 0 ? 192 : 96);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  desk_test_destroy (GTK_WINDOW (fixture->window));
  desk_test_stop (fixture->context);
  g_free (fixture->data_dir);
}

static GtkWidget *
find (Fixture *fixture, GType type, guint nth)
{
  return desk_test_find (GTK_WIDGET (fixture->window), type, nth);
}

static void
picture (Fixture *fixture, const char *name)
{
  desk_test_picture (gtk_widget_get_first_child (GTK_WIDGET (fixture->window)), name);
}

static GuFieldRow *
find_field (Fixture *fixture, const char *field)
{
  GtkWidget *row = NULL;

  for (guint i = 0; (row = find (fixture, GU_TYPE_FIELD_ROW, i)) != NULL; i++)
    if (g_strcmp0 (gu_field_row_get_field (GU_FIELD_ROW (row)), field) == 0)
      return GU_FIELD_ROW (row);
  g_error ("there is no field %s", field);
}

static void
begin_dossier (Fixture *fixture)
{
  GtkWidget *form = NULL;

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.new-dossier", NULL);
  DESK_WAIT ((form = find (fixture, GU_TYPE_REQUEST_FORM, 0)) != NULL
             && gtk_widget_get_mapped (form));
  DESK_WAIT (find (fixture, GU_TYPE_SLOT_ROW, 0) != NULL);
}

static GFile *
make_paper (const char *name, gboolean real)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), name, NULL);

  if (real)
    {
      cairo_surface_t *surface = cairo_pdf_surface_create (path, 595, 842);
      cairo_t *cr = cairo_create (surface);

      cairo_set_font_size (cr, 24);
      cairo_move_to (cr, 80, 120);
      cairo_show_text (cr, "CERERE (SPECIMEN)");
      cairo_show_page (cr);
      cairo_destroy (cr);
      cairo_surface_finish (surface);
      cairo_surface_destroy (surface);
    }
  else
    g_assert_true (g_file_set_contents (path, "MZ this is a program", -1, NULL));
  return g_file_new_for_path (path);
}

static void
import (Fixture *fixture, const char *name, gboolean real)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (files, make_paper (name, real));
  gu_intake_page_import (GU_INTAKE_PAGE (find (fixture, GU_TYPE_INTAKE_PAGE, 0)), files);
}

static void
test_start (Fixture *fixture, gconstpointer data)
{
  int minimum_width = 0;
  int minimum_height = 0;

  picture (fixture, "start");
  /* What does not show yet is made by itself, and counts for the size of the window. */
  DESK_WAIT (find (fixture, GU_TYPE_REQUEST_FORM, 0) != NULL);
  DESK_WAIT (find (fixture, GU_TYPE_RECEIPT_PAGE, 0) != NULL);
  DESK_WAIT (find (fixture, GU_TYPE_DOSSIERS_PAGE, 0) != NULL);
  gtk_widget_measure (GTK_WIDGET (fixture->window),
                      GTK_ORIENTATION_HORIZONTAL,
                      -1,
                      &minimum_width,
                      NULL,
                      NULL,
                      NULL);
  gtk_widget_measure (GTK_WIDGET (fixture->window),
                      GTK_ORIENTATION_VERTICAL,
                      -1,
                      &minimum_height,
                      NULL,
                      NULL,
                      NULL);
  g_test_message ("at least %d × %d", minimum_width, minimum_height);
  g_assert_cmpint (minimum_width, <=, 1280);
  g_assert_cmpint (minimum_height, <=, 800);
}

static void
test_intake (Fixture *fixture, gconstpointer data)
{
  GuFieldRow *cnp = NULL;
  GuPageViewer *viewer = NULL;
  GuBanner *banner = GU_BANNER (find (fixture, GU_TYPE_BANNER, 0));

  begin_dossier (fixture);
  viewer = GU_PAGE_VIEWER (find (fixture, GU_TYPE_PAGE_VIEWER, 0));
  picture (fixture, "intake");

  gtk_editable_set_text (GTK_EDITABLE (find_field (fixture, "name")), "Șerbănescu-Țăru Ilinca");
  cnp = find_field (fixture, "cnp");
  gtk_editable_set_text (GTK_EDITABLE (cnp), "1234567890123");
  g_assert_cmpstr (gu_field_row_get_message (cnp), !=, "");
  gtk_test_accessible_assert_state (cnp, GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);
  picture (fixture, "intake-wrong-cnp");

  import (fixture, "cerere.pdf", TRUE);
  DESK_WAIT (gu_page_viewer_get_document (viewer) != NULL && gu_page_viewer_is_drawn (viewer));
  picture (fixture, "intake-paper");

  import (fixture, "program.pdf", FALSE);
  DESK_WAIT (gu_banner_get_revealed (banner));
  picture (fixture, "intake-refused");

  /* What cannot be registered yet says why. */
  gu_banner_hide (banner);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.sign", NULL);
  DESK_WAIT (gu_banner_get_revealed (banner));
  picture (fixture, "intake-not-yet");
}

static void
test_checklist_names (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = NULL;
  guint n = 0;

  begin_dossier (fixture);
  for (; (row = find (fixture, GU_TYPE_SLOT_ROW, n)) != NULL; n++)
    {
      GuRequirementItem *item = gu_slot_row_get_item (GU_SLOT_ROW (row));
      g_autofree char *label = NULL;

      g_object_get (item, "accessible-label", &label, NULL);
      g_assert_cmpstr (label, !=, "");
      gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_LABEL, label);
    }
  g_assert_cmpuint (n, >=, 2);
}

static gboolean
focus_is_in (Fixture *fixture, GtkWidget *parent)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (fixture->window));

  return focus != NULL && (focus == parent || gtk_widget_is_ancestor (focus, parent));
}

/* Tab goes from field to field down the request, and everything under the cursor is in sight. */
static void
test_tab_order (Fixture *fixture, gconstpointer data)
{
  static const char *const fields[] = { "name",   "cnp",      "id_series", "id_number",
                                        "county", "locality", "street" };

  begin_dossier (fixture);
  gtk_widget_grab_focus (GTK_WIDGET (find_field (fixture, "name")));
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      GtkWidget *row = GTK_WIDGET (find_field (fixture, fields[i]));

      DESK_WAIT (focus_is_in (fixture, row));
      desk_test_key ("Tab");
    }
  desk_test_key ("shift+Tab");
  DESK_WAIT (focus_is_in (fixture, GTK_WIDGET (find_field (fixture, "street"))));
  desk_test_type ("Strada Țărmului");
  DESK_WAIT (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (find_field (fixture, "street"))),
                          "Strada Țărmului"));
}

static GListModel *
table_rows (GtkWidget *table)
{
  DESK_WAIT (gtk_column_view_get_model (GTK_COLUMN_VIEW (table)) != NULL);
  return G_LIST_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (table)));
}

static void
test_dossiers (Fixture *fixture, gconstpointer data)
{
  GtkWidget *table = NULL;
  GtkWidget *search = NULL;
  GListModel *rows = NULL;
  g_autoptr (GuDossierItem) first = NULL;
  guint n = 0;

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.search", NULL);
  table = find (fixture, GTK_TYPE_COLUMN_VIEW, 0);
  search = desk_test_find_search (find (fixture, GU_TYPE_DOSSIERS_PAGE, 0));
  rows = table_rows (table);
  DESK_WAIT (g_list_model_get_n_items (rows) == 60);
  first = g_list_model_get_item (rows, 0);
  DESK_WAIT (gu_dossier_item_get_loaded (first));
  picture (fixture, "dossiers");

  /* Tab leaves the table instead of going through its lines. */
  gtk_widget_child_focus (gtk_widget_get_parent (table), GTK_DIR_TAB_FORWARD);
  DESK_WAIT (focus_is_in (fixture, table));
  desk_test_key ("Down");
  g_assert_true (focus_is_in (fixture, table));
  desk_test_key ("Tab");
  DESK_WAIT (!focus_is_in (fixture, table));

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.search", NULL);
  DESK_WAIT (focus_is_in (fixture, search));
  desk_test_type ("popescu");
  DESK_WAIT ((n = g_list_model_get_n_items (rows)) < 60);
  desk_test_type ("zzzz");
  DESK_WAIT (g_list_model_get_n_items (rows) == 0);
  picture (fixture, "dossiers-nothing-found");
}

static const char *
find_registered (GListModel *rows)
{
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (GuDossierItem) item = g_list_model_get_item (rows, i);

      DESK_WAIT (gu_dossier_item_get_loaded (item));
      if (g_strcmp0 (gu_dossier_item_get_state (item), "ciorna") != 0)
        return gu_dossier_item_get_id (item);
    }
  return NULL;
}

static void
test_dossier (Fixture *fixture, gconstpointer data)
{
  GuDossiersPage *page = NULL;
  GtkWidget *view = NULL;
  GtkWidget *table = NULL;
  GListModel *rows = NULL;

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.search", NULL);
  page = GU_DOSSIERS_PAGE (find (fixture, GU_TYPE_DOSSIERS_PAGE, 0));
  table = find (fixture, GTK_TYPE_COLUMN_VIEW, 0);
  rows = table_rows (table);
  DESK_WAIT (g_list_model_get_n_items (rows) == 60);
  gu_dossiers_page_open (page, find_registered (rows));
  DESK_WAIT ((view = find (fixture, GU_TYPE_DOSSIER_VIEW, 0)) != NULL
             && gtk_widget_get_mapped (view));
  picture (fixture, "dossier");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.back", NULL);
  DESK_WAIT (gtk_widget_get_mapped (table));
}

static void
test_preferences (Fixture *fixture, gconstpointer data)
{
  GuPreferencesWindow *preferences = gu_preferences_window_new (fixture->context);

  gtk_window_present (GTK_WINDOW (preferences));
  DESK_WAIT (gtk_widget_get_mapped (GTK_WIDGET (preferences)));
  desk_test_picture (gtk_widget_get_first_child (GTK_WIDGET (preferences)), "preferences");
  desk_test_destroy (GTK_WINDOW (preferences));
}

int
main (int argc, char **argv)
{
  desk_test_init (&argc, &argv);
  g_test_add ("/desk/screens/start", Fixture, NULL, set_up, test_start, tear_down);
  g_test_add ("/desk/screens/intake", Fixture, NULL, set_up, test_intake, tear_down);
  g_test_add (
      "/desk/screens/checklist-names", Fixture, NULL, set_up, test_checklist_names, tear_down);
  g_test_add ("/desk/screens/tab-order", Fixture, NULL, set_up, test_tab_order, tear_down);
  g_test_add ("/desk/screens/dossiers", Fixture, NULL, set_up, test_dossiers, tear_down);
  g_test_add ("/desk/screens/dossier", Fixture, NULL, set_up, test_dossier, tear_down);
  g_test_add ("/desk/screens/preferences", Fixture, NULL, set_up, test_preferences, tear_down);
  return g_test_run ();
}
