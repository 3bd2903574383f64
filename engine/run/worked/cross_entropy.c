/* cross_entropy: soft-max of a row of scores, minus its logarithm where the label is, and the mean
 * of all rows; back, the share of each class without the label */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/working.h"

enum
{
  X,
  T,
  MASK,
};

static gint64
count_classes (const WeftWorking *w)
{
  const WeftShape *x = weft_working_shape (w, X);

  return x->dims[x->rank - 1];
}

static gint64
get_label (const WeftWorking *w, gint64 row)
{
  return CLAMP (((const gint64 *) w->sight->in[T]->data)[row], 0, count_classes (w) - 1);
}

static gboolean
counts (const WeftWorking *w, gint64 row)
{
  const float *mask = w->sight->n_in > MASK ? weft_working_floats (w->sight->in[MASK]) : NULL;

  return mask == NULL || mask[row] != 0;
}

static WeftWorkedNumber
get_x (const WeftWorking *w, gint64 row, gint64 j)
{
  return weft_working_in (w, X, (gsize) (row * count_classes (w) + j));
}

static double
add_exps (const WeftWorking *w, gint64 row, double *largest)
{
  double sum = 0;

  *largest = -INFINITY;
  for (gint64 j = 0; j < count_classes (w); j++)
    *largest = fmax (*largest, get_x (w, row, j).number);
  for (gint64 j = 0; j < count_classes (w); j++)
    sum += exp (get_x (w, row, j).number - *largest);
  return sum;
}

static double
find_loss (const WeftWorking *w, gint64 row)
{
  double largest, sum = add_exps (w, row, &largest);

  return log (sum) + largest - get_x (w, row, get_label (w, row)).number;
}

static void
put_rows (WeftWorking *w, WeftWorkedGrid *grid, gint64 row)
{
  for (gint64 j = 0; j < count_classes (w); j++)
    weft_working_put (grid, get_x (w, row, j));
}

/* m = max x, s = Σ exp (x − m) of a row. */
static void
show_sum (WeftWorking *w, gint64 row, WeftWorkedNumber *largest, WeftWorkedNumber *sum)
{
  double m, s = add_exps (w, row, &m);

  *largest = weft_working_number (m);
  *sum = weft_working_number (s);
  weft_working_line (w, g_strdup ("m"), "max x", NULL, *largest, 0);
  weft_working_line (w, g_strdup ("s"), "Σ exp (x − m)", NULL, *sum, 0);
}

static void
forward (WeftWorking *w)
{
  gint64 rows = weft_shape_count (&w->sight->in[T]->shape), shown, real = 0;
  WeftWorkedGrid *x, *label, *loss;
  WeftWorkedNumber largest, sum;

  shown = MIN (rows, MAX (WEFT_WORKED_MOST / count_classes (w), 1));
  x = weft_working_grid (w, g_strdup ("x"), count_classes (w));
  label = weft_working_grid (w, g_strdup (_ ("label t")), weft_working_columns (rows));
  loss = weft_working_grid (w, g_strdup (_ ("loss of each row")), weft_working_columns (rows));
  for (gint64 row = 0; row < rows; row++)
    {
      if (row < shown)
        put_rows (w, x, row);
      weft_working_put (label, weft_working_number ((double) get_label (w, row)));
      weft_working_put (loss, weft_working_number (counts (w, row) ? find_loss (w, row) : 0));
      real += counts (w, row);
    }
  show_sum (w, 0, &largest, &sum);
  weft_working_line (w, g_strdup (_ ("loss of row 0")), "ln s + m − x[t]", "ln # + # − #",
                     weft_working_number (find_loss (w, 0)), 3, sum, largest,
                     get_x (w, 0, get_label (w, 0)));
  weft_working_end_mean (w, loss, "scale · Σ / N", weft_working_number ((double) MAX (real, 1)));
}

static void
backward (WeftWorking *w)
{
  gint64 rows = weft_shape_count (&w->sight->in[T]->shape), real = 0;
  gint64 row = (gint64) w->offset / count_classes (w), j = (gint64) w->offset % count_classes (w);
  WeftWorkedGrid *x
      = weft_working_grid (w, g_strdup ("x"), weft_working_columns (count_classes (w)));
  WeftWorkedNumber largest, sum, p, label;

  for (gint64 r = 0; r < rows; r++)
    real += counts (w, r);
  put_rows (w, x, row);
  show_sum (w, row, &largest, &sum);
  p = weft_working_number (exp (get_x (w, row, j).number - largest.number) / sum.number);
  label = weft_working_number (get_label (w, row) == j);
  weft_working_line (w, weft_working_index ("p", &j, 1), "exp (x − m) / s", "exp (# − #) / #", p, 3,
                     get_x (w, row, j), largest, sum);
  weft_working_line (w, weft_working_index ("t", &j, 1), _ ("1 where it is the label"), NULL, label,
                     0);
  if (!counts (w, row))
    {
      weft_working_end (w, NULL, NULL, 0);
      return;
    }
  weft_working_end (w, "∂L/∂y · scale / N · (p − t)", "# · # / # · (# − #)", 5,
                    weft_working_d_out (w, 0, 0),
                    weft_working_number (weft_working_attr (w, "scale", 0, 1)),
                    weft_working_number ((double) MAX (real, 1)), p, label);
}

const WeftWorkedRow weft_worked_cross_entropy = { NULL, forward, backward };
