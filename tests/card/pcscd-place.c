/* SPDX-License-Identifier: GPL-3.0-or-later */

/* pcscd keeps its socket in /run/pcscd and takes no other place. Where a mount namespace is not
 * allowed (some containers), this is preloaded into pcscd and moves that folder to
 * $GHISEU_PCSCD_PLACE. Only the calls that pcscd makes for it are covered. */

#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define FIXED "/run/pcscd"

#define REAL(name) ((__typeof__ (&name)) dlsym (RTLD_NEXT, #name))

static const char *
move (const char *path, char *room, size_t size)
{
  const char *place = getenv ("GHISEU_PCSCD_PLACE");
  size_t n = strlen (FIXED);

  if (place == NULL || path == NULL || strncmp (path, FIXED, n) != 0)
    return path;
  if (path[n] != '\0' && path[n] != '/')
    return path;
  snprintf (room, size, "%s%s", place, path + n);
  return room;
}

int
bind (int fd, const struct sockaddr *address, socklen_t size)
{
  struct sockaddr_un moved;
  char room[4096];

  if (address->sa_family != AF_UNIX || size < sizeof moved)
    return REAL (bind) (fd, address, size);
  moved = *(const struct sockaddr_un *) (const void *) address;
  snprintf (
      moved.sun_path,
      sizeof moved.sun_path,
      "%.107s",
      move (((const struct sockaddr_un *) (const void *) address)->sun_path, room, sizeof room));
  return REAL (bind) (fd, (const struct sockaddr *) &moved, sizeof moved);
}

int
mkdir (const char *path, mode_t mode)
{
  char room[4096];

  return REAL (mkdir) (move (path, room, sizeof room), mode);
}

int
chmod (const char *path, mode_t mode)
{
  char room[4096];

  return REAL (chmod) (move (path, room, sizeof room), mode);
}

int
stat (const char *path, struct stat *result)
{
  char room[4096];

  return REAL (stat) (move (path, room, sizeof room), result);
}

int
remove (const char *path)
{
  char room[4096];

  return REAL (remove) (move (path, room, sizeof room));
}

int
unlink (const char *path)
{
  char room[4096];

  return REAL (unlink) (move (path, room, sizeof room));
}

int
open (const char *path, int flags, ...)
{
  char room[4096];
  va_list list;
  mode_t mode = 0;

  va_start (list, flags);
  if (flags & (O_CREAT | __O_TMPFILE))
    mode = va_arg (list, mode_t);
  va_end (list);
  return REAL (open) (move (path, room, sizeof room), flags, mode);
}

FILE *
fopen (const char *path, const char *mode)
{
  char room[4096];

  return REAL (fopen) (move (path, room, sizeof room), mode);
}
