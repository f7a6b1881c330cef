/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-test"

#include "config.h"

#include "gu-fill-store.h"

#include "gu-store-private.h"
#include "gu-uuid.h"

#define GU_FILL_TRANSACTION 5000
#define GU_FILL_BLOBS       8

static const char *const first_names[] = {
  "Ana",    "Andrei",      "Ștefan", "Ioana",   "Mihai",    "Elena",  "Gheorghe", "Maria",
  "Țuțu",   "Cătălin",     "Ileana", "Zoltán",  "Erzsébet", "Vasile", "Mărioara", "Ion",
  "Dănuț",  "Ruxandra",    "Radu",   "Florica", "Sorin",    "Iulia",  "Tiberiu",  "Anca",
  "Răzvan", "Lăcrămioara", "Horea",  "Simona",  "Octavian", "Livia",
};
static const char *const last_names[] = {
  "Popescu", "Ionescu", "Mureșan",   "Pop",     "Rusu",   "Moldovan",  "Câmpeanu", "Szabó",
  "Nagy",    "Țiriac",  "Stănescu",  "Dumitru", "Gârbea", "Făgărășan", "Chiș",     "Oprea",
  "Bălan",   "Crăciun", "Lăzărescu", "Iacob",   "Tătaru", "Vlad",      "Șerban",   "Marinescu",
  "Ghiță",   "Neagu",   "Pârvu",     "Zaharia", "Hodiș",  "Urs",
};
static const char *const companies[] = { "Alfa Construct", "Casa Nouă", "Dealul Verde",
                                         "Edil Proiect",   "Temelia",   "Zidarul Harnic" };
static const char *const localities[] = { "Cluj-Napoca", "Turda",    "Dej",     "Câmpia Turzii",
                                          "Gherla",      "Florești", "Apahida", "Huedin",
                                          "Săvădisla",   "Mărișel" };
static const char *const streets[] = {
  "Strada Florilor",    "Strada Ștefan cel Mare",
  "Bulevardul Eroilor", "Strada Moților",
  "Calea Turzii",       "Strada Principală",
  "Aleea Vișinilor",    "Strada Târgului",
  "Strada Câmpului",    "Piața Unirii",
  "Strada Fântânii",    "Strada Școlii",
  "Strada Izvorului",   "Strada Nicolae Bălcescu",
  "Strada Crinului",    "Strada Gării",
  "Strada Măgura",      "Strada Pădurii",
};
static const char *const procedures[] = { "cu-informare",           "cu-operatiuni-cadastrale",
                                          "cu-construire",          "prelungire-cu",
                                          "autorizatie-construire", "autorizatie-desfiintare" };
static const char *const open_states[] = { "inregistrat", "in-verificare",
                                           "complet",     "incomplet-notificat",
                                           "in-analiza",  "in-avizare",
                                           "la-semnat" };
static const char *const closed_states[] = { "emis",    "comunicat", "publicat", "arhivat",
                                             "arhivat", "respins",   "retras" };

#define PICK(rand, list) (list[g_rand_int_range (rand, 0, G_N_ELEMENTS (list))])

/* Where the filling stands. */
typedef struct
{
  GuStore *store;
  GRand *rand;
  GuClock *clock;
  guint documents;
  char *blobs[GU_FILL_BLOBS];
  gint64 next_number[3]; /* for three years */
  int last_year;
} GuFill;

static void
gu_fill_clear (GuFill *self)
{
  g_clear_pointer (&self->rand, g_rand_free);
  for (gsize i = 0; i < GU_FILL_BLOBS; i++)
    g_free (self->blobs[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GuFill, gu_fill_clear)

/* An invented number with a right control digit. */
static char *
gu_fill_make_cnp (GRand *rand)
{
  static const char weights[] = "279146358279";
  char digits[14];
  int sum = 0;

  g_snprintf (digits,
              sizeof digits,
              "%d%02d%02d%02d%02d%03d",
              g_rand_int_range (rand, 1, 3),
              g_rand_int_range (rand, 40, 100),
              g_rand_int_range (rand, 1, 13),
              g_rand_int_range (rand, 1, 29),
              g_rand_int_range (rand, 1, 41),
              g_rand_int_range (rand, 1, 1000));
  for (int i = 0; i < 12; i++)
    sum += (digits[i] - '0') * (weights[i] - '0');
  digits[12] = (char) ('0' + (sum % 11 == 10 ? 1 : sum % 11));
  digits[13] = '\0';

  return g_strdup (digits);
}

static void
gu_fill_applicant (GuFill *self, GuPerson *person)
{
  GRand *rand = self->rand;
  g_autofree char *name = NULL;
  g_autofree char *code = NULL;

  if (g_rand_int_range (rand, 0, 10) == 0)
    {
      name = g_strdup_printf (
          "SC %s %d SRL", PICK (rand, companies), g_rand_int_range (rand, 1, 200));
      code = g_strdup_printf ("%d", g_rand_int_range (rand, 100000, 99999999));
      gu_person_set_kind (person, "legal");
      gu_person_set_cui (person, code);
    }
  else
    {
      name = g_strdup_printf (
          "%s %s-%s", PICK (rand, last_names), PICK (rand, first_names), PICK (rand, first_names));
      code = gu_fill_make_cnp (rand);
      gu_person_set_cnp (person, code);
    }
  gu_person_set_name (person, name);
  gu_person_set_locality (person, PICK (rand, localities));
  gu_person_set_county (person, "Cluj");
}

static void
gu_fill_property (GuFill *self, GuProperty *property)
{
  GRand *rand = self->rand;
  int cadastral = g_rand_int_range (rand, 50000, 399999);
  g_autofree char *house_number = g_strdup_printf ("%d", g_rand_int_range (rand, 1, 240));
  g_autofree char *number = g_strdup_printf ("%d", cadastral);

  gu_property_set_county (property, "Cluj");
  gu_property_set_locality (property, PICK (rand, localities));
  gu_property_set_street (property, PICK (rand, streets));
  gu_property_set_house_number (property, house_number);
  gu_property_set_cadastral_number (property, number);
  gu_property_set_land_book (property, number);
  gu_property_set_area_m2 (property, g_rand_int_range (rand, 120, 5000));
}

static char *
gu_fill_date (GuFill *self, gint64 at_ms)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_ms / 1000);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, gu_clock_get_time_zone (self->clock));

  return g_date_time_format (local, "%Y-%m-%d");
}

static void
gu_fill_registration (GuFill *self, GuDossier *dossier, gint64 at_ms)
{
  g_autofree char *filed_on = gu_fill_date (self, at_ms);
  g_autofree char *due_on = gu_fill_date (
      self, at_ms + (gint64) g_rand_int_range (self->rand, 7, 45) * 86400000);
  g_autofree char *registration = NULL;
  int year = atoi (filed_on);
  gint64 number = ++self->next_number[CLAMP (self->last_year - year, 0, 2)];
  gboolean open = g_rand_int_range (self->rand, 0, 5) == 0;

  registration = gu_store_format_registration (number, at_ms, self->clock);
  gu_dossier_set_state (dossier,
                        open ? PICK (self->rand, open_states) : PICK (self->rand, closed_states));
  gu_dossier_set_filed_on (dossier, filed_on);
  gu_dossier_set_due_on (dossier, open ? due_on : NULL);
  gu_dossier_set_register (dossier, "general");
  gu_dossier_set_year (dossier, year);
  gu_dossier_set_number (dossier, number);
  gu_dossier_set_registered_at (dossier, at_ms);
  gu_dossier_set_registration (dossier, registration);
  gu_dossier_set_sync_state (dossier, "synced");
}

static gboolean
gu_fill_documents (GuFill *self,
                   GuTransaction *tx,
                   GuDossier *dossier,
                   gint64 at_ms,
                   GError **error)
{
  for (guint i = 0; i < self->documents; i++)
    {
      g_autoptr (GuDocument) document = gu_document_new ();
      g_autofree char *id = gu_uuid_new_v7 (at_ms);

      gu_document_set_id (document, id);
      gu_document_set_dossier_id (document, gu_dossier_get_id (dossier));
      gu_document_set_sha256 (document, self->blobs[i % GU_FILL_BLOBS]);
      gu_document_set_size (document,
                            gu_store_blob_size (self->store, self->blobs[i % GU_FILL_BLOBS]));
      gu_document_set_name (document, "act.txt");
      gu_document_set_media_type (document, "text/plain");
      gu_document_set_pages (document, 1);
      gu_document_set_added_at (document, at_ms);
      gu_document_set_added_by (document, "Ghișeu 1");
      if (!gu_store_write_document (tx, document, 1, TRUE, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
gu_fill_one (GuFill *self, GuTransaction *tx, gint64 at_ms, GError **error)
{
  static const GuActor actor = { "Ghișeu 1", "G1" };
  g_autoptr (GuDossier) dossier = gu_dossier_new ();
  g_autofree char *id = gu_uuid_new_v7 (at_ms);
  gboolean draft = g_rand_int_range (self->rand, 0, 50) == 0;
  gboolean waits = !draft && g_rand_int_range (self->rand, 0, 500) == 0;

  gu_dossier_set_id (dossier, id);
  gu_dossier_set_rev (dossier, draft ? 1 : 2);
  gu_dossier_set_procedure (dossier, PICK (self->rand, procedures));
  gu_dossier_set_regime (dossier, "L169");
  gu_dossier_set_created_at (dossier, at_ms);
  gu_dossier_set_updated_at (dossier, at_ms);
  gu_dossier_set_desk (dossier, actor.desk);
  gu_fill_applicant (self, gu_dossier_get_applicant (dossier));
  gu_fill_property (self, gu_dossier_get_property (dossier));
  if (!draft)
    gu_fill_registration (self, dossier, at_ms);
  if (waits)
    gu_dossier_set_sync_state (dossier, "queued");

  return gu_store_write_dossier (tx, dossier, TRUE, error)
         && gu_fill_documents (self, tx, dossier, at_ms, error)
         && gu_store_append_event (
             tx, id, draft ? "dossier-created" : "registered", NULL, &actor, at_ms, error)
         && gu_database_run (tx->db, error, "DELETE FROM outbox WHERE dossier_id = ?", "s", id)
         && (!waits || gu_store_outbox_put_dossier (tx, dossier, 0, error));
}

static gboolean
gu_fill_prepare (GuFill *self, GError **error)
{
  for (gsize i = 0; i < GU_FILL_BLOBS; i++)
    {
      g_autofree char *text = g_strdup_printf ("Act inventat nr. %" G_GSIZE_FORMAT "\n", i + 1);
      g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

      if (!gu_store_import_bytes (self->store, bytes, &self->blobs[i], error))
        return FALSE;
    }

  return TRUE;
}

/* The numbers that were used up, as a lease of the past. */
static gboolean
gu_fill_close_numbers (GuFill *self, GError **error)
{
  g_autoptr (GuTransaction) tx = gu_store_begin (self->store, NULL, error);

  if (tx == NULL)
    return FALSE;
  for (int i = 0; i < 3; i++)
    {
      g_autofree char *id = g_strdup_printf (
          "fill-%d-%" G_GINT64_FORMAT, self->last_year - i, self->next_number[i]);

      if (self->next_number[i] > 0
          && !gu_database_run (
              tx->db,
              error,
              "INSERT INTO lease (id, register, year, first, last, next, added_at, closed_at)"
              " VALUES (?1, 'general', ?2, 1, ?3, ?3 + 1, ?4, ?4)",
              "siii",
              id,
              (gint64) (self->last_year - i),
              self->next_number[i],
              tx->now_ms))
        return FALSE;
    }

  return gu_transaction_commit (tx, error);
}

gboolean
gu_fill_store (GuStore *store, guint n, guint documents, GError **error)
{
  const gint64 span = G_GINT64_CONSTANT (2) * 365 * 86400000;
  g_autoptr (GuClock) clock = gu_clock_new ();
  g_auto (GuFill) self = { .store = store, .clock = clock, .documents = documents };
  gint64 now = gu_clock_now_ms (clock);
  GDate today;

  gu_clock_today (clock, &today);
  self.last_year = g_date_get_year (&today);
  self.rand = g_rand_new_with_seed (20261124);
  if (!gu_fill_prepare (&self, error))
    return FALSE;

  for (guint done = 0; done < n;)
    {
      g_autoptr (GuTransaction) tx = gu_store_begin (store, NULL, error);

      if (tx == NULL)
        return FALSE;
      for (guint end = MIN (n, done + GU_FILL_TRANSACTION); done < end; done++)
        {
          if (!gu_fill_one (&self, tx, now - span + span / n * done, error))
            return FALSE;
        }
      if (!gu_transaction_commit (tx, error))
        return FALSE;
    }

  return gu_fill_close_numbers (&self, error);
}
