/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-card"

#include "config.h"

#include "gu-card-error.h"

#include "gu-error.h"

#include <glib/gi18n-lib.h>
#include <p11-kit/pkcs11.h>
#include <winscard.h>

/* Codes that mean the same whatever was being done. */
#define ANY_PHASE (-1)

static const GuErrorNick nicks[] = {
  { GU_CARD_ERROR_NO_SERVICE, "no-service" },
  { GU_CARD_ERROR_NO_READER, "no-reader" },
  { GU_CARD_ERROR_NO_CARD, "no-card" },
  { GU_CARD_ERROR_UNKNOWN_CARD, "unknown-card" },
  { GU_CARD_ERROR_MUTE_CARD, "mute-card" },
  { GU_CARD_ERROR_IN_USE, "in-use" },
  { GU_CARD_ERROR_NO_CERTIFICATE, "no-certificate" },
  { GU_CARD_ERROR_CERTIFICATE_EXPIRED, "certificate-expired" },
  { GU_CARD_ERROR_CERTIFICATE_UNUSABLE, "certificate-unusable" },
  { GU_CARD_ERROR_WRONG_PIN, "wrong-pin" },
  { GU_CARD_ERROR_PIN_BLOCKED, "pin-blocked" },
  { GU_CARD_ERROR_PIN_FORMAT, "pin-format" },
  { GU_CARD_ERROR_CARD_REMOVED, "card-removed" },
  { GU_CARD_ERROR_BAD_ANSWER, "bad-answer" },
  { GU_CARD_ERROR_TIMEOUT, "timeout" },
  { GU_CARD_ERROR_MODULE_FAILED, "module-failed" },
  { GU_CARD_ERROR_CANCELLED, "cancelled" },
};

GU_DEFINE_ERROR_DOMAIN (gu_card_error, "gu-card-error", nicks)

typedef struct
{
  GuCardError code;
  const char *sentence;
  const char *hint;
} Words;

static const Words words[] = {
  { GU_CARD_ERROR_NO_SERVICE,
    N_ ("The card service of this computer does not answer."),
    N_ ("Ask the administrator to install or start “pcscd”; the desk notices by itself when it "
        "runs.") },
  { GU_CARD_ERROR_NO_READER,
    N_ ("No card reader is attached."),
    N_ ("Plug the card reader in, or try another USB port.") },
  { GU_CARD_ERROR_NO_CARD,
    N_ ("There is no card in the reader."),
    N_ ("Insert the card with the chip first.") },
  { GU_CARD_ERROR_UNKNOWN_CARD,
    N_ ("This card is not one that the desk knows."),
    N_ ("Insert your signing card. If this is it, ask the administrator to add its PKCS#11 module "
        "in the preferences.") },
  { GU_CARD_ERROR_MUTE_CARD,
    N_ ("The card does not answer."),
    N_ ("Check that the chip faces the right way, wipe it clean and insert the card again.") },
  { GU_CARD_ERROR_IN_USE,
    N_ ("Another program holds the card."),
    N_ ("Close the other program that uses the card, then try again.") },
  { GU_CARD_ERROR_NO_CERTIFICATE,
    N_ ("There is no certificate to sign with on the card."),
    N_ ("Insert the card that holds your signing certificate, or ask its provider to renew it.") },
  { GU_CARD_ERROR_CERTIFICATE_EXPIRED,
    N_ ("The certificate on the card is not valid today."),
    N_ ("Ask the provider of the card to renew the certificate; check the date of this computer "
        "too.") },
  { GU_CARD_ERROR_CERTIFICATE_UNUSABLE,
    N_ ("This certificate cannot be used for signing documents."),
    N_ ("Choose another certificate on the card, or use another card.") },
  { GU_CARD_ERROR_WRONG_PIN, N_ ("The PIN is wrong."), N_ ("Type the PIN again, with care.") },
  { GU_CARD_ERROR_PIN_BLOCKED,
    N_ ("The PIN of the card is blocked."),
    N_ ("Unblock it with the PUK in the program of the card’s provider. Meanwhile another person "
        "can sign with their card.") },
  { GU_CARD_ERROR_PIN_FORMAT,
    N_ ("This is not a PIN that the card takes."),
    N_ ("Type the PIN as the provider gave it, usually 6 to 8 digits. No try was lost.") },
  { GU_CARD_ERROR_CARD_REMOVED,
    N_ ("The card was pulled out before the signature was done."),
    N_ ("Nothing was signed. Insert the card, leave it in and sign again.") },
  { GU_CARD_ERROR_BAD_ANSWER,
    N_ ("The card gave an answer that is not right, so nothing was signed."),
    N_ ("Take the card out, insert it again and retry; if it happens again, use another reader or "
        "card.") },
  { GU_CARD_ERROR_TIMEOUT,
    N_ ("The card did not answer in time."),
    N_ ("Nothing was signed. Take the card out, insert it again and retry.") },
  { GU_CARD_ERROR_MODULE_FAILED,
    N_ ("The software for the card failed."),
    N_ ("Nothing was signed. Try again; if it fails again, run the card check and show its result "
        "to the administrator.") },
  { GU_CARD_ERROR_CANCELLED,
    N_ ("Signing was cancelled."),
    N_ ("Nothing was signed; you can start again.") },
};

/* A foreign code in a phase, and what it means to the desk. */
typedef struct
{
  gulong foreign;
  int phase;
  GuCardError code;
} Mapping;

static const Mapping pcsc_table[] = {
  { (guint32) SCARD_E_NO_SERVICE, ANY_PHASE, GU_CARD_ERROR_NO_SERVICE },
  { (guint32) SCARD_E_SERVICE_STOPPED, ANY_PHASE, GU_CARD_ERROR_NO_SERVICE },
  { (guint32) SCARD_F_COMM_ERROR, ANY_PHASE, GU_CARD_ERROR_NO_SERVICE },
  { (guint32) SCARD_W_SECURITY_VIOLATION, ANY_PHASE, GU_CARD_ERROR_NO_SERVICE },
  { (guint32) SCARD_E_INVALID_HANDLE, ANY_PHASE, GU_CARD_ERROR_NO_SERVICE },
  { (guint32) SCARD_E_NO_READERS_AVAILABLE, ANY_PHASE, GU_CARD_ERROR_NO_READER },
  { (guint32) SCARD_E_READER_UNAVAILABLE, GU_CARD_PHASE_OPEN, GU_CARD_ERROR_NO_READER },
  { (guint32) SCARD_E_UNKNOWN_READER, GU_CARD_PHASE_OPEN, GU_CARD_ERROR_NO_READER },
  { (guint32) SCARD_E_READER_UNAVAILABLE, ANY_PHASE, GU_CARD_ERROR_CARD_REMOVED },
  { (guint32) SCARD_E_UNKNOWN_READER, ANY_PHASE, GU_CARD_ERROR_CARD_REMOVED },
  { (guint32) SCARD_E_NO_SMARTCARD, GU_CARD_PHASE_OPEN, GU_CARD_ERROR_NO_CARD },
  { (guint32) SCARD_W_REMOVED_CARD, GU_CARD_PHASE_OPEN, GU_CARD_ERROR_NO_CARD },
  { (guint32) SCARD_E_NO_SMARTCARD, ANY_PHASE, GU_CARD_ERROR_CARD_REMOVED },
  { (guint32) SCARD_W_REMOVED_CARD, ANY_PHASE, GU_CARD_ERROR_CARD_REMOVED },
  { (guint32) SCARD_E_NOT_TRANSACTED, ANY_PHASE, GU_CARD_ERROR_CARD_REMOVED },
  { (guint32) SCARD_W_UNPOWERED_CARD, ANY_PHASE, GU_CARD_ERROR_MUTE_CARD },
  { (guint32) SCARD_W_UNRESPONSIVE_CARD, ANY_PHASE, GU_CARD_ERROR_MUTE_CARD },
  { (guint32) SCARD_E_PROTO_MISMATCH, ANY_PHASE, GU_CARD_ERROR_MUTE_CARD },
  { (guint32) SCARD_W_UNSUPPORTED_CARD, ANY_PHASE, GU_CARD_ERROR_UNKNOWN_CARD },
  { (guint32) SCARD_E_SHARING_VIOLATION, ANY_PHASE, GU_CARD_ERROR_IN_USE },
  { (guint32) SCARD_E_TIMEOUT, ANY_PHASE, GU_CARD_ERROR_TIMEOUT },
  { (guint32) SCARD_E_CANCELLED, ANY_PHASE, GU_CARD_ERROR_CANCELLED },
  { (guint32) SCARD_W_CANCELLED_BY_USER, ANY_PHASE, GU_CARD_ERROR_CANCELLED },
  { (guint32) SCARD_W_WRONG_CHV, ANY_PHASE, GU_CARD_ERROR_WRONG_PIN },
  { (guint32) SCARD_W_CHV_BLOCKED, ANY_PHASE, GU_CARD_ERROR_PIN_BLOCKED },
};

static const Mapping pkcs11_table[] = {
  { CKR_PIN_INCORRECT, ANY_PHASE, GU_CARD_ERROR_WRONG_PIN },
  { CKR_PIN_LOCKED, ANY_PHASE, GU_CARD_ERROR_PIN_BLOCKED },
  { CKR_PIN_LEN_RANGE, ANY_PHASE, GU_CARD_ERROR_PIN_FORMAT },
  { CKR_PIN_INVALID, ANY_PHASE, GU_CARD_ERROR_PIN_FORMAT },
  { CKR_DATA_INVALID, GU_CARD_PHASE_PIN, GU_CARD_ERROR_PIN_FORMAT },
  { CKR_PIN_EXPIRED, ANY_PHASE, GU_CARD_ERROR_PIN_BLOCKED },
  /* PIN pads: the person pressed the red key, or typed nothing. */
  { CKR_FUNCTION_CANCELED, ANY_PHASE, GU_CARD_ERROR_CANCELLED },
  { CKR_FUNCTION_REJECTED, ANY_PHASE, GU_CARD_ERROR_CANCELLED },
  { CKR_TOKEN_NOT_PRESENT, GU_CARD_PHASE_OPEN, GU_CARD_ERROR_NO_CARD },
  { CKR_TOKEN_NOT_PRESENT, ANY_PHASE, GU_CARD_ERROR_CARD_REMOVED },
  { CKR_DEVICE_REMOVED, ANY_PHASE, GU_CARD_ERROR_CARD_REMOVED },
  { CKR_SESSION_CLOSED, ANY_PHASE, GU_CARD_ERROR_CARD_REMOVED },
  { CKR_SESSION_HANDLE_INVALID, ANY_PHASE, GU_CARD_ERROR_CARD_REMOVED },
  { CKR_TOKEN_NOT_RECOGNIZED, ANY_PHASE, GU_CARD_ERROR_UNKNOWN_CARD },
  { CKR_KEY_HANDLE_INVALID, ANY_PHASE, GU_CARD_ERROR_CERTIFICATE_UNUSABLE },
  { CKR_KEY_TYPE_INCONSISTENT, ANY_PHASE, GU_CARD_ERROR_CERTIFICATE_UNUSABLE },
  { CKR_KEY_FUNCTION_NOT_PERMITTED, ANY_PHASE, GU_CARD_ERROR_CERTIFICATE_UNUSABLE },
  { CKR_MECHANISM_INVALID, ANY_PHASE, GU_CARD_ERROR_CERTIFICATE_UNUSABLE },
  { CKR_USER_NOT_LOGGED_IN, GU_CARD_PHASE_SIGN, GU_CARD_ERROR_BAD_ANSWER },
  { CKR_DATA_INVALID, GU_CARD_PHASE_SIGN, GU_CARD_ERROR_BAD_ANSWER },
  { CKR_DATA_LEN_RANGE, GU_CARD_PHASE_SIGN, GU_CARD_ERROR_BAD_ANSWER },
  { CKR_DEVICE_ERROR, ANY_PHASE, GU_CARD_ERROR_BAD_ANSWER },
  /* How OpenSC reports a status word it has no name for. */
  { CKR_GENERAL_ERROR, GU_CARD_PHASE_PIN, GU_CARD_ERROR_BAD_ANSWER },
  { CKR_GENERAL_ERROR, GU_CARD_PHASE_SIGN, GU_CARD_ERROR_BAD_ANSWER },
  { CKR_FUNCTION_FAILED, GU_CARD_PHASE_PIN, GU_CARD_ERROR_BAD_ANSWER },
  { CKR_FUNCTION_FAILED, GU_CARD_PHASE_SIGN, GU_CARD_ERROR_BAD_ANSWER },
};

static GuCardError
map (const Mapping *table, gsize n_rows, gulong foreign, GuCardPhase phase)
{
  /* The rows of a phase stand before those of any phase. */
  for (gsize i = 0; i < n_rows; i++)
    if (table[i].foreign == foreign
        && (table[i].phase == ANY_PHASE || table[i].phase == (int) phase))
      return table[i].code;
  return GU_CARD_ERROR_MODULE_FAILED;
}

static const Words *
find_words (GuCardError code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i].code == code)
      return &words[i];
  g_assert_not_reached ();
}

const char *
gu_card_error_get_sentence (GuCardError code)
{
  return _ (find_words (code)->sentence);
}

const char *
gu_card_error_get_hint (GuCardError code)
{
  return _ (find_words (code)->hint);
}

void
gu_card_error_set (GError **error, GuCardError code, int tries_left, const char *detail)
{
  g_autofree char *tries = NULL;

  if (code == GU_CARD_ERROR_WRONG_PIN && tries_left == 0)
    code = GU_CARD_ERROR_PIN_BLOCKED;
  if (code == GU_CARD_ERROR_WRONG_PIN && tries_left > 0)
    tries = g_strdup_printf (
        /* Translators: after a wrong PIN; the number of tries before the card is blocked. */
        g_dngettext (GETTEXT_PACKAGE,
                     "%d try is left before the card is blocked. Type the PIN again, with care.",
                     "%d tries are left before the card is blocked. Type the PIN again, with care.",
                     (gulong) tries_left),
        tries_left);

  gu_error_set (error,
                GU_CARD_ERROR,
                code,
                tries != NULL ? tries : gu_card_error_get_hint (code),
                detail,
                "%s",
                gu_card_error_get_sentence (code));
}

void
gu_card_error_set_from_pcsc (GError **error, GuCardPhase phase, gint64 rv)
{
  guint32 code = (guint32) rv;
  g_autofree char *detail = g_strdup_printf ("PC/SC 0x%08X", code);

  gu_card_error_set (error, map (pcsc_table, G_N_ELEMENTS (pcsc_table), code, phase), -1, detail);
}

void
gu_card_error_set_from_pkcs11 (GError **error,
                               GuCardPhase phase,
                               gulong rv,
                               const char *function,
                               int tries_left)
{
  g_autofree char *detail = g_strdup_printf ("PKCS#11 %s 0x%lX", function, rv);

  gu_card_error_set (
      error, map (pkcs11_table, G_N_ELEMENTS (pkcs11_table), rv, phase), tries_left, detail);
}
