/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-sign"

#include "config.h"

#include "gu-pades.h"
#include "gu-pades-private.h"
#include "gu-pades-scan-private.h"

#include "gu-error.h"
#include "gu-pdf-file-private.h"
#include "gu-sign-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* More unused object numbers than this below /Size is no honest document. */
#define MAX_NUMBER_GAP 100000
#define MAX_FIELDS     100000

typedef struct
{
  guint id;
  guint generation;
  guint64 offset;
} Entry;

/* One incremental update being written. */
typedef struct
{
  GuPdfFile *file;    /* borrowed */
  GByteArray *out;    /* owned: the document and what follows it */
  GArray *entries;    /* owned: Entry, what the new cross-reference lists */
  qpdf_oh signature;  /* the new signature dictionary (its number) */
  qpdf_oh field;      /* the new field and widget */
  qpdf_oh touched[4]; /* page or its annotations, catalog, form, its fields */
  guint n_touched;
  guint next_id; /* first number that nothing uses */
  GuPadesGap gap;
} Update;

static void
update_clear (Update *self)
{
  g_clear_pointer (&self->out, g_byte_array_unref);
  g_clear_pointer (&self->entries, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Update, update_clear)

static void
append (Update *self, const char *text)
{
  g_byte_array_append (self->out, (const guint8 *) text, (guint) strlen (text));
}

static void append_printf (Update *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
append_printf (Update *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  append (self, text);
}

static void
begin_object (Update *self, guint id, guint generation)
{
  Entry entry = { id, generation, self->out->len };

  g_array_append_val (self->entries, entry);
  append_printf (self, "%u %u obj\n", id, generation);
}

/* Marks @object, which is indirect, as changed; once, however often asked. */
static void
touch (Update *self, qpdf_oh object)
{
  qpdf_data q = self->file->q;

  for (guint i = 0; i < self->n_touched; i++)
    {
      if (qpdf_oh_get_object_id (q, self->touched[i]) == qpdf_oh_get_object_id (q, object))
        return;
    }
  g_assert (self->n_touched < G_N_ELEMENTS (self->touched));
  self->touched[self->n_touched++] = object;
}

/* Writes what was changed under its own numbers: only when no change is to come any more. */
static void
write_touched (Update *self)
{
  qpdf_data q = self->file->q;

  for (guint i = 0; i < self->n_touched; i++)
    {
      qpdf_oh object = self->touched[i];

      begin_object (self,
                    (guint) qpdf_oh_get_object_id (q, object),
                    (guint) qpdf_oh_get_generation (q, object));
      append (self, qpdf_oh_unparse_resolved (q, object));
      append (self, "\nendobj\n");
    }
}

/* Numbers for the new objects: above every number that the document uses or reserves. */
static gboolean
reserve_numbers (Update *self)
{
  qpdf_data q = self->file->q;
  qpdf_oh size = gu_pdf_file_get (self->file, qpdf_get_trailer (q), "/Size");
  long long reserved = qpdf_oh_is_integer (q, size) ? qpdf_oh_get_int_value (q, size) : 0;

  self->signature = qpdf_make_indirect_object (q, qpdf_oh_new_dictionary (q));
  for (guint i = 0; qpdf_oh_get_object_id (q, self->signature) < reserved; i++)
    {
      if (i > MAX_NUMBER_GAP || qpdf_has_error (q))
        return FALSE;
      self->signature = qpdf_make_indirect_object (q, qpdf_oh_new_dictionary (q));
    }
  self->field = qpdf_make_indirect_object (q, qpdf_oh_new_dictionary (q));
  self->next_id = (guint) qpdf_oh_get_object_id (q, self->field) + 1;

  return !qpdf_has_error (q);
}

/* A name that no other field at the top has: "Signature1", "Signature2", … */
static char *
choose_field_name (Update *self, qpdf_oh fields)
{
  qpdf_data q = self->file->q;
  g_autoptr (GHashTable) used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  int n = MIN (qpdf_oh_get_array_n_items (q, fields), MAX_FIELDS);

  for (int i = 0; i < n; i++)
    {
      qpdf_oh field = qpdf_oh_get_array_item (q, fields, i);
      qpdf_oh name = gu_pdf_file_get (self->file, field, "/T");

      if (qpdf_oh_is_string (q, name))
        g_hash_table_add (used, g_strdup (qpdf_oh_get_utf8_value (q, name)));
      qpdf_oh_release (q, name);
      qpdf_oh_release (q, field);
    }

  for (guint i = 1;; i++)
    {
      g_autofree char *name = g_strdup_printf ("Signature%u", i);

      if (!g_hash_table_contains (used, name))
        return g_steal_pointer (&name);
    }
}

/* The interactive form with the new field in it; writes again what had to change. */
static void
extend_form (Update *self, char **field_name)
{
  qpdf_data q = self->file->q;
  qpdf_oh root = qpdf_get_root (q);
  qpdf_oh form = gu_pdf_file_get (self->file, root, "/AcroForm");
  gboolean form_is_new = !qpdf_oh_is_dictionary (q, form);
  qpdf_oh fields;
  qpdf_oh flags;
  int old_flags;

  if (form_is_new)
    {
      /* An object of its own: poppler, signing after us, does not add its field to any other. */
      form = qpdf_make_indirect_object (q, qpdf_oh_new_dictionary (q));
      self->next_id = (guint) qpdf_oh_get_object_id (q, form) + 1;
    }
  fields = gu_pdf_file_get (self->file, form, "/Fields");
  if (!qpdf_oh_is_array (q, fields))
    {
      fields = qpdf_oh_new_array (q);
      qpdf_oh_replace_key (q, form, "/Fields", fields);
    }
  *field_name = choose_field_name (self, fields);
  qpdf_oh_append_item (q, fields, self->field);

  flags = gu_pdf_file_get (self->file, form, "/SigFlags");
  old_flags = qpdf_oh_is_integer (q, flags) ? qpdf_oh_get_int_value_as_int (q, flags) : 0;
  /* SignaturesExist and AppendOnly: other programs must not write the document anew. */
  qpdf_oh_replace_key (q, form, "/SigFlags", qpdf_oh_new_integer (q, old_flags | 3));

  if (form_is_new)
    {
      qpdf_oh_replace_key (q, root, "/AcroForm", form);
      touch (self, root);
    }
  if (qpdf_oh_is_indirect (q, fields))
    touch (self, fields);
  touch (self, qpdf_oh_is_indirect (q, form) ? form : root);
}

/* Puts the invisible widget on the first page. */
static void
extend_page (Update *self, qpdf_oh page)
{
  qpdf_data q = self->file->q;
  qpdf_oh annotations = gu_pdf_file_get (self->file, page, "/Annots");

  if (!qpdf_oh_is_array (q, annotations))
    {
      annotations = qpdf_oh_new_array (q);
      qpdf_oh_replace_key (q, page, "/Annots", annotations);
    }
  qpdf_oh_append_item (q, annotations, self->field);
  touch (self, qpdf_oh_is_indirect (q, annotations) ? annotations : page);
}

static void
write_field (Update *self, qpdf_oh page, const char *name)
{
  qpdf_data q = self->file->q;

  begin_object (self, (guint) qpdf_oh_get_object_id (q, self->field), 0);
  append_printf (self,
                 "<< /Type /Annot /Subtype /Widget /FT /Sig /T (%s) /V %d 0 R /F 132 "
                 "/Rect [0 0 0 0] /P %d %d R >>\nendobj\n",
                 name,
                 qpdf_oh_get_object_id (q, self->signature),
                 qpdf_oh_get_object_id (q, page),
                 qpdf_oh_get_generation (q, page));
}

static void
append_text (Update *self, const char *key, const char *text)
{
  qpdf_data q = self->file->q;

  if (text != NULL && text[0] != '\0')
    append_printf (self, "%s %s\n", key, qpdf_oh_unparse (q, qpdf_oh_new_unicode_string (q, text)));
}

/* The signature dictionary with zeros for what is not known yet (EN 319 142-1 §6.3). */
static void
write_signature (Update *self, const GuPadesOptions *options, gsize contents_size)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (options->time_ms / 1000);
  g_autofree char *when = time != NULL ? g_date_time_format (time, "%Y%m%d%H%M%S") : NULL;
  g_autofree char *byte_range = gu_pades_format_byte_range (0, 0, 0);

  begin_object (self, (guint) qpdf_oh_get_object_id (self->file->q, self->signature), 0);
  append (self, "<< /Type /Sig\n/Filter /Adobe.PPKLite\n/SubFilter /ETSI.CAdES.detached\n");
  append_printf (self, "/M (D:%s+00'00')\n", when != NULL ? when : "19700101000000");
  append_text (self, "/Name", options->name);
  append_text (self, "/Reason", options->reason);
  append_text (self, "/Location", options->location);
  append (self, byte_range);
  self->gap.start = self->out->len;
  append (self, "<");
  g_byte_array_set_size (self->out, self->out->len + (guint) contents_size * 2);
  memset (self->out->data + self->gap.start + 1, '0', contents_size * 2);
  append (self, ">");
  self->gap.end = self->out->len;
  append (self, " >>\nendobj\n");
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *x = a;
  const Entry *y = b;

  return x->id < y->id ? -1 : x->id > y->id;
}

/* Length of the run of consecutive numbers that starts at @first. */
static guint
run_length (GArray *entries, guint first)
{
  guint n = 1;

  while (first + n < entries->len
         && g_array_index (entries, Entry, first + n).id
                == g_array_index (entries, Entry, first).id + n)
    n++;

  return n;
}

/* Keys that the newest trailer must repeat. */
static void
append_trailer_keys (Update *self)
{
  static const char *const kept[] = { "/Root", "/Info" };
  qpdf_data q = self->file->q;
  qpdf_oh trailer = qpdf_get_trailer (q);
  qpdf_oh id = gu_pdf_file_get (self->file, trailer, "/ID");

  append_printf (
      self, "/Size %u\n/Prev %" G_GUINT64_FORMAT "\n", self->next_id, self->file->startxref);
  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      qpdf_oh value = gu_pdf_file_get (self->file, trailer, kept[i]);

      if (qpdf_oh_is_indirect (q, value))
        append_printf (self, "%s %s\n", kept[i], qpdf_oh_unparse (q, value));
    }

  if (qpdf_oh_is_array (q, id) && qpdf_oh_get_array_n_items (q, id) == 2)
    {
      g_autofree char *changed = g_compute_checksum_for_data (
          G_CHECKSUM_SHA256, self->out->data, self->out->len);

      /* The first part names the document, the second this version of it. */
      append_printf (self,
                     "/ID [%s <%.32s>]\n",
                     qpdf_oh_unparse (q, qpdf_oh_get_array_item (q, id, 0)),
                     changed);
    }
}

static void
write_table (Update *self)
{
  guint64 start = self->out->len;

  g_array_sort (self->entries, compare_entries);
  append (self, "xref\n");
  for (guint i = 0; i < self->entries->len;)
    {
      guint n = run_length (self->entries, i);

      append_printf (self, "%u %u\n", g_array_index (self->entries, Entry, i).id, n);
      for (; n > 0; n--, i++)
        {
          Entry *entry = &g_array_index (self->entries, Entry, i);

          append_printf (
              self, "%010" G_GUINT64_FORMAT " %05u n \n", entry->offset, entry->generation);
        }
    }
  append (self, "trailer\n<< ");
  append_trailer_keys (self);
  append_printf (self, ">>\nstartxref\n%" G_GUINT64_FORMAT "\n%%%%EOF\n", start);
}

static void
write_xref_stream (Update *self)
{
  guint64 start = self->out->len;
  guint own_id = self->next_id++;
  g_autoptr (GString) index = g_string_new (NULL);
  g_autoptr (GByteArray) data = g_byte_array_new ();

  begin_object (self, own_id, 0);
  g_array_sort (self->entries, compare_entries);
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = &g_array_index (self->entries, Entry, i);
      guint8 record[7] = { 1,
                           (guint8) (entry->offset >> 24),
                           (guint8) (entry->offset >> 16),
                           (guint8) (entry->offset >> 8),
                           (guint8) entry->offset,
                           (guint8) (entry->generation >> 8),
                           (guint8) entry->generation };

      g_byte_array_append (data, record, sizeof record);
    }
  for (guint i = 0; i < self->entries->len; i += run_length (self->entries, i))
    g_string_append_printf (
        index, " %u %u", g_array_index (self->entries, Entry, i).id, run_length (self->entries, i));

  append (self, "<< /Type /XRef\n");
  append_trailer_keys (self);
  append_printf (self, "/W [1 4 2]\n/Index [%s ]\n/Length %u >>\nstream\n", index->str, data->len);
  g_byte_array_append (self->out, data->data, data->len);
  append_printf (self, "\nendstream\nendobj\nstartxref\n%" G_GUINT64_FORMAT "\n%%%%EOF\n", start);
}

static void
patch_byte_range (Update *self)
{
  g_autofree char *text = gu_pades_format_byte_range (
      self->gap.start, self->gap.end, self->out->len - self->gap.end);
  gsize length = strlen (text);

  memcpy (self->out->data + self->gap.start - length, text, length);
}

static gboolean
refuse_locked (GuPdfFile *file, GError **error)
{
  if (gu_pdf_file_docmdp_level (file) != 1)
    return FALSE;

  gu_error_set (
      error,
      GU_SIGN_ERROR,
      GU_SIGN_ERROR_LOCKED,
      _ ("Sign a separate paper that refers to it."),
      "DocMDP P=1",
      _ ("The document was certified by its author and may not be changed or signed again."));

  return TRUE;
}

static GBytes *
append_update (GuPdfFile *file,
               const GuPadesOptions *options,
               gsize contents_size,
               GuPadesGap *gap,
               GError **error)
{
  g_auto (Update) update = { .file = file };
  qpdf_oh page;
  gsize size;
  const guint8 *data = g_bytes_get_data (file->bytes, &size);
  g_autofree char *name = NULL;

  update.out = g_byte_array_sized_new ((guint) (size + 2 * contents_size + 65536));
  update.entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  if (!qpdf_oh_is_indirect (file->q, qpdf_get_root (file->q))
      || !gu_pdf_file_first_page (file, &page) || !reserve_numbers (&update))
    {
      gu_pdf_set_broken (error, "no first page with a number of its own");
      return NULL;
    }

  g_byte_array_append (update.out, data, (guint) size);
  if (data[size - 1] != '\n')
    append (&update, "\n");
  extend_page (&update, page);
  extend_form (&update, &name);
  write_touched (&update);
  write_field (&update, page, name);
  write_signature (&update, options, contents_size);
  if (file->stream_xref)
    write_xref_stream (&update);
  else
    write_table (&update);
  patch_byte_range (&update);

  if (qpdf_has_error (file->q))
    {
      gu_pdf_set_broken (error, qpdf_get_error_message_detail (file->q, qpdf_get_error (file->q)));
      return NULL;
    }
  *gap = update.gap;

  return g_byte_array_free_to_bytes (g_steal_pointer (&update.out));
}

static void
set_broken_signed (GError **error)
{
  gu_error_set (error,
                GU_SIGN_ERROR,
                GU_SIGN_ERROR_BROKEN_SIGNED,
                _ ("Ask for the document again, from the one who signed it."),
                NULL,
                _ ("The document is damaged and already signed: mending it would break the "
                   "signatures."));
}

/*
 * A damaged document without signatures is written anew once; one with signatures never. They are
 * looked for in the bytes (a reader may not find them any more) and by the reader (a name may be
 * written in more than one way).
 */
static GuPdfFile *
open_mended (GBytes *pdf, GError **error)
{
  g_autoptr (GuPdfFile) damaged = NULL;
  g_autoptr (GPtrArray) signatures = NULL;
  g_autoptr (GBytes) mended = NULL;

  if (gu_pdf_bytes_look_signed (pdf))
    {
      set_broken_signed (error);
      return NULL;
    }

  damaged = gu_pdf_file_open (pdf, TRUE, error);
  if (damaged == NULL)
    return NULL;
  signatures = gu_pades_scan (damaged);
  if (signatures->len > 0)
    {
      set_broken_signed (error);
      return NULL;
    }
  mended = gu_pdf_file_rewrite (damaged, error);
  if (mended == NULL)
    return NULL;

  return gu_pdf_file_open (mended, FALSE, error);
}

GBytes *
gu_pades_prepare (GBytes *pdf,
                  const GuPadesOptions *options,
                  gsize contents_size,
                  GuPadesGap *gap,
                  GError **error)
{
  g_autoptr (GuPdfFile) file = NULL;
  g_autoptr (GError) damage = NULL;
  qpdf_oh page;

  g_return_val_if_fail (pdf != NULL && options != NULL && gap != NULL, NULL);
  g_return_val_if_fail (contents_size > 0 && contents_size <= GU_PADES_MAX_CONTENTS, NULL);

  file = gu_pdf_file_open (pdf, FALSE, &damage);
  if (file != NULL && !gu_pdf_file_first_page (file, &page))
    {
      g_clear_pointer (&file, gu_pdf_file_free);
      gu_pdf_set_broken (&damage, "no first page with a number of its own");
    }
  if (file == NULL && !g_error_matches (damage, GU_SIGN_ERROR, GU_SIGN_ERROR_BROKEN))
    {
      g_propagate_error (error, g_steal_pointer (&damage));
      return NULL;
    }
  if (file == NULL)
    file = open_mended (pdf, error);
  if (file == NULL || refuse_locked (file, error))
    return NULL;

  return append_update (file, options, contents_size, gap, error);
}
