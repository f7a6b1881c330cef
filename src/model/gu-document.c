/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-model"

#include "config.h"

#include "gu-document.h"

#include "gu-models-private.h"
#include "gu-model-error.h"

struct _GuDocument
{
  GObject parent_instance;

  /* owned */
  char *id;
  char *dossier_id;
  char *sha256;
  char *name;
  char *media_type;
  gint64 size;
  int pages;
  char **requirements;
  char *issued;
  gboolean certified_copy;
  gboolean paper_original;
  char *role;
  int signatures;
  char **warnings;
  gboolean legible;
  gint64 added_at;
  char *added_by;
};

G_DEFINE_FINAL_TYPE (GuDocument, gu_document, G_TYPE_OBJECT)

static const char *const roles[] = { "submitted", "opis", "receipt", NULL };

enum
{
  PROP_0,
  PROP_ID,
  PROP_DOSSIER_ID,
  PROP_SHA256,
  PROP_NAME,
  PROP_MEDIA_TYPE,
  PROP_SIZE,
  PROP_PAGES,
  PROP_REQUIREMENTS,
  PROP_ISSUED,
  PROP_CERTIFIED_COPY,
  PROP_PAPER_ORIGINAL,
  PROP_ROLE,
  PROP_SIGNATURES,
  PROP_WARNINGS,
  PROP_LEGIBLE,
  PROP_ADDED_AT,
  PROP_ADDED_BY,
  N_PROPS
};

static const GuField fields[] = {
  GU_FIELD (GuDocument, "id", GU_FIELD_STRING, id),
  GU_FIELD (GuDocument, "dossier-id", GU_FIELD_STRING, dossier_id),
  GU_FIELD_NEEDED (GuDocument, "sha256", GU_FIELD_STRING, sha256),
  GU_FIELD (GuDocument, "name", GU_FIELD_STRING, name),
  GU_FIELD (GuDocument, "media-type", GU_FIELD_STRING, media_type),
  GU_FIELD (GuDocument, "size", GU_FIELD_INT64, size),
  GU_FIELD (GuDocument, "pages", GU_FIELD_INT, pages),
  GU_FIELD (GuDocument, "requirements", GU_FIELD_STRV, requirements),
  GU_FIELD (GuDocument, "issued", GU_FIELD_DATE, issued),
  GU_FIELD (GuDocument, "certified-copy", GU_FIELD_BOOLEAN, certified_copy),
  GU_FIELD (GuDocument, "paper-original", GU_FIELD_BOOLEAN, paper_original),
  GU_FIELD_LIST (GuDocument, "role", roles, role),
  GU_FIELD (GuDocument, "signatures", GU_FIELD_INT, signatures),
  GU_FIELD (GuDocument, "warnings", GU_FIELD_STRV, warnings),
  GU_FIELD (GuDocument, "legible", GU_FIELD_BOOLEAN, legible),
  GU_FIELD (GuDocument, "added-at", GU_FIELD_INT64, added_at),
  GU_FIELD (GuDocument, "added-by", GU_FIELD_STRING, added_by),
};

static GParamSpec *properties[N_PROPS];

static void
gu_document_finalize (GObject *object)
{
  gu_fields_clear (object, fields, G_N_ELEMENTS (fields));

  G_OBJECT_CLASS (gu_document_parent_class)->finalize (object);
}

static void
gu_document_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  gu_fields_get_property (object, fields, id, value);
}

static void
gu_document_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  gu_fields_set_property (object, fields, id, value, pspec);
}

static void
gu_document_class_init (GuDocumentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = gu_document_finalize;
  object_class->get_property = gu_document_get_property;
  object_class->set_property = gu_document_set_property;

  gu_fields_install (object_class, fields, G_N_ELEMENTS (fields), properties);
}

static void
gu_document_init (GuDocument *self)
{
  self->role = g_strdup ("submitted");
  self->legible = TRUE;
}

GuDocument *
gu_document_new (void)
{
  return g_object_new (GU_TYPE_DOCUMENT, NULL);
}

GuDocument *
gu_document_read (JsonObject *json, const char *path, GuFieldsMode mode, GError **error)
{
  g_autoptr (GuDocument) self = gu_document_new ();

  if (!gu_fields_from_json (
          G_OBJECT (self), fields, G_N_ELEMENTS (fields), json, path, mode, NULL, error))
    return NULL;

  return g_steal_pointer (&self);
}

GuDocument *
gu_document_new_from_json (JsonObject *json, GError **error)
{
  g_return_val_if_fail (json != NULL, NULL);

  return gu_document_read (json, "", GU_FIELDS_LENIENT, error);
}

JsonObject *
gu_document_to_json (GuDocument *self)
{
  JsonObject *json;

  g_return_val_if_fail (GU_IS_DOCUMENT (self), NULL);

  json = json_object_new ();
  gu_fields_to_json (G_OBJECT (self), fields, G_N_ELEMENTS (fields), json);

  return json;
}

GU_ACCESSOR (GuDocument, gu_document, GU_IS_DOCUMENT, const char *, string, id, PROP_ID)
GU_ACCESSOR (GuDocument,
             gu_document,
             GU_IS_DOCUMENT,
             const char *,
             string,
             dossier_id,
             PROP_DOSSIER_ID)
GU_ACCESSOR (GuDocument, gu_document, GU_IS_DOCUMENT, const char *, string, sha256, PROP_SHA256)
GU_ACCESSOR (GuDocument, gu_document, GU_IS_DOCUMENT, const char *, string, name, PROP_NAME)
GU_ACCESSOR (GuDocument,
             gu_document,
             GU_IS_DOCUMENT,
             const char *,
             string,
             media_type,
             PROP_MEDIA_TYPE)
GU_ACCESSOR (GuDocument, gu_document, GU_IS_DOCUMENT, gint64, int64, size, PROP_SIZE)
GU_ACCESSOR (GuDocument, gu_document, GU_IS_DOCUMENT, int, int, pages, PROP_PAGES)
GU_ACCESSOR (GuDocument,
             gu_document,
             GU_IS_DOCUMENT,
             const char *const *,
             strv,
             requirements,
             PROP_REQUIREMENTS)
GU_ACCESSOR (GuDocument, gu_document, GU_IS_DOCUMENT, const char *, string, issued, PROP_ISSUED)
GU_ACCESSOR (GuDocument,
             gu_document,
             GU_IS_DOCUMENT,
             gboolean,
             boolean,
             certified_copy,
             PROP_CERTIFIED_COPY)
GU_ACCESSOR (GuDocument,
             gu_document,
             GU_IS_DOCUMENT,
             gboolean,
             boolean,
             paper_original,
             PROP_PAPER_ORIGINAL)
GU_ACCESSOR (GuDocument, gu_document, GU_IS_DOCUMENT, const char *, string, role, PROP_ROLE)
GU_ACCESSOR (GuDocument, gu_document, GU_IS_DOCUMENT, int, int, signatures, PROP_SIGNATURES)
GU_ACCESSOR (GuDocument,
             gu_document,
             GU_IS_DOCUMENT,
             const char *const *,
             strv,
             warnings,
             PROP_WARNINGS)
GU_ACCESSOR (GuDocument, gu_document, GU_IS_DOCUMENT, gboolean, boolean, legible, PROP_LEGIBLE)
GU_ACCESSOR (GuDocument, gu_document, GU_IS_DOCUMENT, gint64, int64, added_at, PROP_ADDED_AT)
GU_ACCESSOR (GuDocument, gu_document, GU_IS_DOCUMENT, const char *, string, added_by, PROP_ADDED_BY)

gboolean
gu_document_get_issued_date (GuDocument *self, GDate *date)
{
  g_return_val_if_fail (GU_IS_DOCUMENT (self), FALSE);

  return gu_model_date_parse (self->issued, date);
}

void
gu_document_set_issued_date (GuDocument *self, const GDate *date)
{
  g_autofree char *text = NULL;

  g_return_if_fail (GU_IS_DOCUMENT (self));

  text = gu_model_date_format (date);
  gu_document_set_issued (self, text);
}

gboolean
gu_document_answers (GuDocument *self, const char *requirement)
{
  g_return_val_if_fail (GU_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (requirement != NULL, FALSE);

  return self->requirements != NULL
         && g_strv_contains ((const char *const *) self->requirements, requirement);
}
