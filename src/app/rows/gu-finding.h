/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "gu-record.h"

G_BEGIN_DECLS

/**
 * GuFinding:
 *
 * One thing that the doctor looked at. Read-only properties: `area` ("store", "journal", "rules",
 * "documents", "cards", "central", "settings"), `status` ("ok", "warning", "problem"), `sentence`,
 * `hint` ("" when nothing is to be done), `detail` (technical, untranslated, or "").
 */
#define GU_TYPE_FINDING (gu_finding_get_type ())
G_DECLARE_FINAL_TYPE (GuFinding, gu_finding, GU, FINDING, GuRecord)

const char *gu_finding_get_area (GuFinding *self);
const char *gu_finding_get_status (GuFinding *self);
const char *gu_finding_get_sentence (GuFinding *self);
const char *gu_finding_get_hint (GuFinding *self);
const char *gu_finding_get_detail (GuFinding *self);

G_END_DECLS
