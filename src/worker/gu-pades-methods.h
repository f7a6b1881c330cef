/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-worker-main.h"

G_BEGIN_DECLS

/* pades-prepare and pades-verify: what signing has to read in documents from outside. No state. */
extern const GuWorkerMethod gu_pades_methods[];

G_END_DECLS
