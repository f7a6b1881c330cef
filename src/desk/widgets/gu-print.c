/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-print.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "gu-desk-toast.h"
#include "gu-document-service.h"

/* Printing of a paper that is kept. Pages come as pictures of 300 dots per inch, so that what is
 * printed is what the viewer shows, and no foreign parser runs in the window. */

#define PIXELS_PER_POINT (300.0 / 72.0)

typedef struct
{
  GtkWidget *widget;            /* owned */
  GuContext *context;           /* owned */
  GuDocument *document;         /* owned */
  GCancellable *cancellable;    /* owned: cancelled when printing has ended */
  GuDocumentHandle *handle;     /* owned, nullable */
  GtkPrintOperation *operation; /* owned, nullable */
  GtkPrintContext *print;       /* borrowed, while a page is being drawn */
} GuPrintJob;

static void
job_clear (gpointer data)
{
  GuPrintJob *job = data;

  g_clear_object (&job->operation);
  g_clear_object (&job->handle);
  g_clear_object (&job->cancellable);
  g_clear_object (&job->document);
  g_clear_object (&job->context);
  g_clear_object (&job->widget);
}

static void
job_unref (GuPrintJob *job)
{
  g_rc_box_release_full (job, job_clear);
}

static gboolean
is_landscape (GuPrintJob *job, guint page)
{
  double width = 0;
  double height = 0;

  return gu_document_handle_get_page_size (job->handle, page, &width, &height) && width > height;
}

/* The papers of an authority are A4, whatever the language of the machine makes GTK think. */
static GtkPageSetup *
make_page_setup (void)
{
  GtkPageSetup *setup = gtk_page_setup_new ();
  GtkPaperSize *a4 = gtk_paper_size_new (GTK_PAPER_NAME_A4);

  gtk_page_setup_set_paper_size_and_default_margins (setup, a4);
  gtk_paper_size_free (a4);
  return setup;
}

static void
on_begin_print (GtkPrintOperation *operation, GtkPrintContext *print, gpointer user_data)
{
  GuPrintJob *job = user_data;

  gtk_print_operation_set_n_pages (operation, (int) gu_document_handle_get_n_pages (job->handle));
}

static void
on_request_page_setup (GtkPrintOperation *operation,
                       GtkPrintContext *print,
                       int page,
                       GtkPageSetup *setup,
                       gpointer user_data)
{
  GuPrintJob *job = user_data;

  gtk_page_setup_set_orientation (setup,
                                  is_landscape (job, (guint) page) ? GTK_PAGE_ORIENTATION_LANDSCAPE
                                                                   : GTK_PAGE_ORIENTATION_PORTRAIT);
}

static void
paint (GtkPrintContext *print, GuPagePicture *picture)
{
  cairo_surface_t *surface = cairo_image_surface_create_for_data (
      (guchar *) g_bytes_get_data (gu_page_picture_get_pixels (picture), NULL),
      CAIRO_FORMAT_ARGB32,
      (int) gu_page_picture_get_width (picture),
      (int) gu_page_picture_get_height (picture),
      (int) gu_page_picture_get_stride (picture));
  double width = gtk_print_context_get_width (print);
  double height = gtk_print_context_get_height (print);
  double scale = MIN (width / gu_page_picture_get_width (picture),
                      height / gu_page_picture_get_height (picture));
  cairo_t *cr = gtk_print_context_get_cairo_context (print);

  cairo_save (cr);
  cairo_translate (cr, (width - gu_page_picture_get_width (picture) * scale) / 2, 0);
  cairo_scale (cr, scale, scale);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
}

static void
on_page_drawn (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GuPrintJob *job = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GuPagePicture)
      picture = gu_document_handle_render_finish (GU_DOCUMENT_HANDLE (source), result, &error);

  /* Whoever cancels does not wait for the page. */
  if (!g_cancellable_is_cancelled (job->cancellable))
    {
      if (picture != NULL)
        paint (job->print, picture);
      else
        {
          gu_desk_toast_error (job->widget, error);
          gtk_print_operation_cancel (job->operation);
        }
      gtk_print_operation_draw_page_finish (job->operation);
    }
  job_unref (job);
}

static void
on_draw_page (GtkPrintOperation *operation, GtkPrintContext *print, int page, gpointer user_data)
{
  GuPrintJob *job = user_data;

  job->print = print;
  gtk_print_operation_set_defer_drawing (operation);
  gu_document_handle_render_async (job->handle,
                                   (guint) page,
                                   PIXELS_PER_POINT,
                                   0,
                                   job->cancellable,
                                   on_page_drawn,
                                   g_rc_box_acquire (job));
}

static void
on_done (GtkPrintOperation *operation, GtkPrintOperationResult result, gpointer user_data)
{
  GuPrintJob *job = user_data;
  g_autoptr (GError) error = NULL;

  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    {
      gtk_print_operation_get_error (operation, &error);
      g_message ("Printing failed: %s", error != NULL ? error->message : "?");
      gu_desk_toast (job->widget,
                     _ ("The paper was not printed. Check the printer, or the folder when printing "
                        "to a file, and print again."));
    }
  g_cancellable_cancel (job->cancellable);
  job_unref (job);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GuPrintJob *job = user_data;
  g_autoptr (GError) error = NULL;
  GtkRoot *root = gtk_widget_get_root (job->widget);
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autoptr (GtkPageSetup) setup = make_page_setup ();

  job->handle = gu_document_service_open_finish (GU_DOCUMENT_SERVICE (source), result, &error);
  if (job->handle == NULL || root == NULL)
    {
      if (error != NULL)
        gu_desk_toast_error (job->widget, error);
      job_unref (job);
      return;
    }
  operation = gtk_print_operation_new ();
  job->operation = g_object_ref (operation);
  gtk_print_operation_set_job_name (operation, gu_document_get_name (job->document));
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect (operation, "begin-print", G_CALLBACK (on_begin_print), job);
  g_signal_connect (operation, "request-page-setup", G_CALLBACK (on_request_page_setup), job);
  g_signal_connect (operation, "draw-page", G_CALLBACK (on_draw_page), job);
  g_signal_connect (operation, "done", G_CALLBACK (on_done), job);
  gtk_print_operation_run (
      operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, GTK_WINDOW (root), NULL);
}

static void
on_blob_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GuPrintJob *job = user_data;
  g_autoptr (GError) error = NULL;
  int fd = gu_context_open_blob_finish (GU_CONTEXT (source), result, &error);

  if (fd < 0)
    {
      gu_desk_toast_error (job->widget, error);
      job_unref (job);
      return;
    }
  gu_document_service_open_async (gu_context_get_documents (job->context),
                                  fd,
                                  gu_document_get_media_type (job->document),
                                  NULL,
                                  on_opened,
                                  job);
  close (fd);
}

void
gu_print_document (GtkWidget *widget, GuContext *context, GuDocument *document)
{
  GuPrintJob *job = g_rc_box_new0 (GuPrintJob);

  job->widget = g_object_ref (widget);
  job->context = g_object_ref (context);
  job->document = g_object_ref (document);
  job->cancellable = g_cancellable_new ();
  gu_context_open_blob_async (
      context, gu_document_get_sha256 (document), NULL, on_blob_opened, job);
}
