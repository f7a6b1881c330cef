/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-test"

#include "config.h"

#include "store-test.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

const GuActor store_test_actor = { "Ileana Operator", "G1" };

void
store_fixture_set_up (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->dir = g_dir_make_tmp ("gu-store-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->clock = gu_clock_new_fixed (STORE_TEST_NOW);
  fixture->store = gu_store_open (fixture->dir, fixture->clock, NULL, &error);
  g_assert_no_error (error);
}

void
store_test_remove_tree (const char *dir)
{
  g_autoptr (GDir) listing = g_dir_open (dir, 0, NULL);
  const char *name;

  while (listing != NULL && (name = g_dir_read_name (listing)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        store_test_remove_tree (path);
      else
        g_unlink (path);
    }
  g_rmdir (dir);
}

void
store_fixture_tear_down (StoreFixture *fixture, gconstpointer data)
{
  if (fixture->store != NULL)
    g_assert_finalize_object (fixture->store);
  g_assert_finalize_object (fixture->clock);
  store_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
}

void
store_fixture_reopen (StoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  if (fixture->store != NULL)
    g_assert_finalize_object (fixture->store);
  fixture->store = gu_store_open (fixture->dir, fixture->clock, NULL, &error);
  g_assert_no_error (error);
}

GuDossier *
store_test_draft (const char *applicant)
{
  GuDossier *dossier = gu_dossier_new ();
  GuPerson *person = gu_dossier_get_applicant (dossier);
  GuProperty *property = gu_dossier_get_property (dossier);
  g_autoptr (JsonNode) works = json_node_init_string (json_node_alloc (), "constructie-noua");

  gu_dossier_set_procedure (dossier, "cu-construire");
  gu_dossier_set_regime (dossier, "L169");
  gu_dossier_set_pack_id (dossier, "l169");
  gu_dossier_set_pack_version (dossier, "1");
  gu_dossier_set_filed_on (dossier, "2026-11-23");
  gu_dossier_set_due_on (dossier, "2026-12-15");
  gu_dossier_set_fact (dossier, "lucrari", works);
  gu_person_set_name (person, applicant);
  gu_person_set_cnp (person, "1800101221144");
  gu_property_set_county (property, "Cluj");
  gu_property_set_locality (property, "Cluj-Napoca");
  gu_property_set_street (property, "Strada Țărmului");
  gu_property_set_house_number (property, "12");
  gu_property_set_cadastral_number (property, "51234-C1");
  gu_property_set_area_m2 (property, 450.5);

  return dossier;
}

GuDocument *
store_test_document (GuStore *store, const char *text)
{
  GuDocument *document = gu_document_new ();
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autofree char *sha256 = NULL;

  g_assert_true (gu_store_import_bytes (store, bytes, &sha256, &error));
  g_assert_no_error (error);
  gu_document_set_sha256 (document, sha256);
  gu_document_set_name (document, "extras CF.pdf");
  gu_document_set_media_type (document, "application/pdf");

  return document;
}

void
store_test_lease (GuStore *store, gint64 first, gint64 last)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = g_strdup_printf ("lease-%" G_GINT64_FORMAT, first);

  g_assert_true (gu_store_lease_add (store, id, "general", 2026, first, last, &error));
  g_assert_no_error (error);
}

char *
store_test_register (GuStore *store, const char *applicant)
{
  g_autoptr (GuDossier) dossier = store_test_draft (applicant);
  g_autoptr (GError) error = NULL;

  g_assert_true (gu_store_create_dossier (store, dossier, &store_test_actor, &error));
  g_assert_no_error (error);
  g_assert_true (
      gu_store_reserve_number (store, gu_dossier_get_id (dossier), "general", 2026, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (gu_store_register_dossier (
      store, gu_dossier_get_id (dossier), NULL, &store_test_actor, STORE_TEST_NOW, &error));
  g_assert_no_error (error);

  return g_strdup (gu_dossier_get_id (dossier));
}

void
store_test_sql (const char *dir, const char *sql)
{
  g_autofree char *path = g_build_filename (dir, "desk.db", NULL);
  sqlite3 *db = NULL;
  char *message = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  if (sqlite3_exec (db, sql, NULL, NULL, &message) != SQLITE_OK)
    g_error ("%s", message);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

JsonObject *
store_test_parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_from_string (text, &error);

  g_assert_no_error (error);

  return json_node_dup_object (node);
}
