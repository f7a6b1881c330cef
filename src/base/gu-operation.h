/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GuOperationState:
 * @GU_OPERATION_RUNNING: at work
 * @GU_OPERATION_DONE: finished well
 * @GU_OPERATION_FAILED: finished with an error
 * @GU_OPERATION_CANCELLED: stopped because somebody asked
 */
typedef enum
{
  GU_OPERATION_RUNNING,
  GU_OPERATION_DONE,
  GU_OPERATION_FAILED,
  GU_OPERATION_CANCELLED,
} GuOperationState;

#define GU_TYPE_OPERATION_STATE (gu_operation_state_get_type ())
GType gu_operation_state_get_type (void);

#define GU_TYPE_OPERATION (gu_operation_get_type ())
G_DECLARE_FINAL_TYPE (GuOperation, gu_operation, GU, OPERATION, GObject)

/**
 * gu_operation_new:
 * @title: translated title ("Import of 3 files")
 *
 * A long action as one object that any screen can show: title, phase, progress, cancel, end.
 *
 * Properties: `title` (string), `phase` (string, nullable), `fraction` (double, 0…1, -1 while
 * unknown), `state` (#GuOperationState), `error` (GError, nullable), `cancellable`. They are set
 * from any thread; "notify" comes on the main context that was the thread's default one when the
 * operation was made, at most once per property and turn of the loop.
 *
 * Returns: (transfer full): a running operation.
 */
GuOperation *gu_operation_new (const char *title);

/**
 * gu_operation_get_title:
 * @self: an operation
 *
 * Thread: any.
 *
 * Returns: (transfer none): the title.
 */
const char *gu_operation_get_title (GuOperation *self);

/**
 * gu_operation_get_cancellable:
 * @self: an operation
 *
 * Thread: any.
 *
 * Returns: (transfer none): what cancels the work; pass it down to whatever does the work.
 */
GCancellable *gu_operation_get_cancellable (GuOperation *self);

/**
 * gu_operation_cancel:
 * @self: an operation
 *
 * Asks the work to stop. The state changes when whoever does the work says so.
 *
 * Thread: any.
 */
void gu_operation_cancel (GuOperation *self);

/**
 * gu_operation_dup_phase:
 * @self: an operation
 *
 * Thread: any.
 *
 * Returns: (transfer full) (nullable): what is being done right now.
 */
char *gu_operation_dup_phase (GuOperation *self);

/**
 * gu_operation_set_phase:
 * @self: an operation
 * @phase: (nullable): translated words for what is being done right now
 *
 * Thread: any. Without effect once the operation has ended.
 */
void gu_operation_set_phase (GuOperation *self, const char *phase);

/**
 * gu_operation_get_fraction:
 * @self: an operation
 *
 * Thread: any.
 *
 * Returns: 0 to 1, or -1 while nobody can tell.
 */
double gu_operation_get_fraction (GuOperation *self);

/**
 * gu_operation_set_fraction:
 * @self: an operation
 * @fraction: 0 to 1; any negative number for "unknown"
 *
 * Thread: any. Without effect once the operation has ended.
 */
void gu_operation_set_fraction (GuOperation *self, double fraction);

/**
 * gu_operation_get_state:
 * @self: an operation
 *
 * Thread: any.
 *
 * Returns: the state.
 */
GuOperationState gu_operation_get_state (GuOperation *self);

/**
 * gu_operation_dup_error:
 * @self: an operation
 *
 * Thread: any.
 *
 * Returns: (transfer full) (nullable): why it failed or was cancelled.
 */
GError *gu_operation_dup_error (GuOperation *self);

/**
 * gu_operation_finish:
 * @self: an operation
 *
 * Ends a running operation well: state %GU_OPERATION_DONE, fraction 1.
 *
 * Thread: any. The first end counts; later ones have no effect.
 */
void gu_operation_finish (GuOperation *self);

/**
 * gu_operation_fail:
 * @self: an operation
 * @error: (not nullable): why; %G_IO_ERROR_CANCELLED makes the state %GU_OPERATION_CANCELLED
 *
 * Ends a running operation with an error, which is copied.
 *
 * Thread: any. The first end counts; later ones have no effect.
 */
void gu_operation_fail (GuOperation *self, const GError *error);

G_END_DECLS
