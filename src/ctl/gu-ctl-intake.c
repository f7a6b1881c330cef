/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-ctl"

#include "config.h"

#include "gu-app-error.h"
#include "gu-ctl-dossier.h"
#include "gu-ctl.h"
#include "gu-dossier.h"
#include "gu-intake.h"
#include "gu-operation.h"
#include "gu-procedure.h"
#include "gu-requirement-item.h"
#include "gu-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* dossier new, add, check: the draft at the counter. */

static JsonObject *
gu_ctl_intake_read_json (const char *path, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root;

  if (!json_parser_load_from_file (parser, path, error))
    return NULL;

  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      gu_error_set (error,
                    GU_APP_ERROR,
                    GU_APP_ERROR_INVALID,
                    NULL,
                    NULL,
                    /* Translators: the name of a file. */
                    _ ("“%s” does not hold a JSON object"),
                    path);
      return NULL;
    }

  return json_object_ref (json_node_get_object (root));
}

/* A value that cannot be right is refused before anything is made. */
static gboolean
gu_ctl_intake_check_members (GuCtl *ctl, JsonObject *json, const char *prefix, GError **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;
  GDate today;

  gu_clock_today (ctl->clock, &today);
  json_object_iter_init (&iter, json);
  while (json_object_iter_next (&iter, &name, &node))
    {
      g_autofree char *field = g_strconcat (prefix, ".", name, NULL);
      g_autofree char *message = NULL;

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        continue;
      message = gu_intake_check_value (field, json_node_get_string (node), &today);
      if (message == NULL)
        continue;
      gu_error_set (error,
                    GU_APP_ERROR,
                    GU_APP_ERROR_INVALID,
                    _ ("Correct it in the file and try again"),
                    NULL,
                    /* Translators: a field such as applicant.cnp, and what is wrong with it. */
                    _ ("%s: %s"),
                    field,
                    message);
      return FALSE;
    }

  return TRUE;
}

static GuPerson *
gu_ctl_intake_read_person (GuCtl *ctl, const char *path, const char *prefix, GError **error)
{
  g_autoptr (JsonObject) json = gu_ctl_intake_read_json (path, error);

  if (json == NULL || !gu_ctl_intake_check_members (ctl, json, prefix, error))
    return NULL;

  return gu_person_new_from_json (json, error);
}

static GuProperty *
gu_ctl_intake_read_property (GuCtl *ctl, const char *path, GError **error)
{
  g_autoptr (JsonObject) json = gu_ctl_intake_read_json (path, error);

  if (json == NULL || !gu_ctl_intake_check_members (ctl, json, "property", error))
    return NULL;

  return gu_property_new_from_json (json, error);
}

GuIntake *
gu_ctl_intake_open (GuCtl *ctl, const char *reference, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *id = gu_ctl_find_dossier (ctl, reference, error);

  if (id == NULL)
    return NULL;

  gu_intake_open_async (ctl->context, id, ctl->cancellable, gu_ctl_ready, &result);
  gu_ctl_wait (&result);

  return gu_intake_new_finish (result, error);
}

static gboolean
gu_ctl_intake_flush (GuCtl *ctl, GuIntake *intake, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  gu_intake_flush_async (intake, ctl->cancellable, gu_ctl_ready, &result);
  gu_ctl_wait (&result);

  return gu_intake_flush_finish (intake, result, error);
}

static gboolean
gu_ctl_intake_set_facts (GuIntake *intake, char **facts, GError **error)
{
  for (gsize i = 0; facts != NULL && facts[i] != NULL; i++)
    {
      char *equals = strchr (facts[i], '=');
      g_autofree char *id = NULL;

      if (equals == NULL)
        {
          gu_error_set (error,
                        GU_APP_ERROR,
                        GU_APP_ERROR_INVALID,
                        _ ("Write --fact NAME=VALUE"),
                        NULL,
                        _ ("“%s” is not NAME=VALUE"),
                        facts[i]);
          return FALSE;
        }
      id = g_strndup (facts[i], (gsize) (equals - facts[i]));
      if (!gu_intake_set_fact (intake, id, equals + 1, error))
        return FALSE;
    }

  return TRUE;
}

typedef struct
{
  char *procedure;
  char *on;
  char *applicant;
  char *representative;
  char *property;
  char **facts;
} GuCtlNew;

static void
gu_ctl_new_clear (GuCtlNew *self)
{
  g_free (self->procedure);
  g_free (self->on);
  g_free (self->applicant);
  g_free (self->representative);
  g_free (self->property);
  g_strfreev (self->facts);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GuCtlNew, gu_ctl_new_clear)

static gboolean
gu_ctl_intake_fill (GuCtl *ctl,
                    GuCtlNew *what,
                    GuIntake *intake,
                    GuPerson *applicant,
                    GuPerson *representative,
                    GuProperty *property,
                    GError **error)
{
  if (applicant != NULL)
    gu_intake_set_applicant (intake, applicant);
  if (representative != NULL)
    gu_intake_set_representative (intake, representative);
  if (property != NULL)
    gu_intake_set_property (intake, property);

  return gu_ctl_intake_set_facts (intake, what->facts, error)
         && gu_ctl_intake_flush (ctl, intake, error);
}

/* What was begun and could not be filled in leaves no draft behind. */
static void
gu_ctl_intake_give_up (GuCtl *ctl, GuIntake *intake)
{
  g_autoptr (GAsyncResult) result = NULL;

  gu_intake_discard_async (intake, NULL, gu_ctl_ready, &result);
  gu_ctl_wait (&result);
  gu_intake_discard_finish (intake, result, NULL);
}

static int
gu_ctl_intake_create (GuCtl *ctl, GuCtlNew *what, const GDate *on)
{
  g_autoptr (GuPerson) applicant = NULL;
  g_autoptr (GuPerson) representative = NULL;
  g_autoptr (GuProperty) property = NULL;
  g_autoptr (GuIntake) intake = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  GError *error = NULL;

  if (what->applicant != NULL)
    applicant = gu_ctl_intake_read_person (ctl, what->applicant, "applicant", &error);
  if (error == NULL && what->representative != NULL)
    representative = gu_ctl_intake_read_person (
        ctl, what->representative, "representative", &error);
  if (error == NULL && what->property != NULL)
    property = gu_ctl_intake_read_property (ctl, what->property, &error);
  if (error != NULL || !gu_ctl_open (ctl, GU_CONTEXT_STORE_ONLY, &error))
    return gu_ctl_fail (ctl, error);

  gu_intake_new_async (ctl->context, what->procedure, on, ctl->cancellable, gu_ctl_ready, &result);
  gu_ctl_wait (&result);
  intake = gu_intake_new_finish (result, &error);
  if (intake == NULL)
    return gu_ctl_fail (ctl, error);
  if (!gu_ctl_intake_fill (ctl, what, intake, applicant, representative, property, &error))
    {
      gu_ctl_intake_give_up (ctl, intake);
      return gu_ctl_fail (ctl, error);
    }

  if (ctl->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", gu_intake_get_id (intake));
      json_object_set_string_member (object, "procedure", gu_intake_get_procedure_id (intake));
      json_object_set_string_member (object, "regime", gu_intake_get_regime (intake));
      json_object_set_string_member (
          object, "filed_on", gu_dossier_get_filed_on (gu_intake_get_dossier (intake)));
      json_object_set_string_member (
          object, "state", gu_dossier_get_state (gu_intake_get_dossier (intake)));
      gu_ctl_print_json_object (object);
    }
  else
    g_print ("%s\n", gu_intake_get_id (intake));

  return GU_CTL_DONE;
}

static int
gu_ctl_dossier_new (GuCtl *ctl, int argc, char **argv)
{
  g_auto (GuCtlNew) what = { 0 };
  const GOptionEntry entries[] = {
    { "procedure", 0, 0, G_OPTION_ARG_STRING, &what.procedure, N_ ("what is asked for"), "ID" },
    { "on", 0, 0, G_OPTION_ARG_STRING, &what.on, N_ ("the day of filing (today)"), "DATE" },
    { "applicant", 0, 0, G_OPTION_ARG_FILENAME, &what.applicant, N_ ("who asks"), "FILE.json" },
    { "representative",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &what.representative,
      N_ ("who acts for the applicant"),
      "FILE.json" },
    { "property",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &what.property,
      N_ ("about which property"),
      "FILE.json" },
    { "fact",
      0,
      0,
      G_OPTION_ARG_STRING_ARRAY,
      &what.facts,
      N_ ("an answer; may be repeated"),
      "NAME=VALUE" },
    G_OPTION_ENTRY_NULL,
  };
  GDate on;

  if (!gu_ctl_parse (ctl, entries, &argc, &argv, 0, 0))
    return GU_CTL_USAGE;
  if (what.procedure == NULL)
    return gu_ctl_usage (ctl, "%s", _ ("--procedure is missing"));
  if (what.on != NULL && !gu_ctl_parse_date (ctl, what.on, &on))
    return GU_CTL_USAGE;

  return gu_ctl_intake_create (ctl, &what, what.on != NULL ? &on : NULL);
}

static gboolean
gu_ctl_intake_check_slots (GuIntake *intake, char **slots, GError **error)
{
  GuProcedure *procedure = gu_intake_get_procedure (intake);

  for (gsize i = 0; slots != NULL && slots[i] != NULL; i++)
    {
      if (procedure != NULL && gu_procedure_find_requirement (procedure, slots[i]) != NULL)
        continue;
      gu_error_set (error,
                    GU_APP_ERROR,
                    GU_APP_ERROR_NOT_FOUND,
                    _ ("“ghiseuctl dossier check” lists the requirements of a dossier"),
                    NULL,
                    /* Translators: the identifier of a requirement. */
                    _ ("This procedure has no requirement “%s”"),
                    slots[i]);
      return FALSE;
    }

  return TRUE;
}

static int
gu_ctl_intake_report_import (GuCtl *ctl, GuIntake *intake, GuImportResult *result)
{
  GuDocument *document = gu_import_result_get_document (result);
  JsonObject *object;

  if (document == NULL)
    return gu_ctl_fail_as (ctl,
                           gu_import_result_get_domain (result),
                           gu_import_result_get_code (result),
                           gu_import_result_get_sentence (result),
                           gu_import_result_get_hint (result));

  if (ctl->json)
    {
      object = json_object_new ();
      json_object_set_string_member (object, "dossier", gu_intake_get_id (intake));
      json_object_set_object_member (object, "document", gu_document_to_json (document));
      json_object_set_int_member (object, "missing", gu_intake_get_missing_count (intake));
      json_object_set_boolean_member (object, "complete", gu_intake_get_complete (intake));
      gu_ctl_print_json_object (object);
    }
  else
    {
      const char *const *slots = gu_document_get_requirements (document);
      g_autofree char *answered = slots != NULL ? g_strjoinv (",", (char **) slots) : NULL;

      g_print ("%s\t%s\t%s\n",
               gu_document_get_id (document),
               gu_document_get_sha256 (document),
               answered != NULL ? answered : "");
      if (*gu_import_result_get_sentence (result) != '\0')
        g_printerr ("%s\n", gu_import_result_get_sentence (result));
      g_printerr ("%s\n", gu_intake_get_summary (intake));
    }

  return GU_CTL_DONE;
}

static int
gu_ctl_intake_add_file (GuCtl *ctl,
                        GuIntake *intake,
                        const char *path,
                        char **slots,
                        const char *issued,
                        gboolean certified)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (GuOperation) operation = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  GuDocument *document;
  GError *error = NULL;

  g_ptr_array_add (files, g_file_new_for_commandline_arg (path));
  operation = gu_intake_add_files (
      intake, files, slots != NULL ? slots[0] : NULL, gu_ctl_ready, &result);
  gu_ctl_wait (&result);
  results = gu_intake_add_files_finish (intake, result, &error);
  if (results == NULL)
    return gu_ctl_fail (ctl, error);

  document = gu_import_result_get_document (g_ptr_array_index (results, 0));
  if (document != NULL)
    {
      for (gsize i = 1; slots != NULL && slots[i] != NULL; i++)
        gu_intake_assign (intake, document, slots[i], TRUE);
      if (issued != NULL)
        gu_document_set_issued (document, issued);
      if (certified)
        gu_document_set_certified_copy (document, TRUE);
      if (!gu_ctl_intake_flush (ctl, intake, &error))
        return gu_ctl_fail (ctl, error);
    }

  return gu_ctl_intake_report_import (ctl, intake, g_ptr_array_index (results, 0));
}

static int
gu_ctl_dossier_add (GuCtl *ctl, int argc, char **argv)
{
  g_auto (GStrv) slots = NULL;
  g_autofree char *issued = NULL;
  g_autofree char *issued_iso = NULL;
  gboolean certified = FALSE;
  const GOptionEntry entries[] = {
    { "slot",
      0,
      0,
      G_OPTION_ARG_STRING_ARRAY,
      &slots,
      N_ ("the requirement it answers; may be repeated"),
      "REQUIREMENT" },
    { "issued", 0, 0, G_OPTION_ARG_STRING, &issued, N_ ("its date of issue"), "DATE" },
    { "certified-copy", 0, 0, G_OPTION_ARG_NONE, &certified, N_ ("the original was seen"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GuIntake) intake = NULL;
  GError *error = NULL;
  GDate date;

  if (!gu_ctl_parse (ctl, entries, &argc, &argv, 2, 2))
    return GU_CTL_USAGE;
  if (issued != NULL)
    {
      if (!gu_ctl_parse_date (ctl, issued, &date))
        return GU_CTL_USAGE;
      issued_iso = gu_rules_date_to_iso (&date);
    }
  if (!gu_ctl_open (ctl, GU_CONTEXT_STORE_ONLY, &error))
    return gu_ctl_fail (ctl, error);
  intake = gu_ctl_intake_open (ctl, argv[1], &error);
  if (intake == NULL || !gu_ctl_intake_check_slots (intake, slots, &error))
    return gu_ctl_fail (ctl, error);

  return gu_ctl_intake_add_file (ctl, intake, argv[2], slots, issued_iso, certified);
}

const GuCtlCommand gu_ctl_intake_commands[] = {
  { "dossier new",
    "--procedure ID [--on DATE] --applicant FILE.json --property FILE.json [--fact NAME=VALUE]…",
    N_ ("Begins a dossier and prints its id"),
    gu_ctl_dossier_new },
  { "dossier add",
    "DOSSIER FILE [--slot REQUIREMENT]… [--issued DATE] [--certified-copy]",
    N_ ("Takes a file into a dossier"),
    gu_ctl_dossier_add },
  { "dossier check",
    "DOSSIER [--on DATE]",
    N_ ("Tells what is missing from a dossier"),
    gu_ctl_dossier_check },
  { "dossier sign",
    "DOSSIER --pin-file FILE [--reader NAME] [--certificate ID]",
    N_ ("Reserves a number and signs the inventory with the card"),
    gu_ctl_dossier_sign },
  { "dossier register",
    "DOSSIER [--receipt FILE]",
    N_ ("Registers a dossier whose inventory is signed"),
    gu_ctl_dossier_register },
  { NULL, NULL, NULL, NULL },
};
