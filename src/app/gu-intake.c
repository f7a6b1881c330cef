/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-intake.h"

#include "gu-intake-private.h"
#include "gu-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The draft that a clerk fills in: live objects in front, saving behind. */
G_DEFINE_FINAL_TYPE (GuIntake, gu_intake, G_TYPE_OBJECT)

static GParamSpec *properties[GU_INTAKE_N_PROPS];
static guint field_message;

void
gu_intake_notify (GuIntake *self, guint prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop]);
}

void
gu_intake_emit_field_message (GuIntake *self, const char *field, const char *message)
{
  g_signal_emit (self, field_message, g_quark_from_string (field), field, message);
}

/* Looks at everything again after a change and tells only what is different. */
void
gu_intake_refresh (GuIntake *self)
{
  guint missing = gu_checklist_get_missing_count (self->checklist);
  gboolean complete = gu_checklist_get_complete (self->checklist);
  gboolean could = gu_intake_get_can_register (self);
  g_autofree char *summary = g_strdup (gu_checklist_get_summary (self->checklist));
  g_auto (GStrv) problems = NULL;

  gu_intake_show_facts (self);
  gu_checklist_update (self->checklist, self->procedure, self->dossier, NULL);

  if (missing != gu_checklist_get_missing_count (self->checklist))
    gu_intake_notify (self, GU_INTAKE_PROP_MISSING_COUNT);
  if (complete != gu_checklist_get_complete (self->checklist))
    gu_intake_notify (self, GU_INTAKE_PROP_COMPLETE);
  if (g_strcmp0 (summary, gu_checklist_get_summary (self->checklist)) != 0)
    gu_intake_notify (self, GU_INTAKE_PROP_SUMMARY);

  problems = gu_intake_list_problems (
      self->dossier, self->procedure, gu_context_get_clock (self->context));
  if (!g_strv_equal ((const char *const *) problems, (const char *const *) self->problems))
    {
      g_strfreev (self->problems);
      self->problems = g_steal_pointer (&problems);
      gu_intake_notify (self, GU_INTAKE_PROP_PROBLEMS);
    }
  if (could != gu_intake_get_can_register (self))
    gu_intake_notify (self, GU_INTAKE_PROP_CAN_REGISTER);
}

static char *
gu_intake_field_name (const char *prefix, const char *property)
{
  char *name = g_strconcat (prefix, property, NULL);

  for (char *c = name; *c != '\0'; c++)
    {
      if (*c == '-')
        *c = '_';
    }

  return name;
}

static void
gu_intake_part_changed (GuIntake *self, GObject *part, GParamSpec *pspec, const char *prefix)
{
  g_autofree char *field = gu_intake_field_name (prefix, pspec->name);
  g_autofree char *message = NULL;

  if (self->applying)
    return;

  if (pspec->value_type == G_TYPE_STRING)
    {
      g_autofree char *value = NULL;

      g_object_get (part, pspec->name, &value, NULL);
      message = gu_intake_check_field (self, field, value != NULL ? value : "");
    }
  gu_intake_emit_field_message (self, field, message);
  gu_intake_touch (self, field);
  gu_intake_refresh (self);
}

static void
gu_intake_applicant_changed (GuIntake *self, GParamSpec *pspec, GObject *part)
{
  gu_intake_part_changed (self, part, pspec, "applicant.");
}

static void
gu_intake_representative_changed (GuIntake *self, GParamSpec *pspec, GObject *part)
{
  gu_intake_part_changed (self, part, pspec, "representative.");
}

static void
gu_intake_property_changed (GuIntake *self, GParamSpec *pspec, GObject *part)
{
  gu_intake_part_changed (self, part, pspec, "property.");
}

static void
gu_intake_paper_changed (GuIntake *self, GParamSpec *pspec, GuDocument *document)
{
  if (self->applying)
    return;

  gu_intake_touch_paper (self, document);
  gu_intake_refresh (self);
}

void
gu_intake_watch_paper (GuIntake *self, GuDocument *document)
{
  g_signal_connect_object (
      document, "notify", G_CALLBACK (gu_intake_paper_changed), self, G_CONNECT_SWAPPED);
}

void
gu_intake_forget_paper (GuIntake *self, GuDocument *document)
{
  g_signal_handlers_disconnect_by_data (document, self);
}

void
gu_intake_watch_representative (GuIntake *self)
{
  GuPerson *person = gu_dossier_get_representative (self->dossier);

  if (person != NULL)
    g_signal_connect_object (
        person, "notify", G_CALLBACK (gu_intake_representative_changed), self, G_CONNECT_SWAPPED);
}

void
gu_intake_watch_applicant (GuIntake *self)
{
  g_signal_connect_object (gu_dossier_get_applicant (self->dossier),
                           "notify",
                           G_CALLBACK (gu_intake_applicant_changed),
                           self,
                           G_CONNECT_SWAPPED);
}

void
gu_intake_watch_property (GuIntake *self)
{
  g_signal_connect_object (gu_dossier_get_property (self->dossier),
                           "notify",
                           G_CALLBACK (gu_intake_property_changed),
                           self,
                           G_CONNECT_SWAPPED);
}

static void
gu_intake_watch (GuIntake *self)
{
  GListModel *documents = gu_dossier_get_documents (self->dossier);

  gu_intake_watch_applicant (self);
  gu_intake_watch_representative (self);
  gu_intake_watch_property (self);
  for (guint i = 0; i < g_list_model_get_n_items (documents); i++)
    {
      g_autoptr (GuDocument) document = g_list_model_get_item (documents, i);

      gu_intake_watch_paper (self, document);
    }
}

static char *
gu_intake_dup_regime_label (GuIntake *self)
{
  const char *regime = gu_dossier_get_regime (self->dossier);
  g_autoptr (GuRegimeDecision) decision = NULL;
  GDate filed;

  if (self->procedure == NULL || !gu_dossier_get_filed_date (self->dossier, &filed))
    return g_strdup (gu_words_regime (regime));

  decision = gu_procedure_decide_regime (
      self->procedure, gu_dossier_get_facts (self->dossier), &filed);
  if (decision->reason == NULL)
    return g_strdup (gu_words_regime (regime));

  return g_strdup_printf ("%s. %s", gu_words_regime (regime), decision->reason);
}

static void
gu_intake_get_value (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GuIntake *self = GU_INTAKE (object);

  switch (id)
    {
    case GU_INTAKE_PROP_DOSSIER:
      g_value_set_object (value, self->dossier);
      break;
    case GU_INTAKE_PROP_PROCEDURE_ID:
      g_value_set_string (value, gu_intake_get_procedure_id (self));
      break;
    case GU_INTAKE_PROP_PROCEDURE:
      g_value_set_object (value, self->procedure);
      break;
    case GU_INTAKE_PROP_FILED_ON:
      g_value_set_string (value, gu_dossier_get_filed_on (self->dossier));
      break;
    case GU_INTAKE_PROP_REGIME:
      g_value_set_string (value, gu_intake_get_regime (self));
      break;
    case GU_INTAKE_PROP_REGIME_LABEL:
      g_value_take_string (value, gu_intake_dup_regime_label (self));
      break;
    case GU_INTAKE_PROP_REPRESENTED:
      g_value_set_boolean (value, gu_dossier_get_representative (self->dossier) != NULL);
      break;
    case GU_INTAKE_PROP_FACTS:
      g_value_set_object (value, self->facts);
      break;
    case GU_INTAKE_PROP_DOCUMENTS:
      g_value_set_object (value, gu_dossier_get_documents (self->dossier));
      break;
    case GU_INTAKE_PROP_REQUIREMENTS:
      g_value_set_object (value, gu_checklist_get_model (self->checklist));
      break;
    case GU_INTAKE_PROP_MISSING_COUNT:
      g_value_set_uint (value, gu_intake_get_missing_count (self));
      break;
    case GU_INTAKE_PROP_COMPLETE:
      g_value_set_boolean (value, gu_intake_get_complete (self));
      break;
    case GU_INTAKE_PROP_SUMMARY:
      g_value_set_string (value, gu_intake_get_summary (self));
      break;
    case GU_INTAKE_PROP_PROBLEMS:
      g_value_set_boxed (value, self->problems);
      break;
    case GU_INTAKE_PROP_CAN_REGISTER:
      g_value_set_boolean (value, gu_intake_get_can_register (self));
      break;
    case GU_INTAKE_PROP_SAVED:
      g_value_set_boolean (value, gu_intake_is_saved (self));
      break;
    case GU_INTAKE_PROP_SAVE_ERROR:
      g_value_set_string (value, self->save_error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_intake_set_value (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  GuIntake *self = GU_INTAKE (object);
  GDate date;

  switch (id)
    {
    case GU_INTAKE_PROP_PROCEDURE_ID:
      if (g_value_get_string (value) != NULL)
        gu_intake_set_procedure (self, g_value_get_string (value));
      break;
    case GU_INTAKE_PROP_FILED_ON:
      if (gu_words_parse_date (g_value_get_string (value), &date))
        gu_intake_set_filed_on (self, &date);
      break;
    case GU_INTAKE_PROP_REPRESENTED:
      gu_intake_set_represented (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
gu_intake_dispose (GObject *object)
{
  GuIntake *self = GU_INTAKE (object);

  g_clear_handle_id (&self->save_source, g_source_remove);

  G_OBJECT_CLASS (gu_intake_parent_class)->dispose (object);
}

static void
gu_intake_finalize (GObject *object)
{
  GuIntake *self = GU_INTAKE (object);

  g_clear_object (&self->dossier);
  g_clear_object (&self->checklist);
  g_clear_object (&self->facts);
  g_clear_pointer (&self->fact_items, g_hash_table_unref);
  g_clear_pointer (&self->problems, g_strfreev);
  g_clear_pointer (&self->save_error, g_free);
  g_clear_pointer (&self->flush_waiting, g_ptr_array_unref);
  g_clear_pointer (&self->dirty_fields, g_hash_table_unref);
  g_clear_pointer (&self->dirty_papers, g_hash_table_unref);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (gu_intake_parent_class)->finalize (object);
}

static void
gu_intake_install_properties (GObjectClass *klass)
{
  const GParamFlags ro = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags rw = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GParamSpec **p = properties;

  p[GU_INTAKE_PROP_DOSSIER] = g_param_spec_object ("dossier", NULL, NULL, GU_TYPE_DOSSIER, ro);
  p[GU_INTAKE_PROP_PROCEDURE_ID] = g_param_spec_string ("procedure-id", NULL, NULL, NULL, rw);
  p[GU_INTAKE_PROP_PROCEDURE] = g_param_spec_object (
      "procedure", NULL, NULL, GU_TYPE_PROCEDURE, ro);
  p[GU_INTAKE_PROP_FILED_ON] = g_param_spec_string ("filed-on", NULL, NULL, NULL, rw);
  p[GU_INTAKE_PROP_REGIME] = g_param_spec_string ("regime", NULL, NULL, NULL, ro);
  p[GU_INTAKE_PROP_REGIME_LABEL] = g_param_spec_string ("regime-label", NULL, NULL, NULL, ro);
  p[GU_INTAKE_PROP_REPRESENTED] = g_param_spec_boolean ("represented", NULL, NULL, FALSE, rw);
  p[GU_INTAKE_PROP_FACTS] = g_param_spec_object ("facts", NULL, NULL, G_TYPE_LIST_MODEL, ro);
  p[GU_INTAKE_PROP_DOCUMENTS] = g_param_spec_object (
      "documents", NULL, NULL, G_TYPE_LIST_MODEL, ro);
  p[GU_INTAKE_PROP_REQUIREMENTS] = g_param_spec_object (
      "requirements", NULL, NULL, G_TYPE_LIST_MODEL, ro);
  p[GU_INTAKE_PROP_MISSING_COUNT] = g_param_spec_uint (
      "missing-count", NULL, NULL, 0, G_MAXUINT, 0, ro);
  p[GU_INTAKE_PROP_COMPLETE] = g_param_spec_boolean ("complete", NULL, NULL, FALSE, ro);
  p[GU_INTAKE_PROP_SUMMARY] = g_param_spec_string ("summary", NULL, NULL, "", ro);
  p[GU_INTAKE_PROP_PROBLEMS] = g_param_spec_boxed ("problems", NULL, NULL, G_TYPE_STRV, ro);
  p[GU_INTAKE_PROP_CAN_REGISTER] = g_param_spec_boolean ("can-register", NULL, NULL, FALSE, ro);
  p[GU_INTAKE_PROP_SAVED] = g_param_spec_boolean ("saved", NULL, NULL, TRUE, ro);
  p[GU_INTAKE_PROP_SAVE_ERROR] = g_param_spec_string ("save-error", NULL, NULL, NULL, ro);

  g_object_class_install_properties (klass, GU_INTAKE_N_PROPS, properties);
}

static void
gu_intake_class_init (GuIntakeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = gu_intake_get_value;
  object_class->set_property = gu_intake_set_value;
  object_class->dispose = gu_intake_dispose;
  object_class->finalize = gu_intake_finalize;
  gu_intake_install_properties (object_class);

  field_message = g_signal_new ("field-message",
                                G_TYPE_FROM_CLASS (klass),
                                G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED,
                                0,
                                NULL,
                                NULL,
                                NULL,
                                G_TYPE_NONE,
                                2,
                                G_TYPE_STRING,
                                G_TYPE_STRING);
}

static void
gu_intake_init (GuIntake *self)
{
  self->checklist = gu_checklist_new ();
  self->facts = g_list_store_new (GU_TYPE_FACT_ITEM);
  self->fact_items = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->problems = g_new0 (char *, 1);
  self->flush_waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->dirty_fields = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->dirty_papers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

GuIntake *
gu_intake_new_for (GuContext *context, GuDossier *dossier, GuProcedure *procedure)
{
  GuIntake *self = g_object_new (GU_TYPE_INTAKE, NULL);

  self->context = g_object_ref (context);
  self->dossier = g_object_ref (dossier);
  self->procedure = procedure;
  g_signal_connect_object (
      context, "notify::ready", G_CALLBACK (gu_intake_context_changed), self, G_CONNECT_SWAPPED);
  gu_intake_watch (self);
  gu_intake_build_facts (self);
  gu_intake_refresh (self);

  return self;
}

const char *
gu_intake_get_id (GuIntake *self)
{
  g_return_val_if_fail (GU_IS_INTAKE (self), NULL);

  return gu_dossier_get_id (self->dossier);
}

GuContext *
gu_intake_get_context (GuIntake *self)
{
  g_return_val_if_fail (GU_IS_INTAKE (self), NULL);

  return self->context;
}

GuDossier *
gu_intake_get_dossier (GuIntake *self)
{
  g_return_val_if_fail (GU_IS_INTAKE (self), NULL);

  return self->dossier;
}

GuProcedure *
gu_intake_get_procedure (GuIntake *self)
{
  g_return_val_if_fail (GU_IS_INTAKE (self), NULL);

  return self->procedure;
}

const char *
gu_intake_get_procedure_id (GuIntake *self)
{
  g_return_val_if_fail (GU_IS_INTAKE (self), NULL);

  return gu_dossier_get_procedure (self->dossier);
}

const char *
gu_intake_get_regime (GuIntake *self)
{
  g_return_val_if_fail (GU_IS_INTAKE (self), NULL);

  return gu_dossier_get_regime (self->dossier);
}

GListModel *
gu_intake_get_facts (GuIntake *self)
{
  g_return_val_if_fail (GU_IS_INTAKE (self), NULL);

  return G_LIST_MODEL (self->facts);
}

GListModel *
gu_intake_get_documents (GuIntake *self)
{
  g_return_val_if_fail (GU_IS_INTAKE (self), NULL);

  return gu_dossier_get_documents (self->dossier);
}

GListModel *
gu_intake_get_requirements (GuIntake *self)
{
  g_return_val_if_fail (GU_IS_INTAKE (self), NULL);

  return gu_checklist_get_model (self->checklist);
}

guint
gu_intake_get_missing_count (GuIntake *self)
{
  g_return_val_if_fail (GU_IS_INTAKE (self), 0);

  return gu_checklist_get_missing_count (self->checklist);
}

gboolean
gu_intake_get_complete (GuIntake *self)
{
  g_return_val_if_fail (GU_IS_INTAKE (self), FALSE);

  return gu_checklist_get_complete (self->checklist);
}

const char *
gu_intake_get_summary (GuIntake *self)
{
  g_return_val_if_fail (GU_IS_INTAKE (self), NULL);

  return gu_checklist_get_summary (self->checklist);
}

const char *const *
gu_intake_get_problems (GuIntake *self)
{
  g_return_val_if_fail (GU_IS_INTAKE (self), NULL);

  return (const char *const *) self->problems;
}

gboolean
gu_intake_get_can_register (GuIntake *self)
{
  g_return_val_if_fail (GU_IS_INTAKE (self), FALSE);

  /* A paper that is still on its way would be in the dossier, but not in what is signed. */
  return self->procedure != NULL && self->problems[0] == NULL && !self->closed
         && self->n_imports == 0;
}
