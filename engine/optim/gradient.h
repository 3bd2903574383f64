/* gradient: what the executor itself computes on gradients, in each kernel set */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/ops/op.h"

typedef struct
{
  /* out[0][i] = in[0][i] + in[1][i], or a copy when there is one input: how the gradients of a
   * value with several readers meet. out[0] may be an input. */
  WeftOp sum;
  /* Σ x[i]², summed in an order that depends on n alone. */
  double (*norm2) (const float *x, gsize n);
  /* y[i] = scale·x[i], brought within ±limit. */
  void (*clip) (float *y, const float *x, gsize n, float scale, float limit);
  /* y[i] = scale·x[i], or y[i] += scale·x[i]. */
  void (*add) (float *y, const float *x, gsize n, float scale, gboolean accumulate);
} WeftGradientKernels;

const WeftGradientKernels *weft_gradient_kernels (int level);
