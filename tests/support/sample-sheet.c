/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "samples"

#include "config.h"

#include "sample-sheet.h"

#include <math.h>
#include <pango/pangocairo.h>

#define MARGIN 56.0
#define FONT   "Noto Sans, DejaVu Sans"

static PangoLayout *
make_layout (cairo_t *cr, double size, gboolean bold, double width, const char *text)
{
  PangoLayout *layout = pango_cairo_create_layout (cr);
  PangoFontDescription *font = pango_font_description_from_string (FONT);

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, text, -1);
  if (width > 0.0)
    {
      pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
      pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
    }

  return layout;
}

static double
show (cairo_t *cr, double x, double y, PangoLayout *layout)
{
  int height;

  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
  pango_layout_get_size (layout, NULL, &height);
  g_object_unref (layout);

  return (double) height / PANGO_SCALE;
}

void
sheet_label (cairo_t *cr, double x, double y, double size, gboolean bold, const char *text)
{
  show (cr, x, y, make_layout (cr, size, bold, 0.0, text));
}

void
sheet_begin (Sheet *sheet, const char *institution, const char *office)
{
  sheet->y = MARGIN;
  sheet->page++;

  cairo_save (sheet->cr);
  cairo_set_source_rgba (sheet->cr, 0.75, 0.15, 0.15, 0.12);
  cairo_translate (sheet->cr, 120.0, 640.0);
  cairo_rotate (sheet->cr, -G_PI / 4.0);
  sheet_label (sheet->cr, 0.0, 0.0, 96.0, TRUE, "SPECIMEN");
  cairo_restore (sheet->cr);

  cairo_set_source_rgb (sheet->cr, 0.1, 0.1, 0.12);
  sheet_text (sheet, 11.0, TRUE, SHEET_LEFT, institution);
  sheet_text (sheet, 9.0, FALSE, SHEET_LEFT, office);
  sheet_rule (sheet);
  sheet_space (sheet, 24.0);
}

void
sheet_text (Sheet *sheet, double size, gboolean bold, SheetAlign align, const char *text)
{
  static const PangoAlignment alignments[] = { PANGO_ALIGN_LEFT,
                                               PANGO_ALIGN_CENTER,
                                               PANGO_ALIGN_RIGHT };
  PangoLayout *layout = make_layout (sheet->cr, size, bold, SHEET_WIDTH - 2 * MARGIN, text);

  pango_layout_set_alignment (layout, alignments[align]);
  pango_layout_set_line_spacing (layout, 1.3f);
  sheet->y += show (sheet->cr, MARGIN, sheet->y, layout) + size * 0.45;
}

void
sheet_row (Sheet *sheet, const char *label, const char *value)
{
  double left = show (
      sheet->cr, MARGIN, sheet->y, make_layout (sheet->cr, 9.5, FALSE, 170.0, label));
  double right = show (
      sheet->cr,
      MARGIN + 180.0,
      sheet->y,
      make_layout (sheet->cr, 10.5, TRUE, SHEET_WIDTH - 2 * MARGIN - 180.0, value));

  sheet->y += MAX (left, right) + 5.0;
  cairo_set_line_width (sheet->cr, 0.3);
  cairo_move_to (sheet->cr, MARGIN, sheet->y);
  cairo_line_to (sheet->cr, SHEET_WIDTH - MARGIN, sheet->y);
  cairo_stroke (sheet->cr);
  sheet->y += 5.0;
}

void
sheet_space (Sheet *sheet, double points)
{
  sheet->y += points;
}

void
sheet_rule (Sheet *sheet)
{
  cairo_set_line_width (sheet->cr, 1.0);
  cairo_move_to (sheet->cr, MARGIN, sheet->y);
  cairo_line_to (sheet->cr, SHEET_WIDTH - MARGIN, sheet->y);
  cairo_stroke (sheet->cr);
  sheet->y += 8.0;
}

void
sheet_sign (Sheet *sheet, const char *role, const char *name)
{
  cairo_t *cr = sheet->cr;
  const double x = SHEET_WIDTH - MARGIN - 150.0;

  sheet_space (sheet, 18.0);
  sheet_label (cr, x, sheet->y, 9.5, FALSE, role);
  sheet_label (cr, x, sheet->y + 15.0, 10.5, TRUE, name);

  cairo_save (cr);
  cairo_set_source_rgba (cr, 0.15, 0.2, 0.6, 0.8);
  cairo_set_line_width (cr, 1.2);
  cairo_move_to (cr, x + 5.0, sheet->y + 52.0);
  for (int i = 0; i < 60; i++)
    cairo_line_to (cr, x + 5.0 + i * 1.8, sheet->y + 50.0 + 11.0 * sin (i * 0.7) * cos (i * 0.13));
  cairo_stroke (cr);
  cairo_arc (cr, x - 55.0, sheet->y + 35.0, 36.0, 0.0, 2.0 * G_PI);
  cairo_stroke (cr);
  cairo_arc (cr, x - 55.0, sheet->y + 35.0, 24.0, 0.0, 2.0 * G_PI);
  cairo_stroke (cr);
  sheet_label (cr, x - 76.0, sheet->y + 28.0, 8.0, TRUE, "SPECIMEN");
  cairo_restore (cr);
  sheet->y += 90.0;
}

void
sheet_end (Sheet *sheet)
{
  g_autofree char *number = g_strdup_printf ("Pagina %u — document inventat, fără valoare juridică",
                                             sheet->page);

  sheet_label (sheet->cr, MARGIN, SHEET_HEIGHT - 40.0, 8.0, FALSE, number);
  cairo_show_page (sheet->cr);
}

static void
polygon (cairo_t *cr,
         const double (*points)[2],
         gsize n,
         double x,
         double y,
         double width,
         double height)
{
  /* Text leaves a point behind. */
  cairo_new_path (cr);
  for (gsize i = 0; i < n; i++)
    cairo_line_to (cr, x + points[i][0] * width, y + points[i][1] * height);
  cairo_close_path (cr);
}

static void
draw_neighbours (cairo_t *cr, double x, double y, double width, double height)
{
  static const double lines[][4] = {
    { 0.0, 0.15, 1.0, 0.08 },  { 0.0, 0.22, 1.0, 0.15 },  { 0.0, 0.85, 1.0, 0.92 },
    { 0.22, 0.2, 0.18, 0.87 }, { 0.72, 0.17, 0.76, 0.9 }, { 0.0, 0.55, 0.2, 0.56 },
  };

  cairo_set_source_rgb (cr, 0.45, 0.45, 0.5);
  cairo_set_line_width (cr, 0.8);
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      cairo_move_to (cr, x + lines[i][0] * width, y + lines[i][1] * height);
      cairo_line_to (cr, x + lines[i][2] * width, y + lines[i][3] * height);
      cairo_stroke (cr);
    }
  sheet_label (cr, x + 0.4 * width, y + 0.125 * height, 9.0, FALSE, "Strada Teilor");
  sheet_label (cr, x + 0.03 * width, y + 0.38 * height, 9.0, FALSE, "54320");
  sheet_label (cr, x + 0.84 * width, y + 0.45 * height, 9.0, FALSE, "54322");
}

void
sheet_draw_plan (cairo_t *cr, double x, double y, double width, double height, gboolean details)
{
  static const double parcel[][2] = {
    { 0.22, 0.205 }, { 0.72, 0.17 }, { 0.757, 0.9 }, { 0.185, 0.87 }
  };
  static const double house[][2] = { { 0.33, 0.36 }, { 0.58, 0.34 },  { 0.6, 0.56 },
                                     { 0.46, 0.57 }, { 0.465, 0.64 }, { 0.35, 0.65 } };

  cairo_save (cr);
  cairo_rectangle (cr, x, y, width, height);
  cairo_set_source_rgb (cr, 1.0, 1.0, 1.0);
  cairo_fill_preserve (cr);
  cairo_set_source_rgb (cr, 0.1, 0.1, 0.12);
  cairo_set_line_width (cr, 1.2);
  cairo_stroke_preserve (cr);
  cairo_clip (cr);
  draw_neighbours (cr, x, y, width, height);

  polygon (cr, parcel, G_N_ELEMENTS (parcel), x, y, width, height);
  cairo_set_source_rgba (cr, 0.98, 0.85, 0.35, 0.35);
  cairo_fill_preserve (cr);
  cairo_set_source_rgb (cr, 0.75, 0.1, 0.1);
  cairo_set_line_width (cr, 2.0);
  cairo_stroke (cr);
  if (details)
    {
      polygon (cr, house, G_N_ELEMENTS (house), x, y, width, height);
      cairo_set_source_rgba (cr, 0.3, 0.45, 0.75, 0.4);
      cairo_fill_preserve (cr);
      cairo_set_source_rgb (cr, 0.1, 0.2, 0.5);
      cairo_stroke (cr);
      sheet_label (cr, x + 0.39 * width, y + 0.45 * height, 10.0, TRUE, "C1 — P+1E");
      sheet_label (cr, x + 0.44 * width, y + 0.205 * height, 9.0, FALSE, "18,42 m");
      sheet_label (cr, x + 0.62 * width, y + 0.72 * height, 9.0, FALSE, "31,07 m");
    }
  cairo_set_source_rgb (cr, 0.1, 0.1, 0.12);
  sheet_label (cr, x + 0.38 * width, y + 0.75 * height, 11.0, TRUE, "54321 — 612 m²");

  /* North. */
  cairo_move_to (cr, x + width - 40.0, y + 70.0);
  cairo_line_to (cr, x + width - 40.0, y + 25.0);
  cairo_line_to (cr, x + width - 48.0, y + 45.0);
  cairo_stroke (cr);
  sheet_label (cr, x + width - 46.0, y + 72.0, 12.0, TRUE, "N");
  cairo_restore (cr);
}

static void
draw_guilloche (cairo_t *cr, double width, double height)
{
  cairo_set_line_width (cr, 0.8);
  for (int k = 0; k < 26; k++)
    {
      cairo_set_source_rgba (cr, 0.35, 0.5 + 0.01 * k, 0.7, 0.35);
      for (double x = 0.0; x <= width; x += 6.0)
        cairo_line_to (cr, x, height * (0.03 * k + 0.12) + 18.0 * sin (x / (31.0 + k)));
      cairo_stroke (cr);
    }
}

void
sheet_draw_identity (cairo_t *cr, double width, double height)
{
  static const char *const rows[][2] = {
    { "Nume / Nom / Last name", "ȘERBĂNESCU-ȚÂRU" },
    { "Prenume / Prénom / First name", "ILINCA-MĂDĂLINA" },
    { "Cetățenie / Nationalité / Nationality", "Română / ROU" },
    { "Loc naștere / Lieu de naissance / Place of birth", "Jud. Exemplu, Mun. Târgușor" },
    { "Domiciliu / Adresse / Address", "Mun. Târgușor, Str. Teilor nr. 14" },
    { "Emisă de / Délivrée par / Issued by", "SPCLEP Târgușor      21.03.23–03.08.2031" },
  };

  cairo_set_source_rgb (cr, 0.9, 0.94, 0.97);
  cairo_paint (cr);
  draw_guilloche (cr, width, height);

  cairo_set_source_rgb (cr, 0.1, 0.12, 0.25);
  sheet_label (cr, 0.05 * width, 0.03 * height, 0.055 * height, TRUE, "ROMÂNIA");
  sheet_label (cr, 0.36 * width, 0.03 * height, 0.05 * height, TRUE, "CARTE DE IDENTITATE");
  sheet_label (cr,
               0.36 * width,
               0.1 * height,
               0.035 * height,
               FALSE,
               "Seria ZZ  nr. 000000   CNP ·············");

  cairo_rectangle (cr, 0.05 * width, 0.2 * height, 0.26 * width, 0.55 * height);
  cairo_set_source_rgb (cr, 0.8, 0.84, 0.88);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0.5, 0.55, 0.62);
  cairo_arc (cr, 0.18 * width, 0.39 * height, 0.1 * height, 0.0, 2.0 * G_PI);
  cairo_fill (cr);
  cairo_arc (cr, 0.18 * width, 0.75 * height, 0.22 * height, G_PI, 2.0 * G_PI);
  cairo_fill (cr);

  cairo_set_source_rgb (cr, 0.1, 0.12, 0.2);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      sheet_label (cr, 0.36 * width, (0.18 + 0.1 * i) * height, 0.024 * height, FALSE, rows[i][0]);
      sheet_label (cr, 0.36 * width, (0.21 + 0.1 * i) * height, 0.036 * height, TRUE, rows[i][1]);
    }
  sheet_label (cr,
               0.05 * width,
               0.84 * height,
               0.05 * height,
               FALSE,
               "IDROUSPECIMEN<<ILINCA<MADALINA<<<<<<");

  cairo_set_source_rgba (cr, 0.8, 0.1, 0.1, 0.35);
  cairo_translate (cr, 0.3 * width, 0.8 * height);
  cairo_rotate (cr, -0.45);
  sheet_label (cr, 0.0, -0.1 * height, 0.17 * height, TRUE, "SPECIMEN");
}

void
sheet_draw_field (cairo_t *cr, double width, double height)
{
  cairo_pattern_t *sky = cairo_pattern_create_linear (0.0, 0.0, 0.0, height);

  cairo_pattern_add_color_stop_rgb (sky, 0.0, 0.42, 0.62, 0.86);
  cairo_pattern_add_color_stop_rgb (sky, 0.55, 0.85, 0.91, 0.96);
  cairo_set_source (cr, sky);
  cairo_paint (cr);
  cairo_pattern_destroy (sky);

  for (int k = 0; k < 40; k++)
    {
      cairo_new_path (cr);
      cairo_set_source_rgb (cr, 0.3 + 0.006 * k, 0.5 - 0.004 * k, 0.22);
      cairo_move_to (cr, 0.0, height);
      for (double x = 0.0; x <= width; x += 8.0)
        cairo_line_to (cr, x, height * (0.55 + 0.011 * k) + 14.0 * sin (x / (90.0 + 7.0 * k) + k));
      cairo_line_to (cr, width, height);
      cairo_fill (cr);
    }

  cairo_set_source_rgb (cr, 0.55, 0.4, 0.25);
  cairo_set_line_width (cr, 5.0);
  for (double x = 20.0; x < width; x += 70.0)
    {
      cairo_move_to (cr, x, height * 0.7);
      cairo_line_to (cr, x, height * 0.8);
      cairo_stroke (cr);
    }
}
