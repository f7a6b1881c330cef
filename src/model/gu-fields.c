/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-model"

#include "config.h"

#include "gu-fields-private.h"

#include "gu-error.h"
#include "gu-model-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gpointer
gu_field_place (GObject *object, const GuField *field)
{
  return ((guint8 *) object) + field->offset;
}

static gboolean
gu_field_accepts (const GuField *field, const char *value)
{
  if (value == NULL)
    return TRUE;
  if (field->kind == GU_FIELD_DATE)
    return gu_model_date_parse (value, NULL);
  if (field->kind == GU_FIELD_CHOICE)
    return g_strv_contains (field->choices, value);

  return g_utf8_validate (value, -1, NULL);
}

static GParamSpec *
gu_field_make_pspec (const GuField *field)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  switch (field->kind)
    {
    case GU_FIELD_STRING:
    case GU_FIELD_DATE:
    case GU_FIELD_CHOICE:
      return g_param_spec_string (field->name, NULL, NULL, NULL, flags);
    case GU_FIELD_INT:
      return g_param_spec_int (field->name, NULL, NULL, G_MININT, G_MAXINT, 0, flags);
    case GU_FIELD_INT64:
      return g_param_spec_int64 (field->name, NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
    case GU_FIELD_DOUBLE:
      return g_param_spec_double (field->name, NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, flags);
    case GU_FIELD_BOOLEAN:
      return g_param_spec_boolean (field->name, NULL, NULL, FALSE, flags);
    case GU_FIELD_STRV:
      return g_param_spec_boxed (field->name, NULL, NULL, G_TYPE_STRV, flags);
    default:
      g_assert_not_reached ();
    }
}

void
gu_fields_install (GObjectClass *klass, const GuField *fields, guint n, GParamSpec **pspecs)
{
  for (guint i = 0; i < n; i++)
    {
      pspecs[i + 1] = gu_field_make_pspec (&fields[i]);
      g_object_class_install_property (klass, i + 1, pspecs[i + 1]);
    }
}

void
gu_fields_get_property (GObject *object, const GuField *fields, guint id, GValue *value)
{
  const GuField *field = &fields[id - 1];
  gpointer place = gu_field_place (object, field);

  switch (field->kind)
    {
    case GU_FIELD_STRING:
    case GU_FIELD_DATE:
    case GU_FIELD_CHOICE:
      g_value_set_string (value, *(char **) place);
      break;
    case GU_FIELD_INT:
      g_value_set_int (value, *(int *) place);
      break;
    case GU_FIELD_INT64:
      g_value_set_int64 (value, *(gint64 *) place);
      break;
    case GU_FIELD_DOUBLE:
      g_value_set_double (value, *(double *) place);
      break;
    case GU_FIELD_BOOLEAN:
      g_value_set_boolean (value, *(gboolean *) place);
      break;
    case GU_FIELD_STRV:
      g_value_set_boxed (value, *(char ***) place);
      break;
    default:
      g_assert_not_reached ();
    }
}

void
gu_fields_set_property (GObject *object,
                        const GuField *fields,
                        guint id,
                        const GValue *value,
                        GParamSpec *pspec)
{
  const GuField *field = &fields[id - 1];
  gpointer place = gu_field_place (object, field);

  switch (field->kind)
    {
    case GU_FIELD_STRING:
    case GU_FIELD_DATE:
    case GU_FIELD_CHOICE:
      g_return_if_fail (gu_field_accepts (field, g_value_get_string (value)));
      gu_fields_set_string (object, pspec, place, g_value_get_string (value));
      break;
    case GU_FIELD_INT:
      gu_fields_set_int (object, pspec, place, g_value_get_int (value));
      break;
    case GU_FIELD_INT64:
      gu_fields_set_int64 (object, pspec, place, g_value_get_int64 (value));
      break;
    case GU_FIELD_DOUBLE:
      gu_fields_set_double (object, pspec, place, g_value_get_double (value));
      break;
    case GU_FIELD_BOOLEAN:
      gu_fields_set_boolean (object, pspec, place, g_value_get_boolean (value));
      break;
    case GU_FIELD_STRV:
      gu_fields_set_strv (object, pspec, place, g_value_get_boxed (value));
      break;
    default:
      g_assert_not_reached ();
    }
}

void
gu_fields_clear (GObject *object, const GuField *fields, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      gpointer place = gu_field_place (object, &fields[i]);

      if (fields[i].kind == GU_FIELD_STRV)
        g_clear_pointer ((char ***) place, g_strfreev);
      else if (fields[i].kind <= GU_FIELD_CHOICE)
        g_clear_pointer ((char **) place, g_free);
    }
}

static gboolean
gu_field_fail (GError **error, const char *path, const char *key, const char *expected)
{
  gu_error_set (error,
                GU_MODEL_ERROR,
                GU_MODEL_ERROR_INVALID,
                NULL,
                NULL,
                /* Translators: the first %s%s is the path of a field such as "applicant.name", the
                 * last %s says what it must be, such as "text". */
                _ ("The field “%s%s” must be %s."),
                path,
                key,
                expected);

  return FALSE;
}

static gboolean
gu_field_is_value (JsonNode *node, GType type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static gboolean
gu_field_read_strv (JsonNode *node, char ***place)
{
  g_autoptr (GStrvBuilder) builder = NULL;
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;

  array = json_node_get_array (node);
  builder = g_strv_builder_new ();
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (!gu_field_is_value (element, G_TYPE_STRING))
        return FALSE;
      g_strv_builder_add (builder, json_node_get_string (element));
    }
  g_strfreev (*place);
  *place = g_strv_builder_end (builder);

  return TRUE;
}

static gboolean
gu_field_read_string (const GuField *field, JsonNode *node, char **place)
{
  if (!gu_field_is_value (node, G_TYPE_STRING)
      || !gu_field_accepts (field, json_node_get_string (node)))
    return FALSE;

  g_free (*place);
  *place = json_node_dup_string (node);

  return TRUE;
}

static gboolean
gu_field_read_number (const GuField *field, JsonNode *node, gpointer place)
{
  gboolean whole = gu_field_is_value (node, G_TYPE_INT64);

  if (field->kind == GU_FIELD_DOUBLE)
    {
      if (!whole && !gu_field_is_value (node, G_TYPE_DOUBLE))
        return FALSE;
      *(double *) place = json_node_get_double (node);
      return TRUE;
    }

  if (!whole)
    return FALSE;
  if (field->kind == GU_FIELD_INT64)
    {
      *(gint64 *) place = json_node_get_int (node);
      return TRUE;
    }
  if (json_node_get_int (node) < G_MININT || json_node_get_int (node) > G_MAXINT)
    return FALSE;
  *(int *) place = (int) json_node_get_int (node);

  return TRUE;
}

static gboolean
gu_field_read (GObject *object,
               const GuField *field,
               const char *path,
               const char *key,
               JsonNode *node,
               GError **error)
{
  gpointer place = gu_field_place (object, field);

  switch (field->kind)
    {
    case GU_FIELD_STRING:
      return gu_field_read_string (field, node, place)
             || gu_field_fail (error, path, key, _ ("text"));
    case GU_FIELD_DATE:
      return gu_field_read_string (field, node, place)
             || gu_field_fail (error, path, key, _ ("a date such as 2026-11-23"));
    case GU_FIELD_CHOICE:
      {
        g_autofree char *list = g_strjoinv (", ", (char **) field->choices);

        return gu_field_read_string (field, node, place) || gu_field_fail (error, path, key, list);
      }
    case GU_FIELD_INT:
    case GU_FIELD_INT64:
      return gu_field_read_number (field, node, place)
             || gu_field_fail (error, path, key, _ ("a whole number"));
    case GU_FIELD_DOUBLE:
      return gu_field_read_number (field, node, place)
             || gu_field_fail (error, path, key, _ ("a number"));
    case GU_FIELD_BOOLEAN:
      if (!gu_field_is_value (node, G_TYPE_BOOLEAN))
        return gu_field_fail (error, path, key, _ ("true or false"));
      *(gboolean *) place = json_node_get_boolean (node);
      return TRUE;
    case GU_FIELD_STRV:
      return gu_field_read_strv (node, place)
             || gu_field_fail (error, path, key, _ ("a list of texts"));
    default:
      g_assert_not_reached ();
    }
}

static char *
gu_field_key (const GuField *field)
{
  return g_strdelimit (g_strdup (field->name), "-", '_');
}

static gboolean
gu_fields_check_unknown (const GuField *fields,
                         guint n,
                         JsonObject *json,
                         const char *path,
                         const char *const *other_keys,
                         GError **error)
{
  JsonObjectIter iter;
  const char *member;

  json_object_iter_init (&iter, json);
  while (json_object_iter_next (&iter, &member, NULL))
    {
      gboolean known = other_keys != NULL && g_strv_contains (other_keys, member);

      for (guint i = 0; i < n && !known; i++)
        {
          g_autofree char *key = gu_field_key (&fields[i]);

          known = g_str_equal (key, member);
        }
      if (!known)
        {
          gu_error_set (error,
                        GU_MODEL_ERROR,
                        GU_MODEL_ERROR_INVALID,
                        NULL,
                        NULL,
                        /* Translators: %s%s is the path of a field such as "applicant.nmae". */
                        _ ("The field “%s%s” is not known."),
                        path,
                        member);
          return FALSE;
        }
    }

  return TRUE;
}

gboolean
gu_fields_from_json (GObject *object,
                     const GuField *fields,
                     guint n,
                     JsonObject *json,
                     const char *path,
                     GuFieldsMode mode,
                     const char *const *other_keys,
                     GError **error)
{
  if (mode == GU_FIELDS_STRICT
      && !gu_fields_check_unknown (fields, n, json, path, other_keys, error))
    return FALSE;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *key = gu_field_key (&fields[i]);
      JsonNode *node = json_object_get_member (json, key);

      if (node == NULL || json_node_is_null (node))
        {
          if (fields[i].required)
            {
              gu_error_set (error,
                            GU_MODEL_ERROR,
                            GU_MODEL_ERROR_INVALID,
                            NULL,
                            NULL,
                            /* Translators: %s%s is the path of a field such as "applicant.name". */
                            _ ("The field “%s%s” is missing."),
                            path,
                            key);
              return FALSE;
            }
          continue;
        }
      if (!gu_field_read (object, &fields[i], path, key, node, error))
        return FALSE;
    }

  return TRUE;
}

static void
gu_field_write_strv (JsonObject *json, const char *key, const char *const *strv)
{
  JsonArray *array = json_array_new ();

  for (gsize i = 0; strv != NULL && strv[i] != NULL; i++)
    json_array_add_string_element (array, strv[i]);
  json_object_set_array_member (json, key, array);
}

void
gu_fields_to_json (GObject *object, const GuField *fields, guint n, JsonObject *json)
{
  for (guint i = 0; i < n; i++)
    {
      gpointer place = gu_field_place (object, &fields[i]);
      g_autofree char *key = gu_field_key (&fields[i]);

      switch (fields[i].kind)
        {
        case GU_FIELD_STRING:
        case GU_FIELD_DATE:
        case GU_FIELD_CHOICE:
          if (*(char **) place != NULL)
            json_object_set_string_member (json, key, *(char **) place);
          break;
        case GU_FIELD_INT:
          json_object_set_int_member (json, key, *(int *) place);
          break;
        case GU_FIELD_INT64:
          json_object_set_int_member (json, key, *(gint64 *) place);
          break;
        case GU_FIELD_DOUBLE:
          json_object_set_double_member (json, key, *(double *) place);
          break;
        case GU_FIELD_BOOLEAN:
          json_object_set_boolean_member (json, key, *(gboolean *) place);
          break;
        case GU_FIELD_STRV:
          gu_field_write_strv (json, key, *(const char *const **) place);
          break;
        default:
          g_assert_not_reached ();
        }
    }
}

void
gu_fields_set_string (GObject *object, GParamSpec *pspec, char **field, const char *value)
{
  g_return_if_fail (value == NULL || g_utf8_validate (value, -1, NULL));

  if (g_strcmp0 (*field, value) == 0)
    return;

  g_free (*field);
  *field = g_strdup (value);
  g_object_notify_by_pspec (object, pspec);
}

void
gu_fields_set_int (GObject *object, GParamSpec *pspec, int *field, int value)
{
  if (*field == value)
    return;

  *field = value;
  g_object_notify_by_pspec (object, pspec);
}

void
gu_fields_set_int64 (GObject *object, GParamSpec *pspec, gint64 *field, gint64 value)
{
  if (*field == value)
    return;

  *field = value;
  g_object_notify_by_pspec (object, pspec);
}

void
gu_fields_set_double (GObject *object, GParamSpec *pspec, double *field, double value)
{
  if (*field == value)
    return;

  *field = value;
  g_object_notify_by_pspec (object, pspec);
}

void
gu_fields_set_boolean (GObject *object, GParamSpec *pspec, gboolean *field, gboolean value)
{
  value = !!value;
  if (*field == value)
    return;

  *field = value;
  g_object_notify_by_pspec (object, pspec);
}

void
gu_fields_set_strv (GObject *object, GParamSpec *pspec, char ***field, const char *const *value)
{
  static const char *const empty[] = { NULL };

  if (g_strv_equal (*field != NULL ? (const char *const *) *field : empty,
                    value != NULL ? value : empty))
    return;

  g_strfreev (*field);
  *field = g_strdupv ((char **) value);
  g_object_notify_by_pspec (object, pspec);
}

gboolean
gu_fields_member_object (JsonObject *json,
                         const char *key,
                         const char *path,
                         JsonObject **member,
                         GError **error)
{
  JsonNode *node = json_object_get_member (json, key);

  *member = NULL;
  if (node == NULL || json_node_is_null (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return gu_field_fail (error, path, key, _ ("an object"));
  *member = json_node_get_object (node);

  return TRUE;
}
