/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-words.h"

#include "gu-calendar.h"
#include "gu-completeness.h"
#include "gu-transition.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

typedef struct
{
  const char *code;
  const char *text;
} GuWord;

static const char *
gu_words_find (const GuWord *words, gsize n, const char *code)
{
  for (gsize i = 0; code != NULL && i < n; i++)
    {
      if (strcmp (words[i].code, code) == 0)
        return _ (words[i].text);
    }

  return code != NULL ? code : "";
}

const char *
gu_words_state (const char *state)
{
  return state != NULL ? gu_state_get_title (state) : "";
}

const char *
gu_words_status (const char *status)
{
  for (int i = GU_REQUIREMENT_MISSING; i <= GU_REQUIREMENT_ILLEGIBLE; i++)
    {
      if (g_strcmp0 (gu_requirement_state_get_nick (i), status) == 0)
        return gu_requirement_state_get_label (i);
    }

  return status != NULL ? status : "";
}

const char *
gu_words_regime (const char *regime)
{
  static const GuWord words[] = {
    { "L169", N_ ("Law no. 169/2026") },
    { "L50", N_ ("Law no. 50/1991 (old regime)") },
    { "L350", N_ ("Law no. 350/2001 (old regime)") },
  };

  return gu_words_find (words, G_N_ELEMENTS (words), regime);
}

const char *
gu_words_sync (const char *sync_state)
{
  static const GuWord words[] = {
    { "local", N_ ("Only on this desk") },
    { "queued", N_ ("Waiting to be sent") },
    { "synced", N_ ("Sent to the central registry") },
    { "rejected", N_ ("Refused by the central registry") },
  };

  return gu_words_find (words, G_N_ELEMENTS (words), sync_state);
}

const char *
gu_words_role (const char *document_role)
{
  static const GuWord words[] = {
    { "submitted", N_ ("Submitted paper") },
    { "opis", N_ ("Inventory (opis)") },
    { "receipt", N_ ("Receipt") },
  };

  return gu_words_find (words, G_N_ELEMENTS (words), document_role);
}

gboolean
gu_words_is_draft (const char *state)
{
  return g_strcmp0 (state, "ciorna") == 0;
}

const char *const *
gu_words_list_states (void)
{
  return gu_state_list ();
}

char *
gu_words_date (const GDate *date)
{
  if (date == NULL || !g_date_valid (date))
    return g_strdup ("");

  return gu_rules_date_to_text (date);
}

char *
gu_words_iso_date (const char *iso_date)
{
  GDate date;

  if (!gu_rules_date_parse (iso_date, &date))
    return g_strdup (iso_date != NULL ? iso_date : "");

  return gu_rules_date_to_text (&date);
}

char *
gu_words_instant (GuClock *clock, gint64 unix_ms)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (unix_ms / 1000);
  g_autoptr (GDateTime) local = NULL;

  if (utc == NULL)
    return g_strdup ("");
  local = g_date_time_to_timezone (utc, gu_clock_get_time_zone (clock));

  return g_date_time_format (local, "%d.%m.%Y %H:%M");
}

char *
gu_words_size (guint64 bytes)
{
  return g_format_size (bytes);
}

gboolean
gu_words_parse_date (const char *text, GDate *date)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text != NULL ? text : ""));
  guint day = 0, month = 0, year = 0;
  int end = 0;

  g_date_clear (date, 1);
  if (gu_rules_date_parse (stripped, date))
    return TRUE;

  if (sscanf (stripped, "%2u.%2u.%4u%n", &day, &month, &year, &end) != 3
      || (gsize) end != strlen (stripped) || year < 1000
      || !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return FALSE;

  g_date_set_dmy (date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);

  return TRUE;
}
