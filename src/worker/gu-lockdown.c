/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-worker"

#include "config.h"

#include "gu-lockdown.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Rights newer than the headers of the oldest system that is built on. */
#define GU_LANDLOCK_FS_TRUNCATE  (1ULL << 14) /* ABI 3 */
#define GU_LANDLOCK_FS_IOCTL_DEV (1ULL << 15) /* ABI 5 */
#define GU_LANDLOCK_NET_ALL      3ULL         /* ABI 4: bind and connect of TCP */
#define GU_LANDLOCK_SCOPE_ALL    3ULL         /* ABI 6: abstract sockets and signals */

#define GU_LANDLOCK_FS_ABI_1 ((1ULL << 13) - 1)

/* The attribute as of ABI 6; older kernels are given only as much of it as they know. */
typedef struct
{
  guint64 handled_access_fs;
  guint64 handled_access_net;
  guint64 scoped;
} GuLandlockAttr;

/* What drawing text needs to read: fonts, their configuration and caches, CMaps; in the last lines
 * the places of the same inside a Flatpak. */
static const char *const readable[] = {
  "/usr/share/fonts",      "/usr/local/share/fonts", "/usr/share/fontconfig",
  "/usr/share/poppler",    "/usr/share/zoneinfo",    "/etc/fonts",
  "/etc/localtime",        "/var/cache/fontconfig",  "/app/share/fonts",
  "/app/share/poppler",    "/app/etc/fonts",         "/run/host/fonts",
  "/run/host/local-fonts", "/run/host/user-fonts",   "/run/host/fonts-cache",
};

static const int allowed[] = {
  SCMP_SYS (access),
  SCMP_SYS (brk),
  SCMP_SYS (clock_getres),
  SCMP_SYS (clock_gettime),
  SCMP_SYS (clock_nanosleep),
  SCMP_SYS (close),
  SCMP_SYS (dup),
  SCMP_SYS (eventfd2),
  SCMP_SYS (exit),
  SCMP_SYS (exit_group),
  SCMP_SYS (faccessat),
  SCMP_SYS (faccessat2),
  SCMP_SYS (fcntl),
  SCMP_SYS (fstat),
  SCMP_SYS (fstatfs),
  SCMP_SYS (ftruncate),
  SCMP_SYS (futex),
  SCMP_SYS (getcwd),
  SCMP_SYS (getdents64),
  SCMP_SYS (getegid),
  SCMP_SYS (geteuid),
  SCMP_SYS (getgid),
  SCMP_SYS (getpid),
  SCMP_SYS (getrandom),
  SCMP_SYS (getrlimit),
  SCMP_SYS (getrusage),
  SCMP_SYS (gettid),
  SCMP_SYS (gettimeofday),
  SCMP_SYS (getuid),
  SCMP_SYS (lseek),
  SCMP_SYS (lstat),
  SCMP_SYS (madvise),
  SCMP_SYS (membarrier),
  SCMP_SYS (memfd_create),
  SCMP_SYS (mremap),
  SCMP_SYS (munmap),
  SCMP_SYS (nanosleep),
  SCMP_SYS (newfstatat),
  SCMP_SYS (pipe2),
  SCMP_SYS (poll),
  SCMP_SYS (ppoll),
  SCMP_SYS (pread64),
  SCMP_SYS (read),
  SCMP_SYS (readlink),
  SCMP_SYS (readlinkat),
  SCMP_SYS (readv),
  SCMP_SYS (recvmsg),
  SCMP_SYS (restart_syscall),
  SCMP_SYS (rseq),
  SCMP_SYS (rt_sigaction),
  SCMP_SYS (rt_sigprocmask),
  SCMP_SYS (rt_sigreturn),
  SCMP_SYS (sched_getaffinity),
  SCMP_SYS (sched_yield),
  SCMP_SYS (sendmsg),
  SCMP_SYS (set_robust_list),
  SCMP_SYS (setitimer),
  SCMP_SYS (sigaltstack),
  SCMP_SYS (stat),
  SCMP_SYS (statfs),
  SCMP_SYS (statx),
  SCMP_SYS (sysinfo),
  SCMP_SYS (time),
  SCMP_SYS (uname),
  SCMP_SYS (write),
  SCMP_SYS (writev),
};

static gboolean
gu_lockdown_fail (GError **error, const char *what, int code)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", what, g_strerror (code));

  return FALSE;
}

static gboolean
gu_lockdown_limit (int resource, guint64 value, const char *name, GError **error)
{
  struct rlimit limit;

  if (getrlimit ((__rlimit_resource_t) resource, &limit) != 0)
    return gu_lockdown_fail (error, name, errno);

  /* Never above what we were given. */
  limit.rlim_max = MIN (limit.rlim_max, (rlim_t) value);
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit ((__rlimit_resource_t) resource, &limit) != 0)
    return gu_lockdown_fail (error, name, errno);

  return TRUE;
}

static gboolean
gu_lockdown_limits (const GuLockdownLimits *limits, GError **error)
{
  if (!gu_lockdown_limit (RLIMIT_CORE, 0, "RLIMIT_CORE", error)
      || !gu_lockdown_limit (RLIMIT_NOFILE, 64, "RLIMIT_NOFILE", error)
      || !gu_lockdown_limit (RLIMIT_FSIZE, limits->file_size, "RLIMIT_FSIZE", error)
      || !gu_lockdown_limit (RLIMIT_CPU, limits->cpu_seconds, "RLIMIT_CPU", error))
    return FALSE;

#if defined(__SANITIZE_ADDRESS__)
  /* The sanitizer maps terabytes of shadow memory. */
  return TRUE;
#else
  return gu_lockdown_limit (RLIMIT_DATA, limits->memory, "RLIMIT_DATA", error)
         && gu_lockdown_limit (RLIMIT_AS, limits->address_space, "RLIMIT_AS", error);
#endif
}

static gboolean
gu_lockdown_landlock_allow (int ruleset, const char *path, GError **error)
{
  struct landlock_path_beneath_attr rule = { 0 };
  int rc;

  rule.parent_fd = open (path, O_PATH | O_CLOEXEC);
  if (rule.parent_fd < 0)
    return TRUE; /* not on this system */

  rule.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE;
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    rule.allowed_access |= LANDLOCK_ACCESS_FS_READ_DIR;
  rc = (int) syscall (SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  close (rule.parent_fd);

  return rc == 0 ? TRUE : gu_lockdown_fail (error, "landlock_add_rule", errno);
}

static gboolean
gu_lockdown_landlock (GError **error)
{
  GuLandlockAttr attr = { .handled_access_fs = GU_LANDLOCK_FS_ABI_1 };
  gsize attr_size = sizeof attr.handled_access_fs;
  gboolean ok = TRUE;
  long abi = syscall (SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  int ruleset;

  if (abi < 0 && (errno == ENOSYS || errno == EOPNOTSUPP))
    {
      g_message ("This kernel has no Landlock: documents are opened behind seccomp alone");
      return TRUE;
    }
  if (abi < 0)
    return gu_lockdown_fail (error, "landlock_create_ruleset", errno);

  if (abi >= 2)
    attr.handled_access_fs |= LANDLOCK_ACCESS_FS_REFER;
  if (abi >= 3)
    attr.handled_access_fs |= GU_LANDLOCK_FS_TRUNCATE;
  if (abi >= 5)
    attr.handled_access_fs |= GU_LANDLOCK_FS_IOCTL_DEV;
  if (abi >= 4)
    {
      attr.handled_access_net = GU_LANDLOCK_NET_ALL;
      attr_size += sizeof attr.handled_access_net;
    }
  if (abi >= 6)
    {
      attr.scoped = GU_LANDLOCK_SCOPE_ALL;
      attr_size += sizeof attr.scoped;
    }

  ruleset = (int) syscall (SYS_landlock_create_ruleset, &attr, attr_size, 0);
  if (ruleset < 0)
    return gu_lockdown_fail (error, "landlock_create_ruleset", errno);

  for (gsize i = 0; ok && i < G_N_ELEMENTS (readable); i++)
    ok = gu_lockdown_landlock_allow (ruleset, readable[i], error);
  if (ok && syscall (SYS_landlock_restrict_self, ruleset, 0) != 0)
    ok = gu_lockdown_fail (error, "landlock_restrict_self", errno);
  close (ruleset);

  return ok;
}

/* Calls that are allowed for some arguments only. */
static int
gu_lockdown_seccomp_rules (scmp_filter_ctx filter)
{
  const guint32 allow = SCMP_ACT_ALLOW;
  const guint64 writing = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY);
  int rc = 0;

  /* Opening to read. */
  rc |= seccomp_rule_add (
      filter, allow, SCMP_SYS (open), 1, SCMP_A1 (SCMP_CMP_MASKED_EQ, writing, 0));
  rc |= seccomp_rule_add (
      filter, allow, SCMP_SYS (openat), 1, SCMP_A2 (SCMP_CMP_MASKED_EQ, writing, 0));

  /* Memory that is not code. */
  rc |= seccomp_rule_add (
      filter, allow, SCMP_SYS (mmap), 1, SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  rc |= seccomp_rule_add (
      filter, allow, SCMP_SYS (mprotect), 1, SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));

  /* Threads, but no processes. clone3 hides its flags behind a pointer; glibc then uses clone. */
  rc |= seccomp_rule_add (
      filter, allow, SCMP_SYS (clone), 1, SCMP_A0 (SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD));
  rc |= seccomp_rule_add (filter, SCMP_ACT_ERRNO (ENOSYS), SCMP_SYS (clone3), 0);
  rc |= seccomp_rule_add (filter, SCMP_ACT_ERRNO (ENOSYS), SCMP_SYS (openat2), 0);

  /* Asking for limits, not changing them; naming a thread; aborting oneself. */
  rc |= seccomp_rule_add (filter, allow, SCMP_SYS (prlimit64), 1, SCMP_A2 (SCMP_CMP_EQ, 0));
  rc |= seccomp_rule_add (filter, allow, SCMP_SYS (prctl), 1, SCMP_A0 (SCMP_CMP_EQ, PR_SET_NAME));
  rc |= seccomp_rule_add (
      filter, allow, SCMP_SYS (tgkill), 1, SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t) getpid ()));

  return rc;
}

static gboolean
gu_lockdown_seccomp (GError **error)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ERRNO (EPERM));
  int rc = 0;

  if (filter == NULL)
    return gu_lockdown_fail (error, "seccomp_init", ENOMEM);

  for (gsize i = 0; rc == 0 && i < G_N_ELEMENTS (allowed); i++)
    {
      /* A call that this processor does not have (aarch64 has no open) needs no permission. */
      if (allowed[i] >= 0)
        rc = seccomp_rule_add (filter, SCMP_ACT_ALLOW, allowed[i], 0);
    }
  if (rc == 0)
    rc = gu_lockdown_seccomp_rules (filter);
  if (rc == 0)
    rc = seccomp_attr_set (filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
  if (rc == 0)
    rc = seccomp_load (filter);
  seccomp_release (filter);

  return rc == 0 ? TRUE : gu_lockdown_fail (error, "seccomp", -rc);
}

gboolean
gu_lockdown (const GuLockdownLimits *limits, GError **error)
{
  g_return_val_if_fail (limits != NULL, FALSE);

  /* Too large a memfd is an error, not the end. */
  signal (SIGXFSZ, SIG_IGN);

  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return gu_lockdown_fail (error, "PR_SET_NO_NEW_PRIVS", errno);

  return gu_lockdown_limits (limits, error) && gu_lockdown_landlock (error)
         && gu_lockdown_seccomp (error);
}
