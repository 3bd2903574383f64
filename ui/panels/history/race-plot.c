/* race-plot: the curves of a race's children over each other, what lies between them tinted */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/history/race-plot.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/metrics/meaning.h"
#include "ui/context/pyramid.h"
#include "ui/plots/curve.h"

#define MOST 6
#define TINT 0.14

static WeftCurve
make_curve (GHashTable *child, guint i, guint32 series)
{
  const WeftSeries *of = g_hash_table_lookup (child, GUINT_TO_POINTER (series));
  WeftSampleView view = of != NULL ? weft_series_view_all (of) : (WeftSampleView){ NULL, 0 };
  WeftCurve curve = weft_curve_new_after (view.samples, view.n, -1);

  curve.role = (WeftRole) (WEFT_ROLE_RUN_1 + i);
  curve.dash = i;
  curve.is_share = weft_series_get_meaning (series).unit == WEFT_UNIT_SHARE;
  return curve;
}

/* What lies between a child's curve and the first one's, in its colour. */
static void
tint (cairo_t *cr, const WeftChart *chart, const WeftCurve *curve, const WeftCurve *first)
{
  GdkRGBA color = weft_theme_get (curve->role, chart->is_dark);

  if (curve->n < 2 || first->n < 2)
    return;
  cairo_new_path (cr);
  for (guint i = 0; i < curve->n; i++)
    cairo_line_to (cr, weft_axis_map (&chart->x, (double) curve->samples[i].last),
                   weft_axis_map (&chart->y, weft_sample_get_mean (&curve->samples[i])));
  for (guint i = first->n; i > 0; i--)
    cairo_line_to (cr, weft_axis_map (&chart->x, (double) first->samples[i - 1].last),
                   weft_axis_map (&chart->y, weft_sample_get_mean (&first->samples[i - 1])));
  cairo_close_path (cr);
  color.alpha = TINT;
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_fill (cr);
}

/* FALSE: there is nothing to be seen yet. */
static gboolean
lay_out (WeftChart *chart, const WeftCurve *curves, guint n)
{
  double low = INFINITY, high = -INFINITY, from = INFINITY, to = 0, l, h;

  for (guint i = 0; i < n; i++)
    {
      if (curves[i].n == 0)
        continue;
      from = MIN (from, (double) curves[i].samples[0].first);
      to = MAX (to, (double) curves[i].samples[curves[i].n - 1].last);
      if (!weft_curve_get_range (&curves[i], from, to, &l, &h))
        continue;
      low = MIN (low, l);
      high = MAX (high, h);
    }
  if (!(to > from) || !(high >= low))
    return FALSE;
  chart->x = (WeftAxis){ .low = from, .high = to };
  chart->y = (WeftAxis){ .low = low - (high - low) * .05,
                         .high = high > low ? high + (high - low) * .05 : low + 1 };
  weft_chart_layout (chart);
  return TRUE;
}

void
weft_race_plot_draw (cairo_t *cr, double width, double height, GHashTable *const *children, guint n,
                     guint32 series)
{
  WeftCurve curves[MOST];
  WeftChart chart
      = { .width = width,
          .height = height,
          .is_dark = weft_theme_is_dark (),
          .title = series == WEFT_SERIES_TRAIN_LOSS ? _ ("Training loss") : _ ("Validation") };

  n = MIN (n, MOST);
  for (guint i = 0; i < n; i++)
    curves[i] = make_curve (children[i], i, series);
  if (n == 0 || !lay_out (&chart, curves, n))
    return;
  weft_chart_draw_frame (cr, &chart);
  cairo_save (cr);
  weft_chart_clip (cr, &chart);
  for (guint i = 1; i < n; i++)
    tint (cr, &chart, &curves[i], &curves[0]);
  for (guint i = 0; i < n; i++)
    weft_curve_draw (cr, &chart, &curves[i]);
  cairo_restore (cr);
}
