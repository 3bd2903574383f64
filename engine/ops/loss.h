/* loss: what the losses over pairs of elements share: y = s/M · Σᵢ l (x[i], t[i]), M elements in
 * all */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/ops/common.h"

typedef struct
{
  float scale;
} WeftLossAttrs;

static const WeftParam weft_loss_attrs[] = {
  WEFT_REAL (WeftLossAttrs, scale, 1, 0, G_MAXFLOAT),
  { NULL },
};

#define SCALE(scale) (&(const WeftLossAttrs){ scale })

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

/* The last forward phase: the slices' sums, which lie in the workspace, in slice order. */
static inline void
weft_loss_sum (const WeftOpRun *run, guint slice)
{
  const WeftLossAttrs *attrs = run->attrs;
  const double *sums = run->workspace;
  double sum = 0.0;

  for (guint i = 0; i < weft_loss_slices (run); i++)
    sum += sums[i];
  *(float *) run->out[0] = (float) (attrs->scale * sum / (double) weft_count (&run->in_shape[0]));
}

static inline gsize
weft_loss_workspace (const WeftOpShapes *shapes, gboolean is_backward)
{
  return is_backward ? 0 : WEFT_MAX_SLICES * sizeof (double);
}

/* What every element's derivative is multiplied by: dy · s/M. */
static inline float
weft_loss_factor (const WeftOpRun *run)
{
  const WeftLossAttrs *attrs = run->attrs;

  return run->d_out[0][0] * attrs->scale / (float) weft_count (&run->in_shape[0]);
}
