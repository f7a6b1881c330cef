/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-clock-item.h"

#include "gu-clock-item-private.h"

/* One legal clock of a dossier. */
struct _GuClockItem
{
  GuRecord parent_instance;
};

G_DEFINE_FINAL_TYPE (GuClockItem, gu_clock_item, GU_TYPE_RECORD)

static void
gu_clock_item_class_init (GuClockItemClass *klass)
{
  const GuRecordField fields[] = {
    { "id", G_TYPE_INVALID, FALSE },          { "label", G_TYPE_INVALID, FALSE },
    { "article", G_TYPE_INVALID, FALSE },     { "last-day", G_TYPE_INVALID, FALSE },
    { "days-left", G_TYPE_INT, FALSE },       { "remaining", G_TYPE_INVALID, FALSE },
    { "explanation", G_TYPE_INVALID, FALSE }, { "urgency", G_TYPE_INVALID, FALSE },
  };

  gu_record_class_install (GU_RECORD_CLASS (klass), fields, G_N_ELEMENTS (fields));
}

static void
gu_clock_item_init (GuClockItem *self)
{
}

const char *
gu_clock_item_get_id (GuClockItem *self)
{
  g_return_val_if_fail (GU_IS_CLOCK_ITEM (self), NULL);

  return gu_record_get_string (self, GU_CLOCK_ITEM_ID);
}

const char *
gu_clock_item_get_label (GuClockItem *self)
{
  g_return_val_if_fail (GU_IS_CLOCK_ITEM (self), NULL);

  return gu_record_get_string (self, GU_CLOCK_ITEM_LABEL);
}

const char *
gu_clock_item_get_article (GuClockItem *self)
{
  g_return_val_if_fail (GU_IS_CLOCK_ITEM (self), NULL);

  return gu_record_get_string (self, GU_CLOCK_ITEM_ARTICLE);
}

const char *
gu_clock_item_get_last_day (GuClockItem *self)
{
  g_return_val_if_fail (GU_IS_CLOCK_ITEM (self), NULL);

  return gu_record_get_string (self, GU_CLOCK_ITEM_LAST_DAY);
}

const char *
gu_clock_item_get_remaining (GuClockItem *self)
{
  g_return_val_if_fail (GU_IS_CLOCK_ITEM (self), NULL);

  return gu_record_get_string (self, GU_CLOCK_ITEM_REMAINING);
}

const char *
gu_clock_item_get_explanation (GuClockItem *self)
{
  g_return_val_if_fail (GU_IS_CLOCK_ITEM (self), NULL);

  return gu_record_get_string (self, GU_CLOCK_ITEM_EXPLANATION);
}

const char *
gu_clock_item_get_urgency (GuClockItem *self)
{
  g_return_val_if_fail (GU_IS_CLOCK_ITEM (self), NULL);

  return gu_record_get_string (self, GU_CLOCK_ITEM_URGENCY);
}

int
gu_clock_item_get_days_left (GuClockItem *self)
{
  g_return_val_if_fail (GU_IS_CLOCK_ITEM (self), 0);

  return gu_record_get_int (self, GU_CLOCK_ITEM_DAYS_LEFT);
}
