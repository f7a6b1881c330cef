/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-pdf"

#include "config.h"

#include "gu-paper-sheet-private.h"
#include "gu-paper-texts.h"

#include <string.h>

/* Points that the last row, the total and the maker usually take. */
#define LAST_ROW_AND_END 180

static const GuPaperStyle style_title = { .size = 24, .bold = TRUE, .align = PANGO_ALIGN_CENTER };
static const GuPaperStyle style_subtitle = { .size = 11,
                                             .align = PANGO_ALIGN_CENTER,
                                             .max_lines = 2 };
static const GuPaperStyle style_total = { .size = 10.5, .bold = TRUE };
static const GuPaperStyle style_small = { .size = 8, .gray = 0.25 };
static const GuPaperStyle style_label = { .size = 8, .gray = 0.3 };
static const GuPaperStyle style_value = { .size = 10, .max_lines = 4 };

/* The widths add up to gu_paper_sheet_width (). */
static const GuPaperColumn columns[] = {
  { GU_TEXT_NUMBER, 27, { .size = 8.5, .align = PANGO_ALIGN_RIGHT } },
  { GU_TEXT_DOCUMENT, 156, { .size = 8.5, .max_lines = 12 } },
  { GU_TEXT_REFERENCE, 76, { .size = 8, .max_lines = 8 } },
  { GU_TEXT_SHEETS, 28, { .size = 8.5, .align = PANGO_ALIGN_RIGHT } },
  { GU_TEXT_SIZE, 56, { .size = 8, .align = PANGO_ALIGN_RIGHT } },
  { GU_TEXT_SHA256, 78, { .size = 7, .mono = TRUE } },
  { GU_TEXT_NOTES, 70.276, { .size = 8, .max_lines = 8 } },
};

/* Four lines of 16 digits: large enough to be compared by eye. */
static char *
split_hash (const char *sha256)
{
  if (strlen (sha256) != 64)
    return g_strdup (sha256);

  return g_strdup_printf (
      "%.16s\n%.16s\n%.16s\n%.16s", sha256, sha256 + 16, sha256 + 32, sha256 + 48);
}

static void
draw_row (GuPaperSheet *sheet, gsize number, const GuPaperItem *item)
{
  g_autofree char *index = g_strdup_printf ("%" G_GSIZE_FORMAT, number);
  g_autofree char *pages = item->pages > 0 ? g_strdup_printf ("%u", item->pages) : g_strdup ("–");
  g_autofree char *size = gu_paper_size (item->size);
  g_autofree char *hash = split_hash (item->sha256);
  const char *const cells[] = { index,
                                item->name,
                                item->reference != NULL ? item->reference : "–",
                                pages,
                                size,
                                hash,
                                item->note != NULL ? item->note : "" };

  gu_paper_sheet_table_row (sheet, cells);
}

static void
draw_totals (GuPaperSheet *sheet, const GuOpis *opis)
{
  guint64 pages = 0;
  guint64 bytes = 0;
  g_autofree char *documents = NULL;
  g_autofree char *sheets = NULL;
  g_autofree char *size = NULL;
  g_autofree char *total = NULL;

  for (gsize i = 0; i < opis->n_items; i++)
    {
      pages += opis->items[i].pages;
      if (!g_uint64_checked_add (&bytes, bytes, opis->items[i].size))
        bytes = G_MAXUINT64;
    }
  documents = gu_paper_count (opis->n_items, GU_TEXT_DOCUMENT_ONE, GU_TEXT_DOCUMENT_MANY);
  sheets = gu_paper_count (pages, GU_TEXT_PAGE_ONE, GU_TEXT_PAGE_MANY);
  size = gu_paper_size (bytes);
  total = g_strdup_printf (GU_TEXT_OPIS_TOTAL, documents, sheets, size);

  gu_paper_sheet_skip (sheet, 12);
  gu_paper_sheet_paragraph (sheet, &style_total, "P", total);
  gu_paper_sheet_skip (sheet, 3);
  gu_paper_sheet_paragraph (sheet, &style_small, "P", GU_TEXT_OPIS_HASHES);
}

/* Who made it, when, and where the signature is: three columns under one line. */
static void
draw_maker (GuPaperSheet *sheet, const GuOpis *opis)
{
  const double width = gu_paper_sheet_width () / 3;
  g_autofree char *when = gu_paper_time (opis->created_at_ms);
  const char *const labels[] = { GU_TEXT_OPIS_MADE_BY, GU_TEXT_OPIS_MADE_AT, GU_TEXT_OPIS_SIGNED };
  const char *const values[] = { opis->prepared_by, when, GU_TEXT_OPIS_SIGNATURE };
  double bottom;
  double y;

  gu_paper_sheet_skip (sheet, 18);
  gu_paper_sheet_need (sheet, 64);
  gu_paper_sheet_rule (sheet, 0.8);
  gu_paper_sheet_skip (sheet, 6);
  y = gu_paper_sheet_get_y (sheet);
  bottom = y;
  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      const GuPaperStyle *style = i == 2 ? &style_small : &style_value;
      double x = gu_paper_sheet_left () + (double) i * width;
      double height = gu_paper_sheet_text_at (
          sheet, &style_label, x, y, width - 10, "P", labels[i]);

      height += 2
                + gu_paper_sheet_text_at (
                    sheet, style, x, y + height + 2, width - 10, "P", values[i]);
      if (i == 0 && opis->prepared_by_role != NULL)
        height += gu_paper_sheet_text_at (
            sheet, &style_value, x, y + height, width - 10, "P", opis->prepared_by_role);
      bottom = MAX (bottom, y + height);
    }
  gu_paper_sheet_set_y (sheet, bottom);
}

static void
draw (GuPaperSheet *sheet, gpointer data)
{
  const GuOpis *opis = data;
  g_autofree char *subtitle = g_strdup_printf (GU_TEXT_OPIS_SUBTITLE, opis->registration_number);

  gu_paper_sheet_letterhead (
      sheet, &opis->institution, GU_TEXT_REGISTRATION, opis->registration_number);
  gu_paper_sheet_paragraph (sheet, &style_title, "H1", GU_TEXT_OPIS_TITLE);
  gu_paper_sheet_paragraph (sheet, &style_subtitle, "P", subtitle);
  gu_paper_sheet_skip (sheet, 14);

  gu_paper_sheet_field (sheet, GU_TEXT_APPLICANT, opis->applicant);
  gu_paper_sheet_field (sheet, GU_TEXT_REPRESENTATIVE, opis->representative);
  gu_paper_sheet_field (sheet, GU_TEXT_PROCEDURE, opis->procedure);
  gu_paper_sheet_field (sheet, GU_TEXT_OBJECT, opis->object);
  gu_paper_sheet_field (sheet, GU_TEXT_REGISTER, opis->register_name);
  gu_paper_sheet_skip (sheet, 8);

  gu_paper_sheet_table_begin (sheet, columns, G_N_ELEMENTS (columns));
  for (gsize i = 0; i < opis->n_items; i++)
    {
      /* The total and the maker never stand alone on a page: the last row goes with them. */
      if (i + 1 == opis->n_items)
        gu_paper_sheet_need (sheet, LAST_ROW_AND_END);
      draw_row (sheet, i + 1, &opis->items[i]);
    }
  gu_paper_sheet_table_end (sheet);

  draw_totals (sheet, opis);
  draw_maker (sheet, opis);
}

GBytes *
gu_paper_opis_new (const GuOpis *opis, GError **error)
{
  g_autofree char *title = NULL;
  g_autofree char *footer = NULL;
  g_autofree char *continued = NULL;

  g_return_val_if_fail (opis != NULL && opis->institution.name != NULL, NULL);
  g_return_val_if_fail (opis->registration_number != NULL && opis->applicant != NULL, NULL);
  g_return_val_if_fail (opis->procedure != NULL && opis->prepared_by != NULL, NULL);

  title = g_strdup_printf (GU_TEXT_OPIS_META, opis->registration_number);
  footer = g_strdup_printf (GU_TEXT_OPIS_FOOTER, opis->institution.name, opis->registration_number);
  continued = g_strdup_printf (GU_TEXT_OPIS_CONTINUED, opis->registration_number);

  return gu_paper_sheet_make (&(GuPaperInfo){ .title = title,
                                              .author = opis->institution.name,
                                              .subject = GU_TEXT_OPIS_SUBJECT,
                                              .footer = footer,
                                              .continued = continued,
                                              .created_at_ms = opis->created_at_ms },
                              draw,
                              (gpointer) opis,
                              error);
}
