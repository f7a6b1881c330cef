/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-model"

#include "config.h"

#include "gu-model-error.h"

#include "gu-error.h"

#include <string.h>

static const GuErrorNick nicks[] = {
  { GU_MODEL_ERROR_INVALID, "invalid" },
};

GU_DEFINE_ERROR_DOMAIN (gu_model_error, "gu-model-error", nicks)

gboolean
gu_model_date_parse (const char *text, GDate *date)
{
  guint year, month, day;

  if (text == NULL || strlen (text) != 10 || text[4] != '-' || text[7] != '-')
    return FALSE;

  for (int i = 0; i < 10; i++)
    {
      if (i != 4 && i != 7 && !g_ascii_isdigit (text[i]))
        return FALSE;
    }

  year = (guint) ((text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[2] - '0') * 10 + text[3]
                  - '0');
  month = (guint) ((text[5] - '0') * 10 + text[6] - '0');
  day = (guint) ((text[8] - '0') * 10 + text[9] - '0');
  if (!g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return FALSE;

  if (date != NULL)
    {
      g_date_clear (date, 1);
      g_date_set_dmy (date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
    }

  return TRUE;
}

char *
gu_model_date_format (const GDate *date)
{
  if (date == NULL || !g_date_valid (date))
    return NULL;

  return g_strdup_printf ("%04u-%02u-%02u",
                          (guint) g_date_get_year (date),
                          (guint) g_date_get_month (date),
                          (guint) g_date_get_day (date));
}
