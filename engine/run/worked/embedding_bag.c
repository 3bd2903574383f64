/* embedding_bag: the mean, the sum or the largest of the rows of some tokens; back, what came for
 * a row from all that took it in */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/working.h"

enum
{
  X,
  W,
  MASK,
};

enum
{
  MEAN,
  SUM,
  MAX_OF,
};

static gsize
get_width (const WeftWorking *w)
{
  return (gsize) weft_working_shape (w, W)->dims[1];
}

static gsize
count_steps (const WeftWorking *w)
{
  return (gsize) weft_working_shape (w, X)->dims[1];
}

static int
get_mode (const WeftWorking *w)
{
  return (int) weft_working_attr (w, "mode", 0, MEAN);
}

/* The row of what stands at place k of x; −1: it does not count. */
static gint64
get_row (const WeftWorking *w, gsize k)
{
  const float *mask = w->sight->n_in > MASK ? weft_working_floats (w->sight->in[MASK]) : NULL;
  gint64 token = ((const gint64 *) w->sight->in[X]->data)[k];

  if ((mask != NULL && mask[k] == 0)
      || (double) token == weft_working_attr (w, "padding_idx", 0, -1))
    return -1;
  return CLAMP (token, 0, weft_working_shape (w, W)->dims[0] - 1);
}

static WeftWorkedNumber
count_real (const WeftWorking *w, gsize n)
{
  double real = 0;

  for (gsize t = 0; t < count_steps (w); t++)
    real += get_row (w, n * count_steps (w) + t) >= 0;
  return weft_working_number (MAX (real, 1));
}

static void
forward (WeftWorking *w)
{
  gsize n = w->offset / get_width (w), d = w->offset % get_width (w);
  WeftWorkedGrid *rows = weft_working_grid (w, g_strdup ("w[x[n, t], d]"), 6);
  int mode = get_mode (w);
  WeftWorkedNumber sum;

  for (gsize t = 0; t < count_steps (w); t++)
    {
      gint64 row = get_row (w, n * count_steps (w) + t);

      if (row >= 0)
        weft_working_put (rows, weft_working_in (w, W, (gsize) row * get_width (w) + d));
    }
  sum = weft_working_number (weft_working_sum (rows));
  if (rows->numbers->len == 0)
    weft_working_end (w, _ ("none counts"), "#", 1, weft_working_number (0));
  else if (mode == MAX_OF)
    weft_working_end (w, "max w", NULL, 0);
  else if (mode == SUM)
    weft_working_end (w, "Σ w", NULL, 0);
  else
    {
      weft_working_line (w, g_strdup ("Σ"), "Σ w", NULL, sum, 0);
      weft_working_end (w, "Σ / n", "# / #", 2, sum, count_real (w, n));
    }
}

/* Whether the row is the first largest at (n, d). */
static gboolean
is_largest (const WeftWorking *w, gsize n, gsize t, gsize d)
{
  gsize steps = count_steps (w), width = get_width (w);
  double own = weft_working_in (w, W, (gsize) get_row (w, n * steps + t) * width + d).number;

  for (gsize other = 0; other < steps; other++)
    {
      gint64 row = get_row (w, n * steps + other);
      double number = row >= 0 ? weft_working_in (w, W, (gsize) row * width + d).number : -INFINITY;

      if (number > own || (number >= own && other < t && row >= 0))
        return FALSE;
    }
  return TRUE;
}

static void
backward (WeftWorking *w)
{
  gsize wide = get_width (w), token = w->offset / wide, d = w->offset % wide;
  gsize n = (gsize) weft_working_shape (w, X)->dims[0];
  int mode = get_mode (w);
  WeftWorkedGrid *shares
      = weft_working_grid (w, g_strdup (_ ("∂L/∂y where x is this row, by their count")), 6);

  for (gsize i = 0; i < n; i++)
    for (gsize t = 0; t < count_steps (w); t++)
      {
        WeftWorkedNumber dy = weft_working_d_out (w, 0, i * wide + d);

        if (get_row (w, i * count_steps (w) + t) != (gint64) token
            || (mode == MAX_OF && !is_largest (w, i, t, d)))
          continue;
        weft_working_put (
            shares, mode == MEAN ? weft_working_number (dy.number / count_real (w, i).number) : dy);
      }
  weft_working_end (w, mode == MEAN ? "Σ ∂L/∂y / n" : "Σ ∂L/∂y", NULL, 0);
}

const WeftWorkedRow weft_worked_embedding_bag = { NULL, forward, backward };
