/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the desk (src/card) and ghiseu-token-worker say to each other. The worker has one PKCS#11
 * module, named by its first argument. Codes of the module travel as they are: CKR_* and the name
 * of the function; the desk alone turns them into sentences. */

/* () → code, function, "manufacturer description version" */
#define GU_TOKEN_METHOD_LOAD "load"
#define GU_TOKEN_REPLY_LOAD  "(tss)"

/* () → code, function, tokens: slot description, label, manufacturer, PIN typed on the reader,
 * tries
 * (-1: not known), certificates (DER, whether its key is there), certificates of authorities (DER)
 */
#define GU_TOKEN_METHOD_LIST "list"
#define GU_TOKEN_REPLY_LIST  "(tsa(sssbia(ayb)aay))"

/* SHA-256 of the certificate in hexadecimal, mechanism, blocks → code, function, tries, whether the
 * key asks for the PIN each time, signatures as the module gives them. The PIN, unless it is typed
 * on the reader, is read from the one descriptor that comes along, up to its end. */
#define GU_TOKEN_METHOD_SIGN "sign"
#define GU_TOKEN_ARGS_SIGN   "(staay)"
#define GU_TOKEN_REPLY_SIGN  "(tsibaay)"

#define GU_TOKEN_PIN_MAX 64
