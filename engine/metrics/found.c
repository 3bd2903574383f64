/* found: what a detector finds in a picture */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/found.h"

#include <math.h>
#include <stdlib.h>

#define LEAST 0.01
#define MOST 100 /* in a picture */
#define OVERLAP 0.5

double
weft_found_overlap (const WeftFoundBox *a, const WeftFoundBox *b)
{
  double width = fmin (a->x + a->width / 2, b->x + b->width / 2)
                 - fmax (a->x - a->width / 2, b->x - b->width / 2);
  double height = fmin (a->y + a->height / 2, b->y + b->height / 2)
                  - fmax (a->y - a->height / 2, b->y - b->height / 2);
  double both = width > 0 && height > 0 ? width * height : 0;

  return both / (a->width * a->height + b->width * b->height - both);
}

static double
sigmoid (double x)
{
  return 1 / (1 + exp (-x));
}

/* The box of a cell; x: its first number, the others `cells` apart. */
static WeftFoundBox
read_cell (const float *prediction, const gint64 *dims, gint64 i, gint64 j)
{
  gint64 height = dims[1], width = dims[2], cells = height * width;
  gint64 best = WEFT_FOUND_NUMBERS;
  const float *x = prediction + i * width + j;
  double sum = 0;

  for (gint64 c = WEFT_FOUND_NUMBERS; c < dims[0]; c++)
    if (x[c * cells] > x[best * cells])
      best = c;
  for (gint64 c = WEFT_FOUND_NUMBERS; c < dims[0]; c++)
    sum += exp ((double) (x[c * cells] - x[best * cells]));
  return (WeftFoundBox){ ((double) j + sigmoid (x[0])) / (double) width,
                         ((double) i + sigmoid (x[cells])) / (double) height,
                         sigmoid (x[2 * cells]),
                         sigmoid (x[3 * cells]),
                         sigmoid (x[4 * cells]) / sum,
                         best - WEFT_FOUND_NUMBERS };
}

static int
compare_boxes (const void *a, const void *b)
{
  double x = ((const WeftFoundBox *) a)->score, y = ((const WeftFoundBox *) b)->score;

  return (x < y) - (x > y);
}

gint64
weft_found_read_picture (const float *prediction, const gint64 *dims, WeftFoundBox *boxes)
{
  gint64 n = 0, kept = 0;

  for (gint64 i = 0; i < dims[1]; i++)
    for (gint64 j = 0; j < dims[2]; j++)
      {
        boxes[n] = read_cell (prediction, dims, i, j);
        n += boxes[n].score >= LEAST;
      }
  qsort (boxes, (gsize) n, sizeof *boxes, compare_boxes);
  for (gint64 k = 0; k < n && kept < MOST; k++)
    {
      gboolean is_new = TRUE;

      for (gint64 other = 0; other < kept && is_new; other++)
        is_new = boxes[other].class != boxes[k].class
                 || weft_found_overlap (&boxes[other], &boxes[k]) <= OVERLAP;
      if (is_new)
        boxes[kept++] = boxes[k];
    }
  return kept;
}

gint64
weft_found_read_objects (const float *target, gint64 n, gint64 classes, WeftFoundBox *boxes)
{
  gint64 found = 0;

  for (gint64 k = 0; k < n / WEFT_FOUND_NUMBERS; k++)
    {
      const float *t = target + k * WEFT_FOUND_NUMBERS;

      if (t[3] > 0 && t[4] > 0)
        boxes[found++]
            = (WeftFoundBox){ t[1], t[2], t[3], t[4], 1, CLAMP ((gint64) t[0], 0, classes - 1) };
    }
  return found;
}
