/* learnt_constant: numbers that are learnt and the same for every sample, y[n,…] = w[…] */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

typedef struct
{
  WeftDims shape;
  int init;
} LearntConstant;

static const WeftParam params[] = {
  WEFT_DIMS (LearntConstant, shape, "1", 1, 1 << 20, .label = N_ ("Shape"),
             .help = N_ ("The dimensions of one sample")),
  WEFT_CHOICE (LearntConstant, init, WEFT_INIT_NORMAL, weft_init_choices,
               .label = N_ ("First numbers"), .help = N_ ("How they are drawn before training"),
               .advanced = TRUE),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const LearntConstant *layer, WeftValue x) /* x (N, …) → (N, shape) */
{
  gint64 dims[WEFT_MAX_RANK];
  WeftValue in[2] = { x, WEFT_NONE };

  for (int i = 0; i < layer->shape.n; i++)
    dims[i] = layer->shape.d[i];
  if (!weft_builder_expect_rank (b, x, 1, WEFT_MAX_RANK, "(N, …)")
      || layer->shape.n >= WEFT_MAX_RANK)
    return WEFT_NONE;
  in[1] = weft_builder_weight (b, "value", (WeftInit) layer->init, 1, 1, dims, layer->shape.n);
  return weft_builder_op (b, "spread", NULL, in, 2);
}

WEFT_BUILD_1 (LearntConstant, build)

const WeftLayer weft_layer_learnt_constant = {
  .id = "learnt_constant",
  .family = WEFT_FAMILY_WEIGHTS,
  .title = N_ ("Learnt constant"),
  .summary = N_ ("Gives numbers that are learnt, the same for every sample that comes in."),
  .formula = "y<sub>n</sub> = w",
  .line = N_ ("{weights|number|numbers}"),
  .terms = "parameter trainable constant bias token query 可学习常数 kexuexichangshu kxxcs "
           "可学习参数 kexuexicanshu kxxcs",
  .pytorch = "torch.nn.Parameter",
  .learns = TRUE,
  .params = params,
  .record_size = sizeof (LearntConstant),
  .build = build_row,
};
