/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-rules"

#include "config.h"

#include "gu-condition-private.h"
#include "gu-rule-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What many parts of a pack share: citations, doubts, conditions, lists, texts. */

static gboolean
append_citation (GuRuleReader *reader,
                 GuPackContext *context,
                 JsonNode *node,
                 const char *key,
                 GString *citation,
                 char **source,
                 GError **error)
{
  const char *text = NULL;
  const char *colon;
  const char *name;
  g_autofree char *id = NULL;

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    text = json_node_get_string (node);
  colon = text != NULL ? strstr (text, ": ") : NULL;
  if (colon == NULL || colon == text || colon[2] == '\0' || strlen (text) > 300)
    {
      gu_rule_reader_fail (
          reader,
          key,
          GU_RULES_ERROR_MISSING_SOURCE,
          error,
          "%s",
          _ ("A source and an article must stand here, such as “L169: art. 257 alin. (4)”."));
      return FALSE;
    }

  id = g_strndup (text, (gsize) (colon - text));
  name = g_hash_table_lookup (context->sources, id);
  if (name == NULL)
    {
      g_autofree char *shown = g_strescape (id, NULL);

      /* Translators: %s is the id of an act. */
      gu_rule_reader_fail (
          reader, key, GU_RULES_ERROR_DANGLING, error, _ ("The pack has no source “%s”."), shown);
      return FALSE;
    }

  if (citation->len > 0)
    g_string_append (citation, "; ");
  g_string_append_printf (citation, "%s din %s", colon + 2, name);
  if (source != NULL && *source == NULL)
    *source = g_strdup (name);
  return TRUE;
}

gboolean
gu_rule_reader_law (GuRuleReader *reader,
                    GuPackContext *context,
                    char **citation,
                    char **source,
                    GError **error)
{
  JsonNode *node = json_object_get_member (reader->object, "law");
  g_autoptr (GString) text = g_string_new (NULL);
  JsonArray *array;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    {
      gu_rule_reader_fail (
          reader,
          NULL,
          GU_RULES_ERROR_MISSING_SOURCE,
          error,
          "%s",
          _ ("The rule does not say which article asks for it (the key “law” is missing)."));
      return FALSE;
    }

  if (!JSON_NODE_HOLDS_ARRAY (node))
    {
      if (!append_citation (reader, context, node, "law", text, source, error))
        return FALSE;
    }
  else
    {
      if (!gu_rule_reader_array (reader, "law", TRUE, &array, error))
        return FALSE;
      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          g_autofree char *key = g_strdup_printf ("law[%u]", i);

          if (!append_citation (
                  reader, context, json_array_get_element (array, i), key, text, source, error))
            return FALSE;
        }
    }
  *citation = g_string_free (g_steal_pointer (&text), FALSE);
  return TRUE;
}

gboolean
gu_rule_reader_doubt (GuRuleReader *reader, char **doubt, GError **error)
{
  static const char *const words[] = {
    "text", "secondary", "memory", "practice", "doubtful", NULL
  };
  int confidence = 0;

  if (!gu_rule_reader_word (reader, "confidence", FALSE, words, &confidence, error)
      || !gu_rule_reader_text (reader, "doubt", FALSE, doubt, error))
    return FALSE;
  if ((confidence > 0) == (*doubt != NULL))
    return TRUE;

  gu_rule_reader_fail (reader,
                       NULL,
                       GU_RULES_ERROR_BAD_VALUE,
                       error,
                       "%s",
                       _ ("A rule that was not read in the text of the act has both “confidence” "
                          "and “doubt”; any other has none of them."));
  return FALSE;
}

gboolean
gu_rule_reader_when (GuRuleReader *reader, GPtrArray *facts, GuCondition **when, GError **error)
{
  g_autofree char *path = gu_rule_reader_path (reader, "when");

  *when = NULL;
  if (!json_object_has_member (reader->object, "when"))
    return TRUE;
  *when = gu_condition_new_from_json (
      reader->origin, path, json_object_get_member (reader->object, "when"), facts, error);
  return *when != NULL;
}

gboolean
gu_rule_reader_list (GuRuleReader *reader,
                     GuPackContext *context,
                     const char *key,
                     gboolean required,
                     GuRuleItemFunc read,
                     GuRuleIdFunc get_id,
                     gpointer user_data,
                     GPtrArray *items,
                     GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  JsonArray *array = NULL;

  if (!gu_rule_reader_array (reader, key, required, &array, error))
    return FALSE;
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      g_autofree char *path = gu_rule_reader_item_path (reader, key, i);
      gpointer item = read (context, path, json_array_get_element (array, i), user_data, error);
      const char *id;

      if (item == NULL)
        return FALSE;
      g_ptr_array_add (items, item);
      id = get_id (item);
      if (id != NULL && !g_hash_table_add (seen, (gpointer) id))
        {
          /* Translators: %s is an id. */
          gu_rule_fail_at (reader->origin,
                           path,
                           GU_RULES_ERROR_DUPLICATE,
                           error,
                           _ ("The id “%s” is there twice."),
                           id);
          return FALSE;
        }
    }
  return TRUE;
}

GuRuleText *
gu_rule_text_new_from_json (GuPackContext *context,
                            const char *path,
                            JsonNode *node,
                            GPtrArray *facts,
                            GuCondition **when,
                            GError **error)
{
  static const char *const keys[] = { "id",         "title", "text", "law",
                                      "confidence", "doubt", "when", NULL };
  g_auto (GuRuleReader) reader = { 0 };
  g_autofree char *id = NULL;
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;
  g_autofree char *article = NULL;
  g_autofree char *doubt = NULL;
  g_autoptr (GuCondition) condition = NULL;
  GuRuleText *self;

  if (!gu_rule_reader_open (&reader, context->origin, path, node, keys, error)
      || !gu_rule_reader_id (&reader, "id", FALSE, &id, error)
      || !gu_rule_reader_text (&reader, "title", FALSE, &title, error)
      || !gu_rule_reader_text (&reader, "text", TRUE, &text, error)
      || !gu_rule_reader_law (&reader, context, &article, NULL, error)
      || !gu_rule_reader_doubt (&reader, &doubt, error))
    return NULL;
  if (when == NULL && json_object_has_member (reader.object, "when"))
    {
      gu_rule_reader_fail (&reader,
                           "when",
                           GU_RULES_ERROR_UNKNOWN_KEY,
                           error,
                           "%s",
                           _ ("A condition has no meaning here."));
      return NULL;
    }
  if (when != NULL && !gu_rule_reader_when (&reader, facts, &condition, error))
    return NULL;

  self = g_new0 (GuRuleText, 1);
  self->id = g_steal_pointer (&id);
  self->title = g_steal_pointer (&title);
  self->text = g_steal_pointer (&text);
  self->article = g_steal_pointer (&article);
  self->doubt = g_steal_pointer (&doubt);
  if (when != NULL)
    *when = g_steal_pointer (&condition);
  return self;
}

void
gu_rule_text_free (GuRuleText *self)
{
  if (self == NULL)
    return;
  g_free ((char *) self->id);
  g_free ((char *) self->title);
  g_free ((char *) self->text);
  g_free ((char *) self->article);
  g_free ((char *) self->doubt);
  g_free (self);
}
