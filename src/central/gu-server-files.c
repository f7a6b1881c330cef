/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-central"

#include "config.h"

#include "gu-server-files-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

/* Where a private server lives whose user cannot reach root's own folders. */
#define ROOT_HOME   "/var/lib/ghiseu"
#define OWNER_NOTE  "data-folder"
#define SOCKET_FILE "/.s.PGSQL.5432"
/* An empty cluster has 40 MB; its journal needs room to grow. */
#define ROOM_NEEDED (G_GUINT64_CONSTANT (128) * 1024 * 1024)
#define LOG_TAIL    2000
#define LOG_MAX     (1024 * 1024)

void
gu_server_place_free (GuServerPlace *self)
{
  if (self == NULL)
    return;

  g_free (self->bindir);
  g_free (self->home);
  g_free (self->cluster);
  g_free (self->sockets);
  g_free (self->log);
  g_free (self);
}

void
gu_server_user_enter (gpointer data)
{
  const GuServerUser *user = data;

  /* A Ctrl+C in the terminal is for the desk, which then stops the server in good order. */
  setsid ();
  umask (077);
  if (!user->lowered)
    return;
  /* The system calls themselves: the library's wrappers speak to threads that a fork left behind.
   */
  if (syscall (SYS_setgroups, 0, NULL) != 0
      || syscall (SYS_setresgid, user->gid, user->gid, user->gid) != 0
      || syscall (SYS_setresuid, user->uid, user->uid, user->uid) != 0)
    _exit (126);
}

static gboolean
gu_server_user_find (GuServerUser *user, GError **error)
{
  static const char *const names[] = { "ghiseu", "postgres", "nobody" };

  user->lowered = geteuid () == 0;
  user->uid = geteuid ();
  user->gid = getegid ();
  if (!user->lowered)
    return TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      struct passwd entry;
      struct passwd *found = NULL;
      char buffer[4096];

      if (getpwnam_r (names[i], &entry, buffer, sizeof buffer, &found) == 0 && found != NULL
          && found->pw_uid != 0)
        {
          user->uid = found->pw_uid;
          user->gid = found->pw_gid;
          return TRUE;
        }
    }
  gu_error_set (
      error,
      GU_CENTRAL_ERROR,
      GU_CENTRAL_ERROR_SERVER_PLACE,
      _ ("Make a system user named “ghiseu”, or start the desk as an ordinary user."),
      NULL,
      "%s",
      _ ("PostgreSQL does not run as root, and there is no unprivileged user to run it as."));

  return FALSE;
}

static gboolean
gu_server_is_bindir (const char *dir)
{
  g_autofree char *postgres = g_build_filename (dir, "postgres", NULL);
  g_autofree char *initdb = g_build_filename (dir, "initdb", NULL);

  return g_file_test (postgres, G_FILE_TEST_IS_EXECUTABLE)
         && g_file_test (initdb, G_FILE_TEST_IS_EXECUTABLE);
}

/* Debian keeps each major version in a folder of its own, outside the PATH. With @major only that
 * version will do; otherwise the newest. */
static char *
gu_server_find_versioned (const char *parent, const char *major)
{
  g_autoptr (GDir) dir = g_dir_open (parent, 0, NULL);
  g_autofree char *best = NULL;
  int best_version = 0;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      const char *digits = g_str_has_prefix (name, "pgsql-") ? name + 6 : name;
      int version = (int) g_ascii_strtoll (digits, NULL, 10);
      g_autofree char *bin = g_build_filename (parent, name, "bin", NULL);

      if (version <= best_version || (major != NULL && strcmp (digits, major) != 0)
          || !gu_server_is_bindir (bin))
        continue;
      best_version = version;
      g_free (best);
      best = g_steal_pointer (&bin);
    }

  return g_steal_pointer (&best);
}

/* The programs on the PATH, if they are of version @major (or any). */
static char *
gu_server_find_in_path (const char *major)
{
  g_autofree char *program = g_find_program_in_path ("postgres");
  g_autofree char *bin = program != NULL ? g_path_get_dirname (program) : NULL;
  const char *argv[] = { program, "--version", NULL };
  g_autofree char *output = NULL;
  const char *digits;

  if (bin == NULL || !gu_server_is_bindir (bin))
    return NULL;
  if (major == NULL)
    return g_steal_pointer (&bin);
  if (!g_spawn_sync (NULL,
                     (char **) argv,
                     NULL,
                     G_SPAWN_STDERR_TO_DEV_NULL,
                     NULL,
                     NULL,
                     &output,
                     NULL,
                     NULL,
                     NULL))
    return NULL;
  digits = strpbrk (output, "0123456789");

  return digits != NULL && g_ascii_strtoll (digits, NULL, 10) == g_ascii_strtoll (major, NULL, 10)
             ? g_steal_pointer (&bin)
             : NULL;
}

static char *
gu_server_find_bindir (const char *major, GError **error)
{
  static const char *const parents[] = {
    "/usr/lib/postgresql", "/usr/libexec/postgresql", "/usr/local/lib/postgresql", "/usr"
  };
  const char *chosen = g_getenv ("GHISEU_POSTGRES_BINDIR");
  char *bin;

  if (chosen != NULL && gu_server_is_bindir (chosen))
    return g_strdup (chosen);
  for (gsize i = 0; chosen == NULL && i < G_N_ELEMENTS (parents); i++)
    {
      bin = gu_server_find_versioned (parents[i], major);
      if (bin != NULL)
        return bin;
    }
  bin = chosen == NULL ? gu_server_find_in_path (major) : NULL;
  if (bin != NULL)
    return bin;

  if (major == NULL || chosen != NULL)
    gu_error_set (error,
                  GU_CENTRAL_ERROR,
                  GU_CENTRAL_ERROR_SERVER_MISSING,
                  _ ("Install PostgreSQL (on Debian the package “postgresql”), or connect the desk "
                     "to a central registry."),
                  NULL,
                  "%s",
                  _ ("PostgreSQL is not installed on this machine."));
  else
    gu_error_set (
        error,
        GU_CENTRAL_ERROR,
        GU_CENTRAL_ERROR_SERVER_VERSION,
        _ ("Install that version beside the present one, or have the data moved with pg_upgrade."),
        NULL,
        /* Translators: %s is a version number such as 15 */
        _ ("The registry of this desk was written by PostgreSQL %s, which is not installed."),
        major);

  return NULL;
}

/* Whether the server's user can work in @dir: tried as that user, whatever the rights along the
 * path. */
static gboolean
gu_server_user_reaches (GuServerUser *user, const char *dir)
{
  int status = 0;
  pid_t pid = fork ();

  if (pid == 0)
    {
      gu_server_user_enter (user);
      _exit (access (dir, R_OK | W_OK | X_OK) == 0 ? 0 : 1);
    }
  while (pid > 0 && waitpid (pid, &status, 0) < 0 && errno == EINTR)
    continue;

  return pid > 0 && WIFEXITED (status) && WEXITSTATUS (status) == 0;
}

static gboolean
gu_server_set_place_error (const char *dir, int error_number, GError **error)
{
  g_autofree char *detail = g_strdup_printf ("%s: %s", dir, g_strerror (error_number));

  gu_error_set (error,
                GU_CENTRAL_ERROR,
                error_number == ENOSPC ? GU_CENTRAL_ERROR_DISK_FULL : GU_CENTRAL_ERROR_SERVER_PLACE,
                error_number == ENOSPC
                    ? _ ("Make room on the disk, then start again.")
                    : _ ("Check who owns the folder and whether it can be written."),
                detail,
                "%s",
                error_number == ENOSPC ? _ ("The disk is full.")
                                       : _ ("The folder of the private registry cannot be used."));

  return FALSE;
}

/* A folder that only the server's user can enter. An existing one must be his, and no link: /tmp is
 * everybody's. */
static gboolean
gu_server_make_dir (const GuServerUser *user, const char *dir, GError **error)
{
  struct stat info;

  if (g_mkdir_with_parents (dir, 0700) != 0 || lstat (dir, &info) != 0)
    return gu_server_set_place_error (dir, errno, error);
  if (!S_ISDIR (info.st_mode) || (info.st_uid != user->uid && info.st_uid != geteuid ()))
    return gu_server_set_place_error (dir, EPERM, error);
  if (info.st_uid != user->uid && chown (dir, user->uid, user->gid) != 0)
    return gu_server_set_place_error (dir, errno, error);
  if ((info.st_mode & 077) != 0 && chmod (dir, 0700) != 0)
    return gu_server_set_place_error (dir, errno, error);

  return TRUE;
}

/* The socket's path has 107 bytes at most: a deep data folder needs another place for it, the same
 * each time, so that a server left running is found again. */
static char *
gu_server_choose_sockets (GuServerPlace *place, GError **error)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, place->home, -1);
  g_autofree char *short_name = g_strdup_printf ("ghiseu-%u-%.12s", (guint) place->user.uid, hash);
  g_autofree char *in_home = g_build_filename (place->home, "socket", NULL);
  g_autofree char *in_tmp = g_build_filename ("/tmp", short_name, NULL);
  const char *runtime = place->user.lowered ? NULL : g_getenv ("XDG_RUNTIME_DIR");
  g_autofree char *in_runtime = runtime != NULL ? g_build_filename (runtime, short_name, NULL)
                                                : NULL;
  const char *candidates[] = { in_home, in_runtime != NULL ? in_runtime : in_tmp, in_tmp };

  for (gsize i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      if (strlen (candidates[i]) + strlen (SOCKET_FILE)
              < sizeof ((struct sockaddr_un *) NULL)->sun_path
          /* PostgreSQL takes a comma as the start of another folder. */
          && strchr (candidates[i], ',') == NULL
          && gu_server_make_dir (&place->user, candidates[i], NULL))
        return g_strdup (candidates[i]);
    }
  gu_error_set (error,
                GU_CENTRAL_ERROR,
                GU_CENTRAL_ERROR_SERVER_PLACE,
                _ ("Use a data folder with a shorter path."),
                NULL,
                "%s",
                _ ("The path of the data folder is too long for the private registry's socket."));

  return NULL;
}

/* Whether the process that a pid file names works in @home. */
static gboolean
gu_server_is_used (const char *home, const char *pid_file)
{
  g_autofree char *text = NULL;
  g_autofree char *link = NULL;
  g_autofree char *cwd = NULL;

  if (!g_file_get_contents (pid_file, &text, NULL, NULL))
    return FALSE;
  link = g_strdup_printf ("/proc/%d/cwd", (int) g_ascii_strtoll (text, NULL, 10));
  cwd = g_file_read_link (link, NULL);

  return cwd != NULL && g_str_has_prefix (cwd, home);
}

/* Under root's own home a server may outlive its data folder. Where that was a temporary one
 * (tests, demonstrations) what is left is swept; any other may be on a disk that is not mounted
 * now. */
static void
gu_server_sweep (void)
{
  g_autoptr (GDir) dir = g_dir_open (ROOT_HOME, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *home = g_build_filename (ROOT_HOME, name, NULL);
      g_autofree char *note = g_build_filename (home, OWNER_NOTE, NULL);
      g_autofree char *pid_file = g_build_filename (home, "cluster", "postmaster.pid", NULL);
      g_autofree char *data_dir = NULL;
      const char *argv[] = { "rm", "-rf", "--", home, NULL };

      if (g_str_has_prefix (name, "central-") && g_file_get_contents (note, &data_dir, NULL, NULL)
          && g_str_has_prefix (data_dir, "/tmp/") && !g_file_test (data_dir, G_FILE_TEST_EXISTS)
          && !gu_server_is_used (home, pid_file))
        g_spawn_sync (
            NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
    }
}

/* The home of the server: below the data folder, or where its user can go. */
static char *
gu_server_choose_home (GuServerUser *user, const char *data_dir, GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (data_dir, NULL);
  g_autofree char *home = g_build_filename (absolute, "central", NULL);
  g_autofree char *hash = NULL;
  g_autofree char *name = NULL;
  g_autofree char *note = NULL;

  if (g_mkdir_with_parents (absolute, 0700) != 0)
    {
      gu_server_set_place_error (absolute, errno, error);
      return NULL;
    }
  if (!gu_server_make_dir (user, home, error))
    return NULL;
  if (!user->lowered || gu_server_user_reaches (user, home))
    return g_steal_pointer (&home);

  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, absolute, -1);
  name = g_strdup_printf ("central-%.16s", hash);
  g_rmdir (home);
  g_free (home);
  home = g_build_filename (ROOT_HOME, name, NULL);
  if (g_mkdir_with_parents (ROOT_HOME, 0755) != 0)
    {
      gu_server_set_place_error (ROOT_HOME, errno, error);
      return NULL;
    }
  if (!gu_server_make_dir (user, home, error))
    return NULL;
  if (!gu_server_user_reaches (user, home))
    {
      gu_server_set_place_error (home, EACCES, error);
      return NULL;
    }
  note = g_build_filename (home, OWNER_NOTE, NULL);
  if (!g_file_set_contents (note, absolute, -1, error))
    return NULL;
  gu_server_sweep ();

  return g_steal_pointer (&home);
}

GuServerPlace *
gu_server_place_new (const char *data_dir, GError **error)
{
  g_autoptr (GuServerPlace) self = g_new0 (GuServerPlace, 1);
  g_autofree char *version_file = NULL;
  g_autofree char *major = NULL;

  if (!gu_server_user_find (&self->user, error))
    return NULL;
  self->home = gu_server_choose_home (&self->user, data_dir, error);
  if (self->home == NULL)
    return NULL;
  self->cluster = g_build_filename (self->home, "cluster", NULL);
  self->log = g_build_filename (self->home, "server.log", NULL);
  version_file = g_build_filename (self->cluster, "PG_VERSION", NULL);
  if (g_file_get_contents (version_file, &major, NULL, NULL))
    g_strstrip (major);
  self->bindir = gu_server_find_bindir (major, error);
  if (self->bindir == NULL)
    return NULL;
  self->sockets = gu_server_choose_sockets (self, error);
  if (self->sockets == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

int
gu_server_place_open_log (GuServerPlace *self)
{
  struct stat info;
  gboolean anew = lstat (self->log, &info) == 0 && info.st_size > LOG_MAX;

  return open (self->log,
               O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | (anew ? O_TRUNC : 0),
               0600);
}

char *
gu_server_place_read_log_tail (GuServerPlace *self)
{
  g_autofree char *text = NULL;
  gsize length = 0;

  if (!g_file_get_contents (self->log, &text, &length, NULL))
    return NULL;

  return g_utf8_make_valid (text + (length > LOG_TAIL ? length - LOG_TAIL : 0), -1);
}

static gboolean
gu_server_check_room (const char *dir, GError **error)
{
  struct statvfs info;

  if (statvfs (dir, &info) == 0 && (guint64) info.f_bavail * info.f_frsize < ROOM_NEEDED)
    return gu_server_set_place_error (dir, ENOSPC, error);

  return TRUE;
}

static gboolean
gu_server_wait_child (GSubprocess *child, GCancellable *cancellable, GError **error)
{
  if (g_subprocess_wait_check (child, cancellable, error))
    return TRUE;
  g_subprocess_force_exit (child);

  return FALSE;
}

gboolean
gu_server_place_make_cluster (GuServerPlace *self, GCancellable *cancellable, GError **error)
{
  g_autofree char *version_file = g_build_filename (self->cluster, "PG_VERSION", NULL);
  g_autofree char *initdb = g_build_filename (self->bindir, "initdb", NULL);
  g_autofree char *new_name = g_strconcat (self->cluster, ".new", NULL);
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) remove = NULL;
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GError) local = NULL;

  if (g_file_test (version_file, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!gu_server_check_room (self->home, error))
    return FALSE;

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_subprocess_launcher_set_child_setup (launcher, gu_server_user_enter, &self->user, NULL);
  g_subprocess_launcher_set_cwd (launcher, self->home);
  g_subprocess_launcher_set_stdout_file_path (launcher, self->log);
  g_subprocess_launcher_set_flags (launcher, G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_subprocess_launcher_setenv (launcher, "LC_ALL", "C", TRUE);

  /* What a start that was cut short left behind. */
  remove = g_subprocess_launcher_spawn (launcher, error, "rm", "-rf", "--", new_name, NULL);
  if (remove == NULL || !gu_server_wait_child (remove, cancellable, error))
    return FALSE;
  child = g_subprocess_launcher_spawn (launcher,
                                       error,
                                       initdb,
                                       "-D",
                                       new_name,
                                       "-U",
                                       "ghiseu_admin",
                                       "--auth=trust",
                                       "--encoding=UTF8",
                                       "--locale=C",
                                       "--data-checksums",
                                       NULL);
  if (child == NULL)
    return FALSE;
  if (!gu_server_wait_child (child, cancellable, &local))
    {
      g_autofree char *tail = gu_server_place_read_log_tail (self);

      if (g_cancellable_is_cancelled (cancellable))
        g_set_error_literal (
            error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("The action was cancelled."));
      else if (gu_server_check_room (self->home, error))
        gu_error_set (error,
                      GU_CENTRAL_ERROR,
                      GU_CENTRAL_ERROR_SERVER_START,
                      _ ("The details say what PostgreSQL reported."),
                      tail,
                      "%s",
                      _ ("The private registry could not be made."));
      return FALSE;
    }
  if (g_rename (new_name, self->cluster) != 0)
    return gu_server_set_place_error (self->cluster, errno, error);

  return TRUE;
}
