/* chart: the frame of a plot: ground, grid, ticks, title and legend */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/chart.h"

#include <math.h>

#include "ui/plots/raster.h"

enum
{
  LEFT = 44,
  TOP = 26,
  TITLE = 24, /* what stands below the title and the controls begins there */
  RIGHT = 14,
  BOTTOM = 22,
  LEGEND_MARK = 36, /* beside a name: its line, and room */
  SCALE = 42,       /* a value axis at the right */
  SCALE_NAME = 14,  /* above each of several value axes */
  CARD_LEAST = 150,
  CARD_ROW = 16,
};

/* Told apart without colours too. */
void
weft_dash_set (cairo_t *cr, guint dash)
{
  static const double dashes[WEFT_DASHES][4]
      = { { 7, 3, 7, 3 },   { 2, 3, 2, 3 }, { 8, 3, 2, 3 },
          { 14, 3, 14, 3 }, { 4, 2, 4, 6 }, { 14, 3, 2, 3 } };

  cairo_set_dash (cr, dash > 0 ? dashes[(dash - 1) % WEFT_DASHES] : NULL, dash > 0 ? 4 : 0, 0);
}

static WeftTextStyle
style_of (const WeftChart *chart, double size, double align, WeftRole role)
{
  return (WeftTextStyle){ .size = size,
                          .align = align,
                          .color = weft_theme_get (role, chart->is_dark) };
}

void
weft_chart_layout (WeftChart *chart)
{
  double top = TOP + chart->head + (chart->n_right > 0 ? SCALE_NAME : 0);

  chart->x.from = LEFT;
  chart->x.to = MAX (chart->width - RIGHT - SCALE * chart->n_right, LEFT + 10);
  chart->y.from = MAX (chart->height - BOTTOM, top + 10);
  chart->y.to = top;
  for (guint i = 0; i < chart->n_right; i++)
    {
      chart->right[i].from = chart->y.from;
      chart->right[i].to = chart->y.to;
    }
}

const WeftAxis *
weft_chart_get_scale (const WeftChart *chart, guint scale)
{
  return scale > 0 && scale <= chart->n_right ? &chart->right[scale - 1] : &chart->y;
}

/* At the end of the row of ticks; how wide. */
static double
draw_along (cairo_t *cr, const WeftChart *chart)
{
  const WeftTextStyle style = style_of (chart, 10, 1, WEFT_ROLE_DIM);

  return weft_text_draw (cr, chart->along, chart->width - 4, chart->y.from + 3, &style);
}

static void
draw_x_ticks (cairo_t *cr, const WeftChart *chart)
{
  WeftTextStyle style = style_of (chart, 10, 0.5, WEFT_ROLE_DIM);
  double ticks[WEFT_MAX_TICKS];
  guint wanted = (guint) CLAMP ((chart->x.to - chart->x.from) / 90, 2, 8);
  guint n = weft_axis_get_ticks (&chart->x, wanted, ticks);
  double free_from = 0, free_to = chart->width;

  style.right = chart->width - 1;
  if (chart->along != NULL)
    free_to = chart->width - draw_along (cr, chart) - 10;
  for (guint i = 0; i < n; i++)
    {
      double px = round (weft_axis_map (&chart->x, ticks[i])) + 0.5;
      double step = chart->x.is_log ? ticks[i] : weft_axis_get_step (&chart->x, wanted);
      double width;
      g_autofree char *label = weft_axis_format_tick (&chart->x, ticks[i], step);

      weft_theme_set_source (cr, WEFT_ROLE_GRID, chart->is_dark);
      cairo_move_to (cr, px, chart->y.to);
      cairo_line_to (cr, px, chart->y.from);
      cairo_stroke (cr);
      width = weft_text_measure (cr, label, &style);
      if ((chart->x.is_log && px < free_from) || px + width / 2 > free_to)
        continue;
      free_from = px + width + 14;
      weft_text_draw (cr, label, px, chart->y.from + 3, &style);
    }
}

static void
draw_y_ticks (cairo_t *cr, const WeftChart *chart)
{
  const WeftTextStyle style = style_of (chart, 10, 1, WEFT_ROLE_DIM);
  double ticks[WEFT_MAX_TICKS];
  guint wanted = (guint) CLAMP ((chart->y.from - chart->y.to) / 36, 2, 8);
  guint n = weft_axis_get_ticks (&chart->y, wanted, ticks);

  for (guint i = 0; i < n; i++)
    {
      double px = round (weft_axis_map (&chart->y, ticks[i])) + 0.5;
      double step = chart->y.is_log ? ticks[i] : weft_axis_get_step (&chart->y, wanted);
      g_autofree char *label = weft_axis_format_tick (&chart->y, ticks[i], step);

      weft_theme_set_source (cr, WEFT_ROLE_GRID, chart->is_dark);
      cairo_move_to (cr, chart->x.from, px);
      cairo_line_to (cr, chart->x.to, px);
      cairo_stroke (cr);
      weft_text_draw (cr, label, chart->x.from - 6, px - 7, &style);
    }
}

/* Without lines across the plot, which are the left one's. */
static void
draw_right_ticks (cairo_t *cr, const WeftChart *chart, guint i)
{
  const WeftTextStyle style = style_of (chart, 10, 0, WEFT_ROLE_DIM);
  const WeftAxis *axis = &chart->right[i];
  double ticks[WEFT_MAX_TICKS], x = round (chart->x.to + SCALE * i) + 0.5;
  guint wanted = (guint) CLAMP ((axis->from - axis->to) / 36, 2, 8);
  guint n = weft_axis_get_ticks (axis, wanted, ticks);

  weft_theme_set_source (cr, WEFT_ROLE_AXIS, chart->is_dark);
  cairo_move_to (cr, x, axis->to);
  cairo_line_to (cr, x, axis->from);
  cairo_stroke (cr);
  for (guint k = 0; k < n; k++)
    {
      double px = round (weft_axis_map (axis, ticks[k])) + 0.5;
      double step = axis->is_log ? ticks[k] : weft_axis_get_step (axis, wanted);
      g_autofree char *label = weft_axis_format_tick (axis, ticks[k], step);

      weft_theme_set_source (cr, WEFT_ROLE_AXIS, chart->is_dark);
      cairo_move_to (cr, x, px);
      cairo_line_to (cr, x + 3, px);
      cairo_stroke (cr);
      weft_text_draw (cr, label, x + 6, px - 7, &style);
    }
}

/* Of several value axes each is named above its end. */
static void
draw_scale_labels (cairo_t *cr, const WeftChart *chart)
{
  const WeftTextStyle left = style_of (chart, 10, 0, WEFT_ROLE_DIM);
  WeftTextStyle right = style_of (chart, 10, 1, WEFT_ROLE_DIM);
  double y = chart->y.to - SCALE_NAME - 2;

  if (chart->y_label != NULL)
    weft_text_draw (cr, chart->y_label, 8, y, &left);
  right.width = chart->n_right > 1 ? SCALE + LEFT : 2 * SCALE + LEFT;
  for (guint i = 0; i < chart->n_right; i++)
    if (chart->right_labels[i] != NULL)
      weft_text_draw (cr, chart->right_labels[i],
                      i + 1 < chart->n_right ? chart->x.to + 4 : chart->width - 6, y, &right);
}

/* Inside the plot, where the axes end. */
static void
draw_axis_labels (cairo_t *cr, const WeftChart *chart)
{
  const WeftTextStyle y_style = style_of (chart, 10, 0, WEFT_ROLE_DIM);
  const WeftTextStyle x_style = style_of (chart, 10, 1, WEFT_ROLE_DIM);

  if (chart->x_label != NULL)
    weft_text_draw (cr, chart->x_label, chart->x.to - 2, chart->y.from - 16, &x_style);
  if (chart->n_right > 0)
    draw_scale_labels (cr, chart);
  else if (chart->y_label != NULL)
    weft_text_draw (cr, chart->y_label, chart->x.from + 5, chart->y.to + 1, &y_style);
}

void
weft_chart_draw_frame (cairo_t *cr, const WeftChart *chart)
{
  WeftTextStyle title = style_of (chart, 12, 0, WEFT_ROLE_INK);

  title.is_bold = TRUE;
  title.width = MAX ((chart->x.to - chart->x.from) * 0.55, 40);
  cairo_set_line_width (cr, 1);
  draw_x_ticks (cr, chart);
  draw_y_ticks (cr, chart);
  for (guint i = 0; i < chart->n_right; i++)
    draw_right_ticks (cr, chart, i);
  weft_theme_set_source (cr, WEFT_ROLE_AXIS, chart->is_dark);
  cairo_move_to (cr, chart->x.from, chart->y.from + 0.5);
  cairo_line_to (cr, chart->x.to, chart->y.from + 0.5);
  cairo_stroke (cr);
  weft_text_draw (cr, chart->title, chart->x.from, 3, &title);
  draw_axis_labels (cr, chart);
}

static double
measure_entry (cairo_t *cr, const WeftChart *chart, const WeftLegendEntry *entry)
{
  const WeftTextStyle style = style_of (chart, 11, 0, WEFT_ROLE_DIM);

  return MIN (weft_text_measure (cr, entry->name, &style) + LEGEND_MARK,
              chart->x.to - chart->x.from);
}

/* Rows from the left edge; how many. */
static guint
place_in_rows (const WeftChart *chart, guint n, WeftLegendPlace *places)
{
  double x = chart->x.from;
  guint rows = 1;

  for (guint i = 0; i < n; i++)
    {
      if (x > chart->x.from && x + places[i].width > chart->x.to)
        {
          x = chart->x.from;
          rows++;
        }
      places[i].x = x;
      places[i].y = TITLE + (rows - 1) * WEFT_LEGEND_ROW;
      x += places[i].width;
    }
  return rows;
}

double
weft_chart_place_legend (cairo_t *cr, const WeftChart *chart, const WeftLegendEntry *entries,
                         guint n, double left, WeftLegendPlace *places)
{
  double wanted = 0, x;

  for (guint i = 0; i < n; i++)
    {
      places[i].width = measure_entry (cr, chart, &entries[i]);
      wanted += places[i].width;
    }
  if (wanted > chart->x.to - left)
    return place_in_rows (chart, n, places) * WEFT_LEGEND_ROW;
  x = chart->x.to - wanted;
  for (guint i = 0; i < n; i++)
    {
      places[i].x = x;
      places[i].y = 4;
      x += places[i].width;
    }
  return 0;
}

/* The line as it is drawn, then its name. */
void
weft_chart_draw_legend (cairo_t *cr, const WeftChart *chart, const WeftLegendEntry *entries,
                        guint n, const WeftLegendPlace *places)
{
  WeftTextStyle style = style_of (chart, 11, 0, WEFT_ROLE_DIM);

  for (guint i = 0; i < n; i++)
    {
      const WeftLegendPlace *place = &places[i];
      GdkRGBA color = weft_theme_get (entries[i].role, chart->is_dark);
      gboolean is_dashed = entries[i].dash > 0;

      color.alpha = entries[i].is_hidden ? 0.3f : 1;
      gdk_cairo_set_source_rgba (cr, &color);
      cairo_set_line_width (cr, is_dashed ? 2 : 3.5);
      cairo_set_line_cap (cr, is_dashed ? CAIRO_LINE_CAP_BUTT : CAIRO_LINE_CAP_ROUND);
      weft_dash_set (cr, entries[i].dash);
      cairo_move_to (cr, place->x + (is_dashed ? 0 : 8), place->y + 8);
      cairo_line_to (cr, place->x + 18, place->y + 8);
      cairo_stroke (cr);
      weft_dash_set (cr, 0);
      style.width = place->width - LEGEND_MARK + 2;
      weft_text_draw (cr, entries[i].name, place->x + 24, place->y, &style);
    }
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
}

void
weft_chart_clip (cairo_t *cr, const WeftChart *chart)
{
  cairo_rectangle (cr, chart->x.from, chart->y.to - 2, chart->x.to - chart->x.from + 4,
                   chart->y.from - chart->y.to + 3);
  cairo_clip (cr);
}

static void
draw_card_rows (cairo_t *cr, const WeftChart *chart, const WeftChartCard *card, double x, double y,
                double width)
{
  const WeftTextStyle name = style_of (chart, 10.5, 0, WEFT_ROLE_DIM);
  const WeftTextStyle value = style_of (chart, 10.5, 1, WEFT_ROLE_INK);
  WeftTextStyle note = style_of (chart, 10.5, 0, WEFT_ROLE_INK);

  note.width = width - 18;
  for (guint i = 0; i < card->n; i++, y += CARD_ROW)
    {
      weft_theme_set_source (cr, card->entries[i].role, chart->is_dark);
      cairo_arc (cr, x + 12, y + 7, 3.5, 0, 2 * G_PI);
      cairo_fill (cr);
      weft_text_draw (cr, card->entries[i].name, x + 21, y, &name);
      weft_text_draw (cr, card->values[i], x + width - 9, y, &value);
    }
  for (guint i = 0; i < card->n_notes; i++, y += CARD_ROW)
    weft_text_draw (cr, card->notes[i], x + 9, y, &note);
}

/* As wide as its longest row, within bounds. */
static double
measure_card (cairo_t *cr, const WeftChart *chart, const WeftChartCard *card)
{
  const WeftTextStyle style = style_of (chart, 10.5, 0, WEFT_ROLE_DIM);
  double width = CARD_LEAST;

  for (guint i = 0; i < card->n; i++)
    width = MAX (width, weft_text_measure (cr, card->entries[i].name, &style)
                            + weft_text_measure (cr, card->values[i], &style) + 44);
  for (guint i = 0; i < card->n_notes; i++)
    width = MAX (width, weft_text_measure (cr, card->notes[i], &style) + 20);
  return MIN (width, MAX (CARD_LEAST, (chart->x.to - chart->x.from) * 0.7));
}

void
weft_chart_draw_card (cairo_t *cr, const WeftChart *chart, const WeftChartCard *card)
{
  const double width = measure_card (cr, chart, card),
               height = 24 + CARD_ROW * (card->n + card->n_notes);
  double px = card->px;
  double x = px + 10 + width > chart->x.to ? px - 10 - width : px + 10;
  double y = MAX (MIN (chart->y.to + 5, chart->height - height - 2), 2);
  WeftTextStyle bold = style_of (chart, 11, 0, WEFT_ROLE_INK);

  x = CLAMP (x, 2, MAX (chart->width - width - 2, 2));
  bold.is_bold = TRUE;
  weft_theme_set_source (cr, WEFT_ROLE_AXIS, chart->is_dark);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, round (px) + 0.5, chart->y.to);
  cairo_line_to (cr, round (px) + 0.5, chart->y.from);
  cairo_stroke (cr);
  weft_picture_round (cr, x + 0.5, y + 0.5, width, height, 7);
  weft_theme_set_source (cr, WEFT_ROLE_CHIP, chart->is_dark);
  cairo_fill_preserve (cr);
  weft_theme_set_source (cr, WEFT_ROLE_EDGE, chart->is_dark);
  cairo_stroke (cr);
  weft_text_draw (cr, card->title, x + 9, y + 4, &bold);
  draw_card_rows (cr, chart, card, x, y + 21, width);
}
