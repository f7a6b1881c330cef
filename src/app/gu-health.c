/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-health.h"

#include "gu-context-private.h"
#include "gu-error.h"

#include <glib/gi18n-lib.h>

enum
{
  HEALTH_LINE_STATE = 1,
  HEALTH_LINE_TEXT,
  HEALTH_LINE_HINT,
  HEALTH_LINE_ICON,
  HEALTH_PENDING,
  HEALTH_REJECTED,
  HEALTH_CARD_STATE,
  HEALTH_CARD_TEXT,
  HEALTH_CARD_HINT,
  HEALTH_CARD_ICON,
  HEALTH_TROUBLE,
};

/* How the desk is, in words. */
struct _GuHealth
{
  GuRecord parent_instance;

  /* borrowed: the context owns this object */
  GuContext *context;
  GuCentralLink *link;
  GuCardMonitor *cards;
};

G_DEFINE_FINAL_TYPE (GuHealth, gu_health, GU_TYPE_RECORD)

static void
gu_health_class_init (GuHealthClass *klass)
{
  const GuRecordField fields[] = {
    { "line-state", G_TYPE_STRING, FALSE }, { "line-text", G_TYPE_STRING, FALSE },
    { "line-hint", G_TYPE_STRING, FALSE },  { "line-icon", G_TYPE_STRING, FALSE },
    { "pending", G_TYPE_UINT, FALSE },      { "rejected", G_TYPE_UINT, FALSE },
    { "card-state", G_TYPE_STRING, FALSE }, { "card-text", G_TYPE_STRING, FALSE },
    { "card-hint", G_TYPE_STRING, FALSE },  { "card-icon", G_TYPE_STRING, FALSE },
    { "trouble", G_TYPE_BOOLEAN, FALSE },
  };

  gu_record_class_install (GU_RECORD_CLASS (klass), fields, G_N_ELEMENTS (fields));
}

static void
gu_health_init (GuHealth *self)
{
}

static void
gu_health_set_line (GuHealth *self,
                    const char *state,
                    const char *text,
                    const char *hint,
                    const char *icon)
{
  gu_record_set_string (self, HEALTH_LINE_STATE, state);
  gu_record_set_string (self, HEALTH_LINE_TEXT, text);
  gu_record_set_string (self, HEALTH_LINE_HINT, hint);
  gu_record_set_string (self, HEALTH_LINE_ICON, icon);
}

/* "10:42" today, else the day as well. */
static char *
gu_health_since (GuHealth *self, gint64 since_ms)
{
  GuClock *clock = gu_context_get_clock (self->context);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (since_ms / 1000);
  g_autoptr (GDateTime) then = NULL;
  GDate today;

  if (utc == NULL)
    return g_strdup ("");

  then = g_date_time_to_timezone (utc, gu_clock_get_time_zone (clock));
  gu_clock_today (clock, &today);
  if (g_date_time_get_day_of_year (then) == (int) g_date_get_day_of_year (&today)
      && g_date_time_get_year (then) == g_date_get_year (&today))
    return g_date_time_format (then, "%H:%M");

  return g_date_time_format (then, "%d.%m.%Y %H:%M");
}

static char *
gu_health_with_pending (const char *text, guint pending)
{
  g_autofree char *waiting = NULL;

  if (pending == 0)
    return g_strdup (text);

  /* Translators: after the state of the line: "Offline since 10:42, 3 waiting". */
  waiting = g_strdup_printf (ngettext ("%u waiting", "%u waiting", pending), pending);

  return g_strdup_printf ("%s, %s", text, waiting);
}

static void
gu_health_describe_link (GuHealth *self)
{
  GuCentralLink *link = self->link;
  guint pending = gu_central_link_get_pending (link);
  g_autofree char *since = gu_health_since (self, gu_central_link_get_since (link));
  g_autofree char *text = NULL;
  g_autofree char *words = NULL;
  const char *hint = gu_central_link_get_last_hint (link);

  switch (gu_central_link_get_state (link))
    {
    case GU_LINK_ONLINE:
      words = gu_health_with_pending (_ ("Connected"), pending);
      gu_health_set_line (self, "online", words, "", "network-transmit-receive-symbolic");
      break;
    case GU_LINK_CONNECTING:
      words = gu_health_with_pending (_ ("Connecting…"), pending);
      gu_health_set_line (self, "connecting", words, "", "network-transmit-symbolic");
      break;
    case GU_LINK_REFUSED:
      words = gu_health_with_pending (gu_central_link_get_last_error (link), pending);
      gu_health_set_line (self, "refused", words, hint, "network-error-symbolic");
      break;
    case GU_LINK_OFFLINE:
    default:
      /* Translators: a time such as "10:42", or a day and a time. */
      text = g_strdup_printf (_ ("Offline since %s"), since);
      words = gu_health_with_pending (text, pending);
      if (hint == NULL || *hint == '\0')
        hint = _ ("Work on: everything is kept here and sent when the line is back");
      gu_health_set_line (self, "offline", words, hint, "network-offline-symbolic");
      break;
    }
}

static void
gu_health_update_trouble (GuHealth *self)
{
  const char *line = gu_health_get_line_state (self);
  gboolean trouble = g_strcmp0 (line, "refused") == 0
                     || gu_record_get_uint (self, HEALTH_REJECTED) > 0;

  gu_record_set_boolean (self, HEALTH_TROUBLE, trouble);
}

static void
gu_health_update_line (GuHealth *self)
{
  const GError *error = gu_context_get_central_error (self->context);

  switch (gu_context_get_central_phase (self->context))
    {
    case GU_CENTRAL_PHASE_STARTING:
      gu_health_set_line (self,
                          "starting",
                          _ ("The central registry is starting…"),
                          "",
                          "network-transmit-symbolic");
      break;
    case GU_CENTRAL_PHASE_FAILED:
      gu_health_set_line (self,
                          "offline",
                          error != NULL ? error->message : "",
                          error != NULL ? gu_error_get_hint (error) : "",
                          "network-offline-symbolic");
      break;
    case GU_CENTRAL_PHASE_LINKED:
      gu_record_set_uint (self, HEALTH_PENDING, gu_central_link_get_pending (self->link));
      gu_record_set_uint (self, HEALTH_REJECTED, gu_central_link_get_rejected (self->link));
      gu_health_describe_link (self);
      break;
    case GU_CENTRAL_PHASE_OFF:
    default:
      gu_health_set_line (self, "none", _ ("No central registry"), "", "network-offline-symbolic");
      break;
    }
  gu_health_update_trouble (self);
}

static void
gu_health_update_card (GuHealth *self)
{
  GuCardStatus status;
  g_autofree char *sentence = NULL;
  g_autofree char *hint = NULL;
  const char *icon = "auth-smartcard-symbolic";

  if (self->cards == NULL)
    {
      gu_record_set_string (self, HEALTH_CARD_STATE, "off");
      gu_record_set_string (self, HEALTH_CARD_TEXT, _ ("Cards are not followed"));
      gu_record_set_string (self, HEALTH_CARD_ICON, icon);
      return;
    }

  status = gu_card_monitor_get_status (self->cards);
  sentence = gu_card_monitor_dup_sentence (self->cards);
  hint = gu_card_monitor_dup_hint (self->cards);
  if (status != GU_CARD_STATUS_READY && status != GU_CARD_STATUS_STARTING
      && status != GU_CARD_STATUS_NO_CARD)
    icon = "dialog-warning-symbolic";

  gu_record_set_string (self, HEALTH_CARD_STATE, gu_card_status_get_nick (status));
  gu_record_set_string (self, HEALTH_CARD_TEXT, sentence);
  gu_record_set_string (self, HEALTH_CARD_HINT, hint);
  gu_record_set_string (self, HEALTH_CARD_ICON, icon);
}

GuHealth *
gu_health_new (GuContext *context)
{
  GuHealth *self = g_object_new (GU_TYPE_HEALTH, NULL);

  self->context = context;
  g_signal_connect_object (
      context, "central-changed", G_CALLBACK (gu_health_update_line), self, G_CONNECT_SWAPPED);
  gu_health_update_line (self);
  gu_health_update_card (self);

  return self;
}

void
gu_health_attach_link (GuHealth *self, GuCentralLink *link)
{
  self->link = link;
  g_signal_connect_object (
      link, "notify", G_CALLBACK (gu_health_update_line), self, G_CONNECT_SWAPPED);
}

void
gu_health_attach_cards (GuHealth *self, GuCardMonitor *cards)
{
  self->cards = cards;
  g_signal_connect_object (
      cards, "changed", G_CALLBACK (gu_health_update_card), self, G_CONNECT_SWAPPED);
  gu_health_update_card (self);
}

const char *
gu_health_get_line_state (GuHealth *self)
{
  g_return_val_if_fail (GU_IS_HEALTH (self), NULL);

  return gu_record_get_string (self, HEALTH_LINE_STATE);
}

const char *
gu_health_get_line_text (GuHealth *self)
{
  g_return_val_if_fail (GU_IS_HEALTH (self), NULL);

  return gu_record_get_string (self, HEALTH_LINE_TEXT);
}

const char *
gu_health_get_card_state (GuHealth *self)
{
  g_return_val_if_fail (GU_IS_HEALTH (self), NULL);

  return gu_record_get_string (self, HEALTH_CARD_STATE);
}

const char *
gu_health_get_card_text (GuHealth *self)
{
  g_return_val_if_fail (GU_IS_HEALTH (self), NULL);

  return gu_record_get_string (self, HEALTH_CARD_TEXT);
}
