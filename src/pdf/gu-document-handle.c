/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-pdf"

#include "config.h"

#include "gu-document-handle.h"

#include "gu-document-error.h"
#include "gu-document-handle-private.h"
#include "gu-document-limits.h"
#include "gu-document-words.h"
#include "gu-error.h"
#include "gu-task-queue.h"
#include "gu-worker-process.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <unistd.h>

/* How long opening, and drawing a page, may take. */
/* In points: from a dot to some hundred metres of paper. */
#define GU_PAGE_SIDE_MIN 1.0
#define GU_PAGE_SIDE_MAX 1e6

#define GU_OPEN_MS 10000u
#define GU_PAGE_MS 8000u

/* A worker that ends sooner than this is asked once more. */
#define GU_SECOND_CHANCE_US (G_USEC_PER_SEC / 2)

/* How many pages are searched in one call, so that drawing does not wait for the end of a search.
 */
#define GU_FIND_PAGES 25u
#define GU_FIND_MAX   1000u

typedef struct
{
  double width;
  double height;
} GuPageSize;

/* An open document and the worker that shows it. */
struct _GuDocumentHandle
{
  GObject parent_instance;

  /* owned */
  GuWorkerProcess *worker;
  GuTaskQueue *queue;
  GArray *sizes; /* of GuPageSize */
  int fd;

  const char *media_type; /* static */
  int closed;             /* atomic */
};

G_DEFINE_FINAL_TYPE (GuDocumentHandle, gu_document_handle, G_TYPE_OBJECT)

gboolean
gu_document_worker_failed (const GError *error)
{
  return g_error_matches (error, GU_WORKER_ERROR, GU_WORKER_ERROR_CRASHED)
         || g_error_matches (error, GU_WORKER_ERROR, GU_WORKER_ERROR_TIMEOUT)
         || g_error_matches (error, GU_WORKER_ERROR, GU_WORKER_ERROR_BAD_ANSWER);
}

/* What the worker says is for the log; the sentence for people is ours. */
static void
gu_document_handle_explain (GError **error, const char *method)
{
  g_autoptr (GError) cause = g_steal_pointer (error);

  g_debug ("The call “%s” failed: %s", method, cause->message);
  if (gu_document_worker_failed (cause) && g_strcmp0 (method, "open") == 0)
    gu_document_words_refuse (error, GU_DOCUMENT_ERROR_TOO_HEAVY, gu_error_get_detail (cause));
  else if (gu_document_worker_failed (cause))
    gu_error_set (
        error,
        GU_DOCUMENT_ERROR,
        GU_DOCUMENT_ERROR_TOO_HEAVY,
        _ ("The other pages can be shown. Check this one on paper, or ask for the file again."),
        gu_error_get_detail (cause),
        _ ("This page cannot be shown: it takes too long or too much memory."));
  else if (cause->domain == GU_DOCUMENT_ERROR)
    gu_document_words_refuse (error, (GuDocumentError) cause->code, gu_error_get_detail (cause));
  else
    g_propagate_error (error, g_steal_pointer (&cause));
}

static gboolean
gu_document_handle_take_sizes (GuDocumentHandle *self, GVariant *reply, GError **error)
{
  g_autoptr (GVariant) sizes = NULL;
  gsize n;

  if (!g_variant_is_of_type (reply, G_VARIANT_TYPE ("(a(dd))")))
    {
      gu_document_words_refuse (error, GU_DOCUMENT_ERROR_FAILED, "wrong type of answer");
      return FALSE;
    }

  sizes = g_variant_get_child_value (reply, 0);
  n = g_variant_n_children (sizes);
  if (n == 0 || n > GU_DOCUMENT_MAX_PAGES)
    {
      gu_document_words_refuse (error, GU_DOCUMENT_ERROR_FAILED, "wrong number of pages");
      return FALSE;
    }

  g_array_set_size (self->sizes, 0);
  for (gsize i = 0; i < n; i++)
    {
      GuPageSize size;

      g_variant_get_child (sizes, i, "(dd)", &size.width, &size.height);
      if (!isfinite (size.width) || !isfinite (size.height) || size.width <= 0.0
          || size.height <= 0.0)
        size = (GuPageSize){ 595.0, 842.0 };
      /* Whatever the file says: coordinates on the screen must stay numbers one can add up. */
      size.width = CLAMP (size.width, GU_PAGE_SIDE_MIN, GU_PAGE_SIDE_MAX);
      size.height = CLAMP (size.height, GU_PAGE_SIDE_MIN, GU_PAGE_SIDE_MAX);
      g_array_append_val (self->sizes, size);
    }

  return TRUE;
}

static gboolean
gu_document_handle_open (GuDocumentHandle *self,
                         GVariant **reply,
                         GCancellable *cancellable,
                         GError **error)
{
  return gu_worker_process_call (
      self->worker, "open", NULL, &self->fd, 1, GU_OPEN_MS, reply, NULL, cancellable, error);
}

/* A worker that has been replaced since the last call has no document: it is opened again. */
static gboolean
gu_document_handle_try (GuDocumentHandle *self,
                        const char *method,
                        GVariant *args,
                        GVariant **reply,
                        GUnixFDList **reply_fds,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (GError) reason = NULL;

  if (gu_worker_process_call (
          self->worker, method, args, NULL, 0, GU_PAGE_MS, reply, reply_fds, cancellable, &reason))
    return TRUE;
  if (!g_error_matches (reason, GU_DOCUMENT_ERROR, GU_DOCUMENT_ERROR_NOT_OPEN))
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return gu_document_handle_open (self, NULL, cancellable, error)
         && gu_worker_process_call (
             self->worker, method, args, NULL, 0, GU_PAGE_MS, reply, reply_fds, cancellable, error);
}

/* A call of the worker. One that ends at once may have been killed from outside (by a system short
 * of memory) just when it was asked: it gets a second chance; a page that ends it does so again. */
static gboolean
gu_document_handle_call (GuDocumentHandle *self,
                         const char *method,
                         GVariant *args,
                         const char *reply_type,
                         GVariant **reply,
                         GUnixFDList **reply_fds,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (args);
  g_autoptr (GVariant) answer = NULL;
  g_autoptr (GError) reason = NULL;
  gint64 start = g_get_monotonic_time ();
  gboolean ok;

  if (g_atomic_int_get (&self->closed))
    {
      gu_document_words_refuse (error, GU_DOCUMENT_ERROR_NOT_OPEN, NULL);
      return FALSE;
    }

  ok = gu_document_handle_try (self, method, owned, &answer, reply_fds, cancellable, &reason);
  if (!ok && g_error_matches (reason, GU_WORKER_ERROR, GU_WORKER_ERROR_CRASHED)
      && g_get_monotonic_time () - start < GU_SECOND_CHANCE_US && !g_atomic_int_get (&self->closed))
    {
      g_clear_error (&reason);
      ok = gu_document_handle_try (self, method, owned, &answer, reply_fds, cancellable, &reason);
    }
  if (!ok)
    {
      gu_document_handle_explain (&reason, method);
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  if (answer == NULL || !g_variant_is_of_type (answer, G_VARIANT_TYPE (reply_type)))
    {
      if (reply_fds != NULL)
        g_clear_object (reply_fds);
      gu_document_words_refuse (error, GU_DOCUMENT_ERROR_FAILED, "wrong type of answer");
      return FALSE;
    }
  *reply = g_steal_pointer (&answer);

  return TRUE;
}

static void
gu_document_handle_dispose (GObject *object)
{
  GuDocumentHandle *self = GU_DOCUMENT_HANDLE (object);

  gu_document_handle_close (self);
  g_clear_object (&self->queue);
  g_clear_object (&self->worker);

  G_OBJECT_CLASS (gu_document_handle_parent_class)->dispose (object);
}

static void
gu_document_handle_finalize (GObject *object)
{
  GuDocumentHandle *self = GU_DOCUMENT_HANDLE (object);

  if (self->fd >= 0)
    close (self->fd);
  g_clear_pointer (&self->sizes, g_array_unref);

  G_OBJECT_CLASS (gu_document_handle_parent_class)->finalize (object);
}

static void
gu_document_handle_class_init (GuDocumentHandleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gu_document_handle_dispose;
  object_class->finalize = gu_document_handle_finalize;
}

static void
gu_document_handle_init (GuDocumentHandle *self)
{
  self->sizes = g_array_new (FALSE, FALSE, sizeof (GuPageSize));
  self->queue = gu_task_queue_new ("document");
  self->fd = -1;
}

GuDocumentHandle *
gu_document_handle_new (const char *program,
                        int fd,
                        const char *media_type,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (GuDocumentHandle) self = g_object_new (GU_TYPE_DOCUMENT_HANDLE, NULL);
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) reason = NULL;

  self->fd = fd;
  self->media_type = media_type;
  self->worker = gu_worker_process_new (program, NULL);

  if (!gu_document_handle_open (self, &reply, cancellable, &reason))
    {
      gu_document_handle_explain (&reason, "open");
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }
  if (reply == NULL || !gu_document_handle_take_sizes (self, reply, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
gu_document_handle_close (GuDocumentHandle *self)
{
  g_return_if_fail (GU_IS_DOCUMENT_HANDLE (self));

  if (g_atomic_int_compare_and_exchange (&self->closed, FALSE, TRUE) && self->worker != NULL)
    gu_worker_process_kill (self->worker);
}

const char *
gu_document_handle_get_media_type (GuDocumentHandle *self)
{
  g_return_val_if_fail (GU_IS_DOCUMENT_HANDLE (self), NULL);

  return self->media_type;
}

guint
gu_document_handle_get_n_pages (GuDocumentHandle *self)
{
  g_return_val_if_fail (GU_IS_DOCUMENT_HANDLE (self), 0);

  return self->sizes->len;
}

gboolean
gu_document_handle_get_page_size (GuDocumentHandle *self, guint page, double *width, double *height)
{
  const GuPageSize *size;

  g_return_val_if_fail (GU_IS_DOCUMENT_HANDLE (self), FALSE);

  if (page >= self->sizes->len)
    return FALSE;

  size = &g_array_index (self->sizes, GuPageSize, page);
  if (width != NULL)
    *width = size->width;
  if (height != NULL)
    *height = size->height;

  return TRUE;
}

GPid
gu_document_handle_get_worker_pid (GuDocumentHandle *self)
{
  g_return_val_if_fail (GU_IS_DOCUMENT_HANDLE (self), 0);

  return gu_worker_process_get_pid (self->worker);
}

/* A call whose answer is a picture. */
static GuPagePicture *
gu_document_handle_picture (GuDocumentHandle *self,
                            const char *method,
                            GVariant *args,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GUnixFDList) fds = NULL;
  const int *list = NULL;
  guint width, height, stride;
  int n_fds = 0;

  if (!gu_document_handle_call (self, method, args, "(uuu)", &reply, &fds, cancellable, error))
    return NULL;

  if (fds != NULL)
    list = g_unix_fd_list_peek_fds (fds, &n_fds);
  if (n_fds != 1)
    {
      gu_document_words_refuse (error, GU_DOCUMENT_ERROR_FAILED, "no picture in the answer");
      return NULL;
    }

  g_variant_get (reply, "(uuu)", &width, &height, &stride);

  return gu_page_picture_new_from_fd (list[0], width, height, stride, error);
}

GuPagePicture *
gu_document_handle_render (GuDocumentHandle *self,
                           guint page,
                           double scale,
                           int rotation_deg,
                           GCancellable *cancellable,
                           GError **error)
{
  g_return_val_if_fail (GU_IS_DOCUMENT_HANDLE (self), NULL);
  g_return_val_if_fail (rotation_deg % 90 == 0, NULL);

  return gu_document_handle_picture (
      self,
      "render",
      g_variant_new ("(udi)", page, scale, (rotation_deg % 360 + 360) % 360),
      cancellable,
      error);
}

/* One stretch of pages; adds to @matches and says where the next stretch begins. */
static gboolean
gu_document_handle_find_some (GuDocumentHandle *self,
                              const char *text,
                              guint *first,
                              GArray *matches,
                              GCancellable *cancellable,
                              GError **error)
{
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariantIter) iter = NULL;
  GuDocumentMatch match;

  if (!gu_document_handle_call (
          self,
          "find",
          g_variant_new ("(suuu)", text, *first, GU_FIND_PAGES, GU_FIND_MAX - matches->len),
          "(a(udddd))",
          &reply,
          NULL,
          cancellable,
          error))
    return FALSE;

  g_variant_get (reply, "(a(udddd))", &iter);
  while (g_variant_iter_next (
      iter, "(udddd)", &match.page, &match.x, &match.y, &match.width, &match.height))
    {
      if (match.page < self->sizes->len && matches->len < GU_FIND_MAX)
        g_array_append_val (matches, match);
    }
  *first += GU_FIND_PAGES;

  return TRUE;
}

/* Pictures have no text, and their worker does not know the question. */
static gboolean
gu_document_handle_has_text (GuDocumentHandle *self)
{
  return g_strcmp0 (self->media_type, "application/pdf") == 0;
}

static gboolean
gu_document_handle_find_is_done (GuDocumentHandle *self,
                                 const char *text,
                                 guint first,
                                 GArray *matches)
{
  return !gu_document_handle_has_text (self) || text[0] == '\0' || first >= self->sizes->len
         || matches->len >= GU_FIND_MAX;
}

GArray *
gu_document_handle_find (GuDocumentHandle *self,
                         const char *text,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (GuDocumentMatch));
  guint first = 0;

  g_return_val_if_fail (GU_IS_DOCUMENT_HANDLE (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  while (!gu_document_handle_find_is_done (self, text, first, matches))
    {
      if (!gu_document_handle_find_some (self, text, &first, matches, cancellable, error))
        return NULL;
    }

  return g_steal_pointer (&matches);
}

char *
gu_document_handle_get_text (GuDocumentHandle *self,
                             guint page,
                             GCancellable *cancellable,
                             GError **error)
{
  g_autoptr (GVariant) reply = NULL;
  char *text = NULL;

  g_return_val_if_fail (GU_IS_DOCUMENT_HANDLE (self), NULL);

  if (!gu_document_handle_has_text (self))
    return g_strdup ("");

  if (gu_document_handle_call (
          self, "text", g_variant_new ("(u)", page), "(s)", &reply, NULL, cancellable, error))
    g_variant_get (reply, "(s)", &text);

  return text;
}

typedef struct
{
  guint page;
  double scale;
  int rotation;
  guint max_side;
} GuRenderJob;

static void
gu_document_handle_return_picture (GTask *task, GuPagePicture *picture, GError *error)
{
  if (picture != NULL)
    g_task_return_pointer (task, picture, (GDestroyNotify) gu_page_picture_unref);
  else
    g_task_return_error (task, error);
}

static void
gu_document_handle_render_job (GTask *task,
                               gpointer source,
                               gpointer data,
                               GCancellable *cancellable)
{
  const GuRenderJob *job = data;
  GError *error = NULL;
  GuPagePicture *picture = gu_document_handle_render (
      source, job->page, job->scale, job->rotation, cancellable, &error);

  gu_document_handle_return_picture (task, picture, error);
}

void
gu_document_handle_render_async (GuDocumentHandle *self,
                                 guint page,
                                 double scale,
                                 int rotation_deg,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GuRenderJob *job;

  g_return_if_fail (GU_IS_DOCUMENT_HANDLE (self));
  g_return_if_fail (rotation_deg % 90 == 0);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gu_document_handle_render_async);
  job = g_new0 (GuRenderJob, 1);
  job->page = page;
  job->scale = scale;
  job->rotation = rotation_deg;
  g_task_set_task_data (task, job, g_free);
  gu_task_queue_push (self->queue, task, gu_document_handle_render_job);
}

GuPagePicture *
gu_document_handle_render_finish (GuDocumentHandle *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
gu_document_handle_thumbnail_job (GTask *task,
                                  gpointer source,
                                  gpointer data,
                                  GCancellable *cancellable)
{
  const GuRenderJob *job = data;
  GError *error = NULL;
  GuPagePicture *picture = gu_document_handle_picture (
      source, "thumbnail", g_variant_new ("(uu)", job->page, job->max_side), cancellable, &error);

  gu_document_handle_return_picture (task, picture, error);
}

void
gu_document_handle_thumbnail_async (GuDocumentHandle *self,
                                    guint page,
                                    guint max_side,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GuRenderJob *job;

  g_return_if_fail (GU_IS_DOCUMENT_HANDLE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gu_document_handle_thumbnail_async);
  job = g_new0 (GuRenderJob, 1);
  job->page = page;
  job->max_side = max_side;
  g_task_set_task_data (task, job, g_free);
  gu_task_queue_push (self->queue, task, gu_document_handle_thumbnail_job);
}

GuPagePicture *
gu_document_handle_thumbnail_finish (GuDocumentHandle *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct
{
  char *text;
  guint first;
  GArray *matches;
} GuFindJob;

static void
gu_find_job_free (gpointer data)
{
  GuFindJob *job = data;

  g_free (job->text);
  g_clear_pointer (&job->matches, g_array_unref);
  g_free (job);
}

/* One stretch, then to the end of the queue again: pages asked meanwhile come first. */
static void
gu_document_handle_find_job (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GuDocumentHandle *self = source;
  GuFindJob *job = data;
  GError *error = NULL;

  if (!gu_document_handle_find_is_done (self, job->text, job->first, job->matches)
      && !gu_document_handle_find_some (
          self, job->text, &job->first, job->matches, cancellable, &error))
    g_task_return_error (task, error);
  else if (gu_document_handle_find_is_done (self, job->text, job->first, job->matches))
    g_task_return_pointer (task, g_steal_pointer (&job->matches), (GDestroyNotify) g_array_unref);
  else
    gu_task_queue_push (self->queue, task, gu_document_handle_find_job);
}

void
gu_document_handle_find_async (GuDocumentHandle *self,
                               const char *text,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GuFindJob *job;

  g_return_if_fail (GU_IS_DOCUMENT_HANDLE (self));
  g_return_if_fail (text != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gu_document_handle_find_async);
  job = g_new0 (GuFindJob, 1);
  job->text = g_strdup (text);
  job->matches = g_array_new (FALSE, FALSE, sizeof (GuDocumentMatch));
  g_task_set_task_data (task, job, gu_find_job_free);
  gu_task_queue_push (self->queue, task, gu_document_handle_find_job);
}

GArray *
gu_document_handle_find_finish (GuDocumentHandle *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
