/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "gu-identifier.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *mask = gu_identifier_mask_cnp (text);

  g_assert_true (g_utf8_validate (mask, -1, NULL));
  for (int kind = GU_IDENTIFIER_CNP; kind <= GU_IDENTIFIER_POSTAL_CODE; kind++)
    {
      g_autoptr (GuIdentifierCheck)
          check = gu_identifier_check ((GuIdentifierKind) kind, text, NULL);

      g_assert_true (check->valid == (check->normalized != NULL));
      g_assert_true (check->valid == (check->reason == NULL));
      if (check->valid)
        {
          /* What is stored checks again, and stays as it is. */
          g_autoptr (GuIdentifierCheck)
              again = gu_identifier_check ((GuIdentifierKind) kind, check->normalized, NULL);

          g_assert_true (again->valid);
          g_assert_cmpstr (again->normalized, ==, check->normalized);
        }
    }
  return 0;
}
