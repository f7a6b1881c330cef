/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-test"

#include "config.h"

#include "gu-error.h"
#include "gu-paper.h"
#include "gu-sign-error.h"
#include "gu-signature-service.h"
#include "gu-test-files.h"
#include "gu-test-signer.h"
#include "gu-worker-process.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <string.h>
#include <unistd.h>

static const GuPadesOptions options = {
  .name = "Ștefania Țepeș-Încercare",
  .reason = "Conform cu originalul",
  .time_ms = GU_TEST_NOW_MS,
};

static int
open_bytes (GBytes *bytes)
{
  g_autofree char *path = gu_test_write_file ("document.pdf", bytes);
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);

  return fd;
}

static GBytes *
sign (GuSignatureService *service, GBytes *pdf, GuTestSigner *signer, GError **error)
{
  int fd = open_bytes (pdf);
  GBytes *out = NULL;
  gboolean done = gu_signature_service_sign (
      service, fd, signer->der, NULL, &options, gu_test_signer_sign, signer, &out, NULL, error);

  g_assert_true (done == (out != NULL));
  close (fd);

  return out;
}

static JsonNode *
verify (GuSignatureService *service, GBytes *pdf, GuTestSigner *signer, GError **error)
{
  g_autoptr (GPtrArray) trust = g_ptr_array_new ();
  int fd = open_bytes (pdf);
  JsonNode *node;

  g_ptr_array_add (trust, signer->ca_der);
  node = gu_signature_service_verify (service, fd, trust, GU_TEST_NOW_MS, NULL, error);
  close (fd);

  return node;
}

static void
assert_all_valid (JsonNode *node, guint n)
{
  JsonArray *array = json_node_get_array (node);

  g_assert_cmpuint (json_array_get_length (array), ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpstr (
        json_object_get_string_member (json_array_get_object_element (array, i), "verdict"),
        ==,
        "VALID");
}

/* The locked worker reads every kind of document and says what the library says. */
static void
test_round_trip (void)
{
  g_autoptr (GuSignatureService) service = gu_signature_service_new (NULL);
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (&(GuTestCertificate){ .key_type = "RSA" });

  for (guint i = 0; i < GU_TEST_PDF_LAST; i++)
    {
      g_autoptr (GBytes) pdf = gu_test_pdf_new (i);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) once = sign (service, pdf, signer, &error);
      g_autoptr (GBytes) twice = NULL;
      g_autoptr (GBytes) direct = NULL;
      g_autoptr (JsonNode) node = NULL;

      g_assert_no_error (error);
      g_assert_cmpmem (g_bytes_get_data (once, NULL),
                       g_bytes_get_size (pdf),
                       g_bytes_get_data (pdf, NULL),
                       g_bytes_get_size (pdf));
      /* RSA signatures do not change from one time to the next: the same bytes as in process. */
      g_assert_true (gu_pades_sign_bytes (
          pdf, signer->der, NULL, &options, gu_test_signer_sign, signer, &direct, NULL, NULL));
      g_assert_true (g_bytes_equal (once, direct));
      twice = sign (service, once, signer, &error);
      g_assert_no_error (error);
      node = verify (service, twice, signer, &error);
      g_assert_no_error (error);
      assert_all_valid (node, 2);
    }
}

/* Refusals come back with their code, sentence and hint; the key was not used. */
static void
test_refusals (void)
{
  g_autoptr (GuSignatureService) service = gu_signature_service_new (NULL);
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (NULL);
  g_autoptr (GuTestSigner) expired = gu_test_signer_new (
      &(GuTestCertificate){ .until_ms = G_GINT64_CONSTANT (1790000000000) });
  g_autoptr (GBytes) pdf = gu_test_pdf_new (GU_TEST_PDF_CLASSIC);
  g_autoptr (GBytes) encrypted = gu_test_pdf_encrypted ();
  g_autoptr (GBytes) html = g_bytes_new_static ("<html></html>", 13);
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  const struct
  {
    GBytes *bytes;
    int code;
  } cases[] = { { encrypted, GU_SIGN_ERROR_ENCRYPTED },
                { html, GU_SIGN_ERROR_NOT_A_PDF },
                { empty, GU_SIGN_ERROR_NOT_A_PDF } };
  g_autoptr (GError) unusable = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) unread = NULL;

      g_assert_null (sign (service, cases[i].bytes, signer, &error));
      g_assert_error (error, GU_SIGN_ERROR, cases[i].code);
      g_assert_nonnull (gu_error_get_hint (error));
      g_assert_null (verify (service, cases[i].bytes, signer, &unread));
      g_assert_error (unread, GU_SIGN_ERROR, cases[i].code);
    }
  g_assert_null (sign (service, pdf, expired, &unusable));
  g_assert_error (unusable, GU_SIGN_ERROR, GU_SIGN_ERROR_CERTIFICATE_UNUSABLE);
  g_assert_cmpuint (signer->calls + expired->calls, ==, 0);
}

static void
test_no_worker (void)
{
  g_autoptr (GuSignatureService) service = gu_signature_service_new ("/nonexistent");
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (NULL);
  g_autoptr (GBytes) pdf = gu_test_pdf_new (GU_TEST_PDF_CLASSIC);
  g_autoptr (GError) error = NULL;

  g_assert_null (sign (service, pdf, signer, &error));
  g_assert_error (error, GU_WORKER_ERROR, GU_WORKER_ERROR_NOT_STARTED);
  g_assert_cmpuint (signer->calls, ==, 0);
}

/* A descriptor that is no file. */
static void
test_no_file (void)
{
  g_autoptr (GuSignatureService) service = gu_signature_service_new (NULL);
  g_autoptr (GError) error = NULL;
  int fd = open ("/", O_RDONLY | O_CLOEXEC);

  g_assert_null (gu_signature_service_verify (service, fd, NULL, GU_TEST_NOW_MS, NULL, &error));
  g_assert_error (error, GU_SIGN_ERROR, GU_SIGN_ERROR_NOT_A_PDF);
  close (fd);
}

/* The desk's own inventory, as it is signed at intake. */
static void
test_opis (void)
{
  const GuPaperItem item = {
    "Cerere", "nr. 1", 2, 1000, "3f2a91c0d5e4b7a8f1029384756acbde0f1e2d3c4b5a69788796a5b4c3d2e1f0",
    NULL
  };
  const GuOpis opis = { .institution = { .name = "Primăria Orașului Exemplu" },
                        .registration_number = "12345/23.11.2026",
                        .registration_date = "23.11.2026",
                        .applicant = "Ștefănescu Ioana",
                        .procedure = "Certificat de urbanism",
                        .items = &item,
                        .n_items = 1,
                        .prepared_by = "Țîrlea Mădălina",
                        .created_at_ms = GU_TEST_NOW_MS };
  g_autoptr (GuSignatureService) service = gu_signature_service_new (NULL);
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = gu_paper_opis_new (&opis, &error);
  g_autoptr (GBytes) out = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *path = NULL;
  g_autofree char *sig = NULL;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_assert_true (gu_pades_sign_bytes (
      pdf, signer->der, NULL, &options, gu_test_signer_sign, signer, &out, NULL, &error));
  g_assert_no_error (error);
  node = verify (service, out, signer, &error);
  g_assert_no_error (error);
  assert_all_valid (node, 1);
  path = gu_test_write_file ("opis.pdf", out);
  sig = gu_test_run ((const char *const[]){ "pdfsig", "-nocert", path, NULL }, NULL);
  g_assert_nonnull (strstr (sig, "Signature is Valid."));
  g_assert_nonnull (strstr (sig, "Total document signed"));
  text = gu_test_run ((const char *const[]){ "pdftotext", "-raw", path, "-", NULL }, NULL);
  g_assert_nonnull (strstr (text, "Ștefănescu Ioana"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/service/round-trip", test_round_trip);
  g_test_add_func ("/service/refusals", test_refusals);
  g_test_add_func ("/service/no-worker", test_no_worker);
  g_test_add_func ("/service/no-file", test_no_file);
  g_test_add_func ("/service/opis", test_opis);
  return g_test_run ();
}
