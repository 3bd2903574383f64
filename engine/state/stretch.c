/* stretch: the direction that a weight stretches most, found anew */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/state/stretch.h"

#include <math.h>

#define TIMES 16 /* as the op does it once a step */
#define LEAST 1e-12

static void
normalize (double *x, gsize n)
{
  double squares = 0;

  for (gsize i = 0; i < n; i++)
    squares += x[i] * x[i];
  for (gsize i = 0; i < n; i++)
    x[i] /= MAX (sqrt (squares), LEAST);
}

/* v (I) = wᵀ (I, K) u (K), u = w v, each of length 1 */
static void
turn (const WeftStateEntry *w, double *u, double *v, gsize rows, gsize columns)
{
  for (gsize i = 0; i < columns; i++)
    v[i] = 0;
  for (gsize k = 0; k < rows; k++)
    for (gsize i = 0; i < columns; i++)
      v[i] += u[k] * (double) w->value[k * columns + i];
  normalize (v, columns);
  for (gsize k = 0; k < rows; k++)
    {
      u[k] = 0;
      for (gsize i = 0; i < columns; i++)
        u[k] += (double) w->value[k * columns + i] * v[i];
    }
  normalize (u, rows);
}

void
weft_stretch_find (const WeftStateEntry *w, WeftStateEntry *rows, WeftStateEntry *columns)
{
  g_autofree double *u = g_new (double, rows->count), *v = g_new (double, columns->count);

  g_return_if_fail (rows->count * columns->count == w->count);

  for (gsize k = 0; k < rows->count; k++)
    u[k] = (double) rows->value[k];
  for (int i = 0; i < TIMES; i++)
    turn (w, u, v, rows->count, columns->count);
  for (gsize k = 0; k < rows->count; k++)
    rows->value[k] = (float) u[k];
  for (gsize i = 0; i < columns->count; i++)
    columns->value[i] = (float) v[i];
}
