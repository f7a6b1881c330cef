/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a clerk should know about a PDF before it is taken in. */
typedef enum
{
  GU_FINDING_JAVASCRIPT = 1 << 0,
  GU_FINDING_LAUNCH = 1 << 1, /* starts a program */
  GU_FINDING_SENDS = 1 << 2,  /* sends or fetches data when used */
  GU_FINDING_ATTACHMENTS = 1 << 3,
  GU_FINDING_MEDIA = 1 << 4,      /* sound, video, 3D */
  GU_FINDING_XFA = 1 << 5,        /* a form whose content is not on the pages */
  GU_FINDING_RESTRICTED = 1 << 6, /* encrypted, but opens without a password */
  GU_FINDING_REPAIRED = 1 << 7,
} GuFinding;

typedef struct
{
  guint pages;
  guint signatures;
  guint findings; /* of GuFinding */
} GuDocumentProbe;

/**
 * gu_document_probe:
 * @bytes: (not nullable): a PDF
 * @max_pages: beyond this many pages nothing but their number is found out
 * @probe: (out caller-allocates): what was found
 * @error: return location
 *
 * Reads the structure of a PDF, all that can be reached in it, without looking into the content of
 * its pages. Nothing in it is run or followed.
 *
 * Thread: any; but only in a worker that is locked down. Errors: %GU_DOCUMENT_ERROR: encrypted,
 * truncated, damaged, too heavy.
 *
 * Returns: whether it can be read at all.
 */
gboolean gu_document_probe (GBytes *bytes, guint max_pages, GuDocumentProbe *probe, GError **error);

G_END_DECLS
