/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-app-error.h"
#include "gu-central-error.h"
#include "gu-central-schema.h"
#include "gu-context-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The part of the context that finds the way to central: the embedded server, its schema, the link.
 * The desk works all the time without it. */

/* How many numbers of each register the desk holds for the time that the line is down. */
#define LEASE_BLOCK   100
#define RETRY_SECONDS 30

/* What the worker needs, copied from the settings. */
typedef struct
{
  GuEmbeddedServer *server; /* nullable: a connection string was configured */
  char *institution_code;
  char *institution_name;
  char *desk_code;
} GuCentralStart;

static void
gu_central_start_free (GuCentralStart *start)
{
  g_clear_object (&start->server);
  g_free (start->institution_code);
  g_free (start->institution_name);
  g_free (start->desk_code);
  g_free (start);
}

static void
gu_context_set_central_phase (GuContext *self, GuCentralPhase phase)
{
  self->central_phase = phase;
  gu_context_emit_central_changed (self);
}

GuCentralPhase
gu_context_get_central_phase (GuContext *self)
{
  return self->central_phase;
}

const GError *
gu_context_get_central_error (GuContext *self)
{
  return self->central_error;
}

static void
gu_context_answer_waiting (GuContext *self, const GError *error)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->central_waiting);

  self->central_waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    {
      GTask *task = g_ptr_array_index (waiting, i);

      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else
        g_task_return_boolean (task, TRUE);
    }
}

static gboolean
gu_context_central_retry (gpointer data)
{
  GuContext *self = data;

  self->central_retry = 0;
  gu_context_central_begin (self, self->central_keeps);

  return G_SOURCE_REMOVE;
}

static void
gu_context_central_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GuCentralStart *start = data;
  g_autoptr (GError) error = NULL;

  if (start->server != NULL
      && (!gu_embedded_server_start (start->server, cancellable, &error)
          || !gu_central_prepare_desk (gu_embedded_server_get_admin_conninfo (start->server),
                                       start->institution_code,
                                       start->institution_name,
                                       start->desk_code,
                                       cancellable,
                                       &error)))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_task_return_boolean (task, TRUE);
}

/* The registers that requests are entered in, each once. */
static GPtrArray *
gu_context_list_registers (GuContext *self)
{
  GPtrArray *registers = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *packs = gu_rule_book_get_packs (gu_context_get_rule_book (self));

  for (guint i = 0; i < packs->len; i++)
    {
      GPtrArray *procedures = gu_rule_pack_get_procedures (g_ptr_array_index (packs, i));

      for (guint j = 0; j < procedures->len; j++)
        {
          const char *reg = gu_procedure_get_register (g_ptr_array_index (procedures, j));

          if (!g_ptr_array_find_with_equal_func (registers, reg, g_str_equal, NULL))
            g_ptr_array_add (registers, g_strdup (reg));
        }
    }

  return registers;
}

static void
gu_context_make_link (GuContext *self)
{
  g_autoptr (GPtrArray) registers = gu_context_list_registers (self);
  const char *conninfo = self->server != NULL ? gu_embedded_server_get_conninfo (self->server)
                                              : gu_context_get_central (self);

  self->link = gu_central_link_new (
      self->store, self->clock, conninfo, gu_settings_get_desk_code (self->settings));
  for (guint i = 0; i < registers->len; i++)
    gu_central_link_keep_register (self->link, g_ptr_array_index (registers, i), LEASE_BLOCK);
}

static void
gu_context_central_started (GObject *source, GAsyncResult *result, gpointer data)
{
  GuContext *self = GU_CONTEXT (source);
  g_autoptr (GError) error = NULL;

  g_clear_error (&self->central_error);
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      self->central_error = g_error_copy (error);
      gu_context_set_central_phase (self, GU_CENTRAL_PHASE_FAILED);
      gu_context_answer_waiting (self, error);
      if (!self->stopped && self->central_keeps && self->central_retry == 0)
        self->central_retry = g_timeout_add_seconds (RETRY_SECONDS, gu_context_central_retry, self);
      return;
    }
  if (self->stopped)
    return;

  gu_context_make_link (self);
  gu_health_attach_link (self->health, self->link);
  gu_context_set_central_phase (self, GU_CENTRAL_PHASE_LINKED);
  if (self->central_keeps)
    gu_central_link_start (self->link);
  gu_context_answer_waiting (self, NULL);
}

/* The code by which central knows the institution: its fiscal code, which has only digits. */
static char *
gu_context_dup_institution_code (GuContext *self)
{
  const char *cif = gu_settings_get_institution_cif (self->settings);
  g_autoptr (GString) code = g_string_new (NULL);

  for (const char *c = cif; *c != '\0'; c++)
    {
      if (g_ascii_isdigit (*c))
        g_string_append_c (code, *c);
    }
  if (code->len == 0)
    g_string_assign (code, "institutie");

  return g_strdup (code->str);
}

void
gu_context_central_begin (GuContext *self, gboolean keep_link)
{
  const char *central = gu_context_get_central (self);
  g_autoptr (GTask) task = NULL;
  GuCentralStart *start;

  self->central_keeps |= keep_link;
  if (self->central_phase == GU_CENTRAL_PHASE_STARTING)
    return;
  if (self->central_phase == GU_CENTRAL_PHASE_LINKED)
    {
      if (keep_link)
        gu_central_link_start (self->link);
      gu_context_answer_waiting (self, NULL);
      return;
    }
  if (strcmp (central, "none") == 0 || *central == '\0')
    {
      g_autoptr (GError) error = NULL;

      gu_error_set (&error,
                    GU_APP_ERROR,
                    GU_APP_ERROR_NOT_READY,
                    _ ("Set the central registry in the preferences, or work on without one"),
                    NULL,
                    _ ("This desk works without a central registry"));
      gu_context_set_central_phase (self, GU_CENTRAL_PHASE_OFF);
      gu_context_answer_waiting (self, error);
      return;
    }

  g_clear_handle_id (&self->central_retry, g_source_remove);
  start = g_new0 (GuCentralStart, 1);
  if (strcmp (central, "embedded") == 0)
    {
      if (self->server == NULL)
        self->server = gu_embedded_server_new (self->data_dir);
      start->server = g_object_ref (self->server);
    }
  start->institution_code = gu_context_dup_institution_code (self);
  start->institution_name = g_strdup (gu_settings_get_institution_name (self->settings));
  start->desk_code = g_strdup (gu_settings_get_desk_code (self->settings));

  gu_context_set_central_phase (self, GU_CENTRAL_PHASE_STARTING);
  task = g_task_new (self, self->cancellable, gu_context_central_started, NULL);
  g_task_set_source_tag (task, gu_context_central_begin);
  g_task_set_task_data (task, start, (GDestroyNotify) gu_central_start_free);
  gu_task_queue_push (self->central_queue, task, gu_context_central_run);
}

void
gu_context_central_stop (GuContext *self)
{
  g_autoptr (GError)
      error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("The desk is closing"));

  g_clear_handle_id (&self->central_retry, g_source_remove);
  gu_context_answer_waiting (self, error);
}

void
gu_context_ensure_central_async (GuContext *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task;

  g_return_if_fail (GU_IS_CONTEXT (self));
  g_return_if_fail (self->ready);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gu_context_ensure_central_async);
  g_ptr_array_add (self->central_waiting, task);
  gu_context_central_begin (self, FALSE);
}

gboolean
gu_context_ensure_central_finish (GuContext *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
gu_context_sync_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GuContext *self = source;
  g_autofree GuSyncReport *report = g_new0 (GuSyncReport, 1);
  g_autoptr (GError) error = NULL;

  if (gu_central_link_sync_once (self->link, report, cancellable, &error))
    g_task_return_pointer (task, g_steal_pointer (&report), g_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
gu_context_sync_ensured (GObject *source, GAsyncResult *result, gpointer data)
{
  GuContext *self = GU_CONTEXT (source);
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;

  if (!gu_context_ensure_central_finish (self, result, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    gu_task_queue_push (self->central_queue, task, gu_context_sync_run);
}

void
gu_context_sync_async (GuContext *self,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task;

  g_return_if_fail (GU_IS_CONTEXT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gu_context_sync_async);
  gu_context_ensure_central_async (self, cancellable, gu_context_sync_ensured, task);
}

gboolean
gu_context_sync_finish (GuContext *self,
                        GAsyncResult *result,
                        guint *pushed,
                        guint *pulled,
                        guint *rejected,
                        GError **error)
{
  g_autofree GuSyncReport *report = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  report = g_task_propagate_pointer (G_TASK (result), error);
  if (report == NULL)
    return FALSE;
  if (pushed != NULL)
    *pushed = report->pushed;
  if (pulled != NULL)
    *pulled = report->pulled;
  if (rejected != NULL)
    *rejected = report->rejected;

  return TRUE;
}
