/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "gu-paper.h"

#include <pango/pangocairo.h>

G_BEGIN_DECLS

/*
 * A4 sheets that fill from top to bottom, the common ground of the papers: text, rules, tables that
 * go on over pages with their headings, "Pagina x din y". Private to the papers. Lengths are
 * points.
 *
 * A paper is drawn twice by the same function: the first time only counts the pages.
 */
typedef struct _GuPaperSheet GuPaperSheet;

typedef struct
{
  double size; /* points */
  gboolean bold;
  gboolean mono;
  double gray; /* 0 black … 1 white */
  PangoAlignment align;
  int max_lines; /* 0: no limit; longer text ends in "…" */
} GuPaperStyle;

typedef struct
{
  const char *heading;
  double width;
  GuPaperStyle style;
} GuPaperColumn;

typedef void (*GuPaperDraw) (GuPaperSheet *sheet, gpointer data);

typedef struct
{
  const char *title; /* for the document's metadata */
  const char *author;
  const char *subject;
  const char *footer;    /* left side of every page's foot */
  const char *continued; /* head of the pages after the first */
  gint64 created_at_ms;
} GuPaperInfo;

/* Runs @draw and gives the finished PDF. */
GBytes *
gu_paper_sheet_make (const GuPaperInfo *info, GuPaperDraw draw, gpointer data, GError **error);

double gu_paper_sheet_left (void);
double gu_paper_sheet_width (void);
double gu_paper_sheet_get_y (GuPaperSheet *self);
void gu_paper_sheet_set_y (GuPaperSheet *self, double y);
void gu_paper_sheet_skip (GuPaperSheet *self, double height);
cairo_t *gu_paper_sheet_get_cairo (GuPaperSheet *self);

/* Starts a new page unless @height fits on this one; TRUE when it did. */
gboolean gu_paper_sheet_need (GuPaperSheet *self, double height);

/* Height of @text in a column of @width. */
double gu_paper_sheet_measure (GuPaperSheet *self,
                               const GuPaperStyle *style,
                               double width,
                               const char *text);

/* Draws @text with its top at (@x, @y) under the structure @tag; the y of the sheet stays. Returns
 * its height. */
double gu_paper_sheet_text_at (GuPaperSheet *self,
                               const GuPaperStyle *style,
                               double x,
                               double y,
                               double width,
                               const char *tag,
                               const char *text);

/* A paragraph over the whole width, on a new page when needed; moves on. */
void gu_paper_sheet_paragraph (GuPaperSheet *self,
                               const GuPaperStyle *style,
                               const char *tag,
                               const char *text);

/* A label and its value on one line of a form; nothing when @value is NULL or empty. */
void gu_paper_sheet_field (GuPaperSheet *self, const char *label, const char *value);

/* A heading of a section, kept together with @below points of what follows. */
void gu_paper_sheet_heading (GuPaperSheet *self, const char *text, double below);

/* A line across the sheet at the present height. */
void gu_paper_sheet_rule (GuPaperSheet *self, double line_width);

/* The institution's head and the paper's title; on the first page only. */
void gu_paper_sheet_letterhead (GuPaperSheet *self,
                                const GuPaperInstitution *institution,
                                const char *right_label,
                                const char *right_value);

void gu_paper_sheet_table_begin (GuPaperSheet *self, const GuPaperColumn *columns, gsize n_columns);
void gu_paper_sheet_table_row (GuPaperSheet *self, const char *const *cells);
void gu_paper_sheet_table_end (GuPaperSheet *self);

/* Begins and ends a structure element of the tagged PDF. */
void gu_paper_sheet_tag_begin (GuPaperSheet *self, const char *tag);
void gu_paper_sheet_tag_end (GuPaperSheet *self, const char *tag);

/* Language, title shown in the window, identifier made from the content: %NULL with G_IO_ERROR. */
GBytes *gu_paper_finish (GBytes *pdf, GError **error);

/* "3 documente", "20 de documente": Romanian counting. (transfer full) */
char *gu_paper_count (guint64 n, const char *one, const char *many);

/* "3,4 MB". (transfer full) */
char *gu_paper_size (guint64 bytes);

/* "23.11.2026, ora 10:15" in the time of Romania. (transfer full) */
char *gu_paper_time (gint64 ms);

G_END_DECLS
