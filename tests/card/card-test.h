/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "gu-secret-bytes.h"
#include "gu-token-service.h"

G_BEGIN_DECLS

/* What the tests with the real pcscd and the virtual card share. They run inside with-card.sh. */

/**
 * card_tell:
 * @format: a line of the card's control language, printf style
 *
 * Returns: (transfer full): the answer without its "ok"; a refused line ends the test.
 */
char *card_tell (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* The same for its effect alone; returns when pcscd has seen what changed in the reader. */
void card_do (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* One number of the card's "status", such as "verify_bad". */
guint card_count (const char *name);

/* A fresh card in the reader, without faults, counters at zero. */
void card_heal (void);

/* Ends ("stop", "kill") or starts pcscd. */
void card_service (const char *word);

/* A service with OpenSC, with the worker of this build. */
GuTokenService *card_service_new (void);

GuSecretBytes *card_pin (const char *digits);

/* 32 bytes that differ from call to call. */
GBytes *card_digest (void);

/* The id of the first usable certificate; the test fails when there is none. */
char *card_usable_id (GuTokenService *service);

/* Signs once with what is there; asserts that the signature verifies. */
void card_assert_signs (GuTokenService *service, const char *id);

/* Tries to sign, asserts the code, a sentence and a hint. Returns the hint. */
char *
card_assert_refused (GuTokenService *service, const char *id, const char *pin, GuCardError code);

G_END_DECLS
