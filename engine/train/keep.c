/* keep: the answers of an evaluation that can be shown: all while they are few, else the worst */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/keep.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/error.h"

#define ROOM (1 << 24) /* bytes of predictions */
#define LEAST 24       /* as many as a panel shows at once */
#define MOST (1 << 16)

typedef double (*BadnessFunc) (const float *prediction, gconstpointer target, gint64 width,
                               guint32 sample);

struct _WeftKeep
{
  gint64 seen, kept, most;
  gint64 width; /* numbers of one prediction */
  BadnessFunc judge;
  WeftTensor *predictions; /* (most, …) */
  guint32 *samples;        /* (most) */
  double *badness;         /* (most); NULL: all are kept */
  guint32 *heap;           /* (most) rows, the least bad first */
  double sum;
};

/* −log of the probability of the true class. */
static double
judge_label (const float *logits, gconstpointer target, gint64 width, guint32 sample)
{
  gint64 wanted = *(const gint64 *) target;
  float highest = logits[weft_metric_argmax (logits, width)];
  double sum = 0;

  for (gint64 c = 0; c < width; c++)
    sum += exp ((double) (logits[c] - highest));
  return log (sum) + (double) (highest - logits[CLAMP (wanted, 0, width - 1)]);
}

/* 1 − the intersection of logits > 0 and the mask over their union. */
static double
judge_mask (const float *logits, gconstpointer target, gint64 width, guint32 sample)
{
  const float *mask = target;
  gint64 both = 0, either = 0;

  for (gint64 i = 0; i < width; i++)
    {
      both += logits[i] > 0 && mask[i] > 0.5f;
      either += logits[i] > 0 || mask[i] > 0.5f;
    }
  return either > 0 ? 1 - (double) both / (double) either : 0;
}

/* Multiples of the golden ratio, modulo 1, lie evenly (Knuth 6.4). */
static double
draw (const float *prediction, gconstpointer target, gint64 width, guint32 sample)
{
  return (double) (sample * 2654435769u) / 4294967296.0;
}

static const BadnessFunc judges[WEFT_N_KINDS] = {
  [WEFT_KIND_CLASS] = judge_label,
  [WEFT_KIND_MASK] = judge_mask,
};

static BadnessFunc
choose_judge (const WeftJudged *judged)
{
  gint64 width = weft_shape_sample_count (&judged->prediction);
  gint64 wanted = weft_shape_sample_count (&judged->target);
  BadnessFunc judge = judges[judged->target_kind];

  if (judge == NULL || wanted != (weft_kind_get_type (judged->target_kind) == WEFT_I64 ? 1 : width))
    return draw;
  return judge;
}

WeftKeep *
weft_keep_new (const WeftJudged *judged, gint64 count, GError **error)
{
  g_autoptr (WeftKeep) keep = g_new0 (WeftKeep, 1);
  WeftShape shape = judged->prediction;

  shape.rank = MAX (1, shape.rank);
  keep->width = weft_shape_sample_count (&shape);
  keep->most = MIN (count, CLAMP (ROOM / (keep->width * (gint64) sizeof (float)), LEAST, MOST));
  keep->judge = choose_judge (judged);
  shape.dims[0] = keep->most;
  keep->predictions = weft_tensor_new (&shape);
  if (keep->predictions == NULL)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_MEMORY,
                           _ ("There is not enough memory for the predictions."));
      return NULL;
    }
  keep->samples = g_new (guint32, keep->most);
  if (keep->most == count)
    return g_steal_pointer (&keep);
  keep->badness = g_new (double, keep->most);
  keep->heap = g_new (guint32, keep->most);
  return g_steal_pointer (&keep);
}

static void
swap (guint32 *a, guint32 *b)
{
  guint32 c = *a;

  *a = *b;
  *b = c;
}

static void
sift_up (WeftKeep *keep, gint64 i)
{
  for (gint64 up; i > 0; i = up)
    {
      up = (i - 1) / 2;
      if (keep->badness[keep->heap[up]] <= keep->badness[keep->heap[i]])
        return;
      swap (&keep->heap[up], &keep->heap[i]);
    }
}

static void
sift_down (WeftKeep *keep)
{
  gint64 i = 0, least = 0;

  do
    {
      i = least;
      for (gint64 below = 2 * i + 1; below <= 2 * i + 2 && below < keep->most; below++)
        if (keep->badness[keep->heap[below]] < keep->badness[keep->heap[least]])
          least = below;
      swap (&keep->heap[i], &keep->heap[least]);
    }
  while (least != i);
}

/* The row for an answer that is so bad, −1: others are worse. */
static gint64
find_row (WeftKeep *keep, double badness)
{
  gint64 row = keep->kept;

  if (keep->kept < keep->most)
    {
      keep->kept++;
      if (keep->heap == NULL)
        return row;
      keep->heap[row] = (guint32) row;
      keep->badness[row] = badness;
      sift_up (keep, row);
      return row;
    }
  row = keep->heap[0];
  if (!(badness > keep->badness[row]))
    return -1;
  keep->badness[row] = badness;
  sift_down (keep);
  return row;
}

void
weft_keep_add (WeftKeep *keep, guint32 sample, const float *prediction, gconstpointer target)
{
  double badness = keep->heap != NULL ? keep->judge (prediction, target, keep->width, sample) : 0;
  gint64 row = find_row (keep, badness);

  keep->seen++;
  keep->sum += badness;
  if (row < 0)
    return;
  keep->samples[row] = sample;
  memcpy (weft_tensor_floats (keep->predictions) + row * keep->width, prediction,
          (gsize) keep->width * sizeof (float));
}

double
weft_keep_end (WeftKeep *keep, gint64 *kept, WeftTensor **predictions, guint32 **samples)
{
  *kept = keep->kept;
  *predictions = g_steal_pointer (&keep->predictions);
  *samples = g_steal_pointer (&keep->samples);
  return keep->heap != NULL ? keep->sum / (double) keep->seen : NAN;
}

void
weft_keep_free (WeftKeep *keep)
{
  g_clear_pointer (&keep->predictions, weft_tensor_unref);
  g_free (keep->samples);
  g_free (keep->badness);
  g_free (keep->heap);
  g_free (keep);
}
