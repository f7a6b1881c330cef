/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-model"

#include "config.h"

#include "gu-event.h"

#include "gu-fields-private.h"

#include <string.h>

struct _GuEvent
{
  GObject parent_instance;

  /* owned */
  char *origin;
  gint64 seq;
  char *dossier_id;
  char *kind;
  gint64 at;
  char *who;
  char *desk;
  char *body_text;
  char *prev_hash;
  char *hash;
  JsonObject *body; /* body_text parsed, made when first asked for */
};

G_DEFINE_FINAL_TYPE (GuEvent, gu_event, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_ORIGIN,
  PROP_SEQ,
  PROP_DOSSIER_ID,
  PROP_KIND,
  PROP_AT,
  PROP_WHO,
  PROP_DESK,
  PROP_BODY_TEXT,
  PROP_PREV_HASH,
  PROP_HASH,
  N_FIELDS,
  PROP_BODY = N_FIELDS,
  N_PROPS
};

static const GuField fields[] = {
  GU_FIELD (GuEvent, "origin", GU_FIELD_STRING, origin),
  GU_FIELD (GuEvent, "seq", GU_FIELD_INT64, seq),
  GU_FIELD (GuEvent, "dossier-id", GU_FIELD_STRING, dossier_id),
  GU_FIELD_NEEDED (GuEvent, "kind", GU_FIELD_STRING, kind),
  GU_FIELD (GuEvent, "at", GU_FIELD_INT64, at),
  GU_FIELD (GuEvent, "who", GU_FIELD_STRING, who),
  GU_FIELD (GuEvent, "desk", GU_FIELD_STRING, desk),
  GU_FIELD (GuEvent, "body-text", GU_FIELD_STRING, body_text),
  GU_FIELD (GuEvent, "prev-hash", GU_FIELD_STRING, prev_hash),
  GU_FIELD (GuEvent, "hash", GU_FIELD_STRING, hash),
};

static GParamSpec *properties[N_PROPS];

static void
gu_event_finalize (GObject *object)
{
  gu_fields_clear (object, fields, G_N_ELEMENTS (fields));
  g_clear_pointer (&GU_EVENT (object)->body, json_object_unref);

  G_OBJECT_CLASS (gu_event_parent_class)->finalize (object);
}

static void
gu_event_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_BODY)
    g_value_set_boxed (value, gu_event_get_body (GU_EVENT (object)));
  else
    gu_fields_get_property (object, fields, id, value);
}

static void
gu_event_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  gu_fields_set_property (object, fields, id, value, pspec);
}

static void
gu_event_notify (GObject *object, GParamSpec *pspec)
{
  if (pspec == properties[PROP_BODY_TEXT])
    g_clear_pointer (&GU_EVENT (object)->body, json_object_unref);
}

static void
gu_event_class_init (GuEventClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = gu_event_finalize;
  object_class->get_property = gu_event_get_property;
  object_class->set_property = gu_event_set_property;
  object_class->notify = gu_event_notify;

  gu_fields_install (object_class, fields, G_N_ELEMENTS (fields), properties);
  properties[PROP_BODY] = g_param_spec_boxed (
      "body", NULL, NULL, JSON_TYPE_OBJECT, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_property (object_class, PROP_BODY, properties[PROP_BODY]);
}

static void
gu_event_init (GuEvent *self)
{
}

GuEvent *
gu_event_new (void)
{
  return g_object_new (GU_TYPE_EVENT, NULL);
}

GuEvent *
gu_event_new_from_json (JsonObject *json, GError **error)
{
  g_autoptr (GuEvent) self = NULL;

  g_return_val_if_fail (json != NULL, NULL);

  self = gu_event_new ();
  if (!gu_fields_from_json (
          G_OBJECT (self), fields, G_N_ELEMENTS (fields), json, "", GU_FIELDS_LENIENT, NULL, error))
    return NULL;

  return g_steal_pointer (&self);
}

JsonObject *
gu_event_to_json (GuEvent *self)
{
  JsonObject *json;

  g_return_val_if_fail (GU_IS_EVENT (self), NULL);

  json = json_object_new ();
  gu_fields_to_json (G_OBJECT (self), fields, G_N_ELEMENTS (fields), json);

  return json;
}

JsonObject *
gu_event_get_body (GuEvent *self)
{
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (GU_IS_EVENT (self), NULL);

  if (self->body == NULL)
    {
      if (self->body_text != NULL)
        node = json_from_string (self->body_text, NULL);
      if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
        self->body = json_node_dup_object (node);
      else
        self->body = json_object_new ();
    }

  return self->body;
}

static void
gu_event_hash_text (GChecksum *checksum, const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;
  char head[24];

  g_snprintf (head, sizeof head, "%" G_GSIZE_FORMAT ":", length);
  g_checksum_update (checksum, (const guchar *) head, -1);
  if (length > 0)
    g_checksum_update (checksum, (const guchar *) text, (gssize) length);
  g_checksum_update (checksum, (const guchar *) ",", 1);
}

static void
gu_event_hash_number (GChecksum *checksum, gint64 number)
{
  char text[24];

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, number);
  gu_event_hash_text (checksum, text);
}

char *
gu_event_compute_hash (GuEvent *self)
{
  g_autoptr (GChecksum) checksum = NULL;

  g_return_val_if_fail (GU_IS_EVENT (self), NULL);

  checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (
      checksum,
      (const guchar *) (self->prev_hash != NULL ? self->prev_hash : GU_EVENT_FIRST_HASH),
      -1);
  gu_event_hash_text (checksum, self->origin);
  gu_event_hash_number (checksum, self->seq);
  gu_event_hash_text (checksum, self->dossier_id);
  gu_event_hash_text (checksum, self->kind);
  gu_event_hash_number (checksum, self->at);
  gu_event_hash_text (checksum, self->who);
  gu_event_hash_text (checksum, self->desk);
  gu_event_hash_text (checksum, self->body_text);

  return g_strdup (g_checksum_get_string (checksum));
}

GU_ACCESSOR (GuEvent, gu_event, GU_IS_EVENT, const char *, string, origin, PROP_ORIGIN)
GU_ACCESSOR (GuEvent, gu_event, GU_IS_EVENT, gint64, int64, seq, PROP_SEQ)
GU_ACCESSOR (GuEvent, gu_event, GU_IS_EVENT, const char *, string, dossier_id, PROP_DOSSIER_ID)
GU_ACCESSOR (GuEvent, gu_event, GU_IS_EVENT, const char *, string, kind, PROP_KIND)
GU_ACCESSOR (GuEvent, gu_event, GU_IS_EVENT, gint64, int64, at, PROP_AT)
GU_ACCESSOR (GuEvent, gu_event, GU_IS_EVENT, const char *, string, who, PROP_WHO)
GU_ACCESSOR (GuEvent, gu_event, GU_IS_EVENT, const char *, string, desk, PROP_DESK)
GU_ACCESSOR (GuEvent, gu_event, GU_IS_EVENT, const char *, string, body_text, PROP_BODY_TEXT)
GU_ACCESSOR (GuEvent, gu_event, GU_IS_EVENT, const char *, string, prev_hash, PROP_PREV_HASH)
GU_ACCESSOR (GuEvent, gu_event, GU_IS_EVENT, const char *, string, hash, PROP_HASH)
