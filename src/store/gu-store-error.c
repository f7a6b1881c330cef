/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-store"

#include "config.h"

#include "gu-store-error-private.h"

#include "gu-error.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>

static const GuErrorNick nicks[] = {
  { GU_STORE_ERROR_FAILED, "failed" },       { GU_STORE_ERROR_IN_USE, "in-use" },
  { GU_STORE_ERROR_NEWER, "newer" },         { GU_STORE_ERROR_CORRUPT, "corrupt" },
  { GU_STORE_ERROR_DISK_FULL, "disk-full" }, { GU_STORE_ERROR_READ_ONLY, "read-only" },
  { GU_STORE_ERROR_BUSY, "busy" },           { GU_STORE_ERROR_MIGRATION, "migration" },
  { GU_STORE_ERROR_NOT_FOUND, "not-found" }, { GU_STORE_ERROR_EXISTS, "exists" },
  { GU_STORE_ERROR_CHANGED, "changed" },     { GU_STORE_ERROR_STATE, "state" },
  { GU_STORE_ERROR_INVALID, "invalid" },     { GU_STORE_ERROR_NO_NUMBERS, "no-numbers" },
  { GU_STORE_ERROR_TOO_BIG, "too-big" },     { GU_STORE_ERROR_TAMPERED, "tampered" },
  { GU_STORE_ERROR_CLOSED, "closed" },
};

GU_DEFINE_ERROR_DOMAIN (gu_store_error, "gu-store-error", nicks)

typedef struct
{
  GuStoreError code;
  const char *sentence;
  const char *hint;
} GuStoreSentence;

static const GuStoreSentence sentences[] = {
  { GU_STORE_ERROR_FAILED,
    N_ ("The disk reported an error; nothing was changed."),
    N_ ("Try again. If it happens once more, have the disk checked before going on.") },
  { GU_STORE_ERROR_CORRUPT,
    N_ ("The desk's database is damaged."),
    N_ ("Stop working at this desk and restore the last backup from the folder “backups”; ask the "
        "administrator.") },
  { GU_STORE_ERROR_DISK_FULL,
    N_ ("The disk is full; nothing was changed."),
    N_ ("Free some room on the disk and do it again. The desk has released its reserve, so work "
        "under way can be finished.") },
  { GU_STORE_ERROR_READ_ONLY,
    N_ ("The desk's folder cannot be written."),
    N_ ("Ask the administrator for the right to write in the folder of the desk's data.") },
  { GU_STORE_ERROR_BUSY,
    N_ ("The desk's database is locked by another program."),
    N_ ("Close the program that reads the desk's database and try again.") },
  { GU_STORE_ERROR_CLOSED, N_ ("The desk's store is closed."), N_ ("Start the desk again.") },
  { GU_STORE_ERROR_INVALID, N_ ("The desk's store refused what was to be written."), NULL },
};

static void
gu_store_error_set_known (GError **error, GuStoreError code, const char *detail)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++)
    {
      if (sentences[i].code == code)
        {
          const char *hint = sentences[i].hint;

          gu_error_set (error,
                        GU_STORE_ERROR,
                        (int) code,
                        hint != NULL ? _ (hint) : NULL,
                        detail,
                        "%s",
                        _ (sentences[i].sentence));
          return;
        }
    }

  g_assert_not_reached ();
}

void
gu_store_error_set (GError **error, GuStoreError code, const char *sentence, const char *hint)
{
  if (sentence == NULL)
    gu_store_error_set_known (error, code, NULL);
  else
    gu_error_set (error, GU_STORE_ERROR, (int) code, hint, NULL, "%s", sentence);
}

static GuStoreError
gu_store_error_code_from_sqlite (sqlite3 *db, int rc)
{
  switch (rc & 0xff)
    {
    case SQLITE_FULL:
      return GU_STORE_ERROR_DISK_FULL;
    case SQLITE_IOERR:
      if (db != NULL
          && (sqlite3_system_errno (db) == ENOSPC || sqlite3_system_errno (db) == EDQUOT))
        return GU_STORE_ERROR_DISK_FULL;
      return rc == SQLITE_IOERR_CORRUPTFS ? GU_STORE_ERROR_CORRUPT : GU_STORE_ERROR_FAILED;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
      return GU_STORE_ERROR_CORRUPT;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return GU_STORE_ERROR_BUSY;
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      return GU_STORE_ERROR_READ_ONLY;
    case SQLITE_CONSTRAINT:
    case SQLITE_TOOBIG:
    case SQLITE_MISMATCH:
      return GU_STORE_ERROR_INVALID;
    default:
      return GU_STORE_ERROR_FAILED;
    }
}

void
gu_store_error_set_sqlite (GError **error, sqlite3 *db, int rc)
{
  g_autofree char *detail = NULL;

  if ((rc & 0xff) == SQLITE_INTERRUPT)
    {
      g_set_error_literal (
          error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("The action was cancelled."));
      return;
    }

  /* SQLite's own message names tables and columns, never values: those are always bound. */
  detail = g_strdup_printf ("SQLite %d: %s (%s)",
                            rc,
                            sqlite3_errstr (rc),
                            db != NULL ? sqlite3_errmsg (db) : "no database");
  gu_store_error_set_known (error, gu_store_error_code_from_sqlite (db, rc), detail);
}

void
gu_store_error_set_errno (GError **error, int saved_errno, const char *what)
{
  g_autofree char *detail = g_strdup_printf (
      "%s: %s (errno %d)", what, g_strerror (saved_errno), saved_errno);
  GuStoreError code = GU_STORE_ERROR_FAILED;

  switch (saved_errno)
    {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      code = GU_STORE_ERROR_DISK_FULL;
      break;
    case EACCES:
    case EPERM:
    case EROFS:
      code = GU_STORE_ERROR_READ_ONLY;
      break;
    default:
      break;
    }
  gu_store_error_set_known (error, code, detail);
}
