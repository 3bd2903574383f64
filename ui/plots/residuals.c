/* residuals: by how much what is true lies above what was predicted, and how often which occur */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/residuals.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/base/format.h"

enum
{
  BESIDE = 110, /* px of the histogram, at most */
  GAP = 8,
  NEAR = 24,
};

static double
get_residual (const WeftResiduals *residuals, guint i)
{
  return residuals->truth[i] - residuals->predicted[i];
}

void
weft_residuals_measure (WeftResiduals *residuals)
{
  double squares = 0;

  residuals->mean = residuals->reach = 0;
  residuals->most = 0;
  for (guint i = 0; i < WEFT_RESIDUAL_BINS; i++)
    residuals->bins[i] = 0;
  for (guint i = 0; i < residuals->n; i++)
    {
      residuals->mean += get_residual (residuals, i) / residuals->n;
      residuals->reach = MAX (residuals->reach, fabs (get_residual (residuals, i)));
    }
  for (guint i = 0; i < residuals->n; i++)
    {
      double residual = get_residual (residuals, i), off = residual - residuals->mean;
      double share = residuals->reach > 0 ? residual / residuals->reach / 2 + 0.5 : 0.5;
      int bin = CLAMP ((int) (share * WEFT_RESIDUAL_BINS), 0, WEFT_RESIDUAL_BINS - 1);

      squares += off * off;
      residuals->bins[bin]++;
      residuals->most = MAX (residuals->most, residuals->bins[bin]);
    }
  residuals->deviation = residuals->n > 0 ? sqrt (squares / residuals->n) : 0;
}

void
weft_residuals_layout (WeftResiduals *residuals, double width, double height)
{
  double low = INFINITY, high = -INFINITY, margin;
  WeftChart *chart = &residuals->chart;

  for (guint i = 0; i < residuals->n; i++)
    {
      low = MIN (low, residuals->predicted[i]);
      high = MAX (high, residuals->predicted[i]);
    }
  if (!(low <= high))
    low = 0, high = 1;
  margin = MAX ((high - low) * 0.05, 1e-9);
  *chart = (WeftChart){ .title = "",
                        .is_dark = residuals->is_dark,
                        .width = width,
                        .height = height,
                        .x_label = C_ ("axis", "predicted"),
                        .y_label = C_ ("axis", "true − predicted") };
  weft_chart_layout (chart);
  chart->x.to = MAX (chart->x.to - MIN (BESIDE, width / 4), chart->x.from + 10);
  chart->x.low = low - margin;
  chart->x.high = high + margin;
  chart->y.high = MAX (residuals->reach, 1e-9);
  chart->y.low = -chart->y.high;
}

guint
weft_residuals_find (const WeftResiduals *residuals, double x, double y)
{
  double least = NEAR;
  guint nearest = residuals->n;

  for (guint i = 0; i < residuals->n; i++)
    {
      double distance
          = hypot (weft_axis_map (&residuals->chart.x, residuals->predicted[i]) - x,
                   weft_axis_map (&residuals->chart.y, get_residual (residuals, i)) - y);

      if (distance >= least)
        continue;
      least = distance;
      nearest = i;
    }
  return nearest;
}

static void
draw_points (cairo_t *cr, const WeftResiduals *residuals)
{
  const WeftChart *chart = &residuals->chart;
  GdkRGBA color = weft_theme_get (WEFT_ROLE_TRAIN, chart->is_dark);

  color.alpha = 0.6f;
  gdk_cairo_set_source_rgba (cr, &color);
  for (guint i = 0; i < residuals->n; i++)
    {
      cairo_arc (cr, weft_axis_map (&chart->x, residuals->predicted[i]),
                 weft_axis_map (&chart->y, get_residual (residuals, i)), 2.5, 0, 2 * G_PI);
      cairo_fill (cr);
    }
}

static void
draw_bins (cairo_t *cr, const WeftResiduals *residuals)
{
  const WeftChart *chart = &residuals->chart;
  double left = chart->x.to + GAP, room = chart->width - 14 - left;
  double step = (chart->y.from - chart->y.to) / WEFT_RESIDUAL_BINS;

  weft_theme_set_source (cr, WEFT_ROLE_TRAIN, chart->is_dark);
  for (int i = 0; i < WEFT_RESIDUAL_BINS; i++)
    cairo_rectangle (cr, left, chart->y.from - (i + 1) * step + 0.5,
                     room * residuals->bins[i] / MAX (residuals->most, 1), step - 1);
  cairo_fill (cr);
  weft_theme_set_source (cr, WEFT_ROLE_AXIS, chart->is_dark);
  cairo_rectangle (cr, left - 1, chart->y.to, 1, chart->y.from - chart->y.to);
  cairo_fill (cr);
}

static void
draw_zero (cairo_t *cr, const WeftChart *chart)
{
  double y = round (weft_axis_map (&chart->y, 0)) + 0.5;

  weft_theme_set_source (cr, WEFT_ROLE_BEST, chart->is_dark);
  cairo_set_line_width (cr, 1.5);
  cairo_set_dash (cr, (const double[]){ 5, 4 }, 2, 0);
  cairo_move_to (cr, chart->x.from, y);
  cairo_line_to (cr, chart->width - 14, y);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
draw_card (cairo_t *cr, const WeftResiduals *residuals)
{
  guint i = residuals->hovered;
  g_autofree char *residual = weft_format_number (get_residual (residuals, i));
  g_autofree char *truth = weft_format_number (residuals->truth[i]);
  g_autofree char *predicted = weft_format_number (residuals->predicted[i]);
  g_autofree char *title = g_strdup_printf (_ ("residual %s"), residual);
  const WeftLegendEntry entries[]
      = { { .name = C_ ("axis", "true"), .role = WEFT_ROLE_BEST },
          { .name = C_ ("axis", "predicted"), .role = WEFT_ROLE_TRAIN } };

  weft_chart_draw_card (
      cr, &residuals->chart,
      &(WeftChartCard){ .px = weft_axis_map (&residuals->chart.x, residuals->predicted[i]),
                        .title = title,
                        .entries = entries,
                        .values = (char *[]){ truth, predicted },
                        .n = 2 });
}

void
weft_residuals_draw (cairo_t *cr, const WeftResiduals *residuals)
{
  weft_chart_draw_frame (cr, &residuals->chart);
  draw_points (cr, residuals);
  draw_bins (cr, residuals);
  draw_zero (cr, &residuals->chart);
  if (residuals->hovered < residuals->n)
    draw_card (cr, residuals);
}
