/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-store"

#include "config.h"

#include "gu-store-private.h"

#include "gu-error.h"

#include <glib/gi18n-lib.h>

/* Registration numbers out of leases: each number is given to one dossier, ever. */

void
gu_lease_free (GuLease *self)
{
  g_free (self->id);
  g_free (self->reg);
  g_free (self);
}

static void
gu_store_set_lease_invalid (GError **error)
{
  gu_store_error_set (error,
                      GU_STORE_ERROR_INVALID,
                      _ ("The block of registration numbers is not well formed."),
                      _ ("Tell the administrator; the central registry sent it."));
}

gboolean
gu_store_lease_add (GuStore *self,
                    const char *lease_id,
                    const char *reg,
                    int year,
                    gint64 first,
                    gint64 last,
                    GError **error)
{
  g_autoptr (GuTransaction) tx = NULL;
  gint64 same, overlaps;

  g_return_val_if_fail (GU_IS_STORE (self), FALSE);
  g_return_val_if_fail (lease_id != NULL && reg != NULL, FALSE);

  if (lease_id[0] == '\0' || reg[0] == '\0' || year < 1900 || year > 9998 || first < 1
      || last < first || last > 999999999)
    {
      gu_store_set_lease_invalid (error);
      return FALSE;
    }

  tx = gu_store_begin (self, NULL, error);
  if (tx == NULL
      || !gu_database_get_int (tx->db,
                               error,
                               &same,
                               0,
                               "SELECT CASE WHEN register = ?2 AND year = ?3 AND first = ?4 AND "
                               "last = ?5 THEN 1 ELSE 2 END"
                               " FROM lease WHERE id = ?1",
                               "ssiii",
                               lease_id,
                               reg,
                               (gint64) year,
                               first,
                               last)
      || !gu_database_get_int (tx->db,
                               error,
                               &overlaps,
                               0,
                               "SELECT 1 FROM lease WHERE register = ?1 AND year = ?2 AND first <= "
                               "?4 AND last >= ?3 AND closed_at IS NULL LIMIT 1",
                               "siii",
                               reg,
                               (gint64) year,
                               first,
                               last))
    return FALSE;
  if (same == 1)
    return TRUE;
  if (same == 2 || overlaps)
    {
      gu_store_error_set (
          error,
          GU_STORE_ERROR_EXISTS,
          _ ("The block of registration numbers overlaps one that the desk has already."),
          _ ("Tell the administrator; no number of it was taken."));
      return FALSE;
    }

  return gu_database_run (tx->db,
                          error,
                          "INSERT INTO lease (id, register, year, first, last, next, added_at)"
                          " VALUES (?1, ?2, ?3, ?4, ?5, ?4, ?6)",
                          "ssiiii",
                          lease_id,
                          reg,
                          (gint64) year,
                          first,
                          last,
                          tx->now_ms)
         && gu_transaction_commit (tx, error);
}

gint64
gu_store_lease_free (GuStore *self, const char *reg, int year, GError **error)
{
  g_autoptr (GuReader) reader = NULL;
  gint64 left = -1;

  g_return_val_if_fail (GU_IS_STORE (self), -1);
  g_return_val_if_fail (reg != NULL, -1);

  reader = gu_store_read (self, FALSE, NULL, error);
  if (reader == NULL
      || !gu_database_get_int (reader->db,
                               error,
                               &left,
                               0,
                               "SELECT coalesce (sum (last - next + 1), 0) FROM lease"
                               " WHERE register = ? AND year = ? AND closed_at IS NULL",
                               "si",
                               reg,
                               (gint64) year))
    return -1;

  return left;
}

GPtrArray *
gu_store_lease_list (GuStore *self, GError **error)
{
  g_autoptr (GPtrArray) leases = g_ptr_array_new_with_free_func ((GDestroyNotify) gu_lease_free);
  g_autoptr (GuReader) reader = NULL;
  g_autoptr (GuStatement) statement = NULL;
  g_autoptr (GError) step_error = NULL;

  g_return_val_if_fail (GU_IS_STORE (self), NULL);

  reader = gu_store_read (self, FALSE, NULL, error);
  if (reader == NULL)
    return NULL;
  statement = gu_database_prepare (
      reader->db,
      error,
      "SELECT id, register, year, first, last, next FROM lease ORDER BY added_at, first",
      "");
  if (statement == NULL)
    return NULL;
  while (gu_statement_step (statement, &step_error))
    {
      GuLease *lease = g_new0 (GuLease, 1);

      lease->id = g_strdup (gu_statement_text (statement, 0));
      lease->reg = g_strdup (gu_statement_text (statement, 1));
      lease->year = (int) gu_statement_int (statement, 2);
      lease->first = gu_statement_int (statement, 3);
      lease->last = gu_statement_int (statement, 4);
      lease->next = gu_statement_int (statement, 5);
      g_ptr_array_add (leases, lease);
    }
  if (step_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&step_error));
      return NULL;
    }

  return g_steal_pointer (&leases);
}

/* Tells the journal and the central what became of numbers that will not be used. */
static gboolean
gu_store_explain_gap (GuTransaction *tx,
                      const char *kind,
                      const char *dossier_id,
                      const char *entity_id,
                      JsonObject *payload,
                      const GuActor *actor,
                      GError **error)
{
  return gu_store_append_event (tx, dossier_id, kind, payload, actor, tx->now_ms, error)
         && gu_store_outbox_put (tx, kind, "", entity_id, 1, payload, error);
}

gboolean
gu_store_lease_close (GuStore *self,
                      const char *lease_id,
                      const char *reason,
                      const GuActor *actor,
                      GError **error)
{
  g_autoptr (GuTransaction) tx = NULL;
  g_autoptr (GuStatement) statement = NULL;
  g_autoptr (GError) step_error = NULL;
  g_autoptr (JsonObject) payload = json_object_new ();
  gint64 next, last;

  g_return_val_if_fail (GU_IS_STORE (self), FALSE);
  g_return_val_if_fail (lease_id != NULL && reason != NULL && actor != NULL, FALSE);

  tx = gu_store_begin (self, NULL, error);
  if (tx == NULL)
    return FALSE;
  statement = gu_database_prepare (
      tx->db,
      error,
      "SELECT register, year, next, last FROM lease WHERE id = ? AND closed_at IS NULL",
      "s",
      lease_id);
  if (statement == NULL)
    return FALSE;
  if (!gu_statement_step (statement, &step_error))
    {
      if (step_error != NULL)
        g_propagate_error (error, g_steal_pointer (&step_error));
      else
        gu_store_error_set (
            error, GU_STORE_ERROR_NOT_FOUND, _ ("The desk has no such block of numbers."), NULL);
      return FALSE;
    }

  next = gu_statement_int (statement, 2);
  last = gu_statement_int (statement, 3);
  json_object_set_string_member (payload, "register", gu_statement_text (statement, 0));
  json_object_set_int_member (payload, "year", gu_statement_int (statement, 1));
  json_object_set_string_member (payload, "lease_id", lease_id);
  json_object_set_int_member (payload, "from", next);
  json_object_set_int_member (payload, "to", last);
  json_object_set_string_member (payload, "reason", reason);
  json_object_set_int_member (payload, "at", tx->now_ms);
  g_clear_pointer (&statement, gu_statement_free);

  return gu_database_run (tx->db,
                          error,
                          "UPDATE lease SET closed_at = ? WHERE id = ?",
                          "is",
                          tx->now_ms,
                          lease_id)
         && (next > last
             || gu_store_explain_gap (tx, "lease-returned", NULL, lease_id, payload, actor, error))
         && gu_transaction_commit (tx, error);
}

gboolean
gu_store_lease_revoke (GuStore *self,
                       const char *lease_id,
                       const char *reason,
                       const GuActor *actor,
                       GError **error)
{
  g_autoptr (GuTransaction) tx = NULL;
  g_autoptr (JsonObject) body = json_object_new ();
  gint64 open, next;

  g_return_val_if_fail (GU_IS_STORE (self), FALSE);
  g_return_val_if_fail (lease_id != NULL && reason != NULL && actor != NULL, FALSE);

  tx = gu_store_begin (self, NULL, error);
  if (tx == NULL
      || !gu_database_get_int (tx->db,
                               error,
                               &open,
                               0,
                               "SELECT 1 FROM lease WHERE id = ? AND closed_at IS NULL",
                               "s",
                               lease_id))
    return FALSE;
  if (!open)
    return TRUE;
  if (!gu_database_get_int (
          tx->db, error, &next, 0, "SELECT next FROM lease WHERE id = ?", "s", lease_id)
      || !gu_database_run (
          tx->db, error, "UPDATE lease SET closed_at = ? WHERE id = ?", "is", tx->now_ms, lease_id)
      || !gu_database_run (tx->db,
                           error,
                           "UPDATE number SET state = 'cancelled', reason = ?, at = ?"
                           " WHERE lease_id = ? AND state = 'reserved'",
                           "sis",
                           reason,
                           tx->now_ms,
                           lease_id))
    return FALSE;

  json_object_set_string_member (body, "lease_id", lease_id);
  json_object_set_int_member (body, "next", next);
  json_object_set_int_member (body, "drafts", gu_database_changes (tx->db));
  json_object_set_string_member (body, "reason", reason);

  return gu_store_append_event (tx, NULL, "lease-revoked", body, actor, tx->now_ms, error)
         && gu_transaction_commit (tx, error);
}

/* What number a dossier holds now. */
typedef struct
{
  gboolean found;
  char *reg;
  int year;
  gint64 number;
  char *lease_id;
} GuHeldNumber;

static void
gu_held_number_clear (GuHeldNumber *self)
{
  g_clear_pointer (&self->reg, g_free);
  g_clear_pointer (&self->lease_id, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GuHeldNumber, gu_held_number_clear)

static gboolean
gu_store_read_held (GuDatabase *db, const char *dossier_id, GuHeldNumber *held, GError **error)
{
  g_autoptr (GuStatement) statement = NULL;
  g_autoptr (GError) step_error = NULL;

  statement = gu_database_prepare (db,
                                   error,
                                   "SELECT register, year, number, lease_id FROM number"
                                   " WHERE dossier_id = ? AND state = 'reserved'",
                                   "s",
                                   dossier_id);
  if (statement == NULL)
    return FALSE;
  if (gu_statement_step (statement, &step_error))
    {
      held->found = TRUE;
      held->reg = g_strdup (gu_statement_text (statement, 0));
      held->year = (int) gu_statement_int (statement, 1);
      held->number = gu_statement_int (statement, 2);
      held->lease_id = g_strdup (gu_statement_text (statement, 3));
    }
  if (step_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&step_error));
      return FALSE;
    }

  return TRUE;
}

static gboolean
gu_store_cancel_held (GuTransaction *tx,
                      const char *dossier_id,
                      const GuHeldNumber *held,
                      const char *reason,
                      const GuActor *actor,
                      GError **error)
{
  g_autoptr (JsonObject) payload = json_object_new ();
  g_autofree char *entity_id = g_strdup_printf (
      "%s/%d/%" G_GINT64_FORMAT, held->reg, held->year, held->number);

  json_object_set_string_member (payload, "register", held->reg);
  json_object_set_int_member (payload, "year", held->year);
  json_object_set_int_member (payload, "number", held->number);
  json_object_set_string_member (payload, "lease_id", held->lease_id);
  json_object_set_string_member (payload, "dossier_id", dossier_id);
  json_object_set_string_member (payload, "reason", reason);
  json_object_set_int_member (payload, "at", tx->now_ms);

  return gu_database_run (tx->db,
                          error,
                          "UPDATE number SET state = 'cancelled', reason = ?, at = ?"
                          " WHERE register = ? AND year = ? AND number = ?",
                          "sisii",
                          reason,
                          tx->now_ms,
                          held->reg,
                          (gint64) held->year,
                          held->number)
         && gu_store_explain_gap (
             tx, "number-cancelled", dossier_id, entity_id, payload, actor, error);
}

/* The next number that the leases have, taken off the lease. */
static gboolean
gu_store_draw_number (GuTransaction *tx,
                      const char *reg,
                      int year,
                      char **lease_id,
                      gint64 *number,
                      GError **error)
{
  if (!gu_database_get_text (tx->db,
                             error,
                             lease_id,
                             "SELECT id FROM lease WHERE register = ? AND year = ? AND closed_at "
                             "IS NULL AND next <= last"
                             " ORDER BY first LIMIT 1",
                             "si",
                             reg,
                             (gint64) year))
    return FALSE;
  if (*lease_id == NULL)
    {
      gu_error_set (
          error,
          GU_STORE_ERROR,
          GU_STORE_ERROR_NO_NUMBERS,
          _ ("Connect to the central registry so that the desk gets new numbers; the dossier "
             "stays as a draft meanwhile."),
          NULL,
          _ ("The desk has no registration numbers left."));
      return FALSE;
    }

  return gu_database_get_int (
             tx->db, error, number, 0, "SELECT next FROM lease WHERE id = ?", "s", *lease_id)
         && gu_database_run (
             tx->db, error, "UPDATE lease SET next = next + 1 WHERE id = ?", "s", *lease_id);
}

/* A number that this desk gave out before, from a block that was taken from it since, is on some
 * paper: it is left out of the new block, with its reason. */
static gboolean
gu_store_skip_number (GuTransaction *tx,
                      const char *reg,
                      int year,
                      gint64 number,
                      const char *lease_id,
                      const GuActor *actor,
                      GError **error)
{
  g_autoptr (JsonObject) payload = json_object_new ();
  g_autofree char *entity_id = g_strdup_printf ("%s/%d/%" G_GINT64_FORMAT, reg, year, number);

  json_object_set_string_member (payload, "register", reg);
  json_object_set_int_member (payload, "year", year);
  json_object_set_int_member (payload, "number", number);
  json_object_set_string_member (payload, "lease_id", lease_id);
  json_object_set_string_member (payload, "reason", "given-out-before");
  json_object_set_int_member (payload, "at", tx->now_ms);

  return gu_store_explain_gap (tx, "number-cancelled", NULL, entity_id, payload, actor, error);
}

static gboolean
gu_store_take_number (GuTransaction *tx,
                      const char *dossier_id,
                      const char *reg,
                      int year,
                      const GuActor *actor,
                      gint64 *number,
                      GError **error)
{
  for (;;)
    {
      g_autofree char *lease_id = NULL;
      gint64 known;

      if (!gu_store_draw_number (tx, reg, year, &lease_id, number, error)
          || !gu_database_get_int (
              tx->db,
              error,
              &known,
              0,
              "SELECT 1 FROM number WHERE register = ? AND year = ? AND number = ?",
              "sii",
              reg,
              (gint64) year,
              *number))
        return FALSE;
      if (!known)
        return gu_database_run (
            tx->db,
            error,
            "INSERT INTO number (register, year, number, lease_id, dossier_id, state, at)"
            " VALUES (?, ?, ?, ?, ?, 'reserved', ?)",
            "siissi",
            reg,
            (gint64) year,
            *number,
            lease_id,
            dossier_id,
            tx->now_ms);
      if (!gu_store_skip_number (tx, reg, year, *number, lease_id, actor, error))
        return FALSE;
    }
}

gboolean
gu_store_reserve_number (GuStore *self,
                         const char *dossier_id,
                         const char *reg,
                         int year,
                         gint64 *number,
                         GError **error)
{
  g_autoptr (GuTransaction) tx = NULL;
  g_autoptr (GuDossier) dossier = NULL;
  g_auto (GuHeldNumber) held = { FALSE, NULL, 0, 0, NULL };
  gint64 taken;

  g_return_val_if_fail (GU_IS_STORE (self), FALSE);
  g_return_val_if_fail (dossier_id != NULL && reg != NULL, FALSE);

  tx = gu_store_begin (self, NULL, error);
  if (tx == NULL)
    return FALSE;
  dossier = gu_store_read_dossier (tx->db, dossier_id, FALSE, error);
  if (dossier == NULL || !gu_store_read_held (tx->db, dossier_id, &held, error))
    return FALSE;
  if (!gu_dossier_is_draft (dossier))
    {
      gu_store_error_set (error,
                          GU_STORE_ERROR_STATE,
                          _ ("The dossier has its registration number already."),
                          _ ("Print its receipt again if it is needed."));
      return FALSE;
    }

  taken = held.number;
  if (!held.found || held.year != year || !g_str_equal (held.reg, reg))
    {
      const char *desk = gu_dossier_get_desk (dossier);
      GuActor actor = { desk != NULL ? desk : "", desk != NULL ? desk : "" };

      if (held.found
          && !gu_store_cancel_held (tx, dossier_id, &held, "other-register", &actor, error))
        return FALSE;
      if (!gu_store_take_number (tx, dossier_id, reg, year, &actor, &taken, error)
          || !gu_transaction_commit (tx, error))
        return FALSE;
    }
  if (number != NULL)
    *number = taken;

  return TRUE;
}

gboolean
gu_store_cancel_number (GuStore *self,
                        const char *dossier_id,
                        const char *reason,
                        const GuActor *actor,
                        GError **error)
{
  g_autoptr (GuTransaction) tx = NULL;
  g_auto (GuHeldNumber) held = { FALSE, NULL, 0, 0, NULL };

  g_return_val_if_fail (GU_IS_STORE (self), FALSE);
  g_return_val_if_fail (dossier_id != NULL && reason != NULL && actor != NULL, FALSE);

  tx = gu_store_begin (self, NULL, error);
  if (tx == NULL || !gu_store_read_held (tx->db, dossier_id, &held, error))
    return FALSE;
  if (!held.found)
    {
      gu_store_error_set (
          error, GU_STORE_ERROR_NOT_FOUND, _ ("The dossier holds no registration number."), NULL);
      return FALSE;
    }

  return gu_store_cancel_held (tx, dossier_id, &held, reason, actor, error)
         && gu_transaction_commit (tx, error);
}

/* Turns the number that the dossier holds into its registration, on the object. */
gboolean
gu_store_use_number (GuTransaction *tx,
                     GuDossier *dossier,
                     gint64 at_ms,
                     char **lease_id,
                     GError **error)
{
  g_auto (GuHeldNumber) held = { FALSE, NULL, 0, 0, NULL };
  g_autofree char *registration = NULL;
  g_autofree char *year = NULL;

  if (!gu_store_read_held (tx->db, gu_dossier_get_id (dossier), &held, error))
    return FALSE;
  if (!held.found)
    {
      gu_store_error_set (error,
                          GU_STORE_ERROR_STATE,
                          _ ("The dossier holds no registration number."),
                          _ ("Start the registration again."));
      return FALSE;
    }

  registration = gu_store_format_registration (held.number, at_ms, tx->store->clock);
  year = g_strdup_printf (".%04d", held.year);
  if (!g_str_has_suffix (registration, year))
    {
      gu_store_error_set (
          error,
          GU_STORE_ERROR_STATE,
          _ ("The number belongs to the register of another year."),
          _ ("Start the registration again: the dossier gets a number of this year."));
      return FALSE;
    }

  gu_dossier_set_register (dossier, held.reg);
  gu_dossier_set_year (dossier, held.year);
  gu_dossier_set_number (dossier, held.number);
  gu_dossier_set_registered_at (dossier, at_ms);
  gu_dossier_set_registration (dossier, registration);
  *lease_id = g_steal_pointer (&held.lease_id);

  return gu_database_run (
      tx->db,
      error,
      "UPDATE number SET state = 'used', at = ? WHERE register = ? AND year = ? AND number = ?",
      "isii",
      at_ms,
      held.reg,
      (gint64) held.year,
      held.number);
}
