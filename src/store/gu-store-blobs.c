/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-store"

#include "config.h"

#include "gu-store-private.h"

#include "gu-ballast-private.h"
#include "gu-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <openssl/evp.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Big enough that the system calls do not count beside the hash, small enough to stay in the
 * processor's cache. */
#define GU_BLOB_BUFFER    (512 * 1024)
#define GU_PARTIAL_PREFIX "new-"

/* A blob on its way in. */
typedef struct
{
  int blobs_fd;
  int fd;
  char name[64]; /* in blobs/, until it is renamed */
  guint64 size;
  char sha256[65];
} GuBlobImport;

static void
gu_blob_import_clear (GuBlobImport *self)
{
  if (self->name[0] != '\0')
    unlinkat (self->blobs_fd, self->name, 0);
  if (self->fd >= 0)
    close (self->fd);
  if (self->blobs_fd >= 0)
    close (self->blobs_fd);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GuBlobImport, gu_blob_import_clear)

typedef EVP_MD_CTX GuDigest;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuDigest, EVP_MD_CTX_free)

gboolean
gu_store_is_sha256 (const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (text[i]) && (text[i] < 'a' || text[i] > 'f'))
        return FALSE;
    }

  return length == 64;
}

char *
gu_store_blob_path (GuStore *self, const char *sha256)
{
  char folder[3] = { sha256[0], sha256[1], '\0' };

  return g_build_filename (self->dir, "blobs", folder, sha256, NULL);
}

gint64
gu_store_blob_size (GuStore *self, const char *sha256)
{
  g_autofree char *path = gu_store_blob_path (self, sha256);
  struct stat st;

  return stat (path, &st) == 0 && S_ISREG (st.st_mode) ? (gint64) st.st_size : -1;
}

/* All folders at once with the store: an import then never has to flush more than the folder it
 * goes to. */
gboolean
gu_store_make_blob_folders (GuStore *self, GError **error)
{
  int blobs_fd;
  gboolean done = TRUE;
  gboolean made = FALSE;

  if (mkdirat (self->dir_fd, "blobs", 0700) != 0 && errno != EEXIST)
    {
      gu_store_error_set_errno (error, errno, "mkdir of blobs");
      return FALSE;
    }
  blobs_fd = openat (self->dir_fd, "blobs", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (blobs_fd < 0)
    {
      gu_store_error_set_errno (error, errno, "open of blobs");
      return FALSE;
    }

  /* The last is made last: when it is there, all are. */
  done = faccessat (blobs_fd, "ff", F_OK, 0) == 0;
  for (int i = 0; !done && i < 256; i++)
    {
      char folder[3];

      g_snprintf (folder, sizeof folder, "%02x", i);
      if (mkdirat (blobs_fd, folder, 0700) != 0 && errno != EEXIST)
        break;
      made = done = i == 255;
    }
  if (!done || (made && (fsync (blobs_fd) != 0 || fsync (self->dir_fd) != 0)))
    {
      gu_store_error_set_errno (error, errno, "mkdir of blob folders");
      done = FALSE;
    }
  close (blobs_fd);

  return done;
}

/* What a crash left behind: bytes nobody was promised. */
void
gu_store_remove_partial_blobs (GuStore *self)
{
  g_autofree char *blobs = g_build_filename (self->dir, "blobs", NULL);
  g_autoptr (GDir) listing = g_dir_open (blobs, 0, NULL);
  const char *name;

  while (listing != NULL && (name = g_dir_read_name (listing)) != NULL)
    {
      g_autofree char *path = g_build_filename (blobs, name, NULL);

      if (g_str_has_prefix (name, GU_PARTIAL_PREFIX))
        unlink (path);
    }
}

static gboolean
gu_blob_import_start (GuBlobImport *self, GuStore *store, int fd, guint64 max_size, GError **error)
{
  g_autofree char *uuid = g_uuid_string_random ();
  struct stat st;
  guint64 expected = 0;
  off_t position = lseek (fd, 0, SEEK_CUR);

  if (fstat (fd, &st) == 0 && S_ISREG (st.st_mode) && position >= 0 && st.st_size > position)
    expected = (guint64) (st.st_size - position);
  if (max_size > 0 && expected > max_size)
    {
      gu_error_set (error,
                    GU_STORE_ERROR,
                    GU_STORE_ERROR_TOO_BIG,
                    _ ("Ask for a smaller version of the file, or split it."),
                    NULL,
                    _ ("The file is bigger than the desk takes."));
      return FALSE;
    }

  self->blobs_fd = openat (store->dir_fd, "blobs", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (self->blobs_fd < 0)
    {
      gu_store_error_set_errno (error, errno, "open of blobs");
      return FALSE;
    }
  /* Papers must not eat the room that the database needs to finish what is under way. */
  if (!gu_ballast_leaves_room (self->blobs_fd, expected))
    {
      gu_store_error_set_errno (error, ENOSPC, "room for the file");
      return FALSE;
    }

  g_snprintf (self->name, sizeof self->name, GU_PARTIAL_PREFIX "%s", uuid);
  self->fd = openat (self->blobs_fd, self->name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0400);
  if (self->fd < 0)
    {
      gu_store_error_set_errno (error, errno, "creation of a blob");
      self->name[0] = '\0';
      return FALSE;
    }
  posix_fadvise (fd, 0, 0, POSIX_FADV_SEQUENTIAL);

  return TRUE;
}

static gboolean
gu_blob_import_write (GuBlobImport *self, const guint8 *data, gsize size, GError **error)
{
  while (size > 0)
    {
      gssize written = write (self->fd, data, size);

      if (written < 0 && errno == EINTR)
        continue;
      if (written < 0)
        {
          gu_store_error_set_errno (error, errno, "write of a blob");
          return FALSE;
        }
      data += written;
      size -= (gsize) written;
    }

  return TRUE;
}

/* One pass: each block is hashed and written while it is warm, and the kernel is asked to begin
 * with the disk at once. */
static gboolean
gu_blob_import_copy (GuBlobImport *self,
                     int fd,
                     guint64 max_size,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (GuDigest) digest = EVP_MD_CTX_new ();
  g_autofree guint8 *buffer = g_malloc (GU_BLOB_BUFFER);
  guint8 hash[EVP_MAX_MD_SIZE];

  if (digest == NULL || EVP_DigestInit_ex (digest, EVP_sha256 (), NULL) != 1)
    g_error ("SHA-256 is not available");

  for (;;)
    {
      gssize got = read (fd, buffer, GU_BLOB_BUFFER);

      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        {
          gu_store_error_set_errno (error, errno, "read of the file");
          return FALSE;
        }
      if (got == 0)
        break;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (max_size > 0 && self->size + (guint64) got > max_size)
        {
          gu_error_set (error,
                        GU_STORE_ERROR,
                        GU_STORE_ERROR_TOO_BIG,
                        _ ("Ask for a smaller version of the file, or split it."),
                        NULL,
                        _ ("The file is bigger than the desk takes."));
          return FALSE;
        }
      if (!gu_blob_import_write (self, buffer, (gsize) got, error))
        return FALSE;
      sync_file_range (self->fd, (off64_t) self->size, got, SYNC_FILE_RANGE_WRITE);
      EVP_DigestUpdate (digest, buffer, (gsize) got);
      self->size += (guint64) got;
    }

  EVP_DigestFinal_ex (digest, hash, NULL);
  for (int i = 0; i < 32; i++)
    g_snprintf (self->sha256 + 2 * i, 3, "%02x", hash[i]);

  return TRUE;
}

/* Gives the blob its name. The same bytes may be there already, or come in by another thread at the
 * same moment: either way the name holds the right bytes, and the folder is flushed before anybody
 * is told so. Bytes that were there count as written now: until their dossier refers to them, only
 * their age keeps them from being swept as unused. */
static gboolean
gu_blob_import_finish (GuBlobImport *self, GError **error)
{
  char folder[3] = { self->sha256[0], self->sha256[1], '\0' };
  struct stat st;
  gboolean made = mkdirat (self->blobs_fd, folder, 0700) == 0;
  int folder_fd = openat (self->blobs_fd, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean done = folder_fd >= 0;
  const char *what = "open of a blob folder";

  if (done && fstatat (folder_fd, self->sha256, &st, AT_SYMLINK_NOFOLLOW) == 0
      && (guint64) st.st_size == self->size
      && utimensat (folder_fd, self->sha256, NULL, AT_SYMLINK_NOFOLLOW) == 0)
    {
      unlinkat (self->blobs_fd, self->name, 0);
      self->name[0] = '\0';
    }
  else if (done)
    {
      what = "fsync of a blob";
      done = fsync (self->fd) == 0;
      if (done)
        {
          what = "rename of a blob";
          done = renameat (self->blobs_fd, self->name, folder_fd, self->sha256) == 0;
        }
      if (done)
        self->name[0] = '\0';
    }
  if (done)
    {
      what = "fsync of a blob folder";
      done = fsync (folder_fd) == 0 && (!made || fsync (self->blobs_fd) == 0);
    }

  if (!done)
    gu_store_error_set_errno (error, errno, what);
  if (folder_fd >= 0)
    close (folder_fd);

  return done;
}

gboolean
gu_store_import_blob (GuStore *self,
                      int fd,
                      guint64 max_size,
                      char **sha256,
                      guint64 *size,
                      GCancellable *cancellable,
                      GError **error)
{
  g_auto (GuBlobImport) import = { .blobs_fd = -1, .fd = -1 };

  g_return_val_if_fail (GU_IS_STORE (self), FALSE);
  g_return_val_if_fail (fd >= 0, FALSE);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (!gu_blob_import_start (&import, self, fd, max_size, error)
      || !gu_blob_import_copy (&import, fd, max_size, cancellable, error)
      || !gu_blob_import_finish (&import, error))
    return FALSE;

  if (sha256 != NULL)
    *sha256 = g_strdup (import.sha256);
  if (size != NULL)
    *size = import.size;

  return TRUE;
}

gboolean
gu_store_import_bytes (GuStore *self, GBytes *bytes, char **sha256, GError **error)
{
  g_auto (GuBlobImport) import = { .blobs_fd = -1, .fd = -1 };
  g_autofree char *hash = NULL;
  gsize size;
  const guint8 *data;

  g_return_val_if_fail (GU_IS_STORE (self), FALSE);
  g_return_val_if_fail (bytes != NULL, FALSE);

  data = g_bytes_get_data (bytes, &size);
  hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_strlcpy (import.sha256, hash, sizeof import.sha256);
  import.size = size;
  if (!gu_blob_import_start (&import, self, -1, 0, error)
      || !gu_blob_import_write (&import, data, size, error)
      || !gu_blob_import_finish (&import, error))
    return FALSE;

  if (sha256 != NULL)
    *sha256 = g_steal_pointer (&hash);

  return TRUE;
}

int
gu_store_open_blob (GuStore *self, const char *sha256, GError **error)
{
  g_autofree char *path = NULL;
  int fd;

  g_return_val_if_fail (GU_IS_STORE (self), -1);

  if (!gu_store_is_sha256 (sha256))
    {
      gu_store_error_set (
          error, GU_STORE_ERROR_INVALID, _ ("This is not the hash of a paper."), NULL);
      return -1;
    }

  path = gu_store_blob_path (self, sha256);
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0 && errno == ENOENT)
    gu_store_error_set (error,
                        GU_STORE_ERROR_NOT_FOUND,
                        _ ("The paper is not at this desk."),
                        _ ("It comes with the next synchronisation; check the connection to the "
                           "central registry."));
  else if (fd < 0)
    gu_store_error_set_errno (error, errno, "open of a blob");

  return fd;
}

gboolean
gu_store_has_blob (GuStore *self, const char *sha256)
{
  g_return_val_if_fail (GU_IS_STORE (self), FALSE);

  return gu_store_is_sha256 (sha256) && gu_store_blob_size (self, sha256) >= 0;
}

char **
gu_store_list_missing_blobs (GuStore *self, guint limit, GError **error)
{
  g_autoptr (GuReader) reader = NULL;
  g_autoptr (GuStatement) statement = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GError) step_error = NULL;
  guint n = 0;

  g_return_val_if_fail (GU_IS_STORE (self), NULL);

  reader = gu_store_read (self, FALSE, NULL, error);
  if (reader == NULL)
    return NULL;
  statement = gu_database_prepare (
      reader->db, error, "SELECT DISTINCT sha256 FROM document ORDER BY row DESC", "");
  if (statement == NULL)
    return NULL;

  while (n < limit && gu_statement_step (statement, &step_error))
    {
      const char *sha256 = gu_statement_text (statement, 0);

      if (gu_store_blob_size (self, sha256) < 0)
        {
          g_strv_builder_add (builder, sha256);
          n++;
        }
    }
  if (step_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&step_error));
      return NULL;
    }

  return g_strv_builder_end (builder);
}

/* One folder of blobs/. With the writer held, no paper can be added while its bytes are judged
 * unused; folder by folder, so that nobody who saves waits for all of them. */
static gboolean
gu_store_sweep_folder (GuStore *self,
                       const char *path,
                       gint64 older_than_ms,
                       guint *removed,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (GuTransaction) tx = gu_store_begin (self, cancellable, error);
  g_autoptr (GDir) listing = tx != NULL ? g_dir_open (path, 0, NULL) : NULL;
  const char *name;

  if (tx == NULL)
    return FALSE;
  while (listing != NULL && (name = g_dir_read_name (listing)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      struct stat st;
      gint64 used;

      if (!gu_store_is_sha256 (name) || stat (file, &st) != 0
          || (gint64) st.st_mtime * 1000 >= older_than_ms)
        continue;
      if (!gu_database_get_int (tx->db,
                                error,
                                &used,
                                0,
                                "SELECT 1 FROM document WHERE sha256 = ? LIMIT 1",
                                "s",
                                name))
        return FALSE;
      if (used == 0 && unlink (file) == 0)
        (*removed)++;
    }

  return gu_transaction_commit (tx, error);
}

gboolean
gu_store_remove_unused_blobs (GuStore *self,
                              gint64 older_than_ms,
                              guint *removed,
                              GCancellable *cancellable,
                              GError **error)
{
  g_autofree char *blobs = NULL;
  g_autoptr (GDir) listing = NULL;
  guint n = 0;
  const char *name;

  g_return_val_if_fail (GU_IS_STORE (self), FALSE);

  blobs = g_build_filename (self->dir, "blobs", NULL);
  listing = g_dir_open (blobs, 0, NULL);
  while (listing != NULL && (name = g_dir_read_name (listing)) != NULL)
    {
      g_autofree char *folder = g_build_filename (blobs, name, NULL);

      if (strlen (name) == 2
          && !gu_store_sweep_folder (self, folder, older_than_ms, &n, cancellable, error))
        return FALSE;
    }
  if (removed != NULL)
    *removed = n;

  return TRUE;
}
