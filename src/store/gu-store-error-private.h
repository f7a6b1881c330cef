/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-store-error.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/* The one place where SQLite's result codes become sentences. @db: (nullable). */
void gu_store_error_set_sqlite (GError **error, sqlite3 *db, int rc);

/* The same for errno; @what says in technical words what was done ("fsync"). */
void gu_store_error_set_errno (GError **error, int saved_errno, const char *what);

/* A plain error of the domain with sentence and (nullable) hint. */
void gu_store_error_set (GError **error, GuStoreError code, const char *sentence, const char *hint);

G_END_DECLS
