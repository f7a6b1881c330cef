/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "ghiseu-desk"

#include "config.h"

#include "gu-draft-row.h"

#include <glib/gi18n-lib.h>

/* A draft that waits at the counter. */

struct _GuDraftRow
{
  AdwActionRow parent_instance;

  GuDossierItem *item; /* owned */
};

G_DEFINE_FINAL_TYPE (GuDraftRow, gu_draft_row, ADW_TYPE_ACTION_ROW)

static void
update (GuDraftRow *self)
{
  g_autofree char *applicant = NULL;
  g_autofree char *procedure = NULL;
  g_autofree char *filed_on = NULL;
  g_autofree char *subtitle = NULL;

  g_object_get (
      self->item, "applicant", &applicant, "procedure", &procedure, "filed-on", &filed_on, NULL);
  /* The line is there before what it says has been read. */
  if (procedure != NULL && *procedure != '\0')
    subtitle = g_strdup_printf ("%s · %s", procedure, filed_on != NULL ? filed_on : "");
  adw_preferences_row_set_title (
      ADW_PREFERENCES_ROW (self),
      applicant != NULL && *applicant != '\0' ? applicant : _ ("Applicant not written yet"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle != NULL ? subtitle : "");
}

static void
gu_draft_row_dispose (GObject *object)
{
  GuDraftRow *self = GU_DRAFT_ROW (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  G_OBJECT_CLASS (gu_draft_row_parent_class)->dispose (object);
}

static void
gu_draft_row_class_init (GuDraftRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gu_draft_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/ro/ghiseuunic/Ghiseu/intake/gu-draft-row.ui");
}

static void
gu_draft_row_init (GuDraftRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
gu_draft_row_new (GuDossierItem *item)
{
  GuDraftRow *self = g_object_new (GU_TYPE_DRAFT_ROW, NULL);

  self->item = g_object_ref (item);
  g_signal_connect_object (item, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

GuDossierItem *
gu_draft_row_get_item (GuDraftRow *self)
{
  g_return_val_if_fail (GU_IS_DRAFT_ROW (self), NULL);

  return self->item;
}
