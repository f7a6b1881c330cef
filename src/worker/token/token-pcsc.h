/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What PKCS#11 cannot do: locking a card, and counting the PIN tries left. Each call has a context
 * of its own; @description is that of a PKCS#11 slot, which begins like the reader's name. */

/**
 * token_pcsc_reset:
 * @description: which reader
 *
 * Resets the card, which locks it. C_Logout does not: OpenSC sends nothing to a PIV card, and
 * leaves it open to every program once the PIN was shown.
 */
void token_pcsc_reset (const char *description);

/**
 * token_pcsc_piv_tries:
 * @description: which reader; there must be a PIV card in it
 *
 * Asks with an empty VERIFY (SP 800-73-4 part 2, 3.2.1), which spends no try.
 *
 * Returns: PIN tries left, -1 when the card does not say.
 */
int token_pcsc_piv_tries (const char *description);

G_END_DECLS
