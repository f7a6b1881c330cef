/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-sign"

#include "config.h"

#include "gu-pdf-diff-private.h"

#include <stdlib.h>
#include <string.h>

#define MAX_STEPS 20000000
#define MAX_DEPTH 200

typedef struct
{
  qpdf_oh before;
  qpdf_oh after;
} Pair;

static guint
hash_pair (gconstpointer key)
{
  return g_int64_hash (key);
}

static gboolean
equal_pair (gconstpointer a, gconstpointer b)
{
  return g_int64_equal (a, b);
}

GuPdfDiff *
gu_pdf_diff_new (GuPdfFile *before, GuPdfFile *after)
{
  GuPdfDiff *self = g_new0 (GuPdfDiff, 1);

  self->before = before;
  self->after = after;
  self->visited = g_hash_table_new_full (hash_pair, equal_pair, g_free, NULL);
  self->queue = g_array_new (FALSE, FALSE, sizeof (Pair));

  return self;
}

void
gu_pdf_diff_free (GuPdfDiff *self)
{
  g_hash_table_unref (self->visited);
  g_array_unref (self->queue);
  g_free (self);
}

gboolean
gu_pdf_diff_exhausted (GuPdfDiff *self)
{
  return self->steps > MAX_STEPS;
}

/* TRUE the first time that the two objects meet. */
static gboolean
visit (GuPdfDiff *self, int before, int after)
{
  gint64 key = (gint64) (((guint64) (guint32) before << 32) | (guint32) after);

  if (g_hash_table_contains (self->visited, &key))
    return FALSE;
  g_hash_table_add (self->visited, g_memdup2 (&key, sizeof key));

  return TRUE;
}

static void
collect_keys (qpdf_data q, qpdf_oh dict, GHashTable *seen, GPtrArray *keys)
{
  /* One iteration at a time per document: collected before anything else is asked. */
  qpdf_oh_begin_dict_key_iter (q, dict);
  while (qpdf_oh_dict_more_keys (q))
    {
      const char *key = qpdf_oh_dict_next_key (q);
      char *copy;

      if (g_hash_table_contains (seen, key))
        continue;
      copy = g_strdup (key);
      g_hash_table_add (seen, copy);
      g_ptr_array_add (keys, copy);
    }
}

GPtrArray *
gu_pdf_diff_keys (GuPdfDiff *self, qpdf_oh before, qpdf_oh after, const char *const *skipped)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; skipped != NULL && skipped[i] != NULL; i++)
    g_hash_table_add (seen, (gpointer) skipped[i]);
  if (qpdf_oh_is_dictionary (self->before->q, before))
    collect_keys (self->before->q, before, seen, keys);
  if (qpdf_oh_is_dictionary (self->after->q, after))
    collect_keys (self->after->q, after, seen, keys);

  return keys;
}

/* Pages, page tree nodes and annotations point at one another: compared by their own passes. */
static gboolean
is_landmark (GuPdfFile *file, qpdf_oh object)
{
  qpdf_data q = file->q;

  return qpdf_oh_is_dictionary_of_type (q, object, "/Page", "")
         || qpdf_oh_is_dictionary_of_type (q, object, "/Pages", "")
         || qpdf_oh_is_dictionary_of_type (q, object, "/Catalog", "")
         || qpdf_oh_is_dictionary_of_type (q, object, "/Annot", "")
         || (qpdf_oh_is_dictionary (q, object) && qpdf_oh_has_key (q, object, "/Subtype")
             && qpdf_oh_has_key (q, object, "/Rect"));
}

/* The stored bytes of a stream; warnings of other objects are no reason to fail. */
static gboolean
stored_bytes (GuPdfFile *file, qpdf_oh stream, unsigned char **data, size_t *size)
{
  return (qpdf_oh_get_stream_data (file->q, stream, qpdf_dl_none, NULL, data, size) & QPDF_ERRORS)
         == 0;
}

static gboolean
equal_streams (GuPdfDiff *self, qpdf_oh before, qpdf_oh after)
{
  unsigned char *a = NULL;
  unsigned char *b = NULL;
  size_t a_size = 0;
  size_t b_size = 0;
  gboolean equal = stored_bytes (self->before, before, &a, &a_size)
                   && stored_bytes (self->after, after, &b, &b_size) && a_size == b_size
                   && (a_size == 0 || memcmp (a, b, a_size) == 0);

  free (a);
  free (b);

  return equal;
}

static gboolean equal_values (GuPdfDiff *self, qpdf_oh before, qpdf_oh after, guint depth);

/* Like equal_values() and releases both. */
static gboolean
equal_taken (GuPdfDiff *self, qpdf_oh before, qpdf_oh after, guint depth)
{
  qpdf_data a = self->before->q;
  qpdf_data b = self->after->q;
  gboolean indirect = qpdf_oh_is_indirect (a, before);
  gboolean equal = TRUE;

  self->steps++;
  if (indirect != (gboolean) qpdf_oh_is_indirect (b, after))
    {
      /* A value may move out into an object of its own and still say the same. */
      equal = equal_values (self, before, after, depth);
    }
  else if (indirect)
    {
      if (visit (self, qpdf_oh_get_object_id (a, before), qpdf_oh_get_object_id (b, after)))
        {
          Pair pair = { before, after };

          g_array_append_val (self->queue, pair);
          return TRUE;
        }
    }
  else
    {
      equal = equal_values (self, before, after, depth);
    }
  qpdf_oh_release (a, before);
  qpdf_oh_release (b, after);

  return equal;
}

gboolean
gu_pdf_diff_equal_except (GuPdfDiff *self,
                          qpdf_oh before,
                          qpdf_oh after,
                          const char *const *skipped)
{
  g_autoptr (GPtrArray) keys = gu_pdf_diff_keys (self, before, after, skipped);

  for (guint i = 0; i < keys->len; i++)
    {
      if (!gu_pdf_diff_equal (self,
                              gu_pdf_file_get (self->before, before, keys->pdata[i]),
                              gu_pdf_file_get (self->after, after, keys->pdata[i])))
        return FALSE;
    }

  return TRUE;
}

static gboolean
equal_dictionaries (GuPdfDiff *self, qpdf_oh before, qpdf_oh after, guint depth)
{
  g_autoptr (GPtrArray) keys = NULL;

  if (is_landmark (self->before, before) || is_landmark (self->after, after))
    return qpdf_oh_get_object_id (self->before->q, before)
           == qpdf_oh_get_object_id (self->after->q, after);

  keys = gu_pdf_diff_keys (self, before, after, NULL);
  for (guint i = 0; i < keys->len; i++)
    {
      if (!equal_taken (self,
                        gu_pdf_file_get (self->before, before, keys->pdata[i]),
                        gu_pdf_file_get (self->after, after, keys->pdata[i]),
                        depth + 1))
        return FALSE;
    }

  return TRUE;
}

static gboolean
equal_arrays (GuPdfDiff *self, qpdf_oh before, qpdf_oh after, guint depth)
{
  int n = qpdf_oh_get_array_n_items (self->before->q, before);

  if (n != qpdf_oh_get_array_n_items (self->after->q, after))
    return FALSE;
  for (int i = 0; i < n; i++)
    {
      if (!equal_taken (self,
                        qpdf_oh_get_array_item (self->before->q, before, i),
                        qpdf_oh_get_array_item (self->after->q, after, i),
                        depth + 1))
        return FALSE;
    }

  return TRUE;
}

static gboolean
equal_values (GuPdfDiff *self, qpdf_oh before, qpdf_oh after, guint depth)
{
  qpdf_data a = self->before->q;
  qpdf_data b = self->after->q;
  enum qpdf_object_type_e type = qpdf_oh_get_type_code (a, before);

  if (depth > MAX_DEPTH || gu_pdf_diff_exhausted (self) || type != qpdf_oh_get_type_code (b, after))
    return FALSE;
  if (type == ot_array)
    return equal_arrays (self, before, after, depth);
  if (type == ot_dictionary)
    return equal_dictionaries (self, before, after, depth);
  if (type == ot_stream)
    {
      qpdf_oh a_dict = qpdf_oh_get_dict (a, before);
      qpdf_oh b_dict = qpdf_oh_get_dict (b, after);
      gboolean equal = equal_dictionaries (self, a_dict, b_dict, depth + 1)
                       && equal_streams (self, before, after);

      qpdf_oh_release (a, a_dict);
      qpdf_oh_release (b, b_dict);
      return equal;
    }

  /* The two documents have buffers of their own for this text. */
  return strcmp (qpdf_oh_unparse_resolved (a, before), qpdf_oh_unparse_resolved (b, after)) == 0;
}

gboolean
gu_pdf_diff_equal (GuPdfDiff *self, qpdf_oh before, qpdf_oh after)
{
  gboolean equal = equal_taken (self, before, after, 0);

  /* Objects are compared in a queue, not by recursion: a list of bookmarks is as deep as it is
   * long. */
  while (self->queue->len > 0)
    {
      Pair pair = g_array_index (self->queue, Pair, self->queue->len - 1);

      g_array_set_size (self->queue, self->queue->len - 1);
      equal = equal && equal_values (self, pair.before, pair.after, 0);
      qpdf_oh_release (self->before->q, pair.before);
      qpdf_oh_release (self->after->q, pair.after);
    }
  /* What was not looked at to the end must not count as equal when it is met again. */
  if (!equal)
    g_hash_table_remove_all (self->visited);

  return equal;
}
