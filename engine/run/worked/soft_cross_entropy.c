/* soft_cross_entropy: a row's shares against those that they are to have; back, what they are more
 * than that */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/working.h"

enum
{
  X,
  T,
  MASK,
};

typedef struct
{
  double largest, sum, wanted, loss; /* m, Σ exp (x − m), Σ t, Σ t · l */
} Row;

static gint64
count_classes (const WeftWorking *w)
{
  const WeftShape *x = weft_working_shape (w, X);

  return x->dims[x->rank - 1];
}

static gint64
count_rows (const WeftWorking *w)
{
  return weft_shape_count (weft_working_shape (w, X)) / count_classes (w);
}

static gboolean
counts (const WeftWorking *w, gint64 row)
{
  const WeftTensor *masks = w->sight->n_in > MASK ? w->sight->in[MASK] : NULL;
  const float *mask = weft_working_floats (masks);

  return mask == NULL || mask[row / (count_rows (w) / weft_shape_count (&masks->shape))] != 0;
}

static WeftWorkedNumber
get (const WeftWorking *w, guint in, gint64 row, gint64 j)
{
  return weft_working_in (w, in, (gsize) (row * count_classes (w) + j));
}

static Row
get_row (const WeftWorking *w, gint64 row)
{
  Row it = { .largest = -INFINITY };

  for (gint64 j = 0; j < count_classes (w); j++)
    it.largest = fmax (it.largest, get (w, X, row, j).number);
  for (gint64 j = 0; j < count_classes (w); j++)
    it.sum += exp (get (w, X, row, j).number - it.largest);
  for (gint64 j = 0; j < count_classes (w); j++)
    {
      double t = get (w, T, row, j).number;

      it.wanted += t;
      it.loss += t * (log (it.sum) + it.largest - get (w, X, row, j).number);
    }
  return it;
}

static WeftWorkedNumber
count (const WeftWorking *w)
{
  gint64 real = 0;

  for (gint64 row = 0; row < count_rows (w); row++)
    real += counts (w, row);
  return weft_working_number ((double) MAX (real, 1));
}

static void
show_row (WeftWorking *w, gint64 row, const Row *it)
{
  WeftWorkedGrid *x = weft_working_grid (w, g_strdup ("x"), count_classes (w));
  WeftWorkedGrid *t = weft_working_grid (w, g_strdup ("t"), count_classes (w));

  for (gint64 j = 0; j < count_classes (w); j++)
    {
      weft_working_put (x, get (w, X, row, j));
      weft_working_put (t, get (w, T, row, j));
    }
  weft_working_line (w, g_strdup ("m"), "max x", NULL, weft_working_number (it->largest), 0);
  weft_working_line (w, g_strdup ("s"), "Σ exp (x − m)", NULL, weft_working_number (it->sum), 0);
}

static void
forward (WeftWorking *w)
{
  gint64 rows = count_rows (w);
  Row first = get_row (w, 0);
  WeftWorkedGrid *loss;

  show_row (w, 0, &first);
  weft_working_line (w, g_strdup (_ ("loss of row 0")), "Σ t · (ln s + m − x)", NULL,
                     weft_working_number (first.loss), 0);
  loss = weft_working_grid (w, g_strdup (_ ("loss of each row")), weft_working_columns (rows));
  for (gint64 row = 0; row < rows; row++)
    {
      Row it = get_row (w, row);

      weft_working_put (loss, weft_working_number (counts (w, row) ? it.loss : 0));
    }
  weft_working_end_mean (w, loss, "scale · Σ / N", count (w));
}

static void
backward (WeftWorking *w)
{
  gint64 row = (gint64) w->offset / count_classes (w), j = (gint64) w->offset % count_classes (w);
  Row it = get_row (w, row);
  WeftWorkedNumber p;

  if (w->port != X)
    {
      weft_working_end (w, NULL, NULL, 0);
      return;
    }
  if (!counts (w, row))
    {
      weft_working_end (w, _ ("it does not count"), "#", 1, weft_working_number (0));
      return;
    }
  show_row (w, row, &it);
  p = weft_working_number (exp (get (w, X, row, j).number - it.largest) / it.sum);
  weft_working_line (w, weft_working_index ("p", &j, 1), "exp (x − m) / s", "exp (# − #) / #", p, 3,
                     get (w, X, row, j), weft_working_number (it.largest),
                     weft_working_number (it.sum));
  weft_working_line (w, g_strdup ("Σ t"), NULL, NULL, weft_working_number (it.wanted), 0);
  weft_working_end (w, "∂L/∂y · scale / N · (p · Σ t − t)", "# · # / # · (# · # − #)", 6,
                    weft_working_d_out (w, 0, 0),
                    weft_working_number (weft_working_attr (w, "scale", 0, 1)), count (w), p,
                    weft_working_number (it.wanted), get (w, T, row, j));
}

const WeftWorkedRow weft_worked_soft_cross_entropy = { NULL, forward, backward };
