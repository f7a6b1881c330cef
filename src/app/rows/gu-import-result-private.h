/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-import-result.h"

G_BEGIN_DECLS

/* The fields, for those who fill a GuImportResult with gu_record_set_…(). */
enum
{
  GU_IMPORT_RESULT_NAME = 1,
  GU_IMPORT_RESULT_ACCEPTED,
  GU_IMPORT_RESULT_DOCUMENT,
  GU_IMPORT_RESULT_SENTENCE,
  GU_IMPORT_RESULT_HINT,
  GU_IMPORT_RESULT_DOMAIN,
  GU_IMPORT_RESULT_CODE,
};

G_END_DECLS
