/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-virtual-card"

#include "config.h"

#include "gu-virtual-identity.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#define DAY 86400L

G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BIO, BIO_free)

typedef struct
{
  const char *short_name;
  const char *value;
} NamePart;

/* Invented; with the letters that break careless programs. */
static const NamePart person[] = {
  { "C", "RO" },
  { "O", "Primăria Comunei Văleni (demonstrație)" },
  { "serialNumber", "20260101ISC1" },
  { "SN", "Ștefănescu" },
  { "GN", "Ionuț-Cătălin" },
  { "CN", "Ionuț-Cătălin Ștefănescu" },
};

static const NamePart authority[] = {
  { "C", "RO" },
  { "O", "Ghișeu Unic" },
  { "CN", "Autoritate de probă Ghișeu Unic" },
};

static gboolean
fail (GError **error, const char *what)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "virtual card: cannot %s", what);
  return FALSE;
}

static void
add_name (X509_NAME *name, const NamePart *parts, gsize n_parts)
{
  for (gsize i = 0; i < n_parts; i++)
    X509_NAME_add_entry_by_txt (
        name, parts[i].short_name, MBSTRING_UTF8, (const guint8 *) parts[i].value, -1, -1, 0);
}

static void
add_extension (X509 *certificate, X509 *issuer, int nid, const char *value)
{
  X509V3_CTX context;
  X509_EXTENSION *extension;

  X509V3_set_ctx_nodb (&context);
  X509V3_set_ctx (&context, issuer, certificate, NULL, NULL, 0);
  extension = X509V3_EXT_conf_nid (NULL, &context, nid, value);
  g_assert_nonnull (extension);
  X509_add_ext (certificate, extension, -1);
  X509_EXTENSION_free (extension);
}

/* @days_from and @days_to are counted from now. */
static X509 *
new_certificate (EVP_PKEY *key, X509 *issuer, const char *usage, long days_from, long days_to)
{
  X509 *certificate = X509_new ();
  guint8 serial[16];
  BIGNUM *number;

  RAND_bytes (serial, sizeof serial);
  serial[0] = (serial[0] & 0x3f) | 0x40; /* positive, and always 16 bytes */
  number = BN_bin2bn (serial, sizeof serial, NULL);
  BN_to_ASN1_INTEGER (number, X509_get_serialNumber (certificate));
  BN_free (number);

  X509_set_version (certificate, X509_VERSION_3);
  X509_gmtime_adj (X509_getm_notBefore (certificate), days_from * DAY);
  X509_gmtime_adj (X509_getm_notAfter (certificate), days_to * DAY);
  X509_set_pubkey (certificate, key);

  if (issuer == NULL)
    add_name (X509_get_subject_name (certificate), authority, G_N_ELEMENTS (authority));
  else
    add_name (X509_get_subject_name (certificate), person, G_N_ELEMENTS (person));
  X509_set_issuer_name (certificate, X509_get_subject_name (issuer ? issuer : certificate));

  add_extension (certificate,
                 issuer ? issuer : certificate,
                 NID_basic_constraints,
                 issuer ? "critical,CA:FALSE" : "critical,CA:TRUE,pathlen:0");
  add_extension (certificate, issuer ? issuer : certificate, NID_key_usage, usage);
  add_extension (certificate, issuer ? issuer : certificate, NID_subject_key_identifier, "hash");
  if (issuer != NULL)
    add_extension (certificate, issuer, NID_authority_key_identifier, "keyid:always");

  return certificate;
}

static X509 *
new_login_certificate (GuVirtualIdentity *self, EVP_PKEY *key)
{
  X509 *certificate = new_certificate (key, self->issuer, "critical,digitalSignature", -1, 2 * 365);

  add_extension (certificate, self->issuer, NID_ext_key_usage, "clientAuth");
  X509_sign (certificate, self->issuer_key, EVP_sha256 ());
  return certificate;
}

static X509 *
new_sign_certificate (GuVirtualIdentity *self, EVP_PKEY *key, long days_from, long days_to)
{
  X509 *certificate = new_certificate (
      key, self->issuer, "critical,nonRepudiation,digitalSignature", days_from, days_to);

  X509_sign (certificate, self->issuer_key, EVP_sha256 ());
  return certificate;
}

GBytes *
gu_virtual_identity_encode (X509 *certificate)
{
  guint8 *der = NULL;
  int size = i2d_X509 (certificate, &der);
  GBytes *bytes;

  g_assert_cmpint (size, >, 0);
  bytes = g_bytes_new (der, (gsize) size);
  OPENSSL_free (der);
  return bytes;
}

static EVP_PKEY *
load_key (const char *dir, const char *name, gboolean rsa, GError **error)
{
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autoptr (BIO) file = NULL;
  EVP_PKEY *key = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      file = BIO_new_file (path, "r");
      if (file != NULL)
        key = PEM_read_bio_PrivateKey (file, NULL, NULL, NULL);
      if (key == NULL)
        fail (error, "read its key");
      return key;
    }

  key = rsa ? EVP_RSA_gen (2048) : EVP_EC_gen ("P-256");
  if (key == NULL)
    {
      fail (error, "make a key");
      return NULL;
    }

  file = BIO_new (BIO_s_mem ());
  if (PEM_write_bio_PrivateKey (file, key, NULL, NULL, 0, NULL, NULL) == 1)
    {
      char *text = NULL;
      long size = BIO_get_mem_data (file, &text);

      if (g_file_set_contents_full (path, text, size, G_FILE_SET_CONTENTS_NONE, 0600, error))
        return key;
    }
  else
    fail (error, "write its key");

  EVP_PKEY_free (key);
  return NULL;
}

static X509 *
read_certificate (const char *path)
{
  g_autoptr (BIO) file = BIO_new_file (path, "r");

  return file != NULL ? PEM_read_bio_X509 (file, NULL, NULL, NULL) : NULL;
}

static gboolean
write_certificate (const char *path, X509 *certificate, GError **error)
{
  g_autoptr (BIO) memory = BIO_new (BIO_s_mem ());
  char *text = NULL;
  long size;

  if (PEM_write_bio_X509 (memory, certificate) != 1)
    return fail (error, "write a certificate");

  size = BIO_get_mem_data (memory, &text);
  return g_file_set_contents_full (path, text, size, G_FILE_SET_CONTENTS_NONE, 0644, error);
}

/* A kept certificate serves as long as it fits the key and has a month to go. */
static gboolean
certificate_serves (X509 *certificate, EVP_PKEY *key)
{
  time_t in_a_month = time (NULL) + 30 * DAY;

  return certificate != NULL && X509_check_private_key (certificate, key) == 1
         && X509_cmp_time (X509_get0_notAfter (certificate), &in_a_month) > 0;
}

GuVirtualIdentity *
gu_virtual_identity_load (const char *dir, gboolean rsa, GError **error)
{
  g_autoptr (GuVirtualIdentity) self = g_new0 (GuVirtualIdentity, 1);
  g_autofree char *issuer_path = g_build_filename (dir, "issuer.pem", NULL);
  g_autofree char *sign_path = g_build_filename (dir, "certificate.pem", NULL);
  gboolean issuer_is_new = FALSE;

  self->issuer_key = load_key (dir, "issuer.key", FALSE, error);
  if (self->issuer_key == NULL)
    return NULL;
  self->login_key = load_key (dir, "9a.key", FALSE, error);
  if (self->login_key == NULL)
    return NULL;
  self->sign_key = load_key (dir, rsa ? "9c-rsa.key" : "9c-ec.key", rsa, error);
  if (self->sign_key == NULL)
    return NULL;

  self->issuer = read_certificate (issuer_path);
  if (!certificate_serves (self->issuer, self->issuer_key))
    {
      X509_free (self->issuer);
      self->issuer = new_certificate (
          self->issuer_key, NULL, "critical,keyCertSign,cRLSign", -2, 10 * 365);
      X509_sign (self->issuer, self->issuer_key, EVP_sha256 ());
      issuer_is_new = TRUE;
      if (!write_certificate (issuer_path, self->issuer, error))
        return NULL;
    }

  self->login = new_login_certificate (self, self->login_key);
  self->sign = read_certificate (sign_path);
  if (issuer_is_new || !certificate_serves (self->sign, self->sign_key))
    {
      X509_free (self->sign);
      self->sign = new_sign_certificate (self, self->sign_key, -1, 2 * 365);
      if (!write_certificate (sign_path, self->sign, error))
        return NULL;
    }

  return g_steal_pointer (&self);
}

void
gu_virtual_identity_free (GuVirtualIdentity *self)
{
  EVP_PKEY_free (self->issuer_key);
  EVP_PKEY_free (self->login_key);
  EVP_PKEY_free (self->sign_key);
  X509_free (self->issuer);
  X509_free (self->login);
  X509_free (self->sign);
  g_free (self);
}

GBytes *
gu_virtual_identity_make_certificate (GuVirtualIdentity *self, GuVirtualCertificate kind)
{
  g_autoptr (X509) certificate = NULL;
  EVP_PKEY *other;

  switch (kind)
    {
    case GU_VIRTUAL_CERTIFICATE_EXPIRED:
      certificate = new_sign_certificate (self, self->sign_key, -800, -3);
      break;
    case GU_VIRTUAL_CERTIFICATE_NOT_YET:
      certificate = new_sign_certificate (self, self->sign_key, 5, 800);
      break;
    case GU_VIRTUAL_CERTIFICATE_LOGIN_ONLY:
      certificate = new_login_certificate (self, self->sign_key);
      break;
    case GU_VIRTUAL_CERTIFICATE_OTHER_KEY:
      /* Same kind and size, so that nothing but the mathematics differs. */
      other = EVP_PKEY_is_a (self->sign_key, "RSA") ? EVP_RSA_gen (2048) : EVP_EC_gen ("P-256");
      certificate = new_sign_certificate (self, other, -1, 365);
      EVP_PKEY_free (other);
      break;
    case GU_VIRTUAL_CERTIFICATE_CUT:
      {
        g_autoptr (GBytes) whole = gu_virtual_identity_encode (self->sign);

        return g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) / 2);
      }
    case GU_VIRTUAL_CERTIFICATE_NONE:
      return NULL;
    case GU_VIRTUAL_CERTIFICATE_VALID:
      return gu_virtual_identity_encode (self->sign);
    }

  return certificate != NULL ? gu_virtual_identity_encode (certificate) : NULL;
}
