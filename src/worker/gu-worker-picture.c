/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-worker"

#include "config.h"

#include "gu-worker-picture.h"

#include "gu-document-error.h"
#include "gu-document-limits.h"
#include "gu-error.h"
#include "gu-sealed-bytes.h"

#include <math.h>
#include <unistd.h>

double
gu_worker_picture_fit (double width, double height, double scale)
{
  double longest = MAX (width, height);
  double most;

  /* Written so that a NaN fails too. */
  if (!(width > 0.0) || !(height > 0.0) || !(scale > 0.0) || !isfinite (width * height))
    return 0.0;

  most = MIN (sqrt ((double) GU_DOCUMENT_MAX_SCREEN_PIXELS / (width * height)),
              (double) GU_DOCUMENT_MAX_SCREEN_SIDE / longest);

  return MIN (scale, most);
}

gboolean
gu_worker_picture_begin (GuWorkerPicture *picture, guint width, guint height, GError **error)
{
  g_autoptr (GError) reason = NULL;

  g_return_val_if_fail (width > 0 && width <= GU_DOCUMENT_MAX_SCREEN_SIDE, FALSE);
  g_return_val_if_fail (height > 0 && height <= GU_DOCUMENT_MAX_SCREEN_SIDE, FALSE);

  picture->width = width;
  picture->height = height;
  picture->stride = width * 4;
  picture->fd = gu_sealed_bytes_create (
      (gsize) picture->stride * height, &picture->pixels, &reason);
  if (picture->fd < 0)
    {
      gu_error_set (error,
                    GU_DOCUMENT_ERROR,
                    GU_DOCUMENT_ERROR_TOO_HEAVY,
                    NULL,
                    reason->message,
                    "No memory for the picture");
      return FALSE;
    }

  return TRUE;
}

gboolean
gu_worker_picture_give (GuWorkerPicture *picture, GuWorkerCall *call, GError **error)
{
  if (!gu_sealed_bytes_seal (
          picture->fd, picture->pixels, (gsize) picture->stride * picture->height, error))
    {
      close (picture->fd);
      return FALSE;
    }

  gu_worker_call_give_fd (call, picture->fd);
  call->reply = g_variant_new ("(uuu)", picture->width, picture->height, picture->stride);

  return TRUE;
}
