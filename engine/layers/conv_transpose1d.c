/* conv_transpose1d: makes sequences longer: every number spreads a learnt filter over the output,
 * y[n,k,i·stride+r·dilation−padding] += w[c,k,r]·x[n,c,i] */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/convolutions.h"

typedef struct
{
  int out_channels, kernel_size, stride, padding, output_padding, dilation, groups;
  gboolean bias;
  int init;
} ConvTranspose1d;

static const WeftParam params[] = {
  WEFT_INT (ConvTranspose1d, out_channels, 16, 1, 65536, .ui_max = 256, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Filters"), .help = N_ ("How many channels the layer writes")),
  WEFT_INT (ConvTranspose1d, kernel_size, 2, 1, 65536, .ui_max = 25, .unit = WEFT_UNIT_STEPS,
            .label = N_ ("Kernel size"), .help = N_ ("How many steps each filter covers")),
  WEFT_INT (ConvTranspose1d, stride, 1, 1, 65536, .ui_max = 8, .unit = WEFT_UNIT_STEPS,
            .label = N_ ("Stride"), .help = N_ ("How far apart the filters are put")),
  WEFT_INT (ConvTranspose1d, padding, 0, 0, 65536, .ui_max = 12, .unit = WEFT_UNIT_STEPS,
            .label = N_ ("Padding"), .help = N_ ("How much of either end is cut off")),
  WEFT_INT (ConvTranspose1d, output_padding, 0, 0, 65536, .ui_max = 7, .unit = WEFT_UNIT_STEPS,
            .label = N_ ("Output padding"), .advanced = TRUE,
            .help = N_ ("Steps added at the end")),
  WEFT_INT (ConvTranspose1d, dilation, 1, 1, 65536, .ui_max = 8, .unit = WEFT_UNIT_STEPS,
            .label = N_ ("Dilation"), .advanced = TRUE,
            .help = N_ ("How far apart the points of a filter lie")),
  WEFT_CONV_GROUPS (ConvTranspose1d),
  WEFT_CONV_BIAS (ConvTranspose1d),
  WEFT_CONV_INIT (ConvTranspose1d),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const ConvTranspose1d *conv, WeftValue x) /* x (N, C, L) → (N, K, L') */
{
  return weft_block_conv_transpose (b, x,
                                    &(WeftConvForm){
                                        .axes = 1,
                                        .out_channels = conv->out_channels,
                                        .groups = conv->groups,
                                        .kernel = { conv->kernel_size },
                                        .stride = { conv->stride },
                                        .dilation = { conv->dilation },
                                        .padding = { conv->padding },
                                        .output_padding = { conv->output_padding },
                                        .bias = conv->bias,
                                        .init = (WeftInit) conv->init,
                                    });
}

WEFT_BUILD_1 (ConvTranspose1d, build)

const WeftLayer weft_layer_conv_transpose1d = {
  .id = "conv_transpose1d",
  .family = WEFT_FAMILY_WEIGHTS,
  .title = N_ ("Transposed convolution 1-D"),
  .summary = N_ ("Writes a longer sequence: every number spreads a small filter."),
  .formula = "y<sub>k,i</sub> = Σ w<sub>c,k,r</sub> x<sub>c,h</sub> + b<sub>k</sub>",
  .line = N_ ("{out_channels|filter|filters} {kernel_size} · {weights|weight|weights}"),
  .terms
  = "deconvolution upsampling decoder 一维转置卷积 yiweizhuanzhijuanji ywzzjj 反卷积 fanjuanji "
    "fjj 上采样 shangcaiyang scy",
  .pytorch = "torch.nn.ConvTranspose1d",
  .onnx = "ConvTranspose",
  .learns = TRUE,
  .params = params,
  .record_size = sizeof (ConvTranspose1d),
  .build = build_row,
};
