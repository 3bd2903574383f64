/* log_softmax: a number less the logarithm of its row's exponentials; back, what comes less its
 * share of the row's */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/along.h"

static void
forward (WeftWorking *w)
{
  WeftWorkedSides row = weft_worked_sides (w);
  WeftWorkedGrid *x = weft_working_grid (w, g_strdup ("x"), weft_working_columns (row.n));
  WeftWorkedNumber m = weft_working_number (-INFINITY), s = weft_working_number (0);

  for (gint64 j = 0; j < row.n; j++)
    {
      WeftWorkedNumber number = weft_working_in (w, 0, row.begin + (gsize) (j * row.stride));

      weft_working_put (x, number);
      m.number = fmax (m.number, number.number);
    }
  for (guint j = 0; j < x->numbers->len; j++)
    s.number += exp (g_array_index (x->numbers, WeftWorkedNumber, j).number - m.number);
  weft_working_line (w, g_strdup ("m"), "max x", NULL, m, 0);
  weft_working_line (w, g_strdup ("s"), "Σ exp (x − m)", NULL, s, 0);
  weft_working_end (w, "x − m − ln (s)", "# − # − ln (#)", 3, weft_working_in (w, 0, w->offset), m,
                    s);
}

static void
backward (WeftWorking *w)
{
  WeftWorkedSides row = weft_worked_sides (w);
  WeftWorkedGrid *dy = weft_working_grid (w, g_strdup ("∂L/∂y"), weft_working_columns (row.n));
  WeftWorkedNumber sum;

  for (gint64 j = 0; j < row.n; j++)
    weft_working_put (dy, weft_working_d_out (w, 0, row.begin + (gsize) (j * row.stride)));
  sum = weft_working_number (weft_working_sum (dy));
  weft_working_line (w, g_strdup ("D"), "Σ ∂L/∂y", NULL, sum, 0);
  weft_working_end (w, "∂L/∂y − exp (y) · D", "# − exp (#) · #", 3,
                    weft_working_d_out (w, 0, w->offset), weft_working_out (w, 0, w->offset), sum);
}

const WeftWorkedRow weft_worked_log_softmax = { NULL, forward, backward };
