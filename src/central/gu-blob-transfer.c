/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-central"

#include "config.h"

#include "gu-blob-transfer-private.h"

#include <arpa/inet.h>
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Measured: 256 KiB to 1 MiB is best; smaller and larger are slower. */
#define CHUNK_SIZE 262144
/* Chunks between two commits of the registry: what a cut line may cost. */
#define CHUNKS_PER_COMMIT 8
/* Type numbers of PostgreSQL, fixed for ever. */
#define TYPE_BYTEA 17
#define TYPE_INT4  23
#define SHA_BYTES  32
/* Rounds of "something is still missing" before we call it an error. */
#define MAX_ROUNDS 5

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_MD_CTX, EVP_MD_CTX_free)

typedef struct
{
  GuConnection *connection; /* borrowed */
  GCancellable *cancellable;
  int fd;
  guint64 size;
  guint32 chunk;
  guint8 sha[SHA_BYTES];
  guint8 *buffer;
  guint64 *sent;
} GuBlobSending;

static void
gu_blob_set_error (const char *detail, GError **error)
{
  gu_error_set (
      error,
      GU_CENTRAL_ERROR,
      GU_CENTRAL_ERROR_BLOB,
      _ ("Check the desk's data with “ghiseuctl doctor”."),
      detail,
      "%s",
      _ ("The file of a paper could not be sent to, or brought from, the central registry."));
}

static gboolean
gu_blob_parse_sha (const char *sha256, guint8 *sha, GError **error)
{
  if (strlen (sha256) != 2 * SHA_BYTES)
    {
      gu_blob_set_error ("not a hash", error);
      return FALSE;
    }
  for (gsize i = 0; i < SHA_BYTES; i++)
    {
      int high = g_ascii_xdigit_value (sha256[2 * i]);
      int low = g_ascii_xdigit_value (sha256[2 * i + 1]);

      if (high < 0 || low < 0)
        {
          gu_blob_set_error ("not a hash", error);
          return FALSE;
        }
      sha[i] = (guint8) (high << 4 | low);
    }

  return TRUE;
}

static gboolean
gu_blob_read (int fd, guint8 *buffer, gsize length, guint64 offset, GError **error)
{
  gsize have = 0;

  while (have < length)
    {
      gssize n = pread (fd, buffer + have, length - have, (off_t) (offset + have));

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          gu_blob_set_error (n < 0 ? g_strerror (errno) : "the file is shorter than it was", error);
          return FALSE;
        }
      have += (gsize) n;
    }

  return TRUE;
}

/* Takes in the answers up to the next commit. */
static gboolean
gu_blob_take_answers (GuBlobSending *self, GError **error)
{
  gboolean failed = FALSE;

  for (;;)
    {
      g_autoptr (PGresult) result = NULL;

      if (!gu_connection_next (self->connection, &result, self->cancellable, failed ? NULL : error))
        return FALSE;
      if (result == NULL)
        {
          if (PQstatus (gu_connection_peek (self->connection)) == CONNECTION_BAD)
            {
              if (!failed)
                gu_central_error_set_sqlstate (error, NULL);
              return FALSE;
            }
          continue;
        }
      if (PQresultStatus (result) == PGRES_PIPELINE_SYNC)
        return !failed;
      if (PQresultStatus (result) != PGRES_TUPLES_OK
          && PQresultStatus (result) != PGRES_PIPELINE_ABORTED)
        {
          if (!failed)
            gu_connection_set_result_error (result, error);
          failed = TRUE;
        }
    }
}

static gboolean
gu_blob_queue_chunk (GuBlobSending *self, guint32 index, GError **error)
{
  static const Oid types[] = { TYPE_BYTEA, TYPE_INT4, TYPE_BYTEA };
  static const int formats[] = { 1, 1, 1 };
  guint64 offset = (guint64) index * self->chunk;
  gsize length = (gsize) MIN ((guint64) self->chunk, self->size - offset);
  guint32 wire_index = htonl (index);
  const char *values[] = { (const char *) self->sha,
                           (const char *) &wire_index,
                           (const char *) self->buffer };
  int lengths[] = { SHA_BYTES, sizeof wire_index, (int) length };

  if (!gu_blob_read (self->fd, self->buffer, length, offset, error))
    return FALSE;
  if (!PQsendQueryParams (gu_connection_peek (self->connection),
                          "SELECT api.blob_chunk($1, $2, $3)",
                          3,
                          types,
                          values,
                          lengths,
                          formats,
                          1))
    {
      gu_central_error_set_sqlstate (error, NULL);
      return FALSE;
    }
  *self->sent += length;

  return TRUE;
}

/* Sends ranges of chunks: a pipeline with a commit every few chunks, one such group on its way
 * while the next is read, so memory stays the same for any size. */
static gboolean
gu_blob_send_ranges (GuBlobSending *self, JsonArray *ranges, GError **error)
{
  PGconn *pg = gu_connection_peek (self->connection);
  guint in_group = 0;
  guint groups = 0;
  gboolean ok = TRUE;

  if (!PQenterPipelineMode (pg))
    {
      gu_central_error_set_sqlstate (error, NULL);
      return FALSE;
    }
  for (guint r = 0; ok && r < json_array_get_length (ranges); r++)
    {
      JsonArray *range = json_array_get_array_element (ranges, r);
      gint64 end = json_array_get_int_element (range, 1);

      for (gint64 index = json_array_get_int_element (range, 0); ok && index < end; index++)
        {
          ok = gu_blob_queue_chunk (self, (guint32) index, error);
          if (!ok || ++in_group < CHUNKS_PER_COMMIT)
            continue;
          in_group = 0;
          ok = PQpipelineSync (pg);
          if (ok && ++groups > 1)
            {
              ok = gu_blob_take_answers (self, error);
              groups--;
            }
          else if (!ok)
            gu_central_error_set_sqlstate (error, NULL);
        }
    }
  if (ok && in_group > 0)
    {
      ok = PQpipelineSync (pg);
      if (ok)
        groups++;
      else
        gu_central_error_set_sqlstate (error, NULL);
    }
  for (; ok && groups > 0; groups--)
    ok = gu_blob_take_answers (self, error);
  if (!ok && PQstatus (pg) == CONNECTION_OK && !g_cancellable_is_cancelled (self->cancellable)
      && PQpipelineSync (pg))
    {
      /* The registry said no to a chunk: throw away what else was on its way, so that the
       * connection can be used for the rest. */
      for (groups++; groups > 0; groups--)
        gu_blob_take_answers (self, NULL);
      PQexitPipelineMode (pg);
    }
  if (ok)
    PQexitPipelineMode (pg);

  return ok;
}

/* Shows that we have a file that somebody else sent before. */
static JsonNode *
gu_blob_prove (GuBlobSending *self, const char *sha256, const char *nonce, GError **error)
{
  g_autoptr (EVP_MD_CTX) context = EVP_MD_CTX_new ();
  guint8 bytes[SHA_BYTES];
  g_autoptr (GString) proof = g_string_new (NULL);
  const char *params[2];

  if (!gu_blob_parse_sha (nonce, bytes, error))
    return NULL;
  EVP_DigestInit_ex (context, EVP_sha256 (), NULL);
  EVP_DigestUpdate (context, bytes, sizeof bytes);
  for (guint64 offset = 0; offset < self->size; offset += CHUNK_SIZE)
    {
      gsize length = (gsize) MIN ((guint64) CHUNK_SIZE, self->size - offset);

      if (!gu_blob_read (self->fd, self->buffer, length, offset, error))
        return NULL;
      EVP_DigestUpdate (context, self->buffer, length);
    }
  EVP_DigestFinal_ex (context, bytes, NULL);
  for (gsize i = 0; i < sizeof bytes; i++)
    g_string_append_printf (proof, "%02x", bytes[i]);
  params[0] = sha256;
  params[1] = proof->str;

  return gu_connection_call (
      self->connection, "SELECT api.blob_prove($1, $2)", 2, params, self->cancellable, error);
}

static gboolean
gu_blob_send_open (GuBlobSending *self, const char *sha256, GError **error)
{
  g_autofree char *size = g_strdup_printf ("%" G_GUINT64_FORMAT, self->size);
  g_autofree char *chunk = g_strdup_printf ("%d", CHUNK_SIZE);
  const char *params[] = { sha256, size, chunk };
  g_autoptr (JsonNode) answer = NULL;

  answer = gu_connection_call (
      self->connection, "SELECT api.blob_begin($1, $2, $3)", 3, params, self->cancellable, error);
  for (guint round = 0; answer != NULL && round < MAX_ROUNDS; round++)
    {
      JsonObject *object = json_node_get_object (answer);
      const char *state = json_object_get_string_member_with_default (object, "state", "");
      g_autoptr (JsonNode) next = NULL;

      if (strcmp (state, "have") == 0)
        return TRUE;
      if (strcmp (state, "send") == 0)
        {
          gint64 length = json_object_get_int_member_with_default (object, "chunk", 0);

          if (length < 65536 || length > 4194304)
            break;
          if (length != self->chunk)
            {
              self->chunk = (guint32) length;
              self->buffer = g_realloc (self->buffer, MAX (self->chunk, CHUNK_SIZE));
            }
          if (!gu_blob_send_ranges (self, json_object_get_array_member (object, "missing"), error))
            return FALSE;
          next = gu_connection_call (
              self->connection, "SELECT api.blob_finish($1)", 1, params, self->cancellable, error);
        }
      else if (strcmp (state, "prove") == 0)
        next = gu_blob_prove (
            self, sha256, json_object_get_string_member_with_default (object, "nonce", ""), error);
      else if (strcmp (state, "bad") == 0)
        /* Somebody's earlier attempt left wrong chunks; the registry threw them away. */
        next = gu_connection_call (self->connection,
                                   "SELECT api.blob_begin($1, $2, $3)",
                                   3,
                                   params,
                                   self->cancellable,
                                   error);
      else
        break;
      json_node_unref (answer);
      answer = g_steal_pointer (&next);
    }
  if (answer != NULL)
    gu_blob_set_error ("the registry does not accept the file", error);

  return FALSE;
}

gboolean
gu_blob_send (GuConnection *connection,
              GuStore *store,
              const char *sha256,
              guint64 *sent,
              GCancellable *cancellable,
              GError **error)
{
  GuBlobSending self = {
    .connection = connection, .cancellable = cancellable, .chunk = CHUNK_SIZE, .sent = sent
  };
  struct stat info;
  gboolean ok;

  if (!gu_blob_parse_sha (sha256, self.sha, error))
    return FALSE;
  self.fd = gu_store_open_blob (store, sha256, error);
  if (self.fd < 0)
    return FALSE;
  if (fstat (self.fd, &info) != 0)
    {
      gu_blob_set_error (g_strerror (errno), error);
      close (self.fd);
      return FALSE;
    }
  self.size = (guint64) info.st_size;
  self.buffer = g_malloc (CHUNK_SIZE);
  ok = gu_blob_send_open (&self, sha256, error);
  g_free (self.buffer);
  close (self.fd);

  return ok;
}

static gboolean
gu_blob_write (int fd, const char *data, gsize length, GError **error)
{
  while (length > 0)
    {
      gssize n = write (fd, data, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          gu_error_set (error,
                        GU_CENTRAL_ERROR,
                        errno == ENOSPC ? GU_CENTRAL_ERROR_DISK_FULL : GU_CENTRAL_ERROR_BLOB,
                        _ ("Make room on the disk, then try again."),
                        g_strerror (errno),
                        "%s",
                        _ ("The file could not be written."));
          return FALSE;
        }
      data += n;
      length -= (gsize) n;
    }

  return TRUE;
}

static gboolean
gu_blob_fetch_chunk (GuConnection *connection,
                     const guint8 *sha,
                     guint32 index,
                     gsize length,
                     int fd,
                     GCancellable *cancellable,
                     GError **error)
{
  static const Oid types[] = { TYPE_BYTEA, TYPE_INT4 };
  static const int formats[] = { 1, 1 };
  guint32 wire_index = htonl (index);
  const char *values[] = { (const char *) sha, (const char *) &wire_index };
  const int lengths[] = { SHA_BYTES, sizeof wire_index };
  gboolean ok = FALSE;

  if (!PQsendQueryParams (gu_connection_peek (connection),
                          "SELECT api.blob_read($1, $2)",
                          2,
                          types,
                          values,
                          lengths,
                          formats,
                          1))
    {
      gu_central_error_set_sqlstate (error, NULL);
      return FALSE;
    }
  for (;;)
    {
      g_autoptr (PGresult) result = NULL;

      if (!gu_connection_next (connection, &result, cancellable, error))
        return FALSE;
      if (result == NULL)
        return ok;
      if (PQresultStatus (result) != PGRES_TUPLES_OK)
        {
          if (error == NULL || *error == NULL)
            gu_connection_set_result_error (result, error);
          ok = FALSE;
        }
      else if (PQntuples (result) != 1 || PQgetisnull (result, 0, 0)
               || (gsize) PQgetlength (result, 0, 0) != length)
        gu_blob_set_error ("a chunk is missing at the registry", error);
      else
        ok = gu_blob_write (fd, PQgetvalue (result, 0, 0), length, error);
    }
}

gboolean
gu_blob_fetch (GuConnection *connection,
               GuStore *store,
               const char *sha256,
               GCancellable *cancellable,
               GError **error)
{
  const char *params[] = { sha256 };
  guint8 sha[SHA_BYTES];
  g_autoptr (JsonNode) info = NULL;
  g_autofree char *name = NULL;
  g_autofree char *arrived = NULL;
  guint64 size;
  guint64 chunk;
  gboolean ok = TRUE;
  int fd;

  if (!gu_blob_parse_sha (sha256, sha, error))
    return FALSE;
  info = gu_connection_call (connection, "SELECT api.blob_info($1)", 1, params, cancellable, error);
  if (info == NULL)
    return FALSE;
  size = (guint64) json_object_get_int_member_with_default (json_node_get_object (info), "size", 0);
  chunk = (guint64) json_object_get_int_member_with_default (
      json_node_get_object (info), "chunk", CHUNK_SIZE);

  /* Through a file that has no name: the store takes it in only when its hash is right. */
  fd = g_file_open_tmp ("ghiseu-XXXXXX", &name, error);
  if (fd < 0)
    return FALSE;
  g_unlink (name);
  for (guint64 offset = 0; ok && offset < size; offset += chunk)
    ok = gu_blob_fetch_chunk (connection,
                              sha,
                              (guint32) (offset / chunk),
                              (gsize) MIN (chunk, size - offset),
                              fd,
                              cancellable,
                              error);
  if (ok && lseek (fd, 0, SEEK_SET) != 0)
    {
      gu_blob_set_error (g_strerror (errno), error);
      ok = FALSE;
    }
  ok = ok && gu_store_import_blob (store, fd, 0, &arrived, NULL, cancellable, error);
  close (fd);
  if (ok && strcmp (arrived, sha256) != 0)
    {
      gu_blob_set_error ("the hash of what arrived is another", error);
      ok = FALSE;
    }

  return ok;
}
