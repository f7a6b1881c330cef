/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-store"

#include "config.h"

#include "gu-store-private.h"

#include <stdarg.h>
#include <string.h>

/* Lists. One index per order holds all that a list is filtered by, so a keystroke walks that index
 * from one end to the other, without the table and without sorting; rows are read page by page as
 * they come into view. */

#define GU_MAX_WORDS 8

typedef struct
{
  const char *column;
  const char *index;
} GuSortOrder;

static const GuSortOrder orders[] = {
  [GU_DOSSIER_SORT_REGISTRATION] = { "sort_number", "dossier_by_number" },
  [GU_DOSSIER_SORT_DUE] = { "sort_due", "dossier_by_due" },
  [GU_DOSSIER_SORT_APPLICANT] = { "sort_applicant", "dossier_by_applicant" },
  [GU_DOSSIER_SORT_STATE] = { "sort_state", "dossier_by_state" },
};

static void
gu_query_add (GString *sql, GPtrArray *values, const char *condition, const char *value)
{
  if (value == NULL)
    return;

  g_string_append (sql, values->len == 0 ? " WHERE " : " AND ");
  g_string_append (sql, condition);
  g_ptr_array_add (values, g_strdup (value));
}

/* The longest word first: it rules out most rows with one look. */
static int
gu_query_compare_words (gconstpointer a, gconstpointer b)
{
  gsize left = strlen (*(const char *const *) a);
  gsize right = strlen (*(const char *const *) b);

  return left > right ? -1 : left < right;
}

static void
gu_query_add_text (GString *sql, GPtrArray *values, const char *text)
{
  g_autofree char *key = gu_search_key (text);
  g_auto (GStrv) words = NULL;
  g_autoptr (GPtrArray) sorted = NULL;

  if (key[0] == '\0')
    return;
  words = g_strsplit (key, " ", GU_MAX_WORDS);
  sorted = g_ptr_array_new ();
  for (gsize i = 0; words[i] != NULL; i++)
    g_ptr_array_add (sorted, words[i]);
  g_ptr_array_sort (sorted, gu_query_compare_words);

  for (guint i = 0; i < sorted->len; i++)
    gu_query_add (sql, values, "gu_has (search_key, ?)", g_ptr_array_index (sorted, i));
}

/* The statement is made anew for each query: parsing it takes some 50 µs, and the number of shapes
 * has no end. */
static sqlite3_stmt *
gu_query_prepare (GuDatabase *db, const GuDossierQuery *query, GError **error)
{
  const GuSortOrder *order = &orders[query->sort];
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  const char *direction = query->descending ? "DESC" : "ASC";
  sqlite3_stmt *stmt = NULL;
  int rc;

  /* By CNP there are one or two rows: they come from their own index. */
  g_string_append_printf (sql,
                          "SELECT row FROM dossier%s%s",
                          query->cnp == NULL ? " INDEXED BY " : "",
                          query->cnp == NULL ? order->index : "");
  gu_query_add (sql, values, "row IN (SELECT row FROM dossier_body WHERE cnp = ?)", query->cnp);
  gu_query_add (sql, values, "state = ?", query->state);
  gu_query_add (sql, values, "procedure = ?", query->procedure);
  gu_query_add (sql, values, "sync_state = ?", query->sync_state);
  gu_query_add_text (sql, values, query->text);
  g_string_append_printf (sql, " ORDER BY %s %s, row %s", order->column, direction, direction);

  rc = sqlite3_prepare_v2 (gu_database_get_handle (db), sql->str, (int) sql->len, &stmt, NULL);
  for (guint i = 0; i < values->len && rc == SQLITE_OK; i++)
    rc = sqlite3_bind_text (stmt, (int) i + 1, g_ptr_array_index (values, i), -1, SQLITE_TRANSIENT);
  if (rc != SQLITE_OK)
    {
      gu_store_error_set_sqlite (error, gu_database_get_handle (db), rc);
      sqlite3_finalize (stmt);
      return NULL;
    }

  return stmt;
}

GArray *
gu_store_query_rows (GuStore *self,
                     const GuDossierQuery *query,
                     GCancellable *cancellable,
                     GError **error)
{
  static const GuDossierQuery everything = { NULL, NULL, NULL,
                                             NULL, NULL, GU_DOSSIER_SORT_REGISTRATION,
                                             FALSE };
  g_autoptr (GArray) rows = NULL;
  g_autoptr (GuReader) reader = NULL;
  sqlite3_stmt *stmt;
  int rc;

  g_return_val_if_fail (GU_IS_STORE (self), NULL);
  g_return_val_if_fail (query == NULL || (gsize) query->sort < G_N_ELEMENTS (orders), NULL);

  reader = gu_store_read (self, FALSE, cancellable, error);
  if (reader == NULL)
    return NULL;
  stmt = gu_query_prepare (reader->db, query != NULL ? query : &everything, error);
  if (stmt == NULL)
    return NULL;

  rows = g_array_sized_new (FALSE, FALSE, sizeof (gint64), 1024);
  while ((rc = sqlite3_step (stmt)) == SQLITE_ROW)
    {
      gint64 row = sqlite3_column_int64 (stmt, 0);

      g_array_append_val (rows, row);
    }
  if (rc != SQLITE_DONE)
    gu_store_error_set_sqlite (error, gu_database_get_handle (reader->db), rc);
  sqlite3_finalize (stmt);
  if (rc != SQLITE_DONE || g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return g_steal_pointer (&rows);
}

static GuDossierRow *
gu_dossier_row_from_row (GuStatement *statement)
{
  GuDossierRow *row = gu_dossier_row_new ();

  gu_dossier_row_set_rowid (row, gu_statement_int (statement, 0));
  gu_dossier_row_set_id (row, gu_statement_text (statement, 1));
  gu_dossier_row_set_registration (row, gu_statement_text (statement, 2));
  gu_dossier_row_set_procedure (row, gu_statement_text (statement, 3));
  gu_dossier_row_set_applicant (row, gu_statement_text (statement, 4));
  gu_dossier_row_set_address (row, gu_statement_text (statement, 5));
  gu_dossier_row_set_state (row, gu_statement_text (statement, 6));
  gu_dossier_row_set_filed_on (row, gu_statement_text (statement, 7));
  gu_dossier_row_set_due_on (row, gu_statement_text (statement, 8));
  gu_dossier_row_set_sync_state (row, gu_statement_text (statement, 9));
  gu_dossier_row_set_conflicts (row, (int) gu_statement_int (statement, 10));

  return row;
}

GPtrArray *
gu_store_load_rows (GuStore *self, const gint64 *rowids, gsize n, GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GuReader) reader = NULL;

  g_return_val_if_fail (GU_IS_STORE (self), NULL);
  g_return_val_if_fail (rowids != NULL || n == 0, NULL);

  reader = gu_store_read (self, TRUE, NULL, error);
  if (reader == NULL)
    return NULL;

  rows = g_ptr_array_new_full ((guint) n, g_object_unref);
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GError) step_error = NULL;
      g_autoptr (GuStatement) statement = NULL;

      statement = gu_database_prepare (
          reader->db,
          error,
          "SELECT row, id, registration, procedure, applicant_name, address, state, filed_on,"
          " due_on, sync_state, conflicts FROM dossier WHERE row = ?",
          "i",
          rowids[i]);
      if (statement == NULL)
        return NULL;
      g_ptr_array_add (rows,
                       gu_statement_step (statement, &step_error)
                           ? gu_dossier_row_from_row (statement)
                           : gu_dossier_row_new ());
      if (step_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&step_error));
          return NULL;
        }
    }

  return g_steal_pointer (&rows);
}

GHashTable *
gu_store_count_by_state (GuStore *self, GError **error)
{
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GuReader) reader = NULL;
  g_autoptr (GuStatement) statement = NULL;
  g_autoptr (GError) step_error = NULL;

  g_return_val_if_fail (GU_IS_STORE (self), NULL);

  reader = gu_store_read (self, FALSE, NULL, error);
  if (reader == NULL)
    return NULL;
  statement = gu_database_prepare (
      reader->db, error, "SELECT state, count (*) FROM dossier GROUP BY state", "");
  if (statement == NULL)
    return NULL;
  while (gu_statement_step (statement, &step_error))
    g_hash_table_insert (counts,
                         g_strdup (gu_statement_text (statement, 0)),
                         GUINT_TO_POINTER ((guint) gu_statement_int (statement, 1)));
  if (step_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&step_error));
      return NULL;
    }

  return g_steal_pointer (&counts);
}
