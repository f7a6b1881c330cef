/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-sign"

#include "config.h"

#include "gu-certificate.h"
#include "gu-certificate-private.h"

#include "gu-error.h"
#include "gu-sign-error.h"

#include <glib/gi18n-lib.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <time.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free_all)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ASN1_OBJECT, ASN1_OBJECT_free)

char *
gu_sign_openssl_detail (void)
{
  GString *detail = g_string_new (NULL);
  unsigned long code;

  while ((code = ERR_get_error ()) != 0)
    {
      const char *reason = ERR_reason_error_string (code);

      g_string_append_printf (detail,
                              "%sOpenSSL %08lX %s",
                              detail->len > 0 ? "; " : "",
                              code,
                              reason != NULL ? reason : "");
    }
  if (detail->len == 0)
    g_string_append (detail, "OpenSSL gave no reason");

  return g_string_free (detail, FALSE);
}

X509 *
gu_certificate_parse (GBytes *der, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (der, &size);
  const guint8 *p = data;
  g_autoptr (X509) certificate = NULL;

  ERR_clear_error ();
  if (size > 0 && size <= G_MAXINT32)
    certificate = d2i_X509 (NULL, &p, (long) size);

  if (certificate == NULL || p != data + size)
    {
      g_autofree char *detail = gu_sign_openssl_detail ();

      gu_error_set (error,
                    GU_SIGN_ERROR,
                    GU_SIGN_ERROR_BAD_CERTIFICATE,
                    _ ("Ask the provider of the certificate for a new one."),
                    detail,
                    _ ("The certificate cannot be read."));
      return NULL;
    }

  return g_steal_pointer (&certificate);
}

static char *
name_entry (const X509_NAME *name, int nid)
{
  int index = X509_NAME_get_index_by_NID (name, nid, -1);
  unsigned char *utf8 = NULL;
  g_autofree char *text = NULL;
  int length;

  if (index < 0)
    return NULL;

  length = ASN1_STRING_to_UTF8 (&utf8,
                                X509_NAME_ENTRY_get_data (X509_NAME_get_entry (name, index)));
  if (length <= 0)
    {
      OPENSSL_free (utf8);
      return NULL;
    }

  /* A NUL inside a name is an old trick to show only its beginning. */
  for (int i = 0; i < length; i++)
    {
      if (utf8[i] < 0x20)
        utf8[i] = '?';
    }
  text = g_utf8_make_valid ((const char *) utf8, length);
  OPENSSL_free (utf8);

  return g_steal_pointer (&text);
}

char *
gu_certificate_name_for_people (const X509_NAME *name)
{
  /* Not the serialNumber: Romanian certificates carry the CNP there. */
  static const int order[] = {
    NID_commonName, NID_surname, NID_givenName, NID_organizationName, NID_pkcs9_emailAddress
  };

  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    {
      char *text = name_entry (name, order[i]);

      if (text != NULL)
        return text;
    }

  return g_strdup (_ ("(no name)"));
}

gint64
gu_certificate_time_ms (const ASN1_TIME *time)
{
  struct tm tm = { 0 };
  g_autoptr (GDateTime) date = NULL;

  if (ASN1_TIME_to_tm (time, &tm) != 1)
    return 0;
  date = g_date_time_new_utc (
      tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, MIN (tm.tm_sec, 59));

  return date != NULL ? g_date_time_to_unix (date) * 1000 : 0;
}

static char *
date_for_people (gint64 ms)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (ms / 1000);

  return date != NULL ? g_date_time_format (date, "%d.%m.%Y") : g_strdup ("?");
}

gboolean
gu_certificate_claims_qualified (X509 *certificate)
{
  g_autoptr (ASN1_OBJECT) compliance = OBJ_txt2obj ("0.4.0.1862.1.1", 1);
  int index = X509_get_ext_by_NID (certificate, NID_qcStatements, -1);
  const ASN1_OCTET_STRING *value;
  const guint8 *wanted;
  gsize wanted_length;

  if (index < 0 || compliance == NULL)
    return FALSE;

  /* QCStatement ::= SEQUENCE { statementId OBJECT IDENTIFIER … }: the encoded OID is enough. */
  value = X509_EXTENSION_get_data (X509_get_ext (certificate, index));
  wanted = OBJ_get0_data (compliance);
  wanted_length = OBJ_length (compliance);

  return memmem (ASN1_STRING_get0_data (value),
                 (gsize) ASN1_STRING_length (value),
                 wanted,
                 wanted_length)
         != NULL;
}

/* Key types and sizes after ETSI TS 119 312. */
static gboolean
key_is_strong (X509 *certificate)
{
  EVP_PKEY *key = X509_get0_pubkey (certificate);
  char group[64] = "";
  size_t length = 0;

  if (key == NULL)
    return FALSE;
  if (EVP_PKEY_is_a (key, "RSA"))
    return EVP_PKEY_get_bits (key) >= 2048 && EVP_PKEY_get_bits (key) <= 16384;
  if (!EVP_PKEY_is_a (key, "EC"))
    return FALSE;
  if (EVP_PKEY_get_group_name (key, group, sizeof group, &length) != 1)
    return FALSE;

  return g_str_equal (group, SN_X9_62_prime256v1) || g_str_equal (group, SN_secp384r1)
         || g_str_equal (group, SN_secp521r1) || g_str_equal (group, "P-256")
         || g_str_equal (group, "P-384") || g_str_equal (group, "P-521");
}

char *
gu_certificate_usage_problem (X509 *certificate)
{
  const guint32 other_purposes = XKU_SSL_SERVER | XKU_CODE_SIGN | XKU_OCSP_SIGN | XKU_TIMESTAMP;
  /* This call fills the cached flags that the next ones read. */
  guint32 flags = X509_get_extension_flags (certificate);
  guint32 usage = X509_get_key_usage (certificate);
  guint32 extended = X509_get_extended_key_usage (certificate);

  if ((flags & EXFLAG_INVALID) != 0)
    return g_strdup (_ ("The certificate contradicts itself."));
  if ((flags & EXFLAG_CRITICAL) != 0)
    return g_strdup (_ ("The certificate has a condition that this program does not know."));
  if ((flags & EXFLAG_CA) != 0)
    return g_strdup (_ ("The certificate belongs to a certification authority, not to a person."));
  if ((flags & EXFLAG_KUSAGE) != 0 && (usage & (KU_NON_REPUDIATION | KU_DIGITAL_SIGNATURE)) == 0)
    return g_strdup (_ ("The certificate is not meant for signing."));
  if ((flags & EXFLAG_XKUSAGE) != 0 && extended != 0 && extended != G_MAXUINT32
      && (extended & ~other_purposes) == 0)
    return g_strdup (
        _ ("The certificate is meant for servers or programs, not for signing papers."));
  if (!key_is_strong (certificate))
    return g_strdup (_ ("The key of the certificate is too weak or of an unknown kind."));

  return NULL;
}

static char *
validity_problem (X509 *certificate, gint64 at_ms)
{
  gint64 from = gu_certificate_time_ms (X509_get0_notBefore (certificate));
  gint64 until = gu_certificate_time_ms (X509_get0_notAfter (certificate));
  g_autofree char *date = date_for_people (at_ms < from ? from : until);

  if (until < from)
    return g_strdup (_ ("The certificate contradicts itself."));
  if (at_ms < from)
    /* Translators: %s is a date such as 23.11.2026. */
    return g_strdup_printf (_ ("The certificate is valid only from %s."), date);
  if (at_ms > until)
    /* Translators: %s is a date such as 23.11.2026. */
    return g_strdup_printf (_ ("The certificate expired on %s."), date);

  return NULL;
}

gboolean
gu_certificate_check (GBytes *der, gint64 at_ms, char **subject, char **reason)
{
  g_autoptr (X509) certificate = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *problem = NULL;

  g_return_val_if_fail (der != NULL, FALSE);

  if (subject != NULL)
    *subject = NULL;
  if (reason != NULL)
    *reason = NULL;

  certificate = gu_certificate_parse (der, &error);
  if (certificate == NULL)
    {
      if (reason != NULL)
        *reason = g_strdup (error->message);
      return FALSE;
    }
  if (subject != NULL)
    *subject = gu_certificate_name_for_people (X509_get_subject_name (certificate));

  problem = validity_problem (certificate, at_ms);
  if (problem == NULL)
    problem = gu_certificate_usage_problem (certificate);
  if (problem == NULL && X509_self_signed (certificate, 0) == 1
      && X509_self_signed (certificate, 1) != 1)
    problem = g_strdup (_ ("The certificate contradicts itself."));
  ERR_clear_error ();

  if (problem == NULL)
    return TRUE;
  if (reason != NULL)
    *reason = g_steal_pointer (&problem);

  return FALSE;
}

static GBytes *
certificate_to_der (X509 *certificate)
{
  guint8 *der = NULL;
  int length = i2d_X509 (certificate, &der);
  GBytes *bytes = length > 0 ? g_bytes_new (der, (gsize) length) : NULL;

  OPENSSL_free (der);

  return bytes;
}

GPtrArray *
gu_certificate_parse_all (GBytes *data, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gsize size;
  const char *text;
  g_autoptr (BIO) bio = NULL;
  X509 *next;

  g_return_val_if_fail (data != NULL, NULL);

  text = g_bytes_get_data (data, &size);
  if (size == 0 || size > G_MAXINT32 || memmem (text, size, "-----BEGIN", 10) == NULL)
    {
      g_autoptr (X509) single = gu_certificate_parse (data, error);

      if (single == NULL)
        return NULL;
      g_ptr_array_add (all, g_bytes_ref (data));
      return g_steal_pointer (&all);
    }

  bio = BIO_new_mem_buf (text, (int) size);
  while (bio != NULL && (next = PEM_read_bio_X509 (bio, NULL, NULL, NULL)) != NULL)
    {
      GBytes *der = certificate_to_der (next);

      X509_free (next);
      if (der != NULL)
        g_ptr_array_add (all, der);
    }

  if (all->len == 0)
    {
      g_autofree char *detail = gu_sign_openssl_detail ();

      gu_error_set (error,
                    GU_SIGN_ERROR,
                    GU_SIGN_ERROR_BAD_CERTIFICATE,
                    _ ("Give a file with certificates in PEM or DER form."),
                    detail,
                    _ ("The file has no certificate that can be read."));
      return NULL;
    }
  ERR_clear_error ();

  return g_steal_pointer (&all);
}
