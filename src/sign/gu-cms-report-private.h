/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <openssl/x509.h>

G_BEGIN_DECLS

/* What a detached CMS signature says and whether the mathematics hold. Private to the layer. */
typedef struct
{
  gboolean readable;     /* it is a CMS SignedData with one signer and no content of its own */
  gboolean weak;         /* the digest is one that may not be trusted any more */
  gboolean digest_ok;    /* the content is the signed one */
  gboolean signature_ok; /* made with the key of @signer */
  gboolean has_signing_certificate; /* the signing-certificate-v2 (or v1) attribute is there */
  gboolean signing_certificate_ok;  /* … and names @signer */
  gboolean has_timestamp;           /* carries a signature time stamp (not judged) */
  gint64 signing_time_ms;           /* signing-time attribute; -1 when there is none */
  X509 *signer;                     /* (owned) (nullable): the signer's certificate */
  STACK_OF (X509) * certificates;   /* (owned) (nullable): all certificates in it */
} GuCmsReport;

/*
 * Checks a DER ContentInfo, which zeros may follow, against the content in the two pieces
 * (ByteRange). Never fails: what cannot be read is reported as such. Free with
 * gu_cms_report_free().
 */
GuCmsReport *gu_cms_check (const guint8 *der, gsize der_size, GBytes *first, GBytes *second);

void gu_cms_report_free (GuCmsReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuCmsReport, gu_cms_report_free)

G_END_DECLS
