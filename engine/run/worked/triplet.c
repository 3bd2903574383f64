/* triplet: by how much rows of one class lie too far apart, beside those of others; back, away from
 * those that are too near and towards those that are too far */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/working.h"

enum
{
  ALL,
  HARD,
  SEMI_HARD,
};

/* Of the whole batch; distances are compared as the op has them, rounded. */
typedef struct
{
  gsize n;
  double margin, sum, number; /* of triplets */
  float *d;                   /* (n, n) */
  double *g;                  /* (n, n): ∂ of the sum by d */
  const gint64 *t;
} Batch;

static void
batch_clear (Batch *batch)
{
  g_free (batch->d);
  g_free (batch->g);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Batch, batch_clear)

static double
measure (const WeftWorking *w, gsize i, gsize j)
{
  gsize width = weft_working_sample_size (w, 0);
  double sum = 0;

  for (gsize k = 0; k < width; k++)
    sum += pow (weft_working_in (w, 0, i * width + k).number
                    - weft_working_in (w, 0, j * width + k).number,
                2);
  return sqrt (fmax (sum, 1e-12));
}

static gboolean
is_same (const Batch *batch, gsize a, gsize j)
{
  return j != a && batch->t[j] == batch->t[a];
}

static void
take (Batch *batch, gsize a, gsize p, gsize q, gboolean is_chosen)
{
  double cost
      = batch->margin + (double) batch->d[a * batch->n + p] - (double) batch->d[a * batch->n + q];

  batch->number += is_chosen || cost > 0;
  if (cost <= 0)
    return;
  batch->sum += cost;
  batch->g[a * batch->n + p] += 1;
  batch->g[a * batch->n + q] -= 1;
}

/* The one of another class, or of the same, that is farthest (way 1) or nearest (way −1) among
 * those beyond so far; n: there is none. */
static gsize
find (const Batch *batch, gsize a, gboolean same, float way, float beyond)
{
  const float *d = batch->d + a * batch->n;
  gsize found = batch->n;

  for (gsize j = 0; j < batch->n; j++)
    if ((same ? is_same (batch, a, j) : batch->t[j] != batch->t[a]) && d[j] > beyond
        && (found == batch->n || way * d[j] > way * d[found]))
      found = j;
  return found;
}

static void
mine (Batch *batch, gsize a, int mining)
{
  gsize far = find (batch, a, TRUE, 1, -1), near = find (batch, a, FALSE, -1, -1);

  if (mining == HARD && far < batch->n && near < batch->n)
    take (batch, a, far, near, TRUE);
  for (gsize p = 0; mining != HARD && near < batch->n && p < batch->n; p++)
    {
      gsize beyond = find (batch, a, FALSE, -1, batch->d[a * batch->n + p]);

      if (!is_same (batch, a, p))
        continue;
      for (gsize q = 0; mining == ALL && q < batch->n; q++)
        if (batch->t[q] != batch->t[a])
          take (batch, a, p, q, FALSE);
      if (mining == SEMI_HARD)
        take (batch, a, p, beyond < batch->n ? beyond : find (batch, a, FALSE, 1, -1), TRUE);
    }
}

static Batch
get_batch (const WeftWorking *w)
{
  gsize n = (gsize) weft_working_shape (w, 0)->dims[0];
  Batch batch = { .n = n, .t = w->sight->in[1]->data };

  batch.margin = weft_working_attr (w, "margin", 0, 1);
  batch.d = g_new (float, n *n);
  batch.g = g_new0 (double, n *n);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < n; j++)
      batch.d[i * n + j] = (float) measure (w, i, j);
  for (gsize a = 0; a < n; a++)
    mine (&batch, a, (int) weft_working_attr (w, "mining", 0, ALL));
  batch.number = MAX (1, batch.number);
  return batch;
}

static WeftWorkedNumber
show_number (WeftWorking *w, const Batch *batch)
{
  WeftWorkedNumber number = weft_working_number (batch->number);

  weft_working_line (w, g_strdup ("n"), _ ("how many triplets"), NULL, number, 0);
  return number;
}

static void
forward (WeftWorking *w)
{
  g_auto (Batch) batch = get_batch (w);
  WeftWorkedNumber number, sum = weft_working_number (batch.sum);

  if (batch.n * batch.n <= WEFT_WORKED_MOST)
    {
      WeftWorkedGrid *d
          = weft_working_grid (w, g_strdup ("d[i, j] = |x[i] − x[j]|"), (gint64) batch.n);

      for (gsize i = 0; i < batch.n * batch.n; i++)
        weft_working_put (d, weft_working_number ((double) batch.d[i]));
    }
  number = show_number (w, &batch);
  weft_working_line (w, g_strdup ("Σ"), "Σ max (0, m + d[a, p] − d[a, q])", NULL, sum, 0);
  weft_working_end (w, "scale · Σ / n", "# · # / #", 3,
                    weft_working_number (weft_working_attr (w, "scale", 0, 1)), sum, number);
}

static void
backward (WeftWorking *w)
{
  g_auto (Batch) batch = get_batch (w);
  gsize width = weft_working_sample_size (w, 0), i = w->offset / width, k = w->offset % width;
  gint64 columns = weft_working_columns ((gint64) batch.n);
  WeftWorkedGrid *by = weft_working_grid (w, g_strdup ("(g[i, j] + g[j, i]) / d[i, j]"), columns);
  WeftWorkedGrid *apart = weft_working_grid (w, g_strdup ("x[i] − x[j]"), columns);
  WeftWorkedNumber sum, number;

  for (gsize j = 0; j < batch.n; j++)
    {
      weft_working_put (by,
                        weft_working_number ((batch.g[i * batch.n + j] + batch.g[j * batch.n + i])
                                             / (double) batch.d[i * batch.n + j]));
      weft_working_put (apart,
                        weft_working_number (weft_working_in (w, 0, w->offset).number
                                             - weft_working_in (w, 0, j * width + k).number));
    }
  number = show_number (w, &batch);
  sum = weft_working_number (weft_working_dot (by, apart));
  weft_working_line (w, g_strdup ("Σ"), "Σ (g[i, j] + g[j, i]) · (x[i] − x[j]) / d[i, j]", NULL,
                     sum, 0);
  weft_working_end (w, "∂L/∂y · scale / n · Σ", "# · # / # · #", 4, weft_working_d_out (w, 0, 0),
                    weft_working_number (weft_working_attr (w, "scale", 0, 1)), number, sum);
}

const WeftWorkedRow weft_worked_triplet = { NULL, forward, backward };
