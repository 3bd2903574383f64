/* prelu: a leaky ReLU whose slope is learnt, one for all numbers or one for each channel */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

typedef struct
{
  int num_parameters;
  double init;
} Prelu;

static const WeftParam params[] = {
  WEFT_INT (Prelu, num_parameters, 1, 1, 1 << 20, .ui_max = 512, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Slopes"),
            .help = N_ ("How many slopes are learnt: one, or as many as there are channels")),
  WEFT_REAL (Prelu, init, 0.25, -10, 10, .label = N_ ("First slope"), .advanced = TRUE,
             .help = N_ ("The slope before training")),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const Prelu *prelu, WeftValue x) /* x (N, C, …) → the same */
{
  WeftValue in[2] = { x };

  in[1] = weft_builder_filled (b, "weight", (float) prelu->init,
                               (gint64[]){ prelu->num_parameters }, 1);
  return weft_builder_op (b, "prelu", NULL, in, 2);
}

WEFT_BUILD_1 (Prelu, build)

const WeftLayer weft_layer_prelu = {
  .id = "prelu",
  .family = WEFT_FAMILY_ACTIVATION,
  .title = N_ ("PReLU"),
  .summary = N_ ("A leaky ReLU that learns what share of a negative number passes."),
  .formula = "y = max (0, x) + w · min (0, x)",
  .line = N_ ("{weights|slope|slopes}"),
  .terms = "parametric rectifier learnt slope 激活 jihuo jh 参数化 canshuhua csh",
  .pytorch = "torch.nn.PReLU",
  .onnx = "PRelu",
  .learns = TRUE,
  .params = params,
  .record_size = sizeof (Prelu),
  .build = build_row,
};
