/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define GU_TYPE_EMBEDDED_SERVER (gu_embedded_server_get_type ())
G_DECLARE_FINAL_TYPE (GuEmbeddedServer, gu_embedded_server, GU, EMBEDDED_SERVER, GObject)

/**
 * gu_embedded_server_new:
 * @data_dir: the desk's data folder; the server lives in its "central" folder
 *
 * A private PostgreSQL for a desk without a central: reachable only through a Unix socket that
 * belongs to one user, with data checksums, never on the network. Where the desk runs as root
 * (containers) the server runs as an unprivileged user, since PostgreSQL refuses root; if that user
 * cannot reach @data_dir the server lives under /var/lib/ghiseu instead.
 *
 * PostgreSQL's programs are looked for where Debian and others put them, then on the PATH; the
 * environment variable GHISEU_POSTGRES_BINDIR names another folder.
 *
 * Property "running" (boolean, read) is notified on the main context that was the thread default
 * when the object was made.
 *
 * Returns: (transfer full): a server that is not started.
 */
GuEmbeddedServer *gu_embedded_server_new (const char *data_dir);

/**
 * gu_embedded_server_start:
 * @self: a server
 * @cancellable: (nullable): gives up waiting, and stops what was started
 * @error: (out): %GU_CENTRAL_ERROR_SERVER_MISSING, _SERVER_VERSION, _SERVER_START, _SERVER_PLACE,
 *   _DISK_FULL; %G_IO_ERROR_CANCELLED
 *
 * Makes the cluster the first time (about a second), starts the server and waits until it answers.
 * A server left running by a desk that was killed is taken over; a stale pid file is no obstacle;
 * after a crash PostgreSQL recovers by itself. A server that dies later is started again.
 *
 * Blocks; call it from a worker thread. Thread: any, one call at a time.
 *
 * Returns: whether the server answers.
 */
gboolean
gu_embedded_server_start (GuEmbeddedServer *self, GCancellable *cancellable, GError **error);

/**
 * gu_embedded_server_stop:
 * @self: a server
 *
 * Stops the server cleanly: open connections are ended, everything is on disk. Does nothing when it
 * is not started. Blocks for at most half a minute, usually well under a second.
 */
void gu_embedded_server_stop (GuEmbeddedServer *self);

/**
 * gu_embedded_server_get_conninfo:
 * @self: a server that was started
 *
 * Returns: (transfer none): what the desk connects with: the login "ghiseu_birou", which reaches
 *   the registry's functions only. gu_central_prepare_desk() makes it.
 */
const char *gu_embedded_server_get_conninfo (GuEmbeddedServer *self);

/**
 * gu_embedded_server_get_admin_conninfo:
 * @self: a server that was started
 *
 * Returns: (transfer none): the owner of the server, for gu_central_migrate() and
 *   gu_central_prepare_desk().
 */
const char *gu_embedded_server_get_admin_conninfo (GuEmbeddedServer *self);

/**
 * gu_embedded_server_is_running:
 * @self: a server
 *
 * Thread: any.
 *
 * Returns: whether the server's main process is alive.
 */
gboolean gu_embedded_server_is_running (GuEmbeddedServer *self);

/**
 * gu_embedded_server_get_pid:
 * @self: a server
 *
 * Thread: any.
 *
 * Returns: the server's main process, or 0.
 */
GPid gu_embedded_server_get_pid (GuEmbeddedServer *self);

G_END_DECLS
