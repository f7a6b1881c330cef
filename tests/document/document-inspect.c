/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test"

#include "config.h"

#include "gu-document-error.h"
#include "gu-document-service.h"
#include "gu-error.h"
#include "gu-worker-process.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* What is expected of a file of the corpus. */
typedef struct
{
  const char *name;
  const char *refusal; /* nick of the error; NULL: accepted */
  const char *warnings;
  int pages; /* -1: any */
  int signatures;
} Expected;

#define ANY (-1)

static const Expected expected[] = {
  { "good.pdf", NULL, "", 1, 0 },
  { "three-pages.pdf", NULL, "", 3, 0 },
  { "linear.pdf", NULL, "many-pages", 1500, 0 },
  { "GOOD.PDF.jpg", NULL, "name-differs", 1, 0 },
  { "empty.pdf", "empty", "", 0, 0 },
  { "truncated.pdf", "truncated", "", ANY, 0 },
  { "cut-tail.pdf", "truncated", "", ANY, 0 },
  { "linear-cut.pdf", "truncated", "", ANY, 0 },
  { "garbage.pdf", "truncated", "", ANY, 0 },
  { "pages-1500.pdf", NULL, "many-pages", 1500, 0 },
  { "pages-10000.pdf", "too-many-pages", "", 10000, 0 },
  { "late-start.pdf", NULL, "late-start", 1, 0 },
  { "zip-and-pdf.pdf", "unsupported", "", 0, 0 },
  { "wrong-offsets.pdf", NULL, "repaired", 1, 0 },
  { "locked.pdf", "encrypted", "", 0, 0 },
  { "restricted.pdf", NULL, "restricted", 1, 0 },
  { "script-at-open.pdf", NULL, "javascript", 1, 0 },
  { "script-by-name.pdf", NULL, "javascript", 1, 0 },
  { "script-in-link.pdf", NULL, "javascript", 1, 0 },
  { "script-in-stream.pdf", NULL, "javascript", 1, 0 },
  { "launch.pdf", NULL, "launch", 1, 0 },
  { "sends.pdf", NULL, "sends", 1, 0 },
  { "xfa.pdf", NULL, "xfa", 1, 0 },
  { "attachment.pdf", NULL, "attachments", 1, 0 },
  { "film.pdf", NULL, "media", 1, 0 },
  { "signed-twice.pdf", NULL, "", 1, 2 },
  { "sign-here.pdf", NULL, "", 1, 0 },
  { "bomb-content.pdf", NULL, "too-heavy", 1, 0 },
  { "bomb-forms.pdf", NULL, "too-heavy", 1, 0 },
  { "heavy-page-2.pdf", NULL, "too-heavy", 3, 0 },
  { "bomb-objects.pdf", "damaged|too-heavy", "", ANY, 0 },
  { "bomb-image.pdf", NULL, "", 1, 0 },
  { "huge-page.pdf", NULL, "", 1, 0 },
  { "no-size.pdf", NULL, "", 1, 0 },
  { "count-lies.pdf", "no-pages|damaged", "", ANY, 0 },
  { "no-pages.pdf", "no-pages", "", 0, 0 },
  { "pages-in-circle.pdf", "damaged|no-pages", "", ANY, 0 },
  { "deep.pdf", NULL, "", 1, 0 },
  { "xref-circle.pdf", NULL, "repaired", 1, 0 },
  { "sparse.pdf", "file-too-large", "", 0, 0 },
  { "good.png", NULL, "", 1, 0 },
  { "dpi.png", NULL, "", 1, 0 },
  { "clear.png", NULL, "", 1, 0 },
  { "half-clear.png", NULL, "", 1, 0 },
  { "palette.png", NULL, "", 1, 0 },
  { "sixteen.png", NULL, "", 1, 0 },
  { "one-bit.png", NULL, "", 1, 0 },
  { "turned.tif", NULL, "", 1, 0 },
  { "truncated.png", "truncated", "", 0, 0 },
  { "bad-data.png", "damaged", "", 0, 0 },
  { "bomb-200mpx.png", "too-many-pixels", "", 0, 0 },
  { "bomb-header.png", "too-many-pixels", "", 0, 0 },
  { "bomb-header.jpg", "too-many-pixels", "", 0, 0 },
  { "wide.png", "too-many-pixels", "", 0, 0 },
  { "no-picture.jpg", "damaged", "", 0, 0 },
  { "three-pages.tif", NULL, "", 3, 0 },
  { "circle.tif", "damaged", "", 0, 0 },
  { "truncated.tif", "truncated", "", 0, 0 },
  { "lying.tif", "truncated", "", 0, 0 },
  { "pages-1200.tif", "too-many-pages", "", 0, 0 },
  { "setup.pdf", "program", "", 0, 0 },
  { "tool.pdf", "program", "", 0, 0 },
  { "script.png", "program", "", 0, 0 },
  { "virus.exe", "program", "", 0, 0 },
  { "memo.docx", "unsupported", "", 0, 0 },
  { "memo.doc", "unsupported", "", 0, 0 },
  { "photo.heic", "unsupported", "", 0, 0 },
  { "photo.gif", "unsupported", "", 0, 0 },
  { "plan.dwg", "unsupported", "", 0, 0 },
  { "page.html", "unsupported", "", 0, 0 },
  { "words.txt", "unsupported", "", 0, 0 },
};

static GuDocumentReport *
inspect (GuDocumentService *service, const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("TEST_CORPUS"), name, NULL);
  g_autoptr (GError) error = NULL;
  GuDocumentReport *report;
  gint64 start = g_get_monotonic_time ();
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  report = gu_document_service_inspect (service, fd, path, NULL, &error);
  close (fd);
  g_assert_no_error (error);
  g_assert_nonnull (report);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_USEC_PER_SEC);

  return report;
}

/* Whether @nick is one of the alternatives in @list. */
static gboolean
is_one_of (const char *nick, const char *list)
{
  g_auto (GStrv) parts = g_strsplit (list, "|", -1);

  return g_strv_contains ((const char *const *) parts, nick);
}

static void
check_report (GuDocumentReport *report, const Expected *what)
{
  g_autofree char *warnings = g_strjoinv ("|",
                                          (char **) gu_document_report_get_warning_nicks (report));
  const char *const *sentences = gu_document_report_get_warnings (report);
  const GError *error = gu_document_report_get_error (report);

  g_test_message ("%s: %s %s", what->name, error != NULL ? error->message : "accepted", warnings);

  g_assert_cmpstr (gu_document_report_get_name (report), ==, what->name);
  g_assert_true (gu_document_report_get_accepted (report) == (what->refusal == NULL));
  if (what->refusal != NULL)
    {
      g_assert_true (is_one_of (gu_error_get_nick (error), what->refusal));
      g_assert_cmpstr (gu_document_report_get_reason (report), ==, error->message);
      g_assert_nonnull (gu_document_report_get_hint (report));
      g_assert_true (g_str_has_suffix (error->message, "."));
    }
  else
    {
      g_assert_nonnull (gu_document_report_get_media_type (report));
      g_assert_cmpstr (warnings, ==, what->warnings);
    }
  for (gsize i = 0; sentences[i] != NULL; i++)
    g_assert_cmpuint (strlen (sentences[i]), >, 20);
  if (what->pages != ANY)
    g_assert_cmpuint (gu_document_report_get_pages (report), ==, (guint) what->pages);
  g_assert_cmpuint (gu_document_report_get_signatures (report), ==, (guint) what->signatures);
}

static void
test_file (gconstpointer data)
{
  const Expected *what = data;
  g_autoptr (GuDocumentService) service = gu_document_service_new (NULL);
  g_autoptr (GuDocumentReport) report = inspect (service, what->name);

  check_report (report, what);
}

/* Every file that was made has its expectation, and the other way round. */
static void
test_corpus_is_covered (void)
{
  g_autoptr (GDir) dir = g_dir_open (g_getenv ("TEST_CORPUS"), 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (dir);
  for (; (name = g_dir_read_name (dir)) != NULL; n++)
    {
      gboolean found = FALSE;

      for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
        found = found || strcmp (expected[i].name, name) == 0;
      if (!found)
        g_error ("No expectation for %s", name);
    }
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (expected));
}

typedef struct
{
  GuDocumentService *service;
  const char *name;
} Job;

static gpointer
inspect_thread (gpointer data)
{
  const Job *job = data;

  return inspect (job->service, job->name);
}

/* A bad file beside a good one, at the same time: the good one does not notice. */
static void
test_side_by_side (void)
{
  static const char *const names[] = { "bomb-objects.pdf", "good.pdf",    "bomb-content.pdf",
                                       "three-pages.tif",  "garbage.pdf", "good.png" };
  g_autoptr (GuDocumentService) service = gu_document_service_new (NULL);
  GThread *threads[G_N_ELEMENTS (names)];
  Job jobs[G_N_ELEMENTS (names)];

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      jobs[i].service = service;
      jobs[i].name = names[i];
      threads[i] = g_thread_new (names[i], inspect_thread, &jobs[i]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GuDocumentReport) report = g_thread_join (threads[i]);

      for (gsize j = 0; j < G_N_ELEMENTS (expected); j++)
        {
          if (strcmp (expected[j].name, names[i]) == 0)
            check_report (report, &expected[j]);
        }
    }
}

/* One service for all files, good ones between the bad: workers that are used again, and those that
 * are not, change nothing in what is said. */
static void
test_one_after_the_other (void)
{
  g_autoptr (GuDocumentService) service = gu_document_service_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (GuDocumentReport) before = inspect (service, "three-pages.pdf");
      g_autoptr (GuDocumentReport) picture = inspect (service, "three-pages.tif");
      g_autoptr (GuDocumentReport) report = NULL;

      check_report (before, &expected[1]);
      g_assert_cmpuint (gu_document_report_get_pages (picture), ==, 3);
      /* Those that take their time have been seen above. */
      if (g_strcmp0 (expected[i].warnings, "too-heavy") == 0)
        continue;
      report = inspect (service, expected[i].name);
      check_report (report, &expected[i]);
    }
}

static void
test_not_a_file (void)
{
  g_autoptr (GuDocumentService) service = gu_document_service_new (NULL);
  static const char *const paths[] = { "/", "/dev/null" };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GuDocumentReport) report = NULL;
      int fd = open (paths[i], O_RDONLY | O_CLOEXEC);

      report = gu_document_service_inspect (service, fd, NULL, NULL, NULL);
      close (fd);
      g_assert_error (
          gu_document_report_get_error (report), GU_DOCUMENT_ERROR, GU_DOCUMENT_ERROR_NOT_A_FILE);
    }
}

/* Without its workers the desk fails with an error, and takes nothing in. */
static void
test_no_worker (void)
{
  g_autoptr (GuDocumentService) service = gu_document_service_new ("/nonexistent");
  g_autofree char *path = g_build_filename (g_getenv ("TEST_CORPUS"), "good.pdf", NULL);
  g_autoptr (GuDocumentReport) report = NULL;
  g_autoptr (GError) error = NULL;
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  report = gu_document_service_inspect (service, fd, path, NULL, &error);
  close (fd);
  g_assert_null (report);
  g_assert_error (error, GU_WORKER_ERROR, GU_WORKER_ERROR_NOT_STARTED);
}

static void
test_cancelled (void)
{
  g_autoptr (GuDocumentService) service = gu_document_service_new (NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (gu_document_service_inspect (service, 0, "x", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *path = g_strdup_printf ("/document/inspect/%s", expected[i].name);

      g_test_add_data_func (path, &expected[i], test_file);
    }
  g_test_add_func ("/document/inspect/corpus-is-covered", test_corpus_is_covered);
  g_test_add_func ("/document/inspect/side-by-side", test_side_by_side);
  g_test_add_func ("/document/inspect/one-after-the-other", test_one_after_the_other);
  g_test_add_func ("/document/inspect/not-a-file", test_not_a_file);
  g_test_add_func ("/document/inspect/no-worker", test_no_worker);
  g_test_add_func ("/document/inspect/cancelled", test_cancelled);

  return g_test_run ();
}
