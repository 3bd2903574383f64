/* convolution: what conv2d and conv_transpose2d share: their inputs, what these have to be, and how
 * their cases are written */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/kernels/sum.h"
#include "engine/ops/common.h"

/* Inputs. */
enum
{
  X,
  W,
  B, /* may be absent */
};

/* Of an op's Attrs, which says with CONV_PADDING (…) what a padding sets. kernel, stride, padding:
 * each a pair; the rest by name. */
#define CONV(kernel_, stride_, padding_, ...)                                                      \
  (&(const Attrs){ .kernel = kernel_,                                                              \
                   .stride = stride_,                                                              \
                   CONV_PADDING (padding_),                                                        \
                   .dilation = { 1, 1 },                                                           \
                   .groups = 1,                                                                    \
                   __VA_ARGS__ })

static inline gboolean
weft_conv_check_pictures (WeftOpShapes *shapes)
{
  const WeftShape *x = &shapes->in[X];

  return (x->rank == 4 && weft_is_float (x))
         || weft_expects (shapes, _ ("expects pictures, (N, C, H, W)"));
}

/* outputs: channels out, groups of them included. */
static inline gboolean
weft_conv_check_groups (WeftOpShapes *shapes, int groups, gint64 outputs)
{
  if (groups >= 1 && shapes->in[X].dims[1] % groups == 0 && outputs % groups == 0)
    return TRUE;
  shapes->error = g_strdup_printf (
      _ ("expects channels in and out that divide evenly into %d groups"), groups);
  return FALSE;
}

/* Some of db (K), the sums over samples and places of dy (N, K, area). */
static inline void
weft_conv_sum_bias (const float *dy, gsize samples, gsize filters, gsize area, WeftSpan some,
                    float *db)
{
  for (gsize k = some.begin; k < some.end; k++)
    {
      double sum = 0;

      for (gsize n = 0; n < samples; n++)
        sum += weft_sum (area, dy + (n * filters + k) * area);
      db[k] = (float) sum;
    }
}
