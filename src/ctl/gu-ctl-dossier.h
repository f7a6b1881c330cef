/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-certificate-list.h"
#include "gu-ctl.h"
#include "gu-intake.h"

G_BEGIN_DECLS

/* The dossier commands, one file each for the draft, the registration and the look. */
int gu_ctl_dossier_check (GuCtl *ctl, int argc, char **argv);
int gu_ctl_dossier_sign (GuCtl *ctl, int argc, char **argv);
int gu_ctl_dossier_register (GuCtl *ctl, int argc, char **argv);

/* Opens a draft by its id. */
GuIntake *gu_ctl_intake_open (GuCtl *ctl, const char *reference, GError **error);

/**
 * gu_ctl_choose_certificate:
 * @ctl: with an open context
 * @certificate: (nullable): the id that was asked for
 * @reader: (nullable): the reader that was asked for
 * @error: (out): why none can be used
 *
 * Returns: (transfer none) (nullable): the one usable certificate.
 */
GuTokenCertificate *gu_ctl_choose_certificate (GPtrArray *certificates,
                                               const char *certificate,
                                               const char *reader,
                                               GError **error);

G_END_DECLS
