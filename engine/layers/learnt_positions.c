/* learnt_positions: a row of learnt numbers for each place in a sequence, added to what stands
 * there, y[n,t,d] = x[n,t,d] + w[t,d] (Gehring et al. 2017) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

typedef struct
{
  int max_len, init;
} Positions;

static const WeftParam params[] = {
  WEFT_INT (Positions, max_len, 512, 1, 1 << 20, .ui_max = 4096, .unit = WEFT_UNIT_STEPS,
            .label = N_ ("Places"), .help = N_ ("How long a sequence may be at the most")),
  WEFT_CHOICE (Positions, init, WEFT_INIT_NORMAL, weft_init_choices, .label = N_ ("First weights"),
               .help = N_ ("How the weights are drawn before training"), .advanced = TRUE),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const Positions *layer, WeftValue x) /* x (N, T, D) → (N, T, D) */
{
  gint64 width = weft_builder_dim (b, x, 2);
  WeftValue in[2] = { x, WEFT_NONE };

  if (!weft_builder_expect_rank (b, x, 3, 3, "(N, T, D)")
      || !weft_builder_expect_steps (b, x, layer->max_len))
    return WEFT_NONE;
  in[1] = weft_builder_weight (b, "weight", (WeftInit) layer->init, layer->max_len, width,
                               (gint64[]){ layer->max_len, width }, 2);
  return weft_builder_op (b, "positions", NULL, in, 2);
}

WEFT_BUILD_1 (Positions, build)

const WeftLayer weft_layer_learnt_positions = {
  .id = "learnt_positions",
  .family = WEFT_FAMILY_WEIGHTS,
  .title = N_ ("Learnt positions"),
  .summary = N_ ("Tells a sequence’s steps apart by a row of numbers for each place."),
  .formula = "y<sub>t</sub> = x<sub>t</sub> + w<sub>t</sub>",
  .line = N_ ("{max_len|place|places} · {weights|weight|weights}"),
  .terms = "positional embedding position learned learnable transformer 位置嵌入 weizhiqianru wzqr "
           "可学习位置编码 kexuexiweizhibianma kxxwzbm 位置编码 weizhibianma wzbm",
  .learns = TRUE,
  .params = params,
  .record_size = sizeof (Positions),
  .build = build_row,
};
