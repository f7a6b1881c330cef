/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-pdf"

#include "config.h"

#include "gu-document-report.h"

#include "gu-document-report-private.h"
#include "gu-error.h"

/* What the desk says about one file. */
struct _GuDocumentReport
{
  GObject parent_instance;

  /* owned */
  char *name;
  GPtrArray *warnings;      /* of char *, ends with NULL */
  GPtrArray *warning_nicks; /* of char *, ends with NULL */
  GError *error;            /* NULL: accepted */

  const char *media_type; /* static */
  guint64 size;
  guint pages;
  guint signatures;
};

G_DEFINE_FINAL_TYPE (GuDocumentReport, gu_document_report, G_TYPE_OBJECT)

static void
gu_document_report_finalize (GObject *object)
{
  GuDocumentReport *self = GU_DOCUMENT_REPORT (object);

  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->warnings, g_ptr_array_unref);
  g_clear_pointer (&self->warning_nicks, g_ptr_array_unref);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (gu_document_report_parent_class)->finalize (object);
}

static void
gu_document_report_class_init (GuDocumentReportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gu_document_report_finalize;
}

static void
gu_document_report_init (GuDocumentReport *self)
{
  self->warnings = g_ptr_array_new_with_free_func (g_free);
  self->warning_nicks = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->warnings, NULL);
  g_ptr_array_add (self->warning_nicks, NULL);
}

GuDocumentReport *
gu_document_report_new (const char *name)
{
  GuDocumentReport *self = g_object_new (GU_TYPE_DOCUMENT_REPORT, NULL);
  g_autofree char *base = name != NULL ? g_path_get_basename (name) : g_strdup ("");

  self->name = g_utf8_make_valid (base, -1);

  return self;
}

void
gu_document_report_set_file (GuDocumentReport *self, GuDocumentKind kind, guint64 size)
{
  self->media_type = gu_document_kind_get_media_type (kind);
  self->size = size;
}

void
gu_document_report_set_content (GuDocumentReport *self, guint pages, guint signatures)
{
  self->pages = pages;
  self->signatures = signatures;
}

void
gu_document_report_warn (GuDocumentReport *self, const char *nick, const char *sentence)
{
  g_ptr_array_insert (self->warnings, (int) self->warnings->len - 1, g_strdup (sentence));
  g_ptr_array_insert (self->warning_nicks, (int) self->warning_nicks->len - 1, g_strdup (nick));
}

void
gu_document_report_refuse (GuDocumentReport *self, GError *error)
{
  g_clear_error (&self->error);
  self->error = error;
}

gboolean
gu_document_report_get_accepted (GuDocumentReport *self)
{
  g_return_val_if_fail (GU_IS_DOCUMENT_REPORT (self), FALSE);

  return self->error == NULL;
}

const char *
gu_document_report_get_name (GuDocumentReport *self)
{
  g_return_val_if_fail (GU_IS_DOCUMENT_REPORT (self), NULL);

  return self->name;
}

const char *
gu_document_report_get_media_type (GuDocumentReport *self)
{
  g_return_val_if_fail (GU_IS_DOCUMENT_REPORT (self), NULL);

  return self->media_type;
}

guint64
gu_document_report_get_size (GuDocumentReport *self)
{
  g_return_val_if_fail (GU_IS_DOCUMENT_REPORT (self), 0);

  return self->size;
}

guint
gu_document_report_get_pages (GuDocumentReport *self)
{
  g_return_val_if_fail (GU_IS_DOCUMENT_REPORT (self), 0);

  return self->pages;
}

guint
gu_document_report_get_signatures (GuDocumentReport *self)
{
  g_return_val_if_fail (GU_IS_DOCUMENT_REPORT (self), 0);

  return self->signatures;
}

const char *const *
gu_document_report_get_warnings (GuDocumentReport *self)
{
  g_return_val_if_fail (GU_IS_DOCUMENT_REPORT (self), NULL);

  return (const char *const *) self->warnings->pdata;
}

const char *const *
gu_document_report_get_warning_nicks (GuDocumentReport *self)
{
  g_return_val_if_fail (GU_IS_DOCUMENT_REPORT (self), NULL);

  return (const char *const *) self->warning_nicks->pdata;
}

const GError *
gu_document_report_get_error (GuDocumentReport *self)
{
  g_return_val_if_fail (GU_IS_DOCUMENT_REPORT (self), NULL);

  return self->error;
}

const char *
gu_document_report_get_reason (GuDocumentReport *self)
{
  g_return_val_if_fail (GU_IS_DOCUMENT_REPORT (self), NULL);

  return self->error != NULL ? self->error->message : NULL;
}

const char *
gu_document_report_get_hint (GuDocumentReport *self)
{
  g_return_val_if_fail (GU_IS_DOCUMENT_REPORT (self), NULL);

  return self->error != NULL ? gu_error_get_hint (self->error) : NULL;
}
