/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-pdf"

#include "config.h"

#include "gu-document-service.h"

#include "gu-document-error.h"
#include "gu-document-handle-private.h"
#include "gu-document-kind.h"
#include "gu-document-limits.h"
#include "gu-document-report-private.h"
#include "gu-document-words.h"
#include "gu-error.h"
#include "gu-worker-process.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define GU_DOCUMENT_WORKER "ghiseu-document-worker"
#define GU_PAGE_WORKER     "ghiseu-page-worker"

/* How long looking at the structure may take, and how long at the content of the first pages: a
 * page that needs more than two seconds of processor time for its text alone is a trap or a plan
 * that should have been printed to PDF again. */
#define GU_INSPECT_MS 8000u
#define GU_TRY_MS     5000u
#define GU_TRY_CPU_MS 2000u
#define GU_TRY_PAGES  20u

/* How many files a worker looks into, one after the other, while it and they behave. Starting one
 * costs three times as much as looking into an ordinary file. */
#define GU_WORKER_USES 16u

/* A worker, and how many files it has seen. */
typedef struct
{
  GuWorkerProcess *process; /* owned */
  guint uses;
} GuInspector;

/* The door to everything that looks into a file. */
struct _GuDocumentService
{
  GObject parent_instance;

  /* owned */
  char *document_program;
  char *page_program;

  GMutex lock;
  GuInspector idle[2]; /* under @lock: of pictures, of PDF */
};

G_DEFINE_FINAL_TYPE (GuDocumentService, gu_document_service, G_TYPE_OBJECT)

static void
gu_document_service_finalize (GObject *object)
{
  GuDocumentService *self = GU_DOCUMENT_SERVICE (object);

  g_clear_pointer (&self->document_program, g_free);
  g_clear_pointer (&self->page_program, g_free);
  for (gsize i = 0; i < G_N_ELEMENTS (self->idle); i++)
    {
      if (self->idle[i].process != NULL)
        gu_worker_process_kill (self->idle[i].process);
      g_clear_object (&self->idle[i].process);
    }
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (gu_document_service_parent_class)->finalize (object);
}

static void
gu_document_service_class_init (GuDocumentServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gu_document_service_finalize;
}

static void
gu_document_service_init (GuDocumentService *self)
{
  g_mutex_init (&self->lock);

  /* Registers the domain, so that the workers' errors can be told apart. */
  (void) GU_DOCUMENT_ERROR;
}

GuDocumentService *
gu_document_service_new (const char *libexec_dir)
{
  GuDocumentService *self = g_object_new (GU_TYPE_DOCUMENT_SERVICE, NULL);

  self->document_program = gu_worker_process_find (libexec_dir, GU_DOCUMENT_WORKER);
  self->page_program = gu_worker_process_find (libexec_dir, GU_PAGE_WORKER);

  return self;
}

static gboolean
gu_document_kind_is_pdf (GuDocumentKind kind)
{
  return kind == GU_DOCUMENT_KIND_PDF || kind == GU_DOCUMENT_KIND_PDF_LATE;
}

static const char *
gu_document_service_program (GuDocumentService *self, gboolean pdf)
{
  return pdf ? self->document_program : self->page_program;
}

/* What can be said about a file without opening it. @kind is set when it can be opened. */
static gboolean
gu_document_service_look (int fd,
                          const char *name,
                          GuDocumentKind *kind,
                          guint64 *size,
                          GError **error)
{
  guint8 start[GU_DOCUMENT_SNIFF_SIZE];
  struct stat info;
  gssize n;

  *kind = GU_DOCUMENT_KIND_UNKNOWN;
  *size = 0;
  if (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode))
    {
      gu_document_words_refuse (error, GU_DOCUMENT_ERROR_NOT_A_FILE, NULL);
      return FALSE;
    }

  *size = (guint64) info.st_size;
  if (info.st_size == 0)
    {
      gu_document_words_refuse (error, GU_DOCUMENT_ERROR_EMPTY, NULL);
      return FALSE;
    }
  if (*size > GU_DOCUMENT_MAX_BYTES)
    {
      gu_document_words_refuse_size (error, *size);
      return FALSE;
    }

  do
    n = pread (fd, start, sizeof start, 0);
  while (n < 0 && errno == EINTR);
  if (n <= 0)
    {
      gu_document_words_refuse (error, GU_DOCUMENT_ERROR_FAILED, g_strerror (errno));
      return FALSE;
    }

  *kind = gu_document_kind_sniff (start, (gsize) n);
  if (gu_document_kind_get_media_type (*kind) == NULL)
    {
      gu_document_words_refuse_kind (error, *kind, name);
      return FALSE;
    }

  return TRUE;
}

static void
gu_document_service_warn (GuDocumentReport *report, const char *nick)
{
  const char *sentence = gu_document_words_warning (nick);

  if (sentence != NULL)
    gu_document_report_warn (report, nick, sentence);
}

static void
gu_document_service_judge_name (GuDocumentReport *report, GuDocumentKind kind, const char *name)
{
  GuDocumentKind promised = gu_document_kind_from_name (name);
  g_autofree char *sentence = NULL;

  if (kind == GU_DOCUMENT_KIND_PDF_LATE)
    gu_document_service_warn (report, "late-start");
  if (promised == GU_DOCUMENT_KIND_UNKNOWN || promised == kind
      || (gu_document_kind_is_pdf (promised) && gu_document_kind_is_pdf (kind)))
    return;

  sentence = gu_document_words_name_differs (kind, name);
  gu_document_report_warn (report, "name-differs", sentence);
}

/* Takes over what the worker found. */
static void
gu_document_service_judge_content (GuDocumentReport *report, GVariant *reply)
{
  g_autoptr (GVariantIter) nicks = NULL;
  GError *error = NULL;
  guint pages, signatures;
  const char *nick;

  if (reply == NULL || !g_variant_is_of_type (reply, G_VARIANT_TYPE ("(uuas)")))
    {
      gu_document_words_refuse (&error, GU_DOCUMENT_ERROR_FAILED, "wrong type of answer");
      gu_document_report_refuse (report, error);
      return;
    }

  g_variant_get (reply, "(uuas)", &pages, &signatures, &nicks);
  gu_document_report_set_content (report, pages, signatures);
  if (pages == 0)
    gu_document_words_refuse (&error, GU_DOCUMENT_ERROR_NO_PAGES, NULL);
  else if (pages > GU_DOCUMENT_MAX_PAGES)
    gu_document_words_refuse_pages (&error, pages);
  if (error != NULL)
    gu_document_report_refuse (report, error);

  while (g_variant_iter_next (nicks, "&s", &nick))
    gu_document_service_warn (report, nick);

  if (error == NULL && pages > GU_DOCUMENT_MANY_PAGES)
    {
      g_autofree char *sentence = gu_document_words_many_pages (pages);

      gu_document_report_warn (report, "many-pages", sentence);
    }
}

/* Turns what went wrong with a worker into a refusal; what is not the file's fault stays an error.
 */
static gboolean
gu_document_service_judge_failure (GuDocumentReport *report, GError *failure, GError **error)
{
  GError *reason = NULL;

  if (gu_document_worker_failed (failure))
    {
      gu_document_words_refuse (
          &reason, GU_DOCUMENT_ERROR_TOO_HEAVY, gu_error_get_detail (failure));
    }
  else if (failure->domain == GU_DOCUMENT_ERROR)
    {
      gu_document_words_refuse (
          &reason, (GuDocumentError) failure->code, gu_error_get_detail (failure));
    }
  else
    {
      g_propagate_error (error, failure);
      return FALSE;
    }

  g_error_free (failure);
  gu_document_report_refuse (report, reason);

  return TRUE;
}

/* The second look at a PDF: whether the content of its first pages can be read in time. */
static gboolean
gu_document_service_try (GuWorkerProcess *worker,
                         GuDocumentReport *report,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (gu_worker_process_call (worker,
                              "try",
                              g_variant_new ("(uu)", GU_TRY_PAGES, GU_TRY_CPU_MS),
                              NULL,
                              0,
                              GU_TRY_MS,
                              NULL,
                              NULL,
                              cancellable,
                              &failure))
    return TRUE;

  if (gu_document_worker_failed (failure))
    {
      gu_document_service_warn (report, "too-heavy");
      return TRUE;
    }
  if (failure->domain == GU_DOCUMENT_ERROR)
    {
      gu_document_service_warn (report, "repaired");
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

/* An idle worker, or a fresh one. */
static GuInspector
gu_document_service_take (GuDocumentService *self, gboolean pdf)
{
  GuInspector inspector;

  g_mutex_lock (&self->lock);
  inspector = self->idle[pdf];
  self->idle[pdf] = (GuInspector){ NULL, 0 };
  g_mutex_unlock (&self->lock);

  if (inspector.process == NULL)
    inspector.process = gu_worker_process_new (gu_document_service_program (self, pdf), NULL);

  return inspector;
}

/* Keeps a worker for the next file, if nothing speaks against it. */
static void
gu_document_service_give_back (GuDocumentService *self,
                               gboolean pdf,
                               GuInspector inspector,
                               gboolean clean)
{
  gboolean kept = FALSE;

  inspector.uses++;
  g_mutex_lock (&self->lock);
  if (clean && inspector.uses < GU_WORKER_USES && self->idle[pdf].process == NULL)
    {
      self->idle[pdf] = inspector;
      kept = TRUE;
    }
  g_mutex_unlock (&self->lock);

  if (!kept)
    {
      gu_worker_process_kill (inspector.process);
      g_object_unref (inspector.process);
    }
}

static gboolean
gu_document_service_inspect_with (GuWorkerProcess *worker,
                                  int fd,
                                  gboolean pdf,
                                  GuDocumentReport *report,
                                  GCancellable *cancellable,
                                  GError **error)
{
  g_autoptr (GVariant) reply = NULL;
  GError *failure = NULL;

  if (!gu_worker_process_call (
          worker, "inspect", NULL, &fd, 1, GU_INSPECT_MS, &reply, NULL, cancellable, &failure))
    return gu_document_service_judge_failure (report, failure, error);

  gu_document_service_judge_content (report, reply);

  return !pdf || !gu_document_report_get_accepted (report)
         || gu_document_service_try (worker, report, cancellable, error);
}

static gboolean
gu_document_service_is_clean (GuDocumentReport *report)
{
  return gu_document_report_get_accepted (report)
         && gu_document_report_get_warning_nicks (report)[0] == NULL;
}

static GuDocumentReport *
gu_document_service_inspect_in_worker (GuDocumentService *self,
                                       int fd,
                                       GuDocumentKind kind,
                                       guint64 size,
                                       const char *name,
                                       GCancellable *cancellable,
                                       GError **error)
{
  const gboolean pdf = gu_document_kind_is_pdf (kind);

  for (;;)
    {
      GuInspector inspector = gu_document_service_take (self, pdf);
      const gboolean fresh = inspector.uses == 0;
      g_autoptr (GuDocumentReport) report = gu_document_report_new (name);
      g_autoptr (GError) failure = NULL;
      gboolean ok, clean;

      gu_document_report_set_file (report, kind, size);
      gu_document_service_judge_name (report, kind, gu_document_report_get_name (report));
      ok = gu_document_service_inspect_with (
          inspector.process, fd, pdf, report, cancellable, &failure);
      clean = ok && gu_document_service_is_clean (report);
      gu_document_service_give_back (self, pdf, inspector, clean);

      if (ok && (clean || fresh))
        return g_steal_pointer (&report);
      if (!ok && (fresh || g_cancellable_is_cancelled (cancellable)))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return NULL;
        }
      /* Only a worker that has seen no other file may speak against this one. */
    }
}

GuDocumentReport *
gu_document_service_inspect (GuDocumentService *self,
                             int fd,
                             const char *display_name,
                             GCancellable *cancellable,
                             GError **error)
{
  g_autoptr (GuDocumentReport) report = NULL;
  GError *refusal = NULL;
  GuDocumentKind kind;
  guint64 size;
  gboolean opens;

  g_return_val_if_fail (GU_IS_DOCUMENT_SERVICE (self), NULL);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  report = gu_document_report_new (display_name);
  opens = gu_document_service_look (
      fd, gu_document_report_get_name (report), &kind, &size, &refusal);
  if (!opens)
    {
      gu_document_report_set_file (report, kind, size);
      gu_document_report_refuse (report, refusal);
      return g_steal_pointer (&report);
    }

  return gu_document_service_inspect_in_worker (
      self, fd, kind, size, gu_document_report_get_name (report), cancellable, error);
}

static GuDocumentHandle *
gu_document_service_open_cancellable (GuDocumentService *self,
                                      int fd,
                                      const char *media_type,
                                      GCancellable *cancellable,
                                      GError **error)
{
  GuDocumentKind kind;
  guint64 size;
  int copy;

  if (!gu_document_service_look (fd, NULL, &kind, &size, error))
    return NULL;
  if (media_type != NULL && g_strcmp0 (media_type, gu_document_kind_get_media_type (kind)) != 0)
    {
      gu_document_words_refuse (error, GU_DOCUMENT_ERROR_DAMAGED, "not of the kind that it was");
      return NULL;
    }

  copy = fcntl (fd, F_DUPFD_CLOEXEC, 3);
  if (copy < 0)
    {
      gu_document_words_refuse (error, GU_DOCUMENT_ERROR_FAILED, g_strerror (errno));
      return NULL;
    }

  return gu_document_handle_new (gu_document_service_program (self, gu_document_kind_is_pdf (kind)),
                                 copy,
                                 gu_document_kind_get_media_type (kind),
                                 cancellable,
                                 error);
}

GuDocumentHandle *
gu_document_service_open (GuDocumentService *self, int fd, const char *media_type, GError **error)
{
  g_return_val_if_fail (GU_IS_DOCUMENT_SERVICE (self), NULL);

  return gu_document_service_open_cancellable (self, fd, media_type, NULL, error);
}

typedef struct
{
  int fd;
  char *media_type;
} GuOpenJob;

static void
gu_open_job_free (gpointer data)
{
  GuOpenJob *job = data;

  if (job->fd >= 0)
    close (job->fd);
  g_free (job->media_type);
  g_free (job);
}

static void
gu_document_service_open_job (GTask *task,
                              gpointer source,
                              gpointer data,
                              GCancellable *cancellable)
{
  const GuOpenJob *job = data;
  GError *error = NULL;
  GuDocumentHandle *handle = gu_document_service_open_cancellable (
      source, job->fd, job->media_type, cancellable, &error);

  if (handle != NULL)
    g_task_return_pointer (task, handle, g_object_unref);
  else
    g_task_return_error (task, error);
}

void
gu_document_service_open_async (GuDocumentService *self,
                                int fd,
                                const char *media_type,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GuOpenJob *job;

  g_return_if_fail (GU_IS_DOCUMENT_SERVICE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gu_document_service_open_async);
  job = g_new0 (GuOpenJob, 1);
  job->fd = fcntl (fd, F_DUPFD_CLOEXEC, 3);
  job->media_type = g_strdup (media_type);
  g_task_set_task_data (task, job, gu_open_job_free);
  g_task_run_in_thread (task, gu_document_service_open_job);
}

GuDocumentHandle *
gu_document_service_open_finish (GuDocumentService *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
gu_document_service_call (GuDocumentService *self,
                          const char *method,
                          GVariant *args,
                          const int *fds,
                          gsize n_fds,
                          guint deadline_ms,
                          GVariant **reply,
                          GUnixFDList **reply_fds,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (GuWorkerProcess) worker = NULL;
  gboolean ok;

  g_return_val_if_fail (GU_IS_DOCUMENT_SERVICE (self), FALSE);

  worker = gu_worker_process_new (self->document_program, NULL);
  ok = gu_worker_process_call (
      worker, method, args, fds, n_fds, deadline_ms, reply, reply_fds, cancellable, error);
  gu_worker_process_kill (worker);

  return ok;
}
