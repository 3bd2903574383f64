/* conv_transpose2d: every number spreads a small filter over a larger picture, the way back of a
 * convolution, y[n,k,i,j] = Σ w[c,k,r,s]·x[n,c,h,v] + b[k] over i = h·stride + r·dilation − padding
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

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
  WEFT_INT (ConvTranspose2d, groups, 1, 1, 65536, .ui_max = 64, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Groups"), .advanced = TRUE,
            .help = N_ ("Parts the channels into groups that do not see each other")),
  WEFT_BOOL (ConvTranspose2d, bias, TRUE, .label = N_ ("Bias"),
             .help = N_ ("Add a learnt constant to every output")),
  WEFT_CHOICE (ConvTranspose2d, init, WEFT_INIT_PYTORCH, weft_init_choices,
               .label = N_ ("First weights"), .advanced = TRUE,
               .help = N_ ("How the weights are drawn before training")),
  { NULL },
};

static gboolean
check (WeftBuilder *b, const ConvTranspose2d *conv, WeftValue x)
{
  gint64 channels = weft_builder_dim (b, x, 1);
  g_autofree char *groups = g_strdup_printf ("%d", conv->groups);
  g_autofree char *in = g_strdup_printf ("%" G_GINT64_FORMAT, channels);
  g_autofree char *out = g_strdup_printf ("%d", conv->out_channels);

  if (!weft_builder_expect_rank (b, x, 4, 4, "(N, C, H, W)"))
    return FALSE;
  if (channels % conv->groups == 0 && conv->out_channels % conv->groups == 0)
    return TRUE;
  weft_builder_fail (b, "groups", groups, in, out, NULL);
  return FALSE;
}

static WeftValue
build (WeftBuilder *b, const ConvTranspose2d *conv, WeftValue x) /* (N, C, H, W) → (N, K, H', W') */
{
  const WeftSize2 *kernel = &conv->kernel_size;
  WeftInit bias_init = conv->init == WEFT_INIT_PYTORCH ? WEFT_INIT_PYTORCH : WEFT_INIT_ZERO;
  gint64 area = (gint64) kernel->h * kernel->w, filters = conv->out_channels / conv->groups;
  gint64 channels = weft_builder_dim (b, x, 1);
  WeftValue in[3] = { x, WEFT_NONE, WEFT_NONE };

  if (!check (b, conv, x))
    return WEFT_NONE;
  in[1] = weft_builder_weight (b, "weight", conv->init, filters * area,
                               channels / conv->groups * area,
                               (gint64[]){ channels, filters, kernel->h, kernel->w }, 4);
  if (conv->bias)
    in[2] = weft_builder_weight (b, "bias", bias_init, filters * area, conv->out_channels,
                                 (gint64[]){ conv->out_channels }, 1);
  return weft_builder_op (
      b, "conv_transpose2d",
      WEFT_ATTRS (
          { "kernel", { kernel->h, kernel->w } }, { "stride", { conv->stride.h, conv->stride.w } },
          { "padding", { conv->padding.h, conv->padding.w } },
          { "output_padding", { conv->output_padding.h, conv->output_padding.w } },
          { "dilation", { conv->dilation.h, conv->dilation.w } }, { "groups", { conv->groups } }),
      in, conv->bias ? 3 : 2);
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
  .params = params,
  .record_size = sizeof (ConvTranspose2d),
  .build = build_row,
};
