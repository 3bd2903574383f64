/* symmetric: what is done with symmetric matrices of doubles */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/symmetric.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define MOST_ROUNDS 60 /* for one eigenvalue; two or three are usual */

static double
dot (gint64 n, const double *a, const double *b)
{
  double sum = 0;

  for (gint64 i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

void
weft_symmetric_factor (double *a, gint64 n)
{
  double largest = 0;

  for (gint64 i = 0; i < n; i++)
    largest = fmax (largest, a[i * n + i]);
  for (gint64 j = 0; j < n; j++)
    {
      double square = a[j * n + j] - dot (j, a + j * n, a + j * n);
      double pivot = square > 1e-12 * largest ? sqrt (square) : 0;

      a[j * n + j] = pivot;
      for (gint64 i = j + 1; i < n; i++)
        {
          double *x = &a[i * n + j];

          *x = pivot > 0 ? (*x - dot (j, a + i * n, a + j * n)) / pivot : 0;
          a[j * n + i] = 0;
        }
    }
}

/* y (n, n) += x (n, n) z (n, n), of x what is not 0. */
static void
multiply (double *y, const double *x, const double *z, gint64 n)
{
  for (gint64 i = 0; i < n; i++)
    for (gint64 k = 0; k < n; k++)
      {
        double factor = x[i * n + k], *to = y + i * n;
        const double *from = z + k * n;

        for (gint64 j = 0; factor != 0 && j < n; j++)
          to[j] += factor * from[j];
      }
}

void
weft_symmetric_transform (double *l, const double *a, gint64 n)
{
  gsize bytes = (gsize) (n * n) * sizeof (double);
  g_autofree double *turned = g_malloc (bytes), *half = g_malloc0 (bytes);

  for (gint64 i = 0; i < n; i++)
    for (gint64 j = 0; j < n; j++)
      turned[i * n + j] = l[j * n + i];
  multiply (half, turned, a, n);
  memcpy (turned, l, bytes);
  memset (l, 0, bytes);
  multiply (l, half, turned, n);
}

/* Householder's reflection of the rows and columns before i, after which row i has nothing left of
 * its neighbour. v, p: scratch (n). Returns that neighbour, (i, i − 1). */
static double
reflect (double *a, gint64 n, gint64 i, double *v, double *p)
{
  double alpha = sqrt (dot (i, a + i * n, a + i * n)), square, k;

  memcpy (v, a + i * n, (gsize) i * sizeof *v);
  alpha = v[i - 1] > 0 ? -alpha : alpha;
  v[i - 1] -= alpha;
  square = dot (i, v, v);
  if (square < DBL_MIN)
    return a[i * n + i - 1];
  for (gint64 r = 0; r < i; r++)
    p[r] = 2 * dot (i, a + r * n, v) / square;
  k = dot (i, v, p) / square;
  for (gint64 r = 0; r < i; r++)
    p[r] -= k * v[r];
  for (gint64 r = 0; r < i; r++)
    for (gint64 c = 0; c < i; c++)
      a[r * n + c] -= v[r] * p[c] + p[r] * v[c];
  return alpha;
}

/* One round of implicit QL with Wilkinson's shift on rows l to m of a tridiagonal matrix, d on its
 * diagonal, e[i] beside d[i + 1] (Bowdler et al. 1968). */
static void
turn (double *d, double *e, gint64 l, gint64 m)
{
  double half = (d[l + 1] - d[l]) / (2 * e[l]), length = hypot (half, 1);
  double g = d[m] - d[l] + e[l] / (half + copysign (length, half)), s = 1, c = 1, p = 0;

  for (gint64 i = m - 1; i >= l; i--)
    {
      double f = s * e[i], b = c * e[i], r = hypot (f, g);

      e[i + 1] = r;
      if (r == 0)
        {
          d[i + 1] -= p;
          e[m] = 0;
          return;
        }
      s = f / r;
      c = g / r;
      g = d[i + 1] - p;
      r = (d[i] - g) * s + 2 * c * b;
      p = s * r;
      d[i + 1] = g + p;
      g = c * r - b;
    }
  d[l] -= p;
  e[l] = g;
  e[m] = 0;
}

/* Where the part of the matrix ends that begins at l: what is beside it is as good as 0. */
static gint64
find_end (const double *d, const double *e, gint64 n, gint64 l)
{
  gint64 m = l;

  while (m < n - 1 && fabs (e[m]) > DBL_EPSILON * (fabs (d[m]) + fabs (d[m + 1])))
    m++;
  return m;
}

void
weft_symmetric_find_values (double *a, gint64 n, double *values)
{
  g_autofree double *e = g_new0 (double, n + 1), *v = g_new (double, n), *p = g_new (double, n);

  for (gint64 i = n - 1; i > 0; i--)
    e[i - 1] = reflect (a, n, i, v, p);
  for (gint64 i = 0; i < n; i++)
    values[i] = a[i * n + i];
  for (gint64 l = 0; l < n; l++)
    for (int round = 0; round < MOST_ROUNDS && find_end (values, e, n, l) > l; round++)
      turn (values, e, l, find_end (values, e, n, l));
}
