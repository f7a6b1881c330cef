/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GU_MODEL_ERROR (gu_model_error_quark ())

/**
 * GuModelError:
 * @GU_MODEL_ERROR_INVALID: a field is missing, unknown, of the wrong type or has a value outside
 * its list
 *
 * The sentence names the field by its path ("applicant.name"), never its value: values are personal
 * data.
 */
typedef enum
{
  GU_MODEL_ERROR_INVALID,
} GuModelError;

/**
 * gu_model_error_quark:
 *
 * Returns: the error domain of the model.
 */
GQuark gu_model_error_quark (void);

/**
 * gu_model_date_parse:
 * @text: (nullable): a date as stored, "2026-11-23"
 * @date: (out caller-allocates) (optional): the date
 *
 * Returns: whether @text is a date that exists, written in exactly that form.
 */
gboolean gu_model_date_parse (const char *text, GDate *date);

/**
 * gu_model_date_format:
 * @date: (nullable): a date
 *
 * Returns: (transfer full) (nullable): "2026-11-23"; %NULL for no or no valid date.
 */
char *gu_model_date_format (const GDate *date);

G_END_DECLS
