/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What is taken in at all. Checked in the worker, which knows; named here, so that the sentences to
 * the clerk say the same numbers. */

/* A file of the counter: 200 colour pages at 300 dpi are about 250 MB. */
#define GU_DOCUMENT_MAX_BYTES (G_GUINT64_CONSTANT (512) * 1024 * 1024)

/* Beyond this a file is refused; beyond the other it is taken with a warning. */
#define GU_DOCUMENT_MAX_PAGES  5000u
#define GU_DOCUMENT_MANY_PAGES 1000u

/* Of a TIFF: finding a page in it takes longer the more there are. */
#define GU_DOCUMENT_MAX_TIFF_PAGES 1000u

/* A0 at 300 dpi is 140 Mpx. */
#define GU_DOCUMENT_MAX_PIXELS (G_GUINT64_CONSTANT (150) * 1000 * 1000)
#define GU_DOCUMENT_MAX_SIDE   30000u

/* Of a picture made for the screen: what is asked beyond this comes smaller. */
#define GU_DOCUMENT_MAX_SCREEN_PIXELS (G_GUINT64_CONSTANT (40) * 1000 * 1000)
#define GU_DOCUMENT_MAX_SCREEN_SIDE   16384u
