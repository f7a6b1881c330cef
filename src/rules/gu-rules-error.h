/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GU_RULES_ERROR (gu_rules_error_quark ())

/**
 * GuRulesError:
 * @GU_RULES_ERROR_FAILED: something else
 * @GU_RULES_ERROR_SYNTAX: the file is not JSON
 * @GU_RULES_ERROR_UNKNOWN_KEY: a key that the format does not know
 * @GU_RULES_ERROR_MISSING_KEY: a key that must be there is not
 * @GU_RULES_ERROR_WRONG_TYPE: a value of another type than the format asks for
 * @GU_RULES_ERROR_BAD_VALUE: a value outside what is allowed, such as an empty text
 * @GU_RULES_ERROR_BAD_DATE: not a date "YYYY-MM-DD", or an end before its beginning
 * @GU_RULES_ERROR_BAD_CONDITION: a condition that cannot be evaluated
 * @GU_RULES_ERROR_DANGLING: an id that nothing declares
 * @GU_RULES_ERROR_DUPLICATE: an id declared twice
 * @GU_RULES_ERROR_MISSING_SOURCE: a rule that does not say which article asks for it
 * @GU_RULES_ERROR_FORMAT: a pack of a format this program does not know
 * @GU_RULES_ERROR_NOT_FOUND: no such procedure on that date
 * @GU_RULES_ERROR_BAD_FACT: a fact that the procedure does not ask, or a value it does not accept
 */
typedef enum
{
  GU_RULES_ERROR_FAILED,
  GU_RULES_ERROR_SYNTAX,
  GU_RULES_ERROR_UNKNOWN_KEY,
  GU_RULES_ERROR_MISSING_KEY,
  GU_RULES_ERROR_WRONG_TYPE,
  GU_RULES_ERROR_BAD_VALUE,
  GU_RULES_ERROR_BAD_DATE,
  GU_RULES_ERROR_BAD_CONDITION,
  GU_RULES_ERROR_DANGLING,
  GU_RULES_ERROR_DUPLICATE,
  GU_RULES_ERROR_MISSING_SOURCE,
  GU_RULES_ERROR_FORMAT,
  GU_RULES_ERROR_NOT_FOUND,
  GU_RULES_ERROR_BAD_FACT,
} GuRulesError;

/**
 * gu_rules_error_quark:
 *
 * Returns: the error domain of the rules.
 */
GQuark gu_rules_error_quark (void);

G_END_DECLS
