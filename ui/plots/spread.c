/* spread: many numbers a thing made into two */
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

/* The direction at a right angle to `other` (nullable) in which x differs most, by the power method
 * from a start that is always the same, towards which it points. */
static gboolean
find_direction (const double *x, gsize n, gsize width, const double *other, double *v)
{
  g_autofree double *next = g_new (double, width), *start = g_new (double, width);

  for (gsize k = 0; k < width; k++)
    start[k] = v[k] = 1 + cos ((double) k * (other != NULL ? 2.4 : 1.1));
  for (guint round = 0; round < ROUNDS; round++)
    {
      double along = other != NULL ? dot (v, other, width) : 0;

      for (gsize k = 0; other != NULL && k < width; k++)
        v[k] -= along * other[k];
      multiply (x, n, width, v, next);
      memcpy (v, next, width * sizeof *v);
      if (!normalise (v, width))
        return FALSE;
    }
  if (other != NULL) /* rounding brings the first one back */
    {
      double along = dot (v, other, width);

      for (gsize k = 0; k < width; k++)
        v[k] -= along * other[k];
      if (!normalise (v, width))
        return FALSE;
    }
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
weft_spread_fit (const float *x, gsize n, gsize width, float *xy)
{
  g_autofree double *centred = NULL, *axes = NULL;
  double all, seen = 0;

  memset (xy, 0, 2 * n * sizeof *xy);
  if (n < 2 || width < 1)
    return 0;
  centred = centre (x, n, width);
  axes = g_new (double, 2 * width);
  all = dot (centred, centred, n * width);
  if (!isfinite (all) || all <= 0)
    return 0;
  for (gsize axis = 0; axis < MIN (width, 2); axis++)
    {
      double *v = axes + axis * width;

      if (!find_direction (centred, n, width, axis > 0 ? axes : NULL, v))
        break;
      for (gsize i = 0; i < n; i++)
        {
          double along = dot (centred + i * width, v, width);

          xy[2 * i + axis] = (float) along;
          seen += along * along;
        }
    }
  return seen / all;
}
