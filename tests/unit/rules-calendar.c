/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "gu-calendar.h"

#include <string.h>

static GDate
date (const char *text)
{
  GDate value;

  if (!gu_rules_date_parse (text, &value))
    g_error ("bad date %s", text);
  return value;
}

static void
assert_date (const GDate *day, const char *expected, const char *what)
{
  g_autofree char *text = gu_rules_date_to_iso (day);

  if (g_strcmp0 (text, expected) != 0)
    g_error ("%s: %s instead of %s", what, text, expected);
}

static void
test_easter (void)
{
  static const char *const sundays[] = {
    "2024-05-05", "2025-04-20", "2026-04-12", "2027-05-02", "2028-04-16", "2029-04-08",
    "2030-04-28", "2031-04-13", "2032-05-02", "2033-04-24", "2034-04-09", "2035-04-29",
    "2036-04-20", "2037-04-05", "2038-04-25", "2039-04-17", "2040-05-06",
  };
  static const char *const pentecosts[] = { "2024-06-23", "2025-06-08", "2026-05-31", "2027-06-20",
                                            "2028-06-04", "2029-05-27", "2030-06-16" };
  GDate easter;

  for (gsize i = 0; i < G_N_ELEMENTS (sundays); i++)
    {
      gu_calendar_get_easter (2024 + (int) i, &easter);
      assert_date (&easter, sundays[i], "Easter");
    }
  for (gsize i = 0; i < G_N_ELEMENTS (pentecosts); i++)
    {
      gu_calendar_get_easter (2024 + (int) i, &easter);
      g_date_add_days (&easter, 49);
      assert_date (&easter, pentecosts[i], "Pentecost");
    }
  for (int year = 1583; year < 3000; year++)
    {
      gu_calendar_get_easter (year, &easter);
      g_assert_cmpint (g_date_get_weekday (&easter), ==, G_DATE_SUNDAY);
    }
}

static void
assert_free (GuCalendar *calendar, const char *day, const char *reason)
{
  GDate value = date (day);
  g_autofree char *why = NULL;

  if (gu_calendar_is_working (calendar, &value, &why))
    g_error ("%s is worked", day);
  g_assert_cmpstr (why, ==, reason);
}

static void
assert_worked (GuCalendar *calendar, const char *day)
{
  GDate value = date (day);
  g_autofree char *why = NULL;

  if (!gu_calendar_is_working (calendar, &value, &why))
    g_error ("%s is free: %s", day, why);
}

static void
test_holidays (void)
{
  g_autoptr (GuCalendar) calendar = gu_calendar_new ();

  assert_free (calendar, "2026-01-01", "New Year's Day");
  assert_free (calendar, "2026-01-02", "second day of the New Year");
  assert_free (calendar, "2026-01-06", "Epiphany");
  assert_free (calendar, "2026-01-07", "Saint John the Baptist");
  assert_free (calendar, "2027-01-24", "Day of the Union of the Principalities");
  assert_free (calendar, "2026-04-10", "Good Friday");
  assert_free (calendar, "2026-04-12", "Easter Sunday");
  assert_free (calendar, "2026-04-13", "Easter Monday");
  assert_free (calendar, "2026-05-01", "Labour Day");
  assert_free (calendar, "2026-05-31", "Pentecost");
  assert_free (calendar, "2026-06-01", "Children's Day");
  assert_free (calendar, "2027-06-21", "Pentecost Monday");
  assert_free (calendar, "2026-08-15", "Dormition of the Mother of God");
  assert_free (calendar, "2026-11-30", "Saint Andrew's Day");
  assert_free (calendar, "2026-12-01", "National Day");
  assert_free (calendar, "2026-12-25", "Christmas Day");
  assert_free (calendar, "2026-12-26", "second day of Christmas");
  assert_free (calendar, "2026-11-28", "Saturday");
  assert_free (calendar, "2026-11-29", "Sunday");
  assert_worked (calendar, "2026-11-27");
  assert_worked (calendar, "2026-12-24");
  /* A holiday is one only from the year in which the law took it in. */
  assert_worked (calendar, "2023-01-06");
  assert_free (calendar, "2024-01-06", "Epiphany");
  assert_worked (calendar, "2017-04-14");
  assert_free (calendar, "2018-04-06", "Good Friday");
}

static void
test_own_days (void)
{
  g_autoptr (GuCalendar) calendar = gu_calendar_new ();
  g_autoptr (GuTerm) term = NULL;
  GDate bridge = date ("2026-12-24");
  GDate recovered = date ("2026-12-19");
  GDate start = date ("2026-12-18");

  gu_calendar_add_day (calendar, &bridge, FALSE, "HG 1/2026");
  gu_calendar_add_day (calendar, &recovered, TRUE, "recuperată");
  assert_free (calendar, "2026-12-24", "HG 1/2026");
  assert_worked (calendar, "2026-12-19");

  /* 19, 21, 22, 23, 28 December. */
  term = gu_calendar_add (calendar, &start, 5, GU_DAY_WORKING, GU_COUNTING_A);
  assert_date (&term->last_day, "2026-12-28", "with own days");
  g_assert_nonnull (strstr (term->explanation, "24.12.2026 (HG 1/2026)"));
  g_assert_nonnull (strstr (term->explanation, "Counted as worked: 19.12.2026 (recuperată)."));
  g_assert_nonnull (strstr (term->explanation, "25.12.2026 (Christmas Day)"));

  gu_calendar_add_day (calendar, &bridge, TRUE, NULL);
  assert_worked (calendar, "2026-12-24");
}

typedef struct
{
  const char *start;
  int n;
  const char *expected;
} Vector;

static void
test_working_days (void)
{
  static const Vector vectors[] = {
    { "2026-11-23", 5, "2026-12-02" },  { "2026-11-23", 10, "2026-12-09" },
    { "2026-11-23", 15, "2026-12-16" }, { "2026-11-27", 5, "2026-12-08" },
    { "2026-12-18", 10, "2027-01-05" }, { "2026-12-21", 15, "2027-01-15" },
    { "2026-12-23", 5, "2026-12-31" },  { "2026-12-31", 5, "2027-01-12" },
    { "2026-04-08", 5, "2026-04-17" },  { "2026-04-09", 15, "2026-05-05" },
    { "2026-05-28", 5, "2026-06-05" },  { "2027-04-26", 5, "2027-05-05" },
    { "2027-04-28", 10, "2027-05-14" }, { "2027-06-18", 10, "2027-07-05" },
  };
  g_autoptr (GuCalendar) calendar = gu_calendar_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      GDate start = date (vectors[i].start);
      g_autoptr (GuTerm)
          term = gu_calendar_add (calendar, &start, vectors[i].n, GU_DAY_WORKING, GU_COUNTING_A);

      assert_date (&term->last_day, vectors[i].expected, vectors[i].start);
      g_assert_cmpint (
          gu_calendar_count_working (calendar, &start, &term->last_day), ==, vectors[i].n);
    }
}

static void
test_backwards (void)
{
  static const Vector vectors[] = {
    { "2026-12-31", 15, "2026-12-09" }, { "2027-01-15", 15, "2026-12-21" },
    { "2027-05-14", 15, "2027-04-21" }, { "2027-11-23", 15, "2027-11-02" },
    { "2028-11-23", 15, "2028-11-02" }, { "2026-12-31", 45, "2026-10-26" },
  };
  g_autoptr (GuCalendar) calendar = gu_calendar_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      GDate end = date (vectors[i].start);
      g_autoptr (GuTerm) term = gu_calendar_subtract_working (calendar, &end, vectors[i].n);

      assert_date (&term->last_day, vectors[i].expected, vectors[i].start);
    }
}

/* The ends of the calendar are no cliffs. */
static void
test_far_dates (void)
{
  g_autoptr (GuCalendar) calendar = gu_calendar_new ();
  GDate first = date ("0001-01-03");
  GDate last = date ("9999-12-31");
  g_autoptr (GuTerm) before = gu_calendar_subtract_working (calendar, &first, 10000);
  g_autoptr (GuTerm)
      after = gu_calendar_add (calendar, &last, 10000, GU_DAY_WORKING, GU_COUNTING_B);
  g_autoptr (GuTerm)
      months = gu_calendar_add (calendar, &last, 10000, GU_DAY_MONTHS, GU_COUNTING_A);

  assert_date (&before->last_day, "0001-01-01", "first day");
  g_assert_true (g_date_valid (&after->last_day));
  g_assert_true (g_date_valid (&months->last_day));
}

typedef struct
{
  const char *start;
  int n;
  const char *a;
  const char *b;
} ConventionVector;

static void
test_calendar_days (void)
{
  static const ConventionVector vectors[] = {
    { "2026-11-23", 30, "2026-12-23", "2026-12-24" },
    { "2026-11-23", 15, "2026-12-08", "2026-12-09" },
    { "2026-12-10", 15, "2026-12-28", "2026-12-28" },
    { "2026-12-11", 15, "2026-12-28", "2026-12-28" },
    { "2026-12-11", 30, "2027-01-11", "2027-01-11" },
    { "2026-03-12", 30, "2026-04-14", "2026-04-14" },
    { "2026-12-17", 15, "2027-01-04", "2027-01-04" },
    { "2026-11-02", 60, "2027-01-04", "2027-01-04" },
    { "2026-11-23", 60, "2027-01-22", "2027-01-25" },
  };
  g_autoptr (GuCalendar) calendar = gu_calendar_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      GDate start = date (vectors[i].start);
      g_autoptr (GuTerm)
          a = gu_calendar_add (calendar, &start, vectors[i].n, GU_DAY_CALENDAR, GU_COUNTING_A);
      g_autoptr (GuTerm)
          b = gu_calendar_add (calendar, &start, vectors[i].n, GU_DAY_CALENDAR, GU_COUNTING_B);

      assert_date (&a->last_day, vectors[i].a, vectors[i].start);
      assert_date (&b->last_day, vectors[i].b, vectors[i].start);
    }
}

/* A notification: tacit approval after 15 working days, works 15 calendar days later. */
static void
test_notification (void)
{
  g_autoptr (GuCalendar) calendar = gu_calendar_new ();
  GDate start = date ("2026-11-23");
  g_autoptr (GuTerm) tacit = gu_calendar_add (calendar, &start, 15, GU_DAY_WORKING, GU_COUNTING_A);
  g_autoptr (GuTerm)
      works = gu_calendar_add (calendar, &tacit->last_day, 15, GU_DAY_CALENDAR, GU_COUNTING_A);

  assert_date (&tacit->last_day, "2026-12-16", "tacit");
  assert_date (&works->last_day, "2026-12-31", "works");
}

static void
test_months (void)
{
  static const Vector vectors[] = {
    { "2026-11-23", 12, "2027-11-23" }, { "2026-11-23", 24, "2028-11-23" },
    { "2026-11-23", 36, "2029-11-23" }, { "2026-11-30", 3, "2027-02-28" },
    { "2026-08-31", 6, "2027-02-28" },  { "2024-02-29", 12, "2025-02-28" },
  };
  g_autoptr (GuCalendar) calendar = gu_calendar_new ();
  g_autoptr (GuTerm) rolled = NULL;
  GDate november = date ("2026-11-30");

  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      GDate start = date (vectors[i].start);
      g_autoptr (GuTerm)
          term = gu_calendar_add (calendar, &start, vectors[i].n, GU_DAY_MONTHS, GU_COUNTING_A);
      g_autoptr (GuTerm)
          same = gu_calendar_add (calendar, &start, vectors[i].n, GU_DAY_MONTHS, GU_COUNTING_B);

      assert_date (&term->last_day, vectors[i].expected, vectors[i].start);
      assert_date (&same->last_day, vectors[i].expected, vectors[i].start);
    }

  /* A term to act in moves from Sunday, 28 February 2027; a validity does not. */
  rolled = gu_calendar_add_suspended (
      calendar, &november, 3, GU_DAY_MONTHS, GU_COUNTING_A, NULL, 0, TRUE);
  assert_date (&rolled->last_day, "2027-03-01", "rolled");
  g_assert_nonnull (strstr (rolled->explanation, "28.02.2027 (Sunday)"));
}

static void
test_explanation (void)
{
  g_autoptr (GuCalendar) calendar = gu_calendar_new ();
  GDate start = date ("2026-11-23");
  g_autoptr (GuTerm) term = gu_calendar_add (calendar, &start, 15, GU_DAY_WORKING, GU_COUNTING_A);
  g_autoptr (GuTerm)
      free_days = gu_calendar_add (calendar, &start, 60, GU_DAY_CALENDAR, GU_COUNTING_B);

  g_assert_cmpstr (
      term->explanation,
      ==,
      "15 working days from 23.11.2026, that day not counted: the last day is 16.12.2026. "
      "Not counted: 30.11.2026 (Saint Andrew's Day), 01.12.2026 (National Day), 6 Saturdays and "
      "Sundays.");
  g_assert_nonnull (strstr (free_days->explanation, "free days"));
  g_assert_nonnull (strstr (free_days->explanation, "Moved to the next working day"));
  g_assert_nonnull (strstr (free_days->explanation, "23.01.2027 (Saturday)"));
  g_assert_nonnull (
      strstr (free_days->explanation, "24.01.2027 (Day of the Union of the Principalities)"));
}

static void
test_suspension (void)
{
  g_autoptr (GuCalendar) calendar = gu_calendar_new ();
  GDate start = date ("2026-11-23");
  GuSuspension ended[2] = { { date ("2026-12-03"), date ("2026-12-06") },
                            { date ("2026-12-02"), date ("2026-12-04") } };
  GuSuspension standing = { date ("2026-12-02"), date ("2026-12-02") };
  g_autoptr (GuTerm) working = gu_calendar_add_suspended (
      calendar, &start, 10, GU_DAY_WORKING, GU_COUNTING_A, ended, 2, FALSE);
  g_autoptr (GuTerm) days = gu_calendar_add_suspended (
      calendar, &start, 15, GU_DAY_CALENDAR, GU_COUNTING_A, ended, 2, FALSE);
  g_autoptr (GuTerm) months = gu_calendar_add_suspended (
      calendar, &start, 3, GU_DAY_MONTHS, GU_COUNTING_A, ended, 2, FALSE);
  g_autoptr (GuTerm) endless = NULL;
  g_autoptr (GuTerm) before = NULL;

  /* Without it 09.12.2026; Wednesday 2 to Sunday 6 December stand still: three working days more.
   */
  assert_date (&working->last_day, "2026-12-14", "working");
  g_assert_nonnull (strstr (working->explanation, "stood still for 5 days"));
  /* Without it 08.12.2026, five days more is Sunday 13, moved to Monday. */
  assert_date (&days->last_day, "2026-12-14", "calendar");
  assert_date (&months->last_day, "2027-02-28", "months");

  g_date_clear (&standing.to, 1);
  endless = gu_calendar_add_suspended (
      calendar, &start, 10, GU_DAY_WORKING, GU_COUNTING_A, &standing, 1, FALSE);
  g_assert_true (endless->suspended);
  g_assert_false (g_date_valid (&endless->last_day));
  g_assert_nonnull (strstr (endless->explanation, "stands still"));
  /* What begins after the last day changes nothing. */
  before = gu_calendar_add_suspended (
      calendar, &start, 5, GU_DAY_WORKING, GU_COUNTING_A, &ended[0], 1, FALSE);
  assert_date (&before->last_day, "2026-12-02", "later suspension");
}

/* A suspension over the last day of a calendar term moves it beyond. */
static void
test_suspension_at_the_end (void)
{
  g_autoptr (GuCalendar) calendar = gu_calendar_new ();
  GDate start = date ("2026-12-10");
  GuSuspension standing = { date ("2026-12-28"), date ("2026-12-29") };
  g_autoptr (GuTerm) term = gu_calendar_add_suspended (
      calendar, &start, 15, GU_DAY_CALENDAR, GU_COUNTING_A, &standing, 1, FALSE);

  /* 25 December is day 15; rolling over Christmas and the weekend meets the suspension. */
  assert_date (&term->last_day, "2026-12-30", "end");
}

/* Properties that hold for any start and any number. */
static void
test_properties (void)
{
  g_autoptr (GuCalendar) calendar = gu_calendar_new ();

  for (int round = 0; round < 1500; round++)
    {
      GDate start;
      int n = g_test_rand_int_range (1, 61);

      g_date_clear (&start, 1);
      g_date_set_julian (&start, 738000 + (guint32) g_test_rand_int_range (0, 5000));
      g_autoptr (GuTerm) a = gu_calendar_add (calendar, &start, n, GU_DAY_WORKING, GU_COUNTING_A);
      g_autoptr (GuTerm) b = gu_calendar_add (calendar, &start, n, GU_DAY_WORKING, GU_COUNTING_B);
      g_autoptr (GuTerm)
          next = gu_calendar_add (calendar, &start, n + 1, GU_DAY_WORKING, GU_COUNTING_A);
      g_autoptr (GuTerm)
          day_a = gu_calendar_add (calendar, &start, n, GU_DAY_CALENDAR, GU_COUNTING_A);
      g_autoptr (GuTerm)
          day_b = gu_calendar_add (calendar, &start, n, GU_DAY_CALENDAR, GU_COUNTING_B);

      g_assert_true (gu_calendar_is_working (calendar, &a->last_day, NULL));
      g_assert_true (gu_calendar_is_working (calendar, &day_a->last_day, NULL));
      g_assert_cmpint (g_date_compare (&b->last_day, &next->last_day), ==, 0);
      g_assert_cmpint (g_date_compare (&day_a->last_day, &day_b->last_day), <=, 0);
      g_assert_cmpint (gu_calendar_count_working (calendar, &start, &a->last_day), ==, n);
      g_assert_cmpint (gu_calendar_count_working (calendar, &a->last_day, &start), ==, -n);
      if (gu_calendar_is_working (calendar, &start, NULL))
        {
          g_autoptr (GuTerm) back = gu_calendar_subtract_working (calendar, &a->last_day, n);

          g_assert_cmpint (g_date_compare (&back->last_day, &start), ==, 0);
        }
    }
}

static void
test_dates (void)
{
  static const char *const bad[] = { "",           "2026-2-03",   "2026-02-30", "2026-13-01",
                                     "20260203",   "2026-02-03 ", "26-02-2003", "0000-01-01",
                                     "2026/02/03", "2026-00-10",  "2026-01-00", "YYYY-MM-DD" };
  g_autofree char *text = NULL;
  GDate value;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (gu_rules_date_parse (bad[i], &value));
  g_assert_false (gu_rules_date_parse (NULL, &value));
  g_assert_true (gu_rules_date_parse ("2024-02-29", &value));
  text = gu_rules_date_to_text (&value);
  g_assert_cmpstr (text, ==, "29.02.2024");
}

static void
test_names (void)
{
  GuDayUnit unit;
  GuCounting counting;

  g_assert_true (gu_day_unit_from_name ("months", &unit));
  g_assert_cmpstr (gu_day_unit_get_name (unit), ==, "months");
  g_assert_false (gu_day_unit_from_name ("weeks", &unit));
  g_assert_true (gu_counting_from_name ("b", &counting));
  g_assert_cmpint (counting, ==, GU_COUNTING_B);
  g_assert_false (gu_counting_from_name ("C", &counting));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/calendar/easter", test_easter);
  g_test_add_func ("/calendar/holidays", test_holidays);
  g_test_add_func ("/calendar/own-days", test_own_days);
  g_test_add_func ("/calendar/working-days", test_working_days);
  g_test_add_func ("/calendar/backwards", test_backwards);
  g_test_add_func ("/calendar/calendar-days", test_calendar_days);
  g_test_add_func ("/calendar/notification", test_notification);
  g_test_add_func ("/calendar/months", test_months);
  g_test_add_func ("/calendar/explanation", test_explanation);
  g_test_add_func ("/calendar/suspension", test_suspension);
  g_test_add_func ("/calendar/suspension-at-the-end", test_suspension_at_the_end);
  g_test_add_func ("/calendar/properties", test_properties);
  g_test_add_func ("/calendar/far-dates", test_far_dates);
  g_test_add_func ("/calendar/dates", test_dates);
  g_test_add_func ("/calendar/names", test_names);
  return g_test_run ();
}
