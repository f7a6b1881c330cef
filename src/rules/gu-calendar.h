/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * GuDayUnit:
 * @GU_DAY_WORKING: working days ("working")
 * @GU_DAY_CALENDAR: calendar days; a last day that is not worked moves on ("calendar")
 * @GU_DAY_MONTHS: months, ending on the corresponding day, or on the last day of a shorter month,
 *   and never moved ("months"); Cod civil art. 2552
 */
typedef enum
{
  GU_DAY_WORKING,
  GU_DAY_CALENDAR,
  GU_DAY_MONTHS,
} GuDayUnit;

/**
 * GuCounting:
 * @GU_COUNTING_A: the first day does not count, the last one does: day n ("A")
 * @GU_COUNTING_B: free days, neither the first nor the last counts: day n + 1 ("B");
 *   Cod civil art. 2553 alin. (1). No effect on months.
 */
typedef enum
{
  GU_COUNTING_A,
  GU_COUNTING_B,
} GuCounting;

/**
 * GuSuspension:
 * @from: first day on which the term does not run
 * @to: last day on which it does not run; an invalid date (g_date_clear()) = it still stands
 */
typedef struct
{
  GDate from;
  GDate to;
} GuSuspension;

/**
 * GuTerm:
 * @last_day: last day of the term; an invalid date when @suspended
 * @suspended: the term stands still and has no end yet
 * @explanation: translated sentences: how it was counted, the days skipped and why, the article
 * @article: (nullable): the citation, when the term comes from a rule
 */
typedef struct
{
  GDate last_day;
  gboolean suspended;
  char *explanation;
  char *article;
} GuTerm;

#define GU_TYPE_TERM (gu_term_get_type ())
GType gu_term_get_type (void);

/** gu_term_copy: Returns: (transfer full): a copy of @self. */
GuTerm *gu_term_copy (const GuTerm *self);
/** gu_term_free: @self: (transfer full) (nullable): frees it. */
void gu_term_free (GuTerm *self);

#define GU_TYPE_CALENDAR (gu_calendar_get_type ())
G_DECLARE_FINAL_TYPE (GuCalendar, gu_calendar, GU, CALENDAR, GObject)

/**
 * gu_calendar_new:
 *
 * The days on which a Romanian public institution works: no Saturdays, no Sundays, no public
 * holidays (Codul muncii art. 139, with the year from which each holds), plus what
 * gu_calendar_add_day() says. Add all days first; after that it may be read from any thread.
 *
 * Returns: (transfer full): a calendar.
 */
GuCalendar *gu_calendar_new (void);

/**
 * gu_calendar_add_day:
 * @self: a calendar
 * @day: a day
 * @working: %TRUE = a recovered day, worked though it would be free; %FALSE = an extra free day
 * @reason: (nullable): why, as shown to the clerk; the last word on a day wins
 */
void gu_calendar_add_day (GuCalendar *self, const GDate *day, gboolean working, const char *reason);

/**
 * gu_calendar_is_working:
 * @self: a calendar
 * @day: a valid day
 * @reason: (out) (optional) (nullable) (transfer full): why it is free ("Saturday", "Easter
 *   Monday", the institution's own reason), or why it is worked all the same
 *
 * Returns: whether the institution works on that day.
 */
gboolean gu_calendar_is_working (GuCalendar *self, const GDate *day, char **reason);

/**
 * gu_calendar_add:
 * @self: a calendar
 * @start: the day of the event, which is never counted
 * @n: how many, 0 … 10000
 * @unit: of what
 * @counting: convention A or B
 *
 * L169 art. 580 (art. 599 Codul administrativ); a last day that is not worked moves to the next
 * working day (Cod civil art. 2554), except for months.
 *
 * Returns: (transfer full): the last day with its explanation.
 */
GuTerm *
gu_calendar_add (GuCalendar *self, const GDate *start, int n, GuDayUnit unit, GuCounting counting);

/**
 * gu_calendar_add_suspended:
 * @suspensions: (array length=n_suspensions) (nullable): when the term stood still; any order,
 *   they may overlap
 * @roll_months: whether a term in months that ends on a free day moves on (a term to act does, the
 *   validity of an act does not)
 *
 * Like gu_calendar_add(), for a term that stood still at times: days inside a suspension are not
 * counted; a term in months is moved by the number of days it stood still.
 *
 * Returns: (transfer full): the last day with its explanation.
 */
GuTerm *gu_calendar_add_suspended (GuCalendar *self,
                                   const GDate *start,
                                   int n,
                                   GuDayUnit unit,
                                   GuCounting counting,
                                   const GuSuspension *suspensions,
                                   gsize n_suspensions,
                                   gboolean roll_months);

/**
 * gu_calendar_subtract_working:
 * @self: a calendar
 * @end: a day, itself not counted (the expiry of a permit)
 * @n: working days to go back, 0 … 10000
 *
 * Returns: (transfer full): the last day on which something due @n working days before @end may
 *   still be done, with its explanation.
 */
GuTerm *gu_calendar_subtract_working (GuCalendar *self, const GDate *end, int n);

/**
 * gu_calendar_count_working:
 * @self: a calendar
 * @from: a day, not counted
 * @to: a day, counted
 *
 * For "3 working days left". Returns: how many working days lie between; negative when @to is
 * before @from.
 */
int gu_calendar_count_working (GuCalendar *self, const GDate *from, const GDate *to);

/**
 * gu_calendar_get_easter:
 * @year: 1583 … 9999
 * @easter: (out caller-allocates): Orthodox Easter Sunday in the civil (Gregorian) calendar
 */
void gu_calendar_get_easter (int year, GDate *easter);

/** gu_day_unit_from_name: "working", "calendar", "months". Returns: %FALSE when unknown. */
gboolean gu_day_unit_from_name (const char *name, GuDayUnit *unit);
/** gu_day_unit_get_name: Returns: (transfer none): the stable name. */
const char *gu_day_unit_get_name (GuDayUnit unit);
/** gu_counting_from_name: "A" or "B" (any case). Returns: %FALSE when unknown. */
gboolean gu_counting_from_name (const char *name, GuCounting *counting);

/**
 * gu_rules_date_parse:
 * @text: (nullable): "YYYY-MM-DD"
 * @date: (out caller-allocates): the day
 *
 * Returns: %FALSE when @text is not exactly such a date, or the day does not exist.
 */
gboolean gu_rules_date_parse (const char *text, GDate *date);

/** gu_rules_date_to_iso: Returns: (transfer full): "YYYY-MM-DD". */
char *gu_rules_date_to_iso (const GDate *date);

/** gu_rules_date_to_text: Returns: (transfer full): "zz.ll.aaaa", as people write it here. */
char *gu_rules_date_to_text (const GDate *date);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuTerm, gu_term_free)

G_END_DECLS
