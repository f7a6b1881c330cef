/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-rules"

#include "config.h"

#include "gu-calendar.h"

#include <glib/gi18n-lib.h>

/* Which days are worked, and why not. Counting terms is in gu-term.c. */

typedef struct
{
  gboolean working;
  char *reason;
} OwnDay;

struct _GuCalendar
{
  GObject parent_instance;

  /* owned: julian day number → OwnDay */
  GHashTable *own_days;
};

G_DEFINE_FINAL_TYPE (GuCalendar, gu_calendar, G_TYPE_OBJECT)

typedef struct
{
  int month;
  int day;
  int since;
  const char *name;
} FixedHoliday;

typedef struct
{
  int after_easter;
  int since;
  const char *name;
} MovableHoliday;

/* Codul muncii art. 139 alin. (1), each with the year from which the law has it. */
static const FixedHoliday fixed_holidays[] = {
  { 1, 1, 0, N_ ("New Year's Day") },
  { 1, 2, 0, N_ ("second day of the New Year") },
  { 1, 6, 2024, N_ ("Epiphany") },
  { 1, 7, 2024, N_ ("Saint John the Baptist") },
  { 1, 24, 2017, N_ ("Day of the Union of the Principalities") },
  { 5, 1, 0, N_ ("Labour Day") },
  { 6, 1, 2017, N_ ("Children's Day") },
  { 8, 15, 2009, N_ ("Dormition of the Mother of God") },
  { 11, 30, 2012, N_ ("Saint Andrew's Day") },
  { 12, 1, 0, N_ ("National Day") },
  { 12, 25, 0, N_ ("Christmas Day") },
  { 12, 26, 0, N_ ("second day of Christmas") },
};

static const MovableHoliday movable_holidays[] = {
  { -2, 2018, N_ ("Good Friday") },      { 0, 0, N_ ("Easter Sunday") },
  { 1, 0, N_ ("Easter Monday") },        { 49, 2009, N_ ("Pentecost") },
  { 50, 2009, N_ ("Pentecost Monday") },
};

static void
own_day_free (gpointer data)
{
  OwnDay *own = data;

  g_free (own->reason);
  g_free (own);
}

static void
gu_calendar_finalize (GObject *object)
{
  GuCalendar *self = GU_CALENDAR (object);

  g_clear_pointer (&self->own_days, g_hash_table_unref);

  G_OBJECT_CLASS (gu_calendar_parent_class)->finalize (object);
}

static void
gu_calendar_class_init (GuCalendarClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gu_calendar_finalize;
}

static void
gu_calendar_init (GuCalendar *self)
{
  self->own_days = g_hash_table_new_full (NULL, NULL, NULL, own_day_free);
}

GuCalendar *
gu_calendar_new (void)
{
  return g_object_new (GU_TYPE_CALENDAR, NULL);
}

void
gu_calendar_add_day (GuCalendar *self, const GDate *day, gboolean working, const char *reason)
{
  OwnDay *own;

  g_return_if_fail (GU_IS_CALENDAR (self));
  g_return_if_fail (day != NULL && g_date_valid (day));

  own = g_new0 (OwnDay, 1);
  own->working = working;
  own->reason = g_strdup (reason);
  g_hash_table_insert (self->own_days, GUINT_TO_POINTER (g_date_get_julian (day)), own);
}

/* Meeus' rule for the Julian calendar, moved to the civil one: 13 days in 1900–2099. */
void
gu_calendar_get_easter (int year, GDate *easter)
{
  int a, b, c, d, e, month, day;

  g_return_if_fail (easter != NULL);
  g_date_clear (easter, 1);
  g_return_if_fail (year >= 1583 && year <= 9999);

  a = year % 4;
  b = year % 7;
  c = year % 19;
  d = (19 * c + 15) % 30;
  e = (2 * a + 4 * b - d + 34) % 7;
  month = (d + e + 114) / 31;
  day = (d + e + 114) % 31 + 1;

  g_date_set_dmy (easter, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  g_date_add_days (easter, (guint) (year / 100 - year / 400 - 2));
}

/* Returns: (nullable): translated name of the holiday. */
static const char *
find_holiday (const GDate *day)
{
  int year = g_date_get_year (day);
  int month = (int) g_date_get_month (day);
  int day_of_month = g_date_get_day (day);
  GDate easter;
  int after_easter;

  for (guint i = 0; i < G_N_ELEMENTS (fixed_holidays); i++)
    {
      const FixedHoliday *holiday = &fixed_holidays[i];

      if (holiday->month == month && holiday->day == day_of_month && year >= holiday->since)
        return _ (holiday->name);
    }

  if (year < 1583 || year > 9999)
    return NULL;
  gu_calendar_get_easter (year, &easter);
  after_easter = g_date_days_between (&easter, day);
  for (guint i = 0; i < G_N_ELEMENTS (movable_holidays); i++)
    {
      const MovableHoliday *holiday = &movable_holidays[i];

      if (holiday->after_easter == after_easter && year >= holiday->since)
        return _ (holiday->name);
    }
  return NULL;
}

/* Returns: (nullable) (transfer none): why the day is free; NULL when it is worked. */
static const char *
find_free_reason (const GDate *day)
{
  const char *holiday = find_holiday (day);

  if (holiday != NULL)
    return holiday;
  if (g_date_get_weekday (day) == G_DATE_SATURDAY)
    return _ ("Saturday");
  if (g_date_get_weekday (day) == G_DATE_SUNDAY)
    return _ ("Sunday");
  return NULL;
}

gboolean
gu_calendar_is_working (GuCalendar *self, const GDate *day, char **reason)
{
  OwnDay *own;
  const char *free_reason;

  if (reason != NULL)
    *reason = NULL;
  g_return_val_if_fail (GU_IS_CALENDAR (self), FALSE);
  g_return_val_if_fail (day != NULL && g_date_valid (day), FALSE);

  own = g_hash_table_lookup (self->own_days, GUINT_TO_POINTER (g_date_get_julian (day)));
  if (own != NULL)
    {
      if (reason != NULL)
        {
          if (own->reason != NULL)
            *reason = g_strdup (own->reason);
          else
            *reason = g_strdup (own->working ? _ ("recovered day of the institution")
                                             : _ ("free day of the institution"));
        }
      return own->working;
    }

  free_reason = find_free_reason (day);
  if (reason != NULL)
    *reason = g_strdup (free_reason);
  return free_reason == NULL;
}

int
gu_calendar_count_working (GuCalendar *self, const GDate *from, const GDate *to)
{
  GDate day;
  int count = 0;
  int step;

  g_return_val_if_fail (GU_IS_CALENDAR (self), 0);
  g_return_val_if_fail (from != NULL && g_date_valid (from), 0);
  g_return_val_if_fail (to != NULL && g_date_valid (to), 0);

  /* Backwards the same days count: those after the earlier one, up to the later one. */
  step = g_date_compare (from, to) <= 0 ? 1 : -1;
  day = step > 0 ? *from : *to;
  for (const GDate *last = step > 0 ? to : from; g_date_compare (&day, last) < 0;)
    {
      g_date_add_days (&day, 1);
      if (gu_calendar_is_working (self, &day, NULL))
        count += step;
    }
  return count;
}
