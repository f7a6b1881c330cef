/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "gu-context.h"

G_BEGIN_DECLS

/**
 * gu_dossier_export_async:
 * @context: a started context
 * @dossier_id: a dossier
 * @folder: where a subfolder named after the dossier is made; its parents are made too
 * @cancellable: (nullable): to give up
 * @callback: called when all is written
 * @user_data: for @callback
 *
 * Writes `dossier.json` (whole, with personal data), `events.json` and the original bytes of each
 * paper under `papers/`. The export is an event of the dossier.
 */
void gu_dossier_export_async (GuContext *context,
                              const char *dossier_id,
                              GFile *folder,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/* Returns: (transfer full) (nullable): the subfolder. */
GFile *gu_dossier_export_finish (GAsyncResult *result, GError **error);

G_END_DECLS
