/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "gu-clock.h"

G_BEGIN_DECLS

/* What stored codes are called in front of a clerk. All return translated text, (transfer none)
 * unless said; an unknown code is returned as it is. Thread: any. */

const char *gu_words_state (const char *state);
const char *gu_words_status (const char *status);
const char *gu_words_regime (const char *regime);
const char *gu_words_sync (const char *sync_state);
const char *gu_words_role (const char *document_role);

/**
 * gu_words_is_draft:
 * @state: (nullable): a state as stored
 *
 * Returns: whether the dossier can still be filled in: neither registered nor given up.
 */
gboolean gu_words_is_draft (const char *state);

/**
 * gu_words_list_states:
 *
 * Returns: (array zero-terminated=1): every state of a dossier as stored, in the order of a
 * dossier's life.
 */
const char *const *gu_words_list_states (void);

/* (transfer full): "23.11.2026", "23.11.2026 10:42", "1.2 MB". */
char *gu_words_date (const GDate *date);
char *gu_words_iso_date (const char *iso_date);
char *gu_words_instant (GuClock *clock, gint64 unix_ms);
char *gu_words_size (guint64 bytes);

/**
 * gu_words_parse_date:
 * @text: "2026-11-23" or "23.11.2026"
 * @date: (out caller-allocates): the date
 *
 * Returns: whether @text is a date.
 */
gboolean gu_words_parse_date (const char *text, GDate *date);

G_END_DECLS
