/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-finding.h"

#include "gu-finding-private.h"

/* One thing that the doctor looked at. */
struct _GuFinding
{
  GuRecord parent_instance;
};

G_DEFINE_FINAL_TYPE (GuFinding, gu_finding, GU_TYPE_RECORD)

static void
gu_finding_class_init (GuFindingClass *klass)
{
  const GuRecordField fields[] = {
    { "area", G_TYPE_INVALID, FALSE },     { "status", G_TYPE_INVALID, FALSE },
    { "sentence", G_TYPE_INVALID, FALSE }, { "hint", G_TYPE_INVALID, FALSE },
    { "detail", G_TYPE_INVALID, FALSE },
  };

  gu_record_class_install (GU_RECORD_CLASS (klass), fields, G_N_ELEMENTS (fields));
}

static void
gu_finding_init (GuFinding *self)
{
}

const char *
gu_finding_get_area (GuFinding *self)
{
  g_return_val_if_fail (GU_IS_FINDING (self), NULL);

  return gu_record_get_string (self, GU_FINDING_AREA);
}

const char *
gu_finding_get_status (GuFinding *self)
{
  g_return_val_if_fail (GU_IS_FINDING (self), NULL);

  return gu_record_get_string (self, GU_FINDING_STATUS);
}

const char *
gu_finding_get_sentence (GuFinding *self)
{
  g_return_val_if_fail (GU_IS_FINDING (self), NULL);

  return gu_record_get_string (self, GU_FINDING_SENTENCE);
}

const char *
gu_finding_get_hint (GuFinding *self)
{
  g_return_val_if_fail (GU_IS_FINDING (self), NULL);

  return gu_record_get_string (self, GU_FINDING_HINT);
}

const char *
gu_finding_get_detail (GuFinding *self)
{
  g_return_val_if_fail (GU_IS_FINDING (self), NULL);

  return gu_record_get_string (self, GU_FINDING_DETAIL);
}
