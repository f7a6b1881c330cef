/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-place.h"

/* A row of the sidebar. */

struct _GuPlace
{
  GObject parent_instance;

  char *id;        /* owned */
  char *title;     /* owned */
  char *icon_name; /* owned */
  guint count;
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_TITLE,
  PROP_ICON_NAME,
  PROP_COUNT,
  PROP_COUNT_TEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (GuPlace, gu_place, G_TYPE_OBJECT)

static void
gu_place_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GuPlace *self = GU_PLACE (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, self->icon_name);
      break;
    case PROP_COUNT:
      g_value_set_uint (value, self->count);
      break;
    case PROP_COUNT_TEXT:
      g_value_take_string (value,
                           self->count > 0 ? g_strdup_printf ("%'u", self->count) : g_strdup (""));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_place_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GuPlace *self = GU_PLACE (object);

  switch (id)
    {
    case PROP_ID:
      self->id = g_value_dup_string (value);
      break;
    case PROP_TITLE:
      self->title = g_value_dup_string (value);
      break;
    case PROP_ICON_NAME:
      self->icon_name = g_value_dup_string (value);
      break;
    case PROP_COUNT:
      gu_place_set_count (self, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_place_finalize (GObject *object)
{
  GuPlace *self = GU_PLACE (object);

  g_free (self->id);
  g_free (self->title);
  g_free (self->icon_name);
  G_OBJECT_CLASS (gu_place_parent_class)->finalize (object);
}

static void
gu_place_class_init (GuPlaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags once = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = gu_place_finalize;
  object_class->get_property = gu_place_get_property;
  object_class->set_property = gu_place_set_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, once);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, once);
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, once);
  properties[PROP_COUNT] = g_param_spec_uint ("count",
                                              NULL,
                                              NULL,
                                              0,
                                              G_MAXUINT,
                                              0,
                                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                  | G_PARAM_STATIC_STRINGS);
  properties[PROP_COUNT_TEXT] = g_param_spec_string (
      "count-text", NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
gu_place_init (GuPlace *self)
{
}

GuPlace *
gu_place_new (const char *id, const char *title, const char *icon_name)
{
  return g_object_new (GU_TYPE_PLACE, "id", id, "title", title, "icon-name", icon_name, NULL);
}

const char *
gu_place_get_id (GuPlace *self)
{
  g_return_val_if_fail (GU_IS_PLACE (self), NULL);

  return self->id;
}

const char *
gu_place_get_title (GuPlace *self)
{
  g_return_val_if_fail (GU_IS_PLACE (self), NULL);

  return self->title;
}

guint
gu_place_get_count (GuPlace *self)
{
  g_return_val_if_fail (GU_IS_PLACE (self), 0);

  return self->count;
}

void
gu_place_set_count (GuPlace *self, guint count)
{
  g_return_if_fail (GU_IS_PLACE (self));

  if (self->count == count)
    return;
  self->count = count;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNT_TEXT]);
}
