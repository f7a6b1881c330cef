/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-dossier-page.h"

#include "gu-app-error.h"
#include "gu-checklist.h"
#include "gu-clock-item.h"
#include "gu-dossier-clocks.h"
#include "gu-dossier-export.h"
#include "gu-identifier.h"
#include "gu-rule-book.h"
#include "gu-store.h"
#include "gu-timeline.h"
#include "gu-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

enum
{
  PAGE_DOSSIER = 1,
  PAGE_TITLE,
  PAGE_SUBTITLE,
  PAGE_PROCEDURE_TITLE,
  PAGE_STATE_LABEL,
  PAGE_REGIME_LABEL,
  PAGE_SYNC_LABEL,
  PAGE_APPLICANT_ID,
  PAGE_UNMASKED,
  PAGE_SUMMARY,
  PAGE_NEXT_STEPS,
  PAGE_TIMELINE,
  PAGE_CLOCKS,
  PAGE_DOCUMENTS,
  PAGE_REQUIREMENTS,
  PAGE_IS_DRAFT,
};

/* What the page of one dossier shows. */
struct _GuDossierPage
{
  GuRecord parent_instance;

  /* owned */
  GuContext *context;
  GuChecklist *checklist;
  char *id;

  gboolean loading;
  gboolean again; /* the store changed while it was being read */
};

G_DEFINE_FINAL_TYPE (GuDossierPage, gu_dossier_page, GU_TYPE_RECORD)

static void
gu_dossier_page_finalize (GObject *object)
{
  GuDossierPage *self = GU_DOSSIER_PAGE (object);

  g_clear_object (&self->checklist);
  g_clear_object (&self->context);
  g_clear_pointer (&self->id, g_free);

  G_OBJECT_CLASS (gu_dossier_page_parent_class)->finalize (object);
}

static void
gu_dossier_page_class_init (GuDossierPageClass *klass)
{
  const GuRecordField fields[] = {
    { "dossier", GU_TYPE_DOSSIER, FALSE },        { "title", G_TYPE_STRING, FALSE },
    { "subtitle", G_TYPE_STRING, FALSE },         { "procedure-title", G_TYPE_STRING, FALSE },
    { "state-label", G_TYPE_STRING, FALSE },      { "regime-label", G_TYPE_STRING, FALSE },
    { "sync-label", G_TYPE_STRING, FALSE },       { "applicant-id", G_TYPE_STRING, FALSE },
    { "unmasked", G_TYPE_BOOLEAN, FALSE },        { "summary", G_TYPE_STRING, FALSE },
    { "next-steps", G_TYPE_STRING, FALSE },       { "timeline", G_TYPE_LIST_MODEL, FALSE },
    { "clocks", G_TYPE_LIST_MODEL, FALSE },       { "documents", G_TYPE_LIST_MODEL, FALSE },
    { "requirements", G_TYPE_LIST_MODEL, FALSE }, { "is-draft", G_TYPE_BOOLEAN, FALSE },
  };

  G_OBJECT_CLASS (klass)->finalize = gu_dossier_page_finalize;
  gu_record_class_install (GU_RECORD_CLASS (klass), fields, G_N_ELEMENTS (fields));
}

static void
gu_dossier_page_init (GuDossierPage *self)
{
  self->checklist = gu_checklist_new ();
}

/* What one reading brings. */
typedef struct
{
  GuStore *store;
  char *id;
  GuDossier *dossier;
  GPtrArray *events;
} GuPageRead;

static void
gu_page_read_free (GuPageRead *read)
{
  g_object_unref (read->store);
  g_clear_object (&read->dossier);
  g_clear_pointer (&read->events, g_ptr_array_unref);
  g_free (read->id);
  g_free (read);
}

static void
gu_page_read_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GuPageRead *read = data;
  g_autoptr (GError) error = NULL;

  read->dossier = gu_store_load_dossier (read->store, read->id, &error);
  if (read->dossier != NULL)
    read->events = gu_store_load_events (read->store, read->id, &error);

  if (read->events == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

static GListModel *
gu_dossier_page_make_timeline (GuDossierPage *self, GuPageRead *read, GuProcedure *procedure)
{
  GListStore *timeline = g_list_store_new (GU_TYPE_TIMELINE_ITEM);
  GuClock *clock = gu_context_get_clock (self->context);

  for (guint i = read->events->len; i > 0; i--)
    {
      g_autoptr (GuTimelineItem) item = gu_timeline_describe (
          g_ptr_array_index (read->events, i - 1), read->dossier, procedure, clock);

      g_list_store_append (timeline, item);
    }

  return G_LIST_MODEL (timeline);
}

/* The desk's own papers first: they are what is asked for most. */
static GListModel *
gu_dossier_page_make_documents (GuDossier *dossier)
{
  static const char *const roles[] = { "receipt", "opis", "submitted" };
  GListStore *papers = g_list_store_new (GU_TYPE_DOCUMENT);
  GListModel *documents = gu_dossier_get_documents (dossier);

  for (gsize r = 0; r < G_N_ELEMENTS (roles); r++)
    {
      for (guint i = 0; i < g_list_model_get_n_items (documents); i++)
        {
          g_autoptr (GuDocument) document = g_list_model_get_item (documents, i);

          if (g_strcmp0 (gu_document_get_role (document), roles[r]) == 0)
            g_list_store_append (papers, document);
        }
    }

  return G_LIST_MODEL (papers);
}

static void
gu_dossier_page_show_applicant_id (GuDossierPage *self, GuDossier *dossier)
{
  GuPerson *applicant = gu_dossier_get_applicant (dossier);
  const char *cnp = gu_person_get_cnp (applicant);
  const char *cui = gu_person_get_cui (applicant);
  g_autofree char *masked = NULL;

  if (g_strcmp0 (gu_person_get_kind (applicant), "legal") == 0 || cnp == NULL || *cnp == '\0')
    {
      gu_record_set_string (self, PAGE_APPLICANT_ID, cui);
      return;
    }

  masked = gu_record_get_boolean (self, PAGE_UNMASKED) ? g_strdup (cnp)
                                                       : gu_identifier_mask_cnp (cnp);
  gu_record_set_string (self, PAGE_APPLICANT_ID, masked);
}

static void
gu_dossier_page_show_words (GuDossierPage *self, GuDossier *dossier, GuProcedure *procedure)
{
  const char *registration = gu_dossier_get_registration (dossier);
  const char *applicant = gu_person_get_name (gu_dossier_get_applicant (dossier));
  const char *title = procedure != NULL ? gu_procedure_get_short_title (procedure)
                                        : gu_dossier_get_procedure (dossier);
  g_autofree char *subtitle = g_strdup_printf (
      "%s · %s", title, applicant != NULL ? applicant : "");
  g_autoptr (GString) steps = g_string_new (NULL);

  if (procedure != NULL)
    {
      g_autoptr (GPtrArray)
          all = gu_procedure_get_next_steps (procedure, gu_dossier_get_facts (dossier));

      for (guint i = 0; i < all->len; i++)
        g_string_append_printf (
            steps, "%s%s", i > 0 ? "\n" : "", ((GuRuleText *) g_ptr_array_index (all, i))->text);
    }

  gu_record_set_string (
      self, PAGE_TITLE, registration != NULL && *registration != '\0' ? registration : _ ("Draft"));
  gu_record_set_string (self, PAGE_SUBTITLE, subtitle);
  gu_record_set_string (
      self, PAGE_PROCEDURE_TITLE, procedure != NULL ? gu_procedure_get_title (procedure) : title);
  gu_record_set_string (self, PAGE_STATE_LABEL, gu_words_state (gu_dossier_get_state (dossier)));
  gu_record_set_string (self, PAGE_REGIME_LABEL, gu_words_regime (gu_dossier_get_regime (dossier)));
  gu_record_set_string (self, PAGE_SYNC_LABEL, gu_words_sync (gu_dossier_get_sync_state (dossier)));
  gu_record_set_string (self, PAGE_NEXT_STEPS, steps->str);
  gu_record_set_boolean (self, PAGE_IS_DRAFT, gu_words_is_draft (gu_dossier_get_state (dossier)));
}

static void
gu_dossier_page_take (GuDossierPage *self, GuPageRead *read)
{
  GuDossier *dossier = read->dossier;
  GuProcedure *procedure = gu_rule_book_find_governing (gu_context_get_rule_book (self->context),
                                                        gu_dossier_get_pack_id (dossier),
                                                        gu_dossier_get_pack_version (dossier),
                                                        gu_dossier_get_procedure (dossier));
  g_autoptr (GListModel) timeline = gu_dossier_page_make_timeline (self, read, procedure);
  g_autoptr (GListModel) clocks = gu_dossier_clocks_list (self->context, dossier, procedure);
  g_autoptr (GListModel) documents = gu_dossier_page_make_documents (dossier);

  gu_checklist_update (self->checklist, procedure, dossier, NULL);

  g_object_freeze_notify (G_OBJECT (self));
  gu_record_set_object (self, PAGE_DOSSIER, dossier);
  gu_record_set_object (self, PAGE_TIMELINE, timeline);
  gu_record_set_object (self, PAGE_CLOCKS, clocks);
  gu_record_set_object (self, PAGE_DOCUMENTS, documents);
  gu_record_set_object (self, PAGE_REQUIREMENTS, gu_checklist_get_model (self->checklist));
  gu_record_set_string (self, PAGE_SUMMARY, gu_checklist_get_summary (self->checklist));
  gu_dossier_page_show_words (self, dossier, procedure);
  gu_dossier_page_show_applicant_id (self, dossier);
  g_object_thaw_notify (G_OBJECT (self));
}

static GTask *
gu_dossier_page_start_read (GuDossierPage *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback done,
                            gpointer data)
{
  GTask *task = g_task_new (self, cancellable, done, data);
  GuPageRead *read = g_new0 (GuPageRead, 1);

  read->store = g_object_ref (gu_context_get_store (self->context));
  read->id = g_strdup (self->id);
  g_task_set_source_tag (task, gu_dossier_page_start_read);
  g_task_set_task_data (task, read, (GDestroyNotify) gu_page_read_free);
  gu_task_queue_push (gu_context_get_list_queue (self->context), task, gu_page_read_run);

  return task;
}

static void gu_dossier_page_reload (GuDossierPage *self);

/* A page that cannot be read again keeps showing what it has; the list and the doctor tell why. */
static void
gu_dossier_page_reloaded (GObject *source, GAsyncResult *result, gpointer data)
{
  GuDossierPage *self = GU_DOSSIER_PAGE (source);

  self->loading = FALSE;
  if (g_task_propagate_boolean (G_TASK (result), NULL))
    gu_dossier_page_take (self, g_task_get_task_data (G_TASK (result)));
  if (self->again)
    gu_dossier_page_reload (self);
}

static void
gu_dossier_page_reload (GuDossierPage *self)
{
  g_autoptr (GTask) task = NULL;

  if (!gu_context_is_ready (self->context))
    return;
  self->again = self->loading;
  if (self->loading)
    return;

  self->loading = TRUE;
  task = gu_dossier_page_start_read (self, NULL, gu_dossier_page_reloaded, NULL);
}

static void
gu_dossier_page_store_changed (GuDossierPage *self, GStrv ids, GuContext *context)
{
  if (ids == NULL || g_strv_contains ((const char *const *) ids, self->id))
    gu_dossier_page_reload (self);
}

static void
gu_dossier_page_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  GuDossierPage *self = GU_DOSSIER_PAGE (source);
  g_autoptr (GTask) outer = data;
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (outer, g_steal_pointer (&error));
      return;
    }

  gu_dossier_page_take (self, g_task_get_task_data (G_TASK (result)));
  g_signal_connect_object (self->context,
                           "dossiers-changed",
                           G_CALLBACK (gu_dossier_page_store_changed),
                           self,
                           G_CONNECT_SWAPPED);
  g_task_return_pointer (outer, g_object_ref (self), g_object_unref);
}

void
gu_dossier_page_open_async (GuContext *context,
                            const char *dossier_id,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GuDossierPage) self = NULL;
  g_autoptr (GTask) inner = NULL;
  GTask *outer;

  g_return_if_fail (GU_IS_CONTEXT (context));
  g_return_if_fail (gu_context_is_ready (context));
  g_return_if_fail (dossier_id != NULL);

  self = g_object_new (GU_TYPE_DOSSIER_PAGE, NULL);
  self->context = g_object_ref (context);
  self->id = g_strdup (dossier_id);
  outer = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (outer, gu_dossier_page_open_async);
  inner = gu_dossier_page_start_read (self, cancellable, gu_dossier_page_opened, outer);
}

GuDossierPage *
gu_dossier_page_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

GuDossier *
gu_dossier_page_get_dossier (GuDossierPage *self)
{
  g_return_val_if_fail (GU_IS_DOSSIER_PAGE (self), NULL);

  return gu_record_get_object (self, PAGE_DOSSIER);
}

GListModel *
gu_dossier_page_get_timeline (GuDossierPage *self)
{
  g_return_val_if_fail (GU_IS_DOSSIER_PAGE (self), NULL);

  return gu_record_get_object (self, PAGE_TIMELINE);
}

GListModel *
gu_dossier_page_get_clocks (GuDossierPage *self)
{
  g_return_val_if_fail (GU_IS_DOSSIER_PAGE (self), NULL);

  return gu_record_get_object (self, PAGE_CLOCKS);
}

GListModel *
gu_dossier_page_get_documents (GuDossierPage *self)
{
  g_return_val_if_fail (GU_IS_DOSSIER_PAGE (self), NULL);

  return gu_record_get_object (self, PAGE_DOCUMENTS);
}

GListModel *
gu_dossier_page_get_requirements (GuDossierPage *self)
{
  g_return_val_if_fail (GU_IS_DOSSIER_PAGE (self), NULL);

  return gu_record_get_object (self, PAGE_REQUIREMENTS);
}

GuDocument *
gu_dossier_page_find_paper (GuDossierPage *self, const char *role)
{
  GListModel *documents = gu_dossier_page_get_documents (self);

  for (guint i = 0; documents != NULL && i < g_list_model_get_n_items (documents); i++)
    {
      g_autoptr (GuDocument) document = g_list_model_get_item (documents, i);

      if (g_strcmp0 (gu_document_get_role (document), role) == 0)
        return document; /* the list keeps it */
    }

  return NULL;
}

/* The look is written down first: what is not in the journal is not shown. */
typedef struct
{
  GuStore *store;
  char *id;
  char *reason;
  GuSessionActor *actor;
} GuUnmask;

static void
gu_unmask_free (GuUnmask *unmask)
{
  g_object_unref (unmask->store);
  g_free (unmask->id);
  g_free (unmask->reason);
  gu_session_actor_free (unmask->actor);
  g_free (unmask);
}

static void
gu_unmask_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GuUnmask *unmask = data;
  const GuActor actor = { unmask->actor->who, unmask->actor->desk };
  g_autoptr (JsonObject) body = json_object_new ();
  g_autoptr (GError) error = NULL;

  if (unmask->reason != NULL)
    json_object_set_string_member (body, "reason", unmask->reason);
  if (gu_store_add_event (unmask->store, unmask->id, "cnp-shown", body, &actor, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
gu_dossier_page_unmask_async (GuDossierPage *self,
                              const char *reason,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GuUnmask *unmask;

  g_return_if_fail (GU_IS_DOSSIER_PAGE (self));

  unmask = g_new0 (GuUnmask, 1);
  unmask->store = g_object_ref (gu_context_get_store (self->context));
  unmask->id = g_strdup (self->id);
  unmask->reason = g_strdup (reason);
  unmask->actor = gu_context_dup_actor (self->context);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, gu_dossier_page_unmask_async);
  g_task_set_task_data (task, unmask, (GDestroyNotify) gu_unmask_free);
  gu_task_queue_push (gu_context_get_store_queue (self->context), task, gu_unmask_run);
}

gboolean
gu_dossier_page_unmask_finish (GuDossierPage *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;

  gu_record_set_boolean (self, PAGE_UNMASKED, TRUE);
  gu_dossier_page_show_applicant_id (self, gu_dossier_page_get_dossier (self));

  return TRUE;
}

void
gu_dossier_page_export_async (GuDossierPage *self,
                              GFile *folder,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (GU_IS_DOSSIER_PAGE (self));

  gu_dossier_export_async (self->context, self->id, folder, cancellable, callback, user_data);
}

GFile *
gu_dossier_page_export_finish (GuDossierPage *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (GU_IS_DOSSIER_PAGE (self), NULL);

  return gu_dossier_export_finish (result, error);
}
