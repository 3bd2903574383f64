/* outcome: metrics by split, as `train` and `evaluate` report them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/cli/line.h"
#include "engine/train/judging/evaluate.h"
#include "engine/train/model/judges.h"
#include "engine/train/trainer.h"

typedef struct
{
  WeftEvaluation *parts[WEFT_N_PARTS]; /* NULL: not asked for, or no such samples */
  double exact[WEFT_N_PARTS]; /* share of samples written without a mistake; NaN: nothing is */
  double seconds;
  const WeftDecoding
      *decoding; /* how sequences are written or read; nullable: as evaluate.h says */
} WeftOutcome;

/* Evaluates validation and test (or only the part that is given; −1: both). Once it was interrupted
 * (nullable) a part is as if nobody had asked for it. */
gboolean weft_outcome_measure (WeftOutcome *outcome, WeftModel *model, WeftState *state, int part,
                               guint threads, int level, const WeftInterrupt *interrupt,
                               GError **error);
void weft_outcome_clear (WeftOutcome *outcome);
/* null where the metric has nothing to say, as R² of one sample; that is no loss that broke down,
 * so it makes the object no less finite. */
void weft_outcome_write_metric (WeftLine *line, const WeftModel *model, guint criterion,
                                double value);
/* "positive": "yes", where a metric judges one of two classes. */
void weft_outcome_write_positive (WeftLine *line, const WeftModel *model);
/* "losses": {"train/place/loss": …, "discriminator/loss": …}, of a step; nothing where there is one
 * loss. */
void weft_outcome_write_losses (WeftLine *line, const WeftLossFigures *losses);
/* "metrics": {"test": {"accuracy": …, "loss": …}, …}, "evaluate_seconds": …; of a network that
 * writes sequences also "exact", and where what it writes is judged "decoder". */
void weft_outcome_write (const WeftOutcome *outcome, const WeftModel *model, WeftLine *line);
/* A table for people. */
void weft_outcome_print (const WeftOutcome *outcome, const WeftModel *model);
