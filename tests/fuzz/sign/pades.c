/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-fuzz"

#include "config.h"

#include "gu-pades.h"
#include "gu-test-signer.h"

#include <string.h>

/*
 * Signs and judges whatever comes. A crash is a finding, and so is a document that was signed here
 * and is not valid, or whose first bytes changed although it could be read.
 */

static GuTestSigner *signer;
static GPtrArray *trust;

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

static void
set_up (void)
{
  if (signer != NULL)
    return;
  signer = gu_test_signer_new (NULL);
  trust = g_ptr_array_new ();
  g_ptr_array_add (trust, signer->ca_der);
}

static gboolean
last_is_valid (JsonNode *verdicts)
{
  JsonArray *array = json_node_get_array (verdicts);
  guint n = json_array_get_length (array);

  for (guint i = 0; i < n; i++)
    {
      JsonObject *object = json_array_get_object_element (array, i);

      if (json_object_get_boolean_member (object, "whole_document"))
        return g_str_equal (json_object_get_string_member (object, "verdict"), "VALID");
    }

  return FALSE;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  const GuPadesOptions options = { .name = "Ș", .reason = "()", .time_ms = GU_TEST_NOW_MS };
  g_autoptr (GBytes) pdf = g_bytes_new (data, size);
  g_autoptr (JsonNode) before = NULL;
  g_autoptr (JsonNode) after = NULL;
  g_autoptr (GBytes) out = NULL;

  set_up ();
  before = gu_pades_verify (pdf, trust, GU_TEST_NOW_MS, NULL);
  if (!gu_pades_sign_bytes (
          pdf, signer->der, NULL, &options, gu_test_signer_sign, signer, &out, NULL, NULL))
    return 0;

  after = gu_pades_verify (out, trust, GU_TEST_NOW_MS, NULL);
  g_assert_nonnull (after);
  g_assert_true (last_is_valid (after));
  /* A signed document is never written anew. */
  if (before != NULL && json_array_get_length (json_node_get_array (before)) > 0)
    g_assert_cmpmem (g_bytes_get_data (out, NULL), size, data, size);

  return 0;
}
