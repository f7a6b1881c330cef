/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-registration.h"

#include "gu-app-error.h"
#include "gu-certificate-list.h"
#include "gu-registration-job.h"
#include "gu-settings.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef enum
{
  GU_REGISTRATION_SIGN = 1 << 0,
  GU_REGISTRATION_COMMIT = 1 << 1,
} GuRegistrationSteps;

/* Signs and registers one dossier. */
struct _GuRegistration
{
  GObject parent_instance;

  /* owned */
  GuContext *context;
  GuOperation *operation;
  char *dossier_id;
  char *number;
  GuDocument *opis;
  GuDocument *receipt;

  gint64 registered_at;
  gboolean running;
};

G_DEFINE_FINAL_TYPE (GuRegistration, gu_registration, G_TYPE_OBJECT)

enum
{
  PROP_OPERATION = 1,
  PROP_NUMBER,
  PROP_OPIS,
  PROP_RECEIPT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
gu_registration_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GuRegistration *self = GU_REGISTRATION (object);

  switch (id)
    {
    case PROP_OPERATION:
      g_value_set_object (value, self->operation);
      break;
    case PROP_NUMBER:
      g_value_set_string (value, self->number);
      break;
    case PROP_OPIS:
      g_value_set_object (value, self->opis);
      break;
    case PROP_RECEIPT:
      g_value_set_object (value, self->receipt);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_registration_finalize (GObject *object)
{
  GuRegistration *self = GU_REGISTRATION (object);

  g_clear_object (&self->operation);
  g_clear_object (&self->opis);
  g_clear_object (&self->receipt);
  g_clear_object (&self->context);
  g_clear_pointer (&self->dossier_id, g_free);
  g_clear_pointer (&self->number, g_free);

  G_OBJECT_CLASS (gu_registration_parent_class)->finalize (object);
}

static void
gu_registration_class_init (GuRegistrationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = gu_registration_get_property;
  object_class->finalize = gu_registration_finalize;

  properties[PROP_OPERATION] = g_param_spec_object (
      "operation", NULL, NULL, GU_TYPE_OPERATION, flags);
  properties[PROP_NUMBER] = g_param_spec_string ("number", NULL, NULL, NULL, flags);
  properties[PROP_OPIS] = g_param_spec_object ("opis", NULL, NULL, GU_TYPE_DOCUMENT, flags);
  properties[PROP_RECEIPT] = g_param_spec_object ("receipt", NULL, NULL, GU_TYPE_DOCUMENT, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
gu_registration_init (GuRegistration *self)
{
  self->operation = gu_operation_new (_ ("Sign and register"));
}

GuRegistration *
gu_registration_new (GuContext *context, const char *dossier_id)
{
  GuRegistration *self;

  g_return_val_if_fail (GU_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (dossier_id != NULL, NULL);

  self = g_object_new (GU_TYPE_REGISTRATION, NULL);
  self->context = g_object_ref (context);
  self->dossier_id = g_strdup (dossier_id);

  return self;
}

/* One call of the clerk: it goes through the threads step by step. */
typedef struct
{
  GuRegistrationJob *job;
  GuRegistrationSteps steps;
  GCancellable *outside; /* nullable: what the caller cancels */
  gulong outside_id;
  gboolean asked_central;
} GuRegistrationCall;

static void
gu_registration_call_free (GuRegistrationCall *call)
{
  if (call->outside != NULL)
    {
      g_cancellable_disconnect (call->outside, call->outside_id);
      g_object_unref (call->outside);
    }
  gu_registration_job_free (call->job);
  g_free (call);
}

static void
gu_registration_forward_cancel (GCancellable *outside, GuOperation *operation)
{
  gu_operation_cancel (operation);
}

static GuRegistrationCall *
gu_registration_call_new (GuRegistration *self,
                          GuRegistrationSteps steps,
                          GCancellable *cancellable)
{
  GuRegistrationCall *call = g_new0 (GuRegistrationCall, 1);
  GuRegistrationJob *job = g_new0 (GuRegistrationJob, 1);
  GuContext *context = self->context;

  call->job = job;
  call->steps = steps;
  job->store = g_object_ref (gu_context_get_store (context));
  job->clock = g_object_ref (gu_context_get_clock (context));
  job->book = g_object_ref (gu_context_get_rule_book (context));
  job->tokens = g_object_ref (gu_context_get_tokens (context));
  job->head = gu_letterhead_new (gu_context_get_settings (context));
  job->actor = gu_context_dup_actor (context);
  job->operation = g_object_ref (self->operation);
  job->dossier_id = g_strdup (self->dossier_id);
  job->alone = strcmp (gu_context_get_central (context), "none") == 0;
  if (cancellable != NULL)
    {
      call->outside = g_object_ref (cancellable);
      call->outside_id = g_cancellable_connect (cancellable,
                                                G_CALLBACK (gu_registration_forward_cancel),
                                                g_object_ref (self->operation),
                                                g_object_unref);
    }

  return call;
}

static void
gu_registration_take_results (GuRegistration *self, GuRegistrationJob *job)
{
  if (g_strcmp0 (self->number, job->registration) != 0)
    {
      g_free (self->number);
      self->number = g_strdup (job->registration);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NUMBER]);
    }
  self->registered_at = job->at_ms;
  if (g_set_object (&self->opis, job->opis))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPIS]);
  if (g_set_object (&self->receipt, job->receipt))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECEIPT]);
}

static void
gu_registration_end (GTask *outer, const GError *error)
{
  GuRegistration *self = g_task_get_source_object (outer);
  GuRegistrationCall *call = g_task_get_task_data (outer);

  self->running = FALSE;
  gu_registration_take_results (self, call->job);
  if (error != NULL)
    {
      gu_operation_fail (self->operation, error);
      g_task_return_error (outer, g_error_copy (error));
    }
  else
    {
      gu_operation_finish (self->operation);
      g_task_return_boolean (outer, TRUE);
    }
  g_object_unref (outer);
}

/* Each step runs in its own thread and hands over through the main context. The inner task borrows
 * the call from the outer one, which lives until gu_registration_end(). */
static void
gu_registration_step (GTask *outer,
                      GuTaskQueue *queue,
                      GTaskThreadFunc run,
                      GAsyncReadyCallback done)
{
  GuRegistration *self = g_task_get_source_object (outer);
  g_autoptr (GTask)
      inner = g_task_new (self, gu_operation_get_cancellable (self->operation), done, outer);

  g_task_set_source_tag (inner, gu_registration_step);
  /* What is committed is committed, even when somebody cancels in the same moment. */
  g_task_set_check_cancellable (inner, FALSE);
  g_task_set_task_data (inner, g_task_get_task_data (outer), NULL);
  gu_task_queue_push (queue, inner, run);
}

static void
gu_registration_return (GTask *task, gboolean done, GError *error)
{
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
gu_registration_commit_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GuRegistrationJob *job = ((GuRegistrationCall *) data)->job;
  GError *error = NULL;
  /* Read again even right after signing: somebody may have changed the draft meanwhile. */
  gboolean done = gu_registration_job_load (job, &error)
                  && gu_registration_job_recall (job, &error);

  done = done && gu_registration_job_commit (job, &error);
  gu_registration_return (task, done, error);
}

static void
gu_registration_committed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  gu_registration_end (data, error);
}

static void
gu_registration_sign_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GuRegistrationJob *job = ((GuRegistrationCall *) data)->job;
  GError *error = NULL;
  gboolean done;

  done = gu_registration_job_sign (job, cancellable, &error);
  gu_registration_return (task, done, error);
}

static void
gu_registration_signed (GObject *source, GAsyncResult *result, gpointer data)
{
  GuRegistration *self = GU_REGISTRATION (source);
  GTask *outer = data;
  GuRegistrationCall *call = g_task_get_task_data (outer);
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      gu_registration_end (outer, error);
      return;
    }

  gu_certificate_list_set_last_used (gu_context_get_certificates (self->context),
                                     call->job->certificate_id);
  gu_registration_take_results (self, call->job);
  gu_operation_set_fraction (self->operation, 0.8);
  if ((call->steps & GU_REGISTRATION_COMMIT) == 0)
    gu_registration_end (outer, NULL);
  else
    gu_registration_step (outer,
                          gu_context_get_store_queue (self->context),
                          gu_registration_commit_run,
                          gu_registration_committed);
}

static void
gu_registration_reserve_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GuRegistrationJob *job = ((GuRegistrationCall *) data)->job;
  GError *error = NULL;
  gboolean done = job->dossier != NULL || gu_registration_job_load (job, &error);

  done = done && gu_registration_job_reserve (job, &error);
  gu_registration_return (task, done, error);
}

static void gu_registration_reserved (GObject *source, GAsyncResult *result, gpointer data);

static void
gu_registration_numbers_came (GObject *source, GAsyncResult *result, gpointer data)
{
  GuContext *context = GU_CONTEXT (source);
  GTask *outer = data;
  g_autoptr (GError) error = NULL;

  if (!gu_context_sync_finish (context, result, NULL, NULL, NULL, &error))
    {
      g_autoptr (GError) full = NULL;

      gu_error_set (&full,
                    GU_APP_ERROR,
                    GU_APP_ERROR_NO_NUMBER,
                    _ ("Connect the desk to the central registry: it brings new numbers"),
                    error->message,
                    _ ("No registration number is left on this desk, and the central registry "
                       "cannot be reached"));
      gu_registration_end (outer, full);
      return;
    }

  gu_registration_step (outer,
                        gu_context_get_store_queue (context),
                        gu_registration_reserve_run,
                        gu_registration_reserved);
}

static void
gu_registration_reserved (GObject *source, GAsyncResult *result, gpointer data)
{
  GuRegistration *self = GU_REGISTRATION (source);
  GTask *outer = data;
  GuRegistrationCall *call = g_task_get_task_data (outer);
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      gu_registration_take_results (self, call->job);
      gu_operation_set_fraction (self->operation, 0.2);
      gu_registration_step (outer,
                            gu_context_get_card_queue (self->context),
                            gu_registration_sign_run,
                            gu_registration_signed);
    }
  else if (g_error_matches (error, GU_STORE_ERROR, GU_STORE_ERROR_NO_NUMBERS)
           && !call->asked_central && !call->job->alone)
    {
      call->asked_central = TRUE;
      gu_operation_set_phase (self->operation, _ ("Asking the central registry for numbers…"));
      gu_context_sync_async (self->context,
                             gu_operation_get_cancellable (self->operation),
                             gu_registration_numbers_came,
                             outer);
    }
  else
    gu_registration_end (outer, error);
}

/* A second try is a new operation: the old one has ended. */
static void
gu_registration_renew (GuRegistration *self)
{
  if (gu_operation_get_state (self->operation) == GU_OPERATION_RUNNING)
    return;

  g_object_unref (self->operation);
  self->operation = gu_operation_new (_ ("Sign and register"));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPERATION]);
}

static void
gu_registration_begin (GuRegistration *self,
                       GuRegistrationSteps steps,
                       const char *certificate_id,
                       GuSecretBytes *pin,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *outer;
  GuRegistrationCall *call;

  g_return_if_fail (GU_IS_REGISTRATION (self));
  g_return_if_fail (!self->running);
  g_return_if_fail (gu_context_is_ready (self->context));

  gu_registration_renew (self);
  self->running = TRUE;
  call = gu_registration_call_new (self, steps, cancellable);
  outer = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (outer, gu_registration_begin);
  g_task_set_task_data (outer, call, (GDestroyNotify) gu_registration_call_free);

  if (steps & GU_REGISTRATION_SIGN)
    {
      GuCertificateItem *item = gu_certificate_list_find (
          gu_context_get_certificates (self->context), certificate_id);

      call->job->certificate_id = g_strdup (certificate_id);
      call->job->pin = pin != NULL ? gu_secret_bytes_ref (pin) : NULL;
      if (item != NULL)
        call->job->certificate = g_object_ref (gu_certificate_item_get_certificate (item));
      gu_registration_step (outer,
                            gu_context_get_store_queue (self->context),
                            gu_registration_reserve_run,
                            gu_registration_reserved);
    }
  else
    gu_registration_step (outer,
                          gu_context_get_store_queue (self->context),
                          gu_registration_commit_run,
                          gu_registration_committed);
}

static gboolean
gu_registration_finish (GuRegistration *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
gu_registration_run_async (GuRegistration *self,
                           const char *certificate_id,
                           GuSecretBytes *pin,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  gu_registration_begin (self,
                         GU_REGISTRATION_SIGN | GU_REGISTRATION_COMMIT,
                         certificate_id,
                         pin,
                         cancellable,
                         callback,
                         user_data);
}

gboolean
gu_registration_run_finish (GuRegistration *self, GAsyncResult *result, GError **error)
{
  return gu_registration_finish (self, result, error);
}

void
gu_registration_sign_async (GuRegistration *self,
                            const char *certificate_id,
                            GuSecretBytes *pin,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  gu_registration_begin (
      self, GU_REGISTRATION_SIGN, certificate_id, pin, cancellable, callback, user_data);
}

gboolean
gu_registration_sign_finish (GuRegistration *self, GAsyncResult *result, GError **error)
{
  return gu_registration_finish (self, result, error);
}

void
gu_registration_commit_async (GuRegistration *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  gu_registration_begin (
      self, GU_REGISTRATION_COMMIT, NULL, NULL, cancellable, callback, user_data);
}

gboolean
gu_registration_commit_finish (GuRegistration *self, GAsyncResult *result, GError **error)
{
  return gu_registration_finish (self, result, error);
}

GuOperation *
gu_registration_get_operation (GuRegistration *self)
{
  g_return_val_if_fail (GU_IS_REGISTRATION (self), NULL);

  return self->operation;
}

const char *
gu_registration_get_number (GuRegistration *self)
{
  g_return_val_if_fail (GU_IS_REGISTRATION (self), NULL);

  return self->number;
}

gint64
gu_registration_get_registered_at (GuRegistration *self)
{
  g_return_val_if_fail (GU_IS_REGISTRATION (self), 0);

  return self->registered_at;
}

GuDocument *
gu_registration_get_opis (GuRegistration *self)
{
  g_return_val_if_fail (GU_IS_REGISTRATION (self), NULL);

  return self->opis;
}

GuDocument *
gu_registration_get_receipt (GuRegistration *self)
{
  g_return_val_if_fail (GU_IS_REGISTRATION (self), NULL);

  return self->receipt;
}
