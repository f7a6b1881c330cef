/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * gu_desk_settings_new:
 *
 * How the window looks to this user. A desk whose schema is not installed works all the same and
 * only forgets the size of its window.
 *
 * Returns: (transfer full) (nullable): the settings.
 */
GSettings *gu_desk_settings_new (void);

/* The value of @key, or @fallback when there are no settings. */
int gu_desk_settings_get_int (GSettings *settings, const char *key, int fallback);
gboolean gu_desk_settings_get_boolean (GSettings *settings, const char *key, gboolean fallback);
char *gu_desk_settings_get_string (GSettings *settings, const char *key, const char *fallback);

G_END_DECLS
