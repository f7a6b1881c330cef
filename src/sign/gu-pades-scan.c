/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-sign"

#include "config.h"

#include "gu-pades-scan-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_DEPTH      32
#define MAX_FIELDS     20000
#define MAX_SIGNATURES 200
#define HEAD_SEARCH    65536

typedef struct
{
  GuPdfFile *file;  /* borrowed */
  GPtrArray *found; /* owned */
  GHashTable *seen; /* owned: object numbers of fields, against loops */
  guint fields;
} Scan;

void
gu_pades_entry_free (GuPadesEntry *self)
{
  g_free (self->field);
  g_free (self->subfilter);
  g_free (self->reason);
  g_free (self->time);
  g_free (self);
}

static char *
dup_text (GuPdfFile *file, qpdf_oh dict, const char *key)
{
  qpdf_oh value = gu_pdf_file_get (file, dict, key);

  return qpdf_oh_is_string (file->q, value)
             ? g_utf8_make_valid (qpdf_oh_get_utf8_value (file->q, value), -1)
             : NULL;
}

static gboolean
read_byte_range (GuPdfFile *file, qpdf_oh dict, guint64 range[4])
{
  qpdf_oh array = gu_pdf_file_get (file, dict, "/ByteRange");

  if (!qpdf_oh_is_array (file->q, array) || qpdf_oh_get_array_n_items (file->q, array) != 4)
    return FALSE;
  for (int i = 0; i < 4; i++)
    {
      qpdf_oh item = qpdf_oh_get_array_item (file->q, array, i);
      long long value;

      if (!qpdf_oh_is_integer (file->q, item))
        return FALSE;
      value = qpdf_oh_get_int_value (file->q, item);
      if (value < 0)
        return FALSE;
      range[i] = (guint64) value;
    }

  return TRUE;
}

static int
hex_value (char c)
{
  return g_ascii_xdigit_value (c);
}

/* The dictionary's own /Contents must be what stands in the gap, or another one is shown. */
static gboolean
gap_is_contents (GuPdfFile *file, qpdf_oh dict, const char *data, guint64 start, guint64 end)
{
  qpdf_oh contents = gu_pdf_file_get (file, dict, "/Contents");
  const char *value;
  size_t length = 0;

  if (!qpdf_oh_is_string (file->q, contents))
    return FALSE;
  value = qpdf_oh_get_binary_string_value (file->q, contents, &length);
  if (length * 2 != end - start - 2)
    return FALSE;
  for (size_t i = 0; i < length; i++)
    {
      int high = hex_value (data[start + 1 + 2 * i]);
      int low = hex_value (data[start + 2 + 2 * i]);

      if (high < 0 || low < 0 || (char) (high << 4 | low) != value[i])
        return FALSE;
    }

  return TRUE;
}

/* The gap must stand inside the object that qpdf took the dictionary from. */
static gboolean
gap_is_in_object (const char *data, guint64 start, int id, int generation)
{
  g_autofree char *head = g_strdup_printf ("%d %d obj", id, generation);
  const gsize length = strlen (head);
  const guint64 from = start > HEAD_SEARCH ? start - HEAD_SEARCH : 0;
  guint64 found = G_MAXUINT64;

  /* The last object head before the gap, of whatever object. */
  for (guint64 i = from; i + 4 <= start; i++)
    {
      if (memcmp (data + i, " obj", 4) == 0)
        found = i + 4;
    }
  if (found == G_MAXUINT64 || found < length || memcmp (data + found - length, head, length) != 0)
    return FALSE;

  return found == length || !g_ascii_isdigit (data[found - length - 1]);
}

static void
check_range (Scan *scan, GuPadesEntry *entry, qpdf_oh dict, qpdf_oh field)
{
  GuPdfFile *file = scan->file;
  qpdf_oh owner = qpdf_oh_is_indirect (file->q, dict) ? dict : field;
  gsize size;
  const char *data = g_bytes_get_data (file->bytes, &size);
  guint64 range[4];

  if (!read_byte_range (file, dict, range))
    {
      entry->problem = _ ("The signature does not say which part of the document it covers.");
      return;
    }
  if (range[0] != 0 || range[1] >= range[2] || range[2] > size || range[3] > size - range[2])
    {
      entry->problem = _ ("The signature covers a part that does not exist in this document.");
      return;
    }
  entry->gap_start = range[1];
  entry->gap_end = range[2];
  entry->end = range[2] + range[3];
  if (entry->gap_end - entry->gap_start < 4 || data[entry->gap_start] != '<'
      || data[entry->gap_end - 1] != '>'
      || !gap_is_contents (file, dict, data, entry->gap_start, entry->gap_end)
      || !gap_is_in_object (data,
                            entry->gap_start,
                            qpdf_oh_get_object_id (file->q, owner),
                            qpdf_oh_get_generation (file->q, owner)))
    {
      entry->problem = _ ("The signature leaves out more of the document than its own place.");
      return;
    }
  entry->range_ok = TRUE;
}

static void
add_signature (Scan *scan, qpdf_oh field, qpdf_oh dict, const char *name)
{
  GuPdfFile *file = scan->file;
  GuPadesEntry *entry = g_new0 (GuPadesEntry, 1);
  qpdf_oh subfilter = gu_pdf_file_get (file, dict, "/SubFilter");
  qpdf_oh type = gu_pdf_file_get (file, dict, "/Type");

  entry->field = g_strdup (name);
  if (qpdf_oh_is_name (file->q, subfilter))
    entry->subfilter = g_utf8_make_valid (qpdf_oh_get_name (file->q, subfilter) + 1, -1);
  entry->timestamp = g_strcmp0 (entry->subfilter, "ETSI.RFC3161") == 0
                     && qpdf_oh_is_name_and_equals (file->q, type, "/DocTimeStamp");
  entry->reason = dup_text (file, dict, "/Reason");
  entry->time = dup_text (file, dict, "/M");
  check_range (scan, entry, dict, field);
  g_ptr_array_add (scan->found, entry);
}

static void
walk_field (Scan *scan, qpdf_oh field, const char *parent_name, gboolean parent_signs, guint depth)
{
  GuPdfFile *file = scan->file;
  qpdf_data q = file->q;
  int id = qpdf_oh_get_object_id (q, field);
  g_autofree char *own_name = NULL;
  g_autofree char *name = NULL;
  gboolean signs = parent_signs;
  qpdf_oh type;
  qpdf_oh value;
  qpdf_oh kids;

  if (!qpdf_oh_is_dictionary (q, field) || depth > MAX_DEPTH || ++scan->fields > MAX_FIELDS
      || scan->found->len >= MAX_SIGNATURES)
    return;
  if (id > 0 && !g_hash_table_add (scan->seen, GINT_TO_POINTER (id)))
    return;

  own_name = dup_text (file, field, "/T");
  if (own_name == NULL)
    name = g_strdup (parent_name);
  else if (parent_name[0] == '\0')
    name = g_strdup (own_name);
  else
    name = g_strconcat (parent_name, ".", own_name, NULL);

  type = gu_pdf_file_get (file, field, "/FT");
  if (qpdf_oh_is_name (q, type))
    signs = qpdf_oh_is_name_and_equals (q, type, "/Sig");
  value = gu_pdf_file_get (file, field, "/V");
  if (signs && qpdf_oh_is_dictionary (q, value))
    add_signature (scan, field, value, name);

  kids = gu_pdf_file_get (file, field, "/Kids");
  if (qpdf_oh_is_array (q, kids))
    {
      int n = MIN (qpdf_oh_get_array_n_items (q, kids), MAX_FIELDS);

      for (int i = 0; i < n; i++)
        walk_field (scan, qpdf_oh_get_array_item (q, kids, i), name, signs, depth + 1);
    }
}

/* Some programs leave the field out of the form: its widget on a page is all that shows it. */
static void
walk_widgets (Scan *scan)
{
  GuPdfFile *file = scan->file;
  qpdf_data q = file->q;
  g_autoptr (GArray) pages = gu_pdf_file_list_pages (file);

  for (guint i = 0; pages != NULL && i < pages->len; i++)
    {
      qpdf_oh widgets = gu_pdf_file_get (file, g_array_index (pages, qpdf_oh, i), "/Annots");
      int n = qpdf_oh_is_array (q, widgets) ? qpdf_oh_get_array_n_items (q, widgets) : 0;

      for (int at = 0; at < MIN (n, MAX_FIELDS); at++)
        {
          qpdf_oh field = qpdf_oh_get_array_item (q, widgets, at);

          if (!qpdf_oh_is_name_and_equals (q, gu_pdf_file_get (file, field, "/Subtype"), "/Widget"))
            continue;
          for (guint depth = 0; depth < MAX_DEPTH; depth++)
            {
              qpdf_oh parent = gu_pdf_file_get (file, field, "/Parent");

              if (!qpdf_oh_is_dictionary (q, parent))
                break;
              field = parent;
            }
          walk_field (scan, field, "", FALSE, 0);
        }
    }
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const GuPadesEntry *x = *(const GuPadesEntry *const *) a;
  const GuPadesEntry *y = *(const GuPadesEntry *const *) b;

  /* Where a signature without a sound ByteRange belongs is unknown: last. */
  if (x->range_ok != y->range_ok)
    return x->range_ok ? -1 : 1;
  if (x->end != y->end)
    return x->end < y->end ? -1 : 1;

  return strcmp (x->field, y->field);
}

GPtrArray *
gu_pades_scan (GuPdfFile *file)
{
  qpdf_oh form = gu_pdf_file_get (file, qpdf_get_root (file->q), "/AcroForm");
  qpdf_oh fields = gu_pdf_file_get (file, form, "/Fields");
  Scan scan = { .file = file };

  scan.found = g_ptr_array_new_with_free_func ((GDestroyNotify) gu_pades_entry_free);
  scan.seen = g_hash_table_new (NULL, NULL);
  if (qpdf_oh_is_array (file->q, fields))
    {
      int n = MIN (qpdf_oh_get_array_n_items (file->q, fields), MAX_FIELDS);

      for (int i = 0; i < n; i++)
        walk_field (&scan, qpdf_oh_get_array_item (file->q, fields, i), "", FALSE, 0);
    }
  walk_widgets (&scan);
  g_hash_table_unref (scan.seen);
  g_ptr_array_sort (scan.found, compare_entries);

  return scan.found;
}

static gboolean
two_digits (const char **p, int low, int high, int *value)
{
  if (!g_ascii_isdigit ((*p)[0]) || !g_ascii_isdigit ((*p)[1]))
    return FALSE;
  *value = g_ascii_digit_value ((*p)[0]) * 10 + g_ascii_digit_value ((*p)[1]);
  *p += 2;

  return *value >= low && *value <= high;
}

gint64
gu_pades_parse_date (const char *text)
{
  const char *p = text;
  int century, year, month = 1, day = 1, hour = 0, minute = 0, second = 0;
  int zone_hours = 0, zone_minutes = 0;
  g_autoptr (GDateTime) date = NULL;
  gint64 zone;

  if (p == NULL)
    return -1;
  if (g_str_has_prefix (p, "D:"))
    p += 2;
  if (!two_digits (&p, 0, 99, &century) || !two_digits (&p, 0, 99, &year))
    return -1;
  /* Everything after the year may be left out (ISO 32000-1 §7.9.4). */
  if (two_digits (&p, 1, 12, &month) && two_digits (&p, 1, 31, &day)
      && two_digits (&p, 0, 23, &hour) && two_digits (&p, 0, 59, &minute))
    (void) two_digits (&p, 0, 59, &second);
  date = g_date_time_new_utc (century * 100 + year, month, day, hour, minute, second);
  if (date == NULL)
    return -1;

  zone = 0;
  if (*p == '+' || *p == '-')
    {
      int sign = *p++ == '+' ? 1 : -1;

      if (two_digits (&p, 0, 23, &zone_hours) && *p == '\'')
        {
          p++;
          (void) two_digits (&p, 0, 59, &zone_minutes);
        }
      zone = sign * (gint64) (zone_hours * 3600 + zone_minutes * 60);
    }

  return (g_date_time_to_unix (date) - zone) * 1000;
}
