/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-image-header.h"

#include <leptonica/allheaders.h>

G_BEGIN_DECLS

/**
 * gu_image_decode:
 * @kind: JPEG, PNG or TIFF
 * @data: (array length=size): the file
 * @size: its length
 * @page: which page
 * @scale: pixels wanted for each stored pixel; the result may be larger, where decoding cannot
 *   reduce, but not smaller (above 1 it is never larger than stored)
 * @error: return location
 *
 * Decodes one page, as stored (not turned), on white where it is transparent.
 *
 * Thread: any; but only in a worker that is locked down. Errors: %GU_DOCUMENT_ERROR: damaged,
 * truncated (a JPEG that ends early), too heavy.
 *
 * Returns: (transfer full): a picture of 1, 8 or 32 bits; pixDestroy() it.
 */
PIX *gu_image_decode (GuDocumentKind kind,
                      const guint8 *data,
                      gsize size,
                      const GuImagePage *page,
                      double scale,
                      GError **error);

/**
 * gu_image_scale_and_turn:
 * @source: (transfer full): a decoded page
 * @width: pixels wanted, before turning
 * @height: pixels wanted, before turning
 * @orientation: 1…8, as in Exif
 * @rotation: further degrees clockwise: 0, 90, 180, 270
 *
 * Returns: (transfer full) (nullable): a picture of 32 bits; %NULL without memory.
 */
PIX *
gu_image_scale_and_turn (PIX *source, guint width, guint height, guint orientation, int rotation);

/**
 * gu_image_orient:
 * @pix: a picture
 * @orientation: 1…8, as in Exif
 *
 * Returns: (transfer full) (nullable): the picture upright.
 */
PIX *gu_image_orient (PIX *pix, guint orientation);

G_END_DECLS
