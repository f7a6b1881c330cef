/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-cms.h"

#include <openssl/x509.h>

G_BEGIN_DECLS

/* A key with a certificate, made for a test; with an own authority above it unless self-signed. */
typedef struct
{
  EVP_PKEY *key;  /* owned */
  GBytes *der;    /* owned: the signer's certificate */
  GBytes *ca_der; /* owned: the authority's certificate */
  guint calls;    /* how often the key was used */
  gboolean lie;   /* answer with a signature of something else */
} GuTestSigner;

typedef struct
{
  const char *name;        /* common name; NULL: "Ștefania Țepeș-Încercare" */
  const char *key_type;    /* "RSA" (2048) or "EC" (P-256); NULL: EC */
  int rsa_bits;            /* 0: 2048 */
  const char *usage;       /* keyUsage extension; NULL: "critical,nonRepudiation" */
  const char *extended;    /* extendedKeyUsage; NULL: none */
  const char *constraints; /* basicConstraints; NULL: none */
  const char *critical;    /* "OID,ASN1:NULL"-like unknown critical extension; NULL: none */
  gint64 from_ms;          /* 0: 2026-01-01 */
  gint64 until_ms;         /* 0: 2028-01-01 */
} GuTestCertificate;

/* 2026-11-23 08:00 UTC, inside the validity of every certificate made here. */
#define GU_TEST_NOW_MS G_GINT64_CONSTANT (1795420800000)

GuTestSigner *gu_test_signer_new (const GuTestCertificate *shape);
void gu_test_signer_free (GuTestSigner *self);
GBytes *
gu_test_signer_sign (GBytes *sha256, gpointer signer, GCancellable *cancellable, GError **error);

/* PDF documents made for the purpose. */
typedef enum
{
  GU_TEST_PDF_CLASSIC,     /* cross-reference table */
  GU_TEST_PDF_XREF_STREAM, /* cross-reference stream, no object streams */
  GU_TEST_PDF_OBJECT_STREAM,
  GU_TEST_PDF_LINEARIZED,
  GU_TEST_PDF_HYBRID,     /* table with /XRefStm */
  GU_TEST_PDF_FORM,       /* with a form and indirect /Fields and /Annots */
  GU_TEST_PDF_NO_NEWLINE, /* ends right after %%EOF */
  GU_TEST_PDF_GENERATION, /* objects with generation above 0 */
  GU_TEST_PDF_NESTED_PAGES,
  GU_TEST_PDF_LAST,
} GuTestPdf;

GBytes *gu_test_pdf_new (GuTestPdf kind);
const char *gu_test_pdf_name (GuTestPdf kind);
GBytes *gu_test_pdf_encrypted (void);

/* A classic PDF of these object bodies (1 … n); object 1 is the catalog. */
GBytes *gu_test_pdf_from_objects (const char *const *bodies, const char *trailer_extra);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuTestSigner, gu_test_signer_free)

G_END_DECLS
