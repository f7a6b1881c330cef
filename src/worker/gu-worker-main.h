/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <gio/gunixfdlist.h>

#include "gu-lockdown.h"

G_BEGIN_DECLS

/* One call, as a method sees it. */
typedef struct
{
  GVariant *args;         /* borrowed, nullable; of the type that the table demands */
  GUnixFDList *fds;       /* borrowed, nullable; at least as many as the table demands */
  GVariant *reply;        /* to be set, may stay floating */
  GUnixFDList *reply_fds; /* to be set, owned; see gu_worker_call_give_fd() */
} GuWorkerCall;

/* Does one call; @state is what the program gave to gu_worker_main(). */
typedef gboolean (*GuWorkerMethodFunc) (GuWorkerCall *call, gpointer state, GError **error);

/* A row of a table of methods; the last row has no name. */
typedef struct
{
  const char *name;
  const char *args_type; /* a GVariant type string; NULL for a call without arguments */
  guint n_fds;           /* how many descriptors must come along */
  GuWorkerMethodFunc run;
} GuWorkerMethod;

/**
 * gu_worker_main:
 * @program: (not nullable): the program's name, for the log
 * @limits: (not nullable): what it may use
 * @tables: (array zero-terminated=1): the tables of methods
 * @state: (nullable): for the methods
 *
 * The whole main() of a worker: log, translations, lockdown, then calls until the desk hangs up.
 *
 * Returns: the exit status.
 */
int gu_worker_main (const char *program,
                    const GuLockdownLimits *limits,
                    const GuWorkerMethod *const *tables,
                    gpointer state);

/**
 * gu_worker_call_map:
 * @call: a call
 * @index: which of its descriptors
 * @max_size: how many bytes are taken
 * @error: return location
 *
 * Maps a file that came with a call. Its bytes are read as they are needed.
 *
 * Errors: %GU_DOCUMENT_ERROR: empty, too large, not a file.
 *
 * Returns: (transfer full): the bytes.
 */
GBytes *gu_worker_call_map (GuWorkerCall *call, guint index, guint64 max_size, GError **error);

/**
 * gu_worker_call_give_fd:
 * @call: a call
 * @fd: (transfer full): a descriptor that goes back with the reply
 */
void gu_worker_call_give_fd (GuWorkerCall *call, int fd);

/**
 * gu_worker_call_give_bytes:
 * @call: a call
 * @bytes: (not nullable): at least one byte
 * @error: return location
 *
 * Sends bytes back as a sealed memfd (see gu_sealed_bytes_map()).
 *
 * Returns: whether that worked.
 */
gboolean gu_worker_call_give_bytes (GuWorkerCall *call, GBytes *bytes, GError **error);

G_END_DECLS
