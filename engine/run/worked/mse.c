/* mse: the mean of squared distances from the target; back, twice the distance */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/working.h"

enum
{
  X,
  T,
  MASK,
};

static gboolean
has_mask (const WeftWorking *w)
{
  return w->sight->n_in > MASK && w->sight->in[MASK] != NULL;
}

static void
forward (WeftWorking *w)
{
  gint64 n = weft_shape_count (weft_working_shape (w, X)), columns = weft_working_columns (n);
  WeftWorkedGrid *x, *t;
  double sum = 0;

  if (has_mask (w))
    {
      weft_working_end (w, NULL, NULL, 0);
      return;
    }
  x = weft_working_grid (w, g_strdup ("x"), columns);
  t = weft_working_grid (w, g_strdup ("t"), columns);
  for (gint64 i = 0; i < n; i++)
    {
      WeftWorkedNumber a = weft_working_in (w, X, (gsize) i), b = weft_working_in (w, T, (gsize) i);

      weft_working_put (x, a);
      weft_working_put (t, b);
      sum += (a.number - b.number) * (a.number - b.number);
    }
  weft_working_line (w, g_strdup ("Σ (x − t)²"), NULL, NULL, weft_working_number (sum), 0);
  weft_working_end (w, "scale · Σ / M", "# · # / #", 3,
                    weft_working_number (weft_working_attr (w, "scale", 0, 1)),
                    weft_working_number (sum), weft_working_number ((double) n));
}

static void
backward (WeftWorking *w)
{
  gint64 n = weft_shape_count (weft_working_shape (w, X));

  if (has_mask (w))
    {
      weft_working_end (w, NULL, NULL, 0);
      return;
    }
  weft_working_end (
      w, w->port == X ? "∂L/∂y · scale · 2 / M · (x − t)" : "∂L/∂y · scale · 2 / M · (t − x)",
      "# · # · 2 / # · (# − #)", 5, weft_working_d_out (w, 0, 0),
      weft_working_number (weft_working_attr (w, "scale", 0, 1)), weft_working_number ((double) n),
      weft_working_in (w, w->port, w->offset),
      weft_working_in (w, w->port == X ? T : X, w->offset));
}

const WeftWorkedRow weft_worked_mse = { NULL, forward, backward };
