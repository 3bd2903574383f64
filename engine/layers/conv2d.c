/* conv2d: small filters slide over the picture,
 * y[n,k,i,j] = Σ w[k,c,r,s]·x[n,c,i·stride+r·dilation−padding,j·…] + b[k] */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

typedef struct
{
  int out_channels;
  WeftSize2 kernel_size, stride, dilation;
  WeftPadding padding;
  int groups;
  gboolean bias;
  int init;
} Conv2d;

static const WeftParam params[] = {
  WEFT_INT (Conv2d, out_channels, 16, 1, 65536, .ui_max = 256, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Filters"), .help = N_ ("How many patterns the layer looks for")),
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
  WEFT_INT (Conv2d, groups, 1, 1, 65536, .ui_max = 64, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Groups"), .advanced = TRUE,
            .help = N_ ("Parts the channels into groups that do not see each other")),
  WEFT_BOOL (Conv2d, bias, TRUE, .label = N_ ("Bias"),
             .help = N_ ("Add a learnt constant to every output")),
  WEFT_CHOICE (Conv2d, init, WEFT_INIT_PYTORCH, weft_init_choices, .label = N_ ("First weights"),
               .help = N_ ("How the weights are drawn before training"), .advanced = TRUE),
  { NULL },
};

/* Above and left, below and right. "same" as in PyTorch: what an even kernel needs more stands
 * below and on the right. */
static void
get_padding (const Conv2d *conv, WeftSize2 *begin, WeftSize2 *end)
{
  WeftSize2 total = { conv->dilation.h * (conv->kernel_size.h - 1),
                      conv->dilation.w * (conv->kernel_size.w - 1) };

  *begin = *end = (WeftSize2){ conv->padding.h, conv->padding.w };
  if (!conv->padding.same)
    return;
  *begin = (WeftSize2){ total.h / 2, total.w / 2 };
  *end = (WeftSize2){ total.h - begin->h, total.w - begin->w };
}

static gboolean
check (WeftBuilder *b, const Conv2d *conv, const WeftSize2 *begin, const WeftSize2 *end,
       WeftValue x)
{
  gint64 channels = weft_builder_dim (b, x, 1);
  const WeftSize2 both = { begin->h + end->h, begin->w + end->w };

  if (!weft_builder_expect_rank (b, x, 4, 4, "(N, C, H, W)"))
    return FALSE;
  if (conv->padding.same && (conv->stride.h != 1 || conv->stride.w != 1))
    weft_builder_fail (b, "same-stride", NULL);
  else if (channels % conv->groups != 0 || conv->out_channels % conv->groups != 0)
    {
      g_autofree char *groups = g_strdup_printf ("%d", conv->groups);
      g_autofree char *in = g_strdup_printf ("%" G_GINT64_FORMAT, channels);
      g_autofree char *out = g_strdup_printf ("%d", conv->out_channels);

      weft_builder_fail (b, "groups", groups, in, out, NULL);
    }
  else
    return weft_builder_expect_window (b, x, &conv->kernel_size, &both, &conv->dilation);
  return FALSE;
}

static WeftValue
build (WeftBuilder *b, const Conv2d *conv, WeftValue x) /* x (N, C, H, W) → (N, K, H', W') */
{
  const WeftSize2 *kernel = &conv->kernel_size;
  WeftInit bias_init = conv->init == WEFT_INIT_PYTORCH ? WEFT_INIT_PYTORCH : WEFT_INIT_ZERO;
  gint64 area = (gint64) kernel->h * kernel->w;
  gint64 channels = weft_builder_dim (b, x, 1) / conv->groups;
  WeftValue in[3] = { x, WEFT_NONE, WEFT_NONE };
  WeftSize2 begin, end;

  get_padding (conv, &begin, &end);
  if (!check (b, conv, &begin, &end, x))
    return WEFT_NONE;
  in[1] = weft_builder_weight (b, "weight", conv->init, channels * area,
                               conv->out_channels / conv->groups * area,
                               (gint64[]){ conv->out_channels, channels, kernel->h, kernel->w }, 4);
  if (conv->bias)
    in[2] = weft_builder_weight (b, "bias", bias_init, channels * area, conv->out_channels,
                                 (gint64[]){ conv->out_channels }, 1);
  return weft_builder_op (
      b, "conv2d",
      WEFT_ATTRS (
          { "kernel", { kernel->h, kernel->w } }, { "stride", { conv->stride.h, conv->stride.w } },
          { "padding", { begin.h, begin.w } }, { "padding_end", { end.h, end.w } },
          { "dilation", { conv->dilation.h, conv->dilation.w } }, { "groups", { conv->groups } }),
      in, conv->bias ? 3 : 2);
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
  .params = params,
  .record_size = sizeof (Conv2d),
  .build = build_row,
};
