/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-intake-private.h"
#include "gu-model-error.h"

#include <string.h>

/* The part of the intake that changes what is asked for, when, by whom, and which paper answers
 * what. */

/* Papers keep their bytes; a slot that the new procedure does not have is taken off. */
static void
gu_intake_drop_unknown_slots (GuIntake *self)
{
  GListModel *documents = gu_dossier_get_documents (self->dossier);

  for (guint i = 0; i < g_list_model_get_n_items (documents); i++)
    {
      g_autoptr (GuDocument) document = g_list_model_get_item (documents, i);
      const char *const *slots = gu_document_get_requirements (document);
      g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);
      guint n = 0;

      for (; slots != NULL && slots[n] != NULL; n++)
        {
          if (gu_procedure_find_requirement (self->procedure, slots[n]) != NULL)
            g_ptr_array_add (kept, g_strdup (slots[n]));
        }
      if (kept->len == n)
        continue;
      g_ptr_array_add (kept, NULL);
      gu_document_set_requirements (document, (const char *const *) kept->pdata);
    }
}

static void
gu_intake_take_procedure (GuIntake *self, GuProcedure *procedure)
{
  if (procedure == self->procedure)
    return;

  self->procedure = procedure;
  gu_dossier_set_procedure (self->dossier, gu_procedure_get_id (procedure));
  gu_dossier_set_regime (self->dossier, gu_procedure_get_regime (procedure));
  gu_dossier_set_pack_id (self->dossier, gu_procedure_get_pack_id (procedure));
  gu_dossier_set_pack_version (self->dossier, gu_procedure_get_pack_version (procedure));
  gu_intake_build_facts (self);
  gu_intake_drop_unknown_slots (self);

  gu_intake_touch (self, "procedure");
  for (guint i = GU_INTAKE_PROP_PROCEDURE_ID; i <= GU_INTAKE_PROP_REGIME_LABEL; i++)
    {
      if (i != GU_INTAKE_PROP_FILED_ON)
        gu_intake_notify (self, i);
    }
}

void
gu_intake_set_procedure (GuIntake *self, const char *procedure_id)
{
  GuProcedure *procedure;
  GDate filed;

  g_return_if_fail (GU_IS_INTAKE (self));
  g_return_if_fail (procedure_id != NULL);

  if (g_strcmp0 (procedure_id, gu_intake_get_procedure_id (self)) == 0
      || !gu_dossier_get_filed_date (self->dossier, &filed))
    return;

  procedure = gu_intake_find_procedure (self->context, procedure_id, &filed, NULL);
  if (procedure == NULL)
    return;

  gu_intake_take_procedure (self, procedure);
  gu_intake_refresh (self);
}

void
gu_intake_set_filed_on (GuIntake *self, const GDate *date)
{
  g_autofree char *text = NULL;
  GuProcedure *procedure;
  GDate old;

  g_return_if_fail (GU_IS_INTAKE (self));
  g_return_if_fail (date != NULL && g_date_valid (date));

  if (gu_dossier_get_filed_date (self->dossier, &old) && g_date_compare (&old, date) == 0)
    return;

  text = gu_model_date_format (date);
  gu_dossier_set_filed_on (self->dossier, text);
  gu_intake_touch (self, "filed_on");
  gu_intake_notify (self, GU_INTAKE_PROP_FILED_ON);
  procedure = gu_intake_find_procedure (
      self->context, gu_dossier_get_procedure (self->dossier), date, NULL);
  if (procedure != NULL)
    gu_intake_take_procedure (self, procedure);
  gu_intake_notify (self, GU_INTAKE_PROP_REGIME_LABEL);
  gu_intake_refresh (self);
}

void
gu_intake_set_applicant (GuIntake *self, GuPerson *person)
{
  g_return_if_fail (GU_IS_INTAKE (self));
  g_return_if_fail (GU_IS_PERSON (person));

  g_signal_handlers_disconnect_by_data (gu_dossier_get_applicant (self->dossier), self);
  gu_dossier_set_applicant (self->dossier, person);
  gu_intake_watch_applicant (self);
  gu_intake_touch (self, "applicant");
  gu_intake_refresh (self);
}

void
gu_intake_set_representative (GuIntake *self, GuPerson *person)
{
  GuPerson *old;

  g_return_if_fail (GU_IS_INTAKE (self));

  old = gu_dossier_get_representative (self->dossier);
  if (old != NULL)
    g_signal_handlers_disconnect_by_data (old, self);
  gu_dossier_set_representative (self->dossier, person);
  gu_intake_watch_representative (self);
  gu_intake_touch (self, "representative");
  gu_intake_notify (self, GU_INTAKE_PROP_REPRESENTED);
  gu_intake_refresh (self);
}

void
gu_intake_set_property (GuIntake *self, GuProperty *property)
{
  g_return_if_fail (GU_IS_INTAKE (self));
  g_return_if_fail (GU_IS_PROPERTY (property));

  g_signal_handlers_disconnect_by_data (gu_dossier_get_property (self->dossier), self);
  gu_dossier_set_property (self->dossier, property);
  gu_intake_watch_property (self);
  gu_intake_touch (self, "property");
  gu_intake_refresh (self);
}

void
gu_intake_set_represented (GuIntake *self, gboolean represented)
{
  g_autoptr (GuPerson) person = represented ? gu_person_new () : NULL;

  g_return_if_fail (GU_IS_INTAKE (self));

  if (represented != (gu_dossier_get_representative (self->dossier) != NULL))
    gu_intake_set_representative (self, person);
}

void
gu_intake_assign (GuIntake *self, GuDocument *document, const char *requirement, gboolean assigned)
{
  /* Copies: the setter frees what the getter lent. */
  g_autoptr (GPtrArray) slots = g_ptr_array_new_with_free_func (g_free);
  const char *const *old;

  g_return_if_fail (GU_IS_INTAKE (self));
  g_return_if_fail (GU_IS_DOCUMENT (document));
  g_return_if_fail (requirement != NULL);

  old = gu_document_get_requirements (document);
  for (gsize i = 0; old != NULL && old[i] != NULL; i++)
    {
      if (strcmp (old[i], requirement) != 0)
        g_ptr_array_add (slots, g_strdup (old[i]));
    }
  if (assigned)
    g_ptr_array_add (slots, g_strdup (requirement));
  g_ptr_array_add (slots, NULL);

  gu_document_set_requirements (document, (const char *const *) slots->pdata);
}
