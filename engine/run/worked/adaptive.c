/* adaptive: the largest or the mean of one of so many windows; back, the windows that a number lay
 * in */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/working.h"

typedef struct
{
  gint64 begin[2], end[2];
} Window;

static gboolean
is_max (const WeftWorking *w)
{
  return weft_working_attr (w, "largest", 0, 0) != 0;
}

static Window
find_window (const WeftWorking *w, const gint64 *at)
{
  const gint64 *x = weft_working_shape (w, 0)->dims + 2;
  const gint64 *y = weft_working_y_shape (w)->dims + 2;
  Window window;

  for (int axis = 0; axis < 2; axis++)
    {
      window.begin[axis] = at[axis] * x[axis] / y[axis];
      window.end[axis] = ((at[axis] + 1) * x[axis] + y[axis] - 1) / y[axis];
    }
  return window;
}

static double
count (const Window *window)
{
  return (double) ((window->end[0] - window->begin[0]) * (window->end[1] - window->begin[1]));
}

static WeftWorkedNumber
get_x (const WeftWorking *w, gint64 h, gint64 v)
{
  const gint64 *dims = weft_working_shape (w, 0)->dims;
  gint64 plane = w->index[0] * dims[1] + w->index[1];

  return weft_working_in (w, 0, (gsize) ((plane * dims[2] + h) * dims[3] + v));
}

static void
forward (WeftWorking *w)
{
  Window window = find_window (w, w->index + 2);
  WeftWorkedGrid *x
      = weft_working_grid (w, g_strdup (_ ("input window")), window.end[1] - window.begin[1]);
  WeftWorkedNumber sum;

  for (gint64 h = window.begin[0]; h < window.end[0]; h++)
    for (gint64 v = window.begin[1]; v < window.end[1]; v++)
      weft_working_put (x, get_x (w, h, v));
  if (is_max (w))
    {
      weft_working_end (w, "max x", NULL, 0);
      return;
    }
  sum = weft_working_number (weft_working_sum (x));
  weft_working_line (w, g_strdup ("Σ x"), NULL, NULL, sum, 0);
  weft_working_end (w, "Σ x / D", "# / #", 2, sum, weft_working_number (count (&window)));
}

/* Whether the number that is asked for is the first of the largest there. */
static gboolean
is_largest (const WeftWorking *w, const Window *window)
{
  WeftWorkedNumber best = get_x (w, window->begin[0], window->begin[1]);

  for (gint64 h = window->begin[0]; h < window->end[0]; h++)
    for (gint64 v = window->begin[1]; v < window->end[1]; v++)
      {
        WeftWorkedNumber x = get_x (w, h, v);

        if (x.number > best.number || isnan (x.number))
          best = x;
      }
  return best.offset == w->offset;
}

static void
backward (WeftWorking *w)
{
  const gint64 *y = weft_working_y_shape (w)->dims, *x = w->index + 2;
  WeftWorkedGrid *dy = weft_working_grid (w, g_strdup ("∂L/∂y"), 1);
  WeftWorkedGrid *slope = weft_working_grid (
      w, g_strdup (is_max (w) ? _ ("1 where x is the largest") : "∂y/∂x = 1/D"), 1);

  for (gint64 i = 0; i < y[2] * y[3]; i++)
    {
      const gint64 at[] = { i / y[3], i % y[3] };
      Window window = find_window (w, at);

      if (x[0] < window.begin[0] || x[0] >= window.end[0] || x[1] < window.begin[1]
          || x[1] >= window.end[1])
        continue;
      weft_working_put (
          dy, weft_working_d_out (w, 0,
                                  (gsize) ((w->index[0] * y[1] + w->index[1]) * y[2] * y[3] + i)));
      weft_working_put (
          slope, weft_working_number (is_max (w) ? is_largest (w, &window) : 1 / count (&window)));
    }
  weft_working_end (w, "Σ ∂L/∂y · ∂y/∂x", NULL, 0);
}

const WeftWorkedRow weft_worked_adaptive = { NULL, forward, backward };
