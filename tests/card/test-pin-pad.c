/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A reader with keys of its own: the PIN never enters the computer. */

#include "config.h"

#include "card-test.h"

/* The person at the reader: types the same digits each time the reader asks. */
typedef struct
{
  const char *digits;
  gboolean done; /* atomic */
} Person;

static gpointer
type_when_asked (gpointer data)
{
  Person *person = data;

  /* "type" stays until the reader asks, so saying it often does no harm. */
  while (!g_atomic_int_get (&person->done))
    {
      g_free (card_tell ("type %s", person->digits));
      g_usleep (20 * 1000);
    }
  return NULL;
}

static GBytes *
sign_while_typing (const char *digits, GBytes *digest, GError **error)
{
  g_autoptr (GuTokenService) service = card_service_new ();
  g_autofree char *id = NULL;
  Person person = { digits, FALSE };
  GThread *thread;
  GBytes *signature;

  card_heal ();
  id = card_usable_id (service);
  thread = g_thread_new ("person", type_when_asked, &person);
  signature = gu_token_service_sign_digest (service, id, NULL, digest, NULL, error);
  g_atomic_int_set (&person.done, TRUE);
  g_thread_join (thread);
  return signature;
}

static void
test_shown (void)
{
  g_autoptr (GuTokenService) service = card_service_new ();
  g_autoptr (GPtrArray) list = NULL;

  card_heal ();
  list = gu_token_service_list_certificates (service, NULL, NULL);
  g_assert_nonnull (list);
  g_assert_true (gu_token_certificate_get_pin_pad (g_ptr_array_index (list, 0)));
}

static void
test_typed (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) digest = card_digest ();
  g_autoptr (GBytes) signature = sign_while_typing ("123456", digest, &error);

  g_assert_no_error (error);
  g_assert_nonnull (signature);
  /* Once for the session and once for the key. */
  g_assert_cmpuint (card_count ("verify_ok"), ==, 2);
  g_assert_cmpuint (card_count ("unlocked"), ==, 0);
}

static void
test_wrong (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) digest = card_digest ();
  g_autoptr (GBytes) signature = sign_while_typing ("000000", digest, &error);

  g_assert_null (signature);
  g_assert_error (error, GU_CARD_ERROR, GU_CARD_ERROR_WRONG_PIN);
  g_assert_cmpuint (card_count ("verify_bad"), ==, 1);
}

static void
test_cancelled (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) digest = card_digest ();
  g_autoptr (GBytes) signature = sign_while_typing ("cancel", digest, &error);

  g_assert_null (signature);
  g_assert_error (error, GU_CARD_ERROR, GU_CARD_ERROR_CANCELLED);
  g_assert_cmpuint (card_count ("tries"), ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/card/pin-pad/shown", test_shown);
  g_test_add_func ("/card/pin-pad/typed", test_typed);
  g_test_add_func ("/card/pin-pad/wrong", test_wrong);
  g_test_add_func ("/card/pin-pad/cancelled", test_cancelled);
  return g_test_run ();
}
