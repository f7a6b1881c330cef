/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "desk-test"

#include "config.h"

#include "desk-test.h"

#include <cairo-pdf.h>
#include <gdk/x11/gdkx.h>
#include <glib/gstdio.h>

#include "gu-banner.h"
#include "gu-document-chip.h"
#include "gu-field-row.h"
#include "gu-intake-page.h"
#include "gu-operation-bar.h"
#include "gu-request-form.h"
#include "gu-slot-row.h"
#include "gu-window.h"

/* Papers pasted and dropped, from this program and from others, through the X server. */

typedef struct
{
  GuContext *context;
  GuWindow *window;
  char *folder; /* of the papers */
  GSubprocess *source;
} Fixture;

static GtkWidget *
find (Fixture *fixture, GType type, guint nth)
{
  return desk_test_find (GTK_WIDGET (fixture->window), type, nth);
}

static gboolean
says (Fixture *fixture, const char *message)
{
  return desk_test_says (GTK_WIDGET (fixture->window), message);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("gu-papers-XXXXXX", NULL);
  fixture->context = desk_test_context ();
  fixture->window = gu_window_new (NULL, fixture->context);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1280, 800);
  gtk_window_present (GTK_WINDOW (fixture->window));
  DESK_WAIT (gtk_window_is_active (GTK_WINDOW (fixture->window)));
}

static void
set_up_draft (Fixture *fixture, gconstpointer data)
{
  set_up (fixture, data);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.new-dossier", NULL);
  DESK_WAIT (find (fixture, GU_TYPE_REQUEST_FORM, 0) != NULL
             && gtk_widget_get_mapped (find (fixture, GU_TYPE_REQUEST_FORM, 0)));
  DESK_WAIT (find (fixture, GU_TYPE_SLOT_ROW, 0) != NULL);
}

static void
remove_papers (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name = NULL;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (fixture->folder);
}

static void
end_source (Fixture *fixture)
{
  if (fixture->source == NULL)
    return;
  g_subprocess_force_exit (fixture->source);
  g_subprocess_wait (fixture->source, NULL, NULL);
  g_clear_object (&fixture->source);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  end_source (fixture);
  desk_test_destroy (GTK_WINDOW (fixture->window));
  desk_test_stop (fixture->context);
  remove_papers (fixture);
  g_free (fixture->folder);
}

static char *
make_paper (Fixture *fixture, const char *name)
{
  char *path = g_build_filename (fixture->folder, name, NULL);
  cairo_surface_t *surface = cairo_pdf_surface_create (path, 595, 842);
  cairo_t *cr = cairo_create (surface);

  cairo_set_font_size (cr, 24);
  cairo_move_to (cr, 80, 120);
  cairo_show_text (cr, name);
  cairo_show_page (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  return path;
}

/* Returns the one paper of the draft, once it is there. */
static GuDocument *
wait_for_paper (Fixture *fixture)
{
  DESK_WAIT (find (fixture, GU_TYPE_DOCUMENT_CHIP, 0) != NULL);
  return gu_document_chip_get_document (
      GU_DOCUMENT_CHIP (find (fixture, GU_TYPE_DOCUMENT_CHIP, 0)));
}

static const char *
slot_of (GuDocument *document)
{
  const char *const *slots = gu_document_get_requirements (document);

  return slots != NULL ? slots[0] : NULL;
}

static GtkWidget *
other_slot (Fixture *fixture, const char *name)
{
  GtkWidget *row = NULL;

  for (guint i = 1; (row = find (fixture, GU_TYPE_SLOT_ROW, i)) != NULL; i++)
    if (!gtk_list_box_row_is_selected (GTK_LIST_BOX_ROW (row))
        && strstr (gu_requirement_item_get_id (gu_slot_row_get_item (GU_SLOT_ROW (row))), name)
               == NULL)
      return row;
  g_error ("there is only one line");
}

static GFile *
file_of (const char *path_or_uri)
{
  return strstr (path_or_uri, "://") != NULL ? g_file_new_for_uri (path_or_uri)
                                             : g_file_new_for_path (path_or_uri);
}

/* Puts files on the clipboard as this program's own, and pastes them. */
static void
copy_files (Fixture *fixture, const char *const *paths)
{
  g_autoptr (GdkContentProvider) content = NULL;
  GSList *files = NULL;
  GdkFileList *list = NULL;

  for (guint i = 0; paths[i] != NULL; i++)
    files = g_slist_append (files, file_of (paths[i]));
  list = gdk_file_list_new_from_list (files);
  content = gdk_content_provider_new_typed (GDK_TYPE_FILE_LIST, list);
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (fixture->window)), content);
  g_boxed_free (GDK_TYPE_FILE_LIST, list);
  g_slist_free_full (files, g_object_unref);
}

static void
paste_path (Fixture *fixture, const char *path)
{
  const char *const paths[] = { path, NULL };

  copy_files (fixture, paths);
  desk_test_key ("ctrl+v");
}

/* Returns the text inside the first field of the form, with the cursor in it. */
static GtkWidget *
enter_field (Fixture *fixture)
{
  GtkWidget *focus = NULL;

  gtk_widget_grab_focus (find (fixture, GU_TYPE_FIELD_ROW, 0));
  focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
  g_assert_true (GTK_IS_EDITABLE (focus));
  return focus;
}

static void
test_paste_files (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = make_paper (fixture, "cerere.pdf");
  g_autofree char *second = make_paper (fixture, "hartie.pdf");
  const char *const paths[] = { first, second, NULL };
  GtkWidget *focus = enter_field (fixture);

  /* The cursor is in a field of the form, as it mostly is: files are papers all the same. */
  copy_files (fixture, paths);
  desk_test_key ("ctrl+v");
  DESK_WAIT (find (fixture, GU_TYPE_DOCUMENT_CHIP, 1) != NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (focus)), ==, "");
}

static GdkTexture *
make_picture (void)
{
  g_autoptr (GBytes) pixels = NULL;
  guchar *data = g_malloc (64 * 48 * 4);

  for (guint i = 0; i < 64 * 48 * 4; i++)
    data[i] = i % 4 == 3 ? 255 : (guchar) (i / 7);
  pixels = g_bytes_new_take (data, 64 * 48 * 4);
  return gdk_memory_texture_new (64, 48, GDK_MEMORY_R8G8B8A8, pixels, 64 * 4);
}

/* Without a dossier: one begins. */
static void
test_paste_picture (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GdkTexture) picture = make_picture ();
  GuDocument *document = NULL;

  gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (fixture->window)), picture);
  desk_test_key ("shift+Insert");
  document = wait_for_paper (fixture);
  g_assert_cmpstr (gu_document_get_media_type (document), ==, "image/png");
  g_assert_cmpint (gu_document_get_pages (document), ==, 1);
}

static void
on_line (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree char *line = g_data_input_stream_read_line_finish (
      G_DATA_INPUT_STREAM (source), result, NULL, NULL);

  g_assert_cmpstr (line, ==, "ready");
  *(gboolean *) user_data = TRUE;
}

static void
start_source (Fixture *fixture, const char *verb, const char *media_type, GBytes *bytes)
{
  g_autofree char *path = g_build_filename (fixture->folder, "offered", NULL);
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GError) error = NULL;
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);
  gboolean ready = FALSE;

  g_file_set_contents (path, data, (gssize) size, &error);
  g_assert_no_error (error);
  fixture->source = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                      &error,
                                      g_getenv ("GHISEU_PAPER_SOURCE"),
                                      verb,
                                      media_type,
                                      path,
                                      NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (fixture->source));
  g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, NULL, on_line, &ready);
  DESK_WAIT (ready);
}

static void
start_source_of_files (Fixture *fixture, const char *verb, const char *path)
{
  g_autoptr (GFile) file = file_of (path);
  g_autofree char *uri = g_file_get_uri (file);
  g_autofree char *list = g_strdup_printf ("%s\r\n", uri);
  g_autoptr (GBytes) bytes = g_bytes_new (list, strlen (list));

  start_source (fixture, verb, "text/uri-list", bytes);
}

static gboolean
clipboard_has (Fixture *fixture, const char *media_type)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->window));

  return !gdk_clipboard_is_local (clipboard)
         && gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard),
                                                   media_type);
}

static void
test_paste_foreign_files (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_paper (fixture, "hârtie cu spații.pdf");

  start_source_of_files (fixture, "copy", path);
  DESK_WAIT (clipboard_has (fixture, "text/uri-list"));
  desk_test_key ("ctrl+v");
  g_assert_cmpstr (gu_document_get_name (wait_for_paper (fixture)), ==, "hârtie cu spații.pdf");
}

/* The bytes are kept as the other program gave them. */
static void
test_paste_foreign_picture (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GdkTexture) picture = make_picture ();
  g_autoptr (GBytes) bytes = gdk_texture_save_to_png_bytes (picture);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  start_source (fixture, "copy", "image/png", bytes);
  DESK_WAIT (clipboard_has (fixture, "image/png"));
  desk_test_key ("ctrl+v");
  g_assert_cmpstr (gu_document_get_sha256 (wait_for_paper (fixture)), ==, sha256);
}

static void
test_paste_foreign_pdf (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_paper (fixture, "scan.pdf");
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  g_autoptr (GBytes) bytes = g_mapped_file_get_bytes (file);

  start_source (fixture, "copy", "application/pdf", bytes);
  DESK_WAIT (clipboard_has (fixture, "application/pdf"));
  desk_test_key ("ctrl+v");
  g_assert_cmpstr (gu_document_get_media_type (wait_for_paper (fixture)), ==, "application/pdf");
}

static void
test_paste_text (Fixture *fixture, gconstpointer data)
{
  GtkWidget *field = enter_field (fixture);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (fixture->window)), "Ilinca");
  /* Into a field it goes as ever. */
  desk_test_key ("ctrl+v");
  DESK_WAIT (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (field)), "Ilinca"));

  gtk_widget_grab_focus (find (fixture, GU_TYPE_SLOT_ROW, 0));
  desk_test_key ("ctrl+v");
  DESK_WAIT (says (fixture,
                   "The clipboard holds text, not a paper. Put the cursor into a field "
                   "to paste text."));
  g_assert_null (find (fixture, GU_TYPE_DOCUMENT_CHIP, 0));
}

/* Drag and drop */

static void
start_drag (Fixture *fixture)
{
  desk_test_xdotool (
      "search", "--sync", "--name", "^paper-source$", "windowmove", "--sync", "1500", "300", NULL);
  desk_test_xdotool ("search",
                     "--name",
                     "^paper-source$",
                     "mousemove",
                     "--window",
                     "%1",
                     "60",
                     "50",
                     "sleep",
                     "0.1",
                     "mousedown",
                     "1",
                     NULL);
  for (int i = 0; i < 6; i++)
    desk_test_xdotool ("mousemove_relative", "--sync", "--", "-5", "0", "sleep", "0.03", NULL);
}

static void
move_over (Fixture *fixture, GtkWidget *widget, int nudge)
{
  GtkNative *native = GTK_NATIVE (fixture->window);
  g_autofree char *window = g_strdup_printf (
      "%lu", (gulong) gdk_x11_surface_get_xid (gtk_native_get_surface (native)));
  g_autofree char *x = NULL;
  g_autofree char *y = NULL;
  graphene_rect_t bounds;
  double shift_x = 0;
  double shift_y = 0;

  g_assert_true (gtk_widget_compute_bounds (widget, GTK_WIDGET (native), &bounds));
  gtk_native_get_surface_transform (native, &shift_x, &shift_y);
  x = g_strdup_printf ("%d", (int) (bounds.origin.x + shift_x + bounds.size.width / 2) + nudge);
  y = g_strdup_printf ("%d", (int) (bounds.origin.y + shift_y + MIN (bounds.size.height / 2, 20)));
  desk_test_xdotool ("mousemove", "--window", window, x, y, NULL);
}

/* Holds what is dragged over a widget until the desk shows where it would go, then lets go. */
static void
drop_on (Fixture *fixture, GtkWidget *widget, GtkWidget *marked)
{
  start_drag (fixture);
  for (int i = 0; !gtk_widget_has_css_class (marked, "gu-drop"); i++)
    {
      g_assert_cmpint (i, <, 100);
      move_over (fixture, widget, i % 3);
    }
  desk_test_xdotool ("mouseup", "1", NULL);
  DESK_WAIT (!gtk_widget_has_css_class (marked, "gu-drop"));
}

static void
test_drop_on_slot (Fixture *fixture, gconstpointer data)
{
  /* Its name says another line than the one it is dropped on. */
  g_autofree char *path = make_paper (fixture, "cerere.pdf");
  GtkWidget *row = other_slot (fixture, "cerere");
  g_autofree char *slot = g_strdup (
      gu_requirement_item_get_id (gu_slot_row_get_item (GU_SLOT_ROW (row))));

  start_source_of_files (fixture, "drag", path);
  drop_on (fixture, row, row);
  g_assert_cmpstr (slot_of (wait_for_paper (fixture)), ==, slot);
}

/* Elsewhere, and be it a field that takes text: where its name says. */
static void
test_drop_elsewhere (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_paper (fixture, "nimic.pdf");
  GtkWidget *field = find (fixture, GU_TYPE_FIELD_ROW, 0);
  GtkWidget *toasts = find (fixture, ADW_TYPE_TOAST_OVERLAY, 0);

  start_source_of_files (fixture, "drag", path);
  drop_on (fixture, field, toasts);
  g_assert_null (slot_of (wait_for_paper (fixture)));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (field)), ==, "");
}

static void
test_drop_without_draft (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_paper (fixture, "nimic.pdf");
  GtkWidget *toasts = find (fixture, ADW_TYPE_TOAST_OVERLAY, 0);

  gu_window_show_place (fixture->window, "dossiers");
  start_source_of_files (fixture, "drag", path);
  drop_on (fixture, toasts, toasts);
  g_assert_cmpstr (gu_document_get_name (wait_for_paper (fixture)), ==, "nimic.pdf");
}

/* Faults: every one has its sentence, and the draft stays as it was. */

static GuBanner *
wait_for_refusal (Fixture *fixture)
{
  GuBanner *banner = GU_BANNER (find (fixture, GU_TYPE_BANNER, 0));

  DESK_WAIT (gu_banner_get_revealed (banner));
  g_assert_null (find (fixture, GU_TYPE_DOCUMENT_CHIP, 0));
  return banner;
}

static void
test_fault_folder (Fixture *fixture, gconstpointer data)
{
  paste_path (fixture, fixture->folder);
  wait_for_refusal (fixture);
  DESK_WAIT (says (fixture, "This is not a file."));
}

static void
test_fault_folder_dropped (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row = find (fixture, GU_TYPE_SLOT_ROW, 0);

  start_source_of_files (fixture, "drag", fixture->folder);
  drop_on (fixture, row, row);
  wait_for_refusal (fixture);
}

static void
test_fault_vanished (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_paper (fixture, "disparut.pdf");

  g_unlink (path);
  paste_path (fixture, path);
  wait_for_refusal (fixture);
  DESK_WAIT (says (fixture, "Check that the file is still there and that you may read it"));
}

static void
test_fault_remote (Fixture *fixture, gconstpointer data)
{
  paste_path (fixture, "https://example.invalid/act.pdf");
  wait_for_refusal (fixture);
  DESK_WAIT (says (fixture, "The file is not on this computer"));
  DESK_WAIT (says (fixture, "Copy the file to this computer and bring it from there"));
}

static void
test_fault_many (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  GuBanner *banner = NULL;

  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *name = g_strdup_printf ("program-%03u.pdf", i);

      g_ptr_array_add (paths, g_build_filename (fixture->folder, name, NULL));
      g_assert_true (g_file_set_contents (g_ptr_array_index (paths, i), "MZ a program", -1, NULL));
    }
  g_ptr_array_add (paths, NULL);
  copy_files (fixture, (const char *const *) paths->pdata);
  desk_test_key ("ctrl+v");
  banner = wait_for_refusal (fixture);
  DESK_WAIT (desk_test_says (GTK_WIDGET (banner), "program-004.pdf"));
  g_assert_nonnull (strstr (gu_banner_get_title (banner), "200"));
  g_assert_false (desk_test_says (GTK_WIDGET (banner), "program-005.pdf"));
  DESK_WAIT (desk_test_says (GTK_WIDGET (banner), "195"));
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (banner)), <, 400);
}

/* The clerk has gone on to the next citizen when the refusal comes. */
static void
test_fault_left (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *path = g_build_filename (fixture->folder, "program.pdf", NULL);
  GtkWidget *page = find (fixture, GU_TYPE_INTAKE_PAGE, 0);

  g_assert_true (g_file_set_contents (path, "MZ a program", -1, NULL));
  g_ptr_array_add (files, g_file_new_for_path (path));
  gu_intake_page_import (GU_INTAKE_PAGE (page), files);
  g_assert_true (gtk_widget_activate_action (page, "intake.put-aside", NULL));
  DESK_WAIT (desk_test_says (GTK_WIDGET (wait_for_refusal (fixture)), "program.pdf"));
}

static void
test_fault_nothing (Fixture *fixture, gconstpointer data)
{
  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (fixture->window)), NULL);
  gtk_widget_grab_focus (find (fixture, GU_TYPE_SLOT_ROW, 0));
  desk_test_key ("ctrl+v");
  DESK_WAIT (says (fixture, "The clipboard holds no paper. Copy files or a picture first."));
}

static void
test_fault_no_picture (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("not a picture", 13);

  start_source (fixture, "copy", "image/png", bytes);
  DESK_WAIT (clipboard_has (fixture, "image/png"));
  desk_test_key ("ctrl+v");
  wait_for_refusal (fixture);
}

/* The program the paper was copied from has ended, and its paper with it. */
static void
test_fault_source_gone (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = make_paper (fixture, "cerere.pdf");

  start_source_of_files (fixture, "copy", path);
  DESK_WAIT (clipboard_has (fixture, "text/uri-list"));
  end_source (fixture);
  DESK_WAIT (!clipboard_has (fixture, "text/uri-list"));
  gtk_widget_grab_focus (find (fixture, GU_TYPE_SLOT_ROW, 0));
  desk_test_key ("ctrl+v");
  DESK_WAIT (says (fixture, "The clipboard holds no paper. Copy files or a picture first."));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    gboolean draft;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/desk/papers/paste/files", TRUE, test_paste_files },
    { "/desk/papers/paste/picture", FALSE, test_paste_picture },
    { "/desk/papers/paste/foreign-files", TRUE, test_paste_foreign_files },
    { "/desk/papers/paste/foreign-picture", TRUE, test_paste_foreign_picture },
    { "/desk/papers/paste/foreign-pdf", TRUE, test_paste_foreign_pdf },
    { "/desk/papers/paste/text", TRUE, test_paste_text },
    { "/desk/papers/drop/slot", TRUE, test_drop_on_slot },
    { "/desk/papers/drop/elsewhere", TRUE, test_drop_elsewhere },
    { "/desk/papers/drop/without-draft", FALSE, test_drop_without_draft },
    { "/desk/papers/fault/folder", TRUE, test_fault_folder },
    { "/desk/papers/fault/folder-dropped", TRUE, test_fault_folder_dropped },
    { "/desk/papers/fault/vanished", TRUE, test_fault_vanished },
    { "/desk/papers/fault/remote", TRUE, test_fault_remote },
    { "/desk/papers/fault/many", TRUE, test_fault_many },
    { "/desk/papers/fault/nothing", TRUE, test_fault_nothing },
    { "/desk/papers/fault/left", TRUE, test_fault_left },
    { "/desk/papers/fault/no-picture", TRUE, test_fault_no_picture },
    { "/desk/papers/fault/source-gone", TRUE, test_fault_source_gone },
  };

  desk_test_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path,
                Fixture,
                NULL,
                tests[i].draft ? set_up_draft : set_up,
                tests[i].test,
                tear_down);
  return g_test_run ();
}
