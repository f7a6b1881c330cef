/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What makes a certificate usable, and the mapping of foreign codes; needs no card. */

#include "config.h"

#include "gu-card-error.h"
#include "gu-error.h"
#include "gu-token-certificate.h"
#include "gu-virtual-identity.h"

#include <glib/gstdio.h>
#include <p11-kit/pkcs11.h>
#include <winscard.h>

#define DAY_MS (G_GINT64_CONSTANT (86400) * 1000)

typedef struct
{
  char *dir;
  GuVirtualIdentity *identity;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->dir = g_dir_make_tmp ("ghiseu-identity-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->identity = gu_virtual_identity_load (fixture->dir, FALSE, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  static const char *const files[] = {
    "issuer.key", "9a.key", "9c-ec.key", "issuer.pem", "certificate.pem"
  };

  gu_virtual_identity_free (fixture->identity);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (fixture->dir, files[i], NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (fixture->dir), ==, 0);
  g_free (fixture->dir);
}

static GuTokenCertificate *
read_certificate (Fixture *fixture,
                  GuVirtualCertificate kind,
                  gboolean key_present,
                  int tries,
                  gint64 later_ms)
{
  g_autoptr (GBytes) der = gu_virtual_identity_make_certificate (fixture->identity, kind);
  g_autoptr (GBytes) issuer = gu_virtual_identity_encode (fixture->identity->issuer);
  g_autoptr (GPtrArray) chain = g_ptr_array_new ();

  g_ptr_array_add (chain, issuer);
  return gu_token_certificate_new (der,
                                   "Reader",
                                   "Token",
                                   key_present,
                                   tries,
                                   FALSE,
                                   chain,
                                   g_get_real_time () / 1000 + later_ms);
}

static void
test_usable (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    GuVirtualCertificate kind;
    gboolean key_present;
    int tries;
    gint64 later_ms;
    gboolean usable;
    GuCardError code;
  } cases[] = {
    { GU_VIRTUAL_CERTIFICATE_VALID, TRUE, 3, 0, TRUE, 0 },
    { GU_VIRTUAL_CERTIFICATE_VALID, TRUE, -1, 0, TRUE, 0 },
    { GU_VIRTUAL_CERTIFICATE_VALID, TRUE, 0, 0, FALSE, GU_CARD_ERROR_PIN_BLOCKED },
    { GU_VIRTUAL_CERTIFICATE_VALID, FALSE, 3, 0, FALSE, GU_CARD_ERROR_CERTIFICATE_UNUSABLE },
    { GU_VIRTUAL_CERTIFICATE_VALID,
      TRUE,
      3,
      731 * DAY_MS,
      FALSE,
      GU_CARD_ERROR_CERTIFICATE_EXPIRED },
    { GU_VIRTUAL_CERTIFICATE_VALID,
      TRUE,
      3,
      -2 * DAY_MS,
      FALSE,
      GU_CARD_ERROR_CERTIFICATE_EXPIRED },
    { GU_VIRTUAL_CERTIFICATE_EXPIRED, TRUE, 3, 0, FALSE, GU_CARD_ERROR_CERTIFICATE_EXPIRED },
    { GU_VIRTUAL_CERTIFICATE_NOT_YET, TRUE, 3, 0, FALSE, GU_CARD_ERROR_CERTIFICATE_EXPIRED },
    { GU_VIRTUAL_CERTIFICATE_NOT_YET, TRUE, 3, 6 * DAY_MS, TRUE, 0 },
    { GU_VIRTUAL_CERTIFICATE_LOGIN_ONLY, TRUE, 3, 0, FALSE, GU_CARD_ERROR_CERTIFICATE_UNUSABLE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GuTokenCertificate) certificate = read_certificate (
          fixture, cases[i].kind, cases[i].key_present, cases[i].tries, cases[i].later_ms);

      g_assert_nonnull (certificate);
      g_assert_cmpint (gu_token_certificate_get_usable (certificate), ==, cases[i].usable);
      g_assert_true ((gu_token_certificate_get_reason (certificate) == NULL) == cases[i].usable);
      if (!cases[i].usable)
        g_assert_cmpint (gu_token_certificate_get_reason_code (certificate), ==, cases[i].code);
      g_assert_cmpstr (gu_token_certificate_get_key_type (certificate), ==, "EC-P-256");
      g_assert_cmpuint (gu_token_certificate_get_chain (certificate)->len, ==, 1);
    }
}

static void
test_not_a_certificate (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) whole = gu_virtual_identity_encode (fixture->identity->sign);
  gsize size = g_bytes_get_size (whole);
  g_autoptr (GByteArray) longer = g_byte_array_new ();
  g_autoptr (GBytes) padded = NULL;

  for (gsize n = 0; n < size; n += 7)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (whole, 0, n);

      g_assert_null (gu_token_certificate_new (cut, "R", "T", TRUE, 3, FALSE, NULL, 0));
    }
  g_byte_array_append (longer, g_bytes_get_data (whole, NULL), (guint) size);
  g_byte_array_append (longer, (const guint8 *) "x", 1);
  padded = g_bytes_new (longer->data, longer->len);
  g_assert_null (gu_token_certificate_new (padded, "R", "T", TRUE, 3, FALSE, NULL, 0));
}

/* Bits turned at random: refused or read, never a crash. */
static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) whole = gu_virtual_identity_encode (fixture->identity->sign);
  GRand *rand = g_rand_new_with_seed (509);
  gsize size;
  const guint8 *original = g_bytes_get_data (whole, &size);

  for (guint i = 0; i < 5000; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (original, size);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GuTokenCertificate) certificate = NULL;

      for (guint k = 0; k <= i % 4; k++)
        copy[g_rand_int_range (rand, 0, (gint32) size)] ^= (guint8) g_rand_int_range (rand, 1, 256);
      bytes = g_bytes_new (copy, size);
      certificate = gu_token_certificate_new (bytes, "R", "T", TRUE, 3, FALSE, NULL, 0);
      if (certificate != NULL)
        g_assert_true (g_utf8_validate (gu_token_certificate_get_subject (certificate), -1, NULL));
    }
  g_rand_free (rand);
}

static void
assert_code (GError **error, GuCardError code)
{
  g_assert_error (*error, GU_CARD_ERROR, (int) code);
  g_assert_nonnull (gu_error_get_hint (*error));
  g_assert_nonnull (gu_error_get_detail (*error));
  g_clear_error (error);
}

static void
test_mapping (void)
{
  GError *error = NULL;

  gu_card_error_set_from_pcsc (&error, GU_CARD_PHASE_OPEN, SCARD_E_NO_SERVICE);
  assert_code (&error, GU_CARD_ERROR_NO_SERVICE);
  gu_card_error_set_from_pcsc (&error, GU_CARD_PHASE_OPEN, SCARD_W_REMOVED_CARD);
  assert_code (&error, GU_CARD_ERROR_NO_CARD);
  gu_card_error_set_from_pcsc (&error, GU_CARD_PHASE_SIGN, SCARD_W_REMOVED_CARD);
  assert_code (&error, GU_CARD_ERROR_CARD_REMOVED);
  gu_card_error_set_from_pcsc (&error, GU_CARD_PHASE_SIGN, SCARD_E_SHARING_VIOLATION);
  assert_code (&error, GU_CARD_ERROR_IN_USE);
  gu_card_error_set_from_pkcs11 (&error, GU_CARD_PHASE_PIN, CKR_PIN_INCORRECT, "C_Login", 2);
  assert_code (&error, GU_CARD_ERROR_WRONG_PIN);
  gu_card_error_set_from_pkcs11 (&error, GU_CARD_PHASE_PIN, CKR_PIN_INCORRECT, "C_Login", 0);
  assert_code (&error, GU_CARD_ERROR_PIN_BLOCKED);
  gu_card_error_set_from_pkcs11 (&error, GU_CARD_PHASE_SIGN, CKR_DEVICE_REMOVED, "C_Sign", -1);
  assert_code (&error, GU_CARD_ERROR_CARD_REMOVED);
  gu_card_error_set_from_pkcs11 (&error, GU_CARD_PHASE_OPEN, 0x80001234, "C_Sign", -1);
  assert_code (&error, GU_CARD_ERROR_MODULE_FAILED);

  for (int code = 0; code <= GU_CARD_ERROR_CANCELLED; code++)
    {
      gu_card_error_set (&error, (GuCardError) code, -1, "detail");
      g_assert_cmpstr (gu_error_get_domain_nick (error), ==, "card");
      g_assert_cmpstr (gu_error_get_nick (error), !=, "failed");
      assert_code (&error, (GuCardError) code);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/card/certificate/usable", test_usable);
  ADD ("/card/certificate/not-a-certificate", test_not_a_certificate);
  ADD ("/card/certificate/damaged", test_damaged);
  g_test_add_func ("/card/error/mapping", test_mapping);

  return g_test_run ();
}
