/* pixel_unshuffle: pixels become channels, r² of each */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

typedef struct
{
  int downscale_factor;
} PixelUnshuffle;

static const WeftParam params[] = {
  WEFT_INT (PixelUnshuffle, downscale_factor, 2, 1, 256, .ui_max = 8, .label = N_ ("Factor"),
            .help = N_ ("How many times smaller height and width become")),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const PixelUnshuffle *shuffle,
       WeftValue x) /* x (N, C, H, W) → (N, C·r², H/r, W/r) */
{
  if (!weft_builder_expect_rank (b, x, 4, 4, "(N, C, H, W)"))
    return WEFT_NONE;
  return weft_builder_op1 (
      b, "pixel_shuffle",
      WEFT_ATTRS ({ "factor", { shuffle->downscale_factor } }, { "back", { TRUE } }), x);
}

WEFT_BUILD_1 (PixelUnshuffle, build)

const WeftLayer weft_layer_pixel_unshuffle = {
  .id = "pixel_unshuffle",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("Pixel unshuffle"),
  .summary = N_ ("Puts blocks of pixels side by side as channels: smaller, and nothing is lost."),
  .line = N_ ("{in} → {out}"),
  .terms = "space depth downsampling subpixel 像素重排 xiangsuchongpai xscp 逆像素重排 "
           "nixiangsuchongpai nxscp",
  .pytorch = "torch.nn.PixelUnshuffle",
  .onnx = "SpaceToDepth",
  .params = params,
  .record_size = sizeof (PixelUnshuffle),
  .build = build_row,
};
