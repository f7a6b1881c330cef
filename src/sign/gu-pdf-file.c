/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-sign"

#include "config.h"

#include "gu-pdf-file-private.h"

#include "gu-error.h"
#include "gu-pades.h"
#include "gu-sign-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PAGE_TREE_DEPTH 64
#define STARTXREF_TAIL  2048
#define MAX_PAGES       200000

void
gu_pdf_set_broken (GError **error, const char *detail)
{
  gu_error_set (error,
                GU_SIGN_ERROR,
                GU_SIGN_ERROR_BROKEN,
                _ ("Ask for the document again, saved anew by the program that made it."),
                detail,
                _ ("The PDF document is damaged."));
}

gboolean
gu_pdf_bytes_look_signed (GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return size > 0 && memmem (data, size, "/ByteRange", strlen ("/ByteRange")) != NULL;
}

static gboolean
check_header (GBytes *bytes, gboolean recover, GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  const char *header = size > 0 ? memmem (data, MIN (size, 1024), "%PDF-", 5) : NULL;

  if (size > GU_PADES_MAX_SIZE)
    {
      gu_error_set (error,
                    GU_SIGN_ERROR,
                    GU_SIGN_ERROR_TOO_LARGE,
                    _ ("Split the document or save it smaller."),
                    NULL,
                    _ ("The document is too large."));
      return FALSE;
    }
  if (header == NULL)
    {
      gu_error_set (error,
                    GU_SIGN_ERROR,
                    GU_SIGN_ERROR_NOT_A_PDF,
                    _ ("Choose a PDF document."),
                    NULL,
                    _ ("The file is not a PDF document."));
      return FALSE;
    }
  /* Offsets would count from the header, not from the file's first byte. */
  if (header != data && !recover)
    {
      gu_pdf_set_broken (error, "bytes before %PDF-");
      return FALSE;
    }

  return TRUE;
}

static gboolean
parse_number (const char **p, const char *end, guint64 *number)
{
  guint digits = 0;

  *number = 0;
  while (*p < end && g_ascii_isdigit (**p) && digits < 12)
    {
      *number = *number * 10 + (guint64) g_ascii_digit_value (**p);
      (*p)++;
      digits++;
    }

  return digits > 0;
}

static void
skip_space (const char **p, const char *end)
{
  while (*p < end && (g_ascii_isspace (**p) || **p == '\0'))
    (*p)++;
}

/* Finds the newest cross-reference section and which of the two kinds it is. */
static gboolean
find_startxref (GuPdfFile *self)
{
  gsize size;
  const char *data = g_bytes_get_data (self->bytes, &size);
  const char *end = data + size;
  const char *tail = size > STARTXREF_TAIL ? end - STARTXREF_TAIL : data;
  const char *p = NULL;
  guint64 number;

  for (const char *next = tail;
       (next = memmem (next, (gsize) (end - next), "startxref", 9)) != NULL;
       next += 9)
    p = next + 9;
  if (p == NULL)
    return FALSE;

  skip_space (&p, end);
  if (!parse_number (&p, end, &self->startxref) || self->startxref >= size)
    return FALSE;

  p = data + self->startxref;
  skip_space (&p, end);
  if (end - p >= 4 && memcmp (p, "xref", 4) == 0)
    {
      self->stream_xref = FALSE;
      return TRUE;
    }

  self->stream_xref = TRUE;
  if (!parse_number (&p, end, &number))
    return FALSE;
  skip_space (&p, end);
  if (!parse_number (&p, end, &number))
    return FALSE;
  skip_space (&p, end);

  return end - p >= 3 && memcmp (p, "obj", 3) == 0;
}

/* Takes qpdf's pending error, if any, as a technical detail. */
static char *
take_error (qpdf_data q, enum qpdf_error_code_e *code)
{
  qpdf_error failure;

  if (code != NULL)
    *code = qpdf_e_success;
  if (!qpdf_has_error (q))
    return NULL;

  failure = qpdf_get_error (q);
  if (code != NULL)
    *code = qpdf_get_error_code (q, failure);

  return g_strdup_printf ("qpdf: %s", qpdf_get_error_message_detail (q, failure));
}

static void
set_encrypted (GError **error)
{
  gu_error_set (error,
                GU_SIGN_ERROR,
                GU_SIGN_ERROR_ENCRYPTED,
                _ ("Ask for the document without a password."),
                NULL,
                _ ("The document is encrypted."));
}

GuPdfFile *
gu_pdf_file_open (GBytes *bytes, gboolean recover, GError **error)
{
  g_autoptr (GuPdfFile) self = NULL;
  enum qpdf_error_code_e code;
  g_autofree char *detail = NULL;
  gsize size;
  const char *data;

  if (!check_header (bytes, recover, error))
    return NULL;

  self = g_new0 (GuPdfFile, 1);
  self->bytes = g_bytes_ref (bytes);
  self->q = qpdf_init ();
  qpdf_silence_errors (self->q);
  qpdf_set_suppress_warnings (self->q, QPDF_TRUE);
  qpdf_set_attempt_recovery (self->q, recover ? QPDF_TRUE : QPDF_FALSE);

  data = g_bytes_get_data (bytes, &size);
  (void) qpdf_read_memory (self->q, "document", data, size, "");
  detail = take_error (self->q, &code);
  if (code == qpdf_e_password || (detail == NULL && qpdf_is_encrypted (self->q)))
    {
      set_encrypted (error);
      return NULL;
    }
  if (detail != NULL)
    {
      gu_pdf_set_broken (error, detail);
      return NULL;
    }
  if (!find_startxref (self) && !recover)
    {
      gu_pdf_set_broken (error, "startxref points nowhere");
      return NULL;
    }
  if (!qpdf_oh_is_dictionary (self->q, qpdf_get_root (self->q)))
    {
      g_free (take_error (self->q, NULL));
      gu_pdf_set_broken (error, "no catalog");
      return NULL;
    }

  return g_steal_pointer (&self);
}

void
gu_pdf_file_free (GuPdfFile *self)
{
  if (self->q != NULL)
    {
      /* An error that nobody took would be printed by qpdf. */
      g_free (take_error (self->q, NULL));
      qpdf_cleanup (&self->q);
    }
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

GBytes *
gu_pdf_file_rewrite (GuPdfFile *self, GError **error)
{
  g_autofree char *detail = NULL;
  qpdf_oh page;

  if (!gu_pdf_file_first_page (self, &page) && qpdf_get_num_pages (self->q) < 1)
    {
      g_free (take_error (self->q, NULL));
      gu_pdf_set_broken (error, "no pages");
      return NULL;
    }

  /* A damaged document has warnings pending, which are no errors. */
  if ((qpdf_init_write_memory (self->q) & QPDF_ERRORS) == 0)
    {
      qpdf_set_deterministic_ID (self->q, QPDF_TRUE);
      (void) qpdf_write (self->q);
    }
  detail = take_error (self->q, NULL);
  if (detail != NULL)
    {
      gu_pdf_set_broken (error, detail);
      return NULL;
    }

  return g_bytes_new (qpdf_get_buffer (self->q), qpdf_get_buffer_length (self->q));
}

qpdf_oh
gu_pdf_file_get (GuPdfFile *self, qpdf_oh dict, const char *key)
{
  if (!qpdf_oh_is_dictionary (self->q, dict))
    return qpdf_oh_new_null (self->q);

  return qpdf_oh_get_key (self->q, dict, key);
}

static gboolean
find_page (GuPdfFile *self, qpdf_oh node, guint depth, qpdf_oh *page)
{
  qpdf_oh kids = gu_pdf_file_get (self, node, "/Kids");
  int n;

  if (!qpdf_oh_is_dictionary (self->q, node) || depth > PAGE_TREE_DEPTH)
    return FALSE;
  if (!qpdf_oh_is_array (self->q, kids))
    {
      *page = node;
      return qpdf_oh_is_indirect (self->q, node)
             && qpdf_oh_is_name_and_equals (
                 self->q, gu_pdf_file_get (self, node, "/Type"), "/Page");
    }

  n = qpdf_oh_get_array_n_items (self->q, kids);
  for (int i = 0; i < MIN (n, 1000); i++)
    {
      qpdf_oh kid = qpdf_oh_get_array_item (self->q, kids, i);
      qpdf_oh below = gu_pdf_file_get (self, kid, "/Kids");

      /* An empty branch has no page: look at the next one. */
      if (qpdf_oh_is_array (self->q, below) && qpdf_oh_get_array_n_items (self->q, below) == 0)
        continue;
      return find_page (self, kid, depth + 1, page);
    }

  return FALSE;
}

gboolean
gu_pdf_file_first_page (GuPdfFile *self, qpdf_oh *page)
{
  qpdf_oh pages = gu_pdf_file_get (self, qpdf_get_root (self->q), "/Pages");

  return qpdf_oh_is_array (self->q, gu_pdf_file_get (self, pages, "/Kids"))
         && find_page (self, pages, 0, page) && !qpdf_has_error (self->q);
}

static gboolean
collect_pages (GuPdfFile *self, qpdf_oh node, guint depth, GHashTable *seen, GArray *pages)
{
  qpdf_oh kids = gu_pdf_file_get (self, node, "/Kids");
  int id = qpdf_oh_get_object_id (self->q, node);
  int n;

  if (!qpdf_oh_is_dictionary (self->q, node) || depth > PAGE_TREE_DEPTH || pages->len > MAX_PAGES)
    return FALSE;
  if (!qpdf_oh_is_array (self->q, kids))
    {
      g_array_append_val (pages, node);
      return TRUE;
    }
  if (id > 0 && !g_hash_table_add (seen, GINT_TO_POINTER (id)))
    return FALSE;

  n = qpdf_oh_get_array_n_items (self->q, kids);
  for (int i = 0; i < n; i++)
    {
      if (!collect_pages (self, qpdf_oh_get_array_item (self->q, kids, i), depth + 1, seen, pages))
        return FALSE;
    }

  return TRUE;
}

GArray *
gu_pdf_file_list_pages (GuPdfFile *self)
{
  g_autoptr (GArray) pages = g_array_new (FALSE, FALSE, sizeof (qpdf_oh));
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  qpdf_oh root = qpdf_get_root (self->q);

  if (!collect_pages (self, gu_pdf_file_get (self, root, "/Pages"), 0, seen, pages))
    return NULL;

  return g_steal_pointer (&pages);
}

int
gu_pdf_file_docmdp_level (GuPdfFile *self)
{
  qpdf_data q = self->q;
  qpdf_oh perms = gu_pdf_file_get (self, qpdf_get_root (q), "/Perms");
  qpdf_oh signature = gu_pdf_file_get (self, perms, "/DocMDP");
  qpdf_oh references = gu_pdf_file_get (self, signature, "/Reference");
  int n;

  if (!qpdf_oh_is_dictionary (q, signature))
    return 0;

  n = qpdf_oh_is_array (q, references) ? qpdf_oh_get_array_n_items (q, references) : 0;
  for (int i = 0; i < MIN (n, 100); i++)
    {
      qpdf_oh reference = qpdf_oh_get_array_item (q, references, i);
      qpdf_oh method = gu_pdf_file_get (self, reference, "/TransformMethod");
      qpdf_oh level;

      if (!qpdf_oh_is_name_and_equals (q, method, "/DocMDP"))
        continue;
      level = gu_pdf_file_get (self, gu_pdf_file_get (self, reference, "/TransformParams"), "/P");
      if (qpdf_oh_is_integer (q, level))
        return CLAMP (qpdf_oh_get_int_value_as_int (q, level), 1, 3);
    }

  /* ISO 32000-1 table 254: 2 is the default. */
  return 2;
}
