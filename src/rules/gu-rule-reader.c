/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-rules"

#include "config.h"

#include "gu-rule-reader-private.h"

#include "gu-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Reads JSON objects strictly and says exactly where something is wrong. */

#define MAX_TEXT_LENGTH 4000

static void G_GNUC_PRINTF (5, 0) fail_va (const char *origin,
                                          const char *path,
                                          GuRulesError code,
                                          GError **error,
                                          const char *format,
                                          va_list args)
{
  g_autofree char *reason = g_strdup_vprintf (format, args);

  gu_error_set (
      error,
      GU_RULES_ERROR,
      (int) code,
      _ ("Correct the rule pack at the place shown, or ask whoever made it for a corrected one."),
      path,
      /* Translators: file, place in the file, reason. */
      _ ("%s: %s: %s"),
      origin,
      *path != '\0' ? path : "$",
      reason);
}

void
gu_rule_fail_at (const char *origin,
                 const char *path,
                 GuRulesError code,
                 GError **error,
                 const char *format,
                 ...)
{
  va_list args;

  va_start (args, format);
  fail_va (origin, path, code, error, format, args);
  va_end (args);
}

void
gu_rule_reader_fail (GuRuleReader *self,
                     const char *key,
                     GuRulesError code,
                     GError **error,
                     const char *format,
                     ...)
{
  g_autofree char *path = key != NULL ? gu_rule_reader_path (self, key) : g_strdup (self->path);
  va_list args;

  va_start (args, format);
  fail_va (self->origin, path, code, error, format, args);
  va_end (args);
}

char *
gu_rule_reader_path (GuRuleReader *self, const char *key)
{
  return *self->path != '\0' ? g_strdup_printf ("%s.%s", self->path, key) : g_strdup (key);
}

char *
gu_rule_reader_item_path (GuRuleReader *self, const char *key, guint index)
{
  g_autofree char *path = gu_rule_reader_path (self, key);

  return g_strdup_printf ("%s[%u]", path, index);
}

void
gu_rule_reader_clear (GuRuleReader *self)
{
  g_clear_pointer (&self->path, g_free);
  self->object = NULL;
}

/* A key may hold anything, and it goes into a message: cut and made printable. */
static char *
printable_key (const char *key)
{
  g_autofree char *valid = g_utf8_make_valid (key, MIN (strlen (key), 60));

  return g_strescape (valid, NULL);
}

gboolean
gu_rule_reader_open (GuRuleReader *self,
                     const char *origin,
                     const char *path,
                     JsonNode *node,
                     const char *const *keys,
                     GError **error)
{
  JsonObjectIter iter;
  const char *key;

  self->origin = origin;
  self->path = g_strdup (path);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      gu_rule_reader_fail (
          self, NULL, GU_RULES_ERROR_WRONG_TYPE, error, "%s", _ ("An object { } must stand here."));
      return FALSE;
    }

  self->object = json_node_get_object (node);
  json_object_iter_init (&iter, self->object);
  while (json_object_iter_next (&iter, &key, NULL))
    {
      g_autofree char *shown = NULL;

      if (g_strv_contains (keys, key))
        continue;
      shown = printable_key (key);
      gu_rule_reader_fail (self,
                           NULL,
                           GU_RULES_ERROR_UNKNOWN_KEY,
                           error,
                           /* Translators: %s is a key of a JSON object. */
                           _ ("The key “%s” is not known here."),
                           shown);
      return FALSE;
    }
  return TRUE;
}

/* Finds a member; null counts as absent. */
static gboolean
find_member (GuRuleReader *self,
             const char *key,
             gboolean required,
             JsonNode **node,
             GError **error)
{
  *node = json_object_get_member (self->object, key);
  if (*node != NULL && JSON_NODE_HOLDS_NULL (*node))
    *node = NULL;
  if (*node != NULL || !required)
    return TRUE;

  gu_rule_reader_fail (self,
                       NULL,
                       GU_RULES_ERROR_MISSING_KEY,
                       error,
                       /* Translators: %s is a key of a JSON object. */
                       _ ("The key “%s” is missing."),
                       key);
  return FALSE;
}

gboolean
gu_rule_reader_text (GuRuleReader *self,
                     const char *key,
                     gboolean required,
                     char **value,
                     GError **error)
{
  JsonNode *node = NULL;
  const char *text;

  *value = NULL;
  if (!find_member (self, key, required, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    {
      gu_rule_reader_fail (
          self, key, GU_RULES_ERROR_WRONG_TYPE, error, "%s", _ ("A text must stand here."));
      return FALSE;
    }

  text = json_node_get_string (node);
  if (text == NULL || *text == '\0' || g_ascii_isspace (*text))
    {
      gu_rule_reader_fail (self,
                           key,
                           GU_RULES_ERROR_BAD_VALUE,
                           error,
                           "%s",
                           _ ("The text is empty or begins with a space."));
      return FALSE;
    }
  if (strlen (text) > MAX_TEXT_LENGTH || !g_utf8_validate (text, -1, NULL))
    {
      gu_rule_reader_fail (self,
                           key,
                           GU_RULES_ERROR_BAD_VALUE,
                           error,
                           "%s",
                           _ ("The text is too long or not UTF-8."));
      return FALSE;
    }
  *value = g_strdup (text);
  return TRUE;
}

gboolean
gu_rule_id_is_valid (const char *id)
{
  if (id == NULL || !g_ascii_islower (*id) || strlen (id) > 64)
    return FALSE;
  for (const char *p = id; *p != '\0'; p++)
    {
      if (!g_ascii_islower (*p) && !g_ascii_isdigit (*p) && *p != '-' && *p != '_' && *p != '.')
        return FALSE;
    }
  return TRUE;
}

gboolean
gu_rule_reader_id (GuRuleReader *self,
                   const char *key,
                   gboolean required,
                   char **value,
                   GError **error)
{
  if (!gu_rule_reader_text (self, key, required, value, error))
    return FALSE;
  if (*value == NULL || gu_rule_id_is_valid (*value))
    return TRUE;

  gu_rule_reader_fail (self,
                       key,
                       GU_RULES_ERROR_BAD_VALUE,
                       error,
                       "%s",
                       _ ("An id begins with a small letter and has small letters a to z, digits, "
                          "“-”, “_” and “.” only."));
  g_clear_pointer (value, g_free);
  return FALSE;
}

gboolean
gu_rule_reader_bool (GuRuleReader *self,
                     const char *key,
                     gboolean fallback,
                     gboolean *value,
                     GError **error)
{
  JsonNode *node = NULL;

  *value = fallback;
  if (!find_member (self, key, FALSE, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    {
      gu_rule_reader_fail (
          self, key, GU_RULES_ERROR_WRONG_TYPE, error, "%s", _ ("true or false must stand here."));
      return FALSE;
    }
  *value = json_node_get_boolean (node);
  return TRUE;
}

gboolean
gu_rule_reader_int (GuRuleReader *self,
                    const char *key,
                    gboolean required,
                    int min,
                    int max,
                    int *value,
                    GError **error)
{
  JsonNode *node = NULL;
  gint64 number;

  *value = 0;
  if (!find_member (self, key, required, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    {
      gu_rule_reader_fail (
          self, key, GU_RULES_ERROR_WRONG_TYPE, error, "%s", _ ("A whole number must stand here."));
      return FALSE;
    }
  number = json_node_get_int (node);
  if (number < min || number > max)
    {
      gu_rule_reader_fail (self,
                           key,
                           GU_RULES_ERROR_BAD_VALUE,
                           error,
                           /* Translators: %d are the smallest and the largest number allowed. */
                           _ ("The number must be between %d and %d."),
                           min,
                           max);
      return FALSE;
    }
  *value = (int) number;
  return TRUE;
}

gboolean
gu_rule_reader_date (GuRuleReader *self,
                     const char *key,
                     gboolean required,
                     GDate *value,
                     GError **error)
{
  g_autofree char *text = NULL;

  g_date_clear (value, 1);
  if (!gu_rule_reader_text (self, key, required, &text, error))
    return FALSE;
  if (text == NULL || gu_rules_date_parse (text, value))
    return TRUE;

  gu_rule_reader_fail (self,
                       key,
                       GU_RULES_ERROR_BAD_DATE,
                       error,
                       "%s",
                       _ ("A date that exists, written YYYY-MM-DD, must stand here."));
  return FALSE;
}

gboolean
gu_rule_reader_word (GuRuleReader *self,
                     const char *key,
                     gboolean required,
                     const char *const *words,
                     int *index,
                     GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *list = NULL;

  *index = -1;
  if (!gu_rule_reader_text (self, key, required, &text, error))
    return FALSE;
  if (text == NULL)
    return TRUE;
  for (int i = 0; words[i] != NULL; i++)
    {
      if (g_str_equal (words[i], text))
        {
          *index = i;
          return TRUE;
        }
    }

  list = g_strjoinv (", ", (char **) words);
  /* Translators: %s is a list of words. */
  gu_rule_reader_fail (
      self, key, GU_RULES_ERROR_BAD_VALUE, error, _ ("One of these must stand here: %s."), list);
  return FALSE;
}

gboolean
gu_rule_reader_array (GuRuleReader *self,
                      const char *key,
                      gboolean required,
                      JsonArray **value,
                      GError **error)
{
  JsonNode *node = NULL;

  *value = NULL;
  if (!find_member (self, key, required, &node, error))
    return FALSE;
  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    {
      gu_rule_reader_fail (
          self, key, GU_RULES_ERROR_WRONG_TYPE, error, "%s", _ ("A list [ ] must stand here."));
      return FALSE;
    }
  *value = json_node_get_array (node);
  if (required && json_array_get_length (*value) == 0)
    {
      gu_rule_reader_fail (
          self, key, GU_RULES_ERROR_BAD_VALUE, error, "%s", _ ("The list is empty."));
      return FALSE;
    }
  return TRUE;
}
