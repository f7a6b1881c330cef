/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-worker"

#include "config.h"

#include "gu-document-methods.h"

#include "gu-document-error.h"
#include "gu-document-limits.h"
#include "gu-document-probe.h"
#include "gu-document-scan.h"
#include "gu-error.h"
#include "gu-worker-picture.h"

#include <cairo.h>
#include <math.h>
#include <poppler.h>
#include <sys/time.h>

/* Not every poppler brings a cleanup of its own for its pages. */
typedef PopplerPage GuPdfPage;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuPdfPage, g_object_unref)

/* One worker shows one document. */
struct _GuDocumentState
{
  /* owned */
  GBytes *bytes;
  PopplerDocument *document;
  GuDocumentScan *scan; /* nullable; made for the first thumbnail */

  guint n_pages;
  gboolean scan_tried;
};

static const char *const finding_nicks[] = {
  "javascript", "launch", "sends", "attachments", "media", "xfa", "restricted", "repaired",
};

GuDocumentState *
gu_document_state_new (void)
{
  return g_new0 (GuDocumentState, 1);
}

static void
gu_document_state_close (GuDocumentState *self)
{
  g_clear_object (&self->document);
  g_clear_pointer (&self->scan, gu_document_scan_free);
  self->scan_tried = FALSE;
  g_clear_pointer (&self->bytes, g_bytes_unref);
  self->n_pages = 0;
}

void
gu_document_state_free (GuDocumentState *self)
{
  gu_document_state_close (self);
  g_free (self);
}

static gboolean
gu_document_fail (GuDocumentError code, const char *detail, GError **error)
{
  gu_error_set (error, GU_DOCUMENT_ERROR, (int) code, NULL, detail, "The PDF cannot be shown");

  return FALSE;
}

/* Takes @bytes over, whatever comes of it. */
static gboolean
gu_document_state_open (GuDocumentState *self, GBytes *bytes, GError **error)
{
  g_autoptr (GError) reason = NULL;

  gu_document_state_close (self);
  self->bytes = bytes;
  self->document = poppler_document_new_from_bytes (bytes, NULL, &reason);
  if (self->document == NULL)
    {
      gu_document_state_close (self);
      return gu_document_fail (g_error_matches (reason, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED)
                                   ? GU_DOCUMENT_ERROR_ENCRYPTED
                                   : GU_DOCUMENT_ERROR_DAMAGED,
                               NULL,
                               error);
    }

  self->n_pages = (guint) MAX (poppler_document_get_n_pages (self->document), 0);
  if (self->n_pages == 0)
    return gu_document_fail (GU_DOCUMENT_ERROR_NO_PAGES, NULL, error);
  if (self->n_pages > GU_DOCUMENT_MAX_PAGES)
    return gu_document_fail (GU_DOCUMENT_ERROR_TOO_MANY_PAGES, NULL, error);

  return TRUE;
}

static gboolean
gu_document_inspect (GuWorkerCall *call, gpointer state, GError **error)
{
  GuDocumentState *self = state;
  g_autoptr (GBytes) bytes = gu_worker_call_map (call, 0, GU_DOCUMENT_MAX_BYTES, error);
  g_auto (GVariantBuilder) nicks = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_STRING_ARRAY);
  GuDocumentProbe probe;

  if (bytes == NULL || !gu_document_probe (bytes, GU_DOCUMENT_MAX_PAGES, &probe, error))
    return FALSE;

  if (probe.pages > 0 && probe.pages <= GU_DOCUMENT_MAX_PAGES)
    {
      if (!gu_document_state_open (self, g_steal_pointer (&bytes), error))
        return FALSE;
      /* Two readers that see different documents: what is shown is not what is kept. */
      if (self->n_pages != probe.pages)
        return gu_document_fail (GU_DOCUMENT_ERROR_DAMAGED, "the page counts differ", error);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (finding_nicks); i++)
    {
      if ((probe.findings & (1u << i)) != 0)
        g_variant_builder_add (&nicks, "s", finding_nicks[i]);
    }
  call->reply = g_variant_new ("(uuas)", probe.pages, probe.signatures, &nicks);

  return TRUE;
}

static PopplerPage *
gu_document_get_page (GuDocumentState *self, guint index, GError **error)
{
  PopplerPage *page = NULL;

  if (self->document == NULL)
    gu_document_fail (GU_DOCUMENT_ERROR_NOT_OPEN, NULL, error);
  else if (index >= self->n_pages)
    gu_document_fail (GU_DOCUMENT_ERROR_NO_SUCH_PAGE, NULL, error);
  else if ((page = poppler_document_get_page (self->document, (int) index)) == NULL)
    gu_document_fail (GU_DOCUMENT_ERROR_DAMAGED, "no such page object", error);

  return page;
}

static gboolean
gu_document_open (GuWorkerCall *call, gpointer state, GError **error)
{
  GuDocumentState *self = state;
  GBytes *bytes = gu_worker_call_map (call, 0, GU_DOCUMENT_MAX_BYTES, error);
  GVariantBuilder sizes;

  if (bytes == NULL || !gu_document_state_open (self, bytes, error))
    return FALSE;

  g_variant_builder_init (&sizes, G_VARIANT_TYPE ("a(dd)"));
  for (guint i = 0; i < self->n_pages; i++)
    {
      g_autoptr (GuPdfPage) page = poppler_document_get_page (self->document, (int) i);
      double width = 0.0, height = 0.0;

      if (page != NULL)
        poppler_page_get_size (page, &width, &height);
      g_variant_builder_add (&sizes, "(dd)", width, height);
    }
  call->reply = g_variant_new ("(a(dd))", &sizes);

  return TRUE;
}

static void
gu_document_rotate (cairo_t *cr, int rotation, double width, double height)
{
  switch (rotation)
    {
    case 90:
      cairo_translate (cr, width, 0.0);
      break;
    case 180:
      cairo_translate (cr, width, height);
      break;
    case 270:
      cairo_translate (cr, 0.0, height);
      break;
    default:
      return;
    }
  cairo_rotate (cr, rotation * G_PI / 180.0);
}

static gboolean
gu_document_draw (PopplerPage *page, double scale, int rotation, GuWorkerCall *call, GError **error)
{
  GuWorkerPicture picture;
  double width, height;
  cairo_surface_t *surface;
  cairo_t *cr;
  cairo_status_t status;
  gboolean turned = rotation == 90 || rotation == 270;

  poppler_page_get_size (page, &width, &height);
  scale = gu_worker_picture_fit (width, height, scale);
  if (!(scale > 0.0))
    return gu_document_fail (GU_DOCUMENT_ERROR_DAMAGED, "a page without a size", error);
  if (!gu_worker_picture_begin (&picture,
                                (guint) MAX (round ((turned ? height : width) * scale), 1.0),
                                (guint) MAX (round ((turned ? width : height) * scale), 1.0),
                                error))
    return FALSE;

  surface = cairo_image_surface_create_for_data (picture.pixels,
                                                 CAIRO_FORMAT_ARGB32,
                                                 (int) picture.width,
                                                 (int) picture.height,
                                                 (int) picture.stride);
  cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1.0, 1.0, 1.0);
  cairo_paint (cr);
  gu_document_rotate (cr, rotation, picture.width, picture.height);
  cairo_scale (cr, scale, scale);
  poppler_page_render (page, cr);
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);

  if (status != CAIRO_STATUS_SUCCESS)
    g_debug ("A page was drawn with an error: %s", cairo_status_to_string (status));

  return gu_worker_picture_give (&picture, call, error);
}

static gboolean
gu_document_render (GuWorkerCall *call, gpointer state, GError **error)
{
  g_autoptr (GuPdfPage) page = NULL;
  guint index;
  double scale;
  int rotation;

  g_variant_get (call->args, "(udi)", &index, &scale, &rotation);
  page = gu_document_get_page (state, index, error);

  return page != NULL && gu_document_draw (page, scale, rotation, call, error);
}

/* A scan, from its JPEG: in the form and at the place of the page. */
static gboolean
gu_document_draw_scan (cairo_surface_t *scan,
                       double width,
                       double height,
                       double scale,
                       int rotation,
                       GuWorkerCall *call,
                       GError **error)
{
  const gboolean turned = rotation == 90 || rotation == 270;
  GuWorkerPicture picture;
  cairo_surface_t *surface;
  cairo_t *cr;

  if (!gu_worker_picture_begin (&picture,
                                (guint) MAX (round (width * scale), 1.0),
                                (guint) MAX (round (height * scale), 1.0),
                                error))
    return FALSE;

  surface = cairo_image_surface_create_for_data (picture.pixels,
                                                 CAIRO_FORMAT_ARGB32,
                                                 (int) picture.width,
                                                 (int) picture.height,
                                                 (int) picture.stride);
  cr = cairo_create (surface);
  gu_document_rotate (cr, rotation, picture.width, picture.height);
  cairo_scale (
      cr,
      (double) (turned ? picture.height : picture.width) / cairo_image_surface_get_width (scan),
      (double) (turned ? picture.width : picture.height) / cairo_image_surface_get_height (scan));
  cairo_set_source_surface (cr, scan, 0.0, 0.0);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_GOOD);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);

  return gu_worker_picture_give (&picture, call, error);
}

static gboolean
gu_document_thumbnail (GuWorkerCall *call, gpointer state, GError **error)
{
  GuDocumentState *self = state;
  g_autoptr (GuPdfPage) page = NULL;
  cairo_surface_t *scan = NULL;
  guint index, max_side;
  double width, height, scale;
  int rotation = 0;
  gboolean ok;

  g_variant_get (call->args, "(uu)", &index, &max_side);
  page = gu_document_get_page (self, index, error);
  if (page == NULL)
    return FALSE;

  if (!self->scan_tried)
    self->scan = gu_document_scan_new (self->bytes);
  self->scan_tried = TRUE;

  poppler_page_get_size (page, &width, &height);
  scale = gu_worker_picture_fit (width, height, max_side / MAX (MAX (width, height), 1.0));
  if (self->scan != NULL && scale > 0.0)
    scan = gu_document_scan_get_picture (self->scan, index, max_side, &rotation);
  if (scan == NULL)
    return gu_document_draw (page, scale, 0, call, error);

  ok = gu_document_draw_scan (scan, width, height, scale, rotation, call, error);
  cairo_surface_destroy (scan);

  return ok;
}

static gboolean
gu_document_text (GuWorkerCall *call, gpointer state, GError **error)
{
  g_autoptr (GuPdfPage) page = NULL;
  g_autofree char *text = NULL;
  g_autofree char *valid = NULL;
  guint index;

  g_variant_get (call->args, "(u)", &index);
  page = gu_document_get_page (state, index, error);
  if (page == NULL)
    return FALSE;

  text = poppler_page_get_text (page);
  valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  call->reply = g_variant_new ("(s)", valid);

  return TRUE;
}

/* Points from the upper left corner; poppler counts from the lower left one. */
static guint
gu_document_find_on_page (PopplerPage *page,
                          guint index,
                          const char *text,
                          guint max,
                          GVariantBuilder *to)
{
  double width, height;
  GList *rectangles = poppler_page_find_text (page, text);
  guint n = 0;

  poppler_page_get_size (page, &width, &height);
  for (GList *l = rectangles; l != NULL && n < max; l = l->next, n++)
    {
      const PopplerRectangle *r = l->data;

      g_variant_builder_add (to,
                             "(udddd)",
                             index,
                             r->x1,
                             height - MAX (r->y1, r->y2),
                             fabs (r->x2 - r->x1),
                             fabs (r->y2 - r->y1));
    }
  g_list_free_full (rectangles, (GDestroyNotify) poppler_rectangle_free);

  return n;
}

static gboolean
gu_document_find (GuWorkerCall *call, gpointer state, GError **error)
{
  GuDocumentState *self = state;
  g_auto (GVariantBuilder) matches = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(udddd)"));
  const char *text;
  guint first, count, max, found = 0;

  g_variant_get (call->args, "(&suuu)", &text, &first, &count, &max);
  for (guint i = first; i - first < count && i < self->n_pages && found < max; i++)
    {
      g_autoptr (GuPdfPage) page = gu_document_get_page (self, i, error);

      if (page == NULL)
        return FALSE;
      found += gu_document_find_on_page (page, i, text, max - found, &matches);
    }
  if (self->document == NULL)
    return gu_document_fail (GU_DOCUMENT_ERROR_NOT_OPEN, NULL, error);

  call->reply = g_variant_new ("(a(udddd))", &matches);

  return TRUE;
}

static void
gu_document_limit_cpu (guint cpu_ms)
{
  struct itimerval timer = { 0 };

  timer.it_value.tv_sec = cpu_ms / 1000;
  timer.it_value.tv_usec = (cpu_ms % 1000) * 1000;
  setitimer (ITIMER_PROF, &timer, NULL);
}

/* Reads the content of the first pages, as drawing would, but draws nothing and decodes no picture.
 * What does not end within the given processor time ends this process (SIGPROF does that). */
static gboolean
gu_document_try (GuWorkerCall *call, gpointer state, GError **error)
{
  GuDocumentState *self = state;
  gboolean readable = TRUE;
  guint count, cpu_ms;

  g_variant_get (call->args, "(uu)", &count, &cpu_ms);
  gu_document_limit_cpu (cpu_ms);
  for (guint i = 0; readable && i < MIN (count, self->n_pages); i++)
    {
      g_autoptr (GuPdfPage) page = gu_document_get_page (self, i, error);

      readable = page != NULL;
      if (readable)
        g_free (poppler_page_get_text (page));
    }
  /* Whatever came of it: the next file must not pay for this one. */
  gu_document_limit_cpu (0);

  return readable;
}

const GuWorkerMethod gu_document_methods[] = {
  { "inspect", NULL, 1, gu_document_inspect },  { "open", NULL, 1, gu_document_open },
  { "render", "(udi)", 0, gu_document_render }, { "thumbnail", "(uu)", 0, gu_document_thumbnail },
  { "text", "(u)", 0, gu_document_text },       { "find", "(suuu)", 0, gu_document_find },
  { "try", "(uu)", 0, gu_document_try },        { NULL, NULL, 0, NULL },
};
