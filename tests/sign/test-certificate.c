/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-test"

#include "config.h"

#include "gu-certificate.h"
#include "gu-error.h"
#include "gu-pades.h"
#include "gu-sign-error.h"
#include "gu-test-files.h"
#include "gu-test-signer.h"

#include <gio/gio.h>
#include <string.h>

static const GuPadesOptions options = {
  .name = "Ștefania Țepeș-Încercare",
  .reason = "Opis la înregistrare (dosar nr. 12345)",
  .location = "Orașul Exemplu",
  .time_ms = GU_TEST_NOW_MS,
};

/* A certificate that may not sign is refused before the key is touched. */
static void
test_bad_certificates (void)
{
  const struct
  {
    GuTestCertificate shape;
    const char *said;
  } cases[] = {
    { { .until_ms = G_GINT64_CONSTANT (1790000000000) }, "The certificate expired on 21.09.2026." },
    { { .from_ms = G_GINT64_CONSTANT (1800000000000) },
      "The certificate is valid only from 15.01.2027." },
    { { .usage = "critical,keyEncipherment" }, "not meant for signing" },
    { { .usage = "keyAgreement,dataEncipherment" }, "not meant for signing" },
    { { .constraints = "critical,CA:TRUE" }, "certification authority" },
    { { .extended = "serverAuth" }, "servers or programs" },
    { { .extended = "codeSigning,timeStamping" }, "servers or programs" },
    { { .critical = "1.3.6.1.4.1.99999.1" }, "condition that this program does not know" },
    { { .key_type = "RSA", .rsa_bits = 1024 }, "too weak" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GuTestSigner) signer = gu_test_signer_new (&cases[i].shape);
      g_autoptr (GBytes) pdf = gu_test_pdf_new (GU_TEST_PDF_CLASSIC);
      g_autoptr (GError) error = NULL;
      GBytes *out = NULL;

      g_assert_false (gu_pades_sign_bytes (
          pdf, signer->der, NULL, &options, gu_test_signer_sign, signer, &out, NULL, &error));
      g_assert_error (error, GU_SIGN_ERROR, GU_SIGN_ERROR_CERTIFICATE_UNUSABLE);
      if (strstr (error->message, cases[i].said) == NULL)
        g_error ("“%s” does not say “%s”", error->message, cases[i].said);
      g_assert_nonnull (gu_error_get_hint (error));
      g_assert_cmpuint (signer->calls, ==, 0);
    }
}

static void
test_good_certificates (void)
{
  const GuTestCertificate cases[] = {
    { .usage = "critical,nonRepudiation" },
    { .usage = "digitalSignature,nonRepudiation" },
    { .usage = "digitalSignature" },
    { .extended = "emailProtection,clientAuth" },
    { .extended = "serverAuth,emailProtection" },
    { .extended = "1.3.6.1.4.1.311.10.3.12" },
    { .constraints = "CA:FALSE" },
    { .key_type = "RSA", .rsa_bits = 3072 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GuTestSigner) signer = gu_test_signer_new (&cases[i]);
      g_autofree char *subject = NULL;
      g_autofree char *reason = NULL;

      g_assert_true (gu_certificate_check (signer->der, GU_TEST_NOW_MS, &subject, &reason));
      g_assert_null (reason);
      g_assert_cmpstr (subject, ==, "Ștefania Țepeș-Încercare");
    }
}

static void
test_certificate_bytes (void)
{
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (NULL);
  gsize size;
  const guint8 *der = g_bytes_get_data (signer->der, &size);
  g_autoptr (GBytes) cut = g_bytes_new (der, size / 2);
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  g_autoptr (GByteArray) longer = g_byte_array_new ();
  g_autoptr (GBytes) more = NULL;
  GBytes *bad[3];

  g_byte_array_append (longer, der, (guint) size);
  g_byte_array_append (longer, (const guint8 *) "x", 1);
  more = g_bytes_new (longer->data, longer->len);
  bad[0] = cut;
  bad[1] = empty;
  bad[2] = more;
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *subject = NULL;
      g_autofree char *reason = NULL;

      g_assert_false (gu_certificate_check (bad[i], GU_TEST_NOW_MS, &subject, &reason));
      g_assert_null (subject);
      g_assert_cmpstr (reason, ==, "The certificate cannot be read.");
    }
}

static void
test_trust_files (void)
{
  g_autoptr (GuTestSigner) a = gu_test_signer_new (NULL);
  g_autoptr (GuTestSigner) b = gu_test_signer_new (NULL);
  g_autofree char *a_path = gu_test_write_pem ("a.der", a->ca_der);
  g_autofree char *b_path = gu_test_write_pem ("b.der", b->ca_der);
  g_autofree char *a_text = NULL;
  g_autofree char *b_text = NULL;
  g_autofree char *both = NULL;
  g_autoptr (GBytes) pem = NULL;
  g_autoptr (GBytes) nothing = g_bytes_new ("-----BEGIN NOTHING-----\n", 24);
  g_autoptr (GPtrArray) from_pem = NULL;
  g_autoptr (GPtrArray) from_der = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (a_path, &a_text, NULL, NULL));
  g_assert_true (g_file_get_contents (b_path, &b_text, NULL, NULL));
  both = g_strconcat ("# two authorities\n", a_text, "\n", b_text, NULL);
  pem = g_bytes_new (both, strlen (both));
  from_pem = gu_certificate_parse_all (pem, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (from_pem->len, ==, 2);
  g_assert_true (g_bytes_equal (from_pem->pdata[1], b->ca_der));
  from_der = gu_certificate_parse_all (a->ca_der, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (from_der->len, ==, 1);
  g_assert_null (gu_certificate_parse_all (nothing, &error));
  g_assert_error (error, GU_SIGN_ERROR, GU_SIGN_ERROR_BAD_CERTIFICATE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/certificate/bad", test_bad_certificates);
  g_test_add_func ("/certificate/good", test_good_certificates);
  g_test_add_func ("/certificate/bytes", test_certificate_bytes);
  g_test_add_func ("/certificate/trust-files", test_trust_files);
  return g_test_run ();
}
