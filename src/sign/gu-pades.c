/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-sign"

#include "config.h"

#include "gu-pades.h"
#include "gu-pades-private.h"

#include "gu-certificate.h"
#include "gu-error.h"
#include "gu-sign-error.h"

#include <glib/gi18n-lib.h>
#include <openssl/evp.h>
#include <string.h>

#define SHA256_SIZE 32

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_MD_CTX, EVP_MD_CTX_free)

char *
gu_pades_format_byte_range (guint64 first_end, guint64 second_start, guint64 second_length)
{
  return g_strdup_printf ("/ByteRange [0 %-10" G_GUINT64_FORMAT " %-10" G_GUINT64_FORMAT
                          " %-10" G_GUINT64_FORMAT "]\n/Contents ",
                          first_end,
                          second_start,
                          second_length);
}

gboolean
gu_pades_check_certificate (GBytes *certificate, gint64 at_ms, GError **error)
{
  g_autofree char *reason = NULL;

  if (gu_certificate_check (certificate, at_ms, NULL, &reason))
    return TRUE;

  gu_error_set (error,
                GU_SIGN_ERROR,
                GU_SIGN_ERROR_CERTIFICATE_UNUSABLE,
                _ ("Choose another certificate, or ask the provider for a new one."),
                NULL,
                "%s",
                reason);

  return FALSE;
}

static void
set_no_room (GError **error)
{
  gu_error_set (error,
                GU_SIGN_ERROR,
                GU_SIGN_ERROR_NO_ROOM,
                _ ("Nothing was signed. Sign with fewer certificates in the chain."),
                NULL,
                _ ("The signature would not fit into the room kept for it."));
}

gsize
gu_pades_contents_size (GBytes *certificate, GPtrArray *chain, GError **error)
{
  gsize room = gu_cms_estimate_size (certificate, chain);

  if (room <= GU_PADES_MAX_CONTENTS)
    return room;
  set_no_room (error);

  return 0;
}

/* What may be signed: one empty hexadecimal string that the ByteRange before it leaves out. */
static gboolean
gap_is_sound (GBytes *prepared, const GuPadesGap *gap)
{
  gsize size;
  const char *data = g_bytes_get_data (prepared, &size);
  g_autofree char *expected = NULL;
  gsize length;

  if (gap->start >= gap->end || gap->end > size || gap->end - gap->start < 4)
    return FALSE;
  if (data[gap->start] != '<' || data[gap->end - 1] != '>' || (gap->end - gap->start) % 2 != 0)
    return FALSE;
  for (guint64 i = gap->start + 1; i < gap->end - 1; i++)
    {
      if (data[i] != '0')
        return FALSE;
    }

  expected = gu_pades_format_byte_range (gap->start, gap->end, size - gap->end);
  length = strlen (expected);

  return gap->start > length && memcmp (data + gap->start - length, expected, length) == 0;
}

static GBytes *
digest_outside (GBytes *prepared, const GuPadesGap *gap)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (prepared, &size);
  g_autoptr (EVP_MD_CTX) context = EVP_MD_CTX_new ();
  guint8 digest[SHA256_SIZE];

  if (context == NULL || EVP_DigestInit_ex (context, EVP_sha256 (), NULL) != 1
      || EVP_DigestUpdate (context, data, gap->start) != 1
      || EVP_DigestUpdate (context, data + gap->end, size - gap->end) != 1
      || EVP_DigestFinal_ex (context, digest, NULL) != 1)
    return NULL;

  return g_bytes_new (digest, sizeof digest);
}

static GBytes *
put_contents (GBytes *prepared, const GuPadesGap *gap, GBytes *cms)
{
  static const char hex[] = "0123456789abcdef";
  gsize size;
  const guint8 *data = g_bytes_get_data (prepared, &size);
  gsize cms_size;
  const guint8 *der = g_bytes_get_data (cms, &cms_size);
  guint8 *out = g_memdup2 (data, size);

  for (gsize i = 0; i < cms_size; i++)
    {
      out[gap->start + 1 + 2 * i] = (guint8) hex[der[i] >> 4];
      out[gap->start + 2 + 2 * i] = (guint8) hex[der[i] & 15];
    }

  return g_bytes_new_take (out, size);
}

GBytes *
gu_pades_fill (GBytes *prepared,
               const GuPadesGap *gap,
               GBytes *certificate,
               GPtrArray *chain,
               GuSignDigestFunc sign,
               gpointer user_data,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (GBytes) digest = NULL;
  g_autoptr (GBytes) cms = NULL;

  g_return_val_if_fail (prepared != NULL && gap != NULL, NULL);
  g_return_val_if_fail (certificate != NULL && sign != NULL, NULL);

  digest = gap_is_sound (prepared, gap) ? digest_outside (prepared, gap) : NULL;
  if (digest == NULL)
    {
      gu_error_set (error,
                    GU_SIGN_ERROR,
                    GU_SIGN_ERROR_FAILED,
                    _ ("Nothing was signed. Try again."),
                    "the gap of the prepared document is not one empty string",
                    _ ("The document could not be prepared for signing."));
      return NULL;
    }

  /* Room is checked before the key is used: a second PIN for a second try would be unfair. */
  if ((gap->end - gap->start - 2) / 2 < gu_cms_estimate_size (certificate, chain))
    {
      set_no_room (error);
      return NULL;
    }

  cms = gu_cms_sign_digest (digest, certificate, chain, -1, sign, user_data, cancellable, error);
  if (cms == NULL)
    return NULL;
  if (g_bytes_get_size (cms) > (gap->end - gap->start - 2) / 2)
    {
      set_no_room (error);
      return NULL;
    }

  return put_contents (prepared, gap, cms);
}

gboolean
gu_pades_sign_bytes (GBytes *pdf,
                     GBytes *certificate,
                     GPtrArray *chain,
                     const GuPadesOptions *options,
                     GuSignDigestFunc sign,
                     gpointer user_data,
                     GBytes **signed_pdf,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (GBytes) prepared = NULL;
  gsize room;
  GuPadesGap gap;

  g_return_val_if_fail (pdf != NULL && certificate != NULL && options != NULL, FALSE);
  g_return_val_if_fail (sign != NULL && signed_pdf != NULL, FALSE);

  *signed_pdf = NULL;
  if (!gu_pades_check_certificate (certificate, options->time_ms, error))
    return FALSE;

  room = gu_pades_contents_size (certificate, chain, error);
  prepared = room > 0 ? gu_pades_prepare (pdf, options, room, &gap, error) : NULL;
  if (prepared == NULL)
    return FALSE;

  *signed_pdf = gu_pades_fill (
      prepared, &gap, certificate, chain, sign, user_data, cancellable, error);

  return *signed_pdf != NULL;
}
