/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-rules"

#include "config.h"

#include "gu-identifier-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* CUI (fiscal number) and IBAN. */

#define CUI_MAX_DIGITS 10
#define IBAN_LENGTH    24

int
gu_identifier_cui_control (const char *text)
{
  static const char weights[] = "753217532";
  gsize n = strlen (text) - 1;
  int sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += (text[i] - '0') * (weights[9 - n + i] - '0');
  return (10 * sum) % 11 % 10;
}

GuIdentifierCheck *
gu_identifier_check_cui (const char *text, const GDate *today)
{
  gsize length;
  int control;

  /* RO marks a payer of VAT; it is not part of the number. */
  if (g_ascii_strncasecmp (text, "RO", 2) == 0)
    text += 2;
  length = strlen (text);

  if (length == 0)
    return gu_identifier_reject ("%s", _ ("The fiscal number (CUI) is empty."));
  if (!gu_identifier_all_digits (text))
    return gu_identifier_reject (
        "%s", _ ("A fiscal number (CUI) has digits only, with RO in front of them or not."));
  /* A person's fiscal number is the CNP. */
  if (length == 13)
    {
      GuIdentifierCheck *person = gu_identifier_check_cnp (text, today);

      if (person->valid && person->warning == NULL)
        person->warning = g_strdup (_ ("This is a CNP: the fiscal number of a natural person."));
      return person;
    }
  if (length < 2 || length > CUI_MAX_DIGITS)
    return gu_identifier_reject ("%s", _ ("A fiscal number (CUI) has two to ten digits."));
  if (text[0] == '0')
    return gu_identifier_reject ("%s", _ ("A fiscal number (CUI) does not begin with 0."));

  control = gu_identifier_cui_control (text);
  if (control != text[length - 1] - '0')
    /* Translators: %d is a digit. */
    return gu_identifier_reject (_ ("The control digit (the last one) should be %d."), control);
  return gu_identifier_accept (text, NULL);
}

/* The four first characters go to the end, letters become 10…35, all of it modulo 97. */
static int
iban_remainder (const char *text)
{
  int remainder = 0;

  for (gsize i = 0; i < IBAN_LENGTH; i++)
    {
      char c = text[(i + 4) % IBAN_LENGTH];

      if (g_ascii_isdigit (c))
        remainder = (remainder * 10 + (c - '0')) % 97;
      else
        remainder = (remainder * 100 + (c - 'A' + 10)) % 97;
    }
  return remainder;
}

static int
iban_check_digits (const char *text)
{
  char copy[IBAN_LENGTH + 1];

  memcpy (copy, text, sizeof copy);
  copy[2] = copy[3] = '0';
  return 98 - iban_remainder (copy);
}

static GuIdentifierCheck *
check_iban_form (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p))
        return gu_identifier_reject ("%s", _ ("An IBAN has letters A to Z and digits only."));
    }
  if (!g_str_has_prefix (text, "RO"))
    return gu_identifier_reject ("%s", _ ("A Romanian IBAN begins with RO."));
  if (strlen (text) != IBAN_LENGTH)
    return gu_identifier_reject_length (IBAN_LENGTH, (glong) strlen (text));
  if (!g_ascii_isdigit (text[2]) || !g_ascii_isdigit (text[3]))
    return gu_identifier_reject ("%s", _ ("After RO an IBAN has two check digits."));
  for (gsize i = 4; i < 8; i++)
    {
      if (!g_ascii_isalpha (text[i]))
        return gu_identifier_reject (
            "%s", _ ("Characters 5 to 8 of an IBAN are the letters of the bank, such as TREZ."));
    }
  return NULL;
}

GuIdentifierCheck *
gu_identifier_check_iban (const char *text)
{
  g_autofree char *upper = g_ascii_strup (text, -1);
  GuIdentifierCheck *wrong;

  if (*upper == '\0')
    return gu_identifier_reject ("%s", _ ("The IBAN is empty."));

  wrong = check_iban_form (upper);
  if (wrong != NULL)
    return wrong;

  /* Remainder 1 alone would also take check digits 00, 01 and 99, which are never given out. */
  if (iban_remainder (upper) != 1
      || iban_check_digits (upper) != (upper[2] - '0') * 10 + (upper[3] - '0'))
    return gu_identifier_reject (
        /* Translators: %02d are two digits. */
        _ ("The check digits after RO should be %02d, or another character was mistyped."),
        iban_check_digits (upper));
  return gu_identifier_accept (upper, NULL);
}
