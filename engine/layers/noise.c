/* noise: normal random numbers, as many rows as come in: what a generator makes samples from */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

typedef struct
{
  int size;
} Noise;

static const WeftParam params[] = {
  WEFT_INT (Noise, size, 2, 1, 1 << 16, .ui_max = 128, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Size"), .help = N_ ("How many random numbers each sample gets")),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const Noise *noise, WeftValue x) /* x (N, …) → (N, size) */
{
  return weft_builder_op1 (b, "normal", WEFT_ATTRS ({ "size", { noise->size } }), x);
}

WEFT_BUILD_1 (Noise, build)

const WeftLayer weft_layer_noise = {
  .id = "noise",
  .family = WEFT_FAMILY_COMBINE,
  .title = N_ ("Noise"),
  .summary = N_ ("Gives new random numbers at every step, for each sample that comes in."),
  .formula = "y<sub>k</sub> ~ N(0, 1)",
  .line = N_ ("{size|number|numbers} · normal"),
  .terms = "random latent normal gaussian generator gan 噪声 zaosheng zs 随机 suiji sj 潜变量 "
           "qianbianliang qbl",
  .pytorch = "torch.randn",
  .params = params,
  .record_size = sizeof (Noise),
  .build = build_row,
};
