/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GU_DOCUMENT_ERROR (gu_document_error_quark ())

/**
 * GuDocumentError:
 * @GU_DOCUMENT_ERROR_FAILED: something that should not happen (out of memory, library refused)
 * @GU_DOCUMENT_ERROR_EMPTY: no bytes at all
 * @GU_DOCUMENT_ERROR_NOT_A_FILE: a folder, a device, a pipe
 * @GU_DOCUMENT_ERROR_FILE_TOO_LARGE: more bytes than are taken in
 * @GU_DOCUMENT_ERROR_UNSUPPORTED: a kind of file that is not taken in
 * @GU_DOCUMENT_ERROR_PROGRAM: a program or a script, whatever its name says
 * @GU_DOCUMENT_ERROR_ENCRYPTED: cannot be opened without a password
 * @GU_DOCUMENT_ERROR_TRUNCATED: its end is missing
 * @GU_DOCUMENT_ERROR_DAMAGED: cannot be understood
 * @GU_DOCUMENT_ERROR_NO_PAGES: opens, but there is nothing to show
 * @GU_DOCUMENT_ERROR_TOO_MANY_PAGES: more pages than are taken in
 * @GU_DOCUMENT_ERROR_TOO_MANY_PIXELS: a picture larger than is taken in
 * @GU_DOCUMENT_ERROR_TOO_HEAVY: opening it or showing a page takes too long or too much memory
 * @GU_DOCUMENT_ERROR_NOT_OPEN: the worker has no document (it was replaced); open it again
 * @GU_DOCUMENT_ERROR_NO_SUCH_PAGE: the page's number is beyond the last
 */
typedef enum
{
  GU_DOCUMENT_ERROR_FAILED,
  GU_DOCUMENT_ERROR_EMPTY,
  GU_DOCUMENT_ERROR_NOT_A_FILE,
  GU_DOCUMENT_ERROR_FILE_TOO_LARGE,
  GU_DOCUMENT_ERROR_UNSUPPORTED,
  GU_DOCUMENT_ERROR_PROGRAM,
  GU_DOCUMENT_ERROR_ENCRYPTED,
  GU_DOCUMENT_ERROR_TRUNCATED,
  GU_DOCUMENT_ERROR_DAMAGED,
  GU_DOCUMENT_ERROR_NO_PAGES,
  GU_DOCUMENT_ERROR_TOO_MANY_PAGES,
  GU_DOCUMENT_ERROR_TOO_MANY_PIXELS,
  GU_DOCUMENT_ERROR_TOO_HEAVY,
  GU_DOCUMENT_ERROR_NOT_OPEN,
  GU_DOCUMENT_ERROR_NO_SUCH_PAGE,
} GuDocumentError;

GQuark gu_document_error_quark (void);

G_END_DECLS
