/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-checklist.h"

#include "gu-completeness.h"
#include "gu-requirement-item-private.h"

#include <glib/gi18n-lib.h>

/* The requirements of one dossier as they stand. */
struct _GuChecklist
{
  GObject parent_instance;

  /* owned */
  GListStore *items;
  GHashTable *by_id; /* requirement id → GuRequirementItem, of the present procedure */
  GuProcedure *procedure;
  char *summary;

  guint missing_count;
};

G_DEFINE_FINAL_TYPE (GuChecklist, gu_checklist, G_TYPE_OBJECT)

static void
gu_checklist_finalize (GObject *object)
{
  GuChecklist *self = GU_CHECKLIST (object);

  g_clear_object (&self->items);
  g_clear_object (&self->procedure);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->summary, g_free);

  G_OBJECT_CLASS (gu_checklist_parent_class)->finalize (object);
}

static void
gu_checklist_class_init (GuChecklistClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gu_checklist_finalize;
}

static void
gu_checklist_init (GuChecklist *self)
{
  self->items = g_list_store_new (GU_TYPE_REQUIREMENT_ITEM);
  self->by_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->summary = g_strdup ("");
}

static GuRequirementItem *
gu_checklist_make_item (GuRequirement *requirement)
{
  GuRequirementItem *item = g_object_new (GU_TYPE_REQUIREMENT_ITEM, NULL);
  g_autoptr (GListStore) papers = g_list_store_new (GU_TYPE_DOCUMENT);
  g_autofree char *help = NULL;
  g_autofree char *form = NULL;
  const char *copies = gu_requirement_get_copies (requirement);
  GString *text = g_string_new (NULL);
  const char *parts[] = { gu_requirement_get_condition_text (requirement),
                          gu_requirement_get_help (requirement),
                          NULL,
                          gu_requirement_get_doubt (requirement) };

  if (copies != NULL && *copies != '\0')
    {
      /* Translators: %s is "original", "copy" or a number of copies, in Romanian. */
      form = g_strdup_printf (_ ("Handed in as: %s"), copies);
      parts[2] = form;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (parts[i] == NULL || *parts[i] == '\0')
        continue;
      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, parts[i]);
    }
  help = g_string_free (text, FALSE);

  gu_record_set_string (item, GU_REQUIREMENT_ITEM_ID, gu_requirement_get_id (requirement));
  gu_record_set_string (item, GU_REQUIREMENT_ITEM_NAME, gu_requirement_get_name (requirement));
  gu_record_set_string (
      item, GU_REQUIREMENT_ITEM_SHORT_NAME, gu_requirement_get_short_name (requirement));
  gu_record_set_string (item, GU_REQUIREMENT_ITEM_HELP, help);
  gu_record_set_string (item, GU_REQUIREMENT_ITEM_SOURCE, gu_requirement_get_source (requirement));
  gu_record_set_string (item, GU_REQUIREMENT_ITEM_KIND, gu_requirement_get_kind_name (requirement));
  gu_record_set_object (item, GU_REQUIREMENT_ITEM_DOCUMENTS, papers);

  return item;
}

static void
gu_checklist_fill_papers (GuRequirementItem *item, GuRequirementStatus *status, GuDossier *dossier)
{
  GListStore *papers = G_LIST_STORE (gu_requirement_item_get_documents (item));
  const char *const *ids = gu_requirement_status_get_papers (status);
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();
  guint n_old = g_list_model_get_n_items (G_LIST_MODEL (papers));
  gboolean same;

  for (gsize i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      GuDocument *document = gu_dossier_find_document (dossier, ids[i]);

      if (document != NULL)
        g_ptr_array_add (wanted, document);
    }

  same = wanted->len == n_old;
  for (guint i = 0; same && i < n_old; i++)
    {
      g_autoptr (GuDocument) old = g_list_model_get_item (G_LIST_MODEL (papers), i);

      same = old == g_ptr_array_index (wanted, i);
    }
  if (!same)
    g_list_store_splice (papers, 0, n_old, wanted->pdata, wanted->len);
}

/* A paper whose date nobody has written down is not yet an old one. */
static gboolean
gu_checklist_lacks_date (GuRequirementStatus *status, GuDossier *dossier)
{
  const char *const *ids = gu_requirement_status_get_papers (status);

  if (gu_requirement_status_get_state (status) != GU_REQUIREMENT_EXPIRED)
    return FALSE;
  for (gsize i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      GuDocument *document = gu_dossier_find_document (dossier, ids[i]);
      GDate issued;

      if (document != NULL && gu_document_get_issued_date (document, &issued))
        return FALSE;
    }

  return TRUE;
}

static void
gu_checklist_fill_item (GuRequirementItem *item, GuRequirementStatus *status, GuDossier *dossier)
{
  GuRequirementState state = gu_requirement_status_get_state (status);
  const char *label = gu_checklist_lacks_date (status, dossier)
                          ? _ ("Date of issue not written")
                          : gu_requirement_state_get_label (state);
  const char *reason = gu_requirement_status_get_reason (status);
  g_autofree char *accessible = g_strdup_printf (
      "%s: %s. %s", gu_requirement_item_get_name (item), label, reason != NULL ? reason : "");

  gu_record_set_string (
      item, GU_REQUIREMENT_ITEM_ARTICLE, gu_requirement_status_get_article (status));
  gu_record_set_string (item, GU_REQUIREMENT_ITEM_STATUS, gu_requirement_state_get_nick (state));
  gu_record_set_string (item, GU_REQUIREMENT_ITEM_STATUS_LABEL, label);
  gu_record_set_string (item, GU_REQUIREMENT_ITEM_REASON, reason);
  gu_record_set_boolean (item, GU_REQUIREMENT_ITEM_MISSING, !gu_requirement_status_is_ok (status));
  gu_record_set_string (item, GU_REQUIREMENT_ITEM_ACCESSIBLE_LABEL, accessible);
  gu_checklist_fill_papers (item, status, dossier);
}

static void
gu_checklist_summarise (GuChecklist *self, GPtrArray *statuses)
{
  guint n_missing = 0, n_other = 0;

  for (guint i = 0; i < statuses->len; i++)
    {
      GuRequirementStatus *status = g_ptr_array_index (statuses, i);

      if (gu_requirement_status_is_ok (status))
        continue;
      if (gu_requirement_status_get_state (status) == GU_REQUIREMENT_MISSING)
        n_missing++;
      else
        n_other++;
    }

  self->missing_count = n_missing + n_other;
  g_free (self->summary);
  if (self->missing_count == 0)
    self->summary = g_strdup (_ ("Complete"));
  else if (n_other == 0)
    /* Translators: how many papers of the checklist have not been handed in. */
    self->summary = g_strdup_printf (
        ngettext ("%u document is missing", "%u documents are missing", n_missing), n_missing);
  else if (n_missing == 0)
    /* Translators: papers that were handed in but cannot be taken: too old or not legible. */
    self->summary = g_strdup_printf (
        ngettext ("%u document cannot be taken", "%u documents cannot be taken", n_other), n_other);
  else
    {
      g_autofree char *missing = g_strdup_printf (
          ngettext ("%u document is missing", "%u documents are missing", n_missing), n_missing);
      g_autofree char *other = g_strdup_printf (
          ngettext ("%u cannot be taken", "%u cannot be taken", n_other), n_other);

      /* Translators: two parts: "2 documents are missing" and "1 cannot be taken". */
      self->summary = g_strdup_printf (_ ("%s, %s"), missing, other);
    }
}

/* Puts the lines in the wanted order, touching only the span that differs. */
static void
gu_checklist_reorder (GuChecklist *self, GPtrArray *wanted)
{
  GListModel *model = G_LIST_MODEL (self->items);
  guint n_old = g_list_model_get_n_items (model);
  guint head = 0, tail = 0;

  while (head < n_old && head < wanted->len)
    {
      g_autoptr (GObject) old = g_list_model_get_item (model, head);

      if (old != g_ptr_array_index (wanted, head))
        break;
      head++;
    }
  while (tail < n_old - head && tail < wanted->len - head)
    {
      g_autoptr (GObject) old = g_list_model_get_item (model, n_old - 1 - tail);

      if (old != g_ptr_array_index (wanted, wanted->len - 1 - tail))
        break;
      tail++;
    }

  if (head + tail < n_old || head + tail < wanted->len)
    g_list_store_splice (
        self->items, head, n_old - head - tail, wanted->pdata + head, wanted->len - head - tail);
}

GuChecklist *
gu_checklist_new (void)
{
  return g_object_new (GU_TYPE_CHECKLIST, NULL);
}

GPtrArray *
gu_checklist_evaluate (GuProcedure *procedure, GuDossier *dossier, const GDate *on)
{
  g_autoptr (GPtrArray) papers = g_ptr_array_new_with_free_func ((GDestroyNotify) gu_paper_free);
  GListModel *documents = gu_dossier_get_documents (dossier);
  GPtrArray *statuses;
  GDate filed;

  g_date_clear (&filed, 1);
  if (on != NULL)
    filed = *on;
  else
    gu_dossier_get_filed_date (dossier, &filed);

  for (guint i = 0; i < g_list_model_get_n_items (documents); i++)
    {
      g_autoptr (GuDocument) document = g_list_model_get_item (documents, i);
      GDate issued;
      gboolean dated = gu_document_get_issued_date (document, &issued);

      if (g_strcmp0 (gu_document_get_role (document), "submitted") != 0)
        continue;
      g_ptr_array_add (papers,
                       gu_paper_new (gu_document_get_id (document),
                                     gu_document_get_requirements (document),
                                     dated ? &issued : NULL,
                                     gu_document_get_legible (document)));
    }

  statuses = gu_completeness_check (procedure, gu_dossier_get_facts (dossier), papers, &filed);
  gu_completeness_sort_for_desk (statuses);

  return statuses;
}

void
gu_checklist_update (GuChecklist *self, GuProcedure *procedure, GuDossier *dossier, const GDate *on)
{
  g_autoptr (GPtrArray) statuses = NULL;
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();

  g_return_if_fail (GU_IS_CHECKLIST (self));
  g_return_if_fail (GU_IS_DOSSIER (dossier));

  if (g_set_object (&self->procedure, procedure))
    g_hash_table_remove_all (self->by_id);
  if (procedure == NULL)
    {
      g_list_store_remove_all (self->items);
      self->missing_count = 0;
      return;
    }

  statuses = gu_checklist_evaluate (procedure, dossier, on);
  for (guint i = 0; i < statuses->len; i++)
    {
      GuRequirementStatus *status = g_ptr_array_index (statuses, i);
      GuRequirement *requirement = gu_requirement_status_get_requirement (status);
      const char *id = gu_requirement_get_id (requirement);
      GuRequirementItem *item = g_hash_table_lookup (self->by_id, id);

      if (item == NULL)
        {
          item = gu_checklist_make_item (requirement);
          g_hash_table_insert (self->by_id, g_strdup (id), item);
        }
      gu_checklist_fill_item (item, status, dossier);
      g_ptr_array_add (wanted, item);
    }

  gu_checklist_summarise (self, statuses);
  gu_checklist_reorder (self, wanted);
}

GListModel *
gu_checklist_get_model (GuChecklist *self)
{
  g_return_val_if_fail (GU_IS_CHECKLIST (self), NULL);

  return G_LIST_MODEL (self->items);
}

guint
gu_checklist_get_missing_count (GuChecklist *self)
{
  g_return_val_if_fail (GU_IS_CHECKLIST (self), 0);

  return self->missing_count;
}

gboolean
gu_checklist_get_complete (GuChecklist *self)
{
  g_return_val_if_fail (GU_IS_CHECKLIST (self), FALSE);

  return self->procedure != NULL && self->missing_count == 0;
}

const char *
gu_checklist_get_summary (GuChecklist *self)
{
  g_return_val_if_fail (GU_IS_CHECKLIST (self), NULL);

  return self->summary;
}
