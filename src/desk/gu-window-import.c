/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-window-private.h"

#include <glib/gi18n-lib.h>

#include "gu-desk-toast.h"
#include "gu-document-limits.h"
#include "gu-slot-row.h"

/* Papers that are dropped anywhere on the window or pasted. What another program hands over is
 * never decoded here: its bytes go to the document worker as they are. */

#define READ_CHUNK (256 * 1024)

/* What is asked of a clipboard that holds a paper and no file, best first. */
static const struct
{
  const char *media_type;
  const char *name;
} paper_kinds[] = {
  { "application/pdf", N_ ("Pasted paper.pdf") },
  { "image/png", N_ ("Pasted picture.png") },
  { "image/tiff", N_ ("Pasted picture.tiff") },
  { "image/jpeg", N_ ("Pasted picture.jpg") },
};

static gboolean
desk_works (GuWindow *self)
{
  if (self->context != NULL && gu_context_is_ready (self->context))
    return TRUE;
  gu_desk_toast (GTK_WIDGET (self),
                 _ ("The desk is not ready yet. Bring the papers again in a moment."));
  return FALSE;
}

static GPtrArray *
list_files (const GValue *value)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GSList) list = NULL;

  if (value != NULL && G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST)
      && g_value_get_boxed (value) != NULL)
    list = gdk_file_list_get_files (g_value_get_boxed (value));
  for (GSList *l = list; l != NULL; l = l->next)
    g_ptr_array_add (files, g_object_ref (l->data));
  return files;
}

/* Drops */

static GtkWidget *
slot_under (GuWindow *self, double x, double y)
{
  GtkWidget *under = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  return under != NULL ? gtk_widget_get_ancestor (under, GU_TYPE_SLOT_ROW) : NULL;
}

/* The line of the checklist that would take the files is framed, else the whole window. */
static void
mark (GuWindow *self, GtkWidget *target)
{
  if (self->drop_mark == target)
    return;
  if (self->drop_mark != NULL)
    {
      gtk_widget_remove_css_class (self->drop_mark, "gu-drop");
      g_object_remove_weak_pointer (G_OBJECT (self->drop_mark), (gpointer *) &self->drop_mark);
    }
  self->drop_mark = target;
  if (target != NULL)
    {
      gtk_widget_add_css_class (target, "gu-drop");
      g_object_add_weak_pointer (G_OBJECT (target), (gpointer *) &self->drop_mark);
    }
}

static GdkDragAction
on_drop_motion (GtkDropTarget *target, double x, double y, GuWindow *self)
{
  GtkWidget *slot = slot_under (self, x, y);

  mark (self, slot != NULL ? slot : GTK_WIDGET (self->toasts));
  return GDK_ACTION_COPY;
}

static void
on_drop_leave (GtkDropTarget *target, GuWindow *self)
{
  mark (self, NULL);
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, GuWindow *self)
{
  g_autoptr (GPtrArray) files = list_files (value);
  GtkWidget *slot = slot_under (self, x, y);
  GuRequirementItem *item = slot != NULL ? gu_slot_row_get_item (GU_SLOT_ROW (slot)) : NULL;
  g_autofree char *requirement = NULL;

  mark (self, NULL);
  if (!desk_works (self))
    return FALSE;
  if (files->len == 0)
    {
      gu_desk_toast (GTK_WIDGET (self),
                     _ ("No file came with what was dropped. Drop files from the file manager."));
      return FALSE;
    }
  requirement = g_strdup (item != NULL ? gu_requirement_item_get_id (item) : NULL);
  gu_window_show_place (self, "intake");
  gu_intake_page_drop (self->intake, files, requirement);
  return TRUE;
}

/* Paste */

typedef struct
{
  GuWindow *window;      /* owned */
  GInputStream *stream;  /* owned, nullable */
  GByteArray *collected; /* owned */
  char *name;            /* owned */
} GuPaste;

static void
paste_free (GuPaste *paste)
{
  g_clear_object (&paste->stream);
  g_byte_array_unref (paste->collected);
  g_object_unref (paste->window);
  g_free (paste->name);
  g_free (paste);
}

static void
say_unreadable (GuWindow *self, const GError *error)
{
  g_message ("The clipboard could not be read: %s", error->message);
  gu_desk_toast (GTK_WIDGET (self),
                 _ ("The program the paper was copied from did not hand it over. Copy it again, "
                    "then paste."));
}

static void
on_chunk (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GuPaste *paste = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes)
      chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  gsize size = 0;
  const guint8 *data = chunk != NULL ? g_bytes_get_data (chunk, &size) : NULL;

  if (size > 0 && paste->collected->len + size <= GU_DOCUMENT_MAX_BYTES)
    {
      g_byte_array_append (paste->collected, data, (guint) size);
      g_input_stream_read_bytes_async (
          G_INPUT_STREAM (source), READ_CHUNK, G_PRIORITY_DEFAULT, NULL, on_chunk, paste);
      return;
    }
  if (error != NULL)
    say_unreadable (paste->window, error);
  else if (size > 0)
    gu_desk_toast (GTK_WIDGET (paste->window),
                   _ ("What was copied is too large to be a paper. Save it as a file and import "
                      "the file."));
  else if (desk_works (paste->window))
    {
      g_autoptr (GBytes) bytes = g_byte_array_free_to_bytes (g_steal_pointer (&paste->collected));

      paste->collected = g_byte_array_new ();
      gu_window_show_place (paste->window, "intake");
      gu_intake_page_import_bytes (paste->window->intake, bytes, paste->name);
    }
  paste_free (paste);
}

static void
on_stream (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GuWindow) self = GU_WINDOW (user_data);
  g_autoptr (GError) error = NULL;
  const char *media_type = NULL;
  g_autoptr (GInputStream)
      stream = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, &media_type, &error);
  GuPaste *paste = NULL;

  if (stream == NULL)
    {
      say_unreadable (self, error);
      return;
    }
  paste = g_new0 (GuPaste, 1);
  paste->window = g_object_ref (self);
  paste->stream = g_object_ref (stream);
  paste->collected = g_byte_array_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (paper_kinds); i++)
    if (g_strcmp0 (paper_kinds[i].media_type, media_type) == 0)
      paste->name = g_strdup (_ (paper_kinds[i].name));
  g_input_stream_read_bytes_async (stream, READ_CHUNK, G_PRIORITY_DEFAULT, NULL, on_chunk, paste);
}

static void
on_files (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GuWindow) self = GU_WINDOW (user_data);
  g_autoptr (GError) error = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, &error);
  g_autoptr (GPtrArray) files = list_files (value);

  if (value == NULL)
    say_unreadable (self, error);
  else if (files->len == 0)
    gu_desk_toast (GTK_WIDGET (self),
                   _ ("The clipboard names no file. Copy the files again, then paste."));
  else if (desk_works (self))
    {
      gu_window_show_place (self, "intake");
      gu_intake_page_import (self->intake, files);
    }
}

static gboolean
holds_paper (GdkContentFormats *formats)
{
  /* GTK makes PNG bytes of a picture that is only in memory. */
  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (paper_kinds); i++)
    if (gdk_content_formats_contain_mime_type (formats, paper_kinds[i].media_type))
      return TRUE;
  return FALSE;
}

static gboolean
holds_text (GdkContentFormats *formats)
{
  return gdk_content_formats_contain_gtype (formats, G_TYPE_STRING)
         || gdk_content_formats_contain_mime_type (formats, "text/plain")
         || gdk_content_formats_contain_mime_type (formats, "text/plain;charset=utf-8");
}

/* Files are papers wherever the cursor is; what is also text belongs to the entry that has the
 * cursor. */
static gboolean
paste (GuWindow *self, gboolean typing)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);
  const char *media_types[G_N_ELEMENTS (paper_kinds) + 1] = { NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (paper_kinds); i++)
    media_types[i] = paper_kinds[i].media_type;
  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST)
      || gdk_content_formats_contain_mime_type (formats, "text/uri-list"))
    gdk_clipboard_read_value_async (
        clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL, on_files, g_object_ref (self));
  else if (typing && holds_text (formats))
    return FALSE;
  else if (holds_paper (formats))
    gdk_clipboard_read_async (
        clipboard, media_types, G_PRIORITY_DEFAULT, NULL, on_stream, g_object_ref (self));
  else if (typing)
    return FALSE;
  else
    gu_desk_toast (GTK_WIDGET (self),
                   holds_text (formats)
                       ? _ ("The clipboard holds text, not a paper. Put the cursor into a field "
                            "to paste text.")
                       : _ ("The clipboard holds no paper. Copy files or a picture first."));
  return TRUE;
}

static void
act_paste (GtkWidget *widget, const char *name, GVariant *parameter)
{
  paste (GU_WINDOW (widget), FALSE);
}

static gboolean
on_paste_key (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (widget));

  return paste (GU_WINDOW (widget),
                focus != NULL && (GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus)));
}

void
gu_window_install_import_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.paste", NULL, act_paste);
}

void
gu_window_install_import (GuWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  GtkEventController *keys = gtk_shortcut_controller_new ();

  /* Entries take text, and a file manager names its files as text too: the window comes first. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, 0);
  g_signal_connect_object (target, "enter", G_CALLBACK (on_drop_motion), self, 0);
  g_signal_connect_object (target, "motion", G_CALLBACK (on_drop_motion), self, 0);
  g_signal_connect_object (target, "leave", G_CALLBACK (on_drop_leave), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>v|<Shift>Insert"),
                        gtk_callback_action_new (on_paste_key, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

void
gu_window_forget_import (GuWindow *self)
{
  mark (self, NULL);
}
