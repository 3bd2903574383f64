/* spread: many numbers a thing made into a few */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/spread.h"

#include <math.h>
#include <string.h>

#define ROUNDS                                                                                     \
  40 /* of the power method: what is as long as the other by 1 % may not be told apart */

static double
dot (const double *a, const double *b, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

/* Of length 1; FALSE: it has none. */
static gboolean
normalise (double *v, gsize n)
{
  double length = sqrt (dot (v, v, n));

  if (!(length > 1e-300) || !isfinite (length))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    v[i] /= length;
  return TRUE;
}

/* to = xᵀ x from, x (n, width) */
static void
multiply (const double *x, gsize n, gsize width, const double *from, double *to)
{
  memset (to, 0, width * sizeof *to);
  for (gsize i = 0; i < n; i++, x += width)
    {
      double along = dot (x, from, width);

      for (gsize k = 0; k < width; k++)
        to[k] += along * x[k];
    }
}

/* What lies along the first n directions goes. */
static void
leave_out (double *v, const double *axes, gsize n, gsize width)
{
  for (gsize i = 0; i < n; i++)
    {
      double along = dot (v, axes + i * width, width);

      for (gsize k = 0; k < width; k++)
        v[k] -= along * axes[i * width + k];
    }
}

/* The direction at a right angle to the first n in which x differs most, behind them: by the power
 * method from a start that is always the same, towards which it points. */
static gboolean
find_direction (const double *x, gsize n_x, gsize width, double *axes, gsize n)
{
  g_autofree double *next = g_new (double, width), *start = g_new (double, width);
  double *v = axes + n * width;

  for (gsize k = 0; k < width; k++)
    start[k] = v[k] = 1 + cos ((double) k * (1.1 + 1.3 * (double) n));
  for (guint round = 0; round < ROUNDS; round++)
    {
      leave_out (v, axes, n, width);
      multiply (x, n_x, width, v, next);
      memcpy (v, next, width * sizeof *v);
      if (!normalise (v, width))
        return FALSE;
    }
  leave_out (v, axes, n, width); /* rounding brings the first ones back */
  if (!normalise (v, width))
    return FALSE;
  if (dot (v, start, width) < 0)
    for (gsize k = 0; k < width; k++)
      v[k] = -v[k];
  return TRUE;
}

static double *
centre (const float *x, gsize n, gsize width)
{
  double *centred = g_new (double, n *width);

  for (gsize k = 0; k < width; k++)
    {
      double mean = 0;

      for (gsize i = 0; i < n; i++)
        mean += (double) x[i * width + k] / (double) n;
      for (gsize i = 0; i < n; i++)
        centred[i * width + k] = (double) x[i * width + k] - mean;
    }
  return centred;
}

double
weft_spread_fit (const float *x, gsize n, gsize width, int dims, float *to)
{
  gsize most = (gsize) dims;
  g_autofree double *centred = NULL, *axes = NULL;
  double all, seen = 0;

  memset (to, 0, most * n * sizeof *to);
  if (n < 2 || width < 1)
    return 0;
  centred = centre (x, n, width);
  axes = g_new (double, most *width);
  all = dot (centred, centred, n * width);
  if (!isfinite (all) || all <= 0)
    return 0;
  for (gsize axis = 0; axis < MIN (width, most); axis++)
    {
      if (!find_direction (centred, n, width, axes, axis))
        break;
      for (gsize i = 0; i < n; i++)
        {
          double along = dot (centred + i * width, axes + axis * width, width);

          to[most * i + axis] = (float) along;
          seen += along * along;
        }
    }
  return seen / all;
}
