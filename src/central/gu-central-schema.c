/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-central"

#include "config.h"

#include "gu-central-schema.h"

#include "gu-central-resources.h"
#include "gu-connection-private.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#define SQL_PATH "/ro/ghiseuunic/central/sql"
/* Ranges of missing chunks need multiranges. */
#define OLDEST_SERVER 140000
/* A number of our own for the lock that keeps two administrators apart. */
#define MIGRATION_LOCK "7240213"

static int
gu_schema_compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The names of the files, in the order of their numbers. */
static GStrv
gu_schema_list_files (void)
{
  g_auto (GStrv) names = g_resource_enumerate_children (
      gu_central_get_resource (), SQL_PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  if (names == NULL)
    g_error ("The schema was not compiled in");
  qsort (names, g_strv_length (names), sizeof *names, gu_schema_compare_names);

  return g_steal_pointer (&names);
}

int
gu_central_schema_known (void)
{
  g_auto (GStrv) names = gu_schema_list_files ();

  return (int) g_strv_length (names);
}

/* Reads one value as a number; -1 with @error. */
static int
gu_schema_query_int (GuConnection *connection,
                     const char *sql,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (PGresult) result = gu_connection_query (connection, sql, 0, NULL, cancellable, error);

  return result == NULL ? -1 : (int) g_ascii_strtoll (PQgetvalue (result, 0, 0), NULL, 10);
}

/* 0 where there is no registry yet; -1 with @error. */
static int
gu_schema_read_version (GuConnection *connection, GCancellable *cancellable, GError **error)
{
  int there = gu_schema_query_int (connection,
                                   "SELECT count(*) FROM pg_catalog.pg_class c JOIN "
                                   "pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                                   " WHERE n.nspname = 'gu' AND c.relname = 'schema_version'",
                                   cancellable,
                                   error);

  if (there <= 0)
    return there;

  return gu_schema_query_int (
      connection, "SELECT coalesce(max(version), 0) FROM gu.schema_version", cancellable, error);
}

/* One file, its row in the table of versions, and nothing else: one transaction. */
static gboolean
gu_schema_apply (GuConnection *connection,
                 const char *name,
                 int version,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autofree char *path = g_build_path ("/", SQL_PATH, name, NULL);
  g_autoptr (GBytes) sql = g_resource_lookup_data (
      gu_central_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  g_autofree char *sha256 = NULL;
  g_autofree char *script = NULL;
  g_autoptr (GError) local = NULL;

  if (sql == NULL)
    return FALSE;
  sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, sql);
  script = g_strdup_printf (
      "BEGIN;\n%s\nRESET ROLE;\n"
      "INSERT INTO gu.schema_version (version, name, sha256) VALUES (%d, '%s', '%s');\nCOMMIT;",
      (const char *) g_bytes_get_data (sql, NULL),
      version,
      name,
      sha256);
  if (gu_connection_run (connection, script, cancellable, &local))
    return TRUE;

  if (local->domain != GU_CENTRAL_ERROR || local->code == GU_CENTRAL_ERROR_OFFLINE
      || local->code == GU_CENTRAL_ERROR_DISK_FULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  gu_connection_run (connection, "ROLLBACK", NULL, NULL);
  {
    g_autofree char *detail = g_strdup_printf ("%s: %s", name, gu_error_get_detail (local));

    gu_error_set (error,
                  GU_CENTRAL_ERROR,
                  GU_CENTRAL_ERROR_MIGRATION,
                  _ ("Nothing of this step was kept; the registry is as it was before. Run it as "
                     "the owner of the database, who may make roles."),
                  detail,
                  /* Translators: the first %d is the number of the step */
                  _ ("Step %d of the registry's schema could not be made."),
                  version);
  }

  return FALSE;
}

static gboolean
gu_schema_check_server (GuConnection *connection, GError **error)
{
  int version = PQserverVersion (gu_connection_peek (connection));
  g_autofree char *detail = NULL;

  if (version >= OLDEST_SERVER)
    return TRUE;

  detail = g_strdup_printf ("server_version_num %d", version);
  gu_error_set (error,
                GU_CENTRAL_ERROR,
                GU_CENTRAL_ERROR_SERVER_VERSION,
                _ ("Upgrade the server to PostgreSQL 14 or newer."),
                detail,
                "%s",
                _ ("The PostgreSQL server is too old for the registry."));

  return FALSE;
}

gboolean
gu_central_migrate (const char *conninfo,
                    int *from,
                    int *to,
                    GCancellable *cancellable,
                    GError **error)
{
  g_auto (GStrv) names = gu_schema_list_files ();
  int known = (int) g_strv_length (names);
  g_autoptr (GuConnection) connection = NULL;
  int found;

  g_return_val_if_fail (conninfo != NULL, FALSE);

  connection = gu_connection_open (conninfo, NULL, cancellable, error);
  if (connection == NULL || !gu_schema_check_server (connection, error)
      || !gu_connection_run (
          connection,
          "SET client_min_messages = warning; SELECT pg_advisory_lock(" MIGRATION_LOCK ")",
          cancellable,
          error))
    return FALSE;

  found = gu_schema_read_version (connection, cancellable, error);
  if (found < 0)
    return FALSE;
  if (from != NULL)
    *from = found;
  if (found > known)
    {
      gu_error_set (error,
                    GU_CENTRAL_ERROR,
                    GU_CENTRAL_ERROR_DESK_OLD,
                    _ ("Upgrade this program. The registry was not touched."),
                    NULL,
                    /* Translators: two versions of the schema, numbers */
                    _ ("The registry has schema %d, but this program knows only %d."),
                    found,
                    known);
      return FALSE;
    }
  for (int version = found + 1; version <= known; version++)
    {
      if (!gu_schema_apply (connection, names[version - 1], version, cancellable, error))
        return FALSE;
    }
  if (to != NULL)
    *to = known;

  return gu_connection_run (connection,
                            "BEGIN; SET LOCAL ROLE gu_owner;"
                            "SELECT gu.ensure_year(extract(year FROM now())::int), "
                            "gu.ensure_year(extract(year FROM now())::int + 1);"
                            "COMMIT",
                            cancellable,
                            error);
}

/* The database that a connection string names. */
static char *
gu_schema_read_dbname (const char *conninfo)
{
  PQconninfoOption *options = PQconninfoParse (conninfo, NULL);
  char *name = NULL;

  for (PQconninfoOption *o = options; o != NULL && o->keyword != NULL; o++)
    {
      if (strcmp (o->keyword, "dbname") == 0 && o->val != NULL)
        name = g_strdup (o->val);
    }
  PQconninfoFree (options);

  return name;
}

gboolean
gu_central_init (const char *conninfo, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GuConnection) connection = NULL;

  g_return_val_if_fail (conninfo != NULL, FALSE);

  connection = gu_connection_open (conninfo, NULL, cancellable, &local);
  if (connection == NULL)
    {
      g_autofree char *dbname = gu_schema_read_dbname (conninfo);
      g_autofree char *sql = NULL;
      char *quoted;

      if (!g_error_matches (local, GU_CENTRAL_ERROR, GU_CENTRAL_ERROR_NOT_READY) || dbname == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      g_clear_error (&local);
      connection = gu_connection_open (conninfo, "postgres", cancellable, error);
      if (connection == NULL)
        return FALSE;
      quoted = PQescapeIdentifier (gu_connection_peek (connection), dbname, strlen (dbname));
      sql = g_strdup_printf (
          "CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'",
          quoted);
      PQfreemem (quoted);
      if (!gu_connection_run (connection, sql, cancellable, &local)
          /* Another administrator may have been quicker. */
          && g_strcmp0 (gu_error_get_detail (local), "SQLSTATE 42P04") != 0
          && g_strcmp0 (gu_error_get_detail (local), "SQLSTATE 23505") != 0)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }

  return gu_central_migrate (conninfo, NULL, NULL, cancellable, error);
}

static gboolean
gu_schema_check_names (const char *login,
                       const char *institution,
                       const char *desk,
                       const char *desk_role,
                       GError **error)
{
  static const char *const roles[] = { "clerk",     "reviewer", "signatory",     "supervisor",
                                       "archivist", "auditor",  "administrator", NULL };
  const char *wrong = NULL;

  if (!g_regex_match_simple ("\\A[a-z_][a-z0-9_]{0,59}\\z", login, 0, 0)
      || g_str_has_prefix (login, "pg_") || g_str_has_prefix (login, "gu_"))
    wrong = login;
  else if (!g_regex_match_simple ("\\A[A-Za-z0-9][A-Za-z0-9_-]{0,39}\\z", institution, 0, 0))
    wrong = institution;
  else if (!g_regex_match_simple ("\\A[A-Za-z0-9][A-Za-z0-9_-]{0,19}\\z", desk, 0, 0))
    wrong = desk;
  else if (!g_strv_contains (roles, desk_role))
    wrong = desk_role;
  if (wrong == NULL)
    return TRUE;

  gu_error_set (
      error,
      GU_CENTRAL_ERROR,
      GU_CENTRAL_ERROR_REFUSED,
      _ ("Use letters, digits, “-” and “_”; for a login only small letters, digits and “_”."),
      NULL,
      /* Translators: %s is the name that was given */
      _ ("“%s” cannot be used as a name here."),
      wrong);

  return FALSE;
}

/* Makes the PostgreSQL role unless it is there; never touches one that can do more than a desk. */
static gboolean
gu_schema_make_role (GuConnection *connection,
                     const char *login,
                     const char *password,
                     GCancellable *cancellable,
                     GError **error)
{
  const char *params[] = { login };
  g_autoptr (PGresult)
      result = gu_connection_query (connection,
                                    "SELECT rolsuper OR rolcreaterole OR rolreplication FROM "
                                    "pg_catalog.pg_roles WHERE rolname = $1",
                                    1,
                                    params,
                                    cancellable,
                                    error);
  g_autofree char *sql = NULL;
  gboolean there;

  if (result == NULL)
    return FALSE;
  there = PQntuples (result) == 1;
  if (there && strcmp (PQgetvalue (result, 0, 0), "t") == 0)
    {
      gu_error_set (error,
                    GU_CENTRAL_ERROR,
                    GU_CENTRAL_ERROR_REFUSED,
                    _ ("Choose another name for the desk's login."),
                    NULL,
                    /* Translators: %s is the name of a login */
                    _ ("“%s” is the login of an administrator of the server."),
                    login);
      return FALSE;
    }
  if (!there)
    {
      /* The name was checked: it needs no quotes. Limits: a desk never holds anything for long. */
      sql = g_strdup_printf (
          "CREATE ROLE %1$s LOGIN CONNECTION LIMIT 20; GRANT gu_desk TO %1$s;"
          "ALTER ROLE %1$s SET statement_timeout = '60s'; ALTER ROLE %1$s SET lock_timeout = '10s';"
          "ALTER ROLE %1$s SET idle_in_transaction_session_timeout = '60s'",
          login);
      if (!gu_connection_run (connection, sql, cancellable, error))
        return FALSE;
    }
  if (password != NULL)
    {
      PGconn *pg = gu_connection_peek (connection);
      /* Hashed here: the password itself never travels and never stands in a log. */
      char *hashed = PQencryptPasswordConn (pg, password, login, "scram-sha-256");
      char *literal = hashed != NULL ? PQescapeLiteral (pg, hashed, strlen (hashed)) : NULL;
      g_autofree char *alter = g_strdup_printf (
          "ALTER ROLE %s PASSWORD %s", login, literal != NULL ? literal : "NULL");
      gboolean done = literal != NULL && gu_connection_run (connection, alter, cancellable, error);

      PQfreemem (hashed);
      PQfreemem (literal);
      if (literal == NULL)
        gu_central_error_set_sqlstate (error, NULL);
      return done;
    }

  return TRUE;
}

gboolean
gu_central_add_login (const char *conninfo,
                      const char *login,
                      const char *password,
                      const char *institution_code,
                      const char *institution_name,
                      const char *desk_code,
                      const char *desk_role,
                      GCancellable *cancellable,
                      GError **error)
{
  const char *params[] = { login, institution_code, institution_name, desk_code, desk_role };
  g_autoptr (GuConnection) connection = NULL;
  g_autoptr (PGresult) result = NULL;

  g_return_val_if_fail (conninfo != NULL && login != NULL && institution_code != NULL, FALSE);
  g_return_val_if_fail (desk_code != NULL && desk_role != NULL, FALSE);

  if (!gu_schema_check_names (login, institution_code, desk_code, desk_role, error))
    return FALSE;
  connection = gu_connection_open (conninfo, NULL, cancellable, error);
  if (connection == NULL || !gu_schema_make_role (connection, login, password, cancellable, error)
      || !gu_connection_run (connection, "SET ROLE gu_owner", cancellable, error))
    return FALSE;
  result = gu_connection_query (connection,
                                "SELECT gu.admin_login($1, $2, nullif($3, ''), $4, $5)",
                                5,
                                params,
                                cancellable,
                                error);

  return result != NULL;
}

gboolean
gu_central_prepare_desk (const char *admin_conninfo,
                         const char *institution_code,
                         const char *institution_name,
                         const char *desk_code,
                         GCancellable *cancellable,
                         GError **error)
{
  return gu_central_init (admin_conninfo, cancellable, error)
         && gu_central_add_login (admin_conninfo,
                                  GU_CENTRAL_EMBEDDED_LOGIN,
                                  NULL,
                                  institution_code,
                                  institution_name,
                                  desk_code,
                                  "supervisor",
                                  cancellable,
                                  error);
}

static void
gu_schema_merge (JsonObject *into, JsonNode *from)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init (&iter, json_node_get_object (from));
  while (json_object_iter_next (&iter, &name, &value))
    json_object_set_member (into, name, json_node_copy (value));
}

JsonNode *
gu_central_status (const char *conninfo, GCancellable *cancellable, GError **error)
{
  g_autoptr (GuConnection) connection = gu_connection_open (conninfo, NULL, cancellable, error);
  g_autoptr (JsonNode) more = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *status;
  int administers;

  if (connection == NULL)
    return NULL;
  administers = gu_schema_query_int (
      connection,
      "SELECT coalesce((SELECT pg_catalog.has_schema_privilege(oid, 'USAGE')::int"
      " FROM pg_catalog.pg_namespace WHERE nspname = 'gu'), 2)",
      cancellable,
      error);
  if (administers < 0)
    return NULL;
  if (administers == 2)
    {
      gu_central_error_set_sqlstate (error, "3F000");
      return NULL;
    }

  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, json_object_new ());
  status = json_node_get_object (node);
  json_object_set_string_member (
      status, "server", PQparameterStatus (gu_connection_peek (connection), "server_version"));
  json_object_set_int_member (status, "schema_known", gu_central_schema_known ());
  if (administers == 1)
    {
      int version = gu_schema_read_version (connection, cancellable, error);

      if (version < 0)
        return NULL;
      json_object_set_int_member (status, "schema", version);
    }
  more = gu_connection_call (connection,
                             administers == 1 ? "SELECT gu.admin_status()" : "SELECT api.status()",
                             0,
                             NULL,
                             cancellable,
                             error);
  if (more == NULL)
    return NULL;
  gu_schema_merge (status, more);

  return g_steal_pointer (&node);
}
