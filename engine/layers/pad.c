/* pad: more numbers around a sample, along its last axes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

typedef struct
{
  WeftDims pad;
  int mode;
  double value;
} Pad;

static const WeftChoice modes[] = {
  { "constant", N_ ("A constant") },
  { "reflect", N_ ("Mirrored") },
  { "replicate", N_ ("The edge again") },
  { "circular", N_ ("The other side") },
  { NULL },
};

static const WeftParam params[] = {
  WEFT_DIMS (Pad, pad, "1,1", -(1 << 20), 1 << 20, .label = N_ ("Pads"),
             .help = N_ ("How many are added before and behind, of the last axis first: left, "
                         "right, top, bottom; below zero they are taken away")),
  WEFT_CHOICE (Pad, mode, 0, modes, .label = N_ ("With"),
               .help = N_ ("What stands beyond the edges")),
  WEFT_REAL (Pad, value, 0, -G_MAXFLOAT, G_MAXFLOAT, .label = N_ ("Value"),
             .help = N_ ("The number that stands beyond the edges"), .when_param = "mode",
             .when_values = "constant"),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const Pad *pad, WeftValue x) /* x (N, …, W) → (N, …, W + left + right) */
{
  WeftAttr attrs[4] = { { .name = "pads", .n = pad->pad.n },
                        { "mode", { pad->mode } },
                        { "value", { pad->value } } };

  for (int i = 0; i < pad->pad.n; i++)
    attrs[0].v[i] = pad->pad.d[i];
  return weft_builder_op1 (b, "pad", attrs, x);
}

WEFT_BUILD_1 (Pad, build)

const WeftLayer weft_layer_pad = {
  .id = "pad",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("Pad"),
  .summary
  = N_ ("Adds numbers around a sample: zeros, its mirror image, its edge or its other side."),
  .formula = "y<sub>j</sub> = x<sub>j − left</sub>",
  .line = N_ ("{in} → {out}"),
  .terms = "padding border reflect replicate circular 填充 tianchong tc 补零 buling bl",
  .pytorch = "torch.nn.functional.pad",
  .onnx = "Pad",
  .params = params,
  .record_size = sizeof (Pad),
  .build = build_row,
};
