/* pixel_shuffle: channels become pixels, y[n,c,h·r+i,w·r+j] = x[n,c·r²+i·r+j,h,w] (Shi and others
 * 2016) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

typedef struct
{
  int upscale_factor;
} PixelShuffle;

static const WeftParam params[] = {
  WEFT_INT (PixelShuffle, upscale_factor, 2, 1, 256, .ui_max = 8, .label = N_ ("Factor"),
            .help = N_ ("How many times larger height and width become")),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const PixelShuffle *shuffle,
       WeftValue x) /* x (N, C, H, W) → (N, C/r², H·r, W·r) */
{
  if (!weft_builder_expect_rank (b, x, 4, 4, "(N, C, H, W)"))
    return WEFT_NONE;
  return weft_builder_op1 (
      b, "pixel_shuffle",
      WEFT_ATTRS ({ "factor", { shuffle->upscale_factor } }, { "back", { FALSE } }), x);
}

WEFT_BUILD_1 (PixelShuffle, build)

const WeftLayer weft_layer_pixel_shuffle = {
  .id = "pixel_shuffle",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("Pixel shuffle"),
  .summary = N_ ("Lays channels out as pixels: a larger picture out of a deeper one."),
  .line = N_ ("{in} → {out}"),
  .terms = "depth space upsampling subpixel superresolution 像素重排 xiangsuchongpai xscp "
           "亚像素卷积 yaxiangsujuanji yxsjj",
  .pytorch = "torch.nn.PixelShuffle",
  .onnx = "DepthToSpace",
  .params = params,
  .record_size = sizeof (PixelShuffle),
  .build = build_row,
};
