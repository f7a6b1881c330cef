/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GU_STORE_ERROR (gu_store_error_quark ())

/**
 * GuStoreError:
 * @GU_STORE_ERROR_FAILED: an input or output error of the machine
 * @GU_STORE_ERROR_IN_USE: another process has the store open
 * @GU_STORE_ERROR_NEWER: written by a newer version of the desk
 * @GU_STORE_ERROR_CORRUPT: the database or a paper is damaged
 * @GU_STORE_ERROR_DISK_FULL: no room; nothing was changed
 * @GU_STORE_ERROR_READ_ONLY: the folder cannot be written
 * @GU_STORE_ERROR_BUSY: the database stayed locked too long
 * @GU_STORE_ERROR_MIGRATION: a step to the newer form failed; the store is as it was
 * @GU_STORE_ERROR_NOT_FOUND: there is no such dossier, document, batch, conflict
 * @GU_STORE_ERROR_EXISTS: there is one with this id already
 * @GU_STORE_ERROR_CHANGED: somebody changed it since it was read (compare-and-set on rev)
 * @GU_STORE_ERROR_STATE: not possible in the state the dossier is in
 * @GU_STORE_ERROR_INVALID: what was given is not well formed
 * @GU_STORE_ERROR_NO_NUMBERS: the lease of registration numbers is used up
 * @GU_STORE_ERROR_TOO_BIG: the file is bigger than allowed
 * @GU_STORE_ERROR_TAMPERED: the journal does not match its chain
 * @GU_STORE_ERROR_CLOSED: the store was closed
 *
 * A cancelled call returns %G_IO_ERROR_CANCELLED.
 */
typedef enum
{
  GU_STORE_ERROR_FAILED,
  GU_STORE_ERROR_IN_USE,
  GU_STORE_ERROR_NEWER,
  GU_STORE_ERROR_CORRUPT,
  GU_STORE_ERROR_DISK_FULL,
  GU_STORE_ERROR_READ_ONLY,
  GU_STORE_ERROR_BUSY,
  GU_STORE_ERROR_MIGRATION,
  GU_STORE_ERROR_NOT_FOUND,
  GU_STORE_ERROR_EXISTS,
  GU_STORE_ERROR_CHANGED,
  GU_STORE_ERROR_STATE,
  GU_STORE_ERROR_INVALID,
  GU_STORE_ERROR_NO_NUMBERS,
  GU_STORE_ERROR_TOO_BIG,
  GU_STORE_ERROR_TAMPERED,
  GU_STORE_ERROR_CLOSED,
} GuStoreError;

/**
 * gu_store_error_quark:
 *
 * Returns: the error domain of the store.
 */
GQuark gu_store_error_quark (void);

G_END_DECLS
