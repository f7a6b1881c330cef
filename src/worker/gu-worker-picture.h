/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-worker-main.h"

G_BEGIN_DECLS

/* A picture for the screen while it is drawn: premultiplied BGRA in a memfd. */
typedef struct
{
  int fd;
  guint8 *pixels;
  guint width;
  guint height;
  guint stride;
} GuWorkerPicture;

/**
 * gu_worker_picture_fit:
 * @width: of the page, in any unit
 * @height: of the page
 * @scale: wanted pixels per unit
 *
 * Returns: @scale, or less, such that the picture keeps within %GU_DOCUMENT_MAX_SCREEN_PIXELS and
 *   %GU_DOCUMENT_MAX_SCREEN_SIDE; 0 when no scale does (a size of 0, or not a number).
 */
double gu_worker_picture_fit (double width, double height, double scale);

/**
 * gu_worker_picture_begin:
 * @picture: (out caller-allocates): a picture, all its bytes zero
 * @width: pixels, within the limits of gu_worker_picture_fit()
 * @height: pixels
 * @error: return location; %GU_DOCUMENT_ERROR_TOO_HEAVY without memory
 *
 * Returns: whether there is memory for it.
 */
gboolean
gu_worker_picture_begin (GuWorkerPicture *picture, guint width, guint height, GError **error);

/**
 * gu_worker_picture_give:
 * @picture: a picture that has been drawn; ends here
 * @call: the call whose reply it is: (uuu) width, height, stride, and the sealed memfd
 * @error: return location
 *
 * Returns: whether it is on its way.
 */
gboolean gu_worker_picture_give (GuWorkerPicture *picture, GuWorkerCall *call, GError **error);

G_END_DECLS
