/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <gio/gunixfdlist.h>

G_BEGIN_DECLS

/* The wire between a program and its worker, used by both ends; not for anybody else.
 *
 * A frame is a header of 16 bytes in the machine's byte order (magic, kind, size of the body,
 * number of descriptors) and a body, which is one serialised GVariant. Descriptors ride on the
 * header. */

#define GU_FRAME_HEADER_SIZE 16u

typedef enum
{
  GU_FRAME_CALL = 1,  /* (smv): method, arguments */
  GU_FRAME_REPLY = 2, /* mv: the result */
  GU_FRAME_ERROR = 3, /* (sismsmsb): domain, code, message, hint, detail, is one of our domains */
} GuFrameKind;

typedef struct
{
  GuFrameKind kind;
  guint32 size;
  guint32 n_fds;
} GuFrameHeader;

typedef struct
{
  GuFrameKind kind;
  GVariant *body;   /* owned */
  GUnixFDList *fds; /* owned, nullable */
} GuFrame;

/* How long to wait for the other end. */
typedef struct
{
  gint64 deadline_us;        /* monotonic; -1 for ever */
  gint64 grace_us;           /* how long to go on after a cancel */
  GCancellable *cancellable; /* borrowed, nullable */
  gboolean cancelled;        /* out: a cancel was seen */
} GuFrameWait;

/**
 * gu_frame_clear:
 * @frame: a frame
 *
 * Frees what a frame owns.
 */
void gu_frame_clear (GuFrame *frame);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GuFrame, gu_frame_clear)

/**
 * gu_frame_parse_header:
 * @bytes: (array length=size): what came
 * @size: its length
 * @header: (out caller-allocates): the header
 * @error: return location
 *
 * Thread: any. Errors: %GU_WORKER_ERROR_BAD_ANSWER.
 *
 * Returns: whether @bytes are a header within the limits.
 */
gboolean
gu_frame_parse_header (const guint8 *bytes, gsize size, GuFrameHeader *header, GError **error);

/**
 * gu_frame_parse_body:
 * @kind: from the header
 * @bytes: the body
 * @error: return location
 *
 * Thread: any. Errors: %GU_WORKER_ERROR_BAD_ANSWER for bytes that are no value in normal form.
 *
 * Returns: (transfer full): the value, of the type that @kind demands.
 */
GVariant *gu_frame_parse_body (GuFrameKind kind, GBytes *bytes, GError **error);

/**
 * gu_frame_send:
 * @fd: a stream socket
 * @kind: what it is
 * @body: (not nullable): of the type that @kind demands; a floating reference is sunk
 * @fds: (array length=n_fds) (nullable): descriptors to lend
 * @n_fds: how many
 * @wait: how long
 * @error: return location
 *
 * Thread: any, one at a time for a socket. Errors: %GU_WORKER_ERROR_CRASHED when the other end is
 * gone, %GU_WORKER_ERROR_TIMEOUT, %GU_WORKER_ERROR_BAD_ANSWER when it is too large,
 * %G_IO_ERROR_CANCELLED.
 *
 * Returns: whether all of it is on its way.
 */
gboolean gu_frame_send (int fd,
                        GuFrameKind kind,
                        GVariant *body,
                        const int *fds,
                        gsize n_fds,
                        GuFrameWait *wait,
                        GError **error);

/**
 * gu_frame_receive:
 * @fd: a stream socket
 * @frame: (out caller-allocates): the frame; gu_frame_clear() it
 * @wait: how long
 * @error: return location
 *
 * Thread: any, one at a time for a socket. Errors: as gu_frame_send().
 *
 * Returns: whether a whole frame came.
 */
gboolean gu_frame_receive (int fd, GuFrame *frame, GuFrameWait *wait, GError **error);

/**
 * gu_frame_error_to_body:
 * @error: (not nullable): any error
 *
 * Returns: (transfer floating): the body of a frame of kind %GU_FRAME_ERROR.
 */
GVariant *gu_frame_error_to_body (const GError *error);

/**
 * gu_frame_error_from_body:
 * @body: of a frame of kind %GU_FRAME_ERROR
 *
 * Returns: (transfer full): the error; %GU_WORKER_ERROR_FAILED for a domain not known here.
 */
GError *gu_frame_error_from_body (GVariant *body);

G_END_DECLS
