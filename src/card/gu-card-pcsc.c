/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-card"

#include "config.h"

#include "gu-card-pcsc-private.h"

#include <string.h>
#include <winscard.h>

/* A context that releases itself. */
typedef SCARDCONTEXT Context;

static void
context_release (Context *context)
{
  if (*context != 0)
    SCardReleaseContext (*context);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Context, context_release)

static char *
list_readers (SCARDCONTEXT context, LONG *rv)
{
  DWORD size = 0;
  char *names;

  *rv = SCardListReaders (context, NULL, NULL, &size);
  if (*rv != SCARD_S_SUCCESS)
    return NULL;
  names = g_malloc0 (size + 2);
  *rv = SCardListReaders (context, NULL, names, &size);
  if (*rv == SCARD_S_SUCCESS && names[0] == '\0')
    *rv = SCARD_E_NO_READERS_AVAILABLE;
  if (*rv != SCARD_S_SUCCESS)
    g_clear_pointer (&names, g_free);
  return names;
}

/* Whether the card in one reader answers; else why not. Looks only: a connection could wait for
 * whoever works with the card. */
static LONG
probe (SCARDCONTEXT context, const char *reader)
{
  SCARD_READERSTATE state = { .szReader = reader };
  LONG rv = SCardGetStatusChange (context, 0, &state, 1);

  if (rv != SCARD_S_SUCCESS)
    return rv;
  if (!(state.dwEventState & SCARD_STATE_PRESENT))
    return SCARD_E_NO_SMARTCARD;
  if (state.dwEventState & SCARD_STATE_MUTE)
    return SCARD_W_UNRESPONSIVE_CARD;
  return state.dwEventState & SCARD_STATE_EXCLUSIVE ? SCARD_E_SHARING_VIOLATION : SCARD_S_SUCCESS;
}

gboolean
gu_card_pcsc_explain (GError **error)
{
  g_auto (Context) context = 0;
  g_autofree char *names = NULL;
  LONG rv, worst = SCARD_E_NO_SMARTCARD;

  rv = SCardEstablishContext (SCARD_SCOPE_SYSTEM, NULL, NULL, &context);
  if (rv == SCARD_S_SUCCESS)
    names = list_readers (context, &rv);
  if (rv != SCARD_S_SUCCESS)
    {
      gu_card_error_set_from_pcsc (error, GU_CARD_PHASE_OPEN, rv);
      return FALSE;
    }

  /* An empty reader beside a full one explains nothing: the full one does. */
  for (const char *name = names; *name != '\0'; name += strlen (name) + 1)
    {
      rv = probe (context, name);
      if (rv == SCARD_S_SUCCESS)
        return TRUE;
      if ((guint32) rv != (guint32) SCARD_E_NO_SMARTCARD)
        worst = rv;
    }
  gu_card_error_set_from_pcsc (error, GU_CARD_PHASE_OPEN, worst);
  return FALSE;
}

char *
gu_card_pcsc_snapshot (void)
{
  g_auto (Context) context = 0;
  g_autofree char *names = NULL;
  GString *text = g_string_new (NULL);
  LONG rv;

  if (SCardEstablishContext (SCARD_SCOPE_SYSTEM, NULL, NULL, &context) == SCARD_S_SUCCESS)
    names = list_readers (context, &rv);
  for (const char *name = names; name != NULL && *name != '\0'; name += strlen (name) + 1)
    {
      SCARD_READERSTATE state = { .szReader = name };

      SCardGetStatusChange (context, 0, &state, 1);
      g_string_append_printf (text,
                              "%s %lx %lx|",
                              name,
                              (gulong) (state.dwEventState & SCARD_STATE_PRESENT),
                              (gulong) (state.dwEventState >> 16));
    }
  return g_string_free (text, FALSE);
}

char *
gu_card_pcsc_find_reader (const char *description)
{
  g_auto (Context) context = 0;
  g_autofree char *names = NULL;
  const char *prefix_match = NULL;
  LONG rv;

  if (description[0] == '\0'
      || SCardEstablishContext (SCARD_SCOPE_SYSTEM, NULL, NULL, &context) != SCARD_S_SUCCESS)
    return NULL;
  names = list_readers (context, &rv);
  for (const char *name = names; name != NULL && *name != '\0'; name += strlen (name) + 1)
    {
      if (g_str_equal (name, description))
        return g_strdup (name);
      if (prefix_match == NULL && g_str_has_prefix (name, description))
        prefix_match = name;
    }
  return g_strdup (prefix_match);
}

int
gu_card_pcsc_get_insertion (const char *reader)
{
  g_auto (Context) context = 0;
  SCARD_READERSTATE state = { .szReader = reader };

  if (SCardEstablishContext (SCARD_SCOPE_SYSTEM, NULL, NULL, &context) != SCARD_S_SUCCESS
      || SCardGetStatusChange (context, 0, &state, 1) != SCARD_S_SUCCESS
      || !(state.dwEventState & SCARD_STATE_PRESENT))
    return -1;
  return (int) (state.dwEventState >> 16) & 0xFFFF;
}

gboolean
gu_card_pcsc_is_present (const char *reader)
{
  return gu_card_pcsc_get_insertion (reader) >= 0;
}

struct _GuCardCanary
{
  SCARDCONTEXT context;
};

GuCardCanary *
gu_card_canary_new (void)
{
  GuCardCanary *self;
  SCARDCONTEXT context;

  if (SCardEstablishContext (SCARD_SCOPE_SYSTEM, NULL, NULL, &context) != SCARD_S_SUCCESS)
    return NULL;
  self = g_new (GuCardCanary, 1);
  self->context = context;
  return self;
}

gboolean
gu_card_canary_is_alive (GuCardCanary *self)
{
  DWORD size = 0;
  LONG rv = SCardListReaders (self->context, NULL, NULL, &size);

  return rv == SCARD_S_SUCCESS || (guint32) rv == (guint32) SCARD_E_NO_READERS_AVAILABLE;
}

void
gu_card_canary_free (GuCardCanary *self)
{
  SCardReleaseContext (self->context);
  g_free (self);
}

struct _GuCardGuard
{
  char *reader;
  guint grace_ms;
  void (*func) (gpointer user_data);
  gpointer user_data;
  GDestroyNotify destroy;

  GMutex lock;
  GCond cond;
  SCARDCONTEXT context; /* 0 while there is none; guarded by lock */
  gboolean stopped;     /* guarded by lock */
  gboolean removed;     /* guarded by lock */
};

static void
guard_clear (gpointer data)
{
  GuCardGuard *self = data;

  if (self->destroy != NULL)
    self->destroy (self->user_data);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->cond);
  g_free (self->reader);
}

static gboolean
guard_is_stopped (GuCardGuard *self)
{
  gboolean stopped;

  g_mutex_lock (&self->lock);
  stopped = self->stopped;
  g_mutex_unlock (&self->lock);
  return stopped;
}

static void
guard_act (GuCardGuard *self)
{
  gint64 end = g_get_monotonic_time () + (gint64) self->grace_ms * 1000;
  gboolean act;

  g_mutex_lock (&self->lock);
  self->removed = !self->stopped;
  while (!self->stopped && g_cond_wait_until (&self->cond, &self->lock, end))
    continue;
  act = !self->stopped;
  g_mutex_unlock (&self->lock);
  if (act)
    self->func (self->user_data);
}

/* Waits until the card is gone (TRUE) or the guard is dropped. */
static gboolean
guard_watch (GuCardGuard *self, SCARDCONTEXT context)
{
  SCARD_READERSTATE state = { .szReader = self->reader };
  guint first = 0;
  gboolean known = FALSE;

  while (!guard_is_stopped (self))
    {
      /* Not an endless wait: a cancel that comes between two waits is lost. */
      LONG rv = SCardGetStatusChange (context, known ? 500 : 0, &state, 1);
      guint count = (guint) (state.dwEventState >> 16) & 0xFFFF;

      if ((guint32) rv == (guint32) SCARD_E_TIMEOUT)
        continue;
      if (rv != SCARD_S_SUCCESS)
        return (guint32) rv != (guint32) SCARD_E_CANCELLED;

      /* The upper half counts insertions and removals: a card put back is gone too. */
      if (!(state.dwEventState & SCARD_STATE_PRESENT) || (known && count != first))
        return TRUE;
      first = count;
      known = TRUE;
      state.dwCurrentState = state.dwEventState & ~(DWORD) SCARD_STATE_CHANGED;
    }
  return FALSE;
}

static gpointer
guard_run (gpointer user_data)
{
  GuCardGuard *self = user_data;
  SCARDCONTEXT context = 0;

  if (SCardEstablishContext (SCARD_SCOPE_SYSTEM, NULL, NULL, &context) == SCARD_S_SUCCESS)
    {
      g_mutex_lock (&self->lock);
      self->context = context;
      g_mutex_unlock (&self->lock);

      if (guard_watch (self, context))
        guard_act (self);

      g_mutex_lock (&self->lock);
      self->context = 0;
      g_mutex_unlock (&self->lock);
      SCardReleaseContext (context);
    }
  g_atomic_rc_box_release_full (self, guard_clear);
  return NULL;
}

GuCardGuard *
gu_card_guard_new (const char *reader,
                   guint grace_ms,
                   void (*func) (gpointer user_data),
                   gpointer user_data,
                   GDestroyNotify destroy)
{
  GuCardGuard *self = g_atomic_rc_box_new0 (GuCardGuard);

  self->reader = g_strdup (reader);
  self->grace_ms = grace_ms;
  self->func = func;
  self->user_data = user_data;
  self->destroy = destroy;
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  g_thread_unref (g_thread_new ("gu-card-guard", guard_run, g_atomic_rc_box_acquire (self)));
  return self;
}

gboolean
gu_card_guard_drop (GuCardGuard *self)
{
  gboolean removed;

  g_mutex_lock (&self->lock);
  self->stopped = TRUE;
  removed = self->removed;
  if (self->context != 0)
    SCardCancel (self->context);
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);

  g_atomic_rc_box_release_full (self, guard_clear);
  return removed;
}
