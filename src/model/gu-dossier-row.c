/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-model"

#include "config.h"

#include "gu-dossier-row.h"

#include "gu-fields-private.h"
#include "gu-model-error.h"

struct _GuDossierRow
{
  GObject parent_instance;

  /* owned */
  gint64 rowid;
  char *id;
  char *registration;
  char *procedure;
  char *applicant;
  char *address;
  char *state;
  char *filed_on;
  char *due_on;
  char *sync_state;
  int conflicts;
};

G_DEFINE_FINAL_TYPE (GuDossierRow, gu_dossier_row, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_ROWID,
  PROP_ID,
  PROP_REGISTRATION,
  PROP_PROCEDURE,
  PROP_APPLICANT,
  PROP_ADDRESS,
  PROP_STATE,
  PROP_FILED_ON,
  PROP_DUE_ON,
  PROP_SYNC_STATE,
  PROP_CONFLICTS,
  N_PROPS
};

static const GuField fields[] = {
  GU_FIELD (GuDossierRow, "rowid", GU_FIELD_INT64, rowid),
  GU_FIELD_NEEDED (GuDossierRow, "id", GU_FIELD_STRING, id),
  GU_FIELD (GuDossierRow, "registration", GU_FIELD_STRING, registration),
  GU_FIELD (GuDossierRow, "procedure", GU_FIELD_STRING, procedure),
  GU_FIELD (GuDossierRow, "applicant", GU_FIELD_STRING, applicant),
  GU_FIELD (GuDossierRow, "address", GU_FIELD_STRING, address),
  GU_FIELD (GuDossierRow, "state", GU_FIELD_STRING, state),
  GU_FIELD (GuDossierRow, "filed-on", GU_FIELD_DATE, filed_on),
  GU_FIELD (GuDossierRow, "due-on", GU_FIELD_DATE, due_on),
  GU_FIELD (GuDossierRow, "sync-state", GU_FIELD_STRING, sync_state),
  GU_FIELD (GuDossierRow, "conflicts", GU_FIELD_INT, conflicts),
};

static GParamSpec *properties[N_PROPS];

static void
gu_dossier_row_finalize (GObject *object)
{
  gu_fields_clear (object, fields, G_N_ELEMENTS (fields));

  G_OBJECT_CLASS (gu_dossier_row_parent_class)->finalize (object);
}

static void
gu_dossier_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  gu_fields_get_property (object, fields, id, value);
}

static void
gu_dossier_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  gu_fields_set_property (object, fields, id, value, pspec);
}

static void
gu_dossier_row_class_init (GuDossierRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = gu_dossier_row_finalize;
  object_class->get_property = gu_dossier_row_get_property;
  object_class->set_property = gu_dossier_row_set_property;

  gu_fields_install (object_class, fields, G_N_ELEMENTS (fields), properties);
}

static void
gu_dossier_row_init (GuDossierRow *self)
{
}

GuDossierRow *
gu_dossier_row_new (void)
{
  return g_object_new (GU_TYPE_DOSSIER_ROW, NULL);
}

static GuDossierRow *
gu_dossier_row_read (JsonObject *json, const char *path, GuFieldsMode mode, GError **error)
{
  g_autoptr (GuDossierRow) self = gu_dossier_row_new ();

  if (!gu_fields_from_json (
          G_OBJECT (self), fields, G_N_ELEMENTS (fields), json, path, mode, NULL, error))
    return NULL;

  return g_steal_pointer (&self);
}

GuDossierRow *
gu_dossier_row_new_from_json (JsonObject *json, GError **error)
{
  g_return_val_if_fail (json != NULL, NULL);

  return gu_dossier_row_read (json, "", GU_FIELDS_LENIENT, error);
}

JsonObject *
gu_dossier_row_to_json (GuDossierRow *self)
{
  JsonObject *json;

  g_return_val_if_fail (GU_IS_DOSSIER_ROW (self), NULL);

  json = json_object_new ();
  gu_fields_to_json (G_OBJECT (self), fields, G_N_ELEMENTS (fields), json);

  return json;
}

GU_ACCESSOR (GuDossierRow, gu_dossier_row, GU_IS_DOSSIER_ROW, gint64, int64, rowid, PROP_ROWID)
GU_ACCESSOR (GuDossierRow, gu_dossier_row, GU_IS_DOSSIER_ROW, const char *, string, id, PROP_ID)
GU_ACCESSOR (GuDossierRow,
             gu_dossier_row,
             GU_IS_DOSSIER_ROW,
             const char *,
             string,
             registration,
             PROP_REGISTRATION)
GU_ACCESSOR (GuDossierRow,
             gu_dossier_row,
             GU_IS_DOSSIER_ROW,
             const char *,
             string,
             procedure,
             PROP_PROCEDURE)
GU_ACCESSOR (GuDossierRow,
             gu_dossier_row,
             GU_IS_DOSSIER_ROW,
             const char *,
             string,
             applicant,
             PROP_APPLICANT)
GU_ACCESSOR (GuDossierRow,
             gu_dossier_row,
             GU_IS_DOSSIER_ROW,
             const char *,
             string,
             address,
             PROP_ADDRESS)
GU_ACCESSOR (GuDossierRow,
             gu_dossier_row,
             GU_IS_DOSSIER_ROW,
             const char *,
             string,
             state,
             PROP_STATE)
GU_ACCESSOR (GuDossierRow,
             gu_dossier_row,
             GU_IS_DOSSIER_ROW,
             const char *,
             string,
             filed_on,
             PROP_FILED_ON)
GU_ACCESSOR (GuDossierRow,
             gu_dossier_row,
             GU_IS_DOSSIER_ROW,
             const char *,
             string,
             due_on,
             PROP_DUE_ON)
GU_ACCESSOR (GuDossierRow,
             gu_dossier_row,
             GU_IS_DOSSIER_ROW,
             const char *,
             string,
             sync_state,
             PROP_SYNC_STATE)
GU_ACCESSOR (GuDossierRow, gu_dossier_row, GU_IS_DOSSIER_ROW, int, int, conflicts, PROP_CONFLICTS)
