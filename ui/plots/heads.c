/* heads: who looked at whom */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/heads.h"

#include "ui/plots/plot-text.h"
#include "ui/plots/raster.h"

#define GAP 12.0
#define SMALLEST 36.0 /* px of a head's map */
#define LARGEST 420.0
#define ROOM 34.0     /* px beside the maps for the rows' words */
#define HEIGHT 12.0   /* of a word */
#define NARROWEST 8.0 /* px of a row whose word can be read */
#define MARK 14.0     /* px above a map for its number */

typedef struct
{
  int shown, columns;        /* maps, and how many beside each other */
  double side_w, side_h;     /* of a map */
  double left, above, below; /* px around each: rows' words, its number, columns' words */
} Layout;

/* The largest maps with which n of them fit. */
static double
fit (const WeftHeads *heads, Layout *l, int n, double w, double h)
{
  double best = 0, aspect = (double) heads->rows / heads->columns;

  for (int columns = 1; columns <= n; columns++)
    {
      int rows = (n + columns - 1) / columns;
      double wide = (w - GAP * (columns - 1)) / columns - l->left;
      double tall = (h - GAP * (rows - 1)) / rows - l->above - l->below;
      double side = MIN (wide, tall / aspect);

      if (side <= best)
        continue;
      best = side;
      l->columns = columns;
    }
  l->side_w = MIN (best, LARGEST);
  l->side_h = l->side_w * aspect;
  return best;
}

static Layout
lay_out (const WeftHeads *heads, double w, double h)
{
  Layout l = { .above = heads->heads > 1 ? MARK : 0, .columns = 1 };

  l.left = heads->row_words != NULL ? ROOM : 0;
  l.below = heads->column_words != NULL ? HEIGHT : 0;
  for (l.shown = heads->heads; l.shown > 1; l.shown--)
    if (fit (heads, &l, l.shown, w, h) >= SMALLEST)
      break;
  fit (heads, &l, l.shown, w, h);
  if (l.side_h / heads->rows < NARROWEST)
    l.left = 0; /* words that cannot be read need no room */
  if (l.side_w / heads->columns < NARROWEST)
    l.below = 0;
  fit (heads, &l, l.shown, w, h);
  return l;
}

int
weft_heads_count (const WeftHeads *heads, double w, double h)
{
  return lay_out (heads, w, h).shown;
}

static void
draw_words (cairo_t *cr, const WeftHeads *heads, const Layout *l, double x, double y)
{
  WeftTextStyle style = { .size = 9.5, .color = weft_theme_get (WEFT_ROLE_DIM, heads->is_dark) };
  double row = l->side_h / heads->rows, column = l->side_w / heads->columns;

  style.align = 1;
  style.width = ROOM - 4;
  for (int i = 0; l->left > 0 && i < heads->rows; i++)
    weft_text_draw (cr, heads->row_words[i], x - 4, y + (i + 0.5) * row - 7, &style);
  style.align = 0.5;
  style.width = MAX (column, NARROWEST);
  for (int j = 0; l->below > 0 && j < heads->columns; j++)
    weft_text_draw (cr, heads->column_words[j], x + (j + 0.5) * column, y + l->side_h, &style);
}

static void
draw_head (cairo_t *cr, const WeftHeads *heads, const Layout *l, int head, double x, double y)
{
  const WeftTextStyle style
      = { .size = 10, .color = weft_theme_get (WEFT_ROLE_DIM, heads->is_dark) };
  g_autofree char *number = g_strdup_printf ("%d", head + 1);
  cairo_surface_t *picture
      = weft_picture_new (heads->x + (gsize) head * (gsize) (heads->rows * heads->columns),
                          heads->rows, heads->columns, WEFT_TONE_SEQUENTIAL, 0, heads->is_dark);

  if (l->above > 0)
    weft_text_draw (cr, number, x + l->left, y, &style);
  x += l->left;
  y += l->above;
  weft_picture_paint (cr, picture, x, y, l->side_w, l->side_h, FALSE);
  weft_picture_outline (cr, x, y, l->side_w, l->side_h, heads->is_dark);
  cairo_surface_destroy (picture);
  draw_words (cr, heads, l, x, y);
}

void
weft_heads_draw (cairo_t *cr, const WeftHeads *heads, double x, double y, double w, double h)
{
  Layout l;

  if (heads->heads < 1 || heads->rows < 1 || heads->columns < 1 || w < SMALLEST || h < SMALLEST)
    return;
  l = lay_out (heads, w, h);
  for (int i = 0; i < l.shown; i++)
    draw_head (cr, heads, &l, i, x + i % l.columns * (l.left + l.side_w + GAP),
               y + i / l.columns * (l.above + l.side_h + l.below + GAP));
}
