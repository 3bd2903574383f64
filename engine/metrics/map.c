/* map: mean average precision of boxes at an overlap of one half: over the classes that there are,
 * the area under the highest precision to be had at each recall (as VOC since 2010)
 *
 * What is found in a picture: of each cell the likeliest class and its box
 * (engine/ops/detection.c), rated by the product of both probabilities; what is rated below 1 % is
 * nothing, and what overlaps one of its class that is rated higher by more than half is the same.
 * An object is found by the first one that overlaps it most, by half at least. The first 65,536 of
 * a split are kept. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/metric.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#define KEPT (1 << 16)
#define LEAST 0.01
#define MOST 100 /* in a picture */
#define OVERLAP 0.5
#define FIRST_CLASS 5

typedef struct
{
  float score;
  gint32 class, is_right;
} Found;

typedef struct
{
  gint64 n;
  Found found[KEPT];
  gint64 wanted[]; /* by class */
} State;

/* x, y: the middle; of a picture whose sides are 1. */
typedef struct
{
  double x, y, width, height, score;
  gint64 class;
} Box;

static gsize
count_bytes (const WeftAnswers *form)
{
  return sizeof (State) + (gsize) form->width * sizeof (gint64); /* there are fewer classes */
}

static double
find_overlap (const Box *a, const Box *b)
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
static Box
read_cell (const WeftWhole *whole, gint64 i, gint64 j)
{
  gint64 height = whole->shape->dims[2], width = whole->shape->dims[3], cells = height * width;
  gint64 best = FIRST_CLASS;
  const float *x = whole->prediction + i * width + j;
  double sum = 0;

  for (gint64 c = FIRST_CLASS; c < whole->shape->dims[1]; c++)
    if (x[c * cells] > x[best * cells])
      best = c;
  for (gint64 c = FIRST_CLASS; c < whole->shape->dims[1]; c++)
    sum += exp ((double) (x[c * cells] - x[best * cells]));
  return (Box){ ((double) j + sigmoid (x[0])) / (double) width,
                ((double) i + sigmoid (x[cells])) / (double) height,
                sigmoid (x[2 * cells]),
                sigmoid (x[3 * cells]),
                sigmoid (x[4 * cells]) / sum,
                best - FIRST_CLASS };
}

static int
compare_boxes (const void *a, const void *b)
{
  double x = ((const Box *) a)->score, y = ((const Box *) b)->score;

  return (x < y) - (x > y);
}

/* What stands in the picture, the surest first; how many. */
static gint64
read_picture (const WeftWhole *whole, Box *boxes)
{
  gint64 n = 0, kept = 0;

  for (gint64 i = 0; i < whole->shape->dims[2]; i++)
    for (gint64 j = 0; j < whole->shape->dims[3]; j++)
      {
        boxes[n] = read_cell (whole, i, j);
        n += boxes[n].score >= LEAST;
      }
  qsort (boxes, (gsize) n, sizeof *boxes, compare_boxes);
  for (gint64 k = 0; k < n && kept < MOST; k++)
    {
      gboolean is_new = TRUE;

      for (gint64 other = 0; other < kept && is_new; other++)
        is_new = boxes[other].class != boxes[k].class
                 || find_overlap (&boxes[other], &boxes[k]) <= OVERLAP;
      if (is_new)
        boxes[kept++] = boxes[k];
    }
  return kept;
}

/* The object of its class that a box overlaps most, by half at least, and that nothing found yet;
 * −1: none. */
static gint64
find_object (const Box *box, const Box *objects, gint64 n, const gboolean *is_found)
{
  gint64 best = -1;
  double most = OVERLAP;

  for (gint64 k = 0; k < n; k++)
    if (objects[k].class == box->class && !is_found[k] && find_overlap (box, &objects[k]) >= most)
      {
        most = find_overlap (box, &objects[k]);
        best = k;
      }
  return best;
}

static gint64
read_objects (const WeftWhole *whole, Box *objects)
{
  gint64 n = 0, classes = whole->shape->dims[1] - FIRST_CLASS;

  for (gint64 k = 0; k < whole->n_target / FIRST_CLASS; k++)
    {
      const float *t = whole->target + k * FIRST_CLASS;

      if (t[3] > 0 && t[4] > 0)
        objects[n++] = (Box){ t[1], t[2], t[3], t[4], 1, CLAMP ((gint64) t[0], 0, classes - 1) };
    }
  return n;
}

static void
add (gpointer data, const WeftWhole *whole)
{
  State *state = data;
  gint64 cells = whole->shape->dims[2] * whole->shape->dims[3];
  g_autofree Box *boxes = g_new (Box, cells + 1), *objects = g_new (Box, whole->n_target + 1);
  g_autofree gboolean *is_found = g_new0 (gboolean, whole->n_target + 1);
  gint64 n_objects = read_objects (whole, objects), n = read_picture (whole, boxes);

  for (gint64 k = 0; k < n_objects; k++)
    state->wanted[objects[k].class]++;
  for (gint64 k = 0; k < n && state->n < KEPT; k++)
    {
      gint64 object = find_object (&boxes[k], objects, n_objects, is_found);

      if (object >= 0)
        is_found[object] = TRUE;
      state->found[state->n++]
          = (Found){ (float) boxes[k].score, (gint32) boxes[k].class, object >= 0 };
    }
}

static int
compare_found (const void *a, const void *b)
{
  float x = ((const Found *) a)->score, y = ((const Found *) b)->score;

  return (x < y) - (x > y);
}

/* found: all, the surest first. */
static double
judge_class (const Found *found, gint64 n, gint64 class, double wanted)
{
  g_autofree double *precision = g_new (double, n + 1);
  double right = 0, called = 0, best = 0, area = 0;

  for (gint64 k = 0; k < n; k++)
    {
      called += found[k].class == class;
      right += found[k].class == class && found[k].is_right;
      precision[k] = called > 0 ? right / called : 0;
    }
  for (gint64 k = n - 1; k >= 0; k--)
    {
      if (found[k].class != class)
        continue;
      best = fmax (best, precision[k]);
      area += found[k].is_right ? best / wanted : 0;
    }
  return area;
}

static double
end (gconstpointer data, const WeftAnswers *form)
{
  const State *state = data;
  g_autofree Found *found = g_memdup2 (state->found, (gsize) MAX (1, state->n) * sizeof *found);
  double sum = 0;
  gint64 classes = 0;

  qsort (found, (gsize) state->n, sizeof *found, compare_found);
  for (gint64 c = 0; c < form->width; c++)
    if (state->wanted[c] > 0)
      {
        sum += judge_class (found, state->n, c, (double) state->wanted[c]);
        classes++;
      }
  return classes > 0 ? sum / (double) classes : NAN;
}

static gboolean
fits (const WeftShape *prediction, const WeftShape *target)
{
  return prediction->rank == 4 && prediction->dims[1] > FIRST_CLASS && target->rank == 3
         && target->dims[2] == FIRST_CLASS;
}

const WeftMetric weft_metric_map = {
  .id = "map",
  .title = N_ ("Mean average precision"),
  .higher_is_better = TRUE,
  .is_share = TRUE,
  .targets = WEFT_KIND_BIT (WEFT_KIND_NUMBERS) | WEFT_KIND_BIT (WEFT_KIND_BOXES),
  .count_bytes = count_bytes,
  .fits = fits,
  .add_whole = add,
  .end = end,
};
