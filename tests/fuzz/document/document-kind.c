/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "gu-document-kind.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* The first bytes of a file decide who opens it; its name is as untrusted. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  GuDocumentKind kind = gu_document_kind_sniff (data, size);
  g_autofree char *name = g_strndup ((const char *) data, size);
  GuDocumentKind promised = gu_document_kind_from_name (name);

  g_assert_cmpint (kind, <=, GU_DOCUMENT_KIND_TEXT);
  g_assert_cmpint (promised, <=, GU_DOCUMENT_KIND_TEXT);
  /* More of the same file never turns a known kind into an unknown one. */
  if (size > 16 && gu_document_kind_sniff (data, 16) != GU_DOCUMENT_KIND_UNKNOWN)
    g_assert_cmpint (kind, !=, GU_DOCUMENT_KIND_UNKNOWN);

  return 0;
}
