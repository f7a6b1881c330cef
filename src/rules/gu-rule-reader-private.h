/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "gu-calendar.h"
#include "gu-rules-error.h"

G_BEGIN_DECLS

/* Where in which file a JSON object stands, so that each error can say it. */
typedef struct
{
  const char *origin; /* borrowed */
  char *path;         /* owned: "procedures[2].clocks[0]"; "" is the root */
  JsonObject *object; /* borrowed */
} GuRuleReader;

/* Opens an object and checks that it has no other keys than @keys (NULL-terminated). */
gboolean gu_rule_reader_open (GuRuleReader *self,
                              const char *origin,
                              const char *path,
                              JsonNode *node,
                              const char *const *keys,
                              GError **error);
void gu_rule_reader_clear (GuRuleReader *self);

/* Sets an error "FILE: PATH: REASON" about @key of this object (NULL: about the object). */
void gu_rule_reader_fail (GuRuleReader *self,
                          const char *key,
                          GuRulesError code,
                          GError **error,
                          const char *format,
                          ...) G_GNUC_PRINTF (5, 6);
/* The same about any path. */
void gu_rule_fail_at (const char *origin,
                      const char *path,
                      GuRulesError code,
                      GError **error,
                      const char *format,
                      ...) G_GNUC_PRINTF (5, 6);

/* "path.key", and "path.key[index]". */
char *gu_rule_reader_path (GuRuleReader *self, const char *key);
char *gu_rule_reader_item_path (GuRuleReader *self, const char *key, guint index);

/* Texts are never empty; the outcome is NULL when an optional key is absent. */
gboolean gu_rule_reader_text (GuRuleReader *self,
                              const char *key,
                              gboolean required,
                              char **value,
                              GError **error);
/* Ids: lower-case ASCII letters, digits, '-', '_' and '.'. */
gboolean gu_rule_reader_id (GuRuleReader *self,
                            const char *key,
                            gboolean required,
                            char **value,
                            GError **error);
gboolean gu_rule_reader_bool (GuRuleReader *self,
                              const char *key,
                              gboolean fallback,
                              gboolean *value,
                              GError **error);
gboolean gu_rule_reader_int (GuRuleReader *self,
                             const char *key,
                             gboolean required,
                             int min,
                             int max,
                             int *value,
                             GError **error);
/* An invalid date when an optional key is absent. */
gboolean gu_rule_reader_date (GuRuleReader *self,
                              const char *key,
                              gboolean required,
                              GDate *value,
                              GError **error);
/* One of @words (NULL-terminated); -1 when an optional key is absent. */
gboolean gu_rule_reader_word (GuRuleReader *self,
                              const char *key,
                              gboolean required,
                              const char *const *words,
                              int *index,
                              GError **error);
/* NULL when an optional key is absent; a required one has at least one item. */
gboolean gu_rule_reader_array (GuRuleReader *self,
                               const char *key,
                               gboolean required,
                               JsonArray **value,
                               GError **error);

/* Whether @id is well formed. */
gboolean gu_rule_id_is_valid (const char *id);

/* The text as JSON, refused when it is too large, too deep, not UTF-8 or has a key twice. */
JsonNode *gu_rule_parse_json (GBytes *bytes, const char *origin, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GuRuleReader, gu_rule_reader_clear)

G_END_DECLS
