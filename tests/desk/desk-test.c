/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "desk-test"

#include "config.h"

#include "desk-test.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <locale.h>

static gboolean
on_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

void
desk_test_init (int *argc, char ***argv)
{
  const char *locale_dir = g_getenv ("GHISEU_LOCALE_DIR");
  g_autoptr (GtkCssProvider) css = gtk_css_provider_new ();

  /* with-display.sh gives every run folders of its own; isolating once more would also hide the
   * file types of the machine, without which no icon loads. */
  g_test_init (argc, argv, NULL);
  /* GTK 4.8 warns of labels and of frames that the next frame puts right. */
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  gtk_init ();
  adw_init ();
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/ro/ghiseuunic/Ghiseu/icons");
  gtk_css_provider_load_from_resource (css, "/ro/ghiseuunic/Ghiseu/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (css),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  /* So that a turn of the loop never waits for ever. */
  g_timeout_add (10, on_tick, NULL);
}

gint64
desk_test_deadline (void)
{
  const char *patience = g_getenv ("GHISEU_TEST_PATIENCE");
  double factor = patience != NULL ? g_ascii_strtod (patience, NULL) : 1;

  return g_get_monotonic_time () + (gint64) (30 * G_USEC_PER_SEC * MAX (factor, 1));
}

void
desk_test_iterate (void)
{
  g_main_context_iteration (NULL, TRUE);
}

static void
on_started (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  gu_context_start_finish (GU_CONTEXT (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

GuContext *
desk_test_context_at (const char *data_dir)
{
  GuContext *context = gu_context_new (data_dir, "none", NULL, NULL);
  gboolean started = FALSE;

  gu_context_start_async (context, GU_CONTEXT_STORE_ONLY, NULL, on_started, &started);
  DESK_WAIT (started);
  return context;
}

GuContext *
desk_test_context (void)
{
  g_autofree char *data_dir = g_dir_make_tmp ("gu-desk-XXXXXX", NULL);

  return desk_test_context_at (data_dir);
}

static void
on_stopped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  gu_context_stop_finish (GU_CONTEXT (source), result);
  *(gboolean *) user_data = TRUE;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name = NULL;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

void
desk_test_stop (GuContext *context)
{
  g_autofree char *data_dir = g_strdup (gu_context_get_data_dir (context));
  gboolean stopped = FALSE;
  gpointer weak = context;

  gu_context_stop_async (context, on_stopped, &stopped);
  DESK_WAIT (stopped);
  g_object_add_weak_pointer (G_OBJECT (context), &weak);
  g_object_unref (context);
  /* A threaded task may hold it a little longer. */
  DESK_WAIT (weak == NULL);
  if (g_str_has_prefix (data_dir, g_get_tmp_dir ()))
    remove_tree (data_dir);
}

void
desk_test_destroy (GtkWindow *window)
{
  gpointer weak = window;

  g_object_add_weak_pointer (G_OBJECT (window), &weak);
  gtk_window_destroy (window);
  DESK_WAIT (weak == NULL);
}

static GtkWidget *
find (GtkWidget *parent, GType type, guint *nth)
{
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = NULL;

      if (g_type_is_a (G_OBJECT_TYPE (child), type) && (*nth)-- == 0)
        return child;
      found = find (child, type, nth);
      if (found != NULL)
        return found;
    }
  return NULL;
}

GtkWidget *
desk_test_find (GtkWidget *parent, GType type, guint nth)
{
  return find (parent, type, &nth);
}

GtkWidget *
desk_test_find_search (GtkWidget *parent)
{
  GtkWidget *entry = NULL;

  for (guint i = 0; (entry = desk_test_find (parent, GTK_TYPE_SEARCH_ENTRY, i)) != NULL; i++)
    if (gtk_widget_get_ancestor (entry, GTK_TYPE_POPOVER) == NULL)
      return entry;
  g_error ("there is no search entry");
}

static void
assert_not_blank (GdkTexture *texture)
{
  int width = gdk_texture_get_width (texture);
  int height = gdk_texture_get_height (texture);
  g_autofree guint32 *pixels = g_new (guint32, (gsize) width * height);
  gboolean blank = TRUE;

  gdk_texture_download (texture, (guchar *) pixels, (gsize) width * 4);
  for (gsize i = 1; i < (gsize) width * height && blank; i++)
    blank = pixels[i] == pixels[0];
  g_assert_false (blank);
}

typedef struct
{
  GtkWidget *widget;
  GdkPaintable *paintable;
  GskRenderNode *node;
  guint n_frames;
  gboolean waiting;
} Shot;

static void
on_after_paint (GdkFrameClock *clock, Shot *shot)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GdkRGBA background = { 1, 1, 1, 1 };

  /* The background belongs to the window, which is not in the picture. */
  gtk_style_context_lookup_color (
      gtk_widget_get_style_context (shot->widget), "window_bg_color", &background);
  gtk_snapshot_append_color (
      snapshot,
      &background,
      &GRAPHENE_RECT_INIT (
          0, 0, gtk_widget_get_width (shot->widget), gtk_widget_get_height (shot->widget)));
  g_clear_pointer (&shot->node, gsk_render_node_unref);
  gdk_paintable_snapshot (shot->paintable,
                          snapshot,
                          gtk_widget_get_width (shot->widget),
                          gtk_widget_get_height (shot->widget));
  shot->node = gtk_snapshot_free_to_node (snapshot);
  shot->waiting = FALSE;
  if (shot->node != NULL)
    shot->n_frames++;
}

void
desk_test_picture (GtkWidget *widget, const char *name)
{
  const char *folder = g_getenv ("GHISEU_TEST_PICTURES");
  g_autofree char *file = g_strconcat (name, ".png", NULL);
  g_autofree char *path = NULL;
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  GdkFrameClock *clock = NULL;
  Shot shot = { NULL };
  gulong id = 0;
  int width = 0;
  int height = 0;

  /* Some frames, so that what was queued meanwhile is in them; drawn inside a frame, when every
   * widget has its place. */
  shot.widget = widget;
  shot.waiting = TRUE;
  shot.paintable = paintable;
  clock = gtk_widget_get_frame_clock (widget);
  id = g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint), &shot);
  while (shot.n_frames < 6)
    {
      gtk_widget_queue_draw (widget);
      DESK_WAIT (!shot.waiting || shot.n_frames >= 6);
      shot.waiting = TRUE;
    }
  g_signal_handler_disconnect (clock, id);
  node = g_steal_pointer (&shot.node);
  g_assert_nonnull (node);
  width = gtk_widget_get_width (widget);
  height = gtk_widget_get_height (widget);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)),
                                         node,
                                         &GRAPHENE_RECT_INIT (0, 0, width, height));
  assert_not_blank (texture);
  if (folder == NULL)
    return;
  g_mkdir_with_parents (folder, 0755);
  path = g_build_filename (folder, file, NULL);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_wait_check_finish (G_SUBPROCESS (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

void
desk_test_xdotool (const char *first, ...)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  gboolean done = FALSE;
  va_list more;

  g_ptr_array_add (words, (char *) "xdotool");
  va_start (more, first);
  for (const char *word = first; word != NULL; word = va_arg (more, const char *))
    g_ptr_array_add (words, (char *) word);
  va_end (more);
  g_ptr_array_add (words, NULL);
  process = g_subprocess_newv (
      (const char *const *) words->pdata, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);
  g_assert_no_error (error);
  /* The events come through our own main loop: it must go on turning. */
  g_subprocess_wait_check_async (process, NULL, on_done, &done);
  DESK_WAIT (done);
}

void
desk_test_key (const char *spec)
{
  desk_test_xdotool ("key", "--clearmodifiers", "--delay", "15", spec, NULL);
}

void
desk_test_type (const char *text)
{
  desk_test_xdotool ("type", "--clearmodifiers", "--delay", "15", text, NULL);
}

static gboolean
says (GtkWidget *parent, const char *text)
{
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if ((GTK_IS_LABEL (child) && gtk_widget_get_mapped (child)
         && strstr (gtk_label_get_text (GTK_LABEL (child)), text) != NULL)
        || says (child, text))
      return TRUE;
  return FALSE;
}

gboolean
desk_test_says (GtkWidget *parent, const char *message)
{
  return says (parent, g_dgettext (GETTEXT_PACKAGE, message));
}
