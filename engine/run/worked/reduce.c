/* reduce: what a row comes to: its mean, sum, largest, smallest, length, variance, product or log
 * Σ eˣ; back, what each of the row has of it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/reduce.h"
#include "engine/run/worked/working.h"

typedef struct
{
  WeftReduce mode;
  gint64 n, stride, a; /* a: which row, of the mask */
  gsize begin;         /* in x */
  gsize y;             /* its number in y */
  gint64 real;
  double mean, sum;
} Row;

static gboolean
counts (const WeftWorking *w, const Row *row, gint64 j)
{
  const float *mask = w->sight->n_in > 1 ? weft_working_floats (w->sight->in[1]) : NULL;

  return mask == NULL || mask[row->a * row->n + j] != 0;
}

static WeftWorkedNumber
get_x (const WeftWorking *w, const Row *row, gint64 j)
{
  return weft_working_in (w, 0, row->begin + (gsize) (j * row->stride));
}

/* offset: in y forward, in x back. */
static Row
get_row (const WeftWorking *w)
{
  const WeftShape *x = weft_working_shape (w, 0);
  int axis = (int) weft_working_attr (w, "dim", 0, 1);
  gboolean is_back = w->sight->stop.part == WEFT_STEP_BACKWARD;
  Row row
      = { .mode = (WeftReduce) weft_working_attr (w, "mode", 0, WEFT_REDUCE_MEAN), .stride = 1 };

  axis = axis < 0 ? axis + x->rank : axis;
  for (int i = axis + 1; i < x->rank; i++)
    row.stride *= x->dims[i];
  row.n = x->dims[axis];
  row.a = (gint64) w->offset / (is_back ? row.stride * row.n : row.stride);
  row.y = (gsize) (row.a * row.stride + (gint64) w->offset % row.stride);
  row.begin = (gsize) (row.a * row.stride * row.n + (gint64) w->offset % row.stride);
  for (gint64 j = 0; j < row.n; j++)
    if (counts (w, &row, j))
      {
        row.sum += get_x (w, &row, j).number;
        row.real++;
      }
  row.mean = row.real > 0 ? row.sum / (double) row.real : 0;
  return row;
}

static void
put_row (WeftWorking *w, const Row *row)
{
  WeftWorkedGrid *x = weft_working_grid (w, g_strdup ("x"), weft_working_columns (row->real));

  for (gint64 j = 0; j < row->n; j++)
    if (counts (w, row, j))
      weft_working_put (x, get_x (w, row, j));
}

/* Σ (x − μ)², with μ for a variance; its divisor. */
static WeftWorkedNumber
show_squares (WeftWorking *w, const Row *row, double mean)
{
  WeftWorkedNumber squares = weft_working_number (0);

  for (gint64 j = 0; j < row->n; j++)
    if (counts (w, row, j))
      squares.number += pow (get_x (w, row, j).number - mean, 2);
  if (row->mode == WEFT_REDUCE_VARIANCE)
    weft_working_line (w, g_strdup ("μ"), "Σ x / M", NULL, weft_working_number (mean), 0);
  weft_working_line (w, g_strdup ("A"), row->mode == WEFT_REDUCE_VARIANCE ? "Σ (x − μ)²" : "Σ x²",
                     NULL, squares, 0);
  return squares;
}

/* Π x, without number `but` of the row; −1: of all. */
static WeftWorkedNumber
find_product (const WeftWorking *w, const Row *row, gint64 but)
{
  WeftWorkedNumber product = weft_working_number (1);

  for (gint64 j = 0; j < row->n; j++)
    if (counts (w, row, j) && j != but)
      product.number *= get_x (w, row, j).number;
  return product;
}

static WeftWorkedNumber
find_exponentials (const WeftWorking *w, const Row *row)
{
  WeftWorkedNumber sum = weft_working_number (0);

  for (gint64 j = 0; j < row->n; j++)
    if (counts (w, row, j))
      sum.number += exp (get_x (w, row, j).number);
  return sum;
}

static WeftWorkedNumber
get_divisor (const WeftWorking *w, const Row *row)
{
  gboolean is_fewer
      = row->mode == WEFT_REDUCE_VARIANCE && weft_working_attr (w, "unbiased", 0, 1) != 0;

  return weft_working_number ((double) (row->real - is_fewer));
}

static void
forward (WeftWorking *w)
{
  Row row = get_row (w);
  WeftWorkedNumber sum = weft_working_number (row.sum), divisor = get_divisor (w, &row);

  put_row (w, &row);
  if (row.real == 0 || (row.mode == WEFT_REDUCE_VARIANCE && divisor.number < 1))
    weft_working_end (w, _ ("nothing counts"), "#", 1, weft_working_number (0));
  else if (row.mode == WEFT_REDUCE_MEAN)
    {
      weft_working_line (w, g_strdup ("Σ x"), NULL, NULL, sum, 0);
      weft_working_end (w, "Σ x / M", "# / #", 2, sum, divisor);
    }
  else if (row.mode == WEFT_REDUCE_NORM)
    weft_working_end (w, "√A", "√(#)", 1, show_squares (w, &row, 0));
  else if (row.mode == WEFT_REDUCE_VARIANCE)
    {
      WeftWorkedNumber squares = show_squares (w, &row, row.mean);

      weft_working_end (w, "A / M", "# / #", 2, squares, divisor);
    }
  else if (row.mode == WEFT_REDUCE_SUM)
    weft_working_end (w, "Σ x", NULL, 0);
  else if (row.mode == WEFT_REDUCE_PRODUCT)
    weft_working_end (w, "Π x", "#", 1, find_product (w, &row, -1));
  else if (row.mode == WEFT_REDUCE_LOG_SUM_EXP)
    weft_working_end (w, "ln Σ eˣ", "ln (#)", 1, find_exponentials (w, &row));
  else
    weft_working_end (w, row.mode == WEFT_REDUCE_MAX ? "max x" : "min x", "#", 1, w->chosen);
}

/* The first of the row that is as large, or as small, as any has it. */
static gboolean
is_first_extreme (const WeftWorking *w, const Row *row)
{
  gint64 best = -1;

  for (gint64 j = 0; j < row->n; j++)
    if (counts (w, row, j)
        && (best < 0
            || (row->mode == WEFT_REDUCE_MAX
                    ? get_x (w, row, j).number > get_x (w, row, best).number
                    : get_x (w, row, j).number < get_x (w, row, best).number)))
      best = j;
  return best >= 0 && row->begin + (gsize) (best * row->stride) == w->offset;
}

static void
backward (WeftWorking *w)
{
  Row row = get_row (w);
  gint64 j = ((gint64) w->offset - (gint64) row.begin) / row.stride;
  WeftWorkedNumber dy = weft_working_d_out (w, 0, row.y), divisor = get_divisor (w, &row);
  WeftWorkedNumber x = weft_working_in (w, 0, w->offset);

  if (!counts (w, &row, j) || divisor.number < 1)
    weft_working_end (w, _ ("it does not count"), "#", 1, weft_working_number (0));
  else if (row.mode == WEFT_REDUCE_MEAN)
    weft_working_end (w, "∂L/∂y / M", "# / #", 2, dy, divisor);
  else if (row.mode == WEFT_REDUCE_SUM)
    weft_working_end (w, "∂L/∂y", "#", 1, dy);
  else if (row.mode == WEFT_REDUCE_NORM)
    {
      WeftWorkedNumber y = weft_working_number (sqrt (show_squares (w, &row, 0).number));

      if (y.number == 0)
        weft_working_end (w, "0", "#", 1, weft_working_number (0));
      else
        weft_working_end (w, "∂L/∂y · x / √A", "# · # / #", 3, dy, x, y);
    }
  else if (row.mode == WEFT_REDUCE_PRODUCT)
    weft_working_end (w, "∂L/∂y · Π x / x", "# · #", 2, dy, find_product (w, &row, j));
  else if (row.mode == WEFT_REDUCE_LOG_SUM_EXP)
    {
      weft_working_line (w, g_strdup ("A"), "Σ eˣ", NULL, find_exponentials (w, &row), 0);
      weft_working_end (w, "∂L/∂y · eˣ / A", "# · exp (#) / #", 3, dy, x,
                        find_exponentials (w, &row));
    }
  else if (row.mode == WEFT_REDUCE_VARIANCE)
    {
      weft_working_line (w, g_strdup ("μ"), "Σ x / M", NULL, weft_working_number (row.mean), 0);
      weft_working_end (w, "∂L/∂y · 2 · (x − μ) / M", "# · 2 · (# − #) / #", 4, dy, x,
                        weft_working_number (row.mean), divisor);
    }
  else
    {
      put_row (w, &row);
      weft_working_end (
          w, row.mode == WEFT_REDUCE_MAX ? _ ("all to the largest") : _ ("all to the smallest"),
          "# · #", 2, dy, weft_working_number (is_first_extreme (w, &row)));
    }
}

const WeftWorkedRow weft_worked_reduce = { NULL, forward, backward };
