/* operating: every threshold of answers of yes or no as a point on two curves */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/operating.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/base/format.h"

enum
{
  TICKS = 38, /* px left of each plot */
  END = 10,   /* and right of it */
};

#define HANDLE 5.5 /* px, half of what is dragged */

void
weft_operating_plot_layout (WeftOperatingPlot *plot, double width, double height)
{
  WeftChart *charts[] = { &plot->roc, &plot->pr };

  for (int i = 0; i < 2; i++)
    {
      WeftChart *chart = charts[i];

      *chart
          = (WeftChart){ .title = "", .is_dark = plot->is_dark, .width = width, .height = height };
      weft_chart_layout (chart);
      chart->x = (WeftAxis){ .low = 0,
                             .high = 1,
                             .is_share = TRUE,
                             .from = width / 2 * i + TICKS,
                             .to = MAX (width / 2 * (i + 1) - END, width / 2 * i + TICKS + 10) };
      chart->y.low = 0;
      chart->y.high = 1;
      chart->y.is_share = TRUE;
    }
}

/* The point's values on the axes. */
static gboolean
get_values (const WeftOperatingPlot *plot, gboolean is_pr, guint point, double values[2])
{
  const WeftDecided *decided = &plot->operating->points[point].decided;

  values[0] = is_pr ? weft_decided_get_sensitivity (decided) : weft_decided_get_alarms (decided);
  values[1] = is_pr ? weft_decided_get_precision (decided) : weft_decided_get_sensitivity (decided);
  return !isnan (values[0]) && !isnan (values[1]);
}

gboolean
weft_operating_plot_place (const WeftOperatingPlot *plot, gboolean is_pr, guint point, double at[2])
{
  const WeftChart *chart = is_pr ? &plot->pr : &plot->roc;
  double values[2];

  if (point >= plot->operating->n || !get_values (plot, is_pr, point, values))
    return FALSE;
  at[0] = weft_axis_map (&chart->x, values[0]);
  at[1] = weft_axis_map (&chart->y, values[1]);
  return TRUE;
}

guint
weft_operating_plot_find (const WeftOperatingPlot *plot, double x, double y)
{
  gboolean is_pr = x > (plot->roc.x.to + plot->pr.x.from) / 2;
  double least = INFINITY, at[2];
  guint nearest = WEFT_NO_POINT;

  for (guint i = 0; i < plot->operating->n; i++)
    if (weft_operating_plot_place (plot, is_pr, i, at) && hypot (at[0] - x, at[1] - y) < least)
      {
        least = hypot (at[0] - x, at[1] - y);
        nearest = i;
      }
  return nearest;
}

/* What a guess by chance comes to: the diagonal, or the share of yes. */
static void
draw_chance (cairo_t *cr, const WeftOperatingPlot *plot, gboolean is_pr)
{
  const WeftChart *chart = is_pr ? &plot->pr : &plot->roc;
  double share = weft_decided_get_yes (&plot->operating->points[0].decided);
  double from = is_pr ? share : 0, to = is_pr ? share : 1;

  if (isnan (share))
    return;
  weft_theme_set_source (cr, WEFT_ROLE_AXIS, chart->is_dark);
  cairo_set_line_width (cr, 1.2);
  cairo_set_dash (cr, (const double[]){ 5, 4 }, 2, 0);
  cairo_move_to (cr, chart->x.from, weft_axis_map (&chart->y, from));
  cairo_line_to (cr, chart->x.to, weft_axis_map (&chart->y, to));
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

/* Between two thresholds there is no other precision: it goes in steps, as its mean is taken. */
static void
draw_line (cairo_t *cr, const WeftOperatingPlot *plot, gboolean is_pr)
{
  double at[2], before = NAN;

  cairo_new_path (cr);
  for (guint i = 0; i < plot->operating->n; i++)
    {
      if (!weft_operating_plot_place (plot, is_pr, i, at))
        continue;
      if (is_pr)
        cairo_line_to (cr, isnan (before) ? plot->pr.x.from : before, at[1]);
      cairo_line_to (cr, at[0], at[1]);
      before = at[0];
    }
  weft_theme_set_source (cr, WEFT_ROLE_TRAIN, plot->is_dark);
  cairo_set_line_width (cr, 2);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
}

static void
draw_cheapest (cairo_t *cr, const WeftOperatingPlot *plot, gboolean is_pr)
{
  const WeftChart *chart = is_pr ? &plot->pr : &plot->roc;
  WeftTextStyle style = { .size = 10, .color = weft_theme_get (WEFT_ROLE_INK, plot->is_dark) };
  g_autofree char *cost = NULL, *text = NULL;
  double at[2];

  if (!weft_operating_plot_place (plot, is_pr, plot->cheapest, at))
    return;
  weft_theme_set_source (cr, WEFT_ROLE_BEST, plot->is_dark);
  cairo_set_line_width (cr, 2);
  cairo_arc (cr, at[0], at[1], HANDLE + 2.5, 0, 2 * G_PI);
  cairo_stroke (cr);
  if (is_pr)
    return;
  cost = weft_format_number (plot->cost);
  text = g_strdup_printf (_ ("least cost %s"), cost);
  style.right = chart->x.to - 2;
  weft_text_draw (cr, text, at[0] + HANDLE + 6, MIN (at[1] + 6, chart->y.from - 62), &style);
}

static void
draw_handle (cairo_t *cr, const WeftOperatingPlot *plot, gboolean is_pr, guint point, WeftRole role)
{
  double at[2];

  if (!weft_operating_plot_place (plot, is_pr, point, at))
    return;
  cairo_arc (cr, at[0], at[1], HANDLE, 0, 2 * G_PI);
  weft_theme_set_source (cr, role, plot->is_dark);
  cairo_fill_preserve (cr);
  weft_theme_set_source (cr, WEFT_ROLE_PLOT, plot->is_dark);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
}

/* The figure, and what the axes are, in the corner that the curve leaves free where it is worth
 * something. */
static void
draw_words (cairo_t *cr, const WeftOperatingPlot *plot, gboolean is_pr)
{
  const WeftChart *chart = is_pr ? &plot->pr : &plot->roc;
  WeftTextStyle style = { .size = 11,
                          .align = is_pr ? 0 : 1,
                          .is_bold = TRUE,
                          .color = weft_theme_get (WEFT_ROLE_INK, plot->is_dark) };
  g_autofree char *value = weft_format_metric (is_pr ? plot->precision : plot->area, FALSE);
  g_autofree char *text
      = g_strdup_printf (is_pr ? C_ ("average precision", "AP %s") : C_ ("area", "AUC %s"), value);
  g_autofree char *up
      = g_strconcat ("↑ ", is_pr ? _ ("precision") : _ ("true positive rate"), NULL);
  g_autofree char *right
      = g_strconcat ("→ ", is_pr ? _ ("recall") : _ ("false positive rate"), NULL);
  double x = is_pr ? chart->x.from + 5 : chart->x.to - 4;

  weft_text_draw (cr, text, x, chart->y.from - 47, &style);
  style.size = 10;
  style.is_bold = FALSE;
  style.color = weft_theme_get (WEFT_ROLE_DIM, plot->is_dark);
  weft_text_draw (cr, up, x, chart->y.from - 31, &style);
  weft_text_draw (cr, right, x, chart->y.from - 17, &style);
}

void
weft_operating_plot_draw (cairo_t *cr, const WeftOperatingPlot *plot)
{
  for (int is_pr = 0; is_pr < 2; is_pr++)
    {
      weft_chart_draw_frame (cr, is_pr ? &plot->pr : &plot->roc);
      draw_chance (cr, plot, is_pr);
      draw_words (cr, plot, is_pr);
      draw_line (cr, plot, is_pr);
      draw_cheapest (cr, plot, is_pr);
      draw_handle (cr, plot, is_pr, plot->chosen, WEFT_ROLE_ACCENT);
      if (plot->hovered != plot->chosen)
        draw_handle (cr, plot, is_pr, plot->hovered, WEFT_ROLE_DIM);
    }
}
