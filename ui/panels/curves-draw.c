/* curves-draw: the axes, the lines and the marks of the curves' panel */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/base/format.h"
#include "engine/train/judges.h"
#include "ui/panels/curves-private.h"
#include "ui/plots/mark.h"

#define LEGEND_ROOM 12 /* px, beside the controls */

/* The steps at which the data, or the loss, became another; transfer none. */
static const GArray *
get_changes (const WeftCurves *curves, guint32 mark)
{
  return weft_live_get_series (weft_context_get_live (curves->context), mark)->samples;
}

/* The newest of these steps; −1: there is none. */
static gint64
get_change (const WeftCurves *curves, guint32 mark)
{
  const GArray *changes = get_changes (curves, mark);

  return changes->len > 0 ? g_array_index (changes, WeftSample, changes->len - 1).last : -1;
}

/* The loss, or the metric that is shown, of a part. */
static guint32
get_number (const WeftCurves *curves, WeftPart part)
{
  static const char *const losses[] = { "train/loss", "validation/loss", "test/loss" };
  WeftModel *model = weft_live_get_model (weft_context_get_live (curves->context));

  return model != NULL ? weft_model_get_series (model, part, curves->shown)
                       : weft_series_intern (losses[part]);
}

static gboolean
is_share (const WeftCurves *curves)
{
  return weft_series_get_meaning (get_number (curves, WEFT_PART_VALIDATION)).unit
         == WEFT_UNIT_SHARE;
}

char *
weft_curves_dup_value (const WeftCurves *curves, double value)
{
  return is_share (curves) ? weft_format_share (value) : weft_format_digits (value, 3);
}

/* The curves so far, and room for one more. */
typedef struct
{
  const WeftCurves *curves;
  WeftCurve *list;
  WeftLegendEntry *legend;
  guint n;
  gint64 from; /* the step after which they are shown */
} Collected;

static void
add_curve (Collected *all, guint32 series, WeftRole role, const char *name)
{
  WeftLive *live = weft_context_get_live (all->curves->context);

  all->list[all->n]
      = weft_curve_new_after (weft_live_get_series (live, series)->samples, all->from);
  if (all->list[all->n].n == 0)
    return;
  all->list[all->n].role = role;
  all->list[all->n].smoothing = role != WEFT_ROLE_VALID && role != WEFT_ROLE_BEST;
  all->legend[all->n] = (WeftLegendEntry){ name, role, all->curves->is_hidden[role], 0 };
  all->n++;
}

/* Where a recipe trains several things each has a loss of its own, with its name. */
static void
add_training (Collected *all)
{
  const WeftModel *model = weft_live_get_model (weft_context_get_live (all->curves->context));
  guint lanes = model != NULL && all->curves->shown == WEFT_CURVES_LOSS
                    ? weft_recipe_count_lanes (model->recipe)
                    : 1;

  add_curve (all, get_number (all->curves, WEFT_PART_TRAIN), WEFT_ROLE_TRAIN,
             lanes > 1 ? _ (model->recipe->lanes[0].title) : _ ("training"));
  for (guint i = 1; i < lanes; i++)
    add_curve (all, weft_model_get_lane_series (model, i), (WeftRole) (WEFT_ROLE_LANE_2 + i - 1),
               _ (model->recipe->lanes[i].title));
}

/* Of validation where the run had one, else of training. */
static void
add_run (Collected *all, const WeftShownRun *run)
{
  const WeftRole role = (WeftRole) (WEFT_ROLE_RUN_1 + run->place);
  const WeftSeries *series
      = weft_shown_run_get_series (run, get_number (all->curves, WEFT_PART_VALIDATION));
  WeftCurve *curve = &all->list[all->n];
  gboolean is_trained = FALSE;

  if (series == NULL)
    {
      series = weft_shown_run_get_series (run, get_number (all->curves, WEFT_PART_TRAIN));
      is_trained = TRUE;
    }
  if (series == NULL || series->samples->len == 0)
    return;
  *curve = weft_curve_new_after (series->samples, -1);
  curve->role = role;
  curve->dash = run->place + 1;
  curve->smoothing = is_trained;
  all->legend[all->n++]
      = (WeftLegendEntry){ run->title, role, all->curves->is_hidden[role], curve->dash };
}

guint
weft_curves_collect (const WeftCurves *curves, WeftCurve *list, WeftLegendEntry *legend)
{
  /* Figures of another loss have no scale in common with those of this one. */
  gint64 from = curves->shown == WEFT_CURVES_LOSS ? get_change (curves, WEFT_SERIES_LOSS) : -1;
  Collected all = { curves, list, legend, 0, from };

  for (guint i = 0; weft_context_get_shown_run (curves->context, i) != NULL; i++)
    add_run (&all, weft_context_get_shown_run (curves->context, i));
  add_training (&all);
  add_curve (&all, get_number (curves, WEFT_PART_VALIDATION), WEFT_ROLE_VALID, _ ("validation"));
  add_curve (&all, get_number (curves, WEFT_PART_TEST), WEFT_ROLE_BEST, _ ("test"));
  return all.n;
}

/* --- axes --- */

static void
set_value_axis (WeftCurves *curves, WeftChart *chart, const WeftCurve *list, guint n)
{
  double low = INFINITY, high = -INFINITY, a, b;

  for (guint i = 0; i < n; i++)
    if (weft_curve_get_range (&list[i], chart->x.low, chart->x.high, &a, &b))
      {
        low = MIN (low, a);
        high = MAX (high, b);
      }
  if (low > high)
    low = 0, high = 1;
  chart->y.is_share = is_share (curves);
  chart->y.is_log = curves->is_log && low > 0 && !chart->y.is_share;
  if (chart->y.is_log)
    {
      chart->y.low = pow (10, floor (log10 (low) * 2) / 2);
      chart->y.high = pow (10, ceil (log10 (MAX (high, low * 1.01)) * 2) / 2);
      return;
    }
  if (chart->y.is_share)
    {
      double ends[2];

      weft_axis_fit_shares (low, high, ends);
      chart->y.low = ends[0];
      chart->y.high = ends[1];
      chart->y.is_even = TRUE;
      return;
    }
  curves->top = MAX (curves->top, weft_axis_round_up (high));
  if (high < curves->top / 3 || curves->shown != WEFT_CURVES_LOSS)
    curves->top = weft_axis_round_up (high);
  chart->y.is_even = TRUE;
  chart->y.low = low < 0 ? -weft_axis_round_up (-low) : 0;
  chart->y.high = MAX (curves->top, chart->y.low + 1e-12);
}

/* The end of the step axis: it grows by a tenth or so at a time, so that nothing creeps. */
static double
round_step_up (double last)
{
  double power = pow (10, floor (log10 (last)));
  double unit = power / (last < 2 * power ? 10 : last < 5 * power ? 5 : 2);

  return ceil (last / unit) * unit;
}

/* Logarithmic when on a linear axis all that changes would be at its very left; not to and fro. */
static void
choose_step_scale (WeftCurves *curves, const WeftCurve *list, guint n, double last)
{
  double bend = 1;

  for (guint i = 0; i < n; i++)
    bend = MIN (bend, weft_curve_get_bend (&list[i]));
  curves->is_log_steps = last >= 200 && bend < (curves->is_log_steps ? 0.12 : 0.06);
}

static void
set_step_axis (WeftCurves *curves, WeftChart *chart, WeftCurve *list, guint n)
{
  double last = 10, first = 1;

  for (guint i = 0; i < n; i++)
    last = MAX (last, (double) list[i].samples[list[i].n - 1].last);
  choose_step_scale (curves, list, n, last);
  chart->x.is_log = curves->is_log_steps;
  chart->x.low = chart->x.is_log ? first : 0;
  chart->x.high = chart->x.is_log ? last : round_step_up (last);
  if (!isnan (curves->zoom[0]))
    {
      chart->x.low = MAX (curves->zoom[0], chart->x.low);
      chart->x.high = MIN (MAX (curves->zoom[1], chart->x.low + 1), MAX (last, chart->x.low + 1));
    }
  for (guint i = 0; i < n; i++)
    if (list[i].smoothing > 0)
      {
        list[i].smoothing = MAX (chart->x.is_log ? 2 : (chart->x.high - chart->x.low) / 40, 2);
        list[i].share = chart->x.is_log ? 0.06 : 0;
      }
}

/* --- drawing --- */

static char *
dup_title (const WeftCurves *curves)
{
  WeftModel *model = weft_live_get_model (weft_context_get_live (curves->context));
  g_autofree char *judge = NULL;

  if (model == NULL || (curves->shown < 0 && model->n_judges > 1)) /* the sum of all */
    return g_strdup (_ ("Loss"));
  if (curves->shown >= 0 && (guint) curves->shown < model->n_criteria)
    return weft_model_dup_criterion_title (model, (guint) curves->shown);
  if (model->n_judges == 0)
    return g_strdup (_ ("Loss"));
  judge = weft_model_dup_judge_title (model, 0); /* the one that counts: others may be muted */
  return g_strdup_printf (_ ("Loss · %s"), judge);
}

/* The best by what the project calls best, whichever curve is shown: its weights can be taken back.
 * What was measured on other data, or by another loss, is no rival. */
static const WeftSample *
find_best (const WeftCurves *curves)
{
  WeftLive *live = weft_context_get_live (curves->context);
  WeftModel *model = weft_live_get_model (live);
  guint32 series = model != NULL ? weft_model_get_best_series (model) : WEFT_SERIES_VALIDATION_LOSS;
  const GArray *samples = weft_live_get_series (live, series)->samples;
  const WeftSample *best = NULL;
  gint64 changed = get_change (curves, WEFT_SERIES_DATA);

  if (series == WEFT_SERIES_VALIDATION_LOSS)
    changed = MAX (changed, get_change (curves, WEFT_SERIES_LOSS));
  for (guint i = 0; i < samples->len; i++)
    {
      const WeftSample *sample = &g_array_index (samples, WeftSample, i);

      if (sample->first > changed && isfinite (sample->value)
          && weft_series_is_better (series, (double) sample->value,
                                    best != NULL ? (double) best->value : NAN))
        best = sample;
    }
  return best;
}

/* The best validation point, ringed and named; "best 0" of nothing right or no loss at all would
 * say nothing. */
static void
draw_best (cairo_t *cr, WeftCurves *curves, const WeftChart *chart, const WeftCurve *list, guint n,
           const WeftCurve *validation)
{
  const WeftSample *chosen = find_best (curves);
  const WeftSample *best
      = chosen != NULL ? weft_curve_find (validation, (double) chosen->last) : NULL;
  g_autofree char *number = best != NULL ? weft_curves_dup_value (curves, best->value) : NULL;
  g_autofree char *label
      = number != NULL && best->value != 0 ? g_strdup_printf (_ ("best %s"), number) : NULL;

  if (best == NULL || (double) best->last < chart->x.low || (double) best->last > chart->x.high)
    return;
  weft_mark_draw (cr, chart, list, n, best, label);
  curves->mark[0] = weft_axis_map (&chart->x, (double) best->last);
  curves->mark[1] = weft_axis_map (&chart->y, best->value);
}

/* Its line is seldom there, and the legend has no room for it in a small window: named at its end.
 */
static void
name_test (cairo_t *cr, const WeftChart *chart, const WeftCurve *curve)
{
  const WeftSample *last = &curve->samples[curve->n - 1];
  const WeftTextStyle style
      = { .size = 10, .align = 1, .color = weft_theme_get (curve->role, chart->is_dark) };
  double px = weft_axis_map (&chart->x, (double) last->last);
  double py = weft_axis_map (&chart->y, weft_sample_get_mean (last));

  if (px >= chart->x.from && px <= chart->x.to + 1)
    weft_text_draw (cr, _ ("test"), px, MAX (py - 17, chart->y.to), &style);
}

/* A dashed line where what is measured became another. */
static void
draw_changes (cairo_t *cr, const WeftCurves *curves, const WeftChart *chart, guint32 mark,
              const char *label)
{
  const WeftTextStyle style
      = { .size = 10, .color = weft_theme_get (WEFT_ROLE_DIM, chart->is_dark) };
  const GArray *changes = get_changes (curves, mark);
  const double dashes[] = { 3, 3 };

  for (guint i = 0; i < changes->len; i++)
    {
      double step = (double) g_array_index (changes, WeftSample, i).last;
      double px = round (weft_axis_map (&chart->x, step)) + 0.5;

      if (step < chart->x.low || step > chart->x.high)
        continue;
      cairo_save (cr);
      weft_theme_set_source (cr, WEFT_ROLE_DIM, chart->is_dark);
      cairo_set_line_width (cr, 1);
      cairo_set_dash (cr, dashes, 2, 0);
      cairo_move_to (cr, px, chart->y.to);
      cairo_line_to (cr, px, chart->y.from);
      cairo_stroke (cr);
      cairo_restore (cr);
      weft_text_draw (cr, label, px + 4, chart->y.to + 1, &style);
    }
}

/* What the mouse marks to be shown alone. */
static void
draw_drag (cairo_t *cr, const WeftCurves *curves, const WeftChart *chart)
{
  GdkRGBA color = weft_theme_get (WEFT_ROLE_TRAIN, chart->is_dark);

  if (isnan (curves->drag[0]))
    return;
  color.alpha = 0.15f;
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_rectangle (cr, curves->drag[0], chart->y.to, curves->drag[1] - curves->drag[0],
                   chart->y.from - chart->y.to);
  cairo_fill (cr);
}

static void
draw_hover (cairo_t *cr, const WeftCurves *curves, const WeftChart *chart, const WeftCurve *list,
            const WeftLegendEntry *legend, guint n)
{
  double step = weft_axis_unmap (&chart->x, curves->hover_x);
  char *values[WEFT_MAX_CURVES] = { NULL };
  WeftLegendEntry shown[WEFT_MAX_CURVES];
  guint rows = 0;

  if (isnan (curves->hover_x) || curves->hover_x < chart->x.from || curves->hover_x > chart->x.to)
    return;
  for (guint i = 0; i < n; i++)
    {
      const WeftSample *sample = weft_curve_find (&list[i], step);

      if (sample == NULL || legend[i].is_hidden)
        continue;
      shown[rows] = legend[i];
      values[rows++] = weft_curves_dup_value (curves, weft_sample_get_mean (sample));
    }
  g_autofree char *count = weft_format_count ((gint64) llround (step));
  g_autofree char *title = g_strdup_printf (_ ("step %s"), count);

  weft_chart_draw_card (cr, chart, curves->hover_x, title, shown, values, rows);
  for (guint i = 0; i < rows; i++)
    g_free (values[i]);
}

/* What is drawn and where; the two lists have room for WEFT_MAX_CURVES. */
guint
weft_curves_lay_out (WeftCurves *curves, WeftChart *chart, WeftCurve *list, WeftLegendEntry *legend)
{
  guint n = weft_curves_collect (curves, list, legend);

  weft_chart_layout (chart);
  set_step_axis (curves, chart, list, n);
  set_value_axis (curves, chart, list, n);
  return n;
}

/* Where the legend has to end, so that nothing of it lies under the controls. */
static double
find_legend_left (const WeftCurves *curves, double width)
{
  double controls = gtk_widget_get_width (curves->controls) / weft_panel_get_zoom (curves->area);

  return (width + controls) / 2 + LEGEND_ROOM;
}

void
weft_curves_draw (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  WeftCurves *curves = user;
  WeftCurve list[WEFT_MAX_CURVES];
  WeftLegendEntry legend[WEFT_MAX_CURVES];
  g_autofree char *title = dup_title (curves);
  WeftChart chart
      = { .title = title, .is_dark = weft_theme_is_dark (), .width = width, .height = height };
  guint n = weft_curves_lay_out (curves, &chart, list, legend), has_test;

  curves->mark[0] = NAN;
  weft_chart_draw_frame (cr, &chart);
  has_test = n > 0 && list[n - 1].role == WEFT_ROLE_BEST;
  weft_chart_draw_legend (cr, &chart, legend, n - has_test, find_legend_left (curves, width),
                          curves->legend);
  draw_changes (cr, curves, &chart, WEFT_SERIES_DATA, _ ("other data"));
  if (curves->shown == WEFT_CURVES_LOSS)
    draw_changes (cr, curves, &chart, WEFT_SERIES_LOSS, _ ("other loss"));
  for (guint i = 0; i < n; i++)
    if (!legend[i].is_hidden)
      {
        weft_curve_draw (cr, &chart, &list[i]);
        weft_curve_draw_outliers (cr, &chart, &list[i]);
      }
  for (guint i = 0; i < n; i++)
    if (list[i].role == WEFT_ROLE_VALID && !legend[i].is_hidden)
      draw_best (cr, curves, &chart, list, n, &list[i]);
  if (has_test)
    name_test (cr, &chart, &list[n - 1]);
  draw_drag (cr, curves, &chart);
  draw_hover (cr, curves, &chart, list, legend, n);
}
