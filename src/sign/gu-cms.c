/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-sign"

#include "config.h"

#include "gu-cms.h"

#include "gu-certificate-private.h"
#include "gu-error.h"
#include "gu-sign-error.h"

#include <glib/gi18n-lib.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <string.h>

#define SHA256_SIZE 32

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CMS_ContentInfo, CMS_ContentInfo_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ASN1_TIME, ASN1_TIME_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY_CTX, EVP_PKEY_CTX_free)

static void
set_openssl_error (GError **error)
{
  g_autofree char *detail = gu_sign_openssl_detail ();

  gu_error_set (error,
                GU_SIGN_ERROR,
                GU_SIGN_ERROR_FAILED,
                _ ("Try again; if it goes on, save the details and ask for help."),
                detail,
                _ ("The signature could not be put together."));
}

/* The message-digest, content-type and (CAdES only) signing-time attributes; CMS_CADES has added
 * signing-certificate-v2 already. */
static gboolean
add_attributes (CMS_SignerInfo *signer, GBytes *content_sha256, gint64 signing_time_ms)
{
  gsize size;
  const guint8 *digest = g_bytes_get_data (content_sha256, &size);

  if (CMS_signed_add1_attr_by_NID (
          signer, NID_pkcs9_contentType, V_ASN1_OBJECT, OBJ_nid2obj (NID_pkcs7_data), -1)
          != 1
      || CMS_signed_add1_attr_by_NID (
             signer, NID_pkcs9_messageDigest, V_ASN1_OCTET_STRING, digest, (int) size)
             != 1)
    return FALSE;

  if (signing_time_ms >= 0)
    {
      g_autoptr (ASN1_TIME) time = ASN1_TIME_adj (NULL, (time_t) (signing_time_ms / 1000), 0, 0);

      return time != NULL
             && CMS_signed_add1_attr_by_NID (signer, NID_pkcs9_signingTime, time->type, time, -1)
                    == 1;
    }

  return TRUE;
}

static int
compare_encodings (gconstpointer a, gconstpointer b)
{
  return g_bytes_compare (*(GBytes *const *) a, *(GBytes *const *) b);
}

/* DER: EXPLICIT SET OF Attribute, what the signature really covers (RFC 5652 §5.4). */
static GByteArray *
encode_signed_attributes (CMS_SignerInfo *signer)
{
  g_autoptr (GPtrArray) encodings = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  GByteArray *set = g_byte_array_new ();
  gsize length = 0;
  guint8 header[6] = { 0x31 };
  guint header_length = 2;

  for (int i = 0; i < CMS_signed_get_attr_count (signer); i++)
    {
      guint8 *der = NULL;
      int size = i2d_X509_ATTRIBUTE (CMS_signed_get_attr (signer, i), &der);

      if (size <= 0)
        {
          g_byte_array_unref (set);
          return NULL;
        }
      g_ptr_array_add (encodings, g_bytes_new (der, (gsize) size));
      length += (gsize) size;
      OPENSSL_free (der);
    }
  g_ptr_array_sort (encodings, compare_encodings);

  if (length < 0x80)
    {
      header[1] = (guint8) length;
    }
  else
    {
      guint octets = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;

      header[1] = (guint8) (0x80 | octets);
      for (guint i = 0; i < octets; i++)
        header[2 + i] = (guint8) (length >> (8 * (octets - 1 - i)));
      header_length += octets;
    }
  g_byte_array_append (set, header, header_length);
  for (guint i = 0; i < encodings->len; i++)
    {
      gsize size;
      const guint8 *der = g_bytes_get_data (encodings->pdata[i], &size);

      g_byte_array_append (set, der, (guint) size);
    }

  return set;
}

/* A card may answer with anything: nothing is used that the certificate's own key does not prove.
 */
static gboolean
signature_matches (X509 *certificate, const guint8 digest[SHA256_SIZE], GBytes *signature)
{
  EVP_PKEY *key = X509_get0_pubkey (certificate);
  g_autoptr (EVP_PKEY_CTX) context = key != NULL ? EVP_PKEY_CTX_new (key, NULL) : NULL;
  gsize size;
  const guint8 *data = g_bytes_get_data (signature, &size);

  return context != NULL && EVP_PKEY_verify_init (context) == 1
         && EVP_PKEY_CTX_set_signature_md (context, EVP_sha256 ()) == 1
         && EVP_PKEY_verify (context, data, size, digest, SHA256_SIZE) == 1;
}

static gboolean
sign_attributes (CMS_SignerInfo *signer,
                 X509 *certificate,
                 GuSignDigestFunc sign,
                 gpointer user_data,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (GByteArray) attributes = encode_signed_attributes (signer);
  guint8 digest[SHA256_SIZE];
  g_autoptr (GBytes) digest_bytes = NULL;
  g_autoptr (GBytes) signature = NULL;
  gsize size;
  const guint8 *data;

  if (attributes == NULL
      || EVP_Digest (attributes->data, attributes->len, digest, NULL, EVP_sha256 (), NULL) != 1)
    {
      set_openssl_error (error);
      return FALSE;
    }

  digest_bytes = g_bytes_new (digest, sizeof digest);
  signature = sign (digest_bytes, user_data, cancellable, error);
  if (signature == NULL)
    return FALSE;

  if (!signature_matches (certificate, digest, signature))
    {
      g_autofree char *detail = gu_sign_openssl_detail ();

      gu_error_set (
          error,
          GU_SIGN_ERROR,
          GU_SIGN_ERROR_BAD_SIGNATURE,
          _ ("Nothing was signed. Take the card out, put it back and try again; if it goes "
             "on, the card and its certificate do not belong together."),
          detail,
          _ ("The card gave a signature that does not match its certificate."));
      return FALSE;
    }

  data = g_bytes_get_data (signature, &size);
  if (ASN1_STRING_set (CMS_SignerInfo_get0_signature (signer), data, (int) size) != 1)
    {
      set_openssl_error (error);
      return FALSE;
    }

  return TRUE;
}

static gboolean
add_chain (CMS_ContentInfo *cms, GBytes *certificate, GPtrArray *chain, GError **error)
{
  for (guint i = 0; chain != NULL && i < chain->len; i++)
    {
      g_autoptr (X509) link = NULL;

      if (g_bytes_equal (chain->pdata[i], certificate))
        continue;
      link = gu_certificate_parse (chain->pdata[i], error);
      if (link == NULL)
        return FALSE;
      /* A certificate that is there already is no fault. */
      if (CMS_add1_cert (cms, link) != 1)
        ERR_clear_error ();
    }

  return TRUE;
}

GBytes *
gu_cms_sign_digest (GBytes *content_sha256,
                    GBytes *certificate,
                    GPtrArray *chain,
                    gint64 signing_time_ms,
                    GuSignDigestFunc sign,
                    gpointer user_data,
                    GCancellable *cancellable,
                    GError **error)
{
  const unsigned int flags = CMS_PARTIAL | CMS_DETACHED | CMS_BINARY | CMS_NOSMIMECAP;
  g_autoptr (X509) x509 = NULL;
  g_autoptr (CMS_ContentInfo) cms = NULL;
  CMS_SignerInfo *signer;
  guint8 *der = NULL;
  int length;
  GBytes *bytes;

  g_return_val_if_fail (content_sha256 != NULL && g_bytes_get_size (content_sha256) == SHA256_SIZE,
                        NULL);
  g_return_val_if_fail (certificate != NULL && sign != NULL, NULL);

  x509 = gu_certificate_parse (certificate, error);
  if (x509 == NULL)
    return NULL;

  ERR_clear_error ();
  cms = CMS_sign (NULL, NULL, NULL, NULL, flags);
  /* With CMS_PARTIAL nothing is signed here, so the public key is enough for the set-up. */
  signer = cms != NULL ? CMS_add1_signer (
               cms, x509, X509_get0_pubkey (x509), EVP_sha256 (), flags | CMS_CADES)
                       : NULL;
  if (signer == NULL || !add_attributes (signer, content_sha256, signing_time_ms))
    {
      set_openssl_error (error);
      return NULL;
    }
  if (!add_chain (cms, certificate, chain, error)
      || !sign_attributes (signer, x509, sign, user_data, cancellable, error))
    return NULL;

  length = i2d_CMS_ContentInfo (cms, &der);
  if (length <= 0)
    {
      set_openssl_error (error);
      return NULL;
    }
  bytes = g_bytes_new (der, (gsize) length);
  OPENSSL_free (der);

  return bytes;
}

gsize
gu_cms_estimate_size (GBytes *certificate, GPtrArray *chain)
{
  /* Attributes, issuer name again in signing-certificate-v2, an RSA-4096 value, DER headers. */
  gsize size = 4096 + g_bytes_get_size (certificate);

  for (guint i = 0; chain != NULL && i < chain->len; i++)
    size += g_bytes_get_size (chain->pdata[i]);

  return (size + 1023) / 1024 * 1024;
}
