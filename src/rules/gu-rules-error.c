/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-rules"

#include "config.h"

#include "gu-rules-error.h"

#include "gu-error.h"

static const GuErrorNick nicks[] = {
  { GU_RULES_ERROR_FAILED, "failed" },
  { GU_RULES_ERROR_SYNTAX, "syntax" },
  { GU_RULES_ERROR_UNKNOWN_KEY, "unknown-key" },
  { GU_RULES_ERROR_MISSING_KEY, "missing-key" },
  { GU_RULES_ERROR_WRONG_TYPE, "wrong-type" },
  { GU_RULES_ERROR_BAD_VALUE, "bad-value" },
  { GU_RULES_ERROR_BAD_DATE, "bad-date" },
  { GU_RULES_ERROR_BAD_CONDITION, "bad-condition" },
  { GU_RULES_ERROR_DANGLING, "dangling" },
  { GU_RULES_ERROR_DUPLICATE, "duplicate" },
  { GU_RULES_ERROR_MISSING_SOURCE, "missing-source" },
  { GU_RULES_ERROR_FORMAT, "format" },
  { GU_RULES_ERROR_NOT_FOUND, "not-found" },
  { GU_RULES_ERROR_BAD_FACT, "bad-fact" },
};

GU_DEFINE_ERROR_DOMAIN (gu_rules_error, "gu-rules-error", nicks)
