/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-registration-papers.h"

#include "gu-checklist.h"
#include "gu-completeness.h"
#include "gu-settings.h"
#include "gu-words.h"

#include <string.h>

/* What the inventory and the receipt say. The papers are Romanian whatever the language of the
 * window, so their words are not translated. */

GuLetterhead *
gu_letterhead_new (GuSettings *settings)
{
  GuLetterhead *self = g_new0 (GuLetterhead, 1);

  self->name = g_strdup (gu_settings_get_institution_name (settings));
  self->county = g_strdup (gu_settings_get_county (settings));
  self->address = g_strdup (gu_settings_get_institution_address (settings));
  self->cif = g_strdup (gu_settings_get_institution_cif (settings));
  self->contact = g_strdup (gu_settings_get_contact (settings));
  self->dpo_contact = g_strdup (gu_settings_get_dpo_contact (settings));
  self->register_name = g_strdup (gu_settings_get_register_name (settings));
  self->uat_name = g_strdup (gu_settings_get_uat_name (settings));
  self->clerk_name = g_strdup (gu_settings_get_clerk_name (settings));
  self->clerk_function = g_strdup (gu_settings_get_clerk_function (settings));
  self->calendar = gu_settings_create_calendar (settings);
  if (!gu_counting_from_name (gu_settings_get_counting (settings), &self->counting))
    self->counting = GU_COUNTING_A;

  return self;
}

void
gu_letterhead_free (GuLetterhead *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self->county);
  g_free (self->address);
  g_free (self->cif);
  g_free (self->contact);
  g_free (self->dpo_contact);
  g_free (self->register_name);
  g_free (self->uat_name);
  g_free (self->clerk_name);
  g_free (self->clerk_function);
  g_clear_object (&self->calendar);
  g_free (self);
}

static const char *
gu_letterhead_or_null (const char *text)
{
  return text != NULL && *text != '\0' ? text : NULL;
}

static GuPaperInstitution
gu_letterhead_to_institution (GuLetterhead *self)
{
  return (GuPaperInstitution){
    .name = self->name,
    .county = gu_letterhead_or_null (self->county),
    .address = gu_letterhead_or_null (self->address),
    .fiscal_code = gu_letterhead_or_null (self->cif),
    .phone = gu_letterhead_or_null (self->contact),
    .dpo_contact = gu_letterhead_or_null (self->dpo_contact),
  };
}

void
gu_registration_day (GuClock *clock, gint64 at_ms, GDate *day)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_ms / 1000);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, gu_clock_get_time_zone (clock));

  g_date_clear (day, 1);
  g_date_set_dmy (day,
                  (GDateDay) g_date_time_get_day_of_month (local),
                  (GDateMonth) g_date_time_get_month (local),
                  (GDateYear) g_date_time_get_year (local));
}

/* Texts that the rows of a paper borrow. */
typedef struct
{
  GArray *rows;       /* of GuPaperItem */
  GPtrArray *strings; /* owned */
} GuPaperRows;

static char *
gu_paper_rows_keep (GuPaperRows *self, char *text)
{
  g_ptr_array_add (self->strings, text);

  return text;
}

static char *
gu_registration_paper_name (GuDocument *document, GuProcedure *procedure)
{
  const char *const *slots = gu_document_get_requirements (document);
  g_autoptr (GString) name = g_string_new (NULL);

  for (gsize i = 0; slots != NULL && slots[i] != NULL; i++)
    {
      GuRequirement *requirement = gu_procedure_find_requirement (procedure, slots[i]);

      if (requirement == NULL)
        continue;
      if (name->len > 0)
        g_string_append (name, "; ");
      g_string_append (name, gu_requirement_get_short_name (requirement));
    }
  if (name->len == 0)
    return g_strdup (gu_document_get_name (document));

  g_string_append_printf (name, " (%s)", gu_document_get_name (document));

  return g_strdup (name->str);
}

static char *
gu_registration_paper_note (GuDocument *document)
{
  g_autoptr (GString) note = g_string_new (NULL);
  int signatures = gu_document_get_signatures (document);

  if (gu_document_get_certified_copy (document))
    g_string_append (note, "Copie conformă cu originalul");
  if (gu_document_get_paper_original (document))
    g_string_append_printf (note, "%sOriginal pe hârtie", note->len > 0 ? "; " : "");
  if (signatures == 1)
    g_string_append_printf (note, "%sSemnat electronic", note->len > 0 ? "; " : "");
  else if (signatures > 1)
    g_string_append_printf (
        note, "%sSemnat electronic de %d ori", note->len > 0 ? "; " : "", signatures);

  return g_strdup (note->str);
}

static GuPaperRows
gu_registration_list_rows (GuDossier *dossier, GuProcedure *procedure)
{
  GuPaperRows self = { g_array_new (FALSE, TRUE, sizeof (GuPaperItem)),
                       g_ptr_array_new_with_free_func (g_free) };
  GListModel *documents = gu_dossier_get_documents (dossier);

  for (guint i = 0; i < g_list_model_get_n_items (documents); i++)
    {
      g_autoptr (GuDocument) document = g_list_model_get_item (documents, i);
      g_autofree char *issued = gu_words_iso_date (gu_document_get_issued (document));
      GuPaperItem row = { 0 };

      if (strcmp (gu_document_get_role (document), "submitted") != 0)
        continue;
      row.name = gu_paper_rows_keep (&self, gu_registration_paper_name (document, procedure));
      if (*issued != '\0')
        row.reference = gu_paper_rows_keep (&self, g_strdup_printf ("din %s", issued));
      row.pages = (guint) MAX (gu_document_get_pages (document), 0);
      row.size = (guint64) gu_document_get_size (document);
      row.sha256 = gu_paper_rows_keep (&self, g_strdup (gu_document_get_sha256 (document)));
      row.note = gu_letterhead_or_null (
          gu_paper_rows_keep (&self, gu_registration_paper_note (document)));
      g_array_append_val (self.rows, row);
    }

  return self;
}

static void
gu_paper_rows_clear (GuPaperRows *self)
{
  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_pointer (&self->strings, g_ptr_array_unref);
}

static char *
gu_registration_dup_object (GuDossier *dossier)
{
  GuProperty *property = gu_dossier_get_property (dossier);
  g_autofree char *address = gu_property_dup_address_line (property);
  g_autoptr (GString) object = g_string_new (address);
  const char *cadastral = gu_property_get_cadastral_number (property);
  const char *book = gu_property_get_land_book (property);

  if (cadastral != NULL && *cadastral != '\0')
    g_string_append_printf (object, "%snr. cadastral %s", object->len > 0 ? ", " : "", cadastral);
  if (book != NULL && *book != '\0')
    g_string_append_printf (object, "%sCF nr. %s", object->len > 0 ? ", " : "", book);

  return object->len > 0 ? g_strdup (object->str) : NULL;
}

GBytes *
gu_registration_make_opis (GuLetterhead *head,
                           GuDossier *dossier,
                           GuProcedure *procedure,
                           const char *registration,
                           gint64 at_ms,
                           GuClock *clock,
                           GError **error)
{
  GuPaperRows rows = gu_registration_list_rows (dossier, procedure);
  GuPerson *representative = gu_dossier_get_representative (dossier);
  g_autofree char *object = gu_registration_dup_object (dossier);
  g_autofree char *date = NULL;
  GuOpis opis = { 0 };
  GBytes *pdf;
  GDate day;

  gu_registration_day (clock, at_ms, &day);
  date = gu_words_date (&day);
  opis.institution = gu_letterhead_to_institution (head);
  opis.registration_number = registration;
  opis.registration_date = date;
  opis.register_name = gu_letterhead_or_null (head->register_name);
  opis.applicant = gu_person_get_name (gu_dossier_get_applicant (dossier));
  opis.representative = representative != NULL ? gu_person_get_name (representative) : NULL;
  opis.procedure = gu_procedure_get_title (procedure);
  opis.object = object;
  opis.items = (const GuPaperItem *) (gpointer) rows.rows->data;
  opis.n_items = rows.rows->len;
  opis.prepared_by = head->clerk_name;
  opis.prepared_by_role = gu_letterhead_or_null (head->clerk_function);
  opis.created_at_ms = at_ms;

  pdf = gu_paper_opis_new (&opis, error);
  gu_paper_rows_clear (&rows);

  return pdf;
}

GuTerm *
gu_registration_find_term (GuLetterhead *head,
                           GuDossier *dossier,
                           GuProcedure *procedure,
                           const GDate *day,
                           GuClockRule **rule)
{
  GuClockRule *clock_rule = gu_procedure_find_main_clock (procedure,
                                                          gu_dossier_get_facts (dossier));
  const char *event;

  if (clock_rule == NULL)
    return NULL;

  event = gu_clock_rule_get_event (clock_rule);
  if (strcmp (event, "registration") != 0)
    {
      g_autoptr (GPtrArray) statuses = NULL;

      if (strcmp (event, "complete") != 0)
        return NULL;
      statuses = gu_checklist_evaluate (procedure, dossier, NULL);
      if (!gu_completeness_is_complete (statuses, NULL))
        return NULL;
    }
  if (rule != NULL)
    *rule = clock_rule;

  return gu_clock_rule_evaluate (clock_rule, day, NULL, 0, head->calendar, head->counting);
}

/* "15 zile lucrătoare", "30 de zile", "o lună". */
static char *
gu_registration_amount_in_words (GuClockRule *rule)
{
  int n = gu_clock_rule_get_amount (rule);
  const char *of = n % 100 == 0 || n % 100 >= 20 ? "de " : "";

  switch (gu_clock_rule_get_unit (rule))
    {
    case GU_DAY_WORKING:
      return n == 1 ? g_strdup ("o zi lucrătoare")
                    : g_strdup_printf ("%d %szile lucrătoare", n, of);
    case GU_DAY_MONTHS:
      return n == 1 ? g_strdup ("o lună") : g_strdup_printf ("%d %sluni", n, of);
    case GU_DAY_CALENDAR:
    default:
      return n == 1 ? g_strdup ("o zi") : g_strdup_printf ("%d %szile calendaristice", n, of);
    }
}

static char *
gu_registration_term_in_words (GuTerm *term, GuClockRule *rule)
{
  g_autofree char *amount = gu_registration_amount_in_words (rule);
  g_autofree char *last = gu_words_date (&term->last_day);

  return g_strdup_printf ("cel mult %s, până la %s", amount, last);
}

static char *
gu_registration_next_steps (GuDossier *dossier, GuProcedure *procedure)
{
  g_autoptr (GPtrArray)
      steps = gu_procedure_get_next_steps (procedure, gu_dossier_get_facts (dossier));
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < steps->len; i++)
    {
      const GuRuleText *step = g_ptr_array_index (steps, i);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", step->text);
    }

  return text->len > 0 ? g_strdup (text->str) : NULL;
}

static GArray *
gu_registration_list_missing (GPtrArray *statuses)
{
  GArray *missing = g_array_new (FALSE, TRUE, sizeof (GuReceiptMissing));

  for (guint i = 0; i < statuses->len; i++)
    {
      GuRequirementStatus *status = g_ptr_array_index (statuses, i);
      GuReceiptMissing row = { 0 };

      if (gu_requirement_status_is_ok (status))
        continue;
      row.name = gu_requirement_get_name (gu_requirement_status_get_requirement (status));
      row.article = gu_requirement_status_get_article (status);
      switch (gu_requirement_status_get_state (status))
        {
        case GU_REQUIREMENT_EXPIRED:
          row.reason = "prea vechi la data depunerii sau fără dată de eliberare";
          break;
        case GU_REQUIREMENT_ILLEGIBLE:
          row.reason = "ilizibil";
          break;
        case GU_REQUIREMENT_MISSING:
        case GU_REQUIREMENT_PROVIDED:
        case GU_REQUIREMENT_NOT_NEEDED:
        case GU_REQUIREMENT_BY_AUTHORITY:
        default:
          row.reason = "lipsă";
          break;
        }
      g_array_append_val (missing, row);
    }

  return missing;
}

GBytes *
gu_registration_make_receipt (GuLetterhead *head,
                              GuDossier *dossier,
                              GuProcedure *procedure,
                              const char *registration,
                              const char *opis_sha256,
                              gint64 at_ms,
                              GuClock *clock,
                              GError **error)
{
  GuPaperRows rows = gu_registration_list_rows (dossier, procedure);
  g_autoptr (GPtrArray) statuses = gu_checklist_evaluate (procedure, dossier, NULL);
  g_autoptr (GArray) missing = gu_registration_list_missing (statuses);
  g_autofree char *object = gu_registration_dup_object (dossier);
  g_autofree char *steps = gu_registration_next_steps (dossier, procedure);
  g_autofree char *date = NULL;
  g_autofree char *words = NULL;
  g_autoptr (GuTerm) term = NULL;
  GuClockRule *rule = NULL;
  GuReceipt receipt = { 0 };
  GBytes *pdf;
  GDate day;

  gu_registration_day (clock, at_ms, &day);
  date = gu_words_date (&day);
  term = gu_registration_find_term (head, dossier, procedure, &day, &rule);
  if (term != NULL && !term->suspended)
    words = gu_registration_term_in_words (term, rule);

  receipt.institution = gu_letterhead_to_institution (head);
  receipt.registration_number = registration;
  receipt.registration_date = date;
  receipt.register_name = gu_letterhead_or_null (head->register_name);
  receipt.applicant = gu_person_get_name (gu_dossier_get_applicant (dossier));
  receipt.procedure = gu_procedure_get_title (procedure);
  receipt.object = object;
  receipt.items = (const GuPaperItem *) (gpointer) rows.rows->data;
  receipt.n_items = rows.rows->len;
  receipt.missing = (const GuReceiptMissing *) (gpointer) missing->data;
  receipt.n_missing = missing->len;
  receipt.next_steps = steps;
  receipt.term = words;
  receipt.term_article = words != NULL ? gu_clock_rule_get_article (rule) : NULL;
  receipt.opis_sha256 = opis_sha256;
  receipt.officer = head->clerk_name;
  receipt.created_at_ms = at_ms;

  pdf = gu_paper_receipt_new (&receipt, error);
  gu_paper_rows_clear (&rows);

  return pdf;
}
