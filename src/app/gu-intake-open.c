/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-app-error.h"
#include "gu-intake-private.h"
#include "gu-model-error.h"
#include "gu-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* How a draft comes to be, or comes back. */

/* What of the rule book can be asked for on that day under the name that was given: the id itself,
 * or the same request under the law of that day. */
static GPtrArray *
gu_intake_list_matches (GuRuleBook *book, const char *id, const GDate *on)
{
  g_autoptr (GPtrArray) all = gu_rule_book_list (book, on);
  GPtrArray *matches = g_ptr_array_new ();
  const char *family = id;
  GPtrArray *packs = gu_rule_book_get_packs (book);

  for (guint i = 0; i < packs->len; i++)
    {
      GPtrArray *procedures = gu_rule_pack_get_procedures (g_ptr_array_index (packs, i));

      for (guint j = 0; j < procedures->len; j++)
        {
          GuProcedure *procedure = g_ptr_array_index (procedures, j);

          if (strcmp (gu_procedure_get_id (procedure), id) == 0)
            family = gu_procedure_get_family (procedure);
        }
    }

  for (guint i = 0; i < all->len; i++)
    {
      GuProcedure *procedure = g_ptr_array_index (all, i);

      if (strcmp (gu_procedure_get_family (procedure), family) == 0)
        g_ptr_array_add (matches, procedure);
    }

  return matches;
}

GuProcedure *
gu_intake_find_procedure (GuContext *context, const char *id, const GDate *on, GError **error)
{
  GuRuleBook *book = gu_context_get_rule_book (context);
  GuProcedure *procedure = gu_rule_book_find_procedure (book, id, on);
  g_autoptr (GPtrArray) matches = NULL;
  g_autofree char *day = gu_words_date (on);
  g_autofree char *hint = NULL;
  g_autoptr (GString) ids = g_string_new (NULL);

  if (procedure != NULL)
    return procedure;

  matches = gu_intake_list_matches (book, id, on);
  if (matches->len == 1)
    return g_ptr_array_index (matches, 0);

  for (guint i = 0; i < matches->len; i++)
    g_string_append_printf (
        ids, "%s%s", i > 0 ? ", " : "", gu_procedure_get_id (g_ptr_array_index (matches, i)));
  if (ids->len > 0)
    /* Translators: a list of identifiers such as "cu-informare, cu-construire". */
    hint = g_strdup_printf (_ ("Choose one of: %s"), ids->str);
  else
    hint = g_strdup (_ ("“ghiseuctl rules list” shows what can be asked for"));
  gu_error_set (error,
                GU_APP_ERROR,
                GU_APP_ERROR_NOT_FOUND,
                hint,
                NULL,
                /* Translators: a procedure's identifier and a date. */
                _ ("There is no procedure “%s” for a request filed on %s"),
                id,
                day);

  return NULL;
}

typedef struct
{
  GuContext *context;
  GuDossier *dossier;
  char *dossier_id; /* nullable: a new one */
  GuSessionActor *actor;
} GuIntakeOpen;

static void
gu_intake_open_free (GuIntakeOpen *open)
{
  g_clear_object (&open->context);
  g_clear_object (&open->dossier);
  g_clear_pointer (&open->actor, gu_session_actor_free);
  g_free (open->dossier_id);
  g_free (open);
}

static void
gu_intake_open_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GuIntakeOpen *open = data;
  GuStore *store = gu_context_get_store (open->context);
  const GuActor actor = { open->actor->who, open->actor->desk };
  g_autoptr (GError) error = NULL;
  gboolean done;

  if (open->dossier_id == NULL)
    done = gu_store_create_dossier (store, open->dossier, &actor, &error);
  else
    {
      open->dossier = gu_store_load_dossier (store, open->dossier_id, &error);
      done = open->dossier != NULL;
    }

  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static GuIntake *
gu_intake_take_opened (GuIntakeOpen *open, GError **error)
{
  GuDossier *dossier = open->dossier;
  GuRuleBook *book = gu_context_get_rule_book (open->context);
  GuProcedure *procedure;

  if (!gu_words_is_draft (gu_dossier_get_state (dossier)))
    {
      if (gu_dossier_get_registration (dossier) != NULL)
        gu_error_set (error,
                      GU_APP_ERROR,
                      GU_APP_ERROR_STATE,
                      _ ("Open its page to see it; what was registered is not edited"),
                      NULL,
                      /* Translators: a registration such as 12345/23.11.2026. */
                      _ ("The dossier %s is registered"),
                      gu_dossier_get_registration (dossier));
      else
        gu_error_set (error,
                      GU_APP_ERROR,
                      GU_APP_ERROR_STATE,
                      _ ("Begin a new one"),
                      NULL,
                      _ ("This draft was given up"));
      return NULL;
    }

  procedure = gu_rule_book_find_governing (book,
                                           gu_dossier_get_pack_id (dossier),
                                           gu_dossier_get_pack_version (dossier),
                                           gu_dossier_get_procedure (dossier));

  return gu_intake_new_for (open->context, dossier, procedure);
}

static void
gu_intake_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) outer = data;
  GuIntakeOpen *open = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  GuIntake *intake = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    intake = gu_intake_take_opened (open, &error);

  if (intake != NULL)
    g_task_return_pointer (outer, intake, g_object_unref);
  else
    g_task_return_error (outer, g_steal_pointer (&error));
}

static void
gu_intake_begin_open (GuIntakeOpen *open, GTask *outer)
{
  g_autoptr (GTask) inner = NULL;

  inner = g_task_new (NULL, g_task_get_cancellable (outer), gu_intake_opened, outer);
  g_task_set_source_tag (inner, gu_intake_begin_open);
  g_task_set_task_data (inner, open, (GDestroyNotify) gu_intake_open_free);
  gu_task_queue_push (gu_context_get_store_queue (open->context), inner, gu_intake_open_run);
}

/* The first procedure of the day: something to start from. */
static GuProcedure *
gu_intake_first_procedure (GuContext *context, const GDate *on, GError **error)
{
  g_autoptr (GPtrArray) all = gu_rule_book_list (gu_context_get_rule_book (context), on);

  if (all->len > 0)
    return g_ptr_array_index (all, 0);

  return gu_intake_find_procedure (context, "", on, error);
}

static GuDossier *
gu_intake_make_dossier (GuContext *context, GuProcedure *procedure, const GDate *filed_on)
{
  GuDossier *dossier = gu_dossier_new ();
  g_autoptr (JsonObject) facts = gu_procedure_new_facts (procedure);
  g_autoptr (GuSessionActor) actor = gu_context_dup_actor (context);
  g_autofree char *day = gu_model_date_format (filed_on);

  gu_dossier_set_procedure (dossier, gu_procedure_get_id (procedure));
  gu_dossier_set_regime (dossier, gu_procedure_get_regime (procedure));
  gu_dossier_set_pack_id (dossier, gu_procedure_get_pack_id (procedure));
  gu_dossier_set_pack_version (dossier, gu_procedure_get_pack_version (procedure));
  gu_dossier_set_facts (dossier, facts);
  gu_dossier_set_filed_on (dossier, day);
  gu_dossier_set_officer (dossier, actor->who);
  gu_dossier_set_desk (dossier, actor->desk);

  return dossier;
}

void
gu_intake_new_async (GuContext *context,
                     const char *procedure_id,
                     const GDate *filed_on,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  GTask *outer;
  GuIntakeOpen *open;
  GuProcedure *procedure;
  g_autoptr (GError) error = NULL;
  GDate day;

  g_return_if_fail (GU_IS_CONTEXT (context));
  g_return_if_fail (gu_context_is_ready (context));

  if (filed_on != NULL)
    day = *filed_on;
  else
    gu_clock_today (gu_context_get_clock (context), &day);

  outer = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (outer, gu_intake_new_async);
  procedure = procedure_id != NULL ? gu_intake_find_procedure (context, procedure_id, &day, &error)
                                   : gu_intake_first_procedure (context, &day, &error);
  if (procedure == NULL)
    {
      g_task_return_error (outer, g_steal_pointer (&error));
      g_object_unref (outer);
      return;
    }

  open = g_new0 (GuIntakeOpen, 1);
  open->context = g_object_ref (context);
  open->actor = gu_context_dup_actor (context);
  open->dossier = gu_intake_make_dossier (context, procedure, &day);
  gu_intake_begin_open (open, outer);
}

void
gu_intake_open_async (GuContext *context,
                      const char *dossier_id,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *outer;
  GuIntakeOpen *open;

  g_return_if_fail (GU_IS_CONTEXT (context));
  g_return_if_fail (gu_context_is_ready (context));
  g_return_if_fail (dossier_id != NULL);

  outer = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (outer, gu_intake_open_async);
  open = g_new0 (GuIntakeOpen, 1);
  open->context = g_object_ref (context);
  open->actor = gu_context_dup_actor (context);
  open->dossier_id = g_strdup (dossier_id);
  gu_intake_begin_open (open, outer);
}

GuIntake *
gu_intake_new_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
