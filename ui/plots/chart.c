/* chart: the frame of a plot: ground, grid, ticks, title and legend */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/chart.h"

#include <math.h>

#include "ui/plots/raster.h"

enum
{
  LEFT = 44,
  TOP = 26,
  RIGHT = 14,
  BOTTOM = 22,
  LEGEND_MARK = 36, /* beside a name: its line, and room */
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
  chart->x.from = LEFT;
  chart->x.to = MAX (chart->width - RIGHT, LEFT + 10);
  chart->y.from = MAX (chart->height - BOTTOM, TOP + 10);
  chart->y.to = TOP;
}

static void
draw_x_ticks (cairo_t *cr, const WeftChart *chart)
{
  WeftTextStyle style = style_of (chart, 10, 0.5, WEFT_ROLE_DIM);
  double ticks[WEFT_MAX_TICKS];
  guint wanted = (guint) CLAMP ((chart->x.to - chart->x.from) / 90, 2, 8);
  guint n = weft_axis_get_ticks (&chart->x, wanted, ticks);
  double free_from = 0;

  style.right = chart->width - 1;
  for (guint i = 0; i < n; i++)
    {
      double px = round (weft_axis_map (&chart->x, ticks[i])) + 0.5;
      double step = chart->x.is_log ? ticks[i] : weft_axis_get_step (&chart->x, wanted);
      g_autofree char *label = weft_axis_format_tick (&chart->x, ticks[i], step);

      weft_theme_set_source (cr, WEFT_ROLE_GRID, chart->is_dark);
      cairo_move_to (cr, px, chart->y.to);
      cairo_line_to (cr, px, chart->y.from);
      cairo_stroke (cr);
      if (chart->x.is_log && px < free_from)
        continue;
      free_from = px + weft_text_measure (cr, label, &style) + 14;
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

/* Inside the plot, where the axes end. */
static void
draw_axis_labels (cairo_t *cr, const WeftChart *chart)
{
  const WeftTextStyle y_style = style_of (chart, 10, 0, WEFT_ROLE_DIM);
  const WeftTextStyle x_style = style_of (chart, 10, 1, WEFT_ROLE_DIM);

  if (chart->x_label != NULL)
    weft_text_draw (cr, chart->x_label, chart->x.to - 2, chart->y.from - 16, &x_style);
  if (chart->y_label != NULL)
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
  weft_theme_set_source (cr, WEFT_ROLE_AXIS, chart->is_dark);
  cairo_move_to (cr, chart->x.from, chart->y.from + 0.5);
  cairo_line_to (cr, chart->x.to, chart->y.from + 0.5);
  cairo_stroke (cr);
  weft_text_draw (cr, chart->title, chart->x.from, 3, &title);
  draw_axis_labels (cr, chart);
}

/* How wide each name may be, so that all have room; 0: as wide as they are. */
static double
find_name_width (cairo_t *cr, const WeftChart *chart, const WeftLegendEntry *entries, guint n,
                 double left)
{
  const WeftTextStyle style = style_of (chart, 11, 1, WEFT_ROLE_DIM);
  double room = chart->x.to - left, wanted = 0;

  for (guint i = 0; i < n; i++)
    wanted += weft_text_measure (cr, entries[i].name, &style) + LEGEND_MARK;
  return n > 0 && wanted > room ? MAX (room / n - LEGEND_MARK, 1) : 0;
}

void
weft_chart_draw_legend (cairo_t *cr, const WeftChart *chart, const WeftLegendEntry *entries,
                        guint n, double left, double (*ranges)[2])
{
  double right = chart->x.to, most = find_name_width (cr, chart, entries, n, left);
  WeftTextStyle style = style_of (chart, 11, 1, WEFT_ROLE_DIM);

  for (guint i = n; i-- > 0;)
    {
      double width = weft_text_measure (cr, entries[i].name, &style);
      GdkRGBA color = weft_theme_get (entries[i].role, chart->is_dark);

      style.width = most > 0 && width > most ? most : 0;
      width = weft_text_draw (cr, entries[i].name, right, 4, &style);
      style.width = 0;
      color.alpha = entries[i].is_hidden ? 0.3f : 1;
      gdk_cairo_set_source_rgba (cr, &color);
      cairo_set_line_width (cr, 3.5);
      cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
      if (entries[i].dash > 0)
        {
          cairo_set_line_width (cr, 2);
          cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
        }
      weft_dash_set (cr, entries[i].dash);
      cairo_move_to (cr, right - width - (entries[i].dash > 0 ? 26 : 18), 12);
      cairo_line_to (cr, right - width - (entries[i].dash > 0 ? 6 : 9), 12);
      cairo_stroke (cr);
      weft_dash_set (cr, 0);
      ranges[i][0] = right - width - 22;
      ranges[i][1] = right + 4;
      right -= width + LEGEND_MARK;
    }
}

void
weft_chart_clip (cairo_t *cr, const WeftChart *chart)
{
  cairo_rectangle (cr, chart->x.from, chart->y.to - 2, chart->x.to - chart->x.from + 4,
                   chart->y.from - chart->y.to + 3);
  cairo_clip (cr);
}

static void
draw_card_rows (cairo_t *cr, const WeftChart *chart, double x, double y, double width,
                const WeftLegendEntry *entries, char *const *values, guint n)
{
  const WeftTextStyle name = style_of (chart, 10.5, 0, WEFT_ROLE_DIM);
  const WeftTextStyle value = style_of (chart, 10.5, 1, WEFT_ROLE_INK);

  for (guint i = 0; i < n; i++, y += 16)
    {
      weft_theme_set_source (cr, entries[i].role, chart->is_dark);
      cairo_arc (cr, x + 12, y + 7, 3.5, 0, 2 * G_PI);
      cairo_fill (cr);
      weft_text_draw (cr, entries[i].name, x + 21, y, &name);
      weft_text_draw (cr, values[i], x + width - 9, y, &value);
    }
}

void
weft_chart_draw_card (cairo_t *cr, const WeftChart *chart, double px, const char *title,
                      const WeftLegendEntry *entries, char *const *values, guint n)
{
  const double width = 150, height = 24 + 16 * n;
  double x = px + 10 + width > chart->x.to ? px - 10 - width : px + 10;
  double y = chart->y.to + 5;
  WeftTextStyle bold = style_of (chart, 11, 0, WEFT_ROLE_INK);

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
  weft_text_draw (cr, title, x + 9, y + 4, &bold);
  draw_card_rows (cr, chart, x, y + 21, width, entries, values, n);
}
