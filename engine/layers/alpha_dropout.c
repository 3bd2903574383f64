/* alpha_dropout: dropout that keeps mean and deviation of what follows SELU (Klambauer and others
 * 2017) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

typedef struct
{
  double p;
} AlphaDropout;

static const WeftParam params[] = {
  WEFT_REAL (AlphaDropout, p, 0.5, 0, 0.999, .ui_max = 0.9, .unit = WEFT_UNIT_SHARE,
             .label = N_ ("Share dropped"),
             .help = N_ ("The chance of each number to be left out")),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const AlphaDropout *dropout, WeftValue x) /* x (N, …) → the same */
{
  if (!weft_builder_expect_rank (b, x, 2, 8, "(N, …)"))
    return WEFT_NONE;
  return weft_builder_op1 (
      b, "part_dropout",
      WEFT_ATTRS ({ "p", { dropout->p } }, { "axes", { 8 } }, { "alpha", { TRUE } }), x);
}

WEFT_BUILD_1 (AlphaDropout, build)

const WeftLayer weft_layer_alpha_dropout = {
  .id = "alpha_dropout",
  .family = WEFT_FAMILY_NORM,
  .title = N_ ("Alpha dropout"),
  .summary
  = N_ ("Dropout for nets of SELU: what is left out gets a number that keeps mean and size."),
  .formula = "y = a (x · m + α' (1 − m)) + b",
  .line = N_ ("p = {p}"),
  .terms = "selu self-normalizing regularisation 自归一化丢弃 ziguiyihuadiuqi zgyhdq 丢弃 diuqi dq",
  .pytorch = "torch.nn.AlphaDropout",
  .onnx = "Dropout",
  .params = params,
  .record_size = sizeof (AlphaDropout),
  .build = build_row,
};
