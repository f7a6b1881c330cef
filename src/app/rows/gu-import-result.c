/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-import-result.h"

#include "gu-document.h"
#include "gu-import-result-private.h"

/* What became of a file that was brought. */
struct _GuImportResult
{
  GuRecord parent_instance;
};

G_DEFINE_FINAL_TYPE (GuImportResult, gu_import_result, GU_TYPE_RECORD)

static void
gu_import_result_class_init (GuImportResultClass *klass)
{
  const GuRecordField fields[] = {
    { "name", G_TYPE_INVALID, FALSE },       { "accepted", G_TYPE_BOOLEAN, FALSE },
    { "document", GU_TYPE_DOCUMENT, FALSE }, { "sentence", G_TYPE_INVALID, FALSE },
    { "hint", G_TYPE_INVALID, FALSE },       { "domain", G_TYPE_INVALID, FALSE },
    { "code", G_TYPE_INVALID, FALSE },
  };

  gu_record_class_install (GU_RECORD_CLASS (klass), fields, G_N_ELEMENTS (fields));
}

static void
gu_import_result_init (GuImportResult *self)
{
}

const char *
gu_import_result_get_name (GuImportResult *self)
{
  g_return_val_if_fail (GU_IS_IMPORT_RESULT (self), NULL);

  return gu_record_get_string (self, GU_IMPORT_RESULT_NAME);
}

gboolean
gu_import_result_get_accepted (GuImportResult *self)
{
  g_return_val_if_fail (GU_IS_IMPORT_RESULT (self), 0);

  return gu_record_get_boolean (self, GU_IMPORT_RESULT_ACCEPTED);
}

GuDocument *
gu_import_result_get_document (GuImportResult *self)
{
  g_return_val_if_fail (GU_IS_IMPORT_RESULT (self), NULL);

  return gu_record_get_object (self, GU_IMPORT_RESULT_DOCUMENT);
}

const char *
gu_import_result_get_sentence (GuImportResult *self)
{
  g_return_val_if_fail (GU_IS_IMPORT_RESULT (self), NULL);

  return gu_record_get_string (self, GU_IMPORT_RESULT_SENTENCE);
}

const char *
gu_import_result_get_hint (GuImportResult *self)
{
  g_return_val_if_fail (GU_IS_IMPORT_RESULT (self), NULL);

  return gu_record_get_string (self, GU_IMPORT_RESULT_HINT);
}

const char *
gu_import_result_get_domain (GuImportResult *self)
{
  g_return_val_if_fail (GU_IS_IMPORT_RESULT (self), NULL);

  return gu_record_get_string (self, GU_IMPORT_RESULT_DOMAIN);
}

const char *
gu_import_result_get_code (GuImportResult *self)
{
  g_return_val_if_fail (GU_IS_IMPORT_RESULT (self), NULL);

  return gu_record_get_string (self, GU_IMPORT_RESULT_CODE);
}
