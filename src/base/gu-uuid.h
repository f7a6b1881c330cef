/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * gu_uuid_new_v7:
 * @unix_ms: milliseconds since 1970-01-01 UTC, from the caller's clock
 *
 * Makes a time-ordered identifier (RFC 9562, version 7). Two made in the same millisecond by one
 * process keep their order.
 *
 * Thread: any.
 *
 * Returns: (transfer full): 36 lower-case characters.
 */
char *gu_uuid_new_v7 (gint64 unix_ms);

/**
 * gu_uuid_is_valid:
 * @text: (nullable): what to look at
 *
 * Returns: whether @text is a UUID of 36 characters, in any version.
 */
gboolean gu_uuid_is_valid (const char *text);

G_END_DECLS
