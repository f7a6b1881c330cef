/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-timeline.h"

#include "gu-timeline-item-private.h"
#include "gu-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What the journal's kinds of event are called, and what of their details a person wants to know.
 */

static const struct
{
  const char *kind;
  const char *title;
  const char *icon;
} kinds[] = {
  { "dossier-created", N_ ("Draft begun"), "document-new-symbolic" },
  { "draft-changed", N_ ("Request filled in"), "document-edit-symbolic" },
  { "draft-discarded", N_ ("Draft given up"), "user-trash-symbolic" },
  { "document-added", N_ ("Paper added"), "list-add-symbolic" },
  { "document-changed", N_ ("Paper checked"), "document-edit-symbolic" },
  { "document-removed", N_ ("Paper taken out"), "list-remove-symbolic" },
  { "number-reserved", N_ ("Number reserved"), "view-list-ordered-symbolic" },
  { "number-cancelled", N_ ("Number cancelled"), "edit-clear-symbolic" },
  { "term-set", N_ ("Legal term set"), "alarm-symbolic" },
  { "registered", N_ ("Registered"), "emblem-ok-symbolic" },
  { "facts-changed", N_ ("Request changed"), "document-edit-symbolic" },
  { "state-changed", N_ ("State changed"), "go-next-symbolic" },
  { "conflict-found", N_ ("Another desk changed the same field"), "dialog-warning-symbolic" },
  { "conflict-resolved", N_ ("Conflict decided"), "emblem-ok-symbolic" },
  { "cnp-shown", N_ ("CNP shown in full"), "view-reveal-symbolic" },
  { "receipt-printed", N_ ("Receipt printed"), "printer-symbolic" },
  { "paper-saved", N_ ("Paper saved to a file"), "document-save-symbolic" },
  { "dossier-exported", N_ ("Dossier exported"), "document-save-symbolic" },
  { "register-opened", N_ ("Register opened on this desk"), "view-list-ordered-symbolic" },
};

static const char *
gu_timeline_member (JsonObject *body, const char *name)
{
  JsonNode *node = json_object_get_member (body, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
                 && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static char *
gu_timeline_paper_detail (JsonObject *body, GuDossier *dossier, GuProcedure *procedure)
{
  const char *id = gu_timeline_member (body, "id");
  GuDocument *document = dossier != NULL && id != NULL ? gu_dossier_find_document (dossier, id)
                                                       : NULL;
  JsonNode *node = json_object_get_member (body, "requirements");
  JsonArray *slots = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node)
                                                                  : NULL;
  g_autoptr (GString)
      text = g_string_new (document != NULL ? gu_document_get_name (document) : NULL);

  for (guint i = 0; slots != NULL && procedure != NULL && i < json_array_get_length (slots); i++)
    {
      GuRequirement *requirement = gu_procedure_find_requirement (
          procedure, json_array_get_string_element (slots, i));

      if (requirement != NULL)
        g_string_append_printf (text,
                                "%s%s",
                                i > 0           ? ", "
                                : text->len > 0 ? " → "
                                                : "",
                                gu_requirement_get_short_name (requirement));
    }

  return g_strdup (text->str);
}

static char *
gu_timeline_detail (const char *kind, JsonObject *body, GuDossier *dossier, GuProcedure *procedure)
{
  const char *text;

  if (g_str_has_prefix (kind, "document-"))
    return gu_timeline_paper_detail (body, dossier, procedure);
  if (strcmp (kind, "registered") == 0)
    return g_strdup (gu_timeline_member (body, "registration"));
  if (strcmp (kind, "term-set") == 0 && dossier != NULL)
    return gu_words_iso_date (gu_dossier_get_due_on (dossier));

  text = gu_timeline_member (body, "reason");
  if (text == NULL)
    text = gu_timeline_member (body, "field");

  return g_strdup (text != NULL ? text : "");
}

GuTimelineItem *
gu_timeline_describe (GuEvent *event, GuDossier *dossier, GuProcedure *procedure, GuClock *clock)
{
  GuTimelineItem *item = g_object_new (GU_TYPE_TIMELINE_ITEM, NULL);
  const char *kind = gu_event_get_kind (event);
  const char *title = kind;
  const char *icon = "text-x-generic-symbolic";
  const char *hash = gu_event_get_hash (event);
  g_autofree char *short_hash = g_strndup (hash != NULL ? hash : "", 12);
  g_autofree char *when = gu_words_instant (clock, gu_event_get_at (event));
  g_autofree char *detail = NULL;
  g_autofree char *accessible = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_strcmp0 (kinds[i].kind, kind) == 0)
        {
          title = _ (kinds[i].title);
          icon = kinds[i].icon;
        }
    }
  detail = gu_timeline_detail (
      kind != NULL ? kind : "", gu_event_get_body (event), dossier, procedure);
  accessible = g_strdup_printf ("%s, %s, %s, %s",
                                when,
                                title != NULL ? title : "",
                                detail != NULL ? detail : "",
                                gu_event_get_who (event) != NULL ? gu_event_get_who (event) : "");

  gu_record_set_string (item, GU_TIMELINE_ITEM_KIND, kind);
  gu_record_set_string (item, GU_TIMELINE_ITEM_TITLE, title);
  gu_record_set_string (item, GU_TIMELINE_ITEM_DETAIL, detail);
  gu_record_set_string (item, GU_TIMELINE_ITEM_WHEN, when);
  gu_record_set_string (item, GU_TIMELINE_ITEM_WHO, gu_event_get_who (event));
  gu_record_set_string (item, GU_TIMELINE_ITEM_DESK, gu_event_get_desk (event));
  gu_record_set_string (item, GU_TIMELINE_ITEM_ICON_NAME, icon);
  gu_record_set_int64 (item, GU_TIMELINE_ITEM_AT, gu_event_get_at (event));
  gu_record_set_string (item, GU_TIMELINE_ITEM_HASH, short_hash);
  gu_record_set_string (item, GU_TIMELINE_ITEM_ACCESSIBLE_LABEL, accessible);

  return item;
}
