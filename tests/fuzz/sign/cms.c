/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-fuzz"

#include "config.h"

#include "gu-certificate.h"
#include "gu-certificate-private.h"
#include "gu-cms-report-private.h"
#include "gu-pades-scan-private.h"

#include <string.h>

/* The readers of signatures, certificates and dates from outside. */

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (GBytes) content = g_bytes_new_static ("content", 7);
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GuCmsReport) report = gu_cms_check (data, size, content, nothing);
  g_autoptr (GPtrArray) certificates = gu_certificate_parse_all (bytes, NULL);
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *subject = NULL;
  g_autofree char *reason = NULL;

  (void) gu_pades_parse_date (text);
  if (gu_certificate_check (bytes, 0, &subject, &reason))
    g_assert_null (reason);
  else
    g_assert_nonnull (reason);
  if (report->signer != NULL)
    g_free (gu_certificate_name_for_people (X509_get_subject_name (report->signer)));

  return 0;
}
