/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-rules"

#include "config.h"

#include "gu-calendar.h"

#include <string.h>

/* Dates as text, and the small names of the calendar. */

static const char *const unit_names[] = {
  [GU_DAY_WORKING] = "working",
  [GU_DAY_CALENDAR] = "calendar",
  [GU_DAY_MONTHS] = "months",
};

gboolean
gu_rules_date_parse (const char *text, GDate *date)
{
  int year, month, day;

  g_return_val_if_fail (date != NULL, FALSE);

  g_date_clear (date, 1);
  if (text == NULL || strlen (text) != 10 || text[4] != '-' || text[7] != '-')
    return FALSE;
  for (gsize i = 0; i < 10; i++)
    {
      if (i != 4 && i != 7 && !g_ascii_isdigit (text[i]))
        return FALSE;
    }

  year = (text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[2] - '0') * 10 + (text[3] - '0');
  month = (text[5] - '0') * 10 + (text[6] - '0');
  day = (text[8] - '0') * 10 + (text[9] - '0');
  if (year < 1 || month < 1 || month > 12 || day < 1
      || !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return FALSE;

  g_date_set_dmy (date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  return TRUE;
}

char *
gu_rules_date_to_iso (const GDate *date)
{
  g_return_val_if_fail (date != NULL && g_date_valid (date), NULL);

  return g_strdup_printf ("%04u-%02u-%02u",
                          (guint) g_date_get_year (date),
                          (guint) g_date_get_month (date),
                          (guint) g_date_get_day (date));
}

char *
gu_rules_date_to_text (const GDate *date)
{
  g_return_val_if_fail (date != NULL && g_date_valid (date), NULL);

  return g_strdup_printf ("%02u.%02u.%04u",
                          (guint) g_date_get_day (date),
                          (guint) g_date_get_month (date),
                          (guint) g_date_get_year (date));
}

gboolean
gu_day_unit_from_name (const char *name, GuDayUnit *unit)
{
  g_return_val_if_fail (unit != NULL, FALSE);

  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (unit_names); i++)
    {
      if (g_str_equal (unit_names[i], name))
        {
          *unit = (GuDayUnit) i;
          return TRUE;
        }
    }
  return FALSE;
}

const char *
gu_day_unit_get_name (GuDayUnit unit)
{
  g_return_val_if_fail ((guint) unit < G_N_ELEMENTS (unit_names), "");

  return unit_names[unit];
}

gboolean
gu_counting_from_name (const char *name, GuCounting *counting)
{
  g_return_val_if_fail (counting != NULL, FALSE);

  if (name != NULL && g_ascii_strcasecmp (name, "A") == 0)
    *counting = GU_COUNTING_A;
  else if (name != NULL && g_ascii_strcasecmp (name, "B") == 0)
    *counting = GU_COUNTING_B;
  else
    return FALSE;
  return TRUE;
}
