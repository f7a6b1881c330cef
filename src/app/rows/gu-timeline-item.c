/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-timeline-item.h"

#include "gu-timeline-item-private.h"

/* One event of a dossier in words. */
struct _GuTimelineItem
{
  GuRecord parent_instance;
};

G_DEFINE_FINAL_TYPE (GuTimelineItem, gu_timeline_item, GU_TYPE_RECORD)

static void
gu_timeline_item_class_init (GuTimelineItemClass *klass)
{
  const GuRecordField fields[] = {
    { "kind", G_TYPE_INVALID, FALSE },      { "title", G_TYPE_INVALID, FALSE },
    { "detail", G_TYPE_INVALID, FALSE },    { "when", G_TYPE_INVALID, FALSE },
    { "who", G_TYPE_INVALID, FALSE },       { "desk", G_TYPE_INVALID, FALSE },
    { "icon-name", G_TYPE_INVALID, FALSE }, { "at", G_TYPE_INT64, FALSE },
    { "hash", G_TYPE_INVALID, FALSE },      { "accessible-label", G_TYPE_INVALID, FALSE },
  };

  gu_record_class_install (GU_RECORD_CLASS (klass), fields, G_N_ELEMENTS (fields));
}

static void
gu_timeline_item_init (GuTimelineItem *self)
{
}
