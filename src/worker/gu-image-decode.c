/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-worker"

#include "config.h"

#include "gu-image-decode.h"

#include "gu-document-error.h"
#include "gu-error.h"

#include <setjmp.h>
#include <stdio.h>

#include <jerror.h>
#include <jpeglib.h>

/* libjpeg reports through callbacks that must not return; this is where they land. */
typedef struct
{
  struct jpeg_error_mgr base; /* first, so that one can be taken for the other */
  jmp_buf landing;
  gboolean ended_early;
  gboolean no_memory;
} GuJpegErrors;

static gboolean
gu_image_decode_fail (GuDocumentError code, GError **error)
{
  gu_error_set (error, GU_DOCUMENT_ERROR, (int) code, NULL, NULL, "The picture cannot be decoded");

  return FALSE;
}

static void
gu_jpeg_on_error (j_common_ptr info)
{
  GuJpegErrors *errors = (GuJpegErrors *) info->err;

  errors->no_memory = info->err->msg_code == JERR_OUT_OF_MEMORY;
  longjmp (errors->landing, 1);
}

static void
gu_jpeg_on_message (j_common_ptr info, int level)
{
  GuJpegErrors *errors = (GuJpegErrors *) info->err;

  /* The library fills what is missing with gray and goes on: half a paper would look whole. */
  if (level < 0 && (info->err->msg_code == JWRN_JPEG_EOF || info->err->msg_code == JWRN_HIT_MARKER))
    errors->ended_early = TRUE;
}

/* The smallest reduction that libjpeg can do while decoding and that keeps enough pixels. */
static guint
gu_jpeg_eighths (double scale)
{
  for (guint eighths = 1; eighths < 8; eighths *= 2)
    {
      if (eighths / 8.0 >= scale)
        return eighths;
    }

  return 8;
}

/* Four inks, kept inverted by every program that writes them, to a pixel of leptonica. */
static void
gu_jpeg_row_from_cmyk (const guint8 *inks, l_uint32 *row, guint width, gboolean inverted)
{
  for (guint x = 0; x < width; x++, inks += 4)
    {
      guint ink[4];

      for (guint i = 0; i < 4; i++)
        ink[i] = inverted ? inks[i] : 255u - inks[i];
      row[x] = (l_uint32) (ink[0] * ink[3] / 255u) << 24 | (l_uint32) (ink[1] * ink[3] / 255u) << 16
               | (l_uint32) (ink[2] * ink[3] / 255u) << 8 | 0xffu;
    }
}

static gboolean
gu_jpeg_read_rows (struct jpeg_decompress_struct *info, PIX *pix, guint8 *inks)
{
  l_uint32 *data = pixGetData (pix);
  const gsize words = (gsize) pixGetWpl (pix);

  while (info->output_scanline < info->output_height)
    {
      l_uint32 *row = data + words * info->output_scanline;
      JSAMPROW target = inks != NULL ? inks : (JSAMPROW) row;

      if (jpeg_read_scanlines (info, &target, 1) != 1)
        return FALSE;
      if (inks != NULL)
        gu_jpeg_row_from_cmyk (inks, row, info->output_width, info->saw_Adobe_marker);
    }

  return TRUE;
}

/* Nothing that is set between setjmp and longjmp may live in a register: it all is in @holder. */
typedef struct
{
  struct jpeg_decompress_struct info;
  GuJpegErrors errors;
  PIX *pix;
  guint8 *inks;
} GuJpegHolder;

static gboolean
gu_jpeg_decode_into (GuJpegHolder *holder, const guint8 *data, gsize size, double scale)
{
  struct jpeg_decompress_struct *info = &holder->info;

  if (setjmp (holder->errors.landing) != 0)
    return FALSE;

  jpeg_create_decompress (info);
  jpeg_mem_src (info, data, (unsigned long) size);
  jpeg_read_header (info, TRUE);
  info->scale_num = gu_jpeg_eighths (scale);
  info->scale_denom = 8;
  info->out_color_space = info->jpeg_color_space == JCS_CMYK || info->jpeg_color_space == JCS_YCCK
                              ? JCS_CMYK
                          : G_BYTE_ORDER == G_LITTLE_ENDIAN ? JCS_EXT_XBGR
                                                            : JCS_EXT_RGBX;
  jpeg_start_decompress (info);

  holder->pix = pixCreateNoInit ((l_int32) info->output_width, (l_int32) info->output_height, 32);
  if (holder->pix == NULL)
    {
      holder->errors.no_memory = TRUE;
      return FALSE;
    }
  if (info->out_color_space == JCS_CMYK)
    holder->inks = g_malloc ((gsize) info->output_width * 4);
  if (!gu_jpeg_read_rows (info, holder->pix, holder->inks))
    return FALSE;
  jpeg_finish_decompress (info);

  return !holder->errors.ended_early;
}

static PIX *
gu_image_decode_jpeg (const guint8 *data, gsize size, double scale, GError **error)
{
  g_autofree GuJpegHolder *holder = g_new0 (GuJpegHolder, 1);
  gboolean ok;

  holder->info.err = jpeg_std_error (&holder->errors.base);
  holder->errors.base.error_exit = gu_jpeg_on_error;
  holder->errors.base.emit_message = gu_jpeg_on_message;

  ok = gu_jpeg_decode_into (holder, data, size, scale);
  jpeg_destroy_decompress (&holder->info);
  g_free (holder->inks);

  if (!ok)
    {
      pixDestroy (&holder->pix);
      gu_image_decode_fail (holder->errors.no_memory     ? GU_DOCUMENT_ERROR_TOO_HEAVY
                            : holder->errors.ended_early ? GU_DOCUMENT_ERROR_TRUNCATED
                                                         : GU_DOCUMENT_ERROR_DAMAGED,
                            error);
      return NULL;
    }

  return holder->pix;
}

/* To 1, 8 or 32 bits, no colour table, nothing transparent. Takes @pix over. */
static PIX *
gu_image_simplify (PIX *pix)
{
  PIX *out = NULL;

  if (pixGetColormap (pix) != NULL)
    {
      out = pixRemoveColormap (pix, REMOVE_CMAP_BASED_ON_SRC);
      pixDestroy (&pix);
      pix = out;
    }
  if (pix == NULL)
    return NULL;

  if (pixGetDepth (pix) == 32 && pixGetSpp (pix) == 4)
    out = pixAlphaBlendUniform (pix, 0xffffff00);
  else if (pixGetDepth (pix) == 1 || pixGetDepth (pix) == 8 || pixGetDepth (pix) == 32)
    return pix;
  else
    out = pixConvertTo8 (pix, FALSE);
  pixDestroy (&pix);

  return out;
}

PIX *
gu_image_decode (GuDocumentKind kind,
                 const guint8 *data,
                 gsize size,
                 const GuImagePage *page,
                 double scale,
                 GError **error)
{
  PIX *pix = NULL;

  if (kind == GU_DOCUMENT_KIND_JPEG)
    return gu_image_decode_jpeg (data, size, scale, error);

  setMsgSeverity (L_SEVERITY_NONE);
  if (kind == GU_DOCUMENT_KIND_PNG)
    pix = pixReadMemPng (data, size);
  else if (kind == GU_DOCUMENT_KIND_TIFF)
    pix = pixReadMemTiff (data, size, (l_int32) page->index);
  if (pix != NULL)
    pix = gu_image_simplify (pix);
  if (pix == NULL)
    gu_image_decode_fail (GU_DOCUMENT_ERROR_DAMAGED, error);

  return pix;
}

static PIX *
gu_image_scale (PIX *pix, guint width, guint height)
{
  double x = (double) width / pixGetWidth (pix);
  double y = (double) height / pixGetHeight (pix);
  PIX *gray, *scaled;

  /* Black and white becomes gray when it shrinks, so that thin lines stay. */
  if (pixGetDepth (pix) == 1 && x < 1.0 && y < 1.0)
    return pixScaleToGray (pix, (l_float32) MIN (x, y));
  if (pixGetDepth (pix) != 1)
    return pixScaleGeneral (pix, (l_float32) x, (l_float32) y, 0.0f, 0);

  gray = pixConvertTo8 (pix, FALSE);
  scaled = gray != NULL ? pixScaleGeneral (gray, (l_float32) x, (l_float32) y, 0.0f, 0) : NULL;
  pixDestroy (&gray);

  return scaled;
}

/* Both take @pix over. */
static PIX *
gu_image_flip (PIX *pix, gboolean left_right)
{
  PIX *out = left_right ? pixFlipLR (NULL, pix) : pixFlipTB (NULL, pix);

  pixDestroy (&pix);

  return out;
}

static PIX *
gu_image_rotate (PIX *pix, int quarters)
{
  PIX *out = pixRotateOrth (pix, quarters);

  pixDestroy (&pix);

  return out;
}

PIX *
gu_image_orient (PIX *pix, guint orientation)
{
  switch (orientation)
    {
    case 2:
      return pixFlipLR (NULL, pix);
    case 3:
      return pixRotateOrth (pix, 2);
    case 4:
      return pixFlipTB (NULL, pix);
    case 5: /* mirrored, then turned */
      return gu_image_flip (pixRotateOrth (pix, 1), TRUE);
    case 6:
      return pixRotateOrth (pix, 1);
    case 7:
      return gu_image_flip (pixRotateOrth (pix, 3), TRUE);
    case 8:
      return pixRotateOrth (pix, 3);
    default:
      return pixClone (pix);
    }
}

PIX *
gu_image_scale_and_turn (PIX *source, guint width, guint height, guint orientation, int rotation)
{
  PIX *scaled = gu_image_scale (source, width, height);
  PIX *full, *upright;

  pixDestroy (&source);
  if (scaled == NULL)
    return NULL;

  full = pixConvertTo32 (scaled);
  pixDestroy (&scaled);
  if (full == NULL)
    return NULL;

  upright = gu_image_orient (full, orientation);
  pixDestroy (&full);

  return upright != NULL && rotation != 0 ? gu_image_rotate (upright, rotation / 90) : upright;
}
