/* sinusoidal_positions: waves of different lengths, added to the steps of a sequence, tell them
 * apart (Vaswani et al. 2017) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

typedef struct
{
  double base;
} Positions;

static const WeftParam params[] = {
  WEFT_REAL (Positions, base, 10000, 1, 1e9, .ui_max = 1e5, .unit = WEFT_UNIT_RATE,
             .label = N_ ("Base"), .advanced = TRUE,
             .help = N_ ("How much longer the longest wave is than the shortest")),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const Positions *layer, WeftValue x) /* x (N, T, D) → (N, T, D) */
{
  if (!weft_builder_expect_rank (b, x, 3, 3, "(N, T, D)"))
    return WEFT_NONE;
  return weft_builder_op1 (b, "positions", WEFT_ATTRS ({ "base", { layer->base } }), x);
}

WEFT_BUILD_1 (Positions, build)

const WeftLayer weft_layer_sinusoidal_positions = {
  .id = "sinusoidal_positions",
  .family = WEFT_FAMILY_WEIGHTS,
  .title = N_ ("Sinusoidal positions"),
  .summary = N_ ("Tells a sequence’s steps apart by waves that need no learning."),
  .formula = "y<sub>t,2i</sub> = x<sub>t,2i</sub> + sin (t / 10000<sup>2i/D</sup>)",
  .terms
  = "positional encoding position sine cosine transformer 正弦位置编码 zhengxianweizhibianma "
    "zxwzbm 位置编码 weizhibianma wzbm",
  .params = params,
  .record_size = sizeof (Positions),
  .build = build_row,
};
