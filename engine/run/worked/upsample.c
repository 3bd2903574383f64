/* upsample: up to four numbers, weighed by how near they are, or sixteen by a cubic; back, all that
 * were made of one */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/cubic.h"
#include "engine/run/worked/working.h"

/* Where one output of an axis comes from: so much of each. */
typedef struct
{
  int n;
  gint64 place[WEFT_CUBIC_TAPS];
  double weight[WEFT_CUBIC_TAPS];
} Source;

static Source
weigh_cubic (float at, gint64 length)
{
  Source source = { .n = WEFT_CUBIC_TAPS };

  for (int k = 0; k < source.n; k++)
    {
      source.place[k] = CLAMP ((gint64) floorf (at) - 1 + k, 0, length - 1);
      source.weight[k] = (double) weft_cubic_weigh (at - floorf (at) + 1 - (float) k);
    }
  return source;
}

/* In single precision, as the op has it: which number is the nearest hangs on it. */
static Source
find_source (const WeftWorking *w, int axis, gint64 i)
{
  gint64 length = weft_working_shape (w, 0)->dims[2 + axis];
  gint64 n = weft_working_y_shape (w)->dims[2 + axis], first, second;
  gboolean is_linear = weft_working_attr (w, "is_linear", 0, 0) != 0;
  gboolean aligns = weft_working_attr (w, "align_corners", 0, 0) != 0;
  double scale = weft_working_attr (w, "scale", axis, 0);
  float step = scale > 0 ? (float) (1 / scale) : (float) length / (float) n, at, weight;

  if (is_linear && aligns)
    step = n > 1 ? (float) (length - 1) / (float) (n - 1) : 0;
  if (weft_working_attr (w, "is_cubic", 0, 0) != 0)
    return weigh_cubic (aligns ? (float) i * step : ((float) i + 0.5f) * step - 0.5f, length);
  at = aligns ? (float) i * step : fmaxf (((float) i + 0.5f) * step - 0.5f, 0);
  if (!is_linear)
    at = floorf ((float) i * step);
  first = MIN ((gint64) at, length - 1);
  second = MIN (first + is_linear, length - 1);
  weight = is_linear ? fminf (fmaxf (at - (float) first, 0), 1) : 0;
  return (Source){ 2, { first, second }, { 1 - (double) weight, (double) weight } };
}

static void
forward (WeftWorking *w)
{
  const gint64 *dims = weft_working_shape (w, 0)->dims;
  Source rows = find_source (w, 0, w->index[2]), columns = find_source (w, 1, w->index[3]);
  WeftWorkedGrid *x = weft_working_grid (w, g_strdup (_ ("the numbers around it")), rows.n);
  WeftWorkedGrid *weight = weft_working_grid (w, g_strdup (_ ("how near they are")), rows.n);
  gint64 plane = w->index[0] * dims[1] + w->index[1];

  for (int a = 0; a < rows.n; a++)
    for (int b = 0; b < columns.n; b++)
      {
        weft_working_put (
            x, weft_working_in (
                   w, 0, (gsize) ((plane * dims[2] + rows.place[a]) * dims[3] + columns.place[b])));
        weft_working_put (weight, weft_working_number (rows.weight[a] * columns.weight[b]));
      }
  weft_working_end (w, "Σ w·x", NULL, 0);
}

static double
find_share (const Source *source, gint64 place)
{
  double share = 0;

  for (int k = 0; k < source->n; k++)
    share += source->place[k] == place ? source->weight[k] : 0;
  return share;
}

static void
backward (WeftWorking *w)
{
  const gint64 *y = weft_working_y_shape (w)->dims;
  WeftWorkedGrid *dy = weft_working_grid (w, g_strdup ("∂L/∂y"), 1);
  WeftWorkedGrid *slope = weft_working_grid (w, g_strdup ("∂y/∂x"), 1);
  gint64 plane = w->index[0] * y[1] + w->index[1];

  for (gint64 i = 0; i < y[2] * y[3]; i++)
    {
      Source rows = find_source (w, 0, i / y[3]), columns = find_source (w, 1, i % y[3]);
      double share = find_share (&rows, w->index[2]) * find_share (&columns, w->index[3]);

      if (share == 0)
        continue;
      weft_working_put (dy, weft_working_d_out (w, 0, (gsize) (plane * y[2] * y[3] + i)));
      weft_working_put (slope, weft_working_number (share));
    }
  weft_working_end (w, "Σ ∂L/∂y · ∂y/∂x", NULL, 0);
}

const WeftWorkedRow weft_worked_upsample = { NULL, forward, backward };
