/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-context-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* The part of the context that hands out papers and writes lines in the journal. */

void
gu_session_actor_free (GuSessionActor *self)
{
  g_free (self->who);
  g_free (self->desk);
  g_free (self);
}

GuSessionActor *
gu_context_dup_actor (GuContext *self)
{
  GuSessionActor *actor;

  g_return_val_if_fail (GU_IS_CONTEXT (self), NULL);

  actor = g_new0 (GuSessionActor, 1);
  actor->who = g_strdup (gu_settings_get_clerk_name (self->settings));
  actor->desk = g_strdup (gu_settings_get_desk_code (self->settings));

  return actor;
}

/* A paper that another desk took in is brought from central the first time it is opened. */
static void
gu_context_fetch_blob_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GuContext *self = source;
  g_autoptr (GError) error = NULL;
  int fd = -1;

  if (gu_central_link_fetch_blob (self->link, data, cancellable, &error))
    fd = gu_store_open_blob (self->store, data, &error);

  if (fd < 0)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_int (task, fd);
}

static void
gu_context_open_blob_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GuContext *self = source;
  g_autoptr (GError) error = NULL;
  int fd = gu_store_open_blob (self->store, data, &error);

  if (fd < 0 && self->link != NULL
      && g_error_matches (error, GU_STORE_ERROR, GU_STORE_ERROR_NOT_FOUND))
    gu_task_queue_push (self->central_queue, task, gu_context_fetch_blob_run);
  else if (fd < 0)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_int (task, fd);
}

void
gu_context_open_blob_async (GuContext *self,
                            const char *sha256,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (GU_IS_CONTEXT (self));
  g_return_if_fail (self->ready);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gu_context_open_blob_async);
  g_task_set_task_data (task, g_strdup (sha256), g_free);
  gu_task_queue_push (self->list_queue, task, gu_context_open_blob_run);
}

int
gu_context_open_blob_finish (GuContext *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), -1);

  return (int) g_task_propagate_int (G_TASK (result), error);
}

typedef struct
{
  char *sha256;
  GFile *target;
} GuBlobSave;

static void
gu_blob_save_free (GuBlobSave *save)
{
  g_free (save->sha256);
  g_object_unref (save->target);
  g_free (save);
}

/* Closed in the usual way, a copy that was cut short would take the place of what was there. */
static void
gu_context_give_up_copy (GFileOutputStream *out)
{
  g_autoptr (GCancellable) given_up = g_cancellable_new ();

  g_cancellable_cancel (given_up);
  g_output_stream_close (G_OUTPUT_STREAM (out), given_up, NULL);
}

gboolean
gu_context_copy_blob (GuStore *store,
                      const char *sha256,
                      GFile *target,
                      GCancellable *cancellable,
                      GError **error)
{
  int fd = gu_store_open_blob (store, sha256, error);
  g_autoptr (GFileOutputStream) out = NULL;
  g_autofree char *buffer = NULL;
  const gsize size = 256 * 1024;
  gboolean done;
  gssize n = 0;

  if (fd < 0)
    return FALSE;

  out = g_file_replace (target, NULL, FALSE, G_FILE_CREATE_PRIVATE, cancellable, error);
  done = out != NULL;
  buffer = g_malloc (size);
  while (done && (n = read (fd, buffer, size)) > 0)
    done = g_output_stream_write_all (
        G_OUTPUT_STREAM (out), buffer, (gsize) n, NULL, cancellable, error);
  if (done && n < 0)
    {
      g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
      done = FALSE;
    }
  g_close (fd, NULL);
  if (out != NULL && !done)
    gu_context_give_up_copy (out);

  return done && g_output_stream_close (G_OUTPUT_STREAM (out), cancellable, error);
}

static void
gu_context_save_blob_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GuContext *self = source;
  GuBlobSave *save = data;
  g_autoptr (GError) error = NULL;

  if (gu_context_copy_blob (self->store, save->sha256, save->target, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
gu_context_save_blob_async (GuContext *self,
                            const char *sha256,
                            GFile *target,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GuBlobSave *save;

  g_return_if_fail (GU_IS_CONTEXT (self));
  g_return_if_fail (self->ready);
  g_return_if_fail (G_IS_FILE (target));

  save = g_new0 (GuBlobSave, 1);
  save->sha256 = g_strdup (sha256);
  save->target = g_object_ref (target);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gu_context_save_blob_async);
  g_task_set_task_data (task, save, (GDestroyNotify) gu_blob_save_free);
  gu_task_queue_push (self->document_queue, task, gu_context_save_blob_run);
}

gboolean
gu_context_save_blob_finish (GuContext *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

typedef struct
{
  char *dossier_id;
  char *kind;
  GuSessionActor *actor;
} GuEventNote;

static void
gu_event_note_free (GuEventNote *note)
{
  g_free (note->dossier_id);
  g_free (note->kind);
  gu_session_actor_free (note->actor);
  g_free (note);
}

static void
gu_context_add_event_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GuContext *self = source;
  GuEventNote *note = data;
  const GuActor actor = { note->actor->who, note->actor->desk };
  g_autoptr (GError) error = NULL;

  if (gu_store_add_event (self->store, note->dossier_id, note->kind, NULL, &actor, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
gu_context_add_event_async (GuContext *self,
                            const char *dossier_id,
                            const char *kind,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GuEventNote *note;

  g_return_if_fail (GU_IS_CONTEXT (self));
  g_return_if_fail (self->ready);

  note = g_new0 (GuEventNote, 1);
  note->dossier_id = g_strdup (dossier_id);
  note->kind = g_strdup (kind);
  note->actor = gu_context_dup_actor (self);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gu_context_add_event_async);
  g_task_set_task_data (task, note, (GDestroyNotify) gu_event_note_free);
  gu_task_queue_push (self->store_queue, task, gu_context_add_event_run);
}

gboolean
gu_context_add_event_finish (GuContext *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
