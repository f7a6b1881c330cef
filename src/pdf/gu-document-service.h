/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-document-handle.h"
#include "gu-document-report.h"

#include <gio/gio.h>
#include <gio/gunixfdlist.h>

G_BEGIN_DECLS

#define GU_TYPE_DOCUMENT_SERVICE (gu_document_service_get_type ())
G_DECLARE_FINAL_TYPE (GuDocumentService, gu_document_service, GU, DOCUMENT_SERVICE, GObject)

/**
 * gu_document_service_new:
 * @libexec_dir: (nullable): where the workers are; see gu_worker_process_find()
 *
 * Everything that must look inside a file from outside goes through here, and is done in worker
 * processes that are locked down (no network, no writing, little memory, little time).
 *
 * Returns: (transfer full): the service.
 */
GuDocumentService *gu_document_service_new (const char *libexec_dir);

/**
 * gu_document_service_inspect:
 * @self: the service
 * @fd: the file, readable; its position does not matter and does not change
 * @display_name: (nullable): its name, for the sentences
 * @cancellable: (nullable): cancels
 * @error: return location
 *
 * Says whether a file may be taken in, and what is in it. Never hangs: a file that takes too long
 * or breaks the worker is refused or gets a warning, and harms no other file.
 *
 * Thread: any, several at a time. Blocks, as a rule for some milliseconds, at most 15 seconds.
 *
 * Errors: only when this machine itself fails (%GU_WORKER_ERROR_NOT_STARTED) and
 * %G_IO_ERROR_CANCELLED; a bad file is no error, but a report.
 *
 * Returns: (transfer full): the report.
 */
GuDocumentReport *gu_document_service_inspect (GuDocumentService *self,
                                               int fd,
                                               const char *display_name,
                                               GCancellable *cancellable,
                                               GError **error);

/**
 * gu_document_service_open:
 * @self: the service
 * @fd: the file, readable; it is duplicated, so the caller closes its own
 * @media_type: (nullable): as the report said; %NULL to find out
 * @error: return location
 *
 * Opens a document for showing, in a worker process of its own.
 *
 * Thread: any. Blocks, at most 10 seconds.
 *
 * Errors: %GU_DOCUMENT_ERROR, %GU_WORKER_ERROR.
 *
 * Returns: (transfer full): the open document.
 */
GuDocumentHandle *
gu_document_service_open (GuDocumentService *self, int fd, const char *media_type, GError **error);

/**
 * gu_document_service_open_async:
 * @self: the service
 * @fd: the file, readable; it is duplicated before this returns
 * @media_type: (nullable): as the report said; %NULL to find out
 * @cancellable: (nullable): cancels
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * gu_document_service_open() without blocking.
 */
void gu_document_service_open_async (GuDocumentService *self,
                                     int fd,
                                     const char *media_type,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

/**
 * gu_document_service_open_finish:
 * @self: the service
 * @result: from the callback
 * @error: return location
 *
 * Returns: (transfer full): the open document.
 */
GuDocumentHandle *
gu_document_service_open_finish (GuDocumentService *self, GAsyncResult *result, GError **error);

/**
 * gu_document_service_call:
 * @self: the service
 * @method: a method of the document worker, such as "pades-verify"
 * @args: (nullable): its arguments; a floating reference is sunk
 * @fds: (array length=n_fds) (nullable): descriptors lent to it
 * @n_fds: how many
 * @deadline_ms: how long it may take, milliseconds
 * @reply: (out) (optional) (nullable) (transfer full): what came back; check its type
 * @reply_fds: (out) (optional) (nullable) (transfer full): descriptors that came back
 * @cancellable: (nullable): cancels
 * @error: return location
 *
 * Calls a method of the document worker that other layers brought along, in a fresh locked-down
 * process.
 *
 * Thread: any. Blocks. Errors: as gu_worker_process_call().
 *
 * Returns: whether it succeeded.
 */
gboolean gu_document_service_call (GuDocumentService *self,
                                   const char *method,
                                   GVariant *args,
                                   const int *fds,
                                   gsize n_fds,
                                   guint deadline_ms,
                                   GVariant **reply,
                                   GUnixFDList **reply_fds,
                                   GCancellable *cancellable,
                                   GError **error);

G_END_DECLS
