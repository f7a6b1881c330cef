/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-error.h"

G_BEGIN_DECLS

/**
 * GuCentralError:
 * @GU_CENTRAL_ERROR_FAILED: something that has no better code
 * @GU_CENTRAL_ERROR_OFFLINE: the central cannot be reached, or the line broke
 * @GU_CENTRAL_ERROR_BUSY: the central is there and asks to try again (locks, too many connections)
 * @GU_CENTRAL_ERROR_LOGIN: the central refused the login
 * @GU_CENTRAL_ERROR_RIGHTS: the login may not do this
 * @GU_CENTRAL_ERROR_NOT_READY: there is no registry in that database yet
 * @GU_CENTRAL_ERROR_DESK_OLD: the central has moved on; this program must be upgraded
 * @GU_CENTRAL_ERROR_CENTRAL_OLD: this program is newer than the central, which must be migrated
 * @GU_CENTRAL_ERROR_REFUSED: the central refused what was sent, and would refuse it again
 * @GU_CENTRAL_ERROR_CHAIN: the journal does not continue the one that the central holds
 * @GU_CENTRAL_ERROR_REGISTER: the register is closed, or the numbers do not add up
 * @GU_CENTRAL_ERROR_BLOB: a file is missing, damaged, too large or not ours
 * @GU_CENTRAL_ERROR_DISK_FULL: no room, here or on the central
 * @GU_CENTRAL_ERROR_SERVER_MISSING: PostgreSQL is not installed on this machine
 * @GU_CENTRAL_ERROR_SERVER_VERSION: the private data was written by another version of PostgreSQL
 * @GU_CENTRAL_ERROR_SERVER_START: the private server does not start
 * @GU_CENTRAL_ERROR_SERVER_PLACE: the folder cannot hold a private server (path too long, rights)
 * @GU_CENTRAL_ERROR_MIGRATION: a step of the schema failed; nothing of it was kept
 *
 * A cancelled call returns %G_IO_ERROR_CANCELLED.
 */
typedef enum
{
  GU_CENTRAL_ERROR_FAILED,
  GU_CENTRAL_ERROR_OFFLINE,
  GU_CENTRAL_ERROR_BUSY,
  GU_CENTRAL_ERROR_LOGIN,
  GU_CENTRAL_ERROR_RIGHTS,
  GU_CENTRAL_ERROR_NOT_READY,
  GU_CENTRAL_ERROR_DESK_OLD,
  GU_CENTRAL_ERROR_CENTRAL_OLD,
  GU_CENTRAL_ERROR_REFUSED,
  GU_CENTRAL_ERROR_CHAIN,
  GU_CENTRAL_ERROR_REGISTER,
  GU_CENTRAL_ERROR_BLOB,
  GU_CENTRAL_ERROR_DISK_FULL,
  GU_CENTRAL_ERROR_SERVER_MISSING,
  GU_CENTRAL_ERROR_SERVER_VERSION,
  GU_CENTRAL_ERROR_SERVER_START,
  GU_CENTRAL_ERROR_SERVER_PLACE,
  GU_CENTRAL_ERROR_MIGRATION,
} GuCentralError;

#define GU_CENTRAL_ERROR (gu_central_error_quark ())
GQuark gu_central_error_quark (void);

/**
 * gu_central_error_set_sqlstate:
 * @error: (out) (optional) (nullable): where to put the error
 * @sqlstate: (nullable): five characters from PostgreSQL; %NULL when the line broke
 *
 * The one table that turns what PostgreSQL says into a sentence and a hint. The technical detail is
 * the SQLSTATE alone: PostgreSQL's own words may quote what was sent.
 *
 * Thread: any.
 */
void gu_central_error_set_sqlstate (GError **error, const char *sqlstate);

/**
 * gu_central_error_is_passing:
 * @error: (not nullable): any error
 *
 * Returns: whether trying the same again later makes sense.
 */
gboolean gu_central_error_is_passing (const GError *error);

/**
 * gu_central_rejection_sentence:
 * @code: (nullable): the stable reason with which the central returned an item ("number-taken" …)
 *
 * Thread: any.
 *
 * Returns: (transfer none): the translated sentence that says what happened.
 */
const char *gu_central_rejection_sentence (const char *code);

/**
 * gu_central_rejection_hint:
 * @code: (nullable): as above
 *
 * Thread: any.
 *
 * Returns: (transfer none): the translated sentence that says what to do.
 */
const char *gu_central_rejection_hint (const char *code);

G_END_DECLS
