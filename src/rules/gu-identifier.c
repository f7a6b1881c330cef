/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-rules"

#include "config.h"

#include "gu-identifier.h"
#include "gu-identifier-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What the identifiers have in common: names, the answer, cleaning; and the short ones. */

static const char *const kind_names[] = {
  [GU_IDENTIFIER_CNP] = "cnp",
  [GU_IDENTIFIER_CUI] = "cui",
  [GU_IDENTIFIER_IBAN] = "iban",
  [GU_IDENTIFIER_SIRUTA] = "siruta",
  [GU_IDENTIFIER_CADASTRAL] = "cadastral",
  [GU_IDENTIFIER_POSTAL_CODE] = "postal-code",
};

G_DEFINE_BOXED_TYPE (GuIdentifierCheck,
                     gu_identifier_check,
                     gu_identifier_check_copy,
                     gu_identifier_check_free)

/* Identifiers of people do not stay in freed memory. */
static void
wipe_and_free (char *text)
{
  if (text == NULL)
    return;
  explicit_bzero (text, strlen (text));
  g_free (text);
}

GuIdentifierCheck *
gu_identifier_accept (const char *normalized, const char *warning)
{
  GuIdentifierCheck *self = g_new0 (GuIdentifierCheck, 1);

  self->valid = TRUE;
  self->normalized = g_strdup (normalized);
  self->warning = g_strdup (warning);
  return self;
}

GuIdentifierCheck *
gu_identifier_reject (const char *format, ...)
{
  GuIdentifierCheck *self = g_new0 (GuIdentifierCheck, 1);
  va_list args;

  va_start (args, format);
  self->reason = g_strdup_vprintf (format, args);
  va_end (args);
  return self;
}

gboolean
gu_identifier_all_digits (const char *text)
{
  return *text != '\0' && strspn (text, "0123456789") == strlen (text);
}

char *
gu_identifier_strip (const char *value)
{
  GString *clean = g_string_new (NULL);
  const char *p;

  if (!g_utf8_validate (value, -1, NULL))
    return g_string_free (clean, FALSE);

  for (p = value; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      /* Pasted numbers carry no-break spaces and zero-width marks. */
      if (g_unichar_isspace (c) || g_unichar_iszerowidth (c))
        continue;
      g_string_append_unichar (clean, c);
    }
  return g_string_free (clean, FALSE);
}

GuIdentifierCheck *
gu_identifier_reject_length (glong expected, glong found)
{
  g_autofree char *has = NULL;

  /* Translators: part of a sentence, "… but it has 12". */
  has = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                      "%ld character was typed.",
                                      "%ld characters were typed.",
                                      (gulong) found),
                         found);
  /* Translators: %ld is how many digits it must have; %s is the sentence "12 characters were
   * typed." */
  return gu_identifier_reject (g_dngettext (GETTEXT_PACKAGE,
                                            "It must have exactly %ld character. %s",
                                            "It must have exactly %ld characters. %s",
                                            (gulong) expected),
                               expected,
                               has);
}

static GuIdentifierCheck *
check_siruta (const char *text)
{
  gsize length = strlen (text);
  int expected;

  if (*text == '\0')
    return gu_identifier_reject ("%s", _ ("The SIRUTA code is empty."));
  if (!gu_identifier_all_digits (text))
    return gu_identifier_reject ("%s", _ ("A SIRUTA code has digits only."));
  if (length < 2 || length > 6)
    return gu_identifier_reject ("%s", _ ("A SIRUTA code has two to six digits."));

  expected = gu_identifier_siruta_control (text, FALSE);
  if (expected == text[length - 1] - '0')
    return gu_identifier_accept (text, NULL);
  /* 77 codes of the official file were made with the zeros on the other side. */
  if (length < 6 && gu_identifier_siruta_control (text, TRUE) == text[length - 1] - '0')
    return gu_identifier_accept (text, NULL);

  /* Translators: %d is a digit. */
  return gu_identifier_reject (_ ("The control digit (the last one) should be %d."), expected);
}

int
gu_identifier_siruta_control (const char *text, gboolean pad_right)
{
  static const int weights[] = { 1, 2, 3, 5, 7 };
  int digits[5] = { 0, 0, 0, 0, 0 };
  gsize n = strlen (text) - 1;
  int sum = 0;

  for (gsize i = 0; i < n && i < 5; i++)
    digits[pad_right ? i : 5 - n + i] = text[i] - '0';

  for (gsize i = 0; i < 5; i++)
    {
      int product = digits[4 - i] * weights[i];

      sum += product / 10 + product % 10;
    }
  return (11 - sum % 10) % 10;
}

static GuIdentifierCheck *
check_cadastral (const char *text)
{
  static gsize once = 0;
  static GRegex *modern = NULL;
  static GRegex *topographic = NULL;
  g_autofree char *upper = NULL;

  if (g_once_init_enter (&once))
    {
      modern = g_regex_new ("^[0-9]{1,9}(-C[0-9]{1,3}(-U[0-9]{1,4})?)?$", 0, 0, NULL);
      topographic = g_regex_new ("^[0-9]{1,9}(/[0-9]{1,5}){1,5}$", 0, 0, NULL);
      g_once_init_leave (&once, 1);
    }

  if (*text == '\0')
    return gu_identifier_reject ("%s", _ ("The cadastral number is empty."));

  upper = g_utf8_strup (text, -1);
  if (g_regex_match (modern, upper, 0, NULL))
    return gu_identifier_accept (upper, NULL);
  if (g_regex_match (topographic, upper, 0, NULL))
    return gu_identifier_accept (upper,
                                 _ ("This looks like an old topographic number, not a cadastral "
                                    "one. Check it on the land book extract."));

  if (gu_identifier_all_digits (upper))
    return gu_identifier_reject ("%s", _ ("A cadastral number has at most nine digits."));
  if (!g_ascii_isdigit (*upper))
    return gu_identifier_reject (
        "%s", _ ("A cadastral number begins with the digits of the plot, such as 123456-C1."));
  return gu_identifier_reject ("%s",
                               _ ("A cadastral number looks like 123456, 123456-C1 for a building "
                                  "or 123456-C1-U3 for a flat."));
}

static GuIdentifierCheck *
check_postal_code (const char *text)
{
  if (*text == '\0')
    return gu_identifier_reject ("%s", _ ("The postal code is empty."));
  if (!gu_identifier_all_digits (text))
    return gu_identifier_reject ("%s", _ ("A postal code has digits only."));
  if (strlen (text) != 6)
    return gu_identifier_reject_length (6, (glong) strlen (text));
  return gu_identifier_accept (text, NULL);
}

GuIdentifierCheck *
gu_identifier_check (GuIdentifierKind kind, const char *value, const GDate *today)
{
  g_autofree char *text = NULL;
  GuIdentifierCheck *answer = NULL;

  g_return_val_if_fail (value != NULL, gu_identifier_reject ("%s", "value == NULL"));
  g_return_val_if_fail (today == NULL || g_date_valid (today),
                        gu_identifier_reject ("%s", "today"));

  if (!g_utf8_validate (value, -1, NULL))
    return gu_identifier_reject ("%s", _ ("It holds bytes that are not text."));

  text = gu_identifier_strip (value);
  switch (kind)
    {
    case GU_IDENTIFIER_CNP:
      answer = gu_identifier_check_cnp (text, today);
      break;
    case GU_IDENTIFIER_CUI:
      answer = gu_identifier_check_cui (text, today);
      break;
    case GU_IDENTIFIER_IBAN:
      answer = gu_identifier_check_iban (text);
      break;
    case GU_IDENTIFIER_SIRUTA:
      answer = check_siruta (text);
      break;
    case GU_IDENTIFIER_CADASTRAL:
      answer = check_cadastral (text);
      break;
    case GU_IDENTIFIER_POSTAL_CODE:
      answer = check_postal_code (text);
      break;
    default:
      g_return_val_if_reached (gu_identifier_reject ("%s", "kind"));
    }
  explicit_bzero (text, strlen (text));
  return answer;
}

GuIdentifierCheck *
gu_identifier_check_copy (const GuIdentifierCheck *self)
{
  GuIdentifierCheck *copy = g_new0 (GuIdentifierCheck, 1);

  copy->valid = self->valid;
  copy->normalized = g_strdup (self->normalized);
  copy->reason = g_strdup (self->reason);
  copy->warning = g_strdup (self->warning);
  return copy;
}

void
gu_identifier_check_free (GuIdentifierCheck *self)
{
  if (self == NULL)
    return;
  wipe_and_free (self->normalized);
  g_free (self->reason);
  g_free (self->warning);
  g_free (self);
}

gboolean
gu_identifier_kind_from_name (const char *name, GuIdentifierKind *kind)
{
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (kind != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (kind_names); i++)
    {
      if (g_str_equal (kind_names[i], name))
        {
          *kind = (GuIdentifierKind) i;
          return TRUE;
        }
    }
  return FALSE;
}

const char *
gu_identifier_kind_get_name (GuIdentifierKind kind)
{
  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (kind_names), "");

  return kind_names[kind];
}
