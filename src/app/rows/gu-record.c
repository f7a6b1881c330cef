/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-record.h"

#include <string.h>

/* The values of one row, by property id. */
typedef struct
{
  /* owned */
  GValue *values;
} GuRecordPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (GuRecord, gu_record, G_TYPE_OBJECT)

static GValue *
gu_record_value (gpointer self, guint id)
{
  GuRecordPrivate *priv = gu_record_get_instance_private (GU_RECORD (self));

  g_assert (id > 0 && id <= GU_RECORD_GET_CLASS (self)->n_fields);

  return &priv->values[id - 1];
}

static gboolean
gu_record_differs (const GValue *old, const GValue *new)
{
  if (G_VALUE_HOLDS_STRING (old))
    return g_strcmp0 (g_value_get_string (old), g_value_get_string (new)) != 0;
  if (G_VALUE_HOLDS_OBJECT (old))
    return g_value_get_object (old) != g_value_get_object (new);
  if (G_VALUE_HOLDS (old, G_TYPE_STRV))
    {
      const char *const *a = g_value_get_boxed (old);
      const char *const *b = g_value_get_boxed (new);

      if (a == NULL || b == NULL)
        return a != b;
      return !g_strv_equal (a, b);
    }

  return old->data[0].v_uint64 != new->data[0].v_uint64;
}

static void
gu_record_take (gpointer self, guint id, const GValue *value)
{
  GValue *place = gu_record_value (self, id);

  if (!gu_record_differs (place, value))
    return;

  g_value_copy (value, place);
  g_object_notify_by_pspec (G_OBJECT (self), GU_RECORD_GET_CLASS (self)->pspecs[id]);
}

static void
gu_record_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_copy (gu_record_value (object, id), value);
}

static void
gu_record_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  gu_record_take (object, id, value);
}

static void
gu_record_constructed (GObject *object)
{
  GuRecordClass *klass = GU_RECORD_GET_CLASS (object);
  GuRecordPrivate *priv = gu_record_get_instance_private (GU_RECORD (object));

  priv->values = g_new0 (GValue, klass->n_fields);
  for (guint i = 0; i < klass->n_fields; i++)
    {
      g_value_init (&priv->values[i], klass->pspecs[i + 1]->value_type);
      g_param_value_set_default (klass->pspecs[i + 1], &priv->values[i]);
    }

  G_OBJECT_CLASS (gu_record_parent_class)->constructed (object);
}

static void
gu_record_finalize (GObject *object)
{
  GuRecordClass *klass = GU_RECORD_GET_CLASS (object);
  GuRecordPrivate *priv = gu_record_get_instance_private (GU_RECORD (object));

  for (guint i = 0; i < klass->n_fields; i++)
    g_value_unset (&priv->values[i]);
  g_clear_pointer (&priv->values, g_free);

  G_OBJECT_CLASS (gu_record_parent_class)->finalize (object);
}

static void
gu_record_class_init (GuRecordClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = gu_record_constructed;
  object_class->finalize = gu_record_finalize;
}

static void
gu_record_init (GuRecord *self)
{
}

static GParamSpec *
gu_record_make_pspec (const GuRecordField *field)
{
  GParamFlags flags = G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY
                      | (field->writable ? G_PARAM_READWRITE : G_PARAM_READABLE);

  if (field->type == G_TYPE_BOOLEAN)
    return g_param_spec_boolean (field->name, NULL, NULL, FALSE, flags);
  if (field->type == G_TYPE_INT)
    return g_param_spec_int (field->name, NULL, NULL, G_MININT, G_MAXINT, 0, flags);
  if (field->type == G_TYPE_UINT)
    return g_param_spec_uint (field->name, NULL, NULL, 0, G_MAXUINT, 0, flags);
  if (field->type == G_TYPE_INT64)
    return g_param_spec_int64 (field->name, NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  if (field->type == G_TYPE_STRV)
    return g_param_spec_boxed (field->name, NULL, NULL, G_TYPE_STRV, flags);
  if (field->type != G_TYPE_INVALID && g_type_is_a (field->type, G_TYPE_OBJECT))
    return g_param_spec_object (field->name, NULL, NULL, field->type, flags);
  if (field->type != G_TYPE_INVALID && G_TYPE_IS_INTERFACE (field->type))
    return g_param_spec_object (field->name, NULL, NULL, field->type, flags);

  return g_param_spec_string (field->name, NULL, NULL, "", flags);
}

void
gu_record_class_install (GuRecordClass *klass, const GuRecordField *fields, guint n_fields)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  /* GObject does not let a class inherit these two. */
  object_class->get_property = gu_record_get_property;
  object_class->set_property = gu_record_set_property;
  klass->n_fields = n_fields;
  klass->pspecs = g_new0 (GParamSpec *, n_fields + 1);
  for (guint i = 0; i < n_fields; i++)
    klass->pspecs[i + 1] = gu_record_make_pspec (&fields[i]);

  g_object_class_install_properties (object_class, n_fields + 1, klass->pspecs);
}

void
gu_record_set_string (gpointer self, guint id, const char *value)
{
  g_auto (GValue) held = G_VALUE_INIT;

  g_value_init (&held, G_TYPE_STRING);
  g_value_set_string (&held, value != NULL ? value : "");
  gu_record_take (self, id, &held);
}

void
gu_record_set_boolean (gpointer self, guint id, gboolean value)
{
  g_auto (GValue) held = G_VALUE_INIT;

  g_value_init (&held, G_TYPE_BOOLEAN);
  g_value_set_boolean (&held, value != FALSE);
  gu_record_take (self, id, &held);
}

void
gu_record_set_int (gpointer self, guint id, int value)
{
  g_auto (GValue) held = G_VALUE_INIT;

  g_value_init (&held, G_TYPE_INT);
  g_value_set_int (&held, value);
  gu_record_take (self, id, &held);
}

void
gu_record_set_uint (gpointer self, guint id, guint value)
{
  g_auto (GValue) held = G_VALUE_INIT;

  g_value_init (&held, G_TYPE_UINT);
  g_value_set_uint (&held, value);
  gu_record_take (self, id, &held);
}

void
gu_record_set_int64 (gpointer self, guint id, gint64 value)
{
  g_auto (GValue) held = G_VALUE_INIT;

  g_value_init (&held, G_TYPE_INT64);
  g_value_set_int64 (&held, value);
  gu_record_take (self, id, &held);
}

void
gu_record_set_strv (gpointer self, guint id, const char *const *value)
{
  g_auto (GValue) held = G_VALUE_INIT;

  g_value_init (&held, G_TYPE_STRV);
  g_value_set_boxed (&held, value);
  gu_record_take (self, id, &held);
}

void
gu_record_set_object (gpointer self, guint id, gpointer object)
{
  g_auto (GValue) held = G_VALUE_INIT;

  g_value_init (&held, GU_RECORD_GET_CLASS (self)->pspecs[id]->value_type);
  g_value_set_object (&held, object);
  gu_record_take (self, id, &held);
}

const char *
gu_record_get_string (gpointer self, guint id)
{
  const char *value = g_value_get_string (gu_record_value (self, id));

  return value != NULL ? value : "";
}

gboolean
gu_record_get_boolean (gpointer self, guint id)
{
  return g_value_get_boolean (gu_record_value (self, id));
}

int
gu_record_get_int (gpointer self, guint id)
{
  return g_value_get_int (gu_record_value (self, id));
}

guint
gu_record_get_uint (gpointer self, guint id)
{
  return g_value_get_uint (gu_record_value (self, id));
}

gint64
gu_record_get_int64 (gpointer self, guint id)
{
  return g_value_get_int64 (gu_record_value (self, id));
}

const char *const *
gu_record_get_strv (gpointer self, guint id)
{
  static const char *const none[] = { NULL };
  const char *const *value = g_value_get_boxed (gu_record_value (self, id));

  return value != NULL ? value : none;
}

gpointer
gu_record_get_object (gpointer self, guint id)
{
  return g_value_get_object (gu_record_value (self, id));
}
