/* curves-marks: what was done to the run on the way, on its curves */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/panels/curves/curves-private.h"

#define REACH 6 /* px */
#define SIZE 4  /* px, half of a mark */

/* --- other data, another loss --- */

static double
map_step (const WeftCurves *curves, const WeftChart *chart, const WeftCurvesSet *set, gint64 step)
{
  const WeftTrack *track = curves->along != WEFT_ALONG_STEPS ? &set->tracks[0] : NULL;

  return weft_axis_map (&chart->x, weft_track_map (track, (double) step));
}

static gboolean
is_inside (const WeftChart *chart, double px)
{
  return px >= chart->x.from - 0.5 && px <= chart->x.to + 0.5;
}

/* A dashed line where what is measured became another. */
static void
draw_changes (cairo_t *cr, const WeftCurves *curves, const WeftChart *chart,
              const WeftCurvesSet *set, guint32 series, const char *label)
{
  const WeftTextStyle style
      = { .size = 10, .color = weft_theme_get (WEFT_ROLE_DIM, chart->is_dark) };
  const GArray *changes
      = weft_live_get_series (weft_context_get_live (curves->context), series)->samples;
  const double dashes[] = { 3, 3 };

  for (guint i = 0; i < changes->len; i++)
    {
      double px = map_step (curves, chart, set, g_array_index (changes, WeftSample, i).last);

      if (!is_inside (chart, px))
        continue;
      px = round (px) + 0.5;
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

/* --- marks --- */

/* A thin line, and a diamond on the axis by which it is seen that there is something to be read. */
static void
draw_mark (cairo_t *cr, const WeftChart *chart, double px, gboolean is_hovered)
{
  GdkRGBA color = weft_theme_get (WEFT_ROLE_ACCENT, chart->is_dark);
  double x = round (px) + 0.5, y = chart->y.from + 0.5, size = is_hovered ? SIZE + 1.5 : SIZE;

  color.alpha = is_hovered ? 0.9f : 0.35f;
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, x, chart->y.to);
  cairo_line_to (cr, x, chart->y.from);
  cairo_stroke (cr);
  color.alpha = 1;
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_move_to (cr, x - size, y);
  cairo_line_to (cr, x, y - size);
  cairo_line_to (cr, x + size, y);
  cairo_line_to (cr, x, y + size);
  cairo_close_path (cr);
  cairo_fill (cr);
}

static const GPtrArray *
get_marks (const WeftCurves *curves)
{
  return weft_live_get_marks (weft_context_get_live (curves->context));
}

/* One is drawn of those that would lie on each other. */
void
weft_curves_draw_marks (cairo_t *cr, const WeftCurves *curves, const WeftChart *chart,
                        const WeftCurvesSet *set)
{
  const GPtrArray *marks = get_marks (curves);
  double drawn = -INFINITY;

  draw_changes (cr, curves, chart, set, WEFT_SERIES_DATA, _ ("other data"));
  if (set->n_shown > 0 && set->shown[0]->criterion == WEFT_FIGURE_LOSS)
    draw_changes (cr, curves, chart, set, WEFT_SERIES_LOSS, _ ("other loss"));
  for (guint i = 0; i < marks->len && !curves->hides_marks; i++)
    {
      double px = map_step (curves, chart, set, ((const WeftLiveMark *) marks->pdata[i])->step);

      if (!is_inside (chart, px) || px < drawn + 2)
        continue;
      draw_mark (cr, chart, px, fabs (px - curves->hover_x) <= REACH);
      drawn = px;
    }
}

/* The step that is looked at. */
void
weft_curves_draw_looked (cairo_t *cr, const WeftCurves *curves, const WeftChart *chart,
                         const WeftCurvesSet *set)
{
  gint64 looked = weft_live_get_looked (weft_context_get_live (curves->context));
  double px = looked >= 0 ? round (map_step (curves, chart, set, looked)) + 0.5 : NAN;

  if (looked < 0 || !is_inside (chart, px))
    return;
  weft_theme_set_source (cr, WEFT_ROLE_ACCENT, chart->is_dark);
  cairo_set_line_width (cr, 1.5);
  cairo_move_to (cr, px, chart->y.to);
  cairo_line_to (cr, px, chart->y.from);
  cairo_stroke (cr);
  cairo_arc (cr, px, chart->y.from, 4, 0, 2 * G_PI);
  cairo_fill (cr);
}

guint
weft_curves_find_notes (const WeftCurves *curves, const WeftChart *chart, const WeftCurvesSet *set,
                        double px, const char **notes, guint most)
{
  const GPtrArray *marks = get_marks (curves);
  guint n = 0;

  for (guint i = 0; i < marks->len && !curves->hides_marks; i++)
    {
      const WeftLiveMark *mark = marks->pdata[i];

      if (fabs (map_step (curves, chart, set, mark->step) - px) > REACH)
        continue;
      if (n < most)
        notes[n] = mark->words;
      n++;
    }
  return n;
}
