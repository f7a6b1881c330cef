/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-clock.h"
#include "gu-store.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GuLinkState:
 * @GU_LINK_OFFLINE: not connected; the desk works on and the link tries again by itself
 * @GU_LINK_CONNECTING: trying
 * @GU_LINK_ONLINE: connected
 * @GU_LINK_REFUSED: the central answers but does not want us (login, version, journal): a person
 *   must act; the link tries again every few minutes and at gu_central_link_wake()
 */
typedef enum
{
  GU_LINK_OFFLINE,
  GU_LINK_CONNECTING,
  GU_LINK_ONLINE,
  GU_LINK_REFUSED,
} GuLinkState;

#define GU_TYPE_LINK_STATE (gu_link_state_get_type ())
GType gu_link_state_get_type (void);

/**
 * GuSyncReport:
 * @pushed: outbox items that the central accepted
 * @rejected: outbox items that it returned with a reason
 * @pulled: dossiers of other desks that were taken over
 * @blobs: files sent
 * @blob_bytes: their bytes that travelled (what was there before is not sent again)
 * @leases: blocks of numbers received
 *
 * What one round did.
 */
typedef struct
{
  guint pushed;
  guint rejected;
  guint pulled;
  guint blobs;
  guint64 blob_bytes;
  guint leases;
} GuSyncReport;

#define GU_TYPE_CENTRAL_LINK (gu_central_link_get_type ())
G_DECLARE_FINAL_TYPE (GuCentralLink, gu_central_link, GU, CENTRAL_LINK, GObject)

/**
 * gu_central_link_new:
 * @store: the desk's store: its outbox is pushed, the feed is applied to it
 * @clock: source of "now"
 * @conninfo: libpq connection string of the desk's login
 * @desk_code: the desk; must be the one that the central knows for this login
 *
 * The line between a desk and the central registry. Works in a thread of its own: pushes the outbox
 * in order, pulls what other desks did, listens for wake-ups, keeps a lease of registration numbers
 * filled, and tries again with growing pauses when the line is down.
 *
 * Properties (read; notified on the main context that was the thread default at construction):
 * "state" (#GuLinkState), "since" (gint64, ms since 1970 UTC of the last change of state),
 * "pending" (uint, outbox items not yet acknowledged), "rejected" (uint, items that the central
 * returned), "last-error" (string, nullable, the sentence), "last-hint" (string, nullable).
 *
 * Returns: (transfer full): a link that is not started.
 */
GuCentralLink *
gu_central_link_new (GuStore *store, GuClock *clock, const char *conninfo, const char *desk_code);

/**
 * gu_central_link_keep_register:
 * @self: a link that is not started
 * @reg: code of a register
 * @block: how many numbers to hold; 0 stops keeping
 *
 * Has the link hold numbers of @reg for the running year (and from 15 December for the next one),
 * refilled when fewer than half are left. Without any call it keeps 100 numbers of "general".
 */
void gu_central_link_keep_register (GuCentralLink *self, const char *reg, guint block);

/**
 * gu_central_link_start:
 * @self: a link
 *
 * Starts the thread. Does nothing when it runs.
 */
void gu_central_link_start (GuCentralLink *self);

/**
 * gu_central_link_stop:
 * @self: a link
 *
 * Cuts short what is under way (nothing is lost: an unacknowledged batch is sent again) and ends
 * the thread. Blocks for at most a few seconds.
 */
void gu_central_link_stop (GuCentralLink *self);

/**
 * gu_central_link_wake:
 * @self: a link
 *
 * Something is worth trying now: a clerk pressed the button, the network came back. Changes in the
 * store wake the link by themselves.
 *
 * Thread: any.
 */
void gu_central_link_wake (GuCentralLink *self);

/**
 * gu_central_link_sync_once:
 * @self: a link; if it is started the call waits for its running round
 * @report: (out caller-allocates) (optional): what was done, also when it failed half way
 * @cancellable: (nullable): to give up
 * @error: (out): %GU_CENTRAL_ERROR or %GU_STORE_ERROR
 *
 * One whole round: connect, push everything, pull everything, fill the leases.
 *
 * Blocks. Thread: any.
 *
 * Returns: whether the round ended; returned items do not make it fail.
 */
gboolean gu_central_link_sync_once (GuCentralLink *self,
                                    GuSyncReport *report,
                                    GCancellable *cancellable,
                                    GError **error);

/**
 * gu_central_link_fetch_blob:
 * @self: a link
 * @sha256: 64 hexadecimal digits: a document of a dossier of this institution
 * @cancellable: (nullable): to give up
 * @error: (out): %GU_CENTRAL_ERROR_BLOB when the central has no such file for us
 *
 * Brings a file that another desk added into the store, checked by its SHA-256. Does nothing when
 * it is there.
 *
 * Blocks. Thread: any.
 *
 * Returns: whether the store has the file.
 */
gboolean gu_central_link_fetch_blob (GuCentralLink *self,
                                     const char *sha256,
                                     GCancellable *cancellable,
                                     GError **error);

/**
 * gu_central_link_get_state:
 * @self: a link
 *
 * Thread: the one that made the link (as notified there).
 *
 * Returns: the state.
 */
GuLinkState gu_central_link_get_state (GuCentralLink *self);

/**
 * gu_central_link_get_since:
 * @self: a link
 *
 * Thread: as gu_central_link_get_state().
 *
 * Returns: since when the line is up or down, milliseconds since 1970 UTC.
 */
gint64 gu_central_link_get_since (GuCentralLink *self);

/**
 * gu_central_link_get_pending:
 * @self: a link
 *
 * Thread: as gu_central_link_get_state().
 *
 * Returns: how many rows of the outbox the registry has not acknowledged.
 */
guint gu_central_link_get_pending (GuCentralLink *self);

/**
 * gu_central_link_get_rejected:
 * @self: a link
 *
 * Thread: as gu_central_link_get_state().
 *
 * Returns: how many rows of the outbox the registry returned.
 */
guint gu_central_link_get_rejected (GuCentralLink *self);

/**
 * gu_central_link_get_last_error:
 * @self: a link
 *
 * Thread: as gu_central_link_get_state().
 *
 * Returns: (transfer none) (nullable): why the line is down, a translated sentence.
 */
const char *gu_central_link_get_last_error (GuCentralLink *self);

/**
 * gu_central_link_get_last_hint:
 * @self: a link
 *
 * Thread: as gu_central_link_get_state().
 *
 * Returns: (transfer none) (nullable): what to do about it, a translated sentence.
 */
const char *gu_central_link_get_last_hint (GuCentralLink *self);

G_END_DECLS
