/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-central"

#include "config.h"

#include "gu-round-private.h"

#include "gu-uuid.h"

#include <string.h>

/* From this day of December numbers of the next year are held too, so that the desk can register
 * after midnight without a line. */
#define NEXT_YEAR_MONTH G_DATE_DECEMBER
#define NEXT_YEAR_DAY   15

gboolean
gu_round_revoke_leases (GuRound *self, const char *reason, GError **error)
{
  g_autoptr (GPtrArray) leases = gu_store_lease_list (self->store, error);
  const GuActor actor = { .who = "ghiseu", .desk = self->desk };

  if (leases == NULL)
    return FALSE;
  for (guint i = 0; i < leases->len; i++)
    {
      GuLease *lease = g_ptr_array_index (leases, i);

      if (!gu_store_lease_revoke (self->store, lease->id, reason, &actor, error))
        return FALSE;
    }

  return TRUE;
}

/* A block that the registry gave us but whose answer did not arrive, or was lost with the store's
 * last seconds. Adding one that is here changes nothing. */
gboolean
gu_round_recover_leases (GuRound *self, JsonArray *leases, GError **error)
{
  for (guint i = 0; i < json_array_get_length (leases); i++)
    {
      JsonObject *lease = json_array_get_object_element (leases, i);

      if (!gu_store_lease_add (self->store,
                               json_object_get_string_member (lease, "lease"),
                               json_object_get_string_member (lease, "register"),
                               (int) json_object_get_int_member (lease, "year"),
                               json_object_get_int_member (lease, "first"),
                               json_object_get_int_member (lease, "last"),
                               error))
        return FALSE;
    }

  return TRUE;
}

/* The other way round: a block that we hold and the registry has forgotten, or never lent: a desk
 * that kept its register alone brings its own. Where somebody else was given the same numbers
 * meanwhile, none of them may be given out here any more. */
gboolean
gu_round_claim_leases (GuRound *self, JsonArray *known, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) leases = gu_store_lease_list (self->store, error);
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  const GuActor actor = { .who = "ghiseu", .desk = self->desk };
  GDate today;

  if (leases == NULL)
    return FALSE;
  gu_clock_today (self->clock, &today);
  for (guint i = 0; i < json_array_get_length (known); i++)
    g_hash_table_add (
        ids,
        (char *) json_object_get_string_member (json_array_get_object_element (known, i), "lease"));
  for (guint i = 0; i < leases->len; i++)
    {
      GuLease *lease = g_ptr_array_index (leases, i);
      g_autofree char *year = g_strdup_printf ("%d", lease->year);
      g_autofree char *first = g_strdup_printf ("%" G_GINT64_FORMAT, lease->first);
      g_autofree char *last = g_strdup_printf ("%" G_GINT64_FORMAT, lease->last);
      const char *params[] = { lease->id,  gu_store_get_origin (self->store),
                               lease->reg, year,
                               first,      last };
      g_autoptr (JsonNode) answer = NULL;
      const char *state;

      if (lease->year + 1 < g_date_get_year (&today) || lease->last < lease->first
          || g_hash_table_contains (ids, lease->id))
        continue;
      answer = gu_connection_call (self->connection,
                                   "SELECT api.lease_claim($1, $2, $3, $4, $5, $6)",
                                   6,
                                   params,
                                   cancellable,
                                   error);
      if (answer == NULL)
        return FALSE;
      state = json_object_get_string_member_with_default (
          json_node_get_object (answer), "state", "");
      g_debug ("Numbers %s to %s: %s", first, last, state);
      if (strcmp (state, "overlaps") == 0
          && !gu_store_lease_revoke (self->store, lease->id, "held-by-another-desk", &actor, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
gu_round_fill_lease (GuRound *self,
                     const char *reg,
                     int year,
                     guint block,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autofree char *key = g_strdup_printf ("central.lease-request.%s.%d", reg, year);
  g_autofree char *year_text = g_strdup_printf ("%d", year);
  g_autofree char *count = g_strdup_printf ("%u", block);
  g_autofree char *id = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *lease;
  gint64 left = gu_store_lease_free (self->store, reg, year, error);

  if (left < 0)
    return FALSE;
  if (left >= block / 2 && left > 0)
    return TRUE;

  /* The id is on disk before it is sent: asking again after a crash gives the same block. */
  if (!gu_store_get_setting (self->store, key, &id, error))
    return FALSE;
  if (id == NULL)
    {
      id = gu_uuid_new_v7 (gu_clock_now_ms (self->clock));
      if (!gu_store_set_setting (self->store, key, id, error))
        return FALSE;
    }
  {
    const char *params[] = { id, gu_store_get_origin (self->store), reg, year_text, count };

    node = gu_connection_call (self->connection,
                               "SELECT api.lease_numbers($1, $2, $3, $4, $5)",
                               5,
                               params,
                               cancellable,
                               error);
  }
  if (node == NULL)
    return FALSE;
  lease = json_node_get_object (node);
  if (!gu_store_lease_add (self->store,
                           id,
                           reg,
                           year,
                           json_object_get_int_member (lease, "first"),
                           json_object_get_int_member (lease, "last"),
                           error)
      || !gu_store_set_setting (self->store, key, NULL, error))
    return FALSE;
  self->report->leases++;

  return TRUE;
}

/* Numbers of past years go back; each is explained. A draft that holds one keeps it. */
static gboolean
gu_round_close_past (GuRound *self, int this_year, GError **error)
{
  g_autoptr (GPtrArray) leases = gu_store_lease_list (self->store, error);
  const GuActor actor = { .who = "ghiseu", .desk = self->desk };

  if (leases == NULL)
    return FALSE;
  if (self->closed_before == this_year)
    return TRUE;
  for (guint i = 0; i < leases->len; i++)
    {
      GuLease *lease = g_ptr_array_index (leases, i);

      g_autoptr (GError) local = NULL;

      if (lease->year < this_year && lease->next <= lease->last
          && !gu_store_lease_close (self->store, lease->id, "year-closed", &actor, &local)
          /* Closed before. */
          && !g_error_matches (local, GU_STORE_ERROR, GU_STORE_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
  self->closed_before = this_year;

  return TRUE;
}

gboolean
gu_round_fill_leases (GuRound *self, GCancellable *cancellable, GError **error)
{
  GHashTableIter iter;
  gpointer reg;
  gpointer block;
  GDate today;
  int year;

  gu_clock_today (self->clock, &today);
  year = g_date_get_year (&today);
  if (!gu_round_close_past (self, year, error))
    return FALSE;

  g_hash_table_iter_init (&iter, self->registers);
  while (g_hash_table_iter_next (&iter, &reg, &block))
    {
      g_autoptr (GError) local = NULL;

      if (!gu_round_fill_lease (self, reg, year, GPOINTER_TO_UINT (block), cancellable, &local)
          || (g_date_get_month (&today) == NEXT_YEAR_MONTH
              && g_date_get_day (&today) >= NEXT_YEAR_DAY
              && !gu_round_fill_lease (
                  self, reg, year + 1, GPOINTER_TO_UINT (block), cancellable, &local)))
        {
          /* A register that gives no numbers is no reason to keep the outbox waiting: the desk says
           * so when its last number is gone. */
          if (local->domain == GU_CENTRAL_ERROR
              && (local->code == GU_CENTRAL_ERROR_REGISTER || local->code == GU_CENTRAL_ERROR_RIGHTS
                  || local->code == GU_CENTRAL_ERROR_REFUSED))
            {
              g_message ("No numbers of the register %s: %s", (const char *) reg, local->message);
              continue;
            }
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }

  return TRUE;
}
