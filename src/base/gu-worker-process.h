/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <gio/gunixfdlist.h>
#include <sys/types.h>

G_BEGIN_DECLS

/* The descriptor on which a worker program finds its end of the socket pair. */
#define GU_WORKER_FD 3

/* No message is larger: bigger things travel in a descriptor (a file, or a sealed memfd). */
#define GU_WORKER_MESSAGE_MAX (64u * 1024u * 1024u)

/* No message carries more descriptors. */
#define GU_WORKER_FDS_MAX 16u

#define GU_WORKER_ERROR (gu_worker_error_quark ())
GQuark gu_worker_error_quark (void);

/**
 * GuWorkerError:
 * @GU_WORKER_ERROR_NOT_STARTED: the program is not there or could not be started
 * @GU_WORKER_ERROR_CRASHED: the child ended before it answered (the detail says by which signal)
 * @GU_WORKER_ERROR_TIMEOUT: no answer before the deadline; the child was killed
 * @GU_WORKER_ERROR_BAD_ANSWER: what came back is no message of ours; the child was killed
 * @GU_WORKER_ERROR_UNKNOWN_METHOD: the child does not know the method
 * @GU_WORKER_ERROR_FAILED: the child reported an error of a domain that this process does not know
 */
typedef enum
{
  GU_WORKER_ERROR_NOT_STARTED,
  GU_WORKER_ERROR_CRASHED,
  GU_WORKER_ERROR_TIMEOUT,
  GU_WORKER_ERROR_BAD_ANSWER,
  GU_WORKER_ERROR_UNKNOWN_METHOD,
  GU_WORKER_ERROR_FAILED,
} GuWorkerError;

#define GU_TYPE_WORKER_PROCESS (gu_worker_process_get_type ())
G_DECLARE_FINAL_TYPE (GuWorkerProcess, gu_worker_process, GU, WORKER_PROCESS, GObject)

/**
 * gu_worker_process_new:
 * @program: (not nullable): path of the program
 * @argv_extra: (array zero-terminated=1) (nullable): arguments after the program's name
 *
 * A child process that serves calls over a socket pair. Nothing is started until the first call.
 * The child gets the environment of this process, /dev/null as standard input and output, this
 * process's standard error, its socket as descriptor %GU_WORKER_FD, and nothing else.
 *
 * Dropping the last reference ends the child.
 *
 * Returns: (transfer full): the process.
 */
GuWorkerProcess *gu_worker_process_new (const char *program, const char *const *argv_extra);

/**
 * gu_worker_process_find:
 * @libexec_dir: (nullable): where the workers are, or %NULL for `$GHISEU_LIBEXEC_DIR` or, without
 *   it, the folder of the installation
 * @name: the program's name, such as "ghiseu-document-worker"
 *
 * Returns: (transfer full): the path of the worker; it need not exist.
 */
char *gu_worker_process_find (const char *libexec_dir, const char *name);

/**
 * gu_worker_process_call:
 * @self: a process
 * @method: the method's name
 * @args: (nullable): the arguments; a floating reference is sunk
 * @fds: (array length=n_fds) (nullable): descriptors lent to the child (it gets copies)
 * @n_fds: how many, at most %GU_WORKER_FDS_MAX
 * @deadline_ms: how long the child may take, in milliseconds, from the moment the call is sent
 * @reply: (out) (optional) (nullable) (transfer full): what the method returned, or %NULL. The
 *   child is not trusted: the value is in normal form, but its *type* is the child's choice, so
 *   check it (g_variant_is_of_type()) before taking it apart
 * @reply_fds: (out) (optional) (nullable) (transfer full): descriptors that came back, or %NULL
 * @cancellable: (nullable): cancels
 * @error: return location
 *
 * Starts the child when there is none, sends one call and waits for its answer. A child that
 * crashes, answers nonsense or misses the deadline is killed by pid and reaped before this returns;
 * the next call starts a new one, so what an earlier call set up in the child may be gone.
 *
 * Cancelling waits a moment for the answer of the running call (so that a quick one leaves the
 * child alive), then kills the child too.
 *
 * Secrets must not be put in @args, whose memory is not wiped: pass them in a descriptor.
 *
 * Thread: any; calls of several threads are served one after the other. Blocks.
 *
 * Errors: %GU_WORKER_ERROR, %G_IO_ERROR_CANCELLED, or what the method itself reported, with its
 * domain, code, hint and detail. A domain is only recognised when this process has registered it,
 * so a client calls its own `…_error_quark ()` before its first call; else the error comes as
 * %GU_WORKER_ERROR_FAILED.
 *
 * Returns: whether the method succeeded.
 */
gboolean gu_worker_process_call (GuWorkerProcess *self,
                                 const char *method,
                                 GVariant *args,
                                 const int *fds,
                                 gsize n_fds,
                                 guint deadline_ms,
                                 GVariant **reply,
                                 GUnixFDList **reply_fds,
                                 GCancellable *cancellable,
                                 GError **error);

/**
 * gu_worker_process_start:
 * @self: a process
 * @error: return location
 *
 * Starts the child ahead of the first call, which then finds it ready.
 *
 * Thread: any. Waits while another thread's call runs.
 *
 * Returns: whether a child is running.
 */
gboolean gu_worker_process_start (GuWorkerProcess *self, GError **error);

/**
 * gu_worker_process_kill:
 * @self: a process
 *
 * Kills and reaps the child, if there is one. A call that is running in another thread fails with
 * %GU_WORKER_ERROR_CRASHED; the next call starts a new child.
 *
 * Thread: any.
 */
void gu_worker_process_kill (GuWorkerProcess *self);

/**
 * gu_worker_process_get_pid:
 * @self: a process
 *
 * Thread: any.
 *
 * Returns: the child's pid, or 0 while there is none.
 */
pid_t gu_worker_process_get_pid (GuWorkerProcess *self);

/**
 * gu_worker_process_get_generation:
 * @self: a process
 *
 * Thread: any.
 *
 * Returns: how many children have been started so far.
 */
guint gu_worker_process_get_generation (GuWorkerProcess *self);

/**
 * gu_worker_process_set_cancel_grace:
 * @self: a process
 * @grace_ms: how long a cancelled call waits for its answer before the child is killed,
 *   milliseconds; 100 by default
 *
 * Thread: any; counts from the next call.
 */
void gu_worker_process_set_cancel_grace (GuWorkerProcess *self, guint grace_ms);

/**
 * GuWorkerHandler:
 * @method: the method's name
 * @args: (nullable): the arguments
 * @fds: (nullable): the descriptors that came along; the handler may steal them
 * @reply: (out) (nullable) (transfer full): the result; a floating reference is sunk
 * @reply_fds: (out) (nullable) (transfer full): descriptors to send back
 * @user_data: as given to gu_worker_serve()
 * @error: return location
 *
 * Does one call. An unknown method is gu_worker_unknown_method().
 *
 * Returns: whether it succeeded.
 */
typedef gboolean (*GuWorkerHandler) (const char *method,
                                     GVariant *args,
                                     GUnixFDList *fds,
                                     GVariant **reply,
                                     GUnixFDList **reply_fds,
                                     gpointer user_data,
                                     GError **error);

/**
 * gu_worker_serve:
 * @fd: the child's end of the socket pair, %GU_WORKER_FD in a program started by #GuWorkerProcess
 * @handler: does the calls, in this thread, one at a time
 * @user_data: for @handler
 *
 * The child's side: serves calls until the other side closes. Should the other side go away while a
 * call runs, the whole process exits, so that a hung library leaves no orphan.
 *
 * Returns: the exit status: 0 at the end of the calls, 1 when the other side broke the protocol.
 */
int gu_worker_serve (int fd, GuWorkerHandler handler, gpointer user_data);

/**
 * gu_worker_unknown_method:
 * @method: a method's name
 * @error: return location
 *
 * Sets %GU_WORKER_ERROR_UNKNOWN_METHOD.
 *
 * Returns: %FALSE.
 */
gboolean gu_worker_unknown_method (const char *method, GError **error);

G_END_DECLS
