/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-central"

#include "config.h"

#include "gu-embedded-server.h"

#include "gu-central-schema.h"
#include "gu-connection-private.h"
#include "gu-server-files-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Recovery after a crash may take a while; the server says by itself when it gives up. */
#define START_DEADLINE_MS 60000
#define STOP_DEADLINE_MS  20000
#define QUIT_DEADLINE_MS  10000
#define RESTART_MAX_MS    30000

/* A private PostgreSQL: made, started, watched, started again when it dies, stopped. */
struct _GuEmbeddedServer
{
  GObject parent_instance;

  /* owned */
  char *data_dir;
  GuServerPlace *place;
  char *conninfo;
  char *admin_conninfo;
  GThread *watcher;
  GCancellable *stopping;
  GMainContext *context;

  GMutex lock;
  GPid pid;       /* the main process; 0: not running */
  gboolean child; /* ours, so it must be reaped */
  gboolean notified_running;
};

enum
{
  PROP_0,
  PROP_RUNNING,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (GuEmbeddedServer, gu_embedded_server, G_TYPE_OBJECT)

static void
gu_embedded_server_free_weak (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static gboolean
gu_embedded_server_notify_running (gpointer data)
{
  g_autoptr (GuEmbeddedServer) self = g_weak_ref_get (data);
  gboolean running = self != NULL && gu_embedded_server_is_running (self);

  if (self != NULL && running != self->notified_running)
    {
      self->notified_running = running;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
    }

  return G_SOURCE_REMOVE;
}

static void
gu_embedded_server_set_pid (GuEmbeddedServer *self, GPid pid, gboolean child)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_mutex_lock (&self->lock);
  self->pid = pid;
  self->child = child;
  g_mutex_unlock (&self->lock);

  g_weak_ref_init (weak, self);
  g_source_set_callback (
      source, gu_embedded_server_notify_running, weak, gu_embedded_server_free_weak);
  g_source_attach (source, self->context);
}

/* Waits until the process is gone, without taking part in anybody else's child watches. Returns
 * FALSE on time out (@timeout_ms -1: none) or when cancelled. */
static gboolean
gu_embedded_server_wait_exit (GPid pid, gboolean child, int timeout_ms, GCancellable *cancellable)
{
  int handle = (int) syscall (SYS_pidfd_open, pid, 0);
  struct pollfd fds[2] = { { .fd = handle, .events = POLLIN }, { .fd = -1 } };
  GPollFD cancel = { .fd = -1 };
  int ready;

  if (handle < 0)
    return errno == ESRCH;
  if (cancellable != NULL && g_cancellable_make_pollfd (cancellable, &cancel))
    {
      fds[1].fd = cancel.fd;
      fds[1].events = POLLIN;
    }
  do
    ready = poll (fds, G_N_ELEMENTS (fds), timeout_ms);
  while (ready < 0 && errno == EINTR);
  if (cancel.fd >= 0)
    g_cancellable_release_fd (cancellable);
  close (handle);
  if (ready <= 0 || (fds[0].revents & POLLIN) == 0)
    return FALSE;
  if (child)
    waitpid (pid, NULL, 0);

  return TRUE;
}

/* The main process named by the cluster's pid file, if it lives and really is this cluster's: a pid
 * may have gone to somebody else since, and PostgreSQL itself would then refuse to start.
 * PostgreSQL's main process works in its data directory. */
static GPid
gu_embedded_server_find_running (GuServerPlace *place)
{
  g_autofree char *file = g_build_filename (place->cluster, "postmaster.pid", NULL);
  g_autofree char *socket_lock = g_build_filename (place->sockets, ".s.PGSQL.5432.lock", NULL);
  g_autofree char *text = NULL;
  g_autofree char *cwd = NULL;
  struct stat here;
  struct stat there;
  GPid pid;

  if (!g_file_get_contents (file, &text, NULL, NULL))
    return 0;
  pid = (GPid) g_ascii_strtoll (text, NULL, 10);
  cwd = g_strdup_printf ("/proc/%d/cwd", pid);
  if (pid > 1 && stat (cwd, &there) == 0 && stat (place->cluster, &here) == 0
      && here.st_dev == there.st_dev && here.st_ino == there.st_ino)
    return pid;

  unlink (file);
  unlink (socket_lock);

  return 0;
}

static GPid
gu_embedded_server_spawn (GuServerPlace *place, GError **error)
{
  g_autofree char *program = g_build_filename (place->bindir, "postgres", NULL);
  g_autofree char *sockets = g_strdup_printf ("unix_socket_directories=%s", place->sockets);
  /* What is sent holds personal data: nothing of a statement may reach the log. */
  const char *argv[] = { program,
                         "-D",
                         place->cluster,
                         "-c",
                         "listen_addresses=",
                         "-c",
                         sockets,
                         "-c",
                         "unix_socket_permissions=0700",
                         "-c",
                         "port=5432",
                         "-c",
                         "max_connections=30",
                         "-c",
                         "shared_buffers=32MB",
                         "-c",
                         "max_wal_size=256MB",
                         "-c",
                         "wal_level=minimal",
                         "-c",
                         "max_wal_senders=0",
                         "-c",
                         "jit=off",
                         "-c",
                         "lc_messages=C",
                         "-c",
                         "log_statement=none",
                         "-c",
                         "log_min_error_statement=panic",
                         "-c",
                         "log_error_verbosity=terse",
                         "-c",
                         "log_parameter_max_length_on_error=0",
                         NULL };
  g_autoptr (GError) local = NULL;
  GPid pid = 0;
  int log = gu_server_place_open_log (place);
  gboolean spawned;

  spawned = log >= 0
            && g_spawn_async_with_fds (place->home,
                                       (char **) argv,
                                       NULL,
                                       G_SPAWN_DO_NOT_REAP_CHILD,
                                       gu_server_user_enter,
                                       &place->user,
                                       &pid,
                                       -1,
                                       log,
                                       log,
                                       &local);
  if (log >= 0)
    close (log);
  if (spawned)
    return pid;

  gu_error_set (error,
                GU_CENTRAL_ERROR,
                GU_CENTRAL_ERROR_SERVER_START,
                _ ("The details say what the system reported."),
                local != NULL ? local->message : place->log,
                "%s",
                _ ("The private registry does not start."));

  return 0;
}

static void
gu_embedded_server_set_start_error (GuServerPlace *place, GCancellable *cancellable, GError **error)
{
  g_autofree char *tail = gu_server_place_read_log_tail (place);

  if (g_cancellable_is_cancelled (cancellable))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("The action was cancelled."));
  else
    gu_error_set (error,
                  GU_CENTRAL_ERROR,
                  GU_CENTRAL_ERROR_SERVER_START,
                  _ ("The desk works on without it. The details say what PostgreSQL reported."),
                  tail,
                  "%s",
                  _ ("The private registry does not start."));
}

/* Waits until the server @pid answers. It may be recovering, and it may die meanwhile. */
static gboolean
gu_embedded_server_wait_ready (GuEmbeddedServer *self,
                               GPid pid,
                               gboolean child,
                               GCancellable *cancellable,
                               GError **error)
{
  gint64 deadline = g_get_monotonic_time () + START_DEADLINE_MS * G_TIME_SPAN_MILLISECOND;
  int pause_ms = 5;

  while (g_get_monotonic_time () < deadline && !g_cancellable_is_cancelled (cancellable))
    {
      if (PQping (self->admin_conninfo) == PQPING_OK)
        return TRUE;
      if (gu_embedded_server_wait_exit (pid, child, pause_ms, NULL))
        {
          gu_embedded_server_set_start_error (self->place, cancellable, error);
          return FALSE;
        }
      pause_ms = MIN (pause_ms * 2, 100);
    }

  kill (pid, SIGQUIT);
  gu_embedded_server_wait_exit (pid, child, QUIT_DEADLINE_MS, NULL);
  gu_embedded_server_set_start_error (self->place, cancellable, error);

  return FALSE;
}

/* Takes over a server that a killed desk left running, or starts one. */
static gboolean
gu_embedded_server_launch (GuEmbeddedServer *self, GCancellable *cancellable, GError **error)
{
  GPid pid = gu_embedded_server_find_running (self->place);

  if (pid != 0 && gu_embedded_server_wait_ready (self, pid, FALSE, cancellable, NULL))
    {
      g_message ("The private registry was still running; it is taken over");
      gu_embedded_server_set_pid (self, pid, FALSE);
      return TRUE;
    }
  /* None, or one that was just ending. */
  pid = gu_embedded_server_spawn (self->place, error);
  if (pid == 0 || !gu_embedded_server_wait_ready (self, pid, TRUE, cancellable, error))
    return FALSE;
  gu_embedded_server_set_pid (self, pid, TRUE);

  return TRUE;
}

/* Sits on the server's main process and starts it again when it dies by itself; slower each time,
 * so that a damaged one does not keep the machine busy. */
static gpointer
gu_embedded_server_watch (gpointer data)
{
  GuEmbeddedServer *self = data;
  int pause_ms = 200;

  while (!g_cancellable_is_cancelled (self->stopping))
    {
      gint64 since = g_get_monotonic_time ();
      g_autoptr (GError) error = NULL;
      gboolean child;
      GPid pid;

      g_mutex_lock (&self->lock);
      pid = self->pid;
      child = self->child;
      g_mutex_unlock (&self->lock);
      if (pid != 0)
        {
          if (!gu_embedded_server_wait_exit (pid, child, -1, self->stopping))
            continue;
          gu_embedded_server_set_pid (self, 0, FALSE);
          g_message ("The private registry stopped by itself; it is started again");
          if (g_get_monotonic_time () - since > G_TIME_SPAN_MINUTE)
            pause_ms = 200;
        }
      {
        GPollFD cancel = { .fd = -1 };

        if (g_cancellable_make_pollfd (self->stopping, &cancel))
          {
            g_poll (&cancel, 1, pause_ms);
            g_cancellable_release_fd (self->stopping);
          }
      }
      pause_ms = MIN (pause_ms * 2, RESTART_MAX_MS);
      if (!g_cancellable_is_cancelled (self->stopping)
          && !gu_embedded_server_launch (self, self->stopping, &error)
          && !g_cancellable_is_cancelled (self->stopping))
        g_message ("The private registry does not start again yet: %s",
                   error != NULL ? error->message : "no reason given");
    }

  return NULL;
}

static void
gu_embedded_server_dispose (GObject *object)
{
  gu_embedded_server_stop (GU_EMBEDDED_SERVER (object));

  G_OBJECT_CLASS (gu_embedded_server_parent_class)->dispose (object);
}

static void
gu_embedded_server_finalize (GObject *object)
{
  GuEmbeddedServer *self = GU_EMBEDDED_SERVER (object);

  g_clear_pointer (&self->data_dir, g_free);
  g_clear_pointer (&self->place, gu_server_place_free);
  g_clear_pointer (&self->conninfo, g_free);
  g_clear_pointer (&self->admin_conninfo, g_free);
  g_clear_object (&self->stopping);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (gu_embedded_server_parent_class)->finalize (object);
}

static void
gu_embedded_server_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GuEmbeddedServer *self = GU_EMBEDDED_SERVER (object);

  switch (id)
    {
    case PROP_RUNNING:
      g_value_set_boolean (value, gu_embedded_server_is_running (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_embedded_server_class_init (GuEmbeddedServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gu_embedded_server_dispose;
  object_class->finalize = gu_embedded_server_finalize;
  object_class->get_property = gu_embedded_server_get_property;

  properties[PROP_RUNNING] = g_param_spec_boolean ("running",
                                                   NULL,
                                                   NULL,
                                                   FALSE,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS
                                                       | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
gu_embedded_server_init (GuEmbeddedServer *self)
{
  g_mutex_init (&self->lock);
  self->context = g_main_context_ref_thread_default ();
}

GuEmbeddedServer *
gu_embedded_server_new (const char *data_dir)
{
  GuEmbeddedServer *self;

  g_return_val_if_fail (data_dir != NULL, NULL);

  self = g_object_new (GU_TYPE_EMBEDDED_SERVER, NULL);
  self->data_dir = g_strdup (data_dir);

  return self;
}

gboolean
gu_embedded_server_start (GuEmbeddedServer *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (GU_IS_EMBEDDED_SERVER (self), FALSE);

  if (self->watcher != NULL)
    return TRUE;

  g_clear_pointer (&self->place, gu_server_place_free);
  self->place = gu_server_place_new (self->data_dir, error);
  if (self->place == NULL || !gu_server_place_make_cluster (self->place, cancellable, error))
    return FALSE;

  g_free (self->admin_conninfo);
  g_free (self->conninfo);
  self->admin_conninfo = g_strdup_printf ("host='%s' port=5432 user=ghiseu_admin dbname=ghiseu",
                                          self->place->sockets);
  self->conninfo = g_strdup_printf (
      "host='%s' port=5432 user=" GU_CENTRAL_EMBEDDED_LOGIN " dbname=ghiseu", self->place->sockets);
  if (!gu_embedded_server_launch (self, cancellable, error))
    return FALSE;

  g_clear_object (&self->stopping);
  self->stopping = g_cancellable_new ();
  self->watcher = g_thread_new ("gu-server", gu_embedded_server_watch, self);

  return TRUE;
}

void
gu_embedded_server_stop (GuEmbeddedServer *self)
{
  GPid pid;
  gboolean child;

  g_return_if_fail (GU_IS_EMBEDDED_SERVER (self));

  if (self->watcher == NULL)
    return;
  g_cancellable_cancel (self->stopping);
  g_thread_join (g_steal_pointer (&self->watcher));

  g_mutex_lock (&self->lock);
  pid = self->pid;
  child = self->child;
  g_mutex_unlock (&self->lock);
  if (pid == 0)
    return;

  /* SIGINT: end the connections, write everything, leave. */
  kill (pid, SIGINT);
  if (!gu_embedded_server_wait_exit (pid, child, STOP_DEADLINE_MS, NULL))
    {
      /* Nothing is lost by it: the next start reads the journal. */
      g_message ("The private registry does not stop; it is ended the hard way");
      kill (pid, SIGQUIT);
      gu_embedded_server_wait_exit (pid, child, QUIT_DEADLINE_MS, NULL);
    }
  gu_embedded_server_set_pid (self, 0, FALSE);
}

const char *
gu_embedded_server_get_conninfo (GuEmbeddedServer *self)
{
  g_return_val_if_fail (GU_IS_EMBEDDED_SERVER (self), NULL);

  return self->conninfo;
}

const char *
gu_embedded_server_get_admin_conninfo (GuEmbeddedServer *self)
{
  g_return_val_if_fail (GU_IS_EMBEDDED_SERVER (self), NULL);

  return self->admin_conninfo;
}

gboolean
gu_embedded_server_is_running (GuEmbeddedServer *self)
{
  return gu_embedded_server_get_pid (self) != 0;
}

GPid
gu_embedded_server_get_pid (GuEmbeddedServer *self)
{
  GPid pid;

  g_return_val_if_fail (GU_IS_EMBEDDED_SERVER (self), 0);

  g_mutex_lock (&self->lock);
  pid = self->pid;
  g_mutex_unlock (&self->lock);

  return pid;
}
