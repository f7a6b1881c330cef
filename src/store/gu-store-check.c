/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-store"

#include "config.h"

#include "gu-store-private.h"

#include <glib/gi18n-lib.h>
#include <openssl/evp.h>
#include <unistd.h>

/* Is everything as it was written? */

#define GU_CHECK_BUFFER (512 * 1024)

static gboolean
gu_check_database (GuDatabase *db, GStrvBuilder *problems, GError **error)
{
  g_autoptr (GuStatement)
      pages = gu_database_prepare (db, error, "PRAGMA integrity_check (20)", "");
  g_autoptr (GuStatement) references = NULL;
  g_autoptr (GError) step_error = NULL;

  if (pages == NULL)
    return FALSE;
  while (gu_statement_step (pages, &step_error))
    {
      const char *line = gu_statement_text (pages, 0);

      if (g_strcmp0 (line, "ok") != 0)
        {
          /* Translators: %s is a technical message in English. */
          g_autofree char *problem = g_strdup_printf (_ ("The database is damaged: %s."), line);

          g_strv_builder_add (problems, problem);
        }
    }

  if (step_error == NULL)
    {
      references = gu_database_prepare (db, error, "PRAGMA foreign_key_check", "");
      if (references == NULL)
        return FALSE;
    }
  while (references != NULL && gu_statement_step (references, &step_error))
    {
      /* Translators: %s is the name of a table. */
      g_autofree char *problem = g_strdup_printf (_ ("A row of the table “%s” refers to nothing."),
                                                  gu_statement_text (references, 0));

      g_strv_builder_add (problems, problem);
    }

  /* A database too damaged to be checked is a finding, not a failure of the check. */
  if (step_error != NULL && g_error_matches (step_error, GU_STORE_ERROR, GU_STORE_ERROR_CORRUPT))
    {
      g_strv_builder_add (problems, step_error->message);
      return TRUE;
    }
  if (step_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&step_error));
      return FALSE;
    }

  return TRUE;
}

/* @matches: whether the bytes have the hash they are named by. */
static gboolean
gu_check_bytes (GuStore *self,
                const char *sha256,
                gboolean *matches,
                GCancellable *cancellable,
                GError **error)
{
  g_autofree guint8 *buffer = g_malloc (GU_CHECK_BUFFER);
  g_autofree char *found = NULL;
  g_autoptr (GString) hex = g_string_sized_new (65);
  guint8 hash[EVP_MAX_MD_SIZE];
  EVP_MD_CTX *digest;
  gssize got;
  int fd = gu_store_open_blob (self, sha256, error);

  if (fd < 0)
    return FALSE;
  digest = EVP_MD_CTX_new ();
  EVP_DigestInit_ex (digest, EVP_sha256 (), NULL);
  while ((got = read (fd, buffer, GU_CHECK_BUFFER)) > 0
         && !g_cancellable_is_cancelled (cancellable))
    EVP_DigestUpdate (digest, buffer, (gsize) got);
  EVP_DigestFinal_ex (digest, hash, NULL);
  EVP_MD_CTX_free (digest);
  close (fd);

  for (int i = 0; i < 32; i++)
    g_string_append_printf (hex, "%02x", hash[i]);
  /* Bytes that cannot be read are as bad as wrong ones. */
  *matches = got == 0 && g_str_equal (hex->str, sha256);

  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static gboolean
gu_check_document (GuStore *self,
                   const char *sha256,
                   gint64 size,
                   gboolean own,
                   gboolean check_bytes,
                   GStrvBuilder *problems,
                   GCancellable *cancellable,
                   GError **error)
{
  gint64 found = gu_store_blob_size (self, sha256);
  gboolean matches = TRUE;
  g_autofree char *problem = NULL;

  /* Papers of other desks may still be on their way. */
  if (found < 0 && !own)
    return TRUE;
  if (found >= 0 && found == size && check_bytes
      && !gu_check_bytes (self, sha256, &matches, cancellable, error))
    return FALSE;

  if (found < 0)
    /* Translators: %.12s is the beginning of a hash. */
    problem = g_strdup_printf (_ ("The paper %.12s… is missing."), sha256);
  else if (found != size || !matches)
    /* Translators: %.12s is the beginning of a hash. */
    problem = g_strdup_printf (_ ("The bytes of the paper %.12s… are damaged."), sha256);
  if (problem != NULL)
    g_strv_builder_add (problems, problem);

  return TRUE;
}

static gboolean
gu_check_documents (GuStore *self,
                    GuDatabase *db,
                    gboolean check_bytes,
                    GStrvBuilder *problems,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (GuStatement) statement = NULL;
  g_autoptr (GError) step_error = NULL;

  statement = gu_database_prepare (
      db,
      error,
      "SELECT c.sha256, c.size, max (EXISTS (SELECT 1 FROM event e"
      " WHERE e.dossier_id = c.dossier_id AND e.kind = 'document-added'"
      " AND e.body ->> 'id' = c.id)) FROM document c GROUP BY c.sha256, c.size",
      "");
  if (statement == NULL)
    return FALSE;
  while (gu_statement_step (statement, &step_error))
    {
      if (!gu_check_document (self,
                              gu_statement_text (statement, 0),
                              gu_statement_int (statement, 1),
                              gu_statement_int (statement, 2) != 0,
                              check_bytes,
                              problems,
                              cancellable,
                              error))
        return FALSE;
    }
  if (step_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&step_error));
      return FALSE;
    }

  return TRUE;
}

gboolean
gu_store_check_integrity (GuStore *self,
                          gboolean check_blobs,
                          char ***problems,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GuJournalReport) journal = g_new0 (GuJournalReport, 1);
  g_autoptr (GuReader) reader = NULL;
  g_auto (GStrv) so_far = NULL;

  g_return_val_if_fail (GU_IS_STORE (self), FALSE);
  g_return_val_if_fail (problems != NULL, FALSE);

  *problems = NULL;
  reader = gu_store_read (self, TRUE, cancellable, error);
  if (reader == NULL || !gu_check_database (reader->db, builder, error))
    return FALSE;

  /* What stands on a damaged database cannot be told from what is damaged itself. */
  so_far = g_strv_builder_end (builder);
  if (so_far[0] != NULL)
    {
      *problems = g_steal_pointer (&so_far);
      return TRUE;
    }

  if (!gu_check_documents (self, reader->db, check_blobs, builder, cancellable, error)
      || !gu_store_verify_journal (reader->db, self->origin, journal, error))
    return FALSE;
  if (!journal->intact)
    g_strv_builder_add (builder, journal->reason);
  *problems = g_strv_builder_end (builder);

  return TRUE;
}
