/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * GuIdentifierKind:
 * @GU_IDENTIFIER_CNP: personal number ("cnp")
 * @GU_IDENTIFIER_CUI: fiscal number of a legal person, with or without RO ("cui")
 * @GU_IDENTIFIER_IBAN: Romanian bank account ("iban")
 * @GU_IDENTIFIER_SIRUTA: code of a county, town, commune or village ("siruta")
 * @GU_IDENTIFIER_CADASTRAL: cadastral number of a plot, building or unit ("cadastral")
 * @GU_IDENTIFIER_POSTAL_CODE: six-digit postal code ("postal-code")
 */
typedef enum
{
  GU_IDENTIFIER_CNP,
  GU_IDENTIFIER_CUI,
  GU_IDENTIFIER_IBAN,
  GU_IDENTIFIER_SIRUTA,
  GU_IDENTIFIER_CADASTRAL,
  GU_IDENTIFIER_POSTAL_CODE,
} GuIdentifierKind;

/**
 * GuIdentifierCheck:
 * @valid: whether the value may be kept
 * @normalized: (nullable): how to store it (no spaces, capitals, no "RO"); %NULL when not valid
 * @reason: (nullable): translated sentence that says what is wrong; %NULL when valid
 * @warning: (nullable): translated sentence about a valid value that deserves a second look
 *
 * The sentences never repeat the value itself, so they may be logged.
 */
typedef struct
{
  gboolean valid;
  char *normalized;
  char *reason;
  char *warning;
} GuIdentifierCheck;

#define GU_TYPE_IDENTIFIER_CHECK (gu_identifier_check_get_type ())
GType gu_identifier_check_get_type (void);

/**
 * gu_identifier_check:
 * @kind: what the value should be
 * @value: (not nullable): what was typed, UTF-8
 * @today: (nullable): the date against which a birth date counts as future; %NULL skips that test
 *
 * Checks form and control digit, and for a CNP also the birth date and the county. Pure.
 * CNP, CUI, SIRUTA: weights as published by their registers; IBAN: ISO 13616, mod 97.
 *
 * Thread: any.
 *
 * Returns: (transfer full): the answer; never %NULL.
 */
GuIdentifierCheck *
gu_identifier_check (GuIdentifierKind kind, const char *value, const GDate *today);

/**
 * gu_identifier_check_copy:
 * @self: an answer
 *
 * Returns: (transfer full): a copy.
 */
GuIdentifierCheck *gu_identifier_check_copy (const GuIdentifierCheck *self);

/**
 * gu_identifier_check_free:
 * @self: (transfer full) (nullable): an answer
 *
 * Wipes and frees it.
 */
void gu_identifier_check_free (GuIdentifierCheck *self);

/**
 * gu_identifier_kind_from_name:
 * @name: (not nullable): "cnp", "cui", "iban", "siruta", "cadastral" or "postal-code"
 * @kind: (out): the kind
 *
 * Returns: %FALSE when there is no such kind.
 */
gboolean gu_identifier_kind_from_name (const char *name, GuIdentifierKind *kind);

/**
 * gu_identifier_kind_get_name:
 * @kind: a kind
 *
 * Returns: (transfer none): its stable name, as above.
 */
const char *gu_identifier_kind_get_name (GuIdentifierKind kind);

/**
 * gu_identifier_mask_cnp:
 * @cnp: (nullable): a CNP, whole or partly typed
 *
 * Hides everything after the birth date: "1840229••••••". What is shorter than seven characters
 * is hidden whole.
 *
 * Returns: (transfer full): the text to show.
 */
char *gu_identifier_mask_cnp (const char *cnp);

/**
 * gu_identifier_cnp_get_birth_date:
 * @cnp: (not nullable): a valid CNP
 * @birth: (out caller-allocates): the date; for residents whose century is not written down (7, 8,
 *   9) the one in 19xx
 *
 * Returns: %FALSE when @cnp is not 13 digits or its date does not exist.
 */
gboolean gu_identifier_cnp_get_birth_date (const char *cnp, GDate *birth);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuIdentifierCheck, gu_identifier_check_free)

G_END_DECLS
