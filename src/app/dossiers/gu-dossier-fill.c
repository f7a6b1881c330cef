/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-dossier-fill.h"

#include "gu-calendar.h"
#include "gu-dossier-item-private.h"
#include "gu-rule-book.h"
#include "gu-settings.h"
#include "gu-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Days left at which a term begins to show. */
#define SOON_DAYS 3

struct _GuDossierFill
{
  /* owned */
  GHashTable *titles; /* procedure id → short title, borrowed from the rule book */
  GuCalendar *calendar;

  GDate today;
};

GuDossierFill *
gu_dossier_fill_new (GuContext *context)
{
  GuDossierFill *self = g_new0 (GuDossierFill, 1);
  GPtrArray *packs = gu_rule_book_get_packs (gu_context_get_rule_book (context));

  self->titles = g_hash_table_new (g_str_hash, g_str_equal);
  self->calendar = gu_settings_create_calendar (gu_context_get_settings (context));
  gu_clock_today (gu_context_get_clock (context), &self->today);
  for (guint i = 0; i < packs->len; i++)
    {
      GPtrArray *procedures = gu_rule_pack_get_procedures (g_ptr_array_index (packs, i));

      for (guint j = 0; j < procedures->len; j++)
        {
          GuProcedure *procedure = g_ptr_array_index (procedures, j);

          g_hash_table_insert (self->titles,
                               (char *) gu_procedure_get_id (procedure),
                               (char *) gu_procedure_get_short_title (procedure));
        }
    }

  return self;
}

void
gu_dossier_fill_free (GuDossierFill *self)
{
  g_hash_table_unref (self->titles);
  g_object_unref (self->calendar);
  g_free (self);
}

char *
gu_dossier_fill_left (int days, gboolean working, const char **urgency)
{
  if (urgency != NULL)
    *urgency = days < 0 ? "overdue" : days <= SOON_DAYS ? "soon" : "none";

  if (days == 0)
    return g_strdup (_ ("Due today"));
  if (days < 0)
    /* Translators: days since a legal term ended. */
    return g_strdup_printf (ngettext ("Overdue by %d day", "Overdue by %d days", (gulong) -days),
                            -days);
  if (working)
    return g_strdup_printf (ngettext ("%d working day left", "%d working days left", (gulong) days),
                            days);

  return g_strdup_printf (ngettext ("%d day left", "%d days left", (gulong) days), days);
}

/* A term has ended when its last day is behind, however many of the days after it were free. */
static char *
gu_dossier_fill_due (GuDossierFill *self, const char *due_on, const char **urgency)
{
  GDate due;
  int days;

  *urgency = "none";
  if (!gu_rules_date_parse (due_on, &due))
    return g_strdup ("");

  if (g_date_compare (&due, &self->today) < 0)
    days = -g_date_days_between (&due, &self->today);
  else if (g_date_compare (&due, &self->today) == 0)
    days = 0;
  else
    days = MAX (gu_calendar_count_working (self->calendar, &self->today, &due), 1);

  return gu_dossier_fill_left (days, TRUE, urgency);
}

static gboolean
gu_dossier_fill_is_open (const char *state)
{
  static const char *const closed[] = { "ciorna",  "emis",      "comunicat",     "publicat",
                                        "arhivat", "suspendat", "respins",       "retras",
                                        "clasat",  "conexat",   "redirectionat", NULL };

  return state != NULL && !g_strv_contains (closed, state);
}

void
gu_dossier_fill_item (GuDossierFill *self, GuDossierItem *item, GuDossierRow *row)
{
  const char *id = gu_dossier_row_get_id (row);
  const char *registration = gu_dossier_row_get_registration (row);
  const char *procedure = gu_dossier_row_get_procedure (row);
  const char *state = gu_dossier_row_get_state (row);
  const char *title;
  const char *urgency = "none";
  g_autofree char *filed = gu_words_iso_date (gu_dossier_row_get_filed_on (row));
  g_autofree char *due = NULL;
  g_autofree char *left = NULL;
  g_autofree char *accessible = NULL;

  if (id == NULL || *id == '\0')
    return; /* gone since the list was made; the next refresh takes it out */

  if (registration == NULL || *registration == '\0')
    registration = _ ("Draft");
  title = procedure != NULL ? g_hash_table_lookup (self->titles, procedure) : NULL;
  if (gu_dossier_fill_is_open (state))
    {
      due = gu_words_iso_date (gu_dossier_row_get_due_on (row));
      left = gu_dossier_fill_due (self, gu_dossier_row_get_due_on (row), &urgency);
    }
  accessible = g_strdup_printf (
      "%s, %s, %s, %s%s%s",
      registration,
      title != NULL ? title : "",
      gu_dossier_row_get_applicant (row) != NULL ? gu_dossier_row_get_applicant (row) : "",
      gu_words_state (state),
      left != NULL && *left != '\0' ? ", " : "",
      left != NULL ? left : "");

  g_object_freeze_notify (G_OBJECT (item));
  gu_record_set_string (item, GU_DOSSIER_ITEM_ID, id);
  gu_record_set_string (item, GU_DOSSIER_ITEM_REGISTRATION, registration);
  gu_record_set_string (item, GU_DOSSIER_ITEM_PROCEDURE, title != NULL ? title : procedure);
  gu_record_set_string (item, GU_DOSSIER_ITEM_PROCEDURE_ID, procedure);
  gu_record_set_string (item, GU_DOSSIER_ITEM_APPLICANT, gu_dossier_row_get_applicant (row));
  gu_record_set_string (item, GU_DOSSIER_ITEM_ADDRESS, gu_dossier_row_get_address (row));
  gu_record_set_string (item, GU_DOSSIER_ITEM_STATE, state);
  gu_record_set_string (item, GU_DOSSIER_ITEM_STATE_LABEL, gu_words_state (state));
  gu_record_set_string (item, GU_DOSSIER_ITEM_FILED_ON, filed);
  gu_record_set_string (item, GU_DOSSIER_ITEM_DUE_ON, due);
  gu_record_set_string (item, GU_DOSSIER_ITEM_DUE_LABEL, left);
  gu_record_set_string (item, GU_DOSSIER_ITEM_URGENCY, urgency);
  gu_record_set_string (item, GU_DOSSIER_ITEM_SYNC_STATE, gu_dossier_row_get_sync_state (row));
  gu_record_set_string (
      item, GU_DOSSIER_ITEM_SYNC_LABEL, gu_words_sync (gu_dossier_row_get_sync_state (row)));
  gu_record_set_string (item, GU_DOSSIER_ITEM_ACCESSIBLE_LABEL, accessible);
  gu_record_set_boolean (item, GU_DOSSIER_ITEM_LOADED, TRUE);
  g_object_thaw_notify (G_OBJECT (item));
}
