/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "gu-context.h"

G_BEGIN_DECLS

#define GU_TYPE_PREFERENCES_WINDOW (gu_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (GuPreferencesWindow,
                      gu_preferences_window,
                      GU,
                      PREFERENCES_WINDOW,
                      AdwPreferencesWindow)

/**
 * gu_preferences_window_new:
 * @context: the desk's services
 *
 * What the institution and this desk decide: names on the papers, the register, the central
 * database, PKCS#11 modules, how days are counted.
 *
 * Returns: a window that is not shown yet.
 */
GuPreferencesWindow *gu_preferences_window_new (GuContext *context);

G_END_DECLS
