/* conv2d: small filters slide over the picture,
 * y[n,k,i,j] = Σ w[k,c,r,s]·x[n,c,i·stride+r·dilation−padding,j·…] + b[k] */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/convolutions.h"

typedef struct
{
  int out_channels;
  WeftSize2 kernel_size, stride, dilation;
  WeftPadding padding;
  int groups;
  gboolean bias;
  int init, weight_norm, padding_mode;
} Conv2d;

static const WeftParam params[] = {
  WEFT_CONV_FILTERS (Conv2d),
  WEFT_SIZE2 (Conv2d, kernel_size, 3, 1, 1024, .ui_max = 11, .unit = WEFT_UNIT_PIXELS,
              .label = N_ ("Kernel size"), .help = N_ ("Height and width of each filter")),
  WEFT_SIZE2 (Conv2d, stride, 1, 1, 1024, .ui_max = 4, .unit = WEFT_UNIT_PIXELS,
              .label = N_ ("Stride"), .help = N_ ("How far the filter moves at a time")),
  WEFT_PADDING (Conv2d, padding, 0, 0, 1024, .ui_max = 5, .unit = WEFT_UNIT_PIXELS,
                .label = N_ ("Padding"),
                .help = N_ ("Zeros put around the picture; “same” keeps its size")),
  WEFT_SIZE2 (Conv2d, dilation, 1, 1, 1024, .ui_max = 4, .unit = WEFT_UNIT_PIXELS,
              .label = N_ ("Dilation"), .advanced = TRUE,
              .help = N_ ("How far apart the points lie that a filter looks at")),
  WEFT_CONV_PADDING_MODE (Conv2d),
  WEFT_CONV_GROUPS (Conv2d),
  WEFT_CONV_BIAS (Conv2d),
  WEFT_CONV_INIT (Conv2d),
  WEFT_WEIGHT_NORM (Conv2d),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const Conv2d *conv, WeftValue x) /* x (N, C, H, W) → (N, K, H', W') */
{
  return weft_block_convolution (b, x, "",
                                 &(WeftConvForm){
                                     .axes = 2,
                                     .out_channels = conv->out_channels,
                                     .groups = conv->groups,
                                     .kernel = { conv->kernel_size.h, conv->kernel_size.w },
                                     .stride = { conv->stride.h, conv->stride.w },
                                     .dilation = { conv->dilation.h, conv->dilation.w },
                                     .same = conv->padding.same,
                                     .padding = { conv->padding.h, conv->padding.w },
                                     .bias = conv->bias,
                                     .init = (WeftInit) conv->init,
                                     .norm = (WeftWeightNorm) conv->weight_norm,
                                     .padding_mode = conv->padding_mode,
                                 });
}

WEFT_BUILD_1 (Conv2d, build)

const WeftLayer weft_layer_conv2d = {
  .id = "conv2d",
  .family = WEFT_FAMILY_WEIGHTS,
  .title = N_ ("Convolution"),
  .summary = N_ ("Slides small filters over the picture; each finds one pattern wherever it is."),
  .formula = "y<sub>k,i,j</sub> = Σ<sub>c,r,s</sub> w<sub>k,c,r,s</sub> x<sub>c,i+r,j+s</sub> + "
             "b<sub>k</sub>",
  .line = N_ ("{out_channels|filter|filters} · {kernel_size}"),
  .terms = "conv convolution cnn filter kernel 卷积 juanji jj 卷积层 juanjiceng jjc",
  .pytorch = "torch.nn.Conv2d",
  .onnx = "Conv",
  .learns = TRUE,
  .has_units = TRUE,
  .params = params,
  .record_size = sizeof (Conv2d),
  .build = build_row,
};
