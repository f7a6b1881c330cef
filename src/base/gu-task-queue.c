/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-base"

#include "config.h"

#include "gu-task-queue.h"

typedef struct
{
  GTask *task;
  GTaskThreadFunc func;
} GuJob;

/* A named thread with a queue of GTasks. */
struct _GuTaskQueue
{
  GObject parent_instance;

  /* owned */
  GAsyncQueue *jobs;
  GThread *thread;

  GMutex lock;
  gboolean stopped;
};

G_DEFINE_FINAL_TYPE (GuTaskQueue, gu_task_queue, G_TYPE_OBJECT)

static void
gu_job_free (GuJob *job)
{
  g_clear_object (&job->task);
  g_free (job);
}

/* A job without a task tells the thread to end. */
static gpointer
gu_task_queue_run (gpointer data)
{
  GAsyncQueue *jobs = data;

  for (;;)
    {
      GuJob *job = g_async_queue_pop (jobs);

      if (job->task == NULL)
        {
          gu_job_free (job);
          break;
        }

      if (!g_task_return_error_if_cancelled (job->task))
        job->func (job->task,
                   g_task_get_source_object (job->task),
                   g_task_get_task_data (job->task),
                   g_task_get_cancellable (job->task));
      gu_job_free (job);
    }

  g_async_queue_unref (jobs);

  return NULL;
}

static void
gu_task_queue_dispose (GObject *object)
{
  gu_task_queue_stop (GU_TASK_QUEUE (object));

  G_OBJECT_CLASS (gu_task_queue_parent_class)->dispose (object);
}

static void
gu_task_queue_finalize (GObject *object)
{
  GuTaskQueue *self = GU_TASK_QUEUE (object);

  g_clear_pointer (&self->jobs, g_async_queue_unref);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (gu_task_queue_parent_class)->finalize (object);
}

static void
gu_task_queue_class_init (GuTaskQueueClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gu_task_queue_dispose;
  object_class->finalize = gu_task_queue_finalize;
}

static void
gu_task_queue_init (GuTaskQueue *self)
{
  g_mutex_init (&self->lock);
  self->jobs = g_async_queue_new_full ((GDestroyNotify) gu_job_free);
}

GuTaskQueue *
gu_task_queue_new (const char *name)
{
  GuTaskQueue *self = g_object_new (GU_TYPE_TASK_QUEUE, NULL);

  self->thread = g_thread_new (name, gu_task_queue_run, g_async_queue_ref (self->jobs));

  return self;
}

void
gu_task_queue_push (GuTaskQueue *self, GTask *task, GTaskThreadFunc func)
{
  GuJob *job;

  g_return_if_fail (GU_IS_TASK_QUEUE (self));
  g_return_if_fail (G_IS_TASK (task));
  g_return_if_fail (func != NULL);

  g_mutex_lock (&self->lock);
  if (self->stopped)
    {
      g_mutex_unlock (&self->lock);
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "The service has stopped");
      return;
    }

  job = g_new0 (GuJob, 1);
  job->task = g_object_ref (task);
  job->func = func;
  g_async_queue_push (self->jobs, job);
  g_mutex_unlock (&self->lock);
}

void
gu_task_queue_stop (GuTaskQueue *self)
{
  g_autoptr (GThread) thread = NULL;

  g_return_if_fail (GU_IS_TASK_QUEUE (self));

  g_mutex_lock (&self->lock);
  if (!self->stopped)
    {
      self->stopped = TRUE;
      g_async_queue_push (self->jobs, g_new0 (GuJob, 1));
      thread = g_steal_pointer (&self->thread);
    }
  g_mutex_unlock (&self->lock);

  /* A task may hold the last reference and drop it in this very thread. */
  if (thread != NULL && thread != g_thread_self ())
    g_thread_join (g_steal_pointer (&thread));
}
