/* curves-draw: the lines and the marks of the curves' panel */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/train/model/judges.h"
#include "ui/panels/curves/curves-private.h"
#include "ui/plots/mark.h"

#define BEST_REACH 100 /* px: how far the label of the best point may lie from it, */
#define BEST_TALL 40   /* and what it needs above it, with room for a word */
#define LEGEND_ROOM 12 /* px, beside the controls */
#define MOST_NOTES 4
#define HOVER_REACH 4 /* px beyond a line's end at which it still is read */

/* Which loss it is, where it is the only figure; of several each axis has its own name. */
static char *
dup_title (const WeftCurves *curves, const WeftCurvesSet *set)
{
  WeftModel *model = weft_live_get_model (weft_context_get_live (curves->context));
  g_autofree char *judge = NULL;

  if (set->n_shown > 1)
    return g_strdup (_ ("Curves"));
  if (set->shown[0]->criterion != WEFT_FIGURE_LOSS || model == NULL || model->n_judges != 1)
    return g_strdup (set->shown[0]->title);
  judge = weft_model_dup_judge_title (model, 0); /* the one that counts: others may be muted */
  return g_strdup_printf (_ ("Loss · %s"), judge);
}

/* The best validation point, ringed and named; "best 0" of nothing right or no loss at all would
 * say nothing. */
static void
draw_best (cairo_t *cr, WeftCurves *curves, const WeftChart *chart, const WeftCurvesSet *set,
           const WeftCurve *validation)
{
  const WeftSample *chosen = weft_curves_find_best (curves);
  const WeftSample *best
      = chosen != NULL ? weft_curve_find (validation, (double) chosen->last) : NULL;
  g_autofree char *number = best != NULL ? weft_curve_dup_value (validation, best->value) : NULL;
  g_autofree char *label
      = number != NULL && best->value != 0 ? g_strdup_printf (_ ("best %s"), number) : NULL;
  double px = best != NULL ? weft_curve_map_step (chart, validation, (double) best->last) : NAN;

  if (best == NULL || px < chart->x.from || px > chart->x.to)
    return;
  curves->mark_top = weft_mark_draw (cr, chart, set->list, set->n, validation, best, label);
  curves->mark[0] = px;
  curves->mark[1] = weft_axis_map (weft_chart_get_scale (chart, validation->scale), best->value);
}

/* Its line is seldom there, and the legend has no room for it in a small window: named at its end,
 * over the best point's label where that lies there. */
static void
name_test (cairo_t *cr, const WeftCurves *curves, const WeftChart *chart, const WeftCurve *curve)
{
  const WeftSample *last = &curve->samples[curve->n - 1];
  const WeftTextStyle style
      = { .size = 10, .align = 1, .color = weft_theme_get (curve->role, chart->is_dark) };
  double px = weft_curve_map_step (chart, curve, (double) last->last);
  double py
      = weft_axis_map (weft_chart_get_scale (chart, curve->scale), weft_sample_get_mean (last));
  gboolean is_at_best
      = fabs (curves->mark[0] - px) < BEST_REACH && fabs (curves->mark[1] - py) < BEST_TALL;

  if (px >= chart->x.from && px <= chart->x.to + 1)
    weft_text_draw (cr, _ ("test"), px,
                    MAX (is_at_best ? MIN (curves->mark_top, py) - 15 : py - 17, chart->y.to),
                    &style);
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

/* The line's sample where the pointer is, marked on it; NULL where it says nothing. */
static const WeftSample *
read_line (cairo_t *cr, const WeftCurves *curves, const WeftChart *chart, const WeftCurve *curve)
{
  double at = weft_track_unmap (curve->along, weft_axis_unmap (&chart->x, curves->hover_x));
  double beyond
      = weft_track_unmap (curve->along, weft_axis_unmap (&chart->x, curves->hover_x + HOVER_REACH));
  const WeftSample *sample = weft_curve_read (curve, at, beyond - at);
  const WeftChart own = weft_curve_get_chart (curve, chart);

  if (sample == NULL)
    return NULL;
  cairo_save (cr);
  weft_chart_clip (cr, chart);
  weft_theme_set_source (cr, curve->role, chart->is_dark);
  cairo_arc (cr, weft_curve_map_step (chart, curve, (double) sample->last),
             weft_axis_map (&own.y, weft_sample_get_mean (sample)), 3.5, 0, 2 * G_PI);
  cairo_fill (cr);
  cairo_restore (cr);
  return sample;
}

/* Each line's value where the pointer is, and what was done there. */
static void
draw_hover (cairo_t *cr, const WeftCurves *curves, const WeftChart *chart, const WeftCurvesSet *set)
{
  double at = weft_axis_unmap (&chart->x, curves->hover_x);
  char *values[WEFT_MAX_CURVES] = { NULL };
  WeftLegendEntry shown[WEFT_MAX_CURVES];
  const char *notes[MOST_NOTES + 1];
  WeftChartCard card
      = { .px = curves->hover_x, .entries = shown, .values = values, .notes = notes };
  guint n;

  if (isnan (curves->hover_x) || curves->hover_x < chart->x.from || curves->hover_x > chart->x.to)
    return;
  for (guint i = 0; i < set->n; i++)
    {
      const WeftSample *sample
          = set->legend[i].is_hidden ? NULL : read_line (cr, curves, chart, &set->list[i]);

      if (sample == NULL)
        continue;
      shown[card.n] = set->legend[i];
      values[card.n++] = weft_curve_dup_value (&set->list[i], weft_sample_get_mean (sample));
    }
  n = weft_curves_find_notes (curves, chart, set, curves->hover_x, notes, MOST_NOTES);
  card.n_notes = MIN (n, MOST_NOTES);
  g_autofree char *more
      = n > MOST_NOTES ? g_strdup_printf (ngettext ("and %u more", "and %u more", n - MOST_NOTES),
                                          n - MOST_NOTES)
                       : NULL;
  g_autofree char *title = weft_curves_dup_place (curves, set, at);

  if (more != NULL)
    notes[card.n_notes++] = more;
  card.title = title;
  weft_chart_draw_card (cr, chart, &card);
  for (guint i = 0; i < card.n; i++)
    g_free (values[i]);
}

/* --- the legend --- */

/* Where the legend has to begin, so that nothing of it lies under the controls. */
static double
find_legend_left (const WeftCurves *curves, double width)
{
  double controls = gtk_widget_get_width (curves->controls) / weft_panel_get_zoom (curves->area);

  return (width + controls) / 2 + LEGEND_ROOM;
}

/* All but the test part's. Where more rows are wanted than there is room for, the chart is laid out
 * once more, with them. */
static void
lay_out_with_legend (cairo_t *cr, WeftCurves *curves, WeftChart *chart, WeftCurvesSet *set)
{
  WeftLegendEntry entries[WEFT_MAX_CURVES];
  WeftLegendPlace places[WEFT_MAX_CURVES];
  guint n = 0;
  double head;

  weft_curves_lay_out (curves, chart, set);
  for (guint i = 0; i < set->n; i++)
    if (set->list[i].role != WEFT_ROLE_BEST)
      entries[n++] = set->legend[i];
  head = weft_chart_place_legend (cr, chart, entries, n, find_legend_left (curves, chart->width),
                                  places);
  for (guint i = 0, at = 0; i < set->n; i++)
    curves->places[i] = set->list[i].role != WEFT_ROLE_BEST ? places[at++] : (WeftLegendPlace){ 0 };
  head = MIN (head, MAX (0, chart->height / 2 - WEFT_LEGEND_ROW));
  if (head == curves->head)
    return;
  curves->head = head;
  weft_curves_set_clear (set);
  weft_curves_lay_out (curves, chart, set);
}

static void
draw_legend (cairo_t *cr, const WeftCurves *curves, const WeftChart *chart,
             const WeftCurvesSet *set)
{
  for (guint i = 0; i < set->n; i++)
    if (curves->places[i].width > 0 && curves->places[i].y + WEFT_LEGEND_ROW <= chart->y.to + 4)
      weft_chart_draw_legend (cr, chart, &set->legend[i], 1, &curves->places[i]);
}

/* --- all --- */

static void
draw_lines (cairo_t *cr, const WeftChart *chart, const WeftCurvesSet *set)
{
  for (guint i = 0; i < set->n; i++)
    if (!set->legend[i].is_hidden)
      {
        const WeftChart own = weft_curve_get_chart (&set->list[i], chart);

        weft_curve_draw (cr, &own, &set->list[i]);
        weft_curve_draw_outliers (cr, &own, &set->list[i]);
      }
}

/* The first figure's alone: there is one best state, whichever figures are shown. */
static void
draw_points (cairo_t *cr, WeftCurves *curves, const WeftChart *chart, const WeftCurvesSet *set)
{
  gboolean has_best = FALSE;

  for (guint i = 0; i < set->n; i++)
    {
      if (set->list[i].role == WEFT_ROLE_VALID && !set->legend[i].is_hidden && !has_best)
        {
          draw_best (cr, curves, chart, set, &set->list[i]);
          has_best = TRUE;
        }
      if (set->list[i].role == WEFT_ROLE_BEST && !set->legend[i].is_hidden)
        name_test (cr, curves, chart, &set->list[i]);
    }
}

void
weft_curves_draw (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  WeftCurves *curves = user;
  g_auto (WeftCurvesSet) set = { .n = 0 };
  g_autofree char *title = NULL;
  WeftChart chart = { .is_dark = weft_theme_is_dark (), .width = width, .height = height };

  lay_out_with_legend (cr, curves, &chart, &set);
  title = dup_title (curves, &set);
  chart.title = title;
  curves->mark[0] = NAN;
  weft_chart_draw_frame (cr, &chart);
  draw_legend (cr, curves, &chart, &set);
  weft_curves_draw_marks (cr, curves, &chart, &set);
  draw_lines (cr, &chart, &set);
  draw_points (cr, curves, &chart, &set);
  weft_curves_draw_looked (cr, curves, &chart, &set);
  draw_drag (cr, curves, &chart);
  draw_hover (cr, curves, &chart, &set);
}
