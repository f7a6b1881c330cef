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

static gpointer
pull_soon (gpointer data)
{
  g_usleep (200 * 1000);
  card_do ("remove");
  return NULL;
}

/* Some modules wait for ever for a card that was pulled: the desk sees it go and does not wait. */
static void
test_hang_when_pulled (void)
{
  g_autoptr (GuTokenService) service = faulty_service (6, FALSE);
  g_autofree char *id = NULL;
  gint64 start;
  GThread *thread;

  card_heal ();
  gu_token_service_set_deadlines (service, 20000, 60000);
  id = card_usable_id (service);
  thread = g_thread_new ("pull", pull_soon, NULL);
  start = g_get_monotonic_time ();
  g_free (card_assert_refused (service, id, "123456", GU_CARD_ERROR_CARD_REMOVED));
  g_test_message ("given up after %" G_GINT64_FORMAT " ms",
                  (g_get_monotonic_time () - start) / 1000);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 15 * G_TIME_SPAN_SECOND);
  g_thread_join (thread);
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
  g_test_add_func ("/card/module/hang-when-pulled", test_hang_when_pulled);
  g_test_add_func ("/card/module/missing", test_missing);
  g_test_add_func ("/card/module/no-worker", test_no_worker);

  return g_test_run ();
}
