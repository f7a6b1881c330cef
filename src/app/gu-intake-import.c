/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-app-error.h"
#include "gu-document-limits.h"
#include "gu-document-service.h"
#include "gu-import-result-private.h"
#include "gu-intake-private.h"
#include "gu-operation.h"
#include "gu-words.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

/* The part of the intake that takes files in. The bytes are copied first and looked at afterwards,
 * so what was looked at is what is kept, whatever happens to the file meanwhile. Copying one file
 * and looking at the one before go on at the same time, in two threads. */

typedef struct
{
  GuIntake *intake;
  GuOperation *operation;
  GTask *task;
  GPtrArray *results; /* of GuImportResult, in the order of the files */
  guint n_files;
  guint n_done;
} GuImportRun;

/* One file on its way. */
typedef struct
{
  GuImportRun *run;
  guint index;

  /* owned */
  GuContext *context;
  GFile *file;   /* nullable when @bytes */
  GBytes *bytes; /* nullable when @file */
  char *name;
  char *requirement; /* nullable */
  char *sha256;      /* nullable: the bytes were not copied, the report says why they are refused */
  guint64 size;
  GuDocumentReport *report;
  GuDocument *document;
  GuSessionActor *actor;
  char *dossier_id;
} GuImportFile;

static void
gu_import_run_unref (GuImportRun *run)
{
  g_object_unref (run->intake);
  g_object_unref (run->operation);
  g_clear_object (&run->task);
  g_ptr_array_unref (run->results);
  g_free (run);
}

static void
gu_import_file_free (GuImportFile *item)
{
  g_clear_object (&item->context);
  g_clear_object (&item->file);
  g_clear_pointer (&item->bytes, g_bytes_unref);
  g_clear_object (&item->report);
  g_clear_object (&item->document);
  g_clear_pointer (&item->actor, gu_session_actor_free);
  g_free (item->name);
  g_free (item->requirement);
  g_free (item->sha256);
  g_free (item->dossier_id);
  g_free (item);
}

static void
gu_import_count (GuIntake *self, int change)
{
  gboolean could = gu_intake_get_can_register (self);

  self->n_imports += (guint) change;
  if (could != gu_intake_get_can_register (self))
    gu_intake_notify (self, GU_INTAKE_PROP_CAN_REGISTER);
}

static void
gu_import_run_end (GuImportRun *run)
{
  GuOperation *operation = run->operation;

  gu_import_count (run->intake, -1);

  if (g_cancellable_is_cancelled (gu_operation_get_cancellable (operation)))
    {
      g_autoptr (GError) error = g_error_new_literal (
          G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("The import was cancelled"));

      gu_operation_fail (operation, error);
    }
  else
    gu_operation_finish (operation);

  g_task_return_pointer (
      run->task, g_ptr_array_ref (run->results), (GDestroyNotify) g_ptr_array_unref);
  gu_import_run_unref (run);
}

static void
gu_import_file_end (GuImportFile *item, gboolean accepted, const char *sentence, const char *hint)
{
  GuImportRun *run = item->run;
  GuImportResult *result = g_ptr_array_index (run->results, item->index);

  gu_record_set_boolean (result, GU_IMPORT_RESULT_ACCEPTED, accepted);
  gu_record_set_object (result, GU_IMPORT_RESULT_DOCUMENT, accepted ? item->document : NULL);
  gu_record_set_string (result, GU_IMPORT_RESULT_SENTENCE, sentence);
  gu_record_set_string (result, GU_IMPORT_RESULT_HINT, hint);

  run->n_done++;
  gu_operation_set_fraction (run->operation, (double) run->n_done / run->n_files);
  if (run->n_done == run->n_files)
    gu_import_run_end (run);
}

static void
gu_import_file_fail (GuImportFile *item, const GError *error)
{
  GuImportResult *result = g_ptr_array_index (item->run->results, item->index);

  gu_record_set_string (result, GU_IMPORT_RESULT_DOMAIN, gu_error_get_domain_nick (error));
  gu_record_set_string (result, GU_IMPORT_RESULT_CODE, gu_error_get_nick (error));
  gu_import_file_end (item, FALSE, error->message, gu_error_get_hint (error));
}

/* The last step: the paper joins the draft. */
static void
gu_import_added (GObject *source, GAsyncResult *result, gpointer data)
{
  GuImportFile *item = g_task_get_task_data (G_TASK (result));
  GuIntake *self = item->run->intake;
  g_autoptr (GError) error = NULL;
  g_autofree char *warnings = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      gu_import_file_fail (item, error);
      return;
    }

  gu_dossier_add_document (self->dossier, item->document);
  gu_intake_watch_paper (self, item->document);
  gu_intake_refresh (self);
  if (gu_document_get_warnings (item->document) != NULL)
    warnings = g_strjoinv ("\n", (char **) gu_document_get_warnings (item->document));
  gu_import_file_end (item, TRUE, warnings, NULL);
}

static void
gu_import_add_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GuImportFile *item = data;
  GuStore *store = gu_context_get_store (item->context);
  const GuActor actor = { item->actor->who, item->actor->desk };
  g_autoptr (GError) error = NULL;
  g_autoptr (GuDossier) now = gu_store_load_dossier (store, item->dossier_id, &error);

  /* What was registered meanwhile has its inventory signed and its receipt printed, without this
   * paper. Registering runs in this very thread, so nothing comes between. */
  if (now != NULL && !gu_words_is_draft (gu_dossier_get_state (now)))
    gu_error_set (&error,
                  GU_APP_ERROR,
                  GU_APP_ERROR_STATE,
                  _ ("Open its page to see it; what was registered is not edited"),
                  NULL,
                  _ ("The dossier was registered meanwhile"));
  if (error == NULL
      && gu_store_add_document (store, item->dossier_id, item->document, &actor, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static GuDocument *
gu_import_make_document (GuImportFile *item)
{
  GuIntake *self = item->run->intake;
  GuDocument *document = gu_document_new ();
  const char *slot = item->requirement;
  const char *slots[2] = { NULL, NULL };
  const char *const *warnings = gu_document_report_get_warnings (item->report);

  if (slot == NULL)
    slot = gu_intake_suggest_requirement (self, item->name);
  slots[0] = slot;

  gu_document_set_sha256 (document, item->sha256);
  gu_document_set_name (document, item->name);
  gu_document_set_media_type (document, gu_document_report_get_media_type (item->report));
  gu_document_set_size (document, (gint64) item->size);
  gu_document_set_pages (document, (int) gu_document_report_get_pages (item->report));
  gu_document_set_signatures (document, (int) gu_document_report_get_signatures (item->report));
  gu_document_set_warnings (document, warnings);
  gu_document_set_requirements (document, slots);
  gu_document_set_role (document, "submitted");

  return document;
}

static void
gu_import_next (GuImportFile *item,
                GTask *before,
                GuTaskQueue *queue,
                GAsyncReadyCallback done,
                GTaskThreadFunc run)
{
  g_autoptr (GTask) task = NULL;

  /* The file moves on from task to task; whoever holds it last frees it. */
  task = g_task_new (NULL, gu_operation_get_cancellable (item->run->operation), done, NULL);
  g_task_set_source_tag (task, gu_import_next);
  /* A step that was done counts, even when somebody cancels just after it. */
  g_task_set_check_cancellable (task, FALSE);
  if (before != NULL)
    g_object_set_data_full (G_OBJECT (task), "gu-before", g_object_ref (before), g_object_unref);
  g_task_set_task_data (task, item, before == NULL ? (GDestroyNotify) gu_import_file_free : NULL);
  gu_task_queue_push (queue, task, run);
}

static void
gu_import_inspected (GObject *source, GAsyncResult *result, gpointer data)
{
  GuImportFile *item = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      gu_import_file_fail (item, error);
      return;
    }
  if (gu_document_report_get_error (item->report) != NULL)
    {
      gu_import_file_fail (item, gu_document_report_get_error (item->report));
      return;
    }
  if (!gu_document_report_get_accepted (item->report) || item->sha256 == NULL)
    {
      gu_import_file_end (item,
                          FALSE,
                          gu_document_report_get_reason (item->report),
                          gu_document_report_get_hint (item->report));
      return;
    }

  item->document = gu_import_make_document (item);
  gu_import_next (item,
                  G_TASK (result),
                  gu_context_get_store_queue (item->context),
                  gu_import_added,
                  gu_import_add_run);
}

static int
gu_import_open (GuImportFile *item, GError **error)
{
  g_autofree char *path = g_file_get_path (item->file);
  int fd;

  if (path == NULL)
    {
      gu_error_set (error,
                    GU_APP_ERROR,
                    GU_APP_ERROR_FILE_REFUSED,
                    _ ("Copy the file to this computer and bring it from there"),
                    NULL,
                    _ ("The file is not on this computer"));
      return -1;
    }

  /* O_NONBLOCK: a named pipe must not keep the desk waiting. */
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (fd < 0)
    {
      int problem = errno;

      gu_error_set (error,
                    GU_APP_ERROR,
                    GU_APP_ERROR_FILE_REFUSED,
                    _ ("Check that the file is still there and that you may read it"),
                    g_strerror (problem),
                    /* Translators: the name of a file. */
                    _ ("The file “%s” cannot be opened"),
                    item->name);
    }

  return fd;
}

static void
gu_import_inspect_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GuImportFile *item = data;
  g_autoptr (GError) error = NULL;
  int fd;

  fd = item->sha256 != NULL
           ? gu_store_open_blob (gu_context_get_store (item->context), item->sha256, &error)
           : gu_import_open (item, &error);
  if (fd >= 0)
    {
      item->report = gu_document_service_inspect (
          gu_context_get_documents (item->context), fd, item->name, cancellable, &error);
      g_close (fd, NULL);
    }

  if (item->report != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
gu_import_copied (GObject *source, GAsyncResult *result, gpointer data)
{
  GuImportFile *item = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      gu_import_file_fail (item, error);
      return;
    }

  gu_operation_set_phase (item->run->operation, item->name);
  gu_import_next (item,
                  G_TASK (result),
                  gu_context_get_inspect_queue (item->context),
                  gu_import_inspected,
                  gu_import_inspect_run);
}

/* What cannot be a paper (a folder, nothing at all, gigabytes) is not copied: the inspection says
 * why it is refused. */
static void
gu_import_copy_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GuImportFile *item = data;
  GuStore *store = gu_context_get_store (item->context);
  g_autoptr (GError) error = NULL;
  gboolean done;
  struct stat status;
  int fd;

  if (item->bytes != NULL)
    {
      item->size = g_bytes_get_size (item->bytes);
      done = gu_store_import_bytes (store, item->bytes, &item->sha256, &error);
    }
  else
    {
      fd = gu_import_open (item, &error);
      done = fd >= 0 && fstat (fd, &status) == 0;
      if (done && S_ISREG (status.st_mode) && status.st_size > 0
          && (guint64) status.st_size <= GU_DOCUMENT_MAX_BYTES)
        done = gu_store_import_blob (
            store, fd, GU_DOCUMENT_MAX_BYTES, &item->sha256, &item->size, cancellable, &error);
      if (fd >= 0)
        g_close (fd, NULL);
    }

  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static GuImportRun *
gu_import_run_new (GuIntake *self, guint n_files, GTask *task)
{
  GuImportRun *run = g_new0 (GuImportRun, 1);
  g_autofree char *title = g_strdup_printf (
      /* Translators: title of a progress display. */
      ngettext ("Taking in %u file", "Taking in %u files", n_files),
      n_files);

  run->intake = g_object_ref (self);
  run->operation = gu_operation_new (title);
  run->task = task;
  run->results = g_ptr_array_new_with_free_func (g_object_unref);
  run->n_files = n_files;
  gu_import_count (self, 1);

  return run;
}

static void
gu_import_start (GuImportRun *run,
                 GFile *file,
                 GBytes *bytes,
                 const char *name,
                 const char *requirement)
{
  GuImportFile *item = g_new0 (GuImportFile, 1);
  GuImportResult *result = g_object_new (GU_TYPE_IMPORT_RESULT, NULL);
  GuIntake *self = run->intake;

  item->run = run;
  item->index = run->results->len;
  item->context = g_object_ref (self->context);
  item->file = file != NULL ? g_object_ref (file) : NULL;
  item->bytes = bytes != NULL ? g_bytes_ref (bytes) : NULL;
  item->name = g_strdup (name);
  item->requirement = g_strdup (requirement);
  item->actor = gu_context_dup_actor (self->context);
  item->dossier_id = g_strdup (gu_dossier_get_id (self->dossier));

  gu_record_set_string (result, GU_IMPORT_RESULT_NAME, name);
  g_ptr_array_add (run->results, result);
  gu_import_next (item,
                  NULL,
                  gu_context_get_document_queue (self->context),
                  gu_import_copied,
                  gu_import_copy_run);
}

GuOperation *
gu_intake_add_files (GuIntake *self,
                     GPtrArray *files,
                     const char *requirement,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  GuImportRun *run;
  GuOperation *operation;
  GTask *task;

  g_return_val_if_fail (GU_IS_INTAKE (self), NULL);
  g_return_val_if_fail (files != NULL, NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, gu_intake_add_files);
  run = gu_import_run_new (self, files->len, task);
  operation = g_object_ref (run->operation);
  if (files->len == 0)
    {
      gu_import_run_end (run);
      return operation;
    }

  for (guint i = 0; i < files->len; i++)
    {
      GFile *file = g_ptr_array_index (files, i);
      g_autofree char *base = g_file_get_basename (file);
      g_autofree char *name = g_utf8_make_valid (base != NULL ? base : "", -1);

      gu_import_start (run, file, NULL, name, requirement);
    }

  return operation;
}

GPtrArray *
gu_intake_add_files_finish (GuIntake *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
gu_intake_add_bytes_async (GuIntake *self,
                           GBytes *bytes,
                           const char *name,
                           const char *requirement,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GuImportRun *run;
  GTask *task;

  g_return_if_fail (GU_IS_INTAKE (self));
  g_return_if_fail (bytes != NULL);
  g_return_if_fail (name != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gu_intake_add_bytes_async);
  run = gu_import_run_new (self, 1, task);
  gu_import_start (run, NULL, bytes, name, requirement);
}

GuImportResult *
gu_intake_add_bytes_finish (GuIntake *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GPtrArray) results = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  results = g_task_propagate_pointer (G_TASK (result), error);

  return results != NULL ? g_object_ref (g_ptr_array_index (results, 0)) : NULL;
}

typedef struct
{
  GuStore *store;
  char *document_id;
  GuSessionActor *actor;
} GuPaperRemoval;

static void
gu_paper_removal_free (GuPaperRemoval *removal)
{
  g_object_unref (removal->store);
  g_free (removal->document_id);
  gu_session_actor_free (removal->actor);
  g_free (removal);
}

static void
gu_paper_removal_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GuPaperRemoval *removal = data;
  const GuActor actor = { removal->actor->who, removal->actor->desk };
  g_autoptr (GError) error = NULL;

  if (gu_store_remove_document (removal->store, removal->document_id, &actor, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
gu_intake_remove_document_async (GuIntake *self,
                                 GuDocument *document,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GuPaperRemoval *removal;

  g_return_if_fail (GU_IS_INTAKE (self));
  g_return_if_fail (GU_IS_DOCUMENT (document));

  removal = g_new0 (GuPaperRemoval, 1);
  removal->store = g_object_ref (gu_context_get_store (self->context));
  removal->document_id = g_strdup (gu_document_get_id (document));
  removal->actor = gu_context_dup_actor (self->context);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gu_intake_remove_document_async);
  g_task_set_task_data (task, removal, (GDestroyNotify) gu_paper_removal_free);
  gu_task_queue_push (gu_context_get_store_queue (self->context), task, gu_paper_removal_run);
}

gboolean
gu_intake_remove_document_finish (GuIntake *self, GAsyncResult *result, GError **error)
{
  GuPaperRemoval *removal;
  GuDocument *document;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  removal = g_task_get_task_data (G_TASK (result));
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;

  document = gu_dossier_find_document (self->dossier, removal->document_id);
  if (document != NULL)
    {
      gu_intake_forget_paper (self, document);
      g_hash_table_remove (self->dirty_papers, removal->document_id);
      gu_dossier_remove_document (self->dossier, removal->document_id);
      gu_intake_refresh (self);
    }

  return TRUE;
}
