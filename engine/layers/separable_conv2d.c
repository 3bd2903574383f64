/* separable_conv2d: a filter of its own for each channel, then 1 × 1 ones that mix the channels:
 * what a convolution does with far fewer weights (Chollet 2017) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/convolutions.h"

typedef struct
{
  int out_channels;
  WeftSize2 kernel_size, stride, dilation;
  WeftPadding padding;
  int depth_multiplier;
  gboolean bias;
  int init;
} SeparableConv2d;

static const WeftParam params[] = {
  WEFT_CONV_FILTERS (SeparableConv2d),
  WEFT_SIZE2 (SeparableConv2d, kernel_size, 3, 1, 1024, .ui_max = 11, .unit = WEFT_UNIT_PIXELS,
              .label = N_ ("Kernel size"), .help = N_ ("Height and width of each filter")),
  WEFT_SIZE2 (SeparableConv2d, stride, 1, 1, 1024, .ui_max = 4, .unit = WEFT_UNIT_PIXELS,
              .label = N_ ("Stride"), .help = N_ ("How far the filter moves at a time")),
  WEFT_PADDING (SeparableConv2d, padding, 0, 0, 1024, .ui_max = 5, .unit = WEFT_UNIT_PIXELS,
                .label = N_ ("Padding"),
                .help = N_ ("Zeros put around the picture; “same” keeps its size")),
  WEFT_SIZE2 (SeparableConv2d, dilation, 1, 1, 1024, .ui_max = 4, .unit = WEFT_UNIT_PIXELS,
              .label = N_ ("Dilation"), .advanced = TRUE,
              .help = N_ ("How far apart the points lie that a filter looks at")),
  WEFT_INT (SeparableConv2d, depth_multiplier, 1, 1, 256, .ui_max = 8, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Filters a channel"), .advanced = TRUE,
            .help = N_ ("How many filters each channel has of its own")),
  WEFT_CONV_BIAS (SeparableConv2d),
  WEFT_CONV_INIT (SeparableConv2d),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const SeparableConv2d *conv, WeftValue x) /* (N, C, H, W) → (N, K, H', W') */
{
  gint64 channels = weft_builder_dim (b, x, 1), inner = channels * conv->depth_multiplier;
  WeftConvForm depthwise = {
    .axes = 2,
    .out_channels = (int) MIN (inner, G_MAXINT),
    .groups = (int) CLAMP (channels, 1, G_MAXINT),
    .kernel = { conv->kernel_size.h, conv->kernel_size.w },
    .stride = { conv->stride.h, conv->stride.w },
    .dilation = { conv->dilation.h, conv->dilation.w },
    .same = conv->padding.same,
    .padding = { conv->padding.h, conv->padding.w },
    .init = (WeftInit) conv->init,
  };
  WeftConvForm pointwise = {
    .axes = 2,
    .out_channels = conv->out_channels,
    .groups = 1,
    .kernel = { 1, 1 },
    .stride = { 1, 1 },
    .dilation = { 1, 1 },
    .bias = conv->bias,
    .init = (WeftInit) conv->init,
  };
  WeftValue y = weft_block_convolution (b, x, "depthwise.", &depthwise);

  return y.index < 0 ? WEFT_NONE : weft_block_convolution (b, y, "pointwise.", &pointwise);
}

WEFT_BUILD_1 (SeparableConv2d, build)

const WeftLayer weft_layer_separable_conv2d = {
  .id = "separable_conv2d",
  .family = WEFT_FAMILY_WEIGHTS,
  .title = N_ ("Separable convolution"),
  .summary = N_ ("Filters each channel alone, then mixes the channels: far fewer weights for much "
                 "the same."),
  .formula = "y<sub>k</sub> = Σ<sub>c</sub> p<sub>k,c</sub> (w<sub>c</sub> ∗ x<sub>c</sub>) + "
             "b<sub>k</sub>",
  .line = N_ ("{out_channels|filter|filters} · {kernel_size}"),
  .terms = "depthwise pointwise mobilenet xception conv 深度可分离卷积 shendukefenlijuanji sdkfljj "
           "可分离卷积 kefenlijuanji kfljj",
  .pytorch = "torch.nn.Conv2d",
  .onnx = "Conv",
  .learns = TRUE,
  .params = params,
  .record_size = sizeof (SeparableConv2d),
  .build = build_row,
};
