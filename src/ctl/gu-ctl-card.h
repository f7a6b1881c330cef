/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-ctl.h"
#include "gu-token-service.h"

G_BEGIN_DECLS

/**
 * gu_ctl_card_open:
 * @ctl: the program
 * @modules: (nullable): PKCS#11 modules given on the command line
 *
 * A token service without the desk's store, so that it works while the desk runs. Without @modules
 * those of the desk's settings are used when its store can be opened, else OpenSC.
 *
 * Returns: (transfer full): the service.
 */
GuTokenService *gu_ctl_card_open (GuCtl *ctl, char **modules);

G_END_DECLS
