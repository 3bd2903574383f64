/* near-kinds: how pictures and rows of numbers are compared */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/near-kinds.h"

#include <math.h>

#define SIDE 16       /* of a picture, made small */
#define FEWEST 4      /* numbers: of fewer, rows are close by chance */
#define MOST_SIZE 512 /* numbers of a row */

/* --- pictures --- */

static int
measure_picture (const WeftField *field)
{
  return field->ragged < 0 && field->shape.rank == 3 && field->shape.dims[1] >= SIDE / 2
                 && field->shape.dims[2] >= SIDE / 2
             ? SIDE * SIDE
             : 0;
}

/* The mean of all channels over each of SIDE × SIDE places; x (C, H, W). */
static void
shrink (const float *x, const gint64 *dims, float *small)
{
  gint64 height = dims[1], width = dims[2];

  for (gint64 v = 0; v < SIDE; v++)
    for (gint64 u = 0; u < SIDE; u++)
      {
        gint64 top = v * height / SIDE, left = u * width / SIDE;
        gint64 bottom = MAX (top + 1, (v + 1) * height / SIDE);
        gint64 right = MAX (left + 1, (u + 1) * width / SIDE);
        double sum = 0;

        for (gint64 c = 0; c < dims[0]; c++)
          for (gint64 i = top; i < bottom; i++)
            for (gint64 j = left; j < right; j++)
              sum += (double) x[(c * height + i) * width + j];
        small[v * SIDE + u] = (float) (sum / (double) ((bottom - top) * (right - left) * dims[0]));
      }
}

/* Mean 0 and deviation 1; what is all of one tone becomes 0. */
static void
level (float *numbers, int n)
{
  double sum = 0, squares = 0, mean, deviation;

  for (int k = 0; k < n; k++)
    {
      sum += (double) numbers[k];
      squares += (double) numbers[k] * (double) numbers[k];
    }
  mean = sum / n;
  deviation = sqrt (MAX (squares / n - mean * mean, 0));
  for (int k = 0; k < n; k++)
    numbers[k] = deviation > 1e-4 ? (float) (((double) numbers[k] - mean) / deviation) : 0;
}

static void
fill_pictures (const WeftField *field, gint64 count, float *points)
{
  g_autofree float *x = g_new (float, weft_shape_count (&field->shape));

  for (gint64 i = 0; i < count; i++)
    {
      float *small = points + i * SIDE * SIDE;

      weft_field_get (field, i, x);
      shrink (x, field->shape.dims, small);
      level (small, SIDE * SIDE);
    }
}

const WeftNearKind weft_near_pictures = { measure_picture, fill_pictures, 0.25f, 0.15f, NULL };

/* --- rows --- */

static int
measure_row (const WeftField *field)
{
  gint64 n = weft_shape_count (&field->shape);

  return field->shape.rank == 1 && field->ragged < 0 && n >= FEWEST && n <= MOST_SIZE ? (int) n : 0;
}

/* Each column in its deviations. */
static void
fill_rows (const WeftField *field, gint64 count, float *points)
{
  gint64 n = weft_shape_count (&field->shape);
  g_autofree double *mean = g_new0 (double, n), *squares = g_new0 (double, n);

  for (gint64 i = 0; i < count; i++)
    {
      weft_field_get (field, i, points + i * n);
      for (gint64 k = 0; k < n; k++)
        mean[k] += (double) points[i * n + k] / (double) count;
    }
  for (gint64 i = 0; i < count; i++)
    for (gint64 k = 0; k < n; k++)
      {
        points[i * n + k] -= (float) mean[k];
        squares[k] += (double) points[i * n + k] * (double) points[i * n + k] / (double) count;
      }
  for (gint64 i = 0; i < count; i++)
    for (gint64 k = 0; k < n; k++)
      points[i * n + k] = squares[k] > 0 ? points[i * n + k] / (float) sqrt (squares[k]) : 0;
}

const WeftNearKind weft_near_rows = { measure_row, fill_rows, 0.1f, INFINITY, NULL };
