/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "gu-pdf"

#include "config.h"

#include "gu-paper-sheet-private.h"
#include "gu-paper-texts.h"

#include <qrencode.h>
#include <string.h>

#define CODE_SIZE  88.0
#define QUIET_ZONE 4
#define HERO_PAD   8.0
#define BOX_PAD    6.0

static const GuPaperStyle style_title = { .size = 16, .bold = TRUE, .align = PANGO_ALIGN_CENTER };
static const GuPaperStyle style_number = { .size = 25, .bold = TRUE, .max_lines = 2 };
static const GuPaperStyle style_label = { .size = 8.5, .gray = 0.3 };
static const GuPaperStyle style_when = { .size = 10, .max_lines = 3 };
static const GuPaperStyle style_text = { .size = 9 };
static const GuPaperStyle style_strong = { .size = 10.5, .bold = TRUE };
static const GuPaperStyle style_small = { .size = 7.2, .gray = 0.2 };
static const GuPaperStyle style_item = { .size = 9, .bold = TRUE, .max_lines = 10 };
static const GuPaperStyle style_item_more = { .size = 8, .gray = 0.25, .max_lines = 6 };

/* The widths add up to gu_paper_sheet_width (). */
static const GuPaperColumn columns[] = {
  { GU_TEXT_RECEIPT_NUMBER, 30, { .size = 8.5, .align = PANGO_ALIGN_RIGHT } },
  { GU_TEXT_DOCUMENT, 291.276, { .size = 8.5, .max_lines = 10 } },
  { GU_TEXT_RECEIPT_PAGES, 36, { .size = 8.5, .align = PANGO_ALIGN_RIGHT } },
  { GU_TEXT_RECEIPT_HASH, 134, { .size = 8, .mono = TRUE } },
};

char *
gu_paper_receipt_code (const GuReceipt *receipt)
{
  g_autoptr (GString) code = g_string_new ("GHISEU-UNIC/1");

  g_return_val_if_fail (receipt != NULL && receipt->registration_number != NULL, NULL);

  g_string_append_printf (code, " NR=%s", receipt->registration_number);
  if (receipt->institution.fiscal_code != NULL)
    g_string_append_printf (code, " CIF=%s", receipt->institution.fiscal_code);
  if (receipt->opis_sha256 != NULL)
    g_string_append_printf (code, " OPIS-SHA256=%s", receipt->opis_sha256);

  return g_string_free (g_steal_pointer (&code), FALSE);
}

/* One path of black squares: sharp on paper at any size. */
static void
draw_code (GuPaperSheet *sheet, const char *text, double x, double y)
{
  cairo_t *cr = gu_paper_sheet_get_cairo (sheet);
  QRcode *code = QRcode_encodeString8bit (text, 0, QR_ECLEVEL_M);
  double module;

  if (code == NULL)
    return;
  module = CODE_SIZE / (code->width + 2 * QUIET_ZONE);
  gu_paper_sheet_tag_begin (sheet, "Figure");
  cairo_set_source_rgb (cr, 0, 0, 0);
  for (int row = 0; row < code->width; row++)
    {
      for (int column = 0; column < code->width; column++)
        {
          if ((code->data[row * code->width + column] & 1) != 0)
            cairo_rectangle (cr,
                             x + (column + QUIET_ZONE) * module,
                             y + (row + QUIET_ZONE) * module,
                             module,
                             module);
        }
    }
  cairo_fill (cr);
  gu_paper_sheet_tag_end (sheet, "Figure");
  QRcode_free (code);
}

static void
draw_frame (GuPaperSheet *sheet, double top, double bottom, double line_width)
{
  cairo_t *cr = gu_paper_sheet_get_cairo (sheet);

  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_set_line_width (cr, line_width);
  cairo_rectangle (cr, gu_paper_sheet_left (), top, gu_paper_sheet_width (), bottom - top);
  cairo_stroke (cr);
}

/* The number, as large as can be, and its code. */
static void
draw_hero (GuPaperSheet *sheet, const GuReceipt *receipt)
{
  const double left = gu_paper_sheet_left () + HERO_PAD;
  const double width = gu_paper_sheet_width () - CODE_SIZE - 3 * HERO_PAD;
  const double top = gu_paper_sheet_get_y (sheet);
  const double code_x = left + width + HERO_PAD;
  g_autofree char *code = gu_paper_receipt_code (receipt);
  g_autofree char *time = gu_paper_time (receipt->created_at_ms);
  g_autofree char *when = g_strdup_printf (GU_TEXT_RECEIPT_WHEN, time);
  double y = top + HERO_PAD;
  double bottom;

  y += gu_paper_sheet_text_at (sheet, &style_label, left, y, width, "P", GU_TEXT_REGISTRATION);
  y += gu_paper_sheet_text_at (
           sheet, &style_number, left, y, width, "P", receipt->registration_number)
       + 2;
  y += gu_paper_sheet_text_at (sheet, &style_when, left, y, width, "P", when);
  if (receipt->register_name != NULL)
    y += gu_paper_sheet_text_at (sheet, &style_when, left, y, width, "P", receipt->register_name);
  y += 6;
  y += gu_paper_sheet_text_at (sheet,
                               &style_small,
                               left,
                               y,
                               width,
                               "P",
                               receipt->opis_sha256 != NULL ? GU_TEXT_RECEIPT_QR
                                                            : GU_TEXT_RECEIPT_QR_PLAIN);

  bottom = MAX (y + HERO_PAD, top + CODE_SIZE + HERO_PAD);
  draw_code (sheet, code, code_x, top + (bottom - top - CODE_SIZE) / 2);
  draw_frame (sheet, top, bottom, 1.2);
  gu_paper_sheet_set_y (sheet, bottom + 9);
}

static void
draw_missing_item (GuPaperSheet *sheet, const GuReceiptMissing *missing)
{
  const double indent = 18;
  const double x = gu_paper_sheet_left () + indent;
  const double width = gu_paper_sheet_width () - indent;
  cairo_t *cr = gu_paper_sheet_get_cairo (sheet);
  g_autoptr (GString) more = g_string_new (missing->reason);
  double height;
  double y;

  if (missing->article != NULL && missing->article[0] != '\0')
    g_string_append_printf (more, "%s%s", more->len > 0 ? " · " : "", missing->article);
  height = gu_paper_sheet_measure (sheet, &style_item, width, missing->name);
  if (more->len > 0)
    height += gu_paper_sheet_measure (sheet, &style_item_more, width, more->str);
  gu_paper_sheet_need (sheet, height + 3);

  /* A box to tick with a pen. */
  y = gu_paper_sheet_get_y (sheet);
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_set_line_width (cr, 0.9);
  cairo_rectangle (cr, gu_paper_sheet_left () + 2, y + 3, 8.5, 8.5);
  cairo_stroke (cr);
  gu_paper_sheet_tag_begin (sheet, "LI");
  y += gu_paper_sheet_text_at (sheet, &style_item, x, y, width, "LBody", missing->name);
  if (more->len > 0)
    gu_paper_sheet_text_at (sheet, &style_item_more, x, y, width, "LBody", more->str);
  gu_paper_sheet_tag_end (sheet, "LI");
  gu_paper_sheet_skip (sheet, height + 3);
}

static void
draw_missing (GuPaperSheet *sheet, const GuReceipt *receipt)
{
  g_autofree char *count = gu_paper_count (
      receipt->n_missing, GU_TEXT_DOCUMENT_ONE, GU_TEXT_DOCUMENT_MANY);
  g_autofree char *heading = g_strdup_printf (GU_TEXT_RECEIPT_MISSING, count);

  if (receipt->n_missing == 0)
    {
      gu_paper_sheet_skip (sheet, 6);
      gu_paper_sheet_paragraph (sheet, &style_text, "P", GU_TEXT_RECEIPT_COMPLETE);
      return;
    }

  gu_paper_sheet_heading (sheet, heading, 60);
  gu_paper_sheet_paragraph (sheet, &style_text, "P", GU_TEXT_RECEIPT_MISSING_INTRO);
  gu_paper_sheet_skip (sheet, 5);
  gu_paper_sheet_tag_begin (sheet, "L");
  for (gsize i = 0; i < receipt->n_missing; i++)
    draw_missing_item (sheet, &receipt->missing[i]);
  gu_paper_sheet_tag_end (sheet, "L");
}

static void
draw_term (GuPaperSheet *sheet, const GuReceipt *receipt)
{
  const double x = gu_paper_sheet_left () + BOX_PAD;
  const double width = gu_paper_sheet_width () - 2 * BOX_PAD;
  double height = 2 * BOX_PAD;
  double top;
  double y;

  height += gu_paper_sheet_measure (sheet, &style_label, width, GU_TEXT_RECEIPT_TERM);
  height += gu_paper_sheet_measure (sheet, &style_strong, width, receipt->term);
  if (receipt->term_article != NULL)
    height += gu_paper_sheet_measure (sheet, &style_item_more, width, receipt->term_article);

  gu_paper_sheet_skip (sheet, 5);
  gu_paper_sheet_need (sheet, height);
  top = gu_paper_sheet_get_y (sheet);
  y = top + BOX_PAD;
  y += gu_paper_sheet_text_at (sheet, &style_label, x, y, width, "P", GU_TEXT_RECEIPT_TERM);
  y += gu_paper_sheet_text_at (sheet, &style_strong, x, y, width, "P", receipt->term);
  if (receipt->term_article != NULL)
    gu_paper_sheet_text_at (sheet, &style_item_more, x, y, width, "P", receipt->term_article);
  draw_frame (sheet, top, top + height, 0.8);
  gu_paper_sheet_set_y (sheet, top + height);
}

static void
draw_next_steps (GuPaperSheet *sheet, const GuReceipt *receipt)
{
  const gboolean has_steps = receipt->next_steps != NULL && receipt->next_steps[0] != '\0';

  if (!has_steps && receipt->term == NULL)
    return;

  gu_paper_sheet_heading (sheet, GU_TEXT_RECEIPT_NEXT, 40);
  if (has_steps)
    {
      g_auto (GStrv) paragraphs = g_strsplit (receipt->next_steps, "\n", -1);

      for (guint i = 0; paragraphs[i] != NULL; i++)
        {
          if (paragraphs[i][0] == '\0')
            continue;
          gu_paper_sheet_paragraph (sheet, &style_text, "P", paragraphs[i]);
          gu_paper_sheet_skip (sheet, 3);
        }
    }
  if (receipt->term != NULL)
    draw_term (sheet, receipt);
}

/* "3f2a 91c0 …": the first 16 digits, in fours. */
static char *
short_hash (const char *sha256)
{
  if (strlen (sha256) < 16)
    return g_strdup (sha256);

  return g_strdup_printf ("%.4s %.4s %.4s %.4s", sha256, sha256 + 4, sha256 + 8, sha256 + 12);
}

static void
draw_papers (GuPaperSheet *sheet, const GuReceipt *receipt)
{
  g_autofree char *heading = g_strdup_printf (GU_TEXT_RECEIPT_PAPERS, receipt->n_items);

  if (receipt->n_items == 0)
    return;

  gu_paper_sheet_heading (sheet, heading, 60);
  gu_paper_sheet_table_begin (sheet, columns, G_N_ELEMENTS (columns));
  for (gsize i = 0; i < receipt->n_items; i++)
    {
      const GuPaperItem *item = &receipt->items[i];
      g_autofree char *index = g_strdup_printf ("%" G_GSIZE_FORMAT, i + 1);
      g_autofree char *pages = item->pages > 0 ? g_strdup_printf ("%u", item->pages)
                                               : g_strdup ("–");
      g_autofree char *hash = short_hash (item->sha256);
      const char *const cells[] = { index, item->name, pages, hash };

      gu_paper_sheet_table_row (sheet, cells);
    }
  gu_paper_sheet_table_end (sheet);

  if (receipt->opis_sha256 != NULL)
    {
      g_autofree char *line = g_strdup_printf (GU_TEXT_RECEIPT_OPIS, receipt->opis_sha256);

      gu_paper_sheet_skip (sheet, 5);
      gu_paper_sheet_paragraph (sheet, &style_small, "P", line);
    }
}

static void
draw_privacy (GuPaperSheet *sheet, const GuReceipt *receipt)
{
  const GuPaperInstitution *institution = &receipt->institution;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) contact = g_string_new (NULL);
  const char *const parts[] = { institution->phone, institution->email, institution->website };

  g_string_printf (text, GU_TEXT_RECEIPT_PRIVACY_TEXT, institution->name);
  if (institution->dpo_contact != NULL)
    g_string_append_printf (text, GU_TEXT_RECEIPT_DPO, institution->dpo_contact);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (parts[i] != NULL && parts[i][0] != '\0')
        g_string_append_printf (contact, "%s%s", contact->len > 0 ? ", " : "", parts[i]);
    }

  if (contact->len > 0)
    {
      g_autofree char *line = g_strdup_printf (
          GU_TEXT_RECEIPT_CONTACT, contact->str, receipt->registration_number);

      gu_paper_sheet_skip (sheet, 8);
      gu_paper_sheet_paragraph (sheet, &style_text, "P", line);
    }
  gu_paper_sheet_heading (sheet, GU_TEXT_RECEIPT_PRIVACY, 45);
  gu_paper_sheet_paragraph (sheet, &style_small, "P", text->str);
}

static void
draw (GuPaperSheet *sheet, gpointer data)
{
  const GuReceipt *receipt = data;

  gu_paper_sheet_letterhead (sheet, &receipt->institution, NULL, NULL);
  gu_paper_sheet_paragraph (sheet, &style_title, "H1", GU_TEXT_RECEIPT_TITLE);
  gu_paper_sheet_skip (sheet, 8);
  draw_hero (sheet, receipt);

  gu_paper_sheet_field (sheet, GU_TEXT_APPLICANT, receipt->applicant);
  gu_paper_sheet_field (sheet, GU_TEXT_PROCEDURE, receipt->procedure);
  gu_paper_sheet_field (sheet, GU_TEXT_OBJECT, receipt->object);
  gu_paper_sheet_field (sheet, GU_TEXT_RECEIPT_OFFICER, receipt->officer);

  draw_missing (sheet, receipt);
  draw_next_steps (sheet, receipt);
  draw_papers (sheet, receipt);
  draw_privacy (sheet, receipt);
}

GBytes *
gu_paper_receipt_new (const GuReceipt *receipt, GError **error)
{
  g_autofree char *title = NULL;
  g_autofree char *footer = NULL;
  g_autofree char *continued = NULL;

  g_return_val_if_fail (receipt != NULL && receipt->institution.name != NULL, NULL);
  g_return_val_if_fail (receipt->registration_number != NULL, NULL);
  g_return_val_if_fail (receipt->applicant != NULL && receipt->procedure != NULL, NULL);

  title = g_strdup_printf (GU_TEXT_RECEIPT_META, receipt->registration_number);
  footer = g_strdup_printf (
      GU_TEXT_RECEIPT_FOOTER, receipt->institution.name, receipt->registration_number);
  continued = g_strdup_printf (GU_TEXT_RECEIPT_CONTINUED, receipt->registration_number);

  return gu_paper_sheet_make (&(GuPaperInfo){ .title = title,
                                              .author = receipt->institution.name,
                                              .subject = GU_TEXT_RECEIPT_SUBJECT,
                                              .footer = footer,
                                              .continued = continued,
                                              .created_at_ms = receipt->created_at_ms },
                              draw,
                              (gpointer) receipt,
                              error);
}
