/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-desk-settings.h"

GSettings *
gu_desk_settings_new (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema)
      schema = source != NULL ? g_settings_schema_source_lookup (source, GU_APP_ID, TRUE) : NULL;

  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

int
gu_desk_settings_get_int (GSettings *settings, const char *key, int fallback)
{
  return settings != NULL ? g_settings_get_int (settings, key) : fallback;
}

gboolean
gu_desk_settings_get_boolean (GSettings *settings, const char *key, gboolean fallback)
{
  return settings != NULL ? g_settings_get_boolean (settings, key) : fallback;
}

char *
gu_desk_settings_get_string (GSettings *settings, const char *key, const char *fallback)
{
  return settings != NULL ? g_settings_get_string (settings, key) : g_strdup (fallback);
}
