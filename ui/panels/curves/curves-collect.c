/* curves-collect: the lines that the curves' panel has to draw, and along what */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/train/model/judges.h"
#include "ui/base/format.h"
#include "ui/panels/curves/curves-private.h"

gint64
weft_curves_get_change (const WeftCurves *curves, guint32 mark)
{
  const GArray *changes
      = weft_live_get_series (weft_context_get_live (curves->context), mark)->samples;

  return changes->len > 0 ? g_array_index (changes, WeftSample, changes->len - 1).last : -1;
}

gboolean
weft_curves_is_hidden (const WeftCurves *curves, guint64 id)
{
  for (guint i = 0; i < curves->n_hidden; i++)
    if (curves->hidden[i] == id)
      return TRUE;
  return FALSE;
}

char *
weft_curve_dup_value (const WeftCurve *curve, double value)
{
  return curve->is_share ? weft_format_share (value) : weft_format_digits (value, 3);
}

/* --- along what --- */

static WeftTrack
make_track (const WeftSeries *series)
{
  WeftTrack track = { .unit = 1 };

  if (series != NULL)
    {
      WeftSampleView view = weft_series_view_all (series);

      track.samples = view.samples;
      track.n = view.n;
    }
  return track;
}

/* Of the run at hand it is known how far it is, and how long its epochs are. */
static WeftTrack
make_live_track (WeftLive *live, WeftAlong along)
{
  const WeftStatus *status = weft_live_get_status (live);
  guint32 series = along == WEFT_ALONG_TIME ? WEFT_SERIES_SECONDS : WEFT_SERIES_EPOCH;
  WeftTrack track = make_track (weft_live_get_series (live, series));

  if (along == WEFT_ALONG_TIME)
    {
      track.end[0] = (double) status->step;
      track.end[1] = status->earlier + status->seconds;
    }
  else if (track.n == 0 && status->steps_per_epoch > 0)
    {
      track.end[0] = (double) status->steps_per_epoch;
      track.end[1] = 1;
    }
  return track;
}

static void
make_tracks (const WeftCurves *curves, WeftCurvesSet *set)
{
  guint32 series = curves->along == WEFT_ALONG_TIME ? WEFT_SERIES_SECONDS : WEFT_SERIES_EPOCH;
  const WeftShownRun *run;

  set->tracks[0] = make_live_track (weft_context_get_live (curves->context), curves->along);
  for (guint i = 0; (run = weft_context_get_shown_run (curves->context, i)) != NULL; i++)
    set->tracks[1 + run->place] = make_track (weft_shown_run_get_series (run, series));
}

/* --- lines --- */

/* What the lines of a figure have in common. */
typedef struct
{
  const WeftCurves *curves;
  WeftCurvesSet *set;
  guint figure; /* among those shown */
  const WeftModel *model;
} Collecting;

static const WeftCurvesFigure *
get_figure (const Collecting *to)
{
  return to->set->shown[to->figure];
}

static guint32
get_number (const Collecting *to, WeftPart part)
{
  static const char *const losses[] = { "train/loss", "validation/loss", "test/loss" };
  const WeftCurvesFigure *figure = get_figure (to);

  if (figure->criterion == WEFT_FIGURE_SINGLE)
    return figure->id;
  return to->model != NULL ? weft_model_get_series (to->model, part, figure->criterion)
                           : weft_series_intern (losses[part]);
}

/* name: translated; of a line that is not the only figure's, with the figure's title. run: its
 * place and 1 more; 0: the run at hand. */
static WeftCurve *
add (Collecting *to, const WeftSeries *series, guint run, guint32 number, WeftRole role,
     const char *name)
{
  WeftCurvesSet *set = to->set;
  const WeftCurvesFigure *figure = get_figure (to);
  WeftCurve *curve = &set->list[set->n];
  gint64 from = run == 0 && figure->criterion == WEFT_FIGURE_LOSS
                    ? weft_curves_get_change (to->curves, WEFT_SERIES_LOSS)
                    : -1; /* figures of another loss have no scale in common with those of this */
  WeftSampleView view;

  if (series == NULL || series->samples->len == 0 || set->n == WEFT_MAX_CURVES
      || (to->curves->along != WEFT_ALONG_STEPS && set->tracks[run].n == 0
          && set->tracks[run].end[0] == 0))
    return NULL;
  view = weft_series_view_all (series);
  *curve = weft_curve_new_after (view.samples, view.n, from);
  if (curve->n == 0)
    return NULL;
  curve->role = role;
  curve->along = to->curves->along != WEFT_ALONG_STEPS ? &set->tracks[run] : NULL;
  curve->scale = set->scales[to->figure];
  curve->is_share = weft_figure_is_share (figure);
  curve->id = (guint64) run << 32 | number;
  curve->dash = to->figure + run > 0 ? (to->figure + run - 1) % WEFT_DASHES + 1 : 0;
  set->series[set->n] = series;
  set->from[set->n] = from;
  set->names[set->n] = figure->criterion == WEFT_FIGURE_SINGLE && run == 0
                           ? g_strdup (figure->title)
                       : set->n_shown > 1 ? g_strdup_printf ("%s · %s", figure->title, name)
                                          : g_strdup (name);
  set->legend[set->n]
      = (WeftLegendEntry){ set->names[set->n], role, weft_curves_is_hidden (to->curves, curve->id),
                           curve->dash };
  set->n++;
  return curve;
}

static void
add_live (Collecting *to, guint32 number, WeftRole role, const char *name)
{
  WeftLive *live = weft_context_get_live (to->curves->context);
  WeftCurve *curve = add (to, weft_live_get_series (live, number), 0, number, role, name);

  if (curve != NULL)
    curve->smoothing
        = (role != WEFT_ROLE_VALID && role != WEFT_ROLE_BEST && number != WEFT_SERIES_RATE);
}

/* Where a recipe trains several things each has a loss of its own, with its name. */
static void
add_training (Collecting *to)
{
  guint lanes = to->model != NULL && get_figure (to)->criterion == WEFT_FIGURE_LOSS
                    ? weft_recipe_count_lanes (to->model->recipe)
                    : 1;

  add_live (to, get_number (to, WEFT_PART_TRAIN), WEFT_ROLE_TRAIN,
            lanes > 1 ? _ (to->model->recipe->lanes[0].title) : _ ("training"));
  for (guint i = 1; i < lanes; i++)
    add_live (to, weft_model_get_lane_series (to->model, i), (WeftRole) (WEFT_ROLE_LANE_2 + i - 1),
              _ (to->model->recipe->lanes[i].title));
}

/* Of validation where the run had one, else of training. */
static void
add_run (Collecting *to, const WeftShownRun *run)
{
  guint32 number = get_number (to, WEFT_PART_VALIDATION);
  const WeftSeries *series = weft_shown_run_get_series (run, number);
  gboolean is_trained = series == NULL;
  WeftCurve *curve;

  if (is_trained)
    {
      number = get_number (to, WEFT_PART_TRAIN);
      series = weft_shown_run_get_series (run, number);
    }
  curve = add (to, series, 1 + run->place, number, (WeftRole) (WEFT_ROLE_RUN_1 + run->place),
               run->title);
  if (curve != NULL)
    curve->smoothing = is_trained && number != WEFT_SERIES_RATE;
}

static void
add_figure (Collecting *to)
{
  const WeftCurvesFigure *figure = get_figure (to);
  const WeftShownRun *run;

  for (guint i = 0; (run = weft_context_get_shown_run (to->curves->context, i)) != NULL; i++)
    add_run (to, run);
  if (figure->criterion == WEFT_FIGURE_SINGLE)
    {
      add_live (to, figure->id, (WeftRole) (WEFT_ROLE_LANE_2 + to->figure % 5), figure->title);
      return;
    }
  add_training (to);
  add_live (to, get_number (to, WEFT_PART_VALIDATION), WEFT_ROLE_VALID, _ ("validation"));
  add_live (to, get_number (to, WEFT_PART_TEST), WEFT_ROLE_BEST, _ ("test"));
}

void
weft_curves_collect (const WeftCurves *curves, WeftCurvesSet *set)
{
  Collecting to = { curves, set, 0, weft_live_get_model (weft_context_get_live (curves->context)) };

  set->n = 0;
  set->n_shown = weft_curves_list_shown (curves, set->shown);
  set->n_scales = weft_curves_assign_scales (curves, set->shown, set->n_shown, set->scales);
  set->n_scales = MIN (set->n_scales, WEFT_MAX_SCALES);
  make_tracks (curves, set);
  for (; to.figure < set->n_shown; to.figure++)
    if (set->scales[to.figure] < WEFT_MAX_SCALES)
      add_figure (&to);
}

void
weft_curves_set_clear (WeftCurvesSet *set)
{
  for (guint i = 0; i < set->n; i++)
    g_free (set->names[i]);
  set->n = 0;
}

void
weft_curves_refine (WeftCurvesSet *set, double low, double high)
{
  low -= (high - low) / 8; /* which a smooth line goes by */
  for (guint i = 0; i < set->n; i++)
    {
      WeftCurve *curve = &set->list[i];
      WeftSampleView view
          = weft_series_view (set->series[i], weft_track_unmap (curve->along, low),
                              weft_track_unmap (curve->along, high), WEFT_SERIES_BRIEF);
      const WeftCurve finer = weft_curve_new_after (view.samples, view.n, set->from[i]);

      if (finer.n == 0)
        continue;
      curve->samples = finer.samples;
      curve->n = finer.n;
    }
}

/* The best by what the project calls best, whichever curve is shown: its weights can be taken back.
 * What was measured on other data, or by another loss, is no rival. */
const WeftSample *
weft_curves_find_best (const WeftCurves *curves)
{
  WeftLive *live = weft_context_get_live (curves->context);
  WeftModel *model = weft_live_get_model (live);
  guint32 series = model != NULL ? weft_model_get_best_series (model) : WEFT_SERIES_VALIDATION_LOSS;
  const GArray *samples = weft_live_get_series (live, series)->samples;
  const WeftSample *best = NULL;
  gint64 changed = weft_curves_get_change (curves, WEFT_SERIES_DATA);

  if (series == WEFT_SERIES_VALIDATION_LOSS)
    changed = MAX (changed, weft_curves_get_change (curves, WEFT_SERIES_LOSS));
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
