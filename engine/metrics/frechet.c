/* frechet: the Fréchet distance of two sets of features (n, D), each taken for normal numbers:
 * |μ − μ′|² + tr (C + C′ − 2 (C C′)^½), C with n − 1 (Dowson and Landau 1982; Heusel et al. 2017)
 *
 * tr (C C′)^½ is the sum of the roots of the eigenvalues of LᵀC′L, which is symmetric, C = L Lᵀ. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/metric.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/metrics/symmetric.h"

#define WIDEST 512 /* features: 4 MB, and half a second to judge */

/* Of one set: sums, and of products, of which the lower half is filled. */
typedef struct
{
  double *sum;     /* (D) */
  double *product; /* (D, D) */
} Sums;

static Sums
get_sums (double *state, gint64 width, guint set)
{
  double *own = state + set * (gsize) (width * (width + 1));

  return (Sums){ own, own + width };
}

static gsize
count_bytes (const WeftAnswers *form)
{
  return 2 * (gsize) (form->width * (form->width + 1)) * sizeof (double);
}

static void
add_one (const Sums *sums, gint64 width, const float *x)
{
  for (gint64 i = 0; i < width; i++)
    {
      double *row = sums->product + i * width, xi = (double) x[i];

      sums->sum[i] += xi;
      for (gint64 j = 0; j <= i; j++)
        row[j] += xi * (double) x[j];
    }
}

static void
add (gpointer state, const WeftAnswers *answers)
{
  gint64 width = answers->width;
  Sums made = get_sums (state, width, 0), real = get_sums (state, width, 1);

  for (gint64 n = 0; n < answers->n; n++)
    {
      add_one (&made, width, answers->prediction + n * width);
      add_one (&real, width, answers->wanted + n * width);
    }
}

/* C (D, D), both halves; transfer full. */
static double *
new_covariance (const Sums *sums, gint64 width, double n)
{
  double *c = g_new (double, width *width);

  for (gint64 i = 0; i < width; i++)
    for (gint64 j = 0; j <= i; j++)
      c[i * width + j] = c[j * width + i]
          = (sums->product[i * width + j] - sums->sum[i] * sums->sum[j] / n) / (n - 1);
  return c;
}

static double
find_trace (const double *c, gint64 width)
{
  double trace = 0;

  for (gint64 i = 0; i < width; i++)
    trace += c[i * width + i];
  return trace;
}

static double
find_root_trace (double *c, const double *other, gint64 width)
{
  g_autofree double *roots = g_new (double, width);
  double trace = 0;

  weft_symmetric_factor (c, width);
  weft_symmetric_transform (c, other, width);
  weft_symmetric_find_values (c, width, roots);
  for (gint64 i = 0; i < width; i++)
    trace += sqrt (fmax (0, roots[i]));
  return trace;
}

static double
judge (gconstpointer state, const WeftAnswers *form)
{
  gint64 width = form->width;
  double n = (double) form->n, apart = 0;
  Sums made = get_sums ((double *) state, width, 0), real = get_sums ((double *) state, width, 1);
  g_autofree double *c = NULL, *other = NULL;

  if (form->n < 2)
    return NAN;
  for (gint64 i = 0; i < width; i++)
    apart += (made.sum[i] - real.sum[i]) / n * ((made.sum[i] - real.sum[i]) / n);
  c = new_covariance (&made, width, n);
  other = new_covariance (&real, width, n);
  apart += find_trace (c, width) + find_trace (other, width);
  apart -= 2 * find_root_trace (c, other, width);
  return isfinite (apart) ? fmax (0, apart) : NAN;
}

const WeftMetric weft_metric_frechet = {
  .id = "frechet",
  .title = N_ ("Fréchet distance"),
  .most_width = WIDEST,
  .of_sets = TRUE,
  .count_bytes = count_bytes,
  .add = add,
  .end = judge,
};
