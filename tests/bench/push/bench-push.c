/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "bench"

#include "config.h"

#include "gu-test-registry.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

/* How long the link needs to bring dossiers to the registry, against pgbench inserting rows of the
 * same number and size, prepared, one transaction for each dossier. In turns, in one run, on one
 * server that writes to the disk. */

#define PAPERS 12
#define TURNS  4

static guint
read_count (void)
{
  const char *text = g_getenv ("GU_BENCH_DOSSIERS");
  guint n = text != NULL ? (guint) atoi (text) : 1000;

  return MAX (n / TURNS, 1);
}

static void
take_in (TestDesk *desk, const char *sha256)
{
  const GuActor actor = { .who = "Ioana Probă", .desk = "G1" };
  g_autofree char *id = test_desk_draft (desk, 0, 0, 0);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < PAPERS; i++)
    {
      g_autoptr (GuDocument) paper = gu_document_new ();
      g_autofree char *name = g_strdup_printf ("act de proprietate %u.pdf", i + 1);

      gu_document_set_sha256 (paper, sha256);
      gu_document_set_name (paper, name);
      gu_document_set_media_type (paper, "application/pdf");
      gu_document_set_size (paper, 1000);
      gu_document_set_pages (paper, 2);
      gu_store_add_document (desk->store, id, paper, &actor, &error);
      g_assert_no_error (error);
    }
  test_desk_register (desk, id, &error);
  g_assert_no_error (error);
}

/* A value of the given column of some row, quoted. */
static char *
sample (TestRegistry *registry, const char *expression, const char *table)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT quote_nullable((%s)::text) FROM gu.%s LIMIT 1", expression, table);

  return test_ask (registry->admin, sql, NULL);
}

/* Tables with the same columns and indexes, and a script that puts one dossier into them: the
 * statements are prepared, so what does not change does not even travel. */
static char *
prepare_plain (TestRegistry *registry, guint n_events)
{
  static const char *const tables[] = {
    "dossier", "dossier_person", "document", "event", "registration"
  };
  g_autofree char *body = sample (registry, "body", "dossier");
  g_autofree char *applicant = sample (registry, "applicant", "dossier_person");
  g_autofree char *property = sample (registry, "property", "dossier_person");
  g_autofree char *paper = sample (registry, "body", "document");
  g_autofree char *sha = sample (registry, "sha256", "document");
  g_autofree char *event = sample (registry, "body", "event");
  g_autofree char *hash = sample (registry, "hash", "event");
  g_autoptr (GString) script = g_string_new (
      "\\set n random(1, 1000000000000)\n\\set m random(1, 1000000000000)\nBEGIN;\n");
  const char *id = "(lpad(to_hex(:n::bigint), 16, '0') || lpad(to_hex(:m::bigint), 16, '0'))::uuid";
  char *path = NULL;
  int fd;

  test_assert_answer (registry->admin, "CREATE SCHEMA plain", "");
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql = g_strdup_printf (
          "CREATE TABLE plain.%s (LIKE gu.%s INCLUDING ALL)", tables[i], tables[i]);

      test_assert_answer (registry->admin, sql, "");
    }
  g_string_append_printf (script,
                          "INSERT INTO plain.dossier (id, institution, rev, procedure, regime, "
                          "state, desk, body, last_origin, register, year, number)"
                          " VALUES (%s, 'A', 14, 'cu-construire', 'L169', 'inregistrat', 'G1', %s, "
                          "gen_random_uuid(), 'registratura', 2026, :n);\n"
                          "INSERT INTO plain.dossier_person VALUES (%s, 'A', %s, NULL, %s);\n",
                          id,
                          body,
                          id,
                          applicant,
                          property);
  for (guint i = 0; i < PAPERS; i++)
    g_string_append_printf (script,
                            "INSERT INTO plain.document (dossier_id, id, institution, sha256, "
                            "name, media_type, size, pages, role, body, rev, last_origin)"
                            " VALUES (%s, gen_random_uuid(), 'A', %s, 'act de proprietate %u.pdf', "
                            "'application/pdf', 1000, 2, 'submitted', %s, 2,"
                            " gen_random_uuid());\n",
                            id,
                            sha,
                            i + 1,
                            paper);
  for (guint i = 0; i < n_events; i++)
    g_string_append_printf (script,
                            "INSERT INTO plain.event (dossier_id, origin, seq, institution, kind, "
                            "at, who, desk, body, prev_hash, hash)"
                            " VALUES (%s, gen_random_uuid(), %u, 'A', 'document-added', "
                            "1795420800000, 'Ioana Probă', 'G1', %s, %s, %s);\n",
                            id,
                            i + 1,
                            event,
                            hash,
                            hash);
  g_string_append_printf (script,
                          "INSERT INTO plain.registration (institution, register, year, number, "
                          "dossier_id, origin, lease_id, display, registered_at)"
                          " VALUES ('A', 'registratura', 2026, :n, %s, gen_random_uuid(), "
                          "gen_random_uuid(), '12345/23.11.2026', 1795420800000);\nCOMMIT;\n",
                          id);
  fd = g_file_open_tmp ("gu-pgbench-XXXXXX", &path, NULL);
  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, script->str, (gssize) script->len, NULL));

  return path;
}

static double
run_pgbench (TestRegistry *registry, const char *script, guint transactions)
{
  g_autofree char *program = g_build_filename (g_getenv ("GU_TEST_PG_BINDIR"), "pgbench", NULL);
  g_autofree char *count = g_strdup_printf ("%u", transactions);
  const char *argv[] = { program,    "-n",      "-M",
                         "prepared", "-c",      "1",
                         "-t",       count,     "-f",
                         script,     "-h",      g_getenv ("GU_TEST_PG_HOST"),
                         "-U",       "gu_test", registry->dbname,
                         NULL };
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  int status;

  g_spawn_sync (
      NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, &errors, &status, &error);
  g_assert_no_error (error);
  if (status != 0)
    g_error ("%s", errors);

  return (double) (g_get_monotonic_time () - start) / G_TIME_SPAN_SECOND;
}

int
main (int argc, char **argv)
{
  g_autoptr (TestRegistry) registry = test_registry_new ();
  g_autofree char *login = test_registry_add_login (registry, "A", "G1", "clerk");
  g_autoptr (TestDesk) desk = test_desk_new (login, "G1");
  g_autofree char *sha256 = test_desk_add_blob (desk, 1000, 1);
  g_autofree char *script = NULL;
  guint per_turn = read_count ();
  double ours = 0;
  double plain = 0;

  gu_central_link_keep_register (desk->link, "registratura", 1000);
  for (guint turn = 0; turn < TURNS; turn++)
    {
      gint64 start;

      test_desk_sync (desk, NULL);
      for (guint i = 0; i < per_turn; i++)
        take_in (desk, sha256);
      start = g_get_monotonic_time ();
      test_desk_sync (desk, NULL);
      ours += (double) (g_get_monotonic_time () - start) / G_TIME_SPAN_SECOND;
      if (script == NULL)
        {
          g_autofree char *events = test_ask (
              registry->admin,
              "SELECT count(*) / (SELECT count(*) FROM gu.dossier) FROM gu.event",
              NULL);

          script = prepare_plain (registry, (guint) atoi (events));
        }
      plain += run_pgbench (registry, script, per_turn);
    }
  {
    g_autofree char *same = test_ask (
        registry->admin,
        "SELECT (SELECT count(*) FROM gu.dossier) || ' dossiers, ' || (SELECT count(*) FROM "
        "gu.document) || ' papers, '"
        " || (SELECT count(*) FROM gu.event) || ' events; pgbench: ' || (SELECT count(*) FROM "
        "plain.dossier) || ', '"
        " || (SELECT count(*) FROM plain.document) || ', ' || (SELECT count(*) FROM plain.event)",
        NULL);

    g_print ("%s\n", same);
  }
  g_print ("link: %.2f s (%.0f dossiers/s)   pgbench: %.2f s (%.0f dossiers/s)\n",
           ours,
           per_turn * TURNS / ours,
           plain,
           per_turn * TURNS / plain);
  g_print ("ratio %.2f (aim: at most 1.5)\n", ours / plain);
  g_unlink (script);

  return 0;
}
