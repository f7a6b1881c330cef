/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-base"

#include "config.h"

#include "gu-clock.h"

/* The one source of "now". */
struct _GuClock
{
  GObject parent_instance;

  /* owned */
  GTimeZone *zone;

  GMutex lock;
  gboolean fixed;
  gint64 fixed_ms;
};

G_DEFINE_FINAL_TYPE (GuClock, gu_clock, G_TYPE_OBJECT)

static void
gu_clock_finalize (GObject *object)
{
  GuClock *self = GU_CLOCK (object);

  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (gu_clock_parent_class)->finalize (object);
}

static void
gu_clock_class_init (GuClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gu_clock_finalize;
}

static void
gu_clock_init (GuClock *self)
{
  g_mutex_init (&self->lock);
  self->zone = g_time_zone_new_identifier ("Europe/Bucharest");
  if (self->zone == NULL)
    {
      /* No tzdata on this machine: legal days would silently be UTC days. The machine's own zone is
       * the better guess. */
      g_message ("No time zone data for Europe/Bucharest; using the machine's own zone");
      self->zone = g_time_zone_new_local ();
    }
}

GuClock *
gu_clock_new (void)
{
  return g_object_new (GU_TYPE_CLOCK, NULL);
}

GuClock *
gu_clock_new_fixed (gint64 unix_ms)
{
  GuClock *self = gu_clock_new ();

  gu_clock_set_fixed (self, unix_ms);

  return self;
}

void
gu_clock_set_fixed (GuClock *self, gint64 unix_ms)
{
  g_return_if_fail (GU_IS_CLOCK (self));

  g_mutex_lock (&self->lock);
  self->fixed = TRUE;
  self->fixed_ms = unix_ms;
  g_mutex_unlock (&self->lock);
}

gint64
gu_clock_now_ms (GuClock *self)
{
  gint64 now;

  g_return_val_if_fail (GU_IS_CLOCK (self), 0);

  g_mutex_lock (&self->lock);
  now = self->fixed ? self->fixed_ms : g_get_real_time () / 1000;
  g_mutex_unlock (&self->lock);

  return now;
}

void
gu_clock_today (GuClock *self, GDate *today)
{
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;

  g_return_if_fail (GU_IS_CLOCK (self));

  utc = g_date_time_new_from_unix_utc (gu_clock_now_ms (self) / 1000);
  local = g_date_time_to_timezone (utc, self->zone);
  g_date_clear (today, 1);
  g_date_set_dmy (today,
                  (GDateDay) g_date_time_get_day_of_month (local),
                  (GDateMonth) g_date_time_get_month (local),
                  (GDateYear) g_date_time_get_year (local));
}

GTimeZone *
gu_clock_get_time_zone (GuClock *self)
{
  g_return_val_if_fail (GU_IS_CLOCK (self), NULL);

  return self->zone;
}
