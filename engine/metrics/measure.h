/* measure: one metric while it is being measured: begin, add batch after batch, end
 *
 * The figure does not depend on how the samples are cut into batches, and a mask is the same as
 * leaving out what it leaves out, to the bit. Owned by one thread. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/metrics/metric.h"

/* What a metric belongs to: a prediction and the target that judges it. The same for all batches,
 * but for N, and for T where there are steps. */
typedef struct
{
  WeftKind prediction_kind, target_kind;
  WeftShape prediction, target; /* (N, …), with steps (N, T, …) */
  gboolean has_steps;           /* each step of each sample is an answer of its own */
  int positive;     /* 1 + the one of two classes that is looked for; 0: there is none */
  gboolean is_made; /* the target is no field of the data, but what a network makes of it */
  char **names;     /* of the target's classes, its field's; nullable */
  /* 1 + the class that says nothing, where the target's labels are said somewhere in the steps
   * (alignment.h), and how many strings are followed to read them; 0: an answer stands where its
   * target does. */
  int blank, beam;
} WeftJudged;

typedef struct
{
  gint64 n, steps;          /* N; T where there are steps, else 1 */
  const float *prediction;  /* (N, …) or (N, T, …) */
  const void *target;       /* int64 for labels, else float */
  const float *mask;        /* nullable: 1 counts, 0 does not */
  int mask_rank;            /* 1: (N); 2: (N, T) */
  const float *target_mask; /* of labels that stand nowhere, (N, n_target); nullable */
  gint64 n_target;          /* numbers of a sample's target, for what judges samples as wholes */
} WeftJudgedBatch;

typedef struct _WeftMeasure WeftMeasure;

/* Whether each place of a sample is an answer of its own: scores (N, C, …) beside labels (N, …). */
gboolean weft_judged_has_places (const WeftJudged *judged);

/* Whether it has something to say of predictions and targets like these. */
gboolean weft_metric_fits (const WeftMetric *metric, const WeftJudged *judged);
/* The metric must fit. Fails for want of memory. */
WeftMeasure *weft_measure_begin (const WeftMetric *metric, const WeftJudged *judged,
                                 GError **error);
void weft_measure_add (WeftMeasure *measure, const WeftJudgedBatch *batch);
/* Of a metric that judges sequences: one, as it was said, in place of a batch. */
void weft_measure_add_sequence (WeftMeasure *measure, const WeftTokens *said,
                                const WeftTokens *wanted);
/* Of all that was added; NaN: nothing can be said. More may be added after it. */
double weft_measure_end (const WeftMeasure *measure);
void weft_measure_free (WeftMeasure *measure);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftMeasure, weft_measure_free)
