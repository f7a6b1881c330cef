/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-store.h"

G_BEGIN_DECLS

/**
 * gu_fill_store:
 * @store: an open store
 * @n: how many dossiers
 * @documents: papers for each dossier; all share a few small blobs
 * @error: return location
 *
 * Fills a store with invented dossiers, the same ones each time: names, addresses, states, terms
 * and numbers as a county sees them; most are registered and synchronised, a few are drafts, a few
 * wait in the outbox. Written in large transactions: some 100,000 in well under a minute.
 *
 * Returns: whether all are on disk.
 */
gboolean gu_fill_store (GuStore *store, guint n, guint documents, GError **error);

G_END_DECLS
