/* evaluate: loss and metrics of a state over one part of the data */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/interrupt.h"
#include "engine/base/pool.h"
#include "engine/base/tensor.h"
#include "engine/run/decoders/decoding.h"
#include "engine/train/model/model.h"

/* What one loss found, the model's judge of the same number. */
typedef struct
{
  double loss; /* mean, before its weight; of standardised targets where the data node asks so */
  /* Of the answers that can be shown: all while they are few, else the worst; see keep.h. */
  gint64 kept;
  WeftTensor *predictions; /* f32 (kept, …): logits for a classifier, numbers in their own unit;
                              nullable: it judges no answer */
  guint32 *samples;        /* (kept): which samples; in order when all are kept */
  double badness;          /* of masks, 1 − the mean overlap of all; NaN when all are kept */
  int classes;             /* 0: no confusion */
  gint64 *confusion;       /* (classes, classes), row: true, column: predicted; nullable */
} WeftResult;

typedef struct
{
  gatomicrefcount ref_count;
  WeftPart part;
  gint64 step;                       /* of the state */
  gint64 count;                      /* samples */
  double loss;                       /* mean of the total */
  double metrics[WEFT_MAX_CRITERIA]; /* by the model's criteria, in the targets' own unit */
  const char *decoder; /* how sequences were written that are judged; NULL: none were */
  WeftResult *results;
  guint n_results;
} WeftEvaluation;

/* pool NULL: on the caller's thread alone. level −1: the best kernel set. */
WeftEvaluation *weft_evaluate (WeftModel *model, WeftState *state, WeftPart part, WeftPool *pool,
                               int level, GError **error);
/* The same; NULL without an error: it was interrupted, between two batches. */
WeftEvaluation *weft_evaluate_until (WeftModel *model, WeftState *state, WeftPart part,
                                     WeftPool *pool, int level, const WeftInterrupt *interrupt,
                                     GError **error);
/* The same, sequences written or read by that decoder; NULL: greedily, or as a CTC loss says. A
 * network that cannot write so is an error then. */
WeftEvaluation *weft_evaluate_by (WeftModel *model, WeftState *state, WeftPart part, WeftPool *pool,
                                  int level, const WeftDecoding *decoding,
                                  const WeftInterrupt *interrupt, GError **error);
WeftEvaluation *weft_evaluation_ref (WeftEvaluation *evaluation);
void weft_evaluation_unref (WeftEvaluation *evaluation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftEvaluation, weft_evaluation_unref)
/* Forward of any inputs: n samples x; returns (n, …) predictions. raw: x is in the data's own units
 * (scaled, not standardised), else as the data node gives it. */
WeftTensor *weft_infer (WeftModel *model, WeftState *state, const float *x, gint64 n, gboolean raw,
                        WeftPool *pool, int level, GError **error);
