/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-connection-private.h"
#include "gu-store.h"

G_BEGIN_DECLS

/* Sends a file that the registry wants. @sent counts the bytes that travelled, also when it fails.
 * A cut line costs a few chunks: the next call goes on where this one stopped. */
gboolean gu_blob_send (GuConnection *connection,
                       GuStore *store,
                       const char *sha256,
                       guint64 *sent,
                       GCancellable *cancellable,
                       GError **error);

/* Brings a file into the store. */
gboolean gu_blob_fetch (GuConnection *connection,
                        GuStore *store,
                        const char *sha256,
                        GCancellable *cancellable,
                        GError **error);

G_END_DECLS
