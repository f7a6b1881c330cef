/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-page-picture.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A place where searched text stands, in points from the upper left corner of the page as it is
 * shown without extra rotation. */
typedef struct
{
  guint page; /* from 0 */
  double x;
  double y;
  double width;
  double height;
} GuDocumentMatch;

#define GU_TYPE_DOCUMENT_HANDLE (gu_document_handle_get_type ())
G_DECLARE_FINAL_TYPE (GuDocumentHandle, gu_document_handle, GU, DOCUMENT_HANDLE, GObject)

/* An open document: a worker process of its own, started again by itself when a page kills it. Made
 * by gu_document_service_open(). The async functions run one after the other in the order in which
 * they were asked; a cancelled one does not run. The last reference ends the
 * worker; a call that runs holds one, so a screen that goes away cancels its calls or closes the
 * handle. */

/**
 * gu_document_handle_close:
 * @self: a handle
 *
 * Ends the worker. A running call fails at once, later ones with %GU_DOCUMENT_ERROR_NOT_OPEN.
 *
 * Thread: any. Does not wait.
 */
void gu_document_handle_close (GuDocumentHandle *self);

/**
 * gu_document_handle_get_media_type:
 * @self: a handle
 *
 * Returns: (transfer none): such as "application/pdf".
 */
const char *gu_document_handle_get_media_type (GuDocumentHandle *self);

/**
 * gu_document_handle_get_n_pages:
 * @self: a handle
 *
 * Returns: how many pages.
 */
guint gu_document_handle_get_n_pages (GuDocumentHandle *self);

/**
 * gu_document_handle_get_page_size:
 * @self: a handle
 * @page: from 0
 * @width: (out) (optional): points (1/72 inch)
 * @height: (out) (optional): points
 *
 * The size of a page as it is shown, its own rotation included. Pictures that say nothing about
 * their resolution count as A4.
 *
 * Returns: whether there is such a page.
 */
gboolean gu_document_handle_get_page_size (GuDocumentHandle *self,
                                           guint page,
                                           double *width,
                                           double *height);

/**
 * gu_document_handle_render:
 * @self: a handle
 * @page: from 0
 * @scale: pixels per point
 * @rotation_deg: extra rotation clockwise: 0, 90, 180 or 270
 * @cancellable: (nullable): cancels
 * @error: return location
 *
 * Draws a page. Beyond %GU_DOCUMENT_MAX_SCREEN_PIXELS the picture comes smaller than asked.
 *
 * Thread: any; blocks, at most some seconds. Errors: %GU_DOCUMENT_ERROR (a page that takes too long
 * is %GU_DOCUMENT_ERROR_TOO_HEAVY; the next page works), %GU_WORKER_ERROR, %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full): the picture.
 */
GuPagePicture *gu_document_handle_render (GuDocumentHandle *self,
                                          guint page,
                                          double scale,
                                          int rotation_deg,
                                          GCancellable *cancellable,
                                          GError **error);

/**
 * gu_document_handle_render_async:
 * @self: a handle
 * @page: from 0
 * @scale: pixels per point
 * @rotation_deg: extra rotation clockwise: 0, 90, 180 or 270
 * @cancellable: (nullable): cancels
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * gu_document_handle_render() without blocking.
 */
void gu_document_handle_render_async (GuDocumentHandle *self,
                                      guint page,
                                      double scale,
                                      int rotation_deg,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

/**
 * gu_document_handle_render_finish:
 * @self: a handle
 * @result: from the callback
 * @error: return location
 *
 * Returns: (transfer full): the picture.
 */
GuPagePicture *
gu_document_handle_render_finish (GuDocumentHandle *self, GAsyncResult *result, GError **error);

/**
 * gu_document_handle_thumbnail_async:
 * @self: a handle
 * @page: from 0
 * @max_side: pixels of the longer side
 * @cancellable: (nullable): cancels
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Draws a small picture of a page, in a quicker way where there is one (a JPEG is decoded at an
 * eighth of its size).
 */
void gu_document_handle_thumbnail_async (GuDocumentHandle *self,
                                         guint page,
                                         guint max_side,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);

/**
 * gu_document_handle_thumbnail_finish:
 * @self: a handle
 * @result: from the callback
 * @error: return location
 *
 * Returns: (transfer full): the picture.
 */
GuPagePicture *
gu_document_handle_thumbnail_finish (GuDocumentHandle *self, GAsyncResult *result, GError **error);

/**
 * gu_document_handle_find:
 * @self: a handle
 * @text: what to look for; upper and lower case are the same
 * @cancellable: (nullable): cancels
 * @error: return location
 *
 * Looks for text on all pages; at most 1,000 places come back. Pictures have no text.
 *
 * Thread: any; blocks. Errors: as gu_document_handle_render().
 *
 * Returns: (transfer full) (element-type GuDocumentMatch): the places, in the order of the pages.
 */
GArray *gu_document_handle_find (GuDocumentHandle *self,
                                 const char *text,
                                 GCancellable *cancellable,
                                 GError **error);

/**
 * gu_document_handle_find_async:
 * @self: a handle
 * @text: what to look for
 * @cancellable: (nullable): cancels
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * gu_document_handle_find() without blocking. Long documents are searched in pieces, so that pages
 * asked meanwhile do not wait for the end.
 */
void gu_document_handle_find_async (GuDocumentHandle *self,
                                    const char *text,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

/**
 * gu_document_handle_find_finish:
 * @self: a handle
 * @result: from the callback
 * @error: return location
 *
 * Returns: (transfer full) (element-type GuDocumentMatch): the places.
 */
GArray *
gu_document_handle_find_finish (GuDocumentHandle *self, GAsyncResult *result, GError **error);

/**
 * gu_document_handle_get_text:
 * @self: a handle
 * @page: from 0
 * @cancellable: (nullable): cancels
 * @error: return location
 *
 * Thread: any; blocks. Errors: as gu_document_handle_render().
 *
 * Returns: (transfer full): the text of a page, "" for pictures.
 */
char *gu_document_handle_get_text (GuDocumentHandle *self,
                                   guint page,
                                   GCancellable *cancellable,
                                   GError **error);

/**
 * gu_document_handle_get_worker_pid:
 * @self: a handle
 *
 * For diagnosis and tests.
 *
 * Thread: any.
 *
 * Returns: the pid of the worker, 0 while there is none.
 */
GPid gu_document_handle_get_worker_pid (GuDocumentHandle *self);

G_END_DECLS
