/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-sign"

#include "config.h"

#include "gu-cms-report-private.h"

#include "gu-certificate-private.h"

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/ess.h>
#include <openssl/evp.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CMS_ContentInfo, CMS_ContentInfo_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_MD_CTX, EVP_MD_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY_CTX, EVP_PKEY_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ESS_SIGNING_CERT, ESS_SIGNING_CERT_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ESS_SIGNING_CERT_V2, ESS_SIGNING_CERT_V2_free)

void
gu_cms_report_free (GuCmsReport *self)
{
  X509_free (self->signer);
  sk_X509_pop_free (self->certificates, X509_free);
  g_free (self);
}

/* The digest algorithm of the signer; NULL when it is none that is known. */
static const EVP_MD *
signer_digest (CMS_SignerInfo *signer)
{
  X509_ALGOR *digest = NULL;
  const ASN1_OBJECT *oid = NULL;

  CMS_SignerInfo_get0_algs (signer, NULL, NULL, &digest, NULL);
  if (digest == NULL)
    return NULL;
  X509_ALGOR_get0 (&oid, NULL, NULL, digest);

  return EVP_get_digestbyobj (oid);
}

/* SHA-1 and older are past their time (ETSI TS 119 312). */
static gboolean
digest_is_weak (const EVP_MD *md)
{
  switch (EVP_MD_get_type (md))
    {
    case NID_sha256:
    case NID_sha384:
    case NID_sha512:
    case NID_sha3_256:
    case NID_sha3_384:
    case NID_sha3_512:
      return FALSE;
    default:
      return TRUE;
    }
}

static gboolean
digest_content (const EVP_MD *md, GBytes *first, GBytes *second, guint8 *digest, unsigned int *size)
{
  g_autoptr (EVP_MD_CTX) context = EVP_MD_CTX_new ();
  gsize a_size;
  const guint8 *a = g_bytes_get_data (first, &a_size);
  gsize b_size;
  const guint8 *b = g_bytes_get_data (second, &b_size);

  return context != NULL && EVP_DigestInit_ex (context, md, NULL) == 1
         && EVP_DigestUpdate (context, a, a_size) == 1 && EVP_DigestUpdate (context, b, b_size) == 1
         && EVP_DigestFinal_ex (context, digest, size) == 1;
}

/* Without signed attributes the signature is over the content itself. */
static gboolean
check_bare_signature (GuCmsReport *self,
                      CMS_SignerInfo *signer,
                      const EVP_MD *md,
                      const guint8 *digest,
                      unsigned int size)
{
  EVP_PKEY *key = X509_get0_pubkey (self->signer);
  g_autoptr (EVP_PKEY_CTX) context = key != NULL ? EVP_PKEY_CTX_new (key, NULL) : NULL;
  ASN1_OCTET_STRING *value = CMS_SignerInfo_get0_signature (signer);

  return context != NULL && EVP_PKEY_verify_init (context) == 1
         && EVP_PKEY_CTX_set_signature_md (context, md) == 1
         && EVP_PKEY_verify (context,
                             ASN1_STRING_get0_data (value),
                             (size_t) ASN1_STRING_length (value),
                             digest,
                             size)
                == 1;
}

static void
check_digest (GuCmsReport *self, CMS_SignerInfo *signer, GBytes *first, GBytes *second)
{
  const EVP_MD *md = signer_digest (signer);
  guint8 digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  ASN1_OCTET_STRING *stated;

  if (md == NULL || !digest_content (md, first, second, digest, &size))
    {
      self->weak = TRUE;
      return;
    }
  self->weak = digest_is_weak (md);

  if (CMS_signed_get_attr_count (signer) < 0)
    {
      self->signature_ok = self->signer != NULL
                           && check_bare_signature (self, signer, md, digest, size);
      /* Nothing states the digest apart from the signature: they hold or fall together. */
      self->digest_ok = self->signature_ok || self->signer == NULL;
      return;
    }

  stated = CMS_signed_get0_data_by_OBJ (
      signer, OBJ_nid2obj (NID_pkcs9_messageDigest), -3, V_ASN1_OCTET_STRING);
  self->digest_ok = stated != NULL && ASN1_STRING_length (stated) == (int) size
                    && memcmp (ASN1_STRING_get0_data (stated), digest, size) == 0;
  if (self->signer != NULL)
    self->signature_ok = CMS_SignerInfo_verify (signer) == 1;
}

/* content-type must say id-data, or the signed bytes could be taken for something else. */
static gboolean
content_type_ok (CMS_SignerInfo *signer)
{
  ASN1_OBJECT *type;

  if (CMS_signed_get_attr_count (signer) < 0)
    return TRUE;
  type = CMS_signed_get0_data_by_OBJ (
      signer, OBJ_nid2obj (NID_pkcs9_contentType), -3, V_ASN1_OBJECT);

  return type != NULL && OBJ_obj2nid (type) == NID_pkcs7_data;
}

/* RFC 5035: the signed attribute that ties the signature to one certificate. */
static void
check_signing_certificate (GuCmsReport *self, CMS_SignerInfo *signer)
{
  ASN1_STRING *v1 = CMS_signed_get0_data_by_OBJ (
      signer, OBJ_nid2obj (NID_id_smime_aa_signingCertificate), -3, V_ASN1_SEQUENCE);
  ASN1_STRING *v2 = CMS_signed_get0_data_by_OBJ (
      signer, OBJ_nid2obj (NID_id_smime_aa_signingCertificateV2), -3, V_ASN1_SEQUENCE);
  g_autoptr (ESS_SIGNING_CERT) ess = NULL;
  g_autoptr (ESS_SIGNING_CERT_V2) ess_v2 = NULL;
  STACK_OF (X509) * chain;
  const guint8 *p;

  self->has_signing_certificate = v1 != NULL || v2 != NULL;
  if (!self->has_signing_certificate || self->signer == NULL)
    return;

  if (v1 != NULL)
    {
      p = ASN1_STRING_get0_data (v1);
      ess = d2i_ESS_SIGNING_CERT (NULL, &p, ASN1_STRING_length (v1));
    }
  if (v2 != NULL)
    {
      p = ASN1_STRING_get0_data (v2);
      ess_v2 = d2i_ESS_SIGNING_CERT_V2 (NULL, &p, ASN1_STRING_length (v2));
    }
  if ((v1 != NULL && ess == NULL) || (v2 != NULL && ess_v2 == NULL))
    return;

  /* Only the signer's own certificate counts; further ones in the attribute are hints. */
  chain = sk_X509_new_null ();
  if (chain != NULL && sk_X509_push (chain, self->signer) > 0)
    self->signing_certificate_ok = OSSL_ESS_check_signing_certs (ess, ess_v2, chain, 1) > 0;
  sk_X509_free (chain);
}

static void
find_signer (GuCmsReport *self, CMS_ContentInfo *cms, CMS_SignerInfo *signer)
{
  self->certificates = CMS_get1_certs (cms);
  for (int i = 0; self->certificates != NULL && i < sk_X509_num (self->certificates); i++)
    {
      X509 *certificate = sk_X509_value (self->certificates, i);

      if (CMS_SignerInfo_cert_cmp (signer, certificate) == 0)
        {
          X509_up_ref (certificate);
          self->signer = certificate;
          CMS_SignerInfo_set1_signer_cert (signer, certificate);
          return;
        }
    }
}

static void
read_signing_time (GuCmsReport *self, CMS_SignerInfo *signer)
{
  int index = CMS_signed_get_attr_by_NID (signer, NID_pkcs9_signingTime, -1);
  X509_ATTRIBUTE *attribute = index >= 0 ? CMS_signed_get_attr (signer, index) : NULL;
  ASN1_TYPE *value = attribute != NULL ? X509_ATTRIBUTE_get0_type (attribute, 0) : NULL;

  if (value == NULL)
    return;
  if (value->type == V_ASN1_UTCTIME || value->type == V_ASN1_GENERALIZEDTIME)
    self->signing_time_ms = gu_certificate_time_ms ((const ASN1_TIME *) value->value.asn1_string);
}

/* The reserved room is larger than the signature: only zeros may follow it. */
static CMS_ContentInfo *
parse_padded (const guint8 *der, gsize size)
{
  const guint8 *p = der;
  g_autoptr (CMS_ContentInfo) cms = NULL;

  if (size == 0 || size > G_MAXINT32)
    return NULL;
  cms = d2i_CMS_ContentInfo (NULL, &p, (long) size);
  if (cms == NULL)
    return NULL;
  for (; p < der + size; p++)
    {
      if (*p != 0)
        return NULL;
    }

  return g_steal_pointer (&cms);
}

GuCmsReport *
gu_cms_check (const guint8 *der, gsize der_size, GBytes *first, GBytes *second)
{
  GuCmsReport *self = g_new0 (GuCmsReport, 1);
  g_autoptr (CMS_ContentInfo) cms = parse_padded (der, der_size);
  STACK_OF (CMS_SignerInfo) * signers;
  CMS_SignerInfo *signer;
  ASN1_OCTET_STRING **content;

  self->signing_time_ms = -1;
  if (cms == NULL || OBJ_obj2nid (CMS_get0_type (cms)) != NID_pkcs7_signed)
    {
      ERR_clear_error ();
      return self;
    }

  /* EN 319 142-1 §6.2.2: detached, and exactly one signer per signature dictionary. */
  signers = CMS_get0_SignerInfos (cms);
  content = CMS_get0_content (cms);
  if (sk_CMS_SignerInfo_num (signers) != 1 || content == NULL || *content != NULL
      || OBJ_obj2nid (CMS_get0_eContentType (cms)) != NID_pkcs7_data)
    {
      ERR_clear_error ();
      return self;
    }
  signer = sk_CMS_SignerInfo_value (signers, 0);
  if (!content_type_ok (signer))
    {
      ERR_clear_error ();
      return self;
    }

  self->readable = TRUE;
  find_signer (self, cms, signer);
  check_digest (self, signer, first, second);
  check_signing_certificate (self, signer);
  read_signing_time (self, signer);
  self->has_timestamp = CMS_unsigned_get_attr_by_NID (signer, NID_id_smime_aa_timeStampToken, -1)
                        >= 0;
  ERR_clear_error ();

  return self;
}
