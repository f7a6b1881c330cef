/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-clock.h"
#include "gu-dossier.h"
#include "gu-event.h"
#include "gu-procedure.h"
#include "gu-timeline-item.h"

G_BEGIN_DECLS

/**
 * gu_timeline_describe:
 * @event: a line of the journal
 * @dossier: (nullable): the dossier it is about, for the names of its papers
 * @procedure: (nullable): for the names of its requirements
 * @clock: for the time zone
 *
 * Says in words what happened. An event of a kind that this version does not know is shown by its
 * name. Pure; thread: any that owns the objects.
 *
 * Returns: (transfer full): the line of the timeline.
 */
GuTimelineItem *
gu_timeline_describe (GuEvent *event, GuDossier *dossier, GuProcedure *procedure, GuClock *clock);

G_END_DECLS
