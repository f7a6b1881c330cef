/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Private to the store: its parts, and how they read and write. */

#include "gu-database-private.h"
#include "gu-store-error-private.h"
#include "gu-store-sync.h"
#include "gu-store.h"

G_BEGIN_DECLS

struct _GuStore
{
  GObject parent_instance;

  /* owned */
  char *dir;
  char *origin;
  GuClock *clock;
  int dir_fd;
  int lock_fd;

  GMutex write_lock; /* guards writer */
  GuDatabase *writer;

  GMutex pool_lock; /* guards the next four */
  GCond pool_cond;
  GPtrArray *idle_readers;
  guint n_readers;
  gboolean closed;

  gint closing; /* atomic */

  GMainContext *context;
  GMutex changed_lock; /* guards the next two */
  GHashTable *changed_ids;
  GSource *changed_source;
};

/* A reading connection on loan; freeing it gives it back. */
typedef struct
{
  GuStore *store;
  GuDatabase *db;
  gboolean snapshot;
} GuReader;

/* @snapshot: all statements see the same state. */
GuReader *
gu_store_read (GuStore *self, gboolean snapshot, GCancellable *cancellable, GError **error);
void gu_reader_free (GuReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuReader, gu_reader_free)

/* The writer, locked and in a transaction; freeing it without a commit rolls back. */
typedef struct
{
  GuStore *store;
  GuDatabase *db;
  gint64 now_ms;
  gboolean open;
  GHashTable *changed; /* ids */
} GuTransaction;

GuTransaction *gu_store_begin (GuStore *self, GCancellable *cancellable, GError **error);
gboolean gu_transaction_commit (GuTransaction *self, GError **error);
void gu_transaction_free (GuTransaction *self);
void gu_transaction_add_changed (GuTransaction *self, const char *dossier_id);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuTransaction, gu_transaction_free)

/* JSON texts */
char *gu_store_json_text (JsonObject *json);
JsonObject *gu_store_json_parse (const char *text, GError **error); /* (transfer full) */

/* Dossiers (gu-store-rows.c) */
GuDossier *
gu_store_read_dossier (GuDatabase *db, const char *id, gboolean with_documents, GError **error);
gboolean
gu_store_write_dossier (GuTransaction *tx, GuDossier *dossier, gboolean insert, GError **error);
GuDocument *gu_store_read_document (GuDatabase *db, const char *id, gint64 *rev, GError **error);
gboolean gu_store_write_document (GuTransaction *tx,
                                  GuDocument *document,
                                  gint64 rev,
                                  gboolean insert,
                                  GError **error);
void gu_store_set_not_found (GError **error, const char *sentence);

/* Documents: checks that the blob is here, sets what the store sets, inserts. */
gboolean gu_store_insert_document (GuTransaction *tx,
                                   GuDossier *dossier,
                                   GuDocument *document,
                                   const GuActor *actor,
                                   GError **error);

/* Journal */
gboolean gu_store_append_event (GuTransaction *tx,
                                const char *dossier_id, /* (nullable) */
                                const char *kind,
                                JsonObject *body, /* (nullable) */
                                const GuActor *actor,
                                gint64 at_ms,
                                GError **error);

/* Outbox */
gboolean gu_store_outbox_put (GuTransaction *tx,
                              const char *kind,
                              const char *dossier_id, /* "" for none */
                              const char *entity_id,
                              gint64 version,
                              JsonObject *payload,
                              GError **error);
gboolean gu_store_outbox_put_dossier (GuTransaction *tx,
                                      GuDossier *dossier,
                                      gint64 base_rev,
                                      GError **error);
gboolean
gu_store_outbox_put_document (GuTransaction *tx, GuDocument *document, gint64 rev, GError **error);
/* Sets the dossier's sync_state by what waits for it. */
gboolean gu_store_outbox_refresh (GuTransaction *tx, const char *dossier_id, GError **error);

/* For a batch that was answered before and is answered again: puts back what the central took then
 * and does not take now. Adds to @dossiers. */
gboolean gu_store_outbox_put_back_refused (GuTransaction *tx,
                                           GBytes *content,
                                           const GuOutboxResult *results,
                                           gsize n,
                                           GHashTable *dossiers,
                                           GError **error);

/* Numbers */
gboolean gu_store_use_number (GuTransaction *tx,
                              GuDossier *dossier,
                              gint64 at_ms,
                              char **lease_id,
                              GError **error);

/* Blobs */
char *gu_store_blob_path (GuStore *self, const char *sha256);
gboolean gu_store_is_sha256 (const char *text);
gboolean gu_store_make_blob_folders (GuStore *self, GError **error);
void gu_store_remove_partial_blobs (GuStore *self);
gint64 gu_store_blob_size (GuStore *self, const char *sha256); /* -1: not here */

/* Journal check shared by verify and integrity */
gboolean gu_store_verify_journal (GuDatabase *db,
                                  const char *origin,
                                  GuJournalReport *report,
                                  GError **error);

G_END_DECLS
