/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-test"

#include "config.h"

#include "gu-certificate-chain-private.h"
#include "gu-certificate-private.h"

#include <json-glib/json-glib.h>
#include <string.h>

/*
 * NIST's public suite for certification paths (PKITS), where the machine has it: GU_TEST_PKITS
 * names the folder with expected.json and the certificates. Nothing of it is part of the project.
 */

static GBytes *
load (const char *folder, const char *name)
{
  g_autofree char *file = g_strconcat (name, ".crt", NULL);
  g_autofree char *path = g_build_filename (folder, "certs", file, NULL);
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  gsize size = 0;

  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);

  return g_bytes_new_take (data, size);
}

/* Sections about revocation lists and about other starting policies than ours are not for this
 * check. */
static gboolean
applies (JsonObject *test)
{
  static const char *const other[] = { "4.4.", "4.14.", "4.15.", "4.7.4", "4.7.5" };
  const char *id = json_object_get_string_member (test, "id");
  const char *failure = json_object_get_string_member_with_default (test, "openssl_error", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (other); i++)
    {
      if (g_str_has_prefix (id, other[i]))
        return FALSE;
    }
  if (failure != NULL && (strstr (failure, "CRL") != NULL || strstr (failure, "revoked") != NULL))
    return FALSE;
  if (json_object_get_boolean_member (test, "explicit_policy")
      || json_object_get_boolean_member (test, "inhibit_mapping")
      || json_object_get_boolean_member (test, "inhibit_any"))
    return FALSE;

  return json_array_get_length (json_object_get_array_member (test, "initial_policy_set")) == 0;
}

static gboolean
run (const char *folder, JsonArray *names, gint64 at_ms, char **detail)
{
  guint n = json_array_get_length (names);
  g_autoptr (GPtrArray) trust = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  STACK_OF (X509) *untrusted = sk_X509_new_null ();
  g_autoptr (GBytes) leaf_der = load (folder, json_array_get_string_element (names, n - 1));
  g_autoptr (X509) leaf = gu_certificate_parse (leaf_der, NULL);
  GuChainResult result;

  g_ptr_array_add (trust, load (folder, json_array_get_string_element (names, 0)));
  for (guint i = 1; i + 1 < n; i++)
    {
      g_autoptr (GBytes) der = load (folder, json_array_get_string_element (names, i));
      X509 *certificate = gu_certificate_parse (der, NULL);

      if (certificate != NULL)
        sk_X509_push (untrusted, certificate);
    }
  if (leaf == NULL)
    result = GU_CHAIN_BROKEN;
  else
    result = gu_certificate_chain_check (leaf, untrusted, trust, at_ms, 0, detail);
  sk_X509_pop_free (untrusted, X509_free);

  return result == GU_CHAIN_TRUSTED;
}

static void
test_paths (void)
{
  const char *folder = g_getenv ("GU_TEST_PKITS");
  g_autofree char *index = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GDateTime) when = g_date_time_new_utc (2011, 3, 13, 7, 6, 40);
  g_autoptr (GError) error = NULL;
  JsonArray *tests;
  guint run_count = 0;
  guint wrong = 0;

  if (folder == NULL)
    {
      g_test_skip ("PKITS is not on this machine (GU_TEST_PKITS is not set)");
      return;
    }
  index = g_build_filename (folder, "expected.json", NULL);
  json_parser_load_from_file (parser, index, &error);
  g_assert_no_error (error);
  tests = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)),
                                        "tests");

  for (guint i = 0; i < json_array_get_length (tests); i++)
    {
      JsonObject *test = json_array_get_object_element (tests, i);
      g_autofree char *detail = NULL;
      gboolean expected = json_object_get_boolean_member (test, "openssl_3_0");
      gboolean trusted;

      if (!applies (test))
        continue;
      run_count++;
      trusted = run (folder,
                     json_object_get_array_member (test, "certs"),
                     g_date_time_to_unix (when) * 1000,
                     &detail);
      if (trusted != expected)
        {
          wrong++;
          g_test_message ("%s %s: %s",
                          json_object_get_string_member (test, "id"),
                          json_object_get_string_member (test, "title"),
                          detail != NULL ? detail : "trusted");
        }
    }
  g_test_message ("%u paths judged, %u wrongly", run_count, wrong);
  g_assert_cmpuint (run_count, >, 100);
  g_assert_cmpuint (wrong, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/pkits/paths", test_paths);
  return g_test_run ();
}
