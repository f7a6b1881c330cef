/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Private to the model: one table per class says which fields it has; properties, JSON both ways,
 * change notification and freeing all follow from it. */

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  GU_FIELD_STRING,
  GU_FIELD_DATE,   /* a string in the form YYYY-MM-DD */
  GU_FIELD_CHOICE, /* a string out of a list */
  GU_FIELD_INT,
  GU_FIELD_INT64,
  GU_FIELD_DOUBLE,
  GU_FIELD_BOOLEAN,
  GU_FIELD_STRV,
} GuFieldKind;

typedef struct
{
  const char *name; /* property name; the JSON key is the same with '_' for '-' */
  GuFieldKind kind;
  gsize offset; /* of the field in the instance */
  const char *const *choices;
  gboolean required; /* in JSON */
} GuField;

#define GU_FIELD(Type, name, kind, member)                                                         \
  {                                                                                                \
    name, kind, G_STRUCT_OFFSET (Type, member), NULL, FALSE                                        \
  }
#define GU_FIELD_NEEDED(Type, name, kind, member)                                                  \
  {                                                                                                \
    name, kind, G_STRUCT_OFFSET (Type, member), NULL, TRUE                                         \
  }
#define GU_FIELD_LIST(Type, name, list, member)                                                    \
  {                                                                                                \
    name, GU_FIELD_CHOICE, G_STRUCT_OFFSET (Type, member), list, FALSE                             \
  }

typedef enum
{
  GU_FIELDS_LENIENT, /* unknown keys may come from a newer desk */
  GU_FIELDS_STRICT,  /* unknown keys are typing errors */
} GuFieldsMode;

/* Properties are numbered 1 … n in the order of the table; @pspecs has n + 1 places. */
void gu_fields_install (GObjectClass *klass, const GuField *fields, guint n, GParamSpec **pspecs);
void gu_fields_get_property (GObject *object, const GuField *fields, guint id, GValue *value);
void gu_fields_set_property (GObject *object,
                             const GuField *fields,
                             guint id,
                             const GValue *value,
                             GParamSpec *pspec);
void gu_fields_clear (GObject *object, const GuField *fields, guint n);

gboolean
gu_fields_from_json (GObject *object,
                     const GuField *fields,
                     guint n,
                     JsonObject *json,
                     const char *path, /* "applicant." or "" */
                     GuFieldsMode mode,
                     const char *const *other_keys, /* (nullable): keys the class reads itself */
                     GError **error);
void gu_fields_to_json (GObject *object, const GuField *fields, guint n, JsonObject *json);

void gu_fields_set_string (GObject *object, GParamSpec *pspec, char **field, const char *value);
void gu_fields_set_int (GObject *object, GParamSpec *pspec, int *field, int value);
void gu_fields_set_int64 (GObject *object, GParamSpec *pspec, gint64 *field, gint64 value);
void gu_fields_set_double (GObject *object, GParamSpec *pspec, double *field, double value);
void gu_fields_set_boolean (GObject *object, GParamSpec *pspec, gboolean *field, gboolean value);
void
gu_fields_set_strv (GObject *object, GParamSpec *pspec, char ***field, const char *const *value);

gboolean gu_fields_member_object (JsonObject *json,
                                  const char *key,
                                  const char *path,
                                  JsonObject **member, /* (out) (nullable) (transfer none) */
                                  GError **error);

#define GU_ACCESSOR(Type, prefix, CHECK, CTYPE, kind, member, id)                                  \
  CTYPE prefix##_get_##member (Type *self)                                                         \
  {                                                                                                \
    g_return_val_if_fail (CHECK (self), (CTYPE) 0);                                                \
    return (CTYPE) self->member;                                                                   \
  }                                                                                                \
  void prefix##_set_##member (Type *self, CTYPE value)                                             \
  {                                                                                                \
    g_return_if_fail (CHECK (self));                                                               \
    gu_fields_set_##kind (G_OBJECT (self), properties[id], &self->member, value);                  \
  }

G_END_DECLS
