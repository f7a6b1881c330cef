/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-store"

#include "config.h"

#include "gu-ballast-private.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* SQLite cannot even delete on a full disk: its log needs room. So some is put aside beforehand. */

void
gu_ballast_keep (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "ballast", NULL);
  struct statvfs fs;
  struct stat st;
  int fd;
  int rc;

  if (stat (path, &st) == 0 && (goffset) st.st_blocks * 512 >= GU_BALLAST_SIZE)
    return;
  if (statvfs (dir, &fs) != 0
      || (guint64) fs.f_bavail * fs.f_frsize < (guint64) GU_BALLAST_SIZE * 4)
    return;

  fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    return;
  /* Not posix_fallocate(): where the file system cannot do it, that would write the zeros one by
   * one. */
  rc = fallocate (fd, 0, 0, GU_BALLAST_SIZE);
  if (rc != 0)
    {
      g_debug ("No ballast: %s", g_strerror (errno));
      unlink (path);
    }
  close (fd);
}

gboolean
gu_ballast_release (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "ballast", NULL);

  return unlink (path) == 0;
}

gboolean
gu_ballast_leaves_room (int dir_fd, guint64 size)
{
  struct statvfs fs;

  if (fstatvfs (dir_fd, &fs) != 0 || fs.f_blocks == 0)
    return TRUE;

  return (guint64) fs.f_bavail * fs.f_frsize >= size + (guint64) GU_BALLAST_SIZE / 4;
}
