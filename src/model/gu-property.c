/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-model"

#include "config.h"

#include "gu-property.h"

#include "gu-models-private.h"
#include "gu-model-error.h"

struct _GuProperty
{
  GObject parent_instance;

  /* owned */
  char *county;
  char *locality;
  char *siruta;
  char *street;
  char *house_number;
  char *postal_code;
  char *cadastral_number;
  char *land_book;
  double area_m2;
  char *kind;
};

G_DEFINE_FINAL_TYPE (GuProperty, gu_property, G_TYPE_OBJECT)

static const char *const kinds[] = { "teren", "constructii", "teren-si-constructii", NULL };

enum
{
  PROP_0,
  PROP_COUNTY,
  PROP_LOCALITY,
  PROP_SIRUTA,
  PROP_STREET,
  PROP_HOUSE_NUMBER,
  PROP_POSTAL_CODE,
  PROP_CADASTRAL_NUMBER,
  PROP_LAND_BOOK,
  PROP_AREA_M2,
  PROP_KIND,
  N_PROPS
};

static const GuField fields[] = {
  GU_FIELD (GuProperty, "county", GU_FIELD_STRING, county),
  GU_FIELD (GuProperty, "locality", GU_FIELD_STRING, locality),
  GU_FIELD (GuProperty, "siruta", GU_FIELD_STRING, siruta),
  GU_FIELD (GuProperty, "street", GU_FIELD_STRING, street),
  GU_FIELD (GuProperty, "house-number", GU_FIELD_STRING, house_number),
  GU_FIELD (GuProperty, "postal-code", GU_FIELD_STRING, postal_code),
  GU_FIELD (GuProperty, "cadastral-number", GU_FIELD_STRING, cadastral_number),
  GU_FIELD (GuProperty, "land-book", GU_FIELD_STRING, land_book),
  GU_FIELD (GuProperty, "area-m2", GU_FIELD_DOUBLE, area_m2),
  GU_FIELD_LIST (GuProperty, "kind", kinds, kind),
};

static GParamSpec *properties[N_PROPS];

static void
gu_property_finalize (GObject *object)
{
  gu_fields_clear (object, fields, G_N_ELEMENTS (fields));

  G_OBJECT_CLASS (gu_property_parent_class)->finalize (object);
}

static void
gu_property_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  gu_fields_get_property (object, fields, id, value);
}

static void
gu_property_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  gu_fields_set_property (object, fields, id, value, pspec);
}

static void
gu_property_class_init (GuPropertyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = gu_property_finalize;
  object_class->get_property = gu_property_get_property;
  object_class->set_property = gu_property_set_property;

  gu_fields_install (object_class, fields, G_N_ELEMENTS (fields), properties);
}

static void
gu_property_init (GuProperty *self)
{
  self->kind = g_strdup ("teren");
}

GuProperty *
gu_property_new (void)
{
  return g_object_new (GU_TYPE_PROPERTY, NULL);
}

GuProperty *
gu_property_read (JsonObject *json, const char *path, GuFieldsMode mode, GError **error)
{
  g_autoptr (GuProperty) self = gu_property_new ();

  if (!gu_fields_from_json (
          G_OBJECT (self), fields, G_N_ELEMENTS (fields), json, path, mode, NULL, error))
    return NULL;

  return g_steal_pointer (&self);
}

GuProperty *
gu_property_new_from_json (JsonObject *json, GError **error)
{
  g_return_val_if_fail (json != NULL, NULL);

  return gu_property_read (json, "", GU_FIELDS_STRICT, error);
}

JsonObject *
gu_property_to_json (GuProperty *self)
{
  JsonObject *json;

  g_return_val_if_fail (GU_IS_PROPERTY (self), NULL);

  json = json_object_new ();
  gu_fields_to_json (G_OBJECT (self), fields, G_N_ELEMENTS (fields), json);

  return json;
}

GU_ACCESSOR (GuProperty, gu_property, GU_IS_PROPERTY, const char *, string, county, PROP_COUNTY)
GU_ACCESSOR (GuProperty, gu_property, GU_IS_PROPERTY, const char *, string, locality, PROP_LOCALITY)
GU_ACCESSOR (GuProperty, gu_property, GU_IS_PROPERTY, const char *, string, siruta, PROP_SIRUTA)
GU_ACCESSOR (GuProperty, gu_property, GU_IS_PROPERTY, const char *, string, street, PROP_STREET)
GU_ACCESSOR (GuProperty,
             gu_property,
             GU_IS_PROPERTY,
             const char *,
             string,
             house_number,
             PROP_HOUSE_NUMBER)
GU_ACCESSOR (GuProperty,
             gu_property,
             GU_IS_PROPERTY,
             const char *,
             string,
             postal_code,
             PROP_POSTAL_CODE)
GU_ACCESSOR (GuProperty,
             gu_property,
             GU_IS_PROPERTY,
             const char *,
             string,
             cadastral_number,
             PROP_CADASTRAL_NUMBER)
GU_ACCESSOR (GuProperty,
             gu_property,
             GU_IS_PROPERTY,
             const char *,
             string,
             land_book,
             PROP_LAND_BOOK)
GU_ACCESSOR (GuProperty, gu_property, GU_IS_PROPERTY, double, double, area_m2, PROP_AREA_M2)
GU_ACCESSOR (GuProperty, gu_property, GU_IS_PROPERTY, const char *, string, kind, PROP_KIND)

char *
gu_property_dup_address_line (GuProperty *self)
{
  g_autoptr (GString) line = g_string_new (NULL);
  const char *parts[2];

  g_return_val_if_fail (GU_IS_PROPERTY (self), NULL);

  if (self->street != NULL)
    g_string_append (line, self->street);
  if (self->house_number != NULL && self->house_number[0] != '\0')
    g_string_append_printf (line, "%s%s", line->len > 0 ? " " : "", self->house_number);

  parts[0] = self->locality;
  parts[1] = self->county;
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (parts[i] != NULL && parts[i][0] != '\0')
        g_string_append_printf (line, "%s%s", line->len > 0 ? ", " : "", parts[i]);
    }

  return g_strdup (line->str);
}
