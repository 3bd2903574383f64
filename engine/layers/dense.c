/* dense: every output is a weighted sum of all inputs, y[n,o] = Σᵢ w[o,i]·x[n,i] + b[o] */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/shapes.h"
#include "engine/layers/weight-norms.h"

typedef struct
{
  int units;
  gboolean bias;
  int init, weight_norm;
} Dense;

static const WeftParam params[] = {
  WEFT_INT (Dense, units, 10, 1, 1 << 20, .ui_max = 1024, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Units"), .help = N_ ("How many outputs the layer has")),
  WEFT_BOOL (Dense, bias, TRUE, .label = N_ ("Bias"),
             .help = N_ ("Add a learnt constant to every output")),
  WEFT_CHOICE (Dense, init, WEFT_INIT_PYTORCH, weft_init_choices, .label = N_ ("First weights"),
               .help = N_ ("How the weights are drawn before training"), .advanced = TRUE),
  WEFT_WEIGHT_NORM (Dense),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const Dense *dense, WeftValue x) /* x (N, …, I) → (N, …, units) */
{
  gint64 inputs = weft_builder_dim (b, x, -1);
  WeftInit bias_init = dense->init == WEFT_INIT_PYTORCH ? WEFT_INIT_PYTORCH : WEFT_INIT_ZERO;
  WeftValue in[3] = { x, WEFT_NONE, WEFT_NONE };

  if (!weft_builder_expect_rank (b, x, 2, WEFT_MAX_RANK, "(N, …, I)"))
    return WEFT_NONE;
  if (weft_builder_shape (b, x)->rank == 4 && !weft_builder_is_arranged (b, x))
    weft_builder_fail (b, "dense-on-picture", NULL);
  in[1] = weft_block_weight (b, (WeftWeightNorm) dense->weight_norm, "weight", dense->init, inputs,
                             dense->units, (gint64[]){ dense->units, inputs }, 2);
  if (dense->bias)
    in[2] = weft_builder_weight (b, "bias", bias_init, inputs, dense->units,
                                 (gint64[]){ dense->units }, 1);
  return weft_builder_op (b, "linear", NULL, in, dense->bias ? 3 : 2);
}

WEFT_BUILD_1 (Dense, build)

const WeftLayer weft_layer_dense = {
  .id = "dense",
  .family = WEFT_FAMILY_WEIGHTS,
  .title = N_ ("Dense"),
  .summary = N_ ("Each output looks at every input, with a weight of its own."),
  .formula = "y<sub>o</sub> = Σ<sub>i</sub> w<sub>o,i</sub> x<sub>i</sub> + b<sub>o</sub>",
  .line = N_ ("{units|unit|units} · {weights|weight|weights}"),
  .terms = "linear fc fully-connected affine 全连接 quanlianjie qlj 线性 xianxing xx",
  .pytorch = "torch.nn.Linear",
  .onnx = "Gemm",
  .learns = TRUE,
  .has_units = TRUE,
  .params = params,
  .record_size = sizeof (Dense),
  .build = build_row,
};
