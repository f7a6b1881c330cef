/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-card"

#include "config.h"

#include "gu-token-certificate.h"

#include <glib/gi18n-lib.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#define SHA256_SIZE 32
#define CHAIN_MAX   8

G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY_CTX, EVP_PKEY_CTX_free)

struct _GuTokenCertificate
{
  GObject parent_instance;

  /* owned */
  X509 *x509;
  GBytes *der;
  GPtrArray *chain;
  char *id;
  char *reader;
  char *token_label;
  char *subject;
  char *issuer;
  char *serial;
  char *reason;

  const char *key_type; /* static */
  gint64 not_before_ms;
  gint64 not_after_ms;
  int pin_tries;
  GuCardError reason_code;
  guint pin_pad : 1;
  guint always_authenticate : 1;
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_READER,
  PROP_TOKEN_LABEL,
  PROP_SUBJECT,
  PROP_ISSUER,
  PROP_SERIAL,
  PROP_KEY_TYPE,
  PROP_NOT_BEFORE_MS,
  PROP_NOT_AFTER_MS,
  PROP_USABLE,
  PROP_REASON,
  PROP_PIN_TRIES,
  PROP_PIN_PAD,
  PROP_ALWAYS_AUTHENTICATE,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (GuTokenCertificate, gu_token_certificate, G_TYPE_OBJECT)

static void
gu_token_certificate_finalize (GObject *object)
{
  GuTokenCertificate *self = GU_TOKEN_CERTIFICATE (object);

  g_clear_pointer (&self->x509, X509_free);
  g_clear_pointer (&self->der, g_bytes_unref);
  g_clear_pointer (&self->chain, g_ptr_array_unref);
  g_free (self->id);
  g_free (self->reader);
  g_free (self->token_label);
  g_free (self->subject);
  g_free (self->issuer);
  g_free (self->serial);
  g_free (self->reason);

  G_OBJECT_CLASS (gu_token_certificate_parent_class)->finalize (object);
}

static void
gu_token_certificate_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GuTokenCertificate *self = GU_TOKEN_CERTIFICATE (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_READER:
      g_value_set_string (value, self->reader);
      break;
    case PROP_TOKEN_LABEL:
      g_value_set_string (value, self->token_label);
      break;
    case PROP_SUBJECT:
      g_value_set_string (value, self->subject);
      break;
    case PROP_ISSUER:
      g_value_set_string (value, self->issuer);
      break;
    case PROP_SERIAL:
      g_value_set_string (value, self->serial);
      break;
    case PROP_KEY_TYPE:
      g_value_set_string (value, self->key_type);
      break;
    case PROP_NOT_BEFORE_MS:
      g_value_set_int64 (value, self->not_before_ms);
      break;
    case PROP_NOT_AFTER_MS:
      g_value_set_int64 (value, self->not_after_ms);
      break;
    case PROP_USABLE:
      g_value_set_boolean (value, self->reason == NULL);
      break;
    case PROP_REASON:
      g_value_set_string (value, self->reason);
      break;
    case PROP_PIN_TRIES:
      g_value_set_int (value, self->pin_tries);
      break;
    case PROP_PIN_PAD:
      g_value_set_boolean (value, self->pin_pad);
      break;
    case PROP_ALWAYS_AUTHENTICATE:
      g_value_set_boolean (value, self->always_authenticate);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
    }
}

static void
gu_token_certificate_class_init (GuTokenCertificateClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  static const struct
  {
    guint id;
    const char *name;
  } strings[] = {
    { PROP_ID, "id" },
    { PROP_READER, "reader" },
    { PROP_TOKEN_LABEL, "token-label" },
    { PROP_SUBJECT, "subject" },
    { PROP_ISSUER, "issuer" },
    { PROP_SERIAL, "serial" },
    { PROP_KEY_TYPE, "key-type" },
    { PROP_REASON, "reason" },
  };

  object_class->finalize = gu_token_certificate_finalize;
  object_class->get_property = gu_token_certificate_get_property;

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    props[strings[i].id] = g_param_spec_string (strings[i].name, NULL, NULL, NULL, flags);
  props[PROP_NOT_BEFORE_MS] = g_param_spec_int64 (
      "not-before-ms", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  props[PROP_NOT_AFTER_MS] = g_param_spec_int64 (
      "not-after-ms", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  props[PROP_USABLE] = g_param_spec_boolean ("usable", NULL, NULL, FALSE, flags);
  props[PROP_PIN_TRIES] = g_param_spec_int ("pin-tries", NULL, NULL, -1, 99, -1, flags);
  props[PROP_PIN_PAD] = g_param_spec_boolean ("pin-pad", NULL, NULL, FALSE, flags);
  props[PROP_ALWAYS_AUTHENTICATE] = g_param_spec_boolean (
      "always-authenticate", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
gu_token_certificate_init (GuTokenCertificate *self)
{
  self->key_type = "";
}

static X509 *
parse (GBytes *der)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (der, &size);
  const guint8 *at = data;
  X509 *x509;

  if (data == NULL || size > G_MAXLONG)
    return NULL;
  x509 = d2i_X509 (NULL, &at, (long) size);
  /* Padding after the certificate would not be covered by its own signature. */
  if (x509 != NULL && at != data + size)
    g_clear_pointer (&x509, X509_free);
  ERR_clear_error ();
  return x509;
}

/* The common name, else the last part that can be read, as UTF-8 without control characters. */
static char *
name_to_string (const X509_NAME *name)
{
  int at = X509_NAME_get_index_by_NID ((X509_NAME *) name, NID_commonName, -1);
  g_autofree char *text = NULL;
  guint8 *utf8 = NULL;
  int size;

  if (at < 0)
    at = X509_NAME_entry_count (name) - 1;
  if (at < 0)
    return g_strdup ("");
  size = ASN1_STRING_to_UTF8 (&utf8, X509_NAME_ENTRY_get_data (X509_NAME_get_entry (name, at)));
  if (size < 0)
    return g_strdup ("");
  text = g_utf8_make_valid ((const char *) utf8, size);
  OPENSSL_free (utf8);
  for (char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)) && (guchar) *p < 0x80)
      *p = ' ';
  return g_strstrip (g_steal_pointer (&text));
}

static gint64
time_to_ms (const ASN1_TIME *asn1)
{
  struct tm tm;
  g_autoptr (GDateTime) instant = NULL;

  if (ASN1_TIME_to_tm (asn1, &tm) != 1)
    return 0;
  instant = g_date_time_new_utc (
      tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
  return instant != NULL ? g_date_time_to_unix (instant) * 1000 : 0;
}

static const char *
describe_key (X509 *x509)
{
  EVP_PKEY *key = X509_get0_pubkey (x509);
  char group[32] = "";

  if (key == NULL)
    return "";
  if (EVP_PKEY_is_a (key, "RSA"))
    switch (EVP_PKEY_get_bits (key))
      {
      case 2048:
        return "RSA-2048";
      case 3072:
        return "RSA-3072";
      case 4096:
        return "RSA-4096";
      default:
        return "";
      }
  if (EVP_PKEY_is_a (key, "EC") && EVP_PKEY_get_group_name (key, group, sizeof group, NULL) == 1)
    {
      if (g_str_equal (group, "prime256v1"))
        return "EC-P-256";
      if (g_str_equal (group, "secp384r1"))
        return "EC-P-384";
    }
  return "";
}

/* Made for logging in only: says so itself, and does not commit to content. */
static gboolean
is_for_login (X509 *x509)
{
  guint32 extended = X509_get_extended_key_usage (x509);
  guint32 usage = X509_get_key_usage (x509);

  return extended != G_MAXUINT32 && !(usage != G_MAXUINT32 && usage & KU_NON_REPUDIATION)
         && !(extended & (XKU_SMIME | XKU_ANYEKU));
}

static void
refuse (GuTokenCertificate *self, GuCardError code, const char *reason)
{
  self->reason_code = code;
  self->reason = g_strdup (reason);
}

static char *
date_to_string (gint64 ms)
{
  g_autoptr (GDateTime) instant = g_date_time_new_from_unix_local (ms / 1000);

  return instant != NULL ? g_date_time_format (instant, "%d.%m.%Y") : g_strdup ("?");
}

/* EN 319 412-2 §4.3.2 for the key usage; the first reason that holds is the one shown. */
static void
judge (GuTokenCertificate *self, gboolean key_present, gint64 now_ms)
{
  guint32 usage = X509_get_key_usage (self->x509);
  g_autofree char *date = NULL;
  g_autofree char *text = NULL;

  if (self->key_type[0] == '\0')
    refuse (self, GU_CARD_ERROR_CERTIFICATE_UNUSABLE, _ ("Its kind of key is not supported"));
  else if (usage != G_MAXUINT32 && !(usage & (KU_NON_REPUDIATION | KU_DIGITAL_SIGNATURE)))
    refuse (self, GU_CARD_ERROR_CERTIFICATE_UNUSABLE, _ ("It is not meant for signatures"));
  else if (is_for_login (self->x509))
    refuse (self,
            GU_CARD_ERROR_CERTIFICATE_UNUSABLE,
            _ ("It is meant for logging in, not for signing documents"));
  else if (!key_present)
    refuse (self, GU_CARD_ERROR_CERTIFICATE_UNUSABLE, _ ("The card does not hold its key"));
  else if (now_ms > self->not_after_ms)
    {
      date = date_to_string (self->not_after_ms);
      /* Translators: %s is a date such as 23.11.2026. */
      text = g_strdup_printf (_ ("It expired on %s"), date);
      refuse (self, GU_CARD_ERROR_CERTIFICATE_EXPIRED, text);
    }
  else if (now_ms < self->not_before_ms)
    {
      date = date_to_string (self->not_before_ms);
      /* Translators: %s is a date such as 23.11.2026. */
      text = g_strdup_printf (_ ("It is valid only from %s on"), date);
      refuse (self, GU_CARD_ERROR_CERTIFICATE_EXPIRED, text);
    }
  else if (self->pin_tries == 0)
    refuse (self, GU_CARD_ERROR_PIN_BLOCKED, _ ("The PIN of the card is blocked"));
}

/* Follows the issuers as far as the card has them. */
static GPtrArray *
order_chain (X509 *leaf, GPtrArray *candidates)
{
  g_autoptr (GPtrArray) parsed = g_ptr_array_new_with_free_func ((GDestroyNotify) X509_free);
  GPtrArray *chain = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  X509 *below = leaf;

  for (guint i = 0; candidates != NULL && i < candidates->len; i++)
    g_ptr_array_add (parsed, parse (g_ptr_array_index (candidates, i)));

  while (chain->len < CHAIN_MAX && X509_check_issued (below, below) != X509_V_OK)
    {
      X509 *issuer = NULL;

      for (guint i = 0; i < parsed->len && issuer == NULL; i++)
        {
          X509 *candidate = g_ptr_array_index (parsed, i);

          if (candidate != NULL && candidates != NULL
              && X509_check_issued (candidate, below) == X509_V_OK
              && X509_verify (below, X509_get0_pubkey (candidate)) == 1)
            {
              issuer = candidate;
              g_ptr_array_add (chain, g_bytes_ref (g_ptr_array_index (candidates, i)));
            }
        }
      if (issuer == NULL)
        break;
      below = issuer;
    }
  ERR_clear_error ();
  return chain;
}

static char *
serial_to_string (X509 *x509)
{
  BIGNUM *number = ASN1_INTEGER_to_BN (X509_get0_serialNumber (x509), NULL);
  char *hex = number != NULL ? BN_bn2hex (number) : NULL;
  char *text = g_strdup (hex != NULL ? hex : "");

  OPENSSL_free (hex);
  BN_free (number);
  return text;
}

GuTokenCertificate *
gu_token_certificate_new (GBytes *der,
                          const char *reader,
                          const char *token_label,
                          gboolean key_present,
                          int pin_tries,
                          gboolean pin_pad,
                          GPtrArray *chain,
                          gint64 now_ms)
{
  g_autoptr (X509) x509 = parse (der);
  GuTokenCertificate *self;
  guint32 usage;

  if (x509 == NULL)
    return NULL;

  self = g_object_new (GU_TYPE_TOKEN_CERTIFICATE, NULL);
  self->x509 = g_steal_pointer (&x509);
  self->der = g_bytes_ref (der);
  self->chain = order_chain (self->x509, chain);
  self->id = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, der);
  self->reader = g_utf8_make_valid (reader, -1);
  self->token_label = g_utf8_make_valid (token_label, -1);
  self->subject = name_to_string (X509_get_subject_name (self->x509));
  self->issuer = name_to_string (X509_get_issuer_name (self->x509));
  self->serial = serial_to_string (self->x509);
  self->key_type = describe_key (self->x509);
  self->not_before_ms = time_to_ms (X509_get0_notBefore (self->x509));
  self->not_after_ms = time_to_ms (X509_get0_notAfter (self->x509));
  self->pin_tries = pin_tries;
  self->pin_pad = pin_pad != FALSE;
  usage = X509_get_key_usage (self->x509);
  self->always_authenticate = usage != G_MAXUINT32 && (usage & KU_NON_REPUDIATION) != 0;
  judge (self, key_present, now_ms);
  return self;
}

const char *
gu_token_certificate_get_id (GuTokenCertificate *self)
{
  return self->id;
}

const char *
gu_token_certificate_get_reader (GuTokenCertificate *self)
{
  return self->reader;
}

const char *
gu_token_certificate_get_token_label (GuTokenCertificate *self)
{
  return self->token_label;
}

const char *
gu_token_certificate_get_subject (GuTokenCertificate *self)
{
  return self->subject;
}

const char *
gu_token_certificate_get_issuer (GuTokenCertificate *self)
{
  return self->issuer;
}

const char *
gu_token_certificate_get_serial (GuTokenCertificate *self)
{
  return self->serial;
}

GBytes *
gu_token_certificate_get_der (GuTokenCertificate *self)
{
  return self->der;
}

GPtrArray *
gu_token_certificate_get_chain (GuTokenCertificate *self)
{
  return self->chain;
}

gint64
gu_token_certificate_get_not_before_ms (GuTokenCertificate *self)
{
  return self->not_before_ms;
}

gint64
gu_token_certificate_get_not_after_ms (GuTokenCertificate *self)
{
  return self->not_after_ms;
}

const char *
gu_token_certificate_get_key_type (GuTokenCertificate *self)
{
  return self->key_type;
}

gboolean
gu_token_certificate_get_usable (GuTokenCertificate *self)
{
  return self->reason == NULL;
}

const char *
gu_token_certificate_get_reason (GuTokenCertificate *self)
{
  return self->reason;
}

GuCardError
gu_token_certificate_get_reason_code (GuTokenCertificate *self)
{
  return self->reason_code;
}

int
gu_token_certificate_get_pin_tries (GuTokenCertificate *self)
{
  return self->pin_tries;
}

gboolean
gu_token_certificate_get_pin_pad (GuTokenCertificate *self)
{
  return self->pin_pad;
}

gboolean
gu_token_certificate_get_always_authenticate (GuTokenCertificate *self)
{
  return self->always_authenticate;
}

gboolean
gu_token_certificate_verify_digest (GuTokenCertificate *self, GBytes *digest, GBytes *signature)
{
  EVP_PKEY *key = X509_get0_pubkey (self->x509);
  g_autoptr (EVP_PKEY_CTX) context = NULL;
  gsize digest_size, signature_size;
  const guint8 *digest_data = g_bytes_get_data (digest, &digest_size);
  const guint8 *signature_data = g_bytes_get_data (signature, &signature_size);
  gboolean good = FALSE;

  if (key == NULL || digest_size != SHA256_SIZE || signature_size == 0)
    return FALSE;
  context = EVP_PKEY_CTX_new (key, NULL);
  if (context != NULL && EVP_PKEY_verify_init (context) == 1
      && (!EVP_PKEY_is_a (key, "RSA")
          || EVP_PKEY_CTX_set_rsa_padding (context, RSA_PKCS1_PADDING) == 1)
      && EVP_PKEY_CTX_set_signature_md (context, EVP_sha256 ()) == 1)
    good = EVP_PKEY_verify (context, signature_data, signature_size, digest_data, digest_size) == 1;
  ERR_clear_error ();
  return good;
}
