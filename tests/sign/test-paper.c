/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-test"

#include "config.h"

#include "gu-paper.h"
#include "gu-paper-sheet-private.h"
#include "gu-test-files.h"

#include <gio/gio.h>
#include <string.h>

#define HASH_A "3f2a91c0d5e4b7a8f1029384756acbde0f1e2d3c4b5a69788796a5b4c3d2e1f0"
#define HASH_B "0a1b2c3d4e5f60718293a4b5c6d7e8f9a0b1c2d3e4f5061728394a5b6c7d8e9f"

static const GuPaperInstitution institution = {
  .name = "Primăria Orașului Valea Frumoasă",
  .county = "Ilfov",
  .address = "Str. Țepeș Vodă nr. 12, Valea Frumoasă, 077190",
  .fiscal_code = "4420465",
  .phone = "021 350 00 00",
  .email = "urbanism@valea-frumoasa.example",
  .website = "www.valea-frumoasa.example",
  .dpo_contact = "dpo@valea-frumoasa.example",
};

static const GuPaperItem items[] = {
  { "Cerere pentru emiterea certificatului de urbanism (formular F_CU_01)",
    "nr. 1 din 20.11.2026",
    2,
    184320,
    HASH_A,
    NULL },
  { "Extras de carte funciară pentru informare, actualizat la zi",
    "nr. 98211 din 12.11.2026",
    3,
    402118,
    HASH_B,
    "Semnat electronic" },
  { "Planuri cadastrale/topografice, cu evidențierea imobilelor în cauză",
    "vizat OCPI 4411/2026",
    4,
    3481920,
    HASH_A,
    "Copie conformă cu originalul" },
  { "Dovada achitării taxei de eliberare a certificatului de urbanism",
    "chitanța 00451/23.11.2026",
    1,
    98304,
    HASH_B,
    NULL },
  { "Împuternicire_notarială_Șerbănescu_Ștefan_pentru_reprezentare_în_fața_autorităților.pdf",
    NULL,
    0,
    812,
    HASH_A,
    "Copie conformă cu originalul" },
};

static const GuReceiptMissing missing[] = {
  { "Extras de carte funciară pentru informare",
    "expirat: eliberat la 01.09.2026, mai vechi de 30 de zile la depunere",
    "art. 253 alin. (3) lit. b) din Legea nr. 169/2026" },
  { "Dovada achitării taxei de eliberare a certificatului de urbanism",
    NULL,
    "art. 253 alin. (10) din Legea nr. 169/2026" },
};

static GuOpis
make_opis (const GuPaperItem *rows, gsize n)
{
  return (GuOpis){
    .institution = institution,
    .registration_number = "12345/23.11.2026",
    .registration_date = "23.11.2026",
    .register_name = "Registrul general de intrare-ieșire",
    .applicant = "Ștefănescu Ioana-Mărțișor",
    .representative = "S.C. Arhitectură și Țesut Urban S.R.L.",
    .procedure = "Certificat de urbanism pentru construire (Legea nr. 169/2026)",
    .object = "Construire locuință individuală P+1E, str. Fântânii nr. 8, nr. cad. 51234",
    .items = rows,
    .n_items = n,
    .prepared_by = "Țîrlea Mădălina",
    .prepared_by_role = "referent, Ghișeu unic",
    .created_at_ms = G_GINT64_CONSTANT (1795421700000),
  };
}

static GuReceipt
make_receipt (void)
{
  return (GuReceipt){
    .institution = institution,
    .registration_number = "12345/23.11.2026",
    .registration_date = "23.11.2026",
    .register_name = "Registrul general de intrare-ieșire",
    .applicant = "Ștefănescu Ioana-Mărțișor",
    .procedure = "Certificat de urbanism pentru construire (Legea nr. 169/2026)",
    .object = "Construire locuință individuală P+1E, str. Fântânii nr. 8, nr. cad. 51234",
    .items = items,
    .n_items = G_N_ELEMENTS (items),
    .missing = missing,
    .n_missing = G_N_ELEMENTS (missing),
    .next_steps =
        "Compartimentul de urbanism verifică documentația.\nVeți primi răspunsul prin e-mail.",
    .term = "cel mult 15 zile lucrătoare de la înregistrare, până la 15.12.2026",
    .term_article = "art. 253 alin. (4) din Legea nr. 169/2026",
    .opis_sha256 = HASH_B,
    .officer = "Țîrlea Mădălina, referent",
    .created_at_ms = G_GINT64_CONSTANT (1795421700000),
  };
}

/* All text of the paper as a reader program sees it, with runs of white space as one space. */
static char *
paper_text (GBytes *pdf, const char *layout)
{
  g_autofree char *path = gu_test_write_file ("paper.pdf", pdf);
  g_autofree char *text = gu_test_run (
      (const char *const[]){ "pdftotext", layout, path, "-", NULL }, NULL);
  g_auto (GStrv) words = g_strsplit_set (text, " \n\f\t", -1);
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (words[i][0] != '\0')
        g_string_append_printf (joined, "%s%s", joined->len > 0 ? " " : "", words[i]);
    }

  return g_string_free (g_steal_pointer (&joined), FALSE);
}

static void
assert_has (const char *text, const char *wanted)
{
  if (strstr (text, wanted) == NULL)
    g_error ("“%s” is not on the paper: %s", wanted, text);
}

static guint
count_of (const char *text, const char *wanted)
{
  guint n = 0;

  for (const char *p = text; (p = strstr (p, wanted)) != NULL; p += strlen (wanted))
    n++;

  return n;
}

static void
assert_sound (GBytes *pdf)
{
  g_autofree char *path = gu_test_write_file ("sound.pdf", pdf);
  g_autofree char *check = gu_test_run ((const char *const[]){ "qpdf", "--check", path, NULL },
                                        NULL);
  g_autofree char *info = gu_test_run ((const char *const[]){ "pdfinfo", path, NULL }, NULL);
  g_autofree char *fonts = gu_test_run ((const char *const[]){ "pdffonts", path, NULL }, NULL);
  g_auto (GStrv) lines = g_strsplit (fonts, "\n", -1);

  assert_has (check, "No syntax or stream encoding errors");
  assert_has (info, "A4");
  assert_has (info, "Tagged:          yes");
  assert_has (info, "Author:          Primăria Orașului Valea Frumoasă");
  assert_has (info, "Creator:         Ghișeu Unic");
  assert_has (info, "JavaScript:      no");
  g_assert_nonnull (
      memmem (g_bytes_get_data (pdf, NULL), g_bytes_get_size (pdf), "/Lang (ro-RO)", 13));
  /* Every font is inside the file: two lines of heading, then "… emb sub uni" as yes yes yes. */
  g_assert_cmpuint (g_strv_length (lines), >, 3);
  for (guint i = 2; lines[i] != NULL && lines[i][0] != '\0'; i++)
    assert_has (lines[i], "yes yes");
}

static void
test_opis (void)
{
  GuOpis opis = make_opis (items, G_N_ELEMENTS (items));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = gu_paper_opis_new (&opis, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  assert_sound (pdf);
  text = paper_text (pdf, "-raw");
  assert_has (text, "OPIS al documentelor din dosarul nr. 12345/23.11.2026");
  assert_has (text, "Solicitant Ștefănescu Ioana-Mărțișor");
  assert_has (text, "Reprezentant S.C. Arhitectură și Țesut Urban S.R.L.");
  assert_has (text, "Registrul Registrul general de intrare-ieșire");
  assert_has (text, "184,3 kB 3f2a91c0d5e4b7a8 f1029384756acbde 0f1e2d3c4b5a6978 8796a5b4c3d2e1f0");
  assert_has (text, "3,5 MB");
  assert_has (text, "812 B");
  assert_has (text, "Copie conformă cu originalul");
  assert_has (text, "Semnat electronic");
  assert_has (text, "Prezentul dosar conține 5 documente, în total 10 file (4,2 MB).");
  assert_has (text, "Țîrlea Mădălina");
  assert_has (text, "23.11.2026, ora 10:15");
  assert_has (text, "Pagina 1 din 1");
}

static void
test_long_opis (void)
{
  enum
  {
    N = 121
  };
  GuPaperItem rows[N];
  GuOpis opis;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *text = NULL;
  guint pages = 0;

  for (guint i = 0; i < N; i++)
    rows[i] = items[i % G_N_ELEMENTS (items)];
  opis = make_opis (rows, N);
  pdf = gu_paper_opis_new (&opis, &error);
  g_assert_no_error (error);
  assert_sound (pdf);
  text = paper_text (pdf, "-raw");

  assert_has (text, "Prezentul dosar conține 121 de documente, în total 242 de file");
  for (guint i = 1; i <= N; i++)
    {
      g_autofree char *start = g_strdup_printf (" %u %.10s", i, rows[i - 1].name);

      assert_has (text, start);
    }
  for (pages = 1; pages < 100; pages++)
    {
      g_autofree char *last = g_strdup_printf ("Pagina %u din %u", pages, pages);

      if (strstr (text, last) != NULL)
        break;
    }
  g_assert_cmpuint (pages, >, 5);
  g_assert_cmpuint (gu_paper_n_pages (pdf), ==, pages);
  g_assert_cmpuint (pages, <, 20);
  g_assert_cmpuint (count_of (text, "Pagina "), ==, pages);
  g_assert_cmpuint (count_of (text, "(continuare)"), ==, pages - 1);
  /* The heading of the table stands on every page: none has the total alone. */
  g_assert_cmpuint (count_of (text, "Denumirea documentului"), ==, pages);
}

/* Names from outside: very long, line breaks, control characters, broken UTF-8, markup, RTL. */
static void
test_hostile_names (void)
{
  g_autofree char *endless = g_strnfill (20000, 'X');
  const GuPaperItem rows[] = {
    { endless, endless, 1, G_MAXUINT64, HASH_A, endless },
    { "linia 1\nlinia 2\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n", NULL, 1, 0, HASH_A, NULL },
    { "\x01\x02\x1b[31m <b>nu</b> &amp; %s %n", NULL, 1, 999, "", NULL },
    { "stricat \xff\xfe\xc3", NULL, G_MAXUINT, 1000, "abc", NULL },
    { "\u202Egpj.exe", NULL, 1, 999999, HASH_B, NULL },
  };
  GuOpis opis = make_opis (rows, G_N_ELEMENTS (rows));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = gu_paper_opis_new (&opis, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  assert_sound (pdf);
  text = paper_text (pdf, "-raw");
  assert_has (text, "<b>nu</b> &amp; %s %n");
  /* 20,000 letters take only the lines that a row may have (all of them can still be copied). */
  assert_has (text, "Pagina 1 din 1");
  assert_has (text, "gpj.exe");
  assert_has (text, "Prezentul dosar conține 5 documente");
}

static void
test_empty_opis (void)
{
  GuOpis opis = make_opis (NULL, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *text = NULL;

  opis.representative = NULL;
  opis.object = "";
  opis.institution = (GuPaperInstitution){ .name = institution.name };
  pdf = gu_paper_opis_new (&opis, &error);
  g_assert_no_error (error);
  text = paper_text (pdf, "-raw");
  assert_has (text, "Prezentul dosar conține 0 documente, în total 0 file (0 B).");
  g_assert_null (strstr (text, "Reprezentant"));
  g_assert_null (strstr (text, "Județul"));
}

static void
test_receipt (void)
{
  GuReceipt receipt = make_receipt ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = gu_paper_receipt_new (&receipt, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  assert_sound (pdf);
  text = paper_text (pdf, "-raw");
  assert_has (text, "DOVADĂ DE ÎNREGISTRARE");
  assert_has (text, "Înregistrat la 23.11.2026, ora 10:15");
  assert_has (text, "Ce mai trebuie adus (2 documente)");
  assert_has (text, "expirat: eliberat la 01.09.2026");
  assert_has (text, "art. 253 alin. (10) din Legea nr. 169/2026");
  assert_has (text, "Compartimentul de urbanism verifică documentația.");
  assert_has (text, "cel mult 15 zile lucrătoare de la înregistrare, până la 15.12.2026");
  assert_has (text, "Documente depuse (5)");
  assert_has (text, "3f2a 91c0 d5e4 b7a8");
  assert_has (text, HASH_B);
  assert_has (text, "Operator: Primăria Orașului Valea Frumoasă.");
  assert_has (text, "Regulamentul (UE) 2016/679");
  assert_has (text, "Responsabil cu protecția datelor: dpo@valea-frumoasa.example.");
  assert_has (text, "021 350 00 00");
  assert_has (text, "Pagina 1 din 1");
  g_assert_null (strstr (text, "toate documentele cerute"));
}

static void
test_complete_receipt (void)
{
  GuReceipt receipt = make_receipt ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *text = NULL;

  receipt.n_missing = 0;
  pdf = gu_paper_receipt_new (&receipt, &error);
  g_assert_no_error (error);
  text = paper_text (pdf, "-raw");
  assert_has (text, "dosarul cuprinde toate documentele cerute de lege");
  g_assert_null (strstr (text, "Ce mai trebuie adus"));
}

static void
test_code (void)
{
  GuReceipt receipt = make_receipt ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = gu_paper_receipt_new (&receipt, &error);
  g_autofree char *path = NULL;
  g_autofree char *stem = NULL;
  g_autofree char *picture = NULL;
  g_autofree char *out = NULL;
  g_autofree char *expected = gu_paper_receipt_code (&receipt);

  g_assert_no_error (error);
  g_assert_cmpstr (
      expected, ==, "GHISEU-UNIC/1 NR=12345/23.11.2026 CIF=4420465 OPIS-SHA256=" HASH_B);
  path = gu_test_write_file ("receipt.pdf", pdf);
  stem = g_strndup (path, strlen (path) - strlen (".pdf"));
  picture = g_strconcat (stem, ".png", NULL);
  /* As a cheap office printer and a phone would do: 150 dots per inch, black and white. */
  g_free (gu_test_run (
      (const char *const[]){
          "pdftoppm", "-r", "150", "-gray", "-png", "-singlefile", path, stem, NULL },
      NULL));
  out = gu_test_run (
      (const char *const[]){ "zbarimg", "--nodbus", "--quiet", "--raw", picture, NULL }, NULL);
  g_strchomp (out);
  g_assert_cmpstr (out, ==, expected);
}

static void
test_same_bytes (void)
{
  GuReceipt receipt = make_receipt ();
  GuOpis opis = make_opis (items, G_N_ELEMENTS (items));
  g_autoptr (GBytes) a = gu_paper_receipt_new (&receipt, NULL);
  g_autoptr (GBytes) b = gu_paper_receipt_new (&receipt, NULL);
  g_autoptr (GBytes) c = gu_paper_opis_new (&opis, NULL);
  g_autoptr (GBytes) d = gu_paper_opis_new (&opis, NULL);

  g_assert_true (g_bytes_equal (a, b));
  g_assert_true (g_bytes_equal (c, d));
}

static void
test_words (void)
{
  const struct
  {
    guint64 n;
    const char *words;
  } counts[] = { { 0, "0 file" },     { 1, "1 filă" },      { 2, "2 file" },
                 { 19, "19 file" },   { 20, "20 de file" }, { 100, "100 de file" },
                 { 101, "101 file" }, { 119, "119 file" },  { 120, "120 de file" } };
  const struct
  {
    guint64 n;
    const char *words;
  } sizes[] = { { 0, "0 B" },           { 999, "999 B" },     { 1000, "1,0 kB" },
                { 1049, "1,0 kB" },     { 1050, "1,1 kB" },   { 3481920, "3,5 MB" },
                { 999949, "999,9 kB" }, { 999999, "1,0 MB" }, { 2500000000, "2,5 GB" } };

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autofree char *words = gu_paper_count (counts[i].n, "filă", "file");

      g_assert_cmpstr (words, ==, counts[i].words);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *words = gu_paper_size (sizes[i].n);

      g_assert_cmpstr (words, ==, sizes[i].words);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/paper/opis", test_opis);
  g_test_add_func ("/paper/opis/long", test_long_opis);
  g_test_add_func ("/paper/opis/hostile-names", test_hostile_names);
  g_test_add_func ("/paper/opis/empty", test_empty_opis);
  g_test_add_func ("/paper/receipt", test_receipt);
  g_test_add_func ("/paper/receipt/complete", test_complete_receipt);
  g_test_add_func ("/paper/receipt/code", test_code);
  g_test_add_func ("/paper/same-bytes", test_same_bytes);
  g_test_add_func ("/paper/words", test_words);
  return g_test_run ();
}
