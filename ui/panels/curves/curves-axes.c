/* curves-axes: from where to where the axes of the curves go */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/base/format.h"
#include "ui/panels/curves/curves-private.h"

#define MINUTE 60.0
#define HOUR 3600.0

/* --- values --- */

static gboolean
find_range (const WeftChart *chart, const WeftCurvesSet *set, guint scale, double *low,
            double *high)
{
  *low = INFINITY;
  *high = -INFINITY;
  for (guint i = 0; i < set->n; i++)
    {
      const WeftCurve *curve = &set->list[i];
      double a, b;

      if (curve->scale != scale
          || !weft_curve_get_range (curve, weft_track_unmap (curve->along, chart->x.low),
                                    weft_track_unmap (curve->along, chart->x.high), &a, &b))
        continue;
      *low = MIN (*low, a);
      *high = MAX (*high, b);
    }
  return *low <= *high;
}

static gboolean
is_share (const WeftCurvesSet *set, guint scale)
{
  for (guint i = 0; i < set->n_shown; i++)
    if (set->scales[i] == scale)
      return weft_figure_is_share (set->shown[i]);
  return FALSE;
}

static WeftAxis
fit_values (WeftCurves *curves, const WeftChart *chart, const WeftCurvesSet *set, guint scale)
{
  WeftAxis axis = { .is_share = is_share (set, scale), .is_even = TRUE };
  double low, high;

  if (!find_range (chart, set, scale, &low, &high))
    low = 0, high = 1;
  axis.is_log = curves->is_log && low > 0 && !axis.is_share;
  if (axis.is_log)
    {
      axis.low = pow (10, floor (log10 (low) * 2) / 2);
      axis.high = pow (10, ceil (log10 (MAX (high, low * 1.01)) * 2) / 2);
      return axis;
    }
  if (axis.is_share)
    {
      double ends[2];

      weft_axis_fit_shares (low, high, ends);
      axis.low = ends[0];
      axis.high = ends[1];
      return axis;
    }
  curves->top[scale] = MAX (curves->top[scale], weft_axis_round_up (high));
  if (high < curves->top[scale] / 3)
    curves->top[scale] = weft_axis_round_up (high);
  axis.low = low < 0 ? -weft_axis_round_up (-low) : 0;
  axis.high = MAX (curves->top[scale], axis.low + 1e-12);
  return axis;
}

static const char *
find_label (const WeftCurvesSet *set, guint scale)
{
  for (guint i = 0; i < set->n_shown; i++)
    if (set->scales[i] == scale)
      return set->shown[i]->title;
  return NULL;
}

static void
set_value_axes (WeftCurves *curves, WeftChart *chart, const WeftCurvesSet *set)
{
  WeftAxis left = fit_values (curves, chart, set, 0);

  left.from = chart->y.from;
  left.to = chart->y.to;
  chart->y = left;
  chart->y_label = set->n_scales > 1 ? find_label (set, 0) : NULL;
  for (guint i = 0; i < chart->n_right; i++)
    {
      WeftAxis right = fit_values (curves, chart, set, i + 1);

      right.from = chart->y.from;
      right.to = chart->y.to;
      chart->right[i] = right;
      chart->right_labels[i] = find_label (set, i + 1);
    }
}

/* --- along --- */

/* The end of the axis: it grows by a tenth or so at a time, so that nothing creeps. */
static double
round_up (double last)
{
  double power = pow (10, floor (log10 (last)));
  double unit = power / (last < 2 * power ? 10 : last < 5 * power ? 5 : 2);

  return ceil (last / unit - 1e-9) * unit;
}

/* Logarithmic when on a linear axis all that changes would be at its very left; not to and fro. */
static void
choose_step_scale (WeftCurves *curves, const WeftCurvesSet *set, double last)
{
  double bend = 1;

  for (guint i = 0; i < set->n; i++)
    bend = MIN (bend, weft_curve_get_bend (&set->list[i]));
  curves->is_log_steps = curves->along == WEFT_ALONG_STEPS && last >= 200
                         && bend < (curves->is_log_steps ? 0.12 : 0.06);
}

static double
find_last (const WeftCurvesSet *set)
{
  double last = 0;

  for (guint i = 0; i < set->n; i++)
    last = MAX (last, weft_track_map (set->list[i].along,
                                      (double) set->list[i].samples[set->list[i].n - 1].last));
  return last;
}

/* Seconds, minutes or hours, by how long it took; what the axis counts. */
static const char *
choose_unit (const WeftCurves *curves, WeftCurvesSet *set)
{
  double last = curves->along == WEFT_ALONG_TIME ? find_last (set) : 0;
  double unit = last >= 2 * HOUR ? HOUR : last >= 3 * MINUTE ? MINUTE : 1;

  for (guint i = 0; i < G_N_ELEMENTS (set->tracks); i++)
    set->tracks[i].unit = unit;
  if (curves->along == WEFT_ALONG_STEPS)
    return C_ ("axis", "steps");
  if (curves->along == WEFT_ALONG_EPOCHS)
    return C_ ("axis", "epochs");
  return unit == HOUR     ? C_ ("axis", "hours")
         : unit == MINUTE ? C_ ("axis", "minutes")
                          : C_ ("axis", "seconds");
}

static void
zoom (const WeftCurves *curves, WeftChart *chart, double last)
{
  double least = curves->along == WEFT_ALONG_STEPS ? 1 : last / 10000;

  if (isnan (curves->zoom[0]))
    return;
  chart->x.low = MAX (curves->zoom[0], chart->x.low);
  chart->x.high
      = MIN (MAX (curves->zoom[1], chart->x.low + least), MAX (last, chart->x.low + least));
}

/* Over how many steps each line forgets: a part of what is in sight. */
static void
smooth (const WeftCurves *curves, const WeftChart *chart, WeftCurvesSet *set)
{
  for (guint i = 0; i < set->n; i++)
    {
      WeftCurve *curve = &set->list[i];
      double steps = weft_track_unmap (curve->along, chart->x.high)
                     - weft_track_unmap (curve->along, chart->x.low);

      if (curves->is_raw)
        curve->smoothing = 0;
      if (curve->smoothing <= 0)
        continue;
      curve->smoothing = MAX (chart->x.is_log ? 2 : steps / 40, 2);
      curve->share = chart->x.is_log ? 0.06 : 0;
    }
}

static void
set_long_axis (WeftCurves *curves, WeftChart *chart, WeftCurvesSet *set)
{
  gboolean is_steps = curves->along == WEFT_ALONG_STEPS;
  double last;

  chart->along = choose_unit (curves, set);
  last = MAX (find_last (set), is_steps ? 10 : 1e-3);
  choose_step_scale (curves, set, last);
  chart->x.is_log = curves->is_log_steps;
  chart->x.low = chart->x.is_log ? 1 : 0;
  chart->x.high = chart->x.is_log ? last : round_up (last);
  zoom (curves, chart, last);
  smooth (curves, chart, set);
}

void
weft_curves_lay_out (WeftCurves *curves, WeftChart *chart, WeftCurvesSet *set)
{
  weft_curves_collect (curves, set);
  chart->n_right = MAX (set->n_scales, 1) - 1;
  chart->head = curves->head;
  weft_chart_layout (chart);
  set_long_axis (curves, chart, set);
  weft_curves_refine (set, chart->x.low, chart->x.high);
  set_value_axes (curves, chart, set);
}

char *
weft_curves_dup_place (const WeftCurves *curves, const WeftCurvesSet *set, double at)
{
  const WeftTrack *track = &set->tracks[0];
  double step;
  g_autofree char *count = NULL, *value = NULL;

  if (curves->along == WEFT_ALONG_STEPS)
    {
      count = weft_format_count ((gint64) llround (at));
      return g_strdup_printf (_ ("step %s"), count);
    }
  value = curves->along == WEFT_ALONG_TIME ? weft_format_clock (at * track->unit)
                                           : weft_format_fixed (at, 1);
  if (track->n == 0 && track->end[0] == 0)
    return g_steal_pointer (&value);
  step = weft_track_unmap (track, at);
  count = weft_format_count ((gint64) llround (step));
  return g_strdup_printf (curves->along == WEFT_ALONG_TIME ? _ ("%s · step %s")
                                                           : _ ("epoch %s · step %s"),
                          value, count);
}
