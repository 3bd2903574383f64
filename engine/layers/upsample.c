/* upsample: a larger sequence or picture, the nearest number or what lies between */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/convolutions.h"

#include <math.h>

typedef struct
{
  WeftDims size;
  double scale_factor;
  int mode;
  gboolean align_corners;
} Upsample;

enum
{
  NEAREST,
  LINEAR,
  BILINEAR,
  BICUBIC,
};

static const WeftChoice modes[] = {
  { "nearest", N_ ("Nearest") },
  { "linear", N_ ("Linear, of a sequence") },
  { "bilinear", N_ ("Bilinear, of a picture") },
  { "bicubic", N_ ("Bicubic, of a picture") },
  { NULL },
};

static const WeftParam params[] = {
  WEFT_REAL (Upsample, scale_factor, 2, 0.001, 1024, .ui_max = 8, .label = N_ ("Scale"),
             .help = N_ ("How many times as large, where no size is said")),
  WEFT_DIMS (Upsample, size, NULL, 1, 65536, .optional = TRUE, .unset = N_ ("by the scale"),
             .label = N_ ("Size"), .advanced = TRUE,
             .help = N_ ("The length, or height and width, to have afterwards")),
  WEFT_CHOICE (Upsample, mode, NEAREST, modes, .label = N_ ("Between"),
               .help = N_ ("What new places get: the nearest number, or what lies between two")),
  WEFT_BOOL (Upsample, align_corners, FALSE, .label = N_ ("Corners meet"), .advanced = TRUE,
             .when_param = "mode", .when_values = "linear|bilinear|bicubic",
             .help = N_ ("The numbers at the corners stay what they are")),
  { NULL },
};

/* Whether mode and size are of so many axes; else a diagnostic. */
static gboolean
check (WeftBuilder *b, const Upsample *up, int axes, WeftValue x)
{
  int wanted = up->mode == LINEAR ? 1 : up->mode >= BILINEAR ? 2 : axes;

  if (!weft_builder_expect_rank (b, x, 3, 4, "(N, C, L), (N, C, H, W)")
      || !weft_builder_expect_rank (b, x, 2 + wanted, 2 + wanted, weft_conv_get_form (wanted)))
    return FALSE;
  if (up->size.n <= 1 || up->size.n == axes)
    return TRUE;
  weft_builder_fail (b, "shape-mismatch", _ ("expects one size, or one for each axis"), NULL);
  return FALSE;
}

static WeftValue
build (WeftBuilder *b, const Upsample *up, WeftValue x) /* x (N, C, …) → the same, larger */
{
  int axes = weft_builder_shape (b, x)->rank - 2;
  WeftAttr size = { "size", { 1, 1 } }, scale = { "scale", { 1, 1 } };
  WeftValue y = x;

  if (!check (b, up, axes, x))
    return WEFT_NONE;
  for (int i = 0; i < axes; i++)
    {
      int at = i + 2 - axes;
      double length = (double) weft_builder_dim (b, x, 2 + i) * up->scale_factor;

      scale.v[at] = up->scale_factor;
      size.v[at] = up->size.n > 0 ? up->size.d[MIN (i, up->size.n - 1)]
                                  : CLAMP (floor (length), 1, G_MAXINT);
    }
  scale.n = up->size.n > 0 ? 0 : 2;
  if (axes == 1)
    y = weft_block_lift (b, x);
  y = weft_builder_op1 (b, "upsample2d",
                        WEFT_ATTRS (size, scale, { "is_linear", { up->mode != NEAREST } },
                                    { "align_corners", { up->align_corners } },
                                    { "is_cubic", { up->mode == BICUBIC } }),
                        y);
  return axes == 1 ? weft_block_lower (b, y) : y;
}

WEFT_BUILD_1 (Upsample, build)

const WeftLayer weft_layer_upsample = {
  .id = "upsample",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("Upsampling"),
  .summary
  = N_ ("Makes a picture or a sequence larger, by repeating numbers or by what lies between them."),
  .line = N_ ("× {scale_factor} · {in} → {out}"),
  .terms = "interpolate resize enlarge nearest bilinear bicubic linear 上采样 shangcaiyang scy "
           "插值 chazhi "
           "cz 放大 fangda fd",
  .pytorch = "torch.nn.Upsample",
  .onnx = "Resize",
  .params = params,
  .record_size = sizeof (Upsample),
  .build = build_row,
};
