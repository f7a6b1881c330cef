/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "gu-calendar.h"
#include "gu-identifier-private.h"

#include <string.h>

/* Every number here is made up: it only satisfies the arithmetic. */

static GDate today;

static void
assert_valid (GuIdentifierKind kind, const char *value, const char *normalized)
{
  g_autoptr (GuIdentifierCheck) check = gu_identifier_check (kind, value, &today);

  if (!check->valid)
    g_error ("%s refused: %s", value, check->reason);
  g_assert_cmpstr (check->normalized, ==, normalized);
  g_assert_null (check->reason);
}

static void
assert_invalid (GuIdentifierKind kind, const char *value, const char *reason_part)
{
  g_autoptr (GuIdentifierCheck) check = gu_identifier_check (kind, value, &today);

  if (check->valid)
    g_error ("%s accepted", value);
  g_assert_null (check->normalized);
  g_assert_nonnull (check->reason);
  if (strstr (check->reason, reason_part) == NULL)
    g_error ("%s: \"%s\" does not say \"%s\"", value, check->reason, reason_part);
  /* The sentence may be logged, so it does not hold the number. */
  if (kind != GU_IDENTIFIER_CADASTRAL && strlen (value) > 4)
    g_assert_null (strstr (check->reason, value));
}

static void
test_cnp_valid (void)
{
  static const char *const valid[] = {
    "1840229129979", "2991231479964", "3990630129959", "4881123409942",
    "5000229129931", "6040229519927", "7190705409912", "8831015359904",
    "9900508809981", "1850615129061", "2051230829955",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (valid); i++)
    assert_valid (GU_IDENTIFIER_CNP, valid[i], valid[i]);
  assert_valid (GU_IDENTIFIER_CNP,
                " 184 0229\xc2\xa0"
                "129979 ",
                "1840229129979");
}

static void
test_cnp_invalid (void)
{
  assert_invalid (GU_IDENTIFIER_CNP, "1840229129978", "should be 9");
  assert_invalid (GU_IDENTIFIER_CNP, "1850229129977", "does not exist");
  assert_invalid (GU_IDENTIFIER_CNP, "1991332129977", "does not exist");
  assert_invalid (GU_IDENTIFIER_CNP, "1840229539974", "code 53");
  assert_invalid (GU_IDENTIFIER_CNP, "0840229129979", "begins with 0");
  assert_invalid (GU_IDENTIFIER_CNP, "1840229129", "10 characters");
  assert_invalid (GU_IDENTIFIER_CNP, "5301231129976", "future");
  assert_invalid (GU_IDENTIFIER_CNP, "184022912997X", "digits only");
  assert_invalid (GU_IDENTIFIER_CNP, "", "empty");
  assert_invalid (GU_IDENTIFIER_CNP, "\xff\xfe", "not text");
  assert_invalid (GU_IDENTIFIER_CNP, "１８４０２２９１２９９７９", "digits only");
}

static void
test_cnp_future_depends_on_today (void)
{
  GDate later;

  g_date_clear (&later, 1);
  g_date_set_dmy (&later, 31, G_DATE_DECEMBER, 2030);
  g_autoptr (GuIdentifierCheck)
      check = gu_identifier_check (GU_IDENTIFIER_CNP, "5301231129976", &later);
  g_assert_true (check->valid);
  g_autoptr (GuIdentifierCheck)
      any_day = gu_identifier_check (GU_IDENTIFIER_CNP, "5301231129976", NULL);
  g_assert_true (any_day->valid);
}

/* A county code that is neither known nor refused is kept, with a warning. */
static void
test_cnp_unusual_county (void)
{
  char text[14] = "1840229600010";

  text[12] = (char) ('0' + gu_identifier_cnp_control (text));
  g_autoptr (GuIdentifierCheck) check = gu_identifier_check (GU_IDENTIFIER_CNP, text, &today);
  g_assert_true (check->valid);
  g_assert_nonnull (strstr (check->warning, "60"));
}

static void
random_digits (char *text, gsize n)
{
  for (gsize i = 0; i < n; i++)
    text[i] = (char) ('0' + g_test_rand_int_range (0, 10));
  text[n] = '\0';
}

static int
cnp_remainder (const char *text)
{
  static const int weights[] = { 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9 };
  int sum = 0;

  for (gsize i = 0; i < 12; i++)
    sum += (text[i] - '0') * weights[i];
  return sum % 11;
}

/* A changed digit changes the remainder, because the weights are no multiples of 11; the control
 * digit 1 stands for two remainders, 1 and 10, and only there a change can pass unseen. */
static void
test_cnp_single_digit (void)
{
  for (int round = 0; round < 5000; round++)
    {
      char text[14];
      char changed[14];
      gsize at = (gsize) g_test_rand_int_range (0, 13);
      int before, after;

      random_digits (text, 12);
      text[12] = (char) ('0' + gu_identifier_cnp_control (text));
      text[13] = '\0';
      memcpy (changed, text, sizeof text);
      changed[at] = (char) ('0' + (text[at] - '0' + g_test_rand_int_range (1, 10)) % 10);

      before = cnp_remainder (text);
      after = cnp_remainder (changed);
      if (at == 12)
        g_assert_cmpint (gu_identifier_cnp_control (changed), !=, changed[12] - '0');
      else
        {
          g_assert_cmpint (before, !=, after);
          if (gu_identifier_cnp_control (changed) == changed[12] - '0')
            g_assert_true ((before == 1 && after == 10) || (before == 10 && after == 1));
        }
    }
}

static void
test_cnp_mask (void)
{
  g_autofree char *whole = gu_identifier_mask_cnp ("1840229129979");
  g_autofree char *partial = gu_identifier_mask_cnp ("184022");
  g_autofree char *empty = gu_identifier_mask_cnp (NULL);
  g_autofree char *broken = gu_identifier_mask_cnp ("184\xff");

  g_assert_cmpstr (whole, ==, "1840229••••••");
  g_assert_cmpstr (partial, ==, "••••••");
  g_assert_cmpstr (empty, ==, "");
  g_assert_cmpstr (broken, ==, "");
}

static void
assert_birth (const char *cnp, const char *expected)
{
  GDate birth;
  g_autofree char *text = NULL;

  g_assert_true (gu_identifier_cnp_get_birth_date (cnp, &birth));
  text = gu_rules_date_to_iso (&birth);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_cnp_birth_date (void)
{
  GDate birth;

  assert_birth ("1840229129979", "1984-02-29");
  assert_birth ("3990630129959", "1899-06-30");
  assert_birth ("5000229129931", "2000-02-29");
  assert_birth ("9900508809981", "1990-05-08");
  assert_birth ("7000229129931", "2000-02-29");
  g_assert_false (gu_identifier_cnp_get_birth_date ("1850229129977", &birth));
  g_assert_false (gu_identifier_cnp_get_birth_date ("184", &birth));
}

static void
test_cui (void)
{
  static const char *const valid[] = { "19",        "123453",     "4099811",
                                       "18547290",  "43276124",   "39900172",
                                       "987654328", "1234567897", "40000000" };

  for (gsize i = 0; i < G_N_ELEMENTS (valid); i++)
    assert_valid (GU_IDENTIFIER_CUI, valid[i], valid[i]);
  assert_valid (GU_IDENTIFIER_CUI, "RO18547290", "18547290");
  assert_valid (GU_IDENTIFIER_CUI, "ro 18547290", "18547290");
  assert_valid (GU_IDENTIFIER_CUI, "1840229129979", "1840229129979");

  assert_invalid (GU_IDENTIFIER_CUI, "18547291", "should be 0");
  assert_invalid (GU_IDENTIFIER_CUI, "123454", "should be 3");
  assert_invalid (GU_IDENTIFIER_CUI, "1", "two to ten");
  assert_invalid (GU_IDENTIFIER_CUI, "12345678901", "two to ten");
  assert_invalid (GU_IDENTIFIER_CUI, "20", "should be 7");
  assert_invalid (GU_IDENTIFIER_CUI, "RO", "empty");
  assert_invalid (GU_IDENTIFIER_CUI, "019", "begin with 0");
  assert_invalid (GU_IDENTIFIER_CUI, "18.547.290", "digits only");
}

/* k = 10 and k = 0 share the control digit 0; only between them a changed digit passes. */
static void
test_cui_single_digit (void)
{
  static const int weights[] = { 7, 5, 3, 2, 1, 7, 5, 3, 2 };

  for (int round = 0; round < 5000; round++)
    {
      char text[11];
      char changed[11];
      gsize at = (gsize) g_test_rand_int_range (0, 10);
      int k[2] = { 0, 0 };

      random_digits (text, 9);
      text[9] = (char) ('0' + gu_identifier_cui_control (text));
      /* The control function takes the whole text; the last digit does not enter it. */
      random_digits (text, 10);
      text[9] = (char) ('0' + gu_identifier_cui_control (text));
      memcpy (changed, text, sizeof text);
      changed[at] = (char) ('0' + (text[at] - '0' + g_test_rand_int_range (1, 10)) % 10);
      for (gsize i = 0; i < 9; i++)
        {
          k[0] += weights[i] * (text[i] - '0');
          k[1] += weights[i] * (changed[i] - '0');
        }
      if (gu_identifier_cui_control (changed) != changed[9] - '0')
        continue;
      g_assert_cmpuint (at, !=, 9);
      g_assert_cmpint (k[0] * 10 % 11 + k[1] * 10 % 11, ==, 10);
    }
}

static void
test_iban (void)
{
  static const char *const valid[] = { "RO49AAAA1B31007593840000",
                                       "RO96TREZ2162107020211111",
                                       "RO64ZZZZ0000000000000001",
                                       "RO59BTRL0000ABCD12345678",
                                       "RO33XXXX1234567890ABCDEF" };

  for (gsize i = 0; i < G_N_ELEMENTS (valid); i++)
    assert_valid (GU_IDENTIFIER_IBAN, valid[i], valid[i]);
  assert_valid (GU_IDENTIFIER_IBAN, "ro49 aaaa 1b31 0075 9384 0000", "RO49AAAA1B31007593840000");

  assert_invalid (GU_IDENTIFIER_IBAN, "RO48AAAA1B31007593840000", "should be 49");
  assert_invalid (GU_IDENTIFIER_IBAN, "RO49AAAA1B3100759384000", "23 characters");
  assert_invalid (GU_IDENTIFIER_IBAN, "RO96TREZ2162107020211112", "check digits");
  assert_invalid (GU_IDENTIFIER_IBAN, "RO64ZZZZ0000000000000002", "check digits");
  assert_invalid (GU_IDENTIFIER_IBAN, "DE49AAAA1B31007593840000", "begins with RO");
  assert_invalid (GU_IDENTIFIER_IBAN, "RO491AAA1B31007593840000", "letters of the bank");
  assert_invalid (GU_IDENTIFIER_IBAN, "RO49-AAA1B31007593840000", "letters A to Z");
  assert_invalid (GU_IDENTIFIER_IBAN, "", "empty");
}

/* Modulo 97 sees every single changed digit. */
static void
test_iban_single_digit (void)
{
  for (int round = 0; round < 3000; round++)
    {
      char text[] = "RO96TREZ2162107020211111";
      gsize at = (gsize) g_test_rand_int_range (8, 24);

      if (g_test_rand_bit ())
        at = (gsize) g_test_rand_int_range (2, 4);
      text[at] = (char) ('0' + (text[at] - '0' + g_test_rand_int_range (1, 10)) % 10);
      g_autoptr (GuIdentifierCheck) check = gu_identifier_check (GU_IDENTIFIER_IBAN, text, NULL);
      g_assert_false (check->valid);
    }
}

static void
test_siruta (void)
{
  static const char *const valid[] = { "54975",  "54984", "159614", "161035", "161543",
                                       "179132", "127",   "369",    "9019",   "9026",
                                       "12912",  "20048", "26338" };

  for (gsize i = 0; i < G_N_ELEMENTS (valid); i++)
    assert_valid (GU_IDENTIFIER_SIRUTA, valid[i], valid[i]);

  assert_invalid (GU_IDENTIFIER_SIRUTA, "54976", "should be 5");
  assert_invalid (GU_IDENTIFIER_SIRUTA, "161544", "should be 3");
  assert_invalid (GU_IDENTIFIER_SIRUTA, "125", "should be");
  assert_invalid (GU_IDENTIFIER_SIRUTA, "179131", "should be 2");
  assert_invalid (GU_IDENTIFIER_SIRUTA, "1234567", "two to six");
  assert_invalid (GU_IDENTIFIER_SIRUTA, "5497A", "digits only");
}

/* The weights 1, 2 and 5 keep the ten digits apart, 3 and 7 do not (sums of digits): so what a
 * six-digit code guarantees is a changed control digit, or one on a place with weight 1, 2 or 5. */
static void
test_siruta_single_digit (void)
{
  static const gsize guarded[] = { 5, 4, 3, 1 };

  for (int round = 0; round < 3000; round++)
    {
      char text[7];
      gsize at = guarded[g_test_rand_int_range (0, G_N_ELEMENTS (guarded))];

      random_digits (text, 6);
      text[0] = '1';
      text[5] = (char) ('0' + gu_identifier_siruta_control (text, FALSE));
      text[at] = (char) ('0' + (text[at] - '0' + g_test_rand_int_range (1, 10)) % 10);
      g_autoptr (GuIdentifierCheck) check = gu_identifier_check (GU_IDENTIFIER_SIRUTA, text, NULL);
      g_assert_false (check->valid);
    }
}

static void
test_cadastral (void)
{
  g_autoptr (GuIdentifierCheck)
      old = gu_identifier_check (GU_IDENTIFIER_CADASTRAL, "1234/5/1", NULL);

  assert_valid (GU_IDENTIFIER_CADASTRAL, "123456", "123456");
  assert_valid (GU_IDENTIFIER_CADASTRAL, "123456-c1", "123456-C1");
  assert_valid (GU_IDENTIFIER_CADASTRAL, "305-C12-U3", "305-C12-U3");
  g_assert_true (old->valid);
  g_assert_nonnull (old->warning);

  assert_invalid (GU_IDENTIFIER_CADASTRAL, "C1", "digits of the plot");
  assert_invalid (GU_IDENTIFIER_CADASTRAL, "123-456-C1", "looks like");
  assert_invalid (GU_IDENTIFIER_CADASTRAL, "123456-C", "looks like");
  assert_invalid (GU_IDENTIFIER_CADASTRAL, "12345678901", "at most nine");
  assert_invalid (GU_IDENTIFIER_CADASTRAL, " ", "empty");
}

static void
test_postal_code (void)
{
  assert_valid (GU_IDENTIFIER_POSTAL_CODE, "820009", "820009");
  assert_valid (GU_IDENTIFIER_POSTAL_CODE, "820 009", "820009");
  assert_invalid (GU_IDENTIFIER_POSTAL_CODE, "82000", "5 characters");
  assert_invalid (GU_IDENTIFIER_POSTAL_CODE, "82000A", "digits only");
  assert_invalid (GU_IDENTIFIER_POSTAL_CODE, "", "empty");
}

static void
test_names (void)
{
  static const char *const names[] = { "cnp", "cui", "iban", "siruta", "cadastral", "postal-code" };
  GuIdentifierKind kind;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_true (gu_identifier_kind_from_name (names[i], &kind));
      g_assert_cmpstr (gu_identifier_kind_get_name (kind), ==, names[i]);
    }
  g_assert_false (gu_identifier_kind_from_name ("CNP", &kind));
}

/* Whatever is typed, an answer comes, and it is either a value or a reason. */
static void
test_any_bytes (void)
{
  for (int round = 0; round < 20000; round++)
    {
      char text[32];
      gsize n = (gsize) g_test_rand_int_range (0, (int) sizeof text);

      for (gsize i = 0; i < n; i++)
        text[i] = (char) (g_test_rand_bit () ? g_test_rand_int_range (1, 256)
                                             : g_test_rand_int_range ('-', 'Z'));
      text[n] = '\0';
      for (int kind = GU_IDENTIFIER_CNP; kind <= GU_IDENTIFIER_POSTAL_CODE; kind++)
        {
          g_autoptr (GuIdentifierCheck)
              check = gu_identifier_check ((GuIdentifierKind) kind, text, &today);

          g_assert_cmpint (check->valid, ==, check->normalized != NULL);
          g_assert_cmpint (check->valid, ==, check->reason == NULL);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_date_clear (&today, 1);
  g_date_set_dmy (&today, 21, G_DATE_NOVEMBER, 2026);

  g_test_add_func ("/identifier/cnp/valid", test_cnp_valid);
  g_test_add_func ("/identifier/cnp/invalid", test_cnp_invalid);
  g_test_add_func ("/identifier/cnp/future", test_cnp_future_depends_on_today);
  g_test_add_func ("/identifier/cnp/unusual-county", test_cnp_unusual_county);
  g_test_add_func ("/identifier/cnp/single-digit", test_cnp_single_digit);
  g_test_add_func ("/identifier/cnp/mask", test_cnp_mask);
  g_test_add_func ("/identifier/cnp/birth-date", test_cnp_birth_date);
  g_test_add_func ("/identifier/cui/vectors", test_cui);
  g_test_add_func ("/identifier/cui/single-digit", test_cui_single_digit);
  g_test_add_func ("/identifier/iban/vectors", test_iban);
  g_test_add_func ("/identifier/iban/single-digit", test_iban_single_digit);
  g_test_add_func ("/identifier/siruta/vectors", test_siruta);
  g_test_add_func ("/identifier/siruta/single-digit", test_siruta_single_digit);
  g_test_add_func ("/identifier/cadastral", test_cadastral);
  g_test_add_func ("/identifier/postal-code", test_postal_code);
  g_test_add_func ("/identifier/names", test_names);
  g_test_add_func ("/identifier/any-bytes", test_any_bytes);
  return g_test_run ();
}
