/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-central-error.h"

#include <gio/gio.h>
#include <sys/types.h>

G_BEGIN_DECLS

/* Who the server runs as. Root cannot, so root's desk lends it to an unprivileged user; anybody
 * else runs it himself. */
typedef struct
{
  gboolean lowered; /* whether the child must change user */
  uid_t uid;
  gid_t gid;
} GuServerUser;

/* Where everything of one private server is. */
typedef struct
{
  GuServerUser user;
  char *bindir;
  char *home;    /* holds the rest, mode 0700 */
  char *cluster; /* PostgreSQL's data directory */
  char *sockets; /* folder of the socket */
  char *log;
} GuServerPlace;

GuServerPlace *gu_server_place_new (const char *data_dir, GError **error);
void gu_server_place_free (GuServerPlace *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuServerPlace, gu_server_place_free)

/* GSpawnChildSetupFunc: changes to the server's user and leaves the terminal's group; only calls
 * that are safe after a fork. @data is a GuServerUser. */
void gu_server_user_enter (gpointer data);

/* Opens the server's log for appending; an old one that has grown is begun anew. -1 with errno. */
int gu_server_place_open_log (GuServerPlace *self);

/* The last lines of the server's log, for the technical detail of an error. */
char *gu_server_place_read_log_tail (GuServerPlace *self);

/* Makes the cluster if there is none: beside its place, then moved, so that a half made one is
 * never used. */
gboolean
gu_server_place_make_cluster (GuServerPlace *self, GCancellable *cancellable, GError **error);

G_END_DECLS
