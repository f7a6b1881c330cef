/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-procedure-item.h"

G_BEGIN_DECLS

/* The fields, for those who fill a GuProcedureItem with gu_record_set_…(). */
enum
{
  GU_PROCEDURE_ITEM_ID = 1,
  GU_PROCEDURE_ITEM_TITLE,
  GU_PROCEDURE_ITEM_SHORT_TITLE,
  GU_PROCEDURE_ITEM_REGIME,
  GU_PROCEDURE_ITEM_FORM,
  GU_PROCEDURE_ITEM_LABEL,
};

G_END_DECLS
