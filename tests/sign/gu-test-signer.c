/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-test"

#include "config.h"

#include "gu-test-signer.h"

#include <openssl/evp.h>
#include <openssl/x509v3.h>
#include <string.h>

static EVP_PKEY *
make_key (const GuTestCertificate *shape)
{
  EVP_PKEY *key;

  if (g_strcmp0 (shape->key_type, "RSA") == 0)
    key = EVP_RSA_gen ((unsigned int) (shape->rsa_bits > 0 ? shape->rsa_bits : 2048));
  else
    key = EVP_EC_gen ("P-256");
  g_assert_nonnull (key);

  return key;
}

static void
add_extension (X509 *certificate, X509 *issuer, int nid, const char *value)
{
  X509V3_CTX context;
  X509_EXTENSION *extension;

  if (value == NULL)
    return;
  X509V3_set_ctx (&context, issuer, certificate, NULL, NULL, 0);
  extension = X509V3_EXT_nconf_nid (NULL, &context, nid, value);
  g_assert_nonnull (extension);
  g_assert_cmpint (X509_add_ext (certificate, extension, -1), ==, 1);
  X509_EXTENSION_free (extension);
}

static void
add_unknown_critical (X509 *certificate, const char *oid)
{
  ASN1_OBJECT *object = OBJ_txt2obj (oid, 1);
  ASN1_OCTET_STRING *data = ASN1_OCTET_STRING_new ();
  X509_EXTENSION *extension;

  ASN1_OCTET_STRING_set (data, (const guint8 *) "\x05\x00", 2);
  extension = X509_EXTENSION_create_by_OBJ (NULL, object, 1, data);
  g_assert_cmpint (X509_add_ext (certificate, extension, -1), ==, 1);
  X509_EXTENSION_free (extension);
  ASN1_OCTET_STRING_free (data);
  ASN1_OBJECT_free (object);
}

static X509 *
make_certificate (const char *name, EVP_PKEY *key, gint64 from_ms, gint64 until_ms, long serial)
{
  X509 *certificate = X509_new ();
  X509_NAME *subject = X509_get_subject_name (certificate);

  X509_set_version (certificate, X509_VERSION_3);
  ASN1_INTEGER_set (X509_get_serialNumber (certificate), serial);
  X509_NAME_add_entry_by_txt (subject, "C", MBSTRING_UTF8, (const guint8 *) "RO", -1, -1, 0);
  X509_NAME_add_entry_by_txt (subject, "CN", MBSTRING_UTF8, (const guint8 *) name, -1, -1, 0);
  ASN1_TIME_set (X509_getm_notBefore (certificate), (time_t) (from_ms / 1000));
  ASN1_TIME_set (X509_getm_notAfter (certificate), (time_t) (until_ms / 1000));
  X509_set_pubkey (certificate, key);

  return certificate;
}

static GBytes *
to_der (X509 *certificate)
{
  guint8 *der = NULL;
  int length = i2d_X509 (certificate, &der);
  GBytes *bytes = g_bytes_new (der, (gsize) length);

  OPENSSL_free (der);

  return bytes;
}

GuTestSigner *
gu_test_signer_new (const GuTestCertificate *given)
{
  const GuTestCertificate plain = { 0 };
  const GuTestCertificate *shape = given != NULL ? given : &plain;
  const gint64 from = shape->from_ms != 0 ? shape->from_ms : G_GINT64_CONSTANT (1767225600000);
  const gint64 until = shape->until_ms != 0 ? shape->until_ms : G_GINT64_CONSTANT (1830297600000);
  GuTestSigner *self = g_new0 (GuTestSigner, 1);
  EVP_PKEY *ca_key = EVP_EC_gen ("P-256");
  /* The authority is named after its key: tests run in parallel against one trust store each. */
  X509 *ca = make_certificate ("Autoritatea de Încercare",
                               ca_key,
                               G_GINT64_CONSTANT (1577836800000),
                               G_GINT64_CONSTANT (2082758400000),
                               1);
  X509 *leaf;

  X509_set_issuer_name (ca, X509_get_subject_name (ca));
  add_extension (ca, ca, NID_basic_constraints, "critical,CA:TRUE");
  add_extension (ca, ca, NID_key_usage, "critical,keyCertSign,cRLSign");
  add_extension (ca, ca, NID_subject_key_identifier, "hash");
  g_assert_cmpint (X509_sign (ca, ca_key, EVP_sha256 ()), >, 0);

  self->key = make_key (shape);
  leaf = make_certificate (
      shape->name != NULL ? shape->name : "Ștefania Țepeș-Încercare", self->key, from, until, 4711);
  X509_set_issuer_name (leaf, X509_get_subject_name (ca));
  add_extension (leaf, ca, NID_basic_constraints, shape->constraints);
  add_extension (
      leaf, ca, NID_key_usage, shape->usage != NULL ? shape->usage : "critical,nonRepudiation");
  add_extension (leaf, ca, NID_ext_key_usage, shape->extended);
  add_extension (leaf, ca, NID_authority_key_identifier, "keyid");
  if (shape->critical != NULL)
    add_unknown_critical (leaf, shape->critical);
  g_assert_cmpint (X509_sign (leaf, ca_key, EVP_sha256 ()), >, 0);

  self->der = to_der (leaf);
  self->ca_der = to_der (ca);
  X509_free (leaf);
  X509_free (ca);
  EVP_PKEY_free (ca_key);

  return self;
}

void
gu_test_signer_free (GuTestSigner *self)
{
  EVP_PKEY_free (self->key);
  g_bytes_unref (self->der);
  g_bytes_unref (self->ca_der);
  g_free (self);
}

GBytes *
gu_test_signer_sign (GBytes *sha256, gpointer signer, GCancellable *cancellable, GError **error)
{
  GuTestSigner *self = signer;
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new (self->key, NULL);
  guint8 digest[32];
  guint8 signature[1024];
  size_t length = sizeof signature;

  self->calls++;
  memcpy (digest, g_bytes_get_data (sha256, NULL), sizeof digest);
  if (self->lie)
    digest[0] ^= 1;
  g_assert_cmpint (EVP_PKEY_sign_init (context), ==, 1);
  g_assert_cmpint (EVP_PKEY_CTX_set_signature_md (context, EVP_sha256 ()), ==, 1);
  g_assert_cmpint (EVP_PKEY_sign (context, signature, &length, digest, sizeof digest), ==, 1);
  EVP_PKEY_CTX_free (context);

  return g_bytes_new (signature, length);
}
