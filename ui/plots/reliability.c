/* reliability: how often a network is right beside how sure it is, bin by bin */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/reliability.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/metrics/thresholds.h"
#include "ui/base/format.h"

#define BINS WEFT_CALIBRATION_BINS

enum
{
  COUNTS = 34, /* px of the bars that count, below the plot */
  TICKS = 14,  /* px between them and it */
};

void
weft_reliability_layout (WeftReliability *plot, double width, double height)
{
  plot->chart = (WeftChart){ .title = "",
                             .is_dark = plot->is_dark,
                             .width = width,
                             .height = height - COUNTS - TICKS / 2.0,
                             .along = C_ ("axis", "how sure") };
  weft_chart_layout (&plot->chart);
  plot->chart.x.low = floor ((double) BINS / MAX (plot->classes, 1)) / BINS;
  plot->chart.x.high = plot->chart.y.high = 1;
  plot->chart.x.is_share = plot->chart.y.is_share = TRUE;
}

int
weft_reliability_find (const WeftReliability *plot, double x)
{
  int bin = (int) floor (weft_axis_unmap (&plot->chart.x, x) * BINS);

  return bin >= 0 && bin < BINS && plot->calibration.bins[bin].n > 0 ? bin : -1;
}

static gint64
get_most (const WeftReliability *plot)
{
  gint64 most = 1;

  for (int i = 0; i < BINS; i++)
    most = MAX (most, plot->calibration.bins[i].n);
  return most;
}

/* As wide as the bin is on the axis. */
static void
get_sides (const WeftReliability *plot, int bin, double *left, double *width)
{
  double from = weft_axis_map (&plot->chart.x, (double) bin / BINS),
         to = weft_axis_map (&plot->chart.x, (bin + 1.0) / BINS);

  *left = from + 1;
  *width = MAX (to - from - 2, 1);
}

/* From how sure to how often right: what of it is missing is doubtful, what is more is modest. */
static void
draw_bin (cairo_t *cr, const WeftReliability *plot, int i)
{
  const WeftCalibrationBin *bin = &plot->calibration.bins[i];
  double right = (double) bin->right / (double) bin->n, sure = bin->sure / (double) bin->n;
  double left, width, ends[2], middle, y = weft_axis_map (&plot->chart.y, right);
  gboolean is_doubtful = right < sure;
  GdkRGBA gap = weft_theme_get (is_doubtful ? WEFT_ROLE_VALID : WEFT_ROLE_PLOT, plot->is_dark);

  get_sides (plot, i, &left, &width);
  weft_theme_set_source (cr, WEFT_ROLE_TRAIN, plot->is_dark);
  cairo_rectangle (cr, left, y, width, plot->chart.y.from - y);
  cairo_fill (cr);
  gap.alpha = is_doubtful ? 0.35f : 0.5f;
  gdk_cairo_set_source_rgba (cr, &gap);
  cairo_rectangle (cr, left, MIN (y, weft_axis_map (&plot->chart.y, sure)), width,
                   fabs (y - weft_axis_map (&plot->chart.y, sure)));
  cairo_fill (cr);
  weft_share_get_interval (bin->right, bin->n, ends);
  middle = weft_axis_map (&plot->chart.x, sure);
  weft_theme_set_source (cr, WEFT_ROLE_INK, plot->is_dark);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, middle, weft_axis_map (&plot->chart.y, ends[0]));
  cairo_line_to (cr, middle, weft_axis_map (&plot->chart.y, ends[1]));
  cairo_stroke (cr);
}

static void
draw_count (cairo_t *cr, const WeftReliability *plot, int i, gint64 most)
{
  const WeftCalibrationBin *bin = &plot->calibration.bins[i];
  const double top = plot->chart.y.from + TICKS + 4, room = COUNTS - 14;
  WeftTextStyle style
      = { .size = 10, .align = 0.5, .color = weft_theme_get (WEFT_ROLE_DIM, plot->is_dark) };
  g_autofree char *text = weft_format_count (bin->n);
  double left, width, h = MAX (room * (double) bin->n / (double) most, 1);

  get_sides (plot, i, &left, &width);
  weft_theme_set_source (cr, WEFT_ROLE_FAINT, plot->is_dark);
  cairo_rectangle (cr, left, top, width, h);
  cairo_fill (cr);
  if (weft_text_measure (cr, text, &style) < width + 6)
    weft_text_draw (cr, text, left + width / 2, top + h, &style);
}

static void
draw_even (cairo_t *cr, const WeftReliability *plot)
{
  const WeftChart *chart = &plot->chart;

  weft_theme_set_source (cr, WEFT_ROLE_BEST, plot->is_dark);
  cairo_set_line_width (cr, 1.5);
  cairo_set_dash (cr, (const double[]){ 5, 4 }, 2, 0);
  cairo_move_to (cr, chart->x.from, weft_axis_map (&chart->y, chart->x.low));
  cairo_line_to (cr, chart->x.to, chart->y.to);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
draw_card (cairo_t *cr, const WeftReliability *plot)
{
  const WeftCalibrationBin *bin = &plot->calibration.bins[plot->hovered];
  g_autofree char *n = weft_format_count (bin->n);
  g_autofree char *title
      = g_strdup_printf (ngettext ("%s answer", "%s answers", (gulong) bin->n), n);
  g_autofree char *sure = weft_format_share (bin->sure / (double) bin->n);
  g_autofree char *right = weft_format_share ((double) bin->right / (double) bin->n);
  const WeftLegendEntry entries[] = { { .name = _ ("how sure"), .role = WEFT_ROLE_BEST },
                                      { .name = _ ("how often right"), .role = WEFT_ROLE_TRAIN } };

  weft_chart_draw_card (
      cr, &plot->chart,
      &(WeftChartCard){ .px = weft_axis_map (&plot->chart.x, bin->sure / (double) bin->n),
                        .title = title,
                        .entries = entries,
                        .values = (char *[]){ sure, right },
                        .n = 2 });
}

void
weft_reliability_draw (cairo_t *cr, const WeftReliability *plot)
{
  gint64 most = get_most (plot);

  weft_chart_draw_frame (cr, &plot->chart);
  for (int i = 0; i < BINS; i++)
    if (plot->calibration.bins[i].n > 0)
      {
        draw_bin (cr, plot, i);
        draw_count (cr, plot, i, most);
      }
  draw_even (cr, plot);
  if (plot->hovered >= 0)
    draw_card (cr, plot);
}
