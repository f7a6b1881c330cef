/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-outbox-item.h"

#include "gu-outbox-item-private.h"

/* A change that has not arrived at central. */
struct _GuOutboxItem
{
  GuRecord parent_instance;
};

G_DEFINE_FINAL_TYPE (GuOutboxItem, gu_outbox_item, GU_TYPE_RECORD)

static void
gu_outbox_item_class_init (GuOutboxItemClass *klass)
{
  const GuRecordField fields[] = {
    { "id", G_TYPE_INVALID, FALSE },          { "dossier-id", G_TYPE_INVALID, FALSE },
    { "what", G_TYPE_INVALID, FALSE },        { "state", G_TYPE_INVALID, FALSE },
    { "state-label", G_TYPE_INVALID, FALSE }, { "reason", G_TYPE_INVALID, FALSE },
    { "hint", G_TYPE_INVALID, FALSE },        { "since", G_TYPE_INVALID, FALSE },
    { "attempts", G_TYPE_UINT, FALSE },
  };

  gu_record_class_install (GU_RECORD_CLASS (klass), fields, G_N_ELEMENTS (fields));
}

static void
gu_outbox_item_init (GuOutboxItem *self)
{
}

const char *
gu_outbox_item_get_id (GuOutboxItem *self)
{
  g_return_val_if_fail (GU_IS_OUTBOX_ITEM (self), NULL);

  return gu_record_get_string (self, GU_OUTBOX_ITEM_ID);
}

const char *
gu_outbox_item_get_dossier_id (GuOutboxItem *self)
{
  g_return_val_if_fail (GU_IS_OUTBOX_ITEM (self), NULL);

  return gu_record_get_string (self, GU_OUTBOX_ITEM_DOSSIER_ID);
}

const char *
gu_outbox_item_get_what (GuOutboxItem *self)
{
  g_return_val_if_fail (GU_IS_OUTBOX_ITEM (self), NULL);

  return gu_record_get_string (self, GU_OUTBOX_ITEM_WHAT);
}

const char *
gu_outbox_item_get_state (GuOutboxItem *self)
{
  g_return_val_if_fail (GU_IS_OUTBOX_ITEM (self), NULL);

  return gu_record_get_string (self, GU_OUTBOX_ITEM_STATE);
}

const char *
gu_outbox_item_get_reason (GuOutboxItem *self)
{
  g_return_val_if_fail (GU_IS_OUTBOX_ITEM (self), NULL);

  return gu_record_get_string (self, GU_OUTBOX_ITEM_REASON);
}
