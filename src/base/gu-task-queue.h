/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define GU_TYPE_TASK_QUEUE (gu_task_queue_get_type ())
G_DECLARE_FINAL_TYPE (GuTaskQueue, gu_task_queue, GU, TASK_QUEUE, GObject)

/**
 * gu_task_queue_new:
 * @name: the thread's name, at most 15 characters
 *
 * One thread that runs jobs one after the other: each blocking library (SQLite's writer, libpq,
 * the card) has one of its own, so its calls never meet and never block the main loop.
 *
 * Returns: (transfer full): a queue with a running thread.
 */
GuTaskQueue *gu_task_queue_new (const char *name);

/**
 * gu_task_queue_push:
 * @self: a queue
 * @task: (transfer none): a task made in the caller's main context; its callback runs there
 * @func: runs in the queue's thread and must return a value or an error through @task
 *
 * A task that is cancelled before its turn returns %G_IO_ERROR_CANCELLED without running.
 *
 * Thread: any.
 */
void gu_task_queue_push (GuTaskQueue *self, GTask *task, GTaskThreadFunc func);

/**
 * gu_task_queue_stop:
 * @self: a queue
 *
 * Runs what is queued, then ends the thread; later pushes return %G_IO_ERROR_CLOSED. Blocks until
 * the thread has ended.
 */
void gu_task_queue_stop (GuTaskQueue *self);

G_END_DECLS
