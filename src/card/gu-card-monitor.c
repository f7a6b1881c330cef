/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-card"

#include "config.h"

#include "gu-card-monitor.h"

#include "gu-card-watch-private.h"

#include <glib/gi18n-lib.h>

/* Two threads: one watches PC/SC and does nothing else, so a removal is seen at once; the other
 * reads cards, which may take seconds. What they find is put together here, under the lock. */

struct _GuCardMonitor
{
  GObject parent_instance;

  GMainContext *context;   /* owned; where "changed" is emitted */
  GuTokenService *service; /* owned, nullable */
  GuCardWatch *watch;      /* owned; NULL while stopped */
  GThread *read_thread;    /* owned; NULL while stopped */

  GMutex lock;
  GCond cond;

  /* guarded by lock */
  gboolean stopping;
  gboolean emit_pending;
  gboolean read_wanted;
  GCancellable *reading;   /* owned; while the read thread reads */
  gboolean known;          /* something has been seen at all */
  gboolean service_up;     /* of the machine */
  GPtrArray *seen;         /* owned GuCardSeen */
  gboolean read;           /* the two below belong to the cards that are in */
  GPtrArray *certificates; /* owned GuTokenCertificate */
  GError *read_error;      /* owned, nullable */
};

enum
{
  PROP_0,
  PROP_STATUS,
  N_PROPS
};

static GParamSpec *props[N_PROPS];
static guint changed_signal;

G_DEFINE_FINAL_TYPE (GuCardMonitor, gu_card_monitor, G_TYPE_OBJECT)

G_DEFINE_BOXED_TYPE (GuReaderState, gu_reader_state, gu_reader_state_copy, gu_reader_state_free)

typedef struct
{
  const char *nick;
  const char *sentence; /* NULL: that of the error below */
  GuCardError error;
} StatusWords;

static const StatusWords status_words[] = {
  [GU_CARD_STATUS_STARTING] = { "starting", N_ ("The card is being read."), 0 },
  [GU_CARD_STATUS_NO_SERVICE] = { "no-service", NULL, GU_CARD_ERROR_NO_SERVICE },
  [GU_CARD_STATUS_NO_READER] = { "no-reader", NULL, GU_CARD_ERROR_NO_READER },
  [GU_CARD_STATUS_NO_CARD] = { "no-card", NULL, GU_CARD_ERROR_NO_CARD },
  [GU_CARD_STATUS_UNKNOWN_CARD] = { "unknown-card", NULL, GU_CARD_ERROR_UNKNOWN_CARD },
  [GU_CARD_STATUS_MUTE] = { "mute", NULL, GU_CARD_ERROR_MUTE_CARD },
  [GU_CARD_STATUS_IN_USE] = { "in-use", NULL, GU_CARD_ERROR_IN_USE },
  [GU_CARD_STATUS_NO_CERTIFICATE] = { "no-certificate", NULL, GU_CARD_ERROR_NO_CERTIFICATE },
  [GU_CARD_STATUS_FAILED] = { "failed", NULL, GU_CARD_ERROR_MODULE_FAILED },
  [GU_CARD_STATUS_READY] = { "ready", N_ ("The card is ready to sign."), 0 },
};

/* What stands for the desk when readers differ, best first. */
static const GuCardStatus ranking[] = {
  GU_CARD_STATUS_READY,          GU_CARD_STATUS_STARTING, GU_CARD_STATUS_IN_USE,
  GU_CARD_STATUS_NO_CERTIFICATE, GU_CARD_STATUS_FAILED,   GU_CARD_STATUS_UNKNOWN_CARD,
  GU_CARD_STATUS_MUTE,           GU_CARD_STATUS_NO_CARD,
};

const char *
gu_card_status_get_nick (GuCardStatus status)
{
  return status_words[status].nick;
}

const char *
gu_card_status_get_sentence (GuCardStatus status)
{
  const StatusWords *words = &status_words[status];

  return words->sentence != NULL ? _ (words->sentence) : gu_card_error_get_sentence (words->error);
}

const char *
gu_card_status_get_hint (GuCardStatus status)
{
  const StatusWords *words = &status_words[status];

  return words->sentence != NULL ? NULL : gu_card_error_get_hint (words->error);
}

GuReaderState *
gu_reader_state_copy (const GuReaderState *self)
{
  GuReaderState *copy = g_new (GuReaderState, 1);

  *copy = *self;
  copy->name = g_strdup (self->name);
  return copy;
}

void
gu_reader_state_free (GuReaderState *self)
{
  g_free (self->name);
  g_free (self);
}

static gpointer
ref_object (gconstpointer object, gpointer user_data)
{
  return g_object_ref ((gpointer) object);
}

static GuCardStatus
status_of_error (const GError *error)
{
  if (error->domain != GU_CARD_ERROR)
    return GU_CARD_STATUS_FAILED;

  switch ((GuCardError) error->code)
    {
    case GU_CARD_ERROR_UNKNOWN_CARD:
      return GU_CARD_STATUS_UNKNOWN_CARD;
    case GU_CARD_ERROR_MUTE_CARD:
      return GU_CARD_STATUS_MUTE;
    case GU_CARD_ERROR_IN_USE:
      return GU_CARD_STATUS_IN_USE;
    case GU_CARD_ERROR_NO_CERTIFICATE:
    case GU_CARD_ERROR_CERTIFICATE_EXPIRED:
    case GU_CARD_ERROR_CERTIFICATE_UNUSABLE:
      return GU_CARD_STATUS_NO_CERTIFICATE;
    case GU_CARD_ERROR_NO_SERVICE:
      return GU_CARD_STATUS_NO_SERVICE;
    case GU_CARD_ERROR_NO_READER:
      return GU_CARD_STATUS_NO_READER;
    case GU_CARD_ERROR_NO_CARD:
    case GU_CARD_ERROR_CARD_REMOVED:
      return GU_CARD_STATUS_NO_CARD;
    case GU_CARD_ERROR_WRONG_PIN:
    case GU_CARD_ERROR_PIN_BLOCKED:
    case GU_CARD_ERROR_PIN_FORMAT:
    case GU_CARD_ERROR_BAD_ANSWER:
    case GU_CARD_ERROR_TIMEOUT:
    case GU_CARD_ERROR_MODULE_FAILED:
    case GU_CARD_ERROR_CANCELLED:
      break;
    }
  return GU_CARD_STATUS_FAILED;
}

static GuCardStatus
status_of_reader_locked (GuCardMonitor *self, const GuCardSeen *seen)
{
  gboolean known = FALSE;

  if (!seen->present)
    return GU_CARD_STATUS_NO_CARD;
  if (seen->mute)
    return GU_CARD_STATUS_MUTE;
  if (self->service == NULL)
    return seen->exclusive ? GU_CARD_STATUS_IN_USE : GU_CARD_STATUS_READY;
  if (!self->read)
    return GU_CARD_STATUS_STARTING;

  for (guint i = 0; i < self->certificates->len; i++)
    {
      GuTokenCertificate *certificate = g_ptr_array_index (self->certificates, i);

      if (!g_str_equal (gu_token_certificate_get_reader (certificate), seen->name))
        continue;
      if (gu_token_certificate_get_usable (certificate))
        return GU_CARD_STATUS_READY;
      known = TRUE;
    }
  if (known)
    return GU_CARD_STATUS_NO_CERTIFICATE;
  if (seen->exclusive)
    return GU_CARD_STATUS_IN_USE;
  return self->read_error != NULL ? status_of_error (self->read_error)
                                  : GU_CARD_STATUS_UNKNOWN_CARD;
}

static GuCardStatus
status_locked (GuCardMonitor *self)
{
  gsize best = G_N_ELEMENTS (ranking);

  if (!self->known)
    return GU_CARD_STATUS_STARTING;
  if (!self->service_up)
    return GU_CARD_STATUS_NO_SERVICE;
  for (guint i = 0; i < self->seen->len; i++)
    {
      GuCardStatus status = status_of_reader_locked (self, g_ptr_array_index (self->seen, i));

      for (gsize rank = 0; rank < best; rank++)
        if (ranking[rank] == status)
          best = rank;
    }
  return best < G_N_ELEMENTS (ranking) ? ranking[best] : GU_CARD_STATUS_NO_READER;
}

/* When all that is on the card cannot be used, the reason of the first is the one to show. */
static const GuTokenCertificate *
refused_certificate_locked (GuCardMonitor *self)
{
  return status_locked (self) == GU_CARD_STATUS_NO_CERTIFICATE && self->certificates->len > 0
             ? g_ptr_array_index (self->certificates, 0)
             : NULL;
}

static GuCardError
shown_error_locked (GuCardMonitor *self, gboolean *any)
{
  const GuTokenCertificate *refused = refused_certificate_locked (self);

  *any = TRUE;
  if (refused != NULL)
    return gu_token_certificate_get_reason_code ((GuTokenCertificate *) refused);
  if (status_locked (self) == GU_CARD_STATUS_FAILED && self->read_error != NULL
      && self->read_error->domain == GU_CARD_ERROR)
    return (GuCardError) self->read_error->code;
  *any = FALSE;
  return GU_CARD_ERROR_MODULE_FAILED;
}

/* --- telling the main context --- */

static void
weak_ref_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static gboolean
emit (gpointer user_data)
{
  g_autoptr (GuCardMonitor) self = g_weak_ref_get (user_data);

  if (self == NULL)
    return G_SOURCE_REMOVE;
  g_mutex_lock (&self->lock);
  self->emit_pending = FALSE;
  g_mutex_unlock (&self->lock);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATUS]);
  g_signal_emit (self, changed_signal, 0);
  return G_SOURCE_REMOVE;
}

static void
changed_locked (GuCardMonitor *self)
{
  g_autoptr (GSource) source = NULL;
  GWeakRef *weak;

  if (self->emit_pending || self->stopping)
    return;
  self->emit_pending = TRUE;
  weak = g_new0 (GWeakRef, 1);
  g_weak_ref_init (weak, self);
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, emit, weak, weak_ref_free);
  g_source_attach (source, self->context);
}

/* --- the read thread --- */

static void
want_reading_locked (GuCardMonitor *self)
{
  self->read_wanted = TRUE;
  /* What is being read is no longer what is in the reader. */
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_cond_broadcast (&self->cond);
}

static void
keep_reading_locked (GuCardMonitor *self, GPtrArray *certificates, GError *error)
{
  g_clear_error (&self->read_error);
  g_ptr_array_set_size (self->certificates, 0);
  if (certificates != NULL)
    g_ptr_array_extend (self->certificates, certificates, ref_object, NULL);
  self->read_error = error;
  self->read = TRUE;
  changed_locked (self);
}

static gpointer
read_cards (gpointer user_data)
{
  GuCardMonitor *self = user_data;

  g_mutex_lock (&self->lock);
  while (!self->stopping)
    {
      g_autoptr (GPtrArray) certificates = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GCancellable) reading = NULL;

      if (!self->read_wanted)
        {
          g_cond_wait (&self->cond, &self->lock);
          continue;
        }
      self->read_wanted = FALSE;
      reading = g_cancellable_new ();
      self->reading = reading;
      g_mutex_unlock (&self->lock);

      certificates = gu_token_service_list_certificates (self->service, reading, &error);

      g_mutex_lock (&self->lock);
      self->reading = NULL;
      if (!g_cancellable_is_cancelled (reading))
        keep_reading_locked (self, certificates, g_steal_pointer (&error));
    }
  g_mutex_unlock (&self->lock);
  return NULL;
}

/* --- the watch thread --- */

static gboolean
same_cards (GPtrArray *before, GPtrArray *after)
{
  if (before->len != after->len)
    return FALSE;
  for (guint i = 0; i < before->len; i++)
    {
      const GuCardSeen *a = g_ptr_array_index (before, i);
      const GuCardSeen *b = g_ptr_array_index (after, i);

      if (!g_str_equal (a->name, b->name) || a->present != b->present || a->mute != b->mute
          || a->insertion != b->insertion)
        return FALSE;
    }
  return TRUE;
}

static gboolean
any_card (GPtrArray *seen)
{
  for (guint i = 0; i < seen->len; i++)
    {
      const GuCardSeen *one = g_ptr_array_index (seen, i);

      if (one->present && !one->mute)
        return TRUE;
    }
  return FALSE;
}

static void
on_seen (gboolean service_up, GPtrArray *seen, gpointer user_data)
{
  GuCardMonitor *self = user_data;
  gboolean same;

  g_mutex_lock (&self->lock);
  same = self->known && self->service_up == service_up && same_cards (self->seen, seen);
  g_ptr_array_unref (self->seen);
  self->seen = seen;
  self->service_up = service_up;
  self->known = TRUE;
  if (self->service != NULL && !same)
    {
      self->read = FALSE;
      g_clear_error (&self->read_error);
      g_ptr_array_set_size (self->certificates, 0);
      if (any_card (seen))
        want_reading_locked (self);
      else if (self->reading != NULL)
        g_cancellable_cancel (self->reading);
    }
  /* Held by another program until now: nothing of it could be read. */
  else if (self->service != NULL && self->read && self->certificates->len == 0 && any_card (seen))
    want_reading_locked (self);
  changed_locked (self);
  g_mutex_unlock (&self->lock);
}

/* --- the object --- */

static void
gu_card_monitor_dispose (GObject *object)
{
  gu_card_monitor_stop (GU_CARD_MONITOR (object));

  G_OBJECT_CLASS (gu_card_monitor_parent_class)->dispose (object);
}

static void
gu_card_monitor_finalize (GObject *object)
{
  GuCardMonitor *self = GU_CARD_MONITOR (object);

  g_clear_object (&self->service);
  g_clear_error (&self->read_error);
  g_ptr_array_unref (self->seen);
  g_ptr_array_unref (self->certificates);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->cond);

  G_OBJECT_CLASS (gu_card_monitor_parent_class)->finalize (object);
}

static void
gu_card_monitor_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_STATUS)
    g_value_set_uint (value, gu_card_monitor_get_status (GU_CARD_MONITOR (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
gu_card_monitor_class_init (GuCardMonitorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = gu_card_monitor_dispose;
  object_class->finalize = gu_card_monitor_finalize;
  object_class->get_property = gu_card_monitor_get_property;

  props[PROP_STATUS] = g_param_spec_uint (
      "status", NULL, NULL, 0, GU_CARD_STATUS_READY, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  changed_signal = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gu_card_monitor_init (GuCardMonitor *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  self->context = g_main_context_ref_thread_default ();
  self->seen = g_ptr_array_new_with_free_func ((GDestroyNotify) gu_card_seen_free);
  self->certificates = g_ptr_array_new_with_free_func (g_object_unref);
}

GuCardMonitor *
gu_card_monitor_new (void)
{
  return g_object_new (GU_TYPE_CARD_MONITOR, NULL);
}

void
gu_card_monitor_set_token_service (GuCardMonitor *self, GuTokenService *service)
{
  g_return_if_fail (self->watch == NULL);
  g_set_object (&self->service, service);
}

void
gu_card_monitor_start (GuCardMonitor *self)
{
  if (self->watch != NULL)
    return;
  self->stopping = FALSE;
  self->emit_pending = FALSE;
  if (self->service != NULL)
    self->read_thread = g_thread_new ("gu-card-read", read_cards, self);
  self->watch = gu_card_watch_new (on_seen, self);
}

void
gu_card_monitor_stop (GuCardMonitor *self)
{
  if (self->watch == NULL)
    return;

  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);

  g_clear_pointer (&self->watch, gu_card_watch_free);
  g_clear_pointer (&self->read_thread, g_thread_join);

  self->known = FALSE;
  self->read = FALSE;
  self->read_wanted = FALSE;
  g_ptr_array_set_size (self->seen, 0);
  g_ptr_array_set_size (self->certificates, 0);
}

GPtrArray *
gu_card_monitor_get_readers (GuCardMonitor *self)
{
  GPtrArray *readers = g_ptr_array_new_with_free_func ((GDestroyNotify) gu_reader_state_free);

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->seen->len; i++)
    {
      const GuCardSeen *seen = g_ptr_array_index (self->seen, i);
      GuCardStatus status = status_of_reader_locked (self, seen);
      const GuReaderState state = {
        .name = seen->name,
        .status = status,
        .sentence = gu_card_status_get_sentence (status),
        .hint = gu_card_status_get_hint (status),
        .event_count = seen->insertion,
      };

      g_ptr_array_add (readers, gu_reader_state_copy (&state));
    }
  g_mutex_unlock (&self->lock);
  return readers;
}

GuCardStatus
gu_card_monitor_get_status (GuCardMonitor *self)
{
  GuCardStatus status;

  g_mutex_lock (&self->lock);
  status = status_locked (self);
  g_mutex_unlock (&self->lock);
  return status;
}

char *
gu_card_monitor_dup_sentence (GuCardMonitor *self)
{
  const char *sentence;
  gboolean any;
  GuCardError code;

  g_mutex_lock (&self->lock);
  code = shown_error_locked (self, &any);
  sentence = any ? gu_card_error_get_sentence (code)
                 : gu_card_status_get_sentence (status_locked (self));
  g_mutex_unlock (&self->lock);
  return g_strdup (sentence);
}

char *
gu_card_monitor_dup_hint (GuCardMonitor *self)
{
  const char *hint;
  gboolean any;
  GuCardError code;

  g_mutex_lock (&self->lock);
  code = shown_error_locked (self, &any);
  hint = any ? gu_card_error_get_hint (code) : gu_card_status_get_hint (status_locked (self));
  g_mutex_unlock (&self->lock);
  return g_strdup (hint);
}

GPtrArray *
gu_card_monitor_get_certificates (GuCardMonitor *self)
{
  GPtrArray *copy;

  g_mutex_lock (&self->lock);
  copy = g_ptr_array_copy (self->certificates, ref_object, NULL);
  g_mutex_unlock (&self->lock);
  g_ptr_array_set_free_func (copy, g_object_unref);
  return copy;
}

void
gu_card_monitor_refresh (GuCardMonitor *self)
{
  g_mutex_lock (&self->lock);
  if (self->service != NULL && any_card (self->seen))
    {
      self->read_wanted = TRUE;
      g_cond_broadcast (&self->cond);
    }
  g_mutex_unlock (&self->lock);
}
