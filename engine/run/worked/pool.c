/* pool: the largest or the mean of a window; back, the windows that a number lay in */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/working.h"

typedef struct
{
  const gint64 *x, *y; /* (N, C, H, W) */
  gint64 kernel[2], stride[2], padding[2], dilation[2];
  gboolean is_max, counts_padding;
} Pool;

/* Taps of the window of (i, j) that lie in the input, and in its padding too. */
typedef struct
{
  gint64 n, padded;
} Count;

static Pool
get_pool (const WeftWorking *w)
{
  gboolean is_back = w->sight->stop.part == WEFT_STEP_BACKWARD;
  Pool pool = { weft_working_shape (w, 0)->dims,
                (is_back ? w->sight->d_out[0] : w->sight->out[0])->shape.dims };

  pool.is_max = g_str_has_prefix (w->sight->stop.application->op, "max");
  pool.counts_padding = weft_working_attr (w, "count_include_pad", 0, 0) != 0;
  for (int axis = 0; axis < 2; axis++)
    {
      pool.kernel[axis] = (gint64) weft_working_attr (w, "kernel", axis, 1);
      pool.stride[axis] = (gint64) weft_working_attr (w, "stride", axis, 1);
      pool.padding[axis] = (gint64) weft_working_attr (w, "padding", axis, 0);
      pool.dilation[axis] = (gint64) weft_working_attr (w, "dilation", axis, 1);
    }
  return pool;
}

static gsize
at (const gint64 *dims, const gint64 *plane, gint64 i, gint64 j)
{
  return (gsize) (((plane[0] * dims[1] + plane[1]) * dims[2] + i) * dims[3] + j);
}

/* Tap t of a window along an axis: where it lies; FALSE: not in the input. */
static gboolean
find_tap (const Pool *pool, int axis, gint64 i, gint64 t, gint64 *place)
{
  *place = i * pool->stride[axis] + t * pool->dilation[axis] - pool->padding[axis];
  return *place >= 0 && *place < pool->x[2 + axis];
}

static Count
count_taps (const Pool *pool, gint64 i, gint64 j)
{
  Count count = { 0 };
  gint64 h, v;

  for (gint64 r = 0; r < pool->kernel[0]; r++)
    for (gint64 s = 0; s < pool->kernel[1]; s++)
      {
        gboolean in_rows = find_tap (pool, 0, i, r, &h), in_columns = find_tap (pool, 1, j, s, &v);

        count.n += in_rows && in_columns;
        count.padded += h < pool->x[2] + pool->padding[0] && v < pool->x[3] + pool->padding[1];
      }
  return count;
}

static double
get_divisor (const Pool *pool, gint64 i, gint64 j)
{
  Count count = count_taps (pool, i, j);

  return (double) (pool->counts_padding ? count.padded : count.n);
}

static void
forward (WeftWorking *w)
{
  Pool pool = get_pool (w);
  const gint64 *y = w->index;
  WeftWorkedGrid *x = weft_working_grid (w, g_strdup (_ ("input window")), pool.kernel[1]);
  WeftWorkedNumber sum;
  gint64 h, v;

  for (gint64 r = 0; r < pool.kernel[0]; r++)
    for (gint64 s = 0; s < pool.kernel[1]; s++)
      if (find_tap (&pool, 0, y[2], r, &h) & find_tap (&pool, 1, y[3], s, &v))
        weft_working_put (x, weft_working_in (w, 0, at (pool.x, y, h, v)));
  if (pool.is_max)
    {
      weft_working_end (w, "max x", NULL, 0);
      return;
    }
  sum = weft_working_number (weft_working_sum (x));
  weft_working_line (w, g_strdup ("Σ x"), NULL, NULL, sum, 0);
  weft_working_end (w, "Σ x / D", "# / #", 2, sum,
                    weft_working_number (get_divisor (&pool, y[2], y[3])));
}

/* Whether (h, v) is the first of the largest in the window of (i, j). */
static gboolean
is_largest (WeftWorking *w, const Pool *pool, gint64 i, gint64 j)
{
  double largest = -INFINITY;
  gsize found = 0;
  gint64 h, v;

  for (gint64 r = 0; r < pool->kernel[0]; r++)
    for (gint64 s = 0; s < pool->kernel[1]; s++)
      if (find_tap (pool, 0, i, r, &h) & find_tap (pool, 1, j, s, &v))
        {
          WeftWorkedNumber x = weft_working_in (w, 0, at (pool->x, w->index, h, v));

          if (!(x.number > largest) && !isnan (x.number))
            continue;
          largest = x.number;
          found = x.offset;
        }
  return found == w->offset;
}

static gboolean
sees (const Pool *pool, int axis, gint64 i, gint64 place)
{
  gint64 h;

  for (gint64 t = 0; t < pool->kernel[axis]; t++)
    if (find_tap (pool, axis, i, t, &h) && h == place)
      return TRUE;
  return FALSE;
}

static void
backward (WeftWorking *w)
{
  Pool pool = get_pool (w);
  WeftWorkedGrid *dy = weft_working_grid (w, g_strdup ("∂L/∂y"), pool.kernel[1]);
  WeftWorkedGrid *slope = weft_working_grid (
      w, g_strdup (pool.is_max ? _ ("1 where x is the largest") : "∂y/∂x = 1/D"), pool.kernel[1]);

  for (gint64 i = 0; i < pool.y[2]; i++)
    for (gint64 j = 0; j < pool.y[3]; j++)
      {
        if (!sees (&pool, 0, i, w->index[2]) || !sees (&pool, 1, j, w->index[3]))
          continue;
        weft_working_put (dy, weft_working_d_out (w, 0, at (pool.y, w->index, i, j)));
        weft_working_put (slope, weft_working_number (pool.is_max ? is_largest (w, &pool, i, j)
                                                                  : 1 / get_divisor (&pool, i, j)));
      }
  weft_working_end (w, "Σ ∂L/∂y · ∂y/∂x", NULL, 0);
}

const WeftWorkedRow weft_worked_pool = { NULL, forward, backward };
