/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-base"

#include "config.h"

#include "gu-error.h"
#include "gu-worker-frame.h"
#include "gu-worker-process.h"

#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* How long a call may go on after the other side has gone. */
#define GU_ORPHAN_MS 1000

typedef struct
{
  int socket_fd;
  int stop_fd;
} GuWatch;

/* A library that hangs keeps this process's main thread from seeing that nobody waits any more. */
static gpointer
gu_worker_watch_run (gpointer data)
{
  GuWatch *watch = data;
  struct pollfd fds[2] = { { .fd = watch->socket_fd, .events = 0 },
                           { .fd = watch->stop_fd, .events = POLLIN } };

  while (poll (fds, 2, -1) < 0 && errno == EINTR)
    continue;

  if (fds[1].revents == 0)
    {
      struct pollfd stop = { .fd = watch->stop_fd, .events = POLLIN };
      int n;

      do
        n = poll (&stop, 1, GU_ORPHAN_MS);
      while (n < 0 && errno == EINTR);
      if (n == 0)
        _exit (1);
    }

  return NULL;
}

static gboolean
gu_worker_answer (int fd,
                  GuFrame *call,
                  GuWorkerHandler handler,
                  gpointer user_data,
                  GError **error)
{
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) args = NULL;
  g_autoptr (GUnixFDList) reply_fds = NULL;
  g_autoptr (GError) failure = NULL;
  GuFrameWait wait = { .deadline_us = -1 };
  const char *method;
  const int *fds = NULL;
  int n_fds = 0;

  g_variant_get (call->body, "(&smv)", &method, &args);

  if (!handler (method, args, call->fds, &reply, &reply_fds, user_data, &failure))
    {
      if (failure == NULL)
        gu_error_set (
            &failure, GU_WORKER_ERROR, GU_WORKER_ERROR_FAILED, NULL, method, "No reason given");
      return gu_frame_send (
          fd, GU_FRAME_ERROR, gu_frame_error_to_body (failure), NULL, 0, &wait, error);
    }

  if (reply != NULL && g_variant_is_floating (reply))
    g_variant_ref_sink (reply);
  if (reply_fds != NULL)
    fds = g_unix_fd_list_peek_fds (reply_fds, &n_fds);

  return gu_frame_send (
      fd, GU_FRAME_REPLY, g_variant_new ("mv", reply), fds, (gsize) n_fds, &wait, error);
}

int
gu_worker_serve (int fd, GuWorkerHandler handler, gpointer user_data)
{
  GuWatch watch = { .socket_fd = fd, .stop_fd = eventfd (0, EFD_CLOEXEC) };
  GThread *watcher = g_thread_new ("watch", gu_worker_watch_run, &watch);
  gboolean clean = FALSE;
  guint64 one = 1;

  for (;;)
    {
      g_auto (GuFrame) call = { 0 };
      g_autoptr (GError) error = NULL;
      GuFrameWait wait = { .deadline_us = -1 };

      if (!gu_frame_receive (fd, &call, &wait, &error)
          || (call.kind == GU_FRAME_CALL
              && !gu_worker_answer (fd, &call, handler, user_data, &error)))
        {
          clean = g_error_matches (error, GU_WORKER_ERROR, GU_WORKER_ERROR_CRASHED);
          break;
        }
      if (call.kind != GU_FRAME_CALL)
        break;
    }

  if (write (watch.stop_fd, &one, sizeof one) == sizeof one)
    g_thread_join (watcher);
  close (watch.stop_fd);

  return clean ? 0 : 1;
}

gboolean
gu_worker_unknown_method (const char *method, GError **error)
{
  gu_error_set (error,
                GU_WORKER_ERROR,
                GU_WORKER_ERROR_UNKNOWN_METHOD,
                NULL,
                method,
                "The helper program does not know the method “%s”",
                method);

  return FALSE;
}
