/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-rules"

#include "config.h"

#include "gu-rule-pack.h"

#include "gu-rule-private.h"

#include <glib/gi18n-lib.h>

/* A dated set of rules, read whole or not at all. */

#define PACK_FORMAT 1

struct _GuRulePack
{
  GObject parent_instance;

  /* owned */
  char *id;
  char *version;
  char *title;
  char *regime;
  GPtrArray *procedures;
};

G_DEFINE_FINAL_TYPE (GuRulePack, gu_rule_pack, G_TYPE_OBJECT)

static const char *const regime_words[] = { "L50", "L169", "L350", NULL };

static void
gu_rule_pack_finalize (GObject *object)
{
  GuRulePack *self = GU_RULE_PACK (object);

  g_free (self->id);
  g_free (self->version);
  g_free (self->title);
  g_free (self->regime);
  g_clear_pointer (&self->procedures, g_ptr_array_unref);

  G_OBJECT_CLASS (gu_rule_pack_parent_class)->finalize (object);
}

static void
gu_rule_pack_class_init (GuRulePackClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gu_rule_pack_finalize;
}

static void
gu_rule_pack_init (GuRulePack *self)
{
  self->procedures = g_ptr_array_new_with_free_func (g_object_unref);
}

/* An act that rules are taken from. */
static gboolean
read_source (GuPackContext *context, const char *path, JsonNode *node, GError **error)
{
  static const char *const keys[] = { "id", "short", "title", "published", NULL };
  g_auto (GuRuleReader) reader = { 0 };
  g_autofree char *id = NULL;
  g_autofree char *short_name = NULL;
  g_autofree char *title = NULL;
  g_autofree char *published = NULL;

  if (!gu_rule_reader_open (&reader, context->origin, path, node, keys, error)
      || !gu_rule_reader_text (&reader, "id", TRUE, &id, error)
      || !gu_rule_reader_text (&reader, "short", TRUE, &short_name, error)
      || !gu_rule_reader_text (&reader, "title", TRUE, &title, error)
      || !gu_rule_reader_text (&reader, "published", TRUE, &published, error))
    return FALSE;
  if (g_hash_table_contains (context->sources, id))
    {
      /* Translators: %s is an id. */
      gu_rule_reader_fail (
          &reader, "id", GU_RULES_ERROR_DUPLICATE, error, _ ("The id “%s” is there twice."), id);
      return FALSE;
    }
  g_hash_table_insert (context->sources, g_steal_pointer (&id), g_steal_pointer (&short_name));
  return TRUE;
}

static gboolean
read_register (GuPackContext *context, const char *path, JsonNode *node, GError **error)
{
  static const char *const keys[] = { "id", "title", "law", "confidence", "doubt", NULL };
  g_auto (GuRuleReader) reader = { 0 };
  g_autofree char *id = NULL;
  g_autofree char *title = NULL;
  g_autofree char *article = NULL;
  g_autofree char *doubt = NULL;

  if (!gu_rule_reader_open (&reader, context->origin, path, node, keys, error)
      || !gu_rule_reader_id (&reader, "id", TRUE, &id, error)
      || !gu_rule_reader_text (&reader, "title", TRUE, &title, error)
      || !gu_rule_reader_law (&reader, context, &article, NULL, error)
      || !gu_rule_reader_doubt (&reader, &doubt, error))
    return FALSE;
  if (!g_hash_table_add (context->registers, g_strdup (id)))
    {
      /* Translators: %s is an id. */
      gu_rule_reader_fail (
          &reader, "id", GU_RULES_ERROR_DUPLICATE, error, _ ("The id “%s” is there twice."), id);
      return FALSE;
    }
  return TRUE;
}

typedef gboolean (*ReadFunc) (GuPackContext *context,
                              const char *path,
                              JsonNode *node,
                              GError **error);

static gboolean
read_each (GuRuleReader *reader,
           GuPackContext *context,
           const char *key,
           ReadFunc read,
           GError **error)
{
  JsonArray *array = NULL;

  if (!gu_rule_reader_array (reader, key, TRUE, &array, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *path = gu_rule_reader_item_path (reader, key, i);

      if (!read (context, path, json_array_get_element (array, i), error))
        return FALSE;
    }
  return TRUE;
}

static gpointer
read_fact (GuPackContext *context,
           const char *path,
           JsonNode *node,
           gpointer user_data,
           GError **error)
{
  return gu_fact_new_from_json (context, path, node, error);
}

static gpointer
read_letter (GuPackContext *context,
             const char *path,
             JsonNode *node,
             gpointer user_data,
             GError **error)
{
  GuRuleText *letter = gu_rule_text_new_from_json (context, path, node, NULL, NULL, error);

  if (letter == NULL || (letter->id != NULL && letter->title != NULL))
    return letter;
  gu_rule_fail_at (context->origin,
                   path,
                   GU_RULES_ERROR_MISSING_KEY,
                   error,
                   "%s",
                   _ ("A letter has an “id” and a “title”."));
  gu_rule_text_free (letter);
  return NULL;
}

static gpointer
read_procedure (GuPackContext *context,
                const char *path,
                JsonNode *node,
                gpointer user_data,
                GError **error)
{
  return gu_procedure_new_from_json (context, path, node, error);
}

static const char *
fact_id (gpointer item)
{
  return gu_fact_get_id (item);
}

static const char *
letter_id (gpointer item)
{
  return ((GuRuleText *) item)->id;
}

static const char *
procedure_id (gpointer item)
{
  return gu_procedure_get_id (item);
}

static gboolean
read_facts (GuRuleReader *reader, GuPackContext *context, GError **error)
{
  JsonArray *array = NULL;

  if (!gu_rule_reader_list (
          reader, context, "facts", TRUE, read_fact, fact_id, NULL, context->facts, error)
      || !gu_rule_reader_array (reader, "facts", TRUE, &array, error))
    return FALSE;
  for (guint i = 0; i < context->facts->len; i++)
    {
      g_autofree char *path = gu_rule_reader_item_path (reader, "facts", i);

      if (!gu_fact_read_condition (
              context->facts->pdata[i], context, path, json_array_get_element (array, i), error))
        return FALSE;
    }
  return TRUE;
}

/* Every term has its own id in the whole pack, because scripts ask for it by id alone. */
static gboolean
check_clock_ids (GuRulePack *self, GuRuleReader *reader, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->procedures->len; i++)
    {
      GPtrArray *clocks = gu_procedure_get_clocks (self->procedures->pdata[i]);

      for (guint j = 0; j < clocks->len; j++)
        {
          const char *id = gu_clock_rule_get_id (clocks->pdata[j]);
          g_autofree char *key = NULL;

          if (g_hash_table_add (seen, (gpointer) id))
            continue;
          key = g_strdup_printf ("procedures[%u].clocks[%u]", i, j);
          /* Translators: %s is an id. */
          gu_rule_reader_fail (
              reader, key, GU_RULES_ERROR_DUPLICATE, error, _ ("The id “%s” is there twice."), id);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
read_version (GuRulePack *self, GuRuleReader *reader, GError **error)
{
  if (!gu_rule_reader_text (reader, "version", TRUE, &self->version, error))
    return FALSE;
  if (g_regex_match_simple ("^[0-9]{1,4}(\\.[0-9]{1,4}){1,3}$", self->version, 0, 0))
    return TRUE;
  gu_rule_reader_fail (reader,
                       "version",
                       GU_RULES_ERROR_BAD_VALUE,
                       error,
                       "%s",
                       _ ("A version is made of numbers with points between them, such as 1.0.0."));
  return FALSE;
}

static gboolean
read_header (GuRulePack *self, GuRuleReader *reader, GuPackContext *context, GError **error)
{
  int format = 0;
  int regime = 0;

  if (!gu_rule_reader_int (reader, "format", TRUE, 1, G_MAXINT, &format, error))
    return FALSE;
  if (format != PACK_FORMAT)
    {
      /* Translators: %d is a number. */
      gu_rule_reader_fail (reader,
                           "format",
                           GU_RULES_ERROR_FORMAT,
                           error,
                           _ ("This program knows packs of the format %d only."),
                           PACK_FORMAT);
      return FALSE;
    }
  if (!gu_rule_reader_id (reader, "id", TRUE, &self->id, error)
      || !read_version (self, reader, error)
      || !gu_rule_reader_text (reader, "title", TRUE, &self->title, error)
      || !gu_rule_reader_word (reader, "regime", TRUE, regime_words, &regime, error)
      || !gu_rule_reader_date (reader, "valid_from", TRUE, &context->valid_from, error)
      || !gu_rule_reader_date (reader, "valid_to", FALSE, &context->valid_to, error))
    return FALSE;
  if (g_date_valid (&context->valid_to)
      && g_date_compare (&context->valid_from, &context->valid_to) > 0)
    {
      gu_rule_reader_fail (reader,
                           "valid_to",
                           GU_RULES_ERROR_BAD_DATE,
                           error,
                           "%s",
                           _ ("The end lies before the beginning."));
      return FALSE;
    }
  self->regime = g_strdup (regime_words[regime]);
  context->pack_id = self->id;
  context->pack_version = self->version;
  context->regime = self->regime;
  return TRUE;
}

GuRulePack *
gu_rule_pack_new_from_bytes (GBytes *bytes, const char *origin, GError **error)
{
  static const char *const keys[] = { "format",     "id",         "version", "title",     "regime",
                                      "valid_from", "valid_to",   "sources", "registers", "facts",
                                      "letters",    "procedures", NULL };
  g_auto (GuRuleReader) reader = { 0 };
  g_autoptr (GuRulePack) self = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GHashTable) sources = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) registers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) facts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray)
      letters = g_ptr_array_new_with_free_func ((GDestroyNotify) gu_rule_text_free);
  GuPackContext context = {
    .origin = origin,
    .sources = sources,
    .registers = registers,
    .facts = facts,
    .letters = letters,
  };

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (origin != NULL, NULL);

  root = gu_rule_parse_json (bytes, origin, error);
  if (root == NULL)
    return NULL;

  self = g_object_new (GU_TYPE_RULE_PACK, NULL);
  if (!gu_rule_reader_open (&reader, origin, "", root, keys, error)
      || !read_header (self, &reader, &context, error)
      || !read_each (&reader, &context, "sources", read_source, error)
      || !read_each (&reader, &context, "registers", read_register, error)
      || !read_facts (&reader, &context, error)
      || !gu_rule_reader_list (
          &reader, &context, "letters", FALSE, read_letter, letter_id, NULL, letters, error)
      || !gu_rule_reader_list (&reader,
                               &context,
                               "procedures",
                               TRUE,
                               read_procedure,
                               procedure_id,
                               NULL,
                               self->procedures,
                               error)
      || !check_clock_ids (self, &reader, error))
    return NULL;
  return g_steal_pointer (&self);
}

const char *
gu_rule_pack_get_id (GuRulePack *self)
{
  g_return_val_if_fail (GU_IS_RULE_PACK (self), NULL);
  return self->id;
}

const char *
gu_rule_pack_get_version (GuRulePack *self)
{
  g_return_val_if_fail (GU_IS_RULE_PACK (self), NULL);
  return self->version;
}

const char *
gu_rule_pack_get_title (GuRulePack *self)
{
  g_return_val_if_fail (GU_IS_RULE_PACK (self), NULL);
  return self->title;
}

const char *
gu_rule_pack_get_regime (GuRulePack *self)
{
  g_return_val_if_fail (GU_IS_RULE_PACK (self), NULL);
  return self->regime;
}

GPtrArray *
gu_rule_pack_get_procedures (GuRulePack *self)
{
  g_return_val_if_fail (GU_IS_RULE_PACK (self), NULL);
  return self->procedures;
}
