/* conv1d: small filters slide along a sequence, y[n,k,i] = Σ w[k,c,r]·x[n,c,i·stride+r·dilation−
 * padding] + b[k] */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/convolutions.h"

typedef struct
{
  int out_channels, kernel_size, stride;
  WeftDims padding;
  int dilation, groups;
  gboolean bias;
  int init, weight_norm, padding_mode;
} Conv1d;

static const WeftParam params[] = {
  WEFT_CONV_FILTERS (Conv1d),
  WEFT_INT (Conv1d, kernel_size, 3, 1, 65536, .ui_max = 25, .unit = WEFT_UNIT_STEPS,
            .label = N_ ("Kernel size"), .help = N_ ("How many steps each filter sees")),
  WEFT_INT (Conv1d, stride, 1, 1, 65536, .ui_max = 8, .unit = WEFT_UNIT_STEPS,
            .label = N_ ("Stride"), .help = N_ ("How far the filter moves at a time")),
  WEFT_PADDING_OF (Conv1d, padding, 1, 0, 0, 65536, .ui_max = 12, .unit = WEFT_UNIT_STEPS,
                   .label = N_ ("Padding"),
                   .help = N_ ("Zeros put before and after; “same” keeps the length")),
  WEFT_INT (Conv1d, dilation, 1, 1, 65536, .ui_max = 8, .unit = WEFT_UNIT_STEPS,
            .label = N_ ("Dilation"), .advanced = TRUE,
            .help = N_ ("How far apart the steps lie that a filter looks at")),
  WEFT_CONV_PADDING_MODE (Conv1d),
  WEFT_CONV_GROUPS (Conv1d),
  WEFT_CONV_BIAS (Conv1d),
  WEFT_CONV_INIT (Conv1d),
  WEFT_WEIGHT_NORM (Conv1d),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const Conv1d *conv, WeftValue x) /* x (N, C, L) → (N, K, L') */
{
  return weft_block_convolution (b, x, "",
                                 &(WeftConvForm){
                                     .axes = 1,
                                     .out_channels = conv->out_channels,
                                     .groups = conv->groups,
                                     .kernel = { conv->kernel_size },
                                     .stride = { conv->stride },
                                     .dilation = { conv->dilation },
                                     .same = conv->padding.n == 0,
                                     .padding = { conv->padding.d[0] },
                                     .bias = conv->bias,
                                     .init = (WeftInit) conv->init,
                                     .norm = (WeftWeightNorm) conv->weight_norm,
                                     .padding_mode = conv->padding_mode,
                                 });
}

WEFT_BUILD_1 (Conv1d, build)

const WeftLayer weft_layer_conv1d = {
  .id = "conv1d",
  .family = WEFT_FAMILY_WEIGHTS,
  .title = N_ ("Convolution 1-D"),
  .summary
  = N_ ("Slides small filters along a sequence; each finds one pattern whenever it comes."),
  .formula
  = "y<sub>k,i</sub> = Σ<sub>c,r</sub> w<sub>k,c,r</sub> x<sub>c,i+r</sub> + b<sub>k</sub>",
  .line = N_ ("{out_channels|filter|filters} · {kernel_size}"),
  .terms = "conv convolution temporal filter kernel sound 一维卷积 yiweijuanji ywjj 卷积 juanji jj",
  .pytorch = "torch.nn.Conv1d",
  .onnx = "Conv",
  .learns = TRUE,
  .params = params,
  .record_size = sizeof (Conv1d),
  .build = build_row,
};
