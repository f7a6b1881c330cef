/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-central-link.h"
#include "gu-connection-private.h"

G_BEGIN_DECLS

/* One conversation with the registry over one connection. Belongs to one thread. */
typedef struct
{
  /* borrowed */
  GuStore *store;
  GuClock *clock;
  GHashTable *registers; /* code → block (uint) */
  GuSyncReport *report;
  /* owned */
  GuConnection *connection;
  char *desk;
  char *cursor;         /* where the feed goes on; the store's copy may be older by empty pages */
  int closed_before;    /* the year whose predecessors' numbers were given back */
  gint64 central_batch; /* the last batch that the registry has of us */
} GuRound;

/* Connects and introduces the desk. */
GuRound *gu_round_open (GuStore *store,
                        GuClock *clock,
                        const char *conninfo,
                        const char *desk,
                        GHashTable *registers,
                        gboolean listen,
                        GCancellable *cancellable,
                        GError **error);
void gu_round_close (GuRound *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuRound, gu_round_close)

/* Everything there is to do now: push, pull, numbers. Adds to @report. */
gboolean
gu_round_run (GuRound *self, GuSyncReport *report, GCancellable *cancellable, GError **error);

/* Parts of it. */
gboolean gu_round_check_status (JsonObject *answer, GError **error);
gboolean gu_round_push (GuRound *self, GCancellable *cancellable, GError **error);
gboolean gu_round_pull (GuRound *self, GCancellable *cancellable, GError **error);
/* Numbers of all blocks may be on papers that this store does not know of: no more of them. */
gboolean gu_round_revoke_leases (GuRound *self, const char *reason, GError **error);
gboolean gu_round_recover_leases (GuRound *self, JsonArray *leases, GError **error);
gboolean
gu_round_claim_leases (GuRound *self, JsonArray *known, GCancellable *cancellable, GError **error);
gboolean gu_round_fill_leases (GuRound *self, GCancellable *cancellable, GError **error);

G_END_DECLS
