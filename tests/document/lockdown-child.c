/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test"

#include "config.h"

#include "gu-worker-main.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* A worker behind the bars of the real ones that tries to get out; each method answers with errno,
 * 0 for what worked. */

static gboolean
answer (GuWorkerCall *call, gboolean worked)
{
  call->reply = g_variant_new_int32 (worked ? 0 : errno);

  return TRUE;
}

static gboolean
try_socket (GuWorkerCall *call, gpointer state, GError **error)
{
  gint32 family;

  g_variant_get (call->args, "i", &family);

  return answer (call, socket (family, SOCK_STREAM, 0) >= 0);
}

static gboolean
try_open (GuWorkerCall *call, gpointer state, GError **error)
{
  const char *path;
  gint32 flags;

  g_variant_get (call->args, "(&si)", &path, &flags);

  return answer (call, open (path, flags, 0600) >= 0);
}

static gboolean
try_program (GuWorkerCall *call, gpointer state, GError **error)
{
  char *argv[] = { (char *) "true", NULL };

  return answer (call, execv ("/bin/true", argv) == 0);
}

static gboolean
try_fork (GuWorkerCall *call, gpointer state, GError **error)
{
  pid_t pid = fork ();

  if (pid == 0)
    _exit (0);

  return answer (call, pid > 0);
}

static gboolean
try_code (GuWorkerCall *call, gpointer state, GError **error)
{
  return answer (call,
                 mmap (NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
                     != MAP_FAILED);
}

static gboolean
try_make_code (GuWorkerCall *call, gpointer state, GError **error)
{
  void *memory = mmap (NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  return answer (call, mprotect (memory, 4096, PROT_READ | PROT_EXEC) == 0);
}

static gboolean
try_kill_parent (GuWorkerCall *call, gpointer state, GError **error)
{
  gint32 pid;

  g_variant_get (call->args, "i", &pid);

  return answer (call, kill (pid, 0) == 0);
}

static gboolean
try_trace (GuWorkerCall *call, gpointer state, GError **error)
{
  gint32 pid;

  g_variant_get (call->args, "i", &pid);

  return answer (call, ptrace (PTRACE_ATTACH, pid, NULL, NULL) == 0);
}

static gboolean
try_files (GuWorkerCall *call, gpointer state, GError **error)
{
  const char *what;

  g_variant_get (call->args, "&s", &what);
  if (strcmp (what, "unlink") == 0)
    return answer (call, unlink ("/tmp/whatever") == 0);
  if (strcmp (what, "mkdir") == 0)
    return answer (call, mkdir ("/tmp/whatever", 0700) == 0);
  if (strcmp (what, "rename") == 0)
    return answer (call, rename ("/tmp/whatever", "/tmp/whatever2") == 0);
  if (strcmp (what, "chmod") == 0)
    return answer (call, chmod ("/tmp", 0777) == 0);

  return FALSE;
}

static gboolean
try_raise_limit (GuWorkerCall *call, gpointer state, GError **error)
{
  struct rlimit limit = { RLIM_INFINITY, RLIM_INFINITY };

  return answer (call, setrlimit (RLIMIT_AS, &limit) == 0);
}

static gboolean
try_memory (GuWorkerCall *call, gpointer state, GError **error)
{
  guint32 megabytes;
  void *memory;

  g_variant_get (call->args, "u", &megabytes);
  memory = malloc ((gsize) megabytes << 20);
  if (memory != NULL)
    memset (memory, 1, (gsize) megabytes << 20);
  free (memory);

  return answer (call, memory != NULL);
}

static void *
thread_body (void *data)
{
  return data;
}

static gboolean
try_thread (GuWorkerCall *call, gpointer state, GError **error)
{
  pthread_t thread;

  errno = pthread_create (&thread, NULL, thread_body, NULL);
  if (errno != 0)
    return answer (call, FALSE);
  pthread_join (thread, NULL);

  return answer (call, TRUE);
}

static gboolean
burn (GuWorkerCall *call, gpointer state, GError **error)
{
  volatile guint64 n = 0;

  for (;;)
    n = n + 1;

  return TRUE;
}

static const GuWorkerMethod methods[] = {
  { "socket", "i", 0, try_socket },    { "open", "(si)", 0, try_open },
  { "program", NULL, 0, try_program }, { "fork", NULL, 0, try_fork },
  { "code", NULL, 0, try_code },       { "make-code", NULL, 0, try_make_code },
  { "kill", "i", 0, try_kill_parent }, { "trace", "i", 0, try_trace },
  { "files", "s", 0, try_files },      { "raise-limit", NULL, 0, try_raise_limit },
  { "memory", "u", 0, try_memory },    { "thread", NULL, 0, try_thread },
  { "burn", NULL, 0, burn },           { NULL, NULL, 0, NULL },
};

int
main (void)
{
  static const GuLockdownLimits limits = {
    .memory = 256 << 20,
    .address_space = G_GUINT64_CONSTANT (2) << 30,
    .file_size = 64 << 20,
    .cpu_seconds = 1,
  };
  const GuWorkerMethod *const tables[] = { methods, NULL };

  return gu_worker_main ("lockdown-child", &limits, tables, NULL);
}
