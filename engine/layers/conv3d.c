/* conv3d: small filters slide through a volume, y[n,k,f,i,j] = Σ w[k,c,q,r,s]·x[n,c,f+q,i+r,j+s] +
 * b[k] */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/convolutions.h"

typedef struct
{
  int out_channels;
  WeftDims kernel_size, stride, padding, dilation;
  int groups;
  gboolean bias;
  int init, weight_norm, padding_mode;
} Conv3d;

static const WeftParam params[] = {
  WEFT_CONV_FILTERS (Conv3d),
  WEFT_DIMS (Conv3d, kernel_size, "3,3,3", 1, 256, .length = 3, .unit = WEFT_UNIT_PIXELS,
             .label = N_ ("Kernel size"), .help = N_ ("Depth, height and width of each filter")),
  WEFT_DIMS (Conv3d, stride, "1,1,1", 1, 256, .length = 3, .unit = WEFT_UNIT_PIXELS,
             .label = N_ ("Stride"), .help = N_ ("How far the filter moves at a time")),
  WEFT_PADDING_OF (Conv3d, padding, 3, 0, 0, 256, .unit = WEFT_UNIT_PIXELS, .label = N_ ("Padding"),
                   .help = N_ ("Zeros put around the volume; “same” keeps its size")),
  WEFT_DIMS (Conv3d, dilation, "1,1,1", 1, 256, .length = 3, .unit = WEFT_UNIT_PIXELS,
             .label = N_ ("Dilation"), .advanced = TRUE,
             .help = N_ ("How far apart the points lie that a filter looks at")),
  WEFT_CONV_PADDING_MODE (Conv3d),
  WEFT_CONV_GROUPS (Conv3d),
  WEFT_CONV_BIAS (Conv3d),
  WEFT_CONV_INIT (Conv3d),
  WEFT_WEIGHT_NORM (Conv3d),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const Conv3d *conv, WeftValue x) /* x (N, C, D, H, W) → (N, K, D', H', W') */
{
  WeftConvForm form = {
    .axes = 3,
    .out_channels = conv->out_channels,
    .groups = conv->groups,
    .same = conv->padding.n == 0,
    .bias = conv->bias,
    .init = (WeftInit) conv->init,
    .norm = (WeftWeightNorm) conv->weight_norm,
    .padding_mode = conv->padding_mode,
  };

  for (int i = 0; i < form.axes; i++)
    {
      form.kernel[i] = conv->kernel_size.d[i];
      form.stride[i] = conv->stride.d[i];
      form.padding[i] = conv->padding.d[i];
      form.dilation[i] = conv->dilation.d[i];
    }
  return weft_block_convolution (b, x, "", &form);
}

WEFT_BUILD_1 (Conv3d, build)

const WeftLayer weft_layer_conv3d = {
  .id = "conv3d",
  .family = WEFT_FAMILY_WEIGHTS,
  .title = N_ ("Convolution 3-D"),
  .summary = N_ ("Slides small filters through a volume or a film, in space and time at once."),
  .formula
  = "y<sub>k,f,i,j</sub> = Σ w<sub>k,c,q,r,s</sub> x<sub>c,f+q,i+r,j+s</sub> + b<sub>k</sub>",
  .line = N_ ("{out_channels|filter|filters} · {kernel_size}"),
  .terms = "conv convolution volume film video voxel 三维卷积 sanweijuanji swjj 卷积 juanji jj",
  .pytorch = "torch.nn.Conv3d",
  .onnx = "Conv",
  .learns = TRUE,
  .params = params,
  .record_size = sizeof (Conv3d),
  .build = build_row,
};
