/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-app-error.h"
#include "gu-intake-private.h"
#include "gu-words.h"

#include <glib/gi18n-lib.h>

/* The part of the intake that keeps the draft on disk: a pause in typing, and at the latest two
 * seconds after the first change, everything is written as one update with its event. */

#define QUIET_MS  400
#define LATEST_US (2 * G_USEC_PER_SEC)
#define RETRY_MS  5000

/* One round of saving, on copies that only the worker touches. */
typedef struct
{
  GuStore *store;
  GuDossier *dossier; /* nullable: only papers changed */
  GPtrArray *papers;  /* of GuDocument */
  JsonObject *body;
  GuSessionActor *actor;
} GuDraftSave;

static void
gu_draft_save_free (GuDraftSave *save)
{
  g_clear_object (&save->store);
  g_clear_object (&save->dossier);
  g_clear_pointer (&save->papers, g_ptr_array_unref);
  g_clear_pointer (&save->body, json_object_unref);
  g_clear_pointer (&save->actor, gu_session_actor_free);
  g_free (save);
}

static void gu_intake_start_save (GuIntake *self);

gboolean
gu_intake_is_saved (GuIntake *self)
{
  return self->dirty_since == 0 && self->saving == 0;
}

static void
gu_intake_set_save_error (GuIntake *self, const char *message)
{
  if (g_strcmp0 (self->save_error, message) == 0)
    return;

  g_free (self->save_error);
  self->save_error = g_strdup (message);
  gu_intake_notify (self, GU_INTAKE_PROP_SAVE_ERROR);
}

static gboolean
gu_intake_save_due (gpointer data)
{
  GuIntake *self = data;

  self->save_source = 0;
  gu_intake_start_save (self);

  return G_SOURCE_REMOVE;
}

static void
gu_intake_schedule (GuIntake *self, guint delay_ms)
{
  g_autoptr (GuIntake) alive = g_object_ref (self);
  gint64 now = g_get_monotonic_time ();
  gint64 latest;

  if (self->closed)
    return;
  if (self->dirty_since == 0)
    {
      self->dirty_since = now;
      gu_intake_notify (self, GU_INTAKE_PROP_SAVED);
    }

  latest = (self->dirty_since + LATEST_US - now) / 1000;
  if (delay_ms == QUIET_MS && latest < QUIET_MS)
    delay_ms = (guint) MAX (latest, 0);
  g_clear_handle_id (&self->save_source, g_source_remove);
  /* Whoever looked at the draft may be gone before it is saved: what was typed keeps it alive. Once
   * the desk has stopped nothing can be saved any more. */
  if (gu_context_is_ready (self->context))
    self->save_source = g_timeout_add_full (
        G_PRIORITY_DEFAULT, delay_ms, gu_intake_save_due, g_object_ref (self), g_object_unref);
}

void
gu_intake_touch (GuIntake *self, const char *field)
{
  if (self->applying || self->closed)
    return;

  g_hash_table_add (self->dirty_fields, g_strdup (field));
  gu_intake_schedule (self, QUIET_MS);
}

void
gu_intake_touch_paper (GuIntake *self, GuDocument *document)
{
  if (self->applying || self->closed)
    return;

  g_hash_table_add (self->dirty_papers, g_strdup (gu_document_get_id (document)));
  gu_intake_schedule (self, QUIET_MS);
}

/* Runs in the store's thread. The draft is read again for its rev: papers that were added meanwhile
 * have counted it up, and one that was registered meanwhile must not be touched. */
static void
gu_draft_save_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GuDraftSave *save = data;
  const GuActor actor = { save->actor->who, save->actor->desk };
  g_autoptr (GError) error = NULL;

  if (save->dossier != NULL)
    {
      g_autoptr (GuDossier)
          now = gu_store_load_dossier (save->store, gu_dossier_get_id (save->dossier), &error);

      if (now != NULL && !gu_words_is_draft (gu_dossier_get_state (now)))
        gu_error_set (&error,
                      GU_APP_ERROR,
                      GU_APP_ERROR_STATE,
                      _ ("Open its page to see it; what was registered is not edited"),
                      NULL,
                      _ ("The dossier was registered meanwhile"));
      if (error == NULL)
        {
          gu_dossier_set_rev (save->dossier, gu_dossier_get_rev (now));
          gu_store_update_dossier (
              save->store, save->dossier, "draft-changed", save->body, &actor, &error);
        }
    }
  for (guint i = 0; error == NULL && i < save->papers->len; i++)
    {
      gu_store_update_document (save->store, g_ptr_array_index (save->papers, i), &actor, &error);
      if (g_error_matches (error, GU_STORE_ERROR, GU_STORE_ERROR_NOT_FOUND))
        g_clear_error (&error); /* taken out of the draft meanwhile */
    }

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
gu_intake_answer_flush (GuIntake *self, const GError *error)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->flush_waiting);

  self->flush_waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    {
      if (error != NULL)
        g_task_return_error (g_ptr_array_index (waiting, i), g_error_copy (error));
      else
        g_task_return_boolean (g_ptr_array_index (waiting, i), TRUE);
    }
}

/* What could not be written is unsaved again, under the same names. */
static void
gu_intake_save_failed (GuIntake *self, GuDraftSave *save, const GError *error)
{
  gu_intake_set_save_error (self, error->message);
  if (g_error_matches (error, GU_APP_ERROR, GU_APP_ERROR_STATE))
    {
      self->closed = TRUE;
      gu_intake_notify (self, GU_INTAKE_PROP_CAN_REGISTER);
    }
  if (!self->closed)
    {
      if (save->dossier != NULL)
        g_hash_table_add (self->dirty_fields, g_strdup ("again"));
      for (guint i = 0; i < save->papers->len; i++)
        g_hash_table_add (self->dirty_papers,
                          g_strdup (gu_document_get_id (g_ptr_array_index (save->papers, i))));
      gu_intake_schedule (self, RETRY_MS);
    }
  gu_intake_answer_flush (self, error);
}

static void
gu_intake_save_done (GObject *source, GAsyncResult *result, gpointer data)
{
  GuIntake *self = GU_INTAKE (source);
  g_autoptr (GError) error = NULL;

  self->saving--;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      gu_intake_save_failed (self, g_task_get_task_data (G_TASK (result)), error);
      return;
    }

  gu_intake_set_save_error (self, NULL);
  if (self->saving > 0)
    return;
  if (self->dirty_since != 0 && !self->closed)
    {
      if (self->flush_waiting->len > 0)
        gu_intake_start_save (self);
      return;
    }
  gu_intake_notify (self, GU_INTAKE_PROP_SAVED);
  gu_intake_answer_flush (self, NULL);
}

static GuDocument *
gu_intake_copy_paper (GuDocument *document)
{
  g_autoptr (JsonObject) json = gu_document_to_json (document);

  return gu_document_new_from_json (json, NULL);
}

static GuDraftSave *
gu_intake_collect (GuIntake *self)
{
  GuDraftSave *save = g_new0 (GuDraftSave, 1);
  g_autoptr (JsonArray) names = json_array_new ();
  GHashTableIter iter;
  gpointer key;

  save->store = g_object_ref (gu_context_get_store (self->context));
  save->actor = gu_context_dup_actor (self->context);
  save->papers = g_ptr_array_new_with_free_func (g_object_unref);
  save->body = json_object_new ();

  g_hash_table_iter_init (&iter, self->dirty_fields);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    json_array_add_string_element (names, key);
  json_object_set_array_member (save->body, "fields", json_array_ref (names));
  if (g_hash_table_size (self->dirty_fields) > 0)
    save->dossier = gu_dossier_copy (self->dossier);

  g_hash_table_iter_init (&iter, self->dirty_papers);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      GuDocument *document = gu_dossier_find_document (self->dossier, key);
      GuDocument *copy = document != NULL ? gu_intake_copy_paper (document) : NULL;

      if (copy != NULL)
        g_ptr_array_add (save->papers, copy);
    }

  g_hash_table_remove_all (self->dirty_fields);
  g_hash_table_remove_all (self->dirty_papers);
  self->dirty_since = 0;

  return save;
}

static void
gu_intake_push_save (GuIntake *self)
{
  g_autoptr (GTask) task = NULL;

  self->saving++;
  task = g_task_new (self, NULL, gu_intake_save_done, NULL);
  g_task_set_source_tag (task, gu_intake_push_save);
  g_task_set_task_data (task, gu_intake_collect (self), (GDestroyNotify) gu_draft_save_free);
  g_clear_handle_id (&self->save_source, g_source_remove);
  gu_task_queue_push (gu_context_get_store_queue (self->context), task, gu_draft_save_run);
}

static void
gu_intake_start_save (GuIntake *self)
{
  if (self->saving == 0 && !self->closed && self->dirty_since != 0)
    gu_intake_push_save (self);
}

/* The desk stops: what is not saved yet goes to the store's thread before that one ends, behind a
 * save that is under way. */
void
gu_intake_context_changed (GuIntake *self)
{
  if (!gu_context_is_ready (self->context) && !self->closed && self->dirty_since != 0)
    gu_intake_push_save (self);
}

void
gu_intake_flush_async (GuIntake *self,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task;

  g_return_if_fail (GU_IS_INTAKE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gu_intake_flush_async);
  if (self->closed || gu_intake_is_saved (self))
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }

  g_ptr_array_add (self->flush_waiting, task);
  gu_intake_start_save (self);
}

gboolean
gu_intake_flush_finish (GuIntake *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
gu_intake_close (GuIntake *self)
{
  g_return_if_fail (GU_IS_INTAKE (self));

  self->closed = TRUE;
  g_clear_handle_id (&self->save_source, g_source_remove);
  gu_intake_notify (self, GU_INTAKE_PROP_CAN_REGISTER);
}

static void
gu_intake_discard_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GuDraftSave *save = data;
  const GuActor actor = { save->actor->who, save->actor->desk };
  g_autoptr (GuDossier) now = NULL;
  g_autoptr (GError) error = NULL;

  now = gu_store_load_dossier (save->store, gu_dossier_get_id (save->dossier), &error);
  if (now != NULL && gu_words_is_draft (gu_dossier_get_state (now)))
    {
      gu_store_cancel_number (
          save->store, gu_dossier_get_id (now), "draft given up", &actor, &error);
      if (g_error_matches (error, GU_STORE_ERROR, GU_STORE_ERROR_NOT_FOUND))
        g_clear_error (&error); /* it held no number */
    }
  if (now != NULL && error == NULL && gu_words_is_draft (gu_dossier_get_state (now)))
    {
      gu_dossier_set_state (now, "clasat");
      gu_store_update_dossier (save->store, now, "draft-discarded", NULL, &actor, &error);
    }

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

void
gu_intake_discard_async (GuIntake *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (GU_IS_INTAKE (self));

  g_hash_table_add (self->dirty_fields, g_strdup ("state"));
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gu_intake_discard_async);
  g_task_set_task_data (task, gu_intake_collect (self), (GDestroyNotify) gu_draft_save_free);
  gu_intake_close (self);
  gu_task_queue_push (gu_context_get_store_queue (self->context), task, gu_intake_discard_run);
}

gboolean
gu_intake_discard_finish (GuIntake *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
