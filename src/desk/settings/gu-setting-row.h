/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "gu-settings.h"

G_BEGIN_DECLS

/* One text setting: kept when it is applied and nothing is wrong with it. Property: setting (name
 * of a property of GuSettings). */
#define GU_TYPE_SETTING_ROW (gu_setting_row_get_type ())
G_DECLARE_FINAL_TYPE (GuSettingRow, gu_setting_row, GU, SETTING_ROW, AdwEntryRow)

/** gu_setting_row_bind: @settings: where the setting lives. */
void gu_setting_row_bind (GuSettingRow *self, GuSettings *settings);

G_END_DECLS
