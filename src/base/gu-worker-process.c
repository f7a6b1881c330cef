/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-base"

#include "config.h"

#include "gu-worker-process.h"

#include "gu-error.h"
#include "gu-worker-frame.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* How long an idle child may take to leave by itself when its socket closes. */
#define GU_FAREWELL_MS 250

extern char **environ;

/* One child process and the line to it. */
struct _GuWorkerProcess
{
  GObject parent_instance;

  /* owned */
  char *program;
  char **argv;

  GMutex lock;
  GCond turn; /* broadcast when @busy falls, and on cancel */

  /* all below under @lock */
  gboolean busy; /* a call is running: its thread alone may close @fd */
  pid_t pid;     /* 0 when there is no child, or it has been reaped */
  int fd;        /* -1 when there is no line */
  guint generation;
  guint grace_ms;
  int status; /* of the child reaped last, as waitpid gives it */
};

G_DEFINE_FINAL_TYPE (GuWorkerProcess, gu_worker_process, G_TYPE_OBJECT)

static const GuErrorNick worker_nicks[] = {
  { GU_WORKER_ERROR_NOT_STARTED, "not-started" },
  { GU_WORKER_ERROR_CRASHED, "crashed" },
  { GU_WORKER_ERROR_TIMEOUT, "timeout" },
  { GU_WORKER_ERROR_BAD_ANSWER, "bad-answer" },
  { GU_WORKER_ERROR_UNKNOWN_METHOD, "unknown-method" },
  { GU_WORKER_ERROR_FAILED, "failed" },
};

GU_DEFINE_ERROR_DOMAIN (gu_worker_error, "gu-worker-error", worker_nicks)

/* Waits for the child that is known to be ending, and forgets its pid, so that no later kill can
 * hit a stranger. Called with the lock held. */
static void
gu_worker_process_reap (GuWorkerProcess *self)
{
  if (self->pid == 0)
    return;

  while (waitpid (self->pid, &self->status, 0) < 0 && errno == EINTR)
    continue;
  self->pid = 0;
}

/* Called with the lock held. */
static void
gu_worker_process_kill_locked (GuWorkerProcess *self)
{
  if (self->pid != 0)
    kill (self->pid, SIGKILL);
  gu_worker_process_reap (self);
}

/* Called with the lock held, and never while another thread's call uses the line. */
static void
gu_worker_process_hang_up (GuWorkerProcess *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
}

/* Lets an idle child leave by itself, so that it can put its house in order. */
static void
gu_worker_process_farewell (GuWorkerProcess *self)
{
  int pidfd;

  gu_worker_process_hang_up (self);
  if (self->pid == 0)
    return;

  pidfd = pidfd_open (self->pid, 0);
  if (pidfd >= 0)
    {
      struct pollfd poller = { .fd = pidfd, .events = POLLIN };

      while (poll (&poller, 1, GU_FAREWELL_MS) < 0 && errno == EINTR)
        continue;
      close (pidfd);
    }
  gu_worker_process_kill_locked (self);
}

static void
gu_worker_process_finalize (GObject *object)
{
  GuWorkerProcess *self = GU_WORKER_PROCESS (object);

  g_mutex_lock (&self->lock);
  gu_worker_process_farewell (self);
  g_mutex_unlock (&self->lock);

  g_clear_pointer (&self->program, g_free);
  g_clear_pointer (&self->argv, g_strfreev);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->turn);

  G_OBJECT_CLASS (gu_worker_process_parent_class)->finalize (object);
}

static void
gu_worker_process_class_init (GuWorkerProcessClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gu_worker_process_finalize;

  /* Registers the domain, so that a child's own errors of it are recognised. */
  (void) GU_WORKER_ERROR;
}

static void
gu_worker_process_init (GuWorkerProcess *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->turn);
  self->fd = -1;
  self->grace_ms = 100;
}

GuWorkerProcess *
gu_worker_process_new (const char *program, const char *const *argv_extra)
{
  GuWorkerProcess *self;
  g_autoptr (GStrvBuilder) argv = g_strv_builder_new ();

  g_return_val_if_fail (program != NULL, NULL);

  self = g_object_new (GU_TYPE_WORKER_PROCESS, NULL);
  self->program = g_strdup (program);
  g_strv_builder_add (argv, program);
  for (gsize i = 0; argv_extra != NULL && argv_extra[i] != NULL; i++)
    g_strv_builder_add (argv, argv_extra[i]);
  self->argv = g_strv_builder_end (argv);

  return self;
}

char *
gu_worker_process_find (const char *libexec_dir, const char *name)
{
  const char *dir = libexec_dir != NULL ? libexec_dir : g_getenv ("GHISEU_LIBEXEC_DIR");

  return g_build_filename (dir != NULL && *dir != '\0' ? dir : GU_LIBEXECDIR, name, NULL);
}

static int
gu_worker_process_spawn (GuWorkerProcess *self, int child_fd, pid_t *pid)
{
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t none, broken;
  int rc;

  sigemptyset (&none);
  sigemptyset (&broken);
  sigaddset (&broken, SIGPIPE);

  posix_spawnattr_init (&attributes);
  posix_spawnattr_setsigmask (&attributes, &none);
  posix_spawnattr_setsigdefault (&attributes, &broken);
  posix_spawnattr_setflags (&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);

  /* The socket first: it may sit on one of the numbers that the other actions use. */
  posix_spawn_file_actions_init (&actions);
  posix_spawn_file_actions_adddup2 (&actions, child_fd, GU_WORKER_FD);
  posix_spawn_file_actions_addopen (&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen (&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addclosefrom_np (&actions, GU_WORKER_FD + 1);

  rc = posix_spawn (pid, self->program, &actions, &attributes, self->argv, environ);

  posix_spawn_file_actions_destroy (&actions);
  posix_spawnattr_destroy (&attributes);

  return rc;
}

/* Called with the lock held and the turn taken. */
static gboolean
gu_worker_process_ensure (GuWorkerProcess *self, GError **error)
{
  int pair[2];
  int rc = 0;

  if (self->pid != 0)
    {
      struct pollfd poller = { .fd = self->fd, .events = POLLIN };

      /* Between calls the child has nothing to say: a sound on the line is its end. */
      if (poll (&poller, 1, 0) == 0)
        return TRUE;
      g_debug ("The idle helper program %s has gone; starting another", self->program);
      gu_worker_process_kill_locked (self);
    }
  gu_worker_process_hang_up (self);

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
    {
      rc = errno;
    }
  else
    {
      rc = gu_worker_process_spawn (self, pair[1], &self->pid);
      close (pair[1]);
      if (rc != 0)
        close (pair[0]);
    }
  if (rc != 0)
    {
      g_autofree char *detail = g_strdup_printf ("%s: %s", self->program, g_strerror (rc));

      self->pid = 0;
      gu_error_set (error,
                    GU_WORKER_ERROR,
                    GU_WORKER_ERROR_NOT_STARTED,
                    _ ("Install the application again, or ask the administrator."),
                    detail,
                    _ ("A helper program of the desk could not be started."));
      return FALSE;
    }

  self->fd = pair[0];
  self->generation++;

  return TRUE;
}

static void
gu_worker_process_on_cancelled (GCancellable *cancellable, GuWorkerProcess *self)
{
  g_mutex_lock (&self->lock);
  g_cond_broadcast (&self->turn);
  g_mutex_unlock (&self->lock);
}

/* Waits for this thread's turn. On success the lock is held and the turn taken. */
static gboolean
gu_worker_process_take_turn (GuWorkerProcess *self, GCancellable *cancellable, GError **error)
{
  gulong handler = 0;
  gboolean taken = FALSE;

  if (cancellable != NULL)
    handler = g_cancellable_connect (
        cancellable, G_CALLBACK (gu_worker_process_on_cancelled), self, NULL);

  g_mutex_lock (&self->lock);
  while (self->busy && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&self->turn, &self->lock);
  if (!g_cancellable_is_cancelled (cancellable))
    {
      self->busy = TRUE;
      taken = TRUE;
    }
  g_mutex_unlock (&self->lock);

  /* Not under the lock: this waits for a callback that may be waiting for the lock. */
  if (handler != 0)
    g_cancellable_disconnect (cancellable, handler);

  if (!taken)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("The action was cancelled."));

  return taken;
}

static void
gu_worker_process_give_turn (GuWorkerProcess *self)
{
  self->busy = FALSE;
  g_cond_broadcast (&self->turn);
}

/* Ends a child that broke its word; says how it ended when it ended by itself. */
static void
gu_worker_process_discard (GuWorkerProcess *self, GError **error)
{
  g_autofree char *detail = NULL;

  gu_worker_process_kill_locked (self);
  gu_worker_process_hang_up (self);

  if (!g_error_matches (*error, GU_WORKER_ERROR, GU_WORKER_ERROR_CRASHED))
    return;

  if (WIFSIGNALED (self->status))
    detail = g_strdup_printf ("%s: signal %d", self->program, WTERMSIG (self->status));
  else
    detail = g_strdup_printf ("%s: exit status %d", self->program, WEXITSTATUS (self->status));
  g_clear_error (error);
  gu_error_set (error,
                GU_WORKER_ERROR,
                GU_WORKER_ERROR_CRASHED,
                NULL,
                detail,
                _ ("A helper program stopped unexpectedly."));
}

/* One question and its answer over the line. */
static gboolean
gu_worker_process_exchange (int fd,
                            GVariant *body,
                            const int *fds,
                            gsize n_fds,
                            GuFrameWait *wait,
                            GuFrame *answer,
                            GError **error)
{
  if (!gu_frame_send (fd, GU_FRAME_CALL, body, fds, n_fds, wait, error)
      || !gu_frame_receive (fd, answer, wait, error))
    return FALSE;

  if (answer->kind == GU_FRAME_CALL)
    {
      gu_error_set (error,
                    GU_WORKER_ERROR,
                    GU_WORKER_ERROR_BAD_ANSWER,
                    NULL,
                    "a call came back",
                    _ ("A helper program answered something that cannot be understood."));
      return FALSE;
    }

  return TRUE;
}

gboolean
gu_worker_process_call (GuWorkerProcess *self,
                        const char *method,
                        GVariant *args,
                        const int *fds,
                        gsize n_fds,
                        guint deadline_ms,
                        GVariant **reply,
                        GUnixFDList **reply_fds,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (GVariant) body = g_variant_ref_sink (g_variant_new ("(smv)", method, args));
  g_auto (GuFrame) answer = { 0 };
  g_autoptr (GError) failure = NULL;
  GuFrameWait wait = { .cancellable = cancellable };
  gboolean answered;
  int fd;

  g_return_val_if_fail (GU_IS_WORKER_PROCESS (self), FALSE);
  g_return_val_if_fail (n_fds <= GU_WORKER_FDS_MAX, FALSE);

  if (!gu_worker_process_take_turn (self, cancellable, error))
    return FALSE;

  g_mutex_lock (&self->lock);
  if (!gu_worker_process_ensure (self, error))
    {
      gu_worker_process_give_turn (self);
      g_mutex_unlock (&self->lock);
      return FALSE;
    }
  fd = self->fd;
  wait.grace_us = self->grace_ms * G_GINT64_CONSTANT (1000);
  g_mutex_unlock (&self->lock);

  wait.deadline_us = g_get_monotonic_time () + deadline_ms * G_GINT64_CONSTANT (1000);
  answered = gu_worker_process_exchange (fd, body, fds, n_fds, &wait, &answer, &failure);

  g_mutex_lock (&self->lock);
  if (!answered)
    gu_worker_process_discard (self, &failure);
  gu_worker_process_give_turn (self);
  g_mutex_unlock (&self->lock);

  if (answered && wait.cancelled)
    g_set_error_literal (
        &failure, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("The action was cancelled."));
  else if (answered && answer.kind == GU_FRAME_ERROR)
    failure = gu_frame_error_from_body (answer.body);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  if (reply != NULL)
    g_variant_get (answer.body, "mv", reply);
  if (reply_fds != NULL)
    *reply_fds = g_steal_pointer (&answer.fds);

  return TRUE;
}

gboolean
gu_worker_process_start (GuWorkerProcess *self, GError **error)
{
  gboolean ok;

  g_return_val_if_fail (GU_IS_WORKER_PROCESS (self), FALSE);

  if (!gu_worker_process_take_turn (self, NULL, error))
    return FALSE;

  g_mutex_lock (&self->lock);
  ok = gu_worker_process_ensure (self, error);
  gu_worker_process_give_turn (self);
  g_mutex_unlock (&self->lock);

  return ok;
}

void
gu_worker_process_kill (GuWorkerProcess *self)
{
  g_return_if_fail (GU_IS_WORKER_PROCESS (self));

  g_mutex_lock (&self->lock);
  gu_worker_process_kill_locked (self);
  if (!self->busy)
    gu_worker_process_hang_up (self);
  g_mutex_unlock (&self->lock);
}

pid_t
gu_worker_process_get_pid (GuWorkerProcess *self)
{
  pid_t pid;

  g_return_val_if_fail (GU_IS_WORKER_PROCESS (self), 0);

  g_mutex_lock (&self->lock);
  pid = self->pid;
  g_mutex_unlock (&self->lock);

  return pid;
}

guint
gu_worker_process_get_generation (GuWorkerProcess *self)
{
  guint generation;

  g_return_val_if_fail (GU_IS_WORKER_PROCESS (self), 0);

  g_mutex_lock (&self->lock);
  generation = self->generation;
  g_mutex_unlock (&self->lock);

  return generation;
}

void
gu_worker_process_set_cancel_grace (GuWorkerProcess *self, guint grace_ms)
{
  g_return_if_fail (GU_IS_WORKER_PROCESS (self));

  g_mutex_lock (&self->lock);
  self->grace_ms = grace_ms;
  g_mutex_unlock (&self->lock);
}
