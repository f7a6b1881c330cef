/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-sign"

#include "config.h"

#include "gu-sign-error.h"

#include "gu-error.h"

static const GuErrorNick nicks[] = {
  { GU_SIGN_ERROR_FAILED, "failed" },
  { GU_SIGN_ERROR_NOT_A_PDF, "not-a-pdf" },
  { GU_SIGN_ERROR_BROKEN, "broken" },
  { GU_SIGN_ERROR_BROKEN_SIGNED, "broken-signed" },
  { GU_SIGN_ERROR_ENCRYPTED, "encrypted" },
  { GU_SIGN_ERROR_LOCKED, "locked" },
  { GU_SIGN_ERROR_BAD_CERTIFICATE, "bad-certificate" },
  { GU_SIGN_ERROR_CERTIFICATE_UNUSABLE, "certificate-unusable" },
  { GU_SIGN_ERROR_BAD_SIGNATURE, "bad-signature" },
  { GU_SIGN_ERROR_NO_ROOM, "no-room" },
  { GU_SIGN_ERROR_TOO_LARGE, "too-large" },
};

GU_DEFINE_ERROR_DOMAIN (gu_sign_error, "gu-sign-error", nicks)
