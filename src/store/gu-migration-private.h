/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Private to the store: brings a database to the current form. */

#include "gu-database-private.h"

G_BEGIN_DECLS

typedef struct
{
  int version;
  const char *name; /* for messages */
  const char *sql;
} GuMigrationStep;

/* The steps compiled in, in order: (transfer container) (element-type GuMigrationStep). */
GPtrArray *gu_migration_list_steps (void);

/*
 * Applies the steps above the database's user_version, each in one transaction that also checks the
 * references. Before the first step on a database that holds something, a copy goes to @backup_dir.
 * @steps are numbered 1 … n.
 */
gboolean gu_migration_run (GuDatabase *database,
                           const GuMigrationStep *const *steps,
                           gsize n_steps,
                           const char *backup_dir,
                           gint64 now_ms,
                           GCancellable *cancellable,
                           GError **error);

G_END_DECLS
