/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-model"

#include "config.h"

#include "gu-dossier.h"

#include "gu-error.h"
#include "gu-model-error.h"
#include "gu-models-private.h"

#include <glib/gi18n-lib.h>

struct _GuDossier
{
  GObject parent_instance;

  /* owned */
  char *id;
  gint64 rev;
  char *procedure;
  char *regime;
  char *pack_id;
  char *pack_version;
  char *state;
  gint64 created_at;
  gint64 updated_at;
  char *filed_on;
  char *due_on;
  char *register_id;
  int year;
  gint64 number;
  gint64 registered_at;
  char *registration;
  char *officer;
  char *desk;
  char *sync_state;
  GuPerson *applicant;
  GuPerson *representative;
  GuProperty *property;
  JsonObject *facts;
  GListStore *documents;
};

G_DEFINE_FINAL_TYPE (GuDossier, gu_dossier, G_TYPE_OBJECT)

static const char *const regimes[] = { "L50", "L169", NULL };
static const char *const sync_states[] = { "local", "queued", "synced", "rejected", NULL };
static const char *const states[] = {
  "ciorna",    "inregistrat", "in-verificare", "complet",      "incomplet-notificat",
  "completat", "in-analiza",  "in-avizare",    "in-redactare", "la-semnat",
  "emis",      "comunicat",   "publicat",      "arhivat",      "suspendat",
  "respins",   "retras",      "clasat",        "conexat",      "redirectionat",
  NULL,
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_REV,
  PROP_PROCEDURE,
  PROP_REGIME,
  PROP_PACK_ID,
  PROP_PACK_VERSION,
  PROP_STATE,
  PROP_CREATED_AT,
  PROP_UPDATED_AT,
  PROP_FILED_ON,
  PROP_DUE_ON,
  PROP_REGISTER,
  PROP_YEAR,
  PROP_NUMBER,
  PROP_REGISTERED_AT,
  PROP_REGISTRATION,
  PROP_OFFICER,
  PROP_DESK,
  PROP_SYNC_STATE,
  N_FIELDS,
  PROP_APPLICANT = N_FIELDS,
  PROP_REPRESENTATIVE,
  PROP_PROPERTY,
  PROP_FACTS,
  PROP_DOCUMENTS,
  N_PROPS
};

static const GuField fields[] = {
  GU_FIELD (GuDossier, "id", GU_FIELD_STRING, id),
  GU_FIELD (GuDossier, "rev", GU_FIELD_INT64, rev),
  GU_FIELD_NEEDED (GuDossier, "procedure", GU_FIELD_STRING, procedure),
  GU_FIELD_LIST (GuDossier, "regime", regimes, regime),
  GU_FIELD (GuDossier, "pack-id", GU_FIELD_STRING, pack_id),
  GU_FIELD (GuDossier, "pack-version", GU_FIELD_STRING, pack_version),
  GU_FIELD_LIST (GuDossier, "state", states, state),
  GU_FIELD (GuDossier, "created-at", GU_FIELD_INT64, created_at),
  GU_FIELD (GuDossier, "updated-at", GU_FIELD_INT64, updated_at),
  GU_FIELD (GuDossier, "filed-on", GU_FIELD_DATE, filed_on),
  GU_FIELD (GuDossier, "due-on", GU_FIELD_DATE, due_on),
  GU_FIELD (GuDossier, "register", GU_FIELD_STRING, register_id),
  GU_FIELD (GuDossier, "year", GU_FIELD_INT, year),
  GU_FIELD (GuDossier, "number", GU_FIELD_INT64, number),
  GU_FIELD (GuDossier, "registered-at", GU_FIELD_INT64, registered_at),
  GU_FIELD (GuDossier, "registration", GU_FIELD_STRING, registration),
  GU_FIELD (GuDossier, "officer", GU_FIELD_STRING, officer),
  GU_FIELD (GuDossier, "desk", GU_FIELD_STRING, desk),
  GU_FIELD_LIST (GuDossier, "sync-state", sync_states, sync_state),
};

static GParamSpec *properties[N_PROPS];

static void
gu_dossier_finalize (GObject *object)
{
  GuDossier *self = GU_DOSSIER (object);

  gu_fields_clear (object, fields, G_N_ELEMENTS (fields));
  g_clear_object (&self->applicant);
  g_clear_object (&self->representative);
  g_clear_object (&self->property);
  g_clear_object (&self->documents);
  g_clear_pointer (&self->facts, json_object_unref);

  G_OBJECT_CLASS (gu_dossier_parent_class)->finalize (object);
}

static void
gu_dossier_get_property_value (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GuDossier *self = GU_DOSSIER (object);

  switch (id)
    {
    case PROP_APPLICANT:
      g_value_set_object (value, self->applicant);
      break;
    case PROP_REPRESENTATIVE:
      g_value_set_object (value, self->representative);
      break;
    case PROP_PROPERTY:
      g_value_set_object (value, self->property);
      break;
    case PROP_FACTS:
      g_value_set_boxed (value, self->facts);
      break;
    case PROP_DOCUMENTS:
      g_value_set_object (value, self->documents);
      break;
    default:
      gu_fields_get_property (object, fields, id, value);
      break;
    }
}

static void
gu_dossier_set_property_value (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GuDossier *self = GU_DOSSIER (object);

  switch (id)
    {
    case PROP_APPLICANT:
      gu_dossier_set_applicant (self, g_value_get_object (value));
      break;
    case PROP_REPRESENTATIVE:
      gu_dossier_set_representative (self, g_value_get_object (value));
      break;
    case PROP_PROPERTY:
      gu_dossier_set_property (self, g_value_get_object (value));
      break;
    case PROP_FACTS:
      gu_dossier_set_facts (self, g_value_get_boxed (value));
      break;
    default:
      gu_fields_set_property (object, fields, id, value, pspec);
      break;
    }
}

static void
gu_dossier_class_init (GuDossierClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = gu_dossier_finalize;
  object_class->get_property = gu_dossier_get_property_value;
  object_class->set_property = gu_dossier_set_property_value;

  gu_fields_install (object_class, fields, G_N_ELEMENTS (fields), properties);

  properties[PROP_APPLICANT] = g_param_spec_object ("applicant", NULL, NULL, GU_TYPE_PERSON, flags);
  properties[PROP_REPRESENTATIVE] = g_param_spec_object (
      "representative", NULL, NULL, GU_TYPE_PERSON, flags);
  properties[PROP_PROPERTY] = g_param_spec_object ("property", NULL, NULL, GU_TYPE_PROPERTY, flags);
  properties[PROP_FACTS] = g_param_spec_boxed ("facts", NULL, NULL, JSON_TYPE_OBJECT, flags);
  properties[PROP_DOCUMENTS] = g_param_spec_object (
      "documents", NULL, NULL, G_TYPE_LIST_MODEL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  for (guint i = PROP_APPLICANT; i < N_PROPS; i++)
    g_object_class_install_property (object_class, i, properties[i]);
}

static void
gu_dossier_init (GuDossier *self)
{
  self->state = g_strdup ("ciorna");
  self->sync_state = g_strdup ("local");
  self->applicant = gu_person_new ();
  self->property = gu_property_new ();
  self->facts = json_object_new ();
  self->documents = g_list_store_new (GU_TYPE_DOCUMENT);
}

GuDossier *
gu_dossier_new (void)
{
  return g_object_new (GU_TYPE_DOSSIER, NULL);
}

static gboolean
gu_dossier_read_parts (GuDossier *self, JsonObject *json, GError **error)
{
  JsonObject *applicant, *representative, *property, *facts;

  if (!gu_fields_member_object (json, "applicant", "", &applicant, error)
      || !gu_fields_member_object (json, "representative", "", &representative, error)
      || !gu_fields_member_object (json, "property", "", &property, error)
      || !gu_fields_member_object (json, "facts", "", &facts, error))
    return FALSE;

  if (applicant != NULL)
    {
      g_clear_object (&self->applicant);
      self->applicant = gu_person_read (applicant, "applicant.", GU_FIELDS_LENIENT, error);
      if (self->applicant == NULL)
        return FALSE;
    }
  if (representative != NULL)
    {
      self->representative = gu_person_read (
          representative, "representative.", GU_FIELDS_LENIENT, error);
      if (self->representative == NULL)
        return FALSE;
    }
  if (property != NULL)
    {
      g_clear_object (&self->property);
      self->property = gu_property_read (property, "property.", GU_FIELDS_LENIENT, error);
      if (self->property == NULL)
        return FALSE;
    }
  gu_dossier_set_facts (self, facts);

  return TRUE;
}

static gboolean
gu_dossier_read_documents (GuDossier *self, JsonObject *json, GError **error)
{
  JsonNode *node = json_object_get_member (json, "documents");
  JsonArray *array;

  if (node == NULL || json_node_is_null (node))
    return TRUE;
  array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      g_autofree char *path = g_strdup_printf ("documents[%u].", i);
      g_autoptr (GuDocument) document = NULL;

      if (!JSON_NODE_HOLDS_OBJECT (element))
        {
          array = NULL;
          break;
        }
      document = gu_document_read (json_node_get_object (element), path, GU_FIELDS_LENIENT, error);
      if (document == NULL)
        return FALSE;
      g_list_store_append (self->documents, document);
    }

  if (array == NULL)
    {
      gu_error_set (error,
                    GU_MODEL_ERROR,
                    GU_MODEL_ERROR_INVALID,
                    NULL,
                    NULL,
                    _ ("The field “documents” must be a list of objects."));
      return FALSE;
    }

  return TRUE;
}

GuDossier *
gu_dossier_new_from_json (JsonObject *json, GError **error)
{
  g_autoptr (GuDossier) self = NULL;

  g_return_val_if_fail (json != NULL, NULL);

  self = gu_dossier_new ();
  if (!gu_fields_from_json (
          G_OBJECT (self), fields, G_N_ELEMENTS (fields), json, "", GU_FIELDS_LENIENT, NULL, error)
      || !gu_dossier_read_parts (self, json, error)
      || !gu_dossier_read_documents (self, json, error))
    return NULL;

  return g_steal_pointer (&self);
}

JsonObject *
gu_dossier_to_json (GuDossier *self)
{
  JsonObject *json;
  JsonArray *documents;
  guint n;

  g_return_val_if_fail (GU_IS_DOSSIER (self), NULL);

  json = json_object_new ();
  gu_fields_to_json (G_OBJECT (self), fields, G_N_ELEMENTS (fields), json);
  json_object_set_object_member (json, "applicant", gu_person_to_json (self->applicant));
  if (self->representative != NULL)
    json_object_set_object_member (
        json, "representative", gu_person_to_json (self->representative));
  json_object_set_object_member (json, "property", gu_property_to_json (self->property));
  json_object_set_object_member (json, "facts", json_object_ref (self->facts));

  documents = json_array_new ();
  n = g_list_model_get_n_items (G_LIST_MODEL (self->documents));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GuDocument) document = g_list_model_get_item (G_LIST_MODEL (self->documents), i);

      json_array_add_object_element (documents, gu_document_to_json (document));
    }
  json_object_set_array_member (json, "documents", documents);

  return json;
}

GuDossier *
gu_dossier_copy (GuDossier *self)
{
  g_autoptr (JsonObject) json = NULL;
  g_autoptr (GError) error = NULL;
  GuDossier *copy;

  g_return_val_if_fail (GU_IS_DOSSIER (self), NULL);

  json = gu_dossier_to_json (self);
  /* The only fields that JSON may refuse are absent ones. */
  if (self->procedure == NULL)
    json_object_set_string_member (json, "procedure", "");
  copy = gu_dossier_new_from_json (json, &error);
  g_assert_no_error (error);
  gu_dossier_set_procedure (copy, self->procedure);

  return copy;
}

int
gu_dossier_state_get_rank (const char *state)
{
  for (int i = 0; state != NULL && states[i] != NULL; i++)
    {
      if (g_str_equal (states[i], state))
        return i;
    }

  return -1;
}

const char *const *
gu_dossier_state_list (void)
{
  return states;
}

gboolean
gu_dossier_is_draft (GuDossier *self)
{
  g_return_val_if_fail (GU_IS_DOSSIER (self), FALSE);

  return self->number == 0;
}

gboolean
gu_dossier_get_filed_date (GuDossier *self, GDate *date)
{
  g_return_val_if_fail (GU_IS_DOSSIER (self), FALSE);

  return gu_model_date_parse (self->filed_on, date);
}

GuPerson *
gu_dossier_get_applicant (GuDossier *self)
{
  g_return_val_if_fail (GU_IS_DOSSIER (self), NULL);

  return self->applicant;
}

void
gu_dossier_set_applicant (GuDossier *self, GuPerson *value)
{
  g_return_if_fail (GU_IS_DOSSIER (self));
  g_return_if_fail (GU_IS_PERSON (value));

  if (g_set_object (&self->applicant, value))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_APPLICANT]);
}

GuPerson *
gu_dossier_get_representative (GuDossier *self)
{
  g_return_val_if_fail (GU_IS_DOSSIER (self), NULL);

  return self->representative;
}

void
gu_dossier_set_representative (GuDossier *self, GuPerson *value)
{
  g_return_if_fail (GU_IS_DOSSIER (self));

  if (g_set_object (&self->representative, value))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REPRESENTATIVE]);
}

GuProperty *
gu_dossier_get_property (GuDossier *self)
{
  g_return_val_if_fail (GU_IS_DOSSIER (self), NULL);

  return self->property;
}

void
gu_dossier_set_property (GuDossier *self, GuProperty *value)
{
  g_return_if_fail (GU_IS_DOSSIER (self));
  g_return_if_fail (GU_IS_PROPERTY (value));

  if (g_set_object (&self->property, value))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROPERTY]);
}

JsonObject *
gu_dossier_get_facts (GuDossier *self)
{
  g_return_val_if_fail (GU_IS_DOSSIER (self), NULL);

  return self->facts;
}

/* Takes @facts over; the object is never changed afterwards, so others may keep a reference. */
static void
gu_dossier_take_facts (GuDossier *self, JsonObject *facts)
{
  g_autoptr (JsonNode) before = json_node_init_object (json_node_alloc (), self->facts);
  g_autoptr (JsonNode) after = json_node_init_object (json_node_alloc (), facts);

  if (json_node_equal (before, after))
    {
      json_object_unref (facts);
      return;
    }

  json_object_unref (self->facts);
  self->facts = facts;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FACTS]);
}

static JsonObject *
gu_dossier_copy_facts (JsonObject *facts)
{
  JsonObject *copy = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, facts);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    json_object_set_member (copy, name, json_node_copy (value));

  return copy;
}

void
gu_dossier_set_facts (GuDossier *self, JsonObject *value)
{
  g_return_if_fail (GU_IS_DOSSIER (self));

  gu_dossier_take_facts (self, value != NULL ? gu_dossier_copy_facts (value) : json_object_new ());
}

void
gu_dossier_set_fact (GuDossier *self, const char *name, JsonNode *value)
{
  JsonObject *facts;

  g_return_if_fail (GU_IS_DOSSIER (self));
  g_return_if_fail (name != NULL);

  facts = gu_dossier_copy_facts (self->facts);
  if (value != NULL)
    json_object_set_member (facts, name, json_node_copy (value));
  else if (json_object_has_member (facts, name))
    json_object_remove_member (facts, name);
  gu_dossier_take_facts (self, facts);
}

GListModel *
gu_dossier_get_documents (GuDossier *self)
{
  g_return_val_if_fail (GU_IS_DOSSIER (self), NULL);

  return G_LIST_MODEL (self->documents);
}

void
gu_dossier_add_document (GuDossier *self, GuDocument *document)
{
  g_return_if_fail (GU_IS_DOSSIER (self));
  g_return_if_fail (GU_IS_DOCUMENT (document));

  g_list_store_append (self->documents, document);
}

gboolean
gu_dossier_remove_document (GuDossier *self, const char *id)
{
  guint position;
  GuDocument *document = gu_dossier_find_document (self, id);

  if (document == NULL || !g_list_store_find (self->documents, document, &position))
    return FALSE;
  g_list_store_remove (self->documents, position);

  return TRUE;
}

GuDocument *
gu_dossier_find_document (GuDossier *self, const char *id)
{
  guint n;

  g_return_val_if_fail (GU_IS_DOSSIER (self), NULL);

  n = g_list_model_get_n_items (G_LIST_MODEL (self->documents));
  for (guint i = 0; i < n; i++)
    {
      /* The list keeps its own reference, so the borrowed pointer stays good. */
      g_autoptr (GuDocument) document = g_list_model_get_item (G_LIST_MODEL (self->documents), i);

      if (g_strcmp0 (gu_document_get_id (document), id) == 0)
        return document;
    }

  return NULL;
}

const char *
gu_dossier_get_register (GuDossier *self)
{
  g_return_val_if_fail (GU_IS_DOSSIER (self), NULL);

  return self->register_id;
}

void
gu_dossier_set_register (GuDossier *self, const char *value)
{
  g_return_if_fail (GU_IS_DOSSIER (self));

  gu_fields_set_string (G_OBJECT (self), properties[PROP_REGISTER], &self->register_id, value);
}

GU_ACCESSOR (GuDossier, gu_dossier, GU_IS_DOSSIER, const char *, string, id, PROP_ID)
GU_ACCESSOR (GuDossier, gu_dossier, GU_IS_DOSSIER, gint64, int64, rev, PROP_REV)
GU_ACCESSOR (GuDossier, gu_dossier, GU_IS_DOSSIER, const char *, string, procedure, PROP_PROCEDURE)
GU_ACCESSOR (GuDossier, gu_dossier, GU_IS_DOSSIER, const char *, string, regime, PROP_REGIME)
GU_ACCESSOR (GuDossier, gu_dossier, GU_IS_DOSSIER, const char *, string, pack_id, PROP_PACK_ID)
GU_ACCESSOR (GuDossier,
             gu_dossier,
             GU_IS_DOSSIER,
             const char *,
             string,
             pack_version,
             PROP_PACK_VERSION)
GU_ACCESSOR (GuDossier, gu_dossier, GU_IS_DOSSIER, const char *, string, state, PROP_STATE)
GU_ACCESSOR (GuDossier, gu_dossier, GU_IS_DOSSIER, gint64, int64, created_at, PROP_CREATED_AT)
GU_ACCESSOR (GuDossier, gu_dossier, GU_IS_DOSSIER, gint64, int64, updated_at, PROP_UPDATED_AT)
GU_ACCESSOR (GuDossier, gu_dossier, GU_IS_DOSSIER, const char *, string, filed_on, PROP_FILED_ON)
GU_ACCESSOR (GuDossier, gu_dossier, GU_IS_DOSSIER, const char *, string, due_on, PROP_DUE_ON)
GU_ACCESSOR (GuDossier, gu_dossier, GU_IS_DOSSIER, int, int, year, PROP_YEAR)
GU_ACCESSOR (GuDossier, gu_dossier, GU_IS_DOSSIER, gint64, int64, number, PROP_NUMBER)
GU_ACCESSOR (GuDossier, gu_dossier, GU_IS_DOSSIER, gint64, int64, registered_at, PROP_REGISTERED_AT)
GU_ACCESSOR (GuDossier,
             gu_dossier,
             GU_IS_DOSSIER,
             const char *,
             string,
             registration,
             PROP_REGISTRATION)
GU_ACCESSOR (GuDossier, gu_dossier, GU_IS_DOSSIER, const char *, string, officer, PROP_OFFICER)
GU_ACCESSOR (GuDossier, gu_dossier, GU_IS_DOSSIER, const char *, string, desk, PROP_DESK)
GU_ACCESSOR (GuDossier,
             gu_dossier,
             GU_IS_DOSSIER,
             const char *,
             string,
             sync_state,
             PROP_SYNC_STATE)
