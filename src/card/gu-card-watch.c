/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-card"

#include "config.h"

#include "gu-card-watch-private.h"

#include <string.h>
#include <winscard.h>

/* The pseudo reader whose state changes when a reader comes or goes. */
#define PNP "\\\\?PnP?\\Notification"

#define BACK_OFF_MIN_MS 100
#define BACK_OFF_MAX_MS 5000

/* Readers that come between listing and waiting are not announced: look again this often. */
#define WAIT_MS 3000

#define WATCHED (SCARD_STATE_PRESENT | SCARD_STATE_MUTE | SCARD_STATE_EXCLUSIVE)

struct _GuCardWatch
{
  GuCardWatchFunc func;
  gpointer user_data;
  GThread *thread;

  GMutex lock;
  GCond cond;
  SCARDCONTEXT context; /* guarded by lock; 0: none */
  gboolean stopping;    /* guarded by lock */
  gboolean ended;       /* guarded by lock */
};

/* Only the watching thread touches this. */
typedef struct
{
  char *names; /* owned: zero-terminated strings, one after the other */
  GArray *states;
  char *reported; /* owned: what was last told, to tell only changes */
} Watching;

void
gu_card_seen_free (GuCardSeen *seen)
{
  g_free (seen->name);
  g_free (seen);
}

static gboolean
is_stopping (GuCardWatch *self)
{
  gboolean stopping;

  g_mutex_lock (&self->lock);
  stopping = self->stopping;
  g_mutex_unlock (&self->lock);
  return stopping;
}

static void
set_context (GuCardWatch *self, SCARDCONTEXT context)
{
  g_mutex_lock (&self->lock);
  self->context = context;
  g_mutex_unlock (&self->lock);
}

static void
pause_ms (GuCardWatch *self, guint ms)
{
  gint64 end = g_get_monotonic_time () + (gint64) ms * 1000;

  g_mutex_lock (&self->lock);
  while (!self->stopping && g_cond_wait_until (&self->cond, &self->lock, end))
    continue;
  g_mutex_unlock (&self->lock);
}

/* Tells what is there, unless that was told last time. Other programs that come and go at the card
 * wake the wait all the time; they are no news. */
static void
tell (GuCardWatch *self, Watching *watching, gboolean service)
{
  g_autoptr (GPtrArray)
      readers = g_ptr_array_new_with_free_func ((GDestroyNotify) gu_card_seen_free);
  GString *summary = g_string_new (service ? "up" : "down");

  for (guint i = 0; service && i < watching->states->len; i++)
    {
      SCARD_READERSTATE *state = &g_array_index (watching->states, SCARD_READERSTATE, i);
      GuCardSeen *seen;

      if (g_str_equal (state->szReader, PNP))
        continue;
      seen = g_new0 (GuCardSeen, 1);
      seen->name = g_strdup (state->szReader);
      seen->present = (state->dwEventState & SCARD_STATE_PRESENT) != 0;
      seen->mute = (state->dwEventState & SCARD_STATE_MUTE) != 0;
      seen->exclusive = (state->dwEventState & SCARD_STATE_EXCLUSIVE) != 0;
      seen->insertion = (guint) (state->dwEventState >> 16) & 0xFFFF;
      g_ptr_array_add (readers, seen);
      g_string_append_printf (summary,
                              "|%s %lx %u",
                              seen->name,
                              (gulong) (state->dwEventState & WATCHED),
                              seen->insertion);
    }

  if (g_strcmp0 (summary->str, watching->reported) == 0)
    {
      g_string_free (summary, TRUE);
      return;
    }
  g_free (watching->reported);
  watching->reported = g_string_free (summary, FALSE);
  self->func (service, g_steal_pointer (&readers), self->user_data);
}

/* Lists the readers; keeps what is known of those that were there before. */
static LONG
list (SCARDCONTEXT context, Watching *watching)
{
  g_autofree char *names = NULL;
  DWORD size = 0;
  LONG rv = SCardListReaders (context, NULL, NULL, &size);
  SCARD_READERSTATE pnp = { .szReader = PNP };

  if (rv == SCARD_S_SUCCESS)
    {
      names = g_malloc0 (size + 2);
      rv = SCardListReaders (context, NULL, names, &size);
    }
  else
    names = g_malloc0 (2);
  if (rv != SCARD_S_SUCCESS && (guint32) rv != (guint32) SCARD_E_NO_READERS_AVAILABLE)
    return rv;

  g_array_set_size (watching->states, 0);
  for (const char *name = names; *name != '\0'; name += strlen (name) + 1)
    {
      SCARD_READERSTATE state = { .szReader = name };

      g_array_append_val (watching->states, state);
    }
  if (watching->states->len > 0)
    {
      rv = SCardGetStatusChange (
          context, 0, (SCARD_READERSTATE *) (void *) watching->states->data, watching->states->len);
      if (rv != SCARD_S_SUCCESS && (guint32) rv != (guint32) SCARD_E_TIMEOUT)
        return rv;
    }
  g_array_append_val (watching->states, pnp);
  g_free (watching->names);
  watching->names = g_steal_pointer (&names);
  return SCARD_S_SUCCESS;
}

/* Watches with one context until that is dead; the reason is of no interest: whatever it is, a new
 * context is what helps. */
static void
watch_context (GuCardWatch *self, SCARDCONTEXT context, Watching *watching)
{
  while (!is_stopping (self))
    {
      LONG rv = list (context, watching);

      if ((guint32) rv == (guint32) SCARD_E_UNKNOWN_READER)
        continue; /* it went away just after it was listed */
      if (rv != SCARD_S_SUCCESS)
        return;
      tell (self, watching, TRUE);

      for (guint i = 0; i < watching->states->len; i++)
        {
          SCARD_READERSTATE *state = &g_array_index (watching->states, SCARD_READERSTATE, i);

          state->dwCurrentState = state->dwEventState & ~(DWORD) SCARD_STATE_CHANGED;
        }
      rv = SCardGetStatusChange (context,
                                 WAIT_MS,
                                 (SCARD_READERSTATE *) (void *) watching->states->data,
                                 watching->states->len);
      switch ((guint32) rv)
        {
        case (guint32) SCARD_S_SUCCESS:
        case (guint32) SCARD_E_TIMEOUT:
        case (guint32) SCARD_E_CANCELLED:
        case (guint32) SCARD_E_UNKNOWN_READER:
        case (guint32) SCARD_E_NO_READERS_AVAILABLE:
          break;
        default:
          return;
        }
    }
}

static gpointer
run (gpointer user_data)
{
  GuCardWatch *self = user_data;
  Watching watching = { .states = g_array_new (FALSE, TRUE, sizeof (SCARD_READERSTATE)) };
  guint back_off_ms = BACK_OFF_MIN_MS;

  while (!is_stopping (self))
    {
      SCARDCONTEXT context = 0;

      if (SCardEstablishContext (SCARD_SCOPE_SYSTEM, NULL, NULL, &context) == SCARD_S_SUCCESS)
        {
          back_off_ms = BACK_OFF_MIN_MS;
          set_context (self, context);
          watch_context (self, context, &watching);
          set_context (self, 0);
          SCardReleaseContext (context);
        }
      if (is_stopping (self))
        break;
      tell (self, &watching, FALSE);
      pause_ms (self, back_off_ms);
      back_off_ms = MIN (back_off_ms * 2, BACK_OFF_MAX_MS);
    }

  g_array_unref (watching.states);
  g_free (watching.names);
  g_free (watching.reported);
  g_mutex_lock (&self->lock);
  self->ended = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);
  return NULL;
}

GuCardWatch *
gu_card_watch_new (GuCardWatchFunc func, gpointer user_data)
{
  GuCardWatch *self = g_new0 (GuCardWatch, 1);

  self->func = func;
  self->user_data = user_data;
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("gu-card-watch", run, self);
  return self;
}

void
gu_card_watch_free (GuCardWatch *self)
{
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_broadcast (&self->cond);
  /* A cancel that meets the thread between two waits is lost: say it again. */
  while (!self->ended)
    {
      if (self->context != 0)
        SCardCancel (self->context);
      g_cond_wait_until (&self->cond, &self->lock, g_get_monotonic_time () + 20 * 1000);
    }
  g_mutex_unlock (&self->lock);

  g_thread_join (self->thread);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->cond);
  g_free (self);
}
