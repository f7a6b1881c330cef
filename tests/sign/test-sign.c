/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-test"

#include "config.h"

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

static guint
count_of (const char *text, const char *wanted)
{
  guint n = 0;

  for (const char *p = text; (p = strstr (p, wanted)) != NULL; p += strlen (wanted))
    n++;

  return n;
}

/* poppler's and qpdf's opinions: two programs that share nothing with ours but the parser of one.
 */
static void
assert_others_agree (GBytes *pdf, const char *name, guint signatures)
{
  g_autofree char *path = gu_test_write_file (name, pdf);
  g_autofree char *check = gu_test_run ((const char *const[]){ "qpdf", "--check", path, NULL },
                                        NULL);
  /* Without the authority in its database pdfsig judges the mathematics and the coverage. */
  g_autofree char *sig = gu_test_run ((const char *const[]){ "pdfsig", "-nocert", path, NULL },
                                      NULL);

  g_assert_nonnull (strstr (check, "No syntax or stream encoding errors"));
  g_test_message ("%s", sig);
  g_assert_cmpuint (count_of (sig, "Signature is Valid."), ==, signatures);
  g_assert_cmpuint (count_of (sig, "ETSI.CAdES.detached"), ==, signatures);
  /* Only the last one covers everything. */
  g_assert_cmpuint (count_of (sig, "Total document signed"), ==, 1);
}

/* Every kind of document, signed by two people with two kinds of keys. */
static void
test_corpus (void)
{
  g_autoptr (GuTestSigner) rsa = gu_test_signer_new (&(GuTestCertificate){ .key_type = "RSA" });
  g_autoptr (GuTestSigner) ec = gu_test_signer_new (NULL);

  for (guint i = 0; i < GU_TEST_PDF_LAST; i++)
    {
      g_autoptr (GBytes) pdf = gu_test_pdf_new (i);
      g_autoptr (GBytes) once = sign_with (pdf, rsa);
      g_autoptr (GBytes) twice = sign_with (once, ec);
      g_autofree char *name = g_strconcat (gu_test_pdf_name (i), ".pdf", NULL);

      g_test_message ("%s", name);
      assert_prefix (pdf, once);
      assert_prefix (once, twice);
      assert_others_agree (once, name, 1);
      assert_others_agree (twice, name, 2);
    }
  /* One signature, one use of the key: a PIN is never asked for twice. */
  g_assert_cmpuint (rsa->calls, ==, GU_TEST_PDF_LAST);
  g_assert_cmpuint (ec->calls, ==, GU_TEST_PDF_LAST);
}

static void
set_nss_trust (GuTestSigner *signer, char **database)
{
  g_autofree char *der = gu_test_write_file ("ca.der", signer->ca_der);
  g_autofree char *folder = g_path_get_dirname (der);

  *database = g_strconcat ("sql:", folder, NULL);
  g_free (gu_test_run (
      (const char *const[]){ "certutil", "-N", "-d", *database, "--empty-password", NULL }, NULL));
  g_free (gu_test_run (
      (const char *const[]){
          "certutil", "-A", "-d", *database, "-n", "ca", "-t", "CT,C,C", "-i", der, NULL },
      NULL));
}

/* With the authority in its database pdfsig also trusts the signer. */
static void
test_pdfsig_trust (void)
{
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (NULL);
  g_autoptr (GBytes) pdf = gu_test_pdf_new (GU_TEST_PDF_CLASSIC);
  g_autoptr (GBytes) out = sign_with (pdf, signer);
  g_autofree char *path = gu_test_write_file ("trusted.pdf", out);
  g_autofree char *database = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *sig = NULL;

  set_nss_trust (signer, &database);
  folder = g_strdup (database + strlen ("sql:"));
  sig = gu_test_run ((const char *const[]){ "pdfsig", "-nssdir", folder, path, NULL }, NULL);
  g_test_message ("%s", sig);
  g_assert_nonnull (strstr (sig, "Signature is Valid."));
  g_assert_nonnull (strstr (sig, "Certificate is Trusted."));
  g_assert_nonnull (strstr (sig, "Ștefania Țepeș-Încercare"));
}

/* poppler signs @pdf with a key of its own database. */
static GBytes *
sign_by_poppler (GBytes *pdf, const char *folder)
{
  g_autofree char *in = gu_test_write_file ("for-poppler.pdf", pdf);
  g_autofree char *out = g_strconcat (in, ".signed", NULL);
  char *data = NULL;
  gsize size = 0;
  g_autoptr (GError) error = NULL;
  int status = 0;

  g_free (gu_test_run ((const char *const[]){ "pdfsig",
                                              "-nssdir",
                                              folder,
                                              "-add-signature",
                                              "-nick",
                                              "poppler",
                                              "-new-signature-field-name",
                                              "Poppler",
                                              in,
                                              out,
                                              NULL },
                       &status));
  g_file_get_contents (out, &data, &size, &error);
  g_assert_no_error (error);

  return g_bytes_new_take (data, size);
}

static void
assert_each_is_sound (GBytes *pdf, guint n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = gu_pades_verify (pdf, NULL, g_get_real_time () / 1000, &error);
  g_autofree char *path = gu_test_write_file ("mixed.pdf", pdf);
  g_autofree char *sig = gu_test_run ((const char *const[]){ "pdfsig", "-nocert", path, NULL },
                                      NULL);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = json_to_string (node, FALSE);
  g_test_message ("%s", text);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, n);
  g_assert_cmpuint (count_of (text, "\"cryptographic\":\"ok\""), ==, n);
  g_assert_cmpuint (count_of (text, "NO_CERTIFICATE_CHAIN_FOUND"), ==, n);
  g_assert_cmpuint (count_of (sig, "Signature is Valid."), ==, n);
}

/* Signatures of another program and ours on one document, in both orders. */
static void
test_poppler_signs_too (void)
{
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (NULL);
  g_autoptr (GBytes) noise = g_bytes_new_static (
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", 64);
  g_autofree char *noise_path = gu_test_write_file ("noise", noise);
  g_autofree char *folder = g_path_get_dirname (noise_path);
  g_autofree char *database = g_strconcat ("sql:", folder, NULL);

  g_free (gu_test_run (
      (const char *const[]){ "certutil", "-N", "-d", database, "--empty-password", NULL }, NULL));
  g_free (gu_test_run ((const char *const[]){ "certutil",
                                              "-S",
                                              "-d",
                                              database,
                                              "-n",
                                              "poppler",
                                              "-s",
                                              "CN=Alt Semnatar,C=RO",
                                              "-x",
                                              "-t",
                                              "CTu,Cu,Cu",
                                              "-k",
                                              "rsa",
                                              "-g",
                                              "2048",
                                              "-z",
                                              noise_path,
                                              "-v",
                                              "24",
                                              "--keyUsage",
                                              "nonRepudiation,digitalSignature",
                                              NULL },
                       NULL));

  for (guint i = 0; i < GU_TEST_PDF_LAST; i++)
    {
      g_autoptr (GBytes) pdf = gu_test_pdf_new (i);
      g_autoptr (GBytes) ours = sign_with (pdf, signer);
      g_autoptr (GBytes) then_theirs = NULL;
      g_autoptr (GBytes) theirs = NULL;
      g_autoptr (GBytes) then_ours = NULL;

      g_test_message ("%s", gu_test_pdf_name (i));
      then_theirs = sign_by_poppler (ours, folder);
      assert_each_is_sound (then_theirs, 2);
      theirs = sign_by_poppler (pdf, folder);
      assert_each_is_sound (theirs, 1);
      then_ours = sign_with (theirs, signer);
      assert_prefix (theirs, then_ours);
      assert_each_is_sound (then_ours, 2);
    }
}

/* The CMS and the signed bytes taken apart with nothing but offsets. */
static void
split (GBytes *pdf, GBytes **cms, GBytes **content)
{
  gsize size;
  const char *data = g_bytes_get_data (pdf, &size);
  const char *range = memmem (data, size, "/ByteRange [0 ", 14);
  guint64 start = g_ascii_strtoull (range + 14, NULL, 10);
  const char *open = data + start;
  const char *close = memchr (open, '>', size - start);
  GByteArray *der = g_byte_array_new ();
  GByteArray *rest = g_byte_array_new ();
  guint length;

  for (const char *p = open + 1; p + 1 < close; p += 2)
    {
      guint8 byte = (guint8) (g_ascii_xdigit_value (p[0]) << 4 | g_ascii_xdigit_value (p[1]));

      g_byte_array_append (der, &byte, 1);
    }
  g_assert_cmpuint (der->data[0], ==, 0x30);
  g_assert_cmpuint (der->data[1], ==, 0x82);
  length = 4 + ((guint) der->data[2] << 8 | der->data[3]);
  g_byte_array_set_size (der, length);
  g_byte_array_append (rest, (const guint8 *) data, (guint) start);
  g_byte_array_append (
      rest, (const guint8 *) close + 1, (guint) (size - (gsize) (close + 1 - data)));
  *cms = g_byte_array_free_to_bytes (der);
  *content = g_byte_array_free_to_bytes (rest);
}

/* OpenSSL's own command agrees that it is CAdES, and the attributes are those of PAdES-B-B. */
static void
test_openssl (void)
{
  const char *const keys[] = { "RSA", "EC" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GuTestSigner)
          signer = gu_test_signer_new (&(GuTestCertificate){ .key_type = keys[i] });
      g_autoptr (GBytes) pdf = gu_test_pdf_new (GU_TEST_PDF_OBJECT_STREAM);
      g_autoptr (GBytes) out = sign_with (pdf, signer);
      g_autoptr (GBytes) cms = NULL;
      g_autoptr (GBytes) content = NULL;
      g_autofree char *cms_path = NULL;
      g_autofree char *content_path = NULL;
      g_autofree char *ca_path = gu_test_write_pem ("ca.der", signer->ca_der);
      g_autofree char *verified = NULL;
      g_autofree char *printed = NULL;

      split (out, &cms, &content);
      cms_path = gu_test_write_file ("signature.p7s", cms);
      content_path = gu_test_write_file ("content.bin", content);
      verified = gu_test_run (
          (const char *const[]){ "openssl",    "cms",        "-verify", "-cades",    "-binary",
                                 "-inform",    "DER",        "-in",     cms_path,    "-content",
                                 content_path, "-CAfile",    ca_path,   "-purpose",  "any",
                                 "-attime",    "1795420800", "-out",    "/dev/null", NULL },
          NULL);
      g_assert_nonnull (strstr (verified, "Verification successful"));

      printed = gu_test_run (
          (const char *const[]){
              "openssl", "cms", "-cmsout", "-print", "-inform", "DER", "-in", cms_path, NULL },
          NULL);
      g_assert_nonnull (strstr (printed, "id-smime-aa-signingCertificateV2"));
      g_assert_nonnull (strstr (printed, "pkcs9.9.4") != NULL ? printed
                                                              : strstr (printed, "messageDigest"));
      g_assert_nonnull (strstr (printed, "eContent: <ABSENT>"));
      /* EN 319 142-1 §6.3 forbids it: the time is in /M. */
      g_assert_null (strstr (printed, "signingTime"));
      g_assert_cmpuint (count_of (printed, "d.certificate:"), ==, 2);
    }
}

static GBytes *
cms_of (GuTestSigner *signer, gint64 time_ms, GError **error)
{
  guint8 digest[32] = { 1, 2, 3 };
  g_autoptr (GBytes) content = g_bytes_new (digest, sizeof digest);

  return gu_cms_sign_digest (
      content, signer->der, NULL, time_ms, gu_test_signer_sign, signer, NULL, error);
}

static void
test_cms (void)
{
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) cades = cms_of (signer, GU_TEST_NOW_MS, &error);
  g_autofree char *path = NULL;
  g_autofree char *printed = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (cades), <, gu_cms_estimate_size (signer->der, NULL));
  path = gu_test_write_file ("cades.p7s", cades);
  printed = gu_test_run (
      (const char *const[]){
          "openssl", "cms", "-cmsout", "-print", "-inform", "DER", "-in", path, NULL },
      NULL);
  g_assert_nonnull (strstr (printed, "signingTime"));
  g_assert_nonnull (strstr (printed, "Nov 23 08:00:00 2026 GMT"));
}

/* What the card returns is not believed. */
static void
test_lying_key (void)
{
  const char *const keys[] = { "RSA", "EC" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GuTestSigner)
          signer = gu_test_signer_new (&(GuTestCertificate){ .key_type = keys[i] });
      g_autoptr (GBytes) pdf = gu_test_pdf_new (GU_TEST_PDF_CLASSIC);
      g_autoptr (GError) error = NULL;
      GBytes *out = NULL;

      signer->lie = TRUE;
      g_assert_false (gu_pades_sign_bytes (
          pdf, signer->der, NULL, &options, gu_test_signer_sign, signer, &out, NULL, &error));
      g_assert_error (error, GU_SIGN_ERROR, GU_SIGN_ERROR_BAD_SIGNATURE);
      g_assert_nonnull (gu_error_get_hint (error));
      g_assert_null (out);
    }
}

static GBytes *
refuse (GBytes *sha256, gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "taken out");

  return NULL;
}

static GBytes *
garbage (GBytes *sha256, gpointer user_data, GCancellable *cancellable, GError **error)
{
  return g_bytes_new_static ("garbage", GPOINTER_TO_SIZE (user_data));
}

static void
test_failing_key (void)
{
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (NULL);
  g_autoptr (GBytes) pdf = gu_test_pdf_new (GU_TEST_PDF_CLASSIC);
  g_autoptr (GError) error = NULL;
  GBytes *out = NULL;

  g_assert_false (
      gu_pades_sign_bytes (pdf, signer->der, NULL, &options, refuse, NULL, &out, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  for (gsize length = 0; length <= 7; length += 7)
    {
      g_autoptr (GError) refused = NULL;

      g_assert_false (gu_pades_sign_bytes (pdf,
                                           signer->der,
                                           NULL,
                                           &options,
                                           garbage,
                                           GSIZE_TO_POINTER (length),
                                           &out,
                                           NULL,
                                           &refused));
      g_assert_error (refused, GU_SIGN_ERROR, GU_SIGN_ERROR_BAD_SIGNATURE);
    }
}

static void
assert_refused (GBytes *pdf, GuSignError code)
{
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (NULL);
  g_autoptr (GError) error = NULL;
  GBytes *out = NULL;

  g_assert_false (gu_pades_sign_bytes (
      pdf, signer->der, NULL, &options, gu_test_signer_sign, signer, &out, NULL, &error));
  g_assert_error (error, GU_SIGN_ERROR, (int) code);
  g_assert_nonnull (gu_error_get_hint (error));
  g_assert_cmpuint (signer->calls, ==, 0);
}

static void
test_refused_documents (void)
{
  const char *const no_pages[] = { "<< /Type /Catalog /Pages 2 0 R >>",
                                   "<< /Type /Pages /Kids [] /Count 0 >>",
                                   NULL };
  const char *const loop[] = { "<< /Type /Catalog /Pages 2 0 R >>",
                               "<< /Type /Pages /Kids [2 0 R] /Count 1 >>",
                               NULL };
  const char *const locked[] = {
    "<< /Type /Catalog /Pages 2 0 R /Perms << /DocMDP 4 0 R >> >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
    "<< /Type /Sig /Reference [ << /TransformMethod /DocMDP /TransformParams << /P 1 >> >> ] >>",
    NULL
  };
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) html = g_bytes_new_static ("<html></html>", 13);
  g_autoptr (GBytes) stub = g_bytes_new_static ("%PDF-1.7\n%%EOF\n", 15);
  g_autoptr (GBytes) encrypted = gu_test_pdf_encrypted ();
  g_autoptr (GBytes) pageless = gu_test_pdf_from_objects (no_pages, NULL);
  g_autoptr (GBytes) looped = gu_test_pdf_from_objects (loop, NULL);
  g_autoptr (GBytes) certified = gu_test_pdf_from_objects (locked, NULL);

  assert_refused (empty, GU_SIGN_ERROR_NOT_A_PDF);
  assert_refused (html, GU_SIGN_ERROR_NOT_A_PDF);
  assert_refused (stub, GU_SIGN_ERROR_BROKEN);
  assert_refused (encrypted, GU_SIGN_ERROR_ENCRYPTED);
  assert_refused (pageless, GU_SIGN_ERROR_BROKEN);
  assert_refused (looped, GU_SIGN_ERROR_BROKEN);
  assert_refused (certified, GU_SIGN_ERROR_LOCKED);
}

static GBytes *
damage (GBytes *pdf)
{
  gsize size = g_bytes_get_size (pdf);
  char *copy = g_memdup2 (g_bytes_get_data (pdf, NULL), size);
  char *at = memmem (copy, size, "\nstartxref\n", 11);

  /* The last one: what it points to is not there. */
  for (char *next = at; next != NULL;
       next = memmem (next + 1, size - (gsize) (next + 1 - copy), "\nstartxref\n", 11))
    at = next;
  g_assert (at != NULL);
  at[11] = '9';
  at[12] = '9';

  return g_bytes_new_take (copy, size);
}

/* Damaged and unsigned: written anew once. Damaged and signed: refused. */
static void
test_damaged (void)
{
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (NULL);
  g_autoptr (GBytes) pdf = gu_test_pdf_new (GU_TEST_PDF_CLASSIC);
  g_autoptr (GBytes) damaged = damage (pdf);
  g_autoptr (GBytes) mended = sign_with (damaged, signer);
  g_autoptr (GBytes) out = sign_with (pdf, signer);
  g_autoptr (GBytes) damaged_signed = damage (out);
  const char *const direct[] = {
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [ << /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >> ] /Count 1 >>",
    NULL
  };
  g_autoptr (GBytes) direct_page = gu_test_pdf_from_objects (direct, NULL);
  g_autoptr (GBytes) direct_signed = sign_with (direct_page, signer);

  assert_others_agree (mended, "mended.pdf", 1);
  assert_others_agree (direct_signed, "direct.pdf", 1);
  assert_refused (damaged_signed, GU_SIGN_ERROR_BROKEN_SIGNED);
}

/* A signature does not hide from the mending by another spelling of its name. */
static void
test_damaged_spelling (void)
{
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (NULL);
  g_autoptr (GBytes) pdf = gu_test_pdf_new (GU_TEST_PDF_CLASSIC);
  g_autoptr (GBytes) out = sign_with (pdf, signer);
  gsize size;
  const char *data = g_bytes_get_data (out, &size);
  const char *at = memmem (data, size, "/ByteRange", 10);
  g_autoptr (GString) spelt = g_string_new_len (data, at - data);
  g_autoptr (GBytes) bytes = NULL;

  g_string_append (spelt, "/Byte#52ange");
  g_string_append_len (spelt, at + 10, (gssize) size - (at + 10 - data));
  bytes = g_string_free_to_bytes (g_steal_pointer (&spelt));
  assert_refused (bytes, GU_SIGN_ERROR_BROKEN_SIGNED);
}

/* The process that signs checks what was prepared for it. */
static void
test_prepared_games (void)
{
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (NULL);
  g_autoptr (GBytes) pdf = gu_test_pdf_new (GU_TEST_PDF_CLASSIC);
  g_autoptr (GError) error = NULL;
  GuPadesGap gap;
  g_autoptr (GBytes) prepared = gu_pades_prepare (pdf, &options, 8192, &gap, &error);
  gsize size = g_bytes_get_size (prepared);
  GuPadesGap gaps[] = { { gap.start - 1, gap.end },
                        { gap.start, gap.end + 1 },
                        { gap.start + 2, gap.end },
                        { gap.start, gap.end - 2 },
                        { 0, size },
                        { gap.end, gap.start },
                        { gap.start, size * 2 },
                        { gap.start, G_MAXUINT64 },
                        { G_MAXUINT64, G_MAXUINT64 },
                        { gap.start - 20, gap.end } };
  char *copy;
  g_autoptr (GBytes) filled = NULL;

  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (gaps); i++)
    {
      g_autoptr (GError) refused = NULL;

      g_assert_null (gu_pades_fill (
          prepared, &gaps[i], signer->der, NULL, gu_test_signer_sign, signer, NULL, &refused));
      g_assert_error (refused, GU_SIGN_ERROR, GU_SIGN_ERROR_FAILED);
    }
  copy = g_memdup2 (g_bytes_get_data (prepared, NULL), size);
  copy[gap.start + 100] = 'a';
  filled = g_bytes_new_take (copy, size);
  g_assert_null (
      gu_pades_fill (filled, &gap, signer->der, NULL, gu_test_signer_sign, signer, NULL, &error));
  g_assert_error (error, GU_SIGN_ERROR, GU_SIGN_ERROR_FAILED);
  g_assert_cmpuint (signer->calls, ==, 0);
}

/* Too little room is seen before the key is used. */
static void
test_room (void)
{
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (NULL);
  g_autoptr (GBytes) pdf = gu_test_pdf_new (GU_TEST_PDF_CLASSIC);
  g_autoptr (GPtrArray) chain = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) huge = NULL;
  GuPadesGap gap;
  g_autoptr (GBytes) prepared = gu_pades_prepare (pdf, &options, 512, &gap, &error);
  GBytes *out = NULL;

  g_assert_no_error (error);
  g_assert_null (
      gu_pades_fill (prepared, &gap, signer->der, NULL, gu_test_signer_sign, signer, NULL, &error));
  g_assert_error (error, GU_SIGN_ERROR, GU_SIGN_ERROR_NO_ROOM);
  g_ptr_array_add (chain, g_bytes_new_take (g_malloc0 (2 * 1024 * 1024), 2 * 1024 * 1024));
  g_assert_false (gu_pades_sign_bytes (
      pdf, signer->der, chain, &options, gu_test_signer_sign, signer, &out, NULL, &huge));
  g_assert_error (huge, GU_SIGN_ERROR, GU_SIGN_ERROR_NO_ROOM);
  g_assert_cmpuint (signer->calls, ==, 0);
}

/* Texts of the dictionary: letters of all kinds, brackets, nothing at all. */
static void
test_texts (void)
{
  const char *const texts[] = {
    NULL, "", "()\\)(", "ș ț ă î â — “citat” 😀", "linia 1\nlinia 2", "%%EOF endobj <<>>"
  };
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (NULL);
  g_autoptr (GBytes) pdf = gu_test_pdf_new (GU_TEST_PDF_CLASSIC);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      GuPadesOptions own = {
        .name = texts[i], .reason = texts[i], .location = texts[i], .time_ms = GU_TEST_NOW_MS
      };
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) out = NULL;
      g_autoptr (JsonNode) node = NULL;
      JsonObject *object;

      g_assert_true (gu_pades_sign_bytes (
          pdf, signer->der, NULL, &own, gu_test_signer_sign, signer, &out, NULL, &error));
      g_assert_no_error (error);
      assert_others_agree (out, "texts.pdf", 1);
      node = gu_pades_verify (out, NULL, GU_TEST_NOW_MS, NULL);
      object = json_array_get_object_element (json_node_get_array (node), 0);
      if (texts[i] != NULL && texts[i][0] != '\0')
        g_assert_cmpstr (json_object_get_string_member (object, "reason_given"), ==, texts[i]);
      else
        g_assert_true (json_object_get_null_member (object, "reason_given"));
    }
}

/* A trailer may promise more numbers than there are objects; none of them is taken. */
static void
test_large_size (void)
{
  const char *const bodies[] = { "<< /Type /Catalog /Pages 2 0 R >>",
                                 "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                                 "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
                                 NULL };
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (NULL);
  g_autoptr (GBytes) pdf = gu_test_pdf_from_objects (bodies, NULL);
  gsize size = g_bytes_get_size (pdf);
  g_autofree char *text = g_memdup2 (g_bytes_get_data (pdf, NULL), size);
  char *at = memmem (text, size, "/Size 4 ", 8);
  g_autoptr (GString) larger = g_string_new_len (text, at - text);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) out = NULL;

  g_string_append (larger, "/Size 900 ");
  g_string_append_len (larger, at + 8, (gssize) size - (at + 8 - text));
  bytes = g_string_free_to_bytes (g_steal_pointer (&larger));
  out = sign_with (bytes, signer);
  assert_prefix (bytes, out);
  assert_others_agree (out, "large-size.pdf", 1);
  g_assert_nonnull (memmem (g_bytes_get_data (out, NULL), g_bytes_get_size (out), "900 0 obj", 9));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/sign/corpus", test_corpus);
  g_test_add_func ("/sign/pdfsig-trust", test_pdfsig_trust);
  g_test_add_func ("/sign/poppler-signs-too", test_poppler_signs_too);
  g_test_add_func ("/sign/openssl", test_openssl);
  g_test_add_func ("/sign/cms", test_cms);
  g_test_add_func ("/sign/key/lying", test_lying_key);
  g_test_add_func ("/sign/key/failing", test_failing_key);
  g_test_add_func ("/sign/document/refused", test_refused_documents);
  g_test_add_func ("/sign/document/damaged", test_damaged);
  g_test_add_func ("/sign/document/damaged/spelling", test_damaged_spelling);
  g_test_add_func ("/sign/document/large-size", test_large_size);
  g_test_add_func ("/sign/prepared-games", test_prepared_games);
  g_test_add_func ("/sign/room", test_room);
  g_test_add_func ("/sign/texts", test_texts);
  return g_test_run ();
}
