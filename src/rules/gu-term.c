/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-rules"

#include "config.h"

#include "gu-calendar.h"

#include <glib/gi18n-lib.h>

/* Counting terms, with an explanation a clerk can read out. */

#define MAX_AMOUNT 10000
/* More than this many named days make a sentence nobody reads. */
#define MAX_NAMED_DAYS 12

/* What is gathered while counting, to be explained afterwards. */
typedef struct
{
  GuCalendar *calendar;            /* borrowed */
  const GuSuspension *suspensions; /* borrowed */
  gsize n_suspensions;
  GPtrArray *holidays; /* owned: "30.11.2026 (Saint Andrew's Day)" */
  guint n_more_holidays;
  guint n_weekend_days;
  GPtrArray *worked; /* owned: recovered days that were counted */
  guint n_suspended_days;
  gboolean endless;
} Count;

G_DEFINE_BOXED_TYPE (GuTerm, gu_term, gu_term_copy, gu_term_free)

GuTerm *
gu_term_copy (const GuTerm *self)
{
  GuTerm *copy = g_new0 (GuTerm, 1);

  copy->last_day = self->last_day;
  copy->suspended = self->suspended;
  copy->explanation = g_strdup (self->explanation);
  copy->article = g_strdup (self->article);
  return copy;
}

void
gu_term_free (GuTerm *self)
{
  if (self == NULL)
    return;
  g_free (self->explanation);
  g_free (self->article);
  g_free (self);
}

static void
count_init (Count *count,
            GuCalendar *calendar,
            const GuSuspension *suspensions,
            gsize n_suspensions)
{
  *count = (Count){ .calendar = calendar,
                    .suspensions = suspensions,
                    .n_suspensions = n_suspensions };
  count->holidays = g_ptr_array_new_with_free_func (g_free);
  count->worked = g_ptr_array_new_with_free_func (g_free);
}

static void
count_clear (Count *count)
{
  g_clear_pointer (&count->holidays, g_ptr_array_unref);
  g_clear_pointer (&count->worked, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Count, count_clear)

static gboolean
is_suspended (Count *count, const GDate *day)
{
  for (gsize i = 0; i < count->n_suspensions; i++)
    {
      const GuSuspension *suspension = &count->suspensions[i];

      if (g_date_compare (day, &suspension->from) < 0)
        continue;
      if (!g_date_valid (&suspension->to))
        {
          count->endless = TRUE;
          return TRUE;
        }
      if (g_date_compare (day, &suspension->to) <= 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_weekend (const GDate *day)
{
  return g_date_get_weekday (day) >= G_DATE_SATURDAY;
}

/* Whether @day is worked; what is not, is remembered with its reason. Weekends are only counted:
 * everybody knows them. */
static gboolean
look_at_day (Count *count, const GDate *day)
{
  g_autofree char *reason = NULL;
  g_autofree char *text = gu_rules_date_to_text (day);
  gboolean working = gu_calendar_is_working (count->calendar, day, &reason);
  gboolean plain_weekend;

  if (working)
    {
      if (reason != NULL)
        g_ptr_array_add (count->worked, g_strdup_printf ("%s (%s)", text, reason));
      return TRUE;
    }

  plain_weekend = is_weekend (day)
                  && (g_strcmp0 (reason, _ ("Saturday")) == 0
                      || g_strcmp0 (reason, _ ("Sunday")) == 0);
  if (plain_weekend)
    count->n_weekend_days++;
  else if (count->holidays->len < MAX_NAMED_DAYS)
    g_ptr_array_add (count->holidays, g_strdup_printf ("%s (%s)", text, reason));
  else
    count->n_more_holidays++;
  return FALSE;
}

static char *
join (GPtrArray *parts)
{
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < parts->len; i++)
    g_string_append_printf (joined, "%s%s", i > 0 ? ", " : "", (const char *) parts->pdata[i]);
  return g_string_free (joined, FALSE);
}

static void
append_sentence (GString *text, const char *sentence)
{
  if (text->len > 0)
    g_string_append_c (text, ' ');
  g_string_append (text, sentence);
}

static void
append_skipped (GString *text, Count *count)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *list = NULL;
  g_autofree char *sentence = NULL;

  for (guint i = 0; i < count->holidays->len; i++)
    g_ptr_array_add (parts, g_strdup (count->holidays->pdata[i]));
  if (count->n_more_holidays > 0)
    g_ptr_array_add (parts,
                     g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                   /* Translators: end of a list of days */
                                                   "%u more holiday",
                                                   "%u more holidays",
                                                   count->n_more_holidays),
                                      count->n_more_holidays));
  if (count->n_weekend_days > 0)
    g_ptr_array_add (parts,
                     g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                   /* Translators: end of a list of days */
                                                   "%u Saturday or Sunday",
                                                   "%u Saturdays and Sundays",
                                                   count->n_weekend_days),
                                      count->n_weekend_days));
  if (parts->len == 0)
    return;

  list = join (parts);
  /* Translators: %s is a list of days with the reason of each. */
  sentence = g_strdup_printf (_ ("Not counted: %s."), list);
  append_sentence (text, sentence);
}

static void
append_worked (GString *text, Count *count)
{
  g_autofree char *list = NULL;
  g_autofree char *sentence = NULL;

  if (count->worked->len == 0)
    return;
  list = join (count->worked);
  /* Translators: %s is a list of days that are worked though they would be free. */
  sentence = g_strdup_printf (_ ("Counted as worked: %s."), list);
  append_sentence (text, sentence);
}

static void
append_suspended (GString *text, Count *count)
{
  g_autofree char *sentence = NULL;

  if (count->n_suspended_days == 0)
    return;
  sentence = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                           /* Translators: the term was suspended meanwhile */
                                           "The term stood still for %u day.",
                                           "The term stood still for %u days.",
                                           count->n_suspended_days),
                              count->n_suspended_days);
  append_sentence (text, sentence);
}

static char *
describe_amount (int n, GuDayUnit unit)
{
  switch (unit)
    {
    case GU_DAY_WORKING:
      return g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%d working day", "%d working days", (gulong) n), n);
    case GU_DAY_CALENDAR:
      return g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%d calendar day", "%d calendar days", (gulong) n), n);
    case GU_DAY_MONTHS:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d month", "%d months", (gulong) n),
                              n);
    default:
      g_return_val_if_reached (NULL);
    }
}

/* "15 working days from 23.11.2026, that day not counted: the last day is 16.12.2026." */
static char *
describe_count (const GDate *start, int n, GuDayUnit unit, GuCounting counting, const GDate *last)
{
  g_autofree char *amount = describe_amount (n, unit);
  g_autofree char *from = gu_rules_date_to_text (start);
  g_autofree char *to = gu_rules_date_to_text (last);

  if (unit == GU_DAY_MONTHS)
    /* Translators: %1$s is "12 months", %2$s and %3$s are days. */
    return g_strdup_printf (_ ("%1$s from %2$s: the last day is %3$s."), amount, from, to);
  if (counting == GU_COUNTING_B)
    return g_strdup_printf (
        /* Translators: %1$s is "15 working days", %2$s and %3$s are days. */
        _ ("%1$s from %2$s, counted as free days (neither the first nor the last counts): the last "
           "day is %3$s."),
        amount,
        from,
        to);
  return g_strdup_printf (
      /* Translators: %1$s is "15 working days", %2$s and %3$s are days. */
      _ ("%1$s from %2$s, that day not counted: the last day is %3$s."),
      amount,
      from,
      to);
}

/* Moves @day to the next working day; what lies between is named. */
static void
roll_forward (Count *count, GDate *day, GString *rolled)
{
  g_autoptr (GPtrArray) reasons = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *list = NULL;

  for (;;)
    {
      g_autofree char *reason = NULL;
      g_autofree char *text = gu_rules_date_to_text (day);

      if (is_suspended (count, day))
        {
          if (count->endless)
            return;
        }
      else if (gu_calendar_is_working (count->calendar, day, &reason))
        break;
      else
        g_ptr_array_add (reasons, g_strdup_printf ("%s (%s)", text, reason));
      g_date_add_days (day, 1);
    }
  if (reasons->len == 0)
    return;

  list = join (reasons);
  /* Translators: %s is a list of days with reasons; the term ended on a day that is not worked. */
  g_string_append_printf (rolled, _ ("Moved to the next working day, because of %s."), list);
}

static GuTerm *
make_endless (const GDate *start, Count *count)
{
  GuTerm *term = g_new0 (GuTerm, 1);
  g_autofree char *from = gu_rules_date_to_text (start);

  g_date_clear (&term->last_day, 1);
  term->suspended = TRUE;
  /* Translators: %s is a day. */
  term->explanation = g_strdup_printf (
      _ ("The term that began on %s stands still; its last day is known when it runs again."),
      from);
  return term;
}

static void
add_months_clamped (GDate *day, int n)
{
  /* g_date_add_months() ends on the last day of a shorter month, as Cod civil art. 2552 asks. */
  if (n > 0)
    g_date_add_months (day, (guint) n);
}

/* Months: the corresponding day, moved by the days on which the term stood still. */
static void
count_months (Count *count, GDate *day, const GDate *start, int n)
{
  GDate end = *start;

  add_months_clamped (&end, n);
  for (*day = *start; g_date_compare (day, &end) < 0 && !count->endless;)
    {
      g_date_add_days (day, 1);
      if (is_suspended (count, day) && !count->endless)
        {
          count->n_suspended_days++;
          g_date_add_days (&end, 1);
        }
    }
}

static void
count_days (Count *count, GDate *day, int n, GuDayUnit unit)
{
  for (int counted = 0; counted < n && !count->endless;)
    {
      g_date_add_days (day, 1);
      if (is_suspended (count, day))
        count->n_suspended_days++;
      else if (unit == GU_DAY_CALENDAR || look_at_day (count, day))
        counted++;
    }
}

GuTerm *
gu_calendar_add_suspended (GuCalendar *self,
                           const GDate *start,
                           int n,
                           GuDayUnit unit,
                           GuCounting counting,
                           const GuSuspension *suspensions,
                           gsize n_suspensions,
                           gboolean roll_months)
{
  g_auto (Count) count = { 0 };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) rolled = g_string_new (NULL);
  g_autofree char *counted = NULL;
  GuTerm *term;
  GDate day;

  g_return_val_if_fail (GU_IS_CALENDAR (self), NULL);
  g_return_val_if_fail (start != NULL && g_date_valid (start), NULL);
  g_return_val_if_fail (n >= 0 && n <= MAX_AMOUNT, NULL);
  g_return_val_if_fail (n_suspensions == 0 || suspensions != NULL, NULL);

  count_init (&count, self, suspensions, n_suspensions);
  day = *start;
  if (unit == GU_DAY_MONTHS)
    count_months (&count, &day, start, n);
  else
    count_days (&count, &day, counting == GU_COUNTING_B ? n + 1 : n, unit);

  if (!count.endless && (unit == GU_DAY_CALENDAR || (unit == GU_DAY_MONTHS && roll_months)))
    roll_forward (&count, &day, rolled);
  if (count.endless)
    return make_endless (start, &count);

  counted = describe_count (start, n, unit, counting, &day);
  append_sentence (text, counted);
  append_skipped (text, &count);
  append_worked (text, &count);
  append_suspended (text, &count);
  if (rolled->len > 0)
    append_sentence (text, rolled->str);

  term = g_new0 (GuTerm, 1);
  term->last_day = day;
  term->explanation = g_string_free (g_steal_pointer (&text), FALSE);
  return term;
}

GuTerm *
gu_calendar_add (GuCalendar *self, const GDate *start, int n, GuDayUnit unit, GuCounting counting)
{
  return gu_calendar_add_suspended (self, start, n, unit, counting, NULL, 0, FALSE);
}

GuTerm *
gu_calendar_subtract_working (GuCalendar *self, const GDate *end, int n)
{
  g_auto (Count) count = { 0 };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *amount = NULL;
  g_autofree char *counted = NULL;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  GuTerm *term;
  GDate day;

  g_return_val_if_fail (GU_IS_CALENDAR (self), NULL);
  g_return_val_if_fail (end != NULL && g_date_valid (end), NULL);
  g_return_val_if_fail (n >= 0 && n <= MAX_AMOUNT, NULL);

  count_init (&count, self, NULL, 0);
  day = *end;
  /* Before the first day of the calendar there is nothing to count. */
  for (int counted_days = 0; counted_days < n && g_date_get_julian (&day) > 1;)
    {
      g_date_subtract_days (&day, 1);
      if (look_at_day (&count, &day))
        counted_days++;
    }

  amount = describe_amount (n, GU_DAY_WORKING);
  from = gu_rules_date_to_text (end);
  to = gu_rules_date_to_text (&day);
  /* Translators: %1$s is "15 working days", %2$s and %3$s are days. */
  counted = g_strdup_printf (
      _ ("%1$s before %2$s, that day not counted: the last day is %3$s."), amount, from, to);
  append_sentence (text, counted);
  append_skipped (text, &count);
  append_worked (text, &count);

  term = g_new0 (GuTerm, 1);
  term->last_day = day;
  term->explanation = g_string_free (g_steal_pointer (&text), FALSE);
  return term;
}
