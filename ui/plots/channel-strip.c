/* channel-strip: a number a channel as bars side by side */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/channel-strip.h"

#include <math.h>

#include "ui/base/format.h"
#include "ui/base/theme.h"
#include "ui/plots/plot-axis.h"
#include "ui/plots/plot-text.h"

#define ABOVE 15.0  /* px for the title */
#define BESIDE 46.0 /* px for figures */
#define WIDEST 22.0 /* a bar */

static void
widen (const float *x, gsize n, double *low, double *high)
{
  for (gsize i = 0; x != NULL && i < n; i++)
    if (isfinite (x[i]))
      {
        *low = MIN (*low, (double) x[i]);
        *high = MAX (*high, (double) x[i]);
      }
}

gboolean
weft_strip_get_range (const WeftStrip *strip, double *low, double *high)
{
  *low = INFINITY;
  *high = -INFINITY;
  widen (strip->x, strip->n, low, high);
  widen (strip->points, strip->n, low, high);
  return *low <= *high;
}

static WeftAxis
make_axis (const WeftStrip *strip, double y, double h)
{
  double low = strip->rest, high = strip->rest;
  WeftAxis axis = { .from = y + h, .to = y + ABOVE };

  widen (strip->x, strip->n, &low, &high);
  widen (strip->points, strip->n, &low, &high);
  if (high - low < 1e-12)
    high = low + 1;
  axis.low = low;
  axis.high = high;
  return axis;
}

static void
draw_figures (cairo_t *cr, const WeftStrip *strip, const WeftAxis *axis, double x, double w)
{
  const WeftTextStyle style
      = { .size = 9.5, .align = 1, .color = weft_theme_get (WEFT_ROLE_DIM, strip->is_dark) };
  const WeftTextStyle title = { .size = 10.5,
                                .width = MAX (w - BESIDE, 30),
                                .color = weft_theme_get (WEFT_ROLE_INK, strip->is_dark) };
  g_autofree char *high = weft_format_digits (axis->high, 2),
                  *low = weft_format_digits (axis->low, 2);

  weft_text_draw (cr, strip->title, x + BESIDE, axis->to - ABOVE, &title);
  weft_text_draw (cr, high, x + BESIDE - 5, axis->to - 5, &style);
  if (axis->from - axis->to > 18)
    weft_text_draw (cr, low, x + BESIDE - 5, axis->from - 11, &style);
}

/* From channel `first` on, those of one column: from the least to the most, and the rest. */
static void
draw_bar (cairo_t *cr, const WeftStrip *strip, const WeftAxis *axis, gsize first, gsize end,
          double left, double width)
{
  double low = strip->rest, high = strip->rest, top, bottom;

  widen (strip->x + first, end - first, &low, &high);
  top = weft_axis_map (axis, high);
  bottom = weft_axis_map (axis, low);
  weft_theme_set_source (
      cr, high - strip->rest >= strip->rest - low ? WEFT_ROLE_POSITIVE : WEFT_ROLE_NEGATIVE,
      strip->is_dark);
  cairo_rectangle (cr, left, top, width, MAX (bottom - top, 0.5));
  cairo_fill (cr);
}

static void
draw_points (cairo_t *cr, const WeftStrip *strip, const WeftAxis *axis, double left, double pitch)
{
  weft_theme_set_source (cr, WEFT_ROLE_INK, strip->is_dark);
  for (gsize i = 0; strip->points != NULL && i < strip->n; i++)
    if (isfinite (strip->points[i]))
      {
        cairo_arc (cr, left + ((double) i + 0.5) * pitch,
                   weft_axis_map (axis, (double) strip->points[i]), CLAMP (pitch / 3, 0.8, 2.2), 0,
                   2 * G_PI);
        cairo_fill (cr);
      }
}

void
weft_strip_draw (cairo_t *cr, const WeftStrip *strip, double x, double y, double w, double h)
{
  const WeftAxis axis = make_axis (strip, y, h);
  double room = w - BESIDE, pitch = MIN (room / (double) MAX (strip->n, 1), WIDEST);
  gsize each = pitch < 1 ? (gsize) ceil (1 / pitch) : 1;
  double width = pitch * (double) each, rest = floor (weft_axis_map (&axis, strip->rest)) + 0.5;

  if (room < 20 || h < ABOVE + 8 || strip->n == 0)
    return;
  draw_figures (cr, strip, &axis, x, w);
  weft_theme_set_source (cr, WEFT_ROLE_AXIS, strip->is_dark);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, x + BESIDE, rest);
  cairo_line_to (cr, x + w, rest);
  cairo_stroke (cr);
  for (gsize i = 0; i < strip->n; i += each)
    draw_bar (cr, strip, &axis, i, MIN (i + each, strip->n), x + BESIDE + (double) i * pitch,
              MAX (width - (width > 3 ? 1 : 0), 0.7));
  draw_points (cr, strip, &axis, x + BESIDE, pitch);
}
