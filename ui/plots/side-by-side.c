/* side-by-side: shares of several groups, a row a group and a column a figure */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/side-by-side.h"

#include <math.h>

#include "engine/metrics/thresholds.h"
#include "ui/base/format.h"
#include "ui/base/theme.h"

enum
{
  MARGIN = 14,
  HEAD = 32,
  LINE = 13, /* of the head */
  ROW = 19,
  COUNT = 40, /* px of how many */
  GAP = 12,
  VALUE = 52, /* px of a share in figures */
  BAR = 11,
};

double
weft_side_by_side_get_height (const WeftSideBySide *plot)
{
  return HEAD + ROW * plot->n_rows + 6;
}

static double
get_name_width (double width)
{
  return CLAMP (width * 0.2, 70, 220);
}

/* px of the left end of a column, and how wide it is. */
static double
get_column (const WeftSideBySide *plot, double width, guint column, double *room)
{
  double left = MARGIN + get_name_width (width) + COUNT + GAP;

  *room = MAX ((width - MARGIN - left) / MAX (plot->n_columns, 1) - GAP, VALUE + 4);
  return left + column * (*room + GAP);
}

static void
draw_share (cairo_t *cr, const WeftSideBySide *plot, const WeftShare *share, double x, double y,
            double room)
{
  const WeftTextStyle style
      = { .size = 11, .align = 1, .color = weft_theme_get (WEFT_ROLE_INK, plot->is_dark) };
  double whole = MAX (room - VALUE, 1), ends[2],
         part = share->of > 0 ? (double) share->part / (double) share->of : NAN;
  g_autofree char *text = weft_format_metric (part, TRUE);

  weft_text_draw (cr, text, x + room, y, &style);
  if (share->of == 0)
    return;
  weft_theme_set_source (cr, WEFT_ROLE_WELL, plot->is_dark);
  cairo_rectangle (cr, x, y + 2, whole, BAR);
  cairo_fill (cr);
  weft_theme_set_source (cr, WEFT_ROLE_TRAIN, plot->is_dark);
  cairo_rectangle (cr, x, y + 2, whole * part, BAR);
  cairo_fill (cr);
  weft_share_get_interval (share->part, share->of, ends);
  weft_theme_set_source (cr, WEFT_ROLE_INK, plot->is_dark);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, x + whole * ends[0], y + 2 + BAR / 2.0);
  cairo_line_to (cr, x + whole * ends[1], y + 2 + BAR / 2.0);
  cairo_stroke (cr);
}

static void
draw_row (cairo_t *cr, const WeftSideBySide *plot, guint row, double top, double width)
{
  WeftTextStyle style = { .size = 11.5,
                          .width = get_name_width (width),
                          .is_bold = row == plot->all,
                          .color = weft_theme_get (WEFT_ROLE_INK, plot->is_dark) };
  g_autofree char *count = weft_format_count (plot->counts[row]);
  double y = top + HEAD + row * ROW + (row >= plot->all ? 4 : 0), room;

  weft_text_draw (cr, plot->names[row], MARGIN, y, &style);
  style.width = 0;
  style.align = 1;
  style.size = 11;
  style.color = weft_theme_get (WEFT_ROLE_DIM, plot->is_dark);
  weft_text_draw (cr, count, MARGIN + get_name_width (width) + COUNT, y, &style);
  for (guint i = 0; i < plot->n_columns; i++)
    {
      double x = get_column (plot, width, i, &room);

      draw_share (cr, plot, &plot->shares[row * plot->n_columns + i], x, y, room);
    }
}

void
weft_side_by_side_draw (cairo_t *cr, const WeftSideBySide *plot, double top, double width)
{
  WeftTextStyle style = { .size = 10.5, .color = weft_theme_get (WEFT_ROLE_DIM, plot->is_dark) };

  for (guint i = 0; i < plot->n_columns; i++)
    {
      double room, x = get_column (plot, width, i, &room);
      g_auto (GStrv) lines = g_strsplit (plot->columns[i], "\n", 2);

      style.width = room + GAP / 2.0;
      for (guint k = 0; lines[k] != NULL; k++)
        weft_text_draw (cr, lines[k], x, top + (lines[1] == NULL ? LINE : LINE * k), &style);
    }
  for (guint row = 0; row < plot->n_rows; row++)
    draw_row (cr, plot, row, top, width);
  if (plot->all >= plot->n_rows)
    return;
  weft_theme_set_source (cr, WEFT_ROLE_AXIS, plot->is_dark);
  cairo_rectangle (cr, MARGIN, floor (top + HEAD + plot->all * ROW), width - 2 * MARGIN, 1);
  cairo_fill (cr);
}
