/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-error.h"

G_BEGIN_DECLS

/**
 * GuAppError:
 * @GU_APP_ERROR_FAILED: anything that has no code of its own
 * @GU_APP_ERROR_NOT_READY: the service that is needed has not started yet
 * @GU_APP_ERROR_NOT_FOUND: no such dossier, paper, procedure or setting
 * @GU_APP_ERROR_INVALID: a value that cannot be taken (date, identifier, fact)
 * @GU_APP_ERROR_FILE_REFUSED: a file that the desk does not take; the sentence says why
 * @GU_APP_ERROR_STATE: the dossier is not in the state that the action needs
 * @GU_APP_ERROR_INCOMPLETE: the law lets this request be registered only when it is complete
 * @GU_APP_ERROR_NO_NUMBER: no registration number is left and central cannot be reached
 * @GU_APP_ERROR_NO_CERTIFICATE: no certificate that may sign, or several and none was chosen
 * @GU_APP_ERROR_NOT_SIGNED: the opis has not been signed
 * @GU_APP_ERROR_CHANGED: the dossier changed after its opis was signed
 * @GU_APP_ERROR_BAD_SIGNATURE: what the card gave back does not verify
 */
typedef enum
{
  GU_APP_ERROR_FAILED,
  GU_APP_ERROR_NOT_READY,
  GU_APP_ERROR_NOT_FOUND,
  GU_APP_ERROR_INVALID,
  GU_APP_ERROR_FILE_REFUSED,
  GU_APP_ERROR_STATE,
  GU_APP_ERROR_INCOMPLETE,
  GU_APP_ERROR_NO_NUMBER,
  GU_APP_ERROR_NO_CERTIFICATE,
  GU_APP_ERROR_NOT_SIGNED,
  GU_APP_ERROR_CHANGED,
  GU_APP_ERROR_BAD_SIGNATURE,
} GuAppError;

#define GU_APP_ERROR (gu_app_error_quark ())

GQuark gu_app_error_quark (void);

G_END_DECLS
