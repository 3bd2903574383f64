/* jury: what is made of the answers that one loss judges, batch by batch; for engine/train alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/judging/evaluate.h"
#include "engine/train/judging/keep.h"
#include "engine/train/model/runner.h"

typedef struct
{
  const WeftRunner *runner;
  guint judge; /* of the model's */
  WeftEvaluation *evaluation;
  WeftResult *result;
  WeftMeasure *measures[WEFT_MAX_CRITERIA]; /* by criterion; NULL: of another loss */
  WeftJudged answer; /* what is kept of: as the judge's, else the answer alone */
  WeftKeep *keep;    /* NULL: there is no answer */
  float *restored; /* predictions and targets in their own unit, (batch, y_count) each; nullable */
  double sum, weight; /* of the losses so far, and of the batches: samples, or steps */
} WeftJury;

gboolean weft_jury_begin (WeftJury *jury, const WeftProgram *program, GError **error);
/* What the batch that was run says. */
void weft_jury_add (WeftJury *jury, const WeftExec *exec, const WeftProgram *program,
                    const guint32 *samples, WeftBinding binding);
void weft_jury_end (WeftJury *jury); /* writes the result and the evaluation's metrics */
void weft_jury_clear (WeftJury *jury);
