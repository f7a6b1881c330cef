/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-fact-item.h"

#include "gu-fact-item-private.h"

/* One question of a procedure and its answer. */
struct _GuFactItem
{
  GuRecord parent_instance;
};

G_DEFINE_FINAL_TYPE (GuFactItem, gu_fact_item, GU_TYPE_RECORD)

static void
gu_fact_item_class_init (GuFactItemClass *klass)
{
  const GuRecordField fields[] = {
    { "id", G_TYPE_INVALID, FALSE },      { "label", G_TYPE_INVALID, FALSE },
    { "help", G_TYPE_INVALID, FALSE },    { "kind", G_TYPE_INVALID, FALSE },
    { "choices", G_TYPE_STRV, FALSE },    { "choice-labels", G_TYPE_STRV, FALSE },
    { "message", G_TYPE_INVALID, FALSE }, { "value", G_TYPE_INVALID, TRUE },
  };

  gu_record_class_install (GU_RECORD_CLASS (klass), fields, G_N_ELEMENTS (fields));
}

static void
gu_fact_item_init (GuFactItem *self)
{
}

const char *
gu_fact_item_get_id (GuFactItem *self)
{
  g_return_val_if_fail (GU_IS_FACT_ITEM (self), NULL);

  return gu_record_get_string (self, GU_FACT_ITEM_ID);
}

const char *
gu_fact_item_get_label (GuFactItem *self)
{
  g_return_val_if_fail (GU_IS_FACT_ITEM (self), NULL);

  return gu_record_get_string (self, GU_FACT_ITEM_LABEL);
}

const char *
gu_fact_item_get_help (GuFactItem *self)
{
  g_return_val_if_fail (GU_IS_FACT_ITEM (self), NULL);

  return gu_record_get_string (self, GU_FACT_ITEM_HELP);
}

const char *
gu_fact_item_get_kind (GuFactItem *self)
{
  g_return_val_if_fail (GU_IS_FACT_ITEM (self), NULL);

  return gu_record_get_string (self, GU_FACT_ITEM_KIND);
}

const char *const *
gu_fact_item_get_choices (GuFactItem *self)
{
  g_return_val_if_fail (GU_IS_FACT_ITEM (self), NULL);

  return gu_record_get_strv (self, GU_FACT_ITEM_CHOICES);
}

const char *const *
gu_fact_item_get_choice_labels (GuFactItem *self)
{
  g_return_val_if_fail (GU_IS_FACT_ITEM (self), NULL);

  return gu_record_get_strv (self, GU_FACT_ITEM_CHOICE_LABELS);
}

const char *
gu_fact_item_get_value (GuFactItem *self)
{
  g_return_val_if_fail (GU_IS_FACT_ITEM (self), NULL);

  return gu_record_get_string (self, GU_FACT_ITEM_VALUE);
}

const char *
gu_fact_item_get_message (GuFactItem *self)
{
  g_return_val_if_fail (GU_IS_FACT_ITEM (self), NULL);

  return gu_record_get_string (self, GU_FACT_ITEM_MESSAGE);
}

void
gu_fact_item_set_value (GuFactItem *self, const char *value)
{
  g_return_if_fail (GU_IS_FACT_ITEM (self));

  gu_record_set_string (self, GU_FACT_ITEM_VALUE, value);
}
