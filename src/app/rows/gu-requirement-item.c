/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-requirement-item.h"

#include "gu-requirement-item-private.h"

/* One line of the checklist. */
struct _GuRequirementItem
{
  GuRecord parent_instance;
};

G_DEFINE_FINAL_TYPE (GuRequirementItem, gu_requirement_item, GU_TYPE_RECORD)

static void
gu_requirement_item_class_init (GuRequirementItemClass *klass)
{
  const GuRecordField fields[] = {
    { "id", G_TYPE_INVALID, FALSE },           { "name", G_TYPE_INVALID, FALSE },
    { "article", G_TYPE_INVALID, FALSE },      { "help", G_TYPE_INVALID, FALSE },
    { "source", G_TYPE_INVALID, FALSE },       { "kind", G_TYPE_INVALID, FALSE },
    { "status", G_TYPE_INVALID, FALSE },       { "status-label", G_TYPE_INVALID, FALSE },
    { "reason", G_TYPE_INVALID, FALSE },       { "missing", G_TYPE_BOOLEAN, FALSE },
    { "documents", G_TYPE_LIST_MODEL, FALSE }, { "accessible-label", G_TYPE_INVALID, FALSE },
    { "short-name", G_TYPE_INVALID, FALSE },
  };

  gu_record_class_install (GU_RECORD_CLASS (klass), fields, G_N_ELEMENTS (fields));
}

static void
gu_requirement_item_init (GuRequirementItem *self)
{
}

const char *
gu_requirement_item_get_id (GuRequirementItem *self)
{
  g_return_val_if_fail (GU_IS_REQUIREMENT_ITEM (self), NULL);

  return gu_record_get_string (self, GU_REQUIREMENT_ITEM_ID);
}

const char *
gu_requirement_item_get_name (GuRequirementItem *self)
{
  g_return_val_if_fail (GU_IS_REQUIREMENT_ITEM (self), NULL);

  return gu_record_get_string (self, GU_REQUIREMENT_ITEM_NAME);
}

const char *
gu_requirement_item_get_article (GuRequirementItem *self)
{
  g_return_val_if_fail (GU_IS_REQUIREMENT_ITEM (self), NULL);

  return gu_record_get_string (self, GU_REQUIREMENT_ITEM_ARTICLE);
}

const char *
gu_requirement_item_get_help (GuRequirementItem *self)
{
  g_return_val_if_fail (GU_IS_REQUIREMENT_ITEM (self), NULL);

  return gu_record_get_string (self, GU_REQUIREMENT_ITEM_HELP);
}

const char *
gu_requirement_item_get_kind (GuRequirementItem *self)
{
  g_return_val_if_fail (GU_IS_REQUIREMENT_ITEM (self), NULL);

  return gu_record_get_string (self, GU_REQUIREMENT_ITEM_KIND);
}

const char *
gu_requirement_item_get_status (GuRequirementItem *self)
{
  g_return_val_if_fail (GU_IS_REQUIREMENT_ITEM (self), NULL);

  return gu_record_get_string (self, GU_REQUIREMENT_ITEM_STATUS);
}

const char *
gu_requirement_item_get_status_label (GuRequirementItem *self)
{
  g_return_val_if_fail (GU_IS_REQUIREMENT_ITEM (self), NULL);

  return gu_record_get_string (self, GU_REQUIREMENT_ITEM_STATUS_LABEL);
}

const char *
gu_requirement_item_get_reason (GuRequirementItem *self)
{
  g_return_val_if_fail (GU_IS_REQUIREMENT_ITEM (self), NULL);

  return gu_record_get_string (self, GU_REQUIREMENT_ITEM_REASON);
}

gboolean
gu_requirement_item_get_missing (GuRequirementItem *self)
{
  g_return_val_if_fail (GU_IS_REQUIREMENT_ITEM (self), 0);

  return gu_record_get_boolean (self, GU_REQUIREMENT_ITEM_MISSING);
}

GListModel *
gu_requirement_item_get_documents (GuRequirementItem *self)
{
  g_return_val_if_fail (GU_IS_REQUIREMENT_ITEM (self), NULL);

  return gu_record_get_object (self, GU_REQUIREMENT_ITEM_DOCUMENTS);
}
