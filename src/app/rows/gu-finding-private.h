/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-finding.h"

G_BEGIN_DECLS

/* The fields, for those who fill a GuFinding with gu_record_set_…(). */
enum
{
  GU_FINDING_AREA = 1,
  GU_FINDING_STATUS,
  GU_FINDING_SENTENCE,
  GU_FINDING_HINT,
  GU_FINDING_DETAIL,
};

G_END_DECLS
