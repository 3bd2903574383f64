/* conv: one 2-D convolution as its kernels see it, and the kernels
 *
 * y[n, k, i, j] = b[k] + Σ w[k, c, r, s] · x[n, c₀ + c, i·stride + r·dilation − padding, …], c₀ the
 * first channel of k's group. A kernel is a row: the sizes that it can do, and phases as an op has
 * them. The first row that applies does the work, so the choice depends on sizes and kernel set
 * only. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "engine/base/pool.h"
#include "engine/base/set.h"

typedef struct
{
  gsize n, c, h, w;     /* x (N, C, H, W) */
  gsize k, r, s;        /* w (K, C/groups, R, S) */
  gsize oh, ow;         /* y (N, K, OH, OW) */
  gsize groups, gc, gk; /* channels in and out of a group */
  int stride[2], padding[2], dilation[2];
  const float *x, *weights, *bias, *dy;
  float *y, *dx, *dw, *db; /* NULL: not wanted */
  char *workspace;
} WeftConv;

typedef struct
{
  guint (*slices) (const WeftConv *conv);
  void (*run) (const WeftConv *conv, guint slice);
} WeftConvPhase;

typedef struct
{
  gboolean (*applies) (const WeftConv *conv);
  gsize (*workspace_bytes) (const WeftConv *conv, gboolean backward);
  WeftConvPhase forward[2]; /* unused ones are empty */
  WeftConvPhase backward[3];
} WeftConvKernel;

#define WEFT_CONV_MAX_SLICES 8
#define WEFT_CONV_FLOPS_PER_SLICE 2000000
#define WEFT_CONV_DEPTHWISE_FLOPS 400000 /* the same, where a number is read for few products */
#define WEFT_CONV_OUTPUTS_PER_SLICE 256  /* fewer, and summing its weight gradient is too much */
#define WEFT_CONV_GRADIENTS (8u << 20)   /* floats of all slices' weight gradients, or two slices */

/* Products of one image, in floating-point operations. */
static inline gsize
weft_conv_image_flops (const WeftConv *conv)
{
  return 2 * conv->k * conv->gc * conv->r * conv->s * conv->oh * conv->ow;
}

static inline gsize
weft_conv_weight_count (const WeftConv *conv)
{
  return conv->k * conv->gc * conv->r * conv->s;
}

/* Slices of whole images: enough for eight threads, none smaller than it is worth to hand about. */
static inline guint
weft_conv_image_slices (const WeftConv *conv)
{
  gsize least
      = conv->gc == 1 && conv->gk == 1 ? WEFT_CONV_DEPTHWISE_FLOPS : WEFT_CONV_FLOPS_PER_SLICE;
  gsize work = conv->n * weft_conv_image_flops (conv) / least;
  gsize outputs = conv->n * conv->oh * conv->ow / WEFT_CONV_OUTPUTS_PER_SLICE;
  gsize memory = MAX (WEFT_CONV_GRADIENTS / weft_conv_weight_count (conv), 2);
  gsize slices = CLAMP (MIN (work, outputs), 1, WEFT_CONV_MAX_SLICES);

  return (guint) MIN (MIN (weft_pool_even_slices ((guint) slices), memory), conv->n);
}

/* Slice's first image; the slice ends before the first image of slice + 1. */
static inline gsize
weft_conv_first_image (const WeftConv *conv, guint slice)
{
  return conv->n * slice / weft_conv_image_slices (conv);
}

/* Partial sums of dw and db, one after the other, a set for each slice, in whole cache lines; the
 * reduce phase adds them up in slice order. They stand at the beginning of the workspace. */
#define weft_conv_partial_floats WEFT_IN_SET (weft_conv_partial_floats)
#define weft_conv_get_partial WEFT_IN_SET (weft_conv_get_partial)
#define weft_conv_count_reduce WEFT_IN_SET (weft_conv_count_reduce)
#define weft_conv_reduce WEFT_IN_SET (weft_conv_reduce)
gsize weft_conv_partial_floats (const WeftConv *conv); /* of one slice */
float *weft_conv_get_partial (const WeftConv *conv, guint slice);
guint weft_conv_count_reduce (const WeftConv *conv);
void weft_conv_reduce (const WeftConv *conv, guint slice);

/* Slices of the phase that lays out the weights anew. */
static inline guint
weft_conv_count_prepare (const WeftConv *conv)
{
  return (guint) CLAMP (weft_conv_weight_count (conv) / 8192, 1, WEFT_CONV_MAX_SLICES);
}

#define weft_conv_plain WEFT_IN_SET (weft_conv_plain)
#define weft_conv_taps WEFT_IN_SET (weft_conv_taps)
#define weft_conv_depthwise WEFT_IN_SET (weft_conv_depthwise)
#define weft_conv_winograd WEFT_IN_SET (weft_conv_winograd)
extern const WeftConvKernel weft_conv_depthwise, weft_conv_plain, weft_conv_taps,
    weft_conv_winograd;
