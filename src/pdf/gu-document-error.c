/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-pdf"

#include "config.h"

#include "gu-document-error.h"

#include "gu-error.h"

static const GuErrorNick document_nicks[] = {
  { GU_DOCUMENT_ERROR_FAILED, "failed" },
  { GU_DOCUMENT_ERROR_EMPTY, "empty" },
  { GU_DOCUMENT_ERROR_NOT_A_FILE, "not-a-file" },
  { GU_DOCUMENT_ERROR_FILE_TOO_LARGE, "file-too-large" },
  { GU_DOCUMENT_ERROR_UNSUPPORTED, "unsupported" },
  { GU_DOCUMENT_ERROR_PROGRAM, "program" },
  { GU_DOCUMENT_ERROR_ENCRYPTED, "encrypted" },
  { GU_DOCUMENT_ERROR_TRUNCATED, "truncated" },
  { GU_DOCUMENT_ERROR_DAMAGED, "damaged" },
  { GU_DOCUMENT_ERROR_NO_PAGES, "no-pages" },
  { GU_DOCUMENT_ERROR_TOO_MANY_PAGES, "too-many-pages" },
  { GU_DOCUMENT_ERROR_TOO_MANY_PIXELS, "too-many-pixels" },
  { GU_DOCUMENT_ERROR_TOO_HEAVY, "too-heavy" },
  { GU_DOCUMENT_ERROR_NOT_OPEN, "not-open" },
  { GU_DOCUMENT_ERROR_NO_SUCH_PAGE, "no-such-page" },
};

GU_DEFINE_ERROR_DOMAIN (gu_document_error, "gu-document-error", document_nicks)
