/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "gu-secret-bytes.h"
#include "gu-token-certificate.h"
#include "gu-worker-process.h"

G_BEGIN_DECLS

#define GU_TYPE_TOKEN_WORKER (gu_token_worker_get_type ())
G_DECLARE_FINAL_TYPE (GuTokenWorker, gu_token_worker, GU, TOKEN_WORKER, GObject)

/* One ghiseu-token-worker with its one module, seen from the desk: calls, their deadlines, and the
 * translation of what the module answered. Used by GuTokenService alone, which makes one call at a
 * time; only kill() may come from another thread. */

/* A token in a slot. */
typedef struct
{
  char *description;
  char *label;
  char *manufacturer;
  gboolean pin_pad;
  int tries;
  GPtrArray *certificates; /* of GBytes */
  GArray *keys;            /* of gboolean: whether the card has the key of that certificate */
  GPtrArray *authorities;  /* of GBytes */
} GuTokenSlot;

GuTokenWorker *gu_token_worker_new (const char *program, const char *module);

/* Errors of all: %GU_CARD_ERROR. */
gboolean
gu_token_worker_load (GuTokenWorker *self, guint deadline_ms, char **description, GError **error);

/* Returns: (transfer full) (element-type GuTokenSlot) (nullable): may be empty. */
GPtrArray *gu_token_worker_list (GuTokenWorker *self,
                                 guint deadline_ms,
                                 GCancellable *cancellable,
                                 GError **error);

/* Shows the PIN, signs, and leaves the card locked.
 * Returns: (transfer full) (element-type GBytes) (nullable): signatures ready for CMS, not yet
 *   verified. */
GPtrArray *gu_token_worker_sign (GuTokenWorker *self,
                                 GuTokenCertificate *certificate,
                                 GuSecretBytes *pin,
                                 GPtrArray *digests,
                                 guint deadline_ms,
                                 GCancellable *cancellable,
                                 GError **error);

/* Any thread. */
void gu_token_worker_kill (GuTokenWorker *self);

/* Grows each time a new process is started: sessions of an older one are gone. */
guint gu_token_worker_get_generation (GuTokenWorker *self);

G_END_DECLS
