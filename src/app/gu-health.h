/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "gu-context.h"
#include "gu-record.h"

G_BEGIN_DECLS

/**
 * GuHealth:
 *
 * How the desk is, in words, for the bottom of the sidebar. Read-only properties with notify on the
 * main context:
 * - `line-state` ("none", "starting", "connecting", "online", "offline", "refused"), `line-text`
 * ("Connected", "Offline since 10:42, 3 waiting"), `line-hint` (what to do, or ""), `line-icon`
 * (icon name), `pending` (uint: changes that wait to be sent), `rejected` (uint: changes that
 * central refused);
 * - `card-state` ("no-service", "no-reader", "no-card", "unknown-card", "mute", "in-use", "ready",
 * "off"), `card-text`, `card-hint`, `card-icon`;
 * - `trouble` (boolean: something needs a person).
 */
#define GU_TYPE_HEALTH (gu_health_get_type ())
G_DECLARE_FINAL_TYPE (GuHealth, gu_health, GU, HEALTH, GuRecord)

/* For the context, which owns it. */
GuHealth *gu_health_new (GuContext *context);
void gu_health_attach_link (GuHealth *self, GuCentralLink *link);
void gu_health_attach_cards (GuHealth *self, GuCardMonitor *cards);

const char *gu_health_get_line_state (GuHealth *self);
const char *gu_health_get_line_text (GuHealth *self);
const char *gu_health_get_card_state (GuHealth *self);
const char *gu_health_get_card_text (GuHealth *self);

G_END_DECLS
