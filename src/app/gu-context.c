/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-context.h"

#include "gu-app-error.h"
#include "gu-context-private.h"

#include <glib/gi18n-lib.h>

/* The owner of every service of the desk: it starts them in the order in which they need each
 * other and stops them the other way round. */
G_DEFINE_FINAL_TYPE (GuContext, gu_context, G_TYPE_OBJECT)

enum
{
  PROP_READY = 1,
  PROP_STARTING,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

enum
{
  DOSSIERS_CHANGED,
  CENTRAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
gu_context_set_flag (GuContext *self, gboolean *flag, gboolean value, int prop)
{
  if (*flag == value)
    return;

  *flag = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop]);
}

static void
gu_context_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GuContext *self = GU_CONTEXT (object);

  switch (id)
    {
    case PROP_READY:
      g_value_set_boolean (value, self->ready);
      break;
    case PROP_STARTING:
      g_value_set_boolean (value, self->starting);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* The thread has nothing more to do but to let go of the context. */
static void
gu_context_join_stopper (GuContext *self)
{
  GThread *stopper = g_steal_pointer (&self->stopper);

  if (stopper == g_thread_self ())
    g_thread_unref (stopper);
  else if (stopper != NULL)
    g_thread_join (stopper);
}

static void
gu_context_finalize (GObject *object)
{
  GuContext *self = GU_CONTEXT (object);

  gu_context_join_stopper (self);
  g_clear_object (&self->certificates);
  g_clear_object (&self->health);
  g_clear_object (&self->cards);
  g_clear_object (&self->tokens);
  g_clear_object (&self->documents);
  g_clear_object (&self->link);
  g_clear_object (&self->server);
  g_clear_object (&self->central_queue);
  g_clear_object (&self->card_queue);
  g_clear_object (&self->list_queue);
  g_clear_object (&self->inspect_queue);
  g_clear_object (&self->document_queue);
  g_clear_object (&self->store_queue);
  g_clear_object (&self->settings);
  g_clear_object (&self->store);
  g_clear_object (&self->rule_book);
  g_clear_object (&self->clock);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->central_error);
  g_clear_pointer (&self->central_waiting, g_ptr_array_unref);
  g_clear_pointer (&self->data_dir, g_free);
  g_clear_pointer (&self->central_option, g_free);
  g_clear_pointer (&self->libexec_dir, g_free);

  G_OBJECT_CLASS (gu_context_parent_class)->finalize (object);
}

static void
gu_context_class_init (GuContextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = gu_context_get_property;
  object_class->finalize = gu_context_finalize;

  properties[PROP_READY] = g_param_spec_boolean ("ready", NULL, NULL, FALSE, flags);
  properties[PROP_STARTING] = g_param_spec_boolean ("starting", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[DOSSIERS_CHANGED] = g_signal_new ("dossiers-changed",
                                            G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST,
                                            0,
                                            NULL,
                                            NULL,
                                            NULL,
                                            G_TYPE_NONE,
                                            1,
                                            G_TYPE_STRV);
  signals[CENTRAL_CHANGED] = g_signal_new ("central-changed",
                                           G_TYPE_FROM_CLASS (klass),
                                           G_SIGNAL_RUN_LAST,
                                           0,
                                           NULL,
                                           NULL,
                                           NULL,
                                           G_TYPE_NONE,
                                           0);
}

static void
gu_context_init (GuContext *self)
{
  self->cancellable = g_cancellable_new ();
  self->central_waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->settings = gu_settings_new ();
  self->store_queue = gu_task_queue_new ("gu-store");
  self->document_queue = gu_task_queue_new ("gu-documents");
  self->inspect_queue = gu_task_queue_new ("gu-inspect");
  self->list_queue = gu_task_queue_new ("gu-lists");
  self->card_queue = gu_task_queue_new ("gu-card");
  self->central_queue = gu_task_queue_new ("gu-central-app");
}

GuContext *
gu_context_new (const char *data_dir, const char *central, const char *libexec_dir, GuClock *clock)
{
  GuContext *self = g_object_new (GU_TYPE_CONTEXT, NULL);
  const char *from_env = g_getenv ("GHISEU_LIBEXEC_DIR");

  self->data_dir = data_dir != NULL ? g_canonicalize_filename (data_dir, NULL)
                                    : g_build_filename (g_get_user_data_dir (), "ghiseu", NULL);
  self->central_option = g_strdup (central);
  if (libexec_dir != NULL)
    self->libexec_dir = g_strdup (libexec_dir);
  else
    self->libexec_dir = g_strdup (from_env != NULL && *from_env != '\0' ? from_env : GU_LIBEXECDIR);
  self->clock = clock != NULL ? g_object_ref (clock) : gu_clock_new ();
  self->documents = gu_document_service_new (self->libexec_dir);
  self->health = gu_health_new (self);
  self->certificates = gu_certificate_list_new (self);

  return self;
}

/* What the start brings from the worker. */
typedef struct
{
  GuStore *store;
  GuRuleBook *rule_book;
  GHashTable *settings;
} GuContextStart;

static void
gu_context_start_free (GuContextStart *start)
{
  g_clear_object (&start->store);
  g_clear_object (&start->rule_book);
  g_clear_pointer (&start->settings, g_hash_table_unref);
  g_free (start);
}

static void
gu_context_start_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GuContext *self = source;
  GuContextStart *start = g_new0 (GuContextStart, 1);
  g_autoptr (GError) error = NULL;

  start->rule_book = gu_rule_book_new ();
  start->store = gu_store_open (self->data_dir, self->clock, cancellable, &error);
  if (start->store != NULL && gu_rule_book_load_builtin (start->rule_book, &error))
    start->settings = gu_settings_read (start->store, &error);

  if (start->settings == NULL)
    {
      gu_context_start_free (start);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_task_return_pointer (task, start, (GDestroyNotify) gu_context_start_free);
}

static void
gu_context_store_changed (GuStore *store, char **ids, GuContext *self)
{
  g_signal_emit (self, signals[DOSSIERS_CHANGED], 0, ids != NULL && ids[0] != NULL ? ids : NULL);
}

/* What was looked at and refused, or never reached its dossier, goes after a day. */
static void
gu_context_tidy_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GuContext *self = source;
  gint64 yesterday = gu_clock_now_ms (self->clock) - 24 * 60 * 60 * G_GINT64_CONSTANT (1000);

  g_task_return_boolean (
      task, gu_store_remove_unused_blobs (self->store, yesterday, NULL, cancellable, NULL));
}

static void
gu_context_tidy (GuContext *self)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, NULL, NULL);

  g_task_set_source_tag (task, gu_context_tidy);
  gu_task_queue_push (self->document_queue, task, gu_context_tidy_run);
}

static void
gu_context_start_cards (GuContext *self)
{
  gu_context_get_tokens (self);
  self->cards = gu_card_monitor_new ();
  gu_card_monitor_set_token_service (self->cards, self->tokens);
  gu_card_monitor_start (self->cards);
  gu_health_attach_cards (self->health, self->cards);
  gu_certificate_list_attach (self->certificates, self->cards);
}

static void
gu_context_started (GObject *source, GAsyncResult *result, gpointer data)
{
  GuContext *self = GU_CONTEXT (source);
  g_autoptr (GTask) outer = data;
  g_autoptr (GError) error = NULL;
  GuContextStart *start = g_task_propagate_pointer (G_TASK (result), &error);

  gu_context_set_flag (self, &self->starting, FALSE, PROP_STARTING);
  if (start == NULL)
    {
      g_task_return_error (outer, g_steal_pointer (&error));
      return;
    }

  self->store = g_steal_pointer (&start->store);
  if (self->rule_book == NULL)
    self->rule_book = g_steal_pointer (&start->rule_book);
  gu_settings_attach (self->settings, start->settings, self->store, self->store_queue);
  gu_context_start_free (start);
  g_signal_connect_object (self->store, "changed", G_CALLBACK (gu_context_store_changed), self, 0);

  gu_context_set_flag (self, &self->ready, TRUE, PROP_READY);
  g_signal_emit (self, signals[DOSSIERS_CHANGED], 0, NULL);
  if (self->flags & GU_CONTEXT_CARDS)
    gu_context_start_cards (self);
  if (self->flags & GU_CONTEXT_CENTRAL)
    {
      gu_context_central_begin (self, TRUE);
      gu_context_tidy (self);
    }

  g_task_return_boolean (outer, TRUE);
}

void
gu_context_start_async (GuContext *self,
                        GuContextFlags flags,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) outer = NULL;
  g_autoptr (GTask) inner = NULL;

  g_return_if_fail (GU_IS_CONTEXT (self));
  g_return_if_fail (!self->starting && !self->ready && !self->stopped);

  outer = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (outer, gu_context_start_async);
  self->flags = flags;
  gu_context_set_flag (self, &self->starting, TRUE, PROP_STARTING);

  inner = g_task_new (self, cancellable, gu_context_started, g_steal_pointer (&outer));
  g_task_set_source_tag (inner, gu_context_start_run);
  gu_task_queue_push (self->store_queue, inner, gu_context_start_run);
}

gboolean
gu_context_start_finish (GuContext *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Everything that blocks while it ends; nothing else uses these objects any more. */
static gpointer
gu_context_stop_run (gpointer data)
{
  g_autoptr (GTask) task = data;
  GuContext *self = g_task_get_source_object (task);

  gu_task_queue_stop (self->document_queue);
  gu_task_queue_stop (self->inspect_queue);
  gu_task_queue_stop (self->list_queue);
  gu_task_queue_stop (self->card_queue);
  gu_task_queue_stop (self->central_queue);
  gu_task_queue_stop (self->store_queue);
  if (self->link != NULL)
    gu_central_link_stop (self->link);
  if (self->server != NULL)
    gu_embedded_server_stop (self->server);
  if (self->tokens != NULL)
    gu_token_service_close (self->tokens);
  if (self->store != NULL)
    gu_store_close (self->store);

  g_task_return_boolean (task, TRUE);

  return NULL;
}

void
gu_context_stop_async (GuContext *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (GU_IS_CONTEXT (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, gu_context_stop_async);
  if (self->stopped)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  self->stopped = TRUE;
  gu_context_set_flag (self, &self->ready, FALSE, PROP_READY);
  g_cancellable_cancel (self->cancellable);
  gu_context_central_stop (self);
  if (self->cards != NULL)
    gu_card_monitor_stop (self->cards);

  /* A thread of its own, which can be waited for: one of a pool would still hold the context when
   * the program is over already. */
  self->stopper = g_thread_new ("gu-stop", gu_context_stop_run, g_steal_pointer (&task));
}

void
gu_context_stop_finish (GuContext *self, GAsyncResult *result)
{
  g_return_if_fail (g_task_is_valid (result, self));

  g_task_propagate_boolean (G_TASK (result), NULL);
  gu_context_join_stopper (self);
}

gboolean
gu_context_is_ready (GuContext *self)
{
  g_return_val_if_fail (GU_IS_CONTEXT (self), FALSE);

  return self->ready;
}

void
gu_context_emit_central_changed (GuContext *self)
{
  g_signal_emit (self, signals[CENTRAL_CHANGED], 0);
}

GuClock *
gu_context_get_clock (GuContext *self)
{
  g_return_val_if_fail (GU_IS_CONTEXT (self), NULL);

  return self->clock;
}

const char *
gu_context_get_data_dir (GuContext *self)
{
  g_return_val_if_fail (GU_IS_CONTEXT (self), NULL);

  return self->data_dir;
}

const char *
gu_context_get_libexec_dir (GuContext *self)
{
  g_return_val_if_fail (GU_IS_CONTEXT (self), NULL);

  return self->libexec_dir;
}

const char *
gu_context_get_central (GuContext *self)
{
  g_return_val_if_fail (GU_IS_CONTEXT (self), NULL);

  return self->central_option != NULL ? self->central_option
                                      : gu_settings_get_central (self->settings);
}

GuSettings *
gu_context_get_settings (GuContext *self)
{
  g_return_val_if_fail (GU_IS_CONTEXT (self), NULL);

  return self->settings;
}

GuHealth *
gu_context_get_health (GuContext *self)
{
  g_return_val_if_fail (GU_IS_CONTEXT (self), NULL);

  return self->health;
}

/* Before the start a few commands read the rules without opening a store. */
GuRuleBook *
gu_context_get_rule_book (GuContext *self)
{
  g_return_val_if_fail (GU_IS_CONTEXT (self), NULL);

  if (self->rule_book == NULL)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GuRuleBook) book = gu_rule_book_new ();

      if (!gu_rule_book_load_builtin (book, &error))
        g_error ("The rule packs of this program are damaged: %s", error->message);
      self->rule_book = g_steal_pointer (&book);
    }

  return self->rule_book;
}

GuDocumentService *
gu_context_get_documents (GuContext *self)
{
  g_return_val_if_fail (GU_IS_CONTEXT (self), NULL);

  return self->documents;
}

GuTokenService *
gu_context_get_tokens (GuContext *self)
{
  g_return_val_if_fail (GU_IS_CONTEXT (self), NULL);

  if (self->tokens == NULL)
    {
      g_autofree char *worker = g_build_filename (self->libexec_dir, "ghiseu-token-worker", NULL);
      const char *const *modules = gu_settings_get_pkcs11_modules (self->settings);

      self->tokens = gu_token_service_new (worker, modules[0] != NULL ? modules : NULL);
      gu_token_service_set_clock (self->tokens, self->clock);
    }

  return self->tokens;
}

GuCardMonitor *
gu_context_get_cards (GuContext *self)
{
  g_return_val_if_fail (GU_IS_CONTEXT (self), NULL);

  return self->cards;
}

GuCertificateList *
gu_context_get_certificates (GuContext *self)
{
  g_return_val_if_fail (GU_IS_CONTEXT (self), NULL);

  return self->certificates;
}

GuStore *
gu_context_get_store (GuContext *self)
{
  g_return_val_if_fail (GU_IS_CONTEXT (self), NULL);

  return self->store;
}

GuCentralLink *
gu_context_get_link (GuContext *self)
{
  g_return_val_if_fail (GU_IS_CONTEXT (self), NULL);

  return self->link;
}

GuTaskQueue *
gu_context_get_store_queue (GuContext *self)
{
  return self->store_queue;
}

GuTaskQueue *
gu_context_get_document_queue (GuContext *self)
{
  return self->document_queue;
}

GuTaskQueue *
gu_context_get_inspect_queue (GuContext *self)
{
  return self->inspect_queue;
}

GuTaskQueue *
gu_context_get_list_queue (GuContext *self)
{
  return self->list_queue;
}

GuTaskQueue *
gu_context_get_card_queue (GuContext *self)
{
  return self->card_queue;
}

GuTaskQueue *
gu_context_get_central_queue (GuContext *self)
{
  return self->central_queue;
}
