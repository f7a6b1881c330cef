/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-outbox-item.h"

G_BEGIN_DECLS

/* The fields, for those who fill a GuOutboxItem with gu_record_set_…(). */
enum
{
  GU_OUTBOX_ITEM_ID = 1,
  GU_OUTBOX_ITEM_DOSSIER_ID,
  GU_OUTBOX_ITEM_WHAT,
  GU_OUTBOX_ITEM_STATE,
  GU_OUTBOX_ITEM_STATE_LABEL,
  GU_OUTBOX_ITEM_REASON,
  GU_OUTBOX_ITEM_HINT,
  GU_OUTBOX_ITEM_SINCE,
  GU_OUTBOX_ITEM_ATTEMPTS,
};

G_END_DECLS
