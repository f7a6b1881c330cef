/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "gu-clock.h"
#include "gu-task-queue.h"

G_BEGIN_DECLS

typedef struct _GuSettings GuSettings;
typedef struct _GuHealth GuHealth;
typedef struct _GuCertificateList GuCertificateList;
typedef struct _GuStore GuStore;
typedef struct _GuRuleBook GuRuleBook;
typedef struct _GuDocumentService GuDocumentService;
typedef struct _GuCardMonitor GuCardMonitor;
typedef struct _GuTokenService GuTokenService;
typedef struct _GuCentralLink GuCentralLink;
typedef struct _GuEmbeddedServer GuEmbeddedServer;

/**
 * GuContextFlags:
 * @GU_CONTEXT_STORE_ONLY: the store, the rules and the document worker: enough for most commands
 * @GU_CONTEXT_CARDS: also follow readers and cards
 * @GU_CONTEXT_CENTRAL: also keep the line to central (and run the embedded server when asked)
 */
typedef enum
{
  GU_CONTEXT_STORE_ONLY = 0,
  GU_CONTEXT_CARDS = 1 << 0,
  GU_CONTEXT_CENTRAL = 1 << 1,
} GuContextFlags;

#define GU_TYPE_CONTEXT (gu_context_get_type ())
G_DECLARE_FINAL_TYPE (GuContext, gu_context, GU, CONTEXT, GObject)

/**
 * gu_context_new:
 * @data_dir: (nullable): where the desk keeps its data; %NULL for `$XDG_DATA_HOME/ghiseu`
 * @central: (nullable): "none", "embedded" or a libpq connection string; %NULL takes the setting
 *   (whose default is "embedded")
 * @libexec_dir: (nullable): where the workers are; %NULL for `$GHISEU_LIBEXEC_DIR` or the installed
 * folder
 * @clock: (nullable): the time; %NULL for the machine's
 *
 * The owner of every service of the desk. Everything of this layer lives on the main context's
 * thread; what blocks runs in worker threads behind the `_async` functions.
 *
 * Properties (notify on the main context):
 * - `ready` (boolean): the store is open; before that only the getters of the clock and the rule
 *   book give anything;
 * - `starting` (boolean).
 *
 * Signal `dossiers-changed (GStrv ids)`: these dossiers changed in the store, by whoever; %NULL
 * when it can be any.
 *
 * Returns: (transfer full): a context that has not started.
 */
GuContext *
gu_context_new (const char *data_dir, const char *central, const char *libexec_dir, GuClock *clock);

/**
 * gu_context_start_async:
 * @self: a context
 * @flags: what to start besides the store
 * @cancellable: (nullable): to give up
 * @callback: called when the store is open (milliseconds); central and cards go on starting by
 *   themselves and report through #GuHealth
 * @user_data: for @callback
 */
void gu_context_start_async (GuContext *self,
                             GuContextFlags flags,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

/**
 * gu_context_start_finish:
 * @self: a context
 * @result: what the callback was given
 * @error: (out) (optional): why the store cannot be opened (in use, newer, damaged, disk full)
 *
 * Returns: whether the desk can work.
 */
gboolean gu_context_start_finish (GuContext *self, GAsyncResult *result, GError **error);

/**
 * gu_context_stop_async:
 * @self: a context
 * @callback: (nullable): called when all is written and every service has ended
 * @user_data: for @callback
 *
 * Writes what is pending, ends the line, the embedded server, the workers and the store. Calling it
 * again is harmless.
 */
void gu_context_stop_async (GuContext *self, GAsyncReadyCallback callback, gpointer user_data);
void gu_context_stop_finish (GuContext *self, GAsyncResult *result);

gboolean gu_context_is_ready (GuContext *self);

/**
 * gu_context_ensure_central_async:
 * @self: a started context
 * @cancellable: (nullable): to give up
 * @callback: called when central answers
 * @user_data: for @callback
 *
 * Starts the embedded server when that is what is configured, brings its schema up to date and
 * makes the link, without starting the link's own thread when the context was started without
 * %GU_CONTEXT_CENTRAL.
 */
void gu_context_ensure_central_async (GuContext *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean gu_context_ensure_central_finish (GuContext *self, GAsyncResult *result, GError **error);

/**
 * gu_context_sync_async:
 * @self: a started context
 * @cancellable: (nullable): to give up
 * @callback: called after one round of push, pull and lease refill
 * @user_data: for @callback
 *
 * Syncs now (the sidebar's "try again", `ghiseuctl sync --once`).
 */
void gu_context_sync_async (GuContext *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/**
 * gu_context_sync_finish:
 * @self: a context
 * @result: what the callback was given
 * @pushed: (out) (optional): changes that arrived at central
 * @pulled: (out) (optional): changes that came from central
 * @rejected: (out) (optional): changes that central refused
 * @error: (out) (optional): why the line failed
 *
 * Returns: whether the round was completed.
 */
gboolean gu_context_sync_finish (GuContext *self,
                                 GAsyncResult *result,
                                 guint *pushed,
                                 guint *pulled,
                                 guint *rejected,
                                 GError **error);

/* Getters, (transfer none). Those marked nullable give %NULL until the context has started. */
GuClock *gu_context_get_clock (GuContext *self);
const char *gu_context_get_data_dir (GuContext *self);
const char *gu_context_get_libexec_dir (GuContext *self);
const char *gu_context_get_central (GuContext *self);
GuSettings *gu_context_get_settings (GuContext *self);
GuHealth *gu_context_get_health (GuContext *self);
GuRuleBook *gu_context_get_rule_book (GuContext *self);
GuDocumentService *gu_context_get_documents (GuContext *self);
GuTokenService *gu_context_get_tokens (GuContext *self);
GuCardMonitor *gu_context_get_cards (GuContext *self);
GuCertificateList *gu_context_get_certificates (GuContext *self);
GuStore *gu_context_get_store (GuContext *self);      /* nullable */
GuCentralLink *gu_context_get_link (GuContext *self); /* nullable */

/**
 * gu_context_open_blob_async:
 * @self: a started context
 * @sha256: which paper
 * @cancellable: (nullable): to give up
 * @callback: called when the file is open
 * @user_data: for @callback
 *
 * Opens the original bytes of a paper, for the page viewer, printing and saving.
 */
void gu_context_open_blob_async (GuContext *self,
                                 const char *sha256,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/**
 * gu_context_open_blob_finish:
 *
 * Returns: a read-only descriptor that the caller closes, or -1.
 */
int gu_context_open_blob_finish (GuContext *self, GAsyncResult *result, GError **error);

/**
 * gu_context_save_blob_async:
 * @self: a started context
 * @sha256: which paper
 * @target: where to write it; an existing file is replaced as a whole
 * @cancellable: (nullable): to give up
 * @callback: called when it is on disk
 * @user_data: for @callback
 */
void gu_context_save_blob_async (GuContext *self,
                                 const char *sha256,
                                 GFile *target,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean gu_context_save_blob_finish (GuContext *self, GAsyncResult *result, GError **error);

/**
 * GuSessionActor:
 * @who: name of the clerk
 * @desk: code of the desk
 *
 * Who acts now and where, for the journal.
 */
typedef struct
{
  char *who;
  char *desk;
} GuSessionActor;

void gu_session_actor_free (GuSessionActor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuSessionActor, gu_session_actor_free)

/**
 * gu_context_dup_actor:
 * @self: a started context
 *
 * Returns: (transfer full): who acts now.
 */
GuSessionActor *gu_context_dup_actor (GuContext *self);

/**
 * gu_context_add_event_async:
 * @self: a started context
 * @dossier_id: (nullable): the dossier, or %NULL for the desk itself
 * @kind: what happened: "receipt-printed", "paper-saved"…
 *
 * Writes down something that a person did and that changes no data. Finish with
 * gu_context_add_event_finish().
 */
void gu_context_add_event_async (GuContext *self,
                                 const char *dossier_id,
                                 const char *kind,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean gu_context_add_event_finish (GuContext *self, GAsyncResult *result, GError **error);

/* For the classes of this layer: the threads of the context. The store is written in one, papers
 * are copied in another and looked at in a third, lists are read in a fourth, the card is used in a
 * fifth, central in a sixth. */
GuTaskQueue *gu_context_get_store_queue (GuContext *self);
GuTaskQueue *gu_context_get_document_queue (GuContext *self);
GuTaskQueue *gu_context_get_inspect_queue (GuContext *self);
GuTaskQueue *gu_context_get_list_queue (GuContext *self);
GuTaskQueue *gu_context_get_card_queue (GuContext *self);
GuTaskQueue *gu_context_get_central_queue (GuContext *self);

G_END_DECLS
