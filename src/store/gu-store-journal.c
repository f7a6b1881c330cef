/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-store"

#include "config.h"

#include "gu-store-private.h"

#include <glib/gi18n-lib.h>

/* The journal: append-only, each line chained to the one before. */

/* A chain that was cut at its end is intact in itself, so the end is written down once more. */
#define GU_JOURNAL_HEAD "store.journal-head"

#define GU_EVENT_COLUMNS "seq, dossier_id, kind, at, who, desk, body, prev_hash, hash"

static GuEvent *
gu_store_event_from_row (GuStatement *row, const char *origin)
{
  GuEvent *event = gu_event_new ();

  gu_event_set_origin (event, origin);
  gu_event_set_seq (event, gu_statement_int (row, 0));
  gu_event_set_dossier_id (event, gu_statement_text (row, 1));
  gu_event_set_kind (event, gu_statement_text (row, 2));
  gu_event_set_at (event, gu_statement_int (row, 3));
  gu_event_set_who (event, gu_statement_text (row, 4));
  gu_event_set_desk (event, gu_statement_text (row, 5));
  gu_event_set_body_text (event, gu_statement_text (row, 6));
  gu_event_set_prev_hash (event, gu_statement_text (row, 7));
  gu_event_set_hash (event, gu_statement_text (row, 8));

  return event;
}

/* The end of the chain: 0 and the first hash when there is no line yet. */
static gboolean
gu_store_read_head (GuDatabase *db, gint64 *seq, char **hash, GError **error)
{
  g_autoptr (GuStatement) statement = NULL;
  g_autoptr (GError) step_error = NULL;

  *seq = 0;
  statement = gu_database_prepare (
      db, error, "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1", "");
  if (statement == NULL)
    return FALSE;
  if (gu_statement_step (statement, &step_error))
    {
      *seq = gu_statement_int (statement, 0);
      *hash = g_strdup (gu_statement_text (statement, 1));
    }
  else
    {
      *hash = g_strdup (GU_EVENT_FIRST_HASH);
    }
  if (step_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&step_error));
      return FALSE;
    }

  return TRUE;
}

gboolean
gu_store_append_event (GuTransaction *tx,
                       const char *dossier_id,
                       const char *kind,
                       JsonObject *body,
                       const GuActor *actor,
                       gint64 at_ms,
                       GError **error)
{
  g_autoptr (GuEvent) event = gu_event_new ();
  g_autoptr (JsonObject) payload = NULL;
  g_autofree char *body_text = body != NULL ? gu_store_json_text (body) : g_strdup ("{}");
  g_autofree char *prev_hash = NULL;
  g_autofree char *hash = NULL;
  g_autofree char *head = NULL;
  g_autofree char *entity_id = NULL;
  gint64 seq;

  g_return_val_if_fail (actor->who != NULL && actor->desk != NULL, FALSE);

  if (!gu_store_read_head (tx->db, &seq, &prev_hash, error))
    return FALSE;
  seq++;

  gu_event_set_origin (event, gu_store_get_origin (tx->store));
  gu_event_set_seq (event, seq);
  gu_event_set_dossier_id (event, dossier_id);
  gu_event_set_kind (event, kind);
  gu_event_set_at (event, at_ms);
  gu_event_set_who (event, actor->who);
  gu_event_set_desk (event, actor->desk);
  gu_event_set_body_text (event, body_text);
  gu_event_set_prev_hash (event, prev_hash);
  hash = gu_event_compute_hash (event);
  gu_event_set_hash (event, hash);

  if (!gu_database_run (tx->db,
                        error,
                        "INSERT INTO event (" GU_EVENT_COLUMNS
                        ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        "ississsss",
                        seq,
                        dossier_id,
                        kind,
                        at_ms,
                        actor->who,
                        actor->desk,
                        body_text,
                        prev_hash,
                        hash))
    return FALSE;

  head = g_strdup_printf ("%" G_GINT64_FORMAT " %s", seq, hash);
  if (!gu_database_run (tx->db,
                        error,
                        "INSERT INTO setting (key, value) VALUES ('" GU_JOURNAL_HEAD "', ?1)"
                        " ON CONFLICT (key) DO UPDATE SET value = ?1",
                        "s",
                        head))
    return FALSE;

  payload = gu_event_to_json (event);
  entity_id = g_strdup_printf ("%s/%" G_GINT64_FORMAT, gu_store_get_origin (tx->store), seq);
  if (dossier_id != NULL)
    gu_transaction_add_changed (tx, dossier_id);

  return gu_store_outbox_put (
      tx, "event", dossier_id != NULL ? dossier_id : "", entity_id, seq, payload, error);
}

gboolean
gu_store_add_event (GuStore *self,
                    const char *dossier_id,
                    const char *kind,
                    JsonObject *body,
                    const GuActor *actor,
                    GError **error)
{
  g_autoptr (GuTransaction) tx = NULL;

  g_return_val_if_fail (GU_IS_STORE (self), FALSE);
  g_return_val_if_fail (kind != NULL && actor != NULL, FALSE);

  tx = gu_store_begin (self, NULL, error);

  return tx != NULL && gu_store_append_event (tx, dossier_id, kind, body, actor, tx->now_ms, error)
         && gu_transaction_commit (tx, error);
}

static int
gu_store_compare_events (gconstpointer a, gconstpointer b)
{
  GuEvent *left = *(GuEvent *const *) a;
  GuEvent *right = *(GuEvent *const *) b;
  gint64 difference = gu_event_get_at (left) - gu_event_get_at (right);

  /* Lines of one journal keep their order whatever its clock said. */
  if (g_strcmp0 (gu_event_get_origin (left), gu_event_get_origin (right)) == 0)
    difference = gu_event_get_seq (left) - gu_event_get_seq (right);

  return difference < 0 ? -1 : difference > 0;
}

/* The last column is the origin. */
static gboolean
gu_store_collect_events (GuStatement *statement, GPtrArray *events, GError **error)
{
  g_autoptr (GError) step_error = NULL;

  while (gu_statement_step (statement, &step_error))
    g_ptr_array_add (events, gu_store_event_from_row (statement, gu_statement_text (statement, 9)));
  if (step_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&step_error));
      return FALSE;
    }

  return TRUE;
}

GPtrArray *
gu_store_load_events (GuStore *self, const char *dossier_id, GError **error)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GuReader) reader = NULL;
  g_autoptr (GuStatement) own = NULL;
  g_autoptr (GuStatement) foreign = NULL;

  g_return_val_if_fail (GU_IS_STORE (self), NULL);
  g_return_val_if_fail (dossier_id != NULL, NULL);

  reader = gu_store_read (self, TRUE, NULL, error);
  if (reader == NULL)
    return NULL;
  own = gu_database_prepare (reader->db,
                             error,
                             "SELECT " GU_EVENT_COLUMNS
                             ", ?2 FROM event WHERE dossier_id = ?1 ORDER BY seq",
                             "ss",
                             dossier_id,
                             self->origin);
  if (own == NULL || !gu_store_collect_events (own, events, error))
    return NULL;
  foreign = gu_database_prepare (reader->db,
                                 error,
                                 "SELECT " GU_EVENT_COLUMNS
                                 ", origin FROM foreign_event WHERE dossier_id = ?",
                                 "s",
                                 dossier_id);
  if (foreign == NULL || !gu_store_collect_events (foreign, events, error))
    return NULL;
  g_ptr_array_sort (events, gu_store_compare_events);

  return g_steal_pointer (&events);
}

GPtrArray *
gu_store_journal_list (GuStore *self, gint64 after_seq, guint limit, GError **error)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GuReader) reader = NULL;
  g_autoptr (GuStatement) statement = NULL;

  g_return_val_if_fail (GU_IS_STORE (self), NULL);

  reader = gu_store_read (self, FALSE, NULL, error);
  if (reader == NULL)
    return NULL;
  statement = gu_database_prepare (reader->db,
                                   error,
                                   "SELECT " GU_EVENT_COLUMNS
                                   ", ?3 FROM event WHERE seq > ?1 ORDER BY seq LIMIT ?2",
                                   "iis",
                                   after_seq,
                                   (gint64) limit,
                                   self->origin);
  if (statement == NULL || !gu_store_collect_events (statement, events, error))
    return NULL;

  return g_steal_pointer (&events);
}

/* ---- verification ---- */

void
gu_journal_report_free (GuJournalReport *self)
{
  g_free (self->head);
  g_free (self->reason);
  g_free (self);
}

static const char *
gu_store_find_break (GuEvent *event, gint64 expected_seq, const char *expected_prev)
{
  g_autofree char *hash = NULL;

  if (gu_event_get_seq (event) != expected_seq)
    return _ ("lines are missing before it");
  if (g_strcmp0 (gu_event_get_prev_hash (event), expected_prev) != 0)
    return _ ("it does not continue the line before");
  hash = gu_event_compute_hash (event);
  if (g_strcmp0 (gu_event_get_hash (event), hash) != 0)
    return _ ("its content was changed");

  return NULL;
}

static gboolean
gu_store_check_head (GuDatabase *db, GuJournalReport *report, GError **error)
{
  g_autofree char *expected = NULL;
  g_autofree char *found = g_strdup_printf (
      "%" G_GINT64_FORMAT " %s", report->events, report->head);

  if (!gu_database_get_text (
          db, error, &expected, "SELECT value FROM setting WHERE key = '" GU_JOURNAL_HEAD "'", ""))
    return FALSE;
  if (report->intact && expected != NULL && !g_str_equal (expected, found))
    {
      report->intact = FALSE;
      report->broken_seq = report->events + 1;
      report->reason = g_strdup (_ ("Lines are missing at the end of the journal."));
    }

  return TRUE;
}

gboolean
gu_store_verify_journal (GuDatabase *db,
                         const char *origin,
                         GuJournalReport *report,
                         GError **error)
{
  g_autoptr (GuStatement) statement = NULL;
  g_autoptr (GError) step_error = NULL;
  g_autofree char *prev = g_strdup (GU_EVENT_FIRST_HASH);
  const char *reason = NULL;

  statement = gu_database_prepare (
      db, error, "SELECT " GU_EVENT_COLUMNS " FROM event ORDER BY seq", "");
  if (statement == NULL)
    return FALSE;

  report->intact = TRUE;
  while (reason == NULL && gu_statement_step (statement, &step_error))
    {
      g_autoptr (GuEvent) event = gu_store_event_from_row (statement, origin);

      reason = gu_store_find_break (event, report->events + 1, prev);
      if (reason != NULL)
        {
          report->intact = FALSE;
          report->broken_seq = gu_event_get_seq (event);
          /* Translators: %lld is the number of a line, %s says what is wrong with it. */
          report->reason = g_strdup_printf (
              _ ("Line %lld of the journal: %s."), (long long) report->broken_seq, reason);
          break;
        }
      report->events++;
      g_free (prev);
      prev = g_strdup (gu_event_get_hash (event));
    }
  if (step_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&step_error));
      return FALSE;
    }
  if (report->events > 0)
    report->head = g_steal_pointer (&prev);

  return gu_store_check_head (db, report, error);
}

gboolean
gu_store_journal_verify (GuStore *self, GuJournalReport **report, GError **error)
{
  g_autoptr (GuJournalReport) result = g_new0 (GuJournalReport, 1);
  g_autoptr (GuReader) reader = NULL;

  g_return_val_if_fail (GU_IS_STORE (self), FALSE);
  g_return_val_if_fail (report != NULL, FALSE);

  reader = gu_store_read (self, TRUE, NULL, error);
  if (reader == NULL || !gu_store_verify_journal (reader->db, self->origin, result, error))
    return FALSE;
  *report = g_steal_pointer (&result);

  return TRUE;
}
