/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * gu_log_init:
 * @program: (not nullable): the program's name, put before each line
 * @verbose: whether debug messages of the project are shown; `G_MESSAGES_DEBUG` works as always
 *
 * Makes GLib's log of this process go to standard error in a form for people, each line passed
 * through gu_log_redact(). Call it once, first thing in main().
 */
void gu_log_init (const char *program, gboolean verbose);

/**
 * gu_log_redact:
 * @text: (not nullable): any text
 *
 * Takes out what must never be in a log: personal numbers (any run of exactly 13 digits, with or
 * without spaces between them), what follows a word for a PIN or a password, and the data of card
 * commands that carry one (VERIFY, CHANGE REFERENCE DATA, RESET RETRY COUNTER: ISO 7816-4 §11.6).
 *
 * Thread: any.
 *
 * Returns: (transfer full): the text without them.
 */
char *gu_log_redact (const char *text);

G_END_DECLS
