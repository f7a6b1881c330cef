/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-store"

#include "config.h"

#include "gu-store-private.h"

#include "gu-ballast-private.h"
#include "gu-error.h"
#include "gu-migration-private.h"
#include "gu-uuid.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define GU_MAX_READERS 4

/* The store's life: opening, lock, connections, transactions, the changed signal, settings. */

G_DEFINE_FINAL_TYPE (GuStore, gu_store, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
gu_store_dispose (GObject *object)
{
  gu_store_close (GU_STORE (object));

  G_OBJECT_CLASS (gu_store_parent_class)->dispose (object);
}

static void
gu_store_finalize (GObject *object)
{
  GuStore *self = GU_STORE (object);

  g_clear_pointer (&self->dir, g_free);
  g_clear_pointer (&self->origin, g_free);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->idle_readers, g_ptr_array_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->changed_ids, g_hash_table_unref);
  g_mutex_clear (&self->write_lock);
  g_mutex_clear (&self->pool_lock);
  g_cond_clear (&self->pool_cond);
  g_mutex_clear (&self->changed_lock);

  G_OBJECT_CLASS (gu_store_parent_class)->finalize (object);
}

static void
gu_store_class_init (GuStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gu_store_dispose;
  object_class->finalize = gu_store_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          GU_TYPE_STORE,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          1,
                                          G_TYPE_STRV);
}

static void
gu_store_init (GuStore *self)
{
  self->dir_fd = -1;
  self->lock_fd = -1;
  g_mutex_init (&self->write_lock);
  g_mutex_init (&self->pool_lock);
  g_cond_init (&self->pool_cond);
  g_mutex_init (&self->changed_lock);
  self->idle_readers = g_ptr_array_new_with_free_func ((GDestroyNotify) gu_database_free);
  self->changed_ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->context = g_main_context_ref_thread_default ();
}

/* ---- the changed signal ---- */

static gboolean
gu_store_emit_changed (gpointer data)
{
  g_autoptr (GuStore) self = g_weak_ref_get (data);
  g_auto (GStrv) ids = NULL;
  guint n;

  if (self == NULL)
    return G_SOURCE_REMOVE;

  g_mutex_lock (&self->changed_lock);
  ids = (char **) g_hash_table_get_keys_as_array (self->changed_ids, &n);
  g_hash_table_steal_all (self->changed_ids);
  g_clear_pointer (&self->changed_source, g_source_unref);
  g_mutex_unlock (&self->changed_lock);

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, ids);

  return G_SOURCE_REMOVE;
}

static void
gu_store_free_weak_ref (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
gu_store_announce (GuStore *self, GHashTable *ids)
{
  GHashTableIter iter;
  gpointer id;
  GWeakRef *weak;

  if (g_hash_table_size (ids) == 0)
    return;

  g_mutex_lock (&self->changed_lock);
  g_hash_table_iter_init (&iter, ids);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_hash_table_add (self->changed_ids, g_strdup (id));
  if (self->changed_source == NULL)
    {
      weak = g_new0 (GWeakRef, 1);
      g_weak_ref_init (weak, self);
      self->changed_source = g_idle_source_new ();
      g_source_set_priority (self->changed_source, G_PRIORITY_DEFAULT);
      g_source_set_callback (
          self->changed_source, gu_store_emit_changed, weak, gu_store_free_weak_ref);
      g_source_attach (self->changed_source, self->context);
    }
  g_mutex_unlock (&self->changed_lock);
}

/* ---- opening and closing ---- */

static gboolean
gu_store_take_lock (GuStore *self, GError **error)
{
  char pid[32];
  int length;

  self->lock_fd = openat (self->dir_fd, "lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->lock_fd < 0)
    {
      gu_store_error_set_errno (error, errno, "open of the lock");
      return FALSE;
    }

  if (flock (self->lock_fd, LOCK_EX | LOCK_NB) != 0)
    {
      g_autofree char *detail = NULL;

      if (errno != EWOULDBLOCK)
        {
          gu_store_error_set_errno (error, errno, "flock");
          return FALSE;
        }
      length = (int) pread (self->lock_fd, pid, sizeof pid - 1, 0);
      pid[MAX (length, 0)] = '\0';
      detail = g_strdup_printf ("process %s", g_strstrip (pid));
      gu_error_set (
          error,
          GU_STORE_ERROR,
          GU_STORE_ERROR_IN_USE,
          _ ("Close the other window or wait for the other command to end, then try again."),
          detail,
          _ ("The desk's data is open in another window or command."));
      return FALSE;
    }

  /* Only a help for people; the lock itself is what counts. */
  length = g_snprintf (pid, sizeof pid, "%d\n", (int) getpid ());
  if (ftruncate (self->lock_fd, 0) != 0 || pwrite (self->lock_fd, pid, (gsize) length, 0) != length)
    g_debug ("The process number could not be written in the lock");

  return TRUE;
}

static gboolean
gu_store_open_dir (GuStore *self, GError **error)
{
  if (g_mkdir_with_parents (self->dir, 0700) != 0)
    {
      gu_store_error_set_errno (error, errno, "mkdir");
      return FALSE;
    }
  self->dir_fd = open (self->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (self->dir_fd < 0)
    {
      gu_store_error_set_errno (error, errno, "open of the folder");
      return FALSE;
    }

  return gu_store_make_blob_folders (self, error);
}

/* The folder may have been made by somebody else, open to all: the database is nobody else's, and
 * SQLite gives the rights of the database to its log. Before any connection: closing a descriptor
 * of the file drops the locks that SQLite has on it. */
static gboolean
gu_store_close_to_others (GuStore *self, GError **error)
{
  int fd = openat (self->dir_fd, "desk.db", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  struct stat st;
  gboolean done = fd >= 0 && fstat (fd, &st) == 0
                  && ((st.st_mode & 077) == 0 || fchmod (fd, 0600) == 0);

  if (!done)
    gu_store_error_set_errno (error, errno, "rights of the database");
  if (fd >= 0)
    close (fd);

  return done;
}

static gboolean
gu_store_open_database (GuStore *self, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = g_build_filename (self->dir, "desk.db", NULL);
  g_autofree char *backups = g_build_filename (self->dir, "backups", NULL);
  g_autoptr (GPtrArray) steps = gu_migration_list_steps ();

  if (!gu_store_close_to_others (self, error))
    return FALSE;
  self->writer = gu_database_open (path, GU_DATABASE_WRITER, NULL, error);

  return self->writer != NULL
         && gu_migration_run (self->writer,
                              (const GuMigrationStep *const *) steps->pdata,
                              steps->len,
                              backups,
                              gu_clock_now_ms (self->clock),
                              cancellable,
                              error);
}

static gboolean
gu_store_load_origin (GuStore *self, GError **error)
{
  if (!gu_store_get_setting (self, "store.origin", &self->origin, error))
    return FALSE;
  if (self->origin == NULL)
    {
      self->origin = gu_uuid_new_v7 (gu_clock_now_ms (self->clock));
      return gu_store_set_setting (self, "store.origin", self->origin, error);
    }

  return TRUE;
}

GuStore *
gu_store_open (const char *dir, GuClock *clock, GCancellable *cancellable, GError **error)
{
  g_autoptr (GuStore) self = NULL;

  g_return_val_if_fail (dir != NULL, NULL);
  g_return_val_if_fail (GU_IS_CLOCK (clock), NULL);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  self = g_object_new (GU_TYPE_STORE, NULL);
  self->dir = g_strdup (dir);
  self->clock = g_object_ref (clock);
  if (!gu_store_open_dir (self, error) || !gu_store_take_lock (self, error)
      || !gu_store_open_database (self, cancellable, error) || !gu_store_load_origin (self, error))
    return NULL;
  gu_store_remove_partial_blobs (self);
  gu_ballast_keep (self->dir);

  return g_steal_pointer (&self);
}

void
gu_store_close (GuStore *self)
{
  g_return_if_fail (GU_IS_STORE (self));

  g_atomic_int_set (&self->closing, 1);

  g_mutex_lock (&self->pool_lock);
  self->closed = TRUE;
  while (self->n_readers > self->idle_readers->len)
    g_cond_wait (&self->pool_cond, &self->pool_lock);
  g_ptr_array_set_size (self->idle_readers, 0);
  self->n_readers = 0;
  g_mutex_unlock (&self->pool_lock);

  /* The writer goes last: the last connection empties the write-ahead log. */
  g_mutex_lock (&self->write_lock);
  g_clear_pointer (&self->writer, gu_database_free);
  g_mutex_unlock (&self->write_lock);

  g_mutex_lock (&self->changed_lock);
  if (self->changed_source != NULL)
    g_source_destroy (self->changed_source);
  g_clear_pointer (&self->changed_source, g_source_unref);
  g_mutex_unlock (&self->changed_lock);

  if (self->lock_fd >= 0)
    close (self->lock_fd);
  self->lock_fd = -1;
  if (self->dir_fd >= 0)
    close (self->dir_fd);
  self->dir_fd = -1;
}

const char *
gu_store_get_dir (GuStore *self)
{
  g_return_val_if_fail (GU_IS_STORE (self), NULL);

  return self->dir;
}

const char *
gu_store_get_origin (GuStore *self)
{
  g_return_val_if_fail (GU_IS_STORE (self), NULL);

  return self->origin;
}

/* ---- connections on loan ---- */

static GuDatabase *
gu_store_take_reader (GuStore *self, GError **error)
{
  g_autofree char *path = NULL;
  GuDatabase *db = NULL;
  gboolean closed;

  g_mutex_lock (&self->pool_lock);
  while (!self->closed && self->idle_readers->len == 0 && self->n_readers >= GU_MAX_READERS)
    g_cond_wait (&self->pool_cond, &self->pool_lock);
  closed = self->closed;
  if (!closed && self->idle_readers->len > 0)
    db = g_ptr_array_steal_index (self->idle_readers, self->idle_readers->len - 1);
  else if (!closed)
    self->n_readers++;
  g_mutex_unlock (&self->pool_lock);

  if (closed)
    {
      gu_store_error_set (error, GU_STORE_ERROR_CLOSED, NULL, NULL);
      return NULL;
    }
  if (db != NULL)
    return db;

  path = g_build_filename (self->dir, "desk.db", NULL);
  db = gu_database_open (path, GU_DATABASE_READER, &self->closing, error);
  if (db == NULL)
    {
      g_mutex_lock (&self->pool_lock);
      self->n_readers--;
      g_cond_broadcast (&self->pool_cond);
      g_mutex_unlock (&self->pool_lock);
    }

  return db;
}

GuReader *
gu_store_read (GuStore *self, gboolean snapshot, GCancellable *cancellable, GError **error)
{
  g_autoptr (GuReader) reader = NULL;
  GuDatabase *db;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  db = gu_store_take_reader (self, error);
  if (db == NULL)
    return NULL;

  reader = g_new0 (GuReader, 1);
  reader->store = self;
  reader->db = db;
  gu_database_set_cancellable (db, cancellable);
  if (snapshot)
    {
      if (!gu_database_script (db, "BEGIN", error))
        return NULL;
      reader->snapshot = TRUE;
    }

  return g_steal_pointer (&reader);
}

void
gu_reader_free (GuReader *self)
{
  GuStore *store = self->store;

  gu_database_set_cancellable (self->db, NULL);
  if (self->snapshot && !sqlite3_get_autocommit (gu_database_get_handle (self->db)))
    sqlite3_exec (gu_database_get_handle (self->db), "ROLLBACK", NULL, NULL, NULL);

  g_mutex_lock (&store->pool_lock);
  g_ptr_array_add (store->idle_readers, self->db);
  g_cond_broadcast (&store->pool_cond);
  g_mutex_unlock (&store->pool_lock);
  g_free (self);
}

GuTransaction *
gu_store_begin (GuStore *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GuTransaction) tx = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  g_mutex_lock (&self->write_lock);
  if (self->writer == NULL || g_atomic_int_get (&self->closing))
    {
      g_mutex_unlock (&self->write_lock);
      gu_store_error_set (error, GU_STORE_ERROR_CLOSED, NULL, NULL);
      return NULL;
    }

  tx = g_new0 (GuTransaction, 1);
  tx->store = self;
  tx->db = self->writer;
  tx->now_ms = gu_clock_now_ms (self->clock);
  tx->changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!gu_database_script (tx->db, "BEGIN IMMEDIATE", error))
    return NULL;
  tx->open = TRUE;
  gu_database_set_cancellable (tx->db, cancellable);

  return g_steal_pointer (&tx);
}

gboolean
gu_transaction_commit (GuTransaction *self, GError **error)
{
  gu_database_set_cancellable (self->db, NULL);
  if (!gu_database_script (self->db, "COMMIT", error))
    return FALSE;

  self->open = FALSE;
  gu_store_announce (self->store, self->changed);

  return TRUE;
}

void
gu_transaction_free (GuTransaction *self)
{
  gu_database_set_cancellable (self->db, NULL);
  if (self->open && !sqlite3_get_autocommit (gu_database_get_handle (self->db)))
    sqlite3_exec (gu_database_get_handle (self->db), "ROLLBACK", NULL, NULL, NULL);
  if (gu_database_take_disk_full (self->db) && gu_ballast_release (self->store->dir))
    g_message ("The disk is full: the reserve was released");

  g_mutex_unlock (&self->store->write_lock);
  g_hash_table_unref (self->changed);
  g_free (self);
}

void
gu_transaction_add_changed (GuTransaction *self, const char *dossier_id)
{
  g_hash_table_add (self->changed, g_strdup (dossier_id));
}

/* ---- settings ---- */

gboolean
gu_store_get_setting (GuStore *self, const char *key, char **value, GError **error)
{
  g_autoptr (GuReader) reader = NULL;

  g_return_val_if_fail (GU_IS_STORE (self), FALSE);
  g_return_val_if_fail (key != NULL && value != NULL, FALSE);

  reader = gu_store_read (self, FALSE, NULL, error);

  return reader != NULL
         && gu_database_get_text (
             reader->db, error, value, "SELECT value FROM setting WHERE key = ?", "s", key);
}

gboolean
gu_store_set_setting (GuStore *self, const char *key, const char *value, GError **error)
{
  g_autoptr (GuTransaction) tx = NULL;
  gboolean done;

  g_return_val_if_fail (GU_IS_STORE (self), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  tx = gu_store_begin (self, NULL, error);
  if (tx == NULL)
    return FALSE;
  if (value == NULL)
    done = gu_database_run (tx->db, error, "DELETE FROM setting WHERE key = ?", "s", key);
  else
    done = gu_database_run (tx->db,
                            error,
                            "INSERT INTO setting (key, value) VALUES (?1, ?2)"
                            " ON CONFLICT (key) DO UPDATE SET value = ?2",
                            "ss",
                            key,
                            value);

  return done && gu_transaction_commit (tx, error);
}
