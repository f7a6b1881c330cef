/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signing through the whole chain (service, worker, p11-kit, OpenSC, pcscd, reader, card), and each
 * thing that can go wrong on the way. */

#include "config.h"

#include "card-test.h"

#include "gu-error.h"

#include <string.h>
#include <winscard.h>

/* How a card may be pulled without a wait of the module's own showing through. */
#define PROMPT_S 6

static void
test_list (void)
{
  g_autoptr (GuTokenService) service = card_service_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = NULL;
  GuTokenCertificate *sign, *login;

  card_heal ();
  list = gu_token_service_list_certificates (service, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 2);

  sign = g_ptr_array_index (list, 0);
  g_assert_true (gu_token_certificate_get_usable (sign));
  g_assert_null (gu_token_certificate_get_reason (sign));
  g_assert_cmpstr (gu_token_certificate_get_subject (sign), ==, "Ionuț-Cătălin Ștefănescu");
  g_assert_cmpstr (gu_token_certificate_get_issuer (sign), ==, "Autoritate de probă Ghișeu Unic");
  g_assert_cmpstr (gu_token_certificate_get_reader (sign), ==, "Ghiseu Virtual Reader 00 00");
  g_assert_cmpint (gu_token_certificate_get_pin_tries (sign), ==, 3);
  g_assert_cmpuint (strlen (gu_token_certificate_get_id (sign)), ==, 64);
  g_assert_true (gu_token_certificate_get_always_authenticate (sign));
  g_assert_false (gu_token_certificate_get_pin_pad (sign));

  login = g_ptr_array_index (list, 1);
  g_assert_false (gu_token_certificate_get_usable (login));
  g_assert_nonnull (gu_token_certificate_get_reason (login));
  g_assert_cmpint (
      gu_token_certificate_get_reason_code (login), ==, GU_CARD_ERROR_CERTIFICATE_UNUSABLE);

  /* Looking costs nothing. */
  g_assert_cmpuint (card_count ("verify_ok"), ==, 0);
  g_assert_cmpuint (card_count ("verify_bad"), ==, 0);
}

static void
test_sign (void)
{
  g_autoptr (GuTokenService) service = card_service_new ();
  g_autofree char *id = NULL;
  guint warm_apdus, apdus;

  card_heal ();
  id = card_usable_id (service);
  card_assert_signs (service, id);
  g_assert_cmpuint (card_count ("sign"), ==, 1);
  g_assert_cmpuint (card_count ("unlocked"), ==, 0);

  /* The session stays open: later signatures do not read the card again. */
  apdus = card_count ("apdus");
  for (guint i = 0; i < 4; i++)
    card_assert_signs (service, id);
  warm_apdus = card_count ("apdus") - apdus;
  g_test_message ("%u commands for each further signature and listing", warm_apdus / 4);
  g_assert_cmpuint (warm_apdus / 4, <, 30);
  g_assert_cmpuint (card_count ("sign"), ==, 5);
  g_assert_cmpuint (card_count ("verify_bad"), ==, 0);
  g_assert_cmpuint (card_count ("unlocked"), ==, 0);
}

static void
test_batch (void)
{
  g_autoptr (GuTokenService) service = card_service_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GuSecretBytes) pin = card_pin ("123456");
  g_autoptr (GPtrArray) digests = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GPtrArray) signatures = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autofree char *id = NULL;

  card_heal ();
  id = card_usable_id (service);
  for (guint i = 0; i < 10; i++)
    g_ptr_array_add (digests, card_digest ());
  signatures = gu_token_service_sign_digests (service, id, pin, digests, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (signatures->len, ==, 10);
  list = gu_token_service_list_certificates (service, NULL, &error);
  for (guint i = 0; i < 10; i++)
    g_assert_true (gu_token_certificate_verify_digest (g_ptr_array_index (list, 0),
                                                       g_ptr_array_index (digests, i),
                                                       g_ptr_array_index (signatures, i)));
  g_assert_cmpuint (card_count ("unlocked"), ==, 0);
}

static void
test_wrong_pin (void)
{
  g_autoptr (GuTokenService) service = card_service_new ();
  g_autofree char *id = NULL;
  g_autofree char *two_left = NULL;
  g_autofree char *one_left = NULL;
  g_autofree char *blocked = NULL;
  g_autofree char *again = NULL;

  card_heal ();
  id = card_usable_id (service);

  two_left = card_assert_refused (service, id, "000000", GU_CARD_ERROR_WRONG_PIN);
  g_assert_nonnull (strstr (two_left, "2"));
  g_assert_cmpuint (card_count ("verify_bad"), ==, 1);

  /* The right PIN still works, and fills the tries up again. */
  card_assert_signs (service, id);
  g_assert_cmpuint (card_count ("tries"), ==, 3);

  g_free (card_assert_refused (service, id, "000000", GU_CARD_ERROR_WRONG_PIN));
  one_left = card_assert_refused (service, id, "111111", GU_CARD_ERROR_WRONG_PIN);
  g_assert_nonnull (strstr (one_left, "1"));
  blocked = card_assert_refused (service, id, "222222", GU_CARD_ERROR_PIN_BLOCKED);
  g_assert_cmpuint (card_count ("verify_bad"), ==, 4);

  /* A blocked card is not asked again, not even with the right PIN. */
  again = card_assert_refused (service, id, "123456", GU_CARD_ERROR_PIN_BLOCKED);
  g_assert_cmpuint (card_count ("verify_bad"), ==, 4);
  g_assert_cmpuint (card_count ("tries"), ==, 0);
}

static void
test_blocked_shows (void)
{
  g_autoptr (GuTokenService) service = card_service_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = NULL;

  card_heal ();
  card_do ("tries 0");
  list = gu_token_service_list_certificates (service, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < list->len; i++)
    {
      GuTokenCertificate *certificate = g_ptr_array_index (list, i);

      g_assert_cmpint (gu_token_certificate_get_pin_tries (certificate), ==, 0);
      g_assert_false (gu_token_certificate_get_usable (certificate));
    }
}

static void
test_pin_format (void)
{
  static const char *const bad[] = { "", "1", "123", "123456789", "abcdef12345", NULL };
  g_autoptr (GuTokenService) service = card_service_new ();
  g_autofree char *id = NULL;

  card_heal ();
  id = card_usable_id (service);
  for (guint i = 0; bad[i] != NULL; i++)
    g_free (card_assert_refused (service, id, bad[i], GU_CARD_ERROR_PIN_FORMAT));
  g_free (card_assert_refused (service, id, NULL, GU_CARD_ERROR_PIN_FORMAT));
  g_assert_cmpuint (card_count ("verify_bad"), ==, 0);
  g_assert_cmpuint (card_count ("tries"), ==, 3);
  card_assert_signs (service, id);
}

static void
test_certificates (void)
{
  static const struct
  {
    const char *kind;
    GuCardError code;
  } cases[] = {
    { "expired", GU_CARD_ERROR_CERTIFICATE_EXPIRED },
    { "not-yet", GU_CARD_ERROR_CERTIFICATE_EXPIRED },
    { "login-only", GU_CARD_ERROR_CERTIFICATE_UNUSABLE },
  };
  g_autoptr (GuTokenService) service = card_service_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) list = NULL;
      guint found = 0;

      card_heal ();
      card_do ("certificate %s", cases[i].kind);
      list = gu_token_service_list_certificates (service, NULL, &error);
      g_assert_no_error (error);
      for (guint k = 0; k < list->len; k++)
        {
          GuTokenCertificate *certificate = g_ptr_array_index (list, k);

          g_assert_false (gu_token_certificate_get_usable (certificate));
          g_assert_nonnull (gu_token_certificate_get_reason (certificate));
          if (gu_token_certificate_get_reason_code (certificate) != cases[i].code)
            continue;
          found++;
          g_free (card_assert_refused (
              service, gu_token_certificate_get_id (certificate), "123456", cases[i].code));
        }
      g_assert_cmpuint (found, >, 0);
      g_assert_cmpuint (card_count ("verify_ok"), ==, 0);
    }
}

static void
assert_list_fails (GuTokenService *service, GuCardError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = gu_token_service_list_certificates (service, NULL, &error);

  g_assert_null (list);
  g_assert_error (error, GU_CARD_ERROR, (int) code);
  g_assert_nonnull (gu_error_get_hint (error));
}

static void
test_no_card_to_use (void)
{
  g_autoptr (GuTokenService) service = card_service_new ();

  card_heal ();
  card_do ("certificate none");
  assert_list_fails (service, GU_CARD_ERROR_NO_CERTIFICATE);
  card_do ("card unknown");
  assert_list_fails (service, GU_CARD_ERROR_UNKNOWN_CARD);
  card_do ("card mute");
  assert_list_fails (service, GU_CARD_ERROR_MUTE_CARD);
  card_do ("remove");
  assert_list_fails (service, GU_CARD_ERROR_NO_CARD);
  card_heal ();
  g_free (card_usable_id (service));
}

/* Another program holds the card for itself: said so, and over when it lets go. */
static void
test_in_use (void)
{
  g_autoptr (GuTokenService) service = card_service_new ();
  SCARDCONTEXT context;
  SCARDHANDLE card;
  DWORD protocol;

  card_heal ();
  g_assert_cmpint (
      SCardEstablishContext (SCARD_SCOPE_SYSTEM, NULL, NULL, &context), ==, SCARD_S_SUCCESS);
  g_assert_cmpint (SCardConnect (context,
                                 "Ghiseu Virtual Reader 00 00",
                                 SCARD_SHARE_EXCLUSIVE,
                                 SCARD_PROTOCOL_T1,
                                 &card,
                                 &protocol),
                   ==,
                   SCARD_S_SUCCESS);
  assert_list_fails (service, GU_CARD_ERROR_IN_USE);
  SCardDisconnect (card, SCARD_LEAVE_CARD);
  SCardReleaseContext (context);
  g_free (card_usable_id (service));
}

static void
test_cut_certificate (void)
{
  g_autoptr (GuTokenService) service = card_service_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = NULL;

  card_heal ();
  card_do ("certificate cut");
  list = gu_token_service_list_certificates (service, NULL, &error);
  for (guint i = 0; list != NULL && i < list->len; i++)
    g_assert_false (gu_token_certificate_get_usable (g_ptr_array_index (list, i)));
  if (list == NULL)
    g_assert_error (error, GU_CARD_ERROR, GU_CARD_ERROR_NO_CERTIFICATE);
}

/* Pulled at every step of signing: a sentence in seconds, nothing signed, and the next card signs.
 */
static void
test_pulled (gconstpointer data)
{
  const char *where = data;
  g_autoptr (GuTokenService) service = card_service_new ();
  g_autofree char *id = NULL;
  gint64 start;

  card_heal ();
  id = card_usable_id (service);
  card_do ("remove-at %s", where);
  start = g_get_monotonic_time ();
  g_free (card_assert_refused (service, id, "123456", GU_CARD_ERROR_CARD_REMOVED));
  g_test_message ("refused after %" G_GINT64_FORMAT " ms",
                  (g_get_monotonic_time () - start) / 1000);
  g_assert_cmpint (g_get_monotonic_time () - start, <, PROMPT_S * G_TIME_SPAN_SECOND);
  g_assert_cmpuint (card_count ("verify_bad"), ==, 0);
  g_assert_cmpuint (card_count ("tries"), ==, 3);

  card_heal ();
  card_assert_signs (service, id);
}

static void
test_pulled_before (void)
{
  g_autoptr (GuTokenService) service = card_service_new ();
  g_autofree char *id = NULL;

  card_heal ();
  id = card_usable_id (service);
  card_do ("remove");
  g_free (card_assert_refused (service, id, "123456", GU_CARD_ERROR_NO_CARD));

  /* Put back before signing: it is read again, and signs. */
  card_do ("insert");
  card_assert_signs (service, id);
  card_do ("reinsert");
  card_assert_signs (service, id);
}

static void
test_other_card (void)
{
  g_autoptr (GuTokenService) service = card_service_new ();
  g_autofree char *id = NULL;

  card_heal ();
  id = card_usable_id (service);
  card_do ("certificate expired"); /* the signing certificate is another one now */
  g_free (card_assert_refused (service, id, "123456", GU_CARD_ERROR_NO_CERTIFICATE));
  g_assert_cmpuint (card_count ("verify_ok"), ==, 0);
}

/* The card signs, but not what it was asked to: never let out. */
static void
test_lies (gconstpointer data)
{
  const char *fault = data;
  g_autoptr (GuTokenService) service = card_service_new ();
  g_autofree char *id = NULL;

  card_heal ();
  if (g_str_equal (fault, "certificate other-key"))
    card_do ("%s", fault);
  id = card_usable_id (service);
  if (!g_str_equal (fault, "certificate other-key"))
    card_do ("%s", fault);
  g_free (card_assert_refused (service, id, "123456", GU_CARD_ERROR_BAD_ANSWER));
  g_assert_cmpuint (card_count ("verify_bad"), ==, 0);
  g_assert_cmpuint (card_count ("unlocked"), ==, 0);

  card_heal ();
  g_free (id);
  id = card_usable_id (service);
  card_assert_signs (service, id);
}

static void
test_garbage (void)
{
  g_autoptr (GuTokenService) service = card_service_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GuSecretBytes) pin = card_pin ("123456");
  g_autoptr (GBytes) digest = card_digest ();
  g_autoptr (GPtrArray) list = NULL;
  g_autofree char *id = NULL;

  card_heal ();
  id = card_usable_id (service);
  gu_token_service_set_deadlines (service, 3000, 2000);
  card_do ("garbage");
  g_assert_null (gu_token_service_sign_digest (service, id, pin, digest, NULL, &error));
  g_assert_nonnull (error);
  g_assert_true (error->domain == GU_CARD_ERROR);
  g_test_message ("while signing: %s", gu_error_get_nick (error));
  g_clear_error (&error);

  /* And from the start: no card that anyone knows. */
  card_do ("reinsert");
  list = gu_token_service_list_certificates (service, NULL, &error);
  g_assert_null (list);
  g_assert_nonnull (error);
  g_test_message ("while reading: %s", gu_error_get_nick (error));

  gu_token_service_set_deadlines (service, 20000, 20000);
  card_heal ();
  card_assert_signs (service, id);
}

static void
test_slow (void)
{
  g_autoptr (GuTokenService) service = card_service_new ();
  g_autofree char *id = NULL;

  card_heal ();
  id = card_usable_id (service);
  card_do ("slow 60");
  card_assert_signs (service, id);
}

static void
wait_until_locked (void)
{
  gint64 end = g_get_monotonic_time () + 10 * G_TIME_SPAN_SECOND;

  while (card_count ("unlocked") != 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (10 * 1000);
    }
}

/* A card that never answers: given up in time, and the next one works. */
static void
test_hang (gconstpointer data)
{
  const char *step = data;
  g_autoptr (GuTokenService) service = card_service_new ();
  g_autofree char *id = NULL;
  gint64 start;

  card_heal ();
  id = card_usable_id (service);
  card_do ("hang %s", step);
  gu_token_service_set_deadlines (service, 20000, 700);
  start = g_get_monotonic_time ();
  /* pcscd itself waits for the card, so it must answer before PC/SC can be asked anything. */
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (GuSecretBytes) pin = card_pin ("123456");
    g_autoptr (GBytes) digest = card_digest ();
    g_autoptr (GBytes)
        signature = gu_token_service_sign_digest (service, id, pin, digest, NULL, &error);

    g_assert_null (signature);
    g_assert_error (error, GU_CARD_ERROR, GU_CARD_ERROR_TIMEOUT);
  }
  g_assert_cmpint (g_get_monotonic_time () - start, <, PROMPT_S * G_TIME_SPAN_SECOND);

  /* Even if the card takes the PIN after all: nobody finds it open. */
  card_do ("unhang");
  wait_until_locked ();
  gu_token_service_set_deadlines (service, 20000, 20000);
  card_assert_signs (service, id);
}

static gpointer
cancel_soon (gpointer data)
{
  g_usleep (200 * 1000);
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_cancel (void)
{
  g_autoptr (GuTokenService) service = card_service_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GuSecretBytes) pin = card_pin ("123456");
  g_autoptr (GBytes) digest = card_digest ();
  g_autofree char *id = NULL;
  GThread *thread;

  card_heal ();
  id = card_usable_id (service);
  card_do ("slow 400");
  thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_assert_null (gu_token_service_sign_digest (service, id, pin, digest, cancellable, &error));
  g_thread_join (thread);
  g_assert_error (error, GU_CARD_ERROR, GU_CARD_ERROR_CANCELLED);
  card_heal ();
  card_assert_signs (service, id);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/card/token/list", test_list);
  g_test_add_func ("/card/token/sign", test_sign);
  g_test_add_func ("/card/token/batch", test_batch);
  g_test_add_func ("/card/token/wrong-pin", test_wrong_pin);
  g_test_add_func ("/card/token/blocked-shows", test_blocked_shows);
  g_test_add_func ("/card/token/pin-format", test_pin_format);
  g_test_add_func ("/card/token/certificates", test_certificates);
  g_test_add_func ("/card/token/no-card-to-use", test_no_card_to_use);
  g_test_add_func ("/card/token/in-use", test_in_use);
  g_test_add_func ("/card/token/cut-certificate", test_cut_certificate);
  g_test_add_func ("/card/token/pulled/before", test_pulled_before);
  g_test_add_data_func ("/card/token/pulled/at-pin", "before verify", test_pulled);
  g_test_add_data_func ("/card/token/pulled/after-pin", "after verify", test_pulled);
  g_test_add_data_func ("/card/token/pulled/at-second-pin", "before verify 2", test_pulled);
  g_test_add_data_func (
      "/card/token/pulled/between-pin-and-signature", "after verify 2", test_pulled);
  g_test_add_data_func ("/card/token/pulled/at-signature", "before sign", test_pulled);
  g_test_add_func ("/card/token/other-card", test_other_card);
  g_test_add_data_func ("/card/token/lies/wrong-signature", "wrong-signature", test_lies);
  g_test_add_data_func ("/card/token/lies/other-key", "certificate other-key", test_lies);
  g_test_add_data_func ("/card/token/lies/sw-6f00", "sw sign 6F00", test_lies);
  g_test_add_data_func ("/card/token/lies/sw-6a80", "sw sign 6A80", test_lies);
  g_test_add_data_func ("/card/token/lies/forgets-pin", "forget-pin", test_lies);
  g_test_add_func ("/card/token/garbage", test_garbage);
  g_test_add_func ("/card/token/slow", test_slow);
  g_test_add_data_func ("/card/token/hang/verify", "verify", test_hang);
  g_test_add_data_func ("/card/token/hang/sign", "sign", test_hang);
  g_test_add_func ("/card/token/cancel", test_cancel);

  return g_test_run ();
}
