/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-worker"

#include "config.h"

#include "gu-pades-methods.h"

#include "gu-pades-protocol.h"
#include "gu-pades.h"

static gboolean
pades_prepare (GuWorkerCall *call, gpointer state, GError **error)
{
  g_autoptr (GBytes) pdf = gu_worker_call_map (call, 0, GU_PADES_MAX_SIZE, error);
  g_autofree char *name = NULL;
  g_autofree char *reason = NULL;
  g_autofree char *location = NULL;
  g_autoptr (GBytes) prepared = NULL;
  GuPadesOptions options = { 0 };
  GuPadesGap gap;
  guint64 contents_size;

  if (pdf == NULL)
    return FALSE;

  g_variant_get (call->args,
                 GU_PADES_PREPARE_ARGS,
                 &name,
                 &reason,
                 &location,
                 &options.time_ms,
                 &contents_size);
  options.name = name;
  options.reason = reason;
  options.location = location;
  prepared = gu_pades_prepare (pdf, &options, contents_size, &gap, error);
  if (prepared == NULL || !gu_worker_call_give_bytes (call, prepared, error))
    return FALSE;
  call->reply = g_variant_new (GU_PADES_PREPARE_REPLY, gap.start, gap.end);

  return TRUE;
}

static gboolean
pades_verify (GuWorkerCall *call, gpointer state, GError **error)
{
  g_autoptr (GBytes) pdf = gu_worker_call_map (call, 0, GU_PADES_MAX_SIZE, error);
  g_autoptr (GPtrArray) trust = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GVariantIter) certificates = NULL;
  g_autoptr (JsonNode) verdicts = NULL;
  g_autofree char *text = NULL;
  GVariant *der;
  gint64 at_ms;

  if (pdf == NULL)
    return FALSE;

  g_variant_get (call->args, GU_PADES_VERIFY_ARGS, &certificates, &at_ms);
  while ((der = g_variant_iter_next_value (certificates)) != NULL)
    {
      g_ptr_array_add (trust, g_variant_get_data_as_bytes (der));
      g_variant_unref (der);
    }
  verdicts = gu_pades_verify (pdf, trust, at_ms, error);
  if (verdicts == NULL)
    return FALSE;
  text = json_to_string (verdicts, FALSE);
  call->reply = g_variant_new (GU_PADES_VERIFY_REPLY, text);

  return TRUE;
}

const GuWorkerMethod gu_pades_methods[] = {
  { GU_PADES_PREPARE, GU_PADES_PREPARE_ARGS, 1, pades_prepare },
  { GU_PADES_VERIFY, "(aayx)", 1, pades_verify },
  { NULL },
};
