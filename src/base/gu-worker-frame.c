/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-base"

#include "config.h"

#include "gu-worker-frame.h"

#include "gu-error.h"
#include "gu-worker-process.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const guint32 frame_magic = 0x31574755; /* "UGW1" on little-endian machines */

void
gu_frame_clear (GuFrame *frame)
{
  g_clear_pointer (&frame->body, g_variant_unref);
  g_clear_object (&frame->fds);
}

static gboolean
gu_frame_bad (GError **error, const char *detail)
{
  gu_error_set (error,
                GU_WORKER_ERROR,
                GU_WORKER_ERROR_BAD_ANSWER,
                NULL,
                detail,
                _ ("A helper program answered something that cannot be understood."));

  return FALSE;
}

static gboolean
gu_frame_gone (GError **error, const char *detail)
{
  gu_error_set (error,
                GU_WORKER_ERROR,
                GU_WORKER_ERROR_CRASHED,
                NULL,
                detail,
                _ ("A helper program stopped unexpectedly."));

  return FALSE;
}

static const GVariantType *
gu_frame_type (GuFrameKind kind)
{
  switch (kind)
    {
    case GU_FRAME_CALL:
      return G_VARIANT_TYPE ("(smv)");
    case GU_FRAME_REPLY:
      return G_VARIANT_TYPE ("mv");
    case GU_FRAME_ERROR:
      return G_VARIANT_TYPE ("(sismsmsb)");
    default:
      return NULL;
    }
}

gboolean
gu_frame_parse_header (const guint8 *bytes, gsize size, GuFrameHeader *header, GError **error)
{
  guint32 words[4];

  if (size != GU_FRAME_HEADER_SIZE)
    return gu_frame_bad (error, "short header");

  memcpy (words, bytes, sizeof words);
  if (words[0] != frame_magic)
    return gu_frame_bad (error, "wrong magic");
  if (words[1] < GU_FRAME_CALL || words[1] > GU_FRAME_ERROR)
    return gu_frame_bad (error, "unknown kind of frame");
  if (words[2] > GU_WORKER_MESSAGE_MAX)
    return gu_frame_bad (error, "frame too large");
  if (words[3] > GU_WORKER_FDS_MAX)
    return gu_frame_bad (error, "too many descriptors");

  header->kind = (GuFrameKind) words[1];
  header->size = words[2];
  header->n_fds = words[3];

  return TRUE;
}

GVariant *
gu_frame_parse_body (GuFrameKind kind, GBytes *bytes, GError **error)
{
  g_autoptr (GVariant) body = NULL;

  body = g_variant_ref_sink (g_variant_new_from_bytes (gu_frame_type (kind), bytes, FALSE));
  if (!g_variant_is_normal_form (body))
    {
      gu_frame_bad (error, "body not in normal form");
      return NULL;
    }

  return g_steal_pointer (&body);
}

/* Waits until the socket is ready. A cancel shortens the wait to the grace period. */
static gboolean
gu_frame_wait (int fd, short events, GuFrameWait *wait, GError **error)
{
  for (;;)
    {
      GPollFD cancel = { .fd = -1 };
      struct pollfd fds[2] = { { .fd = fd, .events = events }, { .fd = -1, .events = POLLIN } };
      gboolean has_cancel = FALSE;
      int timeout = -1;
      int n;

      if (!wait->cancelled && g_cancellable_is_cancelled (wait->cancellable))
        {
          gint64 end = g_get_monotonic_time () + wait->grace_us;

          wait->cancelled = TRUE;
          if (wait->deadline_us < 0 || end < wait->deadline_us)
            wait->deadline_us = end;
        }

      if (wait->deadline_us >= 0)
        {
          gint64 left = wait->deadline_us - g_get_monotonic_time ();

          timeout = left <= 0 ? 0 : (int) MIN ((left + 999) / 1000, G_MAXINT);
        }

      if (!wait->cancelled && wait->cancellable != NULL)
        {
          has_cancel = g_cancellable_make_pollfd (wait->cancellable, &cancel);
          fds[1].fd = has_cancel ? cancel.fd : -1;
        }
      n = poll (fds, 2, timeout);
      if (has_cancel)
        g_cancellable_release_fd (wait->cancellable);

      if (n > 0 && fds[0].revents != 0)
        return TRUE;
      if (n < 0 && errno != EINTR)
        return gu_frame_gone (error, g_strerror (errno));
      if (n == 0 && wait->cancelled)
        {
          g_set_error_literal (
              error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("The action was cancelled."));
          return FALSE;
        }
      if (n == 0)
        {
          gu_error_set (error,
                        GU_WORKER_ERROR,
                        GU_WORKER_ERROR_TIMEOUT,
                        NULL,
                        NULL,
                        _ ("A helper program did not answer in time and was stopped."));
          return FALSE;
        }
    }
}

/* sendmsg, with the descriptors riding on the first byte. */
static gssize
gu_frame_send_some (int fd, const guint8 *data, gsize size, const int *fds, gsize n_fds)
{
  union
  {
    char bytes[CMSG_SPACE (sizeof (int) * GU_WORKER_FDS_MAX)];
    struct cmsghdr align;
  } control = { { 0 } };
  struct iovec iov = { .iov_base = (void *) data, .iov_len = size };
  struct msghdr message = { .msg_iov = &iov, .msg_iovlen = 1 };

  if (n_fds > 0)
    {
      struct cmsghdr *header = &control.align;

      message.msg_control = control.bytes;
      message.msg_controllen = CMSG_SPACE (sizeof (int) * n_fds);
      header->cmsg_level = SOL_SOCKET;
      header->cmsg_type = SCM_RIGHTS;
      header->cmsg_len = CMSG_LEN (sizeof (int) * n_fds);
      memcpy (CMSG_DATA (header), fds, sizeof (int) * n_fds);
    }

  return sendmsg (fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static gboolean
gu_frame_send_all (int fd,
                   const guint8 *data,
                   gsize size,
                   const int *fds,
                   gsize n_fds,
                   GuFrameWait *wait,
                   GError **error)
{
  while (size > 0)
    {
      gssize n = gu_frame_send_some (fd, data, size, fds, n_fds);

      if (n >= 0)
        {
          data += n;
          size -= (gsize) n;
          n_fds = 0;
        }
      else if (errno == EAGAIN || errno == EWOULDBLOCK)
        {
          if (!gu_frame_wait (fd, POLLOUT, wait, error))
            return FALSE;
        }
      else if (errno != EINTR)
        {
          return gu_frame_gone (error, g_strerror (errno));
        }
    }

  return TRUE;
}

gboolean
gu_frame_send (int fd,
               GuFrameKind kind,
               GVariant *body,
               const int *fds,
               gsize n_fds,
               GuFrameWait *wait,
               GError **error)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (body);
  g_autoptr (GVariant) normal = g_variant_get_normal_form (owned);
  gsize size = g_variant_get_size (normal);
  guint32 words[4];

  g_return_val_if_fail (g_variant_is_of_type (normal, gu_frame_type (kind)), FALSE);

  if (size > GU_WORKER_MESSAGE_MAX || n_fds > GU_WORKER_FDS_MAX)
    return gu_frame_bad (error, "message too large to send");

  words[0] = frame_magic;
  words[1] = kind;
  words[2] = (guint32) size;
  words[3] = (guint32) n_fds;

  return gu_frame_send_all (fd, (const guint8 *) words, sizeof words, fds, n_fds, wait, error)
         && gu_frame_send_all (fd, g_variant_get_data (normal), size, NULL, 0, wait, error);
}

/* Takes the descriptors of one message into @list; whatever goes wrong, none is left open. */
static gboolean
gu_frame_take_fds (struct msghdr *message, GUnixFDList *list, GError **error)
{
  gboolean ok = (message->msg_flags & MSG_CTRUNC) == 0;

  for (struct cmsghdr *c = CMSG_FIRSTHDR (message); c != NULL; c = CMSG_NXTHDR (message, c))
    {
      gsize n;

      if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
        continue;

      n = (c->cmsg_len - CMSG_LEN (0)) / sizeof (int);
      for (gsize i = 0; i < n; i++)
        {
          int fd;

          memcpy (&fd, CMSG_DATA (c) + i * sizeof (int), sizeof fd);
          if (list == NULL || g_unix_fd_list_append (list, fd, NULL) < 0)
            ok = FALSE;
          close (fd);
        }
    }

  return ok ? TRUE : gu_frame_bad (error, "unexpected descriptors");
}

/* Reads exactly @size bytes. */
static gboolean
gu_frame_receive_all (int fd,
                      guint8 *data,
                      gsize size,
                      GUnixFDList *list,
                      GuFrameWait *wait,
                      GError **error)
{
  while (size > 0)
    {
      union
      {
        char bytes[CMSG_SPACE (sizeof (int) * GU_WORKER_FDS_MAX)];
        struct cmsghdr align;
      } control;
      struct iovec iov = { .iov_base = data, .iov_len = size };
      struct msghdr message = { .msg_iov = &iov,
                                .msg_iovlen = 1,
                                .msg_control = control.bytes,
                                .msg_controllen = sizeof control.bytes };
      gssize n = recvmsg (fd, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);

      if (n > 0)
        {
          if (!gu_frame_take_fds (&message, list, error))
            return FALSE;
          data += n;
          size -= (gsize) n;
        }
      else if (n == 0)
        {
          return gu_frame_gone (error, "end of stream");
        }
      else if (errno == EAGAIN || errno == EWOULDBLOCK)
        {
          if (!gu_frame_wait (fd, POLLIN, wait, error))
            return FALSE;
        }
      else if (errno != EINTR)
        {
          return gu_frame_gone (error, g_strerror (errno));
        }
    }

  return TRUE;
}

gboolean
gu_frame_receive (int fd, GuFrame *frame, GuFrameWait *wait, GError **error)
{
  guint8 bytes[GU_FRAME_HEADER_SIZE];
  g_autoptr (GUnixFDList) list = g_unix_fd_list_new ();
  g_autoptr (GBytes) body = NULL;
  g_autofree guint8 *data = NULL;
  GuFrameHeader header;

  frame->body = NULL;
  frame->fds = NULL;

  if (!gu_frame_receive_all (fd, bytes, sizeof bytes, list, wait, error)
      || !gu_frame_parse_header (bytes, sizeof bytes, &header, error))
    return FALSE;
  if ((guint32) g_unix_fd_list_get_length (list) != header.n_fds)
    return gu_frame_bad (error, "wrong number of descriptors");

  data = g_try_malloc (MAX (header.size, 1));
  if (data == NULL)
    return gu_frame_bad (error, "no memory for the body");
  if (!gu_frame_receive_all (fd, data, header.size, NULL, wait, error))
    return FALSE;

  body = g_bytes_new_take (g_steal_pointer (&data), header.size);
  frame->body = gu_frame_parse_body (header.kind, body, error);
  if (frame->body == NULL)
    return FALSE;

  frame->kind = header.kind;
  if (header.n_fds > 0)
    frame->fds = g_steal_pointer (&list);

  return TRUE;
}

GVariant *
gu_frame_error_to_body (const GError *error)
{
  const char *hint = gu_error_get_hint (error);
  const char *detail = gu_error_get_detail (error);
  g_autofree char *message = g_utf8_make_valid (error->message, -1);
  g_autofree char *valid_hint = hint != NULL ? g_utf8_make_valid (hint, -1) : NULL;
  g_autofree char *valid_detail = detail != NULL ? g_utf8_make_valid (detail, -1) : NULL;

  return g_variant_new ("(sismsmsb)",
                        g_quark_to_string (error->domain),
                        error->code,
                        message,
                        valid_hint,
                        valid_detail,
                        gu_error_domain_is_registered (error->domain));
}

GError *
gu_frame_error_from_body (GVariant *body)
{
  const char *domain, *message, *hint, *detail;
  gboolean ours;
  int code;
  /* Ask first, so that they are in the table. */
  const GQuark io = G_IO_ERROR, file = G_FILE_ERROR;
  GQuark quark;
  GError *error = NULL;

  g_variant_get (body, "(&si&sm&sm&sb)", &domain, &code, &message, &hint, &detail, &ours);

  quark = g_quark_try_string (domain);
  if (ours && quark != 0 && gu_error_domain_is_registered (quark))
    {
      gu_error_set (&error, quark, code, hint, detail, "%s", message);
    }
  else if (!ours && (quark == io || quark == file))
    {
      error = g_error_new_literal (quark, code, message);
    }
  else
    {
      /* A domain that this process has never heard of: its errors could not be told apart anyway,
       * and a quark invented by the child must not be entered in our table. */
      gu_error_set (&error, GU_WORKER_ERROR, GU_WORKER_ERROR_FAILED, hint, detail, "%s", message);
    }

  return error;
}
