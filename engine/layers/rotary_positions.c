/* rotary_positions: turns pairs of numbers by an angle that grows from step to step, so that a
 * product of two steps tells how far they are apart (Su et al. 2021) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/transformer.h"

typedef struct
{
  int nhead;
  double base;
} Positions;

static const WeftParam params[] = {
  WEFT_INT (Positions, nhead, 1, 1, 256, .ui_max = 16, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Heads"), .help = N_ ("The pairs of each head are turned alike")),
  WEFT_REAL (Positions, base, 10000, 1, 1e9, .ui_max = 1e5, .unit = WEFT_UNIT_RATE,
             .label = N_ ("Base"), .advanced = TRUE,
             .help = N_ ("How much longer the longest wave is than the shortest")),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const Positions *layer, WeftValue x) /* x (N, T, D) → (N, T, D) */
{
  if (!weft_builder_expect_rank (b, x, 3, 3, "(N, T, D)")
      || !weft_transformer_expect_heads (b, x, layer->nhead, TRUE))
    return WEFT_NONE;
  return weft_builder_op1 (
      b, "rotary", WEFT_ATTRS ({ "heads", { layer->nhead } }, { "base", { layer->base } }), x);
}

WEFT_BUILD_1 (Positions, build)

const WeftLayer weft_layer_rotary_positions = {
  .id = "rotary_positions",
  .family = WEFT_FAMILY_WEIGHTS,
  .title = N_ ("Rotary positions"),
  .summary = N_ ("Turns pairs of numbers by their place, so that products tell distances."),
  .formula = "(y<sub>2i</sub> + i y<sub>2i+1</sub>) = e<sup>i t θ</sup> (x<sub>2i</sub> + i "
             "x<sub>2i+1</sub>)",
  .line = N_ ("{nhead|head|heads}"),
  .terms = "rope rotary position embedding encoding transformer 旋转位置编码 "
           "xuanzhuanweizhibianma xzwzbm 位置编码 weizhibianma wzbm",
  .params = params,
  .record_size = sizeof (Positions),
  .build = build_row,
};
