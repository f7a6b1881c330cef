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

static GBytes *
append_bytes (GBytes *bytes, const char *tail)
{
  GByteArray *out = g_byte_array_new ();

  g_byte_array_append (out, g_bytes_get_data (bytes, NULL), (guint) g_bytes_get_size (bytes));
  g_byte_array_append (out, (const guint8 *) tail, (guint) strlen (tail));

  return g_byte_array_free_to_bytes (out);
}

static gsize
find_last (GBytes *bytes, const char *text)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  gsize found = G_MAXSIZE;

  for (gsize i = 0; i + strlen (text) <= size; i++)
    {
      if (memcmp (data + i, text, strlen (text)) == 0)
        found = i;
    }
  g_assert_cmpuint (found, !=, G_MAXSIZE);

  return found;
}

/* An incremental update by hand: object bodies by number on top of @pdf. */
static GBytes *
update (GBytes *pdf,
        const int *ids,
        const char *const *bodies,
        guint n,
        guint size,
        const char *root)
{
  g_autoptr (GString)
      out = g_string_new_len (g_bytes_get_data (pdf, NULL), (gssize) g_bytes_get_size (pdf));
  gsize previous = g_ascii_strtoull (
      (const char *) g_bytes_get_data (pdf, NULL) + find_last (pdf, "startxref") + 9, NULL, 10);
  g_autoptr (GString) table = g_string_new ("xref\n");
  gsize start;

  for (guint i = 0; i < n; i++)
    {
      g_string_append_printf (table, "%d 1\n%010" G_GSIZE_FORMAT " 00000 n \n", ids[i], out->len);
      g_string_append_printf (out, "%d 0 obj\n%s\nendobj\n", ids[i], bodies[i]);
    }
  start = out->len;
  g_string_append_printf (out,
                          "%strailer\n<< /Size %u /Root %s /Prev %" G_GSIZE_FORMAT
                          " >>\nstartxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n",
                          table->str,
                          size,
                          root,
                          previous,
                          start);

  return g_string_free_to_bytes (g_steal_pointer (&out));
}

/* No single byte of a signed document may change without being noticed. */
static void
test_every_byte (void)
{
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (NULL);
  g_autoptr (GBytes) pdf = gu_test_pdf_new (GU_TEST_PDF_CLASSIC);
  g_autoptr (GBytes) out = gu_test_sign (pdf, signer);
  gsize size = g_bytes_get_size (out);
  gsize step = g_test_slow () ? 1 : 17;
  gsize contents = find_last (out, "/Contents <") + strlen ("/Contents <");
  gsize contents_end = contents
                       + (gsize) (strchr ((const char *) g_bytes_get_data (out, NULL) + contents,
                                          '>')
                                  - ((const char *) g_bytes_get_data (out, NULL) + contents));

  for (gsize i = 0; i < size; i += i >= contents && i < contents_end ? step * 31 : step)
    {
      guint8 *copy = g_memdup2 (g_bytes_get_data (out, NULL), size);
      g_autoptr (GBytes) changed = NULL;
      g_autoptr (GPtrArray) trust = g_ptr_array_new ();
      g_autoptr (JsonNode) node = NULL;

      g_ptr_array_add (trust, signer->ca_der);
      copy[i] ^= 0x01;
      changed = g_bytes_new_take (copy, size);
      node = gu_pades_verify (changed, trust, GU_TEST_NOW_MS, NULL);
      /* Unreadable, or no signature found, or judged: anything but valid. */
      if (node != NULL && json_array_get_length (json_node_get_array (node)) > 0
          && g_strcmp0 (gu_test_member (node, 0, "verdict"), "VALID") == 0)
        g_error ("byte %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " can be changed", i, size);
    }
}

static void
test_content_byte (void)
{
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (NULL);
  g_autoptr (GBytes) pdf = gu_test_pdf_new (GU_TEST_PDF_CLASSIC);
  g_autoptr (GBytes) out = gu_test_sign (pdf, signer);
  gsize size = g_bytes_get_size (out);
  char *copy = g_memdup2 (g_bytes_get_data (out, NULL), size);
  char *at = memmem (copy, size, "certificat)", 11);
  g_autoptr (GBytes) changed = NULL;
  g_autoptr (JsonNode) node = NULL;

  at[0] = 'C';
  changed = g_bytes_new_take (copy, size);
  node = gu_test_verify (changed, signer);
  gu_test_assert_verdict (node, 0, "NEVALID", "HASH_FAILURE");
  g_assert_cmpstr (gu_test_member (node, 0, "cryptographic"), ==, "broken");
}

static void
test_appended (void)
{
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (NULL);
  g_autoptr (GBytes) pdf = gu_test_pdf_new (GU_TEST_PDF_CLASSIC);
  g_autoptr (GBytes) out = gu_test_sign (pdf, signer);
  g_autofree char *much = g_strnfill (5000, '%');
  g_autoptr (GBytes) blank = append_bytes (out, "\r\n");
  g_autoptr (GBytes) junk = append_bytes (out, "% nothing to see here\n");
  g_autoptr (GBytes) far = append_bytes (out, much);
  g_autoptr (JsonNode) with_blank = gu_test_verify (blank, signer);
  g_autoptr (JsonNode) with_junk = gu_test_verify (junk, signer);
  g_autoptr (JsonNode) with_far = gu_test_verify (far, signer);

  gu_test_assert_verdict (with_blank, 0, "VALID", NULL);
  g_assert_false (gu_test_is_whole (with_blank, 0));
  g_assert_cmpuint (gu_test_n_changes (with_blank, 0), ==, 1);
  gu_test_assert_verdict (with_junk, 0, "NEVALID", "FORMAT_FAILURE");
  g_assert_false (gu_test_is_whole (with_junk, 0));
  g_assert_cmpuint (gu_test_n_changes (with_junk, 0), ==, 1);
  gu_test_assert_verdict (with_far, 0, "NEVALID", "FORMAT_FAILURE");
}

/* Updates after the signature that change what is seen: each is found and named. */
static void
test_updates (void)
{
  const struct
  {
    const char *what;
    int id;
    const char *body;
    const char *said;
  } cases[] = {
    { "page content",
      4,
      "<< /Length 50 >>\nstream\nBT /F1 24 Tf 72 720 Td (Alt text, alta suma) Tj ET\nendstream",
      "content of page 1" },
    { "font", 5, "<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>", "content of page" },
    { "page removed", 2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "1 page was removed" },
    { "page added",
      2,
      "<< /Type /Pages /Kids [3 0 R 6 0 R 6 0 R] /Count 3 >>",
      "1 page was added" },
    { "pages swapped", 2, "<< /Type /Pages /Kids [6 0 R 3 0 R] /Count 2 >>", "page 1" },
    { "stamp",
      6,
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << "
      "/F1 5 0 R >> >> /Annots [ << /Type /Annot /Subtype /Stamp /Rect [0 0 500 500] >> ] >>",
      "added on page 2" },
    { "open action",
      1,
      "<< /Type /Catalog /Pages 2 0 R /Lang (ro-RO) /AcroForm << /Fields [8 0 R] /SigFlags 3 >> "
      "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> >>",
      "/OpenAction" },
    { "signature gone",
      1,
      "<< /Type /Catalog /Pages 2 0 R /Lang (ro-RO) >>",
      "form field “Signature1” was removed" },
    { "page size",
      2,
      "<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 /Rotate 180 >>",
      "content of page 1" },
  };
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (NULL);
  g_autoptr (GBytes) pdf = gu_test_pdf_new (GU_TEST_PDF_CLASSIC);
  g_autoptr (GBytes) out = gu_test_sign (pdf, signer);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) changed = update (out, &cases[i].id, &cases[i].body, 1, 10, "1 0 R");
      g_autoptr (JsonNode) node = gu_test_verify (changed, signer);
      g_autofree char *text = json_to_string (node, FALSE);

      g_test_message ("%s: %s", cases[i].what, text);
      gu_test_assert_verdict (node, 0, "NEVALID", "FORMAT_FAILURE");
      g_assert_cmpstr (gu_test_member (node, 0, "cryptographic"), ==, "ok");
      g_assert_false (gu_test_is_whole (node, 0));
      if (strstr (text, cases[i].said) == NULL)
        g_error ("%s: “%s” is not said", cases[i].what, cases[i].said);
    }
}

/* A page with the same words under other numbers is the same page; a form entry is a change. */
static void
test_form_entry (void)
{
  const int id = 9;
  const char *const body = "<< /Type /Annot /Subtype /Widget /FT /Tx /T (Signature1) /V (Popescu) "
                           "/P 3 0 R /Rect [72 600 272 620] /F 4 >>";
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (NULL);
  g_autoptr (GBytes) pdf = gu_test_pdf_new (GU_TEST_PDF_FORM);
  g_autoptr (GBytes) out = gu_test_sign (pdf, signer);
  g_autoptr (GBytes) changed = update (out, &id, &body, 1, 12, "1 0 R");
  g_autoptr (JsonNode) node = gu_test_verify (changed, signer);
  g_autofree char *text = json_to_string (node, FALSE);

  gu_test_assert_verdict (node, 0, "NEVALID", "FORMAT_FAILURE");
  g_assert_nonnull (strstr (text, "Signature1"));
}

/* A certified document says itself what may follow: form entries at level 2, comments at level 3.
 */
static void
test_certified (void)
{
  const struct
  {
    const char *level;
    int id;
    const char *body;
    const char *verdict;
  } cases[] = {
    { "2",
      5,
      "<< /Type /Annot /Subtype /Widget /FT /Tx /T (nume) /V (Popescu) /P 3 0 R /Rect [0 0 9 9] >>",
      "VALID" },
    { "2",
      3,
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Annots [5 0 R 7 0 R] /Rotate 90 >>",
      "NEVALID" },
    { "2",
      3,
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Annots [5 0 R 7 0 R << /Subtype /Text "
      "/Rect [0 0 9 9] >>] >>",
      "NEVALID" },
    { "3",
      3,
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Annots [5 0 R 7 0 R << /Subtype /Text "
      "/Rect [0 0 9 9] >>] >>",
      "VALID" },
    { "3", 2, "<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>", "NEVALID" },
  };
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *certification = g_strdup_printf (
          "<< /Reference [ << /TransformMethod /DocMDP /TransformParams << /P %s >> >> ] >>",
          cases[i].level);
      const char *const bodies[] = {
        "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R] >> /Perms << /DocMDP 4 0 R >> "
        ">>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Annots [5 0 R] >>",
        certification,
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (nume) /P 3 0 R /Rect [0 0 9 9] >>",
        NULL
      };
      g_autoptr (GBytes) pdf = gu_test_pdf_from_objects (bodies, NULL);
      g_autoptr (GBytes) out = gu_test_sign (pdf, signer);
      g_autoptr (GBytes) changed = update (out, &cases[i].id, &cases[i].body, 1, 8, "1 0 R");
      g_autoptr (JsonNode) node = gu_test_verify (changed, signer);

      gu_test_assert_verdict (node,
                              0,
                              cases[i].verdict,
                              g_str_equal (cases[i].verdict, "VALID") ? NULL : "FORMAT_FAILURE");
      g_assert_false (gu_test_is_whole (node, 0));
      g_assert_cmpuint (gu_test_n_changes (node, 0), >, 0);
    }
}

/* A signature that covers a page with its picture is told as such. */
static void
test_visible_signature (void)
{
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (NULL);
  g_autoptr (GBytes) pdf = gu_test_pdf_new (GU_TEST_PDF_CLASSIC);
  g_autoptr (GBytes) one = gu_test_sign (pdf, signer);
  /* A field with an appearance but without a signature: only a picture over the text. */
  const int ids[] = { 3, 20 };
  const char *const bodies[] = {
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << "
    "/F1 5 0 R >> >> /Annots [8 0 R 20 0 R] >>",
    "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature7) /Rect [0 0 595 842] /AP << /N 4 0 R "
    ">> >>"
  };
  g_autoptr (GBytes) covered = update (one, ids, bodies, 2, 21, "1 0 R");
  g_autoptr (JsonNode) node = gu_test_verify (covered, signer);

  gu_test_assert_verdict (node, 0, "NEVALID", "FORMAT_FAILURE");
}

/* A picture over the page that passes for the place of a signature. */
static void
assert_cover_refused (GBytes *one, GuTestSigner *signer, const char *value)
{
  g_autofree char *picture = g_strdup_printf (
      "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature7) /Rect [0 0 595 842] /P 3 0 R "
      "/AP << /N 4 0 R >> /V %s >>",
      value);
  const int ids[] = { 3, 20 };
  const char *const bodies[] = {
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << "
    "/F1 5 0 R >> >> /Annots [8 0 R 20 0 R] >>",
    picture
  };
  g_autoptr (GBytes) covered = update (one, ids, bodies, 2, 21, "1 0 R");
  g_autoptr (JsonNode) node = gu_test_verify (covered, signer);

  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), >, 0);
  for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
    gu_test_assert_verdict (node, i, "NEVALID", "FORMAT_FAILURE");
}

/* The picture points at the signature that is there and is good, or at a time stamp that nobody
 * judges. */
static void
test_disguised_picture (void)
{
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (NULL);
  g_autoptr (GBytes) pdf = gu_test_pdf_new (GU_TEST_PDF_CLASSIC);
  g_autoptr (GBytes) one = gu_test_sign (pdf, signer);
  const char *value = (const char *) g_bytes_get_data (one, NULL) + find_last (one, "/V ") + 3;
  g_autofree char *shared = g_strndup (value, (gsize) (strstr (value, " R") + 2 - value));

  assert_cover_refused (one, signer, shared);
  assert_cover_refused (one,
                        signer,
                        "<< /Type /DocTimeStamp /SubFilter /ETSI.RFC3161 /Contents <00> "
                        "/ByteRange [0 10 20 99999999] >>");
}

/* A wider hole in the ByteRange, with content hidden in it. */
static void
test_byte_range_games (void)
{
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (NULL);
  g_autoptr (GBytes) pdf = gu_test_pdf_new (GU_TEST_PDF_CLASSIC);
  g_autoptr (GBytes) out = gu_test_sign (pdf, signer);
  const char *ranges[] = { "/ByteRange [0 10         20         30        ]",
                           "/ByteRange [1 1200       90         30        ]",
                           "/ByteRange [0 99999999   999999999  1         ]",
                           "/ByteRange [0 -5         20         30        ]",
                           "/ByteRange [0 10         5          30        ]",
                           "/ByteRange [                                  ]",
                           "/ByteRange [0 10         20                   ]",
                           "/ByteRange (0 10         20         30        )" };

  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      gsize size = g_bytes_get_size (out);
      char *copy = g_memdup2 (g_bytes_get_data (out, NULL), size);
      gsize at = find_last (out, "/ByteRange");
      g_autoptr (GBytes) changed = NULL;
      g_autoptr (JsonNode) node = NULL;

      memcpy (copy + at, ranges[i], strlen (ranges[i]));
      changed = g_bytes_new_take (copy, size);
      node = gu_test_verify (changed, signer);
      gu_test_assert_verdict (node, 0, "NEVALID", "FORMAT_FAILURE");
      g_assert_cmpstr (gu_test_member (node, 0, "cryptographic"), ==, "broken");
    }
}

/* The signature of one document put into another one. */
static void
test_swapped_contents (void)
{
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (NULL);
  g_autoptr (GBytes) a = gu_test_pdf_new (GU_TEST_PDF_CLASSIC);
  g_autoptr (GBytes) signed_a = gu_test_sign (a, signer);
  gsize size = g_bytes_get_size (a);
  char *copy = g_memdup2 (g_bytes_get_data (a, NULL), size);
  g_autoptr (GBytes) b = NULL;
  g_autoptr (GBytes) signed_b = NULL;
  g_autoptr (GBytes) mixed = NULL;
  g_autoptr (JsonNode) node = NULL;
  gsize at = find_last (signed_a, "/Contents <");
  char *other;

  memcpy (memmem (copy, size, "certificat)", 11), "CERTIFICAT)", 11);
  b = g_bytes_new_take (copy, size);
  signed_b = gu_test_sign (b, signer);
  g_assert_cmpuint (g_bytes_get_size (signed_a), ==, g_bytes_get_size (signed_b));
  other = g_memdup2 (g_bytes_get_data (signed_b, NULL), g_bytes_get_size (signed_b));
  memcpy (other + at, (const char *) g_bytes_get_data (signed_a, NULL) + at, 4000);
  mixed = g_bytes_new_take (other, g_bytes_get_size (signed_b));
  node = gu_test_verify (mixed, signer);
  gu_test_assert_verdict (node, 0, "NEVALID", "HASH_FAILURE");
}

/* The real signature is copied into a second dictionary whose ByteRange points at the first. */
static void
test_borrowed_signature (void)
{
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (NULL);
  g_autoptr (GBytes) pdf = gu_test_pdf_new (GU_TEST_PDF_CLASSIC);
  g_autoptr (GBytes) out = gu_test_sign (pdf, signer);
  const char *data = g_bytes_get_data (out, NULL);
  gsize start = find_last (out, "/Type /Sig\n");
  const char *end = strstr (data + start, " >>\nendobj");
  g_autofree char *dictionary = g_strndup (data + start, (gsize) (end - (data + start)));
  g_autofree char *body = g_strdup_printf (
      "<< /Type /Annot /Subtype /Widget /FT /Sig /T (Signature9) /Rect [0 0 0 0] /V << %s >> >>",
      dictionary);
  const int ids[] = { 1, 11 };
  const char *const bodies[] = {
    "<< /Type /Catalog /Pages 2 0 R /Lang (ro-RO) /AcroForm << /Fields [11 0 R] /SigFlags 3 >> >>",
    body
  };
  g_autoptr (GBytes) forged = update (out, ids, bodies, 2, 12, "1 0 R");
  g_autoptr (JsonNode) node = gu_test_verify (forged, signer);

  for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
    gu_test_assert_verdict (node, i, "NEVALID", "FORMAT_FAILURE");
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), >, 0);
}

/* Cut short: an error or no valid signature, wherever it ends. */
static void
test_truncated (void)
{
  g_autoptr (GuTestSigner) signer = gu_test_signer_new (NULL);
  g_autoptr (GBytes) pdf = gu_test_pdf_new (GU_TEST_PDF_CLASSIC);
  g_autoptr (GBytes) one = gu_test_sign (pdf, signer);
  g_autoptr (GBytes) two = gu_test_sign (one, signer);
  g_autoptr (GPtrArray) trust = g_ptr_array_new ();
  gsize size = g_bytes_get_size (two);

  g_ptr_array_add (trust, signer->ca_der);
  for (gsize cut = 1; cut < size; cut += 97)
    {
      g_autoptr (GBytes) shorter = g_bytes_new_from_bytes (two, 0, size - cut);
      g_autoptr (JsonNode) node = gu_pades_verify (shorter, trust, GU_TEST_NOW_MS, NULL);
      guint n = node != NULL ? json_array_get_length (json_node_get_array (node)) : 0;
      guint valid = 0;

      for (guint i = 0; i < n; i++)
        valid += g_strcmp0 (gu_test_member (node, i, "verdict"), "VALID") == 0;
      /* The first version, whole, is still what was signed first. */
      if (n > 0 && valid == n && size - cut != g_bytes_get_size (one))
        g_error ("cut to %" G_GSIZE_FORMAT " bytes it is valid", size - cut);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/tamper/every-byte", test_every_byte);
  g_test_add_func ("/tamper/content", test_content_byte);
  g_test_add_func ("/tamper/appended", test_appended);
  g_test_add_func ("/tamper/updates", test_updates);
  g_test_add_func ("/tamper/form-entry", test_form_entry);
  g_test_add_func ("/tamper/certified", test_certified);
  g_test_add_func ("/tamper/visible-field", test_visible_signature);
  g_test_add_func ("/tamper/disguised-picture", test_disguised_picture);
  g_test_add_func ("/tamper/byte-range", test_byte_range_games);
  g_test_add_func ("/tamper/swapped-contents", test_swapped_contents);
  g_test_add_func ("/tamper/borrowed-signature", test_borrowed_signature);
  g_test_add_func ("/tamper/truncated", test_truncated);
  return g_test_run ();
}
