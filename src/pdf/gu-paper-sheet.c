/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-pdf"

#include "config.h"

#include "gu-paper-sheet-private.h"

#include "gu-paper-texts.h"

#include <cairo-pdf.h>
#include <gio/gio.h>
#include <string.h>

#define PAGE_WIDTH    595.276
#define PAGE_HEIGHT   841.89
#define MARGIN_LEFT   62.0 /* room for the binding of the dossier */
#define MARGIN_RIGHT  42.0
#define MARGIN_TOP    38.0
#define MARGIN_BOTTOM 50.0
#define CELL_PAD_X    4.0
#define CELL_PAD_Y    2.5
#define LABEL_WIDTH   88.0

#define FONT_TEXT "Noto Sans, Cantarell, DejaVu Sans, sans-serif"
#define FONT_MONO "DejaVu Sans Mono, Noto Sans Mono, monospace"

struct _GuPaperSheet
{
  cairo_t *cr;                  /* owned */
  cairo_surface_t *surface;     /* owned */
  PangoLayout *layout;          /* owned: used again for every text */
  PangoAttrList *attributes;    /* owned: for every text */
  GByteArray *out;              /* owned: the PDF */
  const GuPaperInfo *info;      /* borrowed */
  const GuPaperColumn *columns; /* borrowed: of the table that is open */
  gsize n_columns;
  double table_top; /* where the table begins on this page */
  double y;
  guint page;
  guint n_pages; /* 0 while counting */
};

static const GuPaperStyle style_foot = { .size = 7.5, .gray = 0.3 };
static const GuPaperStyle style_foot_end = { .size = 7.5, .gray = 0.3, .align = PANGO_ALIGN_RIGHT };
static const GuPaperStyle style_label = { .size = 8.5, .gray = 0.3 };
static const GuPaperStyle style_value = { .size = 10, .max_lines = 8 };
static const GuPaperStyle style_column = { .size = 7.5, .bold = TRUE };
static const GuPaperStyle style_heading = { .size = 11, .bold = TRUE };
static const GuPaperStyle style_institution = { .size = 13, .bold = TRUE, .max_lines = 3 };
static const GuPaperStyle style_address = { .size = 8, .gray = 0.25, .max_lines = 3 };
static const GuPaperStyle style_box_label = { .size = 7.5,
                                              .gray = 0.3,
                                              .align = PANGO_ALIGN_CENTER };
static const GuPaperStyle style_box_value = { .size = 12.5,
                                              .bold = TRUE,
                                              .align = PANGO_ALIGN_CENTER,
                                              .max_lines = 2 };

static cairo_status_t
write_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);

  return CAIRO_STATUS_SUCCESS;
}

static void
set_metadata (GuPaperSheet *self)
{
  const GuPaperInfo *info = self->info;
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (info->created_at_ms / 1000);
  g_autofree char *when = time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ")
                                       : g_strdup ("1970-01-01T00:00:00Z");

  cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_TITLE, info->title);
  cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_AUTHOR, info->author);
  cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_SUBJECT, info->subject);
  cairo_pdf_surface_set_metadata (
      self->surface, CAIRO_PDF_METADATA_CREATOR, "Ghișeu Unic " GU_VERSION);
  cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_CREATE_DATE, when);
  cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_MOD_DATE, when);
}

static GuPaperSheet *
sheet_new (const GuPaperInfo *info, guint n_pages)
{
  GuPaperSheet *self = g_new0 (GuPaperSheet, 1);
  cairo_font_options_t *options = cairo_font_options_create ();
  PangoContext *context;

  self->info = info;
  self->n_pages = n_pages;
  self->page = 1;
  self->y = MARGIN_TOP;
  self->out = g_byte_array_new ();
  self->surface = cairo_pdf_surface_create_for_stream (
      write_bytes, self->out, PAGE_WIDTH, PAGE_HEIGHT);
  cairo_pdf_surface_restrict_to_version (self->surface, CAIRO_PDF_VERSION_1_5);
  set_metadata (self);
  self->cr = cairo_create (self->surface);

  /* The paper must not depend on the screen of the desk that makes it. */
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  self->layout = pango_cairo_create_layout (self->cr);
  context = pango_layout_get_context (self->layout);
  pango_cairo_context_set_resolution (context, 72.0);
  pango_cairo_context_set_font_options (context, options);
  pango_context_set_language (context, pango_language_from_string ("ro"));
  pango_context_set_round_glyph_positions (context, FALSE);
  cairo_font_options_destroy (options);

  /* A hyphen inside a file name or a number would be read as part of it. */
  self->attributes = pango_attr_list_new ();
  pango_attr_list_insert (self->attributes, pango_attr_insert_hyphens_new (FALSE));

  return self;
}

static void
sheet_free (GuPaperSheet *self)
{
  g_clear_object (&self->layout);
  g_clear_pointer (&self->attributes, pango_attr_list_unref);
  g_clear_pointer (&self->cr, cairo_destroy);
  g_clear_pointer (&self->surface, cairo_surface_destroy);
  g_clear_pointer (&self->out, g_byte_array_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GuPaperSheet, sheet_free)

double
gu_paper_sheet_left (void)
{
  return MARGIN_LEFT;
}

double
gu_paper_sheet_width (void)
{
  return PAGE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT;
}

double
gu_paper_sheet_get_y (GuPaperSheet *self)
{
  return self->y;
}

void
gu_paper_sheet_set_y (GuPaperSheet *self, double y)
{
  self->y = y;
}

void
gu_paper_sheet_skip (GuPaperSheet *self, double height)
{
  self->y += height;
}

cairo_t *
gu_paper_sheet_get_cairo (GuPaperSheet *self)
{
  return self->cr;
}

void
gu_paper_sheet_tag_begin (GuPaperSheet *self, const char *tag)
{
  cairo_tag_begin (self->cr, tag, NULL);
}

void
gu_paper_sheet_tag_end (GuPaperSheet *self, const char *tag)
{
  cairo_tag_end (self->cr, tag);
}

/*
 * What a name from outside may put on a paper: letters. Control characters and, in texts of limited
 * length, line breaks become spaces; direction overrides, which can show a name backwards, go.
 */
static char *
clean_text (const char *text, gboolean keep_lines)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069))
        continue;
      if (c == '\n' && keep_lines)
        g_string_append_c (clean, '\n');
      else if (c == 0x2028 || c == 0x2029 || g_unichar_iscntrl (c))
        g_string_append_c (clean, ' ');
      else
        g_string_append_unichar (clean, c);
    }

  return g_string_free (clean, FALSE);
}

static double
set_layout (GuPaperSheet *self, const GuPaperStyle *style, double width, const char *text)
{
  PangoFontDescription *font = pango_font_description_from_string (style->mono ? FONT_MONO
                                                                               : FONT_TEXT);
  g_autofree char *clean = clean_text (text, style->max_lines == 0);
  PangoRectangle extents;

  pango_font_description_set_absolute_size (font, style->size * PANGO_SCALE);
  if (style->bold)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (self->layout, font);
  pango_font_description_free (font);

  pango_layout_set_width (self->layout, (int) (width * PANGO_SCALE + 0.5));
  pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (self->layout, style->align);
  pango_layout_set_line_spacing (self->layout, 1.0F);
  if (style->max_lines > 0)
    {
      pango_layout_set_height (self->layout, -style->max_lines);
      pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
    }
  else
    {
      pango_layout_set_height (self->layout, -G_MAXINT16);
      pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_NONE);
    }
  pango_layout_set_attributes (self->layout, self->attributes);
  pango_layout_set_text (self->layout, clean, -1);
  pango_layout_get_extents (self->layout, NULL, &extents);

  return (double) extents.height / PANGO_SCALE;
}

double
gu_paper_sheet_measure (GuPaperSheet *self,
                        const GuPaperStyle *style,
                        double width,
                        const char *text)
{
  return set_layout (self, style, width, text);
}

double
gu_paper_sheet_text_at (GuPaperSheet *self,
                        const GuPaperStyle *style,
                        double x,
                        double y,
                        double width,
                        const char *tag,
                        const char *text)
{
  double height = set_layout (self, style, width, text);

  if (tag != NULL)
    cairo_tag_begin (self->cr, tag, NULL);
  cairo_set_source_rgb (self->cr, style->gray, style->gray, style->gray);
  cairo_move_to (self->cr, x, y);
  pango_cairo_show_layout (self->cr, self->layout);
  if (tag != NULL)
    cairo_tag_end (self->cr, tag);

  return height;
}

static void
draw_foot (GuPaperSheet *self)
{
  const double y = PAGE_HEIGHT - MARGIN_BOTTOM + 22;
  const double width = gu_paper_sheet_width ();
  g_autofree char *page = g_strdup_printf (
      GU_TEXT_PAGE, self->page, MAX (self->n_pages, self->page));
  GuPaperStyle left = style_foot;

  left.max_lines = 1;
  cairo_set_source_rgb (self->cr, 0.3, 0.3, 0.3);
  cairo_set_line_width (self->cr, 0.4);
  cairo_move_to (self->cr, MARGIN_LEFT, y - 4);
  cairo_line_to (self->cr, MARGIN_LEFT + width, y - 4);
  cairo_stroke (self->cr);
  gu_paper_sheet_text_at (self, &left, MARGIN_LEFT, y, width - 90, NULL, self->info->footer);
  gu_paper_sheet_text_at (self, &style_foot_end, MARGIN_LEFT + width - 85, y, 85, NULL, page);
}

static void
table_lines (GuPaperSheet *self, double bottom)
{
  double x = MARGIN_LEFT;

  cairo_set_source_rgb (self->cr, 0.45, 0.45, 0.45);
  cairo_set_line_width (self->cr, 0.4);
  for (gsize i = 0; i + 1 < self->n_columns; i++)
    {
      x += self->columns[i].width;
      cairo_move_to (self->cr, x, self->table_top);
      cairo_line_to (self->cr, x, bottom);
    }
  cairo_stroke (self->cr);
  cairo_set_source_rgb (self->cr, 0, 0, 0);
  cairo_set_line_width (self->cr, 0.8);
  cairo_rectangle (
      self->cr, MARGIN_LEFT, self->table_top, gu_paper_sheet_width (), bottom - self->table_top);
  cairo_stroke (self->cr);
}

static void
table_head (GuPaperSheet *self)
{
  double height = 0;
  double x = MARGIN_LEFT;

  self->table_top = self->y;
  for (gsize i = 0; i < self->n_columns; i++)
    {
      const GuPaperColumn *column = &self->columns[i];

      height = MAX (height,
                    gu_paper_sheet_measure (
                        self, &style_column, column->width - 2 * CELL_PAD_X, column->heading));
    }
  height += 2 * CELL_PAD_Y;

  cairo_set_source_rgb (self->cr, 0.9, 0.9, 0.9);
  cairo_rectangle (self->cr, MARGIN_LEFT, self->y, gu_paper_sheet_width (), height);
  cairo_fill (self->cr);
  gu_paper_sheet_tag_begin (self, "TR");
  for (gsize i = 0; i < self->n_columns; i++)
    {
      const GuPaperColumn *column = &self->columns[i];
      GuPaperStyle style = style_column;

      style.align = column->style.align;
      gu_paper_sheet_text_at (self,
                              &style,
                              x + CELL_PAD_X,
                              self->y + CELL_PAD_Y,
                              column->width - 2 * CELL_PAD_X,
                              "TH",
                              column->heading);
      x += column->width;
    }
  gu_paper_sheet_tag_end (self, "TR");
  self->y += height;
}

static void
next_page (GuPaperSheet *self)
{
  if (self->columns != NULL)
    table_lines (self, self->y);
  draw_foot (self);
  cairo_show_page (self->cr);
  self->page++;
  self->y = MARGIN_TOP;

  gu_paper_sheet_text_at (self,
                          &style_label,
                          MARGIN_LEFT,
                          self->y,
                          gu_paper_sheet_width (),
                          NULL,
                          self->info->continued);
  self->y += 14;
  gu_paper_sheet_rule (self, 0.8);
  self->y += 10;
  if (self->columns != NULL)
    table_head (self);
}

gboolean
gu_paper_sheet_need (GuPaperSheet *self, double height)
{
  if (self->y + height <= PAGE_HEIGHT - MARGIN_BOTTOM)
    return FALSE;
  next_page (self);

  return TRUE;
}

void
gu_paper_sheet_paragraph (GuPaperSheet *self,
                          const GuPaperStyle *style,
                          const char *tag,
                          const char *text)
{
  double height = gu_paper_sheet_measure (self, style, gu_paper_sheet_width (), text);

  gu_paper_sheet_need (self, height);
  self->y += gu_paper_sheet_text_at (
      self, style, MARGIN_LEFT, self->y, gu_paper_sheet_width (), tag, text);
}

void
gu_paper_sheet_field (GuPaperSheet *self, const char *label, const char *value)
{
  const double width = gu_paper_sheet_width () - LABEL_WIDTH;
  double height;

  if (value == NULL || value[0] == '\0')
    return;

  height = gu_paper_sheet_measure (self, &style_value, width, value);
  gu_paper_sheet_need (self, height);
  gu_paper_sheet_tag_begin (self, "P");
  gu_paper_sheet_text_at (
      self, &style_label, MARGIN_LEFT, self->y + 1.6, LABEL_WIDTH - 6, "Span", label);
  gu_paper_sheet_text_at (
      self, &style_value, MARGIN_LEFT + LABEL_WIDTH, self->y, width, "Span", value);
  gu_paper_sheet_tag_end (self, "P");
  self->y += height + 2;
}

void
gu_paper_sheet_heading (GuPaperSheet *self, const char *text, double below)
{
  gu_paper_sheet_need (self, 30 + below);
  self->y += 9;
  gu_paper_sheet_paragraph (self, &style_heading, "H2", text);
  self->y += 3;
}

void
gu_paper_sheet_rule (GuPaperSheet *self, double line_width)
{
  cairo_set_source_rgb (self->cr, 0, 0, 0);
  cairo_set_line_width (self->cr, line_width);
  cairo_move_to (self->cr, MARGIN_LEFT, self->y);
  cairo_line_to (self->cr, MARGIN_LEFT + gu_paper_sheet_width (), self->y);
  cairo_stroke (self->cr);
}

static void
add_part (GString *line, const char *format, const char *value)
{
  if (value == NULL || value[0] == '\0')
    return;
  if (line->len > 0)
    g_string_append (line, " · ");
  if (format == NULL)
    {
      g_string_append (line, value);
    }
  else
    {
      g_auto (GStrv) around = g_strsplit (format, "%s", 2);

      g_string_append_printf (line, "%s%s%s", around[0], value, around[1] != NULL ? around[1] : "");
    }
}

void
gu_paper_sheet_letterhead (GuPaperSheet *self,
                           const GuPaperInstitution *institution,
                           const char *right_label,
                           const char *right_value)
{
  const double box_width = right_value != NULL ? 142 : 0;
  const double width = gu_paper_sheet_width () - (box_width > 0 ? box_width + 14 : 0);
  const double top = self->y;
  g_autoptr (GString) place = g_string_new (NULL);
  g_autoptr (GString) contact = g_string_new (NULL);
  g_autoptr (GString) network = g_string_new (NULL);
  GString *const lines[] = { place, contact, network };
  double y = top;

  add_part (place, GU_TEXT_COUNTY, institution->county);
  add_part (place, NULL, institution->address);
  add_part (contact, GU_TEXT_FISCAL_CODE, institution->fiscal_code);
  add_part (contact, GU_TEXT_PHONE, institution->phone);
  add_part (right_value != NULL ? network : contact, NULL, institution->email);
  add_part (right_value != NULL ? network : contact, NULL, institution->website);

  y += gu_paper_sheet_text_at (
           self, &style_institution, MARGIN_LEFT, y, width, "P", institution->name)
       + 2;
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      if (lines[i]->len > 0)
        y += gu_paper_sheet_text_at (
            self, &style_address, MARGIN_LEFT, y, width, "P", lines[i]->str);
    }

  if (right_value != NULL)
    {
      const double x = MARGIN_LEFT + gu_paper_sheet_width () - box_width;
      double inner = top + 5;

      inner += gu_paper_sheet_text_at (
                   self, &style_box_label, x + 5, inner, box_width - 10, "P", right_label)
               + 1;
      inner += gu_paper_sheet_text_at (
                   self, &style_box_value, x + 5, inner, box_width - 10, "P", right_value)
               + 5;
      cairo_set_source_rgb (self->cr, 0, 0, 0);
      cairo_set_line_width (self->cr, 0.8);
      cairo_rectangle (self->cr, x, top, box_width, inner - top);
      cairo_stroke (self->cr);
      y = MAX (y, inner);
    }

  self->y = y + 7;
  gu_paper_sheet_rule (self, 1.6);
  self->y += 12;
}

void
gu_paper_sheet_table_begin (GuPaperSheet *self, const GuPaperColumn *columns, gsize n_columns)
{
  gu_paper_sheet_need (self, 60);
  gu_paper_sheet_tag_begin (self, "Table");
  self->columns = columns;
  self->n_columns = n_columns;
  table_head (self);
}

void
gu_paper_sheet_table_row (GuPaperSheet *self, const char *const *cells)
{
  double height = 0;
  double x = MARGIN_LEFT;

  for (gsize i = 0; i < self->n_columns; i++)
    {
      const GuPaperColumn *column = &self->columns[i];

      height = MAX (
          height,
          gu_paper_sheet_measure (self, &column->style, column->width - 2 * CELL_PAD_X, cells[i]));
    }
  height += 2 * CELL_PAD_Y;
  gu_paper_sheet_need (self, height);

  cairo_set_source_rgb (self->cr, 0.45, 0.45, 0.45);
  cairo_set_line_width (self->cr, 0.4);
  cairo_move_to (self->cr, MARGIN_LEFT, self->y);
  cairo_line_to (self->cr, MARGIN_LEFT + gu_paper_sheet_width (), self->y);
  cairo_stroke (self->cr);
  gu_paper_sheet_tag_begin (self, "TR");
  for (gsize i = 0; i < self->n_columns; i++)
    {
      const GuPaperColumn *column = &self->columns[i];

      gu_paper_sheet_text_at (self,
                              &column->style,
                              x + CELL_PAD_X,
                              self->y + CELL_PAD_Y,
                              column->width - 2 * CELL_PAD_X,
                              "TD",
                              cells[i]);
      x += column->width;
    }
  gu_paper_sheet_tag_end (self, "TR");
  self->y += height;
}

void
gu_paper_sheet_table_end (GuPaperSheet *self)
{
  table_lines (self, self->y);
  gu_paper_sheet_tag_end (self, "Table");
  self->columns = NULL;
}

/* One run over the paper; %NULL with @error when cairo refuses. */
static GBytes *
run (const GuPaperInfo *info, GuPaperDraw draw, gpointer data, guint *n_pages, GError **error)
{
  g_autoptr (GuPaperSheet) sheet = sheet_new (info, *n_pages);
  cairo_status_t status;

  gu_paper_sheet_tag_begin (sheet, "Document");
  draw (sheet, data);
  draw_foot (sheet);
  gu_paper_sheet_tag_end (sheet, "Document");
  cairo_show_page (sheet->cr);
  *n_pages = sheet->page;

  status = cairo_status (sheet->cr);
  cairo_surface_finish (sheet->surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (sheet->surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (
          error, G_IO_ERROR, G_IO_ERROR_FAILED, "cairo: %s", cairo_status_to_string (status));
      return NULL;
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&sheet->out));
}

GBytes *
gu_paper_sheet_make (const GuPaperInfo *info, GuPaperDraw draw, gpointer data, GError **error)
{
  guint n_pages = 0;
  g_autoptr (GBytes) counted = run (info, draw, data, &n_pages, error);
  g_autoptr (GBytes) drawn = NULL;

  if (counted == NULL)
    return NULL;
  drawn = run (info, draw, data, &n_pages, error);
  if (drawn == NULL)
    return NULL;

  return gu_paper_finish (drawn, error);
}
