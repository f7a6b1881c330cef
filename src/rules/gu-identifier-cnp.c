/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-rules"

#include "config.h"

#include "gu-identifier-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* CNP: S AA LL ZZ JJ NNN C: sex and century, birth date, county, serial, control digit. */

#define CNP_LENGTH         13
#define CNP_VISIBLE_PREFIX 7

int
gu_identifier_cnp_control (const char *text)
{
  static const char weights[] = "279146358279";
  int sum = 0;

  for (gsize i = 0; i < CNP_LENGTH - 1; i++)
    sum += (text[i] - '0') * (weights[i] - '0');
  return sum % 11 == 10 ? 1 : sum % 11;
}

static int
two_digits (const char *text)
{
  return (text[0] - '0') * 10 + (text[1] - '0');
}

static gboolean
set_date (GDate *date, int year, int month, int day)
{
  g_date_clear (date, 1);
  if (month < 1 || month > 12 || day < 1 || day > 31)
    return FALSE;
  if (!g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return FALSE;
  g_date_set_dmy (date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  return TRUE;
}

/* For 7, 8 and 9 the century is not written down: 19xx when that day exists, else 20xx
 * (29 February 1900 did not exist, 29 February 2000 did). */
static gboolean
find_birth_date (const char *text, const GDate *today, GDate *birth, gboolean *future)
{
  int year = two_digits (text + 1);
  int month = two_digits (text + 3);
  int day = two_digits (text + 5);
  int century = 0;

  *future = FALSE;
  switch (text[0])
    {
    case '1':
    case '2':
      century = 1900;
      break;
    case '3':
    case '4':
      century = 1800;
      break;
    case '5':
    case '6':
      century = 2000;
      break;
    default:
      if (set_date (birth, 1900 + year, month, day))
        return TRUE;
      century = 2000;
      break;
    }

  if (!set_date (birth, century + year, month, day))
    return FALSE;
  *future = today != NULL && g_date_compare (birth, today) > 0;
  return TRUE;
}

static gboolean
county_exists (int county)
{
  return (county >= 1 && county <= 48) || county == 51 || county == 52 || county == 70
         || (county >= 80 && county <= 83);
}

static GuIdentifierCheck *
check_county (const char *text)
{
  int county = two_digits (text + 7);

  if (county == 0 || county == 53 || county == 99)
    /* Translators: %02d is the two-digit code of a county. */
    return gu_identifier_reject (_ ("There is no county with the code %02d (digits 8 and 9)."),
                                 county);
  if (!county_exists (county))
    {
      g_autofree char *warning = NULL;

      /* Translators: %02d is the two-digit code of a county. */
      warning = g_strdup_printf (_ ("The county code %02d (digits 8 and 9) is not a usual one. "
                                    "Check it on the identity card."),
                                 county);
      return gu_identifier_accept (text, warning);
    }
  return NULL;
}

GuIdentifierCheck *
gu_identifier_check_cnp (const char *text, const GDate *today)
{
  GuIdentifierCheck *answer;
  gboolean future = FALSE;
  GDate birth;
  int control;

  if (*text == '\0')
    return gu_identifier_reject ("%s", _ ("The CNP is empty."));
  if (!gu_identifier_all_digits (text))
    return gu_identifier_reject ("%s", _ ("A CNP has digits only."));
  if (strlen (text) != CNP_LENGTH)
    return gu_identifier_reject_length (CNP_LENGTH, (glong) strlen (text));
  if (text[0] == '0')
    return gu_identifier_reject ("%s", _ ("A CNP never begins with 0."));

  control = gu_identifier_cnp_control (text);
  if (control != text[CNP_LENGTH - 1] - '0')
    /* Translators: %d is a digit. */
    return gu_identifier_reject (_ ("The control digit (the last one) should be %d."), control);

  if (!find_birth_date (text, today, &birth, &future))
    return gu_identifier_reject ("%s", _ ("The birth date in digits 2 to 7 does not exist."));
  if (future)
    return gu_identifier_reject ("%s", _ ("The birth date in digits 2 to 7 lies in the future."));

  answer = check_county (text);
  return answer != NULL ? answer : gu_identifier_accept (text, NULL);
}

gboolean
gu_identifier_cnp_get_birth_date (const char *cnp, GDate *birth)
{
  gboolean future = FALSE;

  g_return_val_if_fail (cnp != NULL, FALSE);
  g_return_val_if_fail (birth != NULL, FALSE);

  g_date_clear (birth, 1);
  if (strlen (cnp) != CNP_LENGTH || !gu_identifier_all_digits (cnp) || cnp[0] == '0')
    return FALSE;
  return find_birth_date (cnp, NULL, birth, &future);
}

char *
gu_identifier_mask_cnp (const char *cnp)
{
  GString *masked = g_string_new (NULL);
  glong length;
  const char *p;

  if (cnp == NULL || !g_utf8_validate (cnp, -1, NULL))
    return g_string_free (masked, FALSE);

  length = g_utf8_strlen (cnp, -1);
  p = cnp;
  for (glong i = 0; i < length; i++, p = g_utf8_next_char (p))
    {
      if (length > CNP_VISIBLE_PREFIX && i < CNP_VISIBLE_PREFIX)
        g_string_append_unichar (masked, g_utf8_get_char (p));
      else
        g_string_append (masked, "•");
    }
  return g_string_free (masked, FALSE);
}
