/* softmax: the share of each of a row's exponentials; back, y · (dy − Σ y·dy) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/along.h"

static void
forward (WeftWorking *w)
{
  WeftWorkedSides row = weft_worked_sides (w);
  WeftWorkedGrid *x = weft_working_grid (w, g_strdup ("x"), weft_working_columns (row.n));
  WeftWorkedNumber m, s;
  double largest = -INFINITY, sum = 0;

  if (w->sight->n_in > 1 && w->sight->in[1] != NULL)
    {
      weft_working_end (w, NULL, NULL, 0);
      return;
    }
  for (gint64 j = 0; j < row.n; j++)
    {
      WeftWorkedNumber number = weft_working_in (w, 0, row.begin + (gsize) (j * row.stride));

      weft_working_put (x, number);
      largest = fmax (largest, number.number);
    }
  for (guint j = 0; j < x->numbers->len; j++)
    sum += exp (g_array_index (x->numbers, WeftWorkedNumber, j).number - largest);
  m = weft_working_number (largest);
  s = weft_working_number (sum);
  weft_working_line (w, g_strdup ("m"), "max x", NULL, m, 0);
  weft_working_line (w, g_strdup ("s"), "Σ exp (x − m)", NULL, s, 0);
  weft_working_end (w, "exp (x − m) / s", "exp (# − #) / #", 3, weft_working_in (w, 0, w->offset),
                    m, s);
}

static void
backward (WeftWorking *w)
{
  WeftWorkedSides row = weft_worked_sides (w);
  WeftWorkedGrid *y = weft_working_grid (w, g_strdup ("y"), weft_working_columns (row.n));
  WeftWorkedGrid *dy = weft_working_grid (w, g_strdup ("∂L/∂y"), weft_working_columns (row.n));
  WeftWorkedNumber dot;

  for (gint64 j = 0; j < row.n; j++)
    {
      gsize offset = row.begin + (gsize) (j * row.stride);

      weft_working_put (y, weft_working_out (w, 0, offset));
      weft_working_put (dy, weft_working_d_out (w, 0, offset));
    }
  dot = weft_working_number (weft_working_dot (y, dy));
  weft_working_line (w, g_strdup ("D"), "Σ y · ∂L/∂y", NULL, dot, 0);
  weft_working_end (w, "y · (∂L/∂y − D)", "# · (# − #)", 3, weft_working_out (w, 0, w->offset),
                    weft_working_d_out (w, 0, w->offset), dot);
}

const WeftWorkedRow weft_worked_softmax = { NULL, forward, backward };
