/* pools: what the layers that pool windows have in common, along one axis, two or three */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/layers/convolutions.h"

/* By axis, as WeftConvForm. */
typedef struct
{
  int axes;
  int kernel[WEFT_CONV_AXES], padding[WEFT_CONV_AXES], dilation[WEFT_CONV_AXES];
  int stride[WEFT_CONV_AXES]; /* 0: as the kernel */
  gboolean ceil_mode, count_include_pad;
} WeftPoolForm;

/* x (N, C, …) → the same with shorter axes; op: max_pool2d or avg_pool2d. A volume is pooled layer
 * by layer, then along its depth, which for both of them is the same. */
WeftValue weft_block_pool (WeftBuilder *b, WeftValue x, const char *op, const WeftPoolForm *form);
/* The mean or the largest of each of `size` windows along each axis, one or two of them. */
WeftValue weft_block_adaptive_pool (WeftBuilder *b, WeftValue x, int axes, const int *size,
                                    gboolean largest);
/* x (N, C, L), (N, C, H, W) or (N, C, D, H, W) as a picture (N, C, …): WEFT_NONE and a diagnostic
 * for what is none of these. */
WeftValue weft_block_flatten_places (WeftBuilder *b, WeftValue x);

/* Of records with fields of these names. */
#define WEFT_POOL_CEIL_MODE(Type)                                                                  \
  WEFT_BOOL (Type, ceil_mode, FALSE, .label = N_ ("Round up"), .advanced = TRUE,                   \
             .help = N_ ("Also take a last window that reaches over the edge"))
#define WEFT_POOL_COUNT_PAD(Type)                                                                  \
  WEFT_BOOL (Type, count_include_pad, TRUE, .label = N_ ("Count the padding"), .advanced = TRUE,   \
             .help = N_ ("The zeros of the padding count in the mean"))
/* Of a sequence: INTs. */
#define WEFT_POOL_OF_STEPS(Type)                                                                   \
  WEFT_INT (Type, kernel_size, 2, 1, 65536, .ui_max = 16, .unit = WEFT_UNIT_STEPS,                 \
            .label = N_ ("Kernel size"), .help = N_ ("How many steps each window holds")),         \
      WEFT_INT (Type, stride, 0, 1, 65536, .ui_max = 16, .unit = WEFT_UNIT_STEPS,                  \
                .label = N_ ("Stride"), .optional = TRUE, .unset = N_ ("as the kernel"),           \
                .help = N_ ("How far the window moves at a time")),                                \
      WEFT_INT (Type, padding, 0, 0, 32768, .ui_max = 8, .unit = WEFT_UNIT_STEPS,                  \
                .label = N_ ("Padding"), .advanced = TRUE,                                         \
                .help = N_ ("Steps put before and after, at most half of the kernel"))
/* Of a volume: DIMS of three. */
#define WEFT_POOL_OF_VOLUMES(Type)                                                                 \
  WEFT_DIMS (Type, kernel_size, "2,2,2", 1, 256, .length = 3, .unit = WEFT_UNIT_PIXELS,            \
             .label = N_ ("Kernel size"), .help = N_ ("Depth, height and width of each window")),  \
      WEFT_DIMS (Type, stride, NULL, 1, 256, .length = 3, .unit = WEFT_UNIT_PIXELS,                \
                 .label = N_ ("Stride"), .optional = TRUE, .unset = N_ ("as the kernel"),          \
                 .help = N_ ("How far the window moves at a time")),                               \
      WEFT_DIMS (Type, padding, "0,0,0", 0, 128, .length = 3, .unit = WEFT_UNIT_PIXELS,            \
                 .label = N_ ("Padding"), .advanced = TRUE,                                        \
                 .help = N_ ("Edge put around the volume, at most half of the kernel"))
