/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-clock.h"
#include "gu-dossier-row.h"
#include "gu-dossier.h"
#include "gu-event.h"
#include "gu-store-error.h"

G_BEGIN_DECLS

#define GU_TYPE_STORE (gu_store_get_type ())
G_DECLARE_FINAL_TYPE (GuStore, gu_store, GU, STORE, GObject)

/*
 * The desk's store: everything the desk knows, in one folder:
 *
 *   desk.db              SQLite, write-ahead log, synchronous=FULL
 *   blobs/<2>/<sha256>   the papers, by the hash of their bytes; never changed
 *   lock                 held by the one process that has the store open
 *   ballast              room that is given back when the disk is full
 *   backups/             a copy of desk.db from before each migration
 *
 * Thread: every function may be called from any thread and blocks until what it did is on disk;
 * call them from a worker, never from the main loop. One call writes at a time; reading calls run
 * beside it and beside each other, and see the last committed state.
 *
 * A change, its outbox row and its journal row commit together. A call that fails changed nothing.
 *
 * Signal "changed" (char **ids): dossiers that were written, coalesced, in the main context that
 * was the thread default when the store was opened; an empty list means that anything may have
 * changed.
 */

/**
 * gu_store_open:
 * @dir: folder of the store; made (mode 0700) when it is not there
 * @clock: the source of "now"
 * @cancellable: (nullable): cancels
 * @error: return location; IN_USE, NEWER, CORRUPT, MIGRATION, DISK_FULL, READ_ONLY
 *
 * Opens the store and brings its database to the current form: a backup first, then one transaction
 * per step. Temporary files left over from a crash are removed.
 *
 * Returns: (transfer full) (nullable): the store.
 */
GuStore *gu_store_open (const char *dir, GuClock *clock, GCancellable *cancellable, GError **error);

/**
 * gu_store_close:
 * @self: a store
 *
 * Interrupts the running readers, waits for the writer, closes the database and gives the lock
 * back. Later calls return %GU_STORE_ERROR_CLOSED. Dropping the last reference does the same.
 */
void gu_store_close (GuStore *self);

/**
 * gu_store_get_dir:
 * @self: a store
 *
 * Returns: (transfer none): its folder.
 */
const char *gu_store_get_dir (GuStore *self);

/**
 * gu_store_get_origin:
 * @self: a store
 *
 * Returns: (transfer none): the UUID of this workstation's journal and outbox, made with the store.
 */
const char *gu_store_get_origin (GuStore *self);

/**
 * gu_store_check_integrity:
 * @self: a store
 * @check_blobs: also hash every paper again (reads everything)
 * @problems: (out) (transfer full) (array zero-terminated=1): a sentence for each thing that is
 * wrong; empty when all is well
 * @cancellable: (nullable): cancels
 * @error: return location
 *
 * Checks the database page by page, the references, that each document has its blob with the right
 * size (and, with @check_blobs, the right bytes), and the journal's chain.
 *
 * Returns: %FALSE only when the check itself could not be done.
 */
gboolean gu_store_check_integrity (GuStore *self,
                                   gboolean check_blobs,
                                   char ***problems,
                                   GCancellable *cancellable,
                                   GError **error);

/* ---- blobs ---- */

/**
 * gu_store_import_blob:
 * @self: a store
 * @fd: where to read from, from its current position to its end; stays open
 * @max_size: most bytes to take; 0: no limit
 * @sha256: (out) (transfer full) (optional): 64 hexadecimal digits
 * @size: (out) (optional): bytes
 * @cancellable: (nullable): cancels
 * @error: return location; TOO_BIG, DISK_FULL, FAILED
 *
 * Copies the bytes in one pass while they are hashed: temporary name, fsync, rename, fsync of the
 * folder. When it returns, the bytes are on disk. The same bytes twice are stored once.
 *
 * Returns: whether the blob is there.
 */
gboolean gu_store_import_blob (GuStore *self,
                               int fd,
                               guint64 max_size,
                               char **sha256,
                               guint64 *size,
                               GCancellable *cancellable,
                               GError **error);

/**
 * gu_store_import_bytes:
 * @self: a store
 * @bytes: a paper that the desk made
 * @sha256: (out) (transfer full) (optional): 64 hexadecimal digits
 * @error: return location
 *
 * Like gu_store_import_blob() for bytes in memory.
 *
 * Returns: whether the blob is there.
 */
gboolean gu_store_import_bytes (GuStore *self, GBytes *bytes, char **sha256, GError **error);

/**
 * gu_store_open_blob:
 * @self: a store
 * @sha256: which one
 * @error: return location; NOT_FOUND, INVALID
 *
 * Returns: a new read-only descriptor, or -1.
 */
int gu_store_open_blob (GuStore *self, const char *sha256, GError **error);

/**
 * gu_store_has_blob:
 * @self: a store
 * @sha256: which one
 *
 * Returns: whether the bytes are here (a dossier from another desk may refer to bytes that are only
 * at the central).
 */
gboolean gu_store_has_blob (GuStore *self, const char *sha256);

/**
 * gu_store_list_missing_blobs:
 * @self: a store
 * @limit: at most so many
 * @error: return location
 *
 * Returns: (transfer full) (nullable): hashes that documents refer to and whose bytes are not here.
 */
char **gu_store_list_missing_blobs (GuStore *self, guint limit, GError **error);

/**
 * gu_store_remove_unused_blobs:
 * @self: a store
 * @older_than_ms: only files last written before this instant: an import may not have reached its
 * dossier yet
 * @removed: (out) (optional): how many
 * @cancellable: (nullable): cancels
 * @error: return location
 *
 * Removes blobs that no document refers to: papers taken out of drafts, imports that were given up.
 *
 * Returns: whether it could be done.
 */
gboolean gu_store_remove_unused_blobs (GuStore *self,
                                       gint64 older_than_ms,
                                       guint *removed,
                                       GCancellable *cancellable,
                                       GError **error);

/* ---- dossiers ---- */

/**
 * gu_store_create_dossier:
 * @self: a store
 * @dossier: a draft; gets an id when it has none, and its rev, created_at, updated_at, desk and
 * sync_state
 * @actor: who does it
 * @error: return location; EXISTS, INVALID
 *
 * Stores a new draft with its documents (their blobs must be there) and the event
 * "dossier-created". Drafts stay at the desk: what goes to the central begins with registration.
 *
 * Returns: whether it is on disk.
 */
gboolean
gu_store_create_dossier (GuStore *self, GuDossier *dossier, const GuActor *actor, GError **error);

/**
 * gu_store_update_dossier:
 * @self: a store
 * @dossier: as loaded, with changes; its rev and updated_at are brought up to date
 * @event_kind: what happened, for the journal ("facts-changed", "state-changed", …)
 * @event_body: (nullable): details for the journal; no personal data
 * @actor: who does it
 * @error: return location; CHANGED (load it again), NOT_FOUND, INVALID
 *
 * Writes the dossier's own fields; documents have their own calls, registration has
 * gu_store_register_dossier(). A registered dossier goes to the outbox.
 *
 * Returns: whether it is on disk.
 */
gboolean gu_store_update_dossier (GuStore *self,
                                  GuDossier *dossier,
                                  const char *event_kind,
                                  JsonObject *event_body,
                                  const GuActor *actor,
                                  GError **error);

/**
 * gu_store_load_dossier:
 * @self: a store
 * @id: which one
 * @error: return location; NOT_FOUND
 *
 * Returns: (transfer full) (nullable): the dossier with its documents.
 */
GuDossier *gu_store_load_dossier (GuStore *self, const char *id, GError **error);

/**
 * gu_store_find_dossier:
 * @self: a store
 * @reference: an id, or a registration ("12345/23.11.2026", or "12345" when only one register and
 * year has it)
 * @error: return location; NOT_FOUND
 *
 * Returns: (transfer full) (nullable): the id.
 */
char *gu_store_find_dossier (GuStore *self, const char *reference, GError **error);

/**
 * gu_store_add_document:
 * @self: a store
 * @dossier_id: the dossier
 * @document: a paper whose blob was imported; gets an id when it has none, dossier_id, added_at,
 * added_by
 * @actor: who does it
 * @error: return location; NOT_FOUND (dossier or blob), EXISTS, INVALID
 *
 * Adds a paper, with the event "document-added". The dossier's rev counts up; see
 * gu_store_get_rev().
 *
 * Returns: whether it is on disk.
 */
gboolean gu_store_add_document (GuStore *self,
                                const char *dossier_id,
                                GuDocument *document,
                                const GuActor *actor,
                                GError **error);

/**
 * gu_store_update_document:
 * @self: a store
 * @document: as loaded, with changes; its bytes (sha256), role and dossier cannot change
 * @actor: who does it
 * @error: return location; NOT_FOUND, STATE, INVALID
 *
 * Writes which requirements it answers, its date of issue and marks, with the event
 * "document-changed".
 *
 * Returns: whether it is on disk.
 */
gboolean gu_store_update_document (GuStore *self,
                                   GuDocument *document,
                                   const GuActor *actor,
                                   GError **error);

/**
 * gu_store_remove_document:
 * @self: a store
 * @document_id: which one
 * @actor: who does it
 * @error: return location; NOT_FOUND, STATE: papers of a registered dossier stay
 *
 * Takes a paper out of a draft, with the event "document-removed". The bytes stay until
 * gu_store_remove_unused_blobs().
 *
 * Returns: whether it is done.
 */
gboolean gu_store_remove_document (GuStore *self,
                                   const char *document_id,
                                   const GuActor *actor,
                                   GError **error);

/**
 * gu_store_get_rev:
 * @self: a store
 * @dossier_id: which dossier
 * @error: return location; NOT_FOUND
 *
 * Returns: the current rev, to set on an object that is edited while papers are added; 0 on error.
 */
gint64 gu_store_get_rev (GuStore *self, const char *dossier_id, GError **error);

/**
 * gu_store_add_event:
 * @self: a store
 * @dossier_id: (nullable): the dossier, or %NULL for the desk itself
 * @kind: what happened ("cnp-shown", "receipt-printed", …)
 * @body: (nullable): details; no personal data
 * @actor: who does it
 * @error: return location
 *
 * Writes a line in the journal that goes with no change of a dossier.
 *
 * Returns: whether it is on disk.
 */
gboolean gu_store_add_event (GuStore *self,
                             const char *dossier_id,
                             const char *kind,
                             JsonObject *body,
                             const GuActor *actor,
                             GError **error);

/**
 * gu_store_load_events:
 * @self: a store
 * @dossier_id: which dossier
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type GuEvent): what happened to it at this and other
 * desks, oldest first.
 */
GPtrArray *gu_store_load_events (GuStore *self, const char *dossier_id, GError **error);

/* ---- registration numbers ---- */

/**
 * GuLease:
 *
 * A block of numbers that the central lent to this desk. @next is the first number that was not
 * given out yet;
 * @next = @last + 1 when all are.
 */
typedef struct
{
  char *id;
  char *reg;
  int year;
  gint64 first;
  gint64 last;
  gint64 next;
} GuLease;

void gu_lease_free (GuLease *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuLease, gu_lease_free)

/**
 * gu_store_lease_add:
 * @self: a store
 * @lease_id: id the central gave; adding the same lease again changes nothing
 * @reg: id of the register
 * @year: year of the register
 * @first: first number
 * @last: last number, included
 * @error: return location; INVALID, EXISTS: it overlaps another open lease of this register and
 *   year
 *
 * Returns: whether the numbers are on disk.
 */
gboolean gu_store_lease_add (GuStore *self,
                             const char *lease_id,
                             const char *reg,
                             int year,
                             gint64 first,
                             gint64 last,
                             GError **error);

/**
 * gu_store_lease_free:
 * @self: a store
 * @reg: id of the register
 * @year: year
 * @error: return location
 *
 * Returns: how many numbers are left to give out; -1 on error.
 */
gint64 gu_store_lease_free (GuStore *self, const char *reg, int year, GError **error);

/**
 * gu_store_lease_list:
 * @self: a store
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type GuLease): all leases, oldest first.
 */
GPtrArray *gu_store_lease_list (GuStore *self, GError **error);

/**
 * gu_store_lease_close:
 * @self: a store
 * @lease_id: which lease
 * @reason: why, for the journal and the central ("year-closed", "returned")
 * @actor: who does it
 * @error: return location; NOT_FOUND
 *
 * Gives no more numbers out of the lease; those never given out go to the outbox as a row
 * "lease-returned" (from, to, reason), so that every gap of the register is explained.
 *
 * Returns: whether it is on disk.
 */
gboolean gu_store_lease_close (GuStore *self,
                               const char *lease_id,
                               const char *reason,
                               const GuActor *actor,
                               GError **error);

/**
 * gu_store_lease_revoke:
 * @self: a store
 * @lease_id: which lease
 * @reason: why, for the journal ("held-by-another-desk", "older-than-central")
 * @actor: who does it
 * @error: return location
 *
 * The numbers of the lease are not this desk's any more: somebody else may be giving them out. No
 * more are taken from it, and a draft that holds one gets another when it is registered. Unlike
 * with gu_store_lease_close() the central is told of no gaps: the numbers are not ours to explain.
 * Doing it twice, or for a lease that is closed or unknown, changes nothing.
 *
 * Returns: whether it is on disk.
 */
gboolean gu_store_lease_revoke (GuStore *self,
                                const char *lease_id,
                                const char *reason,
                                const GuActor *actor,
                                GError **error);

/**
 * gu_store_reserve_number:
 * @self: a store
 * @dossier_id: a draft
 * @reg: id of the register
 * @year: year
 * @number: (out) (optional): the number
 * @error: return location; NO_NUMBERS, NOT_FOUND, STATE: registered already
 *
 * Takes the next number of the lease for a dossier and keeps it for it: called again, also after a
 * crash, it returns the same one. A dossier holds one number at a time: asking for another register
 * or year cancels the one before (an explained gap).
 *
 * Returns: whether the dossier has a number.
 */
gboolean gu_store_reserve_number (GuStore *self,
                                  const char *dossier_id,
                                  const char *reg,
                                  int year,
                                  gint64 *number,
                                  GError **error);

/**
 * gu_store_cancel_number:
 * @self: a store
 * @dossier_id: a draft with a reserved number
 * @reason: why, for the journal and the central
 * @actor: who does it
 * @error: return location; NOT_FOUND: it holds none
 *
 * The number is never used again; the outbox row "number-cancelled" explains the gap.
 *
 * Returns: whether it is on disk.
 */
gboolean gu_store_cancel_number (GuStore *self,
                                 const char *dossier_id,
                                 const char *reason,
                                 const GuActor *actor,
                                 GError **error);

/**
 * gu_store_register_dossier:
 * @self: a store
 * @dossier_id: a draft that holds a reserved number
 * @documents: (nullable) (element-type GuDocument): the papers that go with it (opis, receipt);
 * their blobs must be there
 * @actor: who does it
 * @at_ms: the instant of registration; the day on it is the day in Europe/Bucharest
 * @error: return location; STATE: registered already, or no number; NOT_FOUND
 *
 * One transaction: state "inregistrat", registration, papers, journal ("registered") and outbox
 * (dossier, documents, registration, events). Load the dossier again afterwards.
 *
 * Returns: whether it is on disk.
 */
gboolean gu_store_register_dossier (GuStore *self,
                                    const char *dossier_id,
                                    GPtrArray *documents,
                                    const GuActor *actor,
                                    gint64 at_ms,
                                    GError **error);

/**
 * gu_store_format_registration:
 * @number: the number
 * @at_ms: the instant of registration
 * @clock: for the time zone
 *
 * Returns: (transfer full): "12345/23.11.2026", as gu_store_register_dossier() stores it: for the
 * papers that are made before.
 */
char *gu_store_format_registration (gint64 number, gint64 at_ms, GuClock *clock);

/* ---- lists ---- */

/**
 * GuDossierSort:
 * @GU_DOSSIER_SORT_REGISTRATION: year and number; drafts count as newer than all numbers, the
 * newest draft last
 * @GU_DOSSIER_SORT_DUE: last day of the legal term; those without one after all others
 * @GU_DOSSIER_SORT_APPLICANT: name of the applicant, without regard to case and diacritics
 * @GU_DOSSIER_SORT_STATE: order of a dossier's life
 */
typedef enum
{
  GU_DOSSIER_SORT_REGISTRATION,
  GU_DOSSIER_SORT_DUE,
  GU_DOSSIER_SORT_APPLICANT,
  GU_DOSSIER_SORT_STATE,
} GuDossierSort;

/**
 * GuDossierQuery:
 * @text: (nullable): words that must all occur in registration, applicant, representative, CUI,
 * address, cadastral number or land book; case, diacritics (cedilla and comma below alike), hyphens
 * do not matter; each word may stand inside a longer one
 * @state: (nullable): only this state
 * @procedure: (nullable): only this procedure
 * @sync_state: (nullable): only this state of synchronisation
 * @cnp: (nullable): only dossiers whose applicant has exactly this CNP; for those who may see it
 * @sort: the order
 * @descending: the other way round
 *
 * Zeros mean: everything, by registration, ascending.
 */
typedef struct
{
  const char *text;
  const char *state;
  const char *procedure;
  const char *sync_state;
  const char *cnp;
  GuDossierSort sort;
  gboolean descending;
} GuDossierQuery;

/**
 * gu_store_query_rows:
 * @self: a store
 * @query: (nullable): what to look for
 * @cancellable: (nullable): stops the search at once (the next keystroke)
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type gint64): the keys of the rows, in order.
 */
GArray *gu_store_query_rows (GuStore *self,
                             const GuDossierQuery *query,
                             GCancellable *cancellable,
                             GError **error);

/**
 * gu_store_load_rows:
 * @self: a store
 * @rowids: (array length=n): keys, as gu_store_query_rows() gave them
 * @n: how many
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type GuDossierRow): the rows in the order asked for;
 * an empty row (no id) where the dossier is gone, so that places stay the same.
 */
GPtrArray *gu_store_load_rows (GuStore *self, const gint64 *rowids, gsize n, GError **error);

/**
 * gu_store_count_by_state:
 * @self: a store
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type utf8 guint): how many dossiers each state has;
 * states without any are absent.
 */
GHashTable *gu_store_count_by_state (GuStore *self, GError **error);

/**
 * gu_search_key:
 * @text: (nullable): any text
 *
 * The form in which texts are searched: lower case, diacritics off (cedilla and comma below alike),
 * hyphens and other punctuation as single spaces.
 *
 * Returns: (transfer full): the key.
 */
char *gu_search_key (const char *text);

/* ---- journal ---- */

/**
 * GuJournalReport:
 * @events: lines checked
 * @head: (nullable): hash of the last line
 * @intact: whether every line has the hash of its content and continues the line before, from 1
 * without a gap
 * @broken_seq: first line that does not; 0 when all do
 * @reason: (nullable): a sentence that says how it is broken
 */
typedef struct
{
  gint64 events;
  char *head;
  gboolean intact;
  gint64 broken_seq;
  char *reason;
} GuJournalReport;

void gu_journal_report_free (GuJournalReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuJournalReport, gu_journal_report_free)

/**
 * gu_store_journal_verify:
 * @self: a store
 * @report: (out) (transfer full): what was found
 * @error: return location
 *
 * Computes the chain of this desk's journal again from its first line.
 *
 * Returns: %FALSE only when the check itself could not be done; see @report for the result.
 */
gboolean gu_store_journal_verify (GuStore *self, GuJournalReport **report, GError **error);

/**
 * gu_store_journal_list:
 * @self: a store
 * @after_seq: only lines after this one; 0 from the first
 * @limit: at most so many
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type GuEvent): lines of this desk's journal in
 * order.
 */
GPtrArray *gu_store_journal_list (GuStore *self, gint64 after_seq, guint limit, GError **error);

/* ---- settings ---- */

/**
 * gu_store_get_setting:
 * @self: a store
 * @key: which one; keys of the store itself begin with "store."
 * @value: (out) (transfer full) (nullable): its text; %NULL when it was never set
 * @error: return location
 *
 * Returns: whether it could be read.
 */
gboolean gu_store_get_setting (GuStore *self, const char *key, char **value, GError **error);

/**
 * gu_store_set_setting:
 * @self: a store
 * @key: which one
 * @value: (nullable): its text; %NULL forgets it
 * @error: return location
 *
 * Returns: whether it is on disk.
 */
gboolean gu_store_set_setting (GuStore *self, const char *key, const char *value, GError **error);

G_END_DECLS
