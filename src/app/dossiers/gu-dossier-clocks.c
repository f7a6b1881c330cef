/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-app"

#include "config.h"

#include "gu-dossier-clocks.h"

#include "gu-checklist.h"
#include "gu-clock-item-private.h"
#include "gu-completeness.h"
#include "gu-dossier-fill.h"
#include "gu-registration-papers.h"
#include "gu-settings.h"
#include "gu-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static int
gu_dossier_clocks_days_left (GuCalendar *calendar,
                             gboolean working,
                             const GDate *today,
                             const GDate *last)
{
  int days = g_date_days_between (today, last);

  if (days > 0 && working)
    return MAX (gu_calendar_count_working (calendar, today, last), 1);

  return days;
}

static GuClockItem *
gu_dossier_clocks_make_item (GuClockRule *rule,
                             GuTerm *term,
                             GuCalendar *calendar,
                             const GDate *today)
{
  GuClockItem *item = g_object_new (GU_TYPE_CLOCK_ITEM, NULL);
  gboolean working = gu_clock_rule_get_unit (rule) == GU_DAY_WORKING;
  int days = gu_dossier_clocks_days_left (calendar, working, today, &term->last_day);
  const char *urgency;
  g_autofree char *last = gu_words_date (&term->last_day);
  g_autofree char *left = gu_dossier_fill_left (days, working, &urgency);
  g_autofree char *remaining = g_strdup_printf ("%s — %s", left, gu_clock_rule_get_article (rule));

  gu_record_set_string (item, GU_CLOCK_ITEM_ID, gu_clock_rule_get_id (rule));
  gu_record_set_string (item, GU_CLOCK_ITEM_LABEL, gu_clock_rule_get_title (rule));
  gu_record_set_string (item, GU_CLOCK_ITEM_ARTICLE, gu_clock_rule_get_article (rule));
  gu_record_set_string (item, GU_CLOCK_ITEM_LAST_DAY, last);
  gu_record_set_int (item, GU_CLOCK_ITEM_DAYS_LEFT, days);
  gu_record_set_string (item, GU_CLOCK_ITEM_REMAINING, remaining);
  gu_record_set_string (item, GU_CLOCK_ITEM_EXPLANATION, term->explanation);
  gu_record_set_string (item, GU_CLOCK_ITEM_URGENCY, urgency);

  return item;
}

static int
gu_dossier_clocks_compare (gconstpointer a, gconstpointer b, gpointer data)
{
  return gu_clock_item_get_days_left ((GuClockItem *) a)
         - gu_clock_item_get_days_left ((GuClockItem *) b);
}

GListModel *
gu_dossier_clocks_list (GuContext *context, GuDossier *dossier, GuProcedure *procedure)
{
  GListStore *items = g_list_store_new (GU_TYPE_CLOCK_ITEM);
  g_autoptr (GuLetterhead) head = NULL;
  g_autoptr (GPtrArray) statuses = NULL;
  GPtrArray *rules;
  GDate today, start;

  if (procedure == NULL || gu_dossier_get_registered_at (dossier) == 0)
    return G_LIST_MODEL (items);

  head = gu_letterhead_new (gu_context_get_settings (context));
  statuses = gu_checklist_evaluate (procedure, dossier, NULL);
  gu_clock_today (gu_context_get_clock (context), &today);
  gu_registration_day (
      gu_context_get_clock (context), gu_dossier_get_registered_at (dossier), &start);
  rules = gu_procedure_get_clocks (procedure);
  for (guint i = 0; i < rules->len; i++)
    {
      GuClockRule *rule = g_ptr_array_index (rules, i);
      const char *event = gu_clock_rule_get_event (rule);
      g_autoptr (GuTerm) term = NULL;
      g_autoptr (GuClockItem) item = NULL;

      if (gu_condition_evaluate (
              gu_clock_rule_get_condition (rule), gu_dossier_get_facts (dossier), NULL)
          == GU_TRUTH_NO)
        continue;
      if (strcmp (event, "registration") != 0
          && !(strcmp (event, "complete") == 0 && gu_completeness_is_complete (statuses, NULL)))
        continue;

      term = gu_clock_rule_evaluate (rule, &start, NULL, 0, head->calendar, head->counting);
      if (term->suspended)
        continue;
      item = gu_dossier_clocks_make_item (rule, term, head->calendar, &today);
      g_list_store_append (items, item);
    }
  g_list_store_sort (items, gu_dossier_clocks_compare, NULL);

  return G_LIST_MODEL (items);
}
