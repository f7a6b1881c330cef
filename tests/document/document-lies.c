/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test"

#include "config.h"

#include "gu-document-error.h"
#include "gu-document-service.h"
#include "gu-sealed-bytes.h"
#include "gu-worker-process.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* A worker that a document has taken over: nothing it answers harms the desk. */

static int
open_good_file (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("TEST_CORPUS"), "good.pdf", NULL);
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);

  return fd;
}

static GuDocumentHandle *
open_with_lie (const char *lie, GError **error)
{
  g_autoptr (GuDocumentService) service = gu_document_service_new (g_getenv ("TEST_LYING_DIR"));
  GuDocumentHandle *handle;
  int fd = open_good_file ();

  g_setenv ("TEST_LIE", lie, TRUE);
  handle = gu_document_service_open (service, fd, NULL, error);
  close (fd);

  return handle;
}

static void
test_picture (gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GuDocumentHandle) handle = open_with_lie (data, &error);

  g_assert_no_error (error);
  g_assert_null (gu_document_handle_render (handle, 0, 1.0, 0, NULL, &error));
  g_assert_error (error, GU_DOCUMENT_ERROR, GU_DOCUMENT_ERROR_FAILED);
}

static void
test_true_picture (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GuDocumentHandle) handle = open_with_lie ("truth", &error);
  g_autoptr (GuPagePicture) picture = gu_document_handle_render (handle, 0, 1.0, 0, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (gu_page_picture_get_width (picture), ==, 10);
  g_assert_cmpuint (g_bytes_get_size (gu_page_picture_get_pixels (picture)), ==, 400);
}

static void
test_pages (void)
{
  static const char *const lies[] = { "many", "none", "open-type" };
  g_autoptr (GuDocumentHandle) handle = NULL;
  double width, height;

  for (gsize i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (open_with_lie (lies[i], &error));
      g_assert_error (error, GU_DOCUMENT_ERROR, GU_DOCUMENT_ERROR_FAILED);
    }

  /* A size that is no size becomes A4. */
  handle = open_with_lie ("nan", NULL);
  g_assert_true (gu_document_handle_get_page_size (handle, 0, &width, &height));
  g_assert_cmpfloat (width, ==, 595.0);
  g_assert_cmpfloat (height, ==, 842.0);
}

static GuDocumentReport *
inspect_with_lie (const char *lie, GError **error)
{
  g_autoptr (GuDocumentService) service = gu_document_service_new (g_getenv ("TEST_LYING_DIR"));
  GuDocumentReport *report;
  int fd = open_good_file ();

  g_setenv ("TEST_LIE", lie, TRUE);
  report = gu_document_service_inspect (service, fd, "good.pdf", NULL, error);
  close (fd);

  return report;
}

static void
test_inspect (void)
{
  static const char *const lies[] = { "silent", "type" };
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autoptr (GuDocumentReport) report = inspect_with_lie (lies[i], NULL);

      g_assert_error (
          gu_document_report_get_error (report), GU_DOCUMENT_ERROR, GU_DOCUMENT_ERROR_FAILED);
    }

  /* It knows no second look: a worker of another version is the machine's fault, not the file's. */
  g_assert_null (inspect_with_lie ("warnings", &error));
  g_assert_error (error, GU_WORKER_ERROR, GU_WORKER_ERROR_UNKNOWN_METHOD);
}

static void
test_sealed_bytes (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("words", 5);
  g_autoptr (GBytes) mapped = NULL;
  g_autoptr (GBytes) too_large = NULL;
  g_autoptr (GError) error = NULL;
  int fd = gu_sealed_bytes_new_fd (bytes, &error);
  int loose = memfd_create ("loose", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  g_assert_no_error (error);
  mapped = gu_sealed_bytes_map (fd, 5, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (bytes, mapped));
  g_assert_cmpint (write (fd, "x", 1), ==, -1);
  g_assert_cmpint (ftruncate (fd, 1), ==, -1);

  too_large = gu_sealed_bytes_map (fd, 4, &error);
  g_assert_null (too_large);
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL);
  g_clear_error (&error);
  close (fd);
  /* The mapping outlives the descriptor. */
  g_assert_true (g_bytes_equal (bytes, mapped));

  g_assert_cmpint (write (loose, "words", 5), ==, 5);
  g_assert_null (gu_sealed_bytes_map (loose, 5, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL);
  close (loose);
}

int
main (int argc, char **argv)
{
  static const char *const lies[] = { "no-picture", "type",     "small", "unsealed", "writable",
                                      "stride",     "overflow", "zero",  "file" };

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autofree char *path = g_strdup_printf ("/document/lies/picture/%s", lies[i]);

      g_test_add_data_func (path, lies[i], test_picture);
    }
  g_test_add_func ("/document/lies/true-picture", test_true_picture);
  g_test_add_func ("/document/lies/pages", test_pages);
  g_test_add_func ("/document/lies/inspect", test_inspect);
  g_test_add_func ("/document/lies/sealed-bytes", test_sealed_bytes);

  return g_test_run ();
}
