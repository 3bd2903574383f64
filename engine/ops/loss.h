/* loss: what the losses over pairs of elements share: y = s/M · Σᵢ l (x[i], t[i]), M elements in
 * all */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/ops/by-row.h"

typedef struct
{
  float scale;
} WeftLossAttrs;

static const WeftParam weft_loss_attrs[] = {
  WEFT_REAL (WeftLossAttrs, scale, 1, 0, G_MAXFLOAT),
  { NULL },
};

#define SCALE(scale) (&(const WeftLossAttrs){ scale })

/* The last input of losses, (N) or (N, T): 1 where something counts, else 0. The third, unless the
 * file that includes this says that it is another. */
#ifndef WEFT_LOSS_MASK
#define WEFT_LOSS_MASK 2
#endif
#define WEFT_LOSS_MASK_PORT                                                                        \
  {                                                                                                \
    "mask", .optional = TRUE, .no_gradient = TRUE, .backward_reads = TRUE                          \
  }

/* How many samples the first input has, and how many numbers each. */
static inline gsize
weft_loss_n (const WeftOpRun *run)
{
  return (gsize) run->in_shape[0].dims[0];
}

static inline gsize
weft_loss_width (const WeftOpRun *run)
{
  return weft_count (&run->in_shape[0]) / weft_loss_n (run);
}

/* What of x is above 0. What is no number stays so, that the trainer sees it: fmaxf loses it. */
static inline float
weft_loss_excess (float x)
{
  return x < 0.0f ? 0.0f : x;
}

static inline const float *
weft_loss_mask (const WeftOpRun *run)
{
  return run->n_in > WEFT_LOSS_MASK ? run->in[WEFT_LOSS_MASK] : NULL;
}

/* It has the first axes of the prediction. */
static inline gboolean
weft_loss_check_mask (WeftOpShapes *shapes)
{
  const WeftShape *x = &shapes->in[0], *mask = &shapes->in[WEFT_LOSS_MASK];

  for (int i = 0; shapes->n_in > WEFT_LOSS_MASK && i < mask->rank; i++)
    if (mask->rank > x->rank || mask->dims[i] != x->dims[i])
      return weft_expects (shapes, _ ("expects a mask of the steps, (N, T)"));
  return TRUE;
}

/* How many elements count; at least 1. */
static inline double
weft_loss_count (const WeftOpRun *run)
{
  gsize count = weft_count (&run->in_shape[0]);
  const float *mask = weft_loss_mask (run);
  double real = 0.0;

  if (mask == NULL)
    return (double) count;
  for (gsize i = 0; i < weft_count (&run->in_shape[WEFT_LOSS_MASK]); i++)
    real += mask[i] != 0.0f;
  return MAX (1.0, real * (double) (count / weft_count (&run->in_shape[WEFT_LOSS_MASK])));
}

/* Row n of the prediction, of those that weft_row_count counts. */
static inline gboolean
weft_loss_counts_row (const WeftOpRun *run, gsize n)
{
  const float *mask = weft_loss_mask (run);

  return mask == NULL
         || mask[n
                 / (weft_row_count (&run->in_shape[0])
                    / weft_count (&run->in_shape[WEFT_LOSS_MASK]))]
                != 0.0f;
}

/* The next elements that count of those that are left; FALSE: there are no more. Without a mask all
 * at once. */
static inline gboolean
weft_loss_next (const WeftOpRun *run, WeftSpan *left, WeftSpan *part)
{
  const float *mask = weft_loss_mask (run);
  gsize width = mask != NULL
                    ? weft_count (&run->in_shape[0]) / weft_count (&run->in_shape[WEFT_LOSS_MASK])
                    : 1;

  while (mask != NULL && left->begin < left->end && mask[left->begin / width] == 0.0f)
    left->begin = (left->begin / width + 1) * width;
  part->begin = left->begin;
  part->end = mask == NULL ? left->end : left->begin;
  while (part->end < left->end && mask[part->end / width] != 0.0f)
    part->end = (part->end / width + 1) * width;
  left->begin = part->end = MIN (part->end, left->end);
  return part->begin < part->end;
}

/* What does not count has no gradient. */
static inline void
weft_loss_clear (const WeftOpRun *run, const WeftSpan *part)
{
  for (guint i = 0; weft_loss_mask (run) != NULL && i < WEFT_LOSS_MASK; i++)
    if (run->d_in[i] != NULL)
      memset (run->d_in[i] + part->begin, 0, (part->end - part->begin) * sizeof (float));
}

/* A prediction and a target of the same dimensions; (N) and (N, 1) count as the same. */
static inline gboolean
weft_loss_check_shape (WeftOpShapes *shapes)
{
  const WeftShape *x = &shapes->in[0], *t = &shapes->in[1];
  gboolean column = x->rank > 0 && t->rank > 0 && x->dims[0] == t->dims[0]
                    && weft_shape_sample_count (x) == 1 && weft_shape_sample_count (t) == 1;

  if (!weft_is_float (x) || !weft_is_float (t))
    return weft_expects (
        shapes, _ ("expects a prediction and a target that are numbers, not class indices"));
  if (!column && !weft_shape_equal (x, t))
    {
      g_autofree char *wanted = weft_shape_format (x, TRUE);

      shapes->error
          = g_strdup_printf (_ ("expects a target of the prediction's shape, %s"), wanted);
      return FALSE;
    }
  if (!weft_loss_check_mask (shapes))
    return FALSE;
  shapes->out[0] = (WeftShape){ .type = WEFT_F32 };
  return TRUE;
}

static inline guint
weft_loss_slices (const WeftOpRun *run)
{
  return weft_slices_for (weft_count (&run->in_shape[0]), WEFT_ELEMENTS_PER_SLICE);
}

static inline WeftSpan
weft_loss_span (const WeftOpRun *run, guint slice)
{
  return weft_span_of (weft_count (&run->in_shape[0]), weft_loss_slices (run), slice, 64);
}

/* The slices' sums, which lie in the workspace, in slice order. */
static inline void
weft_loss_end (const WeftOpRun *run, float scale)
{
  const double *sums = run->workspace;
  double sum = 0.0;

  for (guint i = 0; i < weft_loss_slices (run); i++)
    sum += sums[i];
  *(float *) run->out[0] = (float) (scale * sum / weft_loss_count (run));
}

/* The last forward phase. */
static inline void
weft_loss_sum (const WeftOpRun *run, guint slice)
{
  weft_loss_end (run, ((const WeftLossAttrs *) run->attrs)->scale);
}

static inline gsize
weft_loss_workspace (const WeftOpShapes *shapes, gboolean is_backward)
{
  return is_backward ? 0 : WEFT_MAX_SLICES * sizeof (double);
}

/* What every element's derivative is multiplied by: dy · s/M. */
static inline float
weft_loss_factor_of (const WeftOpRun *run, float scale)
{
  return run->d_out[0][0] * scale / (float) weft_loss_count (run);
}

static inline float
weft_loss_factor (const WeftOpRun *run)
{
  return weft_loss_factor_of (run, ((const WeftLossAttrs *) run->attrs)->scale);
}
