/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-pdf"

#include "config.h"

#include "gu-page-picture.h"

#include "gu-document-error.h"
#include "gu-document-limits.h"
#include "gu-error.h"
#include "gu-sealed-bytes.h"

#include <glib/gi18n-lib.h>

/* The picture of a page, mapped from the worker that drew it. */
struct _GuPagePicture
{
  gatomicrefcount ref_count;

  /* owned */
  GBytes *pixels;

  guint width;
  guint height;
  guint stride;
};

G_DEFINE_BOXED_TYPE (GuPagePicture, gu_page_picture, gu_page_picture_ref, gu_page_picture_unref)

GuPagePicture *
gu_page_picture_ref (GuPagePicture *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
gu_page_picture_unref (GuPagePicture *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_bytes_unref (self->pixels);
  g_free (self);
}

GuPagePicture *
gu_page_picture_new_from_fd (int fd, guint width, guint height, guint stride, GError **error)
{
  const gsize size = (gsize) stride * height;
  g_autoptr (GBytes) pixels = NULL;
  g_autoptr (GError) reason = NULL;
  GuPagePicture *self;

  if (width > 0 && height > 0 && width <= GU_DOCUMENT_MAX_SCREEN_SIDE
      && height <= GU_DOCUMENT_MAX_SCREEN_SIDE && stride == width * 4)
    pixels = gu_sealed_bytes_map (fd, size, &reason);
  if (pixels == NULL || g_bytes_get_size (pixels) != size)
    {
      gu_error_set (error,
                    GU_DOCUMENT_ERROR,
                    GU_DOCUMENT_ERROR_FAILED,
                    NULL,
                    reason != NULL ? reason->message : "the numbers do not fit",
                    _ ("The page could not be shown."));
      return NULL;
    }

  self = g_new0 (GuPagePicture, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->pixels = g_steal_pointer (&pixels);
  self->width = width;
  self->height = height;
  self->stride = stride;

  return self;
}

guint
gu_page_picture_get_width (GuPagePicture *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->width;
}

guint
gu_page_picture_get_height (GuPagePicture *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->height;
}

guint
gu_page_picture_get_stride (GuPagePicture *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->stride;
}

GBytes *
gu_page_picture_get_pixels (GuPagePicture *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->pixels;
}
