/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "gu-completeness.h"
#include "gu-rule-book.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Uses whatever a pack offers: nothing in an accepted pack may trip the rest of the rules. */
static void
use_procedure (GuProcedure *procedure, GuCalendar *calendar)
{
  g_autoptr (JsonObject) facts = gu_procedure_new_facts (procedure);
  g_autoptr (JsonNode) json = gu_procedure_to_json (procedure);
  g_autoptr (GPtrArray) steps = gu_procedure_get_next_steps (procedure, facts);
  g_autoptr (GPtrArray) statuses = NULL;
  GPtrArray *clocks = gu_procedure_get_clocks (procedure);
  GDate day;

  g_date_clear (&day, 1);
  g_date_set_dmy (&day, 24, G_DATE_NOVEMBER, 2026);
  g_assert_nonnull (json);
  g_assert_nonnull (steps);
  statuses = gu_completeness_check (procedure, facts, NULL, &day);
  g_assert_cmpuint (statuses->len, ==, gu_procedure_get_requirements (procedure)->len);
  g_assert_true (gu_procedure_check_facts (procedure, facts, NULL));
  gu_procedure_get_form (procedure, &day);
  gu_procedure_find_main_clock (procedure, facts);
  for (guint i = 0; i < clocks->len; i++)
    {
      g_autoptr (GuTerm)
          term = gu_clock_rule_evaluate (clocks->pdata[i], &day, NULL, 0, calendar, GU_COUNTING_B);

      g_assert_nonnull (term->explanation);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GuRulePack) pack = gu_rule_pack_new_from_bytes (bytes, "input.json", &error);
  g_autoptr (GuCalendar) calendar = NULL;
  g_autoptr (GuRuleBook) book = NULL;
  GPtrArray *procedures;

  g_assert_true ((pack == NULL) == (error != NULL));
  if (pack == NULL)
    {
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }

  calendar = gu_calendar_new ();
  procedures = gu_rule_pack_get_procedures (pack);
  for (guint i = 0; i < procedures->len; i++)
    use_procedure (procedures->pdata[i], calendar);
  book = gu_rule_book_new ();
  g_assert_true (gu_rule_book_add (book, pack, NULL));
  return 0;
}
