/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "desk-test"

#include "config.h"

#include "desk-test.h"

#include <cairo-pdf.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "gu-document-service.h"
#include "gu-page-cache.h"
#include "gu-page-strip.h"
#include "gu-page-viewer.h"

#define N_PAGES 12

/* A real PDF: twelve pages, one lying; each says its number in words to look for. */
static char *
make_pdf (void)
{
  char *path = g_build_filename (g_get_tmp_dir (), "gu-viewer-XXXXXX.pdf", NULL);
  int fd = g_mkstemp (path);
  cairo_surface_t *surface = NULL;
  cairo_t *cr = NULL;

  close (fd);
  surface = cairo_pdf_surface_create (path, 595, 842);
  cr = cairo_create (surface);
  for (int page = 1; page <= N_PAGES; page++)
    {
      g_autofree char *text = g_strdup_printf ("fila %d din %d", page, N_PAGES);

      cairo_pdf_surface_set_size (surface, page == 3 ? 842 : 595, page == 3 ? 595 : 842);
      cairo_select_font_face (cr, "Noto Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD);
      cairo_set_font_size (cr, 28);
      cairo_move_to (cr, 72, 120);
      cairo_show_text (cr, text);
      cairo_show_page (cr);
    }
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy (surface);
  return path;
}

typedef struct
{
  GuDocumentService *service;
  GuDocumentHandle *handle;
  GtkWindow *window;
  GuPageViewer *viewer;
  GuPageStrip *strip;
} Fixture;

static void
count_up (guint *n)
{
  (*n)++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_pdf ();
  g_autoptr (GError) error = NULL;
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);

  fixture->service = gu_document_service_new (g_getenv ("GHISEU_LIBEXEC_DIR"));
  fixture->handle = gu_document_service_open (fixture->service, fd, "application/pdf", &error);
  g_assert_no_error (error);
  close (fd);
  g_unlink (path);
  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (fixture->window, 600, 700);
  fixture->viewer = g_object_new (GU_TYPE_PAGE_VIEWER, NULL);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->viewer));
  gtk_window_present (fixture->window);
  gu_page_viewer_show_handle (fixture->viewer, fixture->handle, "plan.pdf");
  /* The first strip is that of the small pages. */
  fixture->strip = GU_PAGE_STRIP (
      desk_test_find (GTK_WIDGET (fixture->viewer), GU_TYPE_PAGE_STRIP, 1));
  DESK_WAIT (gu_page_viewer_is_drawn (fixture->viewer));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer weak = fixture->handle;

  desk_test_destroy (fixture->window);
  g_object_add_weak_pointer (G_OBJECT (fixture->handle), &weak);
  g_object_unref (fixture->handle);
  DESK_WAIT (weak == NULL);
  g_object_unref (fixture->service);
}

static void
test_pages (Fixture *fixture, gconstpointer data)
{
  GtkWidget *viewer = GTK_WIDGET (fixture->viewer);

  g_assert_cmpuint (gu_page_strip_get_n_pages (fixture->strip), ==, N_PAGES);
  gtk_test_accessible_assert_role (fixture->strip, GTK_ACCESSIBLE_ROLE_DOCUMENT);
  gtk_test_accessible_assert_property (fixture->strip, GTK_ACCESSIBLE_PROPERTY_LABEL, "plan.pdf");
  desk_test_picture (viewer, "viewer");

  g_assert_true (gtk_widget_activate_action (viewer, "viewer.next-page", NULL));
  DESK_WAIT (gu_page_strip_get_page (fixture->strip) == 1);
  DESK_WAIT (gtk_window_is_active (fixture->window));
  gtk_widget_grab_focus (GTK_WIDGET (fixture->strip));
  desk_test_key ("End");
  DESK_WAIT (gu_page_strip_get_page (fixture->strip) == N_PAGES - 1);
  DESK_WAIT (gu_page_viewer_is_drawn (fixture->viewer));
  desk_test_key ("Home");
  DESK_WAIT (gu_page_strip_get_page (fixture->strip) == 0);
  desk_test_key ("Page_Down");
  DESK_WAIT (gu_page_strip_get_page (fixture->strip) == 1);
}

static void
test_zoom (Fixture *fixture, gconstpointer data)
{
  double fitting = gu_page_strip_get_zoom (fixture->strip);

  g_assert_cmpint (gu_page_strip_get_zoom_mode (fixture->strip), ==, GU_ZOOM_FIT_WIDTH);
  DESK_WAIT (gtk_window_is_active (fixture->window));
  gtk_widget_grab_focus (GTK_WIDGET (fixture->strip));
  desk_test_key ("ctrl+plus");
  DESK_WAIT (gu_page_strip_get_zoom (fixture->strip) > fitting * 1.1);
  g_assert_cmpint (gu_page_strip_get_zoom_mode (fixture->strip), ==, GU_ZOOM_FREE);
  DESK_WAIT (gu_page_viewer_is_drawn (fixture->viewer));
  desk_test_key ("ctrl+0");
  DESK_WAIT (ABS (gu_page_strip_get_zoom (fixture->strip) - fitting) < 0.01);

  gtk_widget_activate_action (GTK_WIDGET (fixture->viewer), "viewer.fit-page", NULL);
  DESK_WAIT (ABS (gu_page_strip_get_zoom (fixture->strip) - fitting) > 0.01);
  gtk_widget_activate_action (GTK_WIDGET (fixture->viewer), "viewer.rotate", NULL);
  DESK_WAIT (gu_page_viewer_is_drawn (fixture->viewer));
  desk_test_picture (GTK_WIDGET (fixture->viewer), "viewer-turned");
}

/* Pages too large to be kept side by side: the cache draws what is in sight and comes to rest. */
static void
test_large_pages (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GuPageCache) cache = gu_page_cache_new (fixture->handle);
  guint n_drawn = 0;

  g_signal_connect_swapped (cache, "drawn", G_CALLBACK (count_up), &n_drawn);
  gu_page_cache_set_view (cache, 5, 5, 5.5, 0);
  DESK_WAIT (gu_page_cache_is_idle (cache) || n_drawn > 6);
  g_assert_true (gu_page_cache_is_settled (cache));
  g_assert_cmpuint (n_drawn, <=, 3);

  /* From large to small and back: pictures of the other size are no reason to start over. */
  gu_page_cache_set_view (cache, 5, 6, 0.5, 0);
  DESK_WAIT (gu_page_cache_is_idle (cache));
  n_drawn = 0;
  gu_page_cache_set_view (cache, 5, 5, 3.9, 0);
  DESK_WAIT (gu_page_cache_is_idle (cache) || n_drawn > 6);
  g_assert_true (gu_page_cache_is_settled (cache));
  g_assert_cmpuint (n_drawn, <=, 3);
  gu_page_cache_stop (cache);
}

static void
test_search (Fixture *fixture, gconstpointer data)
{
  DESK_WAIT (gtk_window_is_active (fixture->window));
  gtk_widget_grab_focus (GTK_WIDGET (fixture->strip));
  desk_test_key ("ctrl+shift+f");
  desk_test_type ("FILA 7");
  DESK_WAIT (gu_page_strip_get_page (fixture->strip) == 6);
  DESK_WAIT (gu_page_viewer_is_drawn (fixture->viewer));
  desk_test_picture (GTK_WIDGET (fixture->viewer), "viewer-search");
}

static void
test_thumbnails (Fixture *fixture, gconstpointer data)
{
  GuPageStrip *thumbnails = GU_PAGE_STRIP (
      desk_test_find (GTK_WIDGET (fixture->viewer), GU_TYPE_PAGE_STRIP, 0));
  GtkWidget *button = desk_test_find (GTK_WIDGET (fixture->viewer), GTK_TYPE_TOGGLE_BUTTON, 0);

  g_assert_cmpuint (gu_page_strip_get_n_pages (thumbnails), ==, 0);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  DESK_WAIT (gu_page_strip_get_n_pages (thumbnails) == N_PAGES);
  DESK_WAIT (gu_page_strip_is_drawn (thumbnails));
  gtk_widget_grab_focus (GTK_WIDGET (thumbnails));
  DESK_WAIT (gtk_window_is_active (fixture->window));
  desk_test_key ("End");
  DESK_WAIT (gu_page_strip_get_page (fixture->strip) == N_PAGES - 1);
  DESK_WAIT (gu_page_strip_is_drawn (thumbnails) && gu_page_viewer_is_drawn (fixture->viewer));
  desk_test_picture (GTK_WIDGET (fixture->viewer), "viewer-thumbnails");
}

int
main (int argc, char **argv)
{
  desk_test_init (&argc, &argv);
  g_test_add ("/desk/viewer/pages", Fixture, NULL, set_up, test_pages, tear_down);
  g_test_add ("/desk/viewer/zoom", Fixture, NULL, set_up, test_zoom, tear_down);
  g_test_add ("/desk/viewer/large-pages", Fixture, NULL, set_up, test_large_pages, tear_down);
  g_test_add ("/desk/viewer/search", Fixture, NULL, set_up, test_search, tear_down);
  g_test_add ("/desk/viewer/thumbnails", Fixture, NULL, set_up, test_thumbnails, tear_down);
  return g_test_run ();
}
