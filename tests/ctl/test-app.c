/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-test"

#include "config.h"

#include "gu-app-error.h"
#include "gu-context.h"
#include "gu-dossier-item.h"
#include "gu-dossier-list.h"
#include "gu-dossier.h"
#include "gu-fact-item.h"
#include "gu-health.h"
#include "gu-import-result.h"
#include "gu-intake.h"
#include "gu-operation.h"
#include "gu-registration.h"
#include "gu-requirement-item.h"
#include "gu-settings.h"
#include "gu-store.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

/* The use cases as the window sees them: live objects, models, notifications. No card, no central.
 */

#define CAP_MS 60000
/* 24.11.2026 10:00 in Bucharest */
#define NOW_MS G_GINT64_CONSTANT (1795507200000)

typedef struct
{
  char *dir;
  GuClock *clock;
  GuContext *context;
} Fixture;

static gboolean
too_late (gpointer data)
{
  g_error ("Nothing came in time");

  return G_SOURCE_REMOVE;
}

#define WAIT_FOR(condition)                                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    guint watchdog = g_timeout_add (CAP_MS, too_late, NULL);                                       \
    while (!(condition))                                                                           \
      g_main_context_iteration (NULL, TRUE);                                                       \
    g_source_remove (watchdog);                                                                    \
  }                                                                                                \
  G_STMT_END

static void
take_result (GObject *source, GAsyncResult *result, gpointer slot)
{
  *(GAsyncResult **) slot = g_object_ref (result);
}

static void
open_desk (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  fixture->context = gu_context_new (fixture->dir, "none", NULL, fixture->clock);
  gu_context_start_async (fixture->context, GU_CONTEXT_STORE_ONLY, NULL, take_result, &result);
  WAIT_FOR (result != NULL);
  gu_context_start_finish (fixture->context, result, &error);
  g_assert_no_error (error);
  g_assert_true (gu_context_is_ready (fixture->context));
}

static void
close_desk (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;

  gu_context_stop_async (fixture->context, take_result, &result);
  WAIT_FOR (result != NULL);
  gu_context_stop_finish (fixture->context, result);
  g_clear_object (&fixture->context);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->dir = g_dir_make_tmp ("gu-app-XXXXXX", NULL);
  fixture->clock = gu_clock_new_fixed (NOW_MS);
  open_desk (fixture);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->context != NULL)
    close_desk (fixture);
  g_clear_object (&fixture->clock);
  remove_tree (fixture->dir);
  g_free (fixture->dir);
}

static GuIntake *
new_draft (Fixture *fixture, const char *procedure)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GuIntake *intake;

  gu_intake_new_async (fixture->context, procedure, NULL, NULL, take_result, &result);
  WAIT_FOR (result != NULL);
  intake = gu_intake_new_finish (result, &error);
  g_assert_no_error (error);

  return intake;
}

static GuIntake *
open_draft (Fixture *fixture, const char *id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  gu_intake_open_async (fixture->context, id, NULL, take_result, &result);
  WAIT_FOR (result != NULL);

  return gu_intake_new_finish (result, error);
}

static gboolean
is_saved (GuIntake *intake)
{
  gboolean saved = FALSE;

  g_object_get (intake, "saved", &saved, NULL);

  return saved;
}

static void
test_settings (Fixture *fixture, gconstpointer data)
{
  GuSettings *settings = gu_context_get_settings (fixture->context);
  const char *const modules[] = { "/opt/a.so", "/opt/b.so", NULL };
  gboolean demonstration = FALSE;

  g_object_get (settings, "is-demonstration", &demonstration, NULL);
  g_assert_true (demonstration);
  g_object_set (settings, "institution-name", "Primăria Văleni", "pkcs11-modules", modules, NULL);
  g_object_get (settings, "is-demonstration", &demonstration, NULL);
  g_assert_false (demonstration);

  /* Closing the desk writes what is pending. */
  close_desk (fixture);
  open_desk (fixture);
  settings = gu_context_get_settings (fixture->context);
  g_assert_cmpstr (gu_settings_get_institution_name (settings), ==, "Primăria Văleni");
  g_assert_cmpstrv (gu_settings_get_pkcs11_modules (settings), modules);
  g_assert_cmpstr (gu_settings_get_counting (settings), ==, "A");
}

static void
note_message (GuIntake *intake, const char *field, const char *message, gpointer data)
{
  char **slot = data;

  g_free (*slot);
  *slot = g_strdup (message != NULL ? message : "");
}

static void
test_draft_is_saved_by_itself (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GuIntake) intake = new_draft (fixture, "cu-construire");
  g_autoptr (GuIntake) again = NULL;
  g_autofree char *id = g_strdup (gu_intake_get_id (intake));
  g_autofree char *message = NULL;
  g_autoptr (GError) error = NULL;
  GuPerson *applicant = gu_dossier_get_applicant (gu_intake_get_dossier (intake));

  g_assert_cmpstr (gu_intake_get_regime (intake), ==, "L169");
  g_assert_false (gu_intake_get_can_register (intake));
  g_signal_connect (intake, "field-message::applicant.cnp", G_CALLBACK (note_message), &message);

  gu_person_set_name (applicant, "Ana Exemplu");
  gu_person_set_cnp (applicant, "1840229410010");
  g_assert_cmpstr (message, !=, "");
  g_assert_null (strstr (message, "1840229410010"));
  gu_person_set_cnp (applicant, "1840229410012");
  g_assert_cmpstr (message, ==, "");
  gu_property_set_locality (gu_dossier_get_property (gu_intake_get_dossier (intake)), "Turda");
  g_assert_true (gu_intake_set_fact (intake, "scop", "desfiintare", &error));
  g_assert_no_error (error);
  g_assert_false (is_saved (intake));
  g_assert_true (gu_intake_get_can_register (intake));

  WAIT_FOR (is_saved (intake));
  g_clear_object (&intake);
  close_desk (fixture);
  open_desk (fixture);

  again = open_draft (fixture, id, &error);
  g_assert_no_error (error);
  applicant = gu_dossier_get_applicant (gu_intake_get_dossier (again));
  g_assert_cmpstr (gu_person_get_name (applicant), ==, "Ana Exemplu");
  g_assert_cmpstr (gu_person_get_cnp (applicant), ==, "1840229410012");
  g_assert_cmpstr (
      json_object_get_string_member (gu_dossier_get_facts (gu_intake_get_dossier (again)), "scop"),
      ==,
      "desfiintare");
}

static GuRequirementItem *
find_requirement (GuIntake *intake, const char *id, guint *place)
{
  GListModel *model = gu_intake_get_requirements (intake);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GuRequirementItem) item = g_list_model_get_item (model, i);

      if (strcmp (gu_requirement_item_get_id (item), id) == 0)
        {
          if (place != NULL)
            *place = i;
          return item;
        }
    }

  return NULL;
}

static char *
write_picture (Fixture *fixture, const char *name, const char *start)
{
  g_autofree char *folder = g_build_filename (fixture->dir, "files", NULL);
  char *path = g_build_filename (folder, name, NULL);

  g_mkdir_with_parents (folder, 0700);
  g_assert_true (g_file_set_contents (path, start, -1, NULL));

  return path;
}

/* The smallest PDF that a worker takes. */
static const char page[] =
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
    "xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n"
    "0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n";

static void
test_papers_and_checklist (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GuIntake) intake = new_draft (fixture, "cu-construire");
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GuOperation) operation = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *good = write_picture (fixture, "cerere.pdf", page);
  g_autofree char *bad = write_picture (fixture, "plan.pdf", "MZ this is no paper");
  GuRequirementItem *item, *same;
  GuDocument *document;
  guint missing, place = 0;

  g_assert_true (gu_intake_set_fact (intake, "scop", "constructie-noua", &error));
  missing = gu_intake_get_missing_count (intake);
  g_assert_cmpuint (missing, >=, 4);
  item = find_requirement (intake, "cerere", &place);
  g_assert_true (gu_requirement_item_get_missing (item));
  g_assert_cmpuint (place, <, missing);

  g_ptr_array_add (files, g_file_new_for_path (good));
  g_ptr_array_add (files, g_file_new_for_path (bad));
  operation = gu_intake_add_files (intake, files, NULL, take_result, &result);
  WAIT_FOR (result != NULL);
  results = gu_intake_add_files_finish (intake, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (results->len, ==, 2);
  g_assert_cmpint (gu_operation_get_state (operation), ==, GU_OPERATION_DONE);
  g_assert_true (gu_import_result_get_accepted (g_ptr_array_index (results, 0)));
  g_assert_false (gu_import_result_get_accepted (g_ptr_array_index (results, 1)));
  g_assert_cmpstr (gu_import_result_get_sentence (g_ptr_array_index (results, 1)), !=, "");

  /* The line keeps its identity, and has moved below what is still missing. */
  same = find_requirement (intake, "cerere", &place);
  g_assert_true (same == item);
  g_assert_cmpstr (gu_requirement_item_get_status (same), ==, "depus");
  g_assert_cmpuint (gu_intake_get_missing_count (intake), ==, missing - 1);
  g_assert_cmpuint (place, >=, missing - 1);
  g_assert_cmpuint (g_list_model_get_n_items (gu_requirement_item_get_documents (same)), ==, 1);

  /* One paper for two requirements, then none. */
  document = gu_import_result_get_document (g_ptr_array_index (results, 0));
  gu_intake_assign (intake, document, "descriere-investitie", TRUE);
  g_assert_cmpuint (gu_intake_get_missing_count (intake), ==, missing - 2);
  gu_intake_assign (intake, document, "cerere", FALSE);
  gu_intake_assign (intake, document, "descriere-investitie", FALSE);
  g_assert_cmpuint (gu_intake_get_missing_count (intake), ==, missing);
  gu_intake_assign (intake, document, "plan-situatie", TRUE);
  WAIT_FOR (is_saved (intake));

  /* Under another procedure that slot does not exist: the paper stays, unassigned. */
  gu_intake_set_procedure (intake, "prelungire-cu");
  g_assert_cmpstr (gu_intake_get_procedure_id (intake), ==, "prelungire-cu");
  g_assert_cmpuint (g_list_model_get_n_items (gu_intake_get_documents (intake)), ==, 1);
  g_assert_false (gu_document_answers (document, "plan-situatie"));
  WAIT_FOR (is_saved (intake));
}

/* A file that is still being looked at when the dossier is registered is in neither the inventory
 * nor the receipt: it does not slip in afterwards, and nobody can sign while it is on its way. */
static void
test_paper_that_comes_too_late (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GuIntake) intake = new_draft (fixture, "cu-construire");
  GuStore *store = gu_context_get_store (fixture->context);
  GuDossier *dossier = gu_intake_get_dossier (intake);
  const char *id = gu_intake_get_id (intake);
  const GuActor actor = { "Test", "G1" };
  g_autofree char *path = write_picture (fixture, "cerere.pdf", page);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GuOperation) operation = NULL;
  g_autoptr (GAsyncResult) flushed = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GuDossier) registered = NULL;
  g_autoptr (GError) error = NULL;

  gu_person_set_name (gu_dossier_get_applicant (dossier), "Ana Exemplu");
  gu_property_set_locality (gu_dossier_get_property (dossier), "Turda");
  gu_intake_flush_async (intake, NULL, take_result, &flushed);
  WAIT_FOR (flushed != NULL);
  g_assert_true (gu_intake_flush_finish (intake, flushed, &error));
  g_assert_true (gu_intake_get_can_register (intake));

  g_ptr_array_add (files, g_file_new_for_path (path));
  operation = gu_intake_add_files (intake, files, NULL, take_result, &result);
  g_assert_false (gu_intake_get_can_register (intake));
  g_assert_true (gu_store_lease_add (store, "lease", "general", 2026, 1, 9, &error));
  g_assert_true (gu_store_reserve_number (store, id, "general", 2026, NULL, &error));
  g_assert_true (gu_store_register_dossier (store, id, NULL, &actor, NOW_MS, &error));
  g_assert_no_error (error);

  WAIT_FOR (result != NULL);
  results = gu_intake_add_files_finish (intake, result, &error);
  g_assert_no_error (error);
  g_assert_false (gu_import_result_get_accepted (g_ptr_array_index (results, 0)));
  g_assert_cmpstr (gu_import_result_get_sentence (g_ptr_array_index (results, 0)), !=, "");
  registered = gu_store_load_dossier (store, id, &error);
  g_assert_cmpuint (g_list_model_get_n_items (gu_dossier_get_documents (registered)), ==, 0);
  /* Nothing is on its way any more; the intake itself learns of the registration when it saves. */
  g_assert_true (gu_intake_get_can_register (intake));
}

static gboolean
is_stored_as (Fixture *fixture, const char *id, const char *name)
{
  g_autoptr (GuDossier)
      dossier = gu_store_load_dossier (gu_context_get_store (fixture->context), id, NULL);

  return g_strcmp0 (gu_person_get_name (gu_dossier_get_applicant (dossier)), name) == 0;
}

static gboolean
look_again (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Whoever waits for the draft to be saved gets an answer, also when it is closed meanwhile. */
static void
test_closed_while_saving (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GuIntake) intake = new_draft (fixture, "cu-construire");
  GuPerson *applicant = gu_dossier_get_applicant (gu_intake_get_dossier (intake));
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;

  gu_person_set_name (applicant, "Ana");
  gu_intake_flush_async (intake, NULL, take_result, &first);
  gu_person_set_name (applicant, "Ana Maria");
  gu_intake_flush_async (intake, NULL, take_result, &second);
  gu_intake_close (intake);
  WAIT_FOR (first != NULL && second != NULL);
  g_assert_true (is_stored_as (fixture, gu_intake_get_id (intake), "Ana"));
}

/* The page that showed the draft is gone, then the whole desk stops, both before the pause in
 * typing is over: nothing of what was typed is lost. */
static void
test_draft_left_at_once (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GuIntake) intake = new_draft (fixture, "cu-construire");
  g_autofree char *id = g_strdup (gu_intake_get_id (intake));
  guint tick = g_timeout_add (20, look_again, NULL);
  g_autoptr (GError) error = NULL;

  gu_person_set_name (gu_dossier_get_applicant (gu_intake_get_dossier (intake)), "Ana");
  g_clear_object (&intake);
  WAIT_FOR (is_stored_as (fixture, id, "Ana"));
  g_source_remove (tick);

  intake = open_draft (fixture, id, &error);
  g_assert_no_error (error);
  gu_person_set_name (gu_dossier_get_applicant (gu_intake_get_dossier (intake)), "Ana Maria");
  close_desk (fixture);
  g_assert_finalize_object (g_steal_pointer (&intake));
  open_desk (fixture);
  g_assert_true (is_stored_as (fixture, id, "Ana Maria"));
}

static void
count_change (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  guint *sum = data;

  *sum += removed + added;
}

static void
fill_store (Fixture *fixture, guint first, guint n)
{
  GuStore *store = gu_context_get_store (fixture->context);
  const GuActor actor = { "Test", "G1" };

  for (guint i = first; i < first + n; i++)
    {
      g_autoptr (GuDossier) dossier = gu_dossier_new ();
      g_autofree char *name = g_strdup_printf ("Solicitant %04u", i);
      g_autoptr (GError) error = NULL;

      gu_dossier_set_procedure (dossier, "cu-construire");
      gu_dossier_set_regime (dossier, "L169");
      gu_dossier_set_filed_on (dossier, "2026-11-24");
      gu_person_set_name (gu_dossier_get_applicant (dossier), name);
      gu_store_create_dossier (store, dossier, &actor, &error);
      g_assert_no_error (error);
    }
}

static void
test_list_is_a_window (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GuDossierList) list = NULL;
  g_autoptr (GuDossierItem) item = NULL;
  g_autoptr (GuDossierItem) again = NULL;
  g_autofree char *applicant = NULL;
  GListModel *model;
  guint changed = 0;

  fill_store (fixture, 0, 300);
  list = gu_dossier_list_new (fixture->context);
  model = G_LIST_MODEL (list);
  gu_dossier_list_set_sort (list, "applicant", FALSE);
  WAIT_FOR (g_list_model_get_n_items (model) == 300 && !gu_dossier_list_get_loading (list));

  item = g_list_model_get_item (model, 150);
  again = g_list_model_get_item (model, 150);
  g_assert_true (item == again);
  WAIT_FOR (gu_dossier_item_get_loaded (item));
  g_object_get (item, "applicant", &applicant, NULL);
  g_assert_cmpstr (applicant, ==, "Solicitant 0150");

  /* One more at the end of the order: one insertion, and the row that was held stays the same. */
  g_signal_connect (model, "items-changed", G_CALLBACK (count_change), &changed);
  fill_store (fixture, 9000, 1);
  WAIT_FOR (g_list_model_get_n_items (model) == 301);
  g_assert_cmpuint (changed, ==, 1);
  g_clear_object (&again);
  again = g_list_model_get_item (model, 150);
  g_assert_true (item == again);

  gu_dossier_list_set_search (list, "solicitant 0042");
  WAIT_FOR (g_list_model_get_n_items (model) == 1 && !gu_dossier_list_get_loading (list));
  gu_dossier_list_set_search (list, NULL);
  gu_dossier_list_set_state (list, "inregistrat");
  WAIT_FOR (g_list_model_get_n_items (model) == 0 && !gu_dossier_list_get_loading (list));
  g_assert_null (g_list_model_get_item (model, 0));
}

static void
test_registration_that_fails (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GuIntake) intake = new_draft (fixture, "cu-construire");
  g_autoptr (GuRegistration) registration = NULL;
  g_autoptr (GuIntake) again = NULL;
  g_autoptr (GError) reopened = NULL;
  GuDossier *dossier = gu_intake_get_dossier (intake);

  gu_person_set_name (gu_dossier_get_applicant (dossier), "Ana Exemplu");
  registration = gu_registration_new (fixture->context, gu_intake_get_id (intake));
  for (int round = 0; round < 2; round++)
    {
      g_autoptr (GAsyncResult) flushed = NULL;
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;

      gu_intake_flush_async (intake, NULL, take_result, &flushed);
      WAIT_FOR (flushed != NULL);
      g_assert_true (gu_intake_flush_finish (intake, flushed, NULL));
      gu_registration_run_async (registration, "no-such", NULL, NULL, take_result, &result);
      WAIT_FOR (result != NULL);
      g_assert_false (gu_registration_run_finish (registration, result, &error));
      g_assert_nonnull (error);
      g_assert_cmpint (gu_operation_get_state (gu_registration_get_operation (registration)),
                       ==,
                       GU_OPERATION_FAILED);
      if (round == 0)
        {
          /* The property is nowhere yet: no number is taken for what cannot be registered. */
          g_assert_error (error, GU_APP_ERROR, GU_APP_ERROR_INVALID);
          g_assert_null (gu_registration_get_number (registration));
          gu_property_set_locality (gu_dossier_get_property (dossier), "Turda");
        }
      else
        /* Now only the card is missing; the number is kept. */
        g_assert_cmpstr (gu_registration_get_number (registration), ==, "1/24.11.2026");
    }

  again = open_draft (fixture, gu_intake_get_id (intake), &reopened);
  g_assert_no_error (reopened);
  g_assert_cmpstr (gu_dossier_get_state (gu_intake_get_dossier (again)), ==, "ciorna");
}

/* A copy of a paper that breaks off leaves what was under that name before. */
static void
test_copy_breaks_off (Fixture *fixture, gconstpointer data)
{
  GuStore *store = gu_context_get_store (fixture->context);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("bytes", 5);
  g_autofree char *path = write_picture (fixture, "receipt.pdf", "the good one");
  g_autoptr (GFile) target = g_file_new_for_path (path);
  g_autofree char *sha256 = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *blob = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (gu_store_import_bytes (store, bytes, &sha256, &error));
  folder = g_strndup (sha256, 2);
  blob = g_build_filename (fixture->dir, "blobs", folder, sha256, NULL);
  for (int broken = 0; broken < 2; broken++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      gboolean saved;

      if (broken)
        {
          /* It opens, and cannot be read. */
          g_assert_cmpint (g_unlink (blob), ==, 0);
          g_assert_cmpint (g_mkdir (blob, 0700), ==, 0);
          g_assert_true (g_file_set_contents (path, "the good one", -1, NULL));
        }
      gu_context_save_blob_async (fixture->context, sha256, target, NULL, take_result, &result);
      WAIT_FOR (result != NULL);
      saved = gu_context_save_blob_finish (fixture->context, result, &error);
      g_assert_cmpint (saved, ==, !broken);
      g_clear_pointer (&text, g_free);
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_cmpstr (text, ==, broken ? "the good one" : "bytes");
    }
  g_assert_nonnull (error);
}

static void
test_discard (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GuIntake) intake = new_draft (fixture, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  gu_intake_discard_async (intake, NULL, take_result, &result);
  WAIT_FOR (result != NULL);
  g_assert_true (gu_intake_discard_finish (intake, result, &error));
  g_assert_no_error (error);
  g_assert_null (open_draft (fixture, gu_intake_get_id (intake), &error));
  g_assert_error (error, GU_APP_ERROR, GU_APP_ERROR_STATE);
}

static void
test_health_without_central (Fixture *fixture, gconstpointer data)
{
  GuHealth *health = gu_context_get_health (fixture->context);

  g_assert_cmpstr (gu_health_get_line_state (health), ==, "none");
  g_assert_cmpstr (gu_health_get_line_text (health), !=, "");
  g_assert_cmpstr (gu_health_get_card_state (health), ==, "off");
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("/app/settings", test_settings);
  ADD ("/app/intake/saved-by-itself", test_draft_is_saved_by_itself);
  ADD ("/app/intake/papers-and-checklist", test_papers_and_checklist);
  ADD ("/app/intake/paper-too-late", test_paper_that_comes_too_late);
  ADD ("/app/intake/left-at-once", test_draft_left_at_once);
  ADD ("/app/intake/closed-while-saving", test_closed_while_saving);
  ADD ("/app/intake/discard", test_discard);
  ADD ("/app/copy-breaks-off", test_copy_breaks_off);
  ADD ("/app/dossier-list", test_list_is_a_window);
  ADD ("/app/registration-that-fails", test_registration_that_fails);
  ADD ("/app/health", test_health_without_central);

  return g_test_run ();
}
