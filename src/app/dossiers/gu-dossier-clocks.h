/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-clock-item.h"
#include "gu-context.h"
#include "gu-dossier.h"
#include "gu-procedure.h"

G_BEGIN_DECLS

/**
 * gu_dossier_clocks_list:
 * @context: the day, the calendar and the convention
 * @dossier: a dossier
 * @procedure: (nullable): what governs it
 *
 * The legal terms that run for a registered dossier as far as the desk knows their events: the
 * registration, and the complete documentation when nothing was missing at filing.
 *
 * Thread: main context.
 *
 * Returns: (transfer full): a #GListModel of #GuClockItem, the next one to end first.
 */
GListModel *gu_dossier_clocks_list (GuContext *context, GuDossier *dossier, GuProcedure *procedure);

G_END_DECLS
