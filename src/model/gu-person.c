/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-model"

#include "config.h"

#include "gu-person.h"

#include "gu-error.h"
#include "gu-models-private.h"
#include "gu-model-error.h"

#include <glib/gi18n-lib.h>

struct _GuPerson
{
  GObject parent_instance;

  /* owned */
  char *kind;
  char *name;
  char *cnp;
  char *cui;
  char *id_series;
  char *id_number;
  char *county;
  char *locality;
  char *street;
  char *house_number;
  char *postal_code;
  char *email;
  char *phone;
};

G_DEFINE_FINAL_TYPE (GuPerson, gu_person, G_TYPE_OBJECT)

static const char *const kinds[] = { "natural", "legal", NULL };

enum
{
  PROP_0,
  PROP_KIND,
  PROP_NAME,
  PROP_CNP,
  PROP_CUI,
  PROP_ID_SERIES,
  PROP_ID_NUMBER,
  PROP_COUNTY,
  PROP_LOCALITY,
  PROP_STREET,
  PROP_HOUSE_NUMBER,
  PROP_POSTAL_CODE,
  PROP_EMAIL,
  PROP_PHONE,
  N_PROPS
};

static const GuField fields[] = {
  GU_FIELD_LIST (GuPerson, "kind", kinds, kind),
  GU_FIELD (GuPerson, "name", GU_FIELD_STRING, name),
  GU_FIELD (GuPerson, "cnp", GU_FIELD_STRING, cnp),
  GU_FIELD (GuPerson, "cui", GU_FIELD_STRING, cui),
  GU_FIELD (GuPerson, "id-series", GU_FIELD_STRING, id_series),
  GU_FIELD (GuPerson, "id-number", GU_FIELD_STRING, id_number),
  GU_FIELD (GuPerson, "county", GU_FIELD_STRING, county),
  GU_FIELD (GuPerson, "locality", GU_FIELD_STRING, locality),
  GU_FIELD (GuPerson, "street", GU_FIELD_STRING, street),
  GU_FIELD (GuPerson, "house-number", GU_FIELD_STRING, house_number),
  GU_FIELD (GuPerson, "postal-code", GU_FIELD_STRING, postal_code),
  GU_FIELD (GuPerson, "email", GU_FIELD_STRING, email),
  GU_FIELD (GuPerson, "phone", GU_FIELD_STRING, phone),
};

static GParamSpec *properties[N_PROPS];

static void
gu_person_finalize (GObject *object)
{
  gu_fields_clear (object, fields, G_N_ELEMENTS (fields));

  G_OBJECT_CLASS (gu_person_parent_class)->finalize (object);
}

static void
gu_person_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  gu_fields_get_property (object, fields, id, value);
}

static void
gu_person_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  gu_fields_set_property (object, fields, id, value, pspec);
}

static void
gu_person_class_init (GuPersonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = gu_person_finalize;
  object_class->get_property = gu_person_get_property;
  object_class->set_property = gu_person_set_property;

  gu_fields_install (object_class, fields, G_N_ELEMENTS (fields), properties);
}

static void
gu_person_init (GuPerson *self)
{
  self->kind = g_strdup ("natural");
}

GuPerson *
gu_person_new (void)
{
  return g_object_new (GU_TYPE_PERSON, NULL);
}

GuPerson *
gu_person_read (JsonObject *json, const char *path, GuFieldsMode mode, GError **error)
{
  g_autoptr (GuPerson) self = gu_person_new ();

  if (!gu_fields_from_json (
          G_OBJECT (self), fields, G_N_ELEMENTS (fields), json, path, mode, NULL, error))
    return NULL;

  return g_steal_pointer (&self);
}

GuPerson *
gu_person_new_from_json (JsonObject *json, GError **error)
{
  GuPerson *self;

  g_return_val_if_fail (json != NULL, NULL);

  self = gu_person_read (json, "", GU_FIELDS_STRICT, error);

  /* A draft may not know yet who asks; somebody who writes a person down does. */
  if (self != NULL && self->name == NULL)
    {
      gu_error_set (error,
                    GU_MODEL_ERROR,
                    GU_MODEL_ERROR_INVALID,
                    NULL,
                    NULL,
                    /* Translators: the name of a field. */
                    _ ("The field “%s” is missing."),
                    "name");
      g_clear_object (&self);
    }

  return self;
}

JsonObject *
gu_person_to_json (GuPerson *self)
{
  JsonObject *json;

  g_return_val_if_fail (GU_IS_PERSON (self), NULL);

  json = json_object_new ();
  gu_fields_to_json (G_OBJECT (self), fields, G_N_ELEMENTS (fields), json);

  return json;
}

GU_ACCESSOR (GuPerson, gu_person, GU_IS_PERSON, const char *, string, kind, PROP_KIND)
GU_ACCESSOR (GuPerson, gu_person, GU_IS_PERSON, const char *, string, name, PROP_NAME)
GU_ACCESSOR (GuPerson, gu_person, GU_IS_PERSON, const char *, string, cnp, PROP_CNP)
GU_ACCESSOR (GuPerson, gu_person, GU_IS_PERSON, const char *, string, cui, PROP_CUI)
GU_ACCESSOR (GuPerson, gu_person, GU_IS_PERSON, const char *, string, id_series, PROP_ID_SERIES)
GU_ACCESSOR (GuPerson, gu_person, GU_IS_PERSON, const char *, string, id_number, PROP_ID_NUMBER)
GU_ACCESSOR (GuPerson, gu_person, GU_IS_PERSON, const char *, string, county, PROP_COUNTY)
GU_ACCESSOR (GuPerson, gu_person, GU_IS_PERSON, const char *, string, locality, PROP_LOCALITY)
GU_ACCESSOR (GuPerson, gu_person, GU_IS_PERSON, const char *, string, street, PROP_STREET)
GU_ACCESSOR (GuPerson,
             gu_person,
             GU_IS_PERSON,
             const char *,
             string,
             house_number,
             PROP_HOUSE_NUMBER)
GU_ACCESSOR (GuPerson, gu_person, GU_IS_PERSON, const char *, string, postal_code, PROP_POSTAL_CODE)
GU_ACCESSOR (GuPerson, gu_person, GU_IS_PERSON, const char *, string, email, PROP_EMAIL)
GU_ACCESSOR (GuPerson, gu_person, GU_IS_PERSON, const char *, string, phone, PROP_PHONE)
