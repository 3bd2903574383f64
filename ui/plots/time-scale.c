/* time-scale: a run from its first step to its newest as a bar, with what was kept and done on it
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/time-scale.h"

#include <math.h>

#include "ui/base/theme.h"

#define MARGIN 10 /* px: the handle at an end is seen whole */
#define TRACK 5
#define HANDLE 7.5
#define DEED 4    /* half of its sign's width */
#define APART 3.0 /* of signs of one kind, at least */

static double
get_room (const WeftTimeScale *scale)
{
  return MAX (1, scale->width - 2 * MARGIN);
}

double
weft_time_scale_map (const WeftTimeScale *scale, gint64 step)
{
  gint64 steps = scale->newest - scale->first;
  double share = steps > 0 ? (double) (step - scale->first) / (double) steps : 1;

  return MARGIN + get_room (scale) * CLAMP (share, 0, 1);
}

gint64
weft_time_scale_unmap (const WeftTimeScale *scale, double x)
{
  double share = CLAMP ((x - MARGIN) / get_room (scale), 0, 1);

  return scale->first + llround (share * (double) (scale->newest - scale->first));
}

static double
get_middle (const WeftTimeScale *scale)
{
  return round (scale->height / 2) + 1.5;
}

static void
draw_track (cairo_t *cr, const WeftTimeScale *scale, double from, double to, WeftRole role)
{
  double y = get_middle (scale);

  weft_theme_set_source (cr, role, scale->is_dark);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width (cr, TRACK);
  cairo_move_to (cr, from, y);
  cairo_line_to (cr, to, y);
  cairo_stroke (cr);
}

/* A notch in the track for each; of those that would lie on each other one. */
static void
draw_kept (cairo_t *cr, const WeftTimeScale *scale)
{
  double y = get_middle (scale), drawn = -INFINITY;

  weft_theme_set_source (cr, WEFT_ROLE_PLOT, scale->is_dark);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  cairo_set_line_width (cr, 1);
  for (guint i = 0; i < scale->n_kept; i++)
    {
      double x = floor (weft_time_scale_map (scale, scale->kept[i])) + 0.5;

      if (scale->kept[i] <= scale->first || scale->kept[i] >= scale->newest || x - drawn < APART)
        continue;
      cairo_move_to (cr, x, y - TRACK / 2.0);
      cairo_line_to (cr, x, y + TRACK / 2.0);
      drawn = x;
    }
  cairo_stroke (cr);
}

static void
draw_sign (cairo_t *cr, const WeftTimeScale *scale, gint64 step, WeftRole role)
{
  double x = weft_time_scale_map (scale, step), y = get_middle (scale) - TRACK / 2.0 - 2;

  weft_theme_set_source (cr, role, scale->is_dark);
  cairo_move_to (cr, x - DEED, y - 6);
  cairo_line_to (cr, x + DEED, y - 6);
  cairo_line_to (cr, x, y);
  cairo_close_path (cr);
  cairo_fill (cr);
}

static void
draw_signs (cairo_t *cr, const WeftTimeScale *scale)
{
  double drawn = -INFINITY;

  for (guint i = 0; i < scale->n_deeds; i++)
    {
      double x = weft_time_scale_map (scale, scale->deeds[i]);

      if (x - drawn < APART)
        continue;
      draw_sign (cr, scale, scale->deeds[i], WEFT_ROLE_VALID);
      drawn = x;
    }
  if (scale->best > scale->first && scale->best <= scale->newest)
    draw_sign (cr, scale, scale->best, WEFT_ROLE_BEST);
}

static void
draw_handle (cairo_t *cr, const WeftTimeScale *scale)
{
  double x = weft_time_scale_map (scale, scale->at), y = get_middle (scale);
  GdkRGBA halo = weft_theme_get (WEFT_ROLE_ACCENT, scale->is_dark);

  if (scale->has_focus || scale->is_hovered)
    {
      halo.alpha = scale->has_focus ? 0.35f : 0.18f;
      gdk_cairo_set_source_rgba (cr, &halo);
      cairo_arc (cr, x, y, HANDLE + 3, 0, 2 * G_PI);
      cairo_fill (cr);
    }
  weft_theme_set_source (cr, WEFT_ROLE_CARD, scale->is_dark);
  cairo_arc (cr, x, y, HANDLE, 0, 2 * G_PI);
  cairo_fill_preserve (cr);
  weft_theme_set_source (cr, WEFT_ROLE_ACCENT, scale->is_dark);
  cairo_set_line_width (cr, 2.5);
  cairo_stroke (cr);
}

void
weft_time_scale_draw (cairo_t *cr, const WeftTimeScale *scale)
{
  double begin = MARGIN, end = MARGIN + get_room (scale);

  draw_track (cr, scale, begin, end, WEFT_ROLE_WELL);
  if (scale->newest <= scale->first)
    return;
  draw_track (cr, scale, begin, weft_time_scale_map (scale, scale->at), WEFT_ROLE_ACCENT);
  draw_kept (cr, scale);
  draw_signs (cr, scale);
  draw_handle (cr, scale);
}
