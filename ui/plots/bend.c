/* bend: a function of one number as a curve */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/bend.h"

#include <math.h>
#include <string.h>

#include "ui/plots/plot-axis.h"
#include "ui/plots/plot-text.h"
#include "ui/base/theme.h"

#define BINS 60
#define SHARE 0.55  /* of the height, of the commonest inputs */
#define BELOW 14.0  /* px for figures */
#define BESIDE 30.0 /* px for figures */

typedef struct
{
  cairo_t *cr;
  const WeftBend *bend;
  WeftAxis across, up;
} Drawing;

/* From the least to the greatest of y, and 0; not so high that a bend near 0 is lost. */
static void
choose_axes (Drawing *drawing, double x, double y, double w, double h)
{
  const WeftBend *bend = drawing->bend;
  double low = 0, high = 0, most = (double) (bend->x[WEFT_BEND_POINTS - 1] - bend->x[0]);

  for (int i = 0; i < WEFT_BEND_POINTS; i++)
    if (isfinite (bend->y[i]))
      {
        low = MIN (low, (double) bend->y[i]);
        high = MAX (high, (double) bend->y[i]);
      }
  low = MAX (low, -most);
  high = MIN (high, most);
  if (high - low < 1e-9)
    high = low + 1;
  drawing->across = (WeftAxis){ .low = (double) bend->x[0],
                                .high = (double) bend->x[WEFT_BEND_POINTS - 1],
                                .from = x + BESIDE,
                                .to = x + w };
  drawing->up = (WeftAxis){ .low = low - (high - low) * 0.06,
                            .high = high + (high - low) * 0.06,
                            .from = y + h - BELOW,
                            .to = y };
}

static void
draw_figures (const Drawing *drawing, const WeftAxis *axis, guint wanted, gboolean is_up)
{
  double ticks[WEFT_MAX_TICKS], step = weft_axis_get_step (axis, wanted);
  guint n = weft_axis_get_ticks (axis, wanted, ticks);
  WeftTextStyle style = { .size = 10,
                          .align = is_up ? 1 : 0.5,
                          .color = weft_theme_get (WEFT_ROLE_DIM, drawing->bend->is_dark) };

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = weft_axis_format_tick (axis, ticks[i], step);
      double at = weft_axis_map (axis, ticks[i]);

      weft_theme_set_source (drawing->cr, ticks[i] == 0 ? WEFT_ROLE_AXIS : WEFT_ROLE_GRID,
                             drawing->bend->is_dark);
      if (is_up)
        cairo_rectangle (drawing->cr, drawing->across.from, floor (at),
                         drawing->across.to - drawing->across.from, 1);
      else
        cairo_rectangle (drawing->cr, floor (at), drawing->up.to, 1,
                         drawing->up.from - drawing->up.to);
      cairo_fill (drawing->cr);
      if (is_up)
        weft_text_draw (drawing->cr, text, drawing->across.from - 4, at - 7, &style);
      else
        weft_text_draw (drawing->cr, text, at, drawing->up.from + 1, &style);
    }
}

static void
draw_inputs (const Drawing *drawing)
{
  const WeftBend *bend = drawing->bend;
  const WeftAxis *across = &drawing->across;
  double room = drawing->up.from - drawing->up.to, pitch = (across->to - across->from) / BINS;
  guint bins[BINS] = { 0 }, most = 1;
  GdkRGBA color = weft_theme_get (WEFT_ROLE_VALID, bend->is_dark);

  for (gsize i = 0; i < bend->n; i++)
    {
      double share = ((double) bend->inputs[i] - across->low) / (across->high - across->low);

      if (share >= 0 && share < 1)
        most = MAX (most, ++bins[(guint) (share * BINS)]);
    }
  color.alpha = 0.45f;
  gdk_cairo_set_source_rgba (drawing->cr, &color);
  for (guint i = 0; i < BINS; i++)
    {
      double bar = (double) bins[i] / most * room * SHARE;

      cairo_rectangle (drawing->cr, across->from + i * pitch, drawing->up.from - bar, pitch - 0.5,
                       bar);
    }
  cairo_fill (drawing->cr);
}

static void
draw_curve (const Drawing *drawing)
{
  const WeftBend *bend = drawing->bend;
  gboolean is_begun = FALSE;

  weft_theme_set_source (drawing->cr, WEFT_ROLE_TRAIN, bend->is_dark);
  cairo_set_line_width (drawing->cr, 2);
  for (int i = 0; i < WEFT_BEND_POINTS; i++)
    {
      double y = (double) bend->y[i];

      if (isfinite (y) && is_begun)
        cairo_line_to (drawing->cr, weft_axis_map (&drawing->across, (double) bend->x[i]),
                       weft_axis_map (&drawing->up, y));
      else if (isfinite (y))
        cairo_move_to (drawing->cr, weft_axis_map (&drawing->across, (double) bend->x[i]),
                       weft_axis_map (&drawing->up, y));
      is_begun = isfinite (y);
    }
  cairo_stroke (drawing->cr);
}

void
weft_bend_draw (cairo_t *cr, const WeftBend *bend, double x, double y, double w, double h)
{
  Drawing drawing = { .cr = cr, .bend = bend };

  if (w < 3 * BESIDE || h < 3 * BELOW)
    return;
  choose_axes (&drawing, x, y, w, h);
  draw_figures (&drawing, &drawing.across, (guint) MAX (w / 70, 2), FALSE);
  draw_figures (&drawing, &drawing.up, (guint) MAX (h / 36, 2), TRUE);
  cairo_save (cr);
  cairo_rectangle (cr, drawing.across.from, drawing.up.to, drawing.across.to - drawing.across.from,
                   drawing.up.from - drawing.up.to);
  cairo_clip (cr);
  draw_inputs (&drawing);
  draw_curve (&drawing);
  cairo_restore (cr);
}
