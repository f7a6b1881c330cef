/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-app-error.h"
#include "gu-fact-item-private.h"
#include "gu-intake-private.h"
#include "gu-words.h"

#include <glib/gi18n-lib.h>

/* The part of the intake that asks the questions of a procedure. */

static const char *
gu_intake_kind_name (GuFactKind kind)
{
  switch (kind)
    {
    case GU_FACT_BOOL:
      return "bool";
    case GU_FACT_CHOICE:
      return "choice";
    case GU_FACT_DATE:
      return "date";
    case GU_FACT_NUMBER:
      return "number";
    case GU_FACT_TEXT:
    default:
      return "text";
    }
}

/* As people write it here: the day first. */
static char *
gu_intake_node_to_text (GuFact *fact, JsonNode *node)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  GType type;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return g_strdup ("");

  type = json_node_get_value_type (node);
  if (type == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "true" : "false");
  if (type == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  if (type == G_TYPE_DOUBLE)
    return g_strdup (g_ascii_dtostr (buffer, sizeof buffer, json_node_get_double (node)));
  if (gu_fact_get_kind (fact) == GU_FACT_DATE)
    return gu_words_iso_date (json_node_get_string (node));

  return json_node_dup_string (node);
}

JsonNode *
gu_intake_parse_fact (GuFact *fact, const char *text, GError **error)
{
  g_autofree char *plain = g_strdup (text);
  GDate date;

  if (gu_fact_get_kind (fact) == GU_FACT_DATE && gu_words_parse_date (text, &date))
    {
      g_free (plain);
      plain = gu_rules_date_to_iso (&date);
    }
  else if (gu_fact_get_kind (fact) == GU_FACT_NUMBER)
    g_strdelimit (plain, ",", '.');

  return gu_fact_parse (fact, plain, error);
}

char *
gu_intake_check_fact (GuFact *fact, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (fact == NULL || text == NULL || *text == '\0')
    return NULL;

  node = gu_intake_parse_fact (fact, text, &error);
  if (node != NULL)
    return NULL;
  if (gu_fact_get_kind (fact) == GU_FACT_DATE)
    return g_strdup (_ ("Write the date as day.month.year"));

  /* The question stands above the answer: what is told is how to answer. */
  return g_strdup (gu_error_get_hint (error) != NULL ? gu_error_get_hint (error) : error->message);
}

static void
gu_intake_fact_changed (GuIntake *self, GParamSpec *pspec, GuFactItem *item)
{
  const char *id = gu_fact_item_get_id (item);
  const char *value = gu_fact_item_get_value (item);
  GuFact *fact = gu_procedure_find_fact (self->procedure, id);
  g_autofree char *field = g_strconcat ("facts.", id, NULL);
  g_autofree char *message = gu_intake_check_fact (fact, value);
  g_autoptr (JsonNode) node = NULL;

  if (self->applying || fact == NULL)
    return;

  if (*value != '\0' && message == NULL)
    node = gu_intake_parse_fact (fact, value, NULL);
  gu_record_set_string (item, GU_FACT_ITEM_MESSAGE, message != NULL ? message : "");
  gu_intake_emit_field_message (self, field, message);
  gu_dossier_set_fact (self->dossier, id, node);
  gu_intake_touch (self, field);
  gu_intake_refresh (self);
}

static GuFactItem *
gu_intake_make_fact (GuIntake *self, GuFact *fact)
{
  GuFactItem *item = g_object_new (GU_TYPE_FACT_ITEM, NULL);
  JsonObject *facts = gu_dossier_get_facts (self->dossier);
  const char *id = gu_fact_get_id (fact);
  gsize n = 0;
  const GuFactChoice *choices = gu_fact_get_choices (fact, &n);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  g_autofree char *value = NULL;

  for (gsize i = 0; i < n; i++)
    {
      g_ptr_array_add (ids, (char *) choices[i].id);
      g_ptr_array_add (labels, (char *) choices[i].label);
    }
  g_ptr_array_add (ids, NULL);
  g_ptr_array_add (labels, NULL);

  value = gu_intake_node_to_text (fact, json_object_get_member (facts, id));
  gu_record_set_string (item, GU_FACT_ITEM_ID, id);
  gu_record_set_string (item, GU_FACT_ITEM_LABEL, gu_fact_get_label (fact));
  gu_record_set_string (item, GU_FACT_ITEM_HELP, gu_fact_get_help (fact));
  gu_record_set_string (item, GU_FACT_ITEM_KIND, gu_intake_kind_name (gu_fact_get_kind (fact)));
  gu_record_set_strv (item, GU_FACT_ITEM_CHOICES, (const char *const *) ids->pdata);
  gu_record_set_strv (item, GU_FACT_ITEM_CHOICE_LABELS, (const char *const *) labels->pdata);
  gu_record_set_string (item, GU_FACT_ITEM_VALUE, value);
  g_signal_connect_object (
      item, "notify::value", G_CALLBACK (gu_intake_fact_changed), self, G_CONNECT_SWAPPED);

  return item;
}

/* Answers that the new procedure asks as well are kept; the others go, and its usual answers come.
 */
static void
gu_intake_adopt_facts (GuIntake *self)
{
  g_autoptr (JsonObject) facts = gu_procedure_new_facts (self->procedure);
  JsonObject *old = gu_dossier_get_facts (self->dossier);
  JsonObjectIter iter;
  const char *id;
  JsonNode *value;

  json_object_iter_init (&iter, old);
  while (json_object_iter_next (&iter, &id, &value))
    {
      GuFact *fact = gu_procedure_find_fact (self->procedure, id);

      if (fact != NULL && gu_fact_accepts (fact, value, NULL))
        json_object_set_member (facts, id, json_node_copy (value));
    }
  gu_dossier_set_facts (self->dossier, facts);
}

void
gu_intake_build_facts (GuIntake *self)
{
  GPtrArray *facts;

  g_hash_table_remove_all (self->fact_items);
  g_list_store_remove_all (self->facts);
  if (self->procedure == NULL)
    return;

  if (!gu_procedure_check_facts (self->procedure, gu_dossier_get_facts (self->dossier), NULL))
    gu_intake_adopt_facts (self);
  facts = gu_procedure_get_facts (self->procedure);
  for (guint i = 0; i < facts->len; i++)
    {
      GuFact *fact = g_ptr_array_index (facts, i);

      g_hash_table_insert (
          self->fact_items, g_strdup (gu_fact_get_id (fact)), gu_intake_make_fact (self, fact));
    }
  gu_intake_show_facts (self);
}

/* Keeps the list to the questions that make sense after the answers so far. */
void
gu_intake_show_facts (GuIntake *self)
{
  GListModel *model = G_LIST_MODEL (self->facts);
  GPtrArray *facts;
  guint place = 0;

  if (self->procedure == NULL)
    return;

  facts = gu_procedure_get_facts (self->procedure);
  for (guint i = 0; i < facts->len; i++)
    {
      GuFact *fact = g_ptr_array_index (facts, i);
      GuFactItem *item = g_hash_table_lookup (self->fact_items, gu_fact_get_id (fact));
      GuTruth asked = gu_condition_evaluate (
          gu_fact_get_condition (fact), gu_dossier_get_facts (self->dossier), NULL);
      g_autoptr (GuFactItem) shown = g_list_model_get_item (model, place);

      if (shown == item && asked == GU_TRUTH_NO)
        g_list_store_remove (self->facts, place);
      else if (shown != item && asked != GU_TRUTH_NO)
        g_list_store_insert (self->facts, place++, item);
      else if (shown == item)
        place++;
    }
}

gboolean
gu_intake_set_fact (GuIntake *self, const char *id, const char *value, GError **error)
{
  GuFact *fact;
  GuFactItem *item;

  g_return_val_if_fail (GU_IS_INTAKE (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  fact = self->procedure != NULL ? gu_procedure_find_fact (self->procedure, id) : NULL;
  item = g_hash_table_lookup (self->fact_items, id);
  if (fact == NULL || item == NULL)
    {
      gu_error_set (error,
                    GU_APP_ERROR,
                    GU_APP_ERROR_INVALID,
                    _ ("“ghiseuctl rules show” lists what a procedure asks"),
                    NULL,
                    /* Translators: the identifier of a question. */
                    _ ("This procedure does not ask “%s”"),
                    id);
      return FALSE;
    }
  if (value != NULL && *value != '\0')
    {
      g_autoptr (JsonNode) node = gu_intake_parse_fact (fact, value, error);

      if (node == NULL)
        return FALSE;
      gu_fact_item_set_value (item, value);
      gu_dossier_set_fact (self->dossier, id, node);
    }
  else
    gu_fact_item_set_value (item, "");

  return TRUE;
}
