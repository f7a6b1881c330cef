/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "gu-record.h"

G_BEGIN_DECLS

/**
 * GuTimelineItem:
 *
 * One event of a dossier in words. Read-only properties: `kind` (as stored), `title` (translated),
 * `detail` (translated, may be ""), `when` ("23.11.2026 10:42"), `who`, `desk`, `icon-name`, `at`
 * (int64: ms since 1970 UTC), `hash` (first characters of its link in the journal's chain),
 * `accessible-label`.
 */
#define GU_TYPE_TIMELINE_ITEM (gu_timeline_item_get_type ())
G_DECLARE_FINAL_TYPE (GuTimelineItem, gu_timeline_item, GU, TIMELINE_ITEM, GuRecord)

G_END_DECLS
