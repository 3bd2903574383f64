/* conv-taps: what both passes of convolution over taps share */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/kernels/conv-planes.h"

#if WEFT_KERNEL_LEVEL > 0
#define WEFT_TAPS_ROUND(n) (((n) + 15) / 16 * 16) /* floats, to whole cache lines */

static inline float *
weft_taps_floats (const WeftConv *conv, gsize at)
{
  return (float *) conv->workspace + at;
}

static inline gint32 *
weft_taps_offsets (const WeftConv *conv, gsize at)
{
  return (gint32 *) conv->workspace + at;
}

static inline gsize
weft_taps_count (const WeftConv *conv)
{
  return conv->gc * conv->r * conv->s;
}

#define weft_taps_backward_floats WEFT_IN_SET (weft_taps_backward_floats)
#define weft_taps_prepare_backward WEFT_IN_SET (weft_taps_prepare_backward)
#define weft_taps_backward WEFT_IN_SET (weft_taps_backward)
gsize weft_taps_backward_floats (const WeftConv *conv); /* of the workspace */
/* The first two phases; weft_conv_reduce is the third. */
void weft_taps_prepare_backward (const WeftConv *conv, guint slice);
void weft_taps_backward (const WeftConv *conv, guint slice);

/* conv-taps-weights.c: whether it does the weight gradient, the floats of its scratch, how many
 * offsets it needs, and these. */
#define weft_taps_weights_fit WEFT_IN_SET (weft_taps_weights_fit)
#define weft_taps_weights_floats WEFT_IN_SET (weft_taps_weights_floats)
#define weft_taps_weights_places WEFT_IN_SET (weft_taps_weights_places)
#define weft_taps_weights_prepare WEFT_IN_SET (weft_taps_weights_prepare)
#define weft_taps_weights WEFT_IN_SET (weft_taps_weights)
gboolean weft_taps_weights_fit (const WeftConv *conv);
gsize weft_taps_weights_floats (const WeftConv *conv);
gsize weft_taps_weights_places (const WeftConv *conv);
void weft_taps_weights_prepare (const WeftConv *conv, gint32 *offsets);
/* dw (K/groups, C/groups, R, S) of group g = the sum over images begin … end − 1. */
void weft_taps_weights (const WeftConv *conv, gsize begin, gsize end, gsize g,
                        const gint32 *offsets, float *scratch, float *dw);
#endif
