/* glu: one half of the numbers, each as far as the sigmoid of its fellow in the other half says */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/blocks.h"

typedef struct
{
  int dim;
} Glu;

static const WeftParam params[] = {
  WEFT_INT (Glu, dim, -1, -7, 7, .label = N_ ("Dimension"), .advanced = TRUE,
            .help = N_ ("The axis that is halved, the batch counted as 0; −1: the last")),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const Glu *glu, WeftValue x) /* x (N, …, 2 H, …) → (N, …, H, …) */
{
  int dim = weft_builder_axis (b, x, glu->dim);
  gint64 half = weft_builder_dim (b, x, dim) / 2;
  WeftValue in[2];

  if (dim < 0)
    return WEFT_NONE;
  if (half < 1 || weft_builder_dim (b, x, dim) % 2 != 0)
    {
      weft_builder_fail (b, "shape-mismatch", _ ("expects an axis that can be cut evenly"), NULL);
      return WEFT_NONE;
    }
  in[0] = weft_block_slice (b, x, dim, 0, half);
  in[1] = weft_builder_op1 (b, "sigmoid", NULL, weft_block_slice (b, x, dim, half, half));
  return weft_builder_op (b, "multiply", NULL, in, 2);
}

WEFT_BUILD_1 (Glu, build)

const WeftLayer weft_layer_glu = {
  .id = "glu",
  .family = WEFT_FAMILY_ACTIVATION,
  .title = N_ ("GLU"),
  .summary = N_ ("Lets one half of the numbers pass as far as the other half says."),
  .formula = "y = a · sigmoid (b), [a, b] = x",
  .line = N_ ("{in} → {out}"),
  .terms = "gated linear unit gate 激活 jihuo jh 门控线性单元 menkongxianxingdanyuan mkxxdy",
  .pytorch = "torch.nn.GLU",
  .params = params,
  .record_size = sizeof (Glu),
  .build = build_row,
};
