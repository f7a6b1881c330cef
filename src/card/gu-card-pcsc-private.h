/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "gu-card-error.h"

G_BEGIN_DECLS

/* Short looks through PC/SC, each in a context of its own. Nothing here connects to a card, so
 * nothing here waits for one: what talks to the card is in the token worker, under a deadline. Any
 * thread. */

/**
 * gu_card_pcsc_explain:
 * @error: return location
 *
 * Says why there is no card to work with, when PC/SC can tell: no service, no reader, no card, a
 * mute one, one held by another program.
 *
 * Returns: %TRUE when there is a card that answers (then @error is not set).
 */
gboolean gu_card_pcsc_explain (GError **error);

/**
 * gu_card_pcsc_snapshot:
 *
 * Returns: (transfer full): a text that is another one once a card or a reader has come or gone.
 */
char *gu_card_pcsc_snapshot (void);

/**
 * gu_card_pcsc_find_reader:
 * @description: description of a PKCS#11 slot: the reader's name, cut to 64 bytes
 *
 * Returns: (transfer full) (nullable): the reader's name in PC/SC.
 */
char *gu_card_pcsc_find_reader (const char *description);

/**
 * gu_card_pcsc_is_present:
 * @reader: name of a reader
 *
 * Returns: whether a card is in it now.
 */
gboolean gu_card_pcsc_is_present (const char *reader);

/**
 * gu_card_pcsc_get_insertion:
 * @reader: name of a reader
 *
 * Returns: a number that another insertion has not; -1 when there is no card in it.
 */
int gu_card_pcsc_get_insertion (const char *reader);

/* A connection to the card service that is kept for nothing but to notice when it breaks: a module
 * does not notice that the service it was connected to has been replaced. */
typedef struct _GuCardCanary GuCardCanary;

/**
 * gu_card_canary_new:
 *
 * Returns: (transfer full) (nullable): a connection; %NULL when the service does not answer.
 */
GuCardCanary *gu_card_canary_new (void);

/**
 * gu_card_canary_is_alive:
 * @canary: a connection
 *
 * Returns: whether the service is still the one it was made with.
 */
gboolean gu_card_canary_is_alive (GuCardCanary *canary);

void gu_card_canary_free (GuCardCanary *canary);

/* Watches one card while a module works with it: some modules wait for ever for a card that has
 * been pulled. */
typedef struct _GuCardGuard GuCardGuard;

/**
 * gu_card_guard_new:
 * @reader: name of the reader
 * @grace_ms: how long after the removal @func is called, unless the guard is dropped before
 * @func: called at most once, in the guard's thread
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data, in any thread
 *
 * Returns: (transfer full): a guard, with a thread of its own.
 */
GuCardGuard *gu_card_guard_new (const char *reader,
                                guint grace_ms,
                                void (*func) (gpointer user_data),
                                gpointer user_data,
                                GDestroyNotify destroy);

/**
 * gu_card_guard_drop:
 * @guard: (transfer full): a guard
 *
 * Ends it without waiting for its thread: ending a wait takes pcscd longer than a signature takes
 * the card.
 *
 * Returns: whether the card was seen to leave while the guard stood.
 */
gboolean gu_card_guard_drop (GuCardGuard *guard);

G_END_DECLS
