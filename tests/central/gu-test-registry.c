/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "test"

#include "config.h"

#include "gu-test-registry.h"

#include "gu-error.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define WAIT_MS 60000

TestRegistry *
test_registry_new (void)
{
  TestRegistry *self = g_new0 (TestRegistry, 1);
  const char *host = g_getenv ("GU_TEST_PG_HOST");
  g_autoptr (GError) error = NULL;

  if (host == NULL)
    g_error ("Run this test through with-postgres.sh");
  self->dbname = g_strdup_printf ("r%08x", g_random_int ());
  self->admin = g_strdup_printf ("host=%s user=gu_test dbname=%s", host, self->dbname);
  gu_central_init (self->admin, NULL, &error);
  g_assert_no_error (error);

  return self;
}

void
test_registry_free (TestRegistry *self)
{
  g_autofree char *drop = g_strdup_printf ("DROP DATABASE %s WITH (FORCE)", self->dbname);
  g_autofree char *answer = test_ask (g_getenv ("GU_TEST_PG_CONNINFO"), drop, NULL);

  g_free (self->dbname);
  g_free (self->admin);
  g_free (self);
}

char *
test_registry_add_login (TestRegistry *self,
                         const char *institution,
                         const char *desk,
                         const char *role)
{
  g_autofree char *mixed = g_strdup_printf ("d_%s_%s_%s_%s", self->dbname, institution, desk, role);
  g_autofree char *login = g_ascii_strdown (mixed, -1);
  g_autofree char *name = g_strdup_printf ("Primăria %s", institution);
  g_autoptr (GError) error = NULL;

  gu_central_add_login (self->admin, login, NULL, institution, name, desk, role, NULL, &error);
  g_assert_no_error (error);

  return g_strdup_printf (
      "host=%s user=%s dbname=%s", g_getenv ("GU_TEST_PG_HOST"), login, self->dbname);
}

char *
test_ask (const char *conninfo, const char *sql, ...)
{
  const char *params[8] = { NULL };
  PGconn *pg = PQconnectdb (conninfo);
  PGresult *result;
  char *value = NULL;
  int n = 0;
  va_list args;

  va_start (args, sql);
  while (n < (int) G_N_ELEMENTS (params) && (params[n] = va_arg (args, const char *)) != NULL)
    n++;
  va_end (args);

  PQsetErrorVerbosity (pg, PQERRORS_SQLSTATE);
  if (PQstatus (pg) != CONNECTION_OK)
    g_error ("%s: %s", conninfo, PQerrorMessage (pg));
  result = PQexecParams (pg, sql, n, NULL, params, NULL, NULL, 0);
  if (PQresultStatus (result) == PGRES_COMMAND_OK)
    value = g_strdup ("");
  else if (PQresultStatus (result) != PGRES_TUPLES_OK)
    value = g_strdup_printf ("!%s", PQresultErrorField (result, PG_DIAG_SQLSTATE));
  else if (PQntuples (result) > 0)
    value = g_strdup (PQgetvalue (result, 0, 0));
  PQclear (result);
  PQfinish (pg);

  return value;
}

void
test_assert_answer (const char *conninfo, const char *sql, const char *expected)
{
  g_autofree char *value = test_ask (conninfo, sql, NULL);

  if (g_strcmp0 (value, expected) != 0)
    g_test_message ("%s", sql);
  g_assert_cmpstr (value, ==, expected);
}

static void
test_desk_open (TestDesk *self, const char *conninfo)
{
  g_autoptr (GError) error = NULL;

  self->store = gu_store_open (self->dir, self->clock, NULL, &error);
  g_assert_no_error (error);
  self->conninfo = g_strdup (conninfo);
  self->link = gu_central_link_new (self->store, self->clock, conninfo, self->code);
  gu_central_link_keep_register (self->link, "registratura", 100);
}

static void
test_desk_close (TestDesk *self)
{
  gu_central_link_stop (self->link);
  g_assert_finalize_object (g_steal_pointer (&self->link));
  gu_store_close (self->store);
  g_clear_object (&self->store);
  g_clear_pointer (&self->conninfo, g_free);
}

TestDesk *
test_desk_new (const char *conninfo, const char *code)
{
  TestDesk *self = g_new0 (TestDesk, 1);

  self->dir = g_dir_make_tmp ("gu-desk-XXXXXX", NULL);
  self->code = g_strdup (code);
  self->clock = gu_clock_new ();
  test_desk_open (self, conninfo);

  return self;
}

void
test_desk_reopen (TestDesk *self, const char *conninfo)
{
  g_autofree char *kept = g_strdup (conninfo);

  test_desk_close (self);
  test_desk_open (self, kept);
}

void
test_desk_free (TestDesk *self)
{
  const char *argv[] = { "rm", "-rf", "--", self->dir, NULL };

  test_desk_close (self);
  g_spawn_sync (
      NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
  g_object_unref (self->clock);
  g_free (self->dir);
  g_free (self->code);
  g_free (self);
}

char *
test_desk_add_blob (TestDesk *self, gsize size, guint32 seed)
{
  g_autofree char *name = NULL;
  g_autofree guint8 *bytes = g_malloc (size + 4);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (GError) error = NULL;
  char *sha256 = NULL;
  int fd = g_file_open_tmp ("gu-blob-XXXXXX", &name, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_unlink (name);
  for (gsize i = 0; i < size; i += 4)
    {
      guint32 word = g_rand_int (rand);

      memcpy (bytes + i, &word, sizeof word);
    }
  for (gsize done = 0; done < size;)
    {
      gssize n = write (fd, bytes + done, size - done);

      g_assert_cmpint (n, >, 0);
      done += (gsize) n;
    }
  g_assert_cmpint (lseek (fd, 0, SEEK_SET), ==, 0);
  gu_store_import_blob (self->store, fd, 0, &sha256, NULL, NULL, &error);
  g_assert_no_error (error);
  close (fd);

  return sha256;
}

char *
test_desk_draft (TestDesk *self, guint n_papers, gsize paper_size, guint32 seed)
{
  const GuActor actor = { .who = "Ioana Probă", .desk = self->code };
  g_autoptr (GuDossier) dossier = gu_dossier_new ();
  g_autoptr (GError) error = NULL;

  gu_dossier_set_procedure (dossier, "cu-construire");
  gu_dossier_set_regime (dossier, "L169");
  gu_dossier_set_pack_id (dossier, "l169");
  gu_dossier_set_pack_version (dossier, "1");
  gu_person_set_kind (gu_dossier_get_applicant (dossier), "natural");
  gu_person_set_name (gu_dossier_get_applicant (dossier), "Popescu Ștefan");
  gu_property_set_county (gu_dossier_get_property (dossier), "Cluj");
  gu_store_create_dossier (self->store, dossier, &actor, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < n_papers; i++)
    {
      g_autoptr (GuDocument) paper = gu_document_new ();
      g_autofree char *name = g_strdup_printf ("act %u.pdf", i + 1);
      g_autofree char *sha256 = test_desk_add_blob (self, paper_size, seed + i);

      gu_document_set_dossier_id (paper, gu_dossier_get_id (dossier));
      gu_document_set_sha256 (paper, sha256);
      gu_document_set_name (paper, name);
      gu_document_set_media_type (paper, "application/pdf");
      gu_document_set_size (paper, (gint64) paper_size);
      gu_document_set_pages (paper, 1);
      gu_store_add_document (self->store, gu_dossier_get_id (dossier), paper, &actor, &error);
      g_assert_no_error (error);
    }

  return g_strdup (gu_dossier_get_id (dossier));
}

gboolean
test_desk_register (TestDesk *self, const char *id, GError **error)
{
  const GuActor actor = { .who = "Ioana Probă", .desk = self->code };
  gint64 now = gu_clock_now_ms (self->clock);
  GDate today;

  gu_clock_today (self->clock, &today);

  return gu_store_reserve_number (
             self->store, id, "registratura", g_date_get_year (&today), NULL, error)
         && gu_store_register_dossier (self->store, id, NULL, &actor, now, error);
}

char *
test_desk_take_in (TestDesk *self, guint n_papers, gsize paper_size, guint32 seed)
{
  g_autoptr (GError) error = NULL;
  char *id = test_desk_draft (self, n_papers, paper_size, seed);

  test_desk_register (self, id, &error);
  g_assert_no_error (error);

  return id;
}

void
test_desk_sync (TestDesk *self, GuSyncReport *report)
{
  g_autoptr (GError) error = NULL;

  if (!gu_central_link_sync_once (self->link, report, NULL, &error))
    g_error ("%s (%s)", error->message, gu_error_get_detail (error));
}

void
test_wait_for (gboolean (*predicate) (gpointer), gpointer data, const char *what)
{
  gint64 deadline = g_get_monotonic_time () + WAIT_MS * G_TIME_SPAN_MILLISECOND;

  while (!predicate (data))
    {
      if (g_get_monotonic_time () > deadline)
        g_error ("Waited in vain: %s", what);
      while (g_main_context_iteration (NULL, FALSE))
        continue;
      g_usleep (5000);
    }
}
