/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-sign"

#include "config.h"

#include "gu-pades-changes-private.h"

#include "gu-pdf-diff-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_DEPTH 64
#define MAX_NODES 200000
#define MAX_NOTES 50

typedef struct
{
  GuPadesChanges *result; /* borrowed: being filled */
  GuPdfDiff *diff;        /* owned */
  GuPdfFile *before;      /* borrowed */
  GuPdfFile *after;       /* borrowed */
  int permitted;          /* DocMDP level of the revision; 0 without */
} Compare;

void
gu_pades_changes_free (GuPadesChanges *self)
{
  g_ptr_array_unref (self->notes);
  g_free (self);
}

/* Takes @sentence; the same thing is said once. */
static void
note (GuPadesChanges *result, gboolean forbidden, char *sentence)
{
  if (forbidden)
    result->forbidden = TRUE;
  if (result->notes->len >= MAX_NOTES
      || g_ptr_array_find_with_equal_func (result->notes, sentence, g_str_equal, NULL))
    g_free (sentence);
  else
    g_ptr_array_add (result->notes, sentence);
}

/* ---- pages ---- */

/* The value that a page has or inherits (ISO 32000-1 §7.7.3.4). */
static qpdf_oh
inherited (GuPdfFile *file, qpdf_oh page, const char *key)
{
  qpdf_oh node = page;

  for (guint i = 0; i < MAX_DEPTH && qpdf_oh_is_dictionary (file->q, node); i++)
    {
      if (qpdf_oh_has_key (file->q, node, key))
        return qpdf_oh_get_key (file->q, node, key);
      node = qpdf_oh_get_key (file->q, node, "/Parent");
    }

  return qpdf_oh_new_null (file->q);
}

/* Whether a field or widget is one for signatures, by itself or through its parent. */
static gboolean
is_signature_field (GuPdfFile *file, qpdf_oh field)
{
  return qpdf_oh_is_name_and_equals (file->q, inherited (file, field, "/FT"), "/Sig");
}

static gboolean
is_signed (GuPdfFile *file, qpdf_oh field)
{
  return qpdf_oh_is_dictionary (file->q, inherited (file, field, "/V"));
}

static gboolean
is_visible (GuPdfFile *file, qpdf_oh widget)
{
  qpdf_oh rectangle = gu_pdf_file_get (file, widget, "/Rect");
  double sides[4] = { 0 };

  if (!qpdf_oh_is_array (file->q, rectangle) || qpdf_oh_get_array_n_items (file->q, rectangle) != 4)
    return FALSE;
  for (int i = 0; i < 4; i++)
    sides[i] = qpdf_oh_get_numeric_value (file->q, qpdf_oh_get_array_item (file->q, rectangle, i));

  return sides[0] != sides[2] && sides[1] != sides[3]
         && qpdf_oh_is_dictionary (file->q, gu_pdf_file_get (file, widget, "/AP"));
}

/* Whether the signature of a field says of itself that it covers more than the version before: one
 * that was there already, or says nothing, is a new field's disguise. Whether what it says is true
 * is found when it is judged itself. */
static gboolean
is_newly_signed (Compare *self, qpdf_oh field)
{
  qpdf_data q = self->after->q;
  qpdf_oh range = gu_pdf_file_get (self->after, inherited (self->after, field, "/V"), "/ByteRange");
  long long end = 0;

  if (!is_signed (self->after, field) || !qpdf_oh_is_array (q, range)
      || qpdf_oh_get_array_n_items (q, range) != 4)
    return FALSE;
  for (int i = 2; i < 4; i++)
    {
      qpdf_oh number = qpdf_oh_get_array_item (q, range, i);
      long long value = qpdf_oh_is_integer (q, number) ? qpdf_oh_get_int_value (q, number) : -1;

      if (value < 0 || value > G_MAXINT64 / 2)
        return FALSE;
      end += value;
    }

  return (guint64) end > g_bytes_get_size (self->before->bytes);
}

static gboolean
is_time_stamp (GuPdfFile *file, qpdf_oh field)
{
  return qpdf_oh_is_name_and_equals (
      file->q, gu_pdf_file_get (file, inherited (file, field, "/V"), "/Type"), "/DocTimeStamp");
}

static char *
field_name (GuPdfFile *file, qpdf_oh field)
{
  qpdf_oh name = inherited (file, field, "/T");

  return qpdf_oh_is_string (file->q, name)
             ? g_utf8_make_valid (qpdf_oh_get_utf8_value (file->q, name), -1)
             : g_strdup ("?");
}

static void
note_new_signature (Compare *self, qpdf_oh field)
{
  g_autofree char *name = field_name (self->after, field);

  if (is_time_stamp (self->after, field))
    note (self->result, FALSE, g_strdup (_ ("A time stamp of the document was added.")));
  else
    /* Translators: %s is the name of the field that holds the signature. */
    note (self->result, FALSE, g_strdup_printf (_ ("The signature “%s” was added."), name));
}

/* A widget that was added, @page from 1: only the place of a signature that is there may be. */
static void
judge_new_annotation (Compare *self, qpdf_oh annotation, guint page)
{
  gboolean widget = qpdf_oh_is_name_and_equals (
      self->after->q, gu_pdf_file_get (self->after, annotation, "/Subtype"), "/Widget");

  /* A time stamp has nothing to show (ISO 32000-2 §12.8.5), and nobody answers for its picture. */
  if (widget && is_signature_field (self->after, annotation) && is_newly_signed (self, annotation)
      && !(is_time_stamp (self->after, annotation) && is_visible (self->after, annotation)))
    {
      note_new_signature (self, annotation);
      if (is_visible (self->after, annotation))
        /* Translators: %u is the number of a page. */
        note (self->result,
              FALSE,
              g_strdup_printf (_ ("A visible signature was put on page %u."), page));
      return;
    }
  note (self->result,
        widget || self->permitted < 3,
        /* Translators: %u is the number of a page. */
        g_strdup_printf (_ ("A comment, stamp or form field was added on page %u."), page));
}

static void
judge_old_annotation (Compare *self, qpdf_oh before, qpdf_oh after, guint page)
{
  static const char *const skipped[] = { "/P", "/Parent", "/Kids", NULL };
  gboolean same_place = gu_pdf_diff_equal (self->diff,
                                           gu_pdf_file_get (self->before, before, "/Rect"),
                                           gu_pdf_file_get (self->after, after, "/Rect"));

  /* A signature put into a field that was waiting for it changes its widget, not its place. */
  if (same_place && is_signature_field (self->before, before) && !is_signed (self->before, before)
      && is_signature_field (self->after, after) && is_newly_signed (self, after)
      && !(is_time_stamp (self->after, after) && is_visible (self->after, after)))
    return;
  if (gu_pdf_diff_equal_except (self->diff, before, after, skipped))
    return;
  if (same_place && self->permitted >= 2
      && qpdf_oh_is_name_and_equals (
          self->before->q, gu_pdf_file_get (self->before, before, "/Subtype"), "/Widget"))
    return;
  note (self->result,
        self->permitted < 3,
        /* Translators: %u is the number of a page. */
        g_strdup_printf (_ ("A comment, stamp or form field was changed on page %u."), page));
}

static int
find_by_id (GuPdfFile *file, qpdf_oh array, int n, int id)
{
  for (int i = 0; i < n; i++)
    {
      qpdf_oh item = qpdf_oh_get_array_item (file->q, array, i);
      int item_id = qpdf_oh_get_object_id (file->q, item);

      qpdf_oh_release (file->q, item);
      if (item_id == id)
        return i;
    }

  return -1;
}

static void
compare_annotations (Compare *self, qpdf_oh page_before, qpdf_oh page_after, guint page)
{
  qpdf_oh before = gu_pdf_file_get (self->before, page_before, "/Annots");
  qpdf_oh after = gu_pdf_file_get (self->after, page_after, "/Annots");
  int n_before = qpdf_oh_is_array (self->before->q, before)
                     ? qpdf_oh_get_array_n_items (self->before->q, before)
                     : 0;
  int n_after = qpdf_oh_is_array (self->after->q, after)
                    ? qpdf_oh_get_array_n_items (self->after->q, after)
                    : 0;

  for (int i = 0; i < n_before && !gu_pdf_diff_exhausted (self->diff); i++)
    {
      qpdf_oh old = qpdf_oh_get_array_item (self->before->q, before, i);
      int id = qpdf_oh_get_object_id (self->before->q, old);
      int at = id > 0 ? find_by_id (self->after, after, n_after, id) : (i < n_after ? i : -1);

      self->diff->steps += (guint64) n_after;
      if (at < 0)
        /* Translators: %u is the number of a page. */
        note (
            self->result,
            self->permitted < 3,
            g_strdup_printf (_ ("A comment, stamp or form field was removed from page %u."), page));
      else
        judge_old_annotation (self, old, qpdf_oh_get_array_item (self->after->q, after, at), page);
    }
  for (int i = 0; i < n_after && !gu_pdf_diff_exhausted (self->diff); i++)
    {
      qpdf_oh added = qpdf_oh_get_array_item (self->after->q, after, i);
      int id = qpdf_oh_get_object_id (self->after->q, added);

      self->diff->steps += (guint64) n_before;
      if (id > 0 ? find_by_id (self->before, before, n_before, id) < 0 : i >= n_before)
        judge_new_annotation (self, added, page);
    }
}

static void
compare_page (Compare *self, qpdf_oh before, qpdf_oh after, guint page)
{
  static const char *const inheritable[] = {
    "/Resources", "/MediaBox", "/CropBox", "/Rotate", NULL
  };
  static const char *const skipped[] = { "/Resources", "/MediaBox", "/CropBox", "/Rotate",
                                         "/Annots",    "/Parent",   "/Tabs",    NULL };
  gboolean equal = gu_pdf_diff_equal_except (self->diff, before, after, skipped);

  for (gsize i = 0; equal && inheritable[i] != NULL; i++)
    equal = gu_pdf_diff_equal (self->diff,
                               inherited (self->before, before, inheritable[i]),
                               inherited (self->after, after, inheritable[i]));
  if (!equal)
    /* Translators: %u is the number of a page. */
    note (self->result, TRUE, g_strdup_printf (_ ("The content of page %u was changed."), page));

  compare_annotations (self, before, after, page);
}

static void
compare_pages (Compare *self)
{
  g_autoptr (GArray) before = gu_pdf_file_list_pages (self->before);
  g_autoptr (GArray) after = gu_pdf_file_list_pages (self->after);

  if (before == NULL || after == NULL)
    {
      note (
          self->result, TRUE, g_strdup (_ ("The pages cannot be compared with the signed ones.")));
      return;
    }
  if (before->len < after->len)
    note (self->result,
          TRUE,
          g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                        "%u page was added.",
                                        "%u pages were added.",
                                        after->len - before->len),
                           after->len - before->len));
  if (before->len > after->len)
    note (self->result,
          TRUE,
          g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                        "%u page was removed.",
                                        "%u pages were removed.",
                                        before->len - after->len),
                           before->len - after->len));

  for (guint i = 0; i < MIN (before->len, after->len) && !gu_pdf_diff_exhausted (self->diff); i++)
    compare_page (
        self, g_array_index (before, qpdf_oh, i), g_array_index (after, qpdf_oh, i), i + 1);
}

/* ---- form ---- */

/* All nodes of the field tree by object number; direct ones cannot be followed and are left out. */
static void
collect_fields (GuPdfFile *file, qpdf_oh array, guint depth, GHashTable *fields)
{
  int n;

  if (!qpdf_oh_is_array (file->q, array) || depth > MAX_DEPTH)
    return;
  n = qpdf_oh_get_array_n_items (file->q, array);
  for (int i = 0; i < n && g_hash_table_size (fields) < MAX_NODES; i++)
    {
      qpdf_oh field = qpdf_oh_get_array_item (file->q, array, i);
      int id = qpdf_oh_get_object_id (file->q, field);

      if (id > 0 && g_hash_table_insert (fields, GINT_TO_POINTER (id), GUINT_TO_POINTER (field)))
        collect_fields (file, gu_pdf_file_get (file, field, "/Kids"), depth + 1, fields);
    }
}

static void
compare_field (Compare *self, qpdf_oh before, qpdf_oh after)
{
  static const char *const skipped[] = { "/P", "/Parent", "/Kids", NULL };
  g_autofree char *name = field_name (self->after, after);

  if (is_signature_field (self->before, before) && !is_signed (self->before, before)
      && is_signature_field (self->after, after) && is_newly_signed (self, after))
    {
      note_new_signature (self, after);
      return;
    }
  if (gu_pdf_diff_equal_except (self->diff, before, after, skipped))
    return;
  if (is_signature_field (self->before, before))
    /* Translators: %s is the name of the field that holds the signature. */
    note (self->result,
          TRUE,
          g_strdup_printf (_ ("The signature “%s” was replaced or removed."), name));
  else
    /* Translators: %s is the name of a form field. */
    note (self->result,
          self->permitted < 2,
          g_strdup_printf (_ ("The form field “%s” was changed."), name));
}

static void
compare_fields (Compare *self, qpdf_oh form_before, qpdf_oh form_after)
{
  g_autoptr (GHashTable) before = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) after = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer id;
  gpointer value;

  collect_fields (self->before, gu_pdf_file_get (self->before, form_before, "/Fields"), 0, before);
  collect_fields (self->after, gu_pdf_file_get (self->after, form_after, "/Fields"), 0, after);

  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &id, &value) && !gu_pdf_diff_exhausted (self->diff))
    {
      gpointer other;

      if (g_hash_table_lookup_extended (after, id, NULL, &other))
        {
          compare_field (self, GPOINTER_TO_UINT (value), GPOINTER_TO_UINT (other));
        }
      else
        {
          g_autofree char *name = field_name (self->before, GPOINTER_TO_UINT (value));

          /* Translators: %s is the name of a form field. */
          note (self->result, TRUE, g_strdup_printf (_ ("The form field “%s” was removed."), name));
        }
    }

  g_hash_table_iter_init (&iter, after);
  while (g_hash_table_iter_next (&iter, &id, &value))
    {
      qpdf_oh field = GPOINTER_TO_UINT (value);
      g_autofree char *name = NULL;

      if (g_hash_table_contains (before, id))
        continue;
      if (is_signature_field (self->after, field) && is_newly_signed (self, field))
        {
          note_new_signature (self, field);
          continue;
        }
      name = field_name (self->after, field);
      /* Translators: %s is the name of a form field. */
      note (self->result, TRUE, g_strdup_printf (_ ("The form field “%s” was added."), name));
    }
}

static void
compare_form (Compare *self, qpdf_oh root_before, qpdf_oh root_after)
{
  static const char *const skipped[] = { "/Fields", "/SigFlags",        "/DR",
                                         "/DA",     "/NeedAppearances", NULL };
  qpdf_oh before = gu_pdf_file_get (self->before, root_before, "/AcroForm");
  qpdf_oh after = gu_pdf_file_get (self->after, root_after, "/AcroForm");

  if (!gu_pdf_diff_equal_except (self->diff, before, after, skipped))
    note (self->result, TRUE, g_strdup (_ ("The form of the document was changed.")));
  compare_fields (self, before, after);
}

/* ---- the rest ---- */

static void
compare_catalog (Compare *self, qpdf_oh before, qpdf_oh after)
{
  static const char *const skipped[] = { "/Pages",    "/AcroForm", "/DSS",  "/Extensions",
                                         "/Metadata", "/Version",  "/Type", NULL };
  g_autoptr (GPtrArray) keys = gu_pdf_diff_keys (self->diff, before, after, skipped);

  for (guint i = 0; i < keys->len; i++)
    {
      const char *key = keys->pdata[i];
      g_autofree char *shown = g_utf8_make_valid (key, -1);

      if (!gu_pdf_diff_equal (self->diff,
                              gu_pdf_file_get (self->before, before, key),
                              gu_pdf_file_get (self->after, after, key)))
        /* Translators: %s is a technical name such as /OpenAction. */
        note (self->result,
              TRUE,
              g_strdup_printf (_ ("A setting of the document was changed (%s)."), shown));
    }

  if (!gu_pdf_diff_equal (self->diff,
                          gu_pdf_file_get (self->before, before, "/DSS"),
                          gu_pdf_file_get (self->after, after, "/DSS")))
    note (self->result, FALSE, g_strdup (_ ("Data for later validation was added.")));
}

static gboolean
only_white_space (const char *data, gsize size)
{
  for (gsize i = 0; i < size; i++)
    {
      if (!g_ascii_isspace (data[i]))
        return FALSE;
    }

  return TRUE;
}

static void
compare_documents (GuPadesChanges *result, GuPdfFile *before, GuPdfFile *after)
{
  g_autoptr (GuPdfDiff) diff = gu_pdf_diff_new (before, after);
  qpdf_oh root_before = qpdf_get_root (before->q);
  qpdf_oh root_after = qpdf_get_root (after->q);
  Compare self = { .result = result,
                   .diff = diff,
                   .before = before,
                   .after = after,
                   .permitted = gu_pdf_file_docmdp_level (before) };

  compare_pages (&self);
  compare_form (&self, root_before, root_after);
  compare_catalog (&self, root_before, root_after);
  if (gu_pdf_diff_exhausted (diff) || qpdf_has_error (before->q) || qpdf_has_error (after->q))
    note (result, TRUE, g_strdup (_ ("The document cannot be compared with what was signed.")));
}

GuPadesChanges *
gu_pades_changes_new (GuPdfFile *file, guint64 end)
{
  GuPadesChanges *self = g_new0 (GuPadesChanges, 1);
  gsize size;
  const char *data = g_bytes_get_data (file->bytes, &size);
  g_autoptr (GBytes) revision = NULL;
  g_autoptr (GuPdfFile) before = NULL;

  self->notes = g_ptr_array_new_with_free_func (g_free);
  if (end >= size)
    return self;
  if (only_white_space (data + end, size - end))
    {
      note (self, FALSE, g_strdup (_ ("Only white space follows what was signed.")));
      return self;
    }

  revision = g_bytes_new_from_bytes (file->bytes, 0, end);
  before = gu_pdf_file_open (revision, FALSE, NULL);
  if (before == NULL)
    {
      note (self, TRUE, g_strdup (_ ("The document cannot be compared with what was signed.")));
      return self;
    }
  compare_documents (self, before, file);
  /* Bytes without any effect here may have one in another program. */
  if (self->notes->len == 0)
    note (self,
          TRUE,
          g_strdup (
              _ ("Something that belongs to no part of the document follows what was signed.")));

  return self;
}
