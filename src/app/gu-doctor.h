/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "gu-context.h"
#include "gu-finding.h"

G_BEGIN_DECLS

/**
 * gu_doctor_run_async:
 * @context: a started context
 * @area: (nullable): only this area; %NULL for all
 *
 * Looks at everything that the desk needs, and says in words what is wrong and what to do.
 */
void gu_doctor_run_async (GuContext *context,
                          const char *area,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);

/* Returns: (transfer full) (element-type GuFinding) (nullable) */
GPtrArray *gu_doctor_run_finish (GAsyncResult *result, GError **error);

/**
 * gu_journal_verify_async:
 * @context: a started context
 *
 * Follows the hash chain of the whole journal. Finish with gu_journal_verify_finish().
 */
void gu_journal_verify_async (GuContext *context,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/**
 * gu_journal_verify_finish:
 * @result: what the callback was given
 * @sentence: (out) (optional) (transfer full): the verdict, translated
 * @n_events: (out) (optional): how many events were followed
 * @broken_at: (out) (optional): the first event that does not fit, 0 when all do
 * @error: (out) (optional): why it could not be read
 *
 * Returns: whether the chain is whole; %FALSE without @error when it is broken.
 */
gboolean gu_journal_verify_finish (GAsyncResult *result,
                                   char **sentence,
                                   gint64 *n_events,
                                   gint64 *broken_at,
                                   GError **error);

G_END_DECLS
