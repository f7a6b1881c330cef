/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GU_CARD_ERROR (gu_card_error_quark ())
GQuark gu_card_error_quark (void);

/**
 * GuCardError:
 * @GU_CARD_ERROR_NO_SERVICE: the card service of the machine (pcscd) does not answer
 * @GU_CARD_ERROR_NO_READER: no reader is attached
 * @GU_CARD_ERROR_NO_CARD: a reader, but no card in it
 * @GU_CARD_ERROR_UNKNOWN_CARD: a card that no module recognises
 * @GU_CARD_ERROR_MUTE_CARD: something is in the reader and does not answer
 * @GU_CARD_ERROR_IN_USE: another program holds the card for itself
 * @GU_CARD_ERROR_NO_CERTIFICATE: the card has no certificate, or not the one that was asked for
 * @GU_CARD_ERROR_CERTIFICATE_EXPIRED: the certificate is past its last day or before its first
 * @GU_CARD_ERROR_CERTIFICATE_UNUSABLE: not meant for signing, no key, or an unsupported key
 * @GU_CARD_ERROR_WRONG_PIN: the card refused the PIN; the hint says how many tries are left
 * @GU_CARD_ERROR_PIN_BLOCKED: no tries are left
 * @GU_CARD_ERROR_PIN_FORMAT: not a PIN that the card takes (length, letters); no try was spent
 * @GU_CARD_ERROR_CARD_REMOVED: the card (or the reader) went away during the work
 * @GU_CARD_ERROR_BAD_ANSWER: the card answered nonsense or a signature that does not verify
 * @GU_CARD_ERROR_TIMEOUT: no answer in time
 * @GU_CARD_ERROR_MODULE_FAILED: the card's software (PKCS#11 module) is missing, crashed or failed
 * @GU_CARD_ERROR_CANCELLED: the person cancelled, on the screen or on the reader's keys
 */
typedef enum
{
  GU_CARD_ERROR_NO_SERVICE,
  GU_CARD_ERROR_NO_READER,
  GU_CARD_ERROR_NO_CARD,
  GU_CARD_ERROR_UNKNOWN_CARD,
  GU_CARD_ERROR_MUTE_CARD,
  GU_CARD_ERROR_IN_USE,
  GU_CARD_ERROR_NO_CERTIFICATE,
  GU_CARD_ERROR_CERTIFICATE_EXPIRED,
  GU_CARD_ERROR_CERTIFICATE_UNUSABLE,
  GU_CARD_ERROR_WRONG_PIN,
  GU_CARD_ERROR_PIN_BLOCKED,
  GU_CARD_ERROR_PIN_FORMAT,
  GU_CARD_ERROR_CARD_REMOVED,
  GU_CARD_ERROR_BAD_ANSWER,
  GU_CARD_ERROR_TIMEOUT,
  GU_CARD_ERROR_MODULE_FAILED,
  GU_CARD_ERROR_CANCELLED,
} GuCardError;

/**
 * GuCardPhase:
 * @GU_CARD_PHASE_OPEN: looking for the card and reading what is on it
 * @GU_CARD_PHASE_PIN: showing the PIN to the card
 * @GU_CARD_PHASE_SIGN: signing
 *
 * What was being done when a foreign call failed: the same code means different things.
 */
typedef enum
{
  GU_CARD_PHASE_OPEN,
  GU_CARD_PHASE_PIN,
  GU_CARD_PHASE_SIGN,
} GuCardPhase;

/**
 * gu_card_error_set:
 * @error: (out) (optional) (nullable): return location
 * @code: what happened
 * @tries_left: PIN tries left, -1 when unknown; used by %GU_CARD_ERROR_WRONG_PIN
 * @detail: (nullable): untranslated technical detail
 *
 * Sets the sentence and the hint that belong to @code: the one place where they are written.
 *
 * Thread: any.
 */
void gu_card_error_set (GError **error, GuCardError code, int tries_left, const char *detail);

/**
 * gu_card_error_get_sentence:
 * @code: what happened
 *
 * Returns: (transfer none): the translated sentence of @code.
 */
const char *gu_card_error_get_sentence (GuCardError code);

/**
 * gu_card_error_get_hint:
 * @code: what happened
 *
 * Returns: (transfer none): the translated sentence that says what to do next.
 */
const char *gu_card_error_get_hint (GuCardError code);

/**
 * gu_card_error_set_from_pcsc:
 * @error: (out) (optional) (nullable): return location
 * @phase: what was being done
 * @rv: an SCARD_* code (any but SCARD_S_SUCCESS)
 *
 * Maps a code of PC/SC, by one table.
 *
 * Thread: any.
 */
void gu_card_error_set_from_pcsc (GError **error, GuCardPhase phase, gint64 rv);

/**
 * gu_card_error_set_from_pkcs11:
 * @error: (out) (optional) (nullable): return location
 * @phase: what was being done
 * @rv: a CKR_* code (any but CKR_OK)
 * @function: the function that returned it, such as "C_Login"
 * @tries_left: PIN tries left, -1 when unknown
 *
 * Maps a code of PKCS#11, by one table.
 *
 * Thread: any.
 */
void gu_card_error_set_from_pkcs11 (GError **error,
                                    GuCardPhase phase,
                                    gulong rv,
                                    const char *function,
                                    int tries_left);

G_END_DECLS
