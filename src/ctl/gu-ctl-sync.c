/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-ctl"

#include "config.h"

#include "gu-ctl.h"
#include "gu-health.h"
#include "gu-outbox-list.h"
#include "gu-store-sync.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

/* sync, outbox. */

static int
gu_ctl_sync_once (GuCtl *ctl)
{
  g_autoptr (GAsyncResult) result = NULL;
  guint pushed = 0, pulled = 0, rejected = 0;
  GuOutboxCounts counts = { 0 };
  GError *error = NULL;

  gu_context_sync_async (ctl->context, ctl->cancellable, gu_ctl_ready, &result);
  gu_ctl_wait (&result);
  if (!gu_context_sync_finish (ctl->context, result, &pushed, &pulled, &rejected, &error)
      || !gu_store_outbox_counts (gu_context_get_store (ctl->context), &counts, &error))
    return gu_ctl_fail (ctl, error);

  if (ctl->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "pushed", pushed);
      json_object_set_int_member (object, "pulled", pulled);
      json_object_set_int_member (object, "rejected", rejected);
      json_object_set_int_member (object, "pending", counts.pending);
      gu_ctl_print_json_object (object);
    }
  else
    /* Translators: changes sent, changes received, changes refused, changes still waiting. */
    g_print (_ ("sent %u, received %u, refused %u, waiting %u\n"),
             pushed,
             pulled,
             rejected,
             counts.pending);

  return GU_CTL_DONE;
}

static void
gu_ctl_sync_tell (GuCtl *ctl, GuHealth *health)
{
  if (ctl->json)
    {
      g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
      g_autofree char *text = NULL;
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "state", gu_health_get_line_state (health));
      json_object_set_string_member (object, "text", gu_health_get_line_text (health));
      json_node_take_object (node, object);
      text = json_to_string (node, FALSE);
      g_print ("%s\n", text);
    }
  else
    g_print ("%s\n", gu_health_get_line_text (health));
  fflush (stdout);
}

/* Keeps the line as the window does, until it is interrupted. */
static int
gu_ctl_sync_keep (GuCtl *ctl)
{
  GuHealth *health = gu_context_get_health (ctl->context);
  gulong id = g_signal_connect_swapped (
      health, "notify::line-text", G_CALLBACK (gu_ctl_sync_tell), ctl);

  gu_ctl_sync_tell (ctl, health);
  while (!g_cancellable_is_cancelled (ctl->cancellable))
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (health, id);

  return GU_CTL_DONE;
}

static int
gu_ctl_sync (GuCtl *ctl, int argc, char **argv)
{
  gboolean once = FALSE;
  const GOptionEntry entries[] = {
    { "once", 0, 0, G_OPTION_ARG_NONE, &once, N_ ("one round, then end"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  GError *error = NULL;

  if (!gu_ctl_parse (ctl, entries, &argc, &argv, 0, 0))
    return GU_CTL_USAGE;
  if (!gu_ctl_open (ctl, once ? GU_CONTEXT_STORE_ONLY : GU_CONTEXT_CENTRAL, &error))
    return gu_ctl_fail (ctl, error);

  return once ? gu_ctl_sync_once (ctl) : gu_ctl_sync_keep (ctl);
}

static JsonObject *
gu_ctl_outbox_row (GuOutboxRow *row)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", row->id);
  gu_ctl_json_text (object, "dossier", row->dossier_id);
  json_object_set_string_member (object, "kind", row->kind);
  json_object_set_string_member (object, "entity", row->entity_id);
  json_object_set_int_member (object, "version", row->version);
  json_object_set_string_member (object, "state", row->state);
  gu_ctl_json_text (object, "reason", row->reason);
  gu_ctl_json_text (object, "hint", row->hint);
  json_object_set_int_member (object, "attempts", row->attempts);
  json_object_set_int_member (object, "created_at", row->created_at);

  return object;
}

static int
gu_ctl_outbox_list (GuCtl *ctl, int argc, char **argv)
{
  g_autofree char *state = NULL;
  const GOptionEntry entries[] = {
    { "state",
      0,
      0,
      G_OPTION_ARG_STRING,
      &state,
      N_ ("only in this state"),
      "pending|frozen|rejected" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (JsonArray) array = json_array_new ();
  GError *error = NULL;

  if (!gu_ctl_parse (ctl, entries, &argc, &argv, 0, 0))
    return GU_CTL_USAGE;
  if (!gu_ctl_open (ctl, GU_CONTEXT_STORE_ONLY, &error))
    return gu_ctl_fail (ctl, error);
  rows = gu_store_outbox_list (gu_context_get_store (ctl->context), NULL, state, 0, &error);
  if (rows == NULL)
    return gu_ctl_fail (ctl, error);

  for (guint i = 0; i < rows->len; i++)
    {
      GuOutboxRow *row = g_ptr_array_index (rows, i);

      if (ctl->json)
        json_array_add_object_element (array, gu_ctl_outbox_row (row));
      else
        g_print ("%s\t%s\t%s\t%s\t%s\n",
                 row->id,
                 row->state,
                 row->kind,
                 *row->dossier_id != '\0' ? row->dossier_id : "-",
                 row->reason != NULL ? row->reason : "");
    }
  if (ctl->json)
    gu_ctl_print_json_array (g_steal_pointer (&array));

  return GU_CTL_DONE;
}

static int
gu_ctl_outbox_retry (GuCtl *ctl, int argc, char **argv)
{
  g_autoptr (GuOutboxList) list = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  if (!gu_ctl_parse (ctl, NULL, &argc, &argv, 1, 1))
    return GU_CTL_USAGE;
  if (!gu_ctl_open (ctl, GU_CONTEXT_STORE_ONLY, &error))
    return gu_ctl_fail (ctl, error);

  list = gu_outbox_list_new (ctl->context);
  gu_outbox_list_retry_async (list, argv[1], ctl->cancellable, gu_ctl_ready, &result);
  gu_ctl_wait (&result);
  if (!gu_outbox_list_retry_finish (list, result, &error))
    return gu_ctl_fail (ctl, error);

  if (ctl->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", argv[1]);
      json_object_set_boolean_member (object, "waiting", TRUE);
      gu_ctl_print_json_object (object);
    }

  return GU_CTL_DONE;
}

const GuCtlCommand gu_ctl_sync_commands[] = {
  { "sync", "[--once]", N_ ("Sends and receives; without --once until interrupted"), gu_ctl_sync },
  { "outbox list",
    "[--state pending|frozen|rejected]",
    N_ ("Lists what has not arrived at the central registry"),
    gu_ctl_outbox_list },
  { "outbox retry",
    "ID",
    N_ ("Sends again what was refused: one change, or all of a dossier"),
    gu_ctl_outbox_retry },
  { NULL, NULL, NULL, NULL },
};
