/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-app-error.h"

static const GuErrorNick nicks[] = {
  { GU_APP_ERROR_FAILED, "failed" },
  { GU_APP_ERROR_NOT_READY, "not-ready" },
  { GU_APP_ERROR_NOT_FOUND, "not-found" },
  { GU_APP_ERROR_INVALID, "invalid" },
  { GU_APP_ERROR_FILE_REFUSED, "file-refused" },
  { GU_APP_ERROR_STATE, "state" },
  { GU_APP_ERROR_INCOMPLETE, "incomplete" },
  { GU_APP_ERROR_NO_NUMBER, "no-number" },
  { GU_APP_ERROR_NO_CERTIFICATE, "no-certificate" },
  { GU_APP_ERROR_NOT_SIGNED, "not-signed" },
  { GU_APP_ERROR_CHANGED, "changed" },
  { GU_APP_ERROR_BAD_SIGNATURE, "bad-signature" },
};

GU_DEFINE_ERROR_DOMAIN (gu_app_error, "gu-app-error", nicks)
