/* linear: a row of weights with a row of inputs; back, a column with what comes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/working.h"

enum
{
  X,
  W,
  B,
};

typedef struct
{
  gint64 rows, inputs, outputs;
} Sizes;

static Sizes
get_sizes (const WeftWorking *w)
{
  const WeftShape *x = weft_working_shape (w, X), *weight = weft_working_shape (w, W);

  return (Sizes){ weft_shape_count (x) / weight->dims[1], weight->dims[1], weight->dims[0] };
}

static void
forward (WeftWorking *w)
{
  Sizes sizes = get_sizes (w);
  gint64 r = (gint64) w->offset / sizes.outputs, o = (gint64) w->offset % sizes.outputs;
  gint64 columns = weft_working_columns (sizes.inputs);
  WeftWorkedGrid *x = weft_working_grid (w, g_strdup ("x"), columns);
  WeftWorkedGrid *weight
      = weft_working_grid (w, g_strdup_printf ("w[%" G_GINT64_FORMAT "]", o), columns);
  WeftWorkedNumber sum;

  for (gint64 i = 0; i < sizes.inputs; i++)
    {
      weft_working_put (x, weft_working_in (w, X, (gsize) (r * sizes.inputs + i)));
      weft_working_put (weight, weft_working_in (w, W, (gsize) (o * sizes.inputs + i)));
    }
  sum = weft_working_number (weft_working_dot (x, weight));
  if (w->sight->n_in <= B || w->sight->in[B] == NULL)
    {
      weft_working_end (w, "Σ w·x", NULL, 0);
      return;
    }
  weft_working_line (w, g_strdup ("Σ w·x"), NULL, NULL, sum, 0);
  weft_working_end (w, "Σ w·x + b", "# + #", 2, sum, weft_working_in (w, B, (gsize) o));
}

/* dx[r, i] = Σₒ dy[r, o] · w[o, i] */
static void
back_to_input (WeftWorking *w, Sizes sizes)
{
  gint64 r = (gint64) w->offset / sizes.inputs, i = (gint64) w->offset % sizes.inputs;
  gint64 columns = weft_working_columns (sizes.outputs);
  WeftWorkedGrid *dy = weft_working_grid (w, g_strdup ("∂L/∂y"), columns);
  WeftWorkedGrid *weight = weft_working_grid (w, g_strdup ("∂y/∂x = w"), columns);

  for (gint64 o = 0; o < sizes.outputs; o++)
    {
      weft_working_put (dy, weft_working_d_out (w, 0, (gsize) (r * sizes.outputs + o)));
      weft_working_put (weight, weft_working_in (w, W, (gsize) (o * sizes.inputs + i)));
    }
  weft_working_end (w, "Σ ∂L/∂y · w", NULL, 0);
}

/* dw[o, i] = Σᵣ dy[r, o] · x[r, i], db[o] = Σᵣ dy[r, o] */
static void
back_to_weight (WeftWorking *w, Sizes sizes)
{
  gboolean is_bias = w->port == B;
  gint64 o = is_bias ? (gint64) w->offset : (gint64) w->offset / sizes.inputs;
  gint64 i = is_bias ? 0 : (gint64) w->offset % sizes.inputs;
  gint64 columns = weft_working_columns (sizes.rows);
  WeftWorkedGrid *dy = weft_working_grid (w, g_strdup ("∂L/∂y"), columns);
  WeftWorkedGrid *x = is_bias ? NULL : weft_working_grid (w, g_strdup ("∂y/∂w = x"), columns);

  for (gint64 r = 0; r < sizes.rows; r++)
    {
      weft_working_put (dy, weft_working_d_out (w, 0, (gsize) (r * sizes.outputs + o)));
      if (x != NULL)
        weft_working_put (x, weft_working_in (w, X, (gsize) (r * sizes.inputs + i)));
    }
  weft_working_end (w, is_bias ? "Σ ∂L/∂y" : "Σ ∂L/∂y · x", NULL, 0);
}

static void
backward (WeftWorking *w)
{
  if (w->port == X)
    back_to_input (w, get_sizes (w));
  else
    back_to_weight (w, get_sizes (w));
}

const WeftWorkedRow weft_worked_linear = { NULL, forward, backward };
