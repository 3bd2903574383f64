/* avg_pool2d: keeps the mean of each window, y[n,c,i,j] = mean x[n,c,i·stride+r,j·stride+s] */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

typedef struct
{
  WeftSize2 kernel_size, stride, padding;
  gboolean ceil_mode, count_include_pad;
} AvgPool2d;

static const WeftParam params[] = {
  WEFT_SIZE2 (AvgPool2d, kernel_size, 2, 1, 1024, .ui_max = 8, .unit = WEFT_UNIT_PIXELS,
              .label = N_ ("Kernel size"), .help = N_ ("Height and width of each window")),
  WEFT_SIZE2 (AvgPool2d, stride, 0, 1, 1024, .ui_max = 8, .unit = WEFT_UNIT_PIXELS,
              .label = N_ ("Stride"), .optional = TRUE, .unset = N_ ("as the kernel"),
              .help = N_ ("How far the window moves at a time")),
  WEFT_SIZE2 (AvgPool2d, padding, 0, 0, 512, .ui_max = 4, .unit = WEFT_UNIT_PIXELS,
              .label = N_ ("Padding"), .advanced = TRUE,
              .help = N_ ("Edge put around the picture, at most half of the kernel")),
  WEFT_BOOL (AvgPool2d, ceil_mode, FALSE, .label = N_ ("Round up"), .advanced = TRUE,
             .help = N_ ("Also take a last window that reaches over the edge")),
  WEFT_BOOL (AvgPool2d, count_include_pad, TRUE, .label = N_ ("Count the padding"),
             .advanced = TRUE, .help = N_ ("The zeros of the padding count in the mean")),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const AvgPool2d *pool, WeftValue x) /* x (N, C, H, W) → (N, C, H', W') */
{
  const WeftSize2 *kernel = &pool->kernel_size;
  const WeftSize2 *stride = pool->stride.h > 0 ? &pool->stride : kernel;

  if (!weft_builder_expect_pool (b, x, kernel, &pool->padding, &(WeftSize2){ 1, 1 }))
    return WEFT_NONE;
  return weft_builder_op1 (b, "avg_pool2d",
                           WEFT_ATTRS ({ "kernel", { kernel->h, kernel->w } },
                                       { "stride", { stride->h, stride->w } },
                                       { "padding", { pool->padding.h, pool->padding.w } },
                                       { "ceil_mode", { pool->ceil_mode } },
                                       { "count_include_pad", { pool->count_include_pad } }),
                           x);
}

WEFT_BUILD_1 (AvgPool2d, build)

const WeftLayer weft_layer_avg_pool2d = {
  .id = "avg_pool2d",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("Average pooling"),
  .summary = N_ ("Makes the picture smaller by taking the mean of each window."),
  .formula = "y<sub>i,j</sub> = mean<sub>r,s</sub> x<sub>i·stride+r, j·stride+s</sub>",
  .line = N_ ("{kernel_size} · {in} → {out}"),
  .terms = "avgpool mean-pooling 平均池化 pingjunchihua pjch 池化 chihua ch",
  .pytorch = "torch.nn.AvgPool2d",
  .onnx = "AveragePool",
  .params = params,
  .record_size = sizeof (AvgPool2d),
  .build = build_row,
};
