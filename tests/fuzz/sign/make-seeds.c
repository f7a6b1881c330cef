/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-fuzz"

#include "config.h"

#include "gu-pades.h"
#include "gu-test-signer.h"

/* make-seeds FOLDER: documents and signatures for the fuzzers to start from: pades-*, cms-*. */

static void
save (const char *folder, const char *kind, const char *name, GBytes *bytes)
{
  g_autofree char *file = g_strdup_printf ("%s-%s", kind, name);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (
      path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  const GuPadesOptions options = { .name = "Ș", .time_ms = GU_TEST_NOW_MS };
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (NULL);
  g_autoptr (GBytes) digest = g_bytes_new_take (g_malloc0 (32), 32);
  g_autoptr (GBytes) date = g_bytes_new_static ("D:20261123101500+02'00'", 23);
  g_autoptr (GBytes) cms = NULL;

  if (argc != 2)
    {
      g_printerr ("usage: make-seeds FOLDER\n");
      return 2;
    }
  for (guint i = 0; i < GU_TEST_PDF_LAST; i++)
    {
      g_autoptr (GBytes) pdf = gu_test_pdf_new (i);
      g_autoptr (GBytes) once = NULL;
      g_autofree char *signed_name = g_strconcat (gu_test_pdf_name (i), "-signed", NULL);

      save (argv[1], "pades", gu_test_pdf_name (i), pdf);
      g_assert_true (gu_pades_sign_bytes (
          pdf, signer->der, NULL, &options, gu_test_signer_sign, signer, &once, NULL, NULL));
      save (argv[1], "pades", signed_name, once);
    }
  cms = gu_cms_sign_digest (
      digest, signer->der, NULL, GU_TEST_NOW_MS, gu_test_signer_sign, signer, NULL, NULL);
  save (argv[1], "cms", "signature", cms);
  save (argv[1], "cms", "certificate", signer->der);
  save (argv[1], "cms", "date", date);

  return 0;
}
