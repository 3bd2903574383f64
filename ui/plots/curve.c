/* curve: one series of samples as a line on a chart: the raw one faint, a smooth one over it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/curve.h"

#include <math.h>

double
weft_sample_get_mean (const WeftSample *sample)
{
  return sample->count > 0 ? sample->sum / (double) sample->count : NAN;
}

static double
get_middle (const WeftSample *sample)
{
  return ((double) sample->first + (double) sample->last) / 2;
}

/* Every sample as its range: what folding hides stays visible. */
static void
draw_raw (cairo_t *cr, const WeftChart *chart, const WeftCurve *curve)
{
  double last_px = -INFINITY;

  for (guint i = 0; i < curve->n; i++)
    {
      const WeftSample *sample = &curve->samples[i];
      double px = weft_axis_map (&chart->x, get_middle (sample));

      if (!isfinite (sample->min) || !isfinite (sample->max))
        continue;
      if (last_px == -INFINITY)
        cairo_move_to (cr, px, weft_axis_map (&chart->y, sample->max));
      cairo_line_to (cr, px, weft_axis_map (&chart->y, sample->max));
      if (sample->min < sample->max)
        cairo_line_to (cr, px, weft_axis_map (&chart->y, sample->min));
      last_px = px;
    }
  cairo_stroke (cr);
}

/* A running mean that forgets over `smoothing` steps, each sample weighed by its steps. */
static void
draw_smooth (cairo_t *cr, const WeftChart *chart, const WeftCurve *curve)
{
  double mean = 0, weight = 0, before = 0;

  for (guint i = 0; i < curve->n; i++)
    {
      const WeftSample *sample = &curve->samples[i];
      double middle = get_middle (sample), value = weft_sample_get_mean (sample);
      double kept = i > 0 && curve->smoothing > 0 ? exp ((before - middle) / curve->smoothing) : 0;

      if (!isfinite (value))
        continue;
      mean = (mean * weight * kept + value * (double) sample->count)
             / (weight * kept + (double) sample->count);
      weight = weight * kept + (double) sample->count;
      before = middle;
      cairo_line_to (cr, weft_axis_map (&chart->x, middle), weft_axis_map (&chart->y, mean));
    }
  cairo_stroke (cr);
}

static void
draw_dot (cairo_t *cr, const WeftChart *chart, const WeftSample *sample)
{
  cairo_arc (cr, weft_axis_map (&chart->x, get_middle (sample)),
             weft_axis_map (&chart->y, weft_sample_get_mean (sample)), 3, 0, 2 * G_PI);
  cairo_fill (cr);
}

void
weft_curve_draw (cairo_t *cr, const WeftChart *chart, const WeftCurve *curve)
{
  GdkRGBA color = weft_theme_get (curve->role, chart->is_dark);

  cairo_save (cr);
  weft_chart_clip (cr, chart);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  if (curve->smoothing > 0)
    {
      color.alpha = 0.22f;
      gdk_cairo_set_source_rgba (cr, &color);
      cairo_set_line_width (cr, 1);
      draw_raw (cr, chart, curve);
    }
  color.alpha = 1;
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_set_line_width (cr, 2);
  draw_smooth (cr, chart, curve);
  if (curve->n == 1) /* one point is no line yet */
    draw_dot (cr, chart, &curve->samples[0]);
  cairo_restore (cr);
}

const WeftSample *
weft_curve_find (const WeftCurve *curve, double step)
{
  guint low = 0, high = curve->n;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if ((double) curve->samples[middle].last < step)
        low = middle + 1;
      else
        high = middle;
    }
  if (curve->n == 0)
    return NULL;
  if (low == curve->n)
    low--;
  if (low > 0
      && step - (double) curve->samples[low - 1].last < (double) curve->samples[low].first - step)
    low--;
  return &curve->samples[low];
}

gboolean
weft_curve_get_range (const WeftCurve *curve, double *low, double *high)
{
  *low = INFINITY;
  *high = -INFINITY;
  for (guint i = 0; i < curve->n; i++)
    {
      double mean = weft_sample_get_mean (&curve->samples[i]);

      if (!isfinite (mean))
        continue;
      *low = MIN (*low, mean);
      *high = MAX (*high, mean);
    }
  return *low <= *high;
}
