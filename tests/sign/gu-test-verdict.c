/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-test"

#include "config.h"

#include "gu-test-verdict.h"

static const GuPadesOptions options = {
  .name = "Ștefania Țepeș-Încercare",
  .reason = "Opis la înregistrare",
  .time_ms = GU_TEST_NOW_MS,
};

GBytes *
gu_test_sign (GBytes *pdf, GuTestSigner *signer)
{
  g_autoptr (GError) error = NULL;
  GBytes *out = NULL;

  gu_pades_sign_bytes (
      pdf, signer->der, NULL, &options, gu_test_signer_sign, signer, &out, NULL, &error);
  g_assert_no_error (error);

  return out;
}

/* Judges with the signer's authority as trusted (none when @trusted is NULL). */
JsonNode *
gu_test_verify_at (GBytes *pdf, GuTestSigner *trusted, gint64 at_ms)
{
  g_autoptr (GPtrArray) trust = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  JsonNode *node;

  if (trusted != NULL)
    g_ptr_array_add (trust, trusted->ca_der);
  node = gu_pades_verify (pdf, trust, at_ms, &error);
  g_assert_no_error (error);

  return node;
}

JsonNode *
gu_test_verify (GBytes *pdf, GuTestSigner *trusted)
{
  return gu_test_verify_at (pdf, trusted, GU_TEST_NOW_MS);
}

JsonObject *
gu_test_nth (JsonNode *node, guint index)
{
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), >, index);

  return json_array_get_object_element (json_node_get_array (node), index);
}

void
gu_test_assert_verdict (JsonNode *node, guint index, const char *verdict, const char *subindication)
{
  JsonObject *object = gu_test_nth (node, index);
  g_autofree char *text = json_to_string (node, FALSE);

  g_test_message ("%s", text);
  g_assert_cmpstr (json_object_get_string_member (object, "verdict"), ==, verdict);
  g_assert_cmpstr (json_object_get_string_member_with_default (object, "subindication", NULL),
                   ==,
                   subindication);
}

gboolean
gu_test_is_whole (JsonNode *node, guint index)
{
  return json_object_get_boolean_member (gu_test_nth (node, index), "whole_document");
}

const char *
gu_test_member (JsonNode *node, guint index, const char *name)
{
  return json_object_get_string_member_with_default (gu_test_nth (node, index), name, NULL);
}

guint
gu_test_n_changes (JsonNode *node, guint index)
{
  return json_array_get_length (
      json_object_get_array_member (gu_test_nth (node, index), "changes_after"));
}
