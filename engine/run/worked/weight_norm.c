/* weight_norm: a row's length times its direction; back, to the length what points along it, to the
 * direction what does not */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/working.h"

enum
{
  V,
  G,
};

typedef struct
{
  gsize k; /* row */
  gint64 n;
  WeftWorkedNumber q; /* 1 / ‖v‖; 0 of zeros */
} Row;

static Row
get_row (const WeftWorking *w, gsize k)
{
  const WeftShape *v = weft_working_shape (w, V);
  Row row = { .k = k, .n = weft_shape_count (v) / v->dims[0] };
  double squares = 0;

  for (gint64 i = 0; i < row.n; i++)
    squares += pow (weft_working_in (w, V, k * (gsize) row.n + (gsize) i).number, 2);
  row.q = weft_working_number (squares > 0 ? 1 / sqrt (squares) : 0);
  return row;
}

static void
put_q (WeftWorking *w, const Row *row)
{
  WeftWorkedGrid *v = weft_working_grid (w, g_strdup ("v"), weft_working_columns (row->n));

  for (gint64 i = 0; i < MIN (row->n, WEFT_WORKED_MOST); i++)
    weft_working_put (v, weft_working_in (w, V, row->k * (gsize) row->n + (gsize) i));
  weft_working_line (w, g_strdup ("q"), "1 / √Σ v²", NULL, row->q, 0);
}

static void
forward (WeftWorking *w)
{
  const WeftShape *v = weft_working_shape (w, V);
  Row row = get_row (w, w->offset / (gsize) (weft_shape_count (v) / v->dims[0]));

  put_q (w, &row);
  weft_working_end (w, "g · v · q", "# · # · #", 3, weft_working_in (w, G, row.k),
                    weft_working_in (w, V, w->offset), row.q);
}

static void
back_to_length (WeftWorking *w)
{
  Row row = get_row (w, w->offset);
  WeftWorkedGrid *dw = weft_working_grid (w, g_strdup ("∂L/∂w"), weft_working_columns (row.n));
  WeftWorkedGrid *n = weft_working_grid (w, g_strdup ("v · q"), weft_working_columns (row.n));

  for (gint64 i = 0; i < row.n; i++)
    {
      gsize at = row.k * (gsize) row.n + (gsize) i;

      weft_working_put (dw, weft_working_d_out (w, 0, at));
      weft_working_put (n, weft_working_number (weft_working_in (w, V, at).number * row.q.number));
    }
  weft_working_line (w, g_strdup ("q"), "1 / √Σ v²", NULL, row.q, 0);
  weft_working_end (w, "Σ ∂L/∂w · v · q", NULL, 0);
}

static void
backward (WeftWorking *w)
{
  const WeftShape *v = weft_working_shape (w, V);
  WeftWorkedNumber along = weft_working_number (0);
  Row row;

  if (w->port == G)
    {
      back_to_length (w);
      return;
    }
  row = get_row (w, w->offset / (gsize) (weft_shape_count (v) / v->dims[0]));
  put_q (w, &row);
  for (gint64 i = 0; i < row.n; i++)
    {
      gsize at = row.k * (gsize) row.n + (gsize) i;

      along.number += weft_working_d_out (w, 0, at).number * weft_working_in (w, V, at).number
                      * row.q.number;
    }
  weft_working_line (w, g_strdup ("B"), "Σ ∂L/∂w · v · q", NULL, along, 0);
  weft_working_end (w, "g · q · (∂L/∂w − v · q · B)", "# · # · (# − # · # · #)", 6,
                    weft_working_in (w, G, row.k), row.q, weft_working_d_out (w, 0, w->offset),
                    weft_working_in (w, V, w->offset), row.q, along);
}

const WeftWorkedRow weft_worked_weight_norm = { NULL, forward, backward };
