/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-sign"

#include "config.h"

#include "gu-pades.h"

#include "gu-certificate-chain-private.h"
#include "gu-certificate-private.h"
#include "gu-cms-report-private.h"
#include "gu-pades-changes-private.h"
#include "gu-pades-scan-private.h"
#include "gu-sign-error.h"

#include <glib/gi18n-lib.h>

/* Comparing revisions costs a parse each: more signatures than this are no honest document. */
#define MAX_COMPARED 64

/* Judgement of one signature after EN 319 102-1 §5.1.3. */
typedef struct
{
  const GuPadesEntry *entry; /* borrowed */
  GuCmsReport *cms;          /* owned, nullable */
  GuPadesChanges *changes;   /* owned, nullable */
  const char *indication;
  const char *subindication;
  GPtrArray *reasons; /* owned: translated sentences */
} Judgement;

static void
judgement_clear (Judgement *self)
{
  g_clear_pointer (&self->cms, gu_cms_report_free);
  g_clear_pointer (&self->changes, gu_pades_changes_free);
  g_clear_pointer (&self->reasons, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Judgement, judgement_clear)

static void
add_reason (Judgement *self, const char *sentence)
{
  g_ptr_array_add (self->reasons, g_strdup (sentence));
}

/* The first finding decides; later ones only add their reasons. */
static void
fail (Judgement *self, const char *subindication, const char *sentence)
{
  if (g_strcmp0 (self->indication, "TOTAL-FAILED") != 0)
    {
      self->indication = "TOTAL-FAILED";
      self->subindication = subindication;
    }
  add_reason (self, sentence);
}

static void
doubt (Judgement *self, const char *subindication, const char *sentence)
{
  if (self->indication == NULL)
    {
      self->indication = "INDETERMINATE";
      self->subindication = subindication;
    }
  add_reason (self, sentence);
}

static gboolean
decode_hex (const char *hex, gsize digits, GByteArray *out)
{
  g_byte_array_set_size (out, (guint) (digits / 2));
  for (gsize i = 0; i + 1 < digits; i += 2)
    {
      int high = g_ascii_xdigit_value (hex[i]);
      int low = g_ascii_xdigit_value (hex[i + 1]);

      if (high < 0 || low < 0)
        return FALSE;
      out->data[i / 2] = (guint8) (high << 4 | low);
    }

  return TRUE;
}

/* The signature is read from the gap itself, never from what a parser made of it. */
static GuCmsReport *
check_cms (GuPdfFile *file, const GuPadesEntry *entry)
{
  const char *data = g_bytes_get_data (file->bytes, NULL);
  g_autoptr (GByteArray) der = g_byte_array_new ();
  g_autoptr (GBytes) first = g_bytes_new_from_bytes (file->bytes, 0, entry->gap_start);
  g_autoptr (GBytes)
      second = g_bytes_new_from_bytes (file->bytes, entry->gap_end, entry->end - entry->gap_end);

  if (!decode_hex (data + entry->gap_start + 1, entry->gap_end - entry->gap_start - 2, der))
    return NULL;

  return gu_cms_check (der->data, der->len, first, second);
}

static gboolean
is_cades (const GuPadesEntry *entry)
{
  return g_strcmp0 (entry->subfilter, "ETSI.CAdES.detached") == 0;
}

/* Format and mathematics: FALSE when there is nothing more to ask. */
static gboolean
judge_crypto (Judgement *self, GuPdfFile *file)
{
  if (!self->entry->range_ok)
    {
      fail (self, "FORMAT_FAILURE", self->entry->problem);
      return FALSE;
    }
  if (!is_cades (self->entry) && g_strcmp0 (self->entry->subfilter, "adbe.pkcs7.detached") != 0)
    {
      doubt (self,
             "SIGNATURE_POLICY_NOT_AVAILABLE",
             _ ("The signature is of a kind that this program does not check."));
      return FALSE;
    }

  self->cms = check_cms (file, self->entry);
  if (self->cms == NULL || !self->cms->readable)
    {
      fail (self, "FORMAT_FAILURE", _ ("The signature cannot be read."));
      return FALSE;
    }
  if (!self->cms->digest_ok)
    fail (self, "HASH_FAILURE", _ ("The signed part of the document was changed."));
  else if (self->cms->signer != NULL && !self->cms->signature_ok)
    fail (self,
          "SIG_CRYPTO_FAILURE",
          _ ("The signature was not made with the key of the certificate in it."));
  else if (self->cms->signer == NULL)
    doubt (self,
           "NO_SIGNING_CERTIFICATE_FOUND",
           _ ("The certificate of the signer is not in the signature."));

  return TRUE;
}

static void
judge_form (Judgement *self)
{
  if (self->cms->weak)
    doubt (self,
           "CRYPTO_CONSTRAINTS_FAILURE",
           _ ("The signature uses a method that is not safe any more."));
  if (self->cms->has_signing_certificate && self->cms->signer != NULL
      && !self->cms->signing_certificate_ok)
    doubt (self,
           "SIG_CONSTRAINTS_FAILURE",
           _ ("The signature was made for another certificate than the one in it."));
  if (is_cades (self->entry) && !self->cms->has_signing_certificate)
    doubt (self,
           "SIG_CONSTRAINTS_FAILURE",
           _ ("The signature does not name its certificate, as PAdES asks."));
}

static gint64
claimed_time (const Judgement *self)
{
  gint64 time = gu_pades_parse_date (self->entry->time);

  if (time < 0 && self->cms != NULL)
    time = self->cms->signing_time_ms;

  return time;
}

static void
judge_chain_result (Judgement *self, GuChainResult result)
{
  switch (result)
    {
    case GU_CHAIN_TRUSTED:
      break;
    case GU_CHAIN_NOT_FOUND:
      doubt (self,
             "NO_CERTIFICATE_CHAIN_FOUND",
             _ ("The certificate does not come from an authority that was given as trusted."));
      break;
    case GU_CHAIN_OUT_OF_BOUNDS:
      doubt (self,
             "OUT_OF_BOUNDS_NO_POE",
             _ ("A certificate is outside its validity and nothing proves that the signature is "
                "older."));
      break;
    case GU_CHAIN_BROKEN:
      doubt (self,
             "CERTIFICATE_CHAIN_GENERAL_FAILURE",
             _ ("A certificate above the signer’s has a wrong signature."));
      break;
    case GU_CHAIN_CONSTRAINTS:
    default:
      doubt (self,
             "CHAIN_CONSTRAINTS_FAILURE",
             _ ("The certificates break a rule of their authority."));
      break;
    }
}

static void
judge_certificate (Judgement *self, GPtrArray *trust_der, gint64 at_ms)
{
  X509 *signer = self->cms->signer;
  g_autofree char *usage = NULL;
  g_autofree char *detail = NULL;
  gint64 claimed = claimed_time (self);

  if (signer == NULL)
    return;

  if (trust_der == NULL || trust_der->len == 0)
    doubt (self,
           "NO_CERTIFICATE_CHAIN_FOUND",
           _ ("No trusted authorities were given, so the signer is not confirmed."));
  else
    judge_chain_result (
        self,
        gu_certificate_chain_check (
            signer, self->cms->certificates, trust_der, at_ms, GU_CHAIN_SECURITY_LEVEL, &detail));
  if (detail != NULL)
    g_debug ("chain of “%s”: %s", self->entry->field, detail);

  usage = gu_certificate_usage_problem (signer);
  if (usage != NULL)
    doubt (self, "CHAIN_CONSTRAINTS_FAILURE", usage);

  if (claimed >= 0
      && (claimed < gu_certificate_time_ms (X509_get0_notBefore (signer))
          || claimed > gu_certificate_time_ms (X509_get0_notAfter (signer))))
    doubt (self,
           "OUT_OF_BOUNDS_NO_POE",
           _ ("The time that the signature claims is outside the validity of its certificate."));
}

static void
judge_changes (Judgement *self, GuPdfFile *file, guint index)
{
  if (index >= MAX_COMPARED)
    {
      fail (self,
            "FORMAT_FAILURE",
            _ ("The document has too many signatures to compare its versions."));
      return;
    }
  self->changes = gu_pades_changes_new (file, self->entry->end);
  if (self->changes->forbidden)
    fail (self, "FORMAT_FAILURE", _ ("The document was changed after it was signed."));
}

/* Baseline level by its parts (EN 319 142-1 §6); time stamps and validation data are not judged. */
static const char *
level_of (const Judgement *self, gboolean has_dss, gboolean has_timestamp_after)
{
  gboolean stamped = self->cms != NULL && (self->cms->has_timestamp || has_timestamp_after);

  if (self->cms == NULL || !self->cms->readable)
    return NULL;
  if (!is_cades (self->entry))
    return stamped ? (has_dss ? "PKCS7-LT" : "PKCS7-T") : "PKCS7-B";
  if (!self->cms->signing_certificate_ok || self->cms->signing_time_ms >= 0
      || gu_pades_parse_date (self->entry->time) < 0)
    return "PAdES";
  if (!stamped)
    return "PAdES-B-B";
  if (!has_dss)
    return "PAdES-B-T";

  return has_timestamp_after ? "PAdES-B-LTA" : "PAdES-B-LT";
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_strings (JsonBuilder *builder, const char *name, GPtrArray *values)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; values != NULL && i < values->len; i++)
    json_builder_add_string_value (builder, values->pdata[i]);
  json_builder_end_array (builder);
}

static const char *
verdict_of (const char *indication)
{
  if (g_str_equal (indication, "TOTAL-PASSED"))
    return "VALID";

  return g_str_equal (indication, "TOTAL-FAILED") ? "NEVALID" : "NEDETERMINAT";
}

/* false when the certificate does not even claim it; whether the claim holds needs a trusted list.
 */
static void
add_qualified (JsonBuilder *builder, const Judgement *self)
{
  json_builder_set_member_name (builder, "qualified");
  if (self->cms != NULL && self->cms->signer != NULL
      && !gu_certificate_claims_qualified (self->cms->signer))
    json_builder_add_boolean_value (builder, FALSE);
  else
    json_builder_add_null_value (builder);
}

static void
add_judgement (JsonBuilder *builder, const Judgement *self, GuPdfFile *file, const char *level)
{
  X509 *signer = self->cms != NULL ? self->cms->signer : NULL;
  gboolean crypto_ok = self->cms != NULL && self->cms->readable && self->cms->digest_ok
                       && self->cms->signature_ok;
  g_autofree char *subject = signer != NULL
                                 ? gu_certificate_name_for_people (X509_get_subject_name (signer))
                                 : NULL;
  g_autofree char *issuer = signer != NULL
                                ? gu_certificate_name_for_people (X509_get_issuer_name (signer))
                                : NULL;
  gint64 claimed = claimed_time (self);
  g_autoptr (GDateTime) date = claimed >= 0 ? g_date_time_new_from_unix_utc (claimed / 1000) : NULL;
  g_autofree char *claimed_text = date != NULL ? g_date_time_format (date, "%Y-%m-%dT%H:%M:%SZ")
                                               : NULL;

  json_builder_begin_object (builder);
  add_string (builder, "verdict", verdict_of (self->indication));
  add_string (builder, "indication", self->indication);
  add_string (builder, "subindication", self->subindication);
  add_string (builder, "cryptographic", crypto_ok ? "ok" : "broken");
  add_string (builder, "level", level);
  add_string (builder, "signer", subject);
  add_string (builder, "issuer", issuer);
  add_string (builder, "field", self->entry->field);
  add_string (builder, "reason_given", self->entry->reason);
  add_string (builder, "claimed_time", claimed_text);
  add_string (builder, "proven_time", NULL);
  json_builder_set_member_name (builder, "whole_document");
  json_builder_add_boolean_value (
      builder, self->entry->range_ok && self->entry->end == g_bytes_get_size (file->bytes));
  add_strings (builder, "changes_after", self->changes != NULL ? self->changes->notes : NULL);
  add_qualified (builder, self);
  add_strings (builder, "reasons", self->reasons);
  json_builder_end_object (builder);
}

static gboolean
timestamp_follows (GPtrArray *entries, const GuPadesEntry *entry)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const GuPadesEntry *other = entries->pdata[i];

      if (other->timestamp && other->range_ok && other->end > entry->end)
        return TRUE;
    }

  return FALSE;
}

static void
judge (JsonBuilder *builder,
       GuPdfFile *file,
       GPtrArray *entries,
       guint index,
       GPtrArray *trust_der,
       gint64 at_ms)
{
  g_auto (Judgement) self = { .entry = entries->pdata[index] };
  gboolean has_dss = qpdf_oh_is_dictionary (
      file->q, gu_pdf_file_get (file, qpdf_get_root (file->q), "/DSS"));

  self.reasons = g_ptr_array_new_with_free_func (g_free);
  if (judge_crypto (&self, file))
    {
      judge_changes (&self, file, index);
      judge_form (&self);
      judge_certificate (&self, trust_der, at_ms);
    }
  if (self.indication == NULL)
    self.indication = "TOTAL-PASSED";
  if (self.cms != NULL && self.cms->signer != NULL)
    add_reason (&self, _ ("Whether the certificate was revoked was not checked."));

  add_judgement (
      builder, &self, file, level_of (&self, has_dss, timestamp_follows (entries, self.entry)));
}

/* A damaged document is read as well as can be: its signatures can still be judged. */
static GuPdfFile *
open_for_reading (GBytes *pdf, GError **error)
{
  g_autoptr (GError) damage = NULL;
  GuPdfFile *file = gu_pdf_file_open (pdf, FALSE, &damage);

  if (file != NULL)
    return file;
  if (!g_error_matches (damage, GU_SIGN_ERROR, GU_SIGN_ERROR_BROKEN))
    {
      g_propagate_error (error, g_steal_pointer (&damage));
      return NULL;
    }

  return gu_pdf_file_open (pdf, TRUE, error);
}

JsonNode *
gu_pades_verify (GBytes *pdf, GPtrArray *trust_der, gint64 at_ms, GError **error)
{
  g_autoptr (GuPdfFile) file = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  g_return_val_if_fail (pdf != NULL, NULL);

  file = open_for_reading (pdf, error);
  if (file == NULL)
    return NULL;

  entries = gu_pades_scan (file);
  json_builder_begin_array (builder);
  for (guint i = 0; i < entries->len; i++)
    {
      const GuPadesEntry *entry = entries->pdata[i];

      if (!entry->timestamp)
        judge (builder, file, entries, i, trust_der, at_ms);
    }
  json_builder_end_array (builder);

  return json_builder_get_root (builder);
}
