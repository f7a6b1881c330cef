/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-test"

#include "config.h"

#include "gu-error.h"
#include "gu-pades.h"
#include "gu-sign-error.h"
#include "gu-test-signer.h"
#include "gu-test-verdict.h"

#include <gio/gio.h>
#include <string.h>

static const GuPadesOptions options = {
  .name = "Ștefania Țepeș-Încercare",
  .reason = "Opis la înregistrare",
  .time_ms = GU_TEST_NOW_MS,
};

static void
test_valid (void)
{
  g_autoptr (GuTestSigner) rsa = gu_test_signer_new (&(GuTestCertificate){ .key_type = "RSA" });

  for (guint i = 0; i < GU_TEST_PDF_LAST; i++)
    {
      g_autoptr (GBytes) pdf = gu_test_pdf_new (i);
      g_autoptr (GBytes) out = gu_test_sign (pdf, rsa);
      g_autoptr (JsonNode) node = gu_test_verify (out, rsa);

      g_test_message ("%s", gu_test_pdf_name (i));
      gu_test_assert_verdict (node, 0, "VALID", NULL);
      g_assert_true (gu_test_is_whole (node, 0));
      g_assert_cmpuint (gu_test_n_changes (node, 0), ==, 0);
      g_assert_cmpstr (gu_test_member (node, 0, "indication"), ==, "TOTAL-PASSED");
      g_assert_cmpstr (gu_test_member (node, 0, "cryptographic"), ==, "ok");
      g_assert_cmpstr (gu_test_member (node, 0, "level"), ==, "PAdES-B-B");
      g_assert_cmpstr (gu_test_member (node, 0, "signer"), ==, "Ștefania Țepeș-Încercare");
      g_assert_cmpstr (gu_test_member (node, 0, "issuer"), ==, "Autoritatea de Încercare");
      g_assert_cmpstr (gu_test_member (node, 0, "claimed_time"), ==, "2026-11-23T08:00:00Z");
      g_assert_cmpstr (gu_test_member (node, 0, "reason_given"), ==, "Opis la înregistrare");
      g_assert_null (gu_test_member (node, 0, "proven_time"));
      g_assert_false (json_object_get_boolean_member (gu_test_nth (node, 0), "qualified"));
    }
}

/* Each later signature leaves the earlier ones valid and is told as what it is. */
static void
test_several (void)
{
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (NULL);

  for (guint i = 0; i < GU_TEST_PDF_LAST; i++)
    {
      g_autoptr (GBytes) pdf = gu_test_pdf_new (i);
      g_autoptr (GBytes) one = gu_test_sign (pdf, signer);
      g_autoptr (GBytes) two = gu_test_sign (one, signer);
      g_autoptr (GBytes) three = gu_test_sign (two, signer);
      g_autoptr (JsonNode) node = gu_test_verify (three, signer);

      g_test_message ("%s", gu_test_pdf_name (i));
      g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, 3);
      for (guint n = 0; n < 3; n++)
        {
          gu_test_assert_verdict (node, n, "VALID", NULL);
          g_assert_cmpint (gu_test_is_whole (node, n), ==, n == 2);
          g_assert_cmpuint (gu_test_n_changes (node, n), ==, 2 - n);
        }
      g_assert_cmpstr (gu_test_member (node, 0, "field"), !=, gu_test_member (node, 1, "field"));
    }
}

static void
test_unsigned (void)
{
  g_autoptr (GBytes) pdf = gu_test_pdf_new (GU_TEST_PDF_CLASSIC);
  g_autoptr (JsonNode) node = gu_test_verify (pdf, NULL);

  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, 0);
}

static void
test_unreadable (void)
{
  const struct
  {
    const char *bytes;
    int code;
  } cases[] = { { "", GU_SIGN_ERROR_NOT_A_PDF },
                { "MZ this is a program", GU_SIGN_ERROR_NOT_A_PDF },
                { "%PDF-1.7\nnothing else", GU_SIGN_ERROR_BROKEN } };
  g_autoptr (GBytes) encrypted = gu_test_pdf_encrypted ();
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (cases[i].bytes, strlen (cases[i].bytes));
      g_autoptr (GError) refused = NULL;

      g_assert_null (gu_pades_verify (bytes, NULL, GU_TEST_NOW_MS, &refused));
      g_assert_error (refused, GU_SIGN_ERROR, cases[i].code);
      g_assert_nonnull (gu_error_get_hint (refused));
    }
  g_assert_null (gu_pades_verify (encrypted, NULL, GU_TEST_NOW_MS, &error));
  g_assert_error (error, GU_SIGN_ERROR, GU_SIGN_ERROR_ENCRYPTED);
}

static void
test_trust (void)
{
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (NULL);
  g_autoptr (GuTestSigner) stranger = gu_test_signer_new (NULL);
  g_autoptr (GBytes) pdf = gu_test_pdf_new (GU_TEST_PDF_CLASSIC);
  g_autoptr (GBytes) out = gu_test_sign (pdf, signer);
  g_autoptr (JsonNode) nobody = gu_test_verify (out, NULL);
  g_autoptr (JsonNode) other = gu_test_verify (out, stranger);
  g_autoptr (JsonNode) later = gu_test_verify_at (out, signer, G_GINT64_CONSTANT (1893456000000));
  g_autoptr (JsonNode) sooner = gu_test_verify_at (out, signer, G_GINT64_CONSTANT (1735689600000));

  gu_test_assert_verdict (nobody, 0, "NEDETERMINAT", "NO_CERTIFICATE_CHAIN_FOUND");
  g_assert_cmpstr (gu_test_member (nobody, 0, "cryptographic"), ==, "ok");
  g_assert_cmpstr (gu_test_member (nobody, 0, "indication"), ==, "INDETERMINATE");
  /* Same names, another key: the chain is found by name and its signature is wrong. */
  g_assert_cmpstr (gu_test_member (other, 0, "verdict"), ==, "NEDETERMINAT");
  gu_test_assert_verdict (later, 0, "NEDETERMINAT", "OUT_OF_BOUNDS_NO_POE");
  gu_test_assert_verdict (sooner, 0, "NEDETERMINAT", "OUT_OF_BOUNDS_NO_POE");
}

/* The signer's own certificate given as trusted is enough (a trust list of persons). */
static void
test_trust_leaf (void)
{
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (NULL);
  g_autoptr (GPtrArray) trust = g_ptr_array_new ();
  g_autoptr (GBytes) pdf = gu_test_pdf_new (GU_TEST_PDF_CLASSIC);
  g_autoptr (GBytes) out = gu_test_sign (pdf, signer);
  g_autoptr (JsonNode) node = NULL;

  g_ptr_array_add (trust, signer->der);
  node = gu_pades_verify (out, trust, GU_TEST_NOW_MS, NULL);
  gu_test_assert_verdict (node, 0, "VALID", NULL);
}

/* One array is both the fields and the annotations; the catalog stands among the pages. */
static void
test_shared_objects (void)
{
  const char *const shared[] = {
    "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields 4 0 R >> >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Annots 4 0 R >>",
    "[]",
    NULL
  };
  const char *const catalog[] = { "<< /Type /Catalog /Pages 2 0 R >>",
                                  "<< /Type /Pages /Kids [1 0 R 3 0 R] /Count 2 >>",
                                  "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
                                  NULL };
  const char *const *const documents[] = { shared, catalog };
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autoptr (GBytes) pdf = gu_test_pdf_from_objects (documents[i], NULL);
      g_autoptr (GBytes) out = gu_test_sign (pdf, signer);
      g_autoptr (JsonNode) node = gu_test_verify (out, signer);

      gu_test_assert_verdict (node, 0, "VALID", NULL);
    }
}

static void
test_wrong_usage (void)
{
  /* Signed although it should not be: another program may do so. */
  g_autoptr (GuTestSigner)
      signer = gu_test_signer_new (&(GuTestCertificate){ .usage = "critical,keyEncipherment" });
  g_autoptr (GBytes) pdf = gu_test_pdf_new (GU_TEST_PDF_CLASSIC);
  g_autoptr (GBytes) prepared = NULL;
  g_autoptr (GBytes) out = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  GuPadesGap gap;

  prepared = gu_pades_prepare (pdf, &options, 8192, &gap, &error);
  g_assert_no_error (error);
  out = gu_pades_fill (
      prepared, &gap, signer->der, NULL, gu_test_signer_sign, signer, NULL, &error);
  g_assert_no_error (error);
  node = gu_test_verify (out, signer);
  gu_test_assert_verdict (node, 0, "NEDETERMINAT", "CHAIN_CONSTRAINTS_FAILURE");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/verify/valid", test_valid);
  g_test_add_func ("/verify/several", test_several);
  g_test_add_func ("/verify/unsigned", test_unsigned);
  g_test_add_func ("/verify/unreadable", test_unreadable);
  g_test_add_func ("/verify/trust", test_trust);
  g_test_add_func ("/verify/trust/leaf", test_trust_leaf);
  g_test_add_func ("/verify/shared-objects", test_shared_objects);
  g_test_add_func ("/verify/wrong-usage", test_wrong_usage);
  return g_test_run ();
}
