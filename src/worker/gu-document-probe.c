/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-worker"

#include "config.h"

#include "gu-document-probe.h"

#include "gu-document-error.h"
#include "gu-error.h"

#include <qpdf/qpdf-c.h>
#include <string.h>

/* How deep arrays and dictionaries may stand in each other within one object. */
#define GU_PROBE_DEPTH 64

/* More objects than any real paper has: a drawing of 5,000 pages has about 100,000. */
#define GU_PROBE_OBJECTS 2000000u

/* How far from the end of the file its end mark may be. */
#define GU_PROBE_TAIL 2048u

typedef struct
{
  qpdf_data pdf;       /* borrowed */
  GHashTable *seen;    /* owned: keys are id << 16 | generation */
  GArray *waiting;     /* owned: guint64 of the same form, to be looked at */
  GuDocumentProbe *to; /* borrowed */
} GuProbeWalk;

static const struct
{
  const char *key;
  const char *name;
  guint finding;
} name_findings[] = {
  { "/S", "/JavaScript", GU_FINDING_JAVASCRIPT },
  { "/S", "/Launch", GU_FINDING_LAUNCH },
  { "/S", "/SubmitForm", GU_FINDING_SENDS },
  { "/S", "/ImportData", GU_FINDING_SENDS },
  { "/S", "/GoToE", GU_FINDING_ATTACHMENTS },
  { "/S", "/Rendition", GU_FINDING_MEDIA },
  { "/S", "/RichMediaExecute", GU_FINDING_MEDIA },
  { "/Subtype", "/FileAttachment", GU_FINDING_ATTACHMENTS },
  { "/Subtype", "/RichMedia", GU_FINDING_MEDIA },
  { "/Subtype", "/Movie", GU_FINDING_MEDIA },
  { "/Subtype", "/Sound", GU_FINDING_MEDIA },
  { "/Subtype", "/3D", GU_FINDING_MEDIA },
};

static const struct
{
  const char *key;
  guint finding;
} key_findings[] = {
  { "/JS", GU_FINDING_JAVASCRIPT },
  { "/EF", GU_FINDING_ATTACHMENTS },
  { "/XFA", GU_FINDING_XFA },
};

static void gu_probe_visit (GuProbeWalk *walk, qpdf_oh object, guint depth);

/* An object of its own is looked at once, later; what stands inside another is looked at now. */
static void
gu_probe_follow (GuProbeWalk *walk, qpdf_oh object, guint depth)
{
  guint64 key;

  if (!qpdf_oh_is_indirect (walk->pdf, object))
    {
      gu_probe_visit (walk, object, depth + 1);
      return;
    }

  key = ((guint64) qpdf_oh_get_object_id (walk->pdf, object) << 16)
        | (guint64) (guint16) qpdf_oh_get_generation (walk->pdf, object);
  if (g_hash_table_add (walk->seen, GSIZE_TO_POINTER ((gsize) key)))
    g_array_append_val (walk->waiting, key);
}

static guint
gu_probe_judge_entry (GuProbeWalk *walk, const char *key, qpdf_oh value)
{
  guint found = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (key_findings); i++)
    {
      if (strcmp (key, key_findings[i].key) == 0 && !qpdf_oh_is_null (walk->pdf, value))
        found |= key_findings[i].finding;
    }

  if ((strcmp (key, "/S") == 0 || strcmp (key, "/Subtype") == 0)
      && qpdf_oh_is_name (walk->pdf, value))
    {
      const char *name = qpdf_oh_get_name (walk->pdf, value);

      for (gsize i = 0; i < G_N_ELEMENTS (name_findings); i++)
        {
          if (strcmp (key, name_findings[i].key) == 0 && strcmp (name, name_findings[i].name) == 0)
            found |= name_findings[i].finding;
        }
    }

  return found;
}

static void
gu_probe_visit_dictionary (GuProbeWalk *walk, qpdf_oh dictionary, guint depth)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  gboolean has_range = FALSE, has_contents = FALSE;

  /* The library has one iterator only, so the keys are taken before anything else is asked. */
  qpdf_oh_begin_dict_key_iter (walk->pdf, dictionary);
  while (qpdf_oh_dict_more_keys (walk->pdf))
    g_ptr_array_add (keys, g_strdup (qpdf_oh_dict_next_key (walk->pdf)));

  for (guint i = 0; i < keys->len; i++)
    {
      const char *key = g_ptr_array_index (keys, i);
      qpdf_oh value = qpdf_oh_get_key (walk->pdf, dictionary, key);

      walk->to->findings |= gu_probe_judge_entry (walk, key, value);
      has_range = has_range || strcmp (key, "/ByteRange") == 0;
      has_contents = has_contents || strcmp (key, "/Contents") == 0;
      gu_probe_follow (walk, value, depth);
    }

  /* A signature's value, or a document time stamp (ISO 32000-2 §12.8). */
  if (has_range && has_contents)
    walk->to->signatures++;
}

static void
gu_probe_visit (GuProbeWalk *walk, qpdf_oh object, guint depth)
{
  if (depth > GU_PROBE_DEPTH)
    return;

  if (qpdf_oh_is_stream (walk->pdf, object))
    {
      gu_probe_visit_dictionary (walk, qpdf_oh_get_dict (walk->pdf, object), depth);
    }
  else if (qpdf_oh_is_dictionary (walk->pdf, object))
    {
      gu_probe_visit_dictionary (walk, object, depth);
    }
  else if (qpdf_oh_is_array (walk->pdf, object))
    {
      int n = qpdf_oh_get_array_n_items (walk->pdf, object);

      for (int i = 0; i < n; i++)
        gu_probe_follow (walk, qpdf_oh_get_array_item (walk->pdf, object, i), depth);
    }
}

static gboolean
gu_probe_walk (qpdf_data pdf, GuDocumentProbe *probe, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) waiting = g_array_new (FALSE, FALSE, sizeof (guint64));
  GuProbeWalk walk = { .pdf = pdf, .seen = seen, .waiting = waiting, .to = probe };

  gu_probe_visit (&walk, qpdf_get_trailer (pdf), 0);
  while (waiting->len > 0)
    {
      guint64 key = g_array_index (waiting, guint64, waiting->len - 1);

      g_array_set_size (waiting, waiting->len - 1);
      if (g_hash_table_size (seen) > GU_PROBE_OBJECTS)
        {
          gu_error_set (error,
                        GU_DOCUMENT_ERROR,
                        GU_DOCUMENT_ERROR_TOO_HEAVY,
                        NULL,
                        "too many objects",
                        "Too many objects");
          return FALSE;
        }

      gu_probe_visit (
          &walk, qpdf_get_object_by_id (pdf, (int) (key >> 16), (int) (key & 0xffff)), 0);
      qpdf_oh_release_all (pdf);
    }

  return TRUE;
}

static gboolean
gu_probe_has_end (GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  gsize tail = MIN (size, GU_PROBE_TAIL);

  return memmem (data + size - tail, tail, "%%EOF", 5) != NULL;
}

/* The cause of a refusal; a file without its end is most often one that was cut on its way. */
static gboolean
gu_probe_refuse (qpdf_data pdf, GBytes *bytes, GError **error)
{
  qpdf_error cause = qpdf_has_error (pdf) ? qpdf_get_error (pdf) : NULL;
  enum qpdf_error_code_e code = cause != NULL ? qpdf_get_error_code (pdf, cause)
                                              : qpdf_e_damaged_pdf;
  GuDocumentError reason = GU_DOCUMENT_ERROR_DAMAGED;

  if (code == qpdf_e_password)
    reason = GU_DOCUMENT_ERROR_ENCRYPTED;
  else if (!gu_probe_has_end (bytes))
    reason = GU_DOCUMENT_ERROR_TRUNCATED;

  gu_error_set (error, GU_DOCUMENT_ERROR, (int) reason, NULL, NULL, "The PDF cannot be read");

  return FALSE;
}

static gboolean
gu_probe_has_damage (qpdf_data pdf)
{
  gboolean damaged = FALSE;

  while (qpdf_more_warnings (pdf))
    {
      qpdf_error warning = qpdf_next_warning (pdf);

      damaged = damaged || qpdf_get_error_code (pdf, warning) == qpdf_e_damaged_pdf;
    }

  return damaged;
}

static gboolean
gu_probe_read (qpdf_data pdf,
               GBytes *bytes,
               guint max_pages,
               GuDocumentProbe *probe,
               GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  int pages;

  qpdf_silence_errors (pdf);
  qpdf_set_suppress_warnings (pdf, QPDF_TRUE);
  if ((qpdf_read_memory (pdf, "document", data, size, "") & QPDF_ERRORS) != 0)
    return gu_probe_refuse (pdf, bytes, error);

  pages = qpdf_get_num_pages (pdf);
  if (pages < 0)
    return gu_probe_refuse (pdf, bytes, error);
  probe->pages = (guint) pages;
  if (qpdf_is_encrypted (pdf))
    probe->findings |= GU_FINDING_RESTRICTED;

  if (gu_probe_has_damage (pdf))
    {
      if (!gu_probe_has_end (bytes))
        return gu_probe_refuse (pdf, bytes, error);
      probe->findings |= GU_FINDING_REPAIRED;
    }

  return probe->pages > max_pages || gu_probe_walk (pdf, probe, error);
}

gboolean
gu_document_probe (GBytes *bytes, guint max_pages, GuDocumentProbe *probe, GError **error)
{
  qpdf_data pdf = qpdf_init ();
  gboolean ok;

  memset (probe, 0, sizeof *probe);
  ok = gu_probe_read (pdf, bytes, max_pages, probe, error);
  qpdf_cleanup (&pdf);

  return ok;
}
