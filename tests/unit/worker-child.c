/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test"

#include "config.h"

#include "gu-error.h"
#include "gu-worker-process.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* A worker that behaves as badly as it is asked to. */

static const GuErrorNick elsewhere_nicks[] = { { 7, "seven" } };
GQuark elsewhere_error_quark (void);
GU_DEFINE_ERROR_DOMAIN (elsewhere_error, "gu-elsewhere-error", elsewhere_nicks)

static guint calls;

static gboolean
report_error (const char *kind, GError **error)
{
  if (strcmp (kind, "ours") == 0)
    gu_error_set (error, GU_WORKER_ERROR, GU_WORKER_ERROR_FAILED, "do this", "0x17", "it broke");
  else if (strcmp (kind, "elsewhere") == 0)
    gu_error_set (error, elsewhere_error_quark (), 7, "do that", NULL, "it broke elsewhere");
  else if (strcmp (kind, "io") == 0)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "disk full");
  else if (strcmp (kind, "bytes") == 0)
    gu_error_set (error, GU_WORKER_ERROR, GU_WORKER_ERROR_FAILED, "h\xff", "d\xff", "m\xff");

  return FALSE;
}

static gboolean
reverse_file (GUnixFDList *fds, GVariant **reply, GUnixFDList **reply_fds, GError **error)
{
  char buffer[64];
  int fd = g_unix_fd_list_get (fds, 0, error);
  gssize n = pread (fd, buffer, sizeof buffer, 0);
  int out = memfd_create ("reversed", MFD_CLOEXEC);

  g_assert_cmpint (n, >=, 0);
  for (gssize i = n - 1; i >= 0; i--)
    g_assert_cmpint (write (out, buffer + i, 1), ==, 1);
  close (fd);

  *reply = g_variant_new_uint32 ((guint32) n);
  *reply_fds = g_unix_fd_list_new_from_array (&out, 1);

  return TRUE;
}

static gboolean
misbehave (const char *how)
{
  static const guint32 huge[4] = { 0x31574755, 2, 0xffffffff, 0 };
  static const guint32 abnormal[4] = { 0x31574755, 2, 8, 0 };
  static const guint32 call[4] = { 0x31574755, 1, 0, 0 };
  static const char nonsense[] = "this is not a frame at all";

  if (strcmp (how, "nonsense") == 0)
    return write (GU_WORKER_FD, nonsense, sizeof nonsense) > 0;
  if (strcmp (how, "huge") == 0)
    return write (GU_WORKER_FD, huge, sizeof huge) > 0;
  if (strcmp (how, "abnormal") == 0)
    return write (GU_WORKER_FD, abnormal, sizeof abnormal) > 0
           && write (GU_WORKER_FD, "\1\2\3\4\5\6\7\10", 8) > 0;
  if (strcmp (how, "half") == 0)
    return write (GU_WORKER_FD, call, 7) > 0;
  if (strcmp (how, "crash") == 0)
    {
      /* A sanitizer would turn the signal into an exit. */
      signal (SIGSEGV, SIG_DFL);
      raise (SIGSEGV);
    }
  if (strcmp (how, "exit") == 0)
    _exit (3);

  return FALSE;
}

static gboolean
handle (const char *method,
        GVariant *args,
        GUnixFDList *fds,
        GVariant **reply,
        GUnixFDList **reply_fds,
        gpointer user_data,
        GError **error)
{
  const char *how;

  calls++;
  if (strcmp (method, "echo") == 0)
    {
      *reply = args != NULL ? g_variant_ref (args) : NULL;
      return TRUE;
    }
  if (strcmp (method, "calls") == 0)
    {
      *reply = g_variant_new_uint32 (calls);
      return TRUE;
    }
  if (strcmp (method, "open-descriptors") == 0)
    {
      guint32 open_fds = 0;

      for (int fd = 0; fd < 256; fd++)
        open_fds += fcntl (fd, F_GETFD) >= 0 && fd > GU_WORKER_FD ? 1 : 0;
      *reply = g_variant_new_uint32 (open_fds);
      return TRUE;
    }
  if (strcmp (method, "reverse") == 0)
    return reverse_file (fds, reply, reply_fds, error);
  if (strcmp (method, "error") == 0)
    {
      g_variant_get (args, "&s", &how);
      return report_error (how, error);
    }
  if (strcmp (method, "misbehave") == 0)
    {
      g_variant_get (args, "&s", &how);
      misbehave (how);
      /* Whatever was written, the other side must end this. */
      for (;;)
        pause ();
    }
  if (strcmp (method, "hang") == 0)
    {
      for (;;)
        pause ();
    }

  return gu_worker_unknown_method (method, error);
}

int
main (void)
{
  return gu_worker_serve (GU_WORKER_FD, handle, NULL);
}
