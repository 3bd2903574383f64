/* tsne: many numbers a thing made into two or three, so that near things stay near */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/tsne.h"

#include <math.h>
#include <string.h>

#define SLICES 16
#define MOST_DIMS 3
#define EXAGGERATION 12.0 /* of what pulls, in the first quarter of the steps */
#define BEGIN_SIZE 1e-2   /* deviation of where things begin along the first direction */
#define HALVINGS 60       /* of the search for a width */

typedef struct
{
  const WeftTsne *tsne;
  const float *y;
  float *p;            /* (n, n): how near the two are among the things; sums to 1 */
  double *pull, *push; /* (n, dims) */
  double sums[SLICES];
} Fit;

static void
get_rows (const WeftTsne *tsne, guint slice, gsize *begin, gsize *end)
{
  *begin = tsne->n * slice / SLICES;
  *end = tsne->n * (slice + 1) / SLICES;
}

static double
get_distance2 (const WeftTsne *tsne, gsize i, gsize j)
{
  const float *a = tsne->x + i * tsne->width, *b = tsne->x + j * tsne->width;
  double sum = 0;

  for (gsize k = 0; k < tsne->width; k++)
    sum += ((double) a[k] - (double) b[k]) * ((double) a[k] - (double) b[k]);
  return sum;
}

/* row (n): squared distances → shares of a Gaussian of that precision; gives the entropy. */
static double
weigh (const double *distances, gsize n, gsize own, double nearest, double precision,
       double *shares)
{
  double sum = 0, entropy = 0;

  for (gsize j = 0; j < n; j++)
    {
      shares[j] = j == own ? 0 : exp (-precision * (distances[j] - nearest));
      sum += shares[j];
    }
  for (gsize j = 0; j < n; j++)
    {
      shares[j] /= sum;
      entropy -= shares[j] > 1e-12 ? shares[j] * log (shares[j]) : 0;
    }
  return entropy;
}

/* The row's shares, of the Gaussian whose perplexity is the one that is wanted. */
static void
find_shares (const WeftTsne *tsne, gsize i, double *distances, double *shares, float *row)
{
  double wanted = log (MIN (tsne->perplexity, (double) (tsne->n - 1) / 3 + 1e-9)), low = 0,
         high = INFINITY, nearest = INFINITY, mean = 0, precision;

  for (gsize j = 0; j < tsne->n; j++)
    {
      distances[j] = get_distance2 (tsne, i, j);
      nearest = j != i ? MIN (nearest, distances[j]) : nearest;
      mean += distances[j] / (double) tsne->n;
    }
  precision = mean > 0 ? 1 / mean : 1;
  for (guint k = 0; k < HALVINGS; k++)
    {
      double entropy = weigh (distances, tsne->n, i, nearest, precision, shares);

      if (fabs (entropy - wanted) < 1e-5)
        break;
      if (entropy > wanted)
        low = precision;
      else
        high = precision;
      precision = isinf (high) ? precision * 2 : (low + high) / 2;
    }
  for (gsize j = 0; j < tsne->n; j++)
    row[j] = (float) shares[j];
}

static void
shares_slice (gpointer data, guint slice)
{
  Fit *fit = data;
  gsize n = fit->tsne->n, begin, end;
  g_autofree double *distances = g_new (double, n), *shares = g_new (double, n);

  get_rows (fit->tsne, slice, &begin, &end);
  for (gsize i = begin; i < end; i++)
    find_shares (fit->tsne, i, distances, shares, fit->p + i * n);
}

static void
make_symmetric (Fit *fit)
{
  gsize n = fit->tsne->n;

  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j <= i; j++)
      {
        float both = (fit->p[i * n + j] + fit->p[j * n + i]) / (float) (2 * n);

        fit->p[i * n + j] = fit->p[j * n + i] = both;
      }
}

/* What pulls each thing, and what pushes it but for a common divisor, of which the slice's part. */
static void
forces_slice (gpointer data, guint slice)
{
  Fit *fit = data;
  gsize n = fit->tsne->n, begin, end;
  int dims = fit->tsne->dims;

  fit->sums[slice] = 0;
  get_rows (fit->tsne, slice, &begin, &end);
  for (gsize i = begin; i < end; i++)
    {
      double pull[MOST_DIMS] = { 0 }, push[MOST_DIMS] = { 0 }, sum = 0;

      for (gsize j = 0; j < n; j++)
        {
          double away[MOST_DIMS] = { 0 }, near = 1;

          for (int d = 0; d < dims; d++)
            {
              away[d] = (double) fit->y[i * dims + d] - (double) fit->y[j * dims + d];
              near += away[d] * away[d];
            }
          near = 1 / near;
          sum += j != i ? near : 0;
          for (int d = 0; d < dims; d++)
            {
              pull[d] += (double) fit->p[i * n + j] * near * away[d];
              push[d] += near * near * away[d];
            }
        }
      memcpy (fit->pull + i * dims, pull, dims * sizeof *pull);
      memcpy (fit->push + i * dims, push, dims * sizeof *push);
      fit->sums[slice] += sum;
    }
}

static void
run (WeftPool *pool, WeftSliceFunc func, Fit *fit)
{
  if (pool != NULL)
    weft_pool_run (pool, func, fit, SLICES);
  else
    for (guint slice = 0; slice < SLICES; slice++)
      func (fit, slice);
}

/* Along the gradient with momentum and a gain a number (Jacobs 1988), as in the paper. */
static void
move (const Fit *fit, float *y, double *speed, double *gain, double exaggeration, double momentum)
{
  gsize n = fit->tsne->n * (gsize) fit->tsne->dims;
  double rate = MAX ((double) fit->tsne->n / EXAGGERATION / 4, 50), divisor = 0;

  for (guint slice = 0; slice < SLICES; slice++)
    divisor += fit->sums[slice];
  for (gsize k = 0; k < n; k++)
    {
      double gradient = 4 * (exaggeration * fit->pull[k] - fit->push[k] / divisor);

      gain[k] = (gradient > 0) != (speed[k] > 0) ? gain[k] + 0.2 : MAX (gain[k] * 0.8, 0.01);
      speed[k] = momentum * speed[k] - rate * gain[k] * gradient;
      y[k] += (float) speed[k];
    }
}

/* To a size at which all are near each other, unless it goes on. */
static void
begin (const WeftTsne *tsne, float *y)
{
  gsize n = tsne->n * (gsize) tsne->dims;
  double sum = 0, scale;

  for (gsize k = 0; k < n; k++)
    sum += (double) y[k] * (double) y[k];
  scale = sum > 0 ? BEGIN_SIZE / sqrt (sum / (double) n) : 0;
  for (gsize k = 0; k < n; k++) /* what lies at one place is parted by its number */
    y[k] = (float) ((double) y[k] * scale + 1e-5 * sin (1.0 + 2.4 * (double) k));
}

gboolean
weft_tsne_fit (const WeftTsne *tsne, float *y, WeftPool *pool, const WeftInterrupt *interrupt)
{
  gsize n = tsne->n, numbers = n * (gsize) tsne->dims;
  g_autofree float *p = NULL;
  g_autofree double *pull = NULL, *push = NULL, *speed = NULL, *gain = NULL;
  Fit fit = { .tsne = tsne, .y = y };

  g_return_val_if_fail (tsne->dims >= 1 && tsne->dims <= MOST_DIMS, FALSE);
  if (n > WEFT_TSNE_MOST)
    return FALSE;
  if (n < 4)
    return TRUE;
  fit.p = p = g_new (float, n *n);
  fit.pull = pull = g_new (double, numbers);
  fit.push = push = g_new (double, numbers);
  speed = g_new0 (double, numbers);
  gain = g_new (double, numbers);
  for (gsize k = 0; k < numbers; k++)
    gain[k] = 1;
  run (pool, shares_slice, &fit);
  make_symmetric (&fit);
  if (!tsne->goes_on)
    begin (tsne, y);
  for (guint step = 0; step < tsne->steps; step++)
    {
      gboolean is_early = !tsne->goes_on && step < tsne->steps / 4;

      if (weft_interrupt_is_due (interrupt))
        return FALSE;
      run (pool, forces_slice, &fit);
      move (&fit, y, speed, gain, is_early ? EXAGGERATION : 1, is_early ? 0.5 : 0.8);
    }
  return TRUE;
}
