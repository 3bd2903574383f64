/* mean: of all places of a channel; back, an equal share for each */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/working.h"

static gint64
count_places (const WeftWorking *w)
{
  const WeftShape *x = weft_working_shape (w, 0);

  return weft_shape_count (x) / (x->dims[0] * x->dims[1]);
}

static void
forward (WeftWorking *w)
{
  const WeftShape *shape = weft_working_shape (w, 0);
  gint64 n = count_places (w);
  WeftWorkedGrid *x = weft_working_grid (w, g_strdup ("x"), shape->dims[shape->rank - 1]);
  WeftWorkedNumber sum;

  for (gint64 i = 0; i < n; i++)
    weft_working_put (x, weft_working_in (w, 0, w->offset * (gsize) n + (gsize) i));
  sum = weft_working_number (weft_working_sum (x));
  weft_working_line (w, g_strdup ("Σ x"), NULL, NULL, sum, 0);
  weft_working_end (w, "Σ x / M", "# / #", 2, sum, weft_working_number ((double) n));
}

static void
backward (WeftWorking *w)
{
  gint64 n = count_places (w);

  weft_working_end (w, "∂L/∂y / M", "# / #", 2, weft_working_d_out (w, 0, w->offset / (gsize) n),
                    weft_working_number ((double) n));
}

const WeftWorkedRow weft_worked_mean = { NULL, forward, backward };
