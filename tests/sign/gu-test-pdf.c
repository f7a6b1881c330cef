/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-test"

#include "config.h"

#include "gu-test-signer.h"

#include <qpdf/qpdf-c.h>
#include <string.h>

#define PAGE_CONTENT                                                                               \
  "<< /Length 58 >>\nstream\nBT /F1 24 Tf 72 720 Td (Cerere pentru certificat) Tj ET   "           \
  "\nendstream"
#define FONT "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
#define PAGE(parent, extra)                                                                        \
  "<< /Type /Page /Parent " parent " 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "                 \
  "/Resources << /Font << /F1 5 0 R >> >> " extra ">>"

GBytes *
gu_test_pdf_from_objects (const char *const *bodies, const char *trailer_extra)
{
  g_autoptr (GString) out = g_string_new ("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
  g_autoptr (GArray) offsets = g_array_new (FALSE, FALSE, sizeof (gsize));
  gsize start;

  for (guint i = 0; bodies[i] != NULL; i++)
    {
      g_array_append_val (offsets, out->len);
      g_string_append_printf (out, "%u 0 obj\n%s\nendobj\n", i + 1, bodies[i]);
    }
  start = out->len;
  g_string_append_printf (out, "xref\n0 %u\n0000000000 65535 f \n", offsets->len + 1);
  for (guint i = 0; i < offsets->len; i++)
    g_string_append_printf (
        out, "%010" G_GSIZE_FORMAT " 00000 n \n", g_array_index (offsets, gsize, i));
  g_string_append_printf (
      out,
      "trailer\n<< /Size %u /Root 1 0 R "
      "/ID [<00112233445566778899AABBCCDDEEFF> <00112233445566778899AABBCCDDEEFF>] "
      "%s>>\nstartxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n",
      offsets->len + 1,
      trailer_extra != NULL ? trailer_extra : "",
      start);

  return g_string_free_to_bytes (g_steal_pointer (&out));
}

static GBytes *
make_classic (void)
{
  const char *const bodies[] = { "<< /Type /Catalog /Pages 2 0 R /Lang (ro-RO) >>",
                                 "<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 >>",
                                 PAGE ("2", ""),
                                 PAGE_CONTENT,
                                 FONT,
                                 PAGE ("2", ""),
                                 NULL };

  return gu_test_pdf_from_objects (bodies, NULL);
}

static GBytes *
make_form (void)
{
  const char *const bodies[] = {
    "<< /Type /Catalog /Pages 2 0 R /AcroForm 6 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    PAGE ("2", "/Annots 8 0 R "),
    PAGE_CONTENT,
    FONT,
    "<< /Fields 7 0 R /DA (/F1 12 Tf 0 g) /DR << /Font << /F1 5 0 R >> >> >>",
    "[9 0 R]",
    "[9 0 R]",
    "<< /Type /Annot /Subtype /Widget /FT /Tx /T (Signature1) /V (Ionescu) /P 3 0 R "
    "/Rect [72 600 272 620] /F 4 >>",
    NULL
  };

  return gu_test_pdf_from_objects (bodies, NULL);
}

static GBytes *
make_nested (void)
{
  const char *const bodies[] = { "<< /Type /Catalog /Pages 2 0 R >>",
                                 "<< /Type /Pages /Kids [6 0 R 7 0 R] /Count 1 >>",
                                 PAGE ("7", ""),
                                 PAGE_CONTENT,
                                 FONT,
                                 "<< /Type /Pages /Parent 2 0 R /Kids [] /Count 0 >>",
                                 "<< /Type /Pages /Parent 2 0 R /Kids [3 0 R] /Count 1 >>",
                                 NULL };

  return gu_test_pdf_from_objects (bodies, NULL);
}

/* Replaces text by text of the same length, so that every offset stays. */
static GBytes *
replace_same_length (GBytes *bytes, const char *from, const char *to)
{
  gsize size;
  char *data = g_memdup2 (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  char *at;

  size = g_bytes_get_size (bytes);
  g_assert_cmpuint (strlen (from), ==, strlen (to));
  at = memmem (data, size, from, strlen (from));
  g_assert_nonnull (at);
  memcpy (at, to, strlen (to));

  return g_bytes_new_take (data, size);
}

static GBytes *
make_generation (void)
{
  g_autoptr (GBytes) plain = make_classic ();
  g_autoptr (GBytes) object = replace_same_length (plain, "\n3 0 obj", "\n3 2 obj");
  g_autoptr (GBytes) link = replace_same_length (object, "[3 0 R", "[3 2 R");
  gsize size;
  char *data = g_memdup2 (g_bytes_get_data (link, NULL), g_bytes_get_size (link));
  char *table;

  size = g_bytes_get_size (link);
  table = memmem (data, size, "xref\n0 ", 7);
  g_assert_nonnull (table);
  /* Entry of object 3: the fourth of 20 bytes each after the line "0 7". */
  table = strchr (table + 5, '\n') + 1;
  memcpy (table + 3 * 20 + 11, "00002", 5);

  return g_bytes_new_take (data, size);
}

/* A table that hides one object in a stream named by /XRefStm (ISO 32000-1 §7.5.8.4). */
static GBytes *
make_hybrid (void)
{
  g_autoptr (GString) out = g_string_new ("%PDF-1.5\n%\xE2\xE3\xCF\xD3\n");
  const char *const bodies[] = { "<< /Type /Catalog /Pages 2 0 R >>",
                                 "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                                 PAGE ("2", ""),
                                 PAGE_CONTENT,
                                 FONT,
                                 ("<< /Type /ObjStm /N 1 /First 4 /Length 19 >>\nstream\n"
                                  "7 0 << /Hidden 1 >>\nendstream") };
  gsize offsets[G_N_ELEMENTS (bodies)];
  gsize stream_start;
  gsize start;
  const guint8 record[7] = { 2, 0, 0, 0, 6, 0, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      offsets[i] = out->len;
      g_string_append_printf (out, "%u 0 obj\n%s\nendobj\n", i + 1, bodies[i]);
    }
  stream_start = out->len;
  g_string_append (
      out, "8 0 obj\n<< /Type /XRef /Size 9 /W [1 4 2] /Index [7 1] /Length 7 >>\nstream\n");
  g_string_append_len (out, (const char *) record, sizeof record);
  g_string_append (out, "\nendstream\nendobj\n");
  start = out->len;
  g_string_append (out, "xref\n0 7\n0000000000 65535 f \n");
  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    g_string_append_printf (out, "%010" G_GSIZE_FORMAT " 00000 n \n", offsets[i]);
  g_string_append_printf (
      out, "7 1\n0000000000 65535 f \n8 1\n%010" G_GSIZE_FORMAT " 00000 n \n", stream_start);
  g_string_append_printf (out,
                          "trailer\n<< /Size 9 /Root 1 0 R /XRefStm %" G_GSIZE_FORMAT
                          " >>\nstartxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n",
                          stream_start,
                          start);

  return g_string_free_to_bytes (g_steal_pointer (&out));
}

/* qpdf writes @plain in another shape. */
static GBytes *
write_anew (GBytes *plain, enum qpdf_object_stream_e streams, gboolean linearize, gboolean encrypt)
{
  qpdf_data q = qpdf_init ();
  GBytes *bytes;

  g_assert_cmpint (
      qpdf_read_memory (q, "plain", g_bytes_get_data (plain, NULL), g_bytes_get_size (plain), NULL),
      ==,
      QPDF_SUCCESS);
  g_assert_cmpint (qpdf_init_write_memory (q), ==, QPDF_SUCCESS);
  qpdf_set_object_stream_mode (q, streams);
  qpdf_set_static_ID (q, QPDF_TRUE);
  if (linearize)
    qpdf_set_linearization (q, QPDF_TRUE);
  if (encrypt)
    qpdf_set_r6_encryption_parameters2 (q, "", "stapan", 1, 1, 1, 1, 1, 1, qpdf_r3p_full, 1);
  g_assert_cmpint (qpdf_write (q), ==, QPDF_SUCCESS);
  bytes = g_bytes_new (qpdf_get_buffer (q), qpdf_get_buffer_length (q));
  qpdf_cleanup (&q);

  return bytes;
}

/* qpdf writes a cross-reference stream only with object streams, so this one is put together. */
static GBytes *
make_xref_stream (void)
{
  g_autoptr (GBytes) plain = make_classic ();
  gsize size;
  const char *data = g_bytes_get_data (plain, &size);
  const char *table = memmem (data, size, "\nxref\n", 6);
  const char *entry = strchr (table + 6, '\n') + 1;
  g_autoptr (GString) out = g_string_new_len (data, table + 1 - data);
  gsize start = out->len;

  g_string_append (
      out, "7 0 obj\n<< /Type /XRef /Size 8 /Root 1 0 R /W [1 4 2] /Length 56 >>\nstream\n");
  for (guint i = 0; i < 8; i++)
    {
      guint64 offset = i == 7 ? start : g_ascii_strtoull (entry + 20 * i, NULL, 10);
      const char record[7] = {
        i > 0,         (char) (offset >> 24),     (char) (offset >> 16),    (char) (offset >> 8),
        (char) offset, (char) (i > 0 ? 0 : 0xff), (char) (i > 0 ? 0 : 0xff)
      };

      g_string_append_len (out, record, sizeof record);
    }
  g_string_append_printf (
      out, "\nendstream\nendobj\nstartxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n", start);

  return g_string_free_to_bytes (g_steal_pointer (&out));
}

GBytes *
gu_test_pdf_encrypted (void)
{
  g_autoptr (GBytes) plain = make_classic ();

  return write_anew (plain, qpdf_o_disable, FALSE, TRUE);
}

GBytes *
gu_test_pdf_new (GuTestPdf kind)
{
  g_autoptr (GBytes) plain = make_classic ();

  switch (kind)
    {
    case GU_TEST_PDF_CLASSIC:
      return g_steal_pointer (&plain);
    case GU_TEST_PDF_XREF_STREAM:
      return make_xref_stream ();
    case GU_TEST_PDF_OBJECT_STREAM:
      return write_anew (plain, qpdf_o_generate, FALSE, FALSE);
    case GU_TEST_PDF_LINEARIZED:
      return write_anew (plain, qpdf_o_generate, TRUE, FALSE);
    case GU_TEST_PDF_HYBRID:
      return make_hybrid ();
    case GU_TEST_PDF_FORM:
      return make_form ();
    case GU_TEST_PDF_NO_NEWLINE:
      return g_bytes_new_from_bytes (plain, 0, g_bytes_get_size (plain) - 1);
    case GU_TEST_PDF_GENERATION:
      return make_generation ();
    case GU_TEST_PDF_NESTED_PAGES:
      return make_nested ();
    case GU_TEST_PDF_LAST:
    default:
      g_assert_not_reached ();
    }
}

const char *
gu_test_pdf_name (GuTestPdf kind)
{
  static const char *const names[] = { "classic",    "xref-stream", "object-stream",
                                       "linearized", "hybrid",      "form",
                                       "no-newline", "generation",  "nested-pages" };

  return names[kind];
}
