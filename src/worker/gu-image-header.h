/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-document-kind.h"

G_BEGIN_DECLS

/* What the header of a picture says about one page of it. */
typedef struct
{
  guint index;       /* its number in the file: small previews are left out */
  guint width;       /* pixels, as stored */
  guint height;      /* pixels, as stored */
  guint orientation; /* 1…8 as in Exif and TIFF: how to turn what is stored */
  double x_dpi;      /* 0 when the file does not say */
  double y_dpi;
} GuImagePage;

/**
 * gu_image_header_parse:
 * @kind: JPEG, PNG or TIFF
 * @data: (array length=size): the file
 * @size: its length
 * @max_pages: stops with an error beyond
 * @error: return location
 *
 * Reads sizes, resolutions and orientations without decoding anything, and finds out whether the
 * end of the file is missing (PNG, TIFF; of a JPEG only decoding tells).
 *
 * Thread: any. Pure. Errors: %GU_DOCUMENT_ERROR: damaged, truncated, no pages, too many pages.
 *
 * Returns: (transfer full) (element-type GuImagePage): at least one page.
 */
GArray *gu_image_header_parse (GuDocumentKind kind,
                               const guint8 *data,
                               gsize size,
                               guint max_pages,
                               GError **error);

/**
 * gu_image_page_get_size:
 * @page: a page
 * @width: (out): points, as shown
 * @height: (out): points, as shown
 *
 * How large the page is on paper. Without a believable resolution (phones write 72) it counts as
 * A4: its longer side is 842 points.
 */
void gu_image_page_get_size (const GuImagePage *page, double *width, double *height);

G_END_DECLS
