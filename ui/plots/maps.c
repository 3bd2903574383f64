/* maps: any tensor as something to look at */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/maps.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/base/format.h"
#include "ui/plots/plot-text.h"

enum
{
  GAP = 3,
  SMALLEST_MAP = 20, /* px */
  LARGEST_MAP = 160,
  SMALLEST_BAR = 9,
  SMALLEST_CELL = 2, /* of a matrix */
  MAX_BARS = 32,
};

typedef enum
{
  KIND_GRID,    /* maps that follow each other */
  KIND_FILTERS, /* maps in rows and columns that mean something */
  KIND_BARS,
  KIND_MATRIX,
  KIND_FOLDED, /* a long vector in rows */
} Kind;

typedef struct
{
  Kind kind;
  int rows, columns; /* there are */
  int shown_rows, shown_columns;
  int map_h, map_w;      /* numbers */
  double cell_w, cell_h; /* px */
} Layout;

static int
count_within (double room, double smallest, int n)
{
  return CLAMP ((int) ((room + GAP) / (smallest + GAP)), 1, n);
}

/* The largest cell with which n maps of h : w fit the box. */
static int
choose_columns (int n, double aspect, double w, double h, double *cell_w)
{
  int best = 1;

  *cell_w = 0;
  for (int columns = 1; columns <= n; columns++)
    {
      int rows = (n + columns - 1) / columns;
      double cell
          = MIN ((w - GAP * (columns - 1)) / columns, (h - GAP * (rows - 1)) / rows / aspect);

      if (cell > *cell_w)
        {
          *cell_w = cell;
          best = columns;
        }
    }
  *cell_w = MIN (*cell_w, LARGEST_MAP);
  return best;
}

/* rows: how many maps there are; shown_columns: how many of them stand beside each other. */
static void
lay_out_grid (Layout *l, double w, double h)
{
  double aspect = (double) l->map_h / l->map_w;

  l->columns = 1;
  l->shown_rows = MIN (l->rows, count_within (w, SMALLEST_MAP, l->rows)
                                    * count_within (h, SMALLEST_MAP * aspect, l->rows));
  l->shown_columns = choose_columns (l->shown_rows, aspect, w, h, &l->cell_w);
  l->cell_h = l->cell_w * aspect;
}

static void
lay_out_filters (Layout *l, double w, double h)
{
  double aspect = (double) l->map_h / l->map_w;

  l->shown_columns = count_within (w, SMALLEST_MAP, l->columns);
  l->shown_rows = count_within (h, SMALLEST_MAP * aspect, l->rows);
  l->cell_w = MIN ((w - GAP * (l->shown_columns - 1)) / l->shown_columns,
                   (h - GAP * (l->shown_rows - 1)) / l->shown_rows / aspect);
  l->cell_w = MIN (l->cell_w, LARGEST_MAP);
  l->cell_h = l->cell_w * aspect;
}

static void
lay_out_matrix (Layout *l, double w, double h)
{
  l->shown_columns = CLAMP ((int) (w / SMALLEST_CELL), 1, l->columns);
  l->shown_rows = CLAMP ((int) (h / SMALLEST_CELL), 1, l->rows);
  l->cell_w = MIN (w / l->shown_columns, 24);
  l->cell_h = MIN (h / l->shown_rows, MAX (l->cell_w, 12));
}

static void
lay_out_vector (Layout *l, double w, double h)
{
  if (l->rows <= MAX_BARS)
    {
      l->kind = KIND_BARS;
      l->shown_rows = CLAMP ((int) (h / SMALLEST_BAR), 1, l->rows);
      l->cell_h = MIN (h / l->shown_rows, 20);
      return;
    }
  l->kind = KIND_FOLDED;
  l->shown_columns = CLAMP ((int) ceil (sqrt (l->rows * w / h)), 1, l->rows);
  l->shown_rows = l->rows;
  l->cell_w = l->cell_h
      = MIN (w / l->shown_columns, h / ((l->rows + l->shown_columns - 1) / l->shown_columns));
}

static Layout
lay_out (const WeftMaps *maps, double w, double h)
{
  const WeftShape *shape = &maps->shape;
  const gint64 *dims = shape->dims;
  Layout l = { .rows = 1, .columns = 1, .shown_columns = 1 };
  gboolean is_maps = shape->rank >= 3 && dims[shape->rank - 1] * dims[shape->rank - 2] > 1;

  if (is_maps)
    {
      l.map_h = (int) dims[shape->rank - 2];
      l.map_w = (int) dims[shape->rank - 1];
    }
  if (is_maps && shape->rank == 4 && dims[1] > 1)
    {
      l.kind = KIND_FILTERS;
      l.rows = (int) dims[0];
      l.columns = (int) dims[1];
      lay_out_filters (&l, w, h);
    }
  else if (is_maps)
    {
      l.rows = (int) (weft_shape_count (shape) / (l.map_h * l.map_w));
      lay_out_grid (&l, w, h);
    }
  else if (shape->rank >= 2 && weft_shape_count (shape) > dims[0])
    {
      l.kind = KIND_MATRIX;
      l.rows = (int) dims[0];
      l.columns = (int) (weft_shape_count (shape) / dims[0]);
      lay_out_matrix (&l, w, h);
    }
  else
    {
      l.rows = (int) weft_shape_count (shape);
      lay_out_vector (&l, w, h);
    }
  return l;
}

char *
weft_maps_dup_note (const WeftMaps *maps, double w, double h)
{
  Layout l = lay_out (maps, w, h);
  g_autofree char *rows = weft_format_count (l.rows), *columns = weft_format_count (l.columns);

  if (l.shown_rows >= l.rows
      && (l.kind == KIND_FOLDED || l.columns == 1 || l.shown_columns >= l.columns))
    return NULL;
  if (l.kind == KIND_FILTERS && !maps->is_signed)
    return g_strdup_printf (_ ("%d of %s channels, %d of %s slices each"), l.shown_rows, rows,
                            l.shown_columns, columns);
  if (l.kind == KIND_FILTERS)
    return g_strdup_printf (_ ("%d of %s filters, %d of %s channels each"), l.shown_rows, rows,
                            l.shown_columns, columns);
  if (l.kind == KIND_MATRIX)
    return g_strdup_printf (_ ("%d of %s rows, %d of %s columns"), l.shown_rows, rows,
                            l.shown_columns, columns);
  return g_strdup_printf (_ ("%d of %s"), l.shown_rows, rows);
}

/* --- drawing --- */

static void
draw_map (cairo_t *cr, const WeftMaps *maps, const Layout *l, int map, double limit, double x,
          double y)
{
  cairo_surface_t *picture = weft_picture_new (
      maps->x + (gsize) map * (gsize) (l->map_h * l->map_w), l->map_h, l->map_w,
      maps->is_signed ? WEFT_TONE_DIVERGING : WEFT_TONE_GREY, limit, maps->is_dark);

  weft_picture_paint (cr, picture, x, y, l->cell_w, l->cell_h, FALSE);
  cairo_surface_destroy (picture);
  if (maps->is_signed)
    weft_picture_outline (cr, x, y, l->cell_w, l->cell_h, maps->is_dark);
}

static void
draw_maps (cairo_t *cr, const WeftMaps *maps, const Layout *l, double x, double y)
{
  double limit = weft_picture_choose_limit (maps->x, (gsize) weft_shape_count (&maps->shape));
  gboolean is_grid = l->kind == KIND_GRID;
  int n = is_grid ? l->shown_rows : l->shown_rows * l->shown_columns;

  for (int i = 0; i < n; i++)
    {
      int row = i / l->shown_columns, column = i % l->shown_columns;

      draw_map (cr, maps, l, is_grid ? i : row * l->columns + column, limit,
                x + column * (l->cell_w + GAP), y + row * (l->cell_h + GAP));
    }
}

/* A matrix, or a long vector folded into rows, one cell a number. */
static void
draw_cells (cairo_t *cr, const WeftMaps *maps, const Layout *l, double x, double y)
{
  gsize n = (gsize) weft_shape_count (&maps->shape);
  int columns = l->shown_columns;
  int rows = l->kind == KIND_MATRIX ? l->shown_rows : (l->rows + columns - 1) / columns;
  gsize stride = l->kind == KIND_MATRIX ? (gsize) l->columns : (gsize) columns;
  g_autofree float *shown = g_new0 (float, (gsize) rows *(gsize) columns);
  gboolean has_negative = maps->is_signed;
  cairo_surface_t *picture;

  for (int i = 0; i < rows; i++)
    for (int j = 0; j < columns && (gsize) i * stride + (gsize) j < n; j++)
      {
        shown[i * columns + j] = maps->x[(gsize) i * stride + (gsize) j];
        has_negative |= shown[i * columns + j] < 0;
      }
  picture = weft_picture_new (shown, rows, columns,
                              has_negative ? WEFT_TONE_DIVERGING : WEFT_TONE_SEQUENTIAL,
                              weft_picture_choose_limit (maps->x, n), maps->is_dark);
  weft_picture_paint (cr, picture, x, y, columns * l->cell_w, rows * l->cell_h, FALSE);
  cairo_surface_destroy (picture);
}

/* --- bars --- */

typedef struct
{
  double names, middle; /* px: the names' width; where 0 (or low) is */
  double per_unit;      /* px */
  WeftTextStyle style;
} Bars;

/* Names, then what is below 0, then what is above; a number beside the end of each bar. */
static Bars
lay_out_bars (cairo_t *cr, const WeftMaps *maps, const Layout *l, double w)
{
  const double number = 46;
  Bars bars = { .style = { .size = CLAMP (l->cell_h - 2, 8, 10.5),
                           .color = weft_theme_get (WEFT_ROLE_DIM, maps->is_dark) } };
  double low = 0, high = 0, room;

  bars.names = 16;
  for (int i = 0; i < l->shown_rows; i++)
    {
      low = MIN (low, (double) maps->x[i]);
      high = MAX (high, (double) maps->x[i]);
      if (maps->names != NULL)
        bars.names = MAX (bars.names, weft_text_measure (cr, maps->names[i], &bars.style));
    }
  bars.names = MIN (bars.names, w * 0.4);
  if (maps->low != NULL)
    low = 0, high = 1;
  room = MAX (w - bars.names - 6 - (low < 0 ? number : 0) - (high > 0 ? number : 0), 10);
  bars.per_unit = room / (high - low + 1e-12);
  bars.middle = bars.names + 6 + (low < 0 ? number - low * bars.per_unit : 0);
  return bars;
}

static double
get_bar (const WeftMaps *maps, int i)
{
  double range = maps->low != NULL ? (double) (maps->high[i] - maps->low[i]) : 0;

  if (maps->low == NULL)
    return (double) maps->x[i];
  return range > 0 ? ((double) (maps->x[i] - maps->low[i])) / range : 0.5;
}

static void
draw_bar (cairo_t *cr, const WeftMaps *maps, const Bars *bars, int i, double x, double y,
          double height)
{
  double length = get_bar (maps, i) * bars->per_unit, middle = x + bars->middle;
  g_autofree char *number = g_strdup_printf ("%d", i);
  g_autofree char *value = weft_format_digits ((double) maps->x[i], 3);
  const char *name = maps->names != NULL ? maps->names[i] : number;
  WeftTextStyle style = bars->style;
  double text_y = y + height / 2 - style.size * 0.72;

  style.align = 1;
  style.width = weft_text_measure (cr, name, &style) > bars->names ? bars->names : 0;
  weft_text_draw (cr, name, x + bars->names, text_y, &style);
  weft_theme_set_source (cr, length < 0 ? WEFT_ROLE_NEGATIVE : WEFT_ROLE_POSITIVE, maps->is_dark);
  cairo_rectangle (cr, length < 0 ? middle + length : middle, y + 1, MAX (fabs (length), 1),
                   height - 2);
  cairo_fill (cr);
  style.width = 0;
  style.align = length < 0 ? 1 : 0;
  weft_text_draw (cr, value, middle + length + (length < 0 ? -4 : 4), text_y, &style);
}

static void
draw_bars (cairo_t *cr, const WeftMaps *maps, const Layout *l, double x, double y, double w)
{
  Bars bars = lay_out_bars (cr, maps, l, w);

  for (int i = 0; i < l->shown_rows; i++)
    draw_bar (cr, maps, &bars, i, x, y + i * l->cell_h, l->cell_h);
}

void
weft_maps_draw (cairo_t *cr, const WeftMaps *maps, double x, double y, double w, double h)
{
  Layout l;

  if (w < 8 || h < 8)
    return;
  l = lay_out (maps, w, h);
  if (l.kind == KIND_BARS)
    draw_bars (cr, maps, &l, x, y, w);
  else if (l.kind == KIND_GRID || l.kind == KIND_FILTERS)
    draw_maps (cr, maps, &l, x, y);
  else
    draw_cells (cr, maps, &l, x, y);
}
