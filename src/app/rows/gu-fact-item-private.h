/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-fact-item.h"

G_BEGIN_DECLS

/* The fields, for those who fill a GuFactItem with gu_record_set_…(). */
enum
{
  GU_FACT_ITEM_ID = 1,
  GU_FACT_ITEM_LABEL,
  GU_FACT_ITEM_HELP,
  GU_FACT_ITEM_KIND,
  GU_FACT_ITEM_CHOICES,
  GU_FACT_ITEM_CHOICE_LABELS,
  GU_FACT_ITEM_MESSAGE,
  GU_FACT_ITEM_VALUE,
};

G_END_DECLS
