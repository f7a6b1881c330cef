/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-card-monitor.h"
#include "gu-central-link.h"
#include "gu-certificate-list.h"
#include "gu-context.h"
#include "gu-document-service.h"
#include "gu-embedded-server.h"
#include "gu-health.h"
#include "gu-rule-book.h"
#include "gu-settings.h"
#include "gu-store.h"
#include "gu-token-service.h"

G_BEGIN_DECLS

/* How far the way to central has come. */
typedef enum
{
  GU_CENTRAL_PHASE_OFF,      /* no central is configured, or nobody asked for it */
  GU_CENTRAL_PHASE_STARTING, /* the embedded server starts */
  GU_CENTRAL_PHASE_FAILED,   /* it did not; tried again later */
  GU_CENTRAL_PHASE_LINKED,   /* there is a link, with a state of its own */
} GuCentralPhase;

struct _GuContext
{
  GObject parent_instance;

  /* owned */
  char *data_dir;
  char *central_option; /* nullable: what the program was started with */
  char *libexec_dir;
  GuClock *clock;
  GuSettings *settings;
  GuHealth *health;
  GuRuleBook *rule_book;
  GuDocumentService *documents;
  GuTokenService *tokens;
  GuCardMonitor *cards;
  GuCertificateList *certificates;
  GuStore *store;
  GuEmbeddedServer *server;
  GuCentralLink *link;
  GThread *stopper;
  GuTaskQueue *store_queue;
  GuTaskQueue *document_queue;
  GuTaskQueue *inspect_queue;
  GuTaskQueue *list_queue;
  GuTaskQueue *card_queue;
  GuTaskQueue *central_queue;
  GCancellable *cancellable; /* ends everything at stop */
  GError *central_error;
  GPtrArray *central_waiting; /* of GTask: who waits for the link */

  GuContextFlags flags;
  GuCentralPhase central_phase;
  guint central_retry; /* source id */
  gboolean central_keeps;
  gboolean ready;
  gboolean starting;
  gboolean stopped;
};

/* gu-context-central.c */
void gu_context_central_begin (GuContext *self, gboolean keep_link);
void gu_context_central_stop (GuContext *self);
GuCentralPhase gu_context_get_central_phase (GuContext *self);
const GError *gu_context_get_central_error (GuContext *self);

/* gu-context-papers.c: writes a paper to a file as a whole. Blocks; thread: a worker. */
gboolean gu_context_copy_blob (GuStore *store,
                               const char *sha256,
                               GFile *target,
                               GCancellable *cancellable,
                               GError **error);

/* Emitted when the way to central changes: "central-changed". */
void gu_context_emit_central_changed (GuContext *self);

G_END_DECLS
