/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-clock-item.h"

G_BEGIN_DECLS

/* The fields, for those who fill a GuClockItem with gu_record_set_…(). */
enum
{
  GU_CLOCK_ITEM_ID = 1,
  GU_CLOCK_ITEM_LABEL,
  GU_CLOCK_ITEM_ARTICLE,
  GU_CLOCK_ITEM_LAST_DAY,
  GU_CLOCK_ITEM_DAYS_LEFT,
  GU_CLOCK_ITEM_REMAINING,
  GU_CLOCK_ITEM_EXPLANATION,
  GU_CLOCK_ITEM_URGENCY,
};

G_END_DECLS
