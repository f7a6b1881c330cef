/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define GU_TYPE_CLOCK (gu_clock_get_type ())
G_DECLARE_FINAL_TYPE (GuClock, gu_clock, GU, CLOCK, GObject)

/**
 * gu_clock_new:
 *
 * The clock of the machine, in the time zone of the institution (Europe/Bucharest).
 * Everything that needs "now" is given a clock, so that tests and `--on` can set it.
 *
 * Returns: (transfer full): a running clock.
 */
GuClock *gu_clock_new (void);

/**
 * gu_clock_new_fixed:
 * @unix_ms: milliseconds since 1970-01-01 UTC
 *
 * Returns: (transfer full): a clock that stands still until gu_clock_set_fixed().
 */
GuClock *gu_clock_new_fixed (gint64 unix_ms);

/**
 * gu_clock_set_fixed:
 * @self: a clock
 * @unix_ms: the instant it shows from now on, milliseconds since 1970-01-01 UTC
 *
 * Thread: any.
 */
void gu_clock_set_fixed (GuClock *self, gint64 unix_ms);

/**
 * gu_clock_now_ms:
 * @self: a clock
 *
 * Thread: any.
 *
 * Returns: milliseconds since 1970-01-01 UTC.
 */
gint64 gu_clock_now_ms (GuClock *self);

/**
 * gu_clock_today:
 * @self: a clock
 * @today: (out caller-allocates): the local date
 *
 * Thread: any.
 */
void gu_clock_today (GuClock *self, GDate *today);

/**
 * gu_clock_get_time_zone:
 * @self: a clock
 *
 * Returns: (transfer none): Europe/Bucharest.
 */
GTimeZone *gu_clock_get_time_zone (GuClock *self);

G_END_DECLS
