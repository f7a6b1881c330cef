/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-procedure-item.h"

#include "gu-procedure-item-private.h"
#include "gu-rule-book.h"

#include <string.h>

/* A procedure to choose from. */
struct _GuProcedureItem
{
  GuRecord parent_instance;
};

G_DEFINE_FINAL_TYPE (GuProcedureItem, gu_procedure_item, GU_TYPE_RECORD)

static void
gu_procedure_item_class_init (GuProcedureItemClass *klass)
{
  const GuRecordField fields[] = {
    { "id", G_TYPE_INVALID, FALSE },          { "title", G_TYPE_INVALID, FALSE },
    { "short-title", G_TYPE_INVALID, FALSE }, { "regime", G_TYPE_INVALID, FALSE },
    { "form", G_TYPE_INVALID, FALSE },        { "label", G_TYPE_INVALID, FALSE },
  };

  gu_record_class_install (GU_RECORD_CLASS (klass), fields, G_N_ELEMENTS (fields));
}

static void
gu_procedure_item_init (GuProcedureItem *self)
{
}

const char *
gu_procedure_item_get_id (GuProcedureItem *self)
{
  g_return_val_if_fail (GU_IS_PROCEDURE_ITEM (self), NULL);

  return gu_record_get_string (self, GU_PROCEDURE_ITEM_ID);
}

const char *
gu_procedure_item_get_title (GuProcedureItem *self)
{
  g_return_val_if_fail (GU_IS_PROCEDURE_ITEM (self), NULL);

  return gu_record_get_string (self, GU_PROCEDURE_ITEM_TITLE);
}

const char *
gu_procedure_item_get_label (GuProcedureItem *self)
{
  g_return_val_if_fail (GU_IS_PROCEDURE_ITEM (self), NULL);

  return gu_record_get_string (self, GU_PROCEDURE_ITEM_LABEL);
}

GListModel *
gu_procedure_item_create_list (GuContext *context, const GDate *on)
{
  GListStore *store = g_list_store_new (GU_TYPE_PROCEDURE_ITEM);
  g_autoptr (GPtrArray) all = NULL;
  GDate today;

  g_return_val_if_fail (GU_IS_CONTEXT (context), NULL);

  gu_clock_today (gu_context_get_clock (context), &today);
  all = gu_rule_book_list (gu_context_get_rule_book (context), on != NULL ? on : &today);
  for (guint i = 0; i < all->len; i++)
    {
      GuProcedure *procedure = g_ptr_array_index (all, i);
      g_autoptr (GuProcedureItem) item = g_object_new (GU_TYPE_PROCEDURE_ITEM, NULL);
      const GuRuleForm *form = gu_procedure_get_form (procedure, on != NULL ? on : &today);
      const char *regime = gu_procedure_get_regime (procedure);
      const char *title = gu_procedure_get_short_title (procedure);
      g_autofree char *label = strcmp (regime, "L169") == 0
                                   ? g_strdup (title)
                                   : g_strdup_printf ("%s (%s)", title, regime);

      gu_record_set_string (item, GU_PROCEDURE_ITEM_ID, gu_procedure_get_id (procedure));
      gu_record_set_string (item, GU_PROCEDURE_ITEM_TITLE, gu_procedure_get_title (procedure));
      gu_record_set_string (item, GU_PROCEDURE_ITEM_SHORT_TITLE, title);
      gu_record_set_string (item, GU_PROCEDURE_ITEM_REGIME, regime);
      gu_record_set_string (item, GU_PROCEDURE_ITEM_FORM, form != NULL ? form->code : "");
      gu_record_set_string (item, GU_PROCEDURE_ITEM_LABEL, label);
      g_list_store_append (store, item);
    }

  return G_LIST_MODEL (store);
}
