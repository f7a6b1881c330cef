/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "samples"

#include "config.h"

#include "sample-sheet.h"

#include <cairo-pdf.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>
#include <leptonica/allheaders.h>

/* make-sample-documents FOLDER: papers for demonstrations and tests, believable and invented; the
 * same each time. */

static const char *const desk = "MUNICIPIUL TÂRGUȘOR — PRIMĂRIA";
static const char *const desk_office = "Direcția Urbanism și Amenajarea Teritoriului";
static const char *const registry = "OFICIUL DE CADASTRU ȘI PUBLICITATE IMOBILIARĂ EXEMPLU";
static const char *const registry_office = "Biroul de Cadastru și Publicitate Imobiliară Târgușor";

static char *
sample_path (const char *folder, const char *name)
{
  return g_build_filename (folder, name, NULL);
}

static void
check (cairo_surface_t *surface)
{
  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    g_error ("Drawing failed: %s", cairo_status_to_string (cairo_surface_status (surface)));
}

typedef void (*DrawFunc) (Sheet *sheet);

static void
make_pdf (const char *folder, const char *name, const char *title, DrawFunc draw)
{
  g_autofree char *path = sample_path (folder, name);
  cairo_surface_t *surface = cairo_pdf_surface_create (path, SHEET_WIDTH, SHEET_HEIGHT);
  Sheet sheet = { .cr = cairo_create (surface) };

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, "2026-11-02T09:00:00Z");
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_MOD_DATE, "2026-11-02T09:00:00Z");
  draw (&sheet);
  cairo_destroy (sheet.cr);
  cairo_surface_finish (surface);
  check (surface);
  cairo_surface_destroy (surface);
}

static void
draw_land_book (Sheet *sheet)
{
  sheet_begin (sheet, registry, registry_office);
  sheet_text (sheet, 18.0, TRUE, SHEET_CENTER, "EXTRAS DE CARTE FUNCIARĂ");
  sheet_text (sheet, 13.0, TRUE, SHEET_CENTER, "PENTRU INFORMARE");
  sheet_space (sheet, 10.0);
  sheet_row (sheet, "Nr. cerere / data", "48211 / 02.11.2026");
  sheet_row (sheet, "Carte Funciară nr.", "54321 Târgușor");
  sheet_text (sheet, 12.0, TRUE, SHEET_LEFT, "A. Partea I. Descrierea imobilului");
  sheet_row (sheet, "Adresa", "Mun. Târgușor, Str. Teilor nr. 14, jud. Exemplu");
  sheet_row (sheet, "Nr. cadastral", "54321");
  sheet_row (sheet, "Suprafața", "612 m² (măsurată)");
  sheet_row (sheet, "Categoria de folosință", "curți construcții, intravilan");
  sheet_text (sheet, 12.0, TRUE, SHEET_LEFT, "B. Partea a II-a. Proprietari și acte");
  sheet_row (sheet,
             "Înscrieri privitoare la dreptul de proprietate",
             "Act notarial nr. 1187 din 14.06.2019. Intabulare, drept de PROPRIETATE, cota 1/1");
  sheet_row (sheet, "Proprietar", "ȘERBĂNESCU-ȚÂRU ILINCA-MĂDĂLINA");
  sheet_text (sheet, 12.0, TRUE, SHEET_LEFT, "C. Partea a III-a. Sarcini");
  sheet_row (sheet, "Înscrieri", "NU SUNT");
  sheet_sign (sheet, "Referent,", "Anghel Fănică");
  sheet_end (sheet);

  sheet_begin (sheet, registry, registry_office);
  sheet_text (sheet, 13.0, TRUE, SHEET_LEFT, "Anexa nr. 1 la Partea I — Teren");
  sheet_draw_plan (sheet->cr, 56.0, sheet->y, SHEET_WIDTH - 112.0, 400.0, FALSE);
  sheet->y += 415.0;
  sheet_text (
      sheet,
      9.5,
      FALSE,
      SHEET_LEFT,
      "Lungimile segmentelor sunt determinate în planul de proiecție Stereo 70 și sunt rotunjite "
      "la 1 milimetru. Distanța dintre puncte este formată din segmente cumulate ce sunt mai mici "
      "decât valoarea de 1 milimetru.");
  sheet_end (sheet);
}

static void
draw_site_plan (Sheet *sheet)
{
  sheet_begin (
      sheet, "ATELIER DE ARHITECTURĂ LINIA DREAPTĂ S.R.L.", "Proiect nr. 27/2026 — faza D.T.A.C.");
  sheet_text (sheet, 15.0, TRUE, SHEET_CENTER, "PLAN DE SITUAȚIE — scara 1:500");
  sheet_draw_plan (sheet->cr, 56.0, sheet->y + 6.0, SHEET_WIDTH - 112.0, 480.0, TRUE);
  sheet->y += 500.0;
  sheet_row (sheet, "Beneficiar", "Șerbănescu-Țâru Ilinca-Mădălina");
  sheet_row (sheet, "Lucrarea", "Construire locuință P+1E, împrejmuire și branșamente");
  sheet_row (sheet, "P.O.T. / C.U.T.", "27,4 % / 0,51");
  sheet_end (sheet);
}

static void
draw_location_plan (Sheet *sheet)
{
  sheet_begin (sheet, registry, registry_office);
  sheet_text (sheet, 15.0, TRUE, SHEET_CENTER, "PLAN DE ÎNCADRARE ÎN ZONĂ — scara 1:5000");
  sheet_draw_plan (sheet->cr, 130.0, sheet->y + 6.0, SHEET_WIDTH - 260.0, 340.0, FALSE);
  sheet->y += 365.0;
  sheet_row (sheet, "Imobil", "nr. cadastral 54321, Str. Teilor nr. 14, Târgușor");
  sheet_sign (sheet, "Întocmit,", "ing. Crăciun Despina");
  sheet_end (sheet);
}

static void
draw_receipt (Sheet *sheet)
{
  sheet_begin (sheet, desk, "Direcția Impozite și Taxe Locale");
  sheet_text (sheet, 18.0, TRUE, SHEET_CENTER, "CHITANȚĂ");
  sheet_text (sheet, 12.0, FALSE, SHEET_CENTER, "Seria TGȘ nr. 0098231 din 23.11.2026");
  sheet_space (sheet, 14.0);
  sheet_row (sheet, "Am primit de la", "Șerbănescu-Țâru Ilinca-Mădălina");
  sheet_row (sheet, "Adresa", "Mun. Târgușor, Str. Teilor nr. 14");
  sheet_row (sheet, "Suma de", "15,00 lei (cincisprezece lei)");
  sheet_row (sheet, "Reprezentând", "taxă pentru eliberarea certificatului de urbanism");
  sheet_sign (sheet, "Casier,", "Ștefan Bratosin");
  sheet_end (sheet);
}

static void
draw_request (Sheet *sheet)
{
  sheet_begin (sheet, desk, desk_office);
  sheet_text (sheet, 15.0, TRUE, SHEET_CENTER, "CERERE");
  sheet_text (sheet, 12.0, FALSE, SHEET_CENTER, "pentru emiterea certificatului de urbanism");
  sheet_space (sheet, 10.0);
  sheet_text (
      sheet,
      11.0,
      FALSE,
      SHEET_LEFT,
      "Subsemnata Șerbănescu-Țâru Ilinca-Mădălina, cu domiciliul în județul Exemplu, municipiul "
      "Târgușor, strada Teilor nr. 14, solicit emiterea certificatului de urbanism pentru imobilul "
      "— teren și construcții — situat la aceeași adresă, identificat prin nr. cadastral 54321.");
  sheet_row (sheet, "Scopul", "construire locuință P+1E și împrejmuire teren");
  sheet_row (sheet, "Suprafața terenului", "612 m²");
  sheet_row (
      sheet, "Anexe", "extras de carte funciară, extras de plan cadastral, dovada plății taxei");
  sheet_text (sheet, 10.0, FALSE, SHEET_LEFT, "Data: 23.11.2026");
  sheet_sign (sheet, "Semnătura,", "I. Șerbănescu-Țâru");
  sheet_end (sheet);
}

static void
draw_memo (Sheet *sheet)
{
  static const char *const chapters[][2] = {
    { "1. Date generale",
      "Prezentul memoriu însoțește documentația tehnică pentru autorizarea executării lucrărilor "
      "de "
      "construire a unei locuințe unifamiliale cu regim de înălțime parter și etaj." },
    { "2. Amplasamentul",
      "Terenul are o suprafață de 612 m², este situat în intravilan și are front la strada Teilor. "
      "Vecinătățile sunt arătate în planul de situație." },
    { "3. Structura",
      "Fundații continue din beton armat, zidărie confinată, planșee din beton armat, șarpantă din "
      "lemn "
      "cu învelitoare din țiglă ceramică." },
    { "4. Instalații și rețele",
      "Branșamente la rețelele existente de apă, canalizare, energie electrică și gaze naturale. "
      "Apele pluviale se rețin pe propriul teren." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (chapters); i++)
    {
      sheet_begin (sheet,
                   "ATELIER DE ARHITECTURĂ LINIA DREAPTĂ S.R.L.",
                   "Proiect nr. 27/2026 — faza D.T.A.C.");
      if (i == 0)
        sheet_text (sheet, 18.0, TRUE, SHEET_CENTER, "MEMORIU TEHNIC");
      sheet_text (sheet, 13.0, TRUE, SHEET_LEFT, chapters[i][0]);
      for (int k = 0; k < 3; k++)
        sheet_text (sheet, 11.0, FALSE, SHEET_LEFT, chapters[i][1]);
      if (i + 1 == G_N_ELEMENTS (chapters))
        sheet_sign (sheet, "Șef de proiect,", "arh. Octavian Lăzăroiu");
      sheet_end (sheet);
    }
}

static void
draw_mandate (Sheet *sheet)
{
  sheet_begin (sheet, "BIROU INDIVIDUAL NOTARIAL «PUNCTUL»", "Târgușor, Piața Mare nr. 3");
  sheet_text (sheet, 18.0, TRUE, SHEET_CENTER, "PROCURĂ SPECIALĂ");
  sheet_space (sheet, 12.0);
  sheet_text (sheet,
              11.0,
              FALSE,
              SHEET_LEFT,
              "Subsemnata Șerbănescu-Țâru Ilinca-Mădălina împuternicesc pe domnul Lăzăroiu "
              "Octavian, arhitect, să "
              "depună și să ridice în numele meu documentațiile pentru obținerea certificatului de "
              "urbanism și a "
              "autorizației de construire pentru imobilul cu nr. cadastral 54321.");
  sheet_sign (sheet, "Notar public,", "Eufrosina Țurcanu");
  sheet_end (sheet);
}

static void
draw_certificate (Sheet *sheet)
{
  sheet_begin (sheet, desk, desk_office);
  sheet_text (sheet, 18.0, TRUE, SHEET_CENTER, "CERTIFICAT DE URBANISM");
  sheet_text (sheet, 12.0, FALSE, SHEET_CENTER, "nr. 311 din 14.09.2026");
  sheet_space (sheet, 10.0);
  sheet_row (sheet, "Titular", "Șerbănescu-Țâru Ilinca-Mădălina");
  sheet_row (sheet, "Imobil", "teren și construcții, Str. Teilor nr. 14, nr. cadastral 54321");
  sheet_row (sheet, "În scopul", "construire locuință P+1E");
  sheet_row (sheet, "Regimul juridic", "proprietate privată, intravilan");
  sheet_row (
      sheet, "Regimul economic", "folosință actuală: curți construcții; destinație: locuire");
  sheet_row (sheet,
             "Regimul tehnic",
             "P.O.T. maxim 35 %, C.U.T. maxim 0,9; retragere 5 m de la aliniament");
  sheet_row (sheet, "Valabilitate", "24 de luni");
  sheet_sign (sheet, "Arhitect-șef,", "arh. Smaranda Știrbu");
  sheet_end (sheet);
}

static cairo_surface_t *
make_surface (int width, int height, void (*draw) (cairo_t *, double, double))
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (surface);

  draw (cr, width, height);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  check (surface);

  return surface;
}

/* As a phone that was held upright writes it: turned, with the way up in an Exif block. */
static void
write_orientation (struct jpeg_compress_struct *info, guint8 orientation)
{
  guint8 exif[] = { 'E',  'x', 'i', 'f', 0, 0, 'I', 'I', '*',         0, 8, 0, 0, 0, 1, 0,
                    0x12, 1,   3,   0,   1, 0, 0,   0,   orientation, 0, 0, 0, 0, 0, 0, 0 };

  jpeg_write_marker (info, JPEG_APP0 + 1, exif, sizeof exif);
}

static void
make_jpeg (const char *folder,
           const char *name,
           cairo_surface_t *surface,
           guint dpi,
           guint8 orientation)
{
  g_autofree char *path = sample_path (folder, name);
  FILE *file = g_fopen (path, "wb");
  struct jpeg_compress_struct info;
  struct jpeg_error_mgr errors;
  guint8 *pixels = cairo_image_surface_get_data (surface);

  if (file == NULL)
    g_error ("%s: %s", path, g_strerror (errno));

  info.err = jpeg_std_error (&errors);
  jpeg_create_compress (&info);
  jpeg_stdio_dest (&info, file);
  info.image_width = (JDIMENSION) cairo_image_surface_get_width (surface);
  info.image_height = (JDIMENSION) cairo_image_surface_get_height (surface);
  info.input_components = 4;
  info.in_color_space = JCS_EXT_BGRX;
  jpeg_set_defaults (&info);
  jpeg_set_quality (&info, 85, TRUE);
  info.density_unit = 1;
  info.X_density = info.Y_density = (UINT16) dpi;
  jpeg_start_compress (&info, TRUE);
  if (orientation != 1)
    write_orientation (&info, orientation);
  while (info.next_scanline < info.image_height)
    {
      JSAMPROW row = pixels + info.next_scanline * (gsize) cairo_image_surface_get_stride (surface);

      jpeg_write_scanlines (&info, &row, 1);
    }
  jpeg_finish_compress (&info);
  jpeg_destroy_compress (&info);
  fclose (file);
  cairo_surface_destroy (surface);
}

static void
draw_cadastral_extract (cairo_t *cr, double width, double height)
{
  cairo_set_source_rgb (cr, 1.0, 1.0, 1.0);
  cairo_paint (cr);
  cairo_scale (cr, width / SHEET_WIDTH, width / SHEET_WIDTH);
  cairo_set_source_rgb (cr, 0.1, 0.1, 0.12);
  sheet_label (cr, 90.0, 40.0, 17.0, TRUE, "EXTRAS DE PLAN CADASTRAL");
  sheet_label (
      cr, 90.0, 66.0, 10.0, FALSE, "Nr. cadastral 54321, Mun. Târgușor — scara 1:1000 — SPECIMEN");
  sheet_draw_plan (cr, 56.0, 100.0, SHEET_WIDTH - 112.0, 480.0, FALSE);
}

static void
draw_scan (cairo_t *cr, double width, double height, const char *title, gboolean details)
{
  cairo_set_source_rgb (cr, 1.0, 1.0, 1.0);
  cairo_paint (cr);
  cairo_scale (cr, width / SHEET_WIDTH, width / SHEET_WIDTH);
  /* Nobody lays a paper quite straight. */
  cairo_rotate (cr, 0.008);
  cairo_set_source_rgb (cr, 0.0, 0.0, 0.0);
  sheet_label (cr, 80.0, 50.0, 18.0, TRUE, title);
  sheet_label (
      cr, 80.0, 78.0, 11.0, FALSE, "Locuință P+1E, Str. Teilor nr. 14, Târgușor — SPECIMEN");
  sheet_draw_plan (cr, 60.0, 120.0, SHEET_WIDTH - 130.0, 560.0, details);
}

static void
draw_scan_1 (cairo_t *cr, double width, double height)
{
  draw_scan (cr, width, height, "PLAN PARTER — scara 1:100", TRUE);
}

static void
draw_scan_2 (cairo_t *cr, double width, double height)
{
  draw_scan (cr, width, height, "PLAN ÎNVELITOARE — scara 1:100", FALSE);
}

static void
draw_scan_3 (cairo_t *cr, double width, double height)
{
  draw_scan (cr, width, height, "SECȚIUNE ȘI FAȚADE — scara 1:100", TRUE);
}

static PIX *
to_black_and_white (cairo_surface_t *surface)
{
  const int width = cairo_image_surface_get_width (surface);
  const int height = cairo_image_surface_get_height (surface);
  const guint8 *pixels = cairo_image_surface_get_data (surface);
  PIX *pix = pixCreate (width, height, 1);

  for (int y = 0; y < height; y++)
    {
      const guint8 *row = pixels + y * (gsize) cairo_image_surface_get_stride (surface);

      for (int x = 0; x < width; x++)
        {
          if (row[4 * x] + row[4 * x + 1] + row[4 * x + 2] < 3 * 150)
            pixSetPixel (pix, x, y, 1);
        }
    }
  pixSetResolution (pix, 200, 200);
  cairo_surface_destroy (surface);

  return pix;
}

static void
make_tiff (const char *folder, const char *name)
{
  static void (*const pages[]) (
      cairo_t *, double, double) = { draw_scan_1, draw_scan_2, draw_scan_3 };
  g_autofree char *path = sample_path (folder, name);

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      PIX *pix = to_black_and_white (make_surface (1654, 2339, pages[i]));

      if (pixWriteTiff (path, pix, IFF_TIFF_G4, i == 0 ? "w" : "a") != 0)
        g_error ("%s could not be written", path);
      pixDestroy (&pix);
    }
}

/* A field seen upright, stored lying on its side. */
static void
draw_turned_field (cairo_t *cr, double width, double height)
{
  cairo_translate (cr, 0.0, height);
  cairo_rotate (cr, -G_PI / 2.0);
  sheet_draw_field (cr, height, width);
}

int
main (int argc, char **argv)
{
  const char *folder = argc == 2 ? argv[1] : NULL;
  g_autofree char *png = NULL;
  cairo_surface_t *extract;

  if (folder == NULL || g_mkdir_with_parents (folder, 0755) != 0)
    {
      g_printerr ("Usage: %s FOLDER\n", argv[0]);
      return 2;
    }

  make_pdf (folder,
            "cerere-certificat-de-urbanism.pdf",
            "Cerere pentru certificat de urbanism",
            draw_request);
  make_pdf (folder,
            "extras-de-carte-funciara.pdf",
            "Extras de carte funciară pentru informare",
            draw_land_book);
  make_pdf (folder, "plan-de-situatie.pdf", "Plan de situație", draw_site_plan);
  make_pdf (
      folder, "plan-de-incadrare-in-zona.pdf", "Plan de încadrare în zonă", draw_location_plan);
  make_pdf (folder, "dovada-platii-taxei.pdf", "Dovada plății taxei", draw_receipt);
  make_pdf (folder, "memoriu-tehnic.pdf", "Memoriu tehnic", draw_memo);
  make_pdf (folder, "procura-speciala.pdf", "Procură specială", draw_mandate);
  make_pdf (folder, "certificat-de-urbanism.pdf", "Certificat de urbanism", draw_certificate);

  make_jpeg (
      folder, "act-de-identitate.jpg", make_surface (1000, 630, sheet_draw_identity), 300, 1);
  make_jpeg (folder, "fotografie-teren.jpg", make_surface (1600, 1200, draw_turned_field), 72, 6);

  extract = make_surface (1240, 1300, draw_cadastral_extract);
  png = sample_path (folder, "extras-de-plan-cadastral.png");
  if (cairo_surface_write_to_png (extract, png) != CAIRO_STATUS_SUCCESS)
    g_error ("%s could not be written", png);
  cairo_surface_destroy (extract);

  make_tiff (folder, "planse-scanate.tif");

  return 0;
}
