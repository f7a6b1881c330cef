/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-rules"

#include "config.h"

#include "gu-rule-reader-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* From untrusted bytes to a JSON tree. json-glib descends by recursion, takes comments and silently
 * keeps the last of two equal keys; so size, depth and keys are looked at here. */

#define MAX_PACK_SIZE (4 * 1024 * 1024)
#define MAX_DEPTH     40

typedef struct
{
  GHashTable *seen; /* owned: "object address/key" */
  char *twice;      /* owned, nullable */
} KeyWatch;

static void
on_object_member (JsonParser *parser, JsonObject *object, const char *key, gpointer user_data)
{
  KeyWatch *watch = user_data;

  if (!g_hash_table_add (watch->seen, g_strdup_printf ("%p/%s", (void *) object, key))
      && watch->twice == NULL)
    watch->twice = g_strdup (key);
}

static gboolean
is_too_deep (const char *text, gsize size)
{
  gboolean in_string = FALSE;
  int depth = 0;

  for (gsize i = 0; i < size; i++)
    {
      char c = text[i];

      if (in_string && c == '\\')
        i++;
      else if (c == '"')
        in_string = !in_string;
      else if (!in_string && (c == '{' || c == '['))
        {
          if (++depth > MAX_DEPTH)
            return TRUE;
        }
      else if (!in_string && (c == '}' || c == ']'))
        depth--;
    }
  return FALSE;
}

static gboolean
check_bytes (const char *text, gsize size, const char *origin, GError **error)
{
  const char *reason = NULL;

  if (size == 0)
    reason = _ ("The file is empty.");
  else if (size > MAX_PACK_SIZE)
    reason = _ ("The file is too large for a rule pack.");
  else if (!g_utf8_validate_len (text, size, NULL))
    reason = _ ("The file is not UTF-8 text.");
  else if (is_too_deep (text, size))
    reason = _ ("The objects are nested too deep.");
  if (reason == NULL)
    return TRUE;

  gu_rule_fail_at (origin, "", GU_RULES_ERROR_SYNTAX, error, "%s", reason);
  return FALSE;
}

JsonNode *
gu_rule_parse_json (GBytes *bytes, const char *origin, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) parse_error = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  KeyWatch watch = { seen, NULL };
  gboolean parsed;
  gsize size = 0;
  const char *text = g_bytes_get_data (bytes, &size);
  g_autofree char *twice = NULL;

  if (!check_bytes (text, size, origin, error))
    return NULL;

  g_signal_connect (parser, "object-member", G_CALLBACK (on_object_member), &watch);
  parsed = json_parser_load_from_data (parser, text, (gssize) size, &parse_error);
  twice = g_steal_pointer (&watch.twice);
  if (!parsed)
    {
      /* The parser quotes what it did not understand, cut between bytes. */
      g_autofree char *message = g_utf8_make_valid (parse_error->message, -1);

      gu_rule_fail_at (
          origin,
          "",
          GU_RULES_ERROR_SYNTAX,
          error,
          /* Translators: %s is the message of the JSON parser, with line and column. */
          _ ("The file is not valid JSON (%s)."),
          message);
      return NULL;
    }
  if (twice != NULL)
    {
      g_autofree char *shown = g_strescape (twice, NULL);

      /* Translators: %s is a key of a JSON object. */
      gu_rule_fail_at (origin,
                       "",
                       GU_RULES_ERROR_DUPLICATE,
                       error,
                       _ ("The key “%s” stands twice in one object."),
                       shown);
      return NULL;
    }
  if (json_parser_get_root (parser) == NULL)
    {
      gu_rule_fail_at (origin, "", GU_RULES_ERROR_SYNTAX, error, "%s", _ ("The file is empty."));
      return NULL;
    }
  return json_node_ref (json_parser_get_root (parser));
}
