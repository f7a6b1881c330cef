/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Private to the store: shared by the feed and the resolution of conflicts. */

#include "gu-store-private.h"

G_BEGIN_DECLS

/* What a field holds, as JSON text: "null" when absent. */
char *gu_remote_field_text (JsonObject *json, const char *field);

/* Notes a conflict once; @added: whether it is new. */
gboolean gu_conflict_note (GuTransaction *tx,
                           const char *dossier_id,
                           const char *field,
                           const char *local_value,
                           const char *remote_value,
                           gint64 remote_rev,
                           const char *origin,
                           gboolean *added,
                           GError **error);

/* Brings dossier.conflicts up to date. */
gboolean gu_conflict_recount (GuTransaction *tx, const char *dossier_id, GError **error);

/* Fields of conflicts about papers are "documents.ID". */
#define GU_CONFLICT_DOCUMENT "documents."

G_END_DECLS
