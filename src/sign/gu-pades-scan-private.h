/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-pdf-file-private.h"

G_BEGIN_DECLS

/* A signature dictionary found in a document. Private to the layer. */
typedef struct
{
  char *field;         /* (owned): full name of the field, never NULL */
  char *subfilter;     /* (owned) (nullable): without the slash */
  char *reason;        /* (owned) (nullable) */
  char *time;          /* (owned) (nullable): /M as it stands */
  gboolean timestamp;  /* a document time stamp, not a person's signature */
  gboolean range_ok;   /* the ByteRange leaves out exactly this dictionary's own /Contents */
  const char *problem; /* (nullable): translated sentence, when not range_ok */
  guint64 gap_start;   /* offset of '<' */
  guint64 gap_end;     /* offset after '>' */
  guint64 end;         /* end of what is covered */
} GuPadesEntry;

void gu_pades_entry_free (GuPadesEntry *self);

/* All signatures of the form, in the order of signing. (transfer full) (element-type GuPadesEntry)
 */
GPtrArray *gu_pades_scan (GuPdfFile *file);

/* Milliseconds since 1970 UTC of a PDF date ("D:20261123101500+02'00'"); -1 when it is none. */
gint64 gu_pades_parse_date (const char *text);

G_END_DECLS
