/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the link to the central needs of the store: the outbox, the feed and conflicts. The thread
 * rules of gu-store.h hold. */

#include "gu-store.h"

G_BEGIN_DECLS

/*
 * Rows of the outbox. Each is one whole change with an id made here (UUIDv7): sending it twice
 * changes nothing. Rows of one dossier are sent in the order in which they were made; one that was
 * rejected holds back the later rows of its dossier (except events) until it is retried or
 * superseded.
 *
 * kind              entity_id      version   payload
 * dossier           dossier        rev       gu_dossier_to_json() without "documents", plus
 * "base_rev" (the rev it was made from, as the central should know it; 0: the central does not have
 * it yet) document          document       rev       gu_document_to_json(); the blob goes before it
 * registration      dossier        rev       {dossier_id, register, year, number, registration,
 * registered_at, lease_id} event             "ORIGIN/SEQ"   seq       gu_event_to_json(): every
 * line of the journal in the order of the chain, also of drafts: the dossier may not be at the
 * central (yet, or ever) number-cancelled  "REG/YEAR/N"   1         {register, year, number,
 * lease_id, dossier_id, reason, at} lease-returned    lease          1         {lease_id, register,
 * year, from, to, reason, at}
 *
 * The outbox holds nothing about a draft but its events, which carry no personal data. Rows that
 * belong to no dossier have an empty dossier_id.
 */
typedef struct
{
  gint64 seq;       /* order of making */
  char *id;         /* UUIDv7 */
  char *dossier_id; /* "" for none */
  char *kind;
  char *entity_id;
  gint64 version;
  char *payload; /* JSON text */
  char *state;   /* "pending", "frozen" (in a batch under way), "rejected" */
  char *reason;  /* (nullable) why it was rejected */
  char *hint;    /* (nullable) what to do */
  guint attempts;
  gint64 created_at; /* ms */
  gint64 batch;      /* 0: in none */
} GuOutboxRow;

void gu_outbox_row_free (GuOutboxRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuOutboxRow, gu_outbox_row_free)

/**
 * GuOutboxCounts:
 * @pending: rows that wait, the frozen ones included
 * @rejected: rows that the central refused
 * @dossiers: dossiers that have pending rows other than events
 * @oldest_ms: when the oldest pending row was made; 0 when there is none
 */
typedef struct
{
  guint pending;
  guint rejected;
  guint dossiers;
  gint64 oldest_ms;
} GuOutboxCounts;

/**
 * GuOutboxBatch:
 * @number: from 1, without gaps
 * @sha256: hash of @content
 * @content: the bytes to send: {"origin": …, "batch": n, "rows":
 * [{"id","kind","dossier_id","entity_id","version","payload":{…}}, …]}
 * @n_rows: how many rows
 *
 * The same number always has the same bytes, also after a crash.
 */
typedef struct
{
  gint64 number;
  char *sha256;
  GBytes *content;
  guint n_rows;
} GuOutboxBatch;

void gu_outbox_batch_free (GuOutboxBatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuOutboxBatch, gu_outbox_batch_free)

/**
 * gu_store_outbox_list:
 * @self: a store
 * @dossier_id: (nullable): only of this dossier
 * @state: (nullable): only in this state
 * @limit: at most so many; 0: all
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type GuOutboxRow): rows that are not acknowledged,
 * in order.
 */
GPtrArray *gu_store_outbox_list (GuStore *self,
                                 const char *dossier_id,
                                 const char *state,
                                 guint limit,
                                 GError **error);

/**
 * gu_store_outbox_counts:
 * @self: a store
 * @counts: (out caller-allocates): figures
 * @error: return location
 *
 * Returns: whether they could be read.
 */
gboolean gu_store_outbox_counts (GuStore *self, GuOutboxCounts *counts, GError **error);

/**
 * gu_store_outbox_freeze_batch:
 * @self: a store
 * @max_dossiers: end the batch before it holds rows of more dossiers than this
 * @batch: (out) (transfer full) (nullable): the batch; %NULL when nothing waits
 * @error: return location
 *
 * Returns the batch that is under way, or else puts the oldest waiting rows together, stores the
 * bytes and returns them.
 *
 * Returns: whether it could be done.
 */
gboolean gu_store_outbox_freeze_batch (GuStore *self,
                                       guint max_dossiers,
                                       GuOutboxBatch **batch,
                                       GError **error);

/**
 * gu_store_get_progress:
 * @self: a store
 * @event: (out): the last line of this desk's journal; 0 when there is none
 * @batch: (out): the last batch that was frozen; 0 when none ever was
 * @error: return location
 *
 * A central that has seen more of this desk than that knows a later state of it: this store was put
 * back from an older copy, or there are two of it.
 *
 * Returns: whether it could be read.
 */
gboolean gu_store_get_progress (GuStore *self, gint64 *event, gint64 *batch, GError **error);

/**
 * gu_store_outbox_load_batch:
 * @self: a store
 * @number: which batch
 * @error: return location; NOT_FOUND: never made, or acknowledged more than 30 days ago
 *
 * For a central that lost commits (restored, failed over) and asks again for batches already
 * acknowledged.
 *
 * Returns: (transfer full) (nullable): the batch with its bytes as first sent.
 */
GuOutboxBatch *gu_store_outbox_load_batch (GuStore *self, gint64 number, GError **error);

/**
 * GuOutboxResult:
 * @id: id of the row
 * @version: its version as sent
 * @accepted: whether the central has it (now or already before)
 * @reason: (nullable): a sentence why not
 * @hint: (nullable): a sentence what to do
 */
typedef struct
{
  const char *id;
  gint64 version;
  gboolean accepted;
  const char *reason;
  const char *hint;
} GuOutboxResult;

/**
 * gu_store_outbox_finish_batch:
 * @self: a store
 * @number: the batch that was answered
 * @results: (array length=n): the answer for each row
 * @n: how many
 * @error: return location; NOT_FOUND
 *
 * Applies the central's whole reply in one transaction: acknowledged rows leave the outbox,
 * rejected ones stay with reason and hint, rows without an answer wait again for the next batch.
 * Doing it twice changes nothing. Where a batch that was taken before is answered again, by a
 * central that was restored from an older copy, rows that are not taken this time come back to the
 * outbox.
 *
 * Returns: whether it is on disk.
 */
gboolean gu_store_outbox_finish_batch (GuStore *self,
                                       gint64 number,
                                       const GuOutboxResult *results,
                                       gsize n,
                                       GError **error);

/**
 * gu_store_outbox_ack:
 * @self: a store
 * @id: id of a row
 * @version: its version as sent
 * @error: return location
 *
 * One row is at the central. Unknown ids are acknowledged already: no error.
 *
 * Returns: whether it is on disk.
 */
gboolean gu_store_outbox_ack (GuStore *self, const char *id, gint64 version, GError **error);

/**
 * gu_store_outbox_reject:
 * @self: a store
 * @id: id of a row
 * @version: its version as sent
 * @reason: a sentence why
 * @hint: (nullable): a sentence what to do
 * @error: return location; NOT_FOUND
 *
 * Returns: whether it is on disk.
 */
gboolean gu_store_outbox_reject (GuStore *self,
                                 const char *id,
                                 gint64 version,
                                 const char *reason,
                                 const char *hint,
                                 GError **error);

/**
 * gu_store_outbox_retry:
 * @self: a store
 * @id: id of a rejected row, or of a dossier: all its rejected rows
 * @error: return location; NOT_FOUND
 *
 * The row waits again, in its old place.
 *
 * Returns: whether it is on disk.
 */
gboolean gu_store_outbox_retry (GuStore *self, const char *id, GError **error);

/* ---- the feed from the central ---- */

/**
 * gu_store_get_cursor:
 * @self: a store
 * @feed: name of the feed
 * @cursor: (out) (transfer full) (nullable): where to go on; %NULL: from the beginning
 * @error: return location
 *
 * Returns: whether it could be read.
 */
gboolean gu_store_get_cursor (GuStore *self, const char *feed, char **cursor, GError **error);

/**
 * gu_store_set_cursor:
 * @self: a store
 * @feed: name of the feed
 * @cursor: (nullable): where to go on; %NULL: from the beginning
 * @error: return location
 *
 * gu_store_apply_remote() sets it together with the changes; this is for a new start.
 *
 * Returns: whether it is on disk.
 */
gboolean gu_store_set_cursor (GuStore *self, const char *feed, const char *cursor, GError **error);

/**
 * GuRemoteReport:
 * @applied: changes that were news
 * @known: changes that were here already (own echoes, repeats)
 * @conflicts: new conflicts
 * @skipped: changes of a kind that this version does not know, or not well formed; each is logged
 * by kind and id
 */
typedef struct
{
  guint applied;
  guint known;
  guint conflicts;
  guint skipped;
} GuRemoteReport;

/**
 * gu_store_apply_remote:
 * @self: a store
 * @changes: (nullable): a list of {"kind","origin","payload":{…}} with kind dossier, document,
 * registration or event and the payloads of the outbox as the central has them now; origin: the
 * workstation that made the change
 * @feed: name of the feed
 * @cursor: (nullable): where to go on after these changes; %NULL leaves it
 * @report: (out caller-allocates) (optional): what became of them
 * @cancellable: (nullable): cancels; then nothing was changed
 * @error: return location
 *
 * One transaction for the page and its cursor. Idempotent. A change of another desk to a dossier
 * that has changes here which have not been acknowledged never overwrites: the fields that differ
 * become conflicts, with both values.
 *
 * Returns: whether it is on disk.
 */
gboolean gu_store_apply_remote (GuStore *self,
                                JsonArray *changes,
                                const char *feed,
                                const char *cursor,
                                GuRemoteReport *report,
                                GCancellable *cancellable,
                                GError **error);

/**
 * GuConflict:
 *
 * One field that two desks gave different values. Values are JSON texts, as in the dossier's JSON
 * ("null" when absent).
 */
typedef struct
{
  gint64 id;
  char *dossier_id;
  char *field;
  char *local_value;
  char *remote_value;
  gint64 remote_rev;
  char *origin; /* of the remote value */
  gint64 at;    /* ms */
} GuConflict;

void gu_conflict_free (GuConflict *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuConflict, gu_conflict_free)

/**
 * gu_store_list_conflicts:
 * @self: a store
 * @dossier_id: (nullable): only of this dossier
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type GuConflict): conflicts nobody has decided yet.
 */
GPtrArray *gu_store_list_conflicts (GuStore *self, const char *dossier_id, GError **error);

/**
 * gu_store_resolve_conflict:
 * @self: a store
 * @conflict_id: which one
 * @take_remote: the other desk's value instead of ours
 * @actor: who decides
 * @error: return location; NOT_FOUND
 *
 * Writes the chosen value, both values in the journal ("conflict-resolved", without personal data:
 * by field name and hash), and, with the dossier's last conflict, one new outbox row that builds on
 * the other desk's version and supersedes what waited.
 *
 * Returns: whether it is on disk.
 */
gboolean gu_store_resolve_conflict (GuStore *self,
                                    gint64 conflict_id,
                                    gboolean take_remote,
                                    const GuActor *actor,
                                    GError **error);

G_END_DECLS
