/* scatter: predicted against true values, with the line on which all would lie */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/scatter.h"

#include <math.h>

static void
choose_axes (WeftChart *chart, const WeftScatter *scatter)
{
  double low = INFINITY, high = -INFINITY, margin;

  for (guint i = 0; i < scatter->n; i++)
    {
      low = MIN (low, MIN (scatter->truth[i], scatter->predicted[i]));
      high = MAX (high, MAX (scatter->truth[i], scatter->predicted[i]));
    }
  if (!isfinite (low) || !isfinite (high))
    low = 0, high = 1;
  margin = MAX ((high - low) * 0.05, 1e-9);
  chart->x.low = chart->y.low = low - margin;
  chart->x.high = chart->y.high = high + margin;
}

void
weft_scatter_draw (cairo_t *cr, WeftChart *chart, const WeftScatter *scatter)
{
  GdkRGBA color = weft_theme_get (WEFT_ROLE_TRAIN, chart->is_dark);

  weft_chart_layout (chart);
  choose_axes (chart, scatter);
  weft_chart_draw_frame (cr, chart);
  cairo_save (cr);
  weft_chart_clip (cr, chart);
  weft_theme_set_source (cr, WEFT_ROLE_BEST, chart->is_dark);
  cairo_set_line_width (cr, 1.5);
  cairo_set_dash (cr, (const double[]){ 5, 4 }, 2, 0);
  cairo_move_to (cr, chart->x.from, chart->y.from);
  cairo_line_to (cr, chart->x.to, chart->y.to);
  cairo_stroke (cr);
  color.alpha = 0.6f;
  gdk_cairo_set_source_rgba (cr, &color);
  for (guint i = 0; i < scatter->n; i++)
    {
      cairo_arc (cr, weft_axis_map (&chart->x, scatter->truth[i]),
                 weft_axis_map (&chart->y, scatter->predicted[i]), 2.5, 0, 2 * G_PI);
      cairo_fill (cr);
    }
  cairo_restore (cr);
}
