/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-store"

#include "config.h"

#include "gu-store.h"

#include <string.h>

/* Romanian letters in both encodings of their tails, and what else turns up in names here
 * (Hungarian, German, Serbian, Turkish): the letters of Latin-1 and Latin Extended-A, by NFD. */
static void
gu_search_key_append (GString *key, gunichar c)
{
  char utf8[6];
  gunichar base[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];

  if (c == 0x00df) /* ß */
    {
      g_string_append (key, "ss");
      return;
    }
  if (g_unichar_fully_decompose (c, FALSE, base, G_N_ELEMENTS (base)) > 0)
    c = base[0];
  c = g_unichar_tolower (c);
  switch (c)
    {
    case 0x0111: /* đ */
      c = 'd';
      break;
    case 0x0142: /* ł */
      c = 'l';
      break;
    case 0x00f8: /* ø */
      c = 'o';
      break;
    case 0x0131: /* ı */
      c = 'i';
      break;
    default:
      break;
    }
  g_string_append_len (key, utf8, g_unichar_to_utf8 (c, utf8));
}

char *
gu_search_key (const char *text)
{
  g_autoptr (GString) key = g_string_new (NULL);
  gboolean gap = FALSE;

  for (const char *p = text != NULL ? text : ""; *p != '\0';)
    {
      gunichar c = (guchar) *p;

      if (c < 0x80)
        {
          p++;
        }
      else
        {
          c = g_utf8_get_char_validated (p, -1);
          p = c >= (gunichar) -2 ? p + 1 : g_utf8_next_char (p);
          if (c >= (gunichar) -2 || g_unichar_combining_class (c) != 0)
            continue;
        }

      if (c < 0x80 ? !g_ascii_isalnum (c) : !g_unichar_isalnum (c))
        {
          gap = key->len > 0;
          continue;
        }
      if (gap)
        g_string_append_c (key, ' ');
      gap = FALSE;
      if (c < 0x80)
        g_string_append_c (key, g_ascii_tolower ((char) c));
      else
        gu_search_key_append (key, c);
    }

  return g_strndup (key->str, key->len);
}
