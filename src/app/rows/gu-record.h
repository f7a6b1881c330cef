/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * GuRecord:
 *
 * A row for a list model: an object whose properties are a table. Read-only from outside unless a
 * field says otherwise; notifies only on change. Main context thread.
 */
#define GU_TYPE_RECORD (gu_record_get_type ())
G_DECLARE_DERIVABLE_TYPE (GuRecord, gu_record, GU, RECORD, GObject)

struct _GuRecordClass
{
  GObjectClass parent_class;

  /* set by gu_record_class_install(); static */
  GParamSpec **pspecs;
  guint n_fields;
};

/**
 * GuRecordField:
 * @name: name of the property
 * @type: its type: string, boolean, int, uint, int64, #GStrv or an object type; %G_TYPE_INVALID is
 * a string
 * @writable: whether it may be set from outside
 */
typedef struct
{
  const char *name;
  GType type;
  gboolean writable;
} GuRecordField;

/**
 * gu_record_class_install:
 * @klass: the class of a final type
 * @fields: (array length=n_fields): its properties; the first has the id 1
 * @n_fields: how many
 */
void gu_record_class_install (GuRecordClass *klass, const GuRecordField *fields, guint n_fields);

/* Field @id of a record; setters copy. A string that is not set reads as "". */
void gu_record_set_string (gpointer self, guint id, const char *value);
void gu_record_set_boolean (gpointer self, guint id, gboolean value);
void gu_record_set_int (gpointer self, guint id, int value);
void gu_record_set_uint (gpointer self, guint id, guint value);
void gu_record_set_int64 (gpointer self, guint id, gint64 value);
void gu_record_set_strv (gpointer self, guint id, const char *const *value);
void gu_record_set_object (gpointer self, guint id, gpointer object);
const char *gu_record_get_string (gpointer self, guint id);
gboolean gu_record_get_boolean (gpointer self, guint id);
int gu_record_get_int (gpointer self, guint id);
guint gu_record_get_uint (gpointer self, guint id);
gint64 gu_record_get_int64 (gpointer self, guint id);
const char *const *gu_record_get_strv (gpointer self, guint id);
gpointer gu_record_get_object (gpointer self, guint id);

G_END_DECLS
