/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-dossier-item.h"

#include "gu-dossier-item-private.h"

/* One row of the list of dossiers, loaded or not yet. */
struct _GuDossierItem
{
  GuRecord parent_instance;
};

G_DEFINE_FINAL_TYPE (GuDossierItem, gu_dossier_item, GU_TYPE_RECORD)

static void
gu_dossier_item_class_init (GuDossierItemClass *klass)
{
  const GuRecordField fields[] = {
    { "loaded", G_TYPE_BOOLEAN, FALSE },
    { "rowid", G_TYPE_INT64, FALSE },
    { "id", G_TYPE_INVALID, FALSE },
    { "registration", G_TYPE_INVALID, FALSE },
    { "procedure", G_TYPE_INVALID, FALSE },
    { "procedure-id", G_TYPE_INVALID, FALSE },
    { "applicant", G_TYPE_INVALID, FALSE },
    { "address", G_TYPE_INVALID, FALSE },
    { "state", G_TYPE_INVALID, FALSE },
    { "state-label", G_TYPE_INVALID, FALSE },
    { "filed-on", G_TYPE_INVALID, FALSE },
    { "due-on", G_TYPE_INVALID, FALSE },
    { "due-label", G_TYPE_INVALID, FALSE },
    { "urgency", G_TYPE_INVALID, FALSE },
    { "sync-state", G_TYPE_INVALID, FALSE },
    { "sync-label", G_TYPE_INVALID, FALSE },
    { "accessible-label", G_TYPE_INVALID, FALSE },
  };

  gu_record_class_install (GU_RECORD_CLASS (klass), fields, G_N_ELEMENTS (fields));
}

static void
gu_dossier_item_init (GuDossierItem *self)
{
}

gboolean
gu_dossier_item_get_loaded (GuDossierItem *self)
{
  g_return_val_if_fail (GU_IS_DOSSIER_ITEM (self), 0);

  return gu_record_get_boolean (self, GU_DOSSIER_ITEM_LOADED);
}

gint64
gu_dossier_item_get_rowid (GuDossierItem *self)
{
  g_return_val_if_fail (GU_IS_DOSSIER_ITEM (self), 0);

  return gu_record_get_int64 (self, GU_DOSSIER_ITEM_ROWID);
}

const char *
gu_dossier_item_get_id (GuDossierItem *self)
{
  g_return_val_if_fail (GU_IS_DOSSIER_ITEM (self), NULL);

  return gu_record_get_string (self, GU_DOSSIER_ITEM_ID);
}

const char *
gu_dossier_item_get_state (GuDossierItem *self)
{
  g_return_val_if_fail (GU_IS_DOSSIER_ITEM (self), NULL);

  return gu_record_get_string (self, GU_DOSSIER_ITEM_STATE);
}

const char *
gu_dossier_item_get_registration (GuDossierItem *self)
{
  g_return_val_if_fail (GU_IS_DOSSIER_ITEM (self), NULL);

  return gu_record_get_string (self, GU_DOSSIER_ITEM_REGISTRATION);
}
