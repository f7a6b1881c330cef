/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A module that crashes, hangs or refuses: the desk lives on, says so, and other modules work. */

#include "config.h"

#include "card-test.h"

#include "gu-error.h"

/* Short, so that a hang is over soon; long enough for a loaded machine to start a process. */
#define DEADLINE_MS 2000

static GuTokenService *
faulty_service (guint fault, gboolean with_opensc)
{
  g_autofree char *path = g_strdup_printf (
      "%s/libfault-%u.so", g_getenv ("GHISEU_CARD_BUILD"), fault);
  const char *modules[] = { path, with_opensc ? "opensc-pkcs11.so" : NULL, NULL };
  GuTokenService *service = gu_token_service_new (g_getenv ("GHISEU_TOKEN_WORKER"), modules);

  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  gu_token_service_set_deadlines (service, DEADLINE_MS, DEADLINE_MS);
  return service;
}

typedef struct
{
  guint fault;
  GuCardError code;
} Case;

static void
test_listing (gconstpointer data)
{
  const Case *fault = data;
  g_autoptr (GuTokenService) service = faulty_service (fault->fault, FALSE);

  card_heal ();
  /* Twice: the second call starts a new process, and fails no worse. */
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) list = gu_token_service_list_certificates (service, NULL, &error);

      g_assert_null (list);
      g_assert_error (error, GU_CARD_ERROR, (int) fault->code);
      g_assert_nonnull (gu_error_get_hint (error));
    }
}

static void
test_signing (gconstpointer data)
{
  const Case *fault = data;
  g_autoptr (GuTokenService) service = faulty_service (fault->fault, FALSE);

  card_heal ();
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *id = card_usable_id (service);

      g_free (card_assert_refused (service, id, "123456", fault->code));
    }
  g_assert_cmpuint (card_count ("verify_bad"), ==, 0);
}

/* The good module beside a bad one signs as ever. */
static void
test_beside (gconstpointer data)
{
  const Case *fault = data;
  g_autoptr (GuTokenService) service = faulty_service (fault->fault, TRUE);
  g_autofree char *id = NULL;

  card_heal ();
  gu_token_service_set_deadlines (service, DEADLINE_MS, 20000);
  id = card_usable_id (service);
  card_assert_signs (service, id);
}

static void
test_missing (void)
{
  const char *modules[] = { "/nonexistent/libvendor.so", NULL };
  g_autoptr (GuTokenService)
      service = gu_token_service_new (g_getenv ("GHISEU_TOKEN_WORKER"), modules);
  g_autoptr (GError) error = NULL;

  card_heal ();
  g_assert_null (gu_token_service_list_certificates (service, NULL, &error));
  g_assert_error (error, GU_CARD_ERROR, GU_CARD_ERROR_MODULE_FAILED);
}

static void
test_no_worker (void)
{
  g_autoptr (GuTokenService) service = gu_token_service_new ("/nonexistent/worker", NULL);
  g_autoptr (GError) error = NULL;

  card_heal ();
  g_assert_null (gu_token_service_list_certificates (service, NULL, &error));
  g_assert_error (error, GU_CARD_ERROR, GU_CARD_ERROR_MODULE_FAILED);
}

int
main (int argc, char **argv)
{
  static const Case crash = { 1, GU_CARD_ERROR_MODULE_FAILED };
  static const Case hang = { 2, GU_CARD_ERROR_TIMEOUT };
  static const Case refuse = { 3, GU_CARD_ERROR_MODULE_FAILED };
  static const Case crash_at_pin = { 4, GU_CARD_ERROR_MODULE_FAILED };
  static const Case hang_at_pin = { 5, GU_CARD_ERROR_TIMEOUT };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_data_func ("/card/module/crash", &crash, test_listing);
  g_test_add_data_func ("/card/module/hang", &hang, test_listing);
  g_test_add_data_func ("/card/module/refuse", &refuse, test_listing);
  g_test_add_data_func ("/card/module/crash-at-pin", &crash_at_pin, test_signing);
  g_test_add_data_func ("/card/module/hang-at-pin", &hang_at_pin, test_signing);
  g_test_add_data_func ("/card/module/crash-beside", &crash, test_beside);
  g_test_add_data_func ("/card/module/refuse-beside", &refuse, test_beside);
  g_test_add_func ("/card/module/missing", test_missing);
  g_test_add_func ("/card/module/no-worker", test_no_worker);

  return g_test_run ();
}
