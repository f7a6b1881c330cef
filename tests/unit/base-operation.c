/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test"

#include "config.h"

#include "gu-operation.h"

typedef struct
{
  guint fraction;
  guint state;
  GThread *thread;
} Seen;

static void
on_fraction (GuOperation *operation, GParamSpec *pspec, Seen *seen)
{
  g_assert_true (g_thread_self () == seen->thread);
  seen->fraction++;
}

static void
on_state (GuOperation *operation, GParamSpec *pspec, Seen *seen)
{
  g_assert_true (g_thread_self () == seen->thread);
  seen->state++;
}

static gpointer
work (gpointer data)
{
  for (int i = 0; i <= 1000; i++)
    gu_operation_set_fraction (data, i / 1000.0);
  gu_operation_set_phase (data, "almost there");
  gu_operation_finish (data);

  return NULL;
}

/* A thousand steps in a thread are told in the main context, and not a thousand times. */
static void
test_notify (void)
{
  Seen seen = { .thread = g_thread_self () };
  GuOperation *operation = gu_operation_new ("Import");
  g_autofree char *phase = NULL;

  g_signal_connect (operation, "notify::fraction", G_CALLBACK (on_fraction), &seen);
  g_signal_connect (operation, "notify::state", G_CALLBACK (on_state), &seen);
  g_assert_cmpfloat (gu_operation_get_fraction (operation), ==, -1.0);

  g_thread_join (g_thread_new ("work", work, operation));
  g_assert_cmpuint (seen.fraction, ==, 0);
  while (seen.state == 0)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpuint (seen.fraction, ==, 1);
  g_assert_cmpuint (seen.state, ==, 1);
  g_assert_cmpint (gu_operation_get_state (operation), ==, GU_OPERATION_DONE);
  g_assert_cmpfloat (gu_operation_get_fraction (operation), ==, 1.0);
  phase = gu_operation_dup_phase (operation);
  g_assert_cmpstr (phase, ==, "almost there");
  g_assert_finalize_object (operation);
}

static void
test_ends_once (void)
{
  g_autoptr (GuOperation) operation = gu_operation_new ("Import");
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NO_SPACE, "disk full");
  g_autoptr (GError) kept = NULL;

  gu_operation_fail (operation, error);
  gu_operation_finish (operation);
  gu_operation_set_fraction (operation, 0.5);
  g_assert_cmpint (gu_operation_get_state (operation), ==, GU_OPERATION_FAILED);
  g_assert_cmpfloat (gu_operation_get_fraction (operation), ==, -1.0);
  kept = gu_operation_dup_error (operation);
  g_assert_error (kept, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
test_cancel (void)
{
  g_autoptr (GuOperation) operation = gu_operation_new ("Import");
  g_autoptr (GError) error = NULL;
  GuOperationState state;

  gu_operation_cancel (operation);
  g_assert_true (
      g_cancellable_set_error_if_cancelled (gu_operation_get_cancellable (operation), &error));
  g_assert_cmpint (gu_operation_get_state (operation), ==, GU_OPERATION_RUNNING);
  gu_operation_fail (operation, error);
  g_object_get (operation, "state", &state, NULL);
  g_assert_cmpint (state, ==, GU_OPERATION_CANCELLED);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/base/operation/notify", test_notify);
  g_test_add_func ("/base/operation/ends-once", test_ends_once);
  g_test_add_func ("/base/operation/cancel", test_cancel);

  return g_test_run ();
}
