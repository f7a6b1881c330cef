/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "desk-test"

#include "config.h"

#include "desk-test.h"

#include <cairo-pdf.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <gtk/gtkunixprint.h>
#include <math.h>
#include <unistd.h>

#include "gu-document-service.h"
#include "gu-receipt-page.h"
#include "gu-store.h"
#include "gu-window.h"

/* The receipt goes to paper and to a file, through GTK's own dialogs and by keyboard. The printer
 * is the one that prints to a file, which every machine has. */

typedef struct
{
  GuContext *context;
  GuWindow *window;
  GuReceiptPage *page;
  char *folder;
  char *original; /* path of the receipt as it was made: A4 upright, then A4 lying */
} Fixture;

static void
make_receipt (const char *path)
{
  cairo_surface_t *surface = cairo_pdf_surface_create (path, 595.28, 841.89);
  cairo_t *cr = cairo_create (surface);

  cairo_set_font_size (cr, 32);
  cairo_move_to (cr, 80, 120);
  cairo_show_text (cr, "RECIPISA (SPECIMEN)");
  cairo_rectangle (cr, 80, 400, 200, 100);
  cairo_fill (cr);
  cairo_show_page (cr);
  cairo_pdf_surface_set_size (surface, 841.89, 595.28);
  cairo_rectangle (cr, 600, 60, 150, 300);
  cairo_fill (cr);
  cairo_show_page (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GuDocument) receipt = gu_document_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *sha256 = NULL;
  guint64 size = 0;
  GtkWidget *stack = NULL;
  int fd = -1;

  fixture->folder = g_dir_make_tmp ("gu-print-XXXXXX", NULL);
  fixture->original = g_build_filename (fixture->folder, "original.pdf", NULL);
  make_receipt (fixture->original);
  fixture->context = desk_test_context ();
  fd = open (fixture->original, O_RDONLY | O_CLOEXEC);
  gu_store_import_blob (
      gu_context_get_store (fixture->context), fd, 1 << 20, &sha256, &size, NULL, &error);
  g_assert_no_error (error);
  close (fd);
  gu_document_set_sha256 (receipt, sha256);
  gu_document_set_size (receipt, (gint64) size);
  gu_document_set_name (receipt, "Recipisă.pdf");
  gu_document_set_media_type (receipt, "application/pdf");
  gu_document_set_role (receipt, "receipt");
  gu_document_set_pages (receipt, 2);

  fixture->window = gu_window_new (NULL, fixture->context);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1100, 750);
  gtk_window_present (GTK_WINDOW (fixture->window));
  DESK_WAIT (gtk_window_is_active (GTK_WINDOW (fixture->window)));
  /* The window makes it when it has nothing else to do. */
  DESK_WAIT (desk_test_find (GTK_WIDGET (fixture->window), GU_TYPE_RECEIPT_PAGE, 0) != NULL);
  fixture->page = GU_RECEIPT_PAGE (
      desk_test_find (GTK_WIDGET (fixture->window), GU_TYPE_RECEIPT_PAGE, 0));
  stack = gtk_widget_get_ancestor (GTK_WIDGET (fixture->page), GTK_TYPE_STACK);
  gtk_stack_set_visible_child_name (GTK_STACK (stack), "done");
  gu_receipt_page_show (fixture->page, "17/24.11.2026", "Ilinca Specimen", receipt);
  DESK_WAIT (gtk_widget_get_mapped (GTK_WIDGET (fixture->page)));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name = NULL;

  desk_test_destroy (GTK_WINDOW (fixture->window));
  desk_test_stop (fixture->context);
  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->original);
}

static GtkWidget *
find_dialog (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (g_type_is_a (G_OBJECT_TYPE (window), type) && gtk_widget_get_mapped (window)
          && gtk_window_is_active (GTK_WINDOW (window)))
        return window;
    }
  return NULL;
}

/* Ctrl+P, the printer that prints to @path, Enter. */
static void
print_to (const char *path)
{
  g_autoptr (GtkPrintSettings) settings = gtk_print_settings_new ();
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  GtkWidget *dialog = NULL;
  GtkPrinter *printer = NULL;

  desk_test_key ("ctrl+p");
  DESK_WAIT ((dialog = find_dialog (GTK_TYPE_PRINT_UNIX_DIALOG)) != NULL);
  gtk_print_settings_set_printer (settings, g_dgettext ("gtk40", "Print to File"));
  gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_FILE_FORMAT, "pdf");
  gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_URI, uri);
  gtk_print_unix_dialog_set_settings (GTK_PRINT_UNIX_DIALOG (dialog), settings);
  DESK_WAIT ((printer = gtk_print_unix_dialog_get_selected_printer (GTK_PRINT_UNIX_DIALOG (dialog)))
                 != NULL
             && gtk_printer_is_virtual (printer));
  gtk_dialog_response (GTK_DIALOG (dialog), GTK_RESPONSE_OK);
}

static gboolean
is_whole (const char *path)
{
  g_autofree char *data = NULL;
  gsize size = 0;

  return g_file_get_contents (path, &data, &size, NULL) && size > 100
         && g_strrstr_len (data + size - 32, 32, "%%EOF") != NULL;
}

static GuDocumentHandle *
open_pdf (Fixture *fixture, const char *path)
{
  g_autoptr (GError) error = NULL;
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  GuDocumentHandle *handle = gu_document_service_open (
      gu_context_get_documents (fixture->context), fd, "application/pdf", &error);

  g_assert_no_error (error);
  close (fd);
  return handle;
}

/* How dark the page is, and where; @grid has 8 × 8 places of 0 (white) to 1 (black). */
static void
measure (GuDocumentHandle *handle, guint page, double grid[64])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GuPagePicture) picture = gu_document_handle_render (handle, page, 1, 0, NULL, &error);
  guint width = gu_page_picture_get_width (picture);
  guint height = gu_page_picture_get_height (picture);
  const guint8 *pixels = g_bytes_get_data (gu_page_picture_get_pixels (picture), NULL);

  g_assert_no_error (error);
  memset (grid, 0, 64 * sizeof (double));
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        guint8 green = pixels[y * gu_page_picture_get_stride (picture) + 4 * x + 1];

        grid[y * 8 / height * 8 + x * 8 / width] += (255 - green) / 255.0 * 64 / width / height;
      }
}

static void
assert_same_page (GuDocumentHandle *a, GuDocumentHandle *b, guint page)
{
  double widths[2] = { 0 };
  double heights[2] = { 0 };
  double grids[2][64];
  double most = 0;

  gu_document_handle_get_page_size (a, page, &widths[0], &heights[0]);
  gu_document_handle_get_page_size (b, page, &widths[1], &heights[1]);
  g_test_message ("%g × %g, printed as %g × %g", widths[0], heights[0], widths[1], heights[1]);
  g_assert_cmpfloat_with_epsilon (widths[0], widths[1], 2);
  g_assert_cmpfloat_with_epsilon (heights[0], heights[1], 2);
  measure (a, page, grids[0]);
  measure (b, page, grids[1]);
  for (guint i = 0; i < 64; i++)
    {
      most = MAX (most, grids[0][i]);
      g_assert_cmpfloat_with_epsilon (grids[0][i], grids[1][i], 0.05);
    }
  /* There is something on it. */
  g_assert_cmpfloat (most, >, 0.3);
}

static void
test_print (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "printed.pdf", NULL);
  g_autoptr (GuDocumentHandle) original = NULL;
  g_autoptr (GuDocumentHandle) printed = NULL;

  print_to (path);
  DESK_WAIT (is_whole (path));
  original = open_pdf (fixture, fixture->original);
  printed = open_pdf (fixture, path);
  g_assert_cmpuint (gu_document_handle_get_n_pages (printed), ==, 2);
  assert_same_page (original, printed, 0);
  assert_same_page (original, printed, 1);
}

/* The key works wherever the cursor is in the window, and Escape prints nothing. */
static void
test_print_given_up (Fixture *fixture, gconstpointer data)
{
  GtkWidget *places = desk_test_find (GTK_WIDGET (fixture->window), GTK_TYPE_LIST_VIEW, 0);

  gtk_widget_child_focus (places, GTK_DIR_TAB_FORWARD);
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (fixture->window)), places));
  desk_test_key ("ctrl+p");
  DESK_WAIT (find_dialog (GTK_TYPE_PRINT_UNIX_DIALOG) != NULL);
  desk_test_key ("Escape");
  DESK_WAIT (find_dialog (GTK_TYPE_PRINT_UNIX_DIALOG) == NULL);
  DESK_WAIT (gtk_window_is_active (GTK_WINDOW (fixture->window)));
}

static void
test_fault_no_receipt (Fixture *fixture, gconstpointer data)
{
  gu_window_show_place (fixture->window, "dossiers");
  desk_test_key ("ctrl+p");
  DESK_WAIT (desk_test_says (GTK_WIDGET (fixture->window),
                             "There is no receipt here. Open a registered dossier, then print."));
}

static void
test_fault_print_nowhere (Fixture *fixture, gconstpointer data)
{
  print_to ("/proc/recipisa.pdf");
  DESK_WAIT (desk_test_says (GTK_WIDGET (fixture->window),
                             "The paper was not printed. Check the printer, or the folder when "
                             "printing to a file, and print again."));
}

/* Ctrl+S, a name, Enter. */
static void
save_to (const char *path)
{
  GtkWidget *dialog = NULL;

  desk_test_key ("ctrl+s");
  DESK_WAIT ((dialog = find_dialog (GTK_TYPE_FILE_CHOOSER_DIALOG)) != NULL);
  DESK_WAIT (GTK_IS_EDITABLE (gtk_root_get_focus (GTK_ROOT (dialog))));
  desk_test_key ("ctrl+a");
  desk_test_type (path);
  desk_test_key ("Return");
}

static void
test_save (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "saved.pdf", NULL);
  g_autofree char *saved = NULL;
  g_autofree char *original = NULL;
  gsize saved_size = 0;
  gsize original_size = 0;

  save_to (path);
  DESK_WAIT (desk_test_says (GTK_WIDGET (fixture->window), "The receipt was saved."));
  g_assert_true (g_file_get_contents (path, &saved, &saved_size, NULL));
  g_assert_true (g_file_get_contents (fixture->original, &original, &original_size, NULL));
  g_assert_cmpmem (saved, saved_size, original, original_size);
}

static void
test_fault_save_nowhere (Fixture *fixture, gconstpointer data)
{
  save_to ("/proc/recipisa.pdf");
  DESK_WAIT (desk_test_says (GTK_WIDGET (fixture->window),
                             "The receipt was not saved there. Choose another folder."));
}

int
main (int argc, char **argv)
{
  desk_test_init (&argc, &argv);
  g_test_add ("/desk/print/paper", Fixture, NULL, set_up, test_print, tear_down);
  g_test_add ("/desk/print/given-up", Fixture, NULL, set_up, test_print_given_up, tear_down);
  g_test_add ("/desk/print/save", Fixture, NULL, set_up, test_save, tear_down);
  g_test_add (
      "/desk/print/fault/no-receipt", Fixture, NULL, set_up, test_fault_no_receipt, tear_down);
  g_test_add (
      "/desk/print/fault/save-nowhere", Fixture, NULL, set_up, test_fault_save_nowhere, tear_down);
  g_test_add ("/desk/print/fault/print-nowhere",
              Fixture,
              NULL,
              set_up,
              test_fault_print_nowhere,
              tear_down);
  return g_test_run ();
}
