/* softmax: the share of each of a row's exponentials; back, y · (dy − Σ y·dy) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/working.h"

typedef struct
{
  gint64 n, stride;
  gsize begin;
} Row;

/* Those that share a sum with the one that is asked for. */
static Row
get_row (const WeftWorking *w)
{
  int axis = (int) weft_working_attr (w, "dim", 0, -1);
  Row row = { .stride = 1 };

  axis = axis < 0 ? w->shape->rank + axis : axis;
  for (int i = axis + 1; i < w->shape->rank; i++)
    row.stride *= w->shape->dims[i];
  row.n = w->shape->dims[axis];
  row.begin = w->offset - (gsize) (w->index[axis] * row.stride);
  return row;
}

static void
forward (WeftWorking *w)
{
  Row row = get_row (w);
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
  Row row = get_row (w);
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
