/* rms_norm: a number over the size of its row, scaled; back, with what its row gets taken off */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/working.h"

enum
{
  X,
  S,
};

typedef struct
{
  gsize begin;
  gint64 n;
  WeftWorkedNumber q;
} Row;

static Row
get_row (const WeftWorking *w, gsize offset)
{
  const WeftShape *x = weft_working_shape (w, X);
  Row row = { .n = x->dims[x->rank - 1] };
  double squares = 0;

  row.begin = offset / (gsize) row.n * (gsize) row.n;
  for (gint64 j = 0; j < row.n; j++)
    squares += pow (weft_working_in (w, X, row.begin + (gsize) j).number, 2);
  row.q = weft_working_number (
      1 / sqrt (squares / (double) row.n + weft_working_attr (w, "eps", 0, 1e-6)));
  return row;
}

static void
put_row (WeftWorking *w, const Row *row)
{
  WeftWorkedGrid *x = weft_working_grid (w, g_strdup ("x"), weft_working_columns (row->n));

  for (gint64 j = 0; j < row->n; j++)
    weft_working_put (x, weft_working_in (w, X, row->begin + (gsize) j));
  weft_working_line (w, g_strdup ("q"), "1 / √(Σ x² / M + ε)", NULL, row->q, 0);
}

static void
forward (WeftWorking *w)
{
  Row row = get_row (w, w->offset);

  put_row (w, &row);
  weft_working_end (w, "s · x · q", "# · # · #", 3, weft_working_in (w, S, w->offset - row.begin),
                    weft_working_in (w, X, w->offset), row.q);
}

static void
back_to_input (WeftWorking *w)
{
  Row row = get_row (w, w->offset);
  WeftWorkedNumber dot = weft_working_number (0);

  put_row (w, &row);
  for (gint64 j = 0; j < row.n; j++)
    dot.number += weft_working_d_out (w, 0, row.begin + (gsize) j).number
                  * weft_working_in (w, S, (gsize) j).number
                  * weft_working_in (w, X, row.begin + (gsize) j).number;
  weft_working_line (w, g_strdup ("B"), "Σ ∂L/∂y · s · x", NULL, dot, 0);
  weft_working_end (
      w, "q · ∂L/∂y · s − x · q^3 · B / M", "# · # · # − # · #^3 · # / #", 7, row.q,
      weft_working_d_out (w, 0, w->offset), weft_working_in (w, S, w->offset - row.begin),
      weft_working_in (w, X, w->offset), row.q, dot, weft_working_number ((double) row.n));
}

static void
back_to_scale (WeftWorking *w)
{
  gint64 all = weft_shape_count (weft_working_shape (w, X)), wide = weft_shape_count (w->shape);
  WeftWorkedGrid *dy = weft_working_grid (w, g_strdup ("∂L/∂y"), weft_working_columns (all / wide));
  WeftWorkedGrid *h = weft_working_grid (w, g_strdup ("x · q"), weft_working_columns (all / wide));

  for (gsize i = w->offset; i < (gsize) all; i += (gsize) wide)
    {
      weft_working_put (dy, weft_working_d_out (w, 0, i));
      weft_working_put (
          h, weft_working_number (weft_working_in (w, X, i).number * get_row (w, i).q.number));
    }
  weft_working_end (w, "Σ ∂L/∂y · x · q", NULL, 0);
}

static void
backward (WeftWorking *w)
{
  if (w->port == X)
    back_to_input (w);
  else
    back_to_scale (w);
}

const WeftWorkedRow weft_worked_rms_norm = { NULL, forward, backward };
