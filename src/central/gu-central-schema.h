/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The login that the embedded server gives to its own desk. */
#define GU_CENTRAL_EMBEDDED_LOGIN "ghiseu_birou"

/**
 * gu_central_migrate:
 * @conninfo: libpq connection string of an administrator (superuser, or CREATEROLE and owner of the
 *   database)
 * @from: (out) (optional): the version found, 0 in an empty database
 * @to: (out) (optional): the version after the call
 * @cancellable: (nullable): to give up; the step that runs is rolled back
 * @error: (out): %GU_CENTRAL_ERROR_DESK_OLD when the database is newer than this program,
 *   _MIGRATION when a step fails (nothing of that step is kept), or a connection error
 *
 * Brings the registry's schema up to date: the numbered files under sql/central, each in one
 * transaction, under a lock so that two administrators do no harm. Partitions of the present and
 * the next year are made as well, so it is worth calling once a year.
 *
 * Blocks. Thread: any.
 *
 * Returns: whether the schema is the one this program knows.
 */
gboolean gu_central_migrate (const char *conninfo,
                             int *from,
                             int *to,
                             GCancellable *cancellable,
                             GError **error);

/**
 * gu_central_init:
 * @conninfo: as for gu_central_migrate(); names the database to make
 * @cancellable: (nullable): to give up
 * @error: (out): as gu_central_migrate()
 *
 * Makes the database if there is none (through the database "postgres" of the same server) and
 * migrates it. Calling it again changes nothing.
 *
 * Blocks. Thread: any.
 *
 * Returns: whether the database is ready.
 */
gboolean gu_central_init (const char *conninfo, GCancellable *cancellable, GError **error);

/**
 * gu_central_add_login:
 * @conninfo: an administrator's, as for gu_central_migrate()
 * @login: the PostgreSQL role to make or to change: letters, digits and "_", at most 60
 * @password: (nullable): its password (kept by PostgreSQL as SCRAM-SHA-256), %NULL to leave as is
 * @institution_code: short code of the institution, letters, digits, "-" and "_"
 * @institution_name: (nullable): its name; %NULL keeps the one already there
 * @desk_code: the desk it works at, at most 20 characters of the same kind
 * @desk_role: "clerk", "supervisor", "auditor" or "administrator"
 * @cancellable: (nullable): to give up
 * @error: (out): %GU_CENTRAL_ERROR_REFUSED for a name that is not allowed, or a connection error
 *
 * Makes or changes a login, its desk and its institution. A login belongs to one institution for
 * good.
 *
 * Blocks. Thread: any.
 *
 * Returns: whether the login can work.
 */
gboolean gu_central_add_login (const char *conninfo,
                               const char *login,
                               const char *password,
                               const char *institution_code,
                               const char *institution_name,
                               const char *desk_code,
                               const char *desk_role,
                               GCancellable *cancellable,
                               GError **error);

/**
 * gu_central_prepare_desk:
 * @admin_conninfo: of an embedded server
 * @institution_code: as in gu_central_add_login()
 * @institution_name: (nullable): as in gu_central_add_login()
 * @desk_code: as in gu_central_add_login()
 * @cancellable: (nullable): to give up
 * @error: (out): as gu_central_migrate() and gu_central_add_login()
 *
 * Everything an embedded server needs after it was started: database, schema, and the login that
 * gu_embedded_server_get_conninfo() uses. Quick when there is nothing to do.
 *
 * Blocks. Thread: any.
 *
 * Returns: whether the desk can connect.
 */
gboolean gu_central_prepare_desk (const char *admin_conninfo,
                                  const char *institution_code,
                                  const char *institution_name,
                                  const char *desk_code,
                                  GCancellable *cancellable,
                                  GError **error);

/**
 * gu_central_status:
 * @conninfo: an administrator's or a desk's
 * @cancellable: (nullable): to give up
 * @error: (out): a connection error, or %GU_CENTRAL_ERROR_NOT_READY
 *
 * What an administrator wants to see: server version, schema version and the one this program
 * knows, the login's institution, desk and role; and, for administrators, counts of dossiers,
 * files, logins, rejected items and conflicts, open leases, size of the database.
 *
 * Blocks. Thread: any.
 *
 * Returns: (transfer full): a JSON object.
 */
JsonNode *gu_central_status (const char *conninfo, GCancellable *cancellable, GError **error);

/**
 * gu_central_schema_known:
 *
 * Returns: the highest version of the schema that this program carries.
 */
int gu_central_schema_known (void);

G_END_DECLS
