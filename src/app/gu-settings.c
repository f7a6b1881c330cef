/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-settings.h"

#include "gu-calendar.h"
#include "gu-identifier.h"
#include "gu-store.h"
#include "gu-task-queue.h"
#include "gu-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

enum
{
  SETTING_INSTITUTION_NAME = 1,
  SETTING_INSTITUTION_ADDRESS,
  SETTING_INSTITUTION_CIF,
  SETTING_COUNTY,
  SETTING_UAT_NAME,
  SETTING_UAT_SIRUTA,
  SETTING_REGISTER_NAME,
  SETTING_CONTACT,
  SETTING_DPO_CONTACT,
  SETTING_DESK_CODE,
  SETTING_CLERK_NAME,
  SETTING_CLERK_FUNCTION,
  SETTING_CENTRAL,
  SETTING_COUNTING,
  SETTING_PKCS11_MODULES,
  SETTING_FREE_DAYS,
  SETTING_IS_DEMONSTRATION,
};

/* An institution that does not exist: what a new desk shows until it is told where it stands.
 * Romanian on purpose: it is printed on Romanian papers. */
static const struct
{
  const char *name;
  const char *value;
} defaults[] = {
  { "institution-name", "Primăria Orașului Exemplu" },
  { "institution-address", "Strada Primăriei nr. 1, Orașul Exemplu" },
  { "institution-cif", "40001110" },
  { "county", "Exemplu" },
  { "uat-name", "Orașul Exemplu" },
  { "uat-siruta", "" },
  { "register-name", "Registrul general de intrare-ieșire" },
  { "contact", "0300 000 000, ghiseu@primaria.example" },
  { "dpo-contact", "dpo@primaria.example" },
  { "desk-code", "G1" },
  { "clerk-name", "Referent Ghișeu" },
  { "clerk-function", "referent" },
  { "central", "embedded" },
  { "counting", "A" },
};

/* What the institution and this desk have set. */
struct _GuSettings
{
  GuRecord parent_instance;

  /* borrowed: the context that owns all three stops the queue first */
  GuStore *store;
  GuTaskQueue *queue;

  gboolean loading;
};

G_DEFINE_FINAL_TYPE (GuSettings, gu_settings, GU_TYPE_RECORD)

static guint save_failed;

typedef struct
{
  GuStore *store;
  char *key;
  char *value;
} GuSettingChange;

static void
gu_setting_change_free (GuSettingChange *change)
{
  g_object_unref (change->store);
  g_free (change->key);
  g_free (change->value);
  g_free (change);
}

static void
gu_settings_save_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GuSettingChange *change = data;
  g_autoptr (GError) error = NULL;

  if (gu_store_set_setting (change->store, change->key, change->value, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
gu_settings_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_signal_emit (source, save_failed, 0, error);
}

static char *
gu_settings_to_text (GuSettings *self, guint id)
{
  if (id == SETTING_PKCS11_MODULES || id == SETTING_FREE_DAYS)
    return g_strjoinv ("\n", (char **) gu_record_get_strv (self, id));

  return g_strdup (gu_record_get_string (self, id));
}

static void
gu_settings_update_demonstration (GuSettings *self)
{
  gu_record_set_boolean (self,
                         SETTING_IS_DEMONSTRATION,
                         strcmp (gu_settings_get_institution_name (self), defaults[0].value) == 0);
}

static void
gu_settings_notify (GObject *object, GParamSpec *pspec)
{
  GuSettings *self = GU_SETTINGS (object);
  g_autoptr (GTask) task = NULL;
  GuSettingChange *change;
  guint id = pspec->param_id;

  if (id == SETTING_IS_DEMONSTRATION)
    return;

  if (id == SETTING_INSTITUTION_NAME)
    gu_settings_update_demonstration (self);
  if (self->loading || self->store == NULL)
    return;

  change = g_new0 (GuSettingChange, 1);
  change->store = g_object_ref (self->store);
  change->key = g_strdup (pspec->name);
  change->value = gu_settings_to_text (self, id);

  task = g_task_new (self, NULL, gu_settings_saved, NULL);
  g_task_set_source_tag (task, gu_settings_notify);
  g_task_set_task_data (task, change, (GDestroyNotify) gu_setting_change_free);
  gu_task_queue_push (self->queue, task, gu_settings_save_run);
}

static void
gu_settings_class_init (GuSettingsClass *klass)
{
  const GuRecordField fields[] = {
    { "institution-name", G_TYPE_STRING, TRUE },
    { "institution-address", G_TYPE_STRING, TRUE },
    { "institution-cif", G_TYPE_STRING, TRUE },
    { "county", G_TYPE_STRING, TRUE },
    { "uat-name", G_TYPE_STRING, TRUE },
    { "uat-siruta", G_TYPE_STRING, TRUE },
    { "register-name", G_TYPE_STRING, TRUE },
    { "contact", G_TYPE_STRING, TRUE },
    { "dpo-contact", G_TYPE_STRING, TRUE },
    { "desk-code", G_TYPE_STRING, TRUE },
    { "clerk-name", G_TYPE_STRING, TRUE },
    { "clerk-function", G_TYPE_STRING, TRUE },
    { "central", G_TYPE_STRING, TRUE },
    { "counting", G_TYPE_STRING, TRUE },
    { "pkcs11-modules", G_TYPE_STRV, TRUE },
    { "free-days", G_TYPE_STRV, TRUE },
    { "is-demonstration", G_TYPE_BOOLEAN, FALSE },
  };

  G_OBJECT_CLASS (klass)->notify = gu_settings_notify;
  gu_record_class_install (GU_RECORD_CLASS (klass), fields, G_N_ELEMENTS (fields));

  save_failed = g_signal_new ("save-failed",
                              G_TYPE_FROM_CLASS (klass),
                              G_SIGNAL_RUN_LAST,
                              0,
                              NULL,
                              NULL,
                              NULL,
                              G_TYPE_NONE,
                              1,
                              G_TYPE_ERROR);
}

static void
gu_settings_init (GuSettings *self)
{
}

GuSettings *
gu_settings_new (void)
{
  GuSettings *self = g_object_new (GU_TYPE_SETTINGS, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (defaults); i++)
    g_object_set (self, defaults[i].name, defaults[i].value, NULL);
  gu_settings_update_demonstration (self);

  return self;
}

/* An answer that was stored and then emptied stays empty; only what was never set has a default. */
GHashTable *
gu_settings_read (GuStore *store, GError **error)
{
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autoptr (GTypeClass) klass = g_type_class_ref (GU_TYPE_SETTINGS);
  g_autofree GParamSpec **pspecs = NULL;
  guint n = 0;

  g_return_val_if_fail (GU_IS_STORE (store), NULL);

  pspecs = g_object_class_list_properties (G_OBJECT_CLASS (klass), &n);
  for (guint i = 0; i < n; i++)
    {
      char *value = NULL;

      if ((pspecs[i]->flags & G_PARAM_WRITABLE) == 0)
        continue;
      if (!gu_store_get_setting (store, pspecs[i]->name, &value, error))
        return NULL;
      if (value != NULL)
        g_hash_table_insert (values, (char *) g_intern_string (pspecs[i]->name), value);
    }

  return g_steal_pointer (&values);
}

void
gu_settings_attach (GuSettings *self, GHashTable *values, GuStore *store, GuTaskQueue *queue)
{
  GHashTableIter iter;
  gpointer name, value;

  g_return_if_fail (GU_IS_SETTINGS (self));

  self->loading = TRUE;
  g_hash_table_iter_init (&iter, values);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (self), name);

      if (pspec->value_type == G_TYPE_STRV)
        {
          const char *text = value;
          g_auto (GStrv) lines = *text != '\0' ? g_strsplit (text, "\n", -1) : g_new0 (char *, 1);

          g_object_set (self, name, lines, NULL);
        }
      else
        g_object_set (self, name, value, NULL);
    }
  self->loading = FALSE;
  self->store = store;
  self->queue = queue;
}

#define GU_SETTING_GETTER(name, ID)                                                                \
  const char *gu_settings_get_##name (GuSettings *self)                                            \
  {                                                                                                \
    g_return_val_if_fail (GU_IS_SETTINGS (self), NULL);                                            \
    return gu_record_get_string (self, SETTING_##ID);                                              \
  }

GU_SETTING_GETTER (institution_name, INSTITUTION_NAME)
GU_SETTING_GETTER (institution_address, INSTITUTION_ADDRESS)
GU_SETTING_GETTER (institution_cif, INSTITUTION_CIF)
GU_SETTING_GETTER (county, COUNTY)
GU_SETTING_GETTER (uat_name, UAT_NAME)
GU_SETTING_GETTER (uat_siruta, UAT_SIRUTA)
GU_SETTING_GETTER (register_name, REGISTER_NAME)
GU_SETTING_GETTER (contact, CONTACT)
GU_SETTING_GETTER (dpo_contact, DPO_CONTACT)
GU_SETTING_GETTER (desk_code, DESK_CODE)
GU_SETTING_GETTER (clerk_name, CLERK_NAME)
GU_SETTING_GETTER (clerk_function, CLERK_FUNCTION)
GU_SETTING_GETTER (central, CENTRAL)
GU_SETTING_GETTER (counting, COUNTING)

const char *const *
gu_settings_get_pkcs11_modules (GuSettings *self)
{
  g_return_val_if_fail (GU_IS_SETTINGS (self), NULL);

  return gu_record_get_strv (self, SETTING_PKCS11_MODULES);
}

const char *const *
gu_settings_get_free_days (GuSettings *self)
{
  g_return_val_if_fail (GU_IS_SETTINGS (self), NULL);

  return gu_record_get_strv (self, SETTING_FREE_DAYS);
}

/* "2026-12-24 reason" or "24.12.2026 reason". */
static gboolean
gu_settings_split_day (const char *line, GDate *day, const char **reason)
{
  const char *space = strchr (line, ' ');
  g_autofree char *date = space != NULL ? g_strndup (line, space - line) : g_strdup (line);

  *reason = space != NULL && space[1] != '\0' ? space + 1 : NULL;

  return gu_words_parse_date (date, day);
}

char *
gu_settings_check (const char *name, const char *value)
{
  g_return_val_if_fail (name != NULL, NULL);

  if (value == NULL || *value == '\0')
    {
      if (strcmp (name, "institution-name") == 0)
        return g_strdup (_ ("The institution needs a name: it is printed on every paper"));
      if (strcmp (name, "desk-code") == 0)
        return g_strdup (_ ("The desk needs a code: it tells its work from that of other desks"));
      if (strcmp (name, "clerk-name") == 0)
        return g_strdup (_ ("The journal needs the name of whoever works here"));
      return NULL;
    }

  if (strcmp (name, "institution-cif") == 0 || strcmp (name, "uat-siruta") == 0)
    {
      g_autoptr (GuIdentifierCheck) check = gu_identifier_check (
          strcmp (name, "uat-siruta") == 0 ? GU_IDENTIFIER_SIRUTA : GU_IDENTIFIER_CUI, value, NULL);

      return check->valid ? NULL : g_strdup (check->reason);
    }
  if (strcmp (name, "desk-code") == 0
      && (strlen (value) > 20
          || strspn (value, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
                 != strlen (value)))
    return g_strdup (_ ("The code of a desk is at most 20 letters, digits, “-” or “_”"));
  if (strcmp (name, "counting") == 0 && strcmp (value, "A") != 0 && strcmp (value, "B") != 0)
    return g_strdup (_ ("The convention is A or B"));
  if (strcmp (name, "free-days") == 0)
    {
      const char *reason;
      GDate day;

      if (!gu_settings_split_day (value, &day, &reason))
        return g_strdup (_ ("Write the day first, such as “24.12.2026 closed by decision”"));
    }

  return NULL;
}

GuCalendar *
gu_settings_create_calendar (GuSettings *self)
{
  GuCalendar *calendar = gu_calendar_new ();
  const char *const *days = gu_settings_get_free_days (self);

  for (gsize i = 0; days[i] != NULL; i++)
    {
      const char *reason;
      GDate day;

      if (gu_settings_split_day (days[i], &day, &reason))
        gu_calendar_add_day (calendar, &day, FALSE, reason);
    }

  return calendar;
}
