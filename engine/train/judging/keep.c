/* keep: the answers of an evaluation that can be shown: all while they are few, else the worst */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/judging/keep.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/data/kind-row.h"

#define ROOM (1 << 24) /* bytes of predictions */
#define LEAST 24       /* as many as a panel shows at once */
#define MOST (1 << 16)

struct _WeftKeep
{
  gint64 seen, kept, most;
  gint64 width, wanted; /* numbers of one prediction, of one target */
  /* The kind's of what is judged; NULL: chance says which are kept. */
  double (*judge) (const float *prediction, gconstpointer target, gint64 width, gint64 wanted);
  WeftTensor *predictions; /* (most, …) */
  guint32 *samples;        /* (most) */
  double *badness;         /* (most); NULL: all are kept */
  guint32 *heap;           /* (most) rows, the least bad first */
  double sum;
};

/* Multiples of the golden ratio, modulo 1, lie evenly (Knuth 6.4). */
static double
draw (guint32 sample)
{
  return (double) (sample * 2654435769u) / 4294967296.0;
}

/* Whether an answer is as wide as its kind's judge takes it. */
static gboolean
can_judge (const WeftJudged *judged)
{
  gint64 width = weft_shape_sample_count (&judged->prediction);
  gboolean is_label = weft_kind_get_type (judged->target_kind) == WEFT_I64;

  return weft_judged_has_places (judged)
         || weft_shape_sample_count (&judged->target) == (is_label ? 1 : width);
}

WeftKeep *
weft_keep_new (const WeftJudged *judged, gint64 count, GError **error)
{
  g_autoptr (WeftKeep) keep = g_new0 (WeftKeep, 1);
  WeftShape shape = judged->prediction;

  shape.rank = MAX (1, shape.rank);
  keep->width = weft_shape_sample_count (&shape);
  keep->wanted = weft_shape_sample_count (&judged->target);
  keep->most = MIN (count, CLAMP (ROOM / (keep->width * (gint64) sizeof (float)), LEAST, MOST));
  keep->judge = can_judge (judged) ? weft_kind_get_row (judged->target_kind)->badness : NULL;
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
  double badness = 0;
  gint64 row;

  if (keep->heap != NULL)
    badness = keep->judge != NULL ? keep->judge (prediction, target, keep->width, keep->wanted)
                                  : draw (sample);
  row = find_row (keep, badness);

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
