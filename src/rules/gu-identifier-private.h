/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-identifier.h"

G_BEGIN_DECLS

/* A valid value; @warning may be NULL. */
GuIdentifierCheck *gu_identifier_accept (const char *normalized, const char *warning);
/* A wrong value, with the translated sentence why. */
GuIdentifierCheck *gu_identifier_reject (const char *format, ...) G_GNUC_PRINTF (1, 2);
GuIdentifierCheck *gu_identifier_reject_length (glong expected, glong found);

/* Without any white space or invisible marks. */
char *gu_identifier_strip (const char *value);
gboolean gu_identifier_all_digits (const char *text);

/* Control digits of texts whose form was already checked. */
int gu_identifier_cnp_control (const char *text);
int gu_identifier_cui_control (const char *text);
int gu_identifier_siruta_control (const char *text, gboolean pad_right);

GuIdentifierCheck *gu_identifier_check_cnp (const char *text, const GDate *today);
GuIdentifierCheck *gu_identifier_check_cui (const char *text, const GDate *today);
GuIdentifierCheck *gu_identifier_check_iban (const char *text);

G_END_DECLS
