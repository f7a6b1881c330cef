/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-test"

#include "config.h"

#include "gu-error.h"
#include "gu-pades.h"
#include "gu-sign-error.h"
#include "gu-test-signer.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

static const GuPadesOptions options = {
  .name = "Ștefania Țepeș-Încercare",
  .reason = "Opis la înregistrare",
  .location = "Orașul Exemplu",
  .time_ms = GU_TEST_NOW_MS,
};

static GBytes *
sign_with (GBytes *pdf, GuTestSigner *signer)
{
  g_autoptr (GPtrArray) chain = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  GBytes *out = NULL;

  g_ptr_array_add (chain, signer->ca_der);
  gu_pades_sign_bytes (
      pdf, signer->der, chain, &options, gu_test_signer_sign, signer, &out, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (out);

  return out;
}

static void
assert_prefix (GBytes *before, GBytes *after)
{
  g_assert_cmpuint (g_bytes_get_size (after), >, g_bytes_get_size (before));
  g_assert_cmpmem (g_bytes_get_data (before, NULL),
                   g_bytes_get_size (before),
                   g_bytes_get_data (after, NULL),
                   g_bytes_get_size (before));
}

static void
test_twice (void)
{
  g_autoptr (GuTestSigner) rsa = gu_test_signer_new (&(GuTestCertificate){ .key_type = "RSA" });
  g_autoptr (GuTestSigner) ec = gu_test_signer_new (NULL);

  for (guint i = 0; i < GU_TEST_PDF_LAST; i++)
    {
      g_autoptr (GBytes) pdf = gu_test_pdf_new (i);
      g_autoptr (GBytes) once = sign_with (pdf, rsa);
      g_autoptr (GBytes) twice = sign_with (once, ec);

      assert_prefix (pdf, once);
      assert_prefix (once, twice);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/sign/twice", test_twice);
  return g_test_run ();
}
