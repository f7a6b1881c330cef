/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-worker"

#include "config.h"

#include "gu-page-methods.h"

#include "gu-document-error.h"
#include "gu-document-limits.h"
#include "gu-error.h"
#include "gu-image-decode.h"
#include "gu-worker-picture.h"

#include <math.h>

/* Beyond this many pixels a PNG or TIFF is not decoded only to see whether it can be. */
#define GU_TRIAL_PIXELS (G_GUINT64_CONSTANT (40) * 1000 * 1000)

struct _GuPageState
{
  /* owned */
  GBytes *bytes;
  GArray *pages; /* of GuImagePage */

  GuDocumentKind kind;
};

GuPageState *
gu_page_state_new (void)
{
  return g_new0 (GuPageState, 1);
}

static void
gu_page_state_close (GuPageState *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->pages, g_array_unref);
}

void
gu_page_state_free (GuPageState *self)
{
  gu_page_state_close (self);
  g_free (self);
}

static gboolean
gu_page_fail (GuDocumentError code, const char *detail, GError **error)
{
  gu_error_set (error, GU_DOCUMENT_ERROR, (int) code, NULL, detail, "The picture cannot be shown");

  return FALSE;
}

static gboolean
gu_page_is_too_large (const GuImagePage *page)
{
  return page->width > GU_DOCUMENT_MAX_SIDE || page->height > GU_DOCUMENT_MAX_SIDE
         || (guint64) page->width * page->height > GU_DOCUMENT_MAX_PIXELS;
}

static gboolean
gu_page_state_open (GuPageState *self, GuWorkerCall *call, GError **error)
{
  gsize size;
  const guint8 *data;

  gu_page_state_close (self);
  self->bytes = gu_worker_call_map (call, 0, GU_DOCUMENT_MAX_BYTES, error);
  if (self->bytes == NULL)
    return FALSE;

  data = g_bytes_get_data (self->bytes, &size);
  self->kind = gu_document_kind_sniff (data, MIN (size, GU_DOCUMENT_SNIFF_SIZE));
  self->pages = gu_image_header_parse (self->kind, data, size, GU_DOCUMENT_MAX_TIFF_PAGES, error);
  if (self->pages == NULL)
    return FALSE;

  for (guint i = 0; i < self->pages->len; i++)
    {
      if (gu_page_is_too_large (&g_array_index (self->pages, GuImagePage, i)))
        return gu_page_fail (GU_DOCUMENT_ERROR_TOO_MANY_PIXELS, NULL, error);
    }

  return TRUE;
}

/* Headers can be right and the rest wrong: decodes the first page, a JPEG at an eighth of its size,
 * which still reads all of it. */
static gboolean
gu_page_state_try (GuPageState *self, GError **error)
{
  const GuImagePage *page = &g_array_index (self->pages, GuImagePage, 0);
  gsize size;
  const guint8 *data = g_bytes_get_data (self->bytes, &size);
  PIX *pix;

  if (self->kind != GU_DOCUMENT_KIND_JPEG && (guint64) page->width * page->height > GU_TRIAL_PIXELS)
    return TRUE;

  pix = gu_image_decode (self->kind, data, size, page, 0.0, error);
  if (pix == NULL)
    return FALSE;
  pixDestroy (&pix);

  return TRUE;
}

static gboolean
gu_page_inspect (GuWorkerCall *call, gpointer state, GError **error)
{
  GuPageState *self = state;

  if (!gu_page_state_open (self, call, error) || !gu_page_state_try (self, error))
    return FALSE;

  call->reply = g_variant_new ("(uuas)", self->pages->len, 0u, NULL);

  return TRUE;
}

static gboolean
gu_page_open (GuWorkerCall *call, gpointer state, GError **error)
{
  GuPageState *self = state;
  GVariantBuilder sizes;

  if (!gu_page_state_open (self, call, error))
    return FALSE;

  g_variant_builder_init (&sizes, G_VARIANT_TYPE ("a(dd)"));
  for (guint i = 0; i < self->pages->len; i++)
    {
      double width, height;

      gu_image_page_get_size (&g_array_index (self->pages, GuImagePage, i), &width, &height);
      g_variant_builder_add (&sizes, "(dd)", width, height);
    }
  call->reply = g_variant_new ("(a(dd))", &sizes);

  return TRUE;
}

/* From leptonica's words (red in the highest byte) to cairo's (alpha there). */
static gboolean
gu_page_give (PIX *pix, GuWorkerCall *call, GError **error)
{
  GuWorkerPicture picture;
  const gsize words = (gsize) pixGetWpl (pix);
  const l_uint32 *data = pixGetData (pix);

  if (!gu_worker_picture_begin (
          &picture, (guint) pixGetWidth (pix), (guint) pixGetHeight (pix), error))
    return FALSE;

  for (guint y = 0; y < picture.height; y++)
    {
      const l_uint32 *from = data + words * y;
      guint32 *to = (guint32 *) (void *) (picture.pixels + (gsize) picture.stride * y);

      for (guint x = 0; x < picture.width; x++)
        to[x] = 0xff000000u | from[x] >> 8;
    }

  return gu_worker_picture_give (&picture, call, error);
}

static gboolean
gu_page_draw (GuPageState *self,
              guint index,
              double scale,
              int rotation,
              GuWorkerCall *call,
              GError **error)
{
  const GuImagePage *page = &g_array_index (self->pages, GuImagePage, index);
  const gboolean turned = page->orientation >= 5;
  gsize size;
  const guint8 *data = g_bytes_get_data (self->bytes, &size);
  double width, height;
  guint stored_width, stored_height;
  PIX *pix;
  gboolean ok;

  gu_image_page_get_size (page, &width, &height);
  scale = gu_worker_picture_fit (width, height, scale);
  if (!(scale > 0.0))
    return gu_page_fail (GU_DOCUMENT_ERROR_DAMAGED, "a page without a size", error);
  stored_width = (guint) MAX (round ((turned ? height : width) * scale), 1.0);
  stored_height = (guint) MAX (round ((turned ? width : height) * scale), 1.0);

  pix = gu_image_decode (
      self->kind,
      data,
      size,
      page,
      MAX ((double) stored_width / page->width, (double) stored_height / page->height),
      error);
  if (pix == NULL)
    return FALSE;

  /* leptonica has already turned what a TIFF says about itself. */
  if (self->kind == GU_DOCUMENT_KIND_TIFF && turned)
    pix = gu_image_scale_and_turn (pix, stored_height, stored_width, 1, rotation);
  else if (self->kind == GU_DOCUMENT_KIND_TIFF)
    pix = gu_image_scale_and_turn (pix, stored_width, stored_height, 1, rotation);
  else
    pix = gu_image_scale_and_turn (pix, stored_width, stored_height, page->orientation, rotation);
  if (pix == NULL)
    return gu_page_fail (GU_DOCUMENT_ERROR_TOO_HEAVY, NULL, error);

  ok = gu_page_give (pix, call, error);
  pixDestroy (&pix);

  return ok;
}

static gboolean
gu_page_check (GuPageState *self, guint index, GError **error)
{
  if (self->pages == NULL)
    return gu_page_fail (GU_DOCUMENT_ERROR_NOT_OPEN, NULL, error);
  if (index >= self->pages->len)
    return gu_page_fail (GU_DOCUMENT_ERROR_NO_SUCH_PAGE, NULL, error);

  return TRUE;
}

static gboolean
gu_page_render (GuWorkerCall *call, gpointer state, GError **error)
{
  guint index;
  double scale;
  int rotation;

  g_variant_get (call->args, "(udi)", &index, &scale, &rotation);

  return gu_page_check (state, index, error)
         && gu_page_draw (state, index, scale, rotation, call, error);
}

static gboolean
gu_page_thumbnail (GuWorkerCall *call, gpointer state, GError **error)
{
  GuPageState *self = state;
  guint index, max_side;
  double width, height;

  g_variant_get (call->args, "(uu)", &index, &max_side);
  if (!gu_page_check (self, index, error))
    return FALSE;

  gu_image_page_get_size (&g_array_index (self->pages, GuImagePage, index), &width, &height);

  return gu_page_draw (self, index, max_side / MAX (width, height), 0, call, error);
}

const GuWorkerMethod gu_page_methods[] = {
  { "inspect", NULL, 1, gu_page_inspect },
  { "open", NULL, 1, gu_page_open },
  { "render", "(udi)", 0, gu_page_render },
  { "thumbnail", "(uu)", 0, gu_page_thumbnail },
  { NULL, NULL, 0, NULL },
};
