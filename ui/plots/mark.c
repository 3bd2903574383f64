/* mark: a sample of a curve that is ringed and named */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/mark.h"

#include <math.h>

#include "ui/plots/raster.h"

/* How far up the lines reach between two px of the step axis: px of the highest of them. */
static double
find_ceiling (const WeftChart *chart, const WeftCurve *list, guint n, double left, double right)
{
  double ceiling = chart->y.from;

  for (guint i = 0; i < n; i++)
    for (guint k = 0; k < list[i].n; k++)
      {
        const WeftAxis *y = weft_chart_get_scale (chart, list[i].scale);
        const WeftSample *sample = &list[i].samples[k];
        double px = weft_curve_map_step (chart, &list[i], (double) sample->last);

        if (px >= left && px <= right && isfinite (sample->max))
          ceiling = MIN (ceiling, weft_axis_map (y, sample->max));
      }
  return ceiling;
}

/* Left or right of the point, wherever the lines reach less far up; px. */
static double
choose_side (const WeftChart *chart, const WeftCurve *list, guint n, double x, double width)
{
  double left = x - width - 2, right = x + 4;
  gboolean fits_left = left > chart->x.from, fits_right = right + width < chart->x.to;

  if (fits_left && fits_right)
    fits_left = find_ceiling (chart, list, n, left - 2, x)
                >= find_ceiling (chart, list, n, x, right + width) - 12;
  return fits_left || !fits_right ? MAX (left, chart->x.from + 2) : right;
}

/* On a ground of its own, and above the raw line where there is room; px of its upper end. */
static double
draw_label (cairo_t *cr, const WeftChart *chart, const WeftCurve *list, guint n, const char *label,
            double x, double y)
{
  const WeftTextStyle style
      = { .size = 10, .color = weft_theme_get (WEFT_ROLE_INK, chart->is_dark) };
  GdkRGBA ground = weft_theme_get (WEFT_ROLE_PLOT, chart->is_dark);
  double width = weft_text_measure (cr, label, &style) + 8;
  double left = choose_side (chart, list, n, x, width);
  double ceiling = MIN (find_ceiling (chart, list, n, left - 2, left + width + 2), y - 6);
  double top = MAX (ceiling - 19, y - 62);

  if (top < chart->y.to) /* under the point where there is no room above it */
    top = MIN (y + 7, chart->y.from - 17);
  ground.alpha = 0.86f;
  gdk_cairo_set_source_rgba (cr, &ground);
  weft_picture_round (cr, left, top, width, 16, 5);
  cairo_fill (cr);
  weft_text_draw (cr, label, left + 4, top + 1, &style);
  return top;
}

double
weft_mark_draw (cairo_t *cr, const WeftChart *chart, const WeftCurve *list, guint n,
                const WeftCurve *curve, const WeftSample *sample, const char *label)
{
  const WeftAxis *scale = weft_chart_get_scale (chart, curve->scale);
  double x = weft_curve_map_step (chart, curve, (double) sample->last);
  double y = CLAMP (weft_axis_map (scale, sample->value), scale->to, scale->from);

  double top = label != NULL ? draw_label (cr, chart, list, n, label, x, y) : y;

  cairo_arc (cr, x, y, 4.5, 0, 2 * G_PI);
  weft_theme_set_source (cr, WEFT_ROLE_PLOT, chart->is_dark);
  cairo_fill_preserve (cr);
  weft_theme_set_source (cr, WEFT_ROLE_BEST, chart->is_dark);
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
  return top;
}
