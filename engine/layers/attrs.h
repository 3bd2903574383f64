/* attrs: the records that layers hand to ops */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct
{
  int kernel[2], stride[2], padding[2], dilation[2]; /* h, w; padding: above and left */
  int padding_end[2]; /* below and right: one more than padding for "same" with an even kernel */
  int groups;
} WeftConvAttrs; /* conv2d: in x (N, C, H, W), w (K, C/groups, R, S), b (K) or 2 inputs only */

typedef struct
{
  int kernel[2], stride[2], padding[2], dilation[2];
  gboolean count_include_pad; /* avg */
  gboolean ceil_mode;
} WeftPoolAttrs; /* max_pool2d, avg_pool2d */

typedef struct
{
  int rank;
  gint64 dims[8];   /* of one sample; −1 at most once */
} WeftReshapeAttrs; /* reshape */

typedef struct
{
  float slope;
} WeftLeakyReluAttrs;

typedef struct
{
  int dim;       /* counts the batch as 0 */
} WeftAxisAttrs; /* softmax, concat */

typedef struct
{
  float p;
} WeftDropoutAttrs;

typedef struct
{
  float eps, momentum;
} WeftBatchNormAttrs; /* in x, scale, shift, running_mean, running_var (buffers, updated in
                         training) */

typedef struct
{
  float scale;
} WeftLossAttrs; /* in prediction, target; out scalar */
