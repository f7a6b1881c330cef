/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-timeline-item.h"

G_BEGIN_DECLS

/* The fields, for those who fill a GuTimelineItem with gu_record_set_…(). */
enum
{
  GU_TIMELINE_ITEM_KIND = 1,
  GU_TIMELINE_ITEM_TITLE,
  GU_TIMELINE_ITEM_DETAIL,
  GU_TIMELINE_ITEM_WHEN,
  GU_TIMELINE_ITEM_WHO,
  GU_TIMELINE_ITEM_DESK,
  GU_TIMELINE_ITEM_ICON_NAME,
  GU_TIMELINE_ITEM_AT,
  GU_TIMELINE_ITEM_HASH,
  GU_TIMELINE_ITEM_ACCESSIBLE_LABEL,
};

G_END_DECLS
