/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GU_SIGN_ERROR (gu_sign_error_quark ())

/**
 * GuSignError:
 * @GU_SIGN_ERROR_FAILED: something that should not happen (out of memory, library refused)
 * @GU_SIGN_ERROR_NOT_A_PDF: the bytes are not a PDF document
 * @GU_SIGN_ERROR_BROKEN: the document is damaged beyond repair
 * @GU_SIGN_ERROR_BROKEN_SIGNED: damaged and already signed: repair would break the signatures
 * @GU_SIGN_ERROR_ENCRYPTED: the document is encrypted
 * @GU_SIGN_ERROR_LOCKED: an earlier signature forbids further changes (DocMDP level 1)
 * @GU_SIGN_ERROR_BAD_CERTIFICATE: the certificate cannot be read
 * @GU_SIGN_ERROR_CERTIFICATE_UNUSABLE: the certificate may not be used for signing now
 * @GU_SIGN_ERROR_BAD_SIGNATURE: the signature made by the key does not match the certificate
 * @GU_SIGN_ERROR_NO_ROOM: the signature is larger than the room kept for it
 * @GU_SIGN_ERROR_TOO_LARGE: the document is larger than what can be signed
 */
typedef enum
{
  GU_SIGN_ERROR_FAILED,
  GU_SIGN_ERROR_NOT_A_PDF,
  GU_SIGN_ERROR_BROKEN,
  GU_SIGN_ERROR_BROKEN_SIGNED,
  GU_SIGN_ERROR_ENCRYPTED,
  GU_SIGN_ERROR_LOCKED,
  GU_SIGN_ERROR_BAD_CERTIFICATE,
  GU_SIGN_ERROR_CERTIFICATE_UNUSABLE,
  GU_SIGN_ERROR_BAD_SIGNATURE,
  GU_SIGN_ERROR_NO_ROOM,
  GU_SIGN_ERROR_TOO_LARGE,
} GuSignError;

GQuark gu_sign_error_quark (void);

G_END_DECLS
