/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define GU_TYPE_PAGE_PICTURE (gu_page_picture_get_type ())
typedef struct _GuPagePicture GuPagePicture;

GType gu_page_picture_get_type (void);

GuPagePicture *gu_page_picture_ref (GuPagePicture *self);
void gu_page_picture_unref (GuPagePicture *self);

/**
 * gu_page_picture_new_from_fd:
 * @fd: a memfd sealed against writing and resizing; not consumed
 * @width: pixels
 * @height: pixels
 * @stride: bytes from one row to the next
 * @error: return location
 *
 * Maps a picture that came from a worker. The worker is not trusted: the seals, the size and the
 * numbers are checked, so that nothing can change or shrink the memory later.
 *
 * Thread: any. Errors: %GU_DOCUMENT_ERROR_FAILED.
 *
 * Returns: (transfer full): the picture.
 */
GuPagePicture *
gu_page_picture_new_from_fd (int fd, guint width, guint height, guint stride, GError **error);

/**
 * gu_page_picture_get_width:
 * @self: a picture
 *
 * Returns: pixels.
 */
guint gu_page_picture_get_width (GuPagePicture *self);

/**
 * gu_page_picture_get_height:
 * @self: a picture
 *
 * Returns: pixels.
 */
guint gu_page_picture_get_height (GuPagePicture *self);

/**
 * gu_page_picture_get_stride:
 * @self: a picture
 *
 * Returns: bytes from one row to the next.
 */
guint gu_page_picture_get_stride (GuPagePicture *self);

/**
 * gu_page_picture_get_pixels:
 * @self: a picture
 *
 * Returns: (transfer none): the pixels, premultiplied BGRA (GDK_MEMORY_B8G8R8A8_PREMULTIPLIED,
 *   CAIRO_FORMAT_ARGB32 on little-endian machines). Immutable; any thread may read them.
 */
GBytes *gu_page_picture_get_pixels (GuPagePicture *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuPagePicture, gu_page_picture_unref)

G_END_DECLS
