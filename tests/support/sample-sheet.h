/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* A4, points. */
#define SHEET_WIDTH  595.0
#define SHEET_HEIGHT 842.0

typedef enum
{
  SHEET_LEFT,
  SHEET_CENTER,
  SHEET_RIGHT,
} SheetAlign;

/* A page that is filled from the top. */
typedef struct
{
  cairo_t *cr; /* borrowed */
  double y;
  guint page;
} Sheet;

/* Begins a page: head of the institution, and the word that says it is no real paper. */
void sheet_begin (Sheet *sheet, const char *institution, const char *office);
void sheet_text (Sheet *sheet, double size, gboolean bold, SheetAlign align, const char *text);
void sheet_row (Sheet *sheet, const char *label, const char *value);
void sheet_space (Sheet *sheet, double points);
void sheet_rule (Sheet *sheet);
/* A round stamp and a scrawl at the foot. */
void sheet_sign (Sheet *sheet, const char *role, const char *name);
void sheet_end (Sheet *sheet);

/* Text anywhere. */
void sheet_label (cairo_t *cr, double x, double y, double size, gboolean bold, const char *text);

/* The drawing of a parcel with a house, on the given rectangle. */
void
sheet_draw_plan (cairo_t *cr, double x, double y, double width, double height, gboolean details);

/* An invented identity card on a rectangle of 10 to 6.3. */
void sheet_draw_identity (cairo_t *cr, double width, double height);

/* An invented field under an invented sky. */
void sheet_draw_field (cairo_t *cr, double width, double height);

G_END_DECLS
