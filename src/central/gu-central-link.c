/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-central"

#include "config.h"

#include "gu-central-link.h"

#include "gu-blob-transfer-private.h"
#include "gu-round-private.h"
#include "gu-store-sync.h"

#include <errno.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define DEFAULT_REGISTER "general"
#define DEFAULT_BLOCK    100
/* Without a wake-up: a notification may be lost with its connection. */
#define POLL_MS 5000
/* Pauses between attempts while the line is down, doubled each time, spread by a quarter so that
 * desks do not come back all at once. */
#define BACKOFF_MIN_MS 1000
#define BACKOFF_MAX_MS 60000
#define REFUSED_MS     300000
/* Wake-ups of a busy desk are answered together. */
#define SETTLE_MS 50

/* The line to the registry: one thread, one connection, and what the window shows of it. */
struct _GuCentralLink
{
  GObject parent_instance;

  /* owned */
  GuStore *store;
  GuClock *clock;
  char *conninfo;
  char *desk;
  GHashTable *registers;
  gboolean registers_are_default;
  GMainContext *context;
  GThread *thread;
  GCancellable *stopping;
  gulong changed_id;
  int wake_fd;

  /* Taken for a whole round, by the thread or by gu_central_link_sync_once(). */
  GMutex round_lock;
  GCond round_cond;
  gboolean round_busy;

  /* What the thread says, and what of it was notified: only the main context touches the latter. */
  GMutex lock;
  struct
  {
    GuLinkState state;
    gint64 since;
    guint pending;
    guint rejected;
    char *error;
    char *hint;
  } said, shown;
  gboolean show_queued;
};

enum
{
  PROP_0,
  PROP_STATE,
  PROP_SINCE,
  PROP_PENDING,
  PROP_REJECTED,
  PROP_LAST_ERROR,
  PROP_LAST_HINT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (GuCentralLink, gu_central_link, G_TYPE_OBJECT)

GType
gu_link_state_get_type (void)
{
  static gsize once = 0;
  static const GEnumValue values[] = {
    { GU_LINK_OFFLINE, "GU_LINK_OFFLINE", "offline" },
    { GU_LINK_CONNECTING, "GU_LINK_CONNECTING", "connecting" },
    { GU_LINK_ONLINE, "GU_LINK_ONLINE", "online" },
    { GU_LINK_REFUSED, "GU_LINK_REFUSED", "refused" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&once))
    g_once_init_leave (&once, g_enum_register_static ("GuLinkState", values));

  return once;
}

/* ---- what the window sees ---- */

static void
gu_central_link_free_weak (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static void
gu_central_link_show_text (char **shown, const char *said, GObject *object, GParamSpec *pspec)
{
  if (g_strcmp0 (*shown, said) == 0)
    return;
  g_free (*shown);
  *shown = g_strdup (said);
  g_object_notify_by_pspec (object, pspec);
}

/* In the main context: takes over what the thread said, and notifies what is different. */
static gboolean
gu_central_link_show (gpointer data)
{
  g_autoptr (GuCentralLink) self = g_weak_ref_get (data);
  g_autofree char *error = NULL;
  g_autofree char *hint = NULL;
  GuLinkState state;
  gint64 since;
  guint pending;
  guint rejected;
  GObject *object;

  if (self == NULL)
    return G_SOURCE_REMOVE;
  object = G_OBJECT (self);
  g_mutex_lock (&self->lock);
  self->show_queued = FALSE;
  state = self->said.state;
  since = self->said.since;
  pending = self->said.pending;
  rejected = self->said.rejected;
  error = g_strdup (self->said.error);
  hint = g_strdup (self->said.hint);
  g_mutex_unlock (&self->lock);

  g_object_freeze_notify (object);
  if (self->shown.since != since)
    {
      self->shown.since = since;
      g_object_notify_by_pspec (object, properties[PROP_SINCE]);
    }
  if (self->shown.state != state)
    {
      self->shown.state = state;
      g_object_notify_by_pspec (object, properties[PROP_STATE]);
    }
  if (self->shown.pending != pending)
    {
      self->shown.pending = pending;
      g_object_notify_by_pspec (object, properties[PROP_PENDING]);
    }
  if (self->shown.rejected != rejected)
    {
      self->shown.rejected = rejected;
      g_object_notify_by_pspec (object, properties[PROP_REJECTED]);
    }
  gu_central_link_show_text (&self->shown.error, error, object, properties[PROP_LAST_ERROR]);
  gu_central_link_show_text (&self->shown.hint, hint, object, properties[PROP_LAST_HINT]);
  g_object_thaw_notify (object);

  return G_SOURCE_REMOVE;
}

/* Called with the lock held. */
static void
gu_central_link_queue_show (GuCentralLink *self)
{
  g_autoptr (GSource) source = NULL;
  GWeakRef *weak;

  if (self->show_queued)
    return;
  self->show_queued = TRUE;
  weak = g_new0 (GWeakRef, 1);
  g_weak_ref_init (weak, self);
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, gu_central_link_show, weak, gu_central_link_free_weak);
  g_source_attach (source, self->context);
}

static void
gu_central_link_say_state (GuCentralLink *self, GuLinkState state, const GError *error)
{
  g_mutex_lock (&self->lock);
  /* Trying again is not yet a change: the window says since when the line is down. */
  if (self->said.state != state
      && !(self->said.state == GU_LINK_CONNECTING && state == GU_LINK_OFFLINE)
      && !(self->said.state == GU_LINK_OFFLINE && state == GU_LINK_CONNECTING
           && self->said.since != 0))
    self->said.since = gu_clock_now_ms (self->clock);
  self->said.state = state;
  if (state != GU_LINK_CONNECTING)
    {
      g_free (self->said.error);
      g_free (self->said.hint);
      self->said.error = error != NULL ? g_strdup (error->message) : NULL;
      self->said.hint = error != NULL ? g_strdup (gu_error_get_hint (error)) : NULL;
    }
  gu_central_link_queue_show (self);
  g_mutex_unlock (&self->lock);
}

static void
gu_central_link_say_counts (GuCentralLink *self)
{
  GuOutboxCounts counts = { 0 };

  if (!gu_store_outbox_counts (self->store, &counts, NULL))
    return;
  g_mutex_lock (&self->lock);
  if (self->said.pending != counts.pending || self->said.rejected != counts.rejected)
    {
      self->said.pending = counts.pending;
      self->said.rejected = counts.rejected;
      gu_central_link_queue_show (self);
    }
  g_mutex_unlock (&self->lock);
}

/* ---- rounds ---- */

static gboolean
gu_central_link_take_round (GuCentralLink *self, GCancellable *cancellable)
{
  gboolean taken;

  g_mutex_lock (&self->round_lock);
  while (self->round_busy && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait_until (&self->round_cond,
                       &self->round_lock,
                       g_get_monotonic_time () + 100 * G_TIME_SPAN_MILLISECOND);
  taken = !self->round_busy;
  if (taken)
    self->round_busy = TRUE;
  g_mutex_unlock (&self->round_lock);

  return taken;
}

static void
gu_central_link_give_round (GuCentralLink *self)
{
  g_mutex_lock (&self->round_lock);
  self->round_busy = FALSE;
  g_cond_signal (&self->round_cond);
  g_mutex_unlock (&self->round_lock);
}

static GuRound *
gu_central_link_connect (GuCentralLink *self,
                         gboolean listen,
                         GCancellable *cancellable,
                         GError **error)
{
  return gu_round_open (self->store,
                        self->clock,
                        self->conninfo,
                        self->desk,
                        self->registers,
                        listen,
                        cancellable,
                        error);
}

/* Sleeps until somebody wakes the link, the registry notifies, @timeout_ms passes or the link
 * stops. */
static gboolean
gu_central_link_sleep (GuCentralLink *self, GuRound *round, int timeout_ms, GError **error)
{
  GPollFD fds[3] = { { .fd = self->wake_fd, .events = G_IO_IN } };
  guint n = 1;
  gboolean has_cancel;
  guint64 woken;
  gboolean notified;
  int ready;

  has_cancel = g_cancellable_make_pollfd (self->stopping, &fds[n]);
  n += has_cancel ? 1 : 0;
  if (round != NULL)
    fds[n++] = (GPollFD){ .fd = PQsocket (gu_connection_peek (round->connection)),
                          .events = G_IO_IN };
  do
    ready = g_poll (fds, n, timeout_ms);
  while (ready < 0 && errno == EINTR);
  if (has_cancel)
    g_cancellable_release_fd (self->stopping);

  if ((fds[0].revents & G_IO_IN) != 0 && !g_cancellable_is_cancelled (self->stopping))
    {
      /* What follows in the next moment is answered together. */
      GPollFD cancel = { .fd = -1 };

      if (g_cancellable_make_pollfd (self->stopping, &cancel))
        {
          g_poll (&cancel, 1, SETTLE_MS);
          g_cancellable_release_fd (self->stopping);
        }
    }
  while (read (self->wake_fd, &woken, sizeof woken) > 0)
    continue;

  return round == NULL || gu_connection_take_notifications (round->connection, &notified, error);
}

/* As long as the line holds: work, sleep, work. */
static void
gu_central_link_stay (GuCentralLink *self, GuRound *round, GError **error)
{
  while (!g_cancellable_is_cancelled (self->stopping))
    {
      GuSyncReport report = { 0 };
      gboolean ok;

      if (!gu_central_link_take_round (self, self->stopping))
        return;
      ok = gu_round_run (round, &report, self->stopping, error);
      gu_central_link_give_round (self);
      gu_central_link_say_counts (self);
      if (!ok)
        return;
      gu_central_link_say_state (self, GU_LINK_ONLINE, NULL);
      if (!gu_central_link_sleep (self, round, POLL_MS, error))
        return;
    }
}

static int
gu_central_link_next_pause (int pause_ms)
{
  return MIN (pause_ms * 2, BACKOFF_MAX_MS);
}

static gpointer
gu_central_link_run (gpointer data)
{
  GuCentralLink *self = data;
  int pause_ms = BACKOFF_MIN_MS;

  gu_central_link_say_counts (self);
  while (!g_cancellable_is_cancelled (self->stopping))
    {
      g_autoptr (GuRound) round = NULL;
      g_autoptr (GError) error = NULL;
      int wait_ms;

      gu_central_link_say_state (self, GU_LINK_CONNECTING, NULL);
      if (gu_central_link_take_round (self, self->stopping))
        {
          round = gu_central_link_connect (self, TRUE, self->stopping, &error);
          gu_central_link_give_round (self);
        }
      if (round != NULL)
        {
          pause_ms = BACKOFF_MIN_MS;
          gu_central_link_stay (self, round, &error);
        }
      if (g_cancellable_is_cancelled (self->stopping) || error == NULL)
        break;

      if (error->domain == GU_CENTRAL_ERROR && !gu_central_error_is_passing (error))
        {
          gu_central_link_say_state (self, GU_LINK_REFUSED, error);
          wait_ms = REFUSED_MS;
        }
      else
        {
          gu_central_link_say_state (self, GU_LINK_OFFLINE, error);
          wait_ms = pause_ms - pause_ms / 4 + g_random_int_range (0, pause_ms / 2);
          pause_ms = gu_central_link_next_pause (pause_ms);
        }
      g_clear_pointer (&round, gu_round_close);
      gu_central_link_say_counts (self);
      gu_central_link_sleep (self, NULL, wait_ms, NULL);
      gu_central_link_say_counts (self);
    }
  gu_central_link_say_state (self, GU_LINK_OFFLINE, NULL);

  return NULL;
}

static void
gu_central_link_store_changed (GuStore *store, gpointer ids, gpointer data)
{
  gu_central_link_wake (data);
}

/* ---- the class ---- */

static void
gu_central_link_dispose (GObject *object)
{
  GuCentralLink *self = GU_CENTRAL_LINK (object);

  gu_central_link_stop (self);
  if (self->changed_id != 0)
    {
      g_signal_handler_disconnect (self->store, self->changed_id);
      self->changed_id = 0;
    }

  G_OBJECT_CLASS (gu_central_link_parent_class)->dispose (object);
}

static void
gu_central_link_finalize (GObject *object)
{
  GuCentralLink *self = GU_CENTRAL_LINK (object);

  g_clear_object (&self->store);
  g_clear_object (&self->clock);
  g_clear_object (&self->stopping);
  g_clear_pointer (&self->conninfo, g_free);
  g_clear_pointer (&self->desk, g_free);
  g_clear_pointer (&self->registers, g_hash_table_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_free (self->said.error);
  g_free (self->said.hint);
  g_free (self->shown.error);
  g_free (self->shown.hint);
  if (self->wake_fd >= 0)
    close (self->wake_fd);
  g_mutex_clear (&self->lock);
  g_mutex_clear (&self->round_lock);
  g_cond_clear (&self->round_cond);

  G_OBJECT_CLASS (gu_central_link_parent_class)->finalize (object);
}

static void
gu_central_link_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GuCentralLink *self = GU_CENTRAL_LINK (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->shown.state);
      break;
    case PROP_SINCE:
      g_value_set_int64 (value, self->shown.since);
      break;
    case PROP_PENDING:
      g_value_set_uint (value, self->shown.pending);
      break;
    case PROP_REJECTED:
      g_value_set_uint (value, self->shown.rejected);
      break;
    case PROP_LAST_ERROR:
      g_value_set_string (value, self->shown.error);
      break;
    case PROP_LAST_HINT:
      g_value_set_string (value, self->shown.hint);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_central_link_class_init (GuCentralLinkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = gu_central_link_dispose;
  object_class->finalize = gu_central_link_finalize;
  object_class->get_property = gu_central_link_get_property;

  properties[PROP_STATE] = g_param_spec_enum (
      "state", NULL, NULL, GU_TYPE_LINK_STATE, GU_LINK_OFFLINE, flags);
  properties[PROP_SINCE] = g_param_spec_int64 ("since", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_PENDING] = g_param_spec_uint ("pending", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_REJECTED] = g_param_spec_uint ("rejected", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_LAST_ERROR] = g_param_spec_string ("last-error", NULL, NULL, NULL, flags);
  properties[PROP_LAST_HINT] = g_param_spec_string ("last-hint", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
gu_central_link_init (GuCentralLink *self)
{
  g_mutex_init (&self->lock);
  g_mutex_init (&self->round_lock);
  g_cond_init (&self->round_cond);
  self->context = g_main_context_ref_thread_default ();
  self->wake_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  self->registers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_insert (
      self->registers, g_strdup (DEFAULT_REGISTER), GUINT_TO_POINTER (DEFAULT_BLOCK));
  self->registers_are_default = TRUE;
}

GuCentralLink *
gu_central_link_new (GuStore *store, GuClock *clock, const char *conninfo, const char *desk_code)
{
  GuCentralLink *self;

  g_return_val_if_fail (GU_IS_STORE (store), NULL);
  g_return_val_if_fail (GU_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (conninfo != NULL && desk_code != NULL, NULL);

  self = g_object_new (GU_TYPE_CENTRAL_LINK, NULL);
  self->store = g_object_ref (store);
  self->clock = g_object_ref (clock);
  self->conninfo = g_strdup (conninfo);
  self->desk = g_strdup (desk_code);
  self->changed_id = g_signal_connect (
      store, "changed", G_CALLBACK (gu_central_link_store_changed), self);
  self->said.since = gu_clock_now_ms (clock);
  self->shown.since = self->said.since;

  return self;
}

void
gu_central_link_keep_register (GuCentralLink *self, const char *reg, guint block)
{
  g_return_if_fail (GU_IS_CENTRAL_LINK (self));
  g_return_if_fail (reg != NULL);
  g_return_if_fail (self->thread == NULL);

  if (self->registers_are_default)
    g_hash_table_remove_all (self->registers);
  self->registers_are_default = FALSE;
  if (block == 0)
    g_hash_table_remove (self->registers, reg);
  else
    g_hash_table_insert (self->registers, g_strdup (reg), GUINT_TO_POINTER (MIN (block, 1000)));
}

void
gu_central_link_start (GuCentralLink *self)
{
  g_return_if_fail (GU_IS_CENTRAL_LINK (self));

  if (self->thread != NULL)
    return;
  g_clear_object (&self->stopping);
  self->stopping = g_cancellable_new ();
  self->thread = g_thread_new ("gu-central", gu_central_link_run, self);
}

void
gu_central_link_stop (GuCentralLink *self)
{
  g_return_if_fail (GU_IS_CENTRAL_LINK (self));

  if (self->thread == NULL)
    return;
  g_cancellable_cancel (self->stopping);
  g_thread_join (g_steal_pointer (&self->thread));
}

void
gu_central_link_wake (GuCentralLink *self)
{
  const guint64 one = 1;

  g_return_if_fail (GU_IS_CENTRAL_LINK (self));

  /* Full means that it is awake already. */
  if (write (self->wake_fd, &one, sizeof one) < 0 && errno != EAGAIN)
    g_message ("The link could not be woken: %s", g_strerror (errno));
}

gboolean
gu_central_link_sync_once (GuCentralLink *self,
                           GuSyncReport *report,
                           GCancellable *cancellable,
                           GError **error)
{
  GuSyncReport ours = { 0 };
  g_autoptr (GuRound) round = NULL;
  gboolean ok = FALSE;

  g_return_val_if_fail (GU_IS_CENTRAL_LINK (self), FALSE);

  if (!gu_central_link_take_round (self, cancellable))
    return !g_cancellable_set_error_if_cancelled (cancellable, error);
  round = gu_central_link_connect (self, FALSE, cancellable, error);
  if (round != NULL)
    ok = gu_round_run (round, &ours, cancellable, error);
  gu_central_link_give_round (self);
  gu_central_link_say_counts (self);
  if (report != NULL)
    *report = ours;

  return ok;
}

gboolean
gu_central_link_fetch_blob (GuCentralLink *self,
                            const char *sha256,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (GuConnection) connection = NULL;
  int fd;

  g_return_val_if_fail (GU_IS_CENTRAL_LINK (self), FALSE);
  g_return_val_if_fail (sha256 != NULL, FALSE);

  fd = gu_store_open_blob (self->store, sha256, NULL);
  if (fd >= 0)
    {
      close (fd);
      return TRUE;
    }
  /* A connection of its own: a person waits for this page, the outbox may be long. */
  connection = gu_connection_open (self->conninfo, NULL, cancellable, error);

  return connection != NULL && gu_blob_fetch (connection, self->store, sha256, cancellable, error);
}

GuLinkState
gu_central_link_get_state (GuCentralLink *self)
{
  g_return_val_if_fail (GU_IS_CENTRAL_LINK (self), GU_LINK_OFFLINE);

  return self->shown.state;
}

gint64
gu_central_link_get_since (GuCentralLink *self)
{
  g_return_val_if_fail (GU_IS_CENTRAL_LINK (self), 0);

  return self->shown.since;
}

guint
gu_central_link_get_pending (GuCentralLink *self)
{
  g_return_val_if_fail (GU_IS_CENTRAL_LINK (self), 0);

  return self->shown.pending;
}

guint
gu_central_link_get_rejected (GuCentralLink *self)
{
  g_return_val_if_fail (GU_IS_CENTRAL_LINK (self), 0);

  return self->shown.rejected;
}

const char *
gu_central_link_get_last_error (GuCentralLink *self)
{
  g_return_val_if_fail (GU_IS_CENTRAL_LINK (self), NULL);

  return self->shown.error;
}

const char *
gu_central_link_get_last_hint (GuCentralLink *self)
{
  g_return_val_if_fail (GU_IS_CENTRAL_LINK (self), NULL);

  return self->shown.hint;
}
