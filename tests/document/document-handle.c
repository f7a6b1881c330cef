/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test"

#include "config.h"

#include "gu-document-error.h"
#include "gu-document-service.h"

#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  GuDocumentService *service;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->service = gu_document_service_new (NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->service);
}

static int
open_file (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("TEST_CORPUS"), name, NULL);
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);

  return fd;
}

static GuDocumentHandle *
open_document (Fixture *fixture, const char *name, GError **error)
{
  int fd = open_file (name);
  GuDocumentHandle *handle = gu_document_service_open (fixture->service, fd, NULL, error);

  close (fd);

  return handle;
}

static guint
darkness (GuPagePicture *picture, guint x0, guint y0, guint x1, guint y1)
{
  const guint8 *pixels = g_bytes_get_data (gu_page_picture_get_pixels (picture), NULL);
  guint dark = 0;

  for (guint y = y0; y < MIN (y1, gu_page_picture_get_height (picture)); y++)
    for (guint x = x0; x < MIN (x1, gu_page_picture_get_width (picture)); x++)
      dark += pixels[y * gu_page_picture_get_stride (picture) + x * 4] < 128 ? 1 : 0;

  return dark;
}

static void
assert_renders (GuDocumentHandle *handle, guint page)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GuPagePicture)
      picture = gu_document_handle_render (handle, page, 1.0, 0, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (gu_page_picture_get_width (picture), ==, 595);
  g_assert_cmpuint (gu_page_picture_get_height (picture), ==, 842);
  /* The title stands in the upper part of the page, nothing in the lower. */
  g_assert_cmpuint (darkness (picture, 0, 90, 595, 170), >, 300);
  g_assert_cmpuint (darkness (picture, 0, 200, 595, 842), ==, 0);
}

static void
test_open (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GuDocumentHandle) handle = open_document (fixture, "three-pages.pdf", &error);
  double width, height;

  g_assert_no_error (error);
  g_assert_cmpuint (gu_document_handle_get_n_pages (handle), ==, 3);
  g_assert_cmpstr (gu_document_handle_get_media_type (handle), ==, "application/pdf");
  g_assert_true (gu_document_handle_get_page_size (handle, 2, &width, &height));
  g_assert_cmpfloat_with_epsilon (width, 595.0, 0.01);
  g_assert_cmpfloat_with_epsilon (height, 842.0, 0.01);
  g_assert_false (gu_document_handle_get_page_size (handle, 3, NULL, NULL));
  for (guint i = 0; i < 3; i++)
    assert_renders (handle, i);
}

static void
test_rotation (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GuDocumentHandle) handle = open_document (fixture, "good.pdf", NULL);
  g_autoptr (GuPagePicture) right = gu_document_handle_render (handle, 0, 1.0, 90, NULL, NULL);
  g_autoptr (GuPagePicture) down = gu_document_handle_render (handle, 0, 1.0, 180, NULL, NULL);
  g_autoptr (GuPagePicture) left = gu_document_handle_render (handle, 0, 1.0, 270, NULL, NULL);
  g_autoptr (GuPagePicture) also_left = gu_document_handle_render (handle, 0, 1.0, -90, NULL, NULL);

  g_assert_cmpuint (gu_page_picture_get_width (right), ==, 842);
  g_assert_cmpuint (gu_page_picture_get_height (right), ==, 595);
  /* Clockwise: the top of the page comes to the right. */
  g_assert_cmpuint (darkness (right, 842 - 170, 0, 842 - 90, 595), >, 300);
  g_assert_cmpuint (darkness (right, 0, 0, 600, 595), ==, 0);
  g_assert_cmpuint (darkness (down, 0, 842 - 170, 595, 842 - 90), >, 300);
  g_assert_cmpuint (darkness (left, 90, 0, 170, 595), >, 300);
  g_assert_true (
      g_bytes_equal (gu_page_picture_get_pixels (left), gu_page_picture_get_pixels (also_left)));
}

static void
test_sizes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GuDocumentHandle) handle = open_document (fixture, "good.pdf", NULL);
  g_autoptr (GuDocumentHandle) huge = open_document (fixture, "huge-page.pdf", NULL);
  g_autoptr (GuPagePicture) large = gu_document_handle_render (handle, 0, 100.0, 0, NULL, &error);
  g_autoptr (GuPagePicture) tiny = gu_document_handle_render (handle, 0, 0.0001, 0, NULL, &error);
  g_autoptr (GuPagePicture) bounded = NULL;
  g_autoptr (GuPagePicture) nothing = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (gu_page_picture_get_width (large) / 1000
                        * (gu_page_picture_get_height (large) / 1000),
                    <=,
                    40);
  g_assert_cmpuint (gu_page_picture_get_width (large), >, 4000);
  g_assert_cmpuint (gu_page_picture_get_width (tiny), ==, 1);

  bounded = gu_document_handle_render (huge, 0, 1.0, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (gu_page_picture_get_width (bounded), <=, 16384);

  nothing = gu_document_handle_render (handle, 0, (double) NAN, 0, NULL, &error);
  g_assert_error (error, GU_DOCUMENT_ERROR, GU_DOCUMENT_ERROR_DAMAGED);
}

static void
test_no_such_page (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GuDocumentHandle) handle = open_document (fixture, "good.pdf", NULL);

  g_assert_null (gu_document_handle_render (handle, 1, 1.0, 0, NULL, &error));
  g_assert_error (error, GU_DOCUMENT_ERROR, GU_DOCUMENT_ERROR_NO_SUCH_PAGE);
  assert_renders (handle, 0);
}

static void
test_text_and_find (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GuDocumentHandle) handle = open_document (fixture, "pages-1500.pdf", NULL);
  g_autofree char *text = gu_document_handle_get_text (handle, 7, NULL, &error);
  g_autoptr (GArray) matches = NULL;
  g_autoptr (GArray) none = NULL;
  const GuDocumentMatch *match;

  g_assert_no_error (error);
  g_assert_nonnull (strstr (text, "Extras de carte funciara"));

  matches = gu_document_handle_find (handle, "CADASTRAL", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (matches->len, ==, 1000);
  match = &g_array_index (matches, GuDocumentMatch, 999);
  g_assert_cmpuint (match->page, ==, 999);
  /* The baseline stands 690 points above the lower edge, so about 145 below the upper. */
  g_assert_cmpfloat (match->y, >, 842 - 690 - 20);
  g_assert_cmpfloat (match->y + match->height, <, 842 - 690 + 10);
  g_assert_cmpfloat (match->x, >, 72);
  g_assert_cmpfloat (match->width, >, 30);

  none = gu_document_handle_find (handle, "nowhere", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);
}

typedef struct
{
  GAsyncResult *result;
  guint *order;
  guint when;
} Waiter;

static guint order;

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  Waiter *waiter = data;

  waiter->result = g_object_ref (result);
  waiter->when = ++order;
}

static void
wait_for (Waiter *waiter)
{
  while (waiter->result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_async (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GuDocumentHandle) handle = NULL;
  g_autoptr (GuPagePicture) picture = NULL;
  g_autoptr (GuPagePicture) small = NULL;
  g_autoptr (GArray) matches = NULL;
  Waiter opened = { 0 }, found = { 0 }, drawn = { 0 }, thumb = { 0 };
  int fd = open_file ("pages-1500.pdf");

  order = 0;
  gu_document_service_open_async (fixture->service, fd, "application/pdf", NULL, on_done, &opened);
  close (fd);
  wait_for (&opened);
  handle = gu_document_service_open_finish (fixture->service, opened.result, &error);
  g_assert_no_error (error);

  gu_document_handle_find_async (handle, "nowhere", NULL, on_done, &found);
  gu_document_handle_render_async (handle, 0, 1.0, 0, NULL, on_done, &drawn);
  gu_document_handle_thumbnail_async (handle, 1, 100, NULL, on_done, &thumb);
  wait_for (&found);
  wait_for (&drawn);
  wait_for (&thumb);

  picture = gu_document_handle_render_finish (handle, drawn.result, &error);
  g_assert_no_error (error);
  small = gu_document_handle_thumbnail_finish (handle, thumb.result, &error);
  g_assert_no_error (error);
  matches = gu_document_handle_find_finish (handle, found.result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (gu_page_picture_get_height (small), ==, 100);
  /* The long search gave way to the pages. */
  g_assert_cmpuint (drawn.when, <, found.when);
  g_assert_cmpuint (thumb.when, <, found.when);

  g_clear_object (&opened.result);
  g_clear_object (&found.result);
  g_clear_object (&drawn.result);
  g_clear_object (&thumb.result);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GuDocumentHandle) handle = open_document (fixture, "good.pdf", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Waiter drawn = { 0 };

  gu_document_handle_render_async (handle, 0, 1.0, 0, cancellable, on_done, &drawn);
  g_cancellable_cancel (cancellable);
  wait_for (&drawn);
  g_assert_null (gu_document_handle_render_finish (handle, drawn.result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_renders (handle, 0);
  g_clear_object (&drawn.result);
}

/* The worker is killed just before a call, many times: nobody notices. */
static void
test_killed_worker (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GuDocumentHandle) handle = open_document (fixture, "three-pages.pdf", NULL);

  for (guint i = 0; i < 20; i++)
    {
      pid_t pid = gu_document_handle_get_worker_pid (handle);

      assert_renders (handle, i % 3);
      g_assert_cmpint (pid, >, 0);
      g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
      assert_renders (handle, i % 3);
      g_assert_cmpint (gu_document_handle_get_worker_pid (handle), !=, pid);
    }
}

/* A page that never ends is given up; the pages beside it go on. */
static void
test_heavy_page (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GuDocumentHandle) handle = open_document (fixture, "heavy-page-2.pdf", NULL);
  gint64 start;

  assert_renders (handle, 0);
  start = g_get_monotonic_time ();
  g_assert_null (gu_document_handle_render (handle, 1, 1.0, 0, NULL, &error));
  g_assert_error (error, GU_DOCUMENT_ERROR, GU_DOCUMENT_ERROR_TOO_HEAVY);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_USEC_PER_SEC);
  assert_renders (handle, 2);
}

static gpointer
render_heavy (gpointer data)
{
  GError *error = NULL;

  g_assert_null (gu_document_handle_render (data, 1, 1.0, 0, NULL, &error));

  return error;
}

static void
test_close (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GuDocumentHandle) handle = open_document (fixture, "heavy-page-2.pdf", NULL);
  g_autoptr (GError) running = NULL;
  g_autoptr (GError) later = NULL;
  gint64 start = g_get_monotonic_time ();
  GThread *thread = g_thread_new ("heavy", render_heavy, handle);

  gu_document_handle_close (handle);
  running = g_thread_join (thread);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
  g_assert_cmpint (running->domain, ==, GU_DOCUMENT_ERROR);
  g_assert_null (gu_document_handle_render (handle, 0, 1.0, 0, NULL, &later));
  g_assert_error (later, GU_DOCUMENT_ERROR, GU_DOCUMENT_ERROR_NOT_OPEN);
  g_assert_cmpint (gu_document_handle_get_worker_pid (handle), ==, 0);
}

static void
test_cannot_open (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name;
    GuDocumentError code;
  } cases[] = {
    { "locked.pdf", GU_DOCUMENT_ERROR_ENCRYPTED },
    { "garbage.pdf", GU_DOCUMENT_ERROR_DAMAGED },
    { "pages-10000.pdf", GU_DOCUMENT_ERROR_TOO_MANY_PAGES },
    { "bomb-200mpx.png", GU_DOCUMENT_ERROR_TOO_MANY_PIXELS },
    { "setup.pdf", GU_DOCUMENT_ERROR_PROGRAM },
    { "empty.pdf", GU_DOCUMENT_ERROR_EMPTY },
  };
  g_autoptr (GuDocumentHandle) handle = NULL;
  g_autoptr (GError) other = NULL;
  int fd;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (open_document (fixture, cases[i].name, &error));
      g_assert_error (error, GU_DOCUMENT_ERROR, (int) cases[i].code);
    }

  fd = open_file ("good.pdf");
  handle = gu_document_service_open (fixture->service, fd, "image/jpeg", &other);
  close (fd);
  g_assert_null (handle);
  g_assert_error (other, GU_DOCUMENT_ERROR, GU_DOCUMENT_ERROR_DAMAGED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, func)                                                                            \
  g_test_add ("/document/handle/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("open", test_open);
  ADD ("rotation", test_rotation);
  ADD ("sizes", test_sizes);
  ADD ("no-such-page", test_no_such_page);
  ADD ("text-and-find", test_text_and_find);
  ADD ("async", test_async);
  ADD ("cancel", test_cancel);
  ADD ("killed-worker", test_killed_worker);
  ADD ("heavy-page", test_heavy_page);
  ADD ("close", test_close);
  ADD ("cannot-open", test_cannot_open);
#undef ADD

  return g_test_run ();
}
