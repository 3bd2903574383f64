/* prelu: what is not positive is taken at a slope that is learnt; back likewise */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/working.h"

enum
{
  X,
  W,
};

/* Which slope the number of x has. */
static gsize
get_slope (const WeftWorking *w, gsize offset)
{
  const WeftShape *x = weft_working_shape (w, X);
  gint64 inner = 1, n = weft_shape_count (weft_working_shape (w, W));

  for (int axis = 2; axis < x->rank; axis++)
    inner *= x->dims[axis];
  return n == 1 ? 0 : (gsize) ((gint64) offset / inner % n);
}

static void
forward (WeftWorking *w)
{
  WeftWorkedNumber x = weft_working_in (w, X, w->offset);

  if (x.number > 0)
    weft_working_end (w, "x", "#", 1, x);
  else
    weft_working_end (w, "w · x", "# · #", 2, weft_working_in (w, W, get_slope (w, w->offset)), x);
}

static void
back_to_input (WeftWorking *w)
{
  WeftWorkedNumber x = weft_working_in (w, X, w->offset), dy = weft_working_d_out (w, 0, w->offset);

  weft_working_line (w, g_strdup ("x"), NULL, NULL, x, 0);
  if (x.number > 0)
    weft_working_end (w, "∂L/∂y", "#", 1, dy);
  else
    weft_working_end (w, "∂L/∂y · w", "# · #", 2, dy,
                      weft_working_in (w, W, get_slope (w, w->offset)));
}

/* dw = Σ dy · x over what is not positive. */
static void
back_to_slope (WeftWorking *w)
{
  gint64 all = weft_shape_count (weft_working_shape (w, X));
  gint64 columns = weft_working_columns (all / weft_shape_count (w->shape));
  WeftWorkedGrid *dy = weft_working_grid (w, g_strdup ("∂L/∂y"), columns);
  WeftWorkedGrid *x = weft_working_grid (w, g_strdup (_ ("x where it is not positive")), columns);

  for (gsize i = 0; i < (gsize) all; i++)
    if (get_slope (w, i) == w->offset)
      {
        WeftWorkedNumber number = weft_working_in (w, X, i);

        weft_working_put (dy, weft_working_d_out (w, 0, i));
        weft_working_put (x, number.number > 0 ? weft_working_number (0) : number);
      }
  weft_working_end (w, "Σ ∂L/∂y · x", NULL, 0);
}

static void
backward (WeftWorking *w)
{
  if (w->port == X)
    back_to_input (w);
  else
    back_to_slope (w);
}

const WeftWorkedRow weft_worked_prelu = { NULL, forward, backward };
