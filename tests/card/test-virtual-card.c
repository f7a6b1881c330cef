/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The virtual card by itself: what a PIV card must answer, and that no sequence of bytes upsets it.
 */

#include "config.h"

#include "gu-virtual-card.h"

#include <string.h>

#define ROUNDS 60000

static guint16
send_hex (GuVirtualCard *card, const char *hex, GByteArray **answer)
{
  g_autoptr (GByteArray) command = g_byte_array_new ();
  g_autoptr (GByteArray) out = NULL;
  guint16 sw;

  for (; hex[0] != '\0' && hex[1] != '\0'; hex += 2)
    {
      guint8 byte = (guint8) (g_ascii_xdigit_value (hex[0]) << 4 | g_ascii_xdigit_value (hex[1]));

      g_byte_array_append (command, &byte, 1);
    }
  out = gu_virtual_card_transmit (card, command->data, command->len);
  g_assert_cmpuint (out->len, >=, 2);
  sw = (guint16) (out->data[out->len - 2] << 8 | out->data[out->len - 1]);
  if (answer != NULL)
    *answer = g_steal_pointer (&out);
  return sw;
}

static GuVirtualCard *
new_card (void)
{
  GuVirtualCard *card = gu_virtual_card_new (NULL);
  gsize size;

  g_assert_nonnull (gu_virtual_card_power_up (card, &size));
  g_assert_cmpuint (size, >, 4);
  return card;
}

#define SELECT       "00A4040005A000000308"
#define VERIFY_RIGHT "0020008008313233343536FFFF"
#define VERIFY_WRONG "0020008008303030303030FFFF"
#define VERIFY_EMPTY "00200080"

static void
test_select (void)
{
  g_autoptr (GuVirtualCard) card = new_card ();
  g_autoptr (GByteArray) answer = NULL;

  g_assert_cmphex (send_hex (card, VERIFY_RIGHT, NULL), ==, 0x6D00);
  g_assert_cmphex (send_hex (card, "00A4040005A000000309", NULL), ==, 0x6A82);
  g_assert_cmphex (send_hex (card, SELECT, &answer), ==, 0x9000);
  g_assert_cmphex (answer->data[0], ==, 0x61);
  g_assert_cmphex (send_hex (card, "80CA000000", NULL), ==, 0x6E00);
}

static void
test_pin (void)
{
  g_autoptr (GuVirtualCard) card = new_card ();
  gsize size;

  send_hex (card, SELECT, NULL);
  g_assert_cmphex (send_hex (card, VERIFY_EMPTY, NULL), ==, 0x63C3);
  g_assert_cmphex (send_hex (card, VERIFY_WRONG, NULL), ==, 0x63C2);
  g_assert_cmphex (send_hex (card, VERIFY_RIGHT, NULL), ==, 0x9000);
  g_assert_cmphex (send_hex (card, VERIFY_EMPTY, NULL), ==, 0x9000);

  /* A reset locks; a wrong length costs nothing. */
  gu_virtual_card_power_up (card, &size);
  send_hex (card, SELECT, NULL);
  g_assert_cmphex (send_hex (card, VERIFY_EMPTY, NULL), ==, 0x63C3);
  g_assert_cmphex (send_hex (card, "00200080023132", NULL), ==, 0x6A80);
  g_assert_cmphex (send_hex (card, VERIFY_WRONG, NULL), ==, 0x63C2);
  g_assert_cmphex (send_hex (card, VERIFY_WRONG, NULL), ==, 0x63C1);
  g_assert_cmphex (send_hex (card, VERIFY_WRONG, NULL), ==, 0x6983);
  g_assert_cmphex (send_hex (card, VERIFY_RIGHT, NULL), ==, 0x6983);
  g_assert_cmphex (send_hex (card, VERIFY_EMPTY, NULL), ==, 0x6983);
}

static void
test_data (void)
{
  g_autoptr (GuVirtualCard) card = new_card ();
  g_autoptr (GByteArray) first = NULL;
  g_autoptr (GByteArray) rest = NULL;

  send_hex (card, SELECT, NULL);
  /* Eight bytes are asked for, the rest follows on demand. */
  g_assert_cmphex (send_hex (card, "00CB3FFF055C035FC10208", &first), ==, 0x6100 | 53);
  g_assert_cmpuint (first->len, ==, 10);
  g_assert_cmphex (send_hex (card, "00C0000000", &rest), ==, 0x9000);
  g_assert_cmpuint (rest->len, ==, 55);
  g_assert_cmphex (send_hex (card, "00CB3FFF055C035FC11100", NULL), ==, 0x6A82);
  g_assert_cmphex (send_hex (card, "00CB3FFF035C017E00", NULL), ==, 0x9000);
}

/* Bytes from a fixed seed, half of them shaped like commands that the card knows. */
static void
test_noise (void)
{
  static const guint8 heads[][4] = {
    { 0x00, 0xA4, 0x04, 0x00 }, { 0x00, 0xCB, 0x3F, 0xFF }, { 0x00, 0x20, 0x00, 0x80 },
    { 0x00, 0x87, 0x07, 0x9C }, { 0x10, 0x87, 0x11, 0x9C }, { 0x00, 0xC0, 0x00, 0x00 },
  };
  g_autoptr (GuVirtualCard) card = new_card ();
  GRand *rand = g_rand_new_with_seed (7816);

  for (guint i = 0; i < ROUNDS; i++)
    {
      gsize size = (gsize) g_rand_int_range (rand, 0, i % 50 == 0 ? 4000 : 300);
      g_autofree guint8 *command = g_malloc (size + 1);
      g_autoptr (GByteArray) answer = NULL;

      for (gsize k = 0; k < size; k++)
        command[k] = (guint8) g_rand_int_range (rand, 0, 256);
      if (i % 2 == 0 && size >= 6)
        {
          memcpy (command, heads[g_rand_int_range (rand, 0, G_N_ELEMENTS (heads))], 4);
          if (i % 4 == 0 && size < 260)
            command[4] = (guint8) (size - 5);
        }
      gu_virtual_card_classify (command, size);
      answer = gu_virtual_card_transmit (card, command, size);
      g_assert_cmpuint (answer->len, >=, 2);
      g_assert_cmpuint (answer->len, <=, 65538);
      if (i % 100 == 0)
        send_hex (card, SELECT, NULL);
    }
  g_rand_free (rand);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/card/virtual/select", test_select);
  g_test_add_func ("/card/virtual/pin", test_pin);
  g_test_add_func ("/card/virtual/data", test_data);
  g_test_add_func ("/card/virtual/noise", test_noise);
  return g_test_run ();
}
