/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-rules"

#include "config.h"

#include "gu-rule-book.h"

#include "gu-error.h"
#include "gu-rule-private.h"
#include "gu-rules-resources.h"

#include <glib/gi18n-lib.h>

/* All packs of the desk, found by id and date. */

#define RESOURCE_FOLDER "/ro/ghiseuunic/rules"

struct _GuRuleBook
{
  GObject parent_instance;

  /* owned */
  GPtrArray *packs;
};

G_DEFINE_FINAL_TYPE (GuRuleBook, gu_rule_book, G_TYPE_OBJECT)

static void
gu_rule_book_finalize (GObject *object)
{
  GuRuleBook *self = GU_RULE_BOOK (object);

  g_clear_pointer (&self->packs, g_ptr_array_unref);

  G_OBJECT_CLASS (gu_rule_book_parent_class)->finalize (object);
}

static void
gu_rule_book_class_init (GuRuleBookClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gu_rule_book_finalize;
}

static void
gu_rule_book_init (GuRuleBook *self)
{
  self->packs = g_ptr_array_new_with_free_func (g_object_unref);
}

GuRuleBook *
gu_rule_book_new (void)
{
  return g_object_new (GU_TYPE_RULE_BOOK, NULL);
}

/* "1.10.0" is newer than "1.9.3". */
static int
compare_versions (const char *a, const char *b)
{
  while (*a != '\0' || *b != '\0')
    {
      char *a_end = NULL;
      char *b_end = NULL;
      guint64 a_number = g_ascii_strtoull (a, &a_end, 10);
      guint64 b_number = g_ascii_strtoull (b, &b_end, 10);

      if (a_number != b_number)
        return a_number < b_number ? -1 : 1;
      a = *a_end == '.' ? a_end + 1 : a_end;
      b = *b_end == '.' ? b_end + 1 : b_end;
      if (a == a_end && b == b_end)
        break;
    }
  return 0;
}

/* Whether no newer version of the same pack is there. */
static gboolean
is_newest (GuRuleBook *self, GuRulePack *pack)
{
  for (guint i = 0; i < self->packs->len; i++)
    {
      GuRulePack *other = self->packs->pdata[i];

      if (g_str_equal (gu_rule_pack_get_id (other), gu_rule_pack_get_id (pack))
          && compare_versions (gu_rule_pack_get_version (other), gu_rule_pack_get_version (pack))
                 > 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
fail_duplicate (GuRulePack *pack, GuRulePack *other, const char *what, GError **error)
{
  gu_error_set (error,
                GU_RULES_ERROR,
                GU_RULES_ERROR_DUPLICATE,
                _ ("Remove one of the two rule packs."),
                NULL,
                /* Translators: ids of two rule packs, and of a rule that both have. */
                _ ("The rule packs “%s” and “%s” both have “%s” for the same days."),
                gu_rule_pack_get_id (other),
                gu_rule_pack_get_id (pack),
                what);
  return FALSE;
}

static GuClockRule *
find_pack_clock (GuRulePack *pack, const char *id)
{
  GPtrArray *procedures = gu_rule_pack_get_procedures (pack);

  for (guint i = 0; i < procedures->len; i++)
    {
      GuClockRule *clock = gu_procedure_find_clock (procedures->pdata[i], id);

      if (clock != NULL)
        return clock;
    }
  return NULL;
}

/* The same procedure may be in two packs for different days: a law that was changed. Then its terms
 * keep their ids too. */
static gboolean
check_procedure (GuProcedure *procedure, GuRulePack *pack, GuRulePack *other, GError **error)
{
  GPtrArray *others = gu_rule_pack_get_procedures (other);
  GPtrArray *clocks = gu_procedure_get_clocks (procedure);

  for (guint i = 0; i < others->len; i++)
    {
      if (g_str_equal (gu_procedure_get_id (others->pdata[i]), gu_procedure_get_id (procedure)))
        {
          if (gu_procedure_overlaps (others->pdata[i], procedure))
            return fail_duplicate (pack, other, gu_procedure_get_id (procedure), error);
          continue;
        }
      for (guint j = 0; j < clocks->len; j++)
        {
          const char *id = gu_clock_rule_get_id (clocks->pdata[j]);

          if (gu_procedure_find_clock (others->pdata[i], id) != NULL)
            return fail_duplicate (pack, other, id, error);
        }
    }
  return TRUE;
}

gboolean
gu_rule_book_add (GuRuleBook *self, GuRulePack *pack, GError **error)
{
  GPtrArray *procedures;

  g_return_val_if_fail (GU_IS_RULE_BOOK (self), FALSE);
  g_return_val_if_fail (GU_IS_RULE_PACK (pack), FALSE);

  procedures = gu_rule_pack_get_procedures (pack);
  for (guint i = 0; i < self->packs->len; i++)
    {
      GuRulePack *other = self->packs->pdata[i];

      if (g_str_equal (gu_rule_pack_get_id (other), gu_rule_pack_get_id (pack)))
        {
          if (compare_versions (gu_rule_pack_get_version (other), gu_rule_pack_get_version (pack))
              == 0)
            return fail_duplicate (pack, other, gu_rule_pack_get_version (pack), error);
          continue;
        }
      for (guint j = 0; j < procedures->len; j++)
        {
          if (!check_procedure (procedures->pdata[j], pack, other, error))
            return FALSE;
        }
    }
  g_ptr_array_add (self->packs, g_object_ref (pack));
  return TRUE;
}

gboolean
gu_rule_book_load_builtin (GuRuleBook *self, GError **error)
{
  GResource *resource = gu_rules_get_resource ();
  g_auto (GStrv) names = NULL;

  g_return_val_if_fail (GU_IS_RULE_BOOK (self), FALSE);

  names = g_resource_enumerate_children (
      resource, RESOURCE_FOLDER, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (names == NULL)
    return FALSE;
  for (gsize i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (RESOURCE_FOLDER, names[i], NULL);
      g_autoptr (GBytes)
          bytes = g_resource_lookup_data (resource, path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
      g_autoptr (GuRulePack) pack = NULL;

      if (bytes == NULL)
        return FALSE;
      pack = gu_rule_pack_new_from_bytes (bytes, names[i], error);
      if (pack == NULL || !gu_rule_book_add (self, pack, error))
        return FALSE;
    }
  return TRUE;
}

GPtrArray *
gu_rule_book_get_packs (GuRuleBook *self)
{
  g_return_val_if_fail (GU_IS_RULE_BOOK (self), NULL);
  return self->packs;
}

GPtrArray *
gu_rule_book_list (GuRuleBook *self, const GDate *on)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  g_autoptr (GPtrArray) transitional = g_ptr_array_new ();

  g_return_val_if_fail (GU_IS_RULE_BOOK (self), NULL);
  g_return_val_if_fail (on != NULL && g_date_valid (on), NULL);

  for (guint i = 0; i < self->packs->len; i++)
    {
      GPtrArray *procedures = gu_rule_pack_get_procedures (self->packs->pdata[i]);

      if (!is_newest (self, self->packs->pdata[i]))
        continue;
      for (guint j = 0; j < procedures->len; j++)
        {
          gboolean later = FALSE;

          if (gu_procedure_covers (procedures->pdata[j], on, &later))
            g_ptr_array_add (later ? transitional : list, procedures->pdata[j]);
        }
    }
  g_ptr_array_extend (list, transitional, NULL, NULL);
  return g_steal_pointer (&list);
}

GuProcedure *
gu_rule_book_find_procedure (GuRuleBook *self, const char *id, const GDate *on)
{
  g_autoptr (GPtrArray) list = NULL;

  g_return_val_if_fail (GU_IS_RULE_BOOK (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (on != NULL && g_date_valid (on), NULL);

  list = gu_rule_book_list (self, on);
  for (guint i = 0; i < list->len; i++)
    {
      if (g_str_equal (gu_procedure_get_id (list->pdata[i]), id))
        return list->pdata[i];
    }
  return NULL;
}

GuProcedure *
gu_rule_book_find_governing (GuRuleBook *self,
                             const char *pack_id,
                             const char *pack_version,
                             const char *id)
{
  GuProcedure *newest = NULL;

  g_return_val_if_fail (GU_IS_RULE_BOOK (self), NULL);
  /* What another desk sent may not say. */
  if (pack_id == NULL)
    return NULL;
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < self->packs->len; i++)
    {
      GuRulePack *pack = self->packs->pdata[i];
      GPtrArray *procedures = gu_rule_pack_get_procedures (pack);
      gboolean exact = g_strcmp0 (gu_rule_pack_get_version (pack), pack_version) == 0;

      if (!g_str_equal (gu_rule_pack_get_id (pack), pack_id) || (!exact && !is_newest (self, pack)))
        continue;
      for (guint j = 0; j < procedures->len; j++)
        {
          if (!g_str_equal (gu_procedure_get_id (procedures->pdata[j]), id))
            continue;
          if (exact)
            return procedures->pdata[j];
          newest = procedures->pdata[j];
        }
    }
  return newest;
}

GuClockRule *
gu_rule_book_find_clock (GuRuleBook *self, const char *clock_id)
{
  g_return_val_if_fail (GU_IS_RULE_BOOK (self), NULL);
  g_return_val_if_fail (clock_id != NULL, NULL);

  for (guint i = 0; i < self->packs->len; i++)
    {
      GuClockRule *clock = NULL;

      if (is_newest (self, self->packs->pdata[i]))
        clock = find_pack_clock (self->packs->pdata[i], clock_id);
      if (clock != NULL)
        return clock;
    }
  return NULL;
}
