/* loss-rows: what the losses over rows of scores (N, C), or (N, T, C), share: each row has a loss
 * of its own, which lies in the workspace (N) and is 0 where a mask says that the row is not real
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/ops/loss.h"

static inline guint
weft_loss_rows_slices (const WeftOpRun *run)
{
  return weft_slices_for (weft_count (&run->in_shape[0]), WEFT_ELEMENTS_PER_SLICE / 4);
}

static inline WeftSpan
weft_loss_rows_of (const WeftOpRun *run, guint slice)
{
  return weft_span_of (weft_row_count (&run->in_shape[0]), weft_loss_rows_slices (run), slice, 1);
}

/* How many rows are real; at least 1. */
static inline double
weft_loss_rows_real (const WeftOpRun *run)
{
  return weft_loss_count (run) / (double) weft_row_width (&run->in_shape[0]);
}

static inline double
weft_loss_rows_sum (const WeftOpRun *run)
{
  const float *losses = run->workspace;
  double sum = 0.0;

  for (gsize n = 0; n < weft_row_count (&run->in_shape[0]); n++)
    sum += losses[n];
  return sum;
}

static inline gsize
weft_loss_rows_workspace (const WeftOpShapes *shapes, gboolean is_backward)
{
  return is_backward ? 0 : weft_row_count (&shapes->in[0]) * sizeof (float);
}

/* A class index (N) beside each row of scores. */
static inline gboolean
weft_loss_rows_check_classes (WeftOpShapes *shapes)
{
  const WeftShape *x = &shapes->in[0], *t = &shapes->in[1];

  if (x->rank < 2 || !weft_is_float (x))
    return weft_expects (shapes, _ ("expects a prediction of shape (N, classes)"));
  if (t->rank != x->rank - 1 || t->type != WEFT_I64
      || weft_count_between (x, 0, t->rank) != weft_count (t) || t->dims[0] != x->dims[0])
    return weft_expects (shapes, _ ("expects a class index for each sample as target"));
  if (!weft_loss_check_mask (shapes))
    return FALSE;
  shapes->out[0] = (WeftShape){ .type = WEFT_F32 };
  return TRUE;
}

/* The class of row n. Data sets are checked when they are read; a stray label must not reach
 * outside memory all the same. */
static inline gsize
weft_loss_rows_class (const WeftOpRun *run, gsize n)
{
  return (gsize) CLAMP (((const gint64 *) run->in[1])[n], 0,
                        (gint64) weft_row_width (&run->in_shape[0]) - 1);
}
