/* map: mean average precision of boxes at an overlap of one half: over the classes that there are,
 * the area under the highest precision to be had at each recall (as VOC since 2010)
 *
 * What is found in a picture: of each cell the likeliest class and its box
 * (engine/ops/detection.c), rated by the product of both probabilities; what is rated below 1 % is
 * nothing, and what overlaps one of its class that is rated higher by more than half is the same.
 * An object is found by the first one that overlaps it most, by half at least. The first 65,536 of
 * a split are kept. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/found.h"
#include "engine/metrics/metric.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#define KEPT (1 << 16)
#define OVERLAP 0.5

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

static gsize
count_bytes (const WeftAnswers *form)
{
  return sizeof (State) + (gsize) form->width * sizeof (gint64); /* there are fewer classes */
}

/* The object of its class that a box overlaps most, by half at least, and that nothing found yet;
 * −1: none. */
static gint64
find_object (const WeftFoundBox *box, const WeftFoundBox *objects, gint64 n,
             const gboolean *is_found)
{
  gint64 best = -1;
  double most = OVERLAP;

  for (gint64 k = 0; k < n; k++)
    if (objects[k].class == box->class && !is_found[k]
        && weft_found_overlap (box, &objects[k]) >= most)
      {
        most = weft_found_overlap (box, &objects[k]);
        best = k;
      }
  return best;
}

static void
add (gpointer data, const WeftWhole *whole)
{
  State *state = data;
  gint64 cells = whole->shape->dims[2] * whole->shape->dims[3];
  gint64 classes = whole->shape->dims[1] - WEFT_FOUND_NUMBERS;
  g_autofree WeftFoundBox *boxes = g_new (WeftFoundBox, cells + 1),
                          *objects = g_new (WeftFoundBox, whole->n_target + 1);
  g_autofree gboolean *is_found = g_new0 (gboolean, whole->n_target + 1);
  gint64 n_objects = weft_found_read_objects (whole->target, whole->n_target, classes, objects);
  gint64 n = weft_found_read_picture (whole->prediction, whole->shape->dims + 1, boxes);

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
  return prediction->rank == 4 && prediction->dims[1] > WEFT_FOUND_NUMBERS && target->rank == 3
         && target->dims[2] == WEFT_FOUND_NUMBERS;
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
