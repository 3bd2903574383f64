/* conv_transpose2d: every number spreads a small filter over a larger picture, the way back of a
 * convolution, y[n,k,i,j] = Σ w[c,k,r,s]·x[n,c,h,v] + b[k] over i = h·stride + r·dilation − padding
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/convolutions.h"

typedef struct
{
  int out_channels;
  WeftSize2 kernel_size, stride, padding, output_padding, dilation;
  int groups;
  gboolean bias;
  int init;
} ConvTranspose2d;

static const WeftParam params[] = {
  WEFT_INT (ConvTranspose2d, out_channels, 16, 1, 65536, .ui_max = 256, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Filters"), .help = N_ ("How many channels the layer paints")),
  WEFT_SIZE2 (ConvTranspose2d, kernel_size, 2, 1, 1024, .ui_max = 11, .unit = WEFT_UNIT_PIXELS,
              .label = N_ ("Kernel size"), .help = N_ ("Height and width of each filter")),
  WEFT_SIZE2 (ConvTranspose2d, stride, 1, 1, 1024, .ui_max = 4, .unit = WEFT_UNIT_PIXELS,
              .label = N_ ("Stride"), .help = N_ ("How far apart the filters are painted")),
  WEFT_SIZE2 (ConvTranspose2d, padding, 0, 0, 1024, .ui_max = 5, .unit = WEFT_UNIT_PIXELS,
              .label = N_ ("Padding"), .help = N_ ("How much of the edge is cut off")),
  WEFT_SIZE2 (ConvTranspose2d, output_padding, 0, 0, 1024, .ui_max = 3, .unit = WEFT_UNIT_PIXELS,
              .label = N_ ("Output padding"), .advanced = TRUE,
              .help = N_ ("Rows and columns added below and on the right")),
  WEFT_SIZE2 (ConvTranspose2d, dilation, 1, 1, 1024, .ui_max = 4, .unit = WEFT_UNIT_PIXELS,
              .label = N_ ("Dilation"), .advanced = TRUE,
              .help = N_ ("How far apart the points of a filter lie")),
  WEFT_CONV_GROUPS (ConvTranspose2d),
  WEFT_CONV_BIAS (ConvTranspose2d),
  WEFT_CONV_INIT (ConvTranspose2d),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const ConvTranspose2d *conv, WeftValue x) /* (N, C, H, W) → (N, K, H', W') */
{
  return weft_block_conv_transpose (
      b, x,
      &(WeftConvForm){
          .axes = 2,
          .out_channels = conv->out_channels,
          .groups = conv->groups,
          .kernel = { conv->kernel_size.h, conv->kernel_size.w },
          .stride = { conv->stride.h, conv->stride.w },
          .dilation = { conv->dilation.h, conv->dilation.w },
          .padding = { conv->padding.h, conv->padding.w },
          .output_padding = { conv->output_padding.h, conv->output_padding.w },
          .bias = conv->bias,
          .init = (WeftInit) conv->init,
      });
}

WEFT_BUILD_1 (ConvTranspose2d, build)

const WeftLayer weft_layer_conv_transpose2d = {
  .id = "conv_transpose2d",
  .family = WEFT_FAMILY_WEIGHTS,
  .title = N_ ("Transposed convolution"),
  .summary = N_ ("Paints a larger picture: every number spreads a small filter."),
  .formula = "y<sub>k,i,j</sub> = Σ w<sub>c,k,r,s</sub> x<sub>c,h,v</sub> + b<sub>k</sub>",
  .line = N_ ("{out_channels|filter|filters} {kernel_size} · {weights|weight|weights}"),
  .terms = "deconvolution upsampling upconv decoder 转置卷积 zhuanzhijuanji zzjj 反卷积 fanjuanji "
           "fjj 上采样 "
           "shangcaiyang scy",
  .pytorch = "torch.nn.ConvTranspose2d",
  .onnx = "ConvTranspose",
  .learns = TRUE,
  .params = params,
  .record_size = sizeof (ConvTranspose2d),
  .build = build_row,
};
